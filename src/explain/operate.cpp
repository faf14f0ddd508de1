#include "explain/operate.hpp"

#include "base/text.hpp"

namespace accrue::explain {
namespace {

using core::ExprId;
using core::Value;

Outcome yes_no(bool holds) {
    return Value(holds);
}

// date ± days, inside the years 1 to 9999.
Outcome moved(Date date, const Exact& days, ExprId at, data::RowId row) {
    static const auto first = Date::of(1, 1, 1).days, last = Date::of(9999, 12, 31).days;
    if (!days.is_integer()) return Failure{FailureKind::part_of_a_day, at, {}, row};
    std::int64_t count = 0;
    const Exact sum = Exact(date.days) + days;
    if (sum < Exact(first) || sum > Exact(last) || !sum.fits_scaled(1, count)) {
        return Failure{FailureKind::date_too_far, at, {}, row};
    }
    return Value(Date{static_cast<std::int32_t>(count)});
}

class Operation {
  public:
    Operation(const core::Scheme& scheme, ExprId at, const Table<ExprId, Outcome>& known, data::RowId row)
        : scheme_(scheme), at_(at), known_(known), row_(row) {}

    Outcome outcome() const {
        return std::visit([&](const auto& node) { return of(node); }, scheme_.expressions[at_].node);
    }

  private:
    Outcome of(const core::Constant& e) const { return e.value; }
    // These read data or other rows and are not computed here.
    Outcome of(const core::Read&) const { return Missing{}; }
    Outcome of(const core::Previous&) const { return Missing{}; }
    Outcome of(const core::Aggregate&) const { return Missing{}; }
    Outcome of(const core::Lookup&) const { return Missing{}; }
    Outcome of(const core::Shared&) const { return Missing{}; }
    Outcome of(const core::Solved&) const { return Missing{}; }
    Outcome of(const core::FromLots&) const { return Missing{}; }

    Outcome of(const core::Arithmetic& e) const {
        if (const auto failure = unusable_side(e.left, e.right)) return *failure;
        if (std::holds_alternative<Date>(value(e.left))) return of_dates(e);
        return of_numbers(e.op, number(e.left), number(e.right));
    }
    Outcome of_numbers(core::ArithmeticOp op, const Exact& left, const Exact& right) const {
        switch (op) {
            case core::ArithmeticOp::add:
                return limited(left + right, at_, row_);
            case core::ArithmeticOp::subtract:
                return limited(left - right, at_, row_);
            case core::ArithmeticOp::multiply:
                return limited(left * right, at_, row_);
            case core::ArithmeticOp::divide:
                if (right.sign() == 0) return Missing{};
                return limited(left / right, at_, row_);
        }
        return Missing{};
    }
    Outcome of_dates(const core::Arithmetic& e) const {
        const auto date = std::get<Date>(value(e.left));
        if (const auto* other = std::get_if<Date>(&value(e.right)))
            return Value(Exact(date.days - other->days));
        const auto& days = number(e.right);
        return moved(date, e.op == core::ArithmeticOp::add ? days : -days, at_, row_);
    }
    Outcome of(const core::Compare& e) const {
        if (const auto failure = unusable_side(e.left, e.right)) return *failure;
        switch (e.op) {
            case core::CompareOp::equal:
                return yes_no(equal(value(e.left), value(e.right)));
            case core::CompareOp::less:
                return yes_no(less(value(e.left), value(e.right)));
            case core::CompareOp::at_most:
                return yes_no(!less(value(e.right), value(e.left)));
        }
        return Missing{};
    }
    Outcome of(const core::Logic& e) const {
        if (e.op == core::LogicOp::negation) {
            if (const auto failure = unusable_operand(e.left)) return *failure;
            return yes_no(!std::get<bool>(value(e.left)));
        }
        // A side that alone settles the answer: no for `and`, yes for `or`.
        const bool settling = e.op == core::LogicOp::either;
        if (is(e.left, settling) || is(e.right, settling)) return yes_no(settling);
        if (const auto failure = unusable_side(e.left, e.right)) return *failure;
        return yes_no(!settling);
    }
    Outcome of(const core::Choose& e) const {
        for (const auto& [condition, chosen] : e.cases) {
            if (const auto failure = unusable_operand(condition)) return *failure;
            if (std::get<bool>(value(condition))) return used(chosen);
        }
        if (e.otherwise) return used(e.otherwise);
        return Failure{FailureKind::no_case, at_, {}, row_};
    }
    Outcome of(const core::Clamp& e) const {
        if (const auto failure = unusable_side(e.left, e.right)) return *failure;
        const auto &left = number(e.left), &right = number(e.right);
        return Value(e.op == core::ClampOp::smaller ? smaller(left, right) : larger(left, right));
    }
    Outcome of(const core::Round& e) const {
        if (const auto failure = unusable_side(e.of, e.step)) return *failure;
        return limited(rounded(number(e.of), e.mode, number(e.step)), at_, row_);
    }
    Outcome of(const core::MonthsBetween& e) const {
        if (const auto failure = unusable_side(e.from, e.to)) return *failure;
        return Value(Exact(months_between(std::get<Date>(value(e.from)), std::get<Date>(value(e.to)))));
    }
    Outcome of(const core::Default& e) const {
        return std::holds_alternative<Missing>(known_[e.of]) ? used(e.instead) : known_[e.of];
    }

