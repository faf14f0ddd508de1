#include "report/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "base/messages/computing.hpp"
#include "report/amount_column.hpp"
#include "report/hundredths.hpp"
#include "report/writer.hpp"

namespace accrue::report {
namespace {

// Texts that are worked out anew, in numbered places.
class Texts {
  public:
    explicit Texts(std::size_t places) : texts_(places) {}
    const Piece* put(std::size_t place, std::string text) {
        auto& at = texts_[place];
        at.text = std::move(text);
        at.piece = Piece(at.text);
        longest_ = std::max(longest_, at.piece.size);
        return &at.piece;
    }
    std::size_t longest() const { return longest_; }  // of all that there ever were

  private:
    struct Text {
        std::string text;
        Piece piece;
    };
    std::vector<Text> texts_;
    std::size_t longest_ = 0;
};

// Lines are put together some at a time. What stands in one cell of them is found by one call, whose loop has
// all that it needs in registers; then the pieces are copied one behind the other.
constexpr std::size_t most_rows = 32;
using RowsAtOnce = std::span<const data::RowId>;
using Pieces = std::array<const Piece*, most_rows>;

// Gathers bytes and hands them to the text in blocks: a string that grows is cleared before it is written.
class Block {
  public:
    explicit Block(std::string& text) : text_(text) {}
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block() { text_.append(bytes_.get(), end_); }

    // Where so many bytes may be written, up to `end`.
    char* room(std::size_t bytes) {
        if (static_cast<std::size_t>(bytes_.get() + size_ - end_) >= bytes) return end_;
        text_.append(bytes_.get(), end_);
        if (bytes > size_) {
            size_ = bytes;
            bytes_ = std::make_unique_for_overwrite<char[]>(size_);
        }
        return end_ = bytes_.get();
    }
    void end(char* place) { end_ = place; }

  private:
    std::string& text_;
    std::size_t size_ = std::size_t{1} << 14U;
    std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(size_);
    char* end_ = bytes_.get();
};

// ---------------------------------------------------------------- cells

// The same in every line.
class Fixed {
  public:
    explicit Fixed(const std::string& text) { piece_ = texts_.put(0, text); }
    void fill(RowsAtOnce /*rows*/, Pieces& pieces) const { pieces.fill(piece_); }
    std::size_t longest() const { return texts_.longest(); }

  private:
    Texts texts_{1};
    const Piece* piece_;
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

    [[gnu::noinline]] void fill(RowsAtOnce rows, Pieces& pieces) {
        is_own_ ? fill_with(rows, pieces, [keys = keys_](data::RowId row) { return keys[row.value]; })
                : fill_with(rows, pieces, [this](data::RowId row) { return key_above(row); });
    }
    std::size_t longest() const { return texts_.longest(); }

  private:
    template <class KeyOf>
    void fill_with(RowsAtOnce rows, Pieces& pieces, const KeyOf& key_of) {
        auto last = last_;
        const auto* piece = piece_;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto key = key_of(rows[i]);
            if (key.value != last) {
                last = key.value;
                piece = written(key);
            }
            pieces[i] = piece;
        }
        last_ = last;
        piece_ = piece;
    }
    data::KeyId key_above(data::RowId row) const {
        const auto above = part_.history.above(row, of_);
        return above ? keys_[above.value] : data::KeyId();
    }
    // The texts of the rows at hand stay: there is a place for each, and for the one of the rows before.
    [[gnu::noinline]] const Piece* written(data::KeyId key) {
        auto text = style_.key(key ? std::string_view(part_.history.keys[key.value]) : "");
        text += behind_;
        place_ = (place_ + 1) % (most_rows + 1);
        return texts_.put(place_, std::move(text));
    }

