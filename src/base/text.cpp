#include "base/text.hpp"

#include "base/as_seen.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/ascii.hpp"

namespace accrue {
namespace {

using CodePoint = utf8proc_int32_t;
using Pair = std::pair<CodePoint, CodePoint>;

// ---- UTF-8 ----

// The code point that the text begins with; -1 and one byte when it does not begin with one.
struct Decoded {
    CodePoint code;
    std::size_t length;
};

Decoded first_code_point(std::string_view text) {
    CodePoint code = -1;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length <= 0) return {-1, 1};
    return {code, static_cast<std::size_t>(length)};
}

template <class Visitor>
void for_each_code_point(std::string_view text, const Visitor& visit) {
    for (std::size_t offset = 0; offset < text.size();) {
        const auto [code, length] = first_code_point(text.substr(offset));
        visit(code, offset, length);
        offset += length;
    }
}

std::u32string code_points(std::string_view text) {
    std::u32string codes;
    for_each_code_point(text, [&](CodePoint code, std::size_t, std::size_t) {
        codes.push_back(static_cast<char32_t>(code < 0 ? 0xFFFD : code));
    });
    return codes;
}

void append(std::string& text, CodePoint code) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto length = utf8proc_encode_char(code, bytes.data());
    text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(length));
}

struct Free {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }  // NOLINT: utf8proc allocates so
};

// The text itself when it is not UTF-8.
std::string mapped(std::string_view text, unsigned options) {
    utf8proc_uint8_t* result = nullptr;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(text.size()), &result,
                                     static_cast<utf8proc_option_t>(options));
    const std::unique_ptr<utf8proc_uint8_t, Free> owner(result);
    if (length < 0) return std::string(text);
    return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(length)};
}

// ---- Kinds of characters ----

bool is_blank(CodePoint code) {
    return (code >= '\t' && code <= '\r') || code == ' ' || code == 0x85 ||
           (code >= 0x80 && utf8proc_category(code) == UTF8PROC_CATEGORY_ZS);
}

bool is_mark(CodePoint code) {
    const auto category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
           category == UTF8PROC_CATEGORY_MC;
}

bool is_letter(CodePoint code) {
    const auto category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

// Characters that would move a terminal's cursor, change the direction of its text or hide in it.
bool is_unsafe(CodePoint code) {
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200B ||
           code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xE0000 && code <= 0xE007F);
}

enum class Alphabet { none, latin, greek, cyrillic, other };

Alphabet alphabet_of(CodePoint code) {
    const auto within = [code](CodePoint first, CodePoint last) { return code >= first && code <= last; };
    if (!is_letter(code)) return Alphabet::none;
    if (within('A', 'z') || within(0xC0, 0x24F) || within(0x1E00, 0x1EFF)) return Alphabet::latin;
    if (within(0x370, 0x3FF) || within(0x1F00, 0x1FFF)) return Alphabet::greek;
    if (within(0x400, 0x52F) || within(0x1C80, 0x1C8F) || within(0xA640, 0xA69F)) return Alphabet::cyrillic;
    return Alphabet::other;
}

// ---- Characters as people see them ----

// A terminal gives no character more than two columns, whatever it is put together from.
std::size_t width_of_character(std::string_view character) {
    int width = 0;
    for_each_code_point(character, [&](CodePoint code, std::size_t, std::size_t) {
        width += code < 0 ? 1 : utf8proc_charwidth(code);
    });
    return static_cast<std::size_t>(std::min(width, 2));
}

// ---- What was probably meant ----

constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 2> look_alikes = {{
    {U"авекмнорстухіѕјһԁԛԝ", U"abekmhopctyxisjhdqw"},
    {U"αβεηικνορτυχγωϲ", U"abenikvoptuxywc"},
}};

// Soft hyphens, and the joiners that only tell letters how to stand together, beside what hides in a
// terminal.
bool is_invisible(CodePoint code) {
    return code == 0xAD || code == 0x200C || code == 0x200D || (code >= 0x80 && is_unsafe(code));
}

CodePoint look_alike(CodePoint code) {
    if (code == 0x2010 || code == 0x2011) return '-';
    for (const auto& [letters, latin] : look_alikes) {
        const auto found = letters.find(static_cast<char32_t>(code));
        if (found != std::u32string_view::npos) return static_cast<CodePoint>(latin[found]);
    }
    return code;
}

}  // namespace

