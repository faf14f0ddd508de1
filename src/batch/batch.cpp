#include "batch/batch.hpp"

#include <algorithm>
#include <atomic>

#include "batch/in_order.hpp"
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
    std::optional<Slot> next_slot(std::uint64_t part_bytes);
    void compute(Slot& slot, run::Runner& runner);
    void compute(Slot& slot, const data::History& history, run::Runner& runner) const;
    bool take(Slot& slot);
    void take_computed(Slot& slot);
    void release(const data::Cut& cut);

    const core::Scheme& scheme_;
    data::Parts& parts_;
    const report::Outline& outline_;
    report::Writer& writer_;
    Workers& workers_;
    Progress& progress_;
    std::vector<run::Runner> runners_;  // by thread
    report::Findings findings_;
    report::Totals totals_;
    data::Cut taken_;  // but still in memory
    bool is_sound_ = true;
    std::atomic<bool> has_wrong_cells_ = false;  // from then on parts are read for reports alone
};

std::optional<Slot> Batch::next_slot(std::uint64_t part_bytes) {
    auto cut = parts_.next(part_bytes);
    if (!cut) return std::nullopt;
    return Slot{.cut = std::move(*cut), .part = nullptr, .formed = {}, .findings = {}, .totals = {}};
}

void Batch::compute(Slot& slot, run::Runner& runner) {
    auto part = has_wrong_cells_ ? parts_.read_for_reports(slot.cut) : parts_.read(slot.cut);
    if (!part) return;
    if (data::Parts::has_history(*part)) {
        compute(slot, data::Parts::history(*part), runner);
        if (!slot.totals) return;
    } else {
        has_wrong_cells_ = true;
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
    is_sound_ = slot.part && parts_.take(*slot.part);
    if (!is_sound_) return false;
    if (slot.totals) take_computed(slot);
    slot.part.reset();
    progress_.done += slot.cut.bytes();
    release(slot.cut);
    return true;
}

void Batch::take_computed(Slot& slot) {
    findings_.add(*slot.findings);
    totals_.add(*slot.totals);
    writer_.take(std::move(slot.formed));
}

// Pages go back many at a time: every core has to be told of it.
void Batch::release(const data::Cut& cut) {
    const std::uint64_t least = workers_.threads() << 22U;
    if (taken_.files.empty()) taken_ = cut;
    for (std::size_t i = 0; i < cut.files.size(); ++i) taken_.files[i].end = cut.files[i].end;
    if (taken_.bytes() < least) return;
    parts_.release(taken_);
    taken_.files.clear();
}

std::optional<Done> Batch::done(std::uint64_t part_bytes) {
    progress_.all = parts_.bytes();
    const auto most = 4 * workers_.threads();  // enough that no core waits for another
    in_order<Slot>(
        workers_, most, [&] { return next_slot(part_bytes); },
        [&](Slot& slot, std::size_t thread) { compute(slot, runners_[thread]); },
        [&](Slot& slot) { return take(slot); });
    if (!is_sound_ || parts_.must_be_whole()) return std::nullopt;
    auto read = parts_.finish();
    if (!read) return std::nullopt;
    return Done{std::move(*read), std::move(findings_), std::move(totals_)};
}

}  // namespace

std::uint64_t bytes_of_a_part(std::uint64_t all, std::size_t threads) {
    constexpr std::uint64_t least = 1 << 18;
    constexpr std::size_t parts_by_thread = 8;
    return std::clamp(all / (parts_by_thread * threads), least, most_bytes_of_a_part);
}

std::optional<Done> run(const core::Scheme& scheme, data::Parts& parts, const report::Outline& outline,
                        report::Writer& writer, Workers& workers, Progress& progress,
                        std::uint64_t part_bytes) {
    return Batch(scheme, parts, outline, writer, workers, progress).done(part_bytes);
}

}  // namespace accrue::batch
