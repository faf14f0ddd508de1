#include "run/run.hpp"

#include <algorithm>
#include <map>

#include "run/evaluator.hpp"

namespace accrue::run {
namespace {

// What tells months apart for a plan: the params in force and the answers of the built-in names.
using Likeness = std::vector<std::ptrdiff_t>;

class Eras {
  public:
    Eras(const core::Scheme& scheme, const data::History& history, Layout& layout) : scheme_(scheme) {
        for (std::size_t row = 0; row < history.rows.size(); row = month_end(history, row)) {
            const auto month = history.rows[data::RowId(row)].month;
            const auto [found, is_new] = by_likeness_.try_emplace(likeness(month), eras_.size());
            if (is_new) eras_.push_back({month, {}, {}, false});
            of_month_.emplace(month, found->second);
        }
        settle(history, layout);
    }

    Era& at(Month month) { return eras_[of_month_.at(month)]; }

    static std::size_t month_end(const data::History& history, std::size_t row) {
        const auto month = history.rows[data::RowId(row)].month;
        const auto end =
            std::partition_point(history.rows.begin() + static_cast<std::ptrdiff_t>(row), history.rows.end(),
                                 [&](const data::Row& each) { return each.month == month; });
        return static_cast<std::size_t>(end - history.rows.begin());
    }

  private:
    Likeness likeness(Month month) const {
        Likeness likeness;
        for (const auto& param : scheme_.params) {
            const auto* dated = core::in_force(param, month);
            likeness.push_back(dated == nullptr ? -1 : dated - param.values.data());
        }
        if (reads_builtin()) {
            const Month next{month.index + 1};
            likeness.push_back(days_in(month));
            likeness.push_back(core::quarter_start(scheme_, next) == next ? 1 : 0);
            likeness.push_back(core::year_start(scheme_, next) == next ? 1 : 0);
        }
        return likeness;
    }
    bool reads_builtin() const {
        return std::ranges::any_of(scheme_.expressions, [](const core::Expr& expr) {
            const auto* read = std::get_if<core::Read>(&expr.node);
            return read != nullptr && std::holds_alternative<core::Builtin>(read->what);
        });
    }

    // A definition that reads itself of an earlier month sets its own unit: planned again until no unit
    // changes. One that grows finer every month never comes to rest and is stored as rationals.
    void settle(const data::History& history, Layout& layout) {
        constexpr int patient_rounds = 6;
        for (int round = 0;; ++round) {
            auto written = layout.stores;
            for (auto& era : eras_)
                era.scaled = plan(scheme_, history, layout, era.month, Numbers::scaled, written);
            bool changed = false;
            for (std::size_t i = 0; i < written.size(); ++i) {
                const StoreId id(i);
                if (written[id] == layout.stores[id]) continue;
                changed = true;
                if (round >= patient_rounds) written[id].form = Form::exact, written[id].unit = Fraction{};
            }
            if (!changed) break;
            layout.stores = std::move(written);
        }
    }

    const core::Scheme& scheme_;
    std::vector<Era> eras_;
    std::map<Likeness, std::size_t> by_likeness_;
    std::map<Month, std::size_t> of_month_;
};

void find_failed_rows(const core::Scheme& scheme, const Layout& layout, const Stores& stores,
                      Result& result) {
    const auto rows = layout.stores.empty() ? 0 : stores[StoreId(0)].values.size();
    std::vector<std::uint8_t> failed;
    const auto mark = [&](core::DefinitionId id) {
        if (!id) return;
        const auto& states = stores[layout.of_definition[id]].states;
        if (!states.empty()) failed.resize(rows);
        for (std::size_t row = 0; row < states.size(); ++row) {
            if (states[row] != State::present) failed[row] = 1;
        }
    };
    for (const auto& pay : scheme.pays) mark(pay.amount);
    mark(scheme.pay_total);
    for (std::size_t row = 0; row < failed.size(); ++row) {
        if (failed[row] != 0) result.failed_rows.push_back(data::RowId(row));
    }
}

bool is_kept(core::DefinitionKind kind, Keep keep) {
    return keep == Keep::everything || kind == core::DefinitionKind::pay_line ||
           kind == core::DefinitionKind::pay_total || kind == core::DefinitionKind::promise;
}

Result result(const core::Scheme& scheme, const Layout& layout, Results results, Keep keep) {
    Result result;
    find_failed_rows(scheme, layout, results.stores, result);
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        Values values;
        values.kind = scheme.definitions[id].type.kind;
        if (is_kept(scheme.definitions[id].kind, keep))
            values = finished(std::move(results.stores[layout.of_definition[id]]));
        result.definitions.push_back(std::move(values));
        if (results.absent[id] > 0) result.unread_failures.emplace_back(id, results.absent[id]);
    }
    result.texts = layout.texts;
    return result;
}

}  // namespace

Result run(const core::Scheme& scheme, const data::History& history, Keep keep, std::size_t vector_rows) {
    auto laid = layout(scheme, history, keep);
    Eras eras(scheme, history, laid);
    Results results{stores(laid, history.rows.size()),
                    Table<core::DefinitionId, std::size_t>(scheme.definitions.size())};
    Evaluator evaluator(scheme, history, laid, results, vector_rows);
    for (std::size_t row = 0; row < history.rows.size();) {
        const auto month = history.rows[data::RowId(row)].month;
        auto& era = eras.at(month);
        for (const auto end = Eras::month_end(history, row); row < end;) {
            const Block block{row, std::min(vector_rows, end - row), month};
            evaluator.evaluate(era, block);
            row += block.rows;
        }
    }
    auto finished = result(scheme, laid, std::move(results), keep);
    finished.paths = evaluator.paths();
    return finished;
}

}  // namespace accrue::run
