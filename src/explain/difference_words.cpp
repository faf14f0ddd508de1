#include "explain/difference_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/difference_pairs.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

std::string value_words(const Node& node) {
    if (!node.value) return phrase(node.status == Status::failed ? say::in_error : say::blank);
    return shown(*node.value, node.type, node.shown_as_percent);
}

std::string place_words(const Node& node) {
    return node.cell ? fmt::format("{}:{}", printable(node.cell->file), node.cell->line) : std::string();
}

// `44 000 000.00 by day 25`, `collected 44 000 000.00`
std::string amount_words(const Node& node) {
    const auto at = node.name.rfind('@');
    const auto day = at == std::string::npos ? std::string() : node.name.substr(at + 1);
    const bool is_day =
        !day.empty() && std::ranges::all_of(day, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (is_day) return value_words(node) + " " + phrase(say::by_day, day);
    return printable(node.name) + " " + value_words(node);
}

// ---------------------------------------------------------------- conditions

enum class Wanted : std::uint8_t { at_least, more, at_most, less, exactly, other };

Phrase words_of(Wanted wanted) {
    static constexpr Phrase words[] = {say::needed_at_least, say::needed_more,    say::needed_at_most,
                                       say::needed_less,     say::needed_exactly, say::needed_other};
    return words[static_cast<std::size_t>(wanted)];
}

// A comparison as its first name was asked for: what it is, and what was needed.
struct Asked {
    NodeId subject;
    Term needed;
    Wanted wanted;
};

std::optional<Asked> asked(const Trace& trace, const Node& condition) {
    const bool denied = condition.term.op == TermOp::negation;
    const auto& term = denied ? condition.term.of[0] : condition.term;
    const bool compares = term.op == TermOp::less || term.op == TermOp::at_most || term.op == TermOp::equal;
    if (!compares || condition.children.empty()) return std::nullopt;
    const auto first = condition.children.front();
    const bool is_left = term.of[0].op == TermOp::node && term.of[0].node == first;
    const bool is_right = term.of[1].op == TermOp::node && term.of[1].node == first;
    if (is_left == is_right || !is_named(trace.nodes[first])) return std::nullopt;
    const auto equal = denied ? Wanted::other : Wanted::exactly;
    const auto below = term.op == TermOp::less ? Wanted::less : Wanted::at_most;
    const auto above = term.op == TermOp::less ? Wanted::more : Wanted::at_least;
    const auto wanted = term.op == TermOp::equal ? equal : is_left ? below : above;
    if (denied && term.op != TermOp::equal) return std::nullopt;
    return Asked{first, is_left ? term.of[1] : term.of[0], wanted};
}

// `44 000 000.00 by day 25, needed 45 000 000.00`
std::string condition_words(const Trace& trace, const Node& node) {
    const auto question = asked(trace, node);
    const auto needed = question ? TermValues(trace).value(question->needed) : std::nullopt;
    if (needed && node.condition) {
        const auto& subject = trace.nodes[question->subject];
        return phrase(words_of(question->wanted), amount_words(subject),
                      shown(*needed, subject.type, node.condition->as_percent || subject.shown_as_percent));
    }
    auto words = printable(node.name);
    if (node.condition && node.condition->margin) words += ": " + printable(node.condition->text);
    return words;
}

// What stands below a name, also where its value is then rounded.
std::vector<NodeId> below(const Trace& trace, NodeId owner) {
    std::vector<NodeId> all;
    for (const auto child : trace.nodes[owner].children) {
        if (trace.nodes[child].kind != NodeKind::rounding) {
            all.push_back(child);
            continue;
        }
        const auto rounded = below(trace, child);
        all.insert(all.end(), rounded.begin(), rounded.end());
    }
    return all;
}

std::vector<NodeId> conditions_of(const Trace& trace, NodeId node) {
    auto found = below(trace, node);
    std::erase_if(found, [&](NodeId each) { return trace.nodes[each].kind != NodeKind::condition; });
    return found;
}

bool is_missed(const Node& node) {
    return node.condition && !node.condition->holds;
}

// A condition that does not hold on one side, and the same one on the other, if it is there.
struct Decisive {
    NodeId missed, other;
};

// The two sides of a decision: the one on which it was missed, and the one on which it held.
struct Flip {
    const Trace& missing;
    const Trace& holding;

    NodeId same(NodeId missed, const std::vector<NodeId>& others) const {
        const auto found = std::ranges::find(others, missing.nodes[missed].name,
                                             [&](NodeId each) { return holding.nodes[each].name; });
        return found == others.end() ? NodeId() : *found;
    }
    // Of `and` and `or` the sides that hold only there.
    std::vector<Decisive> sides(Decisive whole) const {
        std::vector<Decisive> all;
        if (!whole.other) return {whole};
        for (const auto side : conditions_of(missing, whole.missed)) {
            const auto other = same(side, conditions_of(holding, whole.other));
            if (!is_missed(missing.nodes[side]) || (other && is_missed(holding.nodes[other]))) continue;
            const auto inner = sides({side, other});
            all.insert(all.end(), inner.begin(), inner.end());
        }
        return all.empty() ? std::vector{whole} : all;
    }
};

// What decides is the first condition that is missed on one side only.
std::vector<Decisive> decisive(const Flip& flip, NodeId missing_owner, NodeId holding_owner) {
    const auto others = conditions_of(flip.holding, holding_owner);
    for (const auto id : conditions_of(flip.missing, missing_owner)) {
        const auto other = flip.same(id, others);
        const bool is_missed_too = other && is_missed(flip.holding.nodes[other]);
        if (is_missed(flip.missing.nodes[id]) && !is_missed_too) return flip.sides({id, other});
    }
    return {};
}

// What it is now, and what it was.
std::string flip_words(const Difference& sides, NodePair owner, bool closed) {
    const Flip flip{closed ? *sides.after : *sides.before, closed ? *sides.before : *sides.after};
    std::string missed, held;
    for (const auto& each :
         decisive(flip, closed ? owner.after : owner.before, closed ? owner.before : owner.after)) {
        missed +=
            (missed.empty() ? "" : "; ") + condition_words(flip.missing, flip.missing.nodes[each.missed]);
        if (!each.other) continue;
        held += (held.empty() ? "" : "; ") + condition_words(flip.holding, flip.holding.nodes[each.other]);
    }
    const auto &now = closed ? missed : held, &was = closed ? held : missed;
    if (now.empty()) return was.empty() ? "" : phrase(say::it_was, was);
    return was.empty() || was == now ? now : fmt::format("{} ({})", now, phrase(say::it_was, was));
}

std::string gate_words(const Difference& sides, const Cause& cause, const std::string& name) {
    const bool closed = sides.after->nodes[cause.nodes.after].status == Status::gate_closed;
    const bool is_gone = !closed && conditions_of(*sides.after, cause.nodes.after).empty();
    return phrase(closed    ? say::gate_has_closed
                  : is_gone ? say::gate_is_gone
                            : say::gate_has_opened,
                  name, flip_words(sides, cause.nodes, closed));
}

// ---------------------------------------------------------------- choices and tables

// Where the key of a table lies; in a matrix each band has the next key's below it.
struct Reached {
    NodeId table, band;
};
std::vector<Reached> reached_in(const Trace& trace, NodeId table) {
    for (const auto child : below(trace, table)) {
        const auto& node = trace.nodes[child];
        if (node.kind != NodeKind::band || !node.reached) continue;
        std::vector<Reached> path{{table, child}};
        const auto inner = reached_in(trace, child);
        path.insert(path.end(), inner.begin(), inner.end());
        return path;
    }
    return {};
}

// `below 20%`; in a matrix `below 20% · otherwise`.
std::string path_words(const Trace& trace, const std::vector<NodeId>& bands) {
    std::string words;
    for (const auto band : bands) words += (words.empty() ? "" : " · ") + printable(trace.nodes[band].name);
    return words;
}

// The alternative taken: the last condition that is a case of it and holds.
std::string taken_words(const Trace& trace, NodeId owner) {
    std::vector<NodeId> bands;
    for (const auto& each : reached_in(trace, owner)) bands.push_back(each.band);
    if (!bands.empty()) return path_words(trace, bands);
    for (const auto child : below(trace, owner)) {
        const auto& node = trace.nodes[child];
        const bool is_taken =
            node.kind == NodeKind::condition && !is_missed(node) && node.status == Status::applied;
        if (is_taken) return printable(node.name);
    }
    return "";
}

std::string change_words(const Difference& sides, NodePair pair, const std::string& name) {
    return fmt::format("{} {} → {}", name, value_words(sides.before->nodes[pair.before]),
                       value_words(sides.after->nodes[pair.after]));
}

// What the key of a table reads stands below it before the bands.
std::vector<NodeId> key_of(const Trace& trace, NodeId table) {
    std::vector<NodeId> key;
    for (const auto child : below(trace, table)) {
        const auto kind = trace.nodes[child].kind;
        if (kind == NodeKind::band) break;
        if (kind != NodeKind::condition && !trace.nodes[child].name.empty()) key.push_back(child);
    }
    return key;
}

// `, a 100.00 → 101.00, b 10.00 → 90.00`
std::string key_words(const Difference& sides, NodePair table) {
    std::string words;
    const auto key = matched(sides, key_of(*sides.before, table.before), key_of(*sides.after, table.after));
    for (const auto& pair : key) {
        if (!pair.before || !pair.after) continue;
        const auto &was = sides.before->nodes[pair.before], &is = sides.after->nodes[pair.after];
        if (was.name == is.name && was.value != is.value)
            words += ", " + change_words(sides, pair, printable(is.name));
    }
    return words;
}

// What a table gives where the key lies: `up to 100: 1 %`.
std::string reached_words(const Trace& trace, NodeId owner) {
    const auto path = reached_in(trace, owner);
    if (path.empty()) return "";
    const auto& band = trace.nodes[path.front().band];
    return fmt::format("`{}: {}`", taken_words(trace, owner), value_words(band));
}

// Of a matrix the row, the column, or both: which of them is another one. Bands of one name in two schemes
// are told by what they give.
std::string band_words(const Difference& sides, NodePair owner) {
    const auto was = reached_in(*sides.before, owner.before), is = reached_in(*sides.after, owner.after);
    if (was.empty() || is.empty()) return "";
    std::vector<NodeId> from, to;
    std::string keys;
    for (std::size_t i = 0; i < std::min(was.size(), is.size()); ++i) {
        const auto &old_band = sides.before->nodes[was[i].band], &new_band = sides.after->nodes[is[i].band];
        if (old_band.name == new_band.name) continue;
        from.push_back(was[i].band);
        to.push_back(is[i].band);
        keys += key_words(sides, {was[i].table, is[i].table});
    }
    if (from.empty())
        return phrase(say::this_instead_of_that, reached_words(*sides.after, owner.after),
                      reached_words(*sides.before, owner.before));
    return phrase(say::this_instead_of_that, path_words(*sides.after, to), path_words(*sides.before, from)) +
           keys;
}

std::string decision_words(const Difference& sides, const Cause& cause, const std::string& name) {
    auto words = change_words(sides, cause.nodes, name);
    if (cause.kind == ReasonKind::band) {
        const auto bands = band_words(sides, cause.nodes);
        return bands.empty() ? words : words + ": " + bands;
    }
    const auto was = taken_words(*sides.before, cause.nodes.before);
    const auto is = taken_words(*sides.after, cause.nodes.after);
    const bool closed = is.empty() || is == phrase(say::otherwise);
    const auto flip = flip_words(sides, cause.nodes, closed);
    if (!flip.empty()) return words + ": " + flip;
    return was.empty() || is.empty() ? words : words + ": " + phrase(say::this_instead_of_that, is, was);
}

// ---------------------------------------------------------------- the other kinds

std::string with_note(const Node& node) {
    const auto value = value_words(node);
    return node.note.empty() ? value : fmt::format("{} ({})", value, printable(node.note));
}

std::string fact_words(const Difference& sides, NodePair pair, const std::string& name) {
    const auto &was = sides.before->nodes[pair.before], &is = sides.after->nodes[pair.after];
    auto words = fmt::format("{} {} → {}", name, with_note(was), with_note(is));
    const auto from = place_words(was), to = place_words(is);
    if (!to.empty()) words += from == to || from.empty() ? ", " + to : fmt::format(", {} → {}", from, to);
    return words;
}

// A pay line may only repeat a name: then it is that name's formula. Empty when there is none.
std::string formula_of(const Trace& trace, const Node& node, const std::string& name) {
    if (!node.formula.empty()) return node.formula;
    for (const auto child : node.children) {
        const auto& below = trace.nodes[child];
        if (below.kind != NodeKind::rounding && below.name != name) continue;
        if (auto found = formula_of(trace, below, name); !found.empty()) return found;
    }
    return "";
}

// Of a row of a table with the name of whose table it is: `bonus, up to 1M`.
std::string name_of_rule(const Trace& trace, NodeId node, const std::string& name) {
    if (trace.nodes[node].kind != NodeKind::band) return name;
    auto owner = above(trace, node);
    while (owner && trace.nodes[owner].kind == NodeKind::rounding) owner = above(trace, owner);
    return owner ? fmt::format("{}, {}", printable(trace.nodes[owner].name), name) : name;
}

struct Rules {
    std::string before, after;
};

Rules written_rules(const Difference& sides, NodePair pair) {
    const auto &was = sides.before->nodes[pair.before], &is = sides.after->nodes[pair.after];
    const auto rule = [](const Trace& trace, NodeId owner, const std::string& formula) {
        if (formula.empty()) return std::string();
        const auto taken = taken_words(trace, owner);
        return fmt::format("`{}`", printable(formula)) + (taken.empty() ? "" : fmt::format(" ({})", taken));
    };
    return {rule(*sides.before, pair.before, formula_of(*sides.before, was, was.name)),
            rule(*sides.after, pair.after, formula_of(*sides.after, is, is.name))};
}

// Where the text is the same, of another function or table: what it comes to with numbers.
Rules rules_with_numbers(const Difference& sides, NodePair pair) {
    const auto rule = [](const Trace& trace, NodeId owner) {
        const auto& numbers = trace.nodes[owner].with_numbers;
        return numbers.empty() ? reached_words(trace, owner) : fmt::format("`{}`", printable(numbers));
    };
    return {rule(*sides.before, pair.before), rule(*sides.after, pair.after)};
}

std::string rule_words(const Difference& sides, NodePair pair, const std::string& name) {
    auto rules = written_rules(sides, pair);
    if (rules.before == rules.after) rules = rules_with_numbers(sides, pair);
    const bool can_be_told = !rules.before.empty() && !rules.after.empty() && rules.before != rules.after;
    const auto change = change_words(sides, pair, name);
    if (!can_be_told && rules.before == rules.after)
        return fmt::format("{}: {}", change, phrase(say::facts_together));
    if (!can_be_told) return change;
    return phrase(say::rule_is_another, name_of_rule(*sides.after, pair.after, name), rules.before,
                  rules.after);
}

std::string rows_words(const Difference& sides, const Cause& cause, const std::string& name) {
    const auto count = static_cast<std::int64_t>(cause.rows.size());
    if (cause.kind == ReasonKind::rows_other) {
        const auto gone = std::ranges::count_if(cause.rows, [](NodePair row) { return bool(row.before); });
        const auto come = count - gone;
        return gone == come ? phrase(say::rows_are_others_as_many, name, come)
                            : phrase(say::rows_are_others, name, gone, come);
    }
    const auto words = cause.kind == ReasonKind::rows_new     ? say::rows_are_new
                       : cause.kind == ReasonKind::rows_gone  ? say::rows_are_gone
                       : cause.kind == ReasonKind::rows_count ? say::rows_count_now
                                                              : say::rows_count_no_more;
    auto text = phrase(words, name, count);
    constexpr std::int64_t listed = 3;
    for (std::int64_t i = 0; i < std::min(count, listed); ++i) {
        const auto row = cause.rows[static_cast<std::size_t>(i)];
        const auto& node = row.after ? sides.after->nodes[row.after] : sides.before->nodes[row.before];
        const auto place = place_words(node);
        text += fmt::format("{} {}", i == 0 ? ":" : ",", place.empty() ? printable(node.name) : place);
    }
    return count > listed ? text + " …" : text;
}

// The first of them: `Маша, Оля, Вася …`
std::string names_of(const Trace& trace, const std::vector<NodeId>& members) {
    constexpr std::size_t most = 3;
    std::string words;
    for (std::size_t i = 0; i < std::min(members.size(), most); ++i)
        words += (i == 0 ? "" : ", ") + printable(trace.nodes[members[i]].name);
    return members.size() > most ? words + " …" : words;
}

// `part: 3 members instead of 2, new: Маша`
std::string members_words(const Difference& sides, const Cause& cause, const std::string& name) {
    std::vector<NodeId> came, gone;
    for (const auto& member : cause.rows) {
        if (!member.before) came.push_back(member.after);
        if (!member.after) gone.push_back(member.before);
    }
    const auto was = static_cast<std::int64_t>(cause.rows.size() - came.size());
    const auto is = static_cast<std::int64_t>(cause.rows.size() - gone.size());
    auto words =
        was == is ? phrase(say::members_are_others, name) : phrase(say::members_instead, name, is, was);
    if (!came.empty()) words += ", " + phrase(say::members_are_new, names_of(*sides.after, came));
    if (!gone.empty()) words += ", " + phrase(say::members_are_gone, names_of(*sides.before, gone));
    return words;
}

// ` (Маша)` of a value of somebody else; a row above is named by its level already.
std::string whose_words(const Difference& sides, NodePair pair) {
    const auto& trace = pair.after ? *sides.after : *sides.before;
    const auto& node = trace.nodes[pair.after ? pair.after : pair.before];
    const bool is_above = std::ranges::any_of(trace.above, [&](const Above& each) {
        return each.level == node.level && each.key == node.row_name;
    });
    const bool has_words = is_named(node) && !is_above && !is_of_own_row(trace, node);
    return has_words ? fmt::format(" ({})", printable(node.row_name)) : "";
}

// `plan 100.00 → 120.00: South instead of North`
std::string row_words(const Difference& sides, const Cause& cause, const std::string& name) {
    const auto row = [](const Trace& trace, NodeId node) {
        const auto& of_another = trace.nodes[node].row_name;
        return printable(of_another.empty() ? trace.key : of_another);
    };
    const auto whose = cause.rows.front();
    return change_words(sides, cause.nodes, name) + ": " +
           phrase(say::this_instead_of_that, row(*sides.after, whose.after),
                  row(*sides.before, whose.before));
}

std::string only_one_words(const Difference& sides, NodePair pair) {
    const auto& node = pair.after ? sides.after->nodes[pair.after] : sides.before->nodes[pair.before];
    return phrase(pair.after ? say::name_is_new : say::name_is_gone, name_of(sides, pair)) + ", " +
           value_words(node);
}

}  // namespace

