#include "cli/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/data_folder.hpp"
#include "cli/listed_names.hpp"
#include "data/dialect.hpp"
#include "data/file_names.hpp"
#include "data/incoming.hpp"
#include "data/inspect.hpp"
#include "data/rows_of_key.hpp"
#include "report/results.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

std::string level_named(const std::vector<std::string>& known, const std::string& name,
                        const std::string& path) {
    if (const auto* const found = same_name(known, name)) return *found;
    const auto meant = closest(name, known).value_or(known.front());
    refuse(phrase(say::no_such_level, name), fmt::format("`--data {}={}`", meant, path));
}

std::set<std::string> cells_of_first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return data::cells_of_line(line);
}

// Of the levels that need a file the one with most columns in the first line of this one; else the last.
std::string likeliest_level(const core::Scheme& scheme, const std::string& path) {
    const auto header = path == "-" ? std::set<std::string>() : cells_of_first_line(path);
    const auto known_columns = [&](const std::string& name) {
        return std::ranges::count_if(scheme.inputs, [&](const core::Input& input) {
            return scheme.levels[input.level].name == name && header.contains(folded(input.name));
        });
    };
    auto names = data::names_of_needed_files(scheme);
    std::ranges::reverse(names);
    return *std::ranges::max_element(names, {}, known_columns);
}

// None of what is told for a scheme beside this one, which reads nothing of that name.
std::vector<NamedFile> files_named(Session& session, OpenedData& opened, const core::Scheme& scheme,
                                   const std::string& written, const std::vector<std::string>& of_other) {
    const auto [name, path] = named_path(written);
    const auto known = data::names_of_files(scheme);
    if (!same_name(known, name) && same_name(of_other, name)) return {};
    if (const auto address = sources::address_of(path)) {
        const auto level =
            name.empty() ? std::nullopt
                         : std::optional(level_named(known, name, sources::shown(*address, address->table)));
        std::vector<NamedFile> files;
        for (const auto& chosen : opened.tables.chosen(session, scheme, level, *address))
            files.push_back(named_table(chosen));
        return files;
    }
    if (!name.empty()) return {{level_named(known, name, path), path, true}};
    std::error_code ignored;
    if (path != "-" && files::is_directory(path, ignored))
        return files_in_folder(scheme, path, opened.diagnostics);
    if (path != "-" && !files::exists(path, ignored)) stop_unread(path, ENOENT);
    if (const auto* const found = same_name(known, name_of_file(path))) return {{*found, path, true}};
    if (const auto part = data::name_before_period(name_of_file(path), known)) return {{*part, path, true}};
    if (data::name_before_period(name_of_file(path), of_other) || same_name(of_other, name_of_file(path)))
        return {};
    if (const auto only = only_file(scheme)) return {{*only, path, true}};
    refuse(phrase(say::whose_rows, path, listed(known)),
           fmt::format("`--data {}={}`", likeliest_level(scheme, path), shell_word(path)));
}

// A file or table, the path on the command line that led to it, and the file in which it stands.
struct OfPath {
    NamedFile file;
    std::size_t path = 0;
    std::string place;
    std::string level, stem;  // folded
};
OfPath of_path(NamedFile file, std::size_t path) {
    auto place = file.table ? file.table->address.place : file.path;
    auto level = data::loosely_folded(file.name), stem = data::loosely_folded(name_of_file(place));
    return {std::move(file), path, std::move(place), std::move(level), std::move(stem)};
}

// A file twice; a level's files of two folders, one of which may be of an earlier day; or two forms of one
// file in a folder, as `payment.csv` and `payment.xlsx`.
void refuse_two(const OfPath& before, const OfPath& further) {
    const auto &one = before.file, &other = further.file;
    if (one.is_chosen != other.is_chosen || before.level != further.level) return;
    if (one.path == other.path) refuse(phrase(say::file_given_again, one.path));
    const bool are_parts =
        before.path == further.path && (before.place == further.place || before.stem != further.stem);
    if (one.is_chosen || are_parts) return;
    const bool are_forms_of_one = before.path == further.path;
    const auto hint =
        are_forms_of_one
            ? phrase(say::one_file_is_meant, data::data_options(one.name, {one.path}))
            : phrase(say::both_files_are_meant, data::data_options(one.name, {one.path, other.path}));
    refuse(phrase(say::two_files_of_level, other.name, one.path, other.path), hint);
}

// ---------------------------------------------------------------- what stands outside the blocks

bool bears(const OfPath& file, const std::string& name) {
    return !file.file.is_left_out && data::is_same_name(file.file.name, name);
}
bool bears_any(const OfPath& file, const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& name) { return bears(file, name); });
}

