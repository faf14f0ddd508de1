// sources/tables.hpp — The tables of a database, or the sheets of a workbook, under one address. All that is
// read through one `Tables` is of one moment.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sources/table.hpp"
#include "sources/table_text.hpp"

namespace accrue::sources {

struct TableName {
    std::string name;
    bool is_meant = true;  // when nobody names it: not of hidden and empty sheets
};

class Tables {
  public:
    virtual ~Tables() = default;
    // In an order that does not change.
    virtual const std::vector<TableName>& names() const = 0;
    // Of one of the names. Throws `Failure`.
    virtual Table read(const std::string& name) = 0;
};

// `shop.sqlite#payments`, `history.xlsx`, `postgresql://anna@host/shop#sales.payments`.
struct Address {
    std::string place;  // a file or a server's address, as it opens; may hold a password
    std::string table;  // empty: by the names of its tables
    std::string name;   // of the place, as it is shown: without passwords
};
// Nothing when the path is that of an ordinary file, or of none.
std::optional<Address> address_of(const std::string& path);

// Is a database there, whatever the file is called?
bool is_sqlite(const std::string& path);

// Nothing when there is no table of that name. Throws `Failure`.
std::optional<Table> read_if_there(const Address& address, const std::string& name);

// Throws `Failure`.
std::unique_ptr<Tables> open(const Address& address, const Limits& limits = {});

// How the table is called in messages, and on the command line: `shop.sqlite#payments`; without one the
// place.
std::string shown(const Address& address, std::string_view table);

}  // namespace accrue::sources
