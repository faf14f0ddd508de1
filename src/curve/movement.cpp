#include "curve/movement.hpp"

#include <algorithm>

#include "data/put.hpp"
#include "explain/shown.hpp"

namespace accrue::curve {

using core::DefinitionId;
using core::InputId;
using data::RowId;

Exact Moving::at(const Exact& x) const {
    switch (how) {
        case Follows::with:
            return amount + rate * x;
        case Follows::no_less:
            return larger(amount, x);
        case Follows::no_more:
            return smaller(amount, x);
    }
    return amount;
}

// ---------------------------------------------------------------- what is said of a mover

namespace {

template <class Result>
Result of(const core::Scheme& scheme, Mover what, auto&& member) {
    return std::visit(overloaded{[&](InputId id) -> Result { return member(scheme.inputs[id]); },
                                 [&](DefinitionId id) -> Result { return member(scheme.definitions[id]); }},
                      what);
}

}  // namespace

const std::string& name_of(const core::Scheme& scheme, Mover what) {
    return of<const std::string&>(scheme, what, [](const auto& it) -> const auto& { return it.name; });
}

int day_of(const core::Scheme& scheme, Mover what) {
    return of<int>(scheme, what, [](const auto& it) { return it.day; });
}

core::LevelId level_of(const core::Scheme& scheme, Mover what) {
    return of<core::LevelId>(scheme, what, [](const auto& it) { return it.level; });
}

const core::Type& type_of(const core::Scheme& scheme, Mover what) {
    return of<const core::Type&>(scheme, what, [](const auto& it) -> const auto& { return it.type; });
}

std::string shown_name(const core::Scheme& scheme, Mover what) {
    return std::visit(overloaded{[&](InputId id) { return core::column_name(scheme.inputs[id]); },
                                 [&](DefinitionId id) { return core::shown_name(scheme.definitions[id]); }},
                      what);
}

bool as_percent(const core::Scheme& scheme, Mover what) {
    return std::visit(overloaded{[&](InputId id) { return scheme.inputs[id].percent; },
                                 [&](DefinitionId id) { return scheme.definitions[id].shown_as_percent; }},
                      what);
}

bool is_lever(const core::Scheme& scheme, Mover what) {
    const auto* input = std::get_if<InputId>(&what);
    return input != nullptr && scheme.inputs[*input].lever;
}

Family family_of(const core::Scheme& scheme, Mover what) {
    Family family{name_of(scheme, what), {}};
    const auto gather = [&](const auto& table, auto is_alike) {
        for (std::size_t i = 0; i < table.size(); ++i) {
            const auto id = table.id(i);
            const auto& other = table[id];
            if (other.name == family.name && other.level == level_of(scheme, what) && is_alike(other))
                family.members.push_back({Mover(id), other.day});
        }
    };
    // the rounded pool of a share is called like its pool, and is another thing
    std::visit(overloaded{[&](InputId) { gather(scheme.inputs, [](const auto&) { return true; }); },
                          [&](DefinitionId id) {
                              const auto kind = scheme.definitions[id].kind;
                              gather(scheme.definitions,
                                     [&](const auto& other) { return other.kind == kind; });
                          }},
               what);
    const auto place = [](const Family::Member& member) { return member.day == 0 ? 32 : member.day; };
    std::ranges::sort(family.members, {}, place);
    return family;
}

// ---------------------------------------------------------------- values set by hand

void Changed::set(Mover what, RowId row, const core::Value& value) {
    if (const auto* definition = std::get_if<DefinitionId>(&what)) {
        overrides_[{*definition, row}] = value;
        return;
    }
    data::put(history_, std::get<InputId>(what), row, value);
}

Changed::Kept Changed::kept(Mover what, RowId row) const {
    Kept kept{.what = what, .row = row};
    if (const auto* definition = std::get_if<DefinitionId>(&what)) {
        const auto found = overrides_.find({*definition, row});
        if (found != overrides_.end()) kept.overridden = found->second;
        return kept;
    }
    const auto& column = history_.columns[std::get<core::InputId>(what)];
    kept.is_absent = column.absent;
    if (column.absent) return kept;
    kept.count = column.count(row);
    kept.is_missing = column.is_missing(row);
    if (const auto* const large = data::find_large(column.large, row)) kept.large = *large;
    return kept;
}

void Changed::put_back(const Kept& kept) {
    if (const auto* definition = std::get_if<DefinitionId>(&kept.what)) {
        overrides_.erase({*definition, kept.row});
        if (kept.overridden) overrides_.insert({{*definition, kept.row}, *kept.overridden});
        return;
    }
    auto& column = history_.columns[std::get<core::InputId>(kept.what)];
    column.absent = kept.is_absent;
    if (kept.is_absent) return;
    const auto place = kept.row.value - column.first.value;
    column.values[place] = kept.count;
    if (!column.missing.empty()) column.missing[place] = kept.is_missing ? 1 : 0;
    if (kept.large)
        data::set_large(column.large, kept.row, *kept.large);
    else
        std::erase_if(column.large, [&](const auto& each) { return each.first == kept.row; });
}

std::optional<core::Value> Changed::value(Mover what, RowId row) const {
    if (const auto* input = std::get_if<InputId>(&what)) return history_.value(*input, row);
    auto known = evaluation();
    const auto* found = explain::present(known.value(std::get<DefinitionId>(what), row));
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::optional<Exact> step_of(const Changed& ground, Mover what) {
    constexpr int kopeck_digits = 2;
    const bool is_money = type_of(ground.scheme(), what).kind == core::TypeKind::money;
    const auto* input = std::get_if<InputId>(&what);
    const auto* column = input != nullptr ? &ground.history().columns[*input] : nullptr;
    const bool is_counted = column != nullptr && !column->absent;
    if (is_money)
        return Exact::scaled(1, is_counted ? std::max(column->digits, kopeck_digits) : kopeck_digits);
    return is_counted ? std::optional(Exact::scaled(1, column->digits)) : std::nullopt;
}

// ---------------------------------------------------------------- what follows x

namespace {

std::optional<Exact> number(const Changed& ground, Mover what, RowId row) {
    const auto value = ground.value(what, row);
    return value ? std::optional(std::get<Exact>(*value)) : std::nullopt;
}

}  // namespace

std::vector<Moving> movement(const Changed& ground, Mover what, RowId row, Direction direction) {
    const auto start = number(ground, what, row).value_or(Exact(0));
    std::vector<Moving> movings;
    bool is_later = false;
    for (const auto& [member, day] : family_of(ground.scheme(), what).members) {
        const bool is_itself = member == what;
        const auto base = is_itself ? std::optional(start) : number(ground, member, row);
        if (is_itself) movings.push_back({member, row, Follows::with, 0});
        if (base && is_later && direction == Direction::more)
            movings.push_back({member, row, Follows::with, *base - start});
        if (base && !is_itself && direction == Direction::earlier)
            movings.push_back({member, row, is_later ? Follows::no_less : Follows::no_more, *base});
        is_later = is_later || is_itself;
    }
    return movings;
}

Trial::Trial(Changed& ground, const std::vector<Moving>& movings, DefinitionId of, RowId row)
    : ground_(ground), evaluation_(ground.evaluation()), movings_(movings), of_(of), row_(row) {
    for (const auto& moving : movings_) kept_.push_back(ground_.kept(moving.what, moving.row));
}

Trial::~Trial() {
    for (const auto& kept : kept_) ground_.put_back(kept);
}

explain::Outcome Trial::operator()(const Exact& x) {
    for (const auto& moving : movings_) ground_.set(moving.what, moving.row, core::Value(moving.at(x)));
    evaluation_.begin_anew(ground_.overrides());
    return evaluation_.value(of_, row_);
}

}  // namespace accrue::curve
