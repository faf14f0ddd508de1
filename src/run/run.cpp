#include "run/run.hpp"

#include <algorithm>

#include "run/pass.hpp"

namespace accrue::run {
namespace {

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

// ---------------------------------------------------------------- runs

// What runners that take turns may share.
struct Memory {
    Memory(std::size_t rows, Workers* several) : vector_rows(rows), workers(several) {
        const auto threads = several != nullptr ? several->threads() : 1;
        for (std::size_t i = 0; i < threads; ++i) slots.push_back(std::make_unique<Slots>(rows));
    }

    std::size_t vector_rows;
    Workers* workers;
    std::vector<std::unique_ptr<Slots>> slots;  // by thread
    SpareColumns spare;
};

struct Runner::Parts {
    Parts(const core::Scheme& of, Keep kept, std::shared_ptr<Memory> shared)
        : scheme(of), memory(std::move(shared)), laid(layout(of, kept)) {
        for (std::size_t i = 0; i < of.definitions.size(); ++i)
            is_kept.add(run::is_kept(of, core::DefinitionId(i), kept) ? 1 : 0);
    }

    Prepared& prepared_for(const data::History& history);
    Result result(Pass& pass);

    const core::Scheme& scheme;
    std::shared_ptr<Memory> memory;
    Layout laid;
    Table<core::DefinitionId, std::uint8_t> is_kept;
    std::vector<std::unique_ptr<Prepared>> prepared;  // by shape, the latest first
};

// A column that had a blank cell once may have one again.
Prepared& Runner::Parts::prepared_for(const data::History& history) {
    constexpr std::size_t most_shapes = 16;
    const auto found =
        std::ranges::find_if(prepared, [&](const auto& each) { return suits(each->shape, history); });
    if (found != prepared.end()) {
        std::rotate(prepared.begin(), found, found + 1);
        return *prepared.front();
    }
    auto made = shape(history);
    for (const auto& each : prepared) {
        for (std::size_t i = 0; i < made.columns.size(); ++i) {
            const core::InputId id(i);
            made.columns[id].has_missing |= each->shape.columns[id].has_missing;
        }
    }
    if (prepared.size() == most_shapes) prepared.pop_back();
    prepared.insert(prepared.begin(), std::make_unique<Prepared>(scheme, std::move(made), laid));
    return *prepared.front();
}

Result Runner::Parts::result(Pass& pass) {
    Result result;
    for (const auto level : core::paying_levels(scheme))
        find_failed_rows(scheme, level, laid, pass.stores(), result);
    const auto absent = pass.absent();
    bool holds_text = false;
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        Values values;
        values.kind = scheme.definitions[id].type.kind;
        if (is_kept[id] != 0) {
            values = finished(std::move(pass.stores()[laid.of_definition[id]]));
            holds_text = holds_text || values.kind == core::TypeKind::text;
        }
        result.definitions.push_back(std::move(values));
        if (absent[id] > 0) result.unread_failures.emplace_back(id, absent[id]);
    }
    if (holds_text) result.texts = pass.texts().all();
    result.paths = pass.paths();
    for (auto& values : pass.stores()) memory->spare.give(std::move(values));
    return result;
}

Runner::Runner(const core::Scheme& scheme, Keep keep, std::size_t vector_rows, Workers* workers)
    : parts_(std::make_unique<Parts>(scheme, keep, std::make_shared<Memory>(vector_rows, workers))) {}
Runner::Runner(const core::Scheme& scheme, Keep keep, Runner& beside)
    : parts_(std::make_unique<Parts>(scheme, keep, beside.parts_->memory)) {}
Runner::Runner(Runner&&) noexcept = default;
Runner& Runner::operator=(Runner&&) noexcept = default;
Runner::~Runner() = default;

Result Runner::run(const data::History& history) {
    auto& parts = *parts_;
    auto& prepared = parts.prepared_for(history);
    const Timeline timeline(parts.scheme, history);
    const auto before = prepared.eras.prepare(prepared.basis, history, timeline, prepared.layout);
    auto& memory = *parts.memory;
    if (before == Eras::Before::is_made_anew) {
        prepared.evaluators.clear();
        for (auto& slots : memory.slots)
            prepared.evaluators.push_back(std::make_unique<Evaluator>(prepared.basis, prepared.eras, *slots));
    }
    Pass pass(prepared, history, timeline,
              stores(prepared.layout, history, timeline.periods().size(), memory.vector_rows, memory.spare),
              memory.vector_rows, memory.workers);
    pass.run();
    return parts.result(pass);
}

void Runner::take_back(Result result) {
    for (auto& values : result.definitions) parts_->memory->spare.give(std::move(values));
}

Result run(const core::Scheme& scheme, const data::History& history, Keep keep, std::size_t vector_rows,
           Workers* workers) {
    return Runner(scheme, keep, vector_rows, workers).run(history);
}

}  // namespace accrue::run
