#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/session.hpp"
#include "data/date_cell.hpp"
#include "data/period_words.hpp"
#include "data/words.hpp"

namespace accrue::cli {
namespace {

using core::LevelId;
using core::LevelKind;

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    const auto count = std::min(most, names.size());
    const std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    const auto text = fmt::format("`{}`", fmt::join(first, "`, `"));
    return names.size() > most ? text + " …" : text;
}

// ---- Levels and keys
// --------------------------------------------------------------------------------------------------

std::string name_of(const Ground& ground, LevelId level) {
    return core::is_flat(ground.scheme) ? ground.key_name : ground.scheme.levels[level].name;
}

// Levels whose rows can be named, those that are paid first, inner before outer.
std::vector<LevelId> nameable(const core::Scheme& scheme) {
    std::vector<LevelId> levels;
    for (auto i = scheme.levels.size(); i > 0; --i) {
        const LevelId level(i - 1);
        if (scheme.levels[level].kind != LevelKind::records) levels.push_back(level);
    }
    std::ranges::stable_partition(levels,
                                  [&](LevelId level) { return bool(scheme.levels[level].pay_total); });
    return levels;
}

std::vector<std::string> keys_of(const data::History& history, LevelId level) {
    const auto& frame = history.frames[level];
    const auto first = history.keys.begin() + frame.first_key.value;
    return {first, first + frame.keys};
}

std::vector<std::string> keys_of(const Ground& ground, const std::vector<LevelId>& levels) {
    std::vector<std::string> all;
    for (const auto level : levels) {
        if (ground.scheme.levels[level].kind != LevelKind::rows) continue;
        const auto keys = keys_of(ground.history, level);
        all.insert(all.end(), keys.begin(), keys.end());
    }
    return all;
}

bool has_key(const data::History& history, LevelId level, const std::string& key) {
    const auto keys = keys_of(history, level);
    return std::ranges::binary_search(keys, key);
}

LevelId level_with(const Ground& ground, const std::vector<LevelId>& levels, const std::string& key) {
    const auto found =
        std::ranges::find_if(levels, [&](LevelId level) { return has_key(ground.history, level, key); });
    return found == levels.end() ? LevelId() : *found;
}

std::string key_in(const Ground& ground, const std::vector<LevelId>& levels, const std::string& written) {
    const auto wanted = nfc(trimmed(written));
    if (level_with(ground, levels, wanted)) return wanted;
    const auto keys = keys_of(ground, levels);
    const auto meant = closest(wanted, keys);
    refuse(phrase(say::no_such_key, name_of(ground, levels.front()), written),
           meant ? fmt::format("`--for {}`", in_shell_quotes(*meant)) : phrase(say::it_has, some_of(keys)));
}

std::string only_key(const Ground& ground, LevelId level) {
    const auto keys = keys_of(ground.history, level);
    if (keys.size() == 1) return keys.front();
    if (keys.empty()) refuse(phrase(say::no_rows_in_data));
    refuse(phrase(say::which_key, name_of(ground, level), some_of(keys)),
           fmt::format("`--for {}`", in_shell_quotes(keys.front())));
}

// ---- Periods
// ----------------------------------------------------------------------------------------------------------

// `2026-3`, `03.2026`, `март 2026`: a year of four digits, and a month by its number or name.
std::optional<Month> month_meant(const std::string& written) {
    std::optional<int> year, number;
    for (std::size_t at = 0; at < written.size();) {
        const auto parts = std::string_view(" .-/");
        const auto end = std::min(written.find_first_of(parts, at), written.size());
        const auto word = written.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        const bool is_number = word.find_first_not_of("0123456789") == std::string::npos && word.size() <= 4;
        if (is_number && word.size() == 4) {
            year = std::stoi(word);
        } else {
            number = is_number ? std::optional(std::stoi(word)) : data::month_number(folded(word));
        }
    }
    const bool is_month = year && number && *number >= 1 && *number <= 12;
    return is_month ? std::optional(Month::of(*year, *number)) : std::nullopt;
}

Period read_period(const core::Scheme& scheme, const std::string& written) {
    const auto period = scheme.calendar.parse(written);
    const auto year = period ? scheme.calendar.month(*period).year() : 0;
    if (year >= data::first_year && year <= data::last_year) return *period;
    const bool months = scheme.calendar.unit == PeriodUnit::month;
    const auto meant = month_meant(written).value_or(Month::of(2026, 3));
    if (period) refuse(phrase(months ? say::not_a_month : say::not_a_period, written));  // of no year of ours
    refuse(phrase(months ? say::not_a_month : say::not_a_period, written),
           fmt::format("`--{} {}`", months ? "month" : "period",
                       scheme.calendar.to_text(scheme.calendar.period(meant))));
}

// By rising period.
std::vector<Period> periods_of(const data::History& history, LevelId level, const std::string& key) {
    std::vector<Period> periods;
    for (const auto row : history.rows_of(level)) {
        if (history.key(row) == key) periods.push_back(history.rows[row].period);
    }
    return periods;
}

// The last before it and the first behind it; nothing where it does not lie between two.
std::optional<std::pair<Period, Period>> around(const std::vector<Period>& rising, Period wanted) {
    const auto after = std::ranges::upper_bound(rising, wanted);
    if (after == rising.begin() || after == rising.end()) return std::nullopt;
    return std::pair(*(after - 1), *after);
}

// `key` has rows of other periods.
[[noreturn]] void refuse_period(const Ground& ground, LevelId level, const std::string& key, Period wanted) {
    const auto periods = periods_of(ground.history, level, key);
    const auto text = [&](Period each) { return ground.scheme.calendar.to_text(each); };
    if (const auto gap = around(periods, wanted))
        refuse(phrase(say::key_has_gap, key, text(wanted), text(gap->first), text(gap->second)));
    refuse(phrase(say::key_has_no_month, key, text(wanted), text(periods.front()), text(periods.back())));
}

Period only_period(const core::Scheme& scheme, const std::vector<Period>& periods) {
    if (periods.size() == 1) return periods.front();
    const auto text = [&](Period period) { return scheme.calendar.to_text(period); };
    const bool months = scheme.calendar.unit == PeriodUnit::month;
    refuse(phrase(months ? say::which_month : say::which_period, text(periods.front()), text(periods.back())),
           fmt::format("`--{} {}`", months ? "month" : "period", text(periods.back())));
}

// ---- Definitions
// ------------------------------------------------------------------------------------------------------

bool can_be_named(const core::Definition& definition) {
    using enum core::DefinitionKind;
    return definition.kind == written || definition.kind == part || definition.kind == share;
}

std::vector<std::string> definition_names(const core::Scheme& scheme, LevelId level) {
    std::vector<std::string> names;
    if (scheme.levels[level].pay_total) names.emplace_back("pay");
    for (const auto& definition : scheme.definitions) {
        if (definition.level == level && can_be_named(definition)) names.push_back(shown_name(definition));
    }
    for (const auto& pay : scheme.pays) {
        const bool is_named = std::ranges::find(names, pay.component) != names.end();
        if (!is_named && scheme.definitions[pay.amount].level == level) names.push_back(pay.component);
    }
    return names;
}

bool is_all_pay(const std::string& name) {
    return name == "pay" || name == phrase(say::head_pay);
}

// What is paid under a name comes before what is defined under it and stands in the trace of that.
std::optional<core::DefinitionId> definition_of(const core::Scheme& scheme, LevelId level,
                                                const std::string& name) {
    const auto total = scheme.levels[level].pay_total;
    if (is_all_pay(name) && total) return total;
    for (const auto& pay : scheme.pays) {
        if (scheme.definitions[pay.amount].level == level && pay.component == name) return pay.amount;
    }
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        const auto& definition = scheme.definitions[id];
        if (definition.level == level && can_be_named(definition) && shown_name(definition) == name)
            return id;
    }
    return std::nullopt;
}

