#include "check/sketch.hpp"

#include <set>
#include <string_view>
#include <utility>

#include "base/messages/meaning.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

int third_number(const std::string& name) {
    for (const std::string_view word : {"third", "треть"}) {
        if (name.size() == word.size() + 1 && name.starts_with(word) && name.back() >= '1' &&
            name.back() <= '3') {
            return name.back() - '0';
        }
    }
    return 0;
}

const Symbol* Sketch::split_in_thirds(const std::string& name, const Gate& gate,
                                      std::size_t definitions_before) {
    if (definitions_before == 0) {
        diagnostics_.push_back({kind::nothing_to_split, {gate.part}, {name}, {}});
        return nullptr;
    }
    const std::string word = name.substr(0, name.size() - 1);
    const std::size_t whole = definitions_before - 1;
    SplitDeclaration split{
        .span = declarations_.definitions[whole].span, .whole = {}, .whole_definition = whole, .parts = {}};
    std::string line = "split " + declarations_.definitions[whole].name + " into ";
    for (char digit = '1'; digit <= '3'; ++digit) {
        const std::string third = word + digit;
        split.parts.push_back(declarations_.parts.size());
        declarations_.symbols[0].emplace(
            third, Symbol{SymbolKind::part, declarations_.parts.size(), 0, third, gate.part});
        declarations_.parts.push_back({.name = third,
                                       .span = gate.part,
                                       .split = declarations_.splits.size(),
                                       .portion = {},
                                       .gates = {},
                                       .gate_spans = {}});
        line += (digit == '1' ? "" : ", ") + third;
    }
    declarations_.splits.push_back(std::move(split));
    declarations_.assumptions.push_back({kind::assumed_split, {declarations_.definitions[whole].name}, line});
    return declarations_.find(name, 0);
}

void Sketch::finish() {
    if (declarations_.currency.empty()) assume_currency();
    invent_inputs();
    if (declarations_.pays.empty()) invent_pay();
}

// A sketch in which just one currency is written is in that currency.
void Sketch::assume_currency() {
    std::set<std::string_view> written;
    const auto note = [&](Span code) {
        if (code.length > 0) written.insert(sources_.text(code));
    };
    for (const Expr& each : module_.expressions) {
        if (const auto* number = std::get_if<Number>(&each.node)) note(number->currency);
        if (const auto* convert = std::get_if<Convert>(&each.node)) note(convert->currency);
    }
    for (const InputDeclaration& input : declarations_.inputs) note(input.written->type.currency);
    for (const Statement* param : declarations_.params) {
        if (const auto& type = std::get<Param>(param->node).type) note(type->currency);
    }
    for (const DefinitionDeclaration& definition : declarations_.definitions) {
        if (const auto& type = definition.written->type) note(type->currency);
    }
    if (written.size() != 1) return;
    declarations_.currency = *written.begin();
    declarations_.assumptions.push_back(
        {kind::assumed_currency, {declarations_.currency}, "currency " + declarations_.currency});
}

// Every expression of the file's statements, in order.
void Sketch::for_each_expression(const std::function<void(ExprId)>& visit) const {
    const auto alternative = [&](const Alternative& a) {
        for (const ExprId e : {a.value, a.condition, a.otherwise}) for_each_inside(module_, e, visit);
    };
    for (const Statement& statement : module_.statements) {
        std::visit(overloaded{
                       [&](const Definition& n) {
                           for (const Alternative& a : n.alternatives) alternative(a);
                       },
                       [&](const Gate& n) { for_each_inside(module_, n.condition, visit); },
                       [&](const Split& n) { for_each_inside(module_, n.whole, visit); },
                       [&](const Pay& n) { alternative(n.amount); },
                       [&](const Promise& n) {
                           for_each_inside(module_, n.claim, visit);
                           for_each_inside(module_, n.condition, visit);
                       },
                       [](const auto&) {},
                   },
                   statement.node);
    }
}

void Sketch::invent_inputs() {
    for_each_expression([&](ExprId expr) {
        if (const auto* at = as<AtDay>(module_, expr)) {
            const auto* name = as<Name>(module_, at->of);
            InputDeclaration* input = name == nullptr ? nullptr : invented_input(*name);
            if (input != nullptr) input->by_day = true;
        } else if (const auto* name = as<Name>(module_, expr)) {
            if (name->member.length == 0) invented_input(*name);
        }
    });
}

// The input that a name of a sketch stands for, made at its first mention; none when the name is
// something else.
InputDeclaration* Sketch::invented_input(const Name& name) {
    const std::string text = name_text(sources_, name.head);
    if (declarations_.find(text, 0) == nullptr) {
        owners_.own(SymbolKind::input, declarations_.inputs.size(), Declared{name.head, {}}, 0);
        declarations_.inputs.push_back({text, name.head, nullptr, false, 0});
    }
    const Symbol* symbol = declarations_.find(text, 0);
    const bool invented = symbol != nullptr && symbol->kind == SymbolKind::input &&
                          declarations_.inputs[symbol->index].written == nullptr;
    return invented ? &declarations_.inputs[symbol->index] : nullptr;
}

// The last definition that no other line reads, else the last one.
std::size_t Sketch::last_result() const {
    std::set<std::string> read;
    for_each_expression([&](ExprId expr) {
        if (const auto* name = as<Name>(module_, expr)) read.insert(name_text(sources_, name->head));
    });
    for (std::size_t i = declarations_.definitions.size(); i-- > 0;) {
        if (!read.contains(declarations_.definitions[i].name)) return i;
    }
    return declarations_.definitions.size() - 1;
}

// What a sketch pays: the amount that it splits, after its gates, else its last result.
void Sketch::invent_pay() {
    if (declarations_.definitions.empty()) {
        const bool is_library = !declarations_.functions.empty() || !declarations_.tables.empty() ||
                                !declarations_.references.empty();
        if (!is_library) diagnostics_.push_back({kind::nothing_paid, {}, {}, {}});
        return;
    }
    PayDeclaration pay{.span = {}, .definition = last_result(), .split = {}, .name = {}, .name_span = {}};
    if (!declarations_.splits.empty() && !declarations_.splits.back().whole) {
        pay.split = declarations_.splits.size() - 1;
        pay.definition = declarations_.splits.back().whole_definition;
    }
    pay.level = declarations_.definitions[pay.definition].level;
    const std::string& name = declarations_.definitions[pay.definition].name;
    pay.span = declarations_.definitions[pay.definition].span;
    const std::string line = "pay " + name + (pay.split ? " after gates" : "");
    declarations_.assumptions.push_back(
        {pay.split ? kind::assumed_pay_after_gates : kind::assumed_pay, {name}, line});
    declarations_.pays.push_back(std::move(pay));
}

}  // namespace accrue::check
