// compare/where_people_are.hpp — How many person-months have which result, and which share of their plan.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compare/finding.hpp"
#include "compare/typical.hpp"
#include "report/chart.hpp"

namespace accrue::compare {

class WherePeopleAre {
  public:
    WherePeopleAre(const Ground& ground, const Typical& typical);

    std::size_t size() const { return results_.size(); }
    // Within 2 % of a result; within 2 % of a share of their own plan.
    std::size_t near_result(const Exact& place) const;
    std::size_t near_attainment(const Exact& place) const;

    // Steps of equal width up to the end of a picture; the lower edge belongs to the step, to the last one
    // its end too. Those below 0 and those above the end are steps of their own, without an edge. Empty steps
    // before the first and behind the last are left out.
    struct Bin {
        std::optional<Exact> from, to;
        std::size_t count = 0;
    };
    std::vector<Bin> bins(const Exact& end) const;
    // Those between 0 and the end, for below a picture.
    report::chart::Strip strip(const Exact& end) const;

  private:
    std::size_t below(const Exact& result) const;

    Exact unit_;
    std::vector<std::int64_t> results_, attainments_;  // rising
};

}  // namespace accrue::compare
