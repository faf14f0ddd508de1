#include "sources/tables.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "sources/postgres.hpp"
#include "sources/sqlite.hpp"
#include "sources/workbook.hpp"

namespace accrue::sources {
namespace {

constexpr std::string_view sqlite_beginning = "SQLite format 3";
// A ZIP archive, and the compound file of old or locked workbooks.
constexpr std::array<std::string_view, 2> workbook_beginnings = {"PK\x03\x04", "\xD0\xCF\x11\xE0"};

// The first bytes of a file; nothing of a folder, a pipe or what cannot be read.
std::string beginning_of(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) return "";
    std::string bytes(sqlite_beginning.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

bool is_workbook(const std::string& path) {
    const auto bytes = beginning_of(path);
    return bytes.starts_with(workbook_beginnings[0]) || bytes.starts_with(workbook_beginnings[1]);
}

bool is_store(const std::string& path) {
    return is_sqlite(path) || is_workbook(path);
}

// A `#` in a file's own name parts nothing, nor does one in the name of a table.
std::size_t mark_of_table(const std::string& path) {
    std::error_code ignored;
    auto mark = path.find('#');
    if (is_postgres(path)) return mark;
    if (std::filesystem::exists(path, ignored)) return std::string::npos;
    while (mark != std::string::npos && !is_store(path.substr(0, mark))) mark = path.find('#', mark + 1);
    return mark;
}

}  // namespace

bool is_sqlite(const std::string& path) {
    return beginning_of(path).starts_with(sqlite_beginning);
}

std::optional<Address> address_of(const std::string& path) {
    const auto mark = mark_of_table(path);
    const auto place = path.substr(0, mark);
    const auto table = mark == std::string::npos ? "" : path.substr(mark + 1);
    if (is_postgres(place)) return Address{place, table, shown_postgres(place)};
    if (is_store(place)) return Address{place, table, place};
    return std::nullopt;
}

std::unique_ptr<Tables> open(const Address& address, const Limits& limits) {
    if (is_postgres(address.place)) return open_postgres(address, limits);
    return is_sqlite(address.place) ? open_sqlite(address, limits) : open_workbook(address, limits);
}

std::optional<Table> read_if_there(const Address& address, const std::string& name) {
    const auto tables = open(address);
    const bool is_there = std::ranges::find(tables->names(), name, &TableName::name) != tables->names().end();
    return is_there ? std::optional(tables->read(name)) : std::nullopt;
}

std::string shown(const Address& address, std::string_view table) {
    return table.empty() ? address.name : address.name + "#" + std::string(table);
}

}  // namespace accrue::sources
