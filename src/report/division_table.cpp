#include "report/division_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/phrases/results.hpp"
#include "number/decimal.hpp"
#include "report/formula_text.hpp"

namespace accrue::report {
namespace {

using explain::Term;
using explain::TermOp;

Look money() {
    Look look;
    look.type.kind = core::TypeKind::money;
    return look;
}

// Who still takes part, and what each gets before rounding. Where nobody may fall below 0, those who would
// leave, and the rest is divided again.
struct Round {
    std::vector<bool> stays;
    std::vector<Exact> rests, exact;
};

class DivisionTable {
  public:
    DivisionTable(TermFormulas& formulas, explain::NodeId node)
        : formulas_(formulas),
          values_(formulas.values()),
          node_(formulas.trace().nodes[node]),
          id_(node),
          members_(node_.term.of.size() - 2),
          clauses_(members_ == 0 ? 0 : node_.term.of[2].of.size() - 2),
          nobody_below_0_(node_.term.op == TermOp::division_never_below_0),
          by_fractions_(node_.term.mode == "largest_fractions"),
          mode_(by_fractions_ ? Rounding::floor : explain::mode_named(node_.term.mode)),
          pool_(values_.number(node_.term.of[0]).value_or(0)),
          step_(values_.number(node_.term.of[1]).value_or(1)),
          step_text_("(" + to_machine(step_) + ")"),
          pool_text_(formulas.in_cell(node_.term.of[0])),
          texts_(fact_texts()),
          table_(formulas.workings(), phrase(say::book_of_members, node_.name), names(), 1) {}

    DivisionPlaces write() {
        write_facts();
        Round round{.stays = std::vector<bool>(members_, true), .rests = {}, .exact = {}};
        write_round(round, 1);
        // one round more than is needed, for whoever changes a number
        for (std::size_t number = 2; nobody_below_0_; ++number) {
            const auto before = round.stays;
            for (std::size_t i = 0; i < members_; ++i)
                round.stays[i] = before[i] && round.exact[i].sign() >= 0;
            write_round(round, number);
            if (round.stays == before) break;
        }
        write_rounded(round);
        if (by_fractions_) {
            write_shares_by_fractions(round);
        } else {
            write_shares_with_remainder();
        }
        return places();
    }

  private:
    const Term& facts(std::size_t member) const { return node_.term.of[member + 2]; }
    const Term& claim(std::size_t member, std::size_t clause) const { return facts(member).of[clause + 2]; }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < members_; ++i) {
            const bool is_named = i < node_.children.size();
            names.push_back(is_named ? formulas_.trace().nodes[node_.children[i]].name
                                     : std::to_string(i + 1));
        }
        return names;
    }
    // Before the table gets its rows, for they may need cells of their own.
    std::vector<std::vector<std::string>> fact_texts() const {
        std::vector<std::vector<std::string>> texts(members_);
        for (std::size_t i = 0; i < members_; ++i) {
            texts[i] = {formulas_.formula(facts(i).of[0]), formulas_.formula(facts(i).of[1])};
            for (std::size_t j = 0; j < clauses_; ++j)
                texts[i].push_back(formulas_.element(claim(i, j), "0"));
        }
        return texts;
    }

    // ---- steps, each a column or a few

