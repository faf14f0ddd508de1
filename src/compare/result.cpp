#include "compare/result.hpp"

#include <algorithm>
#include <set>

#include "core/walk.hpp"

namespace accrue::compare {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::InputId;

bool is_plain_money(const core::Input& input) {
    return input.type.kind == core::TypeKind::money && input.day == 0 && !input.is_signed && !input.optional;
}

bool has_days(const core::Scheme& scheme, const core::Input& input) {
    return std::ranges::any_of(scheme.inputs, [&](const core::Input& other) {
        return other.level == input.level && other.name == input.name && other.day != 0;
    });
}

template <class Fits>
InputId only_input(const core::Scheme& scheme, const Fits& fits) {
    InputId found;
    for (std::uint32_t i = 0; i < scheme.inputs.size(); ++i) {
        if (scheme.levels[scheme.inputs[InputId(i)].level].kind == core::LevelKind::records) continue;
        if (!fits(scheme.inputs[InputId(i)])) continue;
        if (found) return {};
        found = InputId(i);
    }
    return found;
}

InputId likely_input(const core::Scheme& scheme) {
    const auto is_lever = [](const core::Input& input) { return input.lever && input.day == 0; };
    if (const auto lever = only_input(scheme, is_lever)) return lever;
    const auto is_by_day = [&](const core::Input& input) {
        return is_plain_money(input) && has_days(scheme, input);
    };
    return only_input(scheme, is_by_day);
}

bool is_written(const core::Definition& definition) {
    return definition.day == 0 && is_amount(definition.type) &&
           definition.kind == core::DefinitionKind::written;
}

DefinitionId written(const core::Scheme& scheme, const std::string& name) {
    for (std::uint32_t i = 0; i < scheme.definitions.size(); ++i) {
        const auto& definition = scheme.definitions[DefinitionId(i)];
        if (definition.name == name && is_written(definition)) return DefinitionId(i);
    }
    return {};
}

// `collected = sum of receipt.amount`.
DefinitionId only_sum_of_records(const core::Scheme& scheme) {
    DefinitionId found;
    for (std::uint32_t i = 0; i < scheme.definitions.size(); ++i) {
        const auto& definition = scheme.definitions[DefinitionId(i)];
        const bool is_of_a_record = scheme.levels[definition.level].kind == core::LevelKind::records;
        if (!is_written(definition) || is_of_a_record || definition.type.kind != core::TypeKind::money)
            continue;
        const auto* sum = std::get_if<core::Aggregate>(&scheme.expressions[definition.value].node);
        if (sum == nullptr || sum->op != core::AggregateOp::sum || !sum->of) continue;
        const auto level = scheme.definitions[sum->of].level;
        if (scheme.levels[level].kind != core::LevelKind::records) continue;
        if (found) return {};
        found = DefinitionId(i);
    }
    return found;
}

// ---------------------------------------------------------------- what something is made of

class Gathering {
  public:
    explicit Gathering(const core::Scheme& scheme) : scheme_(scheme) {}
    // The inputs that a value is computed from, by id.
    std::set<InputId> of(ExprId value) {
        add(value);
        return inputs_;
    }

  private:
    void add(ExprId value) {
        for (const auto id : core::within(scheme_, value)) {
            const auto& node = scheme_.expressions[id].node;
            if (const auto* read = std::get_if<core::Read>(&node)) {
                if (const auto* input = std::get_if<InputId>(&read->what)) inputs_.insert(*input);
                if (const auto* inner = std::get_if<DefinitionId>(&read->what)) add(*inner);
            } else if (const auto* aggregate = std::get_if<core::Aggregate>(&node)) {
                add(aggregate->of);
            }
        }
    }
    void add(DefinitionId of) {
        if (of && seen_.insert(of).second) add(scheme_.definitions[of].value);
    }

    const core::Scheme& scheme_;
    std::set<DefinitionId> seen_;
    std::set<InputId> inputs_;
};

}  // namespace

Result found_result(const Sides& sides, const std::optional<std::string>& name) {
    const auto& reading = sides.reading;
    const auto& first = sides.sides.front().scheme;
    const auto has_name = [&](const core::Input& input) {
        return input.name == *name && input.day == 0 && is_amount(input.type);
    };
    const auto of_input = [&](InputId input) {
        return Result{.name = reading.inputs[input].name, .input = input};
    };
    if (const auto input = name ? only_input(reading, has_name) : likely_input(reading))
        return of_input(input);
    // a sum of records before the only other money, which is then more likely a plan
    if (const auto definition = name ? written(first, *name) : only_sum_of_records(first))
        return {.name = first.definitions[definition].name, .input = {}, .definition = definition};
    if (const auto only = name ? InputId() : only_input(reading, is_plain_money)) return of_input(only);
    return {.name = name.value_or("")};
}

std::vector<InputId> inputs_of(const Sides& sides, const Result& result) {
    const auto& reading = sides.reading;
    std::vector<InputId> inputs;
    if (result.input) {
        const auto& wanted = reading.inputs[result.input];
        for (std::uint32_t i = 0; i < reading.inputs.size(); ++i) {
            const auto& input = reading.inputs[InputId(i)];
            if (input.name == wanted.name && input.level == wanted.level) inputs.emplace_back(i);
        }
    } else if (result.definition) {
        const auto& first = sides.sides.front().scheme;
        for (const auto id : Gathering(first).of(first.definitions[result.definition].value))
            if (reading.inputs[id].type.kind == core::TypeKind::money) inputs.push_back(id);
    }
    return inputs;
}

core::LevelId level_of(const Sides& sides, const Result& result) {
    return result.input ? sides.reading.inputs[result.input].level
                        : sides.sides.front().scheme.definitions[result.definition].level;
}

Exact total_of(const data::History& history, core::InputId input) {
    const auto& column = history.columns[input];
    int128 total = 0;
    for (const auto count : column.values) total += count;
    Exact all = Exact::ratio(total, 1) * Exact::scaled(1, column.digits);
    for (const auto& [row, value] : column.large) all += value;
    return all;
}

}  // namespace accrue::compare
