// `solve { … }`: each equation as a constant and a coefficient for each unknown, refused where it is not
// linear.
#include <algorithm>

#include "base/messages/meaning.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// constant + Σ coefficient × unknown. Coefficients are bare numbers; an absent one, or an absent constant,
// is 0.
struct Linear {
    ExprId constant;
    std::vector<ExprId> coefficients;
};

// Do the matrix of these rows and its inverse exist together? By Gaussian elimination.
bool has_inverse(std::vector<std::vector<Exact>> rows) {
    for (std::size_t column = 0; column < rows.size(); ++column) {
        const auto pivot = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(column), rows.end(),
                                        [&](const auto& row) { return row[column].sign() != 0; });
        if (pivot == rows.end()) return false;
        std::swap(*pivot, rows[column]);
        for (std::size_t below = column + 1; below < rows.size(); ++below) {
            const Exact factor = rows[below][column] / rows[column][column];
            for (std::size_t i = column; i < rows.size(); ++i)
                rows[below][i] = rows[below][i] - factor * rows[column][i];
        }
    }
    return true;
}

bool is_earlier(Reach reach) {
    return reach == Reach::earlier_of_month || reach == Reach::earlier_of_quarter ||
           reach == Reach::earlier_of_year;
}

}  // namespace

// One system on its way to core.
class Lowering::Equations {
  public:
    Equations(Lowering& all, std::size_t system) : all_(all), system_(all.declarations_.systems[system]) {}

    core::System lowered() {
        core::System made{.equations = {}, .span = system_.span};
        if (!are_alike()) return made;
        for (const std::size_t definition : system_.definitions)
            made.equations.push_back(equation(definition));
        const auto is_whole = [](const core::Equation& equation) { return bool(equation.constant); };
        if (!std::ranges::all_of(made.equations, is_whole)) return {.equations = {}, .span = system_.span};
        refuse_singular(made);
        return made;
    }

  private:
    Lowering& all_;
    const SystemDeclaration& system_;

    Builder& build() { return all_.build_; }
    Place place() const { return {.level = system_.level}; }
    const DefinitionDeclaration& declared(std::size_t definition) const {
        return all_.declarations_.definitions[definition];
    }
    static Origin hidden(Span span) { return {.span = span, .written_as = WrittenAs::hidden}; }

    // The unknowns must be amounts of one type.
    bool are_alike() {
        std::optional<std::size_t> first;
        bool alike = true;
        for (const std::size_t definition : system_.definitions) {
            const DefinitionDeclaration& here = declared(definition);
            const auto type = all_.typing_.type_of_definition(definition);
            const bool is_typed = all_.typing_.type(here.written->alternatives.front().value).has_value();
            if (!type || !is_typed) return false;
            if (type->kind != core::TypeKind::money && type->kind != core::TypeKind::number) {
                all_.report(kind::unknown_no_amount, {here.name_span}, {here.name, in_words(*type)});
                return false;
            }
            if (!first) first = definition;
            const auto wanted = all_.typing_.type_of_definition(*first);
            if (type == wanted) continue;
            all_.report(kind::unknowns_differ, {here.name_span, declared(*first).name_span},
                        {here.name, declared(*first).name, in_words(*type), in_words(*wanted)});
            alike = false;
        }
        return alike;
    }

    core::Equation equation(std::size_t definition) {
        const DefinitionDeclaration& here = declared(definition);
        const Symbol symbol{SymbolKind::definition, definition, here.level, here.name, here.name_span};
        core::Equation made;
        made.unknown = all_.demand(symbol, 0);
        made.written = all_.alternatives(here.written->alternatives, place(), here.span);
        const auto form = of_alternatives(here.written->alternatives, here.span);
        if (!form) return made;
        made.coefficients = form->coefficients;
        made.coefficients.resize(system_.definitions.size());
        const core::Type type = *all_.typing_.type_of_definition(definition);
        made.constant = form->constant ? form->constant : build().constant(Exact(0), type, hidden(here.span));
        return made;
    }

