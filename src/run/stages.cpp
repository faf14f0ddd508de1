#include "run/stages.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/walk.hpp"

namespace accrue::run {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::LevelId;

// What is put in order: a definition, an operation, or an expression that an operation takes.
using NodeId = Id<struct NodeTag>;
struct Node {
    std::variant<DefinitionId, OperationId, ExprId> what;
    LevelId level;                 // none for operations
    std::vector<NodeId> beside;    // must be known, in the same stage or before
    std::vector<NodeId> before;    // must be known in a stage before
    std::vector<NodeId> previous;  // is read of the record before this one
    std::size_t ring = 0;          // nodes of one ring have one number
    bool in_ring = false;          // it needs itself of the record before
    bool done = false;
};

class Graph {
  public:
    Graph(const core::Scheme& scheme, Schedule& schedule) : scheme_(scheme), schedule_(schedule) {
        schedule_.shares = Table<core::ShareId, OperationId>(scheme.shares.size());
        schedule_.systems = Table<core::SystemId, OperationId>(scheme.systems.size());
        schedule_.lots = Table<core::LotsId, OperationId>(scheme.lots.size());
        for (std::size_t i = 0; i < scheme.definitions.size(); ++i)
            nodes.add({DefinitionId(i), scheme.definitions[DefinitionId(i)].level, {}, {}, {}});
    }

    void build() {
        for (std::size_t i = 0; i < scheme_.definitions.size(); ++i) {
            const auto& definition = scheme_.definitions[DefinitionId(i)];
            link(NodeId(i), definition.value, definition.level);
        }
    }

    Table<NodeId, Node> nodes;

  private:
    // What the expression at `root`, of rows of that level, makes the node wait for.
    void link(NodeId node, ExprId root, LevelId level) {
        for (const auto id : core::within(scheme_, root)) {
            const auto& e = scheme_.expressions[id].node;
            if (const auto* read = std::get_if<core::Read>(&e)) link_read(node, *read, level);
            if (const auto* previous = std::get_if<core::Previous>(&e)) link_previous(node, *previous);
            if (const auto* fold = std::get_if<core::Aggregate>(&e)) link_fold(node, id, *fold, level);
            if (const auto* shared = std::get_if<core::Shared>(&e))
                link_operation(node, schedule_.shares[shared->share], Apportion{shared->share});
            if (const auto* solved = std::get_if<core::Solved>(&e))
                link_operation(node, schedule_.systems[solved->system], Solve{solved->system, level});
            if (const auto* from = std::get_if<core::FromLots>(&e))
                link_operation(node, schedule_.lots[from->lots], KeepLots{from->lots});
        }
    }

    void link_read(NodeId node, const core::Read& read, LevelId level) {
        const auto* definition = std::get_if<DefinitionId>(&read.what);
        if (definition == nullptr) return;
        const bool beside = scheme_.definitions[*definition].level == level;
        auto& list = beside ? nodes[node].beside : nodes[node].before;
        list.push_back(NodeId(definition->value));
    }
    void link_previous(NodeId node, const core::Previous& previous) {
        const auto level = scheme_.definitions[previous.of].level;
        if (scheme_.levels[level].kind != core::LevelKind::records) return;
        nodes[node].previous.push_back(NodeId(previous.of.value));
    }
    void link_fold(NodeId node, ExprId id, const core::Aggregate& fold, LevelId level) {
        if (!is_running_window(scheme_, fold, level))
            return link_operation(node, schedule_.folds[id], Fold{id, level, {}});
        if (!core::includes_this_period(fold.window)) return;
        nodes[node].beside.push_back(NodeId(fold.of.value));
        if (fold.where) nodes[node].beside.push_back(NodeId(fold.where.value));
    }

