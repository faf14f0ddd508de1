// report/table_writers.hpp — Writers of tables: into databases, in one transaction, and into a workbook.
#pragma once

#include "report/tables.hpp"

namespace accrue::report {

// Is the file an empty one that is put in its place later, or a database that others may read meanwhile?
enum class SqliteFile { fresh, in_use };

// A table that is there must have the columns of the results; its rows are replaced. Amounts are decimals in
// texts.
std::unique_ptr<TableWriter> sqlite_writer(const Outline& outline, const std::string& table,
                                           const std::string& path, SqliteFile file);
// The rows, all of them already in a database of the same tables that stands aside, on their way to one that
// others may read.
std::unique_ptr<TableWriter> sqlite_mover(const Outline& outline, const std::string& table,
                                          const std::string& aside, const std::string& path);

// The same in a PostgreSQL server; amounts are `numeric`. The address is as libpq has it; the table may be
// `schema.table`.
std::unique_ptr<TableWriter> postgresql_writer(const Outline& outline, const std::string& table,
                                               const std::string& address);

// A sheet for each paid level. Amounts are numbers where a double shows just their digits, else texts; days
// and months are dates. `finish` closes the file.
std::unique_ptr<Writer> xlsx_writer(const Outline& outline, const std::string& path);

}  // namespace accrue::report
