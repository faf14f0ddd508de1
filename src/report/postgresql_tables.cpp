#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/messages/computing.hpp"
#include "libpq/connection.hpp"
#include "libpq/libpq.hpp"
#include "report/table_writers.hpp"

namespace accrue::report {
namespace {

constexpr std::size_t longest_name = 63;  // bytes; NAMEDATALEN - 1

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

std::string_view without_line_end(std::string_view words) {
    while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.remove_suffix(1);
    return words;
}

// `schema.table` or `table`, each half in quotes.
std::string quoted_table(const std::string& name) {
    const auto point = name.find('.');
    if (point == std::string::npos) return quoted_name(name);
    return quoted_name(name.substr(0, point)) + "." + quoted_name(name.substr(point + 1));
}

void need_short(const std::string& name) {
    if (name.size() <= longest_name) return;
    throw Refused{{kind::name_too_long, {}, {name, static_cast<std::int64_t>(name.size())}, {}}};
}

std::string_view type_of(const CellContent& content) {
    const overloaded type{[](const AmountCell&) { return "numeric"; }, [](const DateCell&) { return "date"; },
                          [](const KeyCell&) { return "text"; }, [](const PeriodCell&) { return "text"; }};
    return std::visit(type, content);
}

bool is_kept(const CellContent& content, std::string_view type) {
    if (type == "text" || type.starts_with("character varying")) return true;
    if (std::holds_alternative<AmountCell>(content)) return type == "numeric" || type.starts_with("numeric(");
    return std::holds_alternative<DateCell>(content) &&
           (type == "date" || type == "timestamp without time zone");
}

// How many digits behind the point `numeric(14,2)` keeps; `numeric` keeps all.
std::optional<std::size_t> most_digits(std::string_view type) {
    if (!type.starts_with("numeric(")) return std::nullopt;
    const auto digits = type.substr(type.find(',') + 1);
    std::size_t most = 0;  // also of fewer than none, `numeric(14,-3)`
    std::from_chars(digits.data(), digits.data() + digits.size(), most);
    return most;
}

std::size_t digits_behind_point(std::string_view amount) {
    const auto point = amount.find('.');
    return point == std::string_view::npos ? 0 : amount.size() - point - 1;
}

class PostgresqlTables : public TableWriter {
  public:
    PostgresqlTables(std::vector<ResultTable> tables, const std::string& address)
        : TableWriter(std::move(tables)), connection_(libpq::connected(address)) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
        ask("SET standard_conforming_strings = on");
        ask("SET datestyle = ISO");
        ask("BEGIN");
        for (const auto& table : this->tables()) prepare(table);
    }

    void commit(const std::string& manifest) override {
        if (!manifest.empty()) keep(manifest);
        ask("COMMIT");
    }

  private:
    [[noreturn]] void fail() const {
        throw NotWritten{std::string(without_line_end(PQerrorMessage(connection_.get()))), ""};
    }
    Answer checked(PGresult* result) const {
        Answer answer(result);
        const auto status = PQresultStatus(answer.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) fail();
        return answer;
    }
    Answer ask(const std::string& sql, const std::vector<const char*>& values = {}) const {
        return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                                    values.data(), nullptr, nullptr, 0));
    }

    std::vector<ColumnThere> columns_of(const ResultTable& table) const {
        const auto name = quoted_table(table.name);
        const auto answer =
            ask("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = "
                "to_regclass($1) AND attnum > 0 "
                "AND NOT attisdropped ORDER BY attnum",
                {name.c_str()});
        std::vector<ColumnThere> columns;
        for (int row = 0; row < PQntuples(answer.get()); ++row)
            columns.push_back({PQgetvalue(answer.get(), row, 0), PQgetvalue(answer.get(), row, 1)});
        return columns;
    }

    void prepare(const ResultTable& table) {
        need_short(table.name.substr(table.name.find('.') + 1));
        std::vector<std::string> columns;
        for (const auto& column : table.columns) {
            need_short(column.name);
            columns.push_back(
                fmt::format("{} {} NOT NULL", quoted_name(column.name), type_of(column.content)));
        }
        const auto& there = there_[table.name] = columns_of(table);
        const auto name = quoted_table(table.name);
        if (!there.empty()) {
            need_same_columns(table, there, is_kept);
            ask(fmt::format("DELETE FROM {}", name));
        } else {
            ask(fmt::format("CREATE TABLE {} ({})", name, fmt::join(columns, ", ")));
        }
    }

    // The server rounds to the digits of a column without a word.
    void need_digits(const ResultTable& table, std::string_view lines) const {
        const auto& there = there_.at(table.name);
        std::vector<std::optional<std::size_t>> most;
        for (const auto& column : there) most.push_back(most_digits(column.type));
        if (std::ranges::none_of(most, [](const auto& each) { return each.has_value(); })) return;
        each_row(lines, [&](const std::vector<std::string>& row) {
            for (std::size_t i = 0; i < most.size(); ++i) {
                if (most[i] && digits_behind_point(row[i]) > *most[i]) refuse_type(table, there[i]);
            }
        });
    }

    void insert(const ResultTable& table, std::string_view lines) override {
        need_digits(table, lines);
        ask(fmt::format("COPY {} ({}) FROM STDIN", quoted_table(table.name), listed_names(table)));
        constexpr std::size_t most = std::size_t{1} << 24U;  // bytes; libpq counts them in an int
        for (; !lines.empty(); lines.remove_prefix(std::min(most, lines.size()))) {
            const auto size = static_cast<int>(std::min(most, lines.size()));
            if (PQputCopyData(connection_.get(), lines.data(), size) != 1) fail();
        }
        if (PQputCopyEnd(connection_.get(), nullptr) != 1) fail();
        while (auto* const result = PQgetResult(connection_.get())) checked(result);
    }

    std::uint64_t rows_in(const ResultTable& table) override {
        const auto answer = ask(fmt::format("SELECT count(*) FROM {}", quoted_table(table.name)));
        return std::stoull(PQgetvalue(answer.get(), 0, 0));
    }

    // One row a result: what is in its tables now.
    void keep(const std::string& manifest) const {
        ask("CREATE TABLE IF NOT EXISTS accrue_runs (result text PRIMARY KEY, manifest text NOT NULL)");
        for (const auto& table : tables()) {
            ask("INSERT INTO accrue_runs (result, manifest) VALUES ($1, $2) "
                "ON CONFLICT (result) DO UPDATE SET manifest = excluded.manifest",
                {table.name.c_str(), manifest.c_str()});
        }
    }

    libpq::Connection connection_;
    std::map<std::string, std::vector<ColumnThere>> there_;  // by table; none of one that was made
};

}  // namespace

std::unique_ptr<TableWriter> postgresql_writer(const Outline& outline, const std::string& table,
                                               const std::string& address) {
    if (!libpq::trouble().empty()) throw NotWritten{libpq::trouble(), ""};
    return std::make_unique<PostgresqlTables>(result_tables(outline, table), address);
}

}  // namespace accrue::report
