#include "cli/run_again.hpp"

#include <stdlib.h>

#include <cerrno>
#include <sstream>
#include <utility>

#include "base/bytes.hpp"
#include "base/messages/phrases/reading.hpp"
#include "cli/recorded_run.hpp"
#include "cli/running.hpp"
#include "cli/speaking.hpp"
#include "cli/unfinished_files.hpp"
#include "data/records.hpp"
#include "report/results.hpp"
#include "report/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;
using evidence::Recorded;

ResultFormat form_of(const Recorded& recorded) {
    return format_named(recorded.results.front().form).value_or(ResultFormat::csv);
}

// A table of a server, too, is made again in a file: its rows have the same hash there.
ResultPlace place_again(const Recorded& recorded, const files::path& folder, report::Preset preset) {
    auto form = form_of(recorded);
    if (form == ResultFormat::postgresql) form = ResultFormat::sqlite;
    const auto* const name = form == ResultFormat::sqlite ? "result.sqlite" : "result";
    return {.path = (folder / name).string(), .table = "pay", .format = form, .preset = preset};
}

std::optional<std::string> manifest_beside(const std::string& path) {
    std::error_code ignored;
    if (files::exists(path, ignored)) return read_file(path + ".manifest.json");
    const auto database = path + ".sqlite";
    return manifest_in({.place = database, .table = {}, .name = database}, "");
}

// What was said of a file, now of the place where it lies.
template <typename Value>
void say_again(const ByFile<Value>& said, const FileNames& file, const std::string& place,
               ByFile<Value>& again) {
    if (const auto value = said.of(file)) again.said[place] = *value;
}

RunRequest request_again(const Recorded& recorded, const std::vector<std::string>& places,
                         const files::path& folder, std::size_t threads) {
    auto request = recorded_request(recorded.options);
    request.place = place_again(recorded, folder, request.place.preset);
    request.data.threads = threads;
    auto& again = request.data.of_files;
    const auto said = std::exchange(again, {});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& input = recorded.inputs[i];
        const auto& place = places[i];
        const FileNames file{input.of, input.name};
        request.data.paths.push_back(input.of + "=" + place);
        const auto here = by_path(place);
        say_again(said.delimiter, file, here, again.delimiter);
        say_again(said.skip_lines, file, here, again.skip_lines);
        say_again(said.skip_last_lines, file, here, again.skip_last_lines);
        const auto encoding = data::encoding_named(input.encoding);
        const bool is_odd = encoding && *encoding != data::Encoding::utf_8 && !is_table(place);
        if (is_odd) again.encoding.said[here] = *encoding;
    }
    return request;
}

// English is not recorded; without words any language will do, and that of who verifies tells what is amiss.
Language language_of(const Recorded& recorded) {
    if (recorded.options.contains("language")) return Language::russian;
    return has_words(form_of(recorded)) ? Language::english : spoken();
}

std::size_t width_of(const Recorded& recorded, std::size_t usual) {
    const auto width = recorded.options.find("width");
    return width == recorded.options.end() ? usual : recorded_count(width->first, width->second);
}

}  // namespace

ScratchFolder::ScratchFolder() {
    std::error_code trouble;
    auto name = (files::temp_directory_path(trouble) / "accrue-XXXXXX").string();
    if (trouble || mkdtemp(name.data()) == nullptr) {
        const auto error = trouble ? trouble.value() : errno;
        throw Stop{Exit::io, phrase(say::cannot_write, name, system_words(error)), ""};
    }
    path_ = name;
    unfinished::remember(name);
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    files::remove_all(path_, ignored);
    unfinished::forget(path_.string());
}

bool is_table(const std::string& place) {
    return place.find('#') != std::string::npos && !OpenFile::at(place);
}

std::optional<std::string> manifest_in(const sources::Address& address, const std::string& result) {
    const auto* const manifests = report::table_of_manifests;
    const auto table =
        sources::read_if_there({.place = address.place, .table = manifests, .name = address.name}, manifests);
    if (!table) return std::nullopt;
    data::Records rows(table->text, ',');
    while (rows.next()) {
        const bool is_row = rows.cells().size() == 2 && rows.cells()[0].text != "result";
        if (is_row && (result.empty() || data::unquoted(rows.cells()[0]) == result))
            return data::unquoted(rows.cells()[1]);
    }
    return std::nullopt;
}

Again run_again(const Recorded& recorded, const std::vector<std::string>& places, const files::path& folder,
                std::size_t threads, const Session& session) {
    std::istringstream in;
    std::ostringstream out, err;
    Session inner{.in = in, .out = out, .err = err, .width = session.width, .sources = {}};
    inner.texts = session.texts;
    Again again{.manifest = {}, .path = (folder / "result").string(), .messages = {}};
    const Speaking language(language_of(recorded));
    try {
        inner.width = width_of(recorded, session.width);
        const auto loaded = sound_scheme(inner, load_recorded(inner, recorded.schemes));
        again.unit = report::unit_name(loaded.checked.scheme);
        run_loaded(loaded, request_again(recorded, places, folder, threads), inner);
    } catch (const Stop& stop) {
        report(inner, stop);
        std::istringstream lines(err.str());
        for (std::string line; std::getline(lines, line);) again.messages.push_back(line);
        return again;
    }
    const auto text = manifest_beside(again.path);
    if (text) again.manifest = evidence::recorded(*text);
    return again;
}

}  // namespace accrue::cli
