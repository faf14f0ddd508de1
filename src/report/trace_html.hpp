// report/trace_html.hpp — A trace as a page: the answer, the four questions of a dispute (which data, which
// scheme, which dates, which gates), and the whole tree. It says what the text says, in the same words.
#pragma once

#include <string>
#include <vector>

#include "explain/trace_tree.hpp"
#include "report/html.hpp"

namespace accrue::report {

// The whole file. What the text leaves out stands in it folded away; `below` is put under the tree.
std::string trace_page(const explain::Trace& trace, const Sources& sources, explain::Folding folding,
                       const html::Markup& below = {});

// ---- What it consists of, for other pages about one amount

// `Маша · team КО · March 2026`
std::string heading_of(const explain::Trace& trace);
// A value as the page shows it, with its currency.
std::string amount_of(const explain::Trace& trace, const explain::Node& node);
html::Markup answer_of(const explain::Trace& trace);
html::Markup grounds_of(const explain::Trace& trace, const Sources& sources,
                        const std::vector<explain::TreeRow>& rows);
html::Markup tree_of(const explain::Trace& trace, const std::vector<explain::TreeRow>& rows);
// ✓ or ✗ with its word for those who hear the page; of a node without a mark nothing.
html::Markup mark_of(const explain::TreeRow& row);
// The rows that stand directly under one of them, also through a rounding.
std::vector<const explain::TreeRow*> rows_below(const explain::Trace& trace,
                                                const std::vector<explain::TreeRow>& rows, std::size_t row);
// The rules of style that these need.
extern const std::string_view trace_style;

}  // namespace accrue::report
