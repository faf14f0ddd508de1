#include "evidence/difference.hpp"

#include <algorithm>

#include "data/records.hpp"

namespace accrue::evidence {
namespace {

using Lines = std::vector<std::string_view>;

// A stretch of lines in which the texts differ, of either text.
struct Stretch {
    std::size_t begin_before, end_before, begin_after, end_after;
};

// What lies between equal beginnings and equal ends.
Stretch middle_of(const Lines& before, const Lines& after) {
    const auto least = std::min(before.size(), after.size());
    std::size_t head = 0, tail = 0;
    while (head < least && before[head] == after[head]) ++head;
    while (tail < least - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
    return {head, before.size() - tail, head, after.size() - tail};
}

// The longest lines in common, by the table of lengths from each pair of places on.
class Common {
  public:
    Common(const Lines& before, const Lines& after, Stretch middle)
        : before_(before), after_(after), middle_(middle), width_(middle.end_after - middle.begin_after + 1) {
        lengths_.assign((middle.end_before - middle.begin_before + 1) * width_, 0);
        for (auto i = middle.end_before; i-- > middle.begin_before;) {
            for (auto j = middle.end_after; j-- > middle.begin_after;)
                length(i, j) = before[i] == after[j] ? length(i + 1, j + 1) + 1
                                                     : std::max(length(i + 1, j), length(i, j + 1));
        }
    }

    std::vector<Stretch> stretches() {
        std::vector<Stretch> all;
        auto i = middle_.begin_before, j = middle_.begin_after;
        while (i < middle_.end_before || j < middle_.end_after) {
            Stretch stretch{i, i, j, j};
            while (!is_common(i, j) && (i < middle_.end_before || j < middle_.end_after))
                goes_before(i, j) ? ++i : ++j;
            stretch.end_before = i;
            stretch.end_after = j;
            all.push_back(stretch);
            while (is_common(i, j)) ++i, ++j;
        }
        return all;
    }

  private:
    std::uint32_t& length(std::size_t i, std::size_t j) {
        return lengths_[(i - middle_.begin_before) * width_ + (j - middle_.begin_after)];
    }
    bool is_common(std::size_t i, std::size_t j) const {
        return i < middle_.end_before && j < middle_.end_after && before_[i] == after_[j];
    }
    bool goes_before(std::size_t i, std::size_t j) {
        if (i == middle_.end_before || j == middle_.end_after) return i < middle_.end_before;
        return length(i + 1, j) >= length(i, j + 1);
    }

    const Lines &before_, &after_;
    Stretch middle_;
    std::size_t width_;
    std::vector<std::uint32_t> lengths_;
};

constexpr std::size_t most_pairs = 4'000'000;  // of lines that are held against each other

std::vector<Stretch> stretches(const Lines& before, const Lines& after) {
    const auto middle = middle_of(before, after);
    const auto taken = middle.end_before - middle.begin_before, put = middle.end_after - middle.begin_after;
    if (taken == 0 && put == 0) return {};
    if (taken > most_pairs / (put + 1)) return {middle};
    return Common(before, after, middle).stretches();
}

}  // namespace

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<ChangedLine> changed_lines(std::string_view before, std::string_view after) {
    const auto old_lines = lines_of(before), new_lines = lines_of(after);
    std::vector<ChangedLine> changed;
    for (const auto& [begin_before, end_before, begin_after, end_after] : stretches(old_lines, new_lines)) {
        const auto count = std::max(end_before - begin_before, end_after - begin_after);
        for (std::size_t i = 0; i < count; ++i) {
            ChangedLine line;
            if (const auto at = begin_before + i; at < end_before) line.before = {at + 1, old_lines[at]};
            if (const auto at = begin_after + i; at < end_after) line.after = {at + 1, new_lines[at]};
            const bool is_same = line.before && line.after && line.before->text == line.after->text;
            if (!is_same) changed.push_back(line);
        }
    }
    return changed;
}

std::vector<std::string> cells_of(std::string_view line, char delimiter) {
    data::Records records(line, delimiter);
    std::vector<std::string> cells;
    if (!records.next()) return cells;
    for (const auto& cell : records.cells()) cells.push_back(data::unquoted(cell));
    return cells;
}

std::optional<std::vector<ChangedCell>> changed_cells(std::string_view header, std::string_view before,
                                                      std::string_view after, char delimiter) {
    const auto names = cells_of(header, delimiter);
    const auto old_cells = cells_of(before, delimiter), new_cells = cells_of(after, delimiter);
    if (old_cells.size() != names.size() || new_cells.size() != names.size()) return std::nullopt;
    std::vector<ChangedCell> changed;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (old_cells[i] != new_cells[i]) changed.push_back({names[i], old_cells[i], new_cells[i]});
    }
    return changed;
}

}  // namespace accrue::evidence
