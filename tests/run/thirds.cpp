#include "thirds.hpp"

namespace accrue {
namespace {

using namespace core;

const Type money{TypeKind::money, "RUB"}, number{TypeKind::number, ""}, logical{TypeKind::logical, ""};

struct Maker {
    Scheme scheme;

    template <class Node>
    ExprId put(const Type& type, Node node) {
        return scheme.expressions.add(
            {.node = std::move(node), .type = type, .may_be_missing = false, .origin = {}});
    }
    ExprId constant(const Type& type, Exact value) { return put(type, Constant{std::move(value)}); }
    ExprId times(const Type& type, Exact factor, ExprId of) {
        const auto left = constant(number, std::move(factor));
        return put(type, Arithmetic{ArithmeticOp::multiply, left, of});
    }
    InputId input(const std::string& name, int day) {
        Input input;
        input.name = name;
        input.level = LevelId(0);
        input.type = money;
        input.day = day;
        return scheme.inputs.add(input);
    }
    DefinitionId define(const std::string& name, DefinitionKind kind, ExprId value) {
        Definition definition;
        definition.name = name;
        definition.kind = kind;
        definition.type = scheme.expressions[value].type;
        definition.value = value;
        definition.level = LevelId(0);
        scheme.order.push_back(scheme.definitions.add(definition));
        return scheme.order.back();
    }
    // 0 unless `collected` >= `share` of the plan
    ExprId gated(ExprId part, ExprId collected, Exact share, ExprId plan) {
        const auto goal = times(money, std::move(share), plan);
        const auto reached = put(logical, Compare{CompareOp::at_most, goal, collected});
        return put(money, Choose{{{reached, part}}, constant(money, 0)});
    }
};

}  // namespace

Thirds thirds(Rounding mode) {
    Maker make;
    make.scheme.levels.add({.name = "person", .span = {}});
    Thirds made;
    made.plan = make.input("plan", 0);
    made.collected = make.input("collected", 0);
    made.by_15 = make.input("collected", 15);
    made.by_25 = make.input("collected", 25);
    const auto read = [&](auto what) { return make.put(money, Read{what}); };

    const auto over = make.put(
        money, Arithmetic{ArithmeticOp::subtract, read(made.collected), make.constant(money, 40'000'000)});
    const auto above = make.put(money, Clamp{ClampOp::larger, over, make.constant(money, 0)});
    made.bonus =
        make.define("bonus", DefinitionKind::written, make.times(money, Exact::ratio(5, 1000), above));
    const auto third = [&] { return make.times(money, Exact::ratio(1, 3), read(made.bonus)); };
    const auto plan = read(made.plan);
    const auto first = make.define("third1", DefinitionKind::part,
                                   make.gated(third(), read(made.by_15), Exact::ratio(1, 2), plan));
    const auto second = make.define("third2", DefinitionKind::part,
                                    make.gated(third(), read(made.by_25), Exact::ratio(9, 10), plan));
    const auto last = make.define("third3", DefinitionKind::part, third());
    auto sum = make.put(money, Arithmetic{ArithmeticOp::add, read(first), read(second)});
    sum = make.put(money, Arithmetic{ArithmeticOp::add, sum, read(last)});
    const auto step = make.constant(money, Exact::ratio(1, 100));
    made.pay =
        make.define("bonus after gates", DefinitionKind::pay_line, make.put(money, Round{sum, mode, step}));
    make.scheme.pays.push_back({made.pay, "bonus after gates", "", {}});
    made.total = make.define("pay", DefinitionKind::pay_total, read(made.pay));
    make.scheme.levels[LevelId(0)].pay_total = made.total;
    made.scheme = std::move(make.scheme);
    return made;
}

}  // namespace accrue
