#include "core/dump.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "core/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::core {
namespace {

constexpr std::size_t line_width = 100;

// ---------------------------------------------------------------- words

std::string_view word(ArithmeticOp op) {
    switch (op) {
        case ArithmeticOp::add:
            return "+";
        case ArithmeticOp::subtract:
            return "-";
        case ArithmeticOp::multiply:
            return "*";
        case ArithmeticOp::divide:
            return "/";
    }
    return "";
}
std::string_view word(CompareOp op) {
    switch (op) {
        case CompareOp::equal:
            return "=";
        case CompareOp::less:
            return "<";
        case CompareOp::at_most:
            return "<=";
    }
    return "";
}
std::string_view word(LogicOp op) {
    switch (op) {
        case LogicOp::both:
            return "and";
        case LogicOp::either:
            return "or";
        case LogicOp::negation:
            return "not";
    }
    return "";
}
std::string_view word(AggregateOp op) {
    switch (op) {
        case AggregateOp::sum:
            return "sum";
        case AggregateOp::count:
            return "count";
        case AggregateOp::smallest:
            return "smallest";
        case AggregateOp::largest:
            return "largest";
    }
    return "";
}
std::string_view word(Builtin builtin) {
    switch (builtin) {
        case Builtin::days_in_month:
            return "days_in_month";
        case Builtin::ends_quarter:
            return "ends_quarter";
        case Builtin::ends_year:
            return "ends_year";
    }
    return "";
}
std::string_view word(Rounding mode) {
    switch (mode) {
        case Rounding::up:
            return "up";
        case Rounding::down:
            return "down";
        case Rounding::half_up:
            return "half_up";
        case Rounding::half_down:
            return "half_down";
        case Rounding::half_even:
            return "half_even";
        case Rounding::ceiling:
            return "ceiling";
        case Rounding::floor:
            return "floor";
        case Rounding::zero_five_up:
            return "zero_five_up";
    }
    return "";
}
std::string window_words(const Aggregate& aggregate) {
    switch (aggregate.window) {
        case Window::quarter:
            return "quarter";
        case Window::year:
            return "year";
        case Window::last_months:
            return fmt::format("last_{}_months", aggregate.months);
        case Window::all_months:
            return "all_months";
        case Window::earlier_of_quarter:
            return "earlier_of_quarter";
        case Window::earlier_of_year:
            return "earlier_of_year";
    }
    return "";
}
std::string_view word(WrittenAs written_as) {
    constexpr std::string_view words[] = {"",
                                          "percent_of",
                                          "above",
                                          "capped",
                                          "floored",
                                          "gate",
                                          "part",
                                          "after_gates",
                                          "step_table",
                                          "marginal_table",
                                          "whole_table",
                                          "linear_table",
                                          "match_table",
                                          "matrix_table",
                                          "alternatives",
                                          "guard",
                                          "pay_rounding",
                                          "negation",
                                          "hidden",
                                          "average",
                                          "increase"};
    return words[static_cast<std::size_t>(written_as)];
}
std::string_view word(DefinitionKind kind) {
    constexpr std::string_view words[] = {"written", "part", "pay_line", "pay_total", "hidden", "promise"};
    return words[static_cast<std::size_t>(kind)];
}

std::string word(const Value& value) {
    const overloaded words{
        [](const Exact& number) { return to_machine(number); },
        [](bool holds) { return std::string(holds ? "yes" : "no"); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& text) { return fmt::format("\"{}\"", printable(text)); },
    };
    return std::visit(words, value);
}

// ---------------------------------------------------------------- expressions

// `name:written_as%`, what stands behind an expression's opening bracket.
std::string marked(std::string_view name, const Origin& origin) {
    std::string text(name);
    if (origin.written_as != WrittenAs::plain) text += fmt::format(":{}", word(origin.written_as));
    if (origin.shown_as_percent) text += '%';
    return text;
}

class Writer {
  public:
    explicit Writer(const Scheme& scheme) : scheme_(scheme) {}

    std::string text(ExprId id, std::size_t indent) const {
        auto flat = flat_text(id);
        if (flat.size() + indent <= line_width) return flat;
        return broken_text(id, indent);
    }

  private:
    std::string name(DefinitionId id) const { return shown_name(scheme_.definitions[id]); }

    std::string head(const Read& e) const {
        const overloaded words{
            [&](InputId id) { return "input " + column_name(scheme_.inputs[id]); },
            [&](ParamId id) { return "param " + scheme_.params[id].name; },
            [&](DefinitionId id) { return name(id); },
            [&](Builtin builtin) { return std::string(word(builtin)); },
        };
        return std::visit(words, e.what);
    }
    std::string head(const Aggregate& e) const {
        const auto where = e.where ? " where " + name(e.where) : "";
        return fmt::format("{} {} over {}{}", word(e.op), name(e.of), window_words(e), where);
    }
    std::string head(const Expr& expr) const {
        const overloaded words{
            [](const Constant& e) { return word(e.value); },
            [&](const Read& e) { return head(e); },
            [&](const Previous& e) { return "previous " + name(e.of); },
            [](const Arithmetic& e) { return std::string(word(e.op)); },
            [](const Compare& e) { return std::string(word(e.op)); },
            [](const Logic& e) { return std::string(word(e.op)); },
            [](const Choose& e) { return std::string(e.otherwise ? "choose" : "choose_or_error"); },
            [](const Clamp& e) { return std::string(e.op == ClampOp::smaller ? "smaller" : "larger"); },
            [](const Round& e) { return fmt::format("round {}", word(e.mode)); },
            [&](const Aggregate& e) { return head(e); },
            [](const Default&) { return std::string("default"); },
        };
        const auto* constant = std::get_if<Constant>(&expr.node);
        const auto* amount = constant != nullptr ? std::get_if<Exact>(&constant->value) : nullptr;
        if (amount != nullptr && expr.origin.shown_as_percent) return to_machine(*amount * Exact(100)) + "%";
        return marked(std::visit(words, expr.node), expr.origin);
    }
    static bool is_leaf(const Expr& expr) {
        return std::holds_alternative<Constant>(expr.node) || std::holds_alternative<Read>(expr.node);
    }

