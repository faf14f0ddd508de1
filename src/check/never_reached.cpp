#include "check/never_reached.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/messages/meaning.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// `done >= 110%`
struct Bound {
    std::string_view compared, currency;
    Exact figure;
    bool is_lower = false, is_strict = false;
};

std::optional<Bound> bound_of(const Module& module, const Sources& sources, ExprId condition) {
    const auto* const compared = as<Binary>(module, unbracketed(module, condition));
    if (compared == nullptr || compared->op < Operator::less || compared->op > Operator::at_least)
        return std::nullopt;
    const auto* const literal = as<Number>(module, unbracketed(module, compared->right));
    auto figure = literal != nullptr ? parse_literal(sources.text(literal->digits)) : std::nullopt;
    if (!figure) return std::nullopt;
    return Bound{
        .compared = sources.text(module.expressions[compared->left].span),
        .currency = literal->currency.length > 0 ? sources.text(literal->currency) : std::string_view(),
        .figure = literal->percent ? *figure / Exact(100) : *figure,
        .is_lower = compared->op == Operator::more || compared->op == Operator::at_least,
        .is_strict = compared->op == Operator::more || compared->op == Operator::less};
}

// Of conditions joined by `and` each one must hold.
std::vector<Bound> bounds_of(const Module& module, const Sources& sources, ExprId condition) {
    const auto* const both = as<Binary>(module, unbracketed(module, condition));
    if (both != nullptr && both->op == Operator::both) {
        auto bounds = bounds_of(module, sources, both->left);
        for (auto& bound : bounds_of(module, sources, both->right)) bounds.push_back(std::move(bound));
        return bounds;
    }
    const auto bound = bound_of(module, sources, condition);
    return bound ? std::vector{*bound} : std::vector<Bound>{};
}

// Of bounds of one amount in one direction: does the first hold wherever the second does?
bool covers(const Bound& first, const Bound& second) {
    if (first.figure == second.figure) return second.is_strict || !first.is_strict;
    return first.is_lower == (first.figure < second.figure);
}

// The lines of a definition whose whole condition is a bound.
class EarlierLines {
  public:
    struct Line {
        Bound bound;
        ExprId condition;
        std::size_t number;
    };

    void add(Line line) {
        auto& lines = wider_each_time_[direction(line.bound)];
        if (lines.empty() || !covers(lines.back().bound, line.bound)) lines.push_back(std::move(line));
    }
    // The first that holds wherever the bound does.
    const Line* covering(const Bound& bound) const {
        const auto found = wider_each_time_.find(direction(bound));
        if (found == wider_each_time_.end()) return nullptr;
        const auto is_narrower = [&](const Line& line) { return !covers(line.bound, bound); };
        const auto first = std::ranges::partition_point(found->second, is_narrower);
        return first == found->second.end() ? nullptr : &*first;
    }

  private:
    using Direction = std::tuple<std::string_view, std::string_view, bool>;
    static Direction direction(const Bound& bound) {
        return {bound.compared, bound.currency, bound.is_lower};
    }

    // A line that an earlier one covers is left out: it is never the first.
    std::map<Direction, std::vector<Line>> wider_each_time_;
};

// The first line that takes all rows for which the bounds hold.
const EarlierLines::Line* covering(const EarlierLines& earlier, const std::vector<Bound>& bounds) {
    const EarlierLines::Line* first = nullptr;
    for (const auto& bound : bounds) {
        const auto* const line = earlier.covering(bound);
        if (line != nullptr && (first == nullptr || line->number < first->number)) first = line;
    }
    return first;
}

}  // namespace

void warn_never_reached(const Module& module, const Sources& sources, const Declarations& declarations,
                        Diagnostics& diagnostics) {
    const auto text = [&](ExprId expr) { return first_line(sources, module.expressions[expr].span); };
    const auto warn = [&](ExprId condition, const std::optional<Bound>& own,
                          const EarlierLines::Line& earlier) {
        auto& warning = diagnostics.emplace_back(
            Diagnostic{kind::never_reached,
                       {module.expressions[condition].span, module.expressions[earlier.condition].span},
                       {text(condition), text(earlier.condition)},
                       {}});
        const bool are_alike = own && covers(*own, earlier.bound);
        if (!are_alike) warning.notes.push_back({kind::hint_narrower_first, {}});
    };
    for (const DefinitionDeclaration& definition : declarations.definitions) {
        EarlierLines earlier;
        std::size_t number = 0;
        for (const Alternative& line : definition.written->alternatives) {
            if (!line.condition) continue;
            auto own = bound_of(module, sources, line.condition);
            const auto* const first = covering(earlier, bounds_of(module, sources, line.condition));
            if (first != nullptr) warn(line.condition, own, *first);
            if (own) earlier.add({*std::move(own), line.condition, ++number});
        }
    }
}

}  // namespace accrue::check
