#include "random_scheme.hpp"

#include <fmt/format.h>

namespace accrue::property {
namespace {

using namespace core;

const std::vector<TypeKind> all_kinds = {TypeKind::money, TypeKind::number, TypeKind::date,
                                         TypeKind::month, TypeKind::text,   TypeKind::logical};
const std::vector<std::string> texts = {
    "gold", "Gold ", "silver", "серебро", "ёлка", "ЕЛКА", "only in the scheme", ""};

Type type_of(TypeKind kind) {
    return {kind, kind == TypeKind::money ? "RUB" : ""};
}

class SchemeMaker {
  public:
    explicit SchemeMaker(Random& random) : random_(random) {}

    Scheme made() {
        scheme_.name = "random";
        scheme_.currency = "RUB";
        scheme_.levels.add({"person", {}});
        scheme_.year_starts_in = random_.one_in(3) ? static_cast<int>(random_.between(1, 12)) : 1;
        large_ = random_.one_in(6);
        make_inputs();
        make_params();
        declare_definitions();
        for (std::size_t i = 0; i < types_.size(); ++i) define(DefinitionId(i));
        make_pays();
        make_promises();
        return std::move(scheme_);
    }

  private:
    // ------------------------------------------------------------ names

    void make_inputs() {
        const auto count = random_.between(2, 7);
        for (std::int64_t i = 0; i < count; ++i) {
            Input input;
            input.name = fmt::format("input{}", i);
            input.type = type_of(i < 2 || random_.percent(60) ? random_.of(amounts_) : random_.of(all_kinds));
            input.day = random_.one_in(6) ? 15 : 0;
            scheme_.inputs.add(input);
        }
    }

    // Params read constants and params before them.
    void make_params() {
        const auto count = random_.between(0, 3);
        for (std::int64_t i = 0; i < count; ++i) {
            Param param;
            param.name = fmt::format("param{}", i);
            param.type = type_of(random_.percent(70) ? random_.of(amounts_) : random_.of(all_kinds));
            auto month = Month::of(2025, static_cast<int>(random_.between(9, 12)));
            const auto values = random_.between(1, 3);
            for (std::int64_t k = 0; k < values; ++k) {
                DatedValue value;
                if (k > 0 || random_.one_in(2))
                    value.from = Date::of(month.year(), month.number(), k == 1 ? 15 : 1);
                value.value = expression(param.type, 1);
                param.values.push_back(value);
                month = Month{month.index + static_cast<std::int32_t>(random_.between(1, 5))};
            }
            scheme_.params.add(param);
        }
    }

    void declare_definitions() {
        const auto count = random_.between(2, 9);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto kind = random_.percent(65) ? random_.of(amounts_) : random_.of(all_kinds);
            types_.push_back(type_of(kind));
        }
        inside_definition_ = true;
    }

    static Definition named(std::string name, DefinitionKind kind, const Type& type, ExprId value) {
        Definition definition;
        definition.name = std::move(name);
        definition.kind = kind;
        definition.type = type;
        definition.value = value;
        definition.level = LevelId(0);
        return definition;
    }

    void define(DefinitionId id) {
        const auto kind = random_.one_in(6) ? DefinitionKind::hidden : DefinitionKind::written;
        const auto value = expression(types_[id.value], static_cast<int>(random_.between(1, 4)));
        add(named(fmt::format("d{}", id.value), kind, types_[id.value], value));
    }

    DefinitionId add(const Definition& definition) {
        const auto id = scheme_.definitions.add(definition);
        scheme_.order.push_back(id);
        return id;
    }

    void make_pays() {
        const auto money = type_of(TypeKind::money);
        const auto count = random_.between(0, 2);
        ExprId total;
        for (std::int64_t i = 0; i < count; ++i) {
            const auto name = fmt::format("pay{}", i);
            const auto id = add(named(name, DefinitionKind::pay_line, money, rounding(money, 2)));
            types_.push_back(money);
            scheme_.pays.push_back({id, name, "", {}});
            const auto read = put(money, Read{id});
            total = total ? put(money, Arithmetic{ArithmeticOp::add, total, read}) : read;
        }
        if (!total) return;
        scheme_.pay_total = add(named("pay", DefinitionKind::pay_total, money, total));
        types_.push_back(money);
    }

