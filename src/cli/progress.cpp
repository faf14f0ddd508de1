#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/messages/phrases/commands.hpp"
#include "base/text.hpp"

namespace accrue::cli {

std::string progress_text(const std::string& work, double seconds, std::uint64_t done, std::uint64_t all) {
    if (all == 0) return phrase(say::progress_so_far, work, static_cast<std::size_t>(seconds));
    const auto part = static_cast<double>(std::min(done, all)) / static_cast<double>(all);
    const auto percent = static_cast<std::size_t>(part * 100);
    constexpr double least_telling = 0.02;  // of the work: before it nobody can say how long the rest takes
    if (part < least_telling) return phrase(say::progress_percent, work, percent);
    const auto left = static_cast<std::size_t>(seconds / part - seconds) + 1;
    return phrase(say::progress_left, work, percent, left);
}

ProgressLine::ProgressLine(std::ostream& screen, const Progress& progress, std::chrono::milliseconds patience,
                           std::chrono::milliseconds pause)
    : screen_(screen),
      progress_(progress),
      begin_(std::chrono::steady_clock::now()),
      watcher_([this, patience, pause] { watch(patience, pause); }) {}

ProgressLine::~ProgressLine() {
    {
        const std::scoped_lock lock(mutex_);
        over_ = true;
    }
    is_over_.notify_all();
    watcher_.join();
    const auto alone = wiped();
}

void ProgressLine::begin(std::string work) {
    const std::scoped_lock lock(mutex_);
    work_ = std::move(work);
    begin_ = std::chrono::steady_clock::now();
}

std::unique_lock<std::mutex> ProgressLine::wiped() {
    std::unique_lock lock(mutex_);
    if (drawn_ > 0) screen_ << '\r' << std::string(drawn_, ' ') << '\r' << std::flush;
    drawn_ = 0;
    return lock;
}

void ProgressLine::watch(std::chrono::milliseconds patience, std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    for (auto wait = patience; !is_over_.wait_for(lock, wait, [&] { return over_; }); wait = pause) draw();
}

// The lock is held.
void ProgressLine::draw() {
    if (work_.empty()) return;
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin_;
    const auto line = progress_text(work_, passed.count(), progress_.done, progress_.all);
    const auto width = display_width(line);
    const auto rest = drawn_ > width ? drawn_ - width : 0;
    screen_ << '\r' << line << std::string(rest, ' ') << std::string(rest, '\b') << std::flush;
    drawn_ = width;
}

}  // namespace accrue::cli