bool is_leaf(const core::Scheme& scheme, const std::string& name) {
    const auto is_input = [&](const core::Input& input) { return column_name(input) == name; };
    return std::ranges::any_of(scheme.inputs, is_input) ||
           std::ranges::find(scheme.params, name, &core::Param::name) != scheme.params.end();
}

// A name as it stands, of the row or of one above it.
std::optional<Explained> named(const Ground& ground, const std::string& name, data::RowId row) {
    for (const auto level : upwards(ground.scheme, ground.history.rows[row].level)) {
        const auto above = ground.history.above(row, level);
        const auto found = definition_of(ground.scheme, level, name);
        if (found && above) return Explained{*found, above};
    }
    return std::nullopt;
}

// Where the first word of a path leads: to the row above of that level, to the period, to a definition's row.
data::RowId led_to(const Ground& ground, const std::string& word, data::RowId row) {
    const auto& [scheme, history, key_name] = ground;
    const auto own = history.rows[row].level;
    for (const auto level : upwards(scheme, own)) {
        if (scheme.levels[level].name == word) return history.above(row, level);
    }
    const auto period = scheme.calendar.parse(word);
    if (!period) return named(ground, word, row).value_or(Explained{}).row;
    if (const auto found = history.find(own, history.key(row), *period)) return *found;
    refuse_period(ground, own, history.key(row), *period);
}

// Names may hold points: the longest that is one is taken.
std::optional<Explained> along(const Ground& ground, const std::string& path, data::RowId row) {
    if (auto found = named(ground, path, row)) return found;
    for (auto point = path.find('.'); point != std::string::npos; point = path.find('.', point + 1)) {
        const auto next = led_to(ground, path.substr(0, point), row);
        const auto found = next ? along(ground, path.substr(point + 1), next) : std::nullopt;
        if (found) return found;
    }
    return std::nullopt;
}

}  // namespace

std::vector<LevelId> upwards(const core::Scheme& scheme, LevelId level) {
    std::vector<LevelId> levels;
    for (auto each = level; each; each = scheme.levels[each].parent) levels.push_back(each);
    return levels;
}

std::string known_key(const Ground& ground, const std::string& written) {
    return key_in(ground, nameable(ground.scheme), written);
}