    void link_operation(NodeId node, OperationId& known, const Operation& operation) {
        if (!known) {
            known = schedule_.operations.add(operation);
            add_operation(known);
        }
        nodes[node].before.push_back(nodes_of_operations_[known]);
    }
    void add_operation(OperationId id) {
        const auto node = nodes.add({id, {}, {}, {}, {}});
        nodes_of_operations_.add(node);
        const auto operation = schedule_.operations[id];
        const auto needed = operands(scheme_, operation);
        for (const auto each : needed.known) nodes[node].before.push_back(NodeId(each.value));
        if (const auto* solve = std::get_if<Solve>(&operation)) {
            for (const auto each : needed.expressions) {
                const auto operand = this->operand(each, solve->level);
                nodes[node].before.push_back(operand);
            }
        }
        if (const auto* fold = std::get_if<Fold>(&operation); fold != nullptr && needed.paired)
            add_pairs(node, id, *fold, needed.paired);
    }
    NodeId operand(ExprId id, LevelId level) {
        const auto [found, is_new] = operands_.try_emplace(id, NodeId(nodes.size()));
        if (!is_new) return found->second;
        nodes.add({id, level, {}, {}, {}});
        const auto made = found->second;
        link(made, id, level);
        return made;
    }
    void add_pairs(NodeId node, OperationId id, const Fold& fold, ExprId paired) {
        const auto& aggregate = std::get<core::Aggregate>(scheme_.expressions[fold.at].node);
        Stage stage;
        stage.level = scheme_.definitions[aggregate.of].level;
        stage.paired = paired;
        stage.askers = fold.level;
        std::get<Fold>(schedule_.operations[id]).paired = schedule_.stages.add(stage);
        link_pairs(node, paired, stage.level, core::includes_this_period(aggregate.window));
    }
    // Elements of earlier periods are known; the row that asks is of this one.
    void link_pairs(NodeId node, ExprId paired, LevelId elements, bool of_this_period) {
        for (const auto id : core::within(scheme_, paired)) {
            const auto& e = scheme_.expressions[id].node;
            const auto* read = std::get_if<core::Read>(&e);
            const auto* definition = read != nullptr ? std::get_if<DefinitionId>(&read->what) : nullptr;
            if (definition != nullptr && (read->of_asker || of_this_period))
                nodes[node].before.push_back(NodeId(definition->value));
            if (std::holds_alternative<core::Aggregate>(e))
                link_operation(node, schedule_.folds[id], Fold{id, elements, {}});
        }
    }

    const core::Scheme& scheme_;
    Schedule& schedule_;
    Table<OperationId, NodeId> nodes_of_operations_;
    std::unordered_map<ExprId, NodeId> operands_;
};

// Rings through the record before, after Tarjan; every other ring is refused before.
class Rings {
  public:
    explicit Rings(Table<NodeId, Node>& nodes) : nodes_(nodes), facts_(nodes.size()) {}

    // Definitions come after those that they need, so the way down is short.
    void find(const std::vector<DefinitionId>& order) {
        for (const auto id : order) {
            if (facts_[NodeId(id.value)].index == 0) visit(NodeId(id.value));
        }
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (facts_[NodeId(i)].index == 0) visit(NodeId(i));
        }
    }

  private:
    struct Facts {
        std::size_t index = 0, low = 0;
        bool on_stack = false;
    };

    void visit(NodeId id) {
        facts_[id] = {++count_, count_, true};
        stack_.push_back(id);
        const auto& node = nodes_[id];
        for (const auto* list : {&node.beside, &node.before, &node.previous}) {
            for (const auto next : *list) follow(id, next);
        }
        if (facts_[id].low != facts_[id].index) return;
        const bool alone = stack_.back() == id && std::ranges::find(node.previous, id) == node.previous.end();
        for (NodeId each; each != id;) {
            each = stack_.back();
            stack_.pop_back();
            facts_[each].on_stack = false;
            nodes_[each].ring = facts_[id].index;
            nodes_[each].in_ring = !alone;
        }
    }
    void follow(NodeId id, NodeId next) {
        if (facts_[next].index == 0) visit(next);
        if (facts_[next].on_stack) facts_[id].low = std::min(facts_[id].low, facts_[next].low);
    }

    Table<NodeId, Node>& nodes_;
    Table<NodeId, Facts> facts_;
    std::vector<NodeId> stack_;
    std::size_t count_ = 0;
};

// Takes stage after stage what is ready, as much of one level as there is.
class Staging {
  public:
    Staging(const core::Scheme& scheme, Table<NodeId, Node>& nodes, Schedule& schedule)
        : scheme_(scheme), nodes_(nodes), schedule_(schedule) {
        for (const auto id : scheme.order) ordered_.push_back(NodeId(id.value));
        for (std::size_t i = scheme.definitions.size(); i < nodes.size(); ++i) {
            if (std::holds_alternative<ExprId>(nodes[NodeId(i)].what)) ordered_.push_back(NodeId(i));
        }
    }

    void stage_all() {
        const auto plain = [&](NodeId id) { return !nodes_[id].in_ring; };
        while (true) {
            if (const auto ready = most_ready(plain); !ready.empty()) {
                Turn turn;
                add_stage(ready, turn);
                schedule_.turns.push_back(std::move(turn));
            } else if (!stage_ring()) {
                break;
            }
        }
        if (std::ranges::any_of(ordered_, [&](NodeId id) { return !nodes_[id].done; }))
            throw std::logic_error("definitions depend on each other");
    }

