#include "compare/paid.hpp"

#include <algorithm>
#include <utility>

#include "compare/ranking.hpp"
#include "core/walk.hpp"

namespace accrue::compare {
namespace {

using core::DefinitionId;
using core::InputId;
using core::LevelId;

// ---------------------------------------------------------------- counts

constexpr std::size_t rows_of_a_piece = std::size_t{1} << 16U;

// Calls `work(begin, end, piece)` for the rows from 0 to `rows`.
template <class Work>
void in_pieces(Workers& workers, std::size_t rows, const Work& work) {
    const auto pieces = (rows + rows_of_a_piece - 1) / rows_of_a_piece;
    workers.each(pieces, [&](std::size_t piece, std::size_t) {
        const auto begin = piece * rows_of_a_piece;
        work(begin, std::min(begin + rows_of_a_piece, rows), piece);
    });
}

std::int64_t count_of(const run::Values& values, data::RowId row, const Exact& unit) {
    std::int64_t count = 0;
    if (!(values.number(row) / unit).fits_scaled(1, count)) throw TooLong{};
    return count;
}

// Counts of a column of plain ones, times a whole factor; else through exact numbers.
class Column {
  public:
    Column(const run::Values& values, const Exact& unit) : values_(values), unit_(unit) {
        is_plain_ = values.denominators.empty() && values.large.empty() &&
                    (values.unit / unit).fits_scaled(1, factor_) && factor_ > 0;
    }
    std::int64_t operator[](data::RowId row) const {
        std::int64_t count = 0;
        if (!is_plain_) return count_of(values_, row, unit_);
        if (__builtin_mul_overflow(values_.count(row), factor_, &count)) throw TooLong{};
        return count;
    }
    // Of the rows from `begin` to `end`, by their places in the column.
    int128 sum(std::size_t begin, std::size_t end) const {
        int128 total = 0;
        if (!is_plain_) {
            for (auto at = begin; at < end; ++at) total += (*this)[data::RowId(values_.first.value + at)];
            return total;
        }
        for (auto at = begin; at < end; ++at) total += values_.values[at];
        return total * factor_;
    }

  private:
    const run::Values& values_;
    Exact unit_;
    std::int64_t factor_ = 1;
    bool is_plain_ = false;
};

std::vector<LevelId> paid_levels(const Sides& sides) {
    std::vector<LevelId> levels;
    for (std::uint32_t i = 0; i < sides.reading.levels.size(); ++i)
        if (std::ranges::any_of(sides.sides, [&](const Side& side) {
                return static_cast<bool>(side.scheme.levels[LevelId(i)].pay_total);
            }))
            levels.push_back(LevelId(i));
    return levels;
}

// The person-months of all paid levels, before anything is paid.
class Listing {
  public:
    Listing(const Sides& sides, const data::History& history, Paid& paid) : history_(history), paid_(paid) {
        for (const auto level : paid_levels(sides)) add(level);
        number_periods();
    }

  private:
    void add(LevelId level) {
        const auto& frame = history_.frames[level];
        constexpr std::uint32_t none = ~std::uint32_t{0};
        std::vector<std::uint32_t> places(history_.keys.size(), none);  // of people, by key
        for (std::uint32_t i = 0; i < frame.rows; ++i) {
            const data::RowId row(frame.first.value + i);
            const auto key = history_.rows.keys[row.value];
            const auto period = history_.rows.periods[row.value];
            auto& place = places[key.value];
            if (place == none) {
                place = static_cast<std::uint32_t>(paid_.people.size());
                paid_.people.push_back({level, key});
            }
            const bool is_more_of_same =
                !paid_.rows.empty() && i > 0 && paid_.person.back() == place && all_periods_.back() == period;
            if (is_more_of_same) continue;
            paid_.rows.push_back(row);
            paid_.person.push_back(place);
            all_periods_.push_back(period);
        }
    }
    void number_periods() {
        paid_.periods = all_periods_;
        std::ranges::sort(paid_.periods);
        paid_.periods.erase(std::ranges::unique(paid_.periods).begin(), paid_.periods.end());
        for (const auto period : all_periods_)
            paid_.period.push_back(static_cast<std::uint32_t>(
                std::ranges::lower_bound(paid_.periods, period) - paid_.periods.begin()));
    }

