#include "sources/postgres.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "libpq/connection.hpp"
#include "libpq/libpq.hpp"
#include "sources/copied_row.hpp"
#include "sources/plain_number.hpp"

namespace accrue::sources {
namespace {

constexpr std::array<std::string_view, 2> schemes = {"postgresql://", "postgres://"};

struct Free {
    void operator()(PGresult* result) const { PQclear(result); }
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
    void operator()(char* memory) const { PQfreemem(memory); }
};
using Result = std::unique_ptr<PGresult, Free>;
using Options = std::unique_ptr<PQconninfoOption, Free>;
using Memory = std::unique_ptr<char, Free>;

// None where the address cannot be read, or where the library is not there.
Options options_of(const std::string& address) {
    if (!libpq::trouble().empty()) return nullptr;
    char* trouble = nullptr;
    Options options(PQconninfoParse(address.c_str(), &trouble));
    const Memory words(trouble);  // may quote the password: never shown
    return options;
}

std::string option(const Options& options, std::string_view name) {
    for (const auto* each = options.get(); each->keyword != nullptr; ++each) {
        if (each->keyword == name && each->val != nullptr) return each->val;
    }
    return "";
}

// Of a part of an address: what would end it there as `%23`. Letters of any language stay, and the marks that
// are `plain` in this part.
std::string encoded(std::string_view part, std::string_view plain = "") {
    const auto is_plain = [&](char byte) {
        const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        return is_letter || is_digit(byte) || !is_ascii({&byte, 1}) ||
               std::string_view("-._~").find(byte) != std::string_view::npos ||
               plain.find(byte) != std::string_view::npos;
    };
    std::string text;
    for (const char byte : part) {
        text +=
            is_plain(byte) ? std::string(1, byte) : fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
    return text;
}

// A server's words are of several lines, the later ones behind a tab.
std::string one_line(const char* words) {
    std::string text;
    for (const char byte : std::string_view(words == nullptr ? "" : words)) {
        const bool is_blank = byte == '\n' || byte == '\t' || byte == ' ';
        if (!is_blank) text += byte;
        if (is_blank && !text.ends_with(' ')) text += ' ';
    }
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

// Numbers of types, as the server's catalogue fixes them (pg_type.dat).
enum class Type : Oid {
    logical = 16,
    bytes = 17,
    int8 = 20,
    int2 = 21,
    int4 = 23,
    float4 = 700,
    float8 = 701,
    money = 790,
    timestamp = 1114,
    timestamp_with_zone = 1184,
    numeric = 1700,
};

struct ColumnOf {
    std::string name;
    Type type;
};

struct Relation {
    std::string schema, name;
};

class PostgresTables : public Tables {
  public:
    PostgresTables(const Address& address, const Limits& limits) : address_(address), limits_(limits) {
        connect();
        begin();
        list();
    }
    const std::vector<TableName>& names() const override { return names_; }
    Table read(const std::string& name) override;

  private:
    void connect();
    void begin();
    void list();
    [[noreturn]] void fail(const std::string& of) const;
    Result run(const std::string& command, ExecStatusType wanted, const std::string& of) const;
    std::string quoted(const std::string& name) const;
    std::vector<ColumnOf> columns_of(const std::string& relation, const std::string& of) const;
    void copy(const std::string& query, const std::vector<ColumnOf>& columns, TableText& text) const;

    Address address_;
    Limits limits_;
    libpq::Connection connection_;
    std::vector<TableName> names_;
    std::vector<Relation> relations_;  // by name
};

// ---------------------------------------------------------------- the server

void PostgresTables::fail(const std::string& of) const {
    throw Failure{{kind::source_failed, {}, {of, one_line(PQerrorMessage(connection_.get()))}, {}}};
}

void PostgresTables::connect() {
    if (!options_of(address_.place)) throw Failure{{kind::source_address, {}, {address_.name}, {}}};
    connection_ = libpq::connected(address_.place);
    if (PQstatus(connection_.get()) == CONNECTION_OK) return;
    throw Failure{
        {kind::source_unreachable, {}, {address_.name, one_line(PQerrorMessage(connection_.get()))}, {}}};
}

Result PostgresTables::run(const std::string& command, ExecStatusType wanted, const std::string& of) const {
    Result result(PQexec(connection_.get(), command.c_str()));
    if (PQresultStatus(result.get()) != wanted) fail(of);
    return result;
}

// All tables of one moment; dates as ISO and binary numbers by their shortest decimals, whatever the server's
// or the user's settings are.
void PostgresTables::begin() {
    for (const auto* const command :
         {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SET LOCAL DateStyle = 'ISO, YMD'",
          "SET LOCAL IntervalStyle = 'iso_8601'", "SET LOCAL extra_float_digits = 3",
          "SET LOCAL bytea_output = 'hex'"})
        run(command, PGRES_COMMAND_OK, address_.name);
}

void PostgresTables::list() {
    constexpr auto query =
        "SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid) "
        "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', "
        "'information_schema') "
        "AND n.nspname NOT LIKE 'pg\\_toast%' "
        "ORDER BY NOT pg_catalog.pg_table_is_visible(c.oid), n.nspname COLLATE \"C\", c.relname COLLATE "
        "\"C\"";
    const auto rows = run(query, PGRES_TUPLES_OK, address_.name);
    const auto cell = [&](int row, int column) { return std::string(PQgetvalue(rows.get(), row, column)); };
    const auto add = [&](const std::string& name, int row) {
        names_.push_back({.name = name, .is_meant = cell(row, 2) == "t" && name == cell(row, 1)});
        relations_.push_back({cell(row, 0), cell(row, 1)});
    };
    for (int row = 0; row < PQntuples(rows.get()); ++row) {
        if (cell(row, 2) == "t") add(cell(row, 1), row);
    }
    for (int row = 0; row < PQntuples(rows.get()); ++row) add(cell(row, 0) + "." + cell(row, 1), row);
}

std::string PostgresTables::quoted(const std::string& name) const {
    const Memory text(PQescapeIdentifier(connection_.get(), name.data(), name.size()));
    if (!text) fail(address_.name);
    return text.get();
}

// ---------------------------------------------------------------- one table

std::vector<ColumnOf> PostgresTables::columns_of(const std::string& relation, const std::string& of) const {
    const auto query = "SELECT * FROM " + relation;
    Result result(PQprepare(connection_.get(), "", query.c_str(), 0, nullptr));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(of);
    result.reset(PQdescribePrepared(connection_.get(), ""));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) fail(of);
    std::vector<ColumnOf> columns;
    for (int i = 0; i < PQnfields(result.get()); ++i)
        columns.push_back({PQfname(result.get(), i), Type(PQftype(result.get(), i))});
    return columns;
}

void add_number(TableText& text, std::string_view written) {
    const auto number = plain_number(written);
    return number ? text.add_number(number->text) : text.add_text(written);  // `NaN`
}

void add_binary(TableText& text, std::string_view written, int bits) {
    const auto number = plain_number(written);
    if (number && may_be_another(*number, bits)) text.remark(kind::binary_numbers);
    add_number(text, written);
}

// A time stamp of midnight is a day.
std::string_view without_midnight(std::string_view moment) {
    constexpr std::string_view midnight = " 00:00:00";
    if (moment.ends_with(midnight)) moment.remove_suffix(midnight.size());
    return moment;
}

void add_cell(TableText& text, Type type, std::string_view cell) {
    switch (type) {
        case Type::int2:
        case Type::int4:
        case Type::int8:
        case Type::numeric:
        case Type::money:
            return add_number(text, cell);
        case Type::float4:
            return add_binary(text, cell, bits_of_single);
        case Type::float8:
            return add_binary(text, cell, bits_of_double);
        case Type::logical:
            return text.add_plain(cell == "t" ? "true" : "false");
        case Type::bytes:
            text.remark(kind::cell_is_bytes);
            return text.add_missing();
        case Type::timestamp_with_zone:
            text.remark(kind::zone_decides_day);
            return text.add_missing();
        case Type::timestamp:
            return text.add_text(without_midnight(cell));
    }
    text.add_text(cell);
}

void PostgresTables::copy(const std::string& query, const std::vector<ColumnOf>& columns,
                          TableText& text) const {
    const auto of = address_.name;
    run("COPY (" + query + ") TO STDOUT", PGRES_COPY_OUT, of);
    CopiedRow row;
    while (true) {
        char* line = nullptr;
        const int size = PQgetCopyData(connection_.get(), &line, 0);
        const Memory memory(line);
        if (size < 0) break;
        text.go_to_row(text.row() + 1);
        const auto& cells = row.take({line, static_cast<std::size_t>(size)});
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (cells[i]) add_cell(text, columns[i].type, *cells[i]);
            if (!cells[i]) text.add_missing();
        }
    }
    const Result end(PQgetResult(connection_.get()));
    if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) fail(of);
    while (const Result rest{PQgetResult(connection_.get())}) continue;
}

Table PostgresTables::read(const std::string& name) {
    const auto of = shown(address_, name);
    const auto place = std::ranges::find(names_, name, &TableName::name) - names_.begin();
    const auto& [schema, table] = relations_[static_cast<std::size_t>(place)];
    const auto relation = quoted(schema) + "." + quoted(table);
    const auto columns = columns_of(relation, of);
    TableText text(of, limits_.text);
    text.go_to_row(1);
    std::string list;
    for (const auto& column : columns) {
        text.add_text(column.name);
        const auto* const cast = column.type == Type::money ? "::numeric" : "";  // else as a locale writes it
        list += fmt::format("{}{}{}", list.empty() ? "" : ", ", quoted(column.name), cast);
    }
    copy("SELECT " + list + " FROM " + relation, columns, text);
    return text.finished(data::Layout::table);
}

}  // namespace