  private:
    template <class Allowed>
    std::vector<NodeId> most_ready(const Allowed& allowed) {
        std::vector<NodeId> most;
        for (std::size_t level = 0; level < scheme_.levels.size(); ++level) {
            auto found = ready(LevelId(level), allowed);
            if (found.size() > most.size()) most = std::move(found);
        }
        return most;
    }

    template <class Allowed>
    std::vector<NodeId> ready(LevelId level, const Allowed& allowed) {
        std::vector<NodeId> found;
        Table<NodeId, std::uint8_t> here(nodes_.size());
        for (bool grown = true; grown;) {
            grown = false;
            for (const auto id : ordered_) {
                if (nodes_[id].done || here[id] != 0 || nodes_[id].level != level || !allowed(id)) continue;
                if (!is_ready(id, here)) continue;
                here[id] = 1;
                found.push_back(id);
                grown = true;
            }
        }
        return found;
    }
    bool is_ready(NodeId id, const Table<NodeId, std::uint8_t>& here) const {
        const auto& node = nodes_[id];
        return std::ranges::all_of(node.beside,
                                   [&](NodeId each) { return nodes_[each].done || here[each] != 0; }) &&
               std::ranges::all_of(node.before, [&](NodeId each) { return is_known(each); }) &&
               std::ranges::all_of(node.previous,
                                   [&](NodeId each) { return nodes_[each].done || same_ring(id, each); });
    }
    bool same_ring(NodeId a, NodeId b) const { return nodes_[a].in_ring && nodes_[a].ring == nodes_[b].ring; }
    // An operation is known when what it takes is.
    bool is_known(NodeId id) const {
        const auto& node = nodes_[id];
        if (!std::holds_alternative<OperationId>(node.what)) return node.done;
        return node.done || std::ranges::all_of(node.before, [&](NodeId each) { return is_known(each); });
    }

    void add_stage(const std::vector<NodeId>& ready, Turn& turn) {
        Stage stage;
        stage.level = nodes_[ready.front()].level;
        for (const auto id : ready) {
            for (const auto need : nodes_[id].before) perform(need, stage, turn);
            if (const auto* definition = std::get_if<DefinitionId>(&nodes_[id].what))
                stage.definitions.push_back(*definition);
            if (const auto* operand = std::get_if<ExprId>(&nodes_[id].what))
                stage.operands.push_back(*operand);
            nodes_[id].done = true;
        }
        const auto made = schedule_.stages.add(stage);
        for (const auto id : stage.definitions) schedule_.stage_of[id] = made;
        turn.stages.push_back(made);
    }
    // An operation comes before the first stage that takes it, after those that it takes itself.
    void perform(NodeId id, Stage& stage, Turn& turn) {
        auto& node = nodes_[id];
        const auto* operation = std::get_if<OperationId>(&node.what);
        if (operation == nullptr || node.done) return;
        node.done = true;
        for (const auto need : node.before) perform(need, stage, turn);
        (node.in_ring ? stage.before : turn.before).push_back(*operation);
    }

    // What the ring of `first` needs from outside of it is there: none of its nodes waits for another ring.
    bool is_free(NodeId first) const {
        const auto is_met = [&](NodeId need) { return same_ring(first, need) || is_known(need); };
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const auto& node = nodes_[NodeId(i)];
            if (!same_ring(first, NodeId(i))) continue;
            for (const auto* list : {&node.beside, &node.before, &node.previous}) {
                if (!std::ranges::all_of(*list, is_met)) return false;
            }
        }
        return true;
    }

    // A ring whose needs outside of it are met, all of it row by row.
    bool stage_ring() {
        for (const auto first : ordered_) {
            if (nodes_[first].done || !nodes_[first].in_ring || !is_free(first)) continue;
            const auto in_this = [&](NodeId id) { return same_ring(first, id); };
            Turn turn{{}, {}, Pace::by_rows};
            for (auto found = ready(nodes_[first].level, in_this); !found.empty();
                 found = ready(nodes_[first].level, in_this)) {
                add_stage(found, turn);
            }
            if (turn.stages.empty()) continue;
            schedule_.turns.push_back(std::move(turn));
            return true;
        }
        return false;
    }

    const core::Scheme& scheme_;
    Table<NodeId, Node>& nodes_;
    Schedule& schedule_;
    std::vector<NodeId> ordered_;
};

