// explain/tracer.hpp — Builds the nodes of a trace. Names are nodes; what a formula says between names
// (choices, tables, bounds, roundings, windows) becomes nodes and notes of the name whose formula it is. Each
// `gather_…` adds the nodes of an expression to its owner and gives the term by which its value follows from
// them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "explain/formula.hpp"
#include "explain/trace.hpp"

namespace accrue::explain {

class Tracer {
  public:
    Tracer(Evaluation& evaluation, data::RowId row, Reach reach)
        : evaluation_(evaluation), scheme_(evaluation.scheme()), reach_(reach), root_row_(row), at_{row} {}

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
    // Whose expressions are being gathered, and how many steps away from the trace's row that is. `asker` is
    // the row that asks, inside a paired condition.
    struct At {
        data::RowId row;
        int steps = 0;
        data::RowId asker = {};
    };
    using Shown = std::unordered_map<std::uint64_t, NodeId>;  // by what it is and its row

    // -- tracer.cpp: names
    void open_pending();
    void link_cells();
    std::set<SourceId> sources_read(const Trace& trace) const;
    void set_heading(Trace& trace) const;
    NodeId definition_node(core::DefinitionId definition, data::RowId row);
    void fill_definition(const Pending& pending);
    NodeId input_node(core::InputId input, data::RowId row);
    NodeId param_node(core::ParamId param);
    void set_force(Node& node, const core::Param& param, const core::DatedValue& dated) const;
    void fill_formula(Node& node, core::ExprId value, core::DefinitionKind kind);
    Term gather(core::ExprId id, Gathered& into);
    Term gather_of(data::RowId row, core::ExprId id, Gathered& into);
    Term gather_operands(core::ExprId id, Gathered& into);
    Term gather_read(core::ExprId id, const core::Read& read, Gathered& into);
    Term gather_definition(core::DefinitionId definition, Gathered& into);
    Term gather_round(core::ExprId id, const core::Round& round, Gathered& into);

    // -- tracer_terms.cpp: how a value follows, where the page shows it in one piece
    Term plain(core::ExprId id, Gathered& into);
    Term plain_choice(const core::Choose& choose, Gathered& into);
    Term plain_default(core::ExprId id, const core::Default& with_default, Gathered& into);
    Term plain_read(core::ExprId id, const core::Read& read, Gathered& into);
    std::vector<Term> plain_operands(core::ExprId id, Gathered& into);

    // -- tracer_choices.cpp: conditions, gates, alternatives, tables
    NodeId condition_node(core::ExprId condition, Status when_true, Status when_false);
    void open_condition(Node& node, core::ExprId condition);
    void gather_compared(Node& node, core::ExprId condition, const Comparison& compared, Gathered& into);
    void open_sides(Node& node, core::ExprId condition, core::LogicOp op);
    void add_sides(Node& node, core::ExprId side, core::LogicOp op);
    void put_cheapest_first(std::vector<NodeId>& conditions) const;
    std::string missed_note(const std::vector<NodeId>& conditions) const;
    NodeId unreached_node(core::ExprId condition);
    Term gather_choose(core::ExprId id, const core::Choose& choose, Gathered& into);
    Term gather_gate(const core::Choose& choose, const core::GateNote& gate, Gathered& into);
    Term gather_hidden(const core::Choose& choose, Gathered& into);
    Term gather_cases(core::ExprId id, const core::Choose& choose, Gathered& into);
    Term gather_table(core::ExprId id, const core::TableNote& table, Gathered& into);
    Term gather_bands(core::ExprId id, const core::TableNote& table, Gathered& into);
    Term term_of_table(core::ExprId id, Gathered& into);
    NodeId band_node(const core::TableNote& table, std::size_t band, bool reached);
    void set_band_value(Node& node, const core::TableNote& table, const core::Band& band);
    void open_band(Node& node, const core::Band& band);
    std::string band_name(const core::TableNote& table, std::size_t band);
    std::optional<std::size_t> reached_band(const core::TableNote& table);

