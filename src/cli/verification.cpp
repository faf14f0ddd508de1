#include "cli/verification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "base/text.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;

struct CheckWord {
    std::string_view name;
    Phrase phrase;
};
CheckWord word_of(Checked checked) {
    switch (checked) {
        case Checked::manifest:
            return {"manifest", say::check_manifest};
        case Checked::program:
            return {"program", say::check_program};
        case Checked::options:
            return {"options", say::check_options};
        case Checked::scheme:
            return {"scheme", say::check_scheme};
        case Checked::input:
            return {"input", say::check_input};
        case Checked::rerun:
            return {"recomputed", say::check_rerun};
        case Checked::totals:
            return {"totals", say::check_totals};
        case Checked::result:
            return {"result", say::check_result};
        case Checked::packed:
            return {"packed", say::check_packed};
        case Checked::trace:
            return {"trace", say::check_trace};
    }
    return {"", say::check_manifest};
}

std::string mark(CheckStatus status, Colour colour) {
    const bool is_bad = status == CheckStatus::changed || status == CheckStatus::absent;
    const std::string sign = is_bad ? "✗" : status == CheckStatus::same ? "✓" : "·";
    if (colour == Colour::off || status == CheckStatus::noted) return sign;
    return fmt::format("\x1b[{}m{}\x1b[0m", is_bad ? "1;31" : "32", sign);
}

Json json_of(const Discrepancy& difference) {
    auto json = Json::object();
    if (difference.line != 0) json["line"] = difference.line;
    if (!difference.row.empty()) json["row"] = difference.row;
    if (!difference.column.empty()) json["column"] = difference.column;
    if (difference.kept) json["kept"] = *difference.kept;
    if (difference.computed) json["computed"] = *difference.computed;
    return json;
}

Json json_of(const Check& check) {
    Json json{{"check", word_of(check.checked).name}, {"status", to_text(check.status)}};
    if (!check.name.empty()) json["name"] = check.name;
    json["says"] = check.says;
    if (!check.notes.empty()) json["notes"] = check.notes;
    if (check.lines == 0) return json;
    json["lines_that_differ"] = check.lines;
    json["differences"] = Json::array();
    for (const auto& difference : check.differences) json["differences"].push_back(json_of(difference));
    return json;
}

}  // namespace

std::string_view to_text(CheckStatus status) {
    switch (status) {
        case CheckStatus::same:
            return "same";
        case CheckStatus::changed:
            return "changed";
        case CheckStatus::absent:
            return "absent";
        case CheckStatus::noted:
            return "noted";
    }
    return "";
}

std::size_t Verification::failed() const {
    return static_cast<std::size_t>(std::ranges::count_if(checks, [](const Check& check) {
        return check.status == CheckStatus::changed || check.status == CheckStatus::absent;
    }));
}

void write_text(std::ostream& out, const Verification& verification, Colour colour) {
    constexpr std::size_t width = 11;  // of the longest word for a check
    const std::string below(width + 4, ' ');
    for (const auto& check : verification.checks) {
        out << mark(check.status, colour) << ' ' << padded_right(phrase(word_of(check.checked).phrase), width)
            << "  " << printable(check.says) << '\n';
        for (const auto& note : check.notes) out << below << printable(note) << '\n';
        for (const auto& difference : check.differences) out << below << printable(difference.says) << '\n';
        if (check.lines > check.differences.size())
            out << below << "… " << phrase(say::lines_in_all, check.lines) << '\n';
    }
    out << '\n';
    if (verification.is_proved()) {
        out << verification.verdict_when_proved << '\n';
    } else {
        out << phrase(say::verdict_not_proved, verification.failed(), verification.checks.size()) << '\n';
    }
}

void write_json(std::ostream& out, const Verification& verification, std::string_view version) {
    Json json{{"schema", "accrue.verification/1"},
              {"accrue", version},
              {"of", verification.of},
              {"proved", verification.is_proved()},
              {"checks", Json::array()}};
    for (const auto& check : verification.checks) json["checks"].push_back(json_of(check));
    out << json_document(json);
}

}  // namespace accrue::cli
