// The types of names, and what is said of a name that does not tell which value is meant.
#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/text.hpp"
#include "check/typing.hpp"
#include "check/walk.hpp"
#include "syntax/foreign_names.hpp"

namespace accrue::check {

using namespace syntax;
using core::TypeKind;

TypeVar Typing::symbol_type(const Symbol& symbol) {
    switch (symbol.kind) {
        case SymbolKind::input:
            return inputs_[symbol.index];
        case SymbolKind::param:
            return params_[symbol.index];
        case SymbolKind::definition:
            return definitions_[symbol.index];
        case SymbolKind::part:
            return parts_[symbol.index];
        case SymbolKind::pay_line:
            return pays_[symbol.index];
        case SymbolKind::pay_total:
            return types_.known(money());
        case SymbolKind::share:
            return shares_[symbol.index];
        case SymbolKind::lots:
            return lots_[symbol.index];
        case SymbolKind::function:
        case SymbolKind::table:
        case SymbolKind::reference:
        case SymbolKind::level:
        case SymbolKind::unreadable:
            return types_.broken();
    }
    return types_.broken();
}

void Typing::unknown_name(Span place, const std::string& name) {
    if (!unknown_reported_.insert({name, scope_.level}).second) return;
    Diagnostic& diagnostic = report(kind::unknown_name, {place}, {name});
    if (const auto mixed = mixed_alphabets(name)) {
        diagnostic.notes.push_back({kind::note_mixed, {name.substr(mixed->offset, mixed->length)}});
    }
    constexpr std::size_t most_hints = 100;  // nobody reads so many, and each looks at all names
    if (unknown_reported_.size() > most_hints) return;
    std::vector<std::string> candidates = declarations_.names(scope_.level);
    if (inside_ != nullptr) {
        for (const FunctionParameter& parameter : inside_->parameters) {
            candidates.push_back(name_text(sources_, parameter.name));
        }
    }
    if (const auto meant = closest(name, candidates))
        diagnostic.notes.push_back({kind::hint_meant, {*meant}});
    else if (const auto foreign = hint_of_foreign_name(name))
        diagnostic.notes.push_back(*foreign);
}

// A name that does not say which value is meant, in the words of its level.
TypeVar Typing::trouble(ExprId expr, const Name& written, const NameMeaning& meaning) {
    const auto level_name = [&](std::size_t level) { return declarations_.levels[level].name; };
    const std::string name = name_text(sources_, written.member.length > 0 ? written.member : written.head);
    const std::string here = level_name(scope_.level);
    const auto declared = [&](std::vector<Span> spans) {
        if (const Symbol* symbol = declarations_.find_own(name, meaning.level)) spans.push_back(symbol->span);
        return spans;
    };
    switch (meaning.trouble) {
        case NameTrouble::none:
            break;
        case NameTrouble::unknown:
            unknown_name(written.head, name_text(sources_, written.head));
            break;
        case NameTrouble::other_level:
        case NameTrouble::inner: {
            const std::string full = level_name(meaning.level) + "." + name;
            const bool is_below = meaning.trouble == NameTrouble::inner;
            const bool is_above = declarations_.stands_above(meaning.level, scope_.level);
            const bool is_bare = written.member.length == 0;
            const bool is_outside = declarations_.levels[scope_.level].kind == core::LevelKind::everything;
            const auto line = is_outside ? phrase(say::line_outside) : phrase(say::line_of_level, here);
            Diagnostic& diagnostic =
                is_below && !is_bare
                    ? report(kind::inner_read, {span(expr)}, {full, level_name(meaning.level), line})
                    : report(kind::name_of_other_level, declared({span(expr)}),
                             {name, level_name(meaning.level), line});
            if (is_outside)
                diagnostic.notes.push_back({kind::hint_in_its_block, {level_name(meaning.level)}});
            if (is_above) diagnostic.notes.push_back({kind::hint_outer_name, {full}});
            if (is_below)  // row by row times row by row is another amount than sum times sum
                diagnostic.notes.push_back(
                    {beside_aggregate_ ? kind::hint_inner_product : kind::hint_inner_name, {full}});
            break;
        }
        case NameTrouble::not_related:
            report(kind::not_related, {span(expr)}, {text(expr), here});
            break;
        case NameTrouble::no_member: {
            Diagnostic& diagnostic =
                report(kind::no_such_member, {written.member}, {name_text(sources_, written.head), name});
            std::vector<std::string> own;
            for (const auto& [each, symbol] : declarations_.symbols[meaning.level]) own.push_back(each);
            if (const auto meant = closest(name, own))
                diagnostic.notes.push_back({kind::hint_meant, {*meant}});
            break;
        }
        case NameTrouble::two_owners:
            report(kind::whose_name, declared({span(expr)}), {name, here, level_name(meaning.level)})
                .notes.push_back({kind::hint_this_name, {here + "." + name, name}});
            break;
        case NameTrouble::not_asking:
            report(kind::this_place, {written.head}, {});
            break;
        case NameTrouble::no_record:
            report(kind::date_of_record, {span(expr)}, {level_name(meaning.level)});
            break;
        case NameTrouble::level_as_value:
            report(kind::level_as_value, {span(expr)}, {name});
            break;
    }
    return types_.broken();
}

// A parameter of the function whose body is typed; none when it has no such one.
TypeVar Typing::parameter(const std::string& name) {
    if (inside_ == nullptr) return {};
    for (std::size_t i = 0; i < inside_->parameters.size(); ++i) {
        if (name_text(sources_, inside_->parameters[i].name) == name)
            return function_parameters_[inside_index_][i];
    }
    return {};
}

TypeVar Typing::name(ExprId expr, const Name& written) {
    const std::string spelled = name_text(sources_, written.head);
    if (const TypeVar found = parameter(spelled); found && written.member.length == 0) return found;
    const NameMeaning meaning = names_.meaning(written, scope_);
    if (meaning.of_asker) asker_read_ = true;
    if (names_.is_askers(meaning, scope_)) askers_named_ = true;
    if (meaning.built_in != BuiltInName::none && inside_ == nullptr)
        return types_.known({meaning.built_in == BuiltInName::key ? TypeKind::text : TypeKind::date, {}});
    if (meaning.symbol == nullptr) {
        if (inside_ != nullptr) {
            unknown_name(written.head, spelled);
            return types_.broken();
        }
        return trouble(expr, written, meaning);
    }
    const Symbol& symbol = *meaning.symbol;
    read_.insert({symbol.kind, symbol.index});
    if (symbol.kind == SymbolKind::table || symbol.kind == SymbolKind::function ||
        symbol.kind == SymbolKind::reference) {
        const Kind kind = symbol.kind == SymbolKind::table      ? kind::table_as_value
                          : symbol.kind == SymbolKind::function ? kind::function_as_value
                                                                : kind::reference_as_value;
        report(kind, {written.head, symbol.span}, {spelled});
        return types_.broken();
    }
    if (inside_ != nullptr && symbol.kind != SymbolKind::param && symbol.kind != SymbolKind::unreadable) {
        report(kind::function_sees, {written.head, symbol.span},
               {spelled, name_text(sources_, inside_->name.name)});
        return types_.broken();
    }
    if (symbol.kind == SymbolKind::lots) return lots_part(expr, written, symbol);
    return symbol_type(symbol);
}

}  // namespace accrue::check
