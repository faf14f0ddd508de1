#include "run/run.hpp"

#include <algorithm>

#include "run/eras.hpp"
#include "run/operations.hpp"

namespace accrue::run {
namespace {

// Period after period, turn after turn.
class Running {
  public:
    Running(const core::Scheme& scheme, const data::History& history, Keep keep, std::size_t vector_rows)
        : history_(history),
          vector_rows_(vector_rows),
          timeline_(scheme, history),
          layout_(layout(scheme, history, keep)),
          eras_(scheme, history, timeline_, layout_),
          results_{stores(layout_, history, timeline_.periods().size(), vector_rows),
                   Table<core::DefinitionId, std::size_t>(scheme.definitions.size())},
          evaluator_(scheme, history, timeline_, layout_, results_, vector_rows),
          facts_{scheme,   history,
                 layout_,  timeline_,
                 results_, [this](StageId stage, const Pairs& pairs) { return ask(stage, pairs); }} {
        for (std::size_t i = 0; i < layout_.schedule.operations.size(); ++i)
            operations_.add(operation(facts_, OperationId(i)));
    }

    void run() {
        for (std::size_t period = 0; period < timeline_.periods().size(); ++period) {
            for (const auto& turn : layout_.schedule.turns) take(turn, period);
            for (const auto& each : operations_) each->close(period);
        }
    }

    const Layout& layout_made() const { return layout_; }
    const Paths& paths() const { return evaluator_.paths(); }
    Results& results() { return results_; }

  private:
    void take(const Turn& turn, std::size_t period) {
        for (const auto id : turn.before) operations_[id]->work_out(period);
        const auto level = layout_.schedule.stages[turn.stages.front()].level;
        const auto rows = timeline_.rows(level, period);
        for (std::size_t done = 0; done < rows.count;) {
            const auto first = rows.at(done);
            const auto most = turn.pace == Pace::by_rows ? 1 : std::min(vector_rows_, rows.count - done);
            auto block = this->block(first, eras_.rows_of_one(first, most), period);
            for (const auto stage : turn.stages) {
                for (const auto id : layout_.schedule.stages[stage].before)
                    operations_[id]->work_out_row(first);
                evaluator_.evaluate(eras_.at(first), stage, block);
            }
            done += block.rows;
        }
    }

    Block block(RowId first, std::size_t rows, std::size_t period) const {
        const auto level = history_.rows[first].level;
        Block block;
        block.first = first.value - history_.frames[level].first.value;
        block.rows = rows;
        block.level = level;
        block.first_row = first;
        block.period = timeline_.periods()[period];
        block.period_place = period;
        return block;
    }

    std::vector<Answer> ask(StageId stage, const Pairs& pairs) {
        const auto paired = layout_.schedule.stages[stage].paired;
        const auto& values = results_.stores[layout_.of_pairs.at(paired)];
        std::vector<Answer> answers;
        for (std::size_t done = 0; done < pairs.elements.size();) {
            auto& era = eras_.at(pairs.elements[done]);
            std::size_t count = 1;
            while (count < vector_rows_ && done + count < pairs.elements.size() &&
                   is_of_era(pairs.elements[done + count], pairs.elements[done + count - 1], era)) {
                ++count;
            }
            Block block;
            block.rows = count;
            block.level = layout_.schedule.stages[stage].level;
            block.elements = pairs.elements.data() + done;
            block.askers = pairs.askers.data() + done;
            evaluator_.evaluate(era, stage, block);
            for (std::size_t i = 0; i < count; ++i) {
                const auto state = values.state(RowId(i));
                answers.push_back({state, state == State::present && values.values[i] != 0});
            }
            done += count;
        }
        return answers;
    }

    // `before` is.
    bool is_of_era(RowId row, RowId before, const Era& era) {
        const auto &here = history_.rows[row], &there = history_.rows[before];
        return (here.period == there.period && here.date == there.date) || &eras_.at(row) == &era;
    }

    const data::History& history_;
    std::size_t vector_rows_;
    Timeline timeline_;
    Layout layout_;
    Eras eras_;
    Results results_;
    Evaluator evaluator_;
    Facts facts_;
    Table<OperationId, std::unique_ptr<PeriodOperation>> operations_;
};

// ---------------------------------------------------------------- the result

void find_failed_rows(const core::Scheme& scheme, core::LevelId level, const Layout& layout,
                      const Stores& stores, Result& result) {
    std::vector<std::uint8_t> failed;
    data::RowId first;
    const auto mark = [&](core::DefinitionId id) {
        const auto& values = stores[layout.of_definition[id]];
        const auto& states = values.states;
        first = values.first;
        if (!states.empty()) failed.resize(states.size());
        for (std::size_t row = 0; row < states.size(); ++row) {
            if (states[row] != State::present) failed[row] = 1;
        }
    };
    for (const auto& pay : scheme.pays) {
        if (scheme.definitions[pay.amount].level == level) mark(pay.amount);
    }
    mark(scheme.levels[level].pay_total);
    for (std::size_t row = 0; row < failed.size(); ++row) {
        if (failed[row] != 0) result.failed_rows.push_back(data::RowId(first.value + row));
    }
}

Result result(const core::Scheme& scheme, const Layout& layout, Results& results, Keep keep) {
    Result result;
    for (const auto level : core::paying_levels(scheme))
        find_failed_rows(scheme, level, layout, results.stores, result);
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        Values values;
        values.kind = scheme.definitions[id].type.kind;
        if (is_kept(scheme, id, keep)) values = finished(std::move(results.stores[layout.of_definition[id]]));
        result.definitions.push_back(std::move(values));
        if (results.absent[id] > 0) result.unread_failures.emplace_back(id, results.absent[id]);
    }
    result.texts = layout.texts;
    return result;
}

bool is_of_a_gate(const core::Split& split, core::DefinitionId definition) {
    const auto has_gate = [](const core::Part& part) { return bool(part.gate); };
    const auto is_part = [&](const core::Part& part) { return part.gate && part.part == definition; };
    return std::ranges::any_of(split.parts, is_part) ||
           (split.whole_name == definition && std::ranges::any_of(split.parts, has_gate));
}

}  // namespace

bool is_kept(const core::Scheme& scheme, core::DefinitionId definition, Keep keep) {
    const auto kind = scheme.definitions[definition].kind;
    if (keep == Keep::everything || kind == core::DefinitionKind::pay_line ||
        kind == core::DefinitionKind::pay_total || kind == core::DefinitionKind::promise)
        return true;
    return keep == Keep::gated && std::ranges::any_of(scheme.splits, [&](const core::Split& split) {
               return is_of_a_gate(split, definition);
           });
}

Result run(const core::Scheme& scheme, const data::History& history, Keep keep, std::size_t vector_rows) {
    Running running(scheme, history, keep, vector_rows);
    running.run();
    auto made = result(scheme, running.layout_made(), running.results(), keep);
    made.paths = running.paths();
    return made;
}

}  // namespace accrue::run
