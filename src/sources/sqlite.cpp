#include "sources/sqlite.hpp"

#include <sqlite3.h>

#include "base/messages/data.hpp"
#include "sources/plain_number.hpp"

namespace accrue::sources {
namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char byte : name) text.append(byte == '"' ? 2 : 1, byte);
    return text + '"';
}

class SqliteTables : public Tables {
  public:
    SqliteTables(const Address& address, const Limits& limits) : address_(address), limits_(limits) {
        open();
        list();
    }
    const std::vector<TableName>& names() const override { return names_; }
    Table read(const std::string& name) override;

  private:
    [[noreturn]] void fail(int code, const std::string& of) const;
    Statement prepared(const std::string& query, const std::string& of) const;
    bool steps(const Statement& statement, const std::string& of) const;
    void open();
    void list();
    static void add_cell(TableText& text, sqlite3_stmt* row, int column);

    Address address_;
    Limits limits_;
    Database database_;
    std::vector<TableName> names_;
};

void SqliteTables::fail(int code, const std::string& of) const {
    const int family = code & 0xFF;
    if (family == SQLITE_BUSY || family == SQLITE_LOCKED) throw Failure{{kind::source_busy, {}, {of}, {}}};
    throw Failure{{kind::source_failed, {}, {of, std::string(sqlite3_errmsg(database_.get()))}, {}}};
}

Statement SqliteTables::prepared(const std::string& query, const std::string& of) const {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database_.get(), query.c_str(), -1, &statement, nullptr);
    if (code != SQLITE_OK) fail(code, of);
    return Statement(statement);
}

bool SqliteTables::steps(const Statement& statement, const std::string& of) const {
    const int code = sqlite3_step(statement.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(code, of);
    return code == SQLITE_ROW;
}

// One transaction for all that is read: the tables are of one moment. The file's own views and triggers may
// call nothing that has effects.
void SqliteTables::open() {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(address_.place.c_str(), &database,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);
    if (code != SQLITE_OK) fail(code, address_.name);
    sqlite3_busy_timeout(database, limits_.patience);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    steps(prepared("BEGIN", address_.name), address_.name);
}

void SqliteTables::list() {
    const auto rows = prepared(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE "
        "'!' "
        "ORDER BY name",
        address_.name);
    while (steps(rows, address_.name)) {
        const auto* const name = reinterpret_cast<const char*>(sqlite3_column_text(rows.get(), 0));
        names_.push_back({name == nullptr ? "" : name});
    }
}

void SqliteTables::add_cell(TableText& text, sqlite3_stmt* row, int column) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_NULL:
            return text.add_missing();
        case SQLITE_INTEGER:
            return text.add_number(std::to_string(sqlite3_column_int64(row, column)));
        case SQLITE_FLOAT: {
            const auto written = shortest_decimal(sqlite3_column_double(row, column));
            const auto number = plain_number(written);
            if (number && may_be_another(*number, bits_of_double)) text.remark(kind::binary_numbers);
            return number ? text.add_number(number->text) : text.add_plain(written);
        }
        case SQLITE_BLOB:
            text.remark(kind::cell_is_bytes);
            return text.add_missing();
        default: {
            const auto* const begin = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
            return text.add_text({begin, size});
        }
    }
}

// SQLite types its values one by one: what a column is declared to hold says nothing.
Table SqliteTables::read(const std::string& name) {
    const auto of = shown(address_, name);
    const auto rows = prepared("SELECT * FROM " + quoted(name), of);
    const int columns = sqlite3_column_count(rows.get());
    TableText text(of, limits_.text);
    text.go_to_row(1);
    for (int i = 0; i < columns; ++i) text.add_text(sqlite3_column_name(rows.get(), i));
    while (steps(rows, of)) {
        text.go_to_row(text.row() + 1);
        for (int i = 0; i < columns; ++i) add_cell(text, rows.get(), i);
    }
    return text.finished(data::Layout::table);
}

}  // namespace

std::unique_ptr<Tables> open_sqlite(const Address& address, const Limits& limits) {
    return std::make_unique<SqliteTables>(address, limits);
}

}  // namespace accrue::sources
