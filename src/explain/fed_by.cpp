#include "explain/fed_by.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "explain/trace.hpp"
#include "explain/uses.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

bool is_yes(const Outcome& outcome) {
    const auto* value = present(outcome);
    const auto* answer = value != nullptr ? std::get_if<bool>(value) : nullptr;
    return answer != nullptr && *answer;
}

// Forwards from a row: each value of each row is met once.
class Feeding {
  public:
    explicit Feeding(Evaluation& evaluation)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), uses_(scheme_) {}

    void begin_at(RowId row) {
        const auto level = evaluation_.history().rows.level_of(row);
        rows_.insert(row);
        follow(uses_.of(level), row, {});
        for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) {
            const core::InputId input(i);
            if (scheme_.inputs[input].level == level) follow(uses_.of(input), row, {});
        }
        go_on();
    }
    void begin_at(core::ReferenceId reference, const data::ReferenceRow& wanted) {
        for (const auto& use : uses_.of(reference)) {
            const auto& lookup = std::get<core::Lookup>(scheme_.expressions[use.at].node);
            for (const auto row : evaluation_.history().rows_of(scheme_.definitions[use.by].level)) {
                if (evaluation_.found_row(lookup, row).row == &wanted) reach(use, row, {}, {});
            }
        }
        go_on();
    }
    FedBy result() && {
        std::erase_if(found_.not_taken, [&](const NotTaken& each) {
            return flowed_into_.contains({each.definition, each.row});
        });
        std::ranges::stable_sort(found_.fed, {}, [](const Fed& fed) { return std::pair(fed.row, fed.pay); });
        add_without();
        return std::move(found_);
    }

  private:
    struct Place {
        DefinitionId definition;
        RowId row;
        friend auto operator<=>(const Place&, const Place&) = default;
    };

    // A place that is reached, and the value read in it; none: a cell of the row itself.
    struct Step {
        Place to, from;
    };

    // First along amounts as far as they flow, then over one condition more: so the way told of a payment is
    // that of its money, and what only asked about it comes where there is no such way.
    void go_on() {
        while (!todo_.empty() || !asked_.empty()) {
            auto& next = todo_.empty() ? asked_ : todo_;
            const auto [place, from] = next.front();
            next.pop_front();
            if (!came_from_.emplace(place, from).second) continue;
            if (scheme_.definitions[place.definition].kind == core::DefinitionKind::pay_line)
                found_.fed.push_back({.pay = place.definition, .row = place.row, .through = way_to(place)});
            follow(uses_.of(place.definition), place.row, place);
        }
    }

    // `from` is the value that is read; none: a cell of the row itself.
    void follow(const std::vector<Use>& uses, RowId row, Place from) {
        for (const auto& use : uses) {
            for (const auto reader : readers(scheme_, evaluation_.history(), use, row))
                reach(use, reader, from, row);
        }
    }

    void reach(const Use& use, RowId reader, Place from, RowId read_row) {
        const auto* aggregate = std::get_if<core::Aggregate>(&scheme_.expressions[use.at].node);
        const bool is_element = use.how == Reading::element || use.how == Reading::condition;
        if (!is_read(use, reader)) return note_not_taken(use, reader, from);
        if (aggregate != nullptr && is_element && !counts(use, *aggregate, reader, read_row)) return;
        const Place place{use.by, reader};
        const bool is_amount = flows(use, reader);
        if (is_amount) flowed_into_.insert(place);
        if (came_from_.contains(place)) return;
        (is_amount ? todo_ : asked_).push_back({place, from});
    }

    bool counts(const Use& use, const core::Aggregate& aggregate, RowId reader, RowId row) {
        bool any = false;
        const auto written = scheme_.expressions[use.at].origin.written_as;
        for (const auto element : elements_of(scheme_, evaluation_.history(), aggregate, row)) {
            const bool yes = is_yes(evaluation_.counts(aggregate, element, reader));
            any = any || yes;
            if (!rows_.contains(element) || written == core::WrittenAs::hidden) continue;
            if (!seen_.insert({use.at, reader, element}).second) continue;
            found_.looked.push_back({.by = use.by,
                                     .row = reader,
                                     .aggregate = use.at,
                                     .element = element,
                                     .counts = yes,
                                     .reason = yes ? "" : reason(use.by, reader, element)});
        }
        return any;
    }

    // As the trace of the reader tells it.
    std::string reason(DefinitionId by, RowId reader, RowId element) {
        const auto told = trace(evaluation_, by, reader, {.depth = 0});
        for (const auto& group : told.nodes) {
            if (group.kind == NodeKind::month && group.row == element) return group.note;
            if (group.kind != NodeKind::left_out) continue;
            const bool is_here = std::ranges::any_of(
                group.children, [&](NodeId child) { return told.nodes[child].row == element; });
            if (is_here) return group.note;
        }
        return "";
    }

    // ------------------------------------------------------------ what a formula takes in a row

    // What a formula reads in a row, and in which of it the amount that it gives stands.
    struct Taken {
        std::set<ExprId> read, flows;
    };

    bool is_read(const Use& use, RowId reader) {
        return taken(use.by, reader).read.contains(use.at) || !stands_in(use);
    }
    // What only decides whether a row counts or which case is taken is no part of the amount.
    bool flows(const Use& use, RowId reader) {
        const bool is_paired = use.how == Reading::directly &&
                               std::holds_alternative<core::Aggregate>(scheme_.expressions[use.at].node);
        if (is_paired || use.how == Reading::condition) return false;
        return taken(use.by, reader).flows.contains(use.at) || !stands_in(use);
    }
    const Taken& taken(DefinitionId definition, RowId row) {
        const auto [known, is_new] = taken_.try_emplace({definition, row});
        if (is_new) {
            const auto value = scheme_.definitions[definition].value;
            add_read(value, row, known->second.read);
            add_flows(value, row, known->second.flows);
        }
        return known->second;
    }
    // What equations and paired conditions read stands in no formula of its own.
    bool stands_in(const Use& use) const {
        return std::ranges::binary_search(core::within(scheme_, scheme_.definitions[use.by].value), use.at);
    }
    // Of a choice the conditions up to the one that holds, and what it then gives.
    void add_read(ExprId at, RowId row, std::set<ExprId>& read) {
        if (!read.insert(at).second) return;
        const auto* choose = std::get_if<core::Choose>(&scheme_.expressions[at].node);
        if (choose == nullptr) {
            for (const auto operand : core::operands(scheme_.expressions[at])) add_read(operand, row, read);
            return;
        }
        for (const auto& [condition, value] : choose->cases) {
            add_read(condition, row, read);
            if (is_yes(evaluation_.value(condition, row))) return add_read(value, row, read);
        }
        if (choose->otherwise) add_read(choose->otherwise, row, read);
    }
    void add_flows(ExprId at, RowId row, std::set<ExprId>& flows) {
        const auto& expr = scheme_.expressions[at];
        const bool answers = std::holds_alternative<core::Compare>(expr.node) ||
                             std::holds_alternative<core::Logic>(expr.node);
        if (answers || !flows.insert(at).second) return;
        const auto* choose = std::get_if<core::Choose>(&expr.node);
        if (choose == nullptr) {
            for (const auto operand : core::operands(expr)) add_flows(operand, row, flows);
            return;
        }
        for (const auto& [condition, value] : choose->cases) {
            if (is_yes(evaluation_.value(condition, row))) return add_flows(value, row, flows);
        }
        if (choose->otherwise) add_flows(choose->otherwise, row, flows);
    }
    void note_not_taken(const Use& use, RowId reader, Place from) {
        if (!not_taken_.insert({use.by, reader}).second) return;
        found_.not_taken.push_back({.definition = use.by,
                                    .row = reader,
                                    .of = from.definition,
                                    .because = why_not_taken(use, reader)});
    }
    Because why_not_taken(const Use& use, RowId reader) {
        const auto value = scheme_.definitions[use.by].value;
        const auto holds = [&](ExprId condition) { return is_yes(evaluation_.value(condition, reader)); };
        const auto* gate = scheme_.gate_note(value);
        if (gate != nullptr && !std::ranges::all_of(gate->conditions, holds)) return Because::gate_closed;
        const auto choice = choice_around(use, reader);
        if (!choice || scheme_.expressions[choice].origin.written_as != core::WrittenAs::guard)
            return Because::other_alternative;
        const auto& cases = std::get<core::Choose>(scheme_.expressions[choice].node).cases;
        const bool is_none_taken =
            std::ranges::none_of(cases, [&](const auto& each) { return holds(each.condition); });
        return is_none_taken ? Because::condition_missed : Because::other_alternative;
    }
    // The choice that went another way: the innermost of those that were asked.
    ExprId choice_around(const Use& use, RowId reader) {
        ExprId innermost;
        std::size_t least = 0;
        for (const auto id : taken(use.by, reader).read) {
            if (!std::holds_alternative<core::Choose>(scheme_.expressions[id].node)) continue;
            const auto inside = core::within(scheme_, id);
            if (!std::ranges::binary_search(inside, use.at) || (innermost && inside.size() >= least))
                continue;
            innermost = id;
            least = inside.size();
        }
        return innermost;
    }

    // ------------------------------------------------------------ what it came to

    std::vector<DefinitionId> way_to(Place place) const {
        std::vector<DefinitionId> way;
        for (auto each = came_from_.at(place); each.row; each = came_from_.at(each)) {
            const auto& definition = scheme_.definitions[each.definition];
            if (definition.kind != core::DefinitionKind::hidden) way.push_back(each.definition);
        }
        std::ranges::reverse(way);
        return way;
    }

    // The same evaluation in which the row adds nothing. A row that only sums take can be left out so; what
    // counts rows, ranks them or takes the largest would still see it.
    void add_without() {
        Overrides nothing;
        for (const auto& looked : found_.looked) {
            const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[looked.aggregate].node);
            if (aggregate.op != core::AggregateOp::sum) return;
            if (looked.counts) nothing[{aggregate.of, looked.element}] = Exact(0);
        }
        if (nothing.empty() || is_read_directly()) return;
        Evaluation without(scheme_, evaluation_.history(), evaluation_.sources(), std::move(nothing));
        for (auto& fed : found_.fed) {
            if (const auto* paid = amount(without.value(fed.pay, fed.row))) fed.without = *paid;
        }
    }
    // Does a rule of the row itself read it, besides what aggregates take?
    bool is_read_directly() const {
        return std::ranges::any_of(rows_, [&](RowId row) {
            return scheme_.levels[evaluation_.history().rows.level_of(row)].kind != core::LevelKind::records;
        });
    }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    Uses uses_;
    FedBy found_;
    std::set<RowId> rows_;  // the line of the file
    std::map<Place, Place> came_from_;
    std::set<Place> flowed_into_;
    std::deque<Step> todo_, asked_;  // to be met along amounts; by a condition
    std::set<std::tuple<ExprId, RowId, RowId>> seen_;
    std::set<std::pair<DefinitionId, RowId>> not_taken_;
    std::map<std::pair<DefinitionId, RowId>, Taken> taken_;
};

}  // namespace

FedBy fed_by(Evaluation& evaluation, const std::vector<RowId>& rows) {
    Feeding feeding(evaluation);
    for (const auto row : rows) feeding.begin_at(row);
    return std::move(feeding).result();
}

FedBy fed_by(Evaluation& evaluation, core::ReferenceId reference, const data::ReferenceRow& row) {
    Feeding feeding(evaluation);
    feeding.begin_at(reference, row);
    return std::move(feeding).result();
}

}  // namespace accrue::explain
