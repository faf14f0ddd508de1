#include "packages.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <catch2/catch.hpp>
#include <filesystem>

namespace {

constexpr std::string_view head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
                                  "\n";
constexpr std::string_view main_names =
    R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
constexpr std::string_view relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const std::string& id, std::string_view type, const std::string& target) {
    return fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, relations, type, target);
}

std::string relation_list(const std::string& inside) {
    return fmt::format(
        R"({}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>)",
        head, inside);
}

std::string sheet_part(const std::string& xml) {
    if (xml.starts_with("<?xml")) return xml;
    return fmt::format("{}<worksheet {}><sheetData>{}</sheetData></worksheet>", head, main_names, xml);
}

}  // namespace

void write_archive(const std::string& path, const Parts& parts) {
    std::filesystem::remove(path);
    int code = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &code);
    REQUIRE(archive != nullptr);
    for (const auto& [name, content] : parts) {
        auto* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
        REQUIRE(zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    REQUIRE(zip_close(archive) == 0);
}

Parts parts_of(const Package& package) {
    Parts parts;
    std::string sheets, links;
    for (std::size_t i = 0; i < package.sheets.size(); ++i) {
        const auto& [name, xml, state] = package.sheets[i];
        const auto part = fmt::format("worksheets/sheet{}.xml", i + 1);
        const auto shown = state.empty() ? "" : fmt::format(R"( state="{}")", state);
        sheets += fmt::format(R"(<sheet name="{}" sheetId="{}"{} r:id="rId{}"/>)", name, i + 1, shown, i + 1);
        links += relation(fmt::format("rId{}", i + 1), "worksheet", part);
        parts.emplace_back("xl/" + part, sheet_part(xml));
    }
    if (!package.shared_texts.empty()) {
        links += relation("texts", "sharedStrings", "sharedStrings.xml");
        parts.emplace_back("xl/sharedStrings.xml",
                           fmt::format("{}<sst {}>{}</sst>", head, main_names, package.shared_texts));
    }
    if (!package.cell_formats.empty()) {
        links += relation("styles", "styles", "styles.xml");
        parts.emplace_back(
            "xl/styles.xml",
            fmt::format(
                R"({}<styleSheet {}><numFmts>{}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>)"
                "<cellXfs>{}</cellXfs></styleSheet>",
                head, main_names, package.formats, package.cell_formats));
    }
    parts.emplace_back("xl/workbook.xml",
                       fmt::format(R"({}<workbook {} xmlns:r="{}">{}<sheets>{}</sheets></workbook>)", head,
                                   main_names, relations, package.properties, sheets));
    parts.emplace_back("xl/_rels/workbook.xml.rels", relation_list(links));
    parts.emplace_back("_rels/.rels", relation_list(relation("rId1", "officeDocument", "xl/workbook.xml")));
    return parts;
}

void write_workbook(const std::string& path, const Package& package) {
    write_archive(path, parts_of(package));
}
