// tests/explain/by_hand.hpp — Rows of several levels by hand, and the values that rules give them.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "explain/evaluate.hpp"
#include "support/scheme_builder.hpp"

namespace accrue::testing {

using Cells = std::vector<std::pair<core::InputId, core::Value>>;

constexpr Period month_of(int year, int calendar_month) {
    return {Month::of(year, calendar_month).index};
}
inline constexpr auto march = month_of(2026, 3);
inline core::Value whole(std::int64_t value) {
    return core::Value(Exact(value));
}
inline core::Value word(const std::string& spelling) {
    return core::Value(spelling);
}

// The rows as they are given; each is called by what `add` gives back.
class Rows {
  public:
    std::size_t add(core::LevelId level, const std::string& key, Cells cells = {}, Period period = march,
                    std::optional<std::size_t> parent = std::nullopt) {
        rows_.push_back(
            {.key = key, .period = period, .cells = std::move(cells), .level = level, .parent = parent});
        return rows_.size() - 1;
    }
    std::size_t in(std::size_t parent, core::LevelId level, const std::string& key, Cells cells = {}) {
        return add(level, key, std::move(cells), rows_[parent].period, parent);
    }
    std::size_t record(std::size_t parent, core::LevelId level, Date day, Cells cells = {}) {
        const auto place = in(parent, level, "", std::move(cells));
        rows_[place].date = day;
        return place;
    }
    const std::vector<data::GivenRow>& given() const { return rows_; }

  private:
    std::vector<data::GivenRow> rows_;
};

class Computed {
  public:
    Computed(const core::Scheme& scheme, const Rows& rows, const data::GivenReferences& references = {})
        : history_(data::from_rows(scheme, rows.given(), references)),
          places_(data::places_of(history_, rows.given())),
          evaluation_(scheme, history_, sources_) {}

    data::RowId row(std::size_t given) const { return places_[given]; }
    const explain::Outcome& outcome(core::DefinitionId id, std::size_t given) {
        return evaluation_.value(id, row(given));
    }
    Exact number(core::DefinitionId id, std::size_t given) {
        const auto* found = explain::amount(outcome(id, given));
        if (const auto* failure = std::get_if<explain::Failure>(&outcome(id, given)))
            FAIL("failed with " << static_cast<int>(failure->kind));
        REQUIRE(found != nullptr);
        return *found;
    }
    bool missing(core::DefinitionId id, std::size_t given) {
        return std::holds_alternative<explain::Missing>(outcome(id, given));
    }
    explain::Failure failure(core::DefinitionId id, std::size_t given) {
        const auto* found = std::get_if<explain::Failure>(&outcome(id, given));
        REQUIRE(found != nullptr);
        return *found;
    }
    explain::Evaluation& evaluation() { return evaluation_; }
    const Sources& sources() const { return sources_; }

  private:
    Sources sources_;
    data::History history_;
    std::vector<data::RowId> places_;
    explain::Evaluation evaluation_;
};

}  // namespace accrue::testing
