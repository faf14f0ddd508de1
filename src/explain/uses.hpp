// explain/uses.hpp — Who reads what, and in which rows: the links of a scheme followed forwards, from what is
// read to its readers.
#pragma once

#include <unordered_map>
#include <variant>
#include <vector>

#include "explain/evaluate.hpp"

namespace accrue::explain {

// Where a definition reads something: the expression that does, and how the row read stands to the reader's.
enum class Reading : std::uint8_t {
    directly,   // of the reader's own row or of one above it
    previous,   // of an earlier row
    element,    // of a row that an aggregate takes
    condition,  // … to see whether it counts
    pool,       // of the pool that is shared
    member,     // of a member of the share
    lots,       // of this and of every earlier period
};
struct Use {
    core::DefinitionId by;
    core::ExprId at;
    Reading how;
};

class Uses {
  public:
    explicit Uses(const core::Scheme& scheme);

    const std::vector<Use>& of(core::InputId input) const { return found(inputs_, input.value); }
    const std::vector<Use>& of(core::DefinitionId definition) const {
        return found(definitions_, definition.value);
    }
    const std::vector<Use>& of(core::ReferenceId reference) const {
        return found(references_, reference.value);
    }
    // Aggregates whose elements are of this level.
    const std::vector<Use>& of(core::LevelId level) const { return found(levels_, level.value); }

  private:
    using ByPlace = std::unordered_map<std::uint32_t, std::vector<Use>>;
    static const std::vector<Use>& found(const ByPlace& uses, std::uint32_t place);

    void add_formula(core::DefinitionId by, core::ExprId root);
    void add_expression(core::DefinitionId by, core::ExprId at);
    void add_read(Use use, const core::Read& read);
    void add_aggregate(core::DefinitionId by, core::ExprId at, const core::Aggregate& aggregate);
    void add_share(core::DefinitionId by, core::ExprId at, const core::Share& share);
    void add_system(core::DefinitionId by, core::ExprId at, const core::System& system);

    const core::Scheme& scheme_;
    ByPlace inputs_, definitions_, references_, levels_;
};

// The rows in which a use reads what stands in `row`, as far as rows and periods tell.
std::vector<data::RowId> readers(const core::Scheme& scheme, const data::History& history, const Use& use,
                                 data::RowId row);
// The elements of an aggregate that a row stands for: itself, or what stands in it.
std::vector<data::RowId> elements_of(const core::Scheme& scheme, const data::History& history,
                                     const core::Aggregate& aggregate, data::RowId row);

}  // namespace accrue::explain