    // -- tracer_values.cpp: bounds, defaults, other periods, references
    Term gather_clamp(core::ExprId id, const core::Clamp& clamp, Gathered& into);
    void tell_bound(core::ExprId id, const core::Clamp& clamp, Gathered& into);
    void tell_excess(core::ExprId id, const Exact& excess, Gathered& into);
    NodeId days_node(core::ExprId id);
    Term gather_default(const core::Default& with_default, Gathered& into);
    NodeId defaulted_node(core::InputId input, data::RowId row, const core::Default& with_default,
                          std::string note);
    Term gather_previous(core::ExprId id, const core::Previous& previous, Gathered& into);
    void open_previous(Node& node, const core::Previous& previous, data::RowId before);
    std::string time_note(const core::Previous& previous, data::RowId before) const;
    Term gather_lookup(core::ExprId id, const core::Lookup& lookup, Gathered& into);
    data::FoundRow found_row(const core::Lookup& lookup);
    std::string reference_note(const core::Lookup& lookup, const data::ReferenceRow& row) const;
    const core::InputId* cell_read(core::DefinitionId definition, data::RowId row) const;
    void set_cell(Node& node, core::InputId input, data::RowId row) const;

    // -- tracer_rows.cpp: windows and other rows
    struct Elements {
        std::vector<data::RowId> counting;
        std::vector<std::pair<std::string, std::vector<data::RowId>>> left_out;  // by reason
    };
    Term gather_aggregate(core::ExprId id, const core::Aggregate& aggregate, Gathered& into);
    Elements elements(const core::Aggregate& aggregate);
    Term gather_elements(core::ExprId id, const core::Aggregate& aggregate, Gathered& into);
    std::string reason_of(const core::Aggregate& aggregate, data::RowId element);
    std::string first_missed(core::ExprId condition, data::RowId element);
    std::vector<std::string> notes_of_rows(const std::vector<data::RowId>& counting) const;
    Term aggregate_term(core::ExprId id, const core::Aggregate& aggregate, std::vector<Term> operands);
    std::int64_t place_among(const core::Aggregate& aggregate);
    std::pair<NodeId, Term> element_node(const core::Aggregate& aggregate, data::RowId row, bool counts);
    void open_element(Node& node, const core::Aggregate& aggregate, data::RowId row, bool counts);
    Term conditions_of(Node& node, const core::Aggregate& aggregate, data::RowId row);
    Term row_condition(core::ExprId condition, Gathered& into);
    std::optional<core::Value> sum_of(core::DefinitionId of, const std::vector<data::RowId>& rows);
    std::optional<core::Value> together(const core::Aggregate& aggregate,
                                        const std::vector<data::RowId>& rows);
    NodeId others_node(const core::Aggregate& aggregate, const std::vector<data::RowId>& rows);
    NodeId left_out_node(const core::Aggregate& aggregate, const std::string& reason,
                         const std::vector<data::RowId>& rows, std::vector<Term>& operands);
    int steps_to(data::RowId row) const;
    bool is_record(data::RowId row) const;
    std::string line_of(data::RowId row) const;
    std::string element_name(const core::Aggregate& aggregate, data::RowId row) const;
    std::string aggregate_name(core::ExprId id, const core::Aggregate& aggregate) const;
    std::string window_words(const core::Aggregate& aggregate) const;
    std::string condition_text(core::ExprId condition) const;
    std::string missed_words(std::string_view condition) const;
    std::string options_for(core::DefinitionId definition, data::RowId row) const;

