// explain/tracer.hpp — Builds the nodes of a trace. Names are nodes; what a formula says between names
// (choices, tables, bounds, roundings, windows) becomes nodes and notes of the name whose formula it is.
#pragma once

#include <unordered_map>

#include "explain/formula.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {

class Tracer {
  public:
    Tracer(Evaluation& evaluation, data::RowId row)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), root_row_(row), row_(row) {}

    Trace trace(core::DefinitionId definition);

  private:
    // What one formula adds to its owner.
    struct Gathered {
        std::vector<NodeId> children;
        Status status = Status::applied;
        std::vector<std::string> notes;
    };
    struct Pending {
        core::DefinitionId definition;
        data::RowId row;
        NodeId node;
    };
    using Shown = std::unordered_map<std::uint64_t, NodeId>;  // by what it is and its row

    // -- tracer.cpp: names
    NodeId definition_node(core::DefinitionId definition, data::RowId row);
    void fill_definition(const Pending& pending);
    NodeId input_node(core::InputId input, data::RowId row);
    NodeId param_node(core::ParamId param);
    void fill_formula(Node& node, core::ExprId value, core::DefinitionKind kind);
    void gather(core::ExprId id, Gathered& into);
    void gather_of(data::RowId row, core::ExprId id, Gathered& into);
    void gather_operands(core::ExprId id, Gathered& into);
    void gather_read(core::ExprId id, const core::Read& read, Gathered& into);
    void gather_definition(core::DefinitionId definition, Gathered& into);
    void gather_round(core::ExprId id, const core::Round& round, Gathered& into);

    // -- tracer_choices.cpp: conditions, gates, alternatives, tables
    NodeId condition_node(core::ExprId condition, Status when_true, Status when_false);
    void open_condition(Node& node, core::ExprId condition);
    void add_sides(Node& node, core::ExprId side, core::LogicOp op);
    void gather_choose(core::ExprId id, const core::Choose& choose, Gathered& into);
    void gather_gate(const core::GateNote& gate, Gathered& into);
    void gather_cases(core::ExprId id, const core::Choose& choose, Gathered& into);
    NodeId unreached_node(core::ExprId condition);
    void gather_table(core::ExprId id, const core::TableNote& table, Gathered& into);
    void gather_rows(const core::TableNote& table, Gathered& into);
    NodeId band_node(const core::TableNote& table, std::size_t band, bool reached);
    void open_band(Node& node, const core::Band& band, bool counts);
    std::string band_name(const core::TableNote& table, std::size_t band);
    std::optional<std::size_t> reached_band(const core::TableNote& table);

    // -- tracer_values.cpp: bounds, defaults, other periods, references
    void gather_clamp(core::ExprId id, const core::Clamp& clamp, Gathered& into);
    NodeId days_node(core::ExprId id);
    void gather_default(const core::Default& with_default, Gathered& into);
    void gather_previous(core::ExprId id, const core::Previous& previous, Gathered& into);
    void gather_lookup(core::ExprId id, const core::Lookup& lookup, Gathered& into);
    std::string reference_note(const core::Lookup& lookup, const data::ReferenceRow& row) const;
    std::optional<data::CellPlace> cell_of(core::DefinitionId definition, data::RowId row) const;

    // -- tracer_rows.cpp: windows and other rows
    void gather_aggregate(core::ExprId id, const core::Aggregate& aggregate, Gathered& into);
    Gathered elements(const core::Aggregate& aggregate);
    std::vector<std::string> notes_of_rows(const core::Aggregate& aggregate,
                                           const std::vector<data::RowId>& counting,
                                           std::size_t others) const;
    NodeId element_node(const core::Aggregate& aggregate, data::RowId row, bool counts);
    void open_element(Node& node, const core::Aggregate& aggregate, data::RowId row);
    bool is_record(data::RowId row) const;
    std::string line_of(data::RowId row) const;
    std::string element_name(const core::Aggregate& aggregate, data::RowId row) const;
    std::string aggregate_name(core::ExprId id, const core::Aggregate& aggregate) const;
    std::string condition_text(const core::Aggregate& aggregate) const;
    std::string condition_text(core::ExprId condition) const;

    // -- tracer_groups.cpp: shares, equations, lots
    void gather_shared(const core::Shared& shared, Gathered& into);
    std::string parts_of_share(const core::Shared& shared);
    NodeId claim_node(const core::Share& share, const std::pair<std::size_t, Exact>& claim);
    NodeId rest_node(const core::Share& share, const Apportionment& division, const Member& member);
    std::vector<NodeId> claims_of_all(const core::Share& share, const Apportionment& division);
    NodeId share_rounding_node(const core::Share& share, const Member& member);
    NodeId pool_node(core::ShareId share, data::RowId row);
    std::string clause_text(const core::Claim& claim) const;
    void gather_solved(const core::Solved& solved, Gathered& into);
    NodeId equation_node(const core::Equation& equation);
    bool is_unknown_here(core::DefinitionId definition) const;
    void gather_lots(const core::FromLots& from, Gathered& into);
    NodeId lot_node(const core::Lots& lots, Period of, const Exact& amount, std::string note);
    // What the formula of a definition says in place of its own text.
    void fill_group_formula(Node& node, core::ExprId value);

    // -- shared
    NodeId add(Node node) { return nodes_.add(std::move(node)); }
    Node expression_node(NodeKind kind, core::ExprId id);
    Node amount_node(NodeKind kind, core::Type type, const Exact& amount) const;
    void set_place(Node& node, data::RowId row) const;
    void set_outcome(Node& node, const Outcome& outcome);
    void finish(Node& node, Gathered gathered);
    std::string written(core::ExprId id) const;
    std::string value_of(core::ExprId id) { return value_text(evaluation_, id, row_); }
    std::string money(const Exact& amount) const;
    bool is_true(core::ExprId condition);
    bool is_missing(core::ExprId expression);
    const data::History& history() const { return evaluation_.history(); }
    std::string time_text(data::RowId row) const;
    std::string clamped_day_note(int day, data::RowId row) const;

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    data::RowId root_row_;
    data::RowId row_;  // whose expressions are being gathered
    Table<NodeId, Node> nodes_;
    Shown definitions_, inputs_, params_, pools_;
    std::vector<Pending> pending_;          // definitions whose formula is not yet opened
    core::ExprId top_;                      // the whole formula of the node being filled
    const core::Share* share_ = nullptr;    // whose claims are being gathered
    const core::System* system_ = nullptr;  // whose equations are being gathered
};

}  // namespace accrue::explain
