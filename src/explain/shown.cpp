#include "explain/shown.hpp"

#include <fmt/format.h>

#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "number/decimal.hpp"

namespace accrue::explain {
namespace {

std::string shown_number(const Exact& number, const core::Type& type, bool as_percent) {
    if (as_percent) return percent_text(number);
    return type.kind == core::TypeKind::money ? money_text(number) : to_people(number);
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string in_one_line(std::string_view text) {
    std::string line;
    for (const char c : trimmed(text)) {
        if (!is_blank(c)) {
            line += c;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    return line;
}

}  // namespace

std::string shown(const core::Value& value, const core::Type& type, bool as_percent) {
    const overloaded words{
        [&](const Exact& number) { return shown_number(number, type, as_percent); },
        [](bool holds) { return phrase(holds ? say::yes : say::no); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& text) { return fmt::format("\"{}\"", printable(text)); },
    };
    return std::visit(words, value);
}

std::string spelled_in(const data::CellPlace& cell, const std::string& text) {
    return folded(cell.raw) == folded(text) ? std::string(trimmed(cell.raw)) : text;
}

std::string exact_text(const core::Value& value) {
    const overloaded words{
        [](const Exact& number) { return to_machine(number); },
        [](bool holds) { return std::string(holds ? "yes" : "no"); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& text) { return text; },
    };
    return std::visit(words, value);
}

bool as_percent(const core::Scheme& scheme, core::ExprId expression) {
    const auto& expr = scheme.expressions[expression];
    if (expr.origin.shown_as_percent) return true;
    if (const auto* previous = std::get_if<core::Previous>(&expr.node)) {
        return scheme.definitions[previous->of].shown_as_percent;
    }
    if (const auto* aggregate = std::get_if<core::Aggregate>(&expr.node)) {
        const bool is_count =
            aggregate->op == core::AggregateOp::count || aggregate->op == core::AggregateOp::rank;
        return !is_count && scheme.definitions[aggregate->of].shown_as_percent;
    }
    if (const auto* lookup = std::get_if<core::Lookup>(&expr.node)) {
        return scheme.references[lookup->reference].fields[lookup->field].percent;
    }
    const auto* read = std::get_if<core::Read>(&expr.node);
    if (read == nullptr) return false;
    const overloaded says{
        [&](core::InputId id) { return scheme.inputs[id].percent; },
        [&](core::ParamId id) { return scheme.params[id].shown_as_percent; },
        [&](core::DefinitionId id) { return scheme.definitions[id].shown_as_percent; },
        [](core::Builtin) { return false; },
    };
    return std::visit(says, read->what);
}

bool is_foreign(const std::string& currency, const core::Type& type) {
    return type.kind == core::TypeKind::money && !type.currency.empty() && !currency.empty() &&
           type.currency != currency;
}

std::string shown(const core::Scheme& scheme, core::ExprId expression, const core::Value& value) {
    const auto& type = scheme.expressions[expression].type;
    const auto text = shown(value, type, as_percent(scheme, expression));
    return is_foreign(scheme.currency, type) ? text + " " + type.currency : text;
}

std::string as_written(const core::Scheme& scheme, const Sources& sources, core::ExprId expression) {
    return text_at(sources, scheme.expressions[expression].origin.span);
}

std::string text_at(const Sources& sources, Span span) {
    if (!span.source || span.source.value >= sources.size()) return "";
    return printable(in_one_line(sources.text(span)));
}

}  // namespace accrue::explain