// Whose file a scheme reads: of its names the first that a file bears.
std::optional<std::string> name_borne(const std::vector<OfPath>& all, const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (std::ranges::any_of(all, [&](const OfPath& each) { return bears(each, name); })) return name;
    return std::nullopt;
}

std::vector<std::string> paths_of(const std::vector<OfPath>& all, const std::string& name) {
    std::vector<std::string> paths;
    for (const auto& each : all)
        if (bears(each, name)) paths.push_back(files::path(each.file.path).lexically_normal().string());
    return paths;
}

// Schemes that are paid from one history, and each has a file of its own there.
void refuse_own_files(const std::vector<OfPath>& all, const std::string& one, const std::string& other) {
    const auto ones = paths_of(all, one), others = paths_of(all, other);
    if (ones == others) return;
    const auto is_chosen = [&](const std::string& name) {
        return std::ranges::any_of(
            all, [&](const OfPath& each) { return each.file.is_chosen && bears(each, name); });
    };
    const auto& meant = is_chosen(other) && !is_chosen(one) ? others.front() : ones.front();
    refuse(phrase(say::file_of_each_scheme, ones.front(), others.front(), one, other),
           phrase(say::one_file_of_both,
                  data::data_options(one, {meant}) + " " + data::data_options(other, {meant})));
}

// `--data base=FILE` beside a folder with a file of the variant's name. What is told for the scheme beside it
// is no other file of its own.
void refuse_other_chosen(const std::vector<OfPath>& all, const std::string& read,
                         const std::vector<std::string>& names, const std::vector<std::string>& of_other) {
    const auto is_chosen = [](const OfPath& each) { return each.file.is_chosen; };
    const auto own = std::ranges::find_if(all, [&](const OfPath& each) { return bears(each, read); });
    const auto other = std::ranges::find_if(all, [&](const OfPath& each) {
        return is_chosen(each) && !bears(each, read) && bears_any(each, names) && !bears_any(each, of_other);
    });
    if (other == all.end() || is_chosen(*own)) return;
    refuse(phrase(say::two_files_of_level, read, own->file.path, other->file.path),
           phrase(say::one_file_is_meant, data::data_options(read, {own->file.path})));
}

// Of the files that bear the name of a scheme or of one that it is based on or compared with, those that are
// read stay.
void keep_file_outside(std::vector<OfPath>& all, const core::Scheme& scheme,
                       const std::vector<std::string>& of_other) {
    const auto readers = core::names_of_file_outside(scheme);
    std::optional<std::string> read;
    for (const auto& names : readers) {
        const auto borne = name_borne(all, names);
        if (borne && read) refuse_own_files(all, *read, *borne);
        if (!read) read = borne;
    }
    if (!read) return;
    refuse_other_chosen(all, *read, readers.front(), of_other);
    std::erase_if(all, [&](const OfPath& each) {
        const auto is_of = [&](const std::vector<std::string>& names) { return bears_any(each, names); };
        return !bears(each, *read) && std::ranges::any_of(readers, is_of);
    });
}

// What is read is the level's, whoever's name the file bears.
void name_after_level(std::vector<data::DataFile>& all, const core::Scheme& scheme) {
    for (const auto& names : core::names_of_file_outside(scheme))
        for (auto& file : all) {
            const auto is_own = [&](const std::string& name) { return data::is_same_name(file.name, name); };
            if (std::ranges::any_of(names, is_own)) file.name = scheme.levels[core::LevelId(0)].name;
        }
}

// Every file that the paths name; files of a level stand in for those of folders.
std::vector<NamedFile> data_files(Session& session, OpenedData& opened, const core::Scheme& scheme,
                                  const DataChoice& choice) {
    std::vector<OfPath> all;
    std::set<std::string> chosen, places_named;
    const auto is_named = [](const NamedFile& file) { return file.is_chosen || file.table; };
    for (std::size_t i = 0; i < choice.paths.size(); ++i) {
        for (auto& file : files_named(session, opened, scheme, choice.paths[i], choice.of_other)) {
            all.push_back(of_path(std::move(file), i));
            const auto& added = all.back();
            if (added.file.is_chosen) chosen.insert(added.level);
            if (is_named(added.file))
                places_named.insert(files::path(added.place).lexically_normal().string());
        }
    }
    // other tables of a workbook or database that is named may still be a level's own
    std::erase_if(all, [&](const OfPath& each) {
        const bool is_read_otherwise =
            !is_named(each.file) && !each.file.store && places_named.contains(each.place);
        return is_read_otherwise || (!each.file.is_chosen && chosen.contains(each.level));
    });
    keep_file_outside(all, scheme, choice.of_other);
    std::vector<NamedFile> taken;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t before = 0; before < i; ++before) refuse_two(all[before], all[i]);
        const auto& file = all[i].file;
        if (!file.store) {
            taken.push_back(file);
            continue;
        }
        const auto level = scheme.is_sketch ? std::nullopt : std::optional(file.name);
        for (const auto& table : opened.tables.chosen(session, scheme, level, *file.store))
            taken.push_back(named_table(table));
    }
    return taken;
}