    // With coefficients that are all written out, that there is no single solution is known here.
    void refuse_singular(const core::System& made) {
        std::vector<std::vector<Exact>> rows;
        for (std::size_t i = 0; i < made.equations.size(); ++i) {
            auto& row = rows.emplace_back(made.equations.size(), Exact(0));
            row[i] = Exact(1);
            for (std::size_t j = 0; j < row.size(); ++j) {
                const ExprId coefficient = made.equations[i].coefficients[j];
                if (!coefficient) continue;
                const Exact* value = build().exact(coefficient);
                if (value == nullptr) return;
                row[j] = row[j] - *value;
            }
        }
        if (!has_inverse(std::move(rows))) all_.report(kind::no_solution, {system_.span}, {});
    }

    // ------------------------------------------------------------ unknowns

    // Which unknown the name is; none when it is something else.
    std::optional<std::size_t> unknown(const Name& name) const {
        const Symbol* symbol = all_.names_.meaning(name, place().scope()).symbol;
        if (symbol == nullptr || symbol->kind != SymbolKind::definition) return std::nullopt;
        const auto found = std::ranges::find(system_.definitions, symbol->index);
        if (found == system_.definitions.end()) return std::nullopt;
        return static_cast<std::size_t>(found - system_.definitions.begin());
    }

    // The first unknown whose value of this period it takes.
    std::optional<std::size_t> unknown_in(syntax::ExprId expr) const {
        if (!expr || as<Previous>(all_.module_, expr) != nullptr) return std::nullopt;
        if (const auto* name = as<Name>(all_.module_, expr)) return unknown(*name);
        const auto* aggregate = as<Aggregate>(all_.module_, expr);
        if (aggregate != nullptr && is_earlier(aggregate->scope.reach)) return std::nullopt;
        std::optional<std::size_t> found;
        for_each_operand(all_.module_, expr, [&](syntax::ExprId operand) {
            if (!found) found = unknown_in(operand);
        });
        return found;
    }

    std::optional<Linear> refuse(Kind kind, syntax::ExprId whole, syntax::ExprId holds) {
        const auto found = unknown_in(holds);
        std::vector<Span> spans{all_.span(holds)};
        if (found) spans.push_back(declared(system_.definitions[*found]).name_span);
        all_.report(kind, std::move(spans), {first_line(whole)});
        return std::nullopt;
    }
    std::optional<Linear> refuse(Kind kind, syntax::ExprId whole) {
        syntax::ExprId holds = whole;
        for_each_operand(all_.module_, whole, [&](syntax::ExprId operand) {
            if (holds == whole && unknown_in(operand)) holds = operand;
        });
        return refuse(kind, whole, holds);
    }
    std::string first_line(syntax::ExprId expr) const {
        const std::string text = all_.text(expr);
        return text.substr(0, text.find('\n'));
    }

    // ------------------------------------------------------------ forms

    std::optional<Linear> form(syntax::ExprId expr) {
        if (!expr) return std::nullopt;
        if (!unknown_in(expr)) {
            const ExprId constant = all_.lower(expr, place());
            return constant ? std::optional(Linear{constant, {}}) : std::nullopt;
        }
        const auto no_line = [&](Kind kind) { return refuse(kind, expr); };
        return std::visit(
            overloaded{
                [&](const Name& n) { return itself(*unknown(n), all_.span(expr)); },
                [&](const Bracket& n) { return form(n.of); },
                [&](const Negate& n) {
                    return sum(core::ArithmeticOp::subtract, Linear{}, form(n.of), all_.origin_of(expr));
                },
                [&](const Binary& n) { return of_binary(expr, n); },
                [&](const Convert& n) { return of_convert(expr, n); },
                [&](const Choice& n) {
                    return of_alternatives({{.span = all_.span(expr),
                                             .value = n.value,
                                             .condition = n.condition,
                                             .otherwise = n.otherwise}},
                                           all_.span(expr));
                },
                [&](const Call& n) {
                    const Symbol* function =
                        all_.declarations_.find(name_text(all_.sources_, n.function), system_.level);
                    return no_line(function == nullptr ? kind::unknown_bent : kind::unknown_gathered);
                },
                [&](const Rounded&) { return no_line(kind::unknown_bent); },
                [&](const TableExpr&) { return no_line(kind::unknown_bent); },
                [&](const auto&) { return no_line(kind::unknown_gathered); },
            },
            all_.module_.expressions[expr].node);
    }

