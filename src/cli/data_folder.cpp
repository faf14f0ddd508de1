#include "cli/data_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/listed_names.hpp"
#include "data/file_names.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

// Files of rows, and those that may be such: notes end in `.txt`, too, and results in `.xlsx`.
constexpr std::array<std::string_view, 1> own_endings = {".csv"};
constexpr std::array<std::string_view, 11> other_endings = {
    ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".sqlite", ".sqlite3", ".db"};

bool ends_in(const files::path& path, std::span<const std::string_view> endings) {
    auto name = folded(path.filename().string());
    for (const std::string_view packed : {".gz", ".zst"}) {
        if (name.ends_with(packed)) name.resize(name.size() - packed.size());
    }
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_table(const files::path& path) {
    return ends_in(path, own_endings) || ends_in(path, other_endings);
}

// By their names; without those that a program keeps while a file is open in it.
template <class Is>
std::vector<files::path> files_of(const files::path& folder, const Is& is) {
    std::vector<files::path> found;
    std::error_code trouble;
    for (files::directory_iterator file(folder, trouble), end; !trouble && file != end;
         file.increment(trouble)) {
        const auto name = file->path().filename().string();
        if (!name.starts_with('.') && !name.starts_with("~$") && is(file->path()))
            found.push_back(folder / file->path().filename());
    }
    if (trouble) {
        throw Stop{Exit::io, phrase(say::cannot_read, folder.string(), system_words(trouble.value())), ""};
    }
    std::ranges::sort(found);
    return found;
}

// What a file's name says.
struct Called {
    files::path path;
    std::string stem;
    std::optional<std::string> level;    // it has all rows of
    std::optional<std::string> part_of;  // it has the rows of a period of
    bool is_near = false;                // perhaps it has rows, and the name is misspelt or says less

    bool is_any() const { return level || part_of || is_near; }
};

class FilesOfFolder {
  public:
    FilesOfFolder(const core::Scheme& scheme, const files::path& folder)
        : scheme_(scheme), folder_(folder), names_(data::names_of_files(scheme)), only_(only_file(scheme)) {}
    std::vector<NamedFile> found();
    // Named after a level, or one and a period, with an ending that is none of data.
    std::vector<files::path> of_other_forms() const;

  private:
    Called called(const files::path& path) const;
    std::vector<Called> all_called() const;
    void add(const Called& file, const std::optional<std::string>& level);
    [[noreturn]] void stop_without(const std::vector<Called>& all) const;

    const core::Scheme& scheme_;
    const files::path& folder_;
    std::vector<std::string> names_;
    std::optional<std::string> only_;
    std::vector<NamedFile> found_;
};

Called FilesOfFolder::called(const files::path& path) const {
    Called called{.path = path, .stem = name_of_file(path.string()), .level = {}, .part_of = {}};
    if (const auto* const name = same_name(names_, called.stem)) called.level = *name;
    if (!called.level) called.part_of = data::name_before_period(called.stem, names_);
    const auto near = core::is_flat(scheme_) ? data::name_begun(called.stem, names_)
                                             : data::name_inside(called.stem, names_);
    called.is_near = near || (only_ && data::says_period(called.stem));
    return called;
}

// All files of rows; of others those that are called like something in the scheme, or all when there is
// nothing else.
std::vector<Called> FilesOfFolder::all_called() const {
    std::vector<Called> all, wanted;
    for (const auto& path : tables_in(folder_)) all.push_back(called(path));
    std::ranges::copy_if(all, std::back_inserter(wanted),
                         [](const Called& file) { return file.is_any() || ends_in(file.path, own_endings); });
    return wanted.empty() ? all : wanted;
}

// Of several things one alone is named: the first.
void FilesOfFolder::stop_without(const std::vector<Called>& all) const {
    std::vector<std::string> names;
    for (const auto& file : all) names.push_back(file.path.filename().string());
    const auto listing = names.empty() ? phrase(say::no_data_file) : listed(names);
    const auto wanted = fmt::format("{}", fmt::join(data::names_of_needed_files(scheme_), ".csv`, `"));
    const auto missing = scheme_.is_sketch ? phrase(say::one_file_wanted, folder_.string(), listing)
                                           : phrase(say::level_csv_wanted, wanted, folder_.string(), listing);
    const auto is_store = [](const Called& file) { return bool(sources::address_of(file.path.string())); };
    const auto is_likely = [&](const Called& file) {
        return is_store(file) || (only_ && !folded(file.path.filename().string()).ends_with(".txt"));
    };
    const auto meant = std::ranges::find_if(all, is_likely);
    const auto hint = meant == all.end() ? "" : fmt::format("`--data {}`", shell_word(meant->path.string()));
    throw Stop{Exit::io, missing, hint};
}

// Without a level, a workbook or database is only told of.
void FilesOfFolder::add(const Called& file, const std::optional<std::string>& level) {
    const auto path = file.path.lexically_normal().string();
    auto store = sources::address_of(path);
    const bool is_left_out = store && !level && !scheme_.is_sketch;
    if (is_left_out) store.reset();
    found_.push_back({.name = level.value_or(file.stem),
                      .path = path,
                      .is_left_out = is_left_out,
                      .store = std::move(store)});
}

std::vector<NamedFile> FilesOfFolder::found() {
    auto all = all_called();
    const bool are_only_periods =
        only_ && std::ranges::all_of(all, [](const Called& file) { return data::says_period(file.stem); });
    std::set<std::string> whole;  // levels with a file of all their rows
    bool is_any_named = false;
    for (auto& file : all) {
        if (file.level) whole.insert(*file.level);
        if (are_only_periods) file.part_of = only_;
    }
    for (const auto& file : all) {
        const bool is_part = file.part_of && !whole.contains(*file.part_of);
        const auto level = is_part ? file.part_of : file.level;
        is_any_named = is_any_named || level;
        if (file.is_any() || (scheme_.is_sketch && all.size() == 1)) add(file, level);
    }
    const bool is_only = scheme_.is_sketch && found_.size() == 1;
    if (!is_any_named && !is_only) stop_without(all);
    return std::move(found_);
}

std::vector<files::path> FilesOfFolder::of_other_forms() const {
    const auto is_of_program = [](const files::path& path) {
        const auto name = folded(path.filename().string());
        return name.ends_with(".pay") || name.ends_with(".manifest.json");
    };
    return files_of(folder_, [&](const files::path& path) {
        std::error_code ignored;
        if (is_table(path) || is_of_program(path) || !files::is_regular_file(path, ignored)) return false;
        const auto file = called(path);
        return file.level || file.part_of;
    });
}

}  // namespace

NamedFile named_table(const ChosenTable& chosen) {
    return {.name = chosen.name,
            .path = sources::shown(chosen.address, chosen.table),
            .is_chosen = chosen.is_alone,
            .table = chosen};
}

std::string name_of_file(const std::string& path) {
    return std::string(data::name_alone(path, data::NamedAs::file));
}

std::optional<std::string> only_file(const core::Scheme& scheme) {
    const auto needed = data::names_of_needed_files(scheme);
    return needed.size() == 1 ? std::optional(needed.front()) : std::nullopt;
}

std::vector<NamedFile> files_in_folder(const core::Scheme& scheme, const files::path& folder,
                                       Diagnostics& told) {
    FilesOfFolder files(scheme, folder);
    auto found = files.found();
    for (const auto& path : files.of_other_forms())
        told.push_back({kind::file_of_other_form, {}, {path.lexically_normal().string()}, {}});
    return found;
}

std::vector<files::path> tables_in(const files::path& folder) {
    return files_of(folder, is_table);
}

}  // namespace accrue::cli
