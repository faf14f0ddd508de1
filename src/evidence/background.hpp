// evidence/background.hpp — Fingerprints worked out on a thread of their own, beside what the bytes are read
// or written for.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "evidence/manifest.hpp"

namespace accrue::evidence {

// A text that stays where it is; of bytes that need not stay in memory behind the place that is read.
struct LongText {
    std::string_view text;
    const Bytes* bytes = nullptr;
};

// Of texts that stay where they are until `wait`.
class Fingerprints {
  public:
    explicit Fingerprints(std::vector<LongText> texts);
    ~Fingerprints();  // leaves the rest out
    Fingerprints(const Fingerprints&) = delete;
    Fingerprints& operator=(const Fingerprints&) = delete;

    std::vector<Fingerprint> wait();

  private:
    std::atomic<bool> is_unwanted_ = false;
    std::future<std::vector<Fingerprint>> made_;
};

// Of bytes that come block after block.
class FingerprintOfBlocks {
  public:
    FingerprintOfBlocks();
    ~FingerprintOfBlocks();
    FingerprintOfBlocks(const FingerprintOfBlocks&) = delete;
    FingerprintOfBlocks& operator=(const FingerprintOfBlocks&) = delete;

    // Waits while too many blocks are waiting.
    void add(std::string block);
    // Behind the last block.
    Fingerprint finish();

  private:
    struct Queue;
    std::unique_ptr<Queue> queue_;
};

}  // namespace accrue::evidence
