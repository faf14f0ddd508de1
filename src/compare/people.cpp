// Who gains and who loses, by how much, and why.

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>

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
    int128 before = 0, after = 0;
    void add(const Moved& moved) {
        ++people;
        before += moved.before;
        after += moved.after;
    }
};

Exact amount(const Ground& ground, int128 count) {
    return Exact::ratio(count, 1) * ground.paid.unit;
}

std::vector<Column> columns_of(const Ground& ground, std::size_t side, Column first) {
    return {std::move(first),
            {"people", phrase(say::compare_head_people), Holds::count},
            {"before", ground.name(0), Holds::amount},
            {"after", ground.name(side), Holds::amount},
            {"difference", phrase(say::compare_head_difference), Holds::amount}};
}

std::vector<Cell> row_of(const Ground& ground, std::string name, const Totals& totals) {
    return {std::move(name), number(totals.people), amount(ground, totals.before),
            amount(ground, totals.after), amount(ground, totals.after - totals.before)};
}

std::size_t band_of(const Moved& moved) {
    const auto change = moved.change();
    if (change == 0) return 2;
    const auto size = change < 0 ? -change : change, before = moved.before < 0 ? -moved.before : moved.before;
    const bool is_much = 10 * size > before;
    if (change < 0) return is_much ? 0 : 1;
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
        const auto size = all[place].change() < 0 ? -change : change;
        if (size > most[place]) most[place] = size, widest[place] = at;
    }
    return widest;
}

// A gate of the row itself that did not open, and what it would have needed.
std::optional<std::string> closed_gate(const explain::Trace& trace, const explain::Node& node) {
    if (node.status != explain::Status::gate_closed || !node.row_name.empty()) return std::nullopt;
    std::string failed;
    for (const auto child : node.children) {
        const auto& condition = trace.nodes[child].condition;
        if (condition && !condition->holds) failed += ": " + condition->text;
    }
    if (failed.empty()) return std::nullopt;  // the gate's own line inside another node
    return phrase(say::compare_gate_closed, node.name) + failed;
}

// One of the reasons, and how much it is of the difference.
struct Told {
    Exact size;
    std::string text;
};

// What the closed gate holds back.
Exact held_back(explain::Evaluation& evaluation, const explain::Node& node) {
    const auto* gate = evaluation.scheme().gate_note(node.expression);
    const auto* open =
        gate == nullptr ? nullptr : explain::amount(evaluation.value(gate->open_value, node.row));
    return open == nullptr ? Exact(0) : abs(*open);
}

// What only the second scheme's gates took away and no reason tells: one that both kept closed tells nothing
// of the difference, nor does one behind which there is nothing.
std::vector<Told> gates_closed_by_second(const explain::Difference& difference, explain::Evaluation& second) {
    std::set<std::string> known;
    for (const auto& node : difference.before->nodes)
        if (closed_gate(*difference.before, node)) known.insert(node.name);
    for (const auto& reason : difference.reasons)
        if (reason.kind == explain::ReasonKind::gate) known.insert(reason.name);
    std::vector<Told> told;
    for (const auto& node : difference.after->nodes) {
        const auto closed = closed_gate(*difference.after, node);
        if (!closed || known.contains(node.name)) continue;
        const auto size = held_back(second, node);
        if (size.sign() != 0) told.push_back({size, *closed});
    }
    return told;
}

// Of both schemes' traces of the same rows.
class Reasons {
  public:
    Reasons(const Ground& ground, std::size_t side)
        : ground_(ground),
          side_(side),
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
        const bool loses = ground_.paid.pay[side_][at] < ground_.paid.pay[0][at];
        auto told = loses ? gates_closed_by_second(difference, after_) : std::vector<Told>{};
        for (const auto& reason : difference.reasons)
            if (reason.kind != explain::ReasonKind::together || told.empty())
                told.push_back({abs(reason.amount), reason.text});
        std::ranges::stable_sort(told, std::ranges::greater{}, &Told::size);
        std::string text;
        for (std::size_t i = 0; i < std::min(reasons_told, told.size()); ++i)
            text += (i == 0 ? "" : "; ") + told[i].text;
        return text;
    }

  private:
    const Ground& ground_;
    std::size_t side_;
    explain::Evaluation before_, after_;
};

// Who gains most, then less, down to who loses most.
std::vector<Moved> most_moved_of(const std::vector<Moved>& all) {
    std::vector<Moved> changed;
    for (const auto& moved : all)
        if (moved.change() != 0) changed.push_back(moved);
    std::ranges::stable_sort(changed, [](const Moved& a, const Moved& b) { return a.change() > b.change(); });
    if (changed.size() > 2 * most_moved)
        changed.erase(changed.begin() + most_moved, changed.end() - most_moved);
    return changed;
}

}  // namespace

