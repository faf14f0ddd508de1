#include "batch/batch.hpp"

#include <algorithm>

#include "report/promises.hpp"
#include "run/run.hpp"

namespace accrue::batch {
namespace {

// What one part came to.
struct Slot {
    data::Cut cut;
    data::PartHolder part;  // none: the history must be run as a whole
    std::string formed;
    std::optional<report::Findings> findings;
    std::optional<report::Totals> totals;
};

bool has_no_history(const Slot& slot) {
    return slot.part && !data::Parts::has_history(*slot.part);
}

// From where the first one begins to where the last one ends.
data::Cut joined(data::Cut first, const data::Cut& last) {
    for (std::size_t i = 0; i < first.files.size(); ++i) first.files[i].end = last.files[i].end;
    return first;
}

bool is_kept(const report::PromiseResult& promise) {
    return promise.broken.empty() && promise.uncomputed.empty();
}

class Batch {
  public:
    Batch(const core::Scheme& scheme, data::Parts& parts, const report::Outline& outline,
          report::Writer& writer, Workers& workers, Progress& progress)
        : scheme_(scheme),
          parts_(parts),
          outline_(outline),
          writer_(writer),
          workers_(workers),
          progress_(progress),
          findings_(scheme),
          totals_(outline) {
        for (std::size_t i = 0; i < workers.threads(); ++i) runners_.emplace_back(scheme, run::Keep::gated);
    }

    std::optional<Done> done(std::uint64_t part_bytes);

  private:
    std::vector<Slot> next_slots(std::uint64_t part_bytes);
    void compute(Slot& slot, run::Runner& runner) const;
    void compute(Slot& slot, const data::History& history, run::Runner& runner) const;
    bool take(Slot& slot);
    void take_computed(Slot& slot);
    void take_all(std::vector<Slot>& slots);

    const core::Scheme& scheme_;
    data::Parts& parts_;
    const report::Outline& outline_;
    report::Writer& writer_;
    Workers& workers_;
    Progress& progress_;
    std::vector<run::Runner> runners_;  // by thread
    report::Findings findings_;
    report::Totals totals_;
    bool is_sound_ = true;
    bool has_wrong_cells_ = false;  // from then on parts are read for reports alone
};

// Enough parts that no core waits long for another, few enough that their texts stay near the cores.
std::vector<Slot> Batch::next_slots(std::uint64_t part_bytes) {
    const auto most = workers_.threads() == 1 ? 1 : 4 * workers_.threads();
    std::vector<Slot> slots;
    while (slots.size() < most) {
        auto cut = parts_.next(part_bytes);
        if (!cut) break;
        slots.push_back(
            {.cut = std::move(*cut), .part = nullptr, .formed = {}, .findings = {}, .totals = {}});
    }
    return slots;
}

void Batch::compute(Slot& slot, run::Runner& runner) const {
    auto part = has_wrong_cells_ ? parts_.read_for_reports(slot.cut) : parts_.read(slot.cut);
    if (!part) return;
    if (data::Parts::has_history(*part)) {
        compute(slot, data::Parts::history(*part), runner);
        if (!slot.totals) return;
    }
    slot.part = std::move(part);
}

void Batch::compute(Slot& slot, const data::History& history, run::Runner& runner) const {
    auto result = runner.run(history);
    if (!result.failed_rows.empty()) return;
    if (!std::ranges::all_of(report::checked_promises(scheme_, history, result), is_kept)) return;
    slot.findings.emplace(scheme_).add(history, result);
    const auto results = report::select(scheme_, history, result, {}, outline_.key_name);
    slot.formed = writer_.formed(results);
    slot.totals.emplace(outline_).add(results);
    runner.take_back(std::move(result));
}

bool Batch::take(Slot& slot) {
    if (!slot.part || !parts_.take(*slot.part)) return false;
    if (slot.totals) take_computed(slot);
    slot.part.reset();
    progress_.done += slot.cut.bytes();
    return true;
}

void Batch::take_computed(Slot& slot) {
    findings_.add(*slot.findings);
    totals_.add(*slot.totals);
    writer_.take(std::move(slot.formed));
}

// Pages go back all at once: every core has to be told of it.
void Batch::take_all(std::vector<Slot>& slots) {
    is_sound_ = is_sound_ && std::ranges::all_of(slots, [&](Slot& slot) { return take(slot); });
    if (!slots.empty()) parts_.release(joined(slots.front().cut, slots.back().cut));
}

// While some parts are computed the ones before them are taken.
std::optional<Done> Batch::done(std::uint64_t part_bytes) {
    progress_.all = parts_.bytes();
    std::vector<Slot> before;
    for (auto slots = next_slots(part_bytes); !slots.empty() && is_sound_; slots = next_slots(part_bytes)) {
        workers_.each(slots.size() + 1, [&](std::size_t piece, std::size_t thread) {
            if (piece == 0) return take_all(before);
            compute(slots[piece - 1], runners_[thread]);
        });
        has_wrong_cells_ = has_wrong_cells_ || std::ranges::any_of(slots, has_no_history);
        before = std::move(slots);
    }
    take_all(before);
    if (!is_sound_ || parts_.must_be_whole()) return std::nullopt;
    auto read = parts_.finish();
    if (!read) return std::nullopt;
    return Done{std::move(*read), std::move(findings_), std::move(totals_)};
}

}  // namespace

std::optional<Done> run(const core::Scheme& scheme, data::Parts& parts, const report::Outline& outline,
                        report::Writer& writer, Workers& workers, Progress& progress,
                        std::uint64_t part_bytes) {
    return Batch(scheme, parts, outline, writer, workers, progress).done(part_bytes);
}

}  // namespace accrue::batch
