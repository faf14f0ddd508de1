// Cells of plain digits for x86-64-v3, four at a time.
#include "data/block_loops_v3.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>
#include <array>

namespace accrue::data::v3 {
namespace {

constexpr std::size_t most_bytes = 16;  // of a cell
constexpr int most_digits = 18;         // any so many fit an int64
using Bytes16 = std::array<std::uint8_t, most_bytes>;

// At `last_bytes + n`: sixteen bytes, the last n of which are set.
alignas(16) constexpr auto last_bytes = [] {
    std::array<std::uint8_t, 2 * most_bytes> bytes{};
    for (std::size_t i = most_bytes; i < bytes.size(); ++i) bytes[i] = 0xFF;
    return bytes;
}();

constexpr auto powers_of_ten = [] {
    std::array<std::int64_t, most_digits + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

ACCRUE_V3 inline __m128i load(const std::uint8_t* place) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(place));
}
ACCRUE_V3 inline __m256i twice(const Bytes16& bytes) {
    return _mm256_broadcastsi128_si256(load(bytes.data()));
}

// How the cells of a column look: so many digits behind a point, of which the last ones are zeros that the
// column has no room for.
struct Look {
    std::size_t after = most_bytes;  // most_bytes: there is no point
    std::size_t zeros = 0;

    std::size_t least_size() const { return after == most_bytes ? zeros + 1 : after + 2; }
    // What is taken off each byte, and what is then the most.
    std::uint8_t taken_off(std::size_t i, char point) const {
        return static_cast<std::uint8_t>(i + after + 1 == most_bytes ? point : '0');
    }
    std::uint8_t most(std::size_t i) const {
        return i + after + 1 == most_bytes || i + zeros >= most_bytes ? 0 : 9;
    }
    // Digits move over the point and the zeros; 0x80 makes a zero.
    std::uint8_t moved_from(std::size_t i) const {
        if (i < zeros) return 0x80;
        const auto from = i - zeros;
        if (from + after >= most_bytes) return static_cast<std::uint8_t>(from);
        return from == 0 ? 0x80 : static_cast<std::uint8_t>(from - 1);
    }
    friend bool operator==(const Look&, const Look&) = default;
};

// The same for sixteen bytes at a time.
struct Lane {
    Bytes16 taken_off{}, most{}, moved_from{};
};
Lane lane_of(const Look& look, char point) {
    Lane lane;
    for (std::size_t i = 0; i < most_bytes; ++i) {
        lane.taken_off[i] = look.taken_off(i, point);
        lane.most[i] = look.most(i);
        lane.moved_from[i] = look.moved_from(i);
    }
    return lane;
}

// Sixteen digits, the first being the highest, into two numbers of eight; of two such in each half.
ACCRUE_V3 inline __m256i in_fours(__m256i digits) {
    const auto pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001'0064));
}
ACCRUE_V3 inline __m256i values_of(__m256i even_fours, __m256i odd_fours) {
    const auto packed = _mm256_packus_epi32(even_fours, odd_fours);
    const auto eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x0001'2710));
    return _mm256_add_epi64(_mm256_mul_epu32(eights, _mm256_set1_epi64x(100'000'000)),
                            _mm256_srli_epi64(eights, 32));
}

class Numbers {
  public:
    ACCRUE_V3 Numbers(const Block& block, std::size_t column, const PlainNumbers& numbers)
        : base_(block.base),
          width_(block.width),
          ends_rows_(column + 1 == block.width),
          numbers_(numbers),
          begins_(block.begins.data() + column),
          rows_(block.rows) {}

    // From this row on, up to the first cell that is no plain number: how many.
    ACCRUE_V3 std::size_t read(std::size_t row, std::int64_t* values) {
        const auto first = row;
        while (row < rows_) {
            if (!read_one(row, values + (row - first))) break;
            ++row;
            const auto count = ends_rows_ ? read_fours<true>(row, values + (row - first))
                                          : read_fours<false>(row, values + (row - first));
            row += count;
            // where cells differ in their looks it is not worth to try after each
            for (int i = 0; count == 0 && i < 3 && row < rows_; ++i, ++row) {
                if (!read_one(row, values + (row - first))) return row - first;
            }
        }
        return row - first;
    }

  private:
    struct Extent {
        const char* begin;
        const char* end;
    };
    template <bool ends_rows>
    Extent cell(std::size_t row) const {
        const auto* const at = begins_ + row * width_;
        const char* end = base_ + at[1] - 1;
        if (ends_rows && end[-1] == '\r' && end > base_ + at[0]) --end;
        return {base_ + at[0], end};
    }

