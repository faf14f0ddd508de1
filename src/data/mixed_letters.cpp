#include "data/mixed_letters.hpp"

#include <array>
#include <string>
#include <utility>

#include "base/as_seen.hpp"
#include "base/messages/data.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"

namespace accrue::data {
namespace {

using namespace std::string_view_literals;

constexpr std::array odd_blanks = {std::pair("\u00A0"sv, "U+00A0"sv), std::pair("\u2007"sv, "U+2007"sv),
                                   std::pair("\u2009"sv, "U+2009"sv), std::pair("\u202F"sv, "U+202F"sv)};

void note_odd_blank(Diagnostic& report, std::string_view name) {
    for (const auto& [blank, code] : odd_blanks) {
        const auto place = name.find(blank);
        if (place == std::string_view::npos) continue;
        report.notes.push_back(
            {kind::note_odd_blank, {std::string(name.substr(0, place)), std::string(code)}});
        return;
    }
}

bool note_mixed_letter(Diagnostic& report, std::string_view name) {
    const auto mixed = mixed_alphabets(name);
    if (!mixed) return false;
    report.notes.push_back({kind::note_mixed, {std::string(name.substr(mixed->offset, mixed->length))}});
    return true;
}

}  // namespace

void note_unseen(Diagnostic& report, std::string_view one, std::string_view other) {
    const bool is_first_mixed = note_mixed_letter(report, one);
    const bool is_mixed = note_mixed_letter(report, other) || is_first_mixed;
    for (const auto name : {one, other}) note_odd_blank(report, name);
    if (has_invisible(one) || has_invisible(other))
        report.notes.push_back({kind::note_invisible, {}});
    else if (!is_mixed && folded(one) != folded(other))
        report.notes.push_back({kind::note_two_alphabets, {}});
}

void hint_near(Diagnostic& report, std::initializer_list<std::string_view> names, Fact hint) {
    for (const auto name : names) note_mixed_letter(report, name);
    report.notes.push_back(std::move(hint));
}

}  // namespace accrue::data
