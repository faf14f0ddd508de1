// Tables from files, `grades[grade].salary`, and `convert … to … at …`.
#include <map>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/lower.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

core::KeyMatch match_of(KeyMatch match) {
    switch (match) {
        case KeyMatch::exact:
            return core::KeyMatch::exact;
        case KeyMatch::up_to:
            return core::KeyMatch::up_to;
        case KeyMatch::below:
            return core::KeyMatch::below;
        case KeyMatch::from:
            return core::KeyMatch::from;
    }
    return core::KeyMatch::exact;
}

std::string match_word(KeyMatch match) {
    switch (match) {
        case KeyMatch::exact:
            return {};
        case KeyMatch::up_to:
            return "up to";
        case KeyMatch::below:
            return "below";
        case KeyMatch::from:
            return "from";
    }
    return {};
}

std::vector<std::string> field_names(const Sources& sources, const Reference& reference) {
    std::vector<std::string> names;
    for (const ReferenceField& field : reference.fields) names.push_back(name_text(sources, field.name.name));
    return names;
}

std::string key_names(const Sources& sources, const Reference& reference) {
    std::string names;
    for (const ReferenceKey& key : reference.keys)
        names += (names.empty() ? "" : ", ") + name_text(sources, key.name);
    return names;
}

// The field that a lookup reads, by its name in any of its forms; the only one when none is named.
std::optional<std::size_t> field_of(const Sources& sources, const Reference& reference, Span member) {
    if (member.length == 0)
        return reference.fields.size() == 1 ? std::optional<std::size_t>(0) : std::nullopt;
    const std::string name = name_text(sources, member);
    for (std::size_t i = 0; i < reference.fields.size(); ++i) {
        const Declared& declared = reference.fields[i].name;
        if (name_text(sources, declared.name) == name) return i;
        for (const Span form : declared.forms) {
            if (name_text(sources, form) == name) return i;
        }
    }
    return std::nullopt;
}

}  // namespace

// ---------------------------------------------------------------- types

// Edges are amounts; whether those of `from` have an order is known when all types are.
void Typing::type_references() {
    for (std::size_t i = 0; i < declarations_.references.size(); ++i) {
        const Reference& reference = *declarations_.references[i].written;
        for (std::size_t k = 0; k < reference.keys.size(); ++k) {
            const ReferenceKey& key = reference.keys[k];
            if (key.match != KeyMatch::up_to && key.match != KeyMatch::below) continue;
            types_.require_amount(references_[i].keys[k],
                                  {kind::wants_amount,
                                   key.name,
                                   key.name,
                                   {match_word(key.match), name_text(sources_, key.name)}});
        }
    }
}

void Typing::type_keys(syntax::ExprId expr, const Lookup& written, const Symbol& symbol) {
    const Reference& reference = *declarations_.references[symbol.index].written;
    const auto given = module_.list(written.keys);
    std::vector<TypeVar> types;
    for (const syntax::ExprId key : given) types.push_back(expression(key));
    if (given.size() != reference.keys.size()) {
        report(kind::key_count, {span(expr), symbol.span},
               {symbol.name, std::int64_t(reference.keys.size()), key_names(sources_, reference),
                std::int64_t(given.size())});
        return;
    }
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Span declared = reference.keys[i].name;
        types_.unify(types[i], references_[symbol.index].keys[i],
                     {kind::key_differs, span(given[i]), declared, {name_text(sources_, declared)}});
    }
}

TypeVar Typing::lookup(syntax::ExprId expr, const Lookup& written) {
    const std::string name = name_text(sources_, written.reference);
    const Symbol* symbol = declarations_.find(name, scope_.level);
    if (symbol == nullptr || symbol->kind != SymbolKind::reference) {
        for (const syntax::ExprId key : module_.list(written.keys)) expression(key);
        if (symbol == nullptr) {
            unknown_name(written.reference, name);
        } else if (symbol->kind != SymbolKind::unreadable) {
            report(kind::no_reference, {written.reference, symbol->span}, {name});
        }
        return types_.broken();
    }
    read_.insert({symbol->kind, symbol->index});
    type_keys(expr, written, *symbol);
    const Reference& reference = *declarations_.references[symbol->index].written;
    if (const auto field = field_of(sources_, reference, written.member))
        return references_[symbol->index].fields[*field];
    report_no_field(expr, written, *symbol);
    return types_.broken();
}

