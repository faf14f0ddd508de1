// report/term_formulas.hpp — The terms of a trace as formulas of a spreadsheet: each value refers to the
// cells of those that it follows from. What one formula cannot say (how a pool was divided, lots, equations,
// long lists) gets cells of its own below the trace.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "explain/term_value.hpp"
#include "report/workings.hpp"

namespace accrue::report {

// Where the table of a division says what each member gets, its part of the rest, and what each clause takes.
struct DivisionPlaces {
    std::vector<CellAt> shares, rests, claimed;
};
// By period; and each lot by the period that it came in.
struct LotsPlaces {
    std::vector<CellAt> left, taken, expired;
    std::map<std::int64_t, CellAt> lots;
};

class TermFormulas {
  public:
    // Where the value of a node stands.
    using PlaceOfNode = std::function<CellAt(explain::NodeId)>;
    TermFormulas(const explain::Trace& trace, Workings& workings, PlaceOfNode place)
        : trace_(trace), values_(trace), workings_(workings), place_(std::move(place)) {}

    // Without `=`, here and below.
    std::string formula(const explain::Term& term);
    // A cell or a constant; what is more gets a cell of its own.
    std::string in_cell(const explain::Term& term);
    // What a row adds to an aggregate, `instead` where it does not count.
    std::string element(const explain::Term& term, std::string_view instead);

    const explain::Trace& trace() const { return trace_; }
    const explain::TermValues& values() const { return values_; }
    Workings& workings() { return workings_; }

  private:
    using Term = explain::Term;
    // A formula that needs no brackets inside another one is `closed`; `depth` counts calls in each other.
    struct Piece {
        std::string text = {};
        bool is_closed = true;
        int depth = 1;
    };
    // Cells below each other.
    struct Strip {
        CellAt first, last;
    };

    Piece piece(const Term& term);
    Piece inner(const Term& term);  // as an operand
    Piece spilled(Piece piece, const Term& term);
    Piece joined(const Term& term, std::string_view sign);
    Piece quotient(const Term& term);
    Piece rounded(const Term& term);
    Piece compared(const Term& term);
    Piece logic(const Term& term);
    Piece choice(const Term& term);
    Piece months(const Term& term);
    Piece called(std::string_view function, const std::vector<Piece>& arguments) const;
    Piece defaulted(const Term& term);
    Piece sum(const Term& term);
    Strip list(const std::vector<Term>& elements, std::string_view instead);
    Piece extreme(const Term& term);
    Piece rank(const Term& term);
    Piece of_division(const Term& term);
    Piece of_lots(const Term& term);
    Piece solution(const Term& term);
    CellAt matrix_of(const Term& term);

    const explain::Trace& trace_;
    explain::TermValues values_;
    Workings& workings_;
    PlaceOfNode place_;
    std::map<explain::NodeId, DivisionPlaces> divisions_;
    std::map<explain::NodeId, LotsPlaces> lots_;
    std::map<std::string, CellAt> matrices_;  // by the first row's formulas
};

}  // namespace accrue::report