    const Results& part_;
    const data::KeyId* keys_;  // by row
    const LineStyle& style_;
    core::LevelId of_;
    bool is_own_;
    std::string_view behind_;
    std::uint64_t last_ = UINT64_MAX;  // at first no key
    std::size_t place_ = 0;
    Texts texts_{most_rows + 1};
    const Piece* piece_ = nullptr;
};

std::string numeric_date(Date date) {
    const auto month = date.month();
    return fmt::format("{:02}.{:02}.{:04}", date.day(), month.number(), month.year());
}

// Periods come again with every key: each, with what stands behind it, is worked out once as long as its
// place was not another's before.
class Periods {
  public:
    Periods(const Results& part, const LineStyle& style, std::string_view behind)
        : calendar_(part.scheme.calendar),
          periods_(part.history.rows.periods.data()),
          style_(style.periods),
          behind_(behind) {}

    [[gnu::noinline]] void fill(RowsAtOnce rows, Pieces& pieces) {
        const auto* const periods = periods_;
        const auto* const all_known = known_.data();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto period = periods[rows[i].value];
            const auto place = static_cast<std::uint32_t>(period.index) % places;
            const auto& known = all_known[place];
            pieces[i] = known.period == period ? known.piece : write(period, place, i);
        }
    }
    std::size_t longest() const { return std::max(texts_.longest(), others_.longest()); }

  private:
    static constexpr std::size_t places = 128;
    struct Known {
        Period period{INT32_MIN};
        const Piece* piece = nullptr;
    };
    const Piece* write(Period period, std::size_t place, std::size_t row) {
        auto text = style_ == PeriodStyle::iso ? calendar_.to_text(period)
                                               : numeric_date(calendar_.first_day(period));
        text += behind_;
        auto& known = known_[place];
        if (known.piece != nullptr) return others_.put(row, std::move(text));
        known = {period, texts_.put(place, std::move(text))};
        return known.piece;
    }

    const Calendar& calendar_;
    const Period* periods_;  // by row
    PeriodStyle style_;
    std::string_view behind_;
    std::vector<Known> known_ = std::vector<Known>(places);
    Texts texts_{places};
    Texts others_{most_rows};
};

// The dates of records.
class Dates {
  public:
    Dates(const Results& part, const LineStyle& style, std::string_view behind)
        : dates_(part.history.rows.dates.data()), style_(style.periods), behind_(behind) {}

    void fill(RowsAtOnce rows, Pieces& pieces) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto date = dates_[rows[i].value];
            auto text = style_ == PeriodStyle::iso ? to_text(date) : numeric_date(date);
            text += behind_;
            pieces[i] = texts_.put(i, std::move(text));
        }
    }
    std::size_t longest() const { return texts_.longest(); }

  private:
    const Date* dates_;  // by row
    PeriodStyle style_;
    std::string_view behind_;
    Texts texts_{most_rows};
};

// Amounts, and what stands behind them when it is short: most below a million and not negative, which are
// written together.
class Amounts {
  public:
    Amounts(const Results& part, core::DefinitionId definition, const LineStyle& style,
            std::string_view behind)
        : part_(part),
          definition_(definition),
          column_(part.run.definitions[definition.value], money_digits(part.scheme), style.point),
          fractions_(style.fractions),
          behind_(behind),
          form_(style.point, behind) {}

    [[gnu::noinline]] void fill(RowsAtOnce rows, Pieces& pieces) {
        for (std::size_t i = 0; i < rows.size(); ++i) pieces[i] = &pieces_[i];
        if (!are_all_plain(rows)) fill_others(rows, pieces);
    }
    std::size_t longest() const { return std::max(Piece::short_size, texts_.longest()); }

