#include "compare/opening.hpp"

#include <algorithm>
#include <optional>

#include "base/messages/phrases/comparing.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

constexpr std::size_t most_named = 4;  // schemes in the opening sentence

std::string over(const Ground& ground) {
    const auto& paid = ground.paid;
    if (paid.periods.empty()) return phrase(say::compare_over, "—", "—", 0);
    const auto size = static_cast<std::int64_t>(paid.size());
    const auto first = ground.period(paid.periods.front());
    if (paid.periods.size() == 1) return phrase(say::compare_over_one, first, size);
    return phrase(say::compare_over, first, ground.period(paid.periods.back()), size);
}

// `-31.9 %`
std::string signed_percent(const Exact& change, const Exact& of) {
    if (of.sign() == 0) return "—";
    const auto text = percent_text(rounded(change / of, Rounding::half_up, Exact::ratio(1, 1000)));
    return change.sign() > 0 ? "+" + text : text;
}

std::string money(const Ground& ground, const Exact& amount) {
    const auto& currency = ground.sides.reading.currency;
    return money_text(amount) + (currency.empty() ? "" : " " + currency);
}

// The first of a sentence names the first scheme, those after it are told against the same.
enum class Told { first, after };
std::string told(const Ground& ground, std::size_t side, Told place) {
    const auto before = ground.cost(0);
    const auto change = ground.cost(side) - before;
    const auto size = money(ground, abs(change)), percent = signed_percent(change, before);
    if (place == Told::after) {
        if (change.sign() == 0) return phrase(say::compare_then_same, ground.name(side));
        const auto words = change.sign() > 0 ? say::compare_then_more : say::compare_then_less;
        return phrase(words, ground.name(side), size, percent);
    }
    if (change.sign() == 0) return phrase(say::compare_opening_same, ground.name(side), ground.name(0));
    const auto words = change.sign() > 0 ? say::compare_opening_more : say::compare_opening_less;
    return phrase(words, ground.name(side), size, ground.name(0), percent);
}

std::string each_told(const Ground& ground) {
    std::string text;
    for (std::size_t i = 1; i < ground.count(); ++i)
        text += i == 1 ? told(ground, i, Told::first) : "; " + told(ground, i, Told::after);
    return text;
}

// Of all but the first, that with the least of something.
template <class Measure>
std::size_t least(const Ground& ground, const Measure& measure) {
    std::size_t found = 1;
    for (std::size_t i = 2; i < ground.count(); ++i)
        if (measure(i) < measure(found)) found = i;
    return found;
}

std::string ends_told(const Ground& ground) {
    std::vector<Exact> costs;
    for (std::size_t i = 0; i < ground.count(); ++i) costs.push_back(ground.cost(i));
    const auto cheapest = least(ground, [&](std::size_t i) { return costs[i]; });
    const auto dearest = least(ground, [&](std::size_t i) { return -costs[i]; });
    const auto nearest = least(ground, [&](std::size_t i) { return abs(costs[i] - costs[0]); });
    return phrase(say::compare_opening_ends, static_cast<std::int64_t>(ground.count() - 1), ground.name(0),
                  money(ground, costs[0])) +
           " " + phrase(say::compare_cheapest, ground.name(cheapest), money(ground, costs[cheapest])) + "; " +
           phrase(say::compare_dearest, ground.name(dearest), money(ground, costs[dearest])) + "; " +
           phrase(say::compare_nearest, ground.name(nearest), money(ground, costs[nearest]));
}

// ---------------------------------------------------------------- the table

std::optional<std::size_t> place_of(const Finding& finding, std::string_view column) {
    const auto found = std::ranges::find(finding.columns, column, &Column::name);
    if (found == finding.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - finding.columns.begin());
}

const Finding* named(const std::vector<Finding>& found, std::string_view name) {
    const auto at = std::ranges::find(found, name, &Finding::name);
    return at == found.end() || at->rows.empty() ? nullptr : &*at;
}

// A column of the summary that another finding has, a row a scheme.
void add_column(Finding& summary, const Finding* from, std::string_view column, std::string title) {
    const auto at = from == nullptr ? std::nullopt : place_of(*from, column);
    if (!at || from->rows.size() != summary.rows.size()) return;
    summary.columns.push_back({std::string(column), std::move(title), from->columns[*at].holds});
    for (std::size_t i = 0; i < summary.rows.size(); ++i) summary.rows[i].push_back(from->rows[i][*at]);
}

// The last row of a finding that has a column a scheme: the largest result that was tried.
void add_last_row(Finding& summary, const Finding* from, std::string title) {
    if (from == nullptr || from->columns.size() != summary.rows.size() + 1) return;
    summary.columns.push_back({"cost_at_120", std::move(title), Holds::amount});
    for (std::size_t i = 0; i < summary.rows.size(); ++i) summary.rows[i].push_back(from->rows.back()[i + 1]);
}

// From the first scheme, where there is another.
void add_differences(Finding& summary, const Ground& ground) {
    summary.columns.push_back({"change", phrase(say::compare_head_change), Holds::percent});
    summary.columns.push_back({"more", phrase(say::compare_head_gainers), Holds::count});
    summary.columns.push_back({"less", phrase(say::compare_head_losers), Holds::count});
    const auto first = ground.cost(0);
    for (std::size_t i = 0; i < ground.count(); ++i) {
        const auto [more, less] = against_first(ground.paid, ground.paid.pay[i]);
        auto& row = summary.rows[i];
        row.push_back(part(ground.cost(i) - first, first));
        row.push_back(number(more));
        row.push_back(number(less));
    }
}

Cell share_at_zero(const Ground& ground, std::size_t side) {
    return share_of(at_zero(ground.paid.pay[side]), ground.paid.size());
}

}  // namespace

std::string opening(const Ground& ground) {
    const auto said = ground.count() == 1
                          ? phrase(say::compare_opening_alone, ground.name(0), money(ground, ground.cost(0)))
                      : ground.count() - 1 <= most_named ? each_told(ground)
                                                         : ends_told(ground);
    return over(ground) + ": " + said + ".";
}

Finding summary(const Ground& ground, const std::vector<Finding>& found) {
    Finding summary{.name = "summary",
                    .title = phrase(say::compare_summary),
                    .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                {"cost", phrase(say::compare_head_cost), Holds::amount}},
                    .note = phrase(say::compare_note_summary, ground.name(0))};
    for (std::size_t i = 0; i < ground.count(); ++i) summary.rows.push_back({ground.name(i), ground.cost(i)});
    if (ground.count() > 1) add_differences(summary, ground);
    summary.columns.push_back({"zero", phrase(say::compare_head_at_zero), Holds::percent});
    for (std::size_t i = 0; i < ground.count(); ++i) summary.rows[i].push_back(share_at_zero(ground, i));
    add_column(summary, named(found, "more_result"), "jump", phrase(say::compare_head_jump));
    add_last_row(summary, named(found, "attainment"), phrase(say::compare_head_at_120));
    return summary;
}

}  // namespace accrue::compare
