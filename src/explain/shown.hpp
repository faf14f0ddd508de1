// explain/shown.hpp — Values and expressions as people read them.
#pragma once

#include <string>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::explain {

// `42 000.00`, `0.5 %`, `"head"`, `2026-03-15`, `yes`. Control characters of texts are escaped.
std::string shown(const core::Value& value, const core::Type& type, bool as_percent);

// A text as its cell spells it; of texts that are equal the history keeps one spelling.
std::string spelled_in(const data::CellPlace& cell, const std::string& text);

// For machines: exact decimals or fractions, ISO dates, texts as they are.
std::string exact_text(const core::Value& value);

// Is a value of this expression shown with a percent sign? It says so itself, or what it reads does.
bool as_percent(const core::Scheme& scheme, core::ExprId expression);
// Is it money of another currency? Such amounts are shown with theirs.
bool is_foreign(const std::string& currency, const core::Type& type);
std::string shown(const core::Scheme& scheme, core::ExprId expression, const core::Value& value);

// The expression's text in one line, blanks and line breaks drawn together; empty when it has no place in a
// file.
std::string as_written(const core::Scheme& scheme, const Sources& sources, core::ExprId expression);
std::string text_at(const Sources& sources, Span span);

}  // namespace accrue::explain
