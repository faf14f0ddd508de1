#include "data/rows_of_key.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "core/cut.hpp"
#include "data/cutting.hpp"
#include "data/excerpt.hpp"
#include "data/match.hpp"
#include "data/opening.hpp"

namespace accrue::data {
namespace {

// ---------------------------------------------------------------- what to look for

// Characters that may be written in several ways, and those that others may stand for (`K` for the sign of
// kelvins): everything but plain letters and digits of ASCII and the Cyrillic letters that have no parts.
bool is_written_one_way(std::string_view character) {
    if (character.size() == 1) {
        const char c = character.front();
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z' && c != 'K') ||
               c == '-' || c == '_' || c == '.' || c == '/';
    }
    static const std::string plain = "абвгдежзиклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
    return character.size() == 2 && plain.find(character) != std::string::npos;
}

// The longest part of a key that stands in every spelling of it, byte for byte.
std::string_view certain_part(std::string_view key) {
    std::string_view best;
    std::size_t begin = 0, at = 0;
    const auto all = characters(key);
    for (std::size_t i = 0; i <= all.size(); ++i) {
        const bool goes_on = i < all.size() && is_written_one_way(all[i]);
        if (goes_on) {
            at += all[i].size();
            continue;
        }
        if (at - begin > best.size()) best = key.substr(begin, at - begin);
        if (i < all.size()) begin = at += all[i].size();
    }
    return best;
}

// ---------------------------------------------------------------- one piece of a file

struct FoundRow {
    std::uint64_t offset = 0;
    std::uint64_t lines_before = 0, quotes_before = 0;  // in the piece
};
struct SearchedPiece {
    std::uint64_t lines = 0, quotes = 0;
    std::vector<FoundRow> rows;
    bool is_lost = false;  // rows cannot be told apart where the key stands
};

struct Counted {
    std::uint64_t lines = 0, quotes = 0;
};
// Line breaks (CR LF is one, and so is a lone CR) and quotes. The byte behind the text is looked at where
// there is one.
Counted counted(std::string_view text, std::uint64_t begin, std::uint64_t end) {
    constexpr std::uint64_t block = 128;  // what a count of one byte holds
    Counted all;
    const auto last = std::min<std::uint64_t>(end, text.size() - 1);
    auto at = begin;
    while (at < last) {
        const auto stop = std::min(last, at + block);
        std::uint8_t lines = 0, quotes = 0;
        for (auto i = at; i < stop; ++i) {
            const char c = text[i];
            lines = static_cast<std::uint8_t>(lines + (c == '\n') + ((c == '\r') & (text[i + 1] != '\n')));
            quotes = static_cast<std::uint8_t>(quotes + (c == '"'));
        }
        all.lines += lines;
        all.quotes += quotes;
        at = stop;
    }
    for (; at < end; ++at) {
        all.lines += text[at] == '\n' || text[at] == '\r' ? 1 : 0;
        all.quotes += text[at] == '"' ? 1 : 0;
    }
    return all;
}

class Searching {
  public:
    Searching(const Opening& opening, std::string_view key)
        : text_(opening.file.text),
          delimiter_(opening.file.delimiter),
          column_(*opening.roles.key),
          key_(key),
          part_(certain_part(key)) {}

    SearchedPiece piece(std::uint64_t begin, std::uint64_t end) const;
    bool knows_what_to_look_for() const { return !part_.empty(); }

  private:
    bool is_of_key(std::string_view row) const;