// Every file and table that the paths lead to, whatever it is called.
std::vector<NamedFile> all_files(Session& session, StoredTables& tables,
                                 const std::vector<std::string>& paths) {
    std::vector<NamedFile> all;
    const auto add_all_of = [&](const files::path& file) {
        const auto path = file.lexically_normal().string();
        const auto address = sources::address_of(path);
        if (!address) all.push_back({name_of_file(path), path});
        if (!address) return;
        for (const auto& chosen : tables.all(session, *address)) all.push_back(named_table(chosen));
    };
    for (const auto& written : paths) {
        const auto [name, path] = named_path(written);
        std::error_code ignored;
        if (const auto address = sources::address_of(path)) {
            for (const auto& chosen : tables.all(session, *address)) all.push_back(named_table(chosen));
        } else if (path != "-" && files::is_directory(path, ignored)) {
            const auto found = tables_in(path);
            if (found.empty()) throw Stop{Exit::io, phrase(say::folder_without_data, path), ""};
            for (const auto& file : found) add_all_of(file);
        } else {
            all.push_back({name.empty() ? name_of_file(path) : name, path, true});
        }
    }
    return all;
}

// ---------------------------------------------------------------- how files are written

data::DataFile taken_in(Session& session, OpenedData& opened, const NamedFile& file,
                        const data::EncodingWish& wish) {
    if (file.table) return opened.tables.take_in(session, *file.table);
    if (file.is_left_out) return {.source = session.sources.add(file.path, ""), .name = file.name};
    auto bytes = open_bytes(session, file.path);
    opened.bytes.back() = bytes.again();
    const auto incoming = data::take_in(source_name(file.path), std::move(bytes), wish, session.sources);
    const auto& found = incoming.diagnostics;
    if (has_errors(found)) opened.no_texts.push_back(incoming.source);
    opened.diagnostics.insert(opened.diagnostics.end(), found.begin(), found.end());
    return {.source = incoming.source, .name = file.name, .origin = incoming.origin};
}

void take_in(Session& session, OpenedData& opened, const std::vector<NamedFile>& named,
             const DataChoice& choice) {
    std::vector<FileNames> all;
    for (const auto& file : named) all.push_back({file.name, file.path});
    refuse_options_of_no_file(choice.of_files, all);
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto name = choice.called.empty() ? called(all[i], all) : choice.called;
        opened.bytes.emplace_back();
        auto file =
            taken_in(session, opened, named[i], {choice.of_files.encoding.of(all[i]), name, session.texts});
        file.laid_out = choice.of_files.laid_out(all[i]);
        file.called = name;
        opened.files.push_back(std::move(file));
    }
    opened.tables.close();
}

std::string origin_line(const data::Origin& origin) {
    std::string text;
    if (origin.encoding != data::Encoding::utf_8) text += phrase(say::written_in, to_text(origin.encoding));
    if (origin.compression != data::Compression::none)
        text += phrase(say::unpacked_by, to_text(origin.compression));
    return text;
}

// Plain `1234.56` is what everybody expects and is not mentioned.
std::string number_line(const std::map<std::string, data::NumberFormat>& numbers) {
    std::set<std::string> seen;
    for (const auto& [column, format] : numbers) {
        const bool is_plain = format.group.empty() && (format.point == '.' || !format.has_point);
        if (!is_plain && format.has_point)
            seen.insert(fmt::format("`1{}234{}56`", format.group, format.point));
    }
    for (const auto& [column, format] : numbers) {
        const auto whole = fmt::format("`1{}234", format.group);
        const bool is_said =
            std::ranges::any_of(seen, [&](const std::string& each) { return each.starts_with(whole); });
        if (!format.has_point && !format.group.empty() && !is_said) seen.insert(whole + "`");
    }
    return seen.empty()
               ? ""
               : phrase(say::numbers_as, fmt::format("{}", fmt::join(seen, phrase(say::joined_by_and))));
}

}  // namespace

DataChoice until(const core::Scheme& scheme, DataChoice choice, const std::optional<std::string>& period) {
    if (period) choice.wishes.until = scheme.calendar.parse(*period);
    return choice;
}

OpenedData open_data(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    OpenedData opened;
    take_in(session, opened, data_files(session, opened, scheme, choice), choice);
    name_after_level(opened.files, scheme);
    return opened;
}

OpenedData open_data(Session& session, const DataChoice& choice) {
    OpenedData opened;
    take_in(session, opened, all_files(session, opened.tables, choice.paths), choice);
    return opened;
}

