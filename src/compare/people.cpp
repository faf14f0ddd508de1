// Who gains and who loses, by how much, and why.

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "base/messages/phrases/comparing.hpp"
#include "compare/finding.hpp"
#include "compare/ranking.hpp"
#include "explain/difference.hpp"
#include "explain/evaluate.hpp"

namespace accrue::compare {
namespace {

constexpr std::size_t most_moved = 10;  // who gain most, and as many who lose most
constexpr std::size_t reasons_told = 2;

struct Totals {
    std::size_t people = 0;
    Exact before = 0, after = 0;
    void add(const Moved& moved) {
        ++people;
        before += moved.before;
        after += moved.after;
    }
};

std::vector<Column> columns_of(const Ground& ground, std::size_t side, Column first) {
    return {std::move(first),
            {"people", phrase(say::compare_head_people), Holds::count},
            {"before", ground.name(0), Holds::amount},
            {"after", ground.name(side), Holds::amount},
            {"difference", phrase(say::compare_head_difference), Holds::amount}};
}

std::vector<Cell> row_of(std::string name, const Totals& totals) {
    return {std::move(name), number(totals.people), totals.before, totals.after,
            totals.after - totals.before};
}

std::size_t band_of(const Moved& moved) {
    const auto change = moved.change();
    if (change.sign() == 0) return 2;
    const bool is_much = abs(change) > abs(moved.before) / 10;
    if (change.sign() < 0) return is_much ? 0 : 1;
    return is_much ? 4 : 3;
}

// For each of them the person-month in which the difference is largest, in the direction of the whole.
std::vector<std::size_t> widest_of(const Ground& ground, std::size_t side, const std::vector<Moved>& all) {
    constexpr std::uint32_t none = ~std::uint32_t{0};
    std::vector<std::uint32_t> place_of(ground.paid.people.size(), none);
    for (std::uint32_t i = 0; i < all.size(); ++i) place_of[all[i].person] = i;
    std::vector<std::size_t> widest(all.size(), 0);
    std::vector<int128> most(all.size(), -1);
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        const auto place = place_of[ground.paid.person[at]];
        if (place == none) continue;
        const auto change = static_cast<int128>(ground.paid.pay[side][at]) - ground.paid.pay[0][at];
        const auto size = all[place].change().sign() < 0 ? -change : change;
        if (size > most[place]) most[place] = size, widest[place] = at;
    }
    return widest;
}

// The gates of the second scheme that did not open, each with what it would have needed.
std::vector<std::string> closed_gates(const explain::Trace& trace) {
    std::vector<std::string> words;
    for (const auto& node : trace.nodes) {
        if (node.status != explain::Status::gate_closed || !node.row_name.empty()) continue;
        std::string failed;
        for (const auto child : node.children) {
            const auto& condition = trace.nodes[child].condition;
            if (condition && !condition->holds) failed += ": " + condition->text;
        }
        // without a condition it is the gate's own line inside another node
        if (!failed.empty()) words.push_back(phrase(say::compare_gate_closed, node.name) + failed);
    }
    return words;
}

// Of both schemes' traces of the same rows.
class Reasons {
  public:
    Reasons(const Ground& ground, std::size_t side)
        : ground_(ground),
          before_(ground.sides.sides[0].scheme, ground.history, ground.sources),
          after_(ground.sides.sides[side].scheme, ground.history, ground.sources) {}

    std::string of(std::size_t at) {
        const auto row = ground_.paid.rows[at];
        const auto level = ground_.paid.people[ground_.paid.person[at]].level;
        const auto first = before_.scheme().levels[level].pay_total,
                   second = after_.scheme().levels[level].pay_total;
        if (!first || !second)
            return phrase(say::compare_rule_only, first ? ground_.name(0) : after_.scheme().name);
        const auto one = explain::trace(before_, first, row), other = explain::trace(after_, second, row);
        const auto difference = explain::difference(one, other);
        auto words = closed_gates(other);
        for (const auto& reason : difference.reasons)
            if (reason.kind != explain::ReasonKind::together || words.empty()) words.push_back(reason.text);
        std::string text;
        for (std::size_t i = 0; i < std::min(reasons_told, words.size()); ++i)
            text += (i == 0 ? "" : "; ") + words[i];
        return text;
    }