// The stage in which a running window takes up its period: the first that reads it, or where what it adds up
// is known, if that is later.
void place_windows(const core::Scheme& scheme, Schedule& schedule) {
    Table<StageId, std::size_t> rank(schedule.stages.size());
    std::size_t count = 0;
    for (const auto& turn : schedule.turns) {
        for (const auto stage : turn.stages) rank[stage] = count++;
    }
    std::unordered_map<ExprId, StageId> writers;
    const auto note = [&](ExprId root, StageId reader) {
        for (const auto id : core::within(scheme, root)) {
            const auto* window = std::get_if<core::Aggregate>(&scheme.expressions[id].node);
            if (window == nullptr || schedule.folds.contains(id)) continue;
            auto writer = reader;
            for (const auto of : {window->of, window->where}) {
                if (of && rank[schedule.stage_of[of]] > rank[writer]) writer = schedule.stage_of[of];
            }
            const auto [found, is_new] = writers.try_emplace(id, writer);
            if (!is_new && rank[writer] < rank[found->second]) found->second = writer;
        }
    };
    for (std::size_t i = 0; i < schedule.stages.size(); ++i) {
        const auto& stage = schedule.stages[StageId(i)];
        for (const auto id : stage.definitions) note(scheme.definitions[id].value, StageId(i));
        for (const auto id : stage.operands) note(id, StageId(i));
    }
    for (const auto& [window, writer] : writers) schedule.stages[writer].windows.push_back(window);
    for (auto& stage : schedule.stages) std::ranges::sort(stage.windows);
}

bool looks_at_other_rows(const core::Expr& expr) {
    return std::holds_alternative<core::Previous>(expr.node) ||
           std::holds_alternative<core::Aggregate>(expr.node);
}

void add_operands(const core::Scheme& scheme, const Fold& fold, Operands& operands) {
    const auto& aggregate = std::get<core::Aggregate>(scheme.expressions[fold.at].node);
    auto& list = core::includes_this_period(aggregate.window) ? operands.known : operands.stored;
    if (aggregate.op != core::AggregateOp::count) list.push_back(aggregate.of);
    if (aggregate.where) list.push_back(aggregate.where);
    operands.paired = aggregate.paired;
}

void add_operands(const core::Scheme& scheme, const Apportion& operation, Operands& operands) {
    const auto& share = scheme.shares[operation.share];
    auto& known = operands.known;
    known.push_back(share.pool);
    for (const auto& claim : share.claims) known.insert(known.end(), {claim.fits, claim.amount});
    known.insert(known.end(), {share.weight, share.remainder_to});
    std::erase_if(known, [](DefinitionId id) { return !id; });
}

void add_operands(const core::Scheme& scheme, const Solve& solve, Operands& operands) {
    for (const auto& equation : scheme.systems[solve.system].equations) {
        operands.expressions.push_back(equation.constant);
        for (const auto coefficient : equation.coefficients) {
            if (coefficient) operands.expressions.push_back(coefficient);
        }
    }
}

void add_operands(const core::Scheme& scheme, const KeepLots& keep, Operands& operands) {
    const auto& lots = scheme.lots[keep.lots];
    operands.known = {lots.add, lots.take};
}

}  // namespace

bool is_running_window(const core::Scheme& scheme, const core::Aggregate& aggregate, LevelId level) {
    const bool own = aggregate.base == level && scheme.definitions[aggregate.of].level == level &&
                     scheme.levels[level].kind != core::LevelKind::records;
    return own && !aggregate.so_far && !aggregate.paired && aggregate.op != core::AggregateOp::rank;
}

bool is_asked_by_row(const core::Aggregate& aggregate) {
    return aggregate.so_far || aggregate.paired || aggregate.op == core::AggregateOp::rank;
}

Operands operands(const core::Scheme& scheme, const Operation& operation) {
    Operands found;
    std::visit([&](const auto& each) { add_operands(scheme, each, found); }, operation);
    return found;
}

Schedule schedule(const core::Scheme& scheme) {
    Schedule made;
    made.stage_of = Table<DefinitionId, StageId>(scheme.definitions.size());
    Graph graph(scheme, made);
    graph.build();
    Rings(graph.nodes).find(scheme.order);
    Staging(scheme, graph.nodes, made).stage_all();
    place_windows(scheme, made);
    made.is_by_row =
        made.operations.size() == 0 && std::ranges::none_of(scheme.expressions, looks_at_other_rows);
    return made;
}

}  // namespace accrue::run
