#include "run/pass.hpp"

#include <algorithm>

namespace accrue::run {

Pass::Pass(Prepared& prepared, const data::History& history, const Timeline& timeline, Stores stores,
           std::size_t vector_rows, Workers* workers)
    : basis_(prepared.basis),
      prepared_(prepared),
      history_(history),
      timeline_(timeline),
      vector_rows_(vector_rows),
      workers_(workers),
      stores_(std::move(stores)),
      texts_(prepared.texts, history),
      scene_{history, timeline, texts_, stores_},
      shared_(history, timeline),
      facts_{basis_.scheme,
             history,
             basis_.layout,
             timeline,
             stores_,
             shared_,
             [this](StageId stage, const Pairs& pairs) { return ask(stage, pairs); }} {
    for (auto& evaluator : prepared_.evaluators) evaluator->enter(scene_);
    for (std::size_t i = 0; i < basis_.layout.schedule.operations.size(); ++i)
        operations_.add(operation(facts_, OperationId(i)));
}

void Pass::run() {
    for (Span taken; taken.end < timeline_.periods().size();) {
        taken = span(taken.end);
        for (const auto& turn : basis_.layout.schedule.turns) take(turn, taken);
        for (const auto& each : operations_) each->close(taken.begin);
    }
}

Pass::Span Pass::span(std::size_t begin) {
    Span span{begin, begin + 1};
    if (!basis_.layout.schedule.is_by_row) return span;
    const auto& eras = prepared_.eras;
    while (span.end < timeline_.periods().size() && &eras.of(span.end) == &eras.of(begin)) ++span.end;
    return span;
}

void Pass::take(const Turn& turn, Span span) {
    for (const auto id : turn.before) operations_[id]->work_out(span.begin);
    const auto level = basis_.layout.schedule.stages[turn.stages.front()].level;
    const auto rows = timeline_.rows(level, span.begin, span.end);
    if (turn.pace == Pace::by_rows) return take_by_rows(turn, rows, span.begin);
    blocks_.clear();
    for (std::size_t done = 0; done < rows.count; done += blocks_.back().rows) {
        const auto most = std::min(vector_rows_, rows.count - done);
        const auto count = prepared_.eras.rows_of_one(history_, rows.at(done), most);
        blocks_.push_back(block(rows.at(done), count, span));
    }
    for (const auto stage : turn.stages) evaluate(stage);
}

void Pass::take_by_rows(const Turn& turn, Timeline::Rows rows, std::size_t period) {
    for (std::size_t i = 0; i < rows.count; ++i) {
        blocks_.assign(1, block(rows.at(i), 1, {period, period + 1}));
        for (const auto stage : turn.stages) {
            for (const auto id : basis_.layout.schedule.stages[stage].before)
                operations_[id]->work_out_row(rows.at(i));
            evaluate(stage);
        }
    }
}

void Pass::evaluate(StageId stage) {
    const auto one = [&](std::size_t place, std::size_t thread) {
        prepared_.evaluators[thread]->evaluate(stage, blocks_[place]);
    };
    if (workers_ != nullptr && blocks_.size() > 1) {
        workers_->each(blocks_.size(), one);
    } else {
        for (std::size_t i = 0; i < blocks_.size(); ++i) one(i, 0);
    }
    join_extras();
}

void Pass::join_extras() {
    std::vector<Extras*> extras;
    for (auto& evaluator : prepared_.evaluators) {
        if (evaluator->extras().has_something_to_join()) extras.push_back(&evaluator->extras());
    }
    if (!extras.empty()) join(extras, stores_);
}

Block Pass::block(RowId first, std::size_t rows, Span span) {
    const auto level = history_.rows.level_of(first);
    Block block;
    block.first = first.value - history_.frames[level].first.value;
    block.rows = rows;
    block.level = level;
    block.first_row = first;
    block.period = timeline_.periods()[span.begin];
    block.period_place = span.begin;
    block.is_of_one_period = span.end == span.begin + 1;
    block.era = &era_of(first, span);
    return block;
}

Era& Pass::era_of(RowId row, Span span) {
    auto& eras = prepared_.eras;
    return eras.differ_in_period(history_.rows.level_of(row)) ? eras.at(history_, row) : eras.of(span.begin);
}

std::vector<Answer> Pass::ask(StageId stage, const Pairs& pairs) {
    const auto paired = basis_.layout.schedule.stages[stage].paired;
    const auto& values = stores_[basis_.layout.of_pairs.at(paired)];
    auto& evaluator = *prepared_.evaluators.front();
    std::vector<Answer> answers;
    for (std::size_t done = 0; done < pairs.elements.size();) {
        auto& era = prepared_.eras.at(history_, pairs.elements[done]);
        std::size_t count = 1;
        while (count < vector_rows_ && done + count < pairs.elements.size() &&
               is_of_era(pairs.elements[done + count], pairs.elements[done + count - 1], era)) {
            ++count;
        }
        Block block;
        block.era = &era;
        block.rows = count;
        block.level = basis_.layout.schedule.stages[stage].level;
        block.elements = pairs.elements.data() + done;
        block.askers = pairs.askers.data() + done;
        evaluator.evaluate(stage, block);
        join({&evaluator.extras()}, stores_);
        for (std::size_t i = 0; i < count; ++i) {
            const auto state = values.state(RowId(i));
            answers.push_back({state, state == State::present && values.values[i] != 0});
        }
        done += count;
    }
    return answers;
}

// `before` is.
bool Pass::is_of_era(RowId row, RowId before, const Era& era) {
    const auto &here = history_.rows[row], &there = history_.rows[before];
    return (here.period == there.period && here.date == there.date) ||
           &prepared_.eras.at(history_, row) == &era;
}

Paths Pass::paths() const {
    Paths all;
    for (const auto& evaluator : prepared_.evaluators) {
        const auto& own = evaluator->paths();
        all.int64 += own.int64;
        all.int128 += own.int128;
        all.rational += own.rational;
        all.of_periods += own.of_periods;
    }
    return all;
}

Table<core::DefinitionId, std::size_t> Pass::absent() const {
    Table<core::DefinitionId, std::size_t> all(basis_.scheme.definitions.size());
    for (const auto& evaluator : prepared_.evaluators) {
        for (std::size_t i = 0; i < all.size(); ++i)
            all[core::DefinitionId(i)] += evaluator->extras().absent[core::DefinitionId(i)];
    }
    return all;
}

}  // namespace accrue::run