  private:
    const Ground& ground_;
    explain::Evaluation before_, after_;
};

std::vector<Moved> most_moved_of(const std::vector<Moved>& all) {
    std::vector<Moved> changed;
    for (const auto& moved : all)
        if (moved.change().sign() != 0) changed.push_back(moved);
    std::ranges::stable_sort(changed, [](const Moved& a, const Moved& b) { return a.change() > b.change(); });
    if (changed.size() > 2 * most_moved)
        changed.erase(changed.begin() + most_moved, changed.end() - most_moved);
    return changed;
}

}  // namespace

std::vector<Moved> moved(const Ground& ground, std::size_t side) {
    std::vector<int128> before(ground.paid.people.size(), 0), after = before;
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        before[ground.paid.person[at]] += ground.paid.pay[0][at];
        after[ground.paid.person[at]] += ground.paid.pay[side][at];
    }
    std::vector<Moved> all;
    for (std::uint32_t i = 0; i < before.size(); ++i)
        all.push_back(
            {i, Exact::ratio(before[i], 1) * ground.paid.unit, Exact::ratio(after[i], 1) * ground.paid.unit});
    return all;
}

Finding bands(const Ground& ground, std::size_t side) {
    Finding finding{.name = "bands",
                    .title = phrase(say::compare_bands, ground.name(side), ground.name(0)),
                    .columns = columns_of(ground, side, {"band", phrase(say::compare_head_band)}),
                    .note = phrase(say::compare_note_bands),
                    .picture = Picture::bars,
                    .drawn = Holds::count};
    std::array<Totals, 5> totals;
    Totals all;
    std::size_t more = 0, less = 0;
    for (const auto& each : moved(ground, side)) {
        totals[band_of(each)].add(each);
        all.add(each);
        (each.change().sign() < 0 ? less : more) += each.change().sign() == 0 ? 0 : 1;
    }
    const std::array names = {say::compare_band_lose_much, say::compare_band_lose, say::compare_band_same,
                              say::compare_band_gain, say::compare_band_gain_much};
    for (std::size_t i = 0; i < names.size(); ++i)
        finding.rows.push_back(row_of(phrase(names[i]), totals[i]));
    finding.sentence = phrase(say::compare_who, more, all.people, less);
    return finding;
}

Finding movers(const Ground& ground, std::size_t side) {
    Finding finding{.name = "movers",
                    .title = phrase(say::compare_movers, ground.name(side), ground.name(0)),
                    .columns = {{"who", phrase(say::compare_head_person)},
                                {"before", ground.name(0), Holds::amount},
                                {"after", ground.name(side), Holds::amount},
                                {"difference", phrase(say::compare_head_difference), Holds::amount},
                                {"period", phrase(say::compare_head_when)},
                                {"reason", phrase(say::compare_head_why)}},
                    .note = phrase(say::compare_note_movers)};
    Reasons reasons(ground, side);
    const auto all = most_moved_of(moved(ground, side));
    const auto widest = widest_of(ground, side, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& each = all[i];
        const auto at = widest[i];
        finding.rows.push_back({ground.person(each.person), each.before, each.after, each.change(),
                                ground.period(ground.paid.periods[ground.paid.period[at]]), reasons.of(at)});
    }
    return finding;
}

Finding roles(const Ground& ground, std::size_t side) {
    if (!ground.role) return {};
    Finding finding{.name = "roles",
                    .title = phrase(say::compare_roles, ground.name(side), ground.name(0), ground.role->name),
                    .columns = columns_of(ground, side, {"role", ground.role->name})};
    std::vector<std::string> role_of(ground.paid.people.size());
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        auto role = ground.role->of(ground.history, ground.paid.rows[at]);
        if (!role.empty()) role_of[ground.paid.person[at]] = std::move(role);  // the last one stays
    }
    std::map<std::string, Totals> totals;
    for (const auto& each : moved(ground, side)) totals[role_of[each.person]].add(each);
    for (const auto& [role, total] : totals) finding.rows.push_back(row_of(role.empty() ? "—" : role, total));
    return finding;
}

Finding deciles(const Ground& ground, std::size_t side) {
    Finding finding{.name = "tenths",
                    .title = phrase(say::compare_deciles, ground.name(side), ground.name(0)),
                    .columns = columns_of(ground, side, {"tenth", phrase(say::compare_head_decile)}),
                    .picture = Picture::bars,
                    .series = {"before", "after"}};
    auto all = moved(ground, side);
    std::ranges::stable_sort(all, [](const Moved& a, const Moved& b) { return a.before < b.before; });
    for (const auto people : tenths(all)) {
        Totals total;
        for (const auto& each : people) total.add(each);
        finding.rows.push_back(row_of(std::to_string(finding.rows.size() + 1), total));
    }
    return finding;
}

}  // namespace accrue::compare
