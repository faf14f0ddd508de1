#include "report/lines.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <memory>

#include "base/messages/computing.hpp"
#include "report/amount_column.hpp"
#include "report/writer.hpp"

namespace accrue::report {
namespace {

// A text that is written again and again. Most are short and are copied as one block of a known size.
class Piece {
  public:
    Piece() = default;
    explicit Piece(std::string_view text) : size_(text.size()) {
        if (text.size() <= short_.size()) {
            std::memcpy(short_.data(), text.data(), text.size());
        } else {
            long_ = text;
        }
    }
    // Then no more bytes are touched than each cell of a line has room for.
    bool is_short() const { return size_ <= sizeof short_; }
    // At most so many bytes are touched.
    std::size_t room() const { return size_ + sizeof short_; }
    char* put(char* place) const {
        if (is_short()) {
            std::memcpy(place, short_.data(), sizeof short_);
        } else {
            std::memcpy(place, long_.data(), size_);
        }
        return place + size_;
    }

  private:
    std::array<char, 16> short_{};
    std::size_t size_ = 0;
    std::string long_;
};

// Gathers bytes and hands them to the text in blocks: a string that grows is cleared before it is written.
class Block {
  public:
    explicit Block(std::string& text) : text_(text) {}
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block() { flush(); }

    char* room(char* place, std::size_t bytes) {
        if (static_cast<std::size_t>(bytes_.get() + size_ - place) >= bytes) return place;
        text_.append(bytes_.get(), place);
        if (bytes > size_) {
            size_ = bytes;
            bytes_ = std::make_unique_for_overwrite<char[]>(size_);
        }
        return bytes_.get();
    }
    char* begin() { return bytes_.get(); }
    void end(char* place) { end_ = place; }

  private:
    void flush() { text_.append(bytes_.get(), end_); }

    std::string& text_;
    std::size_t size_ = std::size_t{1} << 14U;
    std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(size_);
    char* end_ = bytes_.get();
};

// The key of one level and what stands behind it, written anew only where it changes.
class Keys {
  public:
    Keys(const Results& part, const LevelResults& level, core::LevelId of, const LineStyle& style,
         std::string_view behind)
        : part_(part),
          keys_(part.history.rows.keys.data()),
          style_(style),
          of_(of),
          is_own_(of == level.level),
          behind_(behind) {}

    const Piece& at(data::RowId row) {
        const auto key = is_own_ ? keys_[row.value] : key_above(row);
        if (written_ != key.value) write(key);
        return text_;
    }

  private:
    data::KeyId key_above(data::RowId row) const {
        const auto above = part_.history.above(row, of_);
        return above ? keys_[above.value] : data::KeyId();
    }
    void write(data::KeyId key) {
        const auto text = style_.key(key ? std::string_view(part_.history.keys[key.value]) : "");
        text_ = Piece(text + std::string(behind_));
        written_ = key.value;
    }

    const Results& part_;
    const data::KeyId* keys_;  // by row
    const LineStyle& style_;
    core::LevelId of_;
    bool is_own_;
    std::string_view behind_;
    std::uint64_t written_ = UINT64_MAX;  // at first no key
    Piece text_;
};

std::string numeric_date(Date date) {
    const auto month = date.month();
    return fmt::format("{:02}.{:02}.{:04}", date.day(), month.number(), month.year());
}

// Periods come again with every key: each, with what stands behind it, is worked out once as long as no other
// takes its place.
class Periods {
  public:
    Periods(const Results& part, const LineStyle& style, std::string_view behind)
        : calendar_(part.scheme.calendar),
          periods_(part.history.rows.periods.data()),
          style_(style.periods),
          behind_(behind) {}

    const Piece& at(data::RowId row) {
        const auto period = periods_[row.value];
        auto& known = known_[static_cast<std::uint32_t>(period.index) % known_.size()];
        if (known.period != period) known = {period, Piece(text(period) + std::string(behind_))};
        return known.text;
    }

  private:
    struct Known {
        Period period{INT32_MIN};
        Piece text;
    };
    std::string text(Period period) const {
        return style_ == PeriodStyle::iso ? calendar_.to_text(period)
                                          : numeric_date(calendar_.first_day(period));
    }

