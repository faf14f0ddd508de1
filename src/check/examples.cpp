#include "check/examples.hpp"

#include "base/messages/meaning.hpp"

#include "base/text.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// An example that names no month stands in this one; a scheme with dated params must say which.
constexpr accrue::Month unnamed_month = accrue::Month::of(2026, 1);

class Reading {
  public:
    Reading(const Module& module, const Sources& sources, const Declarations& declarations,
            Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          declarations_(declarations),
          lowering_(lowering),
          scheme_(scheme),
          diagnostics_(diagnostics) {}

    check::Example read(const Statement& statement) {
        const auto& written = std::get<syntax::Example>(statement.node);
        check::Example example{
            .title = quoted_text(sources_, written.title), .span = statement.span, .rows = {}};
        months_ = {unnamed_month};
        month_named_ = false;
        check::ExampleRow bare{
            .key = {}, .months = months_, .cells = {}, .expectations = {}, .span = statement.span};
        for (const std::uint32_t index : written.lines) {
            const ExampleLine& line = module_.example_lines[index];
            if (const auto* months = std::get_if<ExampleMonths>(&line.node)) {
                close(example, bare);
                take_months(*months, line.span);
                bare = {
                    .key = {}, .months = months_, .cells = {}, .expectations = {}, .span = statement.span};
            } else if (const auto* row = std::get_if<syntax::ExampleRow>(&line.node)) {
                if (auto read = take_row(*row, line.span)) example.rows.push_back(std::move(*read));
            } else {
                take_line(line, bare);
            }
        }
        close(example, bare);
        require_month(example);
        return example;
    }

  private:
    const Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    Lowering& lowering_;
    const core::Scheme& scheme_;
    Diagnostics& diagnostics_;
    std::vector<accrue::Month> months_;
    bool month_named_ = false;

    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
        return diagnostics_.back();
    }

    static void close(check::Example& example, const check::ExampleRow& row) {
        if (!row.cells.empty() || !row.expectations.empty()) example.rows.push_back(row);
    }

    void take_months(const ExampleMonths& written, Span span) {
        const auto first = parse_month(sources_.text(written.first));
        const auto last = written.last.length > 0 ? parse_month(sources_.text(written.last)) : first;
        if (!first || !last) return;
        if (*last < *first || last->index - first->index >= 1200) {
            report(kind::months_fall, {span}, {});
            return;
        }
        months_.clear();
        month_named_ = true;
        for (accrue::Month month = *first; month <= *last; ++month.index) months_.push_back(month);
    }

    std::optional<check::ExampleRow> take_row(const syntax::ExampleRow& written, Span span) {
        const std::string level = name_text(sources_, written.level);
        if (level != declarations_.level) {
            report(kind::example_level, {written.level}, {level, declarations_.level});
            return std::nullopt;
        }
        check::ExampleRow row{.key = quoted_text(sources_, written.key),
                              .months = months_,
                              .cells = {},
                              .expectations = {},
                              .span = span};
        for (const std::uint32_t index : written.lines) take_line(module_.example_lines[index], row);
        return row;
    }

    void take_line(const ExampleLine& line, check::ExampleRow& row) {
        if (const auto* set = std::get_if<ExampleSet>(&line.node)) return take_set(*set, line.span, row);
        if (const auto* expect = std::get_if<Expect>(&line.node)) return take_expect(*expect, row);
        report(kind::row_in_row, {line.span}, {});
    }

    const Symbol* known(Span name) {
        const std::string spelled = name_text(sources_, name);
        const Symbol* symbol = declarations_.find(spelled);
        if (symbol != nullptr) return symbol;
        Diagnostic& diagnostic = report(kind::unknown_name, {name}, {spelled});
        if (const auto meant = closest(spelled, declarations_.names()))
            diagnostic.notes.push_back({kind::hint_meant, {*meant}});
        return nullptr;
    }

    // One value for each month; one alone holds in all.
    template <class Value>
    bool fit_months(std::vector<Value>& values, const check::ExampleRow& row, Span span) {
        if (values.size() == 1) values.resize(row.months.size(), values.front());
        if (values.size() == row.months.size()) return true;
        report(kind::list_length, {span}, {std::int64_t(values.size()), std::int64_t(row.months.size())});
        return false;
    }

