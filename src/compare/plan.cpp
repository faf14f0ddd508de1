#include "compare/plan.hpp"

#include <algorithm>
#include <set>

#include "core/walk.hpp"

namespace accrue::compare {
namespace {

using core::ExprId;
using core::InputId;

struct Operands {
    ExprId left, right;
};
// Of what measures one amount against another.
std::optional<Operands> measured(const core::Expr& expr) {
    if (const auto* compare = std::get_if<core::Compare>(&expr.node))
        return {{compare->left, compare->right}};
    if (const auto* clamp = std::get_if<core::Clamp>(&expr.node)) return {{clamp->left, clamp->right}};
    const auto* arithmetic = std::get_if<core::Arithmetic>(&expr.node);
    if (arithmetic == nullptr) return std::nullopt;
    const bool measures =
        arithmetic->op == core::ArithmeticOp::divide || arithmetic->op == core::ArithmeticOp::subtract;
    return measures ? std::optional(Operands{arithmetic->left, arithmetic->right}) : std::nullopt;
}

class Searching {
  public:
    Searching(const Sides& sides, const Result& result)
        : result_(result), of_result_(inputs_of(sides, result)) {}

    void search(const core::Scheme& scheme) {
        for (const auto& expr : scheme.expressions) {
            const auto operands = measured(expr);
            if (!operands || !operands->right) continue;
            if (reads_result(scheme, operands->left)) take(scheme, operands->right);
            if (reads_result(scheme, operands->right)) take(scheme, operands->left);
        }
    }
    InputId found() const { return found_.size() == 1 ? *found_.begin() : InputId(); }

  private:
    bool is_of_result(InputId input) const {
        return std::ranges::find(of_result_, input) != of_result_.end();
    }
    bool reads_result(const core::Scheme& scheme, ExprId root) const {
        return std::ranges::any_of(core::within(scheme, root), [&](ExprId at) {
            const auto* read = std::get_if<core::Read>(&scheme.expressions[at].node);
            if (read == nullptr) return false;
            if (const auto* input = std::get_if<InputId>(&read->what)) return is_of_result(*input);
            const auto* definition = std::get_if<core::DefinitionId>(&read->what);
            return definition != nullptr && scheme.definitions[*definition].name == result_.name;
        });
    }
    void take(const core::Scheme& scheme, ExprId root) {
        for (const auto at : core::within(scheme, root)) {
            const auto* read = std::get_if<core::Read>(&scheme.expressions[at].node);
            const auto* input = read != nullptr ? std::get_if<InputId>(&read->what) : nullptr;
            if (input != nullptr && is_plan(scheme, *input)) found_.insert(*input);
        }
    }
    bool is_plan(const core::Scheme& scheme, InputId id) const {
        const auto& input = scheme.inputs[id];
        const bool is_of_rows = scheme.levels[input.level].kind != core::LevelKind::records;
        return is_amount(input.type) && is_of_rows && !input.percent && input.day == 0 && !is_of_result(id);
    }

    const Result& result_;
    std::vector<InputId> of_result_;
    std::set<InputId> found_;
};

}  // namespace

InputId plan_of(const Sides& sides, const Result& result, const data::History& history) {
    if (!result) return {};
    Searching searching(sides, result);
    for (const auto& side : sides.sides) searching.search(side.scheme);
    const auto found = searching.found();
    return found && !history.columns[found].absent ? found : InputId();
}

}  // namespace accrue::compare
