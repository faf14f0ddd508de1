#include "data/records.hpp"

#include <algorithm>
#include <cstring>

namespace accrue::data {
namespace {

std::size_t index(char byte) {
    return static_cast<unsigned char>(byte);
}

// Behind the line break at `place`; CR LF is one.
const char* behind_break(const char* place, const char* end) {
    const bool pair = *place == '\r' && place + 1 != end && place[1] == '\n';
    return place + (pair ? 2 : 1);
}

std::uint32_t line_breaks(std::string_view text) {
    std::uint32_t count = 0;
    const char* const end = text.data() + text.size();
    for (const char* place = text.data(); place != end;) {
        const bool breaks = *place == '\n' || *place == '\r';
        count += breaks ? 1 : 0;
        place = breaks ? behind_break(place, end) : place + 1;
    }
    return count;
}

}  // namespace

std::string unquoted(const Cell& cell) {
    if (!cell.doubled) return std::string(cell.text);
    std::string plain;
    for (std::size_t i = 0; i < cell.text.size(); ++i) {
        plain += cell.text[i];
        if (cell.text[i] == '"') ++i;
    }
    return plain;
}

Records::Records(std::string_view text, char delimiter, std::uint64_t begin, std::uint32_t line)
    : text_(text), delimiter_(delimiter), next_offset_(begin), next_line_(line) {
    for (const char stop : {delimiter, '\n', '\r'}) stops_[index(stop)] = true;
}

void Records::move_to(std::uint64_t begin, std::uint32_t line) {
    next_offset_ = begin;
    next_line_ = line;
}

void Records::flawed(QuoteFlaw flaw, const char* place) {
    if (flaw_ != QuoteFlaw::none) return;
    flaw_ = flaw;
    flaw_offset_ = static_cast<std::uint64_t>(place - text_.data());
}

// Both give the place behind the cell: a delimiter, a line break or the end.
const char* Records::plain_cell(const char* begin) {
    const char* const end = text_.data() + text_.size();
    const char* place = begin;
    while (place != end && !stops_[index(*place)]) ++place;
    cells_.push_back({{begin, static_cast<std::size_t>(place - begin)}});
    return place;
}

const char* Records::quoted_cell(const char* quote) {
    const char* const end = text_.data() + text_.size();
    const char* const begin = quote + 1;
    bool doubled = false;
    const char* place = begin;
    while (true) {
        place = static_cast<const char*>(std::memchr(place, '"', static_cast<std::size_t>(end - place)));
        if (place == nullptr) {
            flawed(QuoteFlaw::never_closed, quote);
            place = end;
            break;
        }
        if (place + 1 == end || place[1] != '"') break;
        doubled = true;
        place += 2;
    }
    const std::string_view text(begin, static_cast<std::size_t>(place - begin));
    next_line_ += line_breaks(text);
    cells_.push_back({text, true, doubled});
    if (place == end) return end;
    ++place;
    if (place == end || stops_[index(*place)]) return place;
    flawed(QuoteFlaw::text_behind, place);
    while (place != end && !stops_[index(*place)]) ++place;
    return place;
}

bool Records::next() {
    cells_.clear();
    flaw_ = QuoteFlaw::none;
    if (next_offset_ >= text_.size()) return false;
    offset_ = next_offset_;
    line_ = next_line_;
    const char* const end = text_.data() + text_.size();
    const char* place = text_.data() + offset_;
    while (true) {
        place = place != end && *place == '"' ? quoted_cell(place) : plain_cell(place);
        if (place == end || *place != delimiter_) break;
        ++place;
    }
    if (place != end) {
        place = behind_break(place, end);
        ++next_line_;
    }
    next_offset_ = static_cast<std::uint64_t>(place - text_.data());
    return true;
}

bool Records::is_blank() const {
    return std::ranges::all_of(cells_, [](const Cell& cell) {
        return std::ranges::all_of(cell.text, [](char byte) { return byte == ' ' || byte == '\t'; });
    });
}

}  // namespace accrue::data
