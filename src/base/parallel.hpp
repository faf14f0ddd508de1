// base/parallel.hpp — Work on several cores. What is made does not depend on how many there are: a piece of
// work is known by its number, and the caller joins the pieces in their order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace accrue {

class Workers {
  public:
    // So many threads, the caller's own among them; 0: as many as the machine has cores.
    explicit Workers(std::size_t threads = 1);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();

    std::size_t threads() const;

    // Calls `work(piece, thread)` for every piece from 0 to `pieces` - 1, each once, lower ones first, and
    // comes back when all are done. `thread` is below `threads()` and no two calls have the same at a time.
    // Throws what the lowest piece threw; pieces that have not begun are then left out. Not to be called from
    // within itself.
    void each(std::size_t pieces, const std::function<void(std::size_t piece, std::size_t thread)>& work);

  private:
    struct Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace accrue