std::string as_seen(std::string_view text) {
    std::string seen;
    for_each_code_point(folded(text), [&](CodePoint code, std::size_t, std::size_t) {
        if (!is_invisible(code)) append(seen, code < 0 ? 0xFFFD : look_alike(code));
    });
    return seen;
}

namespace {

template <class Is>
bool has_any(std::string_view text, const Is& is) {
    bool found = false;
    for_each_code_point(
        text, [&](CodePoint code, std::size_t, std::size_t) { found = found || (code >= 0 && is(code)); });
    return found;
}

}  // namespace

bool has_invisible(std::string_view text) {
    return has_any(text, is_invisible);
}

bool has_word(std::string_view text) {
    return has_any(text, [](CodePoint code) {
        return is_letter(code) || utf8proc_category(code) == UTF8PROC_CATEGORY_SC;
    });
}

namespace {

// Damerau's distance (optimal string alignment): letters to insert, leave out, replace, or swap with a
// neighbour.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
    const auto columns = b.size() + 1;
    std::vector<std::size_t> before(columns), last(columns), current(columns);
    for (std::size_t j = 0; j < columns; ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j < columns; ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

// How many slips a pair of words may have between them and still be one word.
std::size_t slips_allowed(const std::u32string& a, const std::u32string& b) {
    if (std::max(a.size(), b.size()) < 3) return 0;
    return std::min(a.size(), b.size()) < 5 ? 1 : 2;
}

bool lengths_apart(const std::u32string& a, const std::u32string& b, std::size_t distance) {
    return std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > distance;
}

constexpr std::size_t longest_name = 200;  // letters; nobody mistypes more

std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates) {
    const auto word = code_points(as_seen(written));
    if (word.size() > longest_name) return std::nullopt;
    std::optional<std::string> best;
    std::size_t best_distance = SIZE_MAX;
    for (const auto& candidate : candidates) {
        const auto other = code_points(as_seen(candidate));
        const auto allowed = slips_allowed(word, other);
        if (lengths_apart(word, other, allowed)) continue;
        const auto distance = edit_distance(word, other);
        if (distance > allowed || distance >= best_distance) continue;
        best = candidate;
        best_distance = distance;
    }
    return best;
}

template <class Form>
std::optional<std::string> same_in(const Form& form, const std::string& wanted,
                                   const std::vector<std::string>& candidates) {
    const auto found = std::ranges::find(candidates, wanted, form);
    if (found == candidates.end()) return std::nullopt;
    return *found;
}

// ---- Keyboards ----

constexpr std::u32string_view qwerty =
    U"`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&";
constexpr std::u32string_view jcuken =
    U"ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?";
static_assert(qwerty.size() == jcuken.size());

CodePoint key(CodePoint code, std::u32string_view from, std::u32string_view to) {
    const auto found = from.find(static_cast<char32_t>(code));
    return found == std::u32string_view::npos ? code : static_cast<CodePoint>(to[found]);
}

}  // namespace

std::optional<std::size_t> invalid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        if (static_cast<unsigned char>(text[offset]) < 0x80) {
            ++offset;
            continue;
        }
        const auto [code, length] = first_code_point(text.substr(offset));
        if (code < 0) return offset;
        offset += length;
    }
    return std::nullopt;
}

