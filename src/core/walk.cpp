#include "core/walk.hpp"

#include <algorithm>

namespace accrue::core {
namespace {

using Ids = std::vector<ExprId>;

Ids present(Ids ids) {
    std::erase_if(ids, [](ExprId id) { return !id; });
    return ids;
}

Ids operands_of(const Choose& choose) {
    Ids ids;
    for (const auto& [condition, value] : choose.cases) ids.insert(ids.end(), {condition, value});
    ids.push_back(choose.otherwise);
    return present(std::move(ids));
}

void add_reads(Needs& all, const Read& read) {
    const overloaded add{[&](ParamId param) { all.params.push_back(param); },
                         [&](DefinitionId definition) { all.same_month.push_back(definition); },
                         [](InputId) {}, [](Builtin) {}};
    std::visit(add, read.what);
}

}  // namespace

Ids operands(const Expr& expr) {
    const overloaded list{
        [](const Constant&) { return Ids{}; },
        [](const Read&) { return Ids{}; },
        [](const Previous&) { return Ids{}; },
        [](const Aggregate&) { return Ids{}; },
        [](const Arithmetic& e) { return present({e.left, e.right}); },
        [](const Compare& e) { return present({e.left, e.right}); },
        [](const Logic& e) { return present({e.left, e.right}); },
        [](const Choose& e) { return operands_of(e); },
        [](const Clamp& e) { return present({e.left, e.right}); },
        [](const Round& e) { return present({e.of, e.step}); },
        [](const Default& e) { return present({e.of, e.instead}); },
    };
    return std::visit(list, expr.node);
}

Ids within(const Scheme& scheme, ExprId root) {
    std::vector<bool> seen(root.value + 1, false);
    Ids found{root};
    seen[root.value] = true;
    for (std::size_t next = 0; next < found.size(); ++next) {
        for (const auto operand : operands(scheme.expressions[found[next]])) {
            if (seen[operand.value]) continue;
            seen[operand.value] = true;
            found.push_back(operand);
        }
    }
    std::ranges::sort(found);
    return found;
}

Needs needs(const Scheme& scheme, const Ids& expressions) {
    Needs all;
    for (const auto id : expressions) {
        const auto& node = scheme.expressions[id].node;
        if (const auto* read = std::get_if<Read>(&node)) add_reads(all, *read);
        if (const auto* previous = std::get_if<Previous>(&node)) all.previous.push_back(previous->of);
        if (std::holds_alternative<Aggregate>(node)) all.windows.push_back(id);
    }
    return all;
}

bool includes_this_month(Window window) {
    return window != Window::earlier_of_quarter && window != Window::earlier_of_year;
}

}  // namespace accrue::core
