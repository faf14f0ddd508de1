// tests/support/scheme_builder.hpp — Core schemes by hand, for tests that must not depend on the parser.
// Expressions are made operands first; definitions are evaluated in the order in which they were made. Inputs
// and definitions are of the level that is set, at first `person`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/builtins.hpp"
#include "core/scheme.hpp"

namespace accrue::testing {

using core::ArithmeticOp;
using core::ClampOp;
using core::CompareOp;
using core::ExprId;
using core::LogicOp;
using core::WrittenAs;

inline const core::Type money{core::TypeKind::money, "RUB"};
inline const core::Type number{core::TypeKind::number, ""};
inline const core::Type yes_no{core::TypeKind::logical, ""};
inline const core::Type text{core::TypeKind::text, ""};
inline const core::Type date{core::TypeKind::date, ""};
inline const core::Type month{core::TypeKind::month, ""};

class SchemeBuilder {
  public:
    core::Scheme scheme;

    SchemeBuilder() {
        scheme.name = "test";
        scheme.currency = "RUB";
        level_ = scheme.levels.add({.name = "person", .span = {}});
    }
    // A scheme of these levels, each in the one before it; `everything` is made by hand.
    explicit SchemeBuilder(const std::vector<std::string>& levels) : SchemeBuilder() {
        scheme.levels = {};
        level_ = {};
        for (const auto& name : levels) level_ = add_level(name, level_);
    }

    core::LevelId add_level(const std::string& name, core::LevelId parent = {},
                            core::LevelKind kind = core::LevelKind::rows) {
        return scheme.levels.add({.name = name, .kind = kind, .parent = parent, .span = {}});
    }
    core::LevelId records(const std::string& name, core::LevelId parent) {
        return add_level(name, parent, core::LevelKind::records);
    }
    // What is made from here on is of that level.
    void at(core::LevelId level) { level_ = level; }

    core::InputId input(const std::string& name, core::Type type = money, int day = 0) {
        core::Input made;
        made.name = name;
        made.level = level_;
        made.type = std::move(type);
        made.day = day;
        return scheme.inputs.add(made);
    }
    core::ParamId param(const std::string& name, core::Type type, std::vector<core::DatedValue> values) {
        core::Param made;
        made.name = name;
        made.type = std::move(type);
        made.values = std::move(values);
        return scheme.params.add(made);
    }
    core::DefinitionId define(const std::string& name, ExprId value,
                              core::DefinitionKind kind = core::DefinitionKind::written) {
        const auto id = declare(name, scheme.expressions[value].type, kind);
        return settle(id, value);
    }
    // For definitions that read their own earlier months: declared first, given their value later.
    core::DefinitionId declare(const std::string& name, core::Type type,
                               core::DefinitionKind kind = core::DefinitionKind::written) {
        core::Definition made;
        made.name = name;
        made.kind = kind;
        made.type = std::move(type);
        made.level = level_;
        return scheme.definitions.add(made);
    }
    core::DefinitionId settle(core::DefinitionId id, ExprId value) {
        scheme.definitions[id].value = value;
        scheme.order.push_back(id);
        return id;
    }
    core::DefinitionId pay(const std::string& name, ExprId amount) {
        const auto rounded = add(core::Round{amount, scheme.rounding, constant(scheme.rounding_step)}, money,
                                 WrittenAs::pay_rounding);
        const auto id = define(name, rounded, core::DefinitionKind::pay_line);
        scheme.pays.push_back({id, name, "", {}});
        return id;
    }
    // A definition whose value a group operation gives.
    core::DefinitionId of_group(const std::string& name, decltype(core::Expr::node) node,
                                core::DefinitionKind kind = core::DefinitionKind::written) {
        return define(name, add(std::move(node), money), kind);
    }
    // The totals of the levels that are paid.
    core::Scheme& finish() {
        for (std::size_t i = 0; i < scheme.levels.size(); ++i) total_of(core::LevelId(i));
        return scheme;
    }