Period known_period(const Ground& ground, const std::string& written) {
    const auto& rows = ground.history.rows;
    const auto period = read_period(ground.scheme, written);
    if (rows.empty()) refuse(phrase(say::no_rows_in_data));
    if (std::ranges::find(rows.periods, period) != rows.periods.end()) return period;
    const std::set<Period> some(rows.periods.begin(), rows.periods.end());
    const std::vector<Period> periods(some.begin(), some.end());
    const auto text = [&](Period each) { return ground.scheme.calendar.to_text(each); };
    if (const auto gap = around(periods, period))
        refuse(phrase(say::no_rows_between, text(period), text(gap->first), text(gap->second)));
    refuse(phrase(say::no_rows_of_month, text(period), text(periods.front()), text(periods.back())));
}

Period known_or_later_period(const Ground& ground, const std::string& written) {
    const auto& rows = ground.history.rows;
    const auto period = read_period(ground.scheme, written);
    const bool is_later = !rows.empty() && *std::ranges::max_element(rows.periods) < period;
    return is_later ? period : known_period(ground, written);
}

Diagnostics without_records(const Ground& ground, const Sources& sources, Period period) {
    const auto& history = ground.history;
    Diagnostics diagnostics;
    for (std::size_t i = 0; i < ground.scheme.levels.size(); ++i) {
        const LevelId level(i);
        const auto periods = history.periods_of(level);
        if (ground.scheme.levels[level].kind != LevelKind::records || periods.empty()) continue;
        if (std::ranges::binary_search(periods, period)) continue;
        const auto text = [&](Period each) { return data::in_words(ground.scheme.calendar, each); };
        std::vector<std::string> names;
        for (const auto source : data::sources_of(history.frames[level]))
            names.push_back(sources[source].name());
        const auto name =
            names.empty() ? ground.scheme.levels[level].name : fmt::format("{}", fmt::join(names, ", "));
        diagnostics.push_back({kind::month_without_records,
                               {},
                               {name, text(period), text(periods.front()), text(periods.back())},
                               {}});
    }
    return diagnostics;
}

Period one_period(const Ground& ground, const std::vector<LevelId>& levels,
                  const std::optional<std::string>& written) {
    if (written) return known_period(ground, *written);
    std::set<Period> periods;
    for (const auto level : levels) {
        const auto some = ground.history.periods_of(level);
        periods.insert(some.begin(), some.end());
    }
    if (periods.empty()) refuse(phrase(say::no_rows_in_data));
    return only_period(ground.scheme, {periods.begin(), periods.end()});
}

LevelId known_level(const core::Scheme& scheme, const std::string& name) {
    std::vector<std::string> names;
    for (const auto level : nameable(scheme)) {
        if (folded(scheme.levels[level].name) == folded(name)) return level;
        names.push_back(scheme.levels[level].name);
    }
    const auto meant = closest(name, names);
    refuse(phrase(say::no_such_level, name),
           meant ? fmt::format("`--level {}`", *meant) : phrase(say::it_has, some_of(names)));
}

LevelId paid_level(const core::Scheme& scheme, const std::string& name) {
    const auto level = known_level(scheme, name);
    if (scheme.levels[level].pay_total) return level;
    std::vector<std::string> paid;
    for (const auto each : core::paying_levels(scheme)) paid.push_back(scheme.levels[each].name);
    refuse(phrase(say::level_is_not_paid, scheme.levels[level].name), phrase(say::it_has, some_of(paid)));
}

data::RowId chosen_row(const Ground& ground, const Wanted& wanted) {
    const auto& [scheme, history, key_name] = ground;
    if (history.rows.empty()) refuse(phrase(say::no_rows_in_data));
    const auto levels = wanted.level ? std::vector{known_level(scheme, *wanted.level)} : nameable(scheme);
    const auto key = wanted.key ? key_in(ground, levels, *wanted.key) : only_key(ground, levels.front());
    const auto level = wanted.key ? level_with(ground, levels, key) : levels.front();
    const auto period = wanted.period ? read_period(scheme, *wanted.period)
                                      : only_period(scheme, periods_of(history, level, key));
    if (const auto row = history.find(level, key, period)) return *row;
    refuse_period(ground, level, key, period);
}

Explained named_definition(const Ground& ground, const std::string& written, data::RowId row) {
    const auto& scheme = ground.scheme;
    const auto name = nfc(written);
    if (const auto found = along(ground, name, row)) return *found;
    const auto levels = upwards(scheme, ground.history.rows[row].level);
    if (is_leaf(scheme, name)) refuse(phrase(say::not_computed_here, written));
    const auto names = definition_names(scheme, levels.front());
    if (is_all_pay(name))
        refuse(phrase(say::level_is_not_paid, scheme.levels[levels.front()].name),
               names.empty() ? "" : fmt::format("`--path {}`", in_shell_quotes(names.front())));
    const auto meant = closest(name, names);
    refuse(phrase(say::nothing_to_explain, written),
           meant ? fmt::format("`--path {}`", in_shell_quotes(*meant)) : phrase(say::it_has, some_of(names)));
}

}  // namespace accrue::cli
