// tests/data/schemes.hpp — Schemes for tests of reading, without the language: `level person; plan: money
// RUB; rate: percent`, `level team; level person in team; records payment for person; amount: money`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/scheme.hpp"
#include "data/read.hpp"

namespace accrue::data {

// Parts by `;`: `sketch`, `level NAME [in LEVEL]`, `everything NAME`, `records NAME for LEVEL`, `reference
// NAME`, `period UNIT`, or, of the level or reference named last, `NAME[@DAY]: TYPE …` with TYPE money
// [CURRENCY], number, percent, date, month, text or yes/no, then `optional`, `low N`, `high N`; `orders` (an
// input of records that orders them), `begins`, `ends` (inputs from the columns `from` and `to`), `signed`
// (with inputs `NAME by` and `NAME why`), `key`, `up_to`, `below`, `from` (a key of a reference).
core::Scheme scheme_of(std::string_view text);

// Parts by `;`: `key-column C`, `month-column C`, `numbers C=…`, `percents C=…`, `dates C=…`; and of every
// file `delimiter D`, `skip-lines N`, `skip-last-lines N`.
Wishes wishes_of(std::string_view text);
LaidOut laid_out_of(std::string_view text);

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

// Texts read as files of these names: `payment` is in `payment.csv`, `payment=may` in `may.csv`.
using Files = std::vector<std::pair<std::string, std::string>>;
Read read_files(std::string_view scheme, const Files& files, std::string_view wishes = "");
core::LevelId level_of(const core::Scheme& scheme, std::string_view name);
core::InputId input_of(const core::Scheme& scheme, std::string_view name);

// The rows of all levels: `payment 2026-03-15 Маша in 2026-03 Маша: amount = 1500`.
std::string dump_levels(const core::Scheme& scheme, const History& history);

// What was found, and the levels; or what it says when there are mistakes.
std::vector<Kind> kinds(const Read& read);
std::string dumped(const Read& read);

}  // namespace accrue::data
