// base/ids.hpp — Typed indices, and vectors that only their own kind of index may open.
#pragma once

#include <cassert>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace accrue {

// An index into one table. A default-made id names nothing.
template <class Tag>
struct Id {
    static constexpr std::uint32_t none = 0xFFFF'FFFF;
    std::uint32_t value = none;

    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
    constexpr explicit operator bool() const { return value != none; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

// A vector opened by its own ids; `add` gives the id of what it took.
template <class IdType, class T, class Memory = std::allocator<T>>
class Table {
  public:
    Table() = default;
    explicit Table(std::size_t size, const T& value = T{}) : rows_(size, value) {}

    IdType add(T row) {
        rows_.push_back(std::move(row));
        return IdType(rows_.size() - 1);
    }
    T& operator[](IdType id) { return assert(id.value < rows_.size()), rows_[id.value]; }
    const T& operator[](IdType id) const { return assert(id.value < rows_.size()), rows_[id.value]; }
    T& back() { return rows_.back(); }
    std::size_t size() const { return rows_.size(); }
    bool empty() const { return rows_.empty(); }
    void resize(std::size_t size) { rows_.resize(size); }
    void reserve(std::size_t size) { rows_.reserve(size); }
    IdType id(std::size_t index) const { return IdType(index); }
    auto begin() { return rows_.begin(); }
    auto end() { return rows_.end(); }
    auto begin() const { return rows_.begin(); }
    auto end() const { return rows_.end(); }

  private:
    std::vector<T, Memory> rows_;
};

// Lets one `std::visit` list a lambda for each kind.
template <class... Lambdas>
struct overloaded : Lambdas... {
    using Lambdas::operator()...;
};
template <class... Lambdas>
overloaded(Lambdas...) -> overloaded<Lambdas...>;

}  // namespace accrue

template <class Tag>
struct std::hash<accrue::Id<Tag>> {
    std::size_t operator()(accrue::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