    void make_promises() {
        if (!random_.one_in(3)) return;
        const auto logical = type_of(TypeKind::logical);
        const auto holds = add(named("promise", DefinitionKind::promise, logical, expression(logical, 2)));
        scheme_.promises.push_back({PromiseKind::relation, holds, {}});
    }

    // ------------------------------------------------------------ expressions

    template <class Node>
    ExprId put(const Type& type, Node node, bool may_be_missing = false) {
        return scheme_.expressions.add(
            {.node = std::move(node), .type = type, .may_be_missing = may_be_missing, .origin = {}});
    }

    ExprId expression(const Type& type, int depth) {
        if (depth <= 0 || random_.one_in(6)) return leaf(type);
        switch (random_.below(is_amount(type) ? 10 : 6)) {
            case 0:
                return choice(type, depth);
            case 1:
                return random_.one_in(2) ? table(type, depth) : choice(type, depth);
            case 2:
                return with_default(type, depth);
            case 3:
                return leaf(type);
            case 8:
                return rounding(type, depth);
            case 9: {
                const auto op = random_.one_in(2) ? ClampOp::smaller : ClampOp::larger;
                const auto left = expression(type, depth - 1), right = expression(type, depth - 1);
                return put(type, Clamp{op, left, right});
            }
            default:
                return operation(type, depth);
        }
    }

    ExprId operation(const Type& type, int depth) {
        switch (type.kind) {
            case TypeKind::money:
            case TypeKind::number:
                return arithmetic(type, depth);
            case TypeKind::date:
                return moved_date(type, depth);
            case TypeKind::logical:
                return random_.one_in(2) ? logic(type, depth) : comparison(type, depth);
            case TypeKind::month:
            case TypeKind::text:
                break;
        }
        return leaf(type);
    }

    ExprId arithmetic(const Type& type, int depth) {
        const auto number = type_of(TypeKind::number), money = type_of(TypeKind::money);
        const bool is_money = type.kind == TypeKind::money;
        const auto below = [&](const Type& of) { return expression(of, depth - 1); };
        switch (random_.below(6)) {
            case 0:
            case 1: {
                const auto op = random_.one_in(2) ? ArithmeticOp::add : ArithmeticOp::subtract;
                const auto left = below(type), right = below(type);
                return put(type, Arithmetic{op, left, right});
            }
            case 2: {
                const bool first = random_.one_in(2);
                const auto left = below(is_money && first ? money : number);
                const auto right = below(is_money && !first ? money : number);
                return put(type, Arithmetic{ArithmeticOp::multiply, left, right});
            }
            case 3: {
                const auto left = below(type), right = below(number);
                return put(type, Arithmetic{ArithmeticOp::divide, left, right}, true);
            }
            default: {
                if (is_money) return aggregate(type);
                if (random_.one_in(4)) return days_between(depth);
                const auto sides = random_.one_in(2) ? money : number;
                const auto left = below(sides), right = below(sides);
                return put(type, Arithmetic{ArithmeticOp::divide, left, right}, true);
            }
        }
    }

    ExprId days_between(int depth) {
        const auto date = type_of(TypeKind::date);
        const auto left = expression(date, depth - 1), right = expression(date, depth - 1);
        return put(type_of(TypeKind::number), Arithmetic{ArithmeticOp::subtract, left, right});
    }
    ExprId moved_date(const Type& type, int depth) {
        const auto op = random_.one_in(2) ? ArithmeticOp::add : ArithmeticOp::subtract;
        const auto date = expression(type, depth - 1);
        const auto number = type_of(TypeKind::number);
        auto days =
            random_.one_in(2) ? put(number, Constant{Exact(random_.between(-40, 400))}) : leaf(number);
        if (random_.one_in(2))
            days = put(number, Round{days, Rounding::down, put(number, Constant{Exact(1)})});
        return put(type, Arithmetic{op, date, days});
    }

