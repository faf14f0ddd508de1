#include "explain/diagnose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "base/messages/findings.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/failure.hpp"
#include "explain/formula.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

constexpr std::size_t most_named = 3;  // rows

std::vector<DefinitionId> paid(const core::Scheme& scheme) {
    std::vector<DefinitionId> definitions;
    for (const auto& pay : scheme.pays) definitions.push_back(pay.amount);
    for (const auto& level : scheme.levels) {
        if (level.pay_total) definitions.push_back(level.pay_total);
    }
    return definitions;
}

bool is_of(const core::Scheme& scheme, const data::History& history, DefinitionId definition, RowId row) {
    return scheme.definitions[definition].level == history.rows[row].level;
}

// The failure of a definition that must have a value; a bare blank is one too.
std::optional<Failure> failure_of(Evaluation& evaluation, DefinitionId definition, RowId row) {
    const auto& outcome = evaluation.value(definition, row);
    if (const auto* failure = std::get_if<Failure>(&outcome)) return *failure;
    if (present(outcome) != nullptr) return std::nullopt;
    const auto value = evaluation.scheme().definitions[definition].value;
    return Failure{FailureKind::missing_used, value, value, row};
}

struct Group {
    Cause cause;
    Failure first;
    std::vector<RowId> rows;    // without an amount because of it
    std::vector<RowId> places;  // where it was found
};

// Found once for many rows: theirs is another's.
bool is_of_a_share(FailureKind kind) {
    return kind >= FailureKind::pool_below_0 && kind <= FailureKind::remainder_to_several;
}

void add_once(std::vector<RowId>& rows, RowId row) {
    if (std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
}

class Groups {
  public:
    explicit Groups(Evaluation& evaluation) : evaluation_(evaluation) {}

    void add(const Failure& failure, RowId row) {
        const auto found = std::ranges::find(groups_, cause(evaluation_, failure), &Group::cause);
        auto& group = found != groups_.end()
                          ? *found
                          : groups_.emplace_back(Group{cause(evaluation_, failure), failure, {}, {}});
        if (group.rows.empty() || group.rows.back() != row) group.rows.push_back(row);
        if (is_of_a_share(failure.kind)) add_once(group.places, failure.row);
    }
    Diagnostics diagnostics() {
        Diagnostics all;
        for (const auto& group : groups_) all.push_back(diagnostic_of(group));
        return all;
    }

  private:
    Diagnostic diagnostic_of(const Group& group) {
        auto diagnostic = explain::diagnostic(evaluation_, group.first);
        if (group.places.size() > 1) {
            const std::vector others(group.places.begin() + 1, group.places.end());
            diagnostic.notes.insert(
                diagnostic.notes.begin(),
                {kind::note_more_places,
                 {static_cast<std::int64_t>(others.size()),
                  named(evaluation_.scheme(), evaluation_.history(), others, most_named)}});
        } else if (group.places.empty() && group.rows.size() > 1) {
            const std::vector others(group.rows.begin() + 1, group.rows.end());
            diagnostic.notes.insert(diagnostic.notes.begin(), more_like_it(others));
        }
        if (const auto waiting = held_back(group.rows); waiting.sign() != 0) {
            diagnostic.notes.push_back({kind::note_held_back, {shown(core::Value(waiting), money(), false)}});
        }
        return diagnostic;
    }
    Fact more_like_it(const std::vector<RowId>& others) const {
        const auto names = named(evaluation_.scheme(), evaluation_.history(), others, most_named);
        if (others.size() == 1) return {kind::note_one_more_row, {names}};
        return {kind::note_more_rows, {static_cast<std::int64_t>(others.size()), names}};
    }
    // What the pay lines that can be computed come to in these rows.
    Exact held_back(const std::vector<RowId>& rows) {
        Exact sum = 0;
        for (const auto row : rows) {
            for (const auto& pay : evaluation_.scheme().pays) {
                if (!is_of(evaluation_.scheme(), evaluation_.history(), pay.amount, row)) continue;
                const auto* paid = amount(evaluation_.value(pay.amount, row));
                if (paid != nullptr) sum = sum + *paid;
            }
        }
        return sum;
    }
    core::Type money() const { return {core::TypeKind::money, evaluation_.scheme().currency}; }

    Evaluation& evaluation_;
    std::vector<Group> groups_;
};

// The comparison that decides a promise: under `promise … if …` it stands behind the condition.
ExprId claim_of(const core::Scheme& scheme, ExprId promise) {
    const auto* logic = std::get_if<core::Logic>(&scheme.expressions[promise].node);
    const bool conditional = logic != nullptr && logic->op == core::LogicOp::either;
    return conditional && !comparison(scheme, promise) ? logic->right : promise;
}

}  // namespace

Diagnostics diagnose(Evaluation& evaluation, const std::vector<RowId>& rows) {
    return diagnose(evaluation, paid(evaluation.scheme()), rows);
}

Diagnostics diagnose(Evaluation& evaluation, const std::vector<DefinitionId>& definitions,
                     const std::vector<RowId>& rows) {
    Groups groups(evaluation);
    for (const auto row : rows) {
        for (const auto definition : definitions) {
            if (!is_of(evaluation.scheme(), evaluation.history(), definition, row)) continue;
            if (const auto failure = failure_of(evaluation, definition, row)) groups.add(*failure, row);
        }
    }
    return groups.diagnostics();
}

Fact how_broken(Evaluation& evaluation, DefinitionId promise, RowId row) {
    const auto& scheme = evaluation.scheme();
    const auto claim = claim_of(scheme, scheme.definitions[promise].value);
    const auto condition = condition_of(evaluation, claim, row);
    return {kind::note_promise_here,
            {row_name(scheme, evaluation.history(), row), row_time(scheme, evaluation.history(), row),
             condition ? condition->text : phrase(say::no_value)}};
}

Diagnostics unshared_pools(Evaluation& evaluation) {
    const auto& scheme = evaluation.scheme();
    const auto& history = evaluation.history();
    Diagnostics found;
    for (const auto& share : scheme.shares) {
        std::vector<RowId> rows;
        Exact sum = 0;
        for (const auto row : history.rows_of(share.of)) {
            if (!history.inside(row, scheme.definitions[share.result].level).empty()) continue;
            const auto* pool = amount(evaluation.value(share.pool, row));
            if (pool == nullptr || pool->sign() == 0) continue;
            rows.push_back(row);
            sum += *pool;
        }
        if (rows.empty()) continue;
        found.push_back({kind::pool_for_nobody,
                         {share.span},
                         {share.name, static_cast<std::int64_t>(rows.size()), money_text(sum),
                          named(scheme, history, rows, most_named)},
                         {}});
    }
    return found;
}

std::string named(const core::Scheme& scheme, const data::History& history, const std::vector<RowId>& rows,
                  std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) {
        text += fmt::format("{}`{}` {}", i == 0 ? "" : ", ", row_name(scheme, history, rows[i]),
                            row_time(scheme, history, rows[i]));
    }
    return rows.size() > most ? text + " …" : text;
}

}  // namespace accrue::explain
