// `share … among … as … { … }`: claims, the rest, the odd kopecks.
#include <fmt/format.h>

#include <algorithm>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"
#include "core/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// Are all values that it can take bare literals? As a claim such an amount is money.
bool holds_bare_only(const Module& module, syntax::ExprId expr) {
    const auto each_bare = [&](std::initializer_list<syntax::ExprId> values) {
        return std::ranges::all_of(
            values, [&](syntax::ExprId value) { return !value || holds_bare_only(module, value); });
    };
    return std::visit(overloaded{
                          [](const Number& n) { return !n.percent && n.currency.length == 0; },
                          [&](const Bracket& n) { return each_bare({n.of}); },
                          [&](const Negate& n) { return each_bare({n.of}); },
                          [&](const Choice& n) { return each_bare({n.value, n.otherwise}); },
                          [&](const Binary& n) {
                              const bool adds = n.op == Operator::add || n.op == Operator::subtract;
                              return adds && each_bare({n.left, n.right});
                          },
                          [](const auto&) { return false; },
                      },
                      module.expressions[expr].node);
}

// The rounding that a claim ends with, where that is of a number and its step no percentage.
syntax::ExprId rounded_number(const Module& module, syntax::ExprId expr) {
    const auto first_of = [&](std::initializer_list<syntax::ExprId> values) {
        syntax::ExprId found;
        for (const syntax::ExprId value : values) {
            if (!found && value) found = rounded_number(module, value);
        }
        return found;
    };
    return std::visit(overloaded{
                          [&](const Rounded& n) {
                              const auto* step = as<Number>(module, unbracketed(module, n.step));
                              return step != nullptr && step->percent ? syntax::ExprId{} : expr;
                          },
                          [&](const Bracket& n) { return first_of({n.of}); },
                          [&](const Choice& n) { return first_of({n.value, n.otherwise}); },
                          [&](const Binary& n) {
                              const bool bounds =
                                  n.op == Operator::capped_at || n.op == Operator::never_below;
                              return bounds ? first_of({n.left}) : syntax::ExprId{};
                          },
                          [](const auto&) { return syntax::ExprId{}; },
                      },
                      module.expressions[expr].node);
}

// Does it stand for the same amount in a row of the members?
bool says_the_same_below(const Module& module, syntax::ExprId expr) {
    bool same = true;
    for_each_inside(module, expr, [&](syntax::ExprId inside) {
        const auto& node = module.expressions[inside].node;
        same = same && (std::holds_alternative<Number>(node) || std::holds_alternative<Name>(node) ||
                        std::holds_alternative<Binary>(node) || std::holds_alternative<Bracket>(node) ||
                        std::holds_alternative<AfterGates>(node));
    });
    return same;
}

Origin share_origin(Span span, WrittenAs as) {
    return {.span = span, .written_as = as};
}

}  // namespace

// ---------------------------------------------------------------- types

void Typing::type_share(std::size_t index) {
    const ShareDeclaration& declared = declarations_.shares[index];
    const Share& share = *declared.written;
    enter(declared.of);
    types_.unify(shares_[index], expression(share.pool),
                 {kind::share_wants_money, span(share.pool), span(share.pool), {text(share.pool)}});
    if (declared.members == no_level) return;
    scope_ = {.level = declared.members, .asker = declared.of};
    for (const Clause& clause : share.clauses) {
        if (clause.condition) condition(clause.condition);
        if (!clause.amount) continue;
        const TypeVar amount = amount_of(clause.amount, expression(clause.amount), "share");
        if (clause.kind == ClauseKind::claim && holds_bare_only(module_, clause.amount))
            types_.unify(amount, shares_[index], {});
    }
}

void Typing::type_shares() {
    for (std::size_t i = 0; i < declarations_.shares.size(); ++i) type_share(i);
}

// ---------------------------------------------------------------- meaning

// One share on its way to core: its clauses become definitions of its members.
class Lowering::Sharing {
  public:
    Sharing(Lowering& all, std::size_t index)
        : all_(all), declared_(all.declarations_.shares[index]), written_(*declared_.written) {
        made_.name = declared_.name;
        made_.label = quoted_text(all.sources_, written_.label);
        made_.span = declared_.span;
        made_.mode = all.scheme_.rounding;
        made_.step = all.scheme_.rounding_step;
        const Symbol symbol{SymbolKind::share, index, declared_.members, declared_.name, declared_.name_span};
        if (declared_.members == no_level) return;
        made_.of = all.levels_[declared_.of];
        made_.result = all.demand(symbol, 0);
    }

