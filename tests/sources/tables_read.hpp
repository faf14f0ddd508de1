// What reading a table of a database or a sheet of a workbook gives.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sources/tables.hpp"

inline accrue::sources::Table table_of(const std::string& path, const std::string& name,
                                       const accrue::sources::Limits& limits = {}) {
    const auto address = accrue::sources::address_of(path);
    REQUIRE(address);
    return accrue::sources::open(*address, limits)->read(name);
}

inline std::string text_of(const std::string& path, const std::string& name) {
    return table_of(path, name).text;
}

// Why it cannot be read.
inline accrue::Diagnostic refusal_of(const std::string& path, const std::string& name,
                                     const accrue::sources::Limits& limits = {}) {
    try {
        table_of(path, name, limits);
    } catch (const accrue::sources::Failure& failure) {
        return failure.report;
    }
    FAIL("the table was read");
    return {};
}

inline const accrue::sources::Remark* remark_of(const accrue::sources::Table& table, accrue::Kind kind) {
    const auto found = std::ranges::find(table.remarks, kind, &accrue::sources::Remark::kind);
    return found == table.remarks.end() ? nullptr : &*found;
}

inline std::vector<std::string> names_meant(const std::string& path) {
    std::vector<std::string> names;
    const auto tables = accrue::sources::open(*accrue::sources::address_of(path));
    for (const auto& [name, is_meant] : tables->names()) {
        if (is_meant) names.push_back(name);
    }
    return names;
}
