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
        : evaluation_(evaluation), scheme_(evaluation.scheme()), row_(row) {}

    Trace trace(core::DefinitionId definition);

  private:
    // What one formula adds to its owner.
    struct Gathered {
        std::vector<NodeId> children;
        Status status = Status::applied;
        std::vector<std::string> notes;
    };
    using Shown = std::unordered_map<std::uint32_t, NodeId>;

    // -- tracer.cpp: names
    NodeId definition_node(core::DefinitionId definition);
    void fill_definition(core::DefinitionId definition, NodeId id);
    NodeId input_node(core::InputId input);
    NodeId param_node(core::ParamId param);
    void fill_formula(Node& node, core::ExprId value, core::DefinitionKind kind);
    void gather(core::ExprId id, Gathered& into);
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

    // -- tracer_values.cpp: bounds, defaults, other months
    void gather_clamp(core::ExprId id, const core::Clamp& clamp, Gathered& into);
    void gather_default(const core::Default& with_default, Gathered& into);
    void gather_previous(core::ExprId id, const core::Previous& previous, Gathered& into);
    void gather_window(core::ExprId id, const core::Aggregate& aggregate, Gathered& into);
    NodeId month_node(const core::Aggregate& aggregate, data::RowId row);
    std::optional<data::CellPlace> cell_of(core::DefinitionId definition, data::RowId row) const;
    std::string window_name(core::ExprId id, const core::Aggregate& aggregate) const;

    // -- shared
    NodeId add(Node node) { return nodes_.add(std::move(node)); }
    Node expression_node(NodeKind kind, core::ExprId id);
    void set_outcome(Node& node, const Outcome& outcome);
    void finish(Node& node, Gathered gathered);
    std::string written(core::ExprId id) const;
    std::string value_of(core::ExprId id) { return value_text(evaluation_, id, row_); }
    bool is_true(core::ExprId condition);
    bool is_missing(core::ExprId expression);
    std::string month_text(data::RowId row) const { return to_text(evaluation_.history().rows[row].month); }

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    data::RowId row_;
    Table<NodeId, Node> nodes_;
    Shown definitions_, inputs_, params_;
    std::vector<std::pair<core::DefinitionId, NodeId>>
        pending_;       // definitions whose formula is not yet opened
    core::ExprId top_;  // the expression that is the whole formula of the node being filled
};

}  // namespace accrue::explain
