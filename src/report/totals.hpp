// report/totals.hpp — What pay lines come to over all rows of a result, part by part.
#pragma once

#include <vector>

#include "report/results.hpp"

namespace accrue::report {

class Totals {
  public:
    explicit Totals(const Outline& outline);

    void add(const Results& part);
    void add(const Totals& others);  // of the same outline

    struct Component {
        std::string level, component;
        Exact amount;
    };
    // The pay lines of each level and, of several, their total `pay`.
    std::vector<Component> components() const;
    std::uint64_t rows() const { return rows_; }

  private:
    struct Sum {
        std::size_t level;  // by place in the outline
        core::DefinitionId definition;
        Component total;
    };
    std::vector<Sum> sums_;
    std::uint64_t rows_ = 0;
};

}  // namespace accrue::report
