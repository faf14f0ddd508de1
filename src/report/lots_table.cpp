#include "report/lots_table.hpp"

#include <fmt/format.h>

#include "base/messages/phrases/results.hpp"

namespace accrue::report {
namespace {

struct PeriodOfLots {
    std::int64_t when = 0;
    Exact added, wanted;
    std::optional<Exact> by_hand{};
    std::vector<Exact> found{}, used{}, left{};  // by lot; `left` also of its own
    Exact taken = 0, expired = 0;
};

class LotsTable {
  public:
    LotsTable(TermFormulas& formulas, explain::NodeId node)
        : formulas_(formulas),
          values_(formulas.values()),
          node_(formulas.trace().nodes[node]),
          look_{.type = node_.type},
          usable_for_(values_.number(node_.term.of[0]).value_or(0)),
          texts_(fact_texts()),
          table_(formulas.workings(), phrase(say::book_of_lots, node_.name), names()) {}

    LotsPlaces write() {
        work_out();
        add_columns();
        for (std::size_t now = 0; now < periods_.size(); ++now) write_period(now);
        const auto last = periods_.size() - 1;
        for (std::size_t lot = 0; lot < periods_.size(); ++lot)
            places_.lots[periods_[lot].when] = table_.at(lot == last ? added_ : found_[lot], last);
        return places_;
    }

  private:
    std::string name(std::size_t period) const {
        const bool is_named = period < node_.children.size();
        return is_named ? formulas_.trace().nodes[node_.children[period]].name : std::to_string(period + 1);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (std::size_t i = 0; i + 1 < node_.term.of.size(); ++i) all.push_back(name(i));
        return all;
    }
    // Before the table gets its rows, for they may need cells of their own.
    std::vector<std::vector<std::string>> fact_texts() const {
        std::vector<std::vector<std::string>> texts;
        for (std::size_t i = 1; i < node_.term.of.size(); ++i) {
            auto& facts = texts.emplace_back();
            for (const auto& each : node_.term.of[i].of) facts.push_back(formulas_.formula(each));
        }
        return texts;
    }

    void work_out() {
        for (std::size_t i = 1; i < node_.term.of.size(); ++i) {
            const auto& facts = node_.term.of[i];
            PeriodOfLots now{.when = facts.index,
                             .added = values_.number(facts.of[0]).value_or(0),
                             .wanted = values_.number(facts.of[1]).value_or(0)};
            if (facts.of.size() > 2) now.by_hand = values_.number(facts.of[2]);
            use_lots(now);
            periods_.push_back(std::move(now));
        }
    }
    void use_lots(PeriodOfLots& now) const {
        if (!periods_.empty()) now.found = periods_.back().left;
        Exact wanted = now.wanted;
        for (std::size_t lot = 0; lot < now.found.size(); ++lot) {
            const bool gone = is_too_old(now.when, lot);
            const auto used = gone ? Exact(0) : smaller(now.found[lot], wanted);
            (gone ? now.expired : now.taken) += gone ? now.found[lot] : used;
            wanted -= used;
            now.used.push_back(used);
            now.left.push_back(gone || now.by_hand ? Exact(0) : now.found[lot] - used);
        }
        now.left.push_back(now.by_hand.value_or(now.added));
    }
    bool is_too_old(std::int64_t when, std::size_t lot) const {
        return usable_for_.sign() > 0 && Exact(when - periods_[lot].when) > usable_for_;
    }

    void add_columns() {
        taken_ = table_.add_empty(phrase(say::book_lots_taken));
        expired_ = table_.add_empty(phrase(say::book_lots_expired));
        added_ = table_.add_empty(phrase(say::book_lots_added));
        wanted_ = table_.add_empty(phrase(say::book_lots_wanted));
        for (std::size_t lot = 0; lot + 1 < periods_.size(); ++lot) {
            found_.push_back(table_.add_empty(phrase(say::book_lots_found, name(lot))));
            used_.push_back(table_.add_empty(phrase(say::book_lots_used, name(lot))));
        }
        table_.set_results(
            phrase(say::book_lots_left), [](std::size_t) { return std::string(); },
            [](std::size_t) { return KnownValue(); }, look_);
    }

    // What stays of a lot behind a period, as the next one finds it.
    std::string left_of(std::size_t now, std::size_t lot) const {
        const auto& period = periods_[now];
        if (lot == now) return table_.cell(period.by_hand ? WorkingTable::result_column : added_, now);
        if (period.by_hand || is_too_old(period.when, lot)) return "0";
        return table_.cell(found_[lot], now) + "-" + table_.cell(used_[lot], now);
    }

    CellAt put(std::size_t column, std::size_t row, std::string formula, const Exact& value) {
        return formulas_.workings().put(table_.at(column, row), std::move(formula), KnownValue(value), look_);
    }
    void write_period(std::size_t now) {
        const auto& period = periods_[now];
        put(added_, now, texts_[now][0], period.added);
        put(wanted_, now, texts_[now][1], period.wanted);
        std::string taken, expired, left = table_.cell(added_, now);
        for (std::size_t lot = 0; lot < now; ++lot) {
            const bool gone = is_too_old(period.when, lot);
            const auto found = cell_name(put(found_[lot], now, left_of(now - 1, lot), period.found[lot]));
            const auto still_wanted = table_.cell(wanted_, now) + (taken.empty() ? "" : "-(" + taken + ")");
            const auto used =
                cell_name(put(used_[lot], now, gone ? "0" : fmt::format("MIN({},{})", found, still_wanted),
                              period.used[lot]));
            taken += (taken.empty() ? "" : "+") + used;
            if (gone) expired += (expired.empty() ? "" : "+") + found;
            if (!gone) left += fmt::format("+{}-{}", found, used);
        }
        Exact sum = 0;
        for (const auto& each : period.left) sum += each;
        places_.left.push_back(
            put(WorkingTable::result_column, now, period.by_hand ? texts_[now][2] : left, sum));
        places_.taken.push_back(put(taken_, now, taken.empty() ? "0" : taken, period.taken));
        places_.expired.push_back(put(expired_, now, expired.empty() ? "0" : expired, period.expired));
    }

    TermFormulas& formulas_;
    const explain::TermValues& values_;
    const explain::Node& node_;
    Look look_;
    Exact usable_for_;                             // periods; 0: without end
    std::vector<std::vector<std::string>> texts_;  // by period: added, wanted, by hand
    WorkingTable table_;
    std::vector<PeriodOfLots> periods_;
    std::size_t taken_ = 0, expired_ = 0, added_ = 0, wanted_ = 0;
    std::vector<std::size_t> found_, used_;  // columns, by lot
    LotsPlaces places_;
};

}  // namespace

LotsPlaces write_lots(TermFormulas& formulas, explain::NodeId node) {
    return LotsTable(formulas, node).write();
}

}  // namespace accrue::report
