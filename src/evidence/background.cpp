#include "evidence/background.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace accrue::evidence {
namespace {

constexpr std::size_t stretch = std::size_t{4} << 20U;  // bytes between two looks whether anybody waits
constexpr std::size_t most_waiting = 16;                // blocks

}  // namespace

// Where the system makes no further thread it is done when it is waited for.
Fingerprints::Fingerprints(std::vector<LongText> texts) {
    auto work = [this, texts = std::move(texts)] {
        std::vector<Fingerprint> made;
        for (const auto& [text, bytes] : texts) {
            Sha256 hash;
            for (std::size_t at = 0; at < text.size() && !is_unwanted_; at += stretch) {
                hash.add(text.substr(at, stretch));
                if (bytes != nullptr) bytes->release(at, std::min(at + stretch, text.size()));
            }
            made.push_back({text.size(), hash.hex()});
        }
        return made;
    };
    try {
        made_ = std::async(std::launch::async, work);
    } catch (const std::system_error&) {
        made_ = std::async(std::launch::deferred, work);
    }
}

Fingerprints::~Fingerprints() {
    is_unwanted_ = true;
    if (made_.valid()) made_.wait();
}

std::vector<Fingerprint> Fingerprints::wait() {
    return made_.get();
}

struct FingerprintOfBlocks::Queue {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::string> blocks;
    bool is_ended = false;
    Sha256 hash;             // the thread's own until it has ended
    std::uint64_t size = 0;  // bytes
    std::thread thread;

    void work() {
        for (auto block = next(); block; block = next()) hash.add(*block);
    }
    std::optional<std::string> next() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return is_ended || !blocks.empty(); });
        if (blocks.empty()) return std::nullopt;
        auto block = std::move(blocks.front());
        blocks.pop_front();
        changed.notify_all();
        return block;
    }
    void end() {
        if (!thread.joinable()) return;
        {
            const std::lock_guard lock(mutex);
            is_ended = true;
        }
        changed.notify_all();
        thread.join();
    }
};

FingerprintOfBlocks::FingerprintOfBlocks() : queue_(std::make_unique<Queue>()) {
    try {
        queue_->thread = std::thread([queue = queue_.get()] { queue->work(); });
    } catch (const std::system_error&) {
        // the system makes no further thread: `add` does the work
    }
}

FingerprintOfBlocks::~FingerprintOfBlocks() {
    queue_->end();
}

void FingerprintOfBlocks::add(std::string block) {
    std::unique_lock lock(queue_->mutex);
    if (!queue_->thread.joinable()) {
        queue_->size += block.size();
        queue_->hash.add(block);
        return;
    }
    queue_->changed.wait(lock, [&] { return queue_->blocks.size() < most_waiting; });
    queue_->size += block.size();
    queue_->blocks.push_back(std::move(block));
    queue_->changed.notify_all();
}

Fingerprint FingerprintOfBlocks::finish() {
    queue_->end();
    return {queue_->size, queue_->hash.hex()};
}

}  // namespace accrue::evidence
