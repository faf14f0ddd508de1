// explain/node_words.hpp — One node of a trace in the words of a line: its mark, name, label, amount, and why
// it is so. Names from data are made printable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {

// Of a band that is reached, of a condition that holds or not; empty for all others.
std::string_view mark_of(const Node& node);
// The colour of the amount, empty where it has none.
std::string_view paint_of(const Node& node);
// Money of another currency than the scheme's says which.
std::string amount_words(const Node& node, const std::string& currency);
// The sum of the pay lines goes by the word of the language that is spoken.
std::string name_words(const Node& node);
// Empty where the label repeats the name.
std::string label_words(const Node& node);
// `line 5`; of another file than the scheme's own, `kpi.pay:5`.
std::string line_words(Span span, SourceId scheme, const Sources& sources);
// The margin of a condition, the line of the scheme with numbers put in, the cell of the file, a note.
std::vector<std::string> reasons_of(const Node& node, SourceId scheme, const Sources& sources);

}  // namespace accrue::explain