    // Any plain number; the next ones are expected to look like it.
    ACCRUE_V3 bool read_one(std::size_t row, std::int64_t* value) {
        auto [begin, end] = ends_rows_ ? cell<true>(row) : cell<false>(row);
        const bool is_negative = *begin == '-';
        begin += is_negative ? 1 : 0;
        const auto size = static_cast<std::size_t>(end - begin);
        if (size - 1 >= most_bytes) return false;  // also the empty cell
        const auto bytes = load(reinterpret_cast<const std::uint8_t*>(end) - most_bytes);
        const auto is_point = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(numbers_.point));
        const auto points = static_cast<std::uint32_t>(_mm_movemask_epi8(is_point)) & (0xFFFF'0000U >> size);
        const auto after = _lzcnt_u32(points & 0xFFFFU) - most_bytes;
        if (after == 0) return false;
        const int behind = static_cast<int>(after & 15U);
        const auto zeros = static_cast<std::size_t>(std::max(behind - numbers_.digits, 0));
        expect({after, zeros});
        if (size < look_.least_size()) return false;
        const auto digits =
            _mm_and_si128(_mm_sub_epi8(bytes, load(lane_.taken_off.data())), load(last_bytes.data() + size));
        const auto excess = _mm_subs_epu8(digits, load(lane_.most.data()));
        const int missing = std::max(numbers_.digits - behind, 0);
        if (_mm_testz_si128(excess, excess) == 0 || static_cast<int>(size) + missing > most_digits)
            return false;
        const auto fours =
            in_fours(_mm256_castsi128_si256(_mm_shuffle_epi8(digits, load(lane_.moved_from.data()))));
        const auto whole = _mm_cvtsi128_si64(_mm256_castsi256_si128(values_of(fours, fours)));
        *value = (is_negative ? -whole : whole) * powers_of_ten[static_cast<std::size_t>(missing)];
        is_scaled_ = missing > 0;
        return true;
    }

    // Four cells at a time that all look as expected.
    template <bool ends_rows>
    ACCRUE_V3 std::size_t read_fours(std::size_t row, std::int64_t* values) const {
        if (is_scaled_) return 0;
        const auto taken_off = twice(lane_.taken_off), most = twice(lane_.most),
                   moved = twice(lane_.moved_from);
        const auto least = look_.least_size(), span = most_bytes - least;
        const auto first = row;
        for (; row + 4 <= rows_; row += 4, values += 4) {
            const Extent cells[4] = {cell<ends_rows>(row), cell<ends_rows>(row + 1), cell<ends_rows>(row + 2),
                                     cell<ends_rows>(row + 3)};
            bool are_short = true;
            for (const auto& each : cells) {
                const auto size = static_cast<std::size_t>(each.end - each.begin);
                are_short = are_short && size - least <= span;
            }
            if (!are_short) break;
            const auto digits = [&](const Extent& low, const Extent& high) ACCRUE_V3 {
                const auto bytes =
                    _mm256_loadu2_m128i(as_vector(high.end - most_bytes), as_vector(low.end - most_bytes));
                const auto mask = _mm256_loadu2_m128i(as_vector(last_bytes.data() + (high.end - high.begin)),
                                                      as_vector(last_bytes.data() + (low.end - low.begin)));
                return _mm256_and_si256(_mm256_sub_epi8(bytes, taken_off), mask);
            };
            const auto even = digits(cells[0], cells[2]), odd = digits(cells[1], cells[3]);
            const auto excess = _mm256_or_si256(_mm256_subs_epu8(even, most), _mm256_subs_epu8(odd, most));
            if (_mm256_testz_si256(excess, excess) == 0) break;
            const auto all = values_of(in_fours(_mm256_shuffle_epi8(even, moved)),
                                       in_fours(_mm256_shuffle_epi8(odd, moved)));
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(values), all);
        }
        return row - first;
    }

    template <class Byte>
    static const __m128i* as_vector(const Byte* bytes) {
        return reinterpret_cast<const __m128i*>(bytes);
    }

    void expect(const Look& look) {
        if (look == look_ && has_lane_) return;
        look_ = look;
        lane_ = lane_of(look, numbers_.point);
        has_lane_ = true;
    }

    const char* base_;
    std::size_t width_;
    bool ends_rows_;
    PlainNumbers numbers_;
    const std::uint32_t* begins_;
    std::size_t rows_;
    Look look_;
    Lane lane_;
    bool has_lane_ = false;
    bool is_scaled_ = false;  // the last cell has fewer digits behind the point than the column
};

}  // namespace

ACCRUE_V3 std::size_t read_numbers(const Block& block, std::size_t column, std::size_t row,
                                   const PlainNumbers& numbers, std::int64_t* values) {
    return Numbers(block, column, numbers).read(row, values);
}

}  // namespace accrue::data::v3

#endif
