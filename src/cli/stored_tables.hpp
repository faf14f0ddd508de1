// cli/stored_tables.hpp — Rows that stand in databases and workbooks: which of their tables the command line
// means, and taking them in.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.hpp"
#include "core/scheme.hpp"
#include "data/read.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {

// A table, and the level or reference whose rows it holds.
struct ChosenTable {
    std::string name;  // of the level
    sources::Address address;
    std::string table;
    bool is_alone = true;  // one table was asked for, not whichever there are
};

class StoredTables {
  public:
    // Behind `--data LEVEL=ADDRESS#TABLE`; without a level, or without a table, as their names and the scheme
    // tell. Stops when that is not clear, or when the place cannot be opened.
    std::vector<ChosenTable> chosen(Session& session, const core::Scheme& scheme,
                                    const std::optional<std::string>& level, const sources::Address& address);

    // Without a scheme: the one that the address names, else all that are meant.
    std::vector<ChosenTable> all(Session& session, const sources::Address& address);

    // The table as a text. Stops when it cannot be read.
    data::DataFile take_in(Session& session, const ChosenTable& chosen);

    // All that is wanted was taken in: databases and workbooks are let go, so that results can be written
    // there.
    void close() { places_.clear(); }

    // What was found in the columns that were then read, and which tables were not read though their names
    // are like those of what was.
    Diagnostics reports(const Sources& texts, const std::vector<data::Understood>& understood) const;

  private:
    sources::Tables& opened(Session& session, const sources::Address& address);

    struct Taken {
        SourceId source;
        sources::Table table;  // its text is the source's
    };
    std::map<std::string, std::unique_ptr<sources::Tables>> places_;  // by address
    std::vector<Taken> taken_;
    Diagnostics left_out_;
};

}  // namespace accrue::cli
