#include "agreement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "explain/evaluate.hpp"
#include "run/run.hpp"

namespace accrue::property {
namespace {

using core::DefinitionId;
using data::RowId;
using run::State;

std::string shown(const core::Value& value) {
    const overloaded text{
        [](const Exact& number) { return number.as_fraction(); },
        [](bool yes) { return std::string(yes ? "yes" : "no"); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& each) { return "\"" + each + "\""; },
    };
    return std::visit(text, value);
}

std::string shown(const explain::Outcome& outcome) {
    const overloaded text{
        [](const core::Value& value) { return shown(value); },
        [](explain::Missing) { return std::string("missing"); },
        [](const explain::Failure&) { return std::string("failed"); },
    };
    return std::visit(text, outcome);
}

// What the columns hold, as a value of core.
core::Value value_of(const run::Result& result, const run::Values& values, RowId row) {
    const auto count = values.values[row.value];
    switch (values.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return values.number(row);
        case core::TypeKind::date:
            return Date{static_cast<std::int32_t>(count)};
        case core::TypeKind::month:
            return Month{static_cast<std::int32_t>(count)};
        case core::TypeKind::text:
            return result.texts[static_cast<std::size_t>(count)];
        case core::TypeKind::logical:
            return count != 0;
    }
    return false;
}

bool same(const core::Value& a, const core::Value& b) {
    const auto* text = std::get_if<std::string>(&a);
    return text != nullptr ? folded(*text) == folded(std::get<std::string>(b)) : a == b;
}

State state_of(const explain::Outcome& outcome) {
    return static_cast<State>(outcome.index());
}

class Comparison {
  public:
    Comparison(const core::Scheme& scheme, const data::History& history, std::size_t vector_rows, Seen& seen)
        : scheme_(scheme),
          history_(history),
          seen_(seen),
          everything_(run::run(scheme, history, run::Keep::everything, vector_rows)),
          paid_(run::run(scheme, history, run::Keep::paid, vector_rows)),
          reference_(scheme, history, sources_) {}

    std::optional<std::string> first() {
        for (std::size_t row = 0; row < history_.rows.size(); ++row) {
            for (const auto id : scheme_.order) {
                if (auto found = difference(everything_, id, RowId(row))) return found;
                if (is_paid(id)) {
                    if (auto found = difference(paid_, id, RowId(row)))
                        return "keeping what is paid: " + *found;
                }
            }
        }
        note_paths();
        if (failed_rows() != everything_.failed_rows || failed_rows() != paid_.failed_rows)
            return "failed rows differ";
        return difference_of_unread();
    }

  private:
    bool is_paid(DefinitionId id) const {
        const auto kind = scheme_.definitions[id].kind;
        return kind == core::DefinitionKind::pay_line || kind == core::DefinitionKind::pay_total ||
               kind == core::DefinitionKind::promise;
    }

    std::optional<std::string> difference(const run::Result& result, DefinitionId id, RowId row) {
        const auto& expected = reference_.value(id, row);
        const auto& values = result.definitions[id.value];
        const auto state = values.state(row);
        const auto* value = explain::present(expected);
        const bool agrees =
            state == state_of(expected) && (value == nullptr || same(*value, value_of(result, values, row)));
        note(values, state, row);
        if (agrees) return std::nullopt;
        const std::string got = state == State::present   ? shown(value_of(result, values, row))
                                : state == State::missing ? "missing"
                                                          : "failed";
        return fmt::format("`{}` of {} in {}: the reference says {}, the columns {}",
                           scheme_.definitions[id].name, history_.key(row), to_text(history_.rows[row].month),
                           shown(expected), got);
    }

    void note(const run::Values& values, State state, RowId row) {
        ++seen_["values"];
        ++seen_[state == State::present ? "present" : state == State::missing ? "missing" : "failed"];
        if (!values.denominators.empty() && values.denominators[row.value] != 1) ++seen_["ratios stored"];
        if (!values.large.empty() && row.value == 0) seen_["large values stored"] += values.large.size();
    }
    void note_paths() {
        for (const auto* result : {&everything_, &paid_}) {
            seen_["vectors in int64"] += result->paths.int64;
            seen_["vectors in int128"] += result->paths.int128;
            seen_["vectors in rationals"] += result->paths.rational;
        }
    }

    std::vector<RowId> failed_rows() {
        std::vector<RowId> rows;
        for (std::size_t i = 0; i < history_.rows.size(); ++i) {
            const RowId row(i);
            const auto fails = [&](DefinitionId id) {
                return explain::present(reference_.value(id, row)) == nullptr;
            };
            const bool line =
                std::ranges::any_of(scheme_.pays, [&](const core::Pay& pay) { return fails(pay.amount); });
            if (line || (scheme_.pay_total && fails(scheme_.pay_total))) rows.push_back(row);
        }
        return rows;
    }

    std::optional<std::string> difference_of_unread() {
        for (const auto& [id, count] : everything_.unread_failures) {
            std::size_t expected = 0;
            for (std::size_t row = 0; row < history_.rows.size(); ++row)
                expected += explain::present(reference_.value(id, RowId(row))) == nullptr ? 1 : 0;
            if (expected != count)
                return fmt::format("`{}` fails {} times", scheme_.definitions[id].name, expected);
            ++seen_["unread failures"];
        }
        if (everything_.unread_failures != paid_.unread_failures)
            return "unread failures depend on what is kept";
        return std::nullopt;
    }

    const core::Scheme& scheme_;
    const data::History& history_;
    Seen& seen_;
    Sources sources_;
    run::Result everything_, paid_;
    explain::Evaluation reference_;
};

// ---------------------------------------------------------------- which kinds a scheme has

template <class Enum>
std::string numbered(const char* name, Enum value) {
    return fmt::format("{} {}", name, static_cast<int>(value));
}

std::string kind_of(const core::Expr& expr) {
    const auto of_type = [&](const char* name) {
        return fmt::format("{} of {}", name, core::to_text(expr.type));
    };
    const overloaded name{
        [&](const core::Constant&) { return of_type("constant"); },
        [&](const core::Read& e) {
            const char* const what[] = {"input", "param", "definition", "built-in name"};
            return fmt::format("read of {}", what[e.what.index()]);
        },
        [&](const core::Previous&) { return of_type("previous"); },
        [&](const core::Arithmetic& e) { return of_type(numbered("arithmetic", e.op).c_str()); },
        [&](const core::Compare& e) { return numbered("comparison", e.op); },
        [&](const core::Logic& e) { return numbered("logic", e.op); },
        [&](const core::Choose& e) { return of_type(e.otherwise ? "choice" : "choice or error"); },
        [&](const core::Clamp& e) { return numbered("clamp", e.op); },
        [&](const core::Round& e) { return numbered("rounding", e.mode); },
        [&](const core::Aggregate& e) {
            return numbered(numbered("window", e.window).c_str(), e.op) + (e.where ? " where" : "");
        },
        [&](const core::Default&) { return of_type("default"); },
    };
    return std::visit(name, expr.node);
}

}  // namespace

std::optional<std::string> disagreement(const Trial& trial, Seen& seen) {
    const auto history = data::from_rows(trial.scheme, trial.rows);
    for (const auto& expr : trial.scheme.expressions) ++seen[kind_of(expr)];
    return Comparison(trial.scheme, history, trial.vector_rows, seen).first();
}

}  // namespace accrue::property