    void write_facts() {
        for (std::size_t i = 0; i < members_; ++i)
            weights_.push_back(values_.number(facts(i).of[0]).value_or(0));
        weight_ = table_.add(
            phrase(say::book_weight), [&](std::size_t i) { return texts_[i][0]; },
            [&](std::size_t i) { return KnownValue(weights_[i]); });
        if (!by_fractions_) {
            takes_ = table_.add(
                phrase(say::book_takes), [&](std::size_t i) { return texts_[i][1]; },
                [&](std::size_t i) { return KnownValue(takes_remainder(i)); });
        }
        claims_.resize(members_);
        for (std::size_t j = 0; j < clauses_; ++j) {
            const auto claimed = [&](std::size_t i) {
                return values_.counts(claim(i, j)).value_or(false) ? values_.number(claim(i, j)).value_or(0)
                                                                   : Exact(0);
            };
            for (std::size_t i = 0; i < members_; ++i) claims_[i] += claimed(i);
            const auto column = table_.add(
                phrase(say::book_claim, j + 1), [&](std::size_t i) { return texts_[i][j + 2]; },
                [&](std::size_t i) { return KnownValue(claimed(i)); }, money());
            if (j == 0) first_claim_ = column;
        }
        together_ = table_.add(
            phrase(say::total), [&](std::size_t i) { return sum_of_claims(i); },
            [&](std::size_t i) { return KnownValue(claims_[i]); }, money());
    }
    bool takes_remainder(std::size_t member) const {
        const auto known = values_.value(facts(member).of[1]);
        return known && std::get<bool>(*known);
    }
    std::string sum_of_claims(std::size_t member) const {
        if (clauses_ == 0) return "0";
        return fmt::format("SUM({})", range_name(table_.at(first_claim_, member),
                                                 table_.at(first_claim_ + clauses_ - 1, member)));
    }

    void write_round(Round& round, std::size_t number) {
        if (nobody_below_0_) write_stays(round, number);
        work_out(round);
        const auto factor = [&](std::size_t i) {
            return nobody_below_0_ ? table_.cell(stays_, i) + "*" : "";
        };
        const auto weights = of_those(weight_), claims = of_those(together_);
        rest_ = table_.add(
            phrase(say::book_rest),
            [&](std::size_t i) {
                return fmt::format("IF({0}=0,0,{1}({2}-{3})*{4}/{0})", weights, factor(i), pool_text_, claims,
                                   table_.cell(weight_, i));
            },
            [&](std::size_t i) { return KnownValue(round.rests[i]); }, money());
        exact_ = table_.add(
            phrase(say::book_before_rounding),
            [&](std::size_t i) {
                return factor(i) + table_.cell(together_, i) + "+" + table_.cell(rest_, i);
            },
            [&](std::size_t i) { return KnownValue(round.exact[i]); }, money());
    }
    void write_stays(const Round& round, std::size_t number) {
        const auto before = exact_, stayed = stays_;
        stays_ = table_.add(
            phrase(say::book_stays, number),
            [&](std::size_t i) {
                return number == 1 ? std::string("1")
                                   : fmt::format("IF(ROUND({},9)<0,0,{})", table_.cell(before, i),
                                                 table_.cell(stayed, i));
            },
            [&](std::size_t i) { return KnownValue(Exact(round.stays[i] ? 1 : 0)); });
    }
    // A column's sum over those who take part.
    std::string of_those(std::size_t column) const {
        return nobody_below_0_
                   ? fmt::format("SUMPRODUCT({},{})", table_.column(stays_), table_.column(column))
                   : fmt::format("SUM({})", table_.column(column));
    }
    void work_out(Round& round) const {
        Exact claims = 0, weights = 0;
        for (std::size_t i = 0; i < members_; ++i) {
            claims += round.stays[i] ? claims_[i] : Exact(0);
            weights += round.stays[i] ? weights_[i] : Exact(0);
        }
        round.rests.assign(members_, 0);
        round.exact.assign(members_, 0);
        for (std::size_t i = 0; i < members_; ++i) {
            if (!round.stays[i]) continue;
            if (weights.sign() != 0) round.rests[i] = (pool_ - claims) * weights_[i] / weights;
            round.exact[i] = claims_[i] + round.rests[i];
        }
    }

    void write_rounded(const Round& round) {
        for (const auto& each : round.exact) rounded_values_.push_back(accrue::rounded(each, mode_, step_));
        rounded_ = table_.add(
            phrase(say::book_rounded),
            [&](std::size_t i) { return rounding_formula(table_.cell(exact_, i), mode_, step_); },
            [&](std::size_t i) { return KnownValue(rounded_values_[i]); }, money());
    }
    Exact left_over() const {
        Exact left = pool_;
        for (const auto& each : rounded_values_) left -= each;
        return left;
    }
    std::string left_over_text() const {
        return fmt::format("({}-SUM({}))", pool_text_, table_.column(rounded_));
    }