    core::Share lowered() {
        if (declared_.members == no_level) return std::move(made_);
        lower_pool();
        for (const Clause& clause : written_.clauses) take(clause);
        if (remainder_ == nullptr)
            all_.need_order(declared_.members);  // the odd step goes to the first record
        if (made_.claims.empty() && rest_ == nullptr)
            all_.report(kind::nobody_shares, {all_.span(written_.pool)}, {all_.text(written_.pool)});
        refuse_without_rest();
        return std::move(made_);
    }

  private:
    Lowering& all_;
    const ShareDeclaration& declared_;
    const Share& written_;
    core::Share made_;
    const Clause *rest_ = nullptr, *remainder_ = nullptr;

    Builder& build() { return all_.build_; }

    // The row that asks, `this.`, stands above every member.
    ExprId lower(syntax::ExprId written) {
        const ExprId value = all_.lower(written, {.level = declared_.members, .asker = declared_.of});
        if (!value) return {};
        for (const ExprId inside : core::within(all_.scheme_, value)) {
            auto* read = std::get_if<core::Read>(&all_.scheme_.expressions[inside].node);
            if (read != nullptr) read->of_asker = false;
        }
        return value;
    }

    core::DefinitionId of_members(std::string name, ExprId value, Span place) {
        return all_.hidden_definition(std::move(name), value, declared_.members, place);
    }

    void lower_pool() {
        const Span place = all_.span(written_.pool);
        const ExprId pool = build().round(all_.lower(written_.pool, {.level = declared_.of}), made_.mode,
                                          made_.step, share_origin(place, WrittenAs::pool_rounding));
        made_.pool = all_.hidden_definition(all_.text(written_.pool), pool, declared_.of, place);
    }

    void take(const Clause& clause) {
        switch (clause.kind) {
            case ClauseKind::claim:
                return take_claim(clause);
            case ClauseKind::rest:
                if (is_first(rest_, clause, "rest")) take_rest(clause);
                return;
            case ClauseKind::remainder:
                if (is_first(remainder_, clause, "remainder to"))
                    made_.remainder_to = condition(clause.condition);
                return;
            case ClauseKind::nobody_below_zero:
                made_.nobody_below_0 = true;
                return;
        }
    }

    bool is_first(const Clause*& known, const Clause& clause, std::string word) {
        if (known != nullptr) {
            all_.report(kind::clause_twice, {clause.span, known->span}, {std::move(word)});
            return false;
        }
        known = &clause;
        return true;
    }

    core::DefinitionId condition(syntax::ExprId written) {
        const ExprId holds = lower(written);
        return holds ? of_members(all_.text(written), holds, all_.span(written)) : core::DefinitionId{};
    }

    // ------------------------------------------------------------ claims

    void take_claim(const Clause& clause) {
        core::Claim claim;
        if (clause.condition) claim.fits = condition(clause.condition);
        claim.none_to_rest = clause.none_to_rest;
        claim.label = quoted_text(all_.sources_, clause.label);
        claim.span = clause.span;
        const ExprId amount = claimed(clause, claim);
        if (!amount || (clause.condition && !claim.fits)) return;
        claim.amount = of_members(all_.text(clause.amount), when_fits(claim, amount), clause.span);
        made_.claims.push_back(std::move(claim));
    }

    // What a row that fits claims: a number is that fraction of the pool.
    ExprId claimed(const Clause& clause, const core::Claim& claim) {
        ExprId amount = lower(clause.amount);
        if (!amount || !made_.pool) return {};
        const core::Type type = build()[amount].type;
        const core::Type& pool = all_.scheme_.definitions[made_.pool].type;
        const Span place = all_.span(clause.amount);
        if (type.kind == core::TypeKind::money && type != pool) {
            all_.report(kind::claim_differs, {place, all_.span(written_.pool)},
                        {all_.text(clause.amount), in_words(pool), in_words(type)});
            return {};
        }
        if (type.kind == core::TypeKind::number) {
            if (refuse_rounded_number(clause)) return {};
            const ExprId read = build().read(made_.pool, pool, share_origin(place, WrittenAs::hidden));
            amount = build().multiply(amount, read, share_origin(place, WrittenAs::percent_of));
        }
        return clause.together ? divided(amount, claim, place) : amount;
    }