    const Calendar& calendar_;
    const Period* periods_;  // by row
    PeriodStyle style_;
    std::string_view behind_;
    std::vector<Known> known_ = std::vector<Known>(64);
};

struct Amounts {
    AmountColumn column;
    core::DefinitionId definition;
    Piece behind;
};
struct Dates {
    PeriodStyle style;
    std::string behind;

    std::string text(Date date) const {
        return (style == PeriodStyle::iso ? to_text(date) : numeric_date(date)) + behind;
    }
};
using Cell = std::variant<Keys, Periods, Amounts, Dates>;

std::vector<Cell> prepared(const Results& part, const LevelResults& level, const LinePlan& plan,
                           const LineStyle& style) {
    const auto digits = money_digits(part.scheme);
    std::vector<Cell> cells;
    for (const auto& [content, behind] : plan.cells) {
        const overloaded prepare{
            [&](const KeyCell& cell) { return Cell(Keys(part, level, cell.level, style, behind)); },
            [&](const PeriodCell&) { return Cell(Periods(part, style, behind)); },
            [&](const DateCell&) { return Cell(Dates{style.periods, behind}); },
            [&](const AmountCell& cell) {
                const auto& values = part.run.definitions[cell.definition.value];
                return Cell(
                    Amounts{AmountColumn(values, digits, style.point), cell.definition, Piece(behind)});
            }};
        cells.push_back(std::visit(prepare, content));
    }
    return cells;
}

// What one line may need besides its keys, dates and amounts that are not quick.
std::size_t room_of_a_row(const LinePlan& plan) {
    constexpr std::size_t most = digits_room + 16;  // more is touched than is written
    std::size_t room = plan.before.size() + most;
    for (const auto& cell : plan.cells) room += cell.behind.size() + most;
    return room;
}

std::string slow_amount(const Amounts& amounts, data::RowId row, const Results& part, Fractions fractions) {
    auto text = amounts.column.text(row);
    if (fractions == Fractions::written || text.find('/') == std::string::npos) return text;
    const auto name = shown_name(part.scheme.definitions[amounts.definition]);
    throw Refused{{kind::amount_without_end, {}, {text, name}, {}}};
}

// Memory taken at once need not be moved while the text grows. Amounts and periods are of about so many
// bytes.
std::size_t expected_bytes(const Results& part, const LevelResults& level, const LinePlan& plan) {
    constexpr std::size_t usual = 12;
    std::size_t bytes = plan.before.size();
    for (const auto& cell : plan.cells) {
        const auto* const key = std::get_if<KeyCell>(&cell.content);
        bytes += cell.behind.size() + (key == nullptr || level.rows.empty()
                                           ? usual
                                           : key_above(part, level.rows[0], key->level).size());
    }
    return bytes * level.rows.size();
}

}  // namespace

void append_lines(std::string& text, const Results& part, const LevelResults& level, const LinePlan& plan,
                  const LineStyle& style) {
    text.reserve(text.size() + expected_bytes(part, level, plan));
    auto cells = prepared(part, level, plan, style);
    const Piece before(plan.before);
    const bool has_before = !plan.before.empty();
    const auto row_room = room_of_a_row(plan);
    Block block(text);
    char* place = block.begin();
    // Behind whatever is of any length there is again room for the rest of the row.
    const auto copy_text = [&](std::string_view slow) {
        place = block.room(place, slow.size() + row_room);
        std::memcpy(place, slow.data(), slow.size());
        place += slow.size();
    };
    for (const auto row : level.rows) {
        place = block.room(place, row_room);
        if (has_before) place = before.put(place);
        for (auto& cell : cells) {
            if (auto* amounts = std::get_if<Amounts>(&cell)) {
                if (char* const end = amounts->column.put(place, row)) {
                    place = end;
                } else {
                    copy_text(slow_amount(*amounts, row, part, style.fractions));
                }
                place = amounts->behind.put(place);
            } else if (auto* keys = std::get_if<Keys>(&cell)) {
                const auto& key = keys->at(row);
                if (!key.is_short()) place = block.room(place, key.room() + row_room);
                place = key.put(place);
            } else if (auto* periods = std::get_if<Periods>(&cell)) {
                place = periods->at(row).put(place);
            } else {
                copy_text(std::get<Dates>(cell).text(part.history.rows.dates[row.value]));
            }
        }
    }
    block.end(place);
}

}  // namespace accrue::report