    // The steps that rounding leaves go to the largest fractions cut off, of equal ones to the first.
    void write_shares_by_fractions(const Round& round) {
        std::vector<Exact> cut_off;
        for (std::size_t i = 0; i < members_; ++i) cut_off.push_back(round.exact[i] - rounded_values_[i]);
        const auto place_of = [&](std::size_t i) {
            std::int64_t place = 1;
            for (std::size_t j = 0; j < members_; ++j)
                place += cut_off[j] > cut_off[i] || (j < i && cut_off[j] == cut_off[i]);
            return Exact(place);
        };
        const auto fraction = table_.add(
            phrase(say::book_cut_off),
            [&](std::size_t i) {
                return fmt::format("ROUND(({}-{})/{},6)", table_.cell(exact_, i), table_.cell(rounded_, i),
                                   step_text_);
            },
            [&](std::size_t i) { return KnownValue(cut_off[i] / step_); });
        const auto place = table_.add(
            phrase(say::book_odd_step),
            [&](std::size_t i) {
                return fmt::format("COUNTIF({0},\">\"&{1})+COUNTIF({2},{1})", table_.column(fraction),
                                   table_.cell(fraction, i),
                                   range_name(table_.at(fraction, 0), table_.at(fraction, i)));
            },
            [&](std::size_t i) { return KnownValue(place_of(i)); });
        const auto steps = left_over() / step_;
        table_.set_results(
            phrase(say::book_share),
            [&](std::size_t i) {
                return fmt::format("{0}+IF({1}<=ROUND({2}/{3},0),{3},0)", table_.cell(rounded_, i),
                                   table_.cell(place, i), left_over_text(), step_text_);
            },
            [&](std::size_t i) {
                return KnownValue(rounded_values_[i] + (place_of(i) <= steps ? step_ : Exact(0)));
            },
            money());
    }
    void write_shares_with_remainder() {
        table_.set_results(
            phrase(say::book_share),
            [&](std::size_t i) {
                return fmt::format("{}+IF({},{},0)", table_.cell(rounded_, i), table_.cell(takes_, i),
                                   left_over_text());
            },
            [&](std::size_t i) {
                return KnownValue(rounded_values_[i] + (takes_remainder(i) ? left_over() : Exact(0)));
            },
            money());
    }

    DivisionPlaces places() {
        DivisionPlaces places;
        for (std::size_t i = 0; i < members_; ++i) {
            places.shares.push_back(table_.at(WorkingTable::result_column, i));
            places.rests.push_back(table_.at(rest_, i));
        }
        formulas_.workings().label(table_.at(0, members_), phrase(say::total), Wording::soft);
        for (std::size_t j = 0; j < clauses_; ++j) {
            const auto claimed =
                explain::indexed(TermOp::claimed, {explain::node_term(id_)}, static_cast<std::int64_t>(j));
            places.claimed.push_back(formulas_.workings().put(table_.at(first_claim_ + j, members_),
                                                              of_those(first_claim_ + j),
                                                              values_.value(claimed), money()));
        }
        return places;
    }

    TermFormulas& formulas_;
    const explain::TermValues& values_;
    const explain::Node& node_;
    explain::NodeId id_;
    std::size_t members_, clauses_;
    bool nobody_below_0_, by_fractions_;
    Rounding mode_;
    Exact pool_, step_;
    std::string step_text_, pool_text_;
    std::vector<std::vector<std::string>>
        texts_;  // by member: weight, whether it takes the remainder, claims
    WorkingTable table_;
    std::size_t weight_ = 0, takes_ = 0, first_claim_ = 0, together_ = 0, stays_ = 0, rest_ = 0, exact_ = 0,
                rounded_ = 0;
    std::vector<Exact> weights_, claims_, rounded_values_;
};

}  // namespace

DivisionPlaces write_division(TermFormulas& formulas, explain::NodeId node) {
    return DivisionTable(formulas, node).write();
}

}  // namespace accrue::report