std::string name_of(const Difference& sides, NodePair pair) {
    const auto& node = pair.after ? sides.after->nodes[pair.after] : sides.before->nodes[pair.before];
    if (node.kind == NodeKind::total && node.name == "pay") return phrase(say::head_pay);
    return node.name.empty() ? phrase(say::no_name_of_own) : printable(node.name);
}

std::string in_words(const Difference& sides, const Cause& cause) {
    const auto name = name_of(sides, cause.nodes) + whose_words(sides, cause.nodes);
    switch (cause.kind) {
        case ReasonKind::input:
        case ReasonKind::param:
        case ReasonKind::lookup:
        case ReasonKind::earlier:
            return fact_words(sides, cause.nodes, name);
        case ReasonKind::gate:
            return gate_words(sides, cause, name);
        case ReasonKind::choice:
        case ReasonKind::band:
            return decision_words(sides, cause, name);
        case ReasonKind::rule:
            return rule_words(sides, cause.nodes, name);
        case ReasonKind::only_one:
            return only_one_words(sides, cause.nodes);
        case ReasonKind::rows_new:
        case ReasonKind::rows_gone:
        case ReasonKind::rows_count:
        case ReasonKind::rows_left_out:
        case ReasonKind::rows_other:
            return rows_words(sides, cause, name);
        case ReasonKind::members:
            return members_words(sides, cause, name);
        case ReasonKind::row:
            return row_words(sides, cause, name);
        case ReasonKind::calendar:
            return change_words(sides, cause.nodes, name);
        case ReasonKind::together:
            return change_words(sides, cause.nodes, name) + ": " + phrase(say::facts_together);
        case ReasonKind::rounding:
            return phrase(say::roundings);
    }
    return name;
}

}  // namespace accrue::explain