  private:
    // Writes those that are plain.
    bool are_all_plain(RowsAtOnce rows) {
        if (!column_.has_hundredths()) return false;
        std::array<std::uint64_t, most_rows> numbers{};
        const auto most = column_.put_counts(rows, numbers.data());
        const auto factor = column_.to_hundredths();
        if (most > most_plain_ || factor != 1) {
            for (auto& number : numbers) number = number <= most_plain_ ? number * factor : 0;
        }
        const auto count = (rows.size() + numbers_at_once - 1) / numbers_at_once * numbers_at_once;
        put_(form_, numbers.data(), count, pieces_.data());
        return most <= most_plain_;
    }
    void fill_others(RowsAtOnce rows, Pieces& pieces) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool is_plain = column_.has_hundredths() && column_.count(rows[i]) <= most_plain_;
            if (!is_plain) fill_other(rows[i], i, pieces);
        }
    }
    void fill_other(data::RowId row, std::size_t i, Pieces& pieces) {
        std::array<char, digits_room + HundredthsForm::most_behind> room{};
        char* const end = column_.put(room.data(), row);
        if (end == nullptr) {
            pieces[i] = texts_.put(i, slow_text(row) + std::string(behind_));
            return;
        }
        const auto size = static_cast<std::size_t>(std::ranges::copy(behind_, end).out - room.data());
        const std::string_view text(room.data(), size);
        if (size <= Piece::short_size) {
            pieces_[i] = Piece(text);
        } else {
            pieces[i] = texts_.put(i, std::string(text));
        }
    }
    std::string slow_text(data::RowId row) const {
        auto text = column_.text(row);
        if (fractions_ == Fractions::written || text.find('/') == std::string::npos) return text;
        const auto name = shown_name(part_.scheme.definitions[definition_]);
        throw Refused{{kind::amount_without_end, {}, {text, name}, {}}};
    }

    const Results& part_;
    core::DefinitionId definition_;
    AmountColumn column_;
    Fractions fractions_;
    std::string_view behind_;
    std::uint64_t most_plain_ = column_.most_count_below(HundredthsForm::limit);
    HundredthsForm form_;
    PutHundredths put_ = put_hundredths_of_rows();
    std::vector<Piece> pieces_ = std::vector<Piece>(most_rows);
    Texts texts_{most_rows};
};
using Cell = std::variant<Keys, Periods, Amounts, Dates, Fixed>;
static_assert(std::is_nothrow_move_constructible_v<Cell>, "a copy would look into what it was copied from");

std::vector<Cell> prepared(const Results& part, const LevelResults& level, const LinePlan& plan,
                           const LineStyle& style) {
    std::vector<Cell> cells;
    if (!plan.before.empty()) cells.emplace_back(Fixed(plan.before));
    for (const auto& [content, behind] : plan.cells) {
        const overloaded prepare{
            [&](const KeyCell& cell) { cells.emplace_back(Keys(part, level, cell.level, style, behind)); },
            [&](const PeriodCell&) { cells.emplace_back(Periods(part, style, behind)); },
            [&](const DateCell&) { cells.emplace_back(Dates(part, style, behind)); },
            [&](const AmountCell& cell) {
                const bool is_short = behind.size() <= HundredthsForm::most_behind;
                cells.emplace_back(Amounts(part, cell.definition, style,
                                           is_short ? std::string_view(behind) : std::string_view()));
                if (!is_short) cells.emplace_back(Fixed(behind));
            }};
        std::visit(prepare, content);
    }
    return cells;
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
    std::vector<Pieces> pieces(cells.size());  // by cell, then row
    Block block(text);
    for (RowsAtOnce left(level.rows); !left.empty();) {
        const auto rows = left.first(std::min(left.size(), most_rows));
        left = left.subspan(rows.size());
        std::size_t most = 0;  // bytes that one row touches
        for (std::size_t i = 0; i < cells.size(); ++i) {
            std::visit([&](auto& cell) { cell.fill(rows, pieces[i]); }, cells[i]);
            most += std::visit([](const auto& cell) { return cell.longest(); }, cells[i]);
        }
        char* place = block.room(rows.size() * most + Piece::short_size);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            for (const auto& of_cell : pieces) place = of_cell[row]->put(place);
        }
        block.end(place);
    }
}

}  // namespace accrue::report