bool is_postgres(std::string_view address) {
    return std::ranges::any_of(schemes, [&](std::string_view scheme) { return address.starts_with(scheme); });
}

// As it was given but for what is secret, so that it leads to the same server.
std::string shown_postgres(const std::string& address) {
    std::string text(schemes.front());
    const auto options = options_of(address);
    if (!options) return text;
    const auto user = option(options, "user"), host = option(options, "host"), port = option(options, "port");
    const bool is_host_plain = host.find_first_of("/,:") == std::string::npos;
    if (!user.empty()) text += encoded(user) + "@";
    if (is_host_plain) text += encoded(host) + (port.empty() ? "" : ":" + port);
    text += "/" + encoded(option(options, "dbname"));
    char mark = '?';
    for (const auto* each = options.get(); each->keyword != nullptr; ++each) {
        const std::string_view name = each->keyword;
        const bool is_said_before =
            name == "user" || name == "dbname" || (is_host_plain && (name == "host" || name == "port"));
        const bool is_secret = *each->dispchar == '*';
        if (each->val == nullptr || is_said_before || is_secret) continue;
        text += fmt::format("{}{}={}", std::exchange(mark, '&'), name, encoded(each->val, "/:,"));
    }
    return text;
}

std::unique_ptr<Tables> open_postgres(const Address& address, const Limits& limits) {
    if (!libpq::trouble().empty())
        throw Failure{{kind::source_unreachable, {}, {address.name, libpq::trouble()}, {}}};
    return std::make_unique<PostgresTables>(address, limits);
}

}  // namespace accrue::sources