    std::optional<Linear> itself(std::size_t unknown, Span span) {
        Linear made{{}, std::vector<ExprId>(system_.definitions.size())};
        made.coefficients[unknown] = build().number(Exact(1), hidden(span));
        return made;
    }

    std::optional<Linear> of_binary(syntax::ExprId expr, const Binary& n) {
        const Origin origin = all_.origin_of(expr);
        switch (n.op) {
            case Operator::add:
                return sum(core::ArithmeticOp::add, form(n.left), form(n.right), origin);
            case Operator::subtract:
                return sum(core::ArithmeticOp::subtract, form(n.left), form(n.right), origin);
            case Operator::multiply:
            case Operator::percent_of:
            case Operator::of:
                return product(expr, n, origin);
            case Operator::divide:
                if (unknown_in(n.right)) return refuse(kind::unknown_divides, expr, n.right);
                return scaled(core::ArithmeticOp::divide, form(n.left), all_.lower(n.right, place()), origin);
            case Operator::above:
            case Operator::capped_at:
            case Operator::never_below:
                return refuse(kind::unknown_bent, expr);
            case Operator::default_to:
            case Operator::equal:
            case Operator::different:
            case Operator::less:
            case Operator::at_most:
            case Operator::more:
            case Operator::at_least:
            case Operator::both:
            case Operator::either:
                return refuse(kind::unknown_gathered, expr);
        }
        return std::nullopt;
    }

    // Added or subtracted, as each coefficient and the constant are.
    ExprId joined(core::ArithmeticOp op, ExprId left, ExprId right, Origin origin) {
        if (!right) return left;
        if (left) return build().arithmetic(op, left, right, origin);
        if (op == core::ArithmeticOp::add) return right;
        return build().subtract(build().zero_like(right, origin), right, origin);
    }

    std::optional<Linear> sum(core::ArithmeticOp op, std::optional<Linear> left, std::optional<Linear> right,
                              Origin origin) {
        if (!left || !right) return std::nullopt;
        left->coefficients.resize(system_.definitions.size());
        right->coefficients.resize(system_.definitions.size());
        Linear made{joined(op, left->constant, right->constant, origin), {}};
        for (std::size_t i = 0; i < left->coefficients.size(); ++i) {
            made.coefficients.push_back(
                joined(op, left->coefficients[i], right->coefficients[i], hidden(origin.span)));
        }
        return made;
    }

    std::optional<Linear> product(syntax::ExprId expr, const Binary& n, Origin origin) {
        const bool in_left = unknown_in(n.left).has_value();
        if (in_left && unknown_in(n.right)) return refuse(kind::unknowns_multiplied, expr, n.right);
        if (n.op != Operator::multiply) origin.written_as = WrittenAs::percent_of;
        const ExprId known = all_.lower(in_left ? n.right : n.left, place());
        const auto of = form(in_left ? n.left : n.right);
        auto made = scaled(core::ArithmeticOp::multiply, of, known, origin);
        if (made && of->constant && !in_left) made->constant = build().multiply(known, of->constant, origin);
        return made;
    }

    // A known amount as a bare number: coefficients have no unit, the types of the equation give it.
    ExprId plain(ExprId amount) {
        const core::Type type = build()[amount].type;
        if (type.kind == core::TypeKind::number) return amount;
        const Origin origin = hidden(build()[amount].origin.span);
        return build().divide(amount, build().constant(Exact(1), type, origin), origin);
    }

