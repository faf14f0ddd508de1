#include "base/source.hpp"

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"

namespace accrue {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Counted by the byte in blocks so short that a byte holds the count, which goes many bytes at a time: a long
// file's lines are counted for each place in it that is shown.
std::size_t line_breaks(std::string_view text) {
    constexpr std::size_t block = 192;
    std::size_t found = 0;
    for (; text.size() >= block; text.remove_prefix(block)) {
        std::uint8_t found_here = 0;
        for (std::size_t i = 0; i < block; ++i)
            found_here = static_cast<std::uint8_t>(found_here + (text[i] == '\n' ? 1 : 0));
        found += found_here;
    }
    return found + static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

}  // namespace

Span join(Span first, Span second) {
    assert(first.source == second.source);
    const auto begin = std::min(first.begin, second.begin);
    const auto end = std::max(first.end(), second.end());
    return {.begin = begin, .length = static_cast<std::uint32_t>(end - begin), .source = first.source};
}

// A byte order mark belongs to no line: people do not see it.
std::uint64_t Source::line_begin(std::uint64_t offset) const {
    const auto before = text().substr(0, offset);
    const auto line_break = before.rfind('\n');
    if (line_break != std::string_view::npos) return line_break + 1;
    return text().starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
}

std::string_view Source::line(std::uint64_t offset) const {
    const auto begin = line_begin(offset);
    auto rest = text().substr(begin);
    rest = rest.substr(0, rest.find('\n'));
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
}

// A place inside a character is that character's; the place behind the last one has a column of its own.
Position Source::position(std::uint64_t offset) const {
    const auto begin = line_begin(offset);
    Position position{.line = line_breaks(text().substr(0, begin)) + 1, .column = 1};
    std::uint64_t end = begin;
    for (const auto character : characters(line(offset))) {
        end += character.size();
        if (end > offset) break;
        ++position.column;
    }
    return position;
}

SourceId Sources::add(std::string name, std::string text) {
    sources_.emplace_back(std::move(name), std::move(text));
    return SourceId(sources_.size() - 1);
}

SourceId Sources::add(std::string name, Bytes bytes) {
    sources_.emplace_back(std::move(name), std::move(bytes));
    return SourceId(sources_.size() - 1);
}

}  // namespace accrue
