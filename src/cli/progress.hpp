// cli/progress.hpp — One line on the terminal while a command takes long: what it is at, how far it has come
// and how long it may still take. It is gone before anything else is said.
#pragma once

#include <chrono>
#include <condition_variable>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

#include "base/progress.hpp"

namespace accrue::cli {

// `computing: 45 %, about 12 s left`; without a count `reading: 3 s`.
std::string progress_text(const std::string& work, double seconds, std::uint64_t done, std::uint64_t all);

class ProgressLine {
  public:
    // Drawn on `screen` after `patience` and every `pause` from then on.
    ProgressLine(std::ostream& screen, const Progress& progress,
                 std::chrono::milliseconds patience = std::chrono::milliseconds(700),
                 std::chrono::milliseconds pause = std::chrono::milliseconds(100));
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();

    // What is being done from now on.
    void begin(std::string work);
    // Takes the line away, so that something else can be written while the lock is held.
    [[nodiscard]] std::unique_lock<std::mutex> wiped();

  private:
    void watch(std::chrono::milliseconds patience, std::chrono::milliseconds pause);
    void draw();

    std::ostream& screen_;
    const Progress& progress_;
    std::mutex mutex_;
    std::condition_variable is_over_;
    bool over_ = false;
    std::string work_;
    std::chrono::steady_clock::time_point begin_;
    std::size_t drawn_ = 0;  // columns of the line on the screen
    std::thread watcher_;
};

}  // namespace accrue::cli
