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
        case AggregateOp::rank:
            return "rank";
    }
    return "";
}
std::string_view word(Builtin builtin) {
    switch (builtin) {
        case Builtin::days_in_month:
            return "days_in_month";
        case Builtin::days_in_quarter:
            return "days_in_quarter";
        case Builtin::days_in_year:
            return "days_in_year";
        case Builtin::ends_month:
            return "ends_month";
        case Builtin::ends_quarter:
            return "ends_quarter";
        case Builtin::ends_year:
            return "ends_year";
        case Builtin::this_month:
            return "this_month";
        case Builtin::number_of_month:
            return "number_of_month";
        case Builtin::number_of_quarter:
            return "number_of_quarter";
        case Builtin::number_of_year:
            return "number_of_year";
        case Builtin::number_of_week:
            return "number_of_week";
        case Builtin::period_start:
            return "period_start";
        case Builtin::period_end:
            return "period_end";
        case Builtin::quarter_start:
            return "quarter_start";
        case Builtin::quarter_end:
            return "quarter_end";
        case Builtin::year_start:
            return "year_start";
        case Builtin::year_end:
            return "year_end";
        case Builtin::row_date:
            return "row_date";
        case Builtin::row_key:
            return "row_key";
    }
    return "";
}
std::string_view word(LotsPart part) {
    switch (part) {
        case LotsPart::left:
            return "left";
        case LotsPart::taken:
            return "taken";
        case LotsPart::expired:
            return "expired";
    }
    return "";
}
std::string_view word(KeyMatch match) {
    switch (match) {
        case KeyMatch::exact:
            return "";
        case KeyMatch::up_to:
            return "up_to ";
        case KeyMatch::below:
            return "below ";
        case KeyMatch::from:
            return "from ";
    }
    return "";
}
// ` over year`; nothing for the present period.
std::string window_words(const Aggregate& aggregate) {
    switch (aggregate.window) {
        case Window::this_period:
            return "";
        case Window::month:
            return " over month";
        case Window::quarter:
            return " over quarter";
        case Window::year:
            return " over year";
        case Window::last_months:
            return fmt::format(" over last_{}_months", aggregate.months);
        case Window::all_months:
            return " over all_months";
        case Window::earlier_of_month:
            return " over earlier_of_month";
        case Window::earlier_of_quarter:
            return " over earlier_of_quarter";
        case Window::earlier_of_year:
            return " over earlier_of_year";
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
                                          "increase",
                                          "edge_order",
                                          "pool_rounding",
                                          "share",
                                          "solved",
                                          "lots",
                                          "lookup",
                                          "converted",
                                          "days_employed",
                                          "months_between"};
    return words[static_cast<std::size_t>(written_as)];
}
std::string_view word(DefinitionKind kind) {
    constexpr std::string_view words[] = {"written", "part",    "pay_line", "pay_total",
                                          "hidden",  "promise", "share"};
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

// ---------------------------------------------------------------- names

// `team.bonus`; a bare name where there is one level, and of what stands outside the blocks.
std::string at_level(const Scheme& scheme, LevelId level, const std::string& name) {
    const bool bare = is_flat(scheme) || !level || scheme.levels[level].kind == LevelKind::everything;
    return bare ? name : fmt::format("{}.{}", scheme.levels[level].name, name);
}
std::string name_of(const Scheme& scheme, DefinitionId id) {
    const auto& definition = scheme.definitions[id];
    return at_level(scheme, definition.level, shown_name(definition));
}
std::string name_of(const Scheme& scheme, InputId id) {
    const auto& input = scheme.inputs[id];
    return at_level(scheme, input.level, column_name(input));
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
    std::string name(DefinitionId id) const { return name_of(scheme_, id); }

    std::string head(const Read& e) const {
        const overloaded words{
            [&](InputId id) { return "input " + name_of(scheme_, id); },
            [&](ParamId id) { return "param " + scheme_.params[id].name; },
            [&](DefinitionId id) { return name(id); },
            [&](Builtin builtin) { return std::string(word(builtin)); },
        };
        return (e.of_asker ? "this " : "") + std::visit(words, e.what);
    }
    // Whose rows: the base's own are not told.
    std::string base_words(const Aggregate& e) const {
        if (!e.base) return " of_all";
        if (e.base == scheme_.definitions[e.of].level) return "";
        return " in " + scheme_.levels[e.base].name;
    }
    std::string head(const Aggregate& e) const {
        const auto where = e.where ? " where " + name(e.where) : "";
        const auto paired = e.paired ? " paired " + flat_text(e.paired) : "";
        return fmt::format("{} {}{}{}{}{}{}", word(e.op), name(e.of), base_words(e), window_words(e),
                           e.so_far ? " so_far" : "", where, paired);
    }
    std::string head(const Lookup& e) const {
        const auto& reference = scheme_.references[e.reference];
        return fmt::format("lookup {}.{}", reference.name, reference.fields[e.field].name);
    }
    std::string head(const Solved& e) const {
        return "solved " + name(scheme_.systems[e.system].equations[e.unknown].unknown);
    }
    std::string head(const FromLots& e) const {
        return fmt::format("{} {}", word(e.part), scheme_.lots[e.lots].name);
    }
    std::string head(const Expr& expr) const {
        const overloaded words{
            [](const Constant& e) { return word(e.value); },
            [&](const Read& e) { return head(e); },
            [&](const Previous& e) {
                return e.back == 0 ? "previous " + name(e.of)
                                   : fmt::format("{} {} periods ago", name(e.of), e.back);
            },
            [](const Arithmetic& e) { return std::string(word(e.op)); },
            [](const Compare& e) { return std::string(word(e.op)); },
            [](const Logic& e) { return std::string(word(e.op)); },
            [](const Choose& e) { return std::string(e.otherwise ? "choose" : "choose_or_error"); },
            [](const Clamp& e) { return std::string(e.op == ClampOp::smaller ? "smaller" : "larger"); },
            [](const Round& e) { return fmt::format("round {}", to_text(e.mode)); },
            [&](const Aggregate& e) { return head(e); },
            [](const Default&) { return std::string("default"); },
            [&](const Lookup& e) { return head(e); },
            [&](const Shared& e) { return "shared " + scheme_.shares[e.share].name; },
            [&](const Solved& e) { return head(e); },
            [&](const FromLots& e) { return head(e); },
            [](const MonthsBetween&) { return std::string("months_between"); },
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

// ---------------------------------------------------------------- headers and names

std::string quoted_label(const std::string& label) {
    return label.empty() ? "" : fmt::format(" \"{}\"", printable(label));
}

std::string range_words(const Input& input) {
    if (!input.low && !input.high) return "";
    return fmt::format(" in {} .. {}", input.low ? to_machine(*input.low) : "",
                       input.high ? to_machine(*input.high) : "");
}

std::string level_line(const Scheme& scheme, const Level& level) {
    constexpr std::string_view kinds[] = {"everything", "level", "records"};
    auto text = fmt::format("{} {}", kinds[static_cast<std::size_t>(level.kind)], level.name);
    if (level.parent) text += " in " + scheme.levels[level.parent].name;
    for (const auto input : level.order) text += " by " + scheme.inputs[input].name;
    if (level.from) text += " from " + scheme.inputs[level.from].name;
    if (level.to) text += " to " + scheme.inputs[level.to].name;
    return text + quoted_label(level.label) + "\n";
}

std::string header_lines(const Scheme& scheme) {
    auto text = fmt::format("{} {}{}\n", scheme.is_sketch ? "sketch" : "scheme", scheme.name,
                            quoted_label(scheme.title));
    if (!scheme.currency.empty()) text += fmt::format("currency {}\n", scheme.currency);
    text += fmt::format("rounding {} to {}\n", to_text(scheme.rounding), to_machine(scheme.rounding_step));
    const auto& [unit, year_starts_in] = scheme.calendar;
    if (unit != PeriodUnit::month) text += fmt::format("period {}\n", to_text(unit));
    if (year_starts_in != 1) text += fmt::format("year starts in {}\n", year_starts_in);
    for (const auto& level : scheme.levels) text += level_line(scheme, level);
    return text;
}

std::string input_line(const Scheme& scheme, InputId id) {
    const auto& input = scheme.inputs[id];
    return fmt::format("{}input {} : {}{}{}{}{}{}\n", input.lever ? "lever " : "", name_of(scheme, id),
                       to_text(input.type), input.percent ? " percent" : "", input.is_signed ? " signed" : "",
                       input.optional ? " optional" : "", range_words(input), quoted_label(input.label));
}

std::string reference_lines(const Reference& reference) {
    auto text = fmt::format("reference {}{}\n", reference.name, quoted_label(reference.label));
    for (const auto& key : reference.keys)
        text += fmt::format("  by {}{} : {}\n", word(key.match), key.name, to_text(key.type));
    for (const auto& field : reference.fields)
        text +=
            fmt::format("  {} : {}{}\n", field.name, to_text(field.type), field.percent ? " percent" : "");
    return text;
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

std::string definition_lines(const Scheme& scheme, DefinitionId id) {
    const auto& definition = scheme.definitions[id];
    return fmt::format("{} {} : {}{}{}\n  = {}\n", word(definition.kind), name_of(scheme, id),
                       to_text(definition.type), definition.shown_as_percent ? " %" : "",
                       quoted_label(definition.label), Writer(scheme).text(definition.value, 4));
}

// ---------------------------------------------------------------- statements

std::string split_line(const Scheme& scheme, const Split& split) {
    auto text = fmt::format("split {} into", Writer(scheme).text(split.whole, 0));
    for (const auto& [part, gate] : split.parts)
        text += fmt::format(" {}{}", name_of(scheme, part), gate ? " (gated)" : "");
    return text + "\n";
}

std::string claim_line(const Scheme& scheme, const Claim& claim) {
    return fmt::format("  claim {}{}{}{}\n", name_of(scheme, claim.amount),
                       claim.fits ? " where " + name_of(scheme, claim.fits) : "",
                       claim.none_to_rest ? " none_to_rest" : "", quoted_label(claim.label));
}

std::string share_lines(const Scheme& scheme, const Share& share) {
    auto text =
        fmt::format("share {} as {} {} to {}{}\n", name_of(scheme, share.pool), name_of(scheme, share.result),
                    to_text(share.mode), to_machine(share.step), quoted_label(share.label));
    for (const auto& claim : share.claims) text += claim_line(scheme, claim);
    if (share.weight)
        text +=
            fmt::format("  rest{} by {}\n", share.equally ? " equally" : "", name_of(scheme, share.weight));
    if (share.remainder_to) text += fmt::format("  remainder to {}\n", name_of(scheme, share.remainder_to));
    if (share.nobody_below_0) text += "  nobody below 0\n";
    return text;
}

std::string system_lines(const Scheme& scheme, const System& system) {
    const Writer writer(scheme);
    std::string text = "solve\n";
    for (const auto& [unknown, written, coefficients, constant] : system.equations) {
        text += fmt::format("  {} = {}\n", name_of(scheme, unknown), writer.text(constant, 4));
        for (std::size_t i = 0; i < coefficients.size(); ++i) {
            if (!coefficients[i]) continue;
            text += fmt::format("    + {} * {}\n", writer.text(coefficients[i], 6),
                                name_of(scheme, system.equations[i].unknown));
        }
    }
    return text;
}

std::string lots_line(const Scheme& scheme, const Lots& lots) {
    return fmt::format("lots {} usable for {} add {} take {}{}\n", at_level(scheme, lots.level, lots.name),
                       lots.usable_for, name_of(scheme, lots.add), name_of(scheme, lots.take),
                       quoted_label(lots.label));
}

std::string promise_line(const Scheme& scheme, const Promise& promise) {
    constexpr std::string_view kinds[] = {"holds", "never falls", "nobody loses"};
    return fmt::format("promise {}{}\n", kinds[static_cast<std::size_t>(promise.kind)],
                       promise.holds ? " " + name_of(scheme, promise.holds) : "");
}

std::string statement_lines(const Scheme& scheme) {
    std::string text;
    for (const auto& split : scheme.splits) text += split_line(scheme, split);
    for (const auto& share : scheme.shares) text += share_lines(scheme, share);
    for (const auto& system : scheme.systems) text += system_lines(scheme, system);
    for (const auto& lots : scheme.lots) text += lots_line(scheme, lots);
    for (const auto& pay : scheme.pays) {
        text += fmt::format("pay {} = {}{}\n", pay.component, name_of(scheme, pay.amount),
                            quoted_label(pay.label));
    }
    for (const auto& promise : scheme.promises) text += promise_line(scheme, promise);
    return text;
}

}  // namespace

std::string dump(const Scheme& scheme) {
    auto text = header_lines(scheme);
    for (std::size_t i = 0; i < scheme.inputs.size(); ++i) text += input_line(scheme, InputId(i));
    for (const auto& reference : scheme.references) text += reference_lines(reference);
    for (const auto& param : scheme.params) text += param_lines(scheme, param);
    for (const auto id : scheme.order) text += definition_lines(scheme, id);
    return text + statement_lines(scheme);
}

std::string dump(const Scheme& scheme, ExprId expression) {
    return Writer(scheme).text(expression, 0);
}

}  // namespace accrue::core
