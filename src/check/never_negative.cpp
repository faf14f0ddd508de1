#include "check/never_negative.hpp"

#include <algorithm>
#include <set>

namespace accrue::check {

namespace {

class NeverNegative {
  public:
    explicit NeverNegative(const core::Scheme& scheme) : scheme_(scheme) {}

    bool of(core::ExprId expr) {
        return std::visit([this](const auto& node) { return of(node); }, scheme_.expressions[expr].node);
    }

  private:
    // What is not written is no reason to be negative.
    bool of_written(core::ExprId expr) { return !expr || of(expr); }

    // A value that rests on its own earlier months is never negative when one step keeps it so.
    bool of(core::DefinitionId definition) {
        if (!visited_.insert(definition).second) return true;
        const core::ExprId value = scheme_.definitions[definition].value;
        return value && of(value);
    }
    bool of(core::InputId input) const {
        const auto& low = scheme_.inputs[input].low;
        return low && low->sign() >= 0;
    }
    bool of(core::ParamId param) {
        return std::ranges::all_of(scheme_.params[param].values,
                                   [this](const core::DatedValue& dated) { return of_written(dated.value); });
    }
    bool of(core::Builtin) const { return true; }

    bool of(const core::Constant& n) const {
        const Exact* value = std::get_if<Exact>(&n.value);
        return value == nullptr || value->sign() >= 0;
    }
    bool of(const core::Read& n) {
        return std::visit([this](const auto what) { return of(what); }, n.what);
    }
    bool of(const core::Previous& n) { return of(n.of); }
    bool of(const core::Arithmetic& n) {
        return n.op != core::ArithmeticOp::subtract && of_written(n.left) && of_written(n.right);
    }
    bool of(const core::Compare&) const { return true; }
    bool of(const core::Logic&) const { return true; }
    bool of(const core::Choose& n) {
        return std::ranges::all_of(n.cases,
                                   [this](const core::Case& one) { return of_written(one.value); }) &&
               of_written(n.otherwise);
    }
    bool of(const core::Clamp& n) {
        if (n.op == core::ClampOp::smaller) return of_written(n.left) && of_written(n.right);
        if (is_negation(n.right, n.left)) return true;  // how far it is from 0
        return of_written(n.left) || of_written(n.right);
    }
    bool is_negation(core::ExprId expr, core::ExprId amount) const {
        const auto* minus = expr ? std::get_if<core::Arithmetic>(&scheme_.expressions[expr].node) : nullptr;
        if (minus == nullptr || minus->op != core::ArithmeticOp::subtract || minus->right != amount)
            return false;
        const auto* zero = std::get_if<core::Constant>(&scheme_.expressions[minus->left].node);
        const auto* value = zero == nullptr ? nullptr : std::get_if<Exact>(&zero->value);
        return value != nullptr && value->sign() == 0;
    }
    bool of(const core::Round& n) { return of_written(n.of); }
    bool of(const core::Aggregate& n) { return n.op == core::AggregateOp::count || of(n.of); }
    bool of(const core::Default& n) { return of_written(n.of) && of_written(n.instead); }
    bool of(const core::Lookup&) const { return false; }
    bool of(const core::Shared&) const { return true; }
    bool of(const core::Solved&) const { return false; }
    bool of(const core::FromLots&) const { return true; }
    bool of(const core::MonthsBetween&) const { return false; }

    const core::Scheme& scheme_;
    std::set<core::DefinitionId> visited_;
};

}  // namespace

bool never_negative(const core::Scheme& scheme, core::ExprId expr) {
    return NeverNegative(scheme).of(expr);
}

}  // namespace accrue::check