Moves moves(const Ground& ground, std::size_t side) {
    Moves all{.side = side, .people = std::vector<Moved>(ground.paid.people.size())};
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        auto& moved = all.people[ground.paid.person[at]];
        moved.before += ground.paid.pay[0][at];
        moved.after += ground.paid.pay[side][at];
    }
    for (std::uint32_t i = 0; i < all.people.size(); ++i) all.people[i].person = i;
    return all;
}

Finding bands(const Ground& ground, const Moves& moves) {
    Finding finding{.name = "bands",
                    .title = phrase(say::compare_bands, ground.name(moves.side), ground.name(0)),
                    .columns = columns_of(ground, moves.side, {"band", phrase(say::compare_head_band)}),
                    .note = phrase(say::compare_note_bands),
                    .picture = Picture::bars,
                    .drawn = Holds::count};
    std::array<Totals, 5> totals;
    Totals all;
    std::size_t more = 0, less = 0;
    for (const auto& each : moves.people) {
        totals[band_of(each)].add(each);
        all.add(each);
        (each.change() < 0 ? less : more) += each.change() == 0 ? 0 : 1;
    }
    const std::array names = {say::compare_band_lose_much, say::compare_band_lose, say::compare_band_same,
                              say::compare_band_gain, say::compare_band_gain_much};
    for (std::size_t i = 0; i < names.size(); ++i)
        finding.rows.push_back(row_of(ground, phrase(names[i]), totals[i]));
    finding.sentence = phrase(say::compare_who, more, all.people, less);
    return finding;
}

Finding movers(const Ground& ground, const Moves& moves) {
    Finding finding{.name = "movers",
                    .title = phrase(say::compare_movers, ground.name(moves.side), ground.name(0)),
                    .columns = {{"who", phrase(say::compare_head_person)},
                                {"before", ground.name(0), Holds::amount},
                                {"after", ground.name(moves.side), Holds::amount},
                                {"difference", phrase(say::compare_head_difference), Holds::amount},
                                {"period", phrase(say::compare_head_when)},
                                {"reason", phrase(say::compare_head_why)}},
                    .note = phrase(say::compare_note_movers)};
    Reasons reasons(ground, moves.side);
    const auto all = most_moved_of(moves.people);
    const auto widest = widest_of(ground, moves.side, all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& each = all[i];
        const auto at = widest[i];
        finding.rows.push_back({ground.person(each.person), amount(ground, each.before),
                                amount(ground, each.after), amount(ground, each.change()),
                                ground.period(ground.paid.periods[ground.paid.period[at]]), reasons.of(at)});
    }
    return finding;
}

Finding roles(const Ground& ground, const Moves& moves) {
    if (!ground.role) return {};
    Finding finding{
        .name = "roles",
        .title = phrase(say::compare_roles, ground.name(moves.side), ground.name(0), ground.role->name),
        .columns = columns_of(ground, moves.side, {"role", ground.role->name})};
    std::vector<std::string> role_of(ground.paid.people.size());
    for (std::size_t at = 0; at < ground.paid.size(); ++at) {
        auto role = ground.role->of(ground.history, ground.paid.rows[at]);
        if (!role.empty()) role_of[ground.paid.person[at]] = std::move(role);  // the last one stays
    }
    std::map<std::string, Totals> totals;
    for (const auto& each : moves.people) totals[role_of[each.person]].add(each);
    for (const auto& [role, total] : totals)
        finding.rows.push_back(row_of(ground, role.empty() ? "—" : role, total));
    return finding;
}

Finding deciles(const Ground& ground, const Moves& moves) {
    Finding finding{.name = "tenths",
                    .title = phrase(say::compare_deciles, ground.name(moves.side), ground.name(0)),
                    .columns = columns_of(ground, moves.side, {"tenth", phrase(say::compare_head_decile)}),
                    .picture = Picture::bars,
                    .series = {"before", "after"}};
    auto all = moves.people;
    std::ranges::stable_sort(all, [](const Moved& a, const Moved& b) { return a.before < b.before; });
    for (const auto people : tenths(all)) {
        Totals total;
        for (const auto& each : people) total.add(each);
        finding.rows.push_back(row_of(ground, std::to_string(finding.rows.size() + 1), total));
    }
    return finding;
}

}  // namespace accrue::compare
