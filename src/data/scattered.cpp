#include "data/scattered.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "data/block.hpp"
#include "data/cutting.hpp"
#include "data/spellings.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t most_parts = std::size_t{1} << 14U;

// Empty when the row has no such cell.
std::string_view key_of(std::string_view row, const RowsByKey& file) {
    return plain_cell(row, file.delimiter, file.key_column).value_or(std::string_view());
}

// Keys of rows at even distances in all files.
std::vector<std::string> some_keys(const std::vector<RowsByKey>& files, std::size_t count) {
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += file.text.size() - file.begin;
    const auto distance = bytes / count + 1;
    std::vector<std::string> keys;
    for (const auto& file : files) {
        for (auto at = file.begin; at < file.text.size(); at += distance) {
            const auto row = at == file.begin ? at : row_behind(file.text, at);
            const auto key = key_of(file.text.substr(row, row_behind(file.text, row) - row), file);
            if (!key.empty()) keys.push_back(nfc(key));
        }
    }
    return keys;
}

}  // namespace

// ---------------------------------------------------------------- parts of keys

KeyParts::KeyParts(const std::vector<RowsByKey>& files, std::size_t parts) {
    constexpr std::size_t keys_by_part = 4;
    parts = std::clamp<std::size_t>(parts, 1, most_parts);
    const auto keys = some_keys(files, parts * keys_by_part);
    if (keys.empty()) return;
    beginning_ = keys.front().substr(0, common_beginning(keys));
    std::vector<std::uint64_t> numbers;
    for (const auto& key : keys) numbers.push_back(number_of(key));
    std::ranges::sort(numbers);
    for (std::size_t part = 1; part < parts; ++part)
        begins_.push_back(numbers[numbers.size() * part / parts]);
    begins_.erase(std::unique(begins_.begin(), begins_.end()), begins_.end());
}

std::uint64_t KeyParts::number_of(std::string_view key) const {
    if (key.starts_with(beginning_)) return eight_bytes(key, beginning_.size());
    return key < beginning_ ? 0 : ~std::uint64_t{0};
}

// By halves, for all of them at a time: one waits for memory while others go on.
void KeyParts::find(std::span<const std::uint64_t> numbers, std::uint16_t* parts) const {
    std::fill_n(parts, numbers.size(), std::uint16_t{0});
    const auto* const begins = begins_.data();
    for (auto count = begins_.size(); count > 0; count /= 2) {
        const auto half = (count + 1) / 2;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto is_behind = static_cast<std::size_t>(begins[parts[i] + half - 1] <= numbers[i]);
            parts[i] = static_cast<std::uint16_t>(parts[i] + half * is_behind);
        }
    }
}

// ---------------------------------------------------------------- rows to their parts

// Rows by the block where they are regular, which only the first and the last ones of a file may not be.
class ScatteredRows::Finding {
  public:
    Finding(const RowsByKey& file, const KeyParts& parts, GrowingTexts& texts)
        : file_(file), parts_(parts), texts_(texts) {
        block_.width = file.width;
        piece_.parts.resize(parts.size());
    }

    Piece found(std::uint64_t begin, std::uint64_t end) {
        constexpr std::uint64_t least_released = 1 << 22;  // bytes
        auto in_memory = begin;
        for (auto row = begin; row < end && piece_.is_plain;) {
            row = take(row, end);
            if (row - in_memory >= least_released || row >= end) release(std::exchange(in_memory, row), row);
        }
        return std::move(piece_);
    }

  private:
    void release(std::uint64_t begin, std::uint64_t end) const {
        if (file_.source != nullptr) file_.source->release(begin, end);
    }

    // Some rows from `row` on; where the next one begins.
    std::uint64_t take(std::uint64_t row, std::uint64_t end) {
        find_rows(block_, file_.text, file_.delimiter, row, end);
        if (block_.rows > 0) {
            take_block();
            return row + block_.text().size();
        }
        const auto next = row_behind(file_.text, row);
        take_row(file_.text.substr(row, next - row));
        return next;
    }

