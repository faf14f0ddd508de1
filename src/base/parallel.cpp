#include "base/parallel.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace accrue {

struct Workers::Pool {
    using Work = std::function<void(std::size_t, std::size_t)>;

    std::mutex mutex;
    std::condition_variable is_wanted, is_done;
    const Work* work = nullptr;
    std::size_t pieces = 0, next = 0, busy = 0;
    std::size_t calls = 0;  // of `each`: what a waiting thread tells a new one by
    std::size_t failed_piece = 0;
    std::exception_ptr failure;
    bool is_over = false;
    std::vector<std::thread> others;

    // Until no piece is left; the mutex is held on the way in and out.
    void take_part(std::unique_lock<std::mutex>& lock, std::size_t thread) {
        ++busy;
        while (next < pieces) {
            const auto piece = next++;
            const auto& call = *work;
            lock.unlock();
            std::exception_ptr thrown;
            try {
                call(piece, thread);
            } catch (...) {
                thrown = std::current_exception();
            }
            lock.lock();
            if (thrown && (!failure || piece < failed_piece)) failure = thrown, failed_piece = piece;
            if (thrown) next = pieces;
        }
        if (--busy == 0) is_done.notify_all();
    }

    void wait_for_work(std::size_t thread) {
        std::unique_lock lock(mutex);
        for (std::size_t seen = 0;;) {
            is_wanted.wait(lock, [&] { return is_over || calls != seen; });
            if (is_over) return;
            seen = calls;
            take_part(lock, thread);
        }
    }
};

Workers::Workers(std::size_t threads) : pool_(std::make_unique<Pool>()) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < threads; ++i) {
        try {
            pool_->others.emplace_back([pool = pool_.get(), i] { pool->wait_for_work(i); });
        } catch (const std::system_error&) {
            return;  // the system makes no more; those that there are do the work
        }
    }
}

Workers::~Workers() {
    {
        const std::scoped_lock lock(pool_->mutex);
        pool_->is_over = true;
    }
    pool_->is_wanted.notify_all();
    for (auto& other : pool_->others) other.join();
}

std::size_t Workers::threads() const {
    return pool_->others.size() + 1;
}

void Workers::each(std::size_t pieces, const std::function<void(std::size_t, std::size_t)>& work) {
    if (pool_->others.empty() || pieces < 2) {
        for (std::size_t piece = 0; piece < pieces; ++piece) work(piece, 0);
        return;
    }
    std::unique_lock lock(pool_->mutex);
    pool_->work = &work;
    pool_->pieces = pieces;
    pool_->next = 0;
    pool_->failure = nullptr;
    ++pool_->calls;
    pool_->is_wanted.notify_all();
    pool_->take_part(lock, 0);
    pool_->is_done.wait(lock, [&] { return pool_->busy == 0 && pool_->next >= pool_->pieces; });
    pool_->work = nullptr;
    if (pool_->failure) std::rethrow_exception(pool_->failure);
}

}  // namespace accrue