std::string nfc(std::string_view text) {
    if (is_ascii(text)) return std::string(text);
    return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

// Composed before and after: folding may take letters apart, and ё must be one letter to become е.
std::string folded(std::string_view text) {
    const auto folded_case = nfc(mapped(nfc(text), UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
    std::string result;
    bool blank_due = false;
    for_each_code_point(folded_case, [&](CodePoint code, std::size_t offset, std::size_t length) {
        if (is_blank(code)) {
            blank_due = !result.empty();
            return;
        }
        if (std::exchange(blank_due, false)) result += ' ';
        code == U'ё' ? result.append("е") : result.append(folded_case, offset, length);
    });
    return result;
}

// A byte order mark inside of a text is what joining two files leaves behind; nobody sees it.
std::string_view trimmed(std::string_view text) {
    constexpr CodePoint mark = 0xFEFF;
    std::size_t begin = text.size();
    std::size_t end = 0;
    for_each_code_point(text, [&](CodePoint code, std::size_t offset, std::size_t length) {
        if (is_blank(code) || code == mark) return;
        begin = std::min(begin, offset);
        end = offset + length;
    });
    return end == 0 ? std::string_view() : text.substr(begin, end - begin);
}

std::vector<std::string_view> characters(std::string_view text) {
    std::vector<std::string_view> found;
    CodePoint previous = -1;
    utf8proc_int32_t state = 0;
    for_each_code_point(text, [&](CodePoint code, std::size_t offset, std::size_t length) {
        const bool joined =
            previous >= 0 && code >= 0 && !utf8proc_grapheme_break_stateful(previous, code, &state);
        if (joined) {
            found.back() = text.substr(found.back().data() - text.data(), found.back().size() + length);
        } else {
            found.push_back(text.substr(offset, length));
        }
        if (code < 0) state = 0;
        previous = code;
    });
    return found;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (const auto character : characters(text)) width += width_of_character(character);
    return width;
}

std::size_t character_count(std::string_view text) {
    return characters(text).size();
}

std::string padded_right(std::string_view text, std::size_t width) {
    const auto taken = display_width(text);
    return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
    const auto taken = display_width(text);
    return std::string(width > taken ? width - taken : 0, ' ') + std::string(text);
}

std::string printable(std::string_view text) {
    std::string safe;
    for_each_code_point(text, [&](CodePoint code, std::size_t offset, std::size_t length) {
        if (code < 0 || (code < 0x100 && is_unsafe(code))) {
            safe += fmt::format("\\x{:02x}", code < 0 ? static_cast<unsigned char>(text[offset]) : code);
        } else if (is_unsafe(code)) {
            safe += fmt::format("\\u{:04x}", code);
        } else {
            safe.append(text, offset, length);
        }
    });
    return safe;
}

namespace {

struct Letter {
    Alphabet alphabet;
    MixedLetter place;
};

// The first letter of a run that the run's own alphabet does not have.
std::optional<MixedLetter> stranger(const std::vector<Letter>& run) {
    const auto count = [&](Alphabet alphabet) {
        return std::ranges::count(run, alphabet, &Letter::alphabet);
    };
    if (run.empty()) return std::nullopt;
    auto own = run.front().alphabet;
    for (const auto alphabet : {Alphabet::latin, Alphabet::greek, Alphabet::cyrillic}) {
        if (count(alphabet) > count(own)) own = alphabet;
    }
    const auto found =
        std::ranges::find_if(run, [own](const Letter& letter) { return letter.alphabet != own; });
    if (found == run.end()) return std::nullopt;
    return found->place;
}

}  // namespace

std::optional<MixedLetter> mixed_alphabets(std::string_view word) {
    std::optional<MixedLetter> found;
    std::vector<Letter> run;
    for_each_code_point(word, [&](CodePoint code, std::size_t offset, std::size_t length) {
        const auto alphabet = code < 0 ? Alphabet::none : alphabet_of(code);
        if (alphabet == Alphabet::none && !is_mark(code)) {
            if (!found) found = stranger(run);
            run.clear();
        } else if (alphabet != Alphabet::none && alphabet != Alphabet::other) {
            run.push_back({alphabet, {offset, length}});
        }
    });
    return found ? found : stranger(run);
}

// A letter tells its layout; signs are typed in the layout of the text's letters, Latin when it has no
// Cyrillic one.
std::string other_layout(std::string_view text) {
    const auto composed = nfc(text);
    bool is_russian = false;
    for_each_code_point(composed, [&](CodePoint code, std::size_t, std::size_t) {
        is_russian = is_russian || alphabet_of(code) == Alphabet::cyrillic;
    });
    std::string typed;
    for_each_code_point(composed, [&](CodePoint code, std::size_t offset, std::size_t length) {
        const auto alphabet = alphabet_of(code);
        const bool to_latin = alphabet == Alphabet::cyrillic || (alphabet == Alphabet::none && is_russian);
        if (code < 0) return void(typed.append(composed, offset, length));
        append(typed, to_latin ? key(code, jcuken, qwerty) : key(code, qwerty, jcuken));
    });
    return typed;
}

std::optional<std::string> closest(std::string_view written, const std::vector<std::string>& candidates) {
    const auto fold = [](const std::string& text) { return folded(text); };
    const auto see = [](const std::string& text) { return as_seen(text); };
    if (auto same = same_in(fold, folded(written), candidates)) return same;
    if (auto same = same_in(fold, folded(other_layout(written)), candidates)) return same;
    if (auto same = same_in(see, as_seen(written), candidates)) return same;
    return nearest(written, candidates);
}

}  // namespace accrue