    const data::History& history_;
    Paid& paid_;
    std::vector<Period> all_periods_;
};

Exact unit_of(const Sides& sides) {
    int digits = 2;
    for (const auto& side : sides.sides)
        digits = std::max(digits, side.scheme.rounding_step.decimal_digits().value_or(digits));
    return Exact::scaled(1, digits);
}

// Person-months of one level that stand together.
struct Stretch {
    LevelId level;
    std::size_t begin, end;
};
std::vector<Stretch> stretches(const Paid& paid) {
    std::vector<Stretch> all;
    for (std::size_t at = 0; at < paid.size(); ++at) {
        const auto level = paid.people[paid.person[at]].level;
        if (all.empty() || all.back().level != level) all.push_back({level, at, at});
        all.back().end = at + 1;
    }
    return all;
}

// Every row's pay, added to its person-month.
std::vector<std::int64_t> pays(const Paid& paid, const core::Scheme& scheme, const data::History& history,
                               const run::Result& result, const Exact& unit, Workers& workers) {
    std::vector<std::int64_t> counts(paid.size(), 0);
    for (const auto& [level, first, last] : stretches(paid)) {
        const auto total = scheme.levels[level].pay_total;
        if (!total) continue;
        const auto& frame = history.frames[level];
        const Column column(result.definitions[total.value], unit);
        const auto add = [&, from = first, to = last](std::size_t begin, std::size_t end, std::size_t) {
            for (auto at = from + begin; at < from + end; ++at) {
                const auto behind = at + 1 == to ? frame.first.value + frame.rows : paid.rows[at + 1].value;
                for (auto row = paid.rows[at].value; row < behind; ++row)
                    if (__builtin_add_overflow(counts[at], column[data::RowId(row)], &counts[at]))
                        throw TooLong{};
            }
        };
        in_pieces(workers, last - first, add);
    }
    return counts;
}

Exact total_of(const core::Scheme& scheme, const data::History& history, const run::Result& result,
               DefinitionId of, const Exact& unit, Workers& workers) {
    const auto rows = history.frames[scheme.definitions[of].level].rows;
    const Column column(result.definitions[of.value], unit);
    std::vector<int128> sums(rows / rows_of_a_piece + 1, 0);
    in_pieces(workers, rows, [&](std::size_t begin, std::size_t end, std::size_t piece) {
        sums[piece] = column.sum(begin, end);
    });
    int128 total = 0;
    for (const auto each : sums) total += each;
    return Exact::ratio(total, 1) * unit;
}

void add_components(Paid& paid, std::size_t sides, std::size_t side, const core::Scheme& scheme,
                    const data::History& history, const run::Result& result, Workers& workers) {
    for (const auto& pay : scheme.pays) {
        auto known = std::ranges::find(paid.components, pay.component, &Component::name);
        if (known == paid.components.end())
            known = paid.components.insert(known, {.name = pay.component, .cost = std::vector<Exact>(sides)});
        known->cost[side] += total_of(scheme, history, result, pay.amount, paid.unit, workers);
    }
}

// ---------------------------------------------------------------- the result of each person-month

void take_input(Paid& paid, const data::History& history, const core::Scheme& scheme, InputId input) {
    const auto& column = history.columns[input];
    paid.result_unit = Exact::scaled(1, column.digits);
    paid.result.resize(paid.size());
    if (column.absent) return;
    if (!column.large.empty()) throw TooLong{};
    for (std::size_t at = 0; at < paid.size(); ++at) {
        const auto row = history.above(paid.rows[at], scheme.inputs[input].level);
        if (row && !column.is_missing(row)) paid.result[at] = column.count(row);
    }
}

void take_definition(Paid& paid, const data::History& history, core::Scheme scheme, DefinitionId definition,
                     Workers& workers) {
    scheme.definitions[definition].kind = core::DefinitionKind::pay_line;  // which is kept
    const auto run = run::run(scheme, history, run::Keep::paid, run::rows_of_a_vector, &workers);
    const auto& values = run.definitions[definition.value];
    paid.result_unit = paid.unit;
    paid.result.resize(paid.size());
    for (std::size_t at = 0; at < paid.size(); ++at) {
        const auto row = history.above(paid.rows[at], scheme.definitions[definition].level);
        if (!row || values.state(row) != run::State::present) continue;
        if (!(values.number(row) / paid.unit).is_integer())
            throw ResultTooFine{scheme.definitions[definition].name, paid.unit};
        paid.result[at] = count_of(values, row, paid.unit);
    }
}

std::vector<std::uint32_t> places_by_result(const Paid& paid) {
    std::vector<std::uint32_t> places;
    std::vector<std::int64_t> results;
    for (std::uint32_t at = 0; at < paid.result.size(); ++at) {
        if (!paid.result[at]) continue;
        places.push_back(at);
        results.push_back(*paid.result[at]);
    }
    auto order = rising_order(results);
    for (auto& at : order) at = places[at];
    return order;
}

}  // namespace

Exact sum(const std::vector<std::int64_t>& counts, const Exact& unit) {
    int128 total = 0;
    for (const auto count : counts) total += count;
    return Exact::ratio(total, 1) * unit;
}

std::size_t at_zero(const std::vector<std::int64_t>& pay) {
    return static_cast<std::size_t>(std::ranges::count(pay, 0));
}

Paying pay_all(const Sides& sides, const data::History& history, const Result& result, Workers& workers) {
    Paying all;
    auto& paid = all.paid;
    paid.unit = unit_of(sides);
    const Listing listing(sides, history, paid);
    run::Runner first(sides.sides.front().scheme, run::Keep::paid, run::rows_of_a_vector, &workers);
    for (std::size_t i = 0; i < sides.sides.size(); ++i) {
        const auto& scheme = sides.sides[i].scheme;
        run::Runner runner(scheme, run::Keep::paid, first);
        auto run = runner.run(history);
        if (!run.failed_rows.empty()) {
            all.failed.push_back({i, run.failed_rows});
        } else if (all.failed.empty()) {
            paid.pay.push_back(pays(paid, scheme, history, run, paid.unit, workers));
            add_components(paid, sides.sides.size(), i, scheme, history, run, workers);
        }
        runner.take_back(std::move(run));
    }
    if (!all.failed.empty()) return all;
    if (result.input) take_input(paid, history, sides.reading, result.input);
    if (result.definition)
        take_definition(paid, history, sides.sides.front().scheme, result.definition, workers);
    paid.by_result = places_by_result(paid);
    return all;
}

Payer::Payer(const core::Scheme& first, const data::History& history, Workers& workers)
    : history_(history), workers_(workers), first_(first, run::Keep::paid, run::rows_of_a_vector, &workers) {}

std::optional<Exact> Payer::cost(const core::Scheme& scheme) {
    run::Runner runner(scheme, run::Keep::paid, first_);
    auto run = runner.run(history_);
    if (!run.failed_rows.empty()) return std::nullopt;
    Exact total = 0;
    for (const auto level : core::paying_levels(scheme))
        total +=
            total_of(scheme, history_, run, scheme.levels[level].pay_total, scheme.rounding_step, workers_);
    runner.take_back(std::move(run));
    return total;
}

std::optional<std::vector<std::int64_t>> Payer::pay(const Paid& paid, const core::Scheme& scheme,
                                                    const Exact& unit) {
    run::Runner runner(scheme, run::Keep::paid, first_);
    auto run = runner.run(history_);
    if (!run.failed_rows.empty()) return std::nullopt;
    auto counts = pays(paid, scheme, history_, run, unit, workers_);
    runner.take_back(std::move(run));
    return counts;
}

Against against_first(const Paid& paid, const std::vector<std::int64_t>& pay) {
    std::vector<int128> change(paid.people.size(), 0);
    for (std::size_t at = 0; at < pay.size(); ++at)
        change[paid.person[at]] += static_cast<int128>(pay[at]) - paid.pay[0][at];
    Against counted;
    for (const auto each : change) {
        counted.more += each > 0 ? 1 : 0;
        counted.less += each < 0 ? 1 : 0;
    }
    return counted;
}

}  // namespace accrue::compare
