#include "explain/diagnose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "base/text.hpp"
#include "explain/condition.hpp"
#include "explain/failure.hpp"
#include "explain/formula.hpp"
#include "explain/shown.hpp"

namespace accrue::explain {
namespace {

using core::DefinitionId;
using core::ExprId;
using data::RowId;

constexpr std::size_t most_named = 3;  // rows

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
    std::vector<RowId> rows;
};

class Groups {
  public:
    explicit Groups(Evaluation& evaluation) : evaluation_(evaluation) {}

    void add(const Failure& failure, RowId row) {
        const auto found = std::ranges::find(groups_, cause(evaluation_, failure), &Group::cause);
        auto& group = found != groups_.end()
                          ? *found
                          : groups_.emplace_back(Group{cause(evaluation_, failure), failure, {}});
        if (group.rows.empty() || group.rows.back() != row) group.rows.push_back(row);
    }
    Diagnostics diagnostics() {
        Diagnostics all;
        for (const auto& group : groups_) all.push_back(diagnostic_of(group));
        return all;
    }

  private:
    Diagnostic diagnostic_of(const Group& group) {
        auto diagnostic = explain::diagnostic(evaluation_, group.first);
        if (group.rows.size() > 1) {
            const std::vector others(group.rows.begin() + 1, group.rows.end());
            diagnostic.notes.insert(diagnostic.notes.begin(), more_like_it(others));
        }
        if (const auto waiting = held_back(group.rows); waiting.sign() != 0) {
            diagnostic.notes.push_back({kind::note_held_back, {shown(core::Value(waiting), money(), false)}});
        }
        return diagnostic;
    }
    Fact more_like_it(const std::vector<RowId>& others) const {
        const auto names = named(evaluation_.history(), others, most_named);
        if (others.size() == 1) return {kind::note_one_more_row, {names}};
        return {kind::note_more_rows, {static_cast<std::int64_t>(others.size()), names}};
    }
    // What the pay lines that can be computed come to in these rows.
    Exact held_back(const std::vector<RowId>& rows) {
        Exact sum = 0;
        for (const auto row : rows) {
            for (const auto& pay : evaluation_.scheme().pays) {
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

std::vector<DefinitionId> paid(const core::Scheme& scheme) {
    std::vector<DefinitionId> definitions;
    for (const auto& pay : scheme.pays) definitions.push_back(pay.amount);
    if (scheme.pay_total) definitions.push_back(scheme.pay_total);
    return definitions;
}

// The comparison that decides a promise: under `promise … if …` it stands behind the condition.
ExprId claim_of(const core::Scheme& scheme, ExprId promise) {
    const auto* logic = std::get_if<core::Logic>(&scheme.expressions[promise].node);
    const bool conditional = logic != nullptr && logic->op == core::LogicOp::either;
    return conditional && !comparison(scheme, promise) ? logic->right : promise;
}

bool reads_earlier_months(const core::Scheme& scheme) {
    return std::ranges::any_of(scheme.expressions, [](const core::Expr& expr) {
        return std::holds_alternative<core::Previous>(expr.node);
    });
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
            {evaluation.history().key(row), to_text(evaluation.history().rows[row].month),
             condition ? condition->text : std::string("no value")}};
}

Diagnostics gaps(const core::Scheme& scheme, const data::History& history) {
    if (!reads_earlier_months(scheme)) return {};
    Diagnostics found;
    std::int64_t count = 0;
    for (const auto& row : history.rows) {
        if (!row.previous || history.rows[row.previous].month.index + 1 == row.month.index) continue;
        if (count++ > 0) continue;
        found.push_back(
            {kind::gap_before,
             {},
             {history.keys[row.key.value], to_text(history.rows[row.previous].month), to_text(row.month)},
             {}});
    }
    if (count > 1) found.front().notes.push_back({kind::note_more_gaps, {count - 1}});
    return found;
}

std::string named(const data::History& history, const std::vector<RowId>& rows, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(most, rows.size()); ++i) {
        text += fmt::format("{}`{}` {}", i == 0 ? "" : ", ", history.key(rows[i]),
                            to_text(history.rows[rows[i]].month));
    }
    return rows.size() > most ? text + " …" : text;
}

}  // namespace accrue::explain