    std::optional<Linear> scaled(core::ArithmeticOp op, std::optional<Linear> of, ExprId known,
                                 Origin origin) {
        if (!of || !known) return std::nullopt;
        Linear made{of->constant ? build().arithmetic(op, of->constant, known, origin) : ExprId{}, {}};
        for (const ExprId coefficient : of->coefficients) {
            const Exact* value = build().exact(coefficient);
            const bool is_one = value != nullptr && *value == Exact(1) && op == core::ArithmeticOp::multiply;
            made.coefficients.push_back(
                is_one ? plain(known)
                       : build().arithmetic(op, coefficient, plain(known), hidden(origin.span)));
        }
        return made;
    }

    std::optional<Linear> of_convert(syntax::ExprId expr, const Convert& n) {
        if (unknown_in(n.rate)) return refuse(kind::unknowns_multiplied, expr, n.rate);
        auto made = scaled(core::ArithmeticOp::multiply, form(n.of), all_.lower(n.rate, place()),
                           all_.origin_of(expr, WrittenAs::converted));
        if (made && made->constant) all_.scheme_.expressions[made->constant].type = *all_.typing_.type(expr);
        return made;
    }

    // ------------------------------------------------------------ choices

    // A choice by what is known has the coefficients of the line that is taken.
    std::optional<Linear> of_alternatives(const std::vector<Alternative>& lines, Span span) {
        std::vector<ExprId> conditions;
        std::vector<Linear> values;
        for (const Alternative& line : lines) {
            if (line.condition) {
                if (unknown_in(line.condition))
                    return refuse(kind::unknown_decides, line.condition, line.condition);
                conditions.push_back(all_.lower(line.condition, place()));
                if (!conditions.back()) return std::nullopt;
            }
            for (const syntax::ExprId written : {line.value, line.otherwise}) {
                if (!written) continue;
                auto value = form(written);
                if (!value) return std::nullopt;
                value->coefficients.resize(system_.definitions.size());
                values.push_back(*std::move(value));
            }
        }
        if (conditions.empty()) return values.front();
        if (values.size() == conditions.size())
            values.push_back({{}, std::vector<ExprId>(system_.definitions.size())});
        return chosen(conditions, values, span);
    }

    std::optional<Linear> chosen(const std::vector<ExprId>& conditions, const std::vector<Linear>& values,
                                 Span span) {
        const auto part = [&](const auto& of) { return chosen_part(conditions, values, of, span); };
        Linear made{part([](const Linear& value) { return value.constant; }), {}};
        for (std::size_t i = 0; i < system_.definitions.size(); ++i)
            made.coefficients.push_back(part([&](const Linear& value) { return value.coefficients[i]; }));
        return made;
    }

    // None when all lines have none there.
    template <class Of>
    ExprId chosen_part(const std::vector<ExprId>& conditions, const std::vector<Linear>& values, Of of,
                       Span span) {
        const auto some = std::ranges::find_if(values, [&](const Linear& value) { return bool(of(value)); });
        if (some == values.end()) return {};
        const auto or_zero = [&](const Linear& value) {
            return of(value) ? of(value) : build().zero_like(of(*some), hidden(span));
        };
        std::vector<core::Case> cases;
        for (std::size_t i = 0; i < conditions.size(); ++i)
            cases.push_back({conditions[i], or_zero(values[i])});
        return build().choose(std::move(cases), or_zero(values.back()), hidden(span));
    }
};

void Lowering::lower_systems() {
    for (std::size_t i = 0; i < declarations_.systems.size(); ++i)
        scheme_.systems.add(Equations(*this, i).lowered());
}

ExprId Lowering::solved_value(std::size_t definition) {
    const DefinitionDeclaration& declared = declarations_.definitions[definition];
    const auto type = typing_.type_of_definition(definition);
    if (!type || !declared.system) return {};
    const auto& unknowns = declarations_.systems[*declared.system].definitions;
    const auto place = std::ranges::find(unknowns, definition) - unknowns.begin();
    const core::Solved solved{core::SystemId(*declared.system), static_cast<std::uint32_t>(place)};
    const Origin origin{.span = declared.name_span, .written_as = WrittenAs::solved};
    return scheme_.expressions.add({solved, *type, false, origin});
}

}  // namespace accrue::check
