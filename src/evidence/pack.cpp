#include "evidence/pack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/json_document.hpp"
#include "evidence/foreign_json.hpp"
#include "evidence/pack_readme.hpp"
#include "evidence/recorded.hpp"

namespace accrue::evidence {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view manifest_name = "manifest.json";
constexpr std::string_view readme_name = "README.txt";

// A name of its own for each: files of two folders may be called alike.
std::string scheme_file(std::size_t place, const std::string& name) {
    auto file = std::filesystem::path(name).filename().string();
    if (name == "-e" || file.empty()) file = "scheme.pay";
    return fmt::format("scheme/{}-{}", place + 1, file);
}

std::string input_file(std::size_t place) {
    return fmt::format("data/{}.csv", place + 1);
}

std::string_view to_text(data::Layout layout) {
    switch (layout) {
        case data::Layout::found:
            return "found";
        case data::Layout::sheet:
            return "sheet";
        case data::Layout::table:
            return "table";
    }
    return "";
}

data::Layout layout_named(const std::string& name) {
    if (name == "sheet") return data::Layout::sheet;
    return name == "table" ? data::Layout::table : data::Layout::found;
}

Json file_json(const std::string& file, const std::string& text) {
    return {{"file", file}, {"size", text.size()}, {"sha256", sha256(text)}};
}

Json scheme_json(std::size_t place, const PackedScheme& scheme) {
    Json json{{"name", scheme.name}};
    json.update(file_json(scheme_file(place, scheme.name), scheme.text));
    return json;
}

constexpr std::string_view utf_8 = "UTF-8";

Json input_json(std::size_t place, const PackedInput& input) {
    Json json{{"name", input.name}, {"of", input.of}, {"layout", to_text(input.layout)}};
    json["delimiter"] = std::string(1, input.delimiter);
    json["original"] = Json::object();
    if (input.original.size) json["original"]["size"] = *input.original.size;
    json["original"]["sha256"] = input.original.sha256;
    if (input.encoding != utf_8) json["original"]["encoding"] = input.encoding;
    json["original"]["rows"] = input.rows;
    json.update(file_json(input_file(place), input.part.text));
    json["lines"] = Json::array();
    for (const auto& [here, there] : input.part.lines) json["lines"].push_back({here, there});
    return json;
}

std::string manifest_of(const Pack& pack) {
    Json json{{"schema", "accrue.pack/1"}, {"accrue", pack.version}};
    json["language"] = pack.language == Language::russian ? "ru" : "en";
    json["options"] = Json::object();
    for (const auto& [name, value] : pack.options) json["options"][name] = value;
    json["amount"] = {{"key", pack.key},
                      {"period", pack.period},
                      {"level", pack.level},
                      {"path", pack.path},
                      {"value", pack.amount}};
    json["others"] = pack.others;
    json["readme"] = file_json(std::string(readme_name), pack_readme(pack.others.size()));
    json["schemes"] = Json::array();
    for (std::size_t i = 0; i < pack.schemes.size(); ++i)
        json["schemes"].push_back(scheme_json(i, pack.schemes[i]));
    json["inputs"] = Json::array();
    for (std::size_t i = 0; i < pack.inputs.size(); ++i)
        json["inputs"].push_back(input_json(i, pack.inputs[i]));
    json["traces"] = Json::array();
    for (const auto& [name, text] : pack.traces) json["traces"].push_back(file_json(name, text));
    return json_document(json);
}

// ---------------------------------------------------------------- and back

class Reading {
  public:
    explicit Reading(const std::vector<ArchivedFile>& files) : files_(files) {}
    ReadPack pack();

  private:
    const ArchivedFile* find(std::string_view name) const {
        const auto found = std::ranges::find(files_, name, &ArchivedFile::name);
        return found == files_.end() ? nullptr : &*found;
    }
    std::string text_of(const Json& json);
    void take_readme(const Json& json);
    PackedInput input(const Json& json);
    void take(const Json& json);
    void take_unknown();

