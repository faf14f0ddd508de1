#include "report/results.hpp"

#include <algorithm>
#include <span>

#include "number/decimal.hpp"
#include "report/digits.hpp"

namespace accrue::report {
namespace {

constexpr int most_digits = 12;

// Has every key one row in each period, and the keys one behind the other?
bool are_even(std::span<const data::KeyId> keys, const data::Frame& frame) {
    if (frame.keys == 0 || keys.size() % frame.keys != 0) return false;
    for (std::size_t begin = 0; begin < keys.size(); begin += frame.keys) {
        std::uint32_t differences = 0;
        for (std::uint32_t key = 0; key < frame.keys; ++key)
            differences |= keys[begin + key].value ^ (frame.first_key.value + key);
        if (differences != 0) return false;
    }
    return true;
}

std::vector<data::RowId> by_key_of_even(const data::Frame& frame) {
    std::vector<data::RowId> rows(frame.rows);
    auto place = rows.begin();
    for (std::uint32_t key = 0; key < frame.keys; ++key) {
        for (std::size_t row = key; row < frame.rows; row += frame.keys)
            *place++ = data::RowId(frame.first.value + row);
    }
    return rows;
}

// Rows of a level come by period, then key; a stable deal by key gives key, then period.
std::vector<data::RowId> by_key(const data::History& history, core::LevelId level) {
    const auto& frame = history.frames[level];
    const auto keys = std::span(history.rows.keys).subspan(frame.first.value, frame.rows);
    if (are_even(keys, frame)) return by_key_of_even(frame);
    std::vector<std::uint32_t> begin(frame.keys + 1, 0);
    const auto key = [&](std::uint32_t place) { return keys[place].value - frame.first_key.value; };
    for (std::uint32_t i = 0; i < frame.rows; ++i) ++begin[key(i) + 1];
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    std::vector<data::RowId> rows(frame.rows);
    for (std::uint32_t i = 0; i < frame.rows; ++i) rows[begin[key(i)]++] = data::RowId(frame.first.value + i);
    return rows;
}

bool has_key(const data::History& history, data::RowId row, const std::string& key) {
    for (auto each = row; each; each = history.rows[each].parent) {
        if (history.key(each) == key) return true;
    }
    return false;
}

bool is_selected(const data::History& history, const Selection& selection, data::RowId row) {
    if (selection.period && history.rows[row].period != *selection.period) return false;
    return !selection.key || has_key(history, row, *selection.key);
}

std::vector<core::LevelId> keyed_levels(const core::Scheme& scheme, core::LevelId level) {
    std::vector<core::LevelId> keyed;
    for (auto each = level; each; each = scheme.levels[each].parent) {
        if (scheme.levels[each].kind == core::LevelKind::rows) keyed.push_back(each);
    }
    return keyed;
}

PaidLevel paid_level(const core::Scheme& scheme, core::LevelId level) {
    PaidLevel paid{.level = level,
                   .pays = scheme.pays,
                   .pay_total = scheme.levels[level].pay_total,
                   .keyed = keyed_levels(scheme, level)};
    std::erase_if(paid.pays,
                  [&](const core::Pay& pay) { return scheme.definitions[pay.amount].level != level; });
    return paid;
}

std::vector<data::RowId> selected_rows(const data::History& history, const Selection& selection,
                                       core::LevelId level) {
    auto rows = by_key(history, level);
    if (selection.key || selection.period)
        std::erase_if(rows, [&](data::RowId row) { return !is_selected(history, selection, row); });
    return rows;
}

std::string named(const core::Scheme& scheme, const std::string& key_name, core::LevelId level) {
    const bool is_flat = scheme.levels.size() == 1 && !key_name.empty();
    return is_flat ? key_name : scheme.levels[level].name;
}

}  // namespace

Outline outline(const core::Scheme& scheme, const Selection& selection, std::string key_name) {
    Outline made{scheme, {}, std::move(key_name)};
    for (const auto level : core::paying_levels(scheme)) {
        if (!selection.level || level == *selection.level) made.levels.push_back(paid_level(scheme, level));
    }
    return made;
}

Results select(const core::Scheme& scheme, const data::History& history, const run::Result& run,
               const Selection& selection, std::string key_name) {
    auto columns = outline(scheme, selection, std::move(key_name));
    Results results{scheme, history, run, {}, std::move(columns.key_name)};
    for (auto& paid : columns.levels) {
        auto rows = selected_rows(history, selection, paid.level);
        results.levels.push_back({std::move(paid), std::move(rows)});
    }
    return results;
}

std::string key_name(const Outline& outline, core::LevelId level) {
    return named(outline.scheme, outline.key_name, level);
}
std::string key_name(const Results& results, core::LevelId level) {
    return named(results.scheme, results.key_name, level);
}

std::string key_above(const Results& results, data::RowId row, core::LevelId level) {
    const auto above = results.history.above(row, level);
    return above ? results.history.key(above) : "";
}

std::string_view unit_name(const core::Scheme& scheme) {
    return to_text(scheme.calendar.unit);
}

Exact amount(const Results& results, core::DefinitionId definition, data::RowId row) {
    return results.run.definitions[definition.value].number(row);
}

Exact total(const Results& results, const LevelResults& level, core::DefinitionId definition) {
    Exact sum = 0;
    for (const auto row : level.rows) sum = sum + amount(results, definition, row);
    return sum;
}

int money_digits(const core::Scheme& scheme) {
    for (int digits = 0; digits <= most_digits; ++digits) {
        const auto power = static_cast<std::int64_t>(powers_of_ten[static_cast<std::size_t>(digits)]);
        if ((scheme.rounding_step * Exact(power)).is_integer()) return digits;
    }
    return 2;
}

std::string machine_amount(const Exact& amount, int digits) {
    auto text = to_machine(amount);
    if (digits <= 0 || text.find('/') != std::string::npos) return text;
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    const auto written = text.size() - point - 1;
    if (written < static_cast<std::size_t>(digits))
        text.append(static_cast<std::size_t>(digits) - written, '0');
    return text;
}

}  // namespace accrue::report
