// tests/data/schemes.hpp — Schemes for tests of reading, without the language: `level person; plan: money
// RUB; rate: percent`.
#pragma once

#include <string>
#include <string_view>

#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::data {

// Parts by `;`: `sketch`, `level NAME`, or `NAME[@DAY]: TYPE …` with TYPE money [CURRENCY], number, percent,
// date, month, text or yes/no, then `optional`, `low N`, `high N`.
core::Scheme scheme_of(std::string_view text);

// Parts by `;`: `key-column C`, `month-column C`, `numbers C=…`, `percents C=…`, `dates C=…`, `delimiter D`,
// `skip-lines N`, `skip-last-lines N`.
Wishes wishes_of(std::string_view text);

// Every row with its values: `2026-03 Маша: plan = 1234.5, rate missing`.
std::string dump(const core::Scheme& scheme, const History& history);
std::string to_text(const core::Value& value);

// A text read as if it were a file called `data.csv`.
struct Read {
    core::Scheme scheme;
    Sources sources;
    ReadHistory result;
};
Read read_text(std::string_view scheme, std::string text, std::string_view wishes = "");
std::string rendered(const Read& read);

}  // namespace accrue::data