    void take_set(const ExampleSet& set, Span span, check::ExampleRow& row) {
        const Symbol* symbol = known(set.name);
        if (symbol == nullptr) return;
        const auto what = target(*symbol, set.day, set.name);
        if (!what) return;
        const core::Type type =
            std::visit(overloaded{
                           [&](core::InputId id) { return scheme_.inputs[id].type; },
                           [&](core::DefinitionId id) { return scheme_.definitions[id].type; },
                       },
                       *what);
        ExampleCell cell{.what = *what, .values = {}, .span = span};
        for (const syntax::ExprId value : set.values) {
            if (!value) {
                cell.values.push_back(std::nullopt);
                continue;
            }
            const auto constant = value_of(value, type, set.name);
            if (!constant) return;
            cell.values.push_back(constant);
        }
        if (fit_months(cell.values, row, span)) row.cells.push_back(std::move(cell));
    }

    std::optional<std::variant<core::InputId, core::DefinitionId>> target(const Symbol& symbol, int day,
                                                                          Span name) {
        if (symbol.kind == SymbolKind::input) {
            for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) {
                const core::InputId id(i);
                if (scheme_.inputs[id].name == symbol.name && scheme_.inputs[id].day == day) return id;
            }
            report(kind::day_not_read, {name}, {symbol.name, std::int64_t(day)});
            return std::nullopt;
        }
        if (const auto id = lowering_.definition(symbol, day)) return *id;
        if (symbol.kind != SymbolKind::unreadable)
            report(kind::example_cannot_set, {name, symbol.span}, {symbol.name});
        return std::nullopt;
    }

    std::optional<core::Value> value_of(syntax::ExprId expr, const core::Type& type, Span name) {
        const Span span = module_.expressions[expr].span;
        if (const auto value = lowering_.constant(expr, type)) return value;
        report(kind::example_value, {span, name}, {std::string(sources_.text(span)), in_words(type)});
        return std::nullopt;
    }

    void take_expect(const Expect& written, check::ExampleRow& row) {
        Expectation expectation{.what = {},
                                .values = {},
                                .about_digits = {},
                                .error = written.error,
                                .promise_broken = written.promise_broken,
                                .error_text = quoted_text(sources_, written.error_text),
                                .span = written.span};
        if (!written.error && !written.promise_broken) {
            const Symbol* symbol = known(written.name);
            if (symbol == nullptr || symbol->kind == SymbolKind::unreadable) return;
            const auto what = lowering_.definition(*symbol, written.day);
            if (!what) {
                report(kind::expect_no_result, {written.name, symbol->span}, {symbol->name});
                return;
            }
            expectation.what = *what;
            for (const syntax::ExprId expr : written.values) {
                if (!expr) {
                    expectation.values.push_back(std::nullopt);
                    expectation.about_digits.push_back(-1);
                    continue;
                }
                const auto value = value_of(expr, scheme_.definitions[*what].type, written.name);
                if (!value) return;
                expectation.values.push_back(value);
                expectation.about_digits.push_back(written.about ? digits_after_point(expr) : -1);
            }
            if (!fit_months(expectation.values, row, written.span)) return;
            expectation.about_digits.resize(row.months.size(), expectation.about_digits.front());
        }
        row.expectations.push_back(std::move(expectation));
    }

    // Digits after the point as written, two more under a percent sign: the place at which `about` compares.
    int digits_after_point(syntax::ExprId expr) const {
        expr = unbracketed(module_, expr);
        if (const auto* negated = as<Negate>(module_, expr)) expr = unbracketed(module_, negated->of);
        const auto* number = as<Number>(module_, expr);
        if (number == nullptr) return -1;
        const std::string_view digits = sources_.text(number->digits);
        const std::size_t point = digits.find('.');
        int count = 0;
        for (std::size_t i = point;
             i != std::string_view::npos && ++i < digits.size() && digits[i] >= '0' && digits[i] <= '9';) {
            ++count;
        }
        return count + (number->percent ? 2 : 0);
    }

    void require_month(const check::Example& example) {
        if (month_named_ || example.rows.empty()) return;
        for (const core::Param& param : scheme_.params) {
            if (param.values.empty() || !param.values.back().from) continue;
            report(kind::month_needed, {example.span, param.span}, {param.name});
            return;
        }
    }
};

}  // namespace

std::vector<Example> examples(const Module& module, const Sources& sources, const Declarations& declarations,
                              Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics) {
    std::vector<Example> read;
    Reading reading(module, sources, declarations, lowering, scheme, diagnostics);
    for (const Statement* statement : declarations.examples) read.push_back(reading.read(*statement));
    return read;
}

}  // namespace accrue::check
