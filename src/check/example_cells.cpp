// What the lines of an example set and expect in a row.
#include <algorithm>
#include <utility>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/example_reading.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

void add_text(core::InputId input, std::string text, Span span, check::ExampleRow& row) {
    row.cells.push_back(
        {.what = input,
         .values = std::vector<std::optional<core::Value>>(row.periods.size(), std::move(text)),
         .span = span});
}

}  // namespace

// One value for each period; one alone holds in all.
bool ExampleReading::fits_periods(std::vector<std::optional<core::Value>>& values,
                                  const check::ExampleRow& row, Span span) {
    if (values.size() == 1) values.resize(row.periods.size(), values.front());
    if (values.size() == row.periods.size()) return true;
    report(kind::list_length, {span}, {std::int64_t(values.size()), std::int64_t(row.periods.size())});
    return false;
}

const Symbol* ExampleReading::known(Span name, std::size_t of) {
    const std::string spelled = name_text(sources_, name);
    if (const Symbol* symbol = declarations_.find_own(spelled, of)) return symbol;
    const auto levels = declarations_.levels_of(spelled);
    const auto everywhere = declarations_.everywhere.find(spelled);
    if (everywhere != declarations_.everywhere.end()) return &everywhere->second;
    if (!levels.empty()) {
        report(kind::example_where, {name}, {spelled, level(levels.front()).name});
        return nullptr;
    }
    Diagnostic& diagnostic = report(kind::unknown_name, {name}, {spelled});
    if (const auto meant = closest(spelled, declarations_.names(of)))
        diagnostic.notes.push_back({kind::hint_meant, {*meant}});
    return nullptr;
}

std::size_t ExampleReading::level_of(std::size_t row) const {
    for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
        if (lowering_.level(i) == example_.rows[row].level) return i;
    }
    return 0;
}

void ExampleReading::take_set(const ExampleSet& set, Span span, std::size_t row) {
    take_set(set, span, row, level_of(row));
}

void ExampleReading::take_set(const ExampleSet& set, Span span, std::size_t index, std::size_t of) {
    check::ExampleRow& row = example_.rows[index];
    const Symbol* symbol = known(set.name, of);
    if (symbol == nullptr) return;
    const auto what = target(*symbol, set.day, set.name);
    if (!what) return;
    if (const auto earlier = std::ranges::find(row.cells, *what, &ExampleCell::what);
        earlier != row.cells.end()) {
        report(kind::example_set_twice, {span, earlier->span}, {symbol->name});
        return;
    }
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
    if (!fits_periods(cell.values, row, span)) return;
    if (const auto* input = std::get_if<core::InputId>(&*what)) sign(set, scheme_.inputs[*input], span, row);
    row.cells.push_back(std::move(cell));
}

// Who set a signed input, and why.
void ExampleReading::sign(const ExampleSet& set, const core::Input& input, Span span,
                          check::ExampleRow& row) {
    if (set.who.length == 0 && set.why.length == 0) return;
    if (!input.who) {
        report(kind::not_signed, {set.who.length > 0 ? set.who : set.why, input.span}, {input.name});
        return;
    }
    if (set.who.length > 0) add_text(input.who, quoted_text(sources_, set.who), span, row);
    if (set.why.length > 0) add_text(input.why, quoted_text(sources_, set.why), span, row);
}

std::optional<std::variant<core::InputId, core::DefinitionId>> ExampleReading::target(const Symbol& symbol,
                                                                                      int day, Span name) {
    if (symbol.kind == SymbolKind::input) {
        for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) {
            const core::InputId id(i);
            const core::Input& input = scheme_.inputs[id];
            if (input.name == symbol.name && input.day == day && input.level == lowering_.level(symbol.level))
                return id;
        }
        report(kind::day_not_read, {name}, {symbol.name, std::int64_t(day)});
        return std::nullopt;
    }
    if (const auto id = result(symbol, day)) return *id;
    if (symbol.kind != SymbolKind::unreadable)
        report(kind::example_cannot_set, {name, symbol.span}, {symbol.name});
    return std::nullopt;
}

std::optional<core::Value> ExampleReading::value_of(syntax::ExprId expr, const core::Type& type, Span name) {
    const Span span = module_.expressions[expr].span;
    if (const auto value = lowering_.constant(expr, type)) return value;
    report(kind::example_value, {span, name}, {std::string(sources_.text(span)), in_words(type)});
    return std::nullopt;
}

// The definition that a name's result stands in.
std::optional<core::DefinitionId> ExampleReading::result(const Symbol& symbol, int day) const {
    if (symbol.kind != SymbolKind::lots) return lowering_.definition(symbol, day);
    return lots_part(symbol, core::LotsPart::left);
}

std::optional<core::DefinitionId> ExampleReading::lots_part(const Symbol& symbol, core::LotsPart part) const {
    if (symbol.index >= scheme_.lots.size()) return std::nullopt;
    const core::Lots& lots = scheme_.lots[core::LotsId(symbol.index)];
    const auto made = [](core::DefinitionId id) {  // none: the lots have a mistake
        return id ? std::optional(id) : std::nullopt;
    };
    switch (part) {
        case core::LotsPart::left:
            return made(lots.left);
        case core::LotsPart::taken:
            return made(lots.taken);
        case core::LotsPart::expired:
            return made(lots.expired);
    }
    return std::nullopt;
}

// What `expect reserve.expired = …` looks at.
std::optional<core::DefinitionId> ExampleReading::expected(const Expect& written, const Symbol& symbol) {
    if (written.member.length == 0) return result(symbol, written.day);
    const std::string member = name_text(sources_, written.member);
    const auto part = symbol.kind == SymbolKind::lots ? part_named(member) : std::nullopt;
    if (part) return lots_part(symbol, *part);
    if (symbol.kind == SymbolKind::lots) {
        report(kind::no_lots_part, {written.member, symbol.span}, {symbol.name, member});
    } else {
        report(kind::unknown_name, {written.member}, {symbol.name + "." + member});
    }
    return std::nullopt;
}

