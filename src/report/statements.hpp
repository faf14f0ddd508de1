// report/statements.hpp — What a payee is given: a page with what is paid, why, and why not more; and the
// page that leads to all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/trace.hpp"

namespace accrue::report {

// Who wrote the page, in its head: how a folder of statements is known again.
inline constexpr std::string_view statement_generator = "accrue statements";

// Of the trace of a whole payment.
std::string statement_page(const explain::Trace& trace, const Sources& sources);

// One statement as the index lists it.
struct Statement {
    std::string key, file;
    Exact amount = 0;
};
// Of a level that is paid, in the order of the rows.
struct StatementsOfLevel {
    std::string level;
    std::vector<Statement> statements;
};
struct StatementsIndex {
    std::string scheme, title, heading, currency;  // `March 2026`
    std::vector<StatementsOfLevel> levels;
};
std::string index_page(const StatementsIndex& index);

// Names of files for keys of any kind, one each, without ending: letters and digits of all alphabets, no
// path, nothing that another system cannot have, no two that differ only in case. The same keys give the same
// names.
std::vector<std::string> file_names(const std::vector<std::string>& keys);

}  // namespace accrue::report
