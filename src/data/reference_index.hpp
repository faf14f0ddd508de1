// data/reference_index.hpp — The rows of a reference in an order in which the one that fits is found by
// halving: those with more exact keys first, those that give the same ones together; among them by these
// keys, then by edges, the nearer first, then by the first day in force.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::data {

class ReferenceIndex {
  public:
    ReferenceIndex(const core::Reference& reference, const std::vector<ReferenceRow>& rows);

    // By their numbers among the rows of which it was made: the most specific row that fits, and a second one
    // that is as specific, if there is one.
    struct Found {
        std::optional<std::uint32_t> row, other;
    };
    Found find(std::vector<core::Value> keys, Date day) const;

    // A row at its place in that order.
    struct Entry {
        std::uint32_t row = 0;
        std::uint32_t keys = 0;  // one number for rows of equal keys and edges; it rises
        Date from, to;           // in force, both inclusive
        Date latest_to = {};     // the last day in force of the rows of these keys up to this one
    };
    const std::vector<Entry>& entries() const { return entries_; }

  private:
    using Cell = std::optional<core::Value>;
    using Keys = std::vector<core::Value>;
    // Places in `entries_`.
    struct Range {
        std::size_t begin = 0, end = 0;
    };
    // Rows that give the same exact keys and leave the others blank.
    struct Kind {
        std::size_t exact_keys = 0;
        Range range;
    };

    void take(const std::vector<ReferenceRow>& rows);
    const Cell& cell(std::size_t place, std::size_t level) const {
        return cells_[place * key_order_.size() + level];
    }
    template <class Belongs>
    std::size_t first_place(Range range, const Belongs& belongs) const;
    template <class Visit>
    bool visit_fitting(Range range, std::size_t level, const Keys& keys, const Visit& visit) const;
    template <class Visit>
    void visit_in_force(Range range, Date day, const Visit& visit) const;
    Found nearest(Range range, const Keys& keys, Date day) const;
    Found contested(std::span<const Kind> kinds, const Keys& keys, Date day) const;

    std::vector<std::size_t> key_order_;   // by level of the order: which key; exact ones first
    std::vector<core::KeyMatch> matches_;  // by level
    std::vector<Entry> entries_;
    std::vector<Cell> cells_;  // by place, then level; texts as equality compares them
    std::vector<Kind> kinds_;
};

}  // namespace accrue::data
