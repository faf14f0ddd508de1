// Workbooks made by hand, part by part, as programs other than the usual ones write them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using Parts = std::vector<std::pair<std::string, std::string>>;  // name in the archive, content

void write_archive(const std::string& path, const Parts& parts);

struct SheetXml {
    std::string name = {};
    std::string xml = {};    // of the whole part, or of `sheetData` alone
    std::string state = {};  // `hidden`
};

// What a workbook has beside its sheets; blank parts are left out.
struct Package {
    std::vector<SheetXml> sheets = {};
    std::string shared_texts = {};  // `<si>…</si>` …
    std::string formats = {};       // `<numFmt …/>` …
    std::string cell_formats = {};  // `<xf numFmtId="14"/>` …: by style
    std::string properties = {};    // `<workbookPr …/>`
};
Parts parts_of(const Package& package);
void write_workbook(const std::string& path, const Package& package);
