// base/source.hpp — The texts that places point into: scheme files and data files alike. A place is a byte
// offset; its line and column are worked out only when it is shown.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace accrue {

using SourceId = Id<struct SourceTag>;

// `length` bytes of one source, from byte `begin`.
struct Span {
    std::uint64_t begin = 0;
    std::uint32_t length = 0;
    SourceId source;

    std::uint64_t end() const { return begin + length; }
    friend bool operator==(const Span&, const Span&) = default;
};

// The smallest span that holds both; both are of one source.
Span join(Span first, Span second);

// 1-based; the column counts characters as people see them (a letter with its combining marks is one).
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
};

class Source {
  public:
    Source(std::string name, Bytes bytes)
        : name_(std::move(name)), bytes_(std::move(bytes)), text_(bytes_.view()) {}
    Source(std::string name, std::string text) : Source(std::move(name), Bytes(std::move(text))) {}
    Source(const Source&) = delete;  // `text_` looks into `bytes_`
    Source& operator=(const Source&) = delete;

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }
    std::string_view text(Span span) const { return text().substr(span.begin, span.length); }
    Position position(std::uint64_t offset) const;
    // The whole line that holds the offset, without its line break, and where it begins.
    std::string_view line(std::uint64_t offset) const;
    std::uint64_t line_begin(std::uint64_t offset) const;
    // The text from `begin` to `end` is not needed for now; what only repeats a file need not stay in memory.
    void release(std::uint64_t begin, std::uint64_t end) const { bytes_.release(begin, end); }

  private:
    std::string name_;
    Bytes bytes_;
    std::string_view text_;
};

// Every text that one command has read. Addresses of sources are stable.
class Sources {
  public:
    SourceId add(std::string name, std::string text);
    SourceId add(std::string name, Bytes bytes);
    const Source& operator[](SourceId id) const { return sources_[id.value]; }
    std::string_view text(Span span) const { return (*this)[span.source].text(span); }
    std::size_t size() const { return sources_.size(); }

  private:
    std::deque<Source> sources_;
};

}  // namespace accrue