    ExprId comparison(const Type& type, int depth) {
        const auto sides = type_of(random_.percent(60) ? random_.of(amounts_) : random_.of(all_kinds));
        const bool ordered = sides.kind != TypeKind::text && sides.kind != TypeKind::logical;
        const auto op = ordered ? static_cast<CompareOp>(random_.below(3)) : CompareOp::equal;
        const auto left = expression(sides, depth - 1), right = expression(sides, depth - 1);
        return put(type, Compare{op, left, right});
    }
    ExprId logic(const Type& type, int depth) {
        const auto op = static_cast<LogicOp>(random_.below(3));
        const auto left = expression(type, depth - 1);
        const auto right = op == LogicOp::negation ? ExprId() : expression(type, depth - 1);
        return put(type, Logic{op, left, right});
    }

    ExprId choice(const Type& type, int depth) {
        Choose choose;
        const auto cases = random_.between(1, 3);
        for (std::int64_t i = 0; i < cases; ++i) {
            const auto condition = expression(type_of(TypeKind::logical), depth - 1);
            choose.cases.push_back({condition, expression(type, depth - 1)});
        }
        if (!random_.one_in(8)) choose.otherwise = expression(type, depth - 1);
        return put(type, choose);
    }
    // Bands of one key by rising edges.
    ExprId table(const Type& type, int depth) {
        const auto key_type = type_of(random_.of(amounts_));
        const auto key = expression(key_type, depth - 1);
        Choose choose;
        auto edge = random_amount(random_, false);
        const auto bands = random_.between(1, 4);
        for (std::int64_t i = 0; i < bands; ++i) {
            const auto op = random_.one_in(2) ? CompareOp::less : CompareOp::at_most;
            const auto edge_id = put(key_type, Constant{edge});
            const auto condition = put(type_of(TypeKind::logical), Compare{op, key, edge_id});
            choose.cases.push_back({condition, leaf(type)});
            edge = edge + abs(random_amount(random_, false));
        }
        choose.otherwise = leaf(type);
        return put(type, choose);
    }
    ExprId rounding(const Type& type, int depth) {
        static const std::vector<Exact> steps = {Exact::ratio(1, 100), Exact(1),           Exact(10),
                                                 Exact(1000),          Exact::ratio(1, 3), Exact::ratio(1, 4),
                                                 Exact::ratio(7, 10)};
        const auto of = expression(type, depth - 1);
        const auto mode = static_cast<Rounding>(random_.below(8));
        const auto step = put(type, Constant{random_.one_in(2) ? steps[0] : random_.of(steps)});
        return put(type, Round{of, mode, step});
    }
    ExprId with_default(const Type& type, int depth) {
        const auto of = expression(type, depth - 1), instead = expression(type, depth - 1);
        return put(type, Default{of, instead});
    }

    // ------------------------------------------------------------ leaves

    ExprId leaf(const Type& type) {
        for (int attempt = 0; attempt < 4; ++attempt) {
            const auto found = random_.one_in(3) ? constant(type) : read(type);
            if (found) return found;
        }
        return constant(type);
    }

    ExprId constant(const Type& type) {
        switch (type.kind) {
            case TypeKind::money:
            case TypeKind::number:
                return put(type, Constant{random_amount(random_, large_ && random_.one_in(5))});
            case TypeKind::date:
                return put(type, Constant{Date::of(2025, static_cast<int>(random_.between(1, 12)), 28)});
            case TypeKind::month:
                return put(type, Constant{Month::of(2026, static_cast<int>(random_.between(1, 12)))});
            case TypeKind::text:
                return put(type, Constant{random_.of(texts)});
            case TypeKind::logical:
                return put(type, Constant{random_.one_in(2)});
        }
        return {};
    }

