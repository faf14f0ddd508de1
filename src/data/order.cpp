#include "data/order.hpp"

#include <algorithm>
#include <utility>

namespace accrue::data {

template <class Number>
Ordered ordered(ColumnOf<Numbered<Number>> rows, int bits, Workers& workers) {
    const auto passes = std::max(1, (bits + most_digit_bits - 1) / most_digit_bits);
    const auto width = (bits + passes - 1) / passes;
    ColumnOf<Numbered<Number>> sorted(rows.size());
    for (int shift = 0; shift < bits; shift += width) {
        const auto digits = std::size_t{1} << width;
        const auto digit_of = [&](std::size_t row) { return (rows[row].number >> shift) & (digits - 1); };
        const auto put = [&](std::size_t row, std::size_t place) { sorted[place] = rows[row]; };
        if (put_by_digit(rows.size(), digits, workers, digit_of, put)) std::swap(rows, sorted);
    }
    sorted = {};
    Ordered done;
    done.order.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        done.order[i] = rows[i].row;
        done.has_equal |= i > 0 && rows[i].number == rows[i - 1].number;
    }
    return done;
}
template Ordered ordered(ColumnOf<Numbered<std::uint32_t>>, int, Workers&);
template Ordered ordered(ColumnOf<Numbered<std::uint64_t>>, int, Workers&);

// ---------------------------------------------------------------- stretches

namespace {

constexpr std::size_t tile = 1 << 14;       // rows whose cells stay near while all runs pass through them
constexpr std::size_t least_run_rows = 64;  // shorter runs are as good as none

}  // namespace

Stretches::Stretches(const Order& order) {
    std::vector<Stretch> runs;
    std::uint32_t begin = 0;
    const auto places = static_cast<std::uint32_t>(order.size());
    for (std::uint32_t i = 1; i < places && places > tile; ++i) {
        if (order[i - 1] < order[i]) continue;
        runs.push_back({begin, i});
        begin = i;
        if (runs.size() * least_run_rows > places) break;
    }
    runs.push_back({begin, places});
    const bool are_long = runs.size() > 1 && runs.size() * least_run_rows <= places;
    are_long ? side_by_side(order, std::move(runs)) : one_after_another(places);
}

void Stretches::one_after_another(std::size_t places) {
    for (std::size_t begin = 0; begin < places; begin += tile) {
        pieces_.push_back(stretches_.size());
        stretches_.push_back(
            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(std::min(begin + tile, places))});
    }
    pieces_.push_back(stretches_.size());
}

void Stretches::side_by_side(const Order& order, std::vector<Stretch> runs) {
    std::uint32_t last = 0;
    for (const auto& run : runs) last = std::max(last, order[run.end - 1].value);
    for (std::size_t behind = tile; behind <= last + tile; behind += tile) {
        pieces_.push_back(stretches_.size());
        for (auto& run : runs) {
            const auto from = order.begin() + run.begin, to = order.begin() + run.end;
            const auto most = from + std::min<std::ptrdiff_t>(to - from, tile);
            const auto next = std::lower_bound(from, most, RowId(behind));
            const auto end = static_cast<std::uint32_t>(next - order.begin());
            if (end > run.begin) stretches_.push_back({run.begin, end});
            run.begin = end;
        }
    }
    pieces_.push_back(stretches_.size());
}

void Stretches::each(Workers& workers, const std::function<void(std::size_t, std::size_t)>& work) const {
    workers.each(pieces_.size() - 1, [&](std::size_t piece, std::size_t) {
        for (auto i = pieces_[piece]; i < pieces_[piece + 1]; ++i)
            work(stretches_[i].begin, stretches_[i].end);
    });
}

}  // namespace accrue::data
