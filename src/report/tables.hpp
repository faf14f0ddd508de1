// report/tables.hpp — Results as tables: one for each paid level, a column a pay line. Between `formed` and
// `take` rows are lines of PostgreSQL's COPY text, which SQLite's and the workbook's writer read again.
#pragma once

#include <cstdint>
#include <functional>

#include "evidence/sha256.hpp"
#include "report/result_columns.hpp"
#include "report/writer.hpp"

namespace accrue::report {

struct ResultTable {
    std::string name;
    std::vector<ResultColumn> columns;
};
// Of one paid level under the name; of several each with its level's name behind it: `pay_team`.
std::vector<ResultTable> result_tables(const Outline& outline, const std::string& name);

// The lines of all tables.
std::string table_lines(const std::vector<ResultTable>& tables, const Results& part, Fractions fractions);
// The lines of each table, apart again.
std::vector<std::string_view> lines_by_table(std::string_view formed);
// Calls `take` with the texts of each line.
void each_row(std::string_view lines, const std::function<void(const std::vector<std::string>&)>& take);

// The table that holds the manifest of each result beside it.
inline constexpr const char* table_of_manifests = "accrue_runs";

// Tables of a database; until `commit` nobody sees that anything was written.
class TableWriter : public Writer {
  public:
    struct Written {
        std::string name;
        std::uint64_t rows = 0;
        std::string sha256;  // of its rows as lines of COPY text
    };

    std::string formed(const Results& part) const override;
    void take(std::string formed) override;
    // Throws `Refused` when a table holds other than so many rows as it was given.
    void finish() override;
    std::vector<Written> written() const;

    // The rows become there, all at once; in the table `accrue_runs` the manifest, unless it is empty.
    virtual void commit(const std::string& manifest) = 0;

  protected:
    explicit TableWriter(std::vector<ResultTable> tables);
    virtual void insert(const ResultTable& table, std::string_view lines) = 0;
    virtual std::uint64_t rows_in(const ResultTable& table) = 0;

    const std::vector<ResultTable>& tables() const { return tables_; }

  private:
    struct Count {
        std::uint64_t rows = 0;
        evidence::Sha256 hash;
    };
    std::vector<ResultTable> tables_;
    std::vector<Count> counts_;  // by table
};

// `"name"`, as both databases quote names.
std::string quoted_name(std::string_view name);
std::string listed_names(const ResultTable& table);  // quoted, between commas

struct ColumnThere {
    std::string name, type;
};
// Is a cell of such a column, once written, what was written?
using Keeps = bool (*)(const CellContent& content, std::string_view type);
// Throws `Refused` when a table that is there has other columns than the results, or of other types.
void need_same_columns(const ResultTable& table, const std::vector<ColumnThere>& there, Keeps keeps);
[[noreturn]] void refuse_type(const ResultTable& table, const ColumnThere& column);
void need_rows(const ResultTable& table, std::uint64_t there, std::uint64_t written);

}  // namespace accrue::report
