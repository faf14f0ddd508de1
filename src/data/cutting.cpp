#include "data/cutting.hpp"

#include <algorithm>

#include "data/words.hpp"

namespace accrue::data {

// Behind the line break that follows, or at the end.
std::uint64_t Cutting::row_behind(std::uint64_t place) const {
    const auto line_break = text_.find('\n', place);
    return line_break == std::string_view::npos ? text_.size() : line_break + 1;
}

// As it is written, without blanks around it.
std::string_view Cutting::key(std::uint64_t row) {
    const auto line = text_.substr(row, text_.find('\n', row) - row);
    std::size_t begin = 0;
    for (std::uint32_t column = 0; column < key_column_; ++column) {
        const auto delimiter = line.find(delimiter_, begin);
        if (delimiter == std::string_view::npos) {
            is_lost_ = true;
            return {};
        }
        begin = delimiter + 1;
    }
    const auto cell = line.substr(begin, line.find(delimiter_, begin) - begin);
    if (line.find('"') != std::string_view::npos) is_lost_ = true;
    return bare(cell);
}

std::optional<std::string_view> Cutting::advance(std::uint64_t bytes) {
    if (is_at_end() || is_lost_) return std::nullopt;
    auto row = bytes < text_.size() - at_ ? row_behind(at_ + bytes - 1) : text_.size();
    if (row == text_.size()) {
        at_ = row;
        return std::nullopt;
    }
    const auto last = key(row);
    while (row < text_.size() && !is_lost_ && key(row) == last) row = row_behind(row);
    at_ = row;
    return is_at_end() ? std::nullopt : std::optional(last);
}

bool Cutting::is_behind(std::uint64_t row, std::string_view key_before) {
    return row == text_.size() || key(row) > key_before;
}

// Twice as far with every step, then half as far: rows are looked at by the logarithm of how many lie
// between.
void Cutting::advance_behind(std::string_view key_before) {
    auto low = at_;  // a row that is not behind the key, once it is known that there is one
    if (is_lost_ || is_behind(low, key_before)) return;
    std::uint64_t step = 4096;
    auto high = row_behind(std::min<std::uint64_t>(text_.size(), low + step));
    while (!is_lost_ && !is_behind(high, key_before)) {
        low = high;
        step *= 2;
        high = step < text_.size() - low ? row_behind(low + step) : text_.size();
    }
    while (!is_lost_) {
        auto middle = row_behind(low + (high - low) / 2);
        if (middle >= high) middle = row_behind(low);
        if (middle >= high) break;
        (is_behind(middle, key_before) ? high : low) = middle;
    }
    at_ = high;
}

}  // namespace accrue::data