    void take_block() {
        numbers_.resize(block_.rows);
        for (std::size_t row = 0; row < block_.rows; ++row)
            numbers_[row] = number_of(bare(block_.cell(row, file_.key_column)));
        find_parts();
        for (std::size_t row = 0; row < block_.rows; ++row) {
            auto& rows = piece_.parts[parts_of_rows_[row]];
            const auto begin = block_.begin(row, 0), end = block_.begin(row + 1, 0);
            texts_.append_with_margin(rows.text, {block_.base + begin, end - begin});
            ++rows.count;
        }
    }

    void take_row(std::string_view row) {
        piece_.is_plain = piece_.is_plain && row.find('"') == std::string_view::npos;
        numbers_.assign(1, number_of(key_of(row, file_)));
        find_parts();
        auto& rows = piece_.parts[parts_of_rows_.front()];
        texts_.append(rows.text, row);
        ++rows.count;
    }

    void find_parts() {
        parts_of_rows_.resize(numbers_.size());
        parts_.find(numbers_, parts_of_rows_.data());
    }

    std::uint64_t number_of(std::string_view key) {
        piece_.is_plain = piece_.is_plain && !key.empty();
        return is_ascii(key) ? parts_.number_of(key) : parts_.number_of(nfc(key));
    }

    static_assert(GrowingTexts::margin <= Block::margin);
    const RowsByKey& file_;
    const KeyParts& parts_;
    GrowingTexts& texts_;
    Block block_;
    std::vector<std::uint64_t> numbers_;        // of the keys of some rows
    std::vector<std::uint16_t> parts_of_rows_;  // of the same
    Piece piece_;
};

// Where the rows of each part would begin if they stood one behind the other.
void ScatteredRows::add_up(std::size_t parts, std::uint64_t first_byte) {
    Begin next{.row = 0, .byte = first_byte};
    for (std::size_t part = 0; part < parts; ++part) {
        begins_.push_back(next);
        for (const auto& piece : pieces_) {
            next.row += piece.parts[part].count;
            next.byte += piece.parts[part].text.size();
        }
    }
    begins_.push_back(next);
}

std::optional<ScatteredRows> ScatteredRows::found(const RowsByKey& file, const KeyParts& parts,
                                                  Workers& workers) {
    constexpr std::uint64_t least_piece = 1 << 20;  // bytes
    const auto size = file.text.size() - file.begin;
    const auto pieces = std::clamp<std::size_t>(size / least_piece, 1, 2 * workers.threads());
    const auto begin_of = [&](std::size_t piece) {
        const auto at = file.begin + size * piece / pieces;
        return piece == 0 ? at : row_behind(file.text, at);
    };
    ScatteredRows rows;
    rows.texts_ = std::make_unique<GrowingTexts>(size, pieces * parts.size());
    rows.pieces_.resize(pieces);
    workers.each(pieces, [&](std::size_t piece, std::size_t) {
        const auto end = piece + 1 < pieces ? begin_of(piece + 1) : file.text.size();
        rows.pieces_[piece] = Finding(file, parts, *rows.texts_).found(begin_of(piece), end);
    });
    if (!std::ranges::all_of(rows.pieces_, &Piece::is_plain)) return std::nullopt;
    rows.add_up(parts.size(), file.begin);
    return rows;
}

// ---------------------------------------------------------------- rows side by side

ScatteredRows::Copy ScatteredRows::copy(std::size_t part) const {
    Copy copy{.bytes = {}, .begin = Block::margin, .end = Block::margin};
    copy.bytes.resize(end(part) - begin(part) + 1 + 2 * Block::margin);
    std::memset(copy.bytes.data(), '\n', copy.begin);
    char* out = copy.bytes.data() + copy.begin;
    for (const auto& piece : pieces_) {
        const auto& text = piece.parts[part].text;
        texts_->copy(text, out);
        out += text.size();
    }
    if (out[-1] != '\n') *out++ = '\n';
    copy.end = static_cast<std::uint64_t>(out - copy.bytes.data());
    std::memset(out, '\n', copy.bytes.size() - copy.end);
    return copy;
}

}  // namespace accrue::data
