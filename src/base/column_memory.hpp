// base/column_memory.hpp — Memory for columns of all rows: not cleared before it is written, and in huge
// pages where it is large, since most of the cost of a first write is the page's.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace accrue {

template <class T>
struct ColumnMemory {
    static_assert(std::is_trivially_copyable_v<T>, "elements that `resize` adds are never constructed");
    using value_type = T;

    ColumnMemory() = default;
    template <class Other>
    ColumnMemory(const ColumnMemory<Other>&) {}  // NOLINT: all are the same

    T* allocate(std::size_t count) {
        const std::size_t bytes = count * sizeof(T);
        if (bytes < least_huge) return static_cast<T*>(::operator new(bytes));
        const std::size_t pages = (bytes + huge_page - 1) / huge_page * huge_page;
        void* const memory = std::aligned_alloc(huge_page, pages);
        if (memory == nullptr) throw std::bad_alloc();
        madvise(memory, pages, MADV_HUGEPAGE);  // a wish; without it the pages are small
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count) {
        if (count * sizeof(T) < least_huge) {
            ::operator delete(memory);
        } else {
            std::free(memory);
        }
    }
    // `resize` leaves new elements as they are: without a value.
    template <class Other>
    void construct(Other* /*place*/) {}
    template <class Other, class... Arguments>
    void construct(Other* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) Other(std::forward<Arguments>(arguments)...);
    }

    friend bool operator==(const ColumnMemory&, const ColumnMemory&) { return true; }

  private:
    static constexpr std::size_t huge_page = std::size_t{2} << 20U, least_huge = 2 * huge_page;
};

template <class T>
using ColumnOf = std::vector<T, ColumnMemory<T>>;
using Counts = ColumnOf<std::int64_t>;

}  // namespace accrue
