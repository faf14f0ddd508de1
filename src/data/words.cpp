#include "data/words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/as_seen.hpp"
#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/spellings.hpp"

namespace accrue::data {
namespace {

using namespace std::string_view_literals;

template <class Words>
bool is_one_of(std::string_view word, const Words& words) {
    return std::ranges::find(words, word) != words.end();
}

constexpr std::array missing_words = {"-"sv, "–"sv, "—"sv, "−"sv, "н/д"sv, "n/a"sv};

struct MarkWords {
    Kind reason;
    std::array<std::string_view, 4> spellings;  // folded
};
constexpr std::array<MarkWords, 9> marks = {{
    {kind::reason_lookup, {"#n/a", "#н/д", "#nv", "#н/д!"}},
    {kind::reason_reference, {"#ref!", "#ссылка!", "#bezug!", "#ref"}},
    {kind::reason_zero_divisor, {"#div/0!", "#дел/0!", "#div/0", "#дел/0"}},
    {kind::reason_operand, {"#value!", "#знач!", "#wert!", "#value"}},
    {kind::reason_name, {"#name?", "#имя?", "#name", "#имя"}},
    {kind::reason_range, {"#num!", "#число!", "#zahl!", "#num"}},
    {kind::reason_intersection, {"#null!", "#пусто!", "#null", "#пусто"}},
    {kind::reason_spill, {"#spill!", "#перенос!", "#überlauf!", "#spill"}},
    {kind::reason_unfinished, {"#calc!", "#вычисл!", "#getting_data", "#загрузка_данных"}},
}};

constexpr std::array<std::pair<std::string_view, int>, 11> scales = {{
    {"тыс", 3},
    {"Тыс", 3},
    {"k", 3},
    {"K", 3},
    {"млн", 6},
    {"Млн", 6},
    {"M", 6},
    {"mln", 6},
    {"млрд", 9},
    {"B", 9},
    {"bn", 9},
}};

constexpr std::string_view dollars = "USD CAD AUD NZD HKD SGD MXN";
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> currency_signs = {{
    {"₽", "RUB"},
    {"руб", "RUB"},
    {"р", "RUB"},
    {"рублей", "RUB"},
    {"rur", "RUB"},
    {"rub", "RUB"},
    {"$", dollars},
    {"€", "EUR"},
    {"евро", "EUR"},
    {"£", "GBP"},
    {"₸", "KZT"},
    {"¥", "CNY JPY"},
    {"₴", "UAH"},
    {"₺", "TRY"},
}};
constexpr std::array currency_codes = {
    "RUB"sv, "USD"sv, "EUR"sv, "GBP"sv, "CNY"sv, "JPY"sv, "CHF"sv, "KZT"sv, "BYN"sv, "UAH"sv, "TRY"sv,
    "CAD"sv, "AUD"sv, "NZD"sv, "HKD"sv, "SGD"sv, "MXN"sv, "INR"sv, "BRL"sv, "ZAR"sv, "SEK"sv, "NOK"sv,
    "DKK"sv, "PLN"sv, "CZK"sv, "HUF"sv, "RON"sv, "BGN"sv, "ILS"sv, "AED"sv, "SAR"sv, "KRW"sv, "THB"sv,
    "IDR"sv, "AMD"sv, "GEL"sv, "AZN"sv, "UZS"sv, "KGS"sv, "TJS"sv, "MDL"sv, "RSD"sv,
};

using MonthWords = std::array<std::string_view, 6>;
constexpr std::array<MonthWords, 12> month_names = {{
    {"january", "jan", "январь", "января", "янв", "янв"},
    {"february", "feb", "февраль", "февраля", "фев", "февр"},
    {"march", "mar", "март", "марта", "мар", "мар"},
    {"april", "apr", "апрель", "апреля", "апр", "апр"},
    {"may", "may", "май", "мая", "май", "мая"},
    {"june", "jun", "июнь", "июня", "июн", "июн"},
    {"july", "jul", "июль", "июля", "июл", "июл"},
    {"august", "aug", "август", "августа", "авг", "авг"},
    {"september", "sep", "сентябрь", "сентября", "сен", "сент"},
    {"october", "oct", "октябрь", "октября", "окт", "окт"},
    {"november", "nov", "ноябрь", "ноября", "ноя", "нояб"},
    {"december", "dec", "декабрь", "декабря", "дек", "дек"},
}};

constexpr std::array yes_words = {"1"sv, "yes"sv, "да"sv, "true"sv, "истина"sv};
constexpr std::array no_words = {"0"sv, "no"sv, "нет"sv, "false"sv, "ложь"sv};

constexpr std::array total_words = {
    "итого"sv,      "всего"sv,       "total"sv,     "totals"sv,    "grand total"sv,
    "sum total"sv,  "subtotal"sv,    "итог"sv,      "итоги"sv,     "подытог"sv,
    "общий итог"sv, "общие итоги"sv, "и т о г о"sv, "в с е г о"sv, "промежуточный итог"sv};

constexpr std::array total_beginnings = {"итого "sv, "итого,"sv, "итого:"sv,     "итого("sv,
                                         "всего "sv, "всего,"sv, "всего:"sv,     "подытог "sv,
                                         "total:"sv, "total,"sv, "total for "sv, "subtotal "sv};

// Most names end otherwise and need no second look.
constexpr std::array last_letters_of_totals = {"г"sv, "Г"sv, "о"sv, "О"sv, "и"sv,
                                               "И"sv, "l"sv, "L"sv, "s"sv, "S"sv};

constexpr std::array date_headers = {"date"sv, "дата"sv};
constexpr std::array period_headers = {"period"sv, "период"sv, "date"sv, "дата"sv};
constexpr std::array<std::array<std::string_view, 2>, 5> unit_headers = {{
    {"day", "день"},
    {"week", "неделя"},
    {"month", "месяц"},
    {"quarter", "квартал"},
    {"year", "год"},
}};  // by PeriodUnit
constexpr std::array from_headers = {"from"sv, "date from"sv, "from date"sv, "с"sv, "дата с"sv, "с даты"sv};
constexpr std::array to_headers = {"to"sv, "date to"sv, "to date"sv, "по"sv, "дата по"sv, "по дату"sv};
constexpr std::array key_headers = {
    "key"sv,           "ключ"sv,     "id"sv,       "person"sv,  "person id"sv, "сотрудник"sv,
    "name"sv,          "имя"sv,      "фио"sv,      "ф.и.о."sv,  "employee"sv,  "employee id"sv,
    "employee name"sv, "работник"sv, "менеджер"sv, "manager"sv, "код"sv,       "табельный номер"sv,
    "таб. номер"sv,    "таб. №"sv,
};

bool is_ascii_graphic(char byte) {
    return byte > ' ' && byte < 0x7F;
}

}  // namespace

std::string form_seen(std::string_view name) {
    return is_ascii(name) ? equality_form(name) : as_seen(name);
}

std::string_view bare(std::string_view text) {
    if (text.empty() || (is_ascii_graphic(text.front()) && is_ascii_graphic(text.back()))) return text;
    return trimmed(text);
}

bool is_missing(std::string_view text) {
    if (text.empty()) return true;
    constexpr std::size_t longest = 8;  // bytes of the longest such word
    if (text.front() >= '0' && text.front() <= '9') return false;
    return text.size() <= longest &&
           (is_one_of(text, missing_words) || is_one_of(equality_form(text), missing_words));
}

namespace {

// `Err:502`, `Ошибка:502`, as LibreOffice writes it.
bool is_numbered_error(std::string_view text) {
    if (!text.starts_with("Err:") && !text.starts_with("Ошибка:")) return false;
    const auto number = text.substr(text.find(':') + 1);
    const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
    return number.size() == 3 && std::ranges::all_of(number, is_digit);
}

}  // namespace

std::optional<SpreadsheetMark> spreadsheet_mark(std::string_view text) {
    if (is_numbered_error(text))
        return SpreadsheetMark{kind::cell_spreadsheet_error, kind::reason_numbered_error};
    if (!text.starts_with('#') || text.size() < 2) return std::nullopt;
    if (text.find_first_not_of('#') == std::string_view::npos)
        return SpreadsheetMark{kind::cell_too_narrow, kind::hint_widen_column};
    const auto word = folded(text);
    const auto found =
        std::ranges::find_if(marks, [&](const MarkWords& mark) { return is_one_of(word, mark.spellings); });
    if (found == marks.end()) return std::nullopt;
    return SpreadsheetMark{kind::cell_spreadsheet_error, found->reason};
}

std::optional<int> scale_of(std::string_view word) {
    const auto found = std::ranges::find(scales, word, &std::pair<std::string_view, int>::first);
    if (found == scales.end()) return std::nullopt;
    return found->second;
}

std::string_view currencies_of(std::string_view word) {
    const auto code = std::ranges::find(currency_codes, word);
    if (code != currency_codes.end()) return *code;
    const auto lower = folded(word);
    const auto sign =
        std::ranges::find(currency_signs, lower, &std::pair<std::string_view, std::string_view>::first);
    return sign == currency_signs.end() ? std::string_view() : sign->second;
}

bool share_a_currency(std::string_view some, std::string_view others) {
    constexpr std::size_t code_length = 3;
    for (; some.size() >= code_length; some.remove_prefix(std::min(code_length + 1, some.size()))) {
        if (others.find(some.substr(0, code_length)) != std::string_view::npos) return true;
    }
    return false;
}

std::optional<int> month_number(std::string_view word) {
    const auto found =
        std::ranges::find_if(month_names, [&](const MonthWords& words) { return is_one_of(word, words); });
    if (found == month_names.end()) return word == "sept" ? std::optional(9) : std::nullopt;
    return static_cast<int>(found - month_names.begin()) + 1;
}

std::optional<bool> yes_or_no(std::string_view text) {
    if (text.size() == 1 && (text[0] == '0' || text[0] == '1')) return text[0] == '1';
    const auto word = folded(text);
    if (is_one_of(word, yes_words)) return true;
    if (is_one_of(word, no_words)) return false;
    return std::nullopt;
}

bool is_open_end(std::string_view text) {
    constexpr std::array ends = {"9999-12-31"sv, "31.12.9999"sv, "31/12/9999"sv, "12/31/9999"sv,
                                 "99991231"sv,   "9999/12/31"sv, "31-12-9999"sv};
    return is_one_of(text, ends);
}

// No word that means something else has a digit.
bool is_plain_name(std::string_view text) {
    bool has_digit = false, is_plain = !text.empty();
    for (const char byte : text) {
        has_digit |= byte >= '0' && byte <= '9';
        is_plain &= is_ascii_graphic(byte) && byte != '#' && byte != '"';
    }
    return has_digit && is_plain;
}

bool is_total(std::string_view text) {
    constexpr std::size_t longest = 40;  // bytes
    if (text.empty() || text.size() > longest) return false;
    auto word = equality_form(text);
    while (!word.empty() && (word.back() == ':' || word.back() == ' ')) word.pop_back();
    const auto begins = [&](std::string_view beginning) { return word.starts_with(beginning); };
    return is_one_of(word, total_words) || std::ranges::any_of(total_beginnings, begins);
}

std::string_view summed_up(std::string_view text) {
    constexpr std::size_t longest = 16;  // bytes of the word at the end
    const auto ends = [&](std::string_view letter) { return text.ends_with(letter); };
    if (std::ranges::none_of(last_letters_of_totals, ends)) return "";
    const auto blank = text.rfind(' ');
    if (blank == std::string_view::npos || text.size() - blank > longest) return "";
    const auto is_sum = is_one_of(equality_form(text.substr(blank + 1)), total_words);
    return is_sum ? trimmed(text.substr(0, blank)) : "";
}

bool names_period(std::string_view header, PeriodUnit unit) {
    return is_one_of(header, period_headers) ||
           is_one_of(header, unit_headers[static_cast<std::size_t>(unit)]);
}

bool names_date(std::string_view header) {
    return is_one_of(header, date_headers);
}

bool names_from(std::string_view header) {
    return is_one_of(header, from_headers);
}

bool names_to(std::string_view header) {
    return is_one_of(header, to_headers);
}

bool names_key(std::string_view header) {
    return is_one_of(header, key_headers);
}

}  // namespace accrue::data