    // -- tracer_shares.cpp: shares of a pool
    core::ShareId share_of_pool(core::DefinitionId definition) const;  // none: it is no pool
    Term gather_shared(const core::Shared& shared, Gathered& into);
    std::string parts_of_share(const core::Shared& shared);
    std::string member_parts(const Apportionment& division, const Member& member) const;
    std::string clause_text(const core::Claim& claim) const;
    NodeId claim_node(const core::Share& share, const std::pair<std::size_t, Exact>& claim);
    NodeId rest_node(const core::Share& share, const Apportionment& division, const Member& member, Term all);
    std::vector<NodeId> claims_of_all(const core::Share& share, const Apportionment& division,
                                      const Term& all);
    std::string odd_words(const core::Share& share, const Member& member) const;
    NodeId share_rounding_node(const core::Share& share, const Apportionment& division, const Member& member,
                               Term all);
    NodeId pool_node(core::ShareId share, data::RowId row);
    NodeId division_node(core::ShareId share, data::RowId pool_row);
    std::pair<NodeId, Term> member_node(core::ShareId share, const Apportionment& division,
                                        const Member& member);
    Term member_facts(const core::Share& share, Gathered& into);
    static Term member_as_known(const core::Share& share, const Member& member);
    std::vector<std::string> signed_cells(const std::vector<NodeId>& nodes) const;

    // -- tracer_groups.cpp: equations, lots
    Term gather_solved(const core::Solved& solved, Gathered& into);
    std::vector<Term> equation_terms(const core::System& system);
    NodeId equation_node(const core::Equation& equation, Term solution);
    bool is_unknown_here(core::DefinitionId definition) const;
    Term gather_lots(const core::FromLots& from, Gathered& into);
    std::vector<NodeId> lots_of(const core::Lots& lots, const LotsAfter& after, Period now, const Term& all);
    NodeId lot_node(const core::Lots& lots, Period of, const Exact& amount, std::string note,
                    const Term& all);
    NodeId lots_node(core::LotsId lots);
    std::pair<NodeId, Term> lots_period_node(core::LotsId lots, data::RowId row);
    // What the formula of a definition says in place of its own text.
    void fill_group_formula(Node& node, core::ExprId value);

    // -- shared
    NodeId add(Node node) { return nodes_.add(std::move(node)); }
    Node expression_node(NodeKind kind, core::ExprId id);
    Node amount_node(NodeKind kind, core::Type type, const Exact& amount) const;
    void set_place(Node& node, data::RowId row) const;
    void set_outcome(Node& node, const Outcome& outcome);
    void finish(Node& node, Gathered gathered);
    // Does what follows in another row; `steps` is how far it is from the present one.
    template <class Act>
    auto in_row(data::RowId row, int steps, const Act& act) {
        const auto own = at_;
        at_ = {row, own.steps + steps};
        auto result = act();
        at_ = own;
        return result;
    }
    std::string written(core::ExprId id) const;
    Outcome outcome_of(core::ExprId id);
    std::string value_of(core::ExprId id) { return value_text(evaluation_, id, at_.row); }
    std::string money(const Exact& amount) const;
    bool is_true(core::ExprId condition);
    bool is_missing(core::ExprId expression);
    const data::History& history() const { return evaluation_.history(); }
    std::string time_text(data::RowId row) const;
    std::string clamped_day_note(int day, data::RowId row) const;

    Evaluation& evaluation_;
    const core::Scheme& scheme_;
    Reach reach_;
    data::RowId root_row_;
    At at_;
    Table<NodeId, Node> nodes_;
    Shown definitions_, inputs_, params_, pools_, divisions_, lots_;
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::string>, NodeId> defaulted_;  // … and the value
    Shown expressions_;  // values without a name that are read in more than one place
    std::map<int, std::vector<Pending>> pending_;  // definitions whose formula is not yet opened, by steps
    std::unordered_set<std::uint32_t> filled_;     // nodes of those that are
    core::ExprId top_;                             // the whole formula of the node being filled
    const core::Share* share_ = nullptr;           // whose claims are being gathered
    const core::System* system_ = nullptr;         // whose equations are being gathered
};

}  // namespace accrue::explain
