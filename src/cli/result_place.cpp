#include "cli/result_place.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <utility>

#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "cli/output_file.hpp"
#include "cli/session.hpp"
#include "sources/postgres.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

using report::Preset;

constexpr std::array<std::pair<std::string_view, ResultFormat>, 8> formats = {{
    {"table", ResultFormat::table},
    {"csv", ResultFormat::csv},
    {"long", ResultFormat::tidy},
    {"json", ResultFormat::json},
    {"jsonl", ResultFormat::jsonl},
    {"sqlite", ResultFormat::sqlite},
    {"postgresql", ResultFormat::postgresql},
    {"xlsx", ResultFormat::xlsx},
}};
constexpr std::array<std::pair<std::string_view, Preset>, 4> presets = {{
    {"machine", Preset::machine},
    {"excel", Preset::excel},
    {"excel-ru", Preset::excel_ru},
    {"1c", Preset::one_c},
}};
constexpr std::array<std::pair<std::string_view, ResultFormat>, 7> endings = {{
    {".csv", ResultFormat::csv},
    {".json", ResultFormat::json},
    {".jsonl", ResultFormat::jsonl},
    {".sqlite", ResultFormat::sqlite},
    {".sqlite3", ResultFormat::sqlite},
    {".db", ResultFormat::sqlite},
    {".xlsx", ResultFormat::xlsx},
}};

template <class All>
auto named(const All& all, std::string_view name) -> std::optional<typename All::value_type::second_type> {
    for (const auto& [each, value] : all) {
        if (each == name) return value;
    }
    return std::nullopt;
}
template <class All, class Value>
std::string_view name_of(const All& all, Value wanted) {
    for (const auto& [name, value] : all) {
        if (value == wanted) return name;
    }
    return "";
}

// A `#` parts a table from its database only; in the name of any other file it is a letter.
std::size_t mark_of_table(const std::string& out, std::optional<ResultFormat> format) {
    std::error_code ignored;
    if (sources::is_postgres(out)) return out.find('#');
    if (std::filesystem::exists(out, ignored)) return std::string::npos;
    for (auto mark = out.find('#'); mark != std::string::npos; mark = out.find('#', mark + 1)) {
        const auto path = out.substr(0, mark);
        if (named(endings, ending_of(path)) == ResultFormat::sqlite || sources::is_sqlite(path)) return mark;
    }
    return format == ResultFormat::sqlite ? out.rfind('#') : std::string::npos;
}

ResultFormat format_of(const std::string& path, const std::optional<Preset>& preset) {
    if (sources::is_postgres(path)) return ResultFormat::postgresql;
    const auto of_name = named(endings, ending_of(path));
    return of_name.value_or(preset ? ResultFormat::csv : ResultFormat::table);
}

// `--format xlsx` needs a file: `--out pay.xlsx`.
void need_fitting(const ResultPlace& place) {
    const std::string name(to_text(place.format));
    const bool to_server = sources::is_postgres(place.path);
    if (place.format == ResultFormat::postgresql && !to_server) refuse(phrase(say::form_needs_server));
    if (to_server && place.format != ResultFormat::postgresql) refuse(phrase(say::server_needs_form, name));
    const bool is_file = !place.path.empty() && place.path != "-";
    if (!is_file && !is_for_standard_output(place.format))
        refuse(phrase(say::form_needs_file, name, "pay." + name));
    const bool is_preset_text = place.format == ResultFormat::csv || place.format == ResultFormat::tidy;
    if (place.preset != Preset::machine && !is_preset_text)
        refuse(phrase(say::preset_of_text, to_text(place.preset), name));
    if (place.format != ResultFormat::sqlite)
        keep_database(place.path,
                      phrase(place.preset == Preset::machine ? say::into_database : say::another_file));
}

}  // namespace

std::string_view to_text(ResultFormat format) {
    return name_of(formats, format);
}
std::vector<std::string_view> format_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, format] : formats) names.push_back(name);
    return names;
}
std::optional<ResultFormat> format_named(std::string_view name) {
    return named(formats, name);
}
bool is_for_standard_output(ResultFormat format) {
    return format != ResultFormat::sqlite && format != ResultFormat::postgresql &&
           format != ResultFormat::xlsx;
}
bool has_words(ResultFormat format) {
    return format == ResultFormat::table || format == ResultFormat::xlsx;
}
std::string ending_of(const std::string& path) {
    return folded(std::filesystem::path(path).extension().string());
}
std::optional<Preset> preset_named(std::string_view name) {
    return name == to_text(Preset::machine) ? std::nullopt : named(presets, name);
}
std::string_view to_text(Preset preset) {
    return name_of(presets, preset);
}

ResultPlace result_place(const std::string& out, std::optional<ResultFormat> format,
                         std::optional<Preset> preset) {
    ResultPlace place;
    const auto mark = mark_of_table(out, format);
    const auto path = out.substr(0, mark);
    place.format = format.value_or(format_of(path, preset));
    place.preset = preset.value_or(Preset::machine);
    const bool is_database = place.format == ResultFormat::sqlite || place.format == ResultFormat::postgresql;
    if (mark != std::string::npos && is_database) {
        place.path = path;
        place.table = out.substr(mark + 1);
        if (place.table.empty()) place.table = ResultPlace().table;
    } else if (mark != std::string::npos && format_of(path, preset) == ResultFormat::xlsx) {
        refuse(phrase(say::table_needs_database, path));
    } else {
        place.path = mark != std::string::npos && sources::is_sqlite(path) ? path : out;
    }
    need_fitting(place);
    return place;
}

}  // namespace accrue::cli
