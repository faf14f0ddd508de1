// cli/result_place.hpp — Where the results of a run go and in which form, as the command line says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/writer.hpp"

namespace accrue::cli {

enum class ResultFormat { table, csv, tidy, json, jsonl, sqlite, postgresql, xlsx };
std::string_view to_text(ResultFormat format);  // `long` of `tidy`
std::vector<std::string_view> format_names();
std::optional<ResultFormat> format_named(std::string_view name);
// Need they a file or a server?
bool is_for_standard_output(ResultFormat format);
// For people, in the language that is spoken.
bool has_words(ResultFormat format);

// What the name of a file ends in: `.csv` of `pay.csv` and of `PAY.CSV`.
std::string ending_of(const std::string& path);

std::optional<report::Preset> preset_named(std::string_view name);  // `excel-ru`
std::string_view to_text(report::Preset preset);

// A file; or a database and the table in it.
struct ResultPlace {
    std::string path;  // empty: standard output
    std::string table = "pay";
    ResultFormat format = ResultFormat::table;
    report::Preset preset = report::Preset::machine;
};
// Of what stands behind `--out`, `--format` and `--for`. Without a format it is that of the file's name, of a
// preset `csv`, else a table. Stops where they do not fit together.
ResultPlace result_place(const std::string& out, std::optional<ResultFormat> format,
                         std::optional<report::Preset> preset);

}  // namespace accrue::cli
