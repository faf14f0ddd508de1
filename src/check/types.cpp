#include "check/types.hpp"

#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"

namespace accrue::check {

using core::Type;
using core::TypeKind;

std::string in_words(const Type& type) {
    switch (type.kind) {
        case TypeKind::money:
            return type.currency.empty() ? phrase(say::type_money)
                                         : phrase(say::type_money_in, type.currency);
        case TypeKind::number:
            return phrase(say::type_number);
        case TypeKind::date:
            return phrase(say::type_date);
        case TypeKind::month:
            return phrase(say::type_month);
        case TypeKind::text:
            return phrase(say::type_text);
        case TypeKind::logical:
            return phrase(say::type_logical);
    }
    return {};
}

TypeVar Types::add(Slot slot) {
    slot.parent = TypeVar(slots_.size());
    return slots_.add(std::move(slot));
}

TypeVar Types::unknown() {
    return add({});
}
TypeVar Types::amount() {
    return add({.parent = {}, .decided = Decided::amount, .type = {}});
}
TypeVar Types::known(Type type) {
    return add({.parent = {}, .decided = Decided::yes, .type = std::move(type)});
}
TypeVar Types::broken() {
    return add({.parent = {}, .decided = Decided::broken, .type = {}});
}

TypeVar Types::root(TypeVar a) const {
    while (slots_[a].parent != a) a = slots_[a].parent = slots_[slots_[a].parent].parent;
    return a;
}

Decided Types::decided(TypeVar a) const {
    return slots_[root(a)].decided;
}
const Type& Types::type(TypeVar a) const {
    return slots_[root(a)].type;
}
bool Types::percent(TypeVar a) const {
    return slots_[root(a)].percent;
}
bool Types::fell_to_number(TypeVar a) const {
    return slots_[root(a)].fell;
}
void Types::mark_percent(TypeVar a) {
    slots_[root(a)].percent = true;
}
void Types::break_off(TypeVar a) {
    slots_[root(a)].decided = Decided::broken;
}

void Types::mark_large(TypeVar a) {
    slots_[root(a)].large = true;
}

bool Types::is(TypeVar a, TypeKind kind) const {
    return decided(a) == Decided::yes && type(a).kind == kind;
}

void Types::set(TypeVar a, const Type& type) {
    slots_[root(a)].decided = Decided::yes;
    slots_[root(a)].type = type;
}

// Two classes become one when what is known of both fits.
bool Types::merge(TypeVar a, TypeVar b) {
    a = root(a), b = root(b);
    if (a == b) return true;
    Slot &left = slots_[a], &right = slots_[b];
    if (left.decided == Decided::broken || right.decided == Decided::broken) {
        // What nothing else decides is as broken as its other side, so that it is not reported in its turn.
        for (Slot* side : {&left, &right}) {
            if (side->decided != Decided::yes) side->decided = Decided::broken;
        }
        return true;
    }
    const auto is_amount = [](const Slot& slot) {
        return slot.decided == Decided::yes && core::is_amount(slot.type);
    };
    if (left.decided == Decided::yes && right.decided == Decided::yes && left.type != right.type)
        return false;
    if (left.decided == Decided::amount && right.decided == Decided::yes && !is_amount(right)) return false;
    if (right.decided == Decided::amount && left.decided == Decided::yes && !is_amount(left)) return false;
    if (right.decided == Decided::yes || (right.decided == Decided::amount && left.decided == Decided::no)) {
        left.decided = right.decided;
        left.type = right.type;
    }
    left.percent = left.percent || right.percent;
    left.large = left.large || right.large;
    right.parent = a;
    return true;
}

namespace {

// Bare money has no currency where the scheme names none, and so is no money of the other.
void hint_currency(const std::string& left, const std::string& right, Diagnostic& diagnostic) {
    if (!left.empty() && !right.empty()) return;
    diagnostic.notes.push_back({kind::hint_currency_line, {left.empty() ? right : left}});
}

}  // namespace

void Types::report(const Clash& clash, TypeVar left, TypeVar right) {
    Diagnostic diagnostic{clash.kind, {clash.left}, clash.words, {}};
    if (clash.right != clash.left) diagnostic.spans.push_back(clash.right);
    const auto words = [&](TypeVar side) {
        return decided(side) == Decided::yes ? in_words(type(side)) : phrase(say::type_money_or_number);
    };
    diagnostic.arguments.push_back(words(left));
    diagnostic.arguments.push_back(words(right));
    if (is(left, TypeKind::money) && is(right, TypeKind::money))
        hint_currency(type(left).currency, type(right).currency, diagnostic);
    diagnostics_.push_back(std::move(diagnostic));
}

bool Types::unify(TypeVar a, TypeVar b, const Clash& clash) {
    if (merge(a, b)) return true;
    report(clash, a, b);
    return false;
}

bool Types::require_amount(TypeVar a, const Clash& clash) {
    if (is_broken(a)) return true;
    if (decided(a) == Decided::no) slots_[root(a)].decided = Decided::amount;
    if (decided(a) == Decided::amount || is(a, TypeKind::money) || is(a, TypeKind::number)) return true;
    report(clash, a, a);
    return false;
}

void Types::product(TypeVar left, TypeVar right, TypeVar result, bool divides, const Clash& clash) {
    equations_.push_back({left, right, result, true, divides, clash});
    advance(equations_.back());
}

void Types::sum(TypeVar left, TypeVar right, TypeVar result, bool subtracts, const Clash& clash) {
    equations_.push_back({left, right, result, false, subtracts, clash});
    advance(equations_.back());
}

void Types::fail(Equation& e) {
    report(e.clash, e.left, e.right);
    break_off(e.result);
}

// True when the equation told something new or is settled.
bool Types::advance(Equation& e) {
    if (e.done) return false;
    if (is_broken(e.left) || is_broken(e.right) || is_broken(e.result)) {
        if (decided(e.result) != Decided::yes) break_off(e.result);
        return e.done = true;
    }
    return e.is_product ? advance_product(e) : advance_sum(e);
}

bool Types::advance_product(Equation& e) {
    const auto bad = [&](TypeVar a) {
        return decided(a) == Decided::yes && type(a).kind != TypeKind::money &&
               type(a).kind != TypeKind::number;
    };
    const bool money_left = is(e.left, TypeKind::money), money_right = is(e.right, TypeKind::money);
    const bool number_left = is(e.left, TypeKind::number), number_right = is(e.right, TypeKind::number);
    const auto settle = [&](TypeVar side, TypeVar like) {
        e.done = true;
        if (!merge(side, like)) fail(e);
        return true;
    };
    const auto set_number = [&](TypeVar side) { return merge(side, known({TypeKind::number, {}})); };
    if (bad(e.left) || bad(e.right)) return fail(e), e.done = true;
    if (!e.second) {
        if (money_left && money_right) return fail(e), e.done = true;
        if (number_left && number_right) {
            e.done = true;
            if (!set_number(e.result)) fail(e);
            return true;
        }
        if (number_left) return settle(e.result, e.right);
        if (number_right) return settle(e.result, e.left);
        if (money_left) return set_number(e.right) ? settle(e.result, e.left) : (fail(e), e.done = true);
        if (money_right) return set_number(e.left) ? settle(e.result, e.right) : (fail(e), e.done = true);
        if (is(e.result, TypeKind::number)) return set_number(e.left), set_number(e.right), e.done = true;
        return false;
    }
    if (number_left && money_right) return fail(e), e.done = true;
    if (is(e.result, TypeKind::number) && !merge(e.left, e.right)) return fail(e), e.done = true;
    if (number_left && number_right) {
        e.done = true;
        if (!set_number(e.result)) fail(e);
        return true;
    }
    if (number_right) return settle(e.result, e.left);
    if (money_right) {  // money / money is a number
        if (!merge(e.left, e.right) || !set_number(e.result)) fail(e);
        return e.done = true;
    }
    if (number_left) {
        if (!set_number(e.right) || !set_number(e.result)) fail(e);
        return e.done = true;
    }
    if (is(e.result, TypeKind::money)) {
        if (!set_number(e.right) || !merge(e.left, e.result)) fail(e);
        return e.done = true;
    }
    return false;
}

bool Types::advance_sum(Equation& e) {
    const bool date_left = is(e.left, TypeKind::date), date_right = is(e.right, TypeKind::date);
    if (date_left || date_right) {
        const Type number{TypeKind::number, {}}, date{TypeKind::date, {}};
        bool fits = true;
        if (date_left && date_right) {
            fits = e.second && merge(e.result, known(number));
        } else if (date_left) {
            if (decided(e.right) == Decided::no) return false;
            fits = merge(e.right, known(number)) && merge(e.result, known(date));
        } else {
            fits = !e.second && merge(e.left, known(number)) && merge(e.result, known(date));
        }
        if (!fits) fail(e);
        return e.done = true;
    }
    const auto plain = [&](TypeVar a) { return decided(a) == Decided::amount || decided(a) == Decided::yes; };
    if (!plain(e.left) && !plain(e.right)) return false;
    e.done = true;
    const auto amount_like = [&](TypeVar a) {
        return decided(a) != Decided::yes || is(a, TypeKind::money) || is(a, TypeKind::number);
    };
    if (!amount_like(e.left) || !amount_like(e.right) || !merge(e.left, e.right) || !merge(e.left, e.result))
        fail(e);
    return true;
}

bool Types::round() {
    bool moved = false;
    for (Equation& e : equations_) moved = advance(e) || moved;
    return moved;
}

// Nothing moves any more: the first open equation is settled in the plainest way.
void Types::settle_one() {
    for (Equation& e : equations_) {
        if (e.done) continue;
        if (!e.is_product) {
            if (!merge(e.left, e.right) || !merge(e.left, e.result)) fail(e);
            e.done = true;
            return;
        }
        // Whichever factor is called a number, the product is the same; the amount is mostly the large one,
        // and the one in front.
        const Slot &left = slots_[root(e.left)], &right = slots_[root(e.right)];
        const bool is_left = decided(e.right) == Decided::yes || (right.large && !left.large) ||
                             (left.percent && !right.percent);
        set(is_left ? e.left : e.right, {TypeKind::number, {}});
        return;
    }
}

void Types::solve() {
    const auto open = [&] {
        for (const Equation& e : equations_) {
            if (!e.done) return true;
        }
        return false;
    };
    while (open()) {
        if (!round()) settle_one();
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const TypeVar var{i};
        if (root(var) != var || slots_[var].decided == Decided::yes || slots_[var].decided == Decided::broken)
            continue;
        set(var, {TypeKind::number, {}});
        slots_[var].fell = true;
    }
}

}  // namespace accrue::check
