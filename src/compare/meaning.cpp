#include "compare/meaning.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

using core::DefinitionId;
using core::DefinitionKind;
using core::ExprId;

class Meaning {
  public:
    explicit Meaning(const core::Scheme& scheme) : scheme_(scheme) {}

    std::string of(ExprId id) const {
        if (!id) return "-";
        const auto& expr = scheme_.expressions[id];
        return std::visit([&](const auto& node) { return said(node); }, expr.node);
    }

  private:
    template <class... Parts>
    static std::string list(std::string_view what, const Parts&... parts) {
        std::string text = fmt::format("({}", what);
        ((text += fmt::format(" {}", parts)), ...);
        return text + ")";
    }
    template <class Enum>
    static int place(Enum value) {
        return static_cast<int>(value);
    }

    // Definitions made for windows, shares and the like have no name of their own.
    std::string of(DefinitionId id) const {
        if (!id) return "-";
        const auto& definition = scheme_.definitions[id];
        if (definition.kind == DefinitionKind::hidden) return of(definition.value);
        return list("d", core::shown_name(definition), definition.day, level(definition.level));
    }
    std::string level(core::LevelId id) const {
        return id ? list("l", scheme_.levels[id].name, place(scheme_.levels[id].kind)) : "-";
    }

    std::string said(const core::Constant& node) const {
        return list("c", node.value.index(), explain::exact_text(node.value));
    }
    std::string said(const core::Read& node) const {
        const overloaded read{[&](core::InputId id) {
                                  return list("i", core::column_name(scheme_.inputs[id]),
                                              level(scheme_.inputs[id].level));
                              },
                              [&](core::ParamId id) { return list("p", scheme_.params[id].name); },
                              [&](DefinitionId id) { return of(id); },
                              [&](core::Builtin builtin) { return list("b", place(builtin)); }};
        return list(node.of_asker ? "asker" : "read", std::visit(read, node.what));
    }
    std::string said(const core::Previous& node) const { return list("previous", of(node.of), node.back); }
    std::string said(const core::Arithmetic& node) const {
        return list("a", place(node.op), of(node.left), of(node.right));
    }
    std::string said(const core::Compare& node) const {
        return list("compare", place(node.op), of(node.left), of(node.right));
    }
    std::string said(const core::Logic& node) const {
        return list("logic", place(node.op), of(node.left), of(node.right));
    }
    std::string said(const core::Choose& node) const {
        std::string cases;
        for (const auto& [condition, value] : node.cases) cases += list("case", of(condition), of(value));
        return list("choose", cases, of(node.otherwise));
    }
    std::string said(const core::Clamp& node) const {
        return list("clamp", place(node.op), of(node.left), of(node.right));
    }
    std::string said(const core::Round& node) const {
        return list("round", of(node.of), place(node.mode), of(node.step));
    }
    std::string said(const core::Aggregate& node) const {
        return list("aggregate", place(node.op), of(node.of), of(node.where), of(node.paired),
                    level(node.base), place(node.window), node.months, node.so_far ? "so far" : "all");
    }
    std::string said(const core::Default& node) const {
        return list("default", of(node.of), of(node.instead));
    }
    std::string said(const core::Lookup& node) const {
        const auto& reference = scheme_.references[node.reference];
        std::string keys;
        for (const auto key : node.keys) keys += " " + of(key);
        return list("lookup", reference.name, reference.fields[node.field].name, keys);
    }
    std::string said(const core::Shared& node) const {
        const auto& share = scheme_.shares[node.share];
        std::string claims;
        for (const auto& claim : share.claims)
            claims += list("claim", of(claim.fits), of(claim.amount), claim.none_to_rest ? "may" : "must");
        return list("share", level(share.of), of(share.pool), claims, of(share.weight),
                    share.equally ? "equal" : "weighed", of(share.remainder_to),
                    share.nobody_below_0 ? "not below" : "any", place(share.mode), to_machine(share.step));
    }
    std::string said(const core::Solved& node) const {
        std::string equations;
        for (const auto& equation : scheme_.systems[node.system].equations)
            equations += list("equation", of(equation.unknown), of(equation.written));
        return list("solved", node.unknown, equations);
    }
    std::string said(const core::FromLots& node) const {
        const auto& lots = scheme_.lots[node.lots];
        return list("lots", place(node.part), of(lots.add), of(lots.take), lots.usable_for);
    }
    std::string said(const core::MonthsBetween& node) const {
        return list("months", of(node.from), of(node.to));
    }

    const core::Scheme& scheme_;
};

}  // namespace

std::string meaning(const core::Scheme& scheme, ExprId expression) {
    return Meaning(scheme).of(expression);
}

}  // namespace accrue::compare