    std::string flat_text(ExprId id) const {
        const auto& expr = scheme_.expressions[id];
        if (is_leaf(expr)) return head(expr);
        auto text = "(" + head(expr);
        for (const auto operand : operands(expr)) text += " " + flat_text(operand);
        return text + ")";
    }
    std::string broken_text(ExprId id, std::size_t indent) const {
        const auto& expr = scheme_.expressions[id];
        auto text = "(" + head(expr);
        for (const auto operand : operands(expr)) {
            text += "\n" + std::string(indent + 2, ' ') + this->text(operand, indent + 2);
        }
        return text + ")";
    }

    const Scheme& scheme_;
};

// ---------------------------------------------------------------- names

std::string quoted_label(const std::string& label) {
    return label.empty() ? "" : fmt::format(" \"{}\"", printable(label));
}

std::string range_words(const Input& input) {
    if (!input.low && !input.high) return "";
    return fmt::format(" in {} .. {}", input.low ? to_machine(*input.low) : "",
                       input.high ? to_machine(*input.high) : "");
}

std::string header_lines(const Scheme& scheme) {
    auto text = fmt::format("{} {}{}\n", scheme.is_sketch ? "sketch" : "scheme", scheme.name,
                            quoted_label(scheme.title));
    if (!scheme.currency.empty()) text += fmt::format("currency {}\n", scheme.currency);
    text += fmt::format("rounding {} to {}\n", word(scheme.rounding), to_machine(scheme.rounding_step));
    if (scheme.year_starts_in != 1) text += fmt::format("year starts in {}\n", scheme.year_starts_in);
    for (const auto& level : scheme.levels) text += fmt::format("level {}\n", level.name);
    return text;
}

std::string input_line(const Input& input) {
    return fmt::format("{}input {} : {}{}{}{}{}{}\n", input.lever ? "lever " : "", column_name(input),
                       to_text(input.type), input.percent ? " percent" : "", input.is_signed ? " signed" : "",
                       input.optional ? " optional" : "", range_words(input), quoted_label(input.label));
}

std::string param_lines(const Scheme& scheme, const Param& param) {
    auto text = fmt::format("param {} : {}{}{}\n", param.name, to_text(param.type),
                            param.shown_as_percent ? " %" : "", quoted_label(param.label));
    for (const auto& dated : param.values) {
        const auto from = dated.from ? " from " + to_text(*dated.from) : "";
        text += fmt::format("  = {}{}\n", Writer(scheme).text(dated.value, 4), from);
    }
    return text;
}

std::string definition_lines(const Scheme& scheme, const Definition& definition) {
    return fmt::format("{} {} : {}{}{}\n  = {}\n", word(definition.kind), shown_name(definition),
                       to_text(definition.type), definition.shown_as_percent ? " %" : "",
                       quoted_label(definition.label), Writer(scheme).text(definition.value, 4));
}

std::string statement_lines(const Scheme& scheme) {
    std::string text;
    const auto name = [&](DefinitionId id) { return shown_name(scheme.definitions[id]); };
    for (const auto& split : scheme.splits) {
        text += fmt::format("split {} into", Writer(scheme).text(split.whole, 0));
        for (const auto& [part, gate] : split.parts)
            text += fmt::format(" {}{}", name(part), gate ? " (gated)" : "");
        text += '\n';
    }
    for (const auto& pay : scheme.pays) {
        text += fmt::format("pay {} = {}{}\n", pay.component, name(pay.amount), quoted_label(pay.label));
    }
    constexpr std::string_view kinds[] = {"holds", "never falls", "nobody loses"};
    for (const auto& promise : scheme.promises) {
        text += fmt::format("promise {}{}\n", kinds[static_cast<std::size_t>(promise.kind)],
                            promise.holds ? " " + name(promise.holds) : "");
    }
    return text;
}

}  // namespace

std::string dump(const Scheme& scheme) {
    auto text = header_lines(scheme);
    for (const auto& input : scheme.inputs) text += input_line(input);
    for (const auto& param : scheme.params) text += param_lines(scheme, param);
    for (const auto id : scheme.order) text += definition_lines(scheme, scheme.definitions[id]);
    return text + statement_lines(scheme);
}

std::string dump(const Scheme& scheme, ExprId expression) {
    return Writer(scheme).text(expression, 0);
}

}  // namespace accrue::core
