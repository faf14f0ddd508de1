// tests/property/random.hpp — One stream of chances, the same for a seed on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace accrue::property {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 0x1234567U) {}

    // splitmix64
    std::uint64_t bits() {
        state_ += 0x9E3779B97F4A7C15U;
        auto z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    // low … high, both included
    std::int64_t between(std::int64_t low, std::int64_t high) {
        const auto span = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<std::int64_t>(bits() % span);
    }
    std::size_t below(std::size_t size) { return static_cast<std::size_t>(bits() % size); }
    bool one_in(int n) { return between(1, n) == 1; }
    bool percent(int n) { return between(1, 100) <= n; }
    template <class T>
    const T& of(const std::vector<T>& list) {
        return list[below(list.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace accrue::property