    // `40% rounded down to 1`: the number would be rounded, to 0, and mostly the amount is meant.
    bool refuse_rounded_number(const Clause& clause) {
        const syntax::ExprId rounded = rounded_number(all_.module_, clause.amount);
        if (!rounded) return false;
        auto& mistake = all_.report(kind::claim_rounded, {all_.span(rounded)}, {all_.text(rounded)});
        const auto* number = as<Number>(all_.module_, as<Rounded>(all_.module_, rounded)->of);
        if (number != nullptr && !number->percent) return true;  // of `30k` nobody means so many pools
        const bool is_on_a_line = all_.text(rounded).size() == all_.span(rounded).length;
        if (rounded == clause.amount && is_on_a_line && says_the_same_below(all_.module_, written_.pool))
            mistake.notes.push_back({kind::hint_write, {with_amount_rounded(rounded)}});
        return true;
    }

    // `(40% of bonus) rounded down to 1`
    std::string with_amount_rounded(syntax::ExprId rounded) {
        const syntax::ExprId of = as<Rounded>(all_.module_, rounded)->of;
        const auto operand = [&](syntax::ExprId expr) {
            const auto& node = all_.module_.expressions[expr].node;
            const bool is_plain = std::holds_alternative<Number>(node) ||
                                  std::holds_alternative<Name>(node) || std::holds_alternative<Bracket>(node);
            return is_plain ? all_.text(expr) : "(" + all_.text(expr) + ")";
        };
        const std::string rounding(trimmed(all_.text(rounded).substr(all_.span(of).length)));
        const bool is_russian = static_cast<unsigned char>(rounding.front()) >= 0x80;
        return fmt::format("({} {} {}) {}", operand(of), is_russian ? "от" : "of", operand(written_.pool),
                           rounding);
    }

    // `together`: among those who fit.
    ExprId divided(ExprId amount, const core::Claim& claim, Span place) {
        core::Aggregate members;
        members.op = core::AggregateOp::count;
        members.of = claim.fits ? claim.fits : everybody(place);
        members.where = claim.fits;
        members.base = made_.of;
        const Origin origin = share_origin(place, WrittenAs::hidden);
        const ExprId count = build().aggregate(members, {core::TypeKind::number, {}}, origin);
        return build().divide(amount, count, share_origin(place, WrittenAs::plain));
    }

    core::DefinitionId everybody(Span place) {
        const core::Type logical{core::TypeKind::logical, {}};
        const ExprId yes = build().constant(true, logical, share_origin(place, WrittenAs::hidden));
        return of_members("each", yes, place);
    }

    // Nothing of the amount is asked of a row that does not fit.
    ExprId when_fits(const core::Claim& claim, ExprId amount) {
        if (!claim.fits) return amount;
        const ExprId fits = all_.scheme_.definitions[claim.fits].value;
        const Origin origin = share_origin(claim.span, WrittenAs::guard);
        return build().choose({{fits, amount}}, build().zero_like(amount, origin), origin);
    }

    // ------------------------------------------------------------ the rest

    void take_rest(const Clause& clause) {
        made_.equally = !clause.amount;
        const Origin origin = share_origin(clause.span, WrittenAs::guard);
        ExprId weight = clause.amount
                            ? as_number(lower(clause.amount), clause)
                            : build().number(Exact(1), share_origin(clause.span, WrittenAs::hidden));
        if (clause.condition) {
            const ExprId takes = lower(clause.condition);
            if (!takes) return;
            weight = weight ? build().choose({{takes, weight}}, build().zero_like(weight, origin), origin)
                            : weight;
        }
        if (!weight) return;
        const std::string name = clause.amount ? all_.text(clause.amount) : "rest equally";
        made_.weight = of_members(name, weight, clause.span);
    }

    // Weights are compared with each other only, so money of any currency weighs as its number.
    ExprId as_number(ExprId weight, const Clause& clause) {
        if (!weight || build()[weight].type.kind == core::TypeKind::number) return weight;
        const Origin origin = share_origin(all_.span(clause.amount), WrittenAs::hidden);
        return build().divide(weight, build().constant(Exact(1), build()[weight].type, origin), origin);
    }

    void refuse_without_rest() {
        if (rest_ != nullptr) return;
        for (const Clause& clause : written_.clauses) {
            if (clause.none_to_rest) all_.report(kind::no_rest, {clause.span}, {});
        }
    }
};

void Lowering::lower_shares() {
    for (std::size_t i = 0; i < declarations_.shares.size(); ++i)
        scheme_.shares.add(Sharing(*this, i).lowered());
}

ExprId Lowering::share_value(std::size_t index) {
    const ShareDeclaration& declared = declarations_.shares[index];
    const auto type = typing_.type_of_share(index);
    if (!type || declared.members == no_level) return {};
    const Origin origin = share_origin(declared.name_span, WrittenAs::share);
    return scheme_.expressions.add({core::Shared{core::ShareId(index)}, *type, false, origin});
}

}  // namespace accrue::check
