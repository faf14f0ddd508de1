// data/troubles.hpp — Mistakes of a data file, gathered: one report for each kind and column, with the first
// cell, a count of those like it and their rows.
#pragma once

#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/diagnostic.hpp"

namespace accrue::data {

class Troubles {
  public:
    static constexpr std::uint32_t whole_row = 0xFFFF'FFFF;  // in place of a column

    // The report to be worded when this is the first of its kind in its column, else nothing: it was counted.
    Diagnostic* first(Kind kind, std::uint32_t column, std::uint32_t line);

    // A report of its own, about the file and not a cell.
    Diagnostic& alone(Kind kind) { return alone_.emplace_back(Diagnostic{kind, {}, {}, {}}); }

    // One of the texts that the cells of a report have: how many have it, and which other is perhaps meant.
    struct SeenText {
        std::size_t cells = 0;
        std::optional<std::string> meant{};
    };
    // Of a report that there is. None when its texts are too many to be told: they are no few slips or
    // categories, and then neither is the report.
    SeenText* seen(Kind kind, std::uint32_t column, const std::string& text);

    // Takes over what was gathered behind these, on lines that are `lines` further on than it says.
    Troubles& take(Troubles later, std::uint32_t lines = 0);

    bool has_any(Kind kind, std::uint32_t column) const { return gathered_.contains({column, kind}); }
    bool empty() const { return gathered_.empty() && alone_.empty(); }
    bool has_only(std::initializer_list<Kind> kinds) const;

    // All reports, the place of each cell noted; `headers` name the columns.
    Diagnostics reports(const std::vector<std::string>& headers) const;

  private:
    struct Gathered {
        Diagnostic diagnostic;
        std::uint32_t line = 0;
        std::size_t more = 0;
        std::array<std::uint32_t, 3> lines_of_more{};
        std::map<std::string, SeenText> texts{};

        void append(const Gathered& later);
    };
    static constexpr std::size_t most_texts = 20;
    static Fact more(const Gathered& gathered);
    static Fact texts(const Gathered& gathered);

    std::map<std::pair<std::uint32_t, Kind>, Gathered> gathered_;
    Diagnostics alone_;
};

}  // namespace accrue::data
