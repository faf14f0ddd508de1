// batch/in_order.hpp — Pieces that are made on all cores and taken in order. A thread makes one piece after
// another and, where a piece is the next to be taken, takes it at once: what it made is still in its own
// cache.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

#include "base/parallel.hpp"

namespace accrue::batch {

template <class Piece, class Next, class Make, class Take>
class InOrder {
  public:
    InOrder(Next next, Make make, Take take, std::size_t most)
        : next_(std::move(next)), make_(std::move(make)), take_(std::move(take)), most_(most) {}

    // On every thread at a time.
    void work(std::size_t thread) {
        std::unique_lock lock(mutex_);
        try {
            while (auto* const begun = begin_next(lock)) {
                lock.unlock();
                make_(begun->piece, thread);
                lock.lock();
                begun->is_made = true;
                take_made(lock);
            }
        } catch (...) {
            if (!lock.owns_lock()) lock.lock();
            end();
            throw;
        }
    }

  private:
    struct Begun {
        Piece piece;
        bool is_made = false;
    };

    void end() {
        is_over_ = true;
        has_room_.notify_all();
    }

    Begun* begin_next(std::unique_lock<std::mutex>& lock) {
        has_room_.wait(lock, [&] { return is_over_ || begun_.size() < most_; });
        if (is_over_) return nullptr;
        auto piece = next_();
        if (piece) return &begun_.emplace_back(Begun{.piece = std::move(*piece)});
        end();
        return nullptr;
    }

    // One thread at a time; what others have made meanwhile is taken by it as well.
    void take_made(std::unique_lock<std::mutex>& lock) {
        if (std::exchange(is_taking_, true)) return;
        while (!begun_.empty() && begun_.front().is_made) {
            auto& piece = begun_.front().piece;
            lock.unlock();
            const bool goes_on = take_(piece);
            lock.lock();
            if (!goes_on) return end();  // and nobody takes any more
            begun_.pop_front();
            has_room_.notify_one();
        }
        is_taking_ = false;
    }

    Next next_;
    Make make_;
    Take take_;
    const std::size_t most_;

    std::mutex mutex_;  // of all that follows
    std::condition_variable has_room_;
    std::list<Begun> begun_;  // in order, those that are taken left out
    bool is_taking_ = false, is_over_ = false;
};

// `next()` gives one piece after another, then nothing; `make(piece, thread)` is called for each, as many at
// a time as there are threads; `take(piece)` in the order of `next`, one at a time on any thread, until it
// says false. At most `most` pieces are there at a time. What any of them throws ends it and is thrown again.
template <class Piece, class Next, class Make, class Take>
void in_order(Workers& workers, std::size_t most, Next next, Make make, Take take) {
    InOrder<Piece, Next, Make, Take> all(std::move(next), std::move(make), std::move(take), most);
    workers.each(workers.threads(), [&](std::size_t, std::size_t thread) { all.work(thread); });
}

}  // namespace accrue::batch
