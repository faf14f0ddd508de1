// core/rules.hpp — What `well_formed` asks of each piece of a scheme: one sentence about what is broken, or
// nothing. Ids are looked at before they are followed.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/scheme.hpp"

namespace accrue::core {

using Broken = std::optional<std::string>;

inline bool is(const Type& type, TypeKind kind) {
    return type.kind == kind;
}

template <class IdType, class T>
bool in_range(IdType id, const Table<IdType, T>& table) {
    return id && id.value < table.size();
}
template <class IdType, class T>
bool absent_or_in_range(IdType id, const Table<IdType, T>& table) {
    return !id || id.value < table.size();
}
inline Broken unless(bool holds, const char* sentence) {
    return holds ? Broken() : Broken(std::string(sentence));
}
template <class Rows, class Rule>
Broken first_of(const Rows& rows, Rule rule) {
    for (const auto& row : rows) {
        if (auto broken = rule(row)) return broken;
    }
    return {};
}

// Kinds and types. Operands stand before what uses them.
Broken broken_expressions(const Scheme& scheme);
// Who stands above whom, and what belongs to a level.
Broken broken_levels(const Scheme& scheme);
// Every definition reads its own row, rows above it, and others only through aggregates that can be made.
Broken broken_reads(const Scheme& scheme);
Broken broken_references(const Scheme& scheme);
Broken broken_shares(const Scheme& scheme);
Broken broken_systems(const Scheme& scheme);
Broken broken_lots(const Scheme& scheme);

}  // namespace accrue::core