    const std::vector<ArchivedFile>& files_;
    ReadPack read_;
};

// A file that is not there is empty.
std::string Reading::text_of(const Json& json) {
    PackedFile told{.name = json.at("file")};
    const auto* const file = find(told.name);
    if (file == nullptr) told.flaw = PackedFlaw::absent;
    if (file != nullptr && sha256(file->text) != json.at("sha256").get<std::string>())
        told.flaw = PackedFlaw::changed;
    read_.files.push_back(told);
    return file == nullptr ? "" : file->text;
}

PackedInput Reading::input(const Json& json) {
    PackedInput input{.name = json.at("name"),
                      .of = json.at("of"),
                      .layout = layout_named(json.at("layout")),
                      .delimiter = json.at("delimiter").get<std::string>().c_str()[0],
                      .encoding = json.at("original").value("encoding", std::string(utf_8)),
                      .original = {},
                      .rows = json.at("original").at("rows"),
                      .part = {}};
    if (json.at("original").contains("size")) input.original.size = json.at("original").at("size");
    input.original.sha256 = json.at("original").at("sha256");
    input.part.text = text_of(json);
    for (const auto& pair : json.at("lines")) input.part.lines.emplace_back(pair.at(0), pair.at(1));
    return input;
}

// It is the program's own text, whatever the manifest tells of it.
void Reading::take_readme(const Json& json) {
    if (!json.contains("readme")) {
        if (find(readme_name) == nullptr)
            read_.files.push_back({std::string(readme_name), PackedFlaw::absent});
        return;
    }
    const auto text = text_of(json.at("readme"));
    auto& told = read_.files.back();
    const bool is_ours = told.name == readme_name && text == pack_readme(read_.pack.others.size());
    if (told.flaw == PackedFlaw::none && !is_ours) told.flaw = PackedFlaw::changed;
}

void Reading::take(const Json& json) {
    auto& pack = read_.pack;
    pack.version = json.at("accrue");
    pack.language = json.at("language") == "ru" ? Language::russian : Language::english;
    pack.options = json.at("options").get<std::map<std::string, std::string>>();
    const auto& amount = json.at("amount");
    pack.key = amount.at("key");
    pack.period = amount.at("period");
    pack.level = amount.at("level");
    pack.path = amount.at("path");
    pack.amount = amount.at("value");
    pack.others = json.at("others").get<std::vector<std::string>>();
    take_readme(json);
    for (const auto& scheme : json.at("schemes"))
        pack.schemes.push_back({scheme.at("name"), text_of(scheme)});
    for (const auto& each : json.at("inputs")) pack.inputs.push_back(input(each));
    for (const auto& trace : json.at("traces")) pack.traces.emplace(trace.at("file"), text_of(trace));
}

void Reading::take_unknown() {
    for (const auto& file : files_) {
        const bool is_known =
            file.name == manifest_name ||
            std::ranges::find(read_.files, file.name, &PackedFile::name) != read_.files.end();
        if (!is_known) read_.files.push_back({file.name, PackedFlaw::unknown});
    }
}

ReadPack Reading::pack() {
    const auto* const manifest = find(manifest_name);
    const auto json = manifest == nullptr ? Json() : foreign_json(manifest->text);
    if (!json.is_object() || json.value("schema", Json()) != "accrue.pack/1") throw NoManifest{""};
    try {
        take(json);
        if (read_.pack.schemes.empty()) throw NoManifest{"schemes"};
    } catch (const Json::exception& trouble) {
        throw NoManifest{trouble.what()};
    }
    take_unknown();
    return std::move(read_);
}

}  // namespace

std::vector<ArchivedFile> pack_files(const Pack& pack) {
    std::vector<ArchivedFile> files;
    files.push_back({std::string(readme_name), pack_readme(pack.others.size())});
    files.push_back({std::string(manifest_name), manifest_of(pack)});
    for (std::size_t i = 0; i < pack.schemes.size(); ++i)
        files.push_back({scheme_file(i, pack.schemes[i].name), pack.schemes[i].text});
    for (std::size_t i = 0; i < pack.inputs.size(); ++i)
        files.push_back({input_file(i), pack.inputs[i].part.text});
    for (const auto& [name, text] : pack.traces) files.push_back({name, text});
    return files;
}

ReadPack read_pack(const std::vector<ArchivedFile>& files) {
    return Reading(files).pack();
}

}  // namespace accrue::evidence