void Typing::report_no_field(syntax::ExprId expr, const Lookup& written, const Symbol& symbol) {
    const auto fields = field_names(sources_, *declarations_.references[symbol.index].written);
    if (fields.empty()) return;  // they could not be read
    if (written.member.length == 0) {
        report(kind::which_field, {span(expr), symbol.span}, {symbol.name})
            .notes.push_back({kind::hint_fields, {text(expr) + "." + fields.front()}});
        return;
    }
    const std::string name = name_text(sources_, written.member);
    Diagnostic& diagnostic = report(kind::no_field, {written.member, symbol.span}, {symbol.name, name});
    if (const auto meant = closest(name, fields)) diagnostic.notes.push_back({kind::hint_meant, {*meant}});
}

TypeVar Typing::convert(syntax::ExprId, const Convert& written) {
    expression(written.of);
    types_.unify(number(), factor(written.rate),
                 {kind::rate_of_exchange, span(written.rate), span(written.rate), {text(written.rate)}});
    return types_.known({core::TypeKind::money, std::string(sources_.text(written.currency))});
}

// ---------------------------------------------------------------- meaning

namespace {

bool has_order(const core::Type& type) {
    return type.kind != core::TypeKind::text && type.kind != core::TypeKind::logical;
}

}  // namespace

// The type of a key's column. A reference that is never read tells nothing of its keys.
core::Type Lowering::key_type(std::size_t reference, std::size_t key) {
    const ReferenceKey& written = declarations_.references[reference].written->keys[key];
    const bool is_read = typing_.is_read(SymbolKind::reference, reference);
    if (!is_read && written.match == KeyMatch::exact) return {core::TypeKind::text, {}};
    const core::Type type = typing_.type_of_key(reference, key).value_or(core::Type{});
    if (written.match != KeyMatch::exact && !has_order(type)) {
        report(kind::key_without_order, {written.name},
               {name_text(sources_, written.name), in_words(type), match_word(written.match)});
    }
    return type;
}

// Keys and fields are columns of one file.
void Lowering::check_columns(const Reference& reference) {
    std::map<std::string, Span> seen;
    const auto take = [&](Span place) {
        const std::string name = name_text(sources_, place);
        const auto [first, fresh] = seen.emplace(name, place);
        if (!fresh) report(kind::field_twice, {place, first->second}, {name});
    };
    for (const ReferenceKey& key : reference.keys) take(key.name);
    for (const ReferenceField& field : reference.fields) take(field.name.name);
}

void Lowering::lower_references() {
    for (std::size_t i = 0; i < declarations_.references.size(); ++i) {
        const ReferenceDeclaration& declared = declarations_.references[i];
        const Reference& written = *declared.written;
        check_columns(written);
        core::Reference made;
        made.name = declared.name;
        made.label = quoted_text(sources_, written.label);
        made.span = declared.span;
        for (std::size_t k = 0; k < written.keys.size(); ++k) {
            const ReferenceKey& key = written.keys[k];
            made.keys.push_back(
                {name_text(sources_, key.name), key_type(i, k), match_of(key.match), key.name});
        }
        for (const ReferenceField& field : written.fields) {
            made.fields.push_back({name_text(sources_, field.name.name), typing_.type_of(field.type),
                                   field.type.word == TypeWord::percent, field.name.name});
        }
        scheme_.references.add(std::move(made));
    }
}

ExprId Lowering::lookup(syntax::ExprId expr, const Lookup& written, Place place, Origin origin) {
    const Symbol* symbol = declarations_.find(name_text(sources_, written.reference), place.level);
    if (symbol == nullptr || symbol->kind != SymbolKind::reference) return {};
    const Reference& reference = *declarations_.references[symbol->index].written;
    const auto field = field_of(sources_, reference, written.member);
    const auto given = module_.list(written.keys);
    if (!field || given.size() != reference.keys.size()) return {};
    core::Lookup made{core::ReferenceId(symbol->index), {}, static_cast<std::uint32_t>(*field)};
    for (const syntax::ExprId key : given) {
        made.keys.push_back(lower(key, place));
        if (!made.keys.back()) return {};
    }
    origin.written_as = WrittenAs::lookup;
    return scheme_.expressions.add({std::move(made), *typing_.type(expr), true, origin});
}

ExprId Lowering::convert(syntax::ExprId expr, const Convert& written, Place place, Origin origin) {
    const auto type = typing_.type(written.of);
    if (!type) return {};
    if (type->kind != core::TypeKind::money) {
        report(kind::convert_wants_money, {span(written.of)}, {text(written.of), in_words(*type)});
        return {};
    }
    const core::Type wanted = *typing_.type(expr);
    if (*type == wanted) {
        report(kind::convert_to_itself, {span(written.of)}, {text(written.of), in_words(*type)});
        return {};
    }
    origin.written_as = WrittenAs::converted;
    const ExprId made = build_.multiply(lower(written.of, place), lower(written.rate, place), origin);
    if (made) scheme_.expressions[made].type = wanted;
    return made;
}

}  // namespace accrue::check