    std::string_view text_;
    char delimiter_;
    std::uint32_t column_;
    std::string_view key_, part_;
};

bool Searching::is_of_key(std::string_view row) const {
    const auto cell = plain_cell(row, delimiter_, column_);
    return cell && nfc(*cell) == key_;
}

// Rows of plain cells are lines; where the key stands in a row with quotes, nobody knows.
SearchedPiece Searching::piece(std::uint64_t begin, std::uint64_t end) const {
    SearchedPiece found;
    const auto all = counted(text_, begin, end);
    found.lines = all.lines;
    found.quotes = all.quotes;
    auto at = begin, counted_to = begin;
    Counted before_row;  // from the piece's beginning
    while (at < end) {
        const auto* const hit = memmem(text_.data() + at, end - at, part_.data(), part_.size());
        if (hit == nullptr) break;
        const auto place = static_cast<std::uint64_t>(static_cast<const char*>(hit) - text_.data());
        const auto before = text_.substr(begin, place - begin).rfind('\n');
        const auto row = before == std::string_view::npos ? begin : begin + before + 1;
        const auto row_end = std::min<std::uint64_t>(text_.find('\n', place), text_.size());
        auto line = text_.substr(row, row_end - row);
        if (line.ends_with('\r')) line.remove_suffix(1);
        at = std::min<std::uint64_t>(row_end + 1, end);
        if (line.find_first_of("\"\r") != std::string_view::npos) {
            found.is_lost = true;
            break;
        }
        if (!is_of_key(line)) continue;
        const auto further = counted(text_, counted_to, row);
        before_row.lines += further.lines;
        before_row.quotes += further.quotes;
        counted_to = row;
        found.rows.push_back({row, before_row.lines, before_row.quotes});
    }
    return found;
}

// ---------------------------------------------------------------- one file

// Where pieces of about so many bytes begin, each at the beginning of a line; and the end.
std::vector<std::uint64_t> borders(std::string_view text, std::uint64_t begin) {
    constexpr std::uint64_t size = 1 << 20;
    std::vector<std::uint64_t> places{begin};
    while (places.back() < text.size())
        places.push_back(row_behind(text, std::min<std::uint64_t>(places.back() + size, text.size())));
    return places;
}

// Nothing when they cannot be told.
std::optional<std::vector<Place>> places_of(const Opening& opening, const std::string& key,
                                            Workers& workers) {
    const Searching searching(opening, key);
    if (!searching.knows_what_to_look_for()) return std::nullopt;
    const auto places = borders(opening.file.text, opening.begin);
    std::vector<SearchedPiece> pieces(places.size() - 1);
    workers.each(pieces.size(),
                 [&](std::size_t i, std::size_t) { pieces[i] = searching.piece(places[i], places[i + 1]); });
    std::vector<Place> rows;
    std::uint64_t line = opening.line, quotes = 0;
    for (const auto& piece : pieces) {
        if (piece.is_lost) return std::nullopt;
        for (const auto& row : piece.rows) {
            if ((quotes + row.quotes_before) % 2 != 0) return std::nullopt;  // inside a quoted cell
            rows.push_back({row.offset, static_cast<std::uint32_t>(line + row.lines_before)});
        }
        line += piece.lines;
        quotes += piece.quotes;
    }
    return rows;
}

// The first rows of the file, by which one mostly sees how its cells are written.
std::vector<Place> first_places(const Opening& opening) {
    constexpr std::uint64_t size = 1 << 14;
    std::vector<Place> rows;
    Records records(opening.file.text, opening.file.delimiter, opening.begin, opening.line);
    while (records.next() && records.offset() < opening.begin + size) {
        if (!records.is_blank()) rows.push_back({records.offset(), records.line()});
    }
    return rows;
}

// ---------------------------------------------------------------- all files

class ReadingKey {
  public:
    ReadingKey(const core::Scheme& scheme, Sources& sources, const Wishes& wishes, const std::string& key,
               core::LevelId by, Workers& workers)
        : scheme_(scheme), sources_(sources), wishes_(wishes), key_(key), by_(by), workers_(workers) {}

    std::optional<KeyHistory> history(std::vector<Match> matches);

  private:
    bool take(const Match& match, const Told& told);

    const core::Scheme& scheme_;
    Sources& sources_;
    const Wishes& wishes_;
    const std::string& key_;
    core::LevelId by_;
    Workers& workers_;
    std::vector<DataFile> files_;
    std::map<SourceId, LinesOfFile> lines_;
    KeyHistory found_;
};

// False when the file must be read whole.
bool ReadingKey::take(const Match& match, const Told& told) {
    if (match.wanted.holds == Holds::reference) return files_.push_back(match.files.front()), true;
    const auto opening = open_sheet(match.wanted, match.files.front().source, sources_, told);
    const bool is_records = match.wanted.holds == Holds::records;
    if (has_something_to_report(opening) || !stands_by_key(opening)) return false;
    if (is_records && opening.roles.key_of != by_) return false;
    auto rows = places_of(opening, key_, workers_);
    if (!rows || (rows->empty() && !is_records)) return false;
    found_.rows += rows->size();
    found_.bytes += opening.file.text.size();
    const auto first = first_places(opening);
    rows->insert(rows->end(), first.begin(), first.end());
    const Place header =
        place_of_line(opening.file.text, static_cast<std::uint32_t>(opening.understood.header_line));
    auto part = excerpt(opening.file.text, opening.file.delimiter, header, *std::move(rows));
    auto file = match.files.front();
    file.source = sources_.add(opening.name, std::move(part.text));
    file.laid_out.skip_lines = 0;
    lines_.emplace(file.source, std::move(part.lines));
    files_.push_back(std::move(file));
    return true;
}

std::optional<KeyHistory> ReadingKey::history(std::vector<Match> matches) {
    for (auto& match : matches) {
        match.wanted.is_alone = is_alone(matches);
        if (match.files.size() > 1 || (match.files.empty() && match.is_needed)) return std::nullopt;
        if (match.files.empty()) continue;
        const auto told = told_for(match.wanted, match.files.front(), matches, wishes_);
        if (!take(match, told)) return std::nullopt;
    }
    found_.read = read_history(scheme_, files_, sources_, wishes_, workers_);
    if (has_errors(found_.read.diagnostics)) return std::nullopt;
    found_.read.diagnostics.clear();
    restore_lines(found_.read.history, lines_);
    return std::move(found_);
}

}  // namespace

std::optional<KeyHistory> read_rows_of_key(const core::Scheme& scheme, const std::vector<DataFile>& files,
                                           Sources& sources, const Wishes& wishes, const std::string& key,
                                           std::uint64_t least_bytes, Workers& workers) {
    const auto by = core::cut_by(scheme);
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += sources[file.source].text().size();
    if (!by || bytes < least_bytes || has_footer(files)) return std::nullopt;
    Diagnostics diagnostics;
    auto matches = matched(scheme, files, sources, diagnostics);
    if (!diagnostics.empty()) return std::nullopt;
    return ReadingKey(scheme, sources, wishes, nfc(trimmed(key)), *by, workers).history(std::move(matches));
}

}  // namespace accrue::data