void add_found(const Session& session, const OpenedData& opened, data::ReadHistory& read) {
    for (const auto& found : {opened.diagnostics, opened.tables.reports(session.sources, read.understood)})
        read.diagnostics.insert(read.diagnostics.end(), found.begin(), found.end());
    sort_by_place(read.diagnostics);
}

data::ReadHistory read_opened(Session& session, const core::Scheme& scheme, const OpenedData& opened,
                              const DataChoice& choice, Workers& workers) {
    if (has_errors(opened.diagnostics)) {
        refuse_changed_files(session);
        return {.history = {}, .understood = {}, .diagnostics = opened.diagnostics};
    }
    begin_work(session, phrase(say::work_reading));
    auto read = data::read_history(scheme, opened.files, session.sources, choice.wishes, workers);
    refuse_changed_files(session);
    add_found(session, opened, read);
    return read;
}

data::ReadHistory load_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    Workers workers(choice.threads);
    return read_opened(session, scheme, open_data(session, scheme, choice), choice, workers);
}

data::ReadHistory load_sound_history(Session& session, const core::Scheme& scheme, const DataChoice& choice) {
    return sound(session, load_history(session, scheme, choice));
}

data::ReadHistory read_sound_of(Session& session, const core::Scheme& scheme, const OpenedData& opened,
                                const DataChoice& choice, const std::optional<std::string>& key,
                                Workers& workers) {
    constexpr std::uint64_t long_history = 16 << 20;  // bytes; shorter ones are read and checked whole
    if (key && !has_errors(opened.diagnostics)) {
        begin_work(session, phrase(say::work_reading));
        auto found = data::read_rows_of_key(scheme, opened.files, session.sources, choice.wishes, *key,
                                            long_history, workers);
        refuse_changed_files(session);
        if (found) {
            remark(session, phrase(say::only_key_was_read, *key, phrase(say::count_of_rows, found->rows),
                                   found->bytes >> 20U));
            return std::move(found->read);
        }
    }
    return sound(session, read_opened(session, scheme, opened, choice, workers));
}

data::ReadHistory load_sound_history_of(Session& session, const core::Scheme& scheme,
                                        const DataChoice& choice, const std::optional<std::string>& key) {
    Workers workers(choice.threads);
    return read_sound_of(session, scheme, open_data(session, scheme, choice), choice, key, workers);
}

data::ReadHistory sound(Session& session, data::ReadHistory read) {
    show(session, read.diagnostics);
    if (has_errors(read.diagnostics)) {
        throw Stop{Exit::data, phrase(say::nothing_computed_of_data, counted(read.diagnostics)), ""};
    }
    return read;
}

std::string key_name(const core::Scheme& scheme, const std::vector<data::Understood>& understood) {
    const bool is_unnamed = scheme.is_sketch && !understood.empty() && !understood.front().key_column.empty();
    return is_unnamed ? understood.front().key_column : scheme.levels[core::LevelId(0)].name;
}

void refuse_two_readers(const SchemeChoice& scheme, const DataChoice& data) {
    if (scheme.path == "-" && std::ranges::find(data.paths, "-") != data.paths.end()) {
        refuse(phrase(say::two_readers));
    }
}

namespace {

// ` by `person` and `month``: by what rows are told apart.
std::string told_apart_by(const data::Understood& seen) {
    if (seen.key_column.empty() || seen.holds == data::Holds::reference) return "";
    if (!seen.month_column.empty()) return phrase(say::by_key_and_month, seen.key_column, seen.month_column);
    if (seen.from_column.empty() || seen.to_column.empty()) return phrase(say::by_key, seen.key_column);
    return phrase(say::by_key_from_to, seen.key_column, seen.from_column, seen.to_column);
}

std::string periods(const data::Understood& seen) {
    if (!seen.first_period) return "";
    const auto first = seen.calendar.to_text(*seen.first_period);
    if (seen.dated == data::Dated::by_name) return phrase(say::month_by_name, first);
    const auto last = seen.calendar.to_text(*seen.last_period);
    return first == last ? ", " + first : phrase(say::from_month_to_month, first, last);
}

}  // namespace

std::vector<std::string> understood_lines(const Sources& sources, const data::ReadHistory& read) {
    std::vector<std::string> lines;
    for (const auto& seen : read.understood) {
        lines.push_back(phrase(say::read_file, sources[seen.source].name(), seen.rows) + told_apart_by(seen) +
                        periods(seen) + number_line(seen.numbers) + origin_line(seen.origin));
    }
    return lines;
}

void show_understood(Session& session, const data::ReadHistory& read) {
    const auto lines = understood_lines(session.sources, read);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        remark(session, lines[i]);
        for (const auto& line : data::described(read.understood[i])) remark(session, "   - " + line);
    }
}

}  // namespace accrue::cli
