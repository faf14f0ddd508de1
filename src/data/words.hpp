// data/words.hpp — The words that cells and headers are made of: what stands for nothing, scales, currencies,
// months, yes and no, totals.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "number/calendar.hpp"

namespace accrue::data {

// Blank, `-`, `—`, `–`, `н/д`, `n/a`: nothing is known. The text is trimmed.
bool is_missing(std::string_view text);

// What a spreadsheet writes where it has no value, `#Н/Д` or `########`: its kind and, as a note, its reason.
struct SpreadsheetMark {
    Kind kind;
    Kind reason;
};
std::optional<SpreadsheetMark> spreadsheet_mark(std::string_view text);

// The power of ten of `тыс`, `млн`, `млрд`, `k`, `K`, `M`, `B`, `bn`, `mln`.
std::optional<int> scale_of(std::string_view word);

// The currencies that a sign or word may stand for: `$` → `USD CAD …`; empty when it is none.
std::string_view currencies_of(std::string_view word);
bool share_a_currency(std::string_view some, std::string_view others);

// 1 … 12, of `march`, `mar`, `марта`; the word is folded.
std::optional<int> month_number(std::string_view word);

std::optional<bool> yes_or_no(std::string_view text);

// `9999-12-31`, `31.12.9999`: how other programs write that something has no end.
bool is_open_end(std::string_view text);

// Printable ASCII with a digit in it, as `p0000017`, and nothing that spreadsheets or quotes could be behind:
// neither blank, nor a total or a mark, and the same after trimming and NFC. Others may be so, too.
bool is_plain_name(std::string_view text);

// `Итого`, `Всего`, `Total`: a cell that sums up the rows above it.
bool is_total(std::string_view text);

// What `Иванов Итог` or `Ivanov Total` sums up, `Иванов`; empty when no such word ends the text.
std::string_view summed_up(std::string_view text);

// Headers that name the period, the key, a record's date, or the days from and to which a row holds; folded.
bool names_period(std::string_view header, PeriodUnit unit);
bool names_key(std::string_view header);
bool names_date(std::string_view header);
bool names_from(std::string_view header);
bool names_to(std::string_view header);

// Names that fall together here are one to the eye.
std::string form_seen(std::string_view name);

// The text without blanks at its ends, U+00A0 and its kin included; ASCII at once.
std::string_view bare(std::string_view text);

}  // namespace accrue::data
