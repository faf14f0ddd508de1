#include "data/scattered.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/text.hpp"
#include "data/block.hpp"
#include "data/spellings.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t most_parts = std::size_t{1} << 14U;

// Behind the line break that follows, or at the end.
std::uint64_t row_behind(std::string_view text, std::uint64_t place) {
    const void* const line_break = std::memchr(text.data() + place, '\n', text.size() - place);
    if (line_break == nullptr) return text.size();
    return static_cast<std::uint64_t>(static_cast<const char*>(line_break) - text.data()) + 1;
}

// The key of a row as it is written, without blanks around it; empty when the row has no such cell.
std::string_view key_of(std::string_view row, const RowsByKey& file) {
    while (row.ends_with('\n') || row.ends_with('\r')) row.remove_suffix(1);
    const char* begin = row.data();
    const char* const end = begin + row.size();
    const auto next = [&](const char* place) {
        return static_cast<const char*>(
            std::memchr(place, file.delimiter, static_cast<std::size_t>(end - place)));
    };
    for (std::uint32_t column = 0; column < file.key_column; ++column) {
        begin = next(begin);
        if (begin == nullptr) return {};
        ++begin;
    }
    const char* const behind = next(begin);
    return bare({begin, static_cast<std::size_t>((behind == nullptr ? end : behind) - begin)});
}

bool is_ascii(std::string_view text) {
    std::uint8_t bytes = 0;
    for (const char byte : text) bytes |= static_cast<std::uint8_t>(byte);
    return bytes < 0x80;
}

