// cli/curve_shown.hpp — A payout curve for people, for programs, and as a picture.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/phrase.hpp"
#include "cli/standing.hpp"

namespace accrue::cli {

// Amounts and places as the two sides of a curve show them.
class CurveWords {
  public:
    CurveWords(const core::Scheme& scheme, curve::Mover x, core::DefinitionId of);
    CurveWords(const Standing& standing, const curve::Question& question)
        : CurveWords(standing.scheme(), question.x, question.of) {}

    std::string x(const Exact& value) const;
    std::string x(const curve::Place& place) const;
    std::string y(const Exact& value) const;
    std::string change(const Exact& value) const;  // `+25 000.00`
    std::string slope(const Exact& adds) const;    // what one more of x adds
    std::string slope(const curve::Piece& piece) const;
    const std::string& x_name() const { return x_name_; }
    const std::string& y_name() const { return y_name_; }
    bool is_share() const;  // money for money: a slope is a percentage
    enum class Unit : std::uint8_t { money, number, percent };
    Unit x_unit() const { return unit(x_type_, x_percent_); }
    Unit y_unit() const { return unit(y_type_, y_percent_); }

  private:
    static Unit unit(const core::Type& type, bool is_percent);

    core::Type x_type_, y_type_;
    bool x_percent_, y_percent_;
    std::string x_name_, y_name_;
};

// The cells of the table: from, to, the value at both ends, what one more adds.
std::vector<std::vector<std::string>> piece_rows(const CurveOf& made, const CurveWords& words);
// What stands out, a line each under its heading: jumps, dead zones, losses.
struct Finding {
    Phrase head;
    std::vector<std::string> lines;
};
std::vector<Finding> findings(const CurveOf& made, const CurveWords& words);
// How exact it is, and how it was verified.
std::vector<std::string> footing(const CurveOf& made, const CurveWords& words);

// What follows x, in words: `more money: collected@25, collected rise by as much`; empty when nothing does.
std::string direction_words(const Standing& standing, const curve::Question& question);

// A decimal or fraction; of a root that is none two between which it lies.
nlohmann::ordered_json place_json(const curve::Place& place);

std::string curve_text(const Standing& standing, const CurveOf& made);
std::string curve_json(const Standing& standing, const CurveOf& made);
std::string curve_svg(const Standing& standing, const CurveOf& made);
std::string curve_page(const Standing& standing, const CurveOf& made);

}  // namespace accrue::cli
