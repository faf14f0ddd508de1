// run/stages.hpp — In which order a period is computed: the definitions of one level that need nothing else
// run together in vectors, and between these stages what takes whole groups of rows (aggregates, shares,
// systems, lots) is worked out from what is stored.
#pragma once

#include <unordered_map>
#include <variant>
#include <vector>

#include "core/scheme.hpp"

namespace accrue::run {

using StageId = Id<struct StageTag>;
using OperationId = Id<struct OperationTag>;

// An aggregate that is not the running window of a row's own key.
struct Fold {
    core::ExprId at;
    core::LevelId level;  // of the rows that ask
    StageId paired;       // the stage of its paired condition; may be none
};
struct Apportion {
    core::ShareId share;
};
struct Solve {
    core::SystemId system;
    core::LevelId level;
};
struct KeepLots {
    core::LotsId lots;
};
using Operation = std::variant<Fold, Apportion, Solve, KeepLots>;

struct Stage {
    core::LevelId level;
    std::vector<OperationId> before;              // in a turn by rows: what it reads of rows before
    std::vector<core::DefinitionId> definitions;  // each after those of them that it reads
    std::vector<core::ExprId> operands;           // of systems; they are stored
    std::vector<core::ExprId> windows;            // running windows that take up this period here
    // Of a paired condition: it is computed for pairs of an element, of `level`, and a row that asks.
    core::ExprId paired;
    core::LevelId askers;
};

// Mostly one stage, for all rows of its level. By rows, each row goes through several of them before the next
// one, which needs it.
enum class Pace : std::uint8_t { all_rows, by_rows };
struct Turn {
    std::vector<OperationId> before;  // what the stages read of groups, and nothing before them did
    std::vector<StageId> stages;
    Pace pace = Pace::all_rows;
};

struct Schedule {
    Table<StageId, Stage> stages;
    std::vector<Turn> turns;
    Table<OperationId, Operation> operations;
    std::unordered_map<core::ExprId, OperationId> folds;
    Table<core::ShareId, OperationId> shares;  // none: nothing reads it
    Table<core::SystemId, OperationId> systems;
    Table<core::LotsId, OperationId> lots;
    Table<core::DefinitionId, StageId> stage_of;
    bool is_by_row = false;  // no row looks at another period, and none at a group of rows
};
Schedule schedule(const core::Scheme& scheme);

// May the aggregate, read at that level, be a sum or extreme that runs along each key's own rows?
bool is_running_window(const core::Scheme& scheme, const core::Aggregate& aggregate, core::LevelId level);

// Has it an answer for each row that asks, and not one for all of the base's rows?
bool is_asked_by_row(const core::Aggregate& aggregate);

// The definitions and expressions that an operation takes. Those that it takes of earlier periods only are
// `stored`; the others must be known before it.
struct Operands {
    std::vector<core::DefinitionId> known, stored;
    std::vector<core::ExprId> expressions;
    core::ExprId paired;
};
Operands operands(const core::Scheme& scheme, const Operation& operation);

}  // namespace accrue::run