    std::optional<Failure> unusable_operand(ExprId operand) const {
        return unusable(known_[operand], operand, at_, row_);
    }
    std::optional<Failure> unusable_side(ExprId left, ExprId right) const {
        const auto failure = unusable_operand(left);
        return failure ? failure : unusable_operand(right);
    }
    Outcome used(ExprId operand) const {
        if (const auto failure = unusable_operand(operand)) return *failure;
        return known_[operand];
    }
    const Value& value(ExprId operand) const { return std::get<Value>(known_[operand]); }
    const Exact& number(ExprId operand) const { return std::get<Exact>(value(operand)); }
    bool is(ExprId operand, bool wanted) const {
        const auto* known = present(known_[operand]);
        return known != nullptr && std::get<bool>(*known) == wanted;
    }

    const core::Scheme& scheme_;
    ExprId at_;
    const Table<ExprId, Outcome>& known_;
    data::RowId row_;
};

}  // namespace

Outcome operate(const core::Scheme& scheme, ExprId at, const Table<ExprId, Outcome>& known, data::RowId row) {
    return Operation(scheme, at, known, row).outcome();
}

std::optional<Failure> unusable(const Outcome& operand_outcome, ExprId operand, ExprId at, data::RowId row) {
    if (const auto* failure = std::get_if<Failure>(&operand_outcome)) return *failure;
    if (std::holds_alternative<Missing>(operand_outcome))
        return Failure{FailureKind::missing_used, at, operand, row};
    return std::nullopt;
}

Outcome limited(Exact value, ExprId at, data::RowId row) {
    if (value.bits() > Exact::max_bits) return Failure{FailureKind::number_too_long, at, {}, row};
    return Value(std::move(value));
}

bool equal(const Value& left, const Value& right) {
    const auto* text = std::get_if<std::string>(&left);
    return text != nullptr ? folded(*text) == folded(std::get<std::string>(right)) : left == right;
}

bool less(const Value& left, const Value& right) {
    const overloaded ordered{
        [&](const Exact& number) { return number < std::get<Exact>(right); },
        [&](Date date) { return date < std::get<Date>(right); },
        [&](Month month) { return month < std::get<Month>(right); },
        [](bool) { return false; },                // has no order; check refuses it
        [](const std::string&) { return false; },  // likewise
    };
    return std::visit(ordered, left);
}

}  // namespace accrue::explain
