#include "check/paid_totals.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/messages/meaning.hpp"
#include "check/walk.hpp"

namespace accrue::check {

namespace {

using core::DefinitionId;
using core::ExprId;
using core::InputId;
using core::Scheme;

using Amount = std::variant<DefinitionId, InputId>;

// An amount under all the names that it has, `total = earned`, and the formula behind the last of them.
struct Named {
    std::vector<Amount> names;
    ExprId formula;
};

void add_new(std::vector<std::string>& all, const std::string& one) {
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

// What a total adds up.
struct Terms {
    std::vector<std::string> paid, unpaid;  // with a pay line of their own and without
    bool has_paid_definition = false;
    Span payer;  // the pay line of the first
};

class PaidTotals {
  public:
    PaidTotals(const Scheme& scheme, const Sources& sources, Diagnostics& diagnostics)
        : scheme_(scheme), sources_(sources), diagnostics_(diagnostics) {
        for (std::size_t i = 0; i < scheme.pays.size(); ++i) {
            payers_.try_emplace({level_of(i), scheme.pays[i].amount}, i);
            for (const Amount& name : paid_by(i).names) payers_.try_emplace({level_of(i), name}, i);
        }
    }

    void warn() {
        for (std::size_t i = 0; i < scheme_.pays.size(); ++i) {
            if (is_refused(scheme_.pays[i])) continue;
            const Terms terms = terms_of(i);
            if (terms.has_paid_definition || terms.paid.size() > 1) report(scheme_.pays[i], terms);
        }
    }

  private:
    const Scheme& scheme_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    std::map<std::pair<core::LevelId, Amount>, std::size_t> payers_;  // the first pay line of each name

    core::LevelId level_of(std::size_t pay) const {
        return scheme_.definitions[scheme_.pays[pay].amount].level;
    }

    Named paid_by(std::size_t pay) const {
        return named(scheme_.definitions[scheme_.pays[pay].amount].value);
    }
    // Behind names, roundings and defaults.
    Named named(ExprId formula) const {
        Named found{.names = {}, .formula = formula};
        while (const ExprId behind = behind_name(found)) found.formula = behind;
        return found;
    }
    ExprId behind_name(Named& at) const {
        if (!at.formula) return {};
        const auto& node = scheme_.expressions[at.formula].node;
        if (const auto* round = std::get_if<core::Round>(&node)) return round->of;
        if (const auto* with_default = std::get_if<core::Default>(&node)) return with_default->of;
        const auto* read = std::get_if<core::Read>(&node);
        if (read == nullptr) return {};
        if (const auto* input = std::get_if<InputId>(&read->what)) at.names.emplace_back(*input);
        const auto* id = std::get_if<DefinitionId>(&read->what);
        if (id == nullptr) return {};
        at.names.emplace_back(*id);
        return scheme_.definitions[*id].value;
    }

    // Both sides of a written `+`.
    const core::Arithmetic* sum_in(ExprId formula) const {
        if (!formula) return nullptr;
        const core::Expr& expr = scheme_.expressions[formula];
        const auto* sum = std::get_if<core::Arithmetic>(&expr.node);
        const bool is_sum = sum != nullptr && sum->op == core::ArithmeticOp::add &&
                            expr.origin.written_as == core::WrittenAs::plain;
        return is_sum ? sum : nullptr;
    }

    // In steps, not in calls: amounts may stand in each other a hundred thousand deep.
    Terms terms_of(std::size_t pay) const {
        Terms terms;
        std::set<ExprId> seen;
        std::vector<ExprId> open;
        const auto open_sum = [&](ExprId formula) {
            const auto* sum = sum_in(formula);
            if (sum != nullptr && seen.insert(formula).second)
                open.insert(open.end(), {sum->right, sum->left});
            return sum != nullptr;
        };
        open_sum(paid_by(pay).formula);
        while (!open.empty()) {
            const ExprId term = open.back();
            open.pop_back();
            const Named amount = named(term);
            if (!add_paid(terms, pay, amount) && !open_sum(amount.formula))
                add_new(terms.unpaid, first_line(sources_, scheme_.expressions[term].origin.span));
        }
        return terms;
    }

    bool add_paid(Terms& terms, std::size_t pay, const Named& amount) const {
        for (const Amount& name : amount.names) {
            const auto payer = payers_.find({level_of(pay), name});
            if (payer == payers_.end() || payer->second == pay) continue;
            if (terms.paid.empty()) terms.payer = scheme_.pays[payer->second].span;
            terms.has_paid_definition |= std::holds_alternative<DefinitionId>(name);
            add_new(terms.paid, name_of(name));
            return true;
        }
        return false;
    }

    const std::string& name_of(const Amount& amount) const {
        const auto* input = std::get_if<InputId>(&amount);
        return input != nullptr ? scheme_.inputs[*input].name
                                : scheme_.definitions[std::get<DefinitionId>(amount)].name;
    }

    // A whole beside its parts is refused already.
    bool is_refused(const core::Pay& pay) const {
        return std::ranges::any_of(diagnostics_, [&](const Diagnostic& one) {
            return severity(one) == Severity::error &&
                   std::ranges::find(one.spans, pay.span) != one.spans.end();
        });
    }

    void report(const core::Pay& pay, const Terms& terms) {
        auto& warning = diagnostics_.emplace_back(
            Diagnostic{kind::total_paid,
                       {pay.span, terms.payer},
                       {pay.component, fmt::format("{}", fmt::join(terms.paid, ", "))},
                       {}});
        if (terms.unpaid.empty()) {
            warning.notes.push_back({kind::hint_total_is_pay, {}});
        } else {
            warning.notes.push_back(
                {kind::hint_pay_the_rest, {fmt::format("{}", fmt::join(terms.unpaid, " + "))}});
        }
    }
};

}  // namespace

void warn_paid_totals(const Scheme& scheme, const Sources& sources, Diagnostics& diagnostics) {
    PaidTotals(scheme, sources, diagnostics).warn();
}

}  // namespace accrue::check
