#include "cli/compared_sides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/curves.hpp"
#include "base/text.hpp"
#include "cli/scheme_file.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

constexpr std::int64_t most_values = 40;  // of one sweep

compare::Side loaded_side(Session& session, const SchemeChoice& choice, std::string name) {
    auto loaded = load_scheme(session, choice);
    if (has_errors(loaded.diagnostics)) loaded = sound_scheme(session, std::move(loaded));
    auto scheme = std::move(loaded.checked.scheme);
    if (name.empty()) name = scheme.name;
    if (name.empty()) name = files::path(choice.path).stem().string();
    return {.name = printable(name), .scheme = std::move(scheme)};
}

// `rate=0.6%; threshold=45M` as a scheme of two lines more.
std::string replaced(const std::string& path, const std::string& changes) {
    auto text = fmt::format("scheme variant based on \"{}\"\n", path);
    for (std::size_t at = 0; at <= changes.size();) {
        const auto end = std::min(changes.find(';', at), changes.size());
        const auto change = changes.substr(at, end - at);
        const auto equals = change.find('=');
        if (equals == std::string::npos) refuse(phrase(say::changes_wanted, "compare"), "`--with rate=0.6%`");
        text += fmt::format("replace param {} = {}\n", change.substr(0, equals), change.substr(equals + 1));
        at = end + 1;
    }
    return text;
}

compare::Side variant(Session& session, const std::string& path, const std::string& changes) {
    auto side = loaded_side(session, {.path = "", .text = replaced(path, changes)}, changes);
    for (auto& level : side.scheme.levels)  // no file bears the name in the text that is made here
        for (auto& names : level.file_names) names.erase(names.begin());
    return side;
}

// ---------------------------------------------------------------- `threshold=35M..45M:1M`

struct Written {
    Exact number;
    bool is_percent;
};
std::optional<Written> written_number(std::string_view text) {
    text = trimmed(text);
    const bool is_percent = text.ends_with('%');
    if (is_percent) text.remove_suffix(1);
    auto value = parse_literal(trimmed(text));
    if (!value) return std::nullopt;
    return Written{*std::move(value), is_percent};
}

struct Range {
    std::string param;
    Exact from, to, step;  // as written: of percents the percents
    bool is_percent;
};
Range range_of(const std::string& text) {
    const auto unreadable = [&] {
        refuse(phrase(say::compare_sweep_form, text), "`--sweep threshold=35M..45M:1M`");
    };
    const auto equals = text.find('='), dots = text.find(".."), colon = text.rfind(':');
    const bool has_parts =
        equals != text.npos && dots != text.npos && colon != text.npos && equals < dots && dots < colon;
    if (!has_parts) unreadable();
    const auto from = written_number(std::string_view(text).substr(equals + 1, dots - equals - 1));
    const auto to = written_number(std::string_view(text).substr(dots + 2, colon - dots - 2));
    const auto step = written_number(std::string_view(text).substr(colon + 1));
    if (!from || !to || !step) unreadable();
    const bool is_whole = step->number.sign() > 0 && from->number <= to->number;
    if (!is_whole || from->is_percent != to->is_percent || from->is_percent != step->is_percent) unreadable();
    return {std::string(trimmed(std::string_view(text).substr(0, equals))), from->number, to->number,
            step->number, from->is_percent};
}

void refuse_long(const std::string& text, const Range& range) {
    const Exact count = floor((range.to - range.from) / range.step) + 1;
    if (count > most_values) refuse(phrase(say::compare_sweep_long, text, to_people(count), most_values));
}

// The changes with which each value is tried, and the values themselves.
struct Value {
    std::string changes;
    Exact value;
};
std::vector<Value> values_of(const Range& range) {
    std::vector<Value> values;
    for (Exact at = range.from; at <= range.to; at += range.step)
        values.push_back({range.param + "=" + to_machine(at) + (range.is_percent ? "%" : ""),
                          range.is_percent ? at / 100 : at});
    return values;
}

// ---------------------------------------------------------------- all of them

void tell_apart(std::vector<compare::Side>& sides) {
    for (std::size_t i = 0; i < sides.size(); ++i) {
        std::size_t same = 1;
        for (std::size_t before = 0; before < i; ++before)
            if (sides[before].name == sides[i].name) ++same;
        if (same > 1) sides[i].name += fmt::format(" ({})", same);
    }
}

std::vector<compare::Side> named_sides(Session& session, const CompareRequest& request) {
    std::vector<compare::Side> sides;
    for (const auto& path : request.schemes)
        sides.push_back(loaded_side(session, {.path = path, .text = {}}, ""));
    for (const auto& changes : request.with)
        sides.push_back(variant(session, request.schemes.front(), changes));
    tell_apart(sides);
    return sides;
}

compare::Sides joined_sides(std::vector<compare::Side> sides) {
    auto all = compare::joined(std::move(sides));
    if (const auto* apart = std::get_if<compare::Apart>(&all))
        refuse(phrase(say::compare_apart, apart->first, apart->second, apart->what));
    auto joined = std::get<compare::Sides>(std::move(all));
    const bool is_paid =
        std::ranges::any_of(joined.sides, [](const auto& side) { return !side.scheme.pays.empty(); });
    if (!is_paid) throw Stop{Exit::scheme, phrase(say::compare_nothing_paid), ""};
    return joined;
}

}  // namespace

Compared compared_sides(Session& session, const CompareRequest& request) {
    std::vector<Range> ranges;
    for (const auto& text : request.sweep) {
        ranges.push_back(range_of(text));
        refuse_long(text, ranges.back());
    }
    auto sides = named_sides(session, request);
    const auto named = sides.size();
    for (const auto& range : ranges)
        for (const auto& value : values_of(range))
            sides.push_back(variant(session, request.schemes.front(), value.changes));
    Compared compared{.sides = joined_sides(std::move(sides)), .sweeps = {}};
    // the steps of sweeps stand behind the others, and have a table of their own
    auto& all = compared.sides.sides;
    auto next = named;
    for (const auto& range : ranges) {
        compare::Sweep sweep{.param = range.param, .is_percent = range.is_percent, .steps = {}};
        for (const auto& value : values_of(range))
            sweep.steps.push_back({.value = value.value, .scheme = std::move(all[next++].scheme)});
        compared.sweeps.push_back(std::move(sweep));
    }
    all.resize(named);
    return compared;
}

}  // namespace accrue::cli
