// explain/coverage.hpp — Which branches of a scheme rows have gone through: alternatives, guards, gates,
// bands of tables, clauses of shares.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "explain/evaluate.hpp"

namespace accrue::explain {

enum class BranchKind : std::uint8_t {
    alternative,  // its condition held, and none before it
    otherwise,
    guard_held,
    guard_failed,
    gate_open,
    gate_closed,
    band,   // the key lay in it
    clause  // somebody fitted it
};
struct Branch {
    BranchKind kind;
    Span span;  // of its condition, row or clause
    bool reached = false;
};

class Coverage {
  public:
    explicit Coverage(const core::Scheme& scheme);

    // All rows of all levels of one history.
    void add(Evaluation& evaluation);
    // In the order of the text; what stands in no text is left out.
    std::vector<Branch> branches() const;

  private:
    struct Order {
        std::uint32_t source;
        std::uint64_t begin;
        BranchKind kind;
        friend auto operator<=>(const Order&, const Order&) = default;
    };
    void expect(BranchKind kind, Span span);
    void reach(BranchKind kind, Span span);
    void expect_in(core::ExprId root, const std::set<core::ExprId>& left_out);
    void expect_choice(core::ExprId id, const core::Choose& choose);
    void visit(Evaluation& evaluation, core::ExprId id, data::RowId row);
    void visit_table(Evaluation& evaluation, const core::TableNote& table, data::RowId row);
    void visit_gate(Evaluation& evaluation, const core::GateNote& gate, data::RowId row);
    void visit_choice(Evaluation& evaluation, core::ExprId id, const core::Choose& choose, data::RowId row);
    void visit_share(Evaluation& evaluation, const core::Share& share);
    Span span(core::ExprId id) const;

    const core::Scheme& scheme_;
    std::map<Order, Branch> branches_;
    std::set<core::ExprId> seen_;  // of the definition and row being visited
};

}  // namespace accrue::explain