// The bytes from `begin` on as a number that is compared as they are; zeros stand behind the end.
std::uint64_t quick_number(std::string_view text, std::size_t begin) {
    constexpr std::size_t word = sizeof(std::uint64_t);
    if (text.size() < word) return eight_bytes(text, begin);
    std::uint64_t number = 0;
    const auto place = std::min(begin, text.size() - word);
    std::memcpy(&number, text.data() + place, word);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    const auto before = begin - place;  // bytes that are not wanted
    return before >= word ? 0 : number << 8 * before;
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
    if (key.starts_with(beginning_)) return quick_number(key, beginning_.size());
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

// ---------------------------------------------------------------- where rows stand

// Rows by the block where they are regular, which only the first and the last ones of a file may not be.
class ScatteredRows::Finding {
  public:
    Finding(const RowsByKey& file, const KeyParts& parts) : file_(file), parts_(parts) {
        block_.width = file.width;
        piece_.sums.resize(parts.size());
    }

    Piece found(std::uint64_t begin, std::uint64_t end) {
        piece_.begin = begin;
        for (auto row = begin; row < end && piece_.is_plain;) {
            find_rows(block_, file_.text, file_.delimiter, row, end);
            const auto next = block_.rows > 0 ? row + block_.text().size() : row_behind(file_.text, row);
            if (piece_.rows.capacity() < block_.rows) reserve(end - row);
            block_.rows > 0 ? take_block() : take_row(file_.text.substr(row, next - row));
            row = next;
        }
        return std::move(piece_);
    }

  private:
    // Room for all rows, when they are as long as those of the block.
    void reserve(std::uint64_t bytes) {
        const auto rows = bytes / block_.text().size() * block_.rows;
        piece_.rows.reserve(rows + rows / 64 + block_.rows);
    }

    void take_block() {
        numbers_.resize(block_.rows);
        for (std::size_t row = 0; row < block_.rows; ++row)
            numbers_[row] = number_of(bare(block_.cell(row, file_.key_column)));
        find_parts();
        for (std::size_t row = 0; row < block_.rows; ++row)
            add(parts_of_rows_[row], block_.begin(row + 1, 0) - block_.begin(row, 0));
    }

    void take_row(std::string_view row) {
        piece_.is_plain = piece_.is_plain && row.find('"') == std::string_view::npos;
        numbers_.assign(1, number_of(key_of(row, file_)));
        find_parts();
        add(parts_of_rows_.front(), row.size());
    }

    void find_parts() {
        parts_of_rows_.resize(numbers_.size());
        parts_.find(numbers_, parts_of_rows_.data());
    }

    void add(std::uint16_t part, std::uint64_t length) {
        const auto short_length = static_cast<std::uint16_t>(length);
        piece_.is_plain = piece_.is_plain && short_length == length;
        piece_.rows.push_back({part, short_length});
        auto& sum = piece_.sums[part];
        ++sum.row;
        sum.byte += length;
    }

    std::uint64_t number_of(std::string_view key) {
        piece_.is_plain = piece_.is_plain && !key.empty();
        return is_ascii(key) ? parts_.number_of(key) : parts_.number_of(nfc(key));
    }

    const RowsByKey& file_;
    const KeyParts& parts_;
    Block block_;
    std::vector<std::uint64_t> numbers_;        // of the keys of some rows
    std::vector<std::uint16_t> parts_of_rows_;  // of the same
    Piece piece_;
};

// Where the rows of each part of each piece begin among all.
void ScatteredRows::add_up(std::vector<Piece>& pieces, std::size_t parts, std::uint64_t first_byte) {
    Begin next{.row = 0, .byte = first_byte};
    for (std::size_t part = 0; part < parts; ++part) {
        begins_.push_back(next);
        for (auto& piece : pieces) {
            const auto sum = std::exchange(piece.sums[part], next);
            next = {next.row + sum.row, next.byte + sum.byte};
        }
    }
    begins_.push_back(next);
}

void ScatteredRows::bring_together(std::vector<Piece>& pieces, Workers& workers) {
    rows_.resize(begins_.back().row);
    workers.each(pieces.size(), [&](std::size_t i, std::size_t) {
        auto& piece = pieces[i];
        auto offset = piece.begin;
        for (const auto& row : piece.rows) {
            rows_[piece.sums[row.part].row++] = {offset, row.length};
            offset += row.length;
        }
        piece = {};
    });
}

std::optional<ScatteredRows> ScatteredRows::found(const RowsByKey& file, const KeyParts& parts,
                                                  Workers& workers) {
    constexpr std::uint64_t least_piece = 1 << 20;  // bytes
    if (file.text.size() > Stretch::most_offset) return std::nullopt;
    const auto size = file.text.size() - file.begin;
    std::vector<Piece> pieces(std::clamp<std::size_t>(size / least_piece, 1, 4 * workers.threads()));
    const auto begin_of = [&](std::size_t piece) {
        const auto at = file.begin + size * piece / pieces.size();
        return piece == 0 ? at : row_behind(file.text, at);
    };
    workers.each(pieces.size(), [&](std::size_t piece, std::size_t) {
        const auto end = piece + 1 < pieces.size() ? begin_of(piece + 1) : file.text.size();
        pieces[piece] = Finding(file, parts).found(begin_of(piece), end);
    });
    if (!std::ranges::all_of(pieces, &Piece::is_plain)) return std::nullopt;
    ScatteredRows rows;
    rows.text_ = file.text;
    rows.add_up(pieces, parts.size(), file.begin);
    rows.bring_together(pieces, workers);
    return rows;
}

// ---------------------------------------------------------------- rows side by side

ScatteredRows::Copy ScatteredRows::copy(std::size_t part) const {
    constexpr std::size_t chunk = 32, ahead = 32;  // bytes copied at once, rows fetched ahead
    const auto first = begins_[part].row, last = begins_[part + 1].row;
    Copy copy{.bytes = {}, .begin = Block::margin, .end = Block::margin};
    copy.bytes.resize(end(part) - begin(part) + 1 + 2 * Block::margin);
    char* out = copy.bytes.data() + copy.begin;
    const auto fetch = [&](const Stretch& row) {
        for (std::uint64_t at = 0; at < row.length(); at += 64)
            __builtin_prefetch(text_.data() + row.offset() + at, 0, 2);
    };
    for (auto i = first; i < last; ++i) {
        if (i + ahead < last) fetch(rows_[i + ahead]);
        const auto offset = rows_[i].offset(), length = rows_[i].length();
        const char* const row = text_.data() + offset;
        if (offset + length + chunk <= text_.size()) {
            for (std::uint64_t at = 0; at < length; at += chunk) std::memcpy(out + at, row + at, chunk);
        } else {
            std::memcpy(out, row, length);
        }
        out += length;
        if (out[-1] != '\n') *out++ = '\n';
    }
    copy.end = static_cast<std::uint64_t>(out - copy.bytes.data());
    std::memset(copy.bytes.data(), '\n', copy.begin);
    std::memset(out, '\n', copy.bytes.size() - copy.end);
    return copy;
}

}  // namespace accrue::data
