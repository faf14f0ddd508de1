// compare/variants.hpp — The same history with another result, the same scheme with another param, and yes/no
// questions put to every row: what measures try out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compare/paid.hpp"

namespace accrue::compare {

// Columns of a history that are again what they were when it ends.
class KeptColumns {
  public:
    KeptColumns(data::History& history, const std::vector<core::InputId>& inputs);
    KeptColumns(const KeptColumns&) = delete;
    KeptColumns& operator=(const KeptColumns&) = delete;
    ~KeptColumns();

    const std::map<core::InputId, data::Column>& columns() const { return kept_; }  // as they were

  private:
    data::History& history_;
    std::map<core::InputId, data::Column> kept_;
};

// While it lives, the result's cells are so many times what they were, as was asked last.
class ScaledResult {
  public:
    ScaledResult(data::History& history, const std::vector<core::InputId>& inputs);
    void to(const Exact& times);  // a decimal

  private:
    data::History& history_;
    KeptColumns kept_;
};

// Its pay lines are not rounded: what each rouble brings is then seen.
core::Scheme without_rounding(core::Scheme scheme);

// The values of a param that is written in numbers, by rising date; none where one of them is computed.
std::vector<Exact> plain_values(const core::Scheme& scheme, core::ParamId param);
// It with others in their places.
core::Scheme with_param_values(core::Scheme scheme, core::ParamId param, const std::vector<Exact>& values);

// How often each gate is closed and each cap reached.
struct Question {
    enum class Kind : std::uint8_t { gate_closed, at_cap } kind;
    std::string name;
    std::size_t yes = 0, of = 0;  // rows
};
std::vector<Question> answered(const core::Scheme& scheme, const data::History& history, Workers& workers);

}  // namespace accrue::compare