    ExprId add(decltype(core::Expr::node) node, core::Type type, WrittenAs written_as = WrittenAs::plain) {
        return scheme.expressions.add({std::move(node), std::move(type), false, {{}, written_as, false}});
    }
    ExprId constant(Exact value, core::Type type = money) {
        return add(core::Constant{std::move(value)}, std::move(type));
    }
    ExprId word(const std::string& value) { return add(core::Constant{value}, text); }
    ExprId truth(bool value) { return add(core::Constant{value}, yes_no); }
    ExprId read(core::InputId id) { return add(core::Read{id}, scheme.inputs[id].type); }
    ExprId read(core::ParamId id) { return add(core::Read{id}, scheme.params[id].type); }
    ExprId read(core::DefinitionId id) { return add(core::Read{id}, scheme.definitions[id].type); }
    ExprId read(core::Builtin builtin) { return add(core::Read{builtin}, core::type_of(builtin)); }
    // In a paired condition: of the row that asks.
    ExprId read_asker(core::DefinitionId id) {
        return add(core::Read{id, true}, scheme.definitions[id].type);
    }
    ExprId previous(core::DefinitionId id) { return add(core::Previous{id}, scheme.definitions[id].type); }
    ExprId plus(ExprId a, ExprId b) { return arithmetic(ArithmeticOp::add, a, b, type(a)); }
    ExprId minus(ExprId a, ExprId b) {
        const bool dates = type(a) == date && type(b) == date;
        return arithmetic(ArithmeticOp::subtract, a, b, dates ? number : type(a));
    }
    ExprId times(ExprId a, ExprId b) {
        return arithmetic(ArithmeticOp::multiply, a, b, type(a) == money ? money : type(b));
    }
    ExprId over(ExprId a, ExprId b) {
        return arithmetic(ArithmeticOp::divide, a, b, type(b) == money ? number : type(a));
    }
    ExprId compare(CompareOp op, ExprId a, ExprId b) { return add(core::Compare{op, a, b}, yes_no); }
    ExprId at_least(ExprId a, ExprId b) { return compare(CompareOp::at_most, b, a); }
    ExprId logic(LogicOp op, ExprId a, ExprId b = {}) { return add(core::Logic{op, a, b}, yes_no); }
    ExprId choose(std::vector<core::Case> cases, ExprId otherwise, WrittenAs as = WrittenAs::plain) {
        const auto of = type(cases.front().value);
        return add(core::Choose{std::move(cases), otherwise}, of, as);
    }
    ExprId clamp(ClampOp op, ExprId a, ExprId b, WrittenAs as = WrittenAs::plain) {
        return add(core::Clamp{op, a, b}, type(a), as);
    }
    ExprId default_to(ExprId of, ExprId instead) { return add(core::Default{of, instead}, type(of)); }
    // Over the rows of the level that is set, itself in each period.
    ExprId aggregate(core::AggregateOp op, core::DefinitionId of, core::Window window, int months = 0,
                     core::DefinitionId where = {}) {
        auto made = of_rows(op, of, level_);
        made.where = where;
        made.window = window;
        made.months = months;
        return aggregate(made);
    }
    // Of the rows in the base's row, in this period.
    static core::Aggregate of_rows(core::AggregateOp op, core::DefinitionId of, core::LevelId base = {}) {
        core::Aggregate made;
        made.op = op;
        made.of = of;
        made.base = base;
        return made;
    }
    ExprId aggregate(core::Aggregate made) {
        using enum core::AggregateOp;
        const bool counts = made.op == count || made.op == rank;
        const auto result = counts ? number : scheme.definitions[made.of].type;
        return add(made, result);
    }
    const core::Type type(ExprId id) const { return scheme.expressions[id].type; }

  private:
    void total_of(core::LevelId level) {
        ExprId total;
        for (const auto& each : scheme.pays) {
            if (scheme.definitions[each.amount].level != level) continue;
            const auto line = read(each.amount);
            total = total ? plus(total, line) : line;
        }
        if (!total) return;
        level_ = level;
        scheme.levels[level].pay_total = define("pay", total, core::DefinitionKind::pay_total);
    }
    ExprId arithmetic(ArithmeticOp op, ExprId a, ExprId b, core::Type result) {
        return add(core::Arithmetic{op, a, b}, std::move(result));
    }
    core::LevelId level_;
};

}  // namespace accrue::testing
