#include "curve/edges.hpp"

#include <set>

namespace accrue::curve {
namespace {

class Edges {
  public:
    Edges(const explain::Evaluation& evaluation, core::ExprId at, data::RowId row,
          std::vector<core::Value> keys, std::size_t moved)
        : scheme_(evaluation.scheme()),
          history_(evaluation.history()),
          at_(at),
          row_(row),
          keys_(std::move(keys)),
          moved_(moved),
          lookup_(std::get<core::Lookup>(scheme_.expressions[at].node)) {}

    Stepped stepped(Use key) && {
        Stepped made{key, {}, explain::Missing{}};
        const auto edges = all();
        std::optional<Exact> before;
        for (const auto& edge : edges) {
            const auto below = before ? (*before + edge) / Exact(2) : edge - Exact(1);
            add(made, {core::CompareOp::less, edge, value(below)});
            add(made, {core::CompareOp::at_most, edge, value(edge)});
            before = edge;
        }
        made.above = value(before ? *before + Exact(1) : Exact(0));
        return made;
    }

  private:
    // An edge at which nothing changes goes: most are those of rows with other keys.
    static void add(Stepped& to, Stepped::Below next) {
        if (!to.below.empty() && same(to.below.back().value, next.value)) to.below.pop_back();
        to.below.push_back(std::move(next));
    }
    std::set<Exact> all() const {
        std::set<Exact> edges;
        for (const auto& each : history_.references[lookup_.reference].rows) {
            const auto* edge = each.keys[moved_] ? std::get_if<Exact>(&*each.keys[moved_]) : nullptr;
            if (edge != nullptr) edges.insert(*edge);
        }
        return edges;
    }
    Local value(const Exact& key) {
        keys_[moved_] = key;
        const auto found =
            data::find_row(history_.references[lookup_.reference], keys_, history_.rows[row_].date);
        if (found.other != nullptr)
            return explain::Failure{explain::FailureKind::two_rows_fit, at_, {}, row_};
        if (found.row == nullptr || !found.row->fields[lookup_.field]) return explain::Missing{};
        return local(*found.row->fields[lookup_.field]);
    }

    const core::Scheme& scheme_;
    const data::History& history_;
    core::ExprId at_;
    data::RowId row_;
    std::vector<core::Value> keys_;
    std::size_t moved_;
    const core::Lookup& lookup_;
};

}  // namespace

Stepped by_edges(const explain::Evaluation& evaluation, core::ExprId at, data::RowId row,
                 std::vector<core::Value> keys, std::size_t moved, Use key) {
    return Edges(evaluation, at, row, std::move(keys), moved).stepped(key);
}

}  // namespace accrue::curve