void ExampleReading::take_expect(const Expect& expect, std::size_t row) {
    take_expect(expect, row, level_of(row));
}

void ExampleReading::take_expect(const Expect& written, std::size_t index, std::size_t of) {
    Expectation expectation{.what = {},
                            .values = {},
                            .about_digits = {},
                            .error = written.error,
                            .promise_broken = written.promise_broken,
                            .error_text = quoted_text(sources_, written.error_text),
                            .span = written.span};
    if (is_nowhere(index)) {
        const auto& row = example_.rows[index];
        report(kind::expect_of_absent, {written.span},
               {row.key, scheme_.calendar.to_text(row.periods.front())});
        return;
    }
    const bool has_values = !written.error && !written.promise_broken;
    if (has_values && !expect_values(expectation, written, index, of)) return;
    example_.rows[index].expectations.push_back(std::move(expectation));
}

// False when they say nothing, which has been reported.
bool ExampleReading::expect_values(Expectation& expectation, const Expect& written, std::size_t index,
                                   std::size_t of) {
    const Symbol* symbol = known(written.name, of);
    if (symbol == nullptr || symbol->kind == SymbolKind::unreadable) return false;
    const auto what = expected(written, *symbol);
    if (!what && has_errors(diagnostics_)) return false;  // its rule has a mistake of its own
    if (!what) {
        report(kind::expect_no_result, {written.name, symbol->span}, {symbol->name});
        return false;
    }
    expectation.what = *what;
    for (const syntax::ExprId expr : written.values) {
        std::optional<core::Value> value;
        if (expr) {
            value = value_of(expr, scheme_.definitions[*what].type, written.name);
            if (!value) return false;
        }
        expectation.about_digits.push_back(expr && written.about ? digits_after_point(expr) : -1);
        expectation.values.push_back(std::move(value));
    }
    const check::ExampleRow& row = example_.rows[index];
    const bool is_list = expectation.values.size() > 1;
    if (!fits_periods(expectation.values, row, written.span)) return false;
    if (is_list && expects_of_absent(expectation, index)) return false;
    expectation.about_digits.resize(row.periods.size(), expectation.about_digits.front());
    return true;
}

// Does it stand in no period of the example?
bool ExampleReading::is_nowhere(std::size_t row) const {
    const auto found = absent_.find(row);
    return found != absent_.end() && !found->second.empty() &&
           std::ranges::find(found->second, false) == found->second.end();
}

// Is something expected in a period in which the row does not stand? That is reported.
bool ExampleReading::expects_of_absent(const Expectation& expectation, std::size_t index) {
    const check::ExampleRow& row = example_.rows[index];
    for (std::size_t i = 0; i < expectation.values.size(); ++i) {
        if (!expectation.values[i] || !is_absent(index, i)) continue;
        report(kind::expect_of_absent, {expectation.span},
               {row.key, scheme_.calendar.to_text(row.periods[i])});
        return true;
    }
    return false;
}

// Digits after the point as written, two more under a percent sign: the place at which `about` compares.
int ExampleReading::digits_after_point(syntax::ExprId expr) const {
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

// ---------------------------------------------------------------- rows of references

void ExampleReading::take_reference_row(const syntax::ExampleRow& written, std::size_t index, Span span) {
    const core::ReferenceId id(index);
    const core::Reference& reference = scheme_.references[id];
    if (written.keys.size() != reference.keys.size()) {
        report(kind::example_reference, {written.level},
               {reference.name, std::int64_t(reference.keys.size()), std::int64_t(written.keys.size())});
        return;
    }
    ExampleReferenceRow row{.reference = id, .keys = {}, .fields = {}, .from = {}, .to = {}, .span = span};
    for (std::size_t i = 0; i < written.keys.size(); ++i) {
        if (!written.keys[i]) {
            row.keys.emplace_back();
            continue;
        }
        const auto value = value_of(written.keys[i], reference.keys[i].type, reference.keys[i].span);
        if (!value) return;
        row.keys.push_back(value);
    }
    row.fields.resize(reference.fields.size());
    for (const std::uint32_t line : written.lines) take_field(module_.example_lines[line], reference, row);
    example_.reference_rows.push_back(std::move(row));
}

void ExampleReading::take_field(const ExampleLine& line, const core::Reference& reference,
                                ExampleReferenceRow& row) {
    if (const auto* employed = std::get_if<Employed>(&line.node)) {
        if (row.from || row.to)
            report(kind::example_set_twice, {line.span}, {std::string(sources_.text(line.span))});
        row.from = date_at(employed->first);
        row.to = date_at(employed->last);
        return;
    }
    const auto* set = std::get_if<ExampleSet>(&line.node);
    if (set == nullptr) {
        report(kind::row_in_row, {line.span}, {});
        return;
    }
    const std::string name = name_text(sources_, set->name);
    for (std::size_t i = 0; i < reference.fields.size(); ++i) {
        if (reference.fields[i].name != name) continue;
        if (set->values.size() > 1) {
            report(kind::example_field_list, {line.span},
                   {reference.name, static_cast<std::int64_t>(set->values.size())});
            return;
        }
        if (row.fields[i]) {
            report(kind::example_set_twice, {line.span}, {name});
            return;
        }
        if (set->values.front())
            row.fields[i] = value_of(set->values.front(), reference.fields[i].type, set->name);
        return;
    }
    report(kind::no_such_member, {set->name}, {reference.name, name});
}

}  // namespace accrue::check
