// Every file of `nasty/` is read, and what was understood or refused is compared with the `.golden` file
// beside it. ACCRUE_UPDATE=1 writes the golden files anew; `git diff` reviews them. A golden file begins with
// `scheme:` and `options:` lines; `encoding E` and `texts ru` are options too.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "data/incoming.hpp"
#include "data/inspect.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;
namespace files = std::filesystem;

namespace {

constexpr std::string_view usual_scheme = "level person; plan: money RUB; collected: money RUB";

std::string bytes_of(const files::path& path) {
    return read_file(path.string()).value_or("");
}

struct Golden {
    std::string scheme{usual_scheme};
    std::string options;
    std::string output;
};

Golden golden_of(const files::path& path) {
    Golden golden;
    std::istringstream lines(bytes_of(path));
    for (std::string line; std::getline(lines, line) && line != "---";) {
        if (line.starts_with("scheme: ")) golden.scheme = line.substr(8);
        if (line.starts_with("options: ")) golden.options = line.substr(9);
    }
    std::ostringstream rest;
    if (lines.good()) rest << lines.rdbuf();
    golden.output = rest.str();
    return golden;
}

// What stands behind a word of the options: `cp866` of `encoding cp866; texts ru`.
std::string option(const std::string& options, const std::string& name) {
    const auto place = options.find(name + " ");
    if (place == std::string::npos) return "";
    const auto value = options.substr(place + name.size() + 1);
    return value.substr(0, value.find(';'));
}

EncodingWish encoding_wish_of(const std::string& options) {
    return {.said = encoding_named(option(options, "encoding")),
            .texts = option(options, "texts") == "ru" ? Language::russian : Language::english};
}

ReadHistory result_of(const Incoming& incoming, const Golden& golden, const Read& read) {
    if (has_errors(incoming.diagnostics))
        return {.history = {}, .understood = {}, .diagnostics = incoming.diagnostics};
    const DataFile file{.source = incoming.source,
                        .name = "",
                        .origin = incoming.origin,
                        .laid_out = laid_out_of(golden.options)};
    auto result = read_history(read.scheme, {file}, read.sources, wishes_of(golden.options));
    const auto& notes = incoming.diagnostics;
    result.diagnostics.insert(result.diagnostics.begin(), notes.begin(), notes.end());
    return result;
}

std::string output_of(const files::path& path, const Golden& golden) {
    Read read{.scheme = scheme_of(golden.scheme), .sources = {}, .result = {}};
    const auto incoming = take_in(path.filename().string(), Bytes(bytes_of(path)),
                                  encoding_wish_of(golden.options), read.sources);
    read.result = result_of(incoming, golden, read);
    auto text = rendered(read);
    if (has_errors(read.result.diagnostics)) return text;
    for (const auto& line : described(read.result.understood.front())) text += line + "\n";
    return text + dump(read.scheme, read.result.history);
}

void write(const files::path& path, const Golden& golden, const std::string& output) {
    std::ofstream file(path, std::ios::binary);
    file << "scheme: " << golden.scheme << "\n";
    if (!golden.options.empty()) file << "options: " << golden.options << "\n";
    file << "---\n" << output;
}

std::vector<files::path> corpus() {
    std::vector<files::path> paths;
    for (const auto& entry : files::directory_iterator(ACCRUE_NASTY)) {
        if (entry.path().extension() != ".golden") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

}  // namespace

TEST_CASE("every nasty file is understood or refused as its golden file says") {
    const bool is_update = std::getenv("ACCRUE_UPDATE") != nullptr;
    const auto paths = corpus();
    CHECK(paths.size() >= 200);
    for (const auto& path : paths) {
        auto golden_path = path;
        golden_path.replace_extension(".golden");
        const auto golden = golden_of(golden_path);
        const auto output = output_of(path, golden);
        if (is_update) write(golden_path, golden, output);
        INFO(path.filename().string());
        if (!is_update) CHECK(output == golden.output);
    }
}