    ExprId read(const Type& type) {
        switch (random_.below(inside_definition_ ? 6 : 1)) {
            case 0:
                return read_param(type);
            case 1:
            case 2:
                return read_input(type);
            case 3:
                return random_.one_in(2) ? previous(type) : read_definition(type);
            case 4:
                return is_amount(type) ? aggregate(type) : built_in(type);
            default:
                return read_definition(type);
        }
    }

    template <class Items, class Is>
    std::optional<std::size_t> any_of(const Items& items, std::size_t size, const Is& is) {
        std::vector<std::size_t> fitting;
        for (std::size_t i = 0; i < size; ++i) {
            if (is(items, i)) fitting.push_back(i);
        }
        if (fitting.empty()) return std::nullopt;
        return random_.of(fitting);
    }
    ExprId read_param(const Type& type) {
        const auto is = [&](const auto& params, std::size_t i) { return params[ParamId(i)].type == type; };
        const auto found = any_of(scheme_.params, scheme_.params.size(), is);
        return found ? put(type, Read{ParamId(*found)}, true) : ExprId();
    }
    ExprId read_input(const Type& type) {
        const auto is = [&](const auto& inputs, std::size_t i) { return inputs[InputId(i)].type == type; };
        const auto found = any_of(scheme_.inputs, scheme_.inputs.size(), is);
        return found ? put(type, Read{InputId(*found)}, true) : ExprId();
    }
    std::optional<DefinitionId> definition(const Type& type, std::size_t among) {
        const auto is = [&](const auto& types, std::size_t i) { return types[i] == type; };
        const auto found = any_of(types_, among, is);
        return found ? std::optional(DefinitionId(*found)) : std::nullopt;
    }
    ExprId read_definition(const Type& type) {
        const auto found = definition(type, scheme_.definitions.size());
        return found ? put(type, Read{*found}, true) : ExprId();
    }
    // Any definition: of an earlier month all are known.
    ExprId previous(const Type& type) {
        const auto found = definition(type, types_.size());
        return found ? put(type, Previous{*found}, true) : ExprId();
    }
    ExprId built_in(const Type& type) {
        if (type.kind != TypeKind::logical) return {};
        return put(type, Read{random_.one_in(2) ? Builtin::ends_quarter : Builtin::ends_year});
    }

    ExprId aggregate(const Type& type) {
        if (!inside_definition_) return constant(type);
        if (type.kind == TypeKind::number && random_.one_in(8))
            return put(type, Read{Builtin::days_in_month});
        Aggregate aggregate;
        aggregate.window = static_cast<Window>(random_.below(6));
        if (aggregate.window == Window::last_months)
            aggregate.months = static_cast<int>(random_.between(1, 7));
        const bool earlier =
            aggregate.window == Window::earlier_of_quarter || aggregate.window == Window::earlier_of_year;
        const auto among = earlier ? types_.size() : scheme_.definitions.size();
        aggregate.op = static_cast<AggregateOp>(random_.below(4));
        if (type.kind == TypeKind::money && aggregate.op == AggregateOp::count)
            aggregate.op = AggregateOp::sum;
        const bool count = aggregate.op == AggregateOp::count;
        const auto of =
            count && among > 0 ? std::optional(DefinitionId(random_.below(among))) : definition(type, among);
        if (!of) return constant(type);
        aggregate.of = *of;
        if (random_.one_in(3))
            aggregate.where = definition(type_of(TypeKind::logical), among).value_or(DefinitionId());
        const bool extreme = aggregate.op == AggregateOp::smallest || aggregate.op == AggregateOp::largest;
        return put(type, aggregate, extreme);
    }

    static bool is_amount(const Type& type) {
        return type.kind == TypeKind::money || type.kind == TypeKind::number;
    }

    Random& random_;
    Scheme scheme_;
    std::vector<Type> types_;  // by DefinitionId, of those to come as well
    bool inside_definition_ = false;
    bool large_ = false;
    const std::vector<TypeKind> amounts_ = {TypeKind::money, TypeKind::number};
};

}  // namespace

Scheme random_scheme(Random& random) {
    return SchemeMaker(random).made();
}

}  // namespace accrue::property
