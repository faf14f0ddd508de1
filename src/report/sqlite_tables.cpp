#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/phrase.hpp"
#include "report/table_writers.hpp"

namespace accrue::report {
namespace {

constexpr int patience = 10'000;  // ms to wait for others who write

class Statement {
  public:
    Statement(sqlite3* database, const std::string& sql) : database_(database) {
        if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK) fail();
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    // The text must stay until the next step.
    void bind(int place, std::string_view text) {
        if (sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC) !=
            SQLITE_OK)
            fail();
    }
    // Is there a row?
    bool step() {
        const int state = sqlite3_step(statement_);
        if (state != SQLITE_ROW && state != SQLITE_DONE) fail();
        return state == SQLITE_ROW;
    }
    std::string text(int column) const {
        const auto* const bytes =
            reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));  // NOLINT
        return bytes == nullptr ? "" : bytes;
    }
    void again() { sqlite3_reset(statement_); }

  private:
    [[noreturn]] void fail() const { throw NotWritten{sqlite3_errmsg(database_), ""}; }

    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

// By the words in a type's name SQLite tells whether it makes numbers of texts. Of a type without such words,
// as `DATE`, it makes them of what reads as one: of amounts and keys, not of `2026-01`.
bool is_kept(const CellContent& content, std::string_view type) {
    std::string word(type);
    std::ranges::transform(word, word.begin(),
                           [](unsigned char byte) { return static_cast<char>(std::toupper(byte)); });
    const auto has = [&](std::string_view part) { return word.find(part) != std::string::npos; };
    if (word.empty()) return true;
    if (has("INT")) return false;
    if (has("CHAR") || has("CLOB") || has("TEXT") || has("BLOB")) return true;
    const bool is_day =
        std::holds_alternative<PeriodCell>(content) || std::holds_alternative<DateCell>(content);
    return is_day && !has("REAL") && !has("FLOA") && !has("DOUB");
}

// Amounts are decimals in texts: SQLite's own numbers are 64-bit integers and binary fractions, and an amount
// is neither.
class SqliteTables : public TableWriter {
  public:
    SqliteTables(std::vector<ResultTable> tables, const std::string& path, SqliteFile file,
                 const std::string& aside = "")
        : TableWriter(std::move(tables)) {
        sqlite3* database = nullptr;
        const int opened = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
        database_.reset(database);
        if (opened != SQLITE_OK) fail();
        sqlite3_busy_timeout(database_.get(), patience);
        // Of a file that nobody knows yet, who wants it whole is who puts it in its place.
        if (file == SqliteFile::fresh) execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        if (!aside.empty()) attach(aside);  // which no transaction can do
        execute("BEGIN IMMEDIATE");
        for (const auto& table : this->tables()) prepare(table);
        if (aside.empty()) return;
        for (const auto& table : this->tables()) {
            execute(fmt::format("INSERT INTO main.{0} SELECT * FROM aside.{0}", quoted_name(table.name)));
            need_rows(table, rows_in("main", table), rows_in("aside", table));
        }
    }
    void commit(const std::string& manifest) override {
        if (!manifest.empty()) keep(manifest);
        execute("COMMIT");
    }

  private:
    struct Close {
        void operator()(sqlite3* database) const {
            sqlite3_close_v2(database);
        }  // without `commit`: rolled back
    };

    [[noreturn]] void fail() const { throw NotWritten{sqlite3_errmsg(database_.get()), ""}; }
    void execute(const std::string& sql) {
        if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
    }

    void attach(const std::string& path) {
        Statement statement(database_.get(), "ATTACH ? AS aside");
        statement.bind(1, path);
        statement.step();
    }

    void prepare(const ResultTable& table) {
        std::vector<ColumnThere> there;
        {
            Statement columns(database_.get(),
                              "SELECT name, type FROM pragma_table_info(?, 'main') ORDER BY cid");
            columns.bind(1, table.name);
            while (columns.step()) there.push_back({columns.text(0), columns.text(1)});
        }
        if (!there.empty()) {
            need_same_columns(table, there, is_kept);
            return execute(fmt::format("DELETE FROM main.{}", quoted_name(table.name)));
        }
        std::vector<std::string> columns;
        for (const auto& column : table.columns)
            columns.push_back(quoted_name(column.name) + " TEXT NOT NULL");
        execute(fmt::format("CREATE TABLE main.{} ({})", quoted_name(table.name), fmt::join(columns, ", ")));
    }

    void insert(const ResultTable& table, std::string_view lines) override {
        const std::vector<std::string> marks(table.columns.size(), "?");
        Statement statement(database_.get(),
                            fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted_name(table.name),
                                        listed_names(table), fmt::join(marks, ", ")));
        each_row(lines, [&](const std::vector<std::string>& row) {
            for (std::size_t i = 0; i < row.size(); ++i) statement.bind(static_cast<int>(i) + 1, row[i]);
            statement.step();
            statement.again();
        });
    }

    std::uint64_t rows_in(std::string_view schema, const ResultTable& table) {
        Statement count(database_.get(),
                        fmt::format("SELECT count(*) FROM {}.{}", schema, quoted_name(table.name)));
        count.step();
        return std::stoull(count.text(0));
    }
    std::uint64_t rows_in(const ResultTable& table) override { return rows_in("main", table); }

    // One row a result: what is in its tables now.
    void keep(const std::string& manifest) {
        execute(
            "CREATE TABLE IF NOT EXISTS main.accrue_runs (result TEXT PRIMARY KEY NOT NULL, manifest TEXT "
            "NOT "
            "NULL)");
        Statement statement(database_.get(),
                            "INSERT OR REPLACE INTO main.accrue_runs (result, manifest) VALUES (?, ?)");
        for (const auto& table : tables()) {
            statement.bind(1, table.name);
            statement.bind(2, manifest);
            statement.step();
            statement.again();
        }
    }

    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace

std::unique_ptr<TableWriter> sqlite_writer(const Outline& outline, const std::string& table,
                                           const std::string& path, SqliteFile file) {
    return std::make_unique<SqliteTables>(result_tables(outline, table), path, file);
}

std::unique_ptr<TableWriter> sqlite_mover(const Outline& outline, const std::string& table,
                                          const std::string& aside, const std::string& path) {
    return std::make_unique<SqliteTables>(result_tables(outline, table), path, SqliteFile::in_use, aside);
}

}  // namespace accrue::report
