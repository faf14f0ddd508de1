// report/html.hpp — Pages for a browser and for paper: one file each, without scripts and without anything
// from the network. Plain text and markup are different types, so that no name from the data is ever taken
// for markup.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accrue::report::html {

// For the content of elements and for attributes in double quotes. Control characters, and those that turn
// the direction of reading, become visible: `\x1b`, `\u202e`.
std::string escaped(std::string_view text);

// A piece of a page. Who writes `Markup{…}` by hand vouches for it; texts go through the functions below.
struct Markup {
    std::string text = {};
    Markup& operator+=(const Markup& next) {
        text += next.text;
        return *this;
    }
    friend Markup operator+(Markup first, const Markup& second) { return first += second; }
    bool empty() const { return text.empty(); }
};

Markup plain(std::string_view text);
// The same for prose with numbers in it: a line never ends inside `42 000.00` or before its `%`.
Markup words(std::string_view text);
// `<name attributes>content</name>`; attributes as `class="amount"`, their values escaped by the caller.
Markup element(std::string_view name, const Markup& content, std::string_view attributes = "");
Markup code(std::string_view text);
// `words`, and as code what stands between two backticks.
Markup words_and_code(std::string_view text);
Markup paragraph(const Markup& content);
// A number or amount inside prose: never broken, digits of one width.
Markup amount(std::string_view text);
// A link to a place in this page (`#n12`) or to a file beside it.
Markup link(std::string_view target, const Markup& content);

// A heading of level 2 or deeper (the title of the page is the one of level 1), its code in backticks, and
// what stands under it. `id` is letters, digits and `-`, or empty.
Markup section(int level, std::string_view title, const Markup& content, std::string_view id = "");

// Names with what is said of each.
struct Fact {
    std::string name;
    Markup said;
};
Markup facts(const std::vector<Fact>& facts);

// Amounts stand on the right, their digits below each other; an unbroken text stays in one line; a wordy one
// keeps room for some words in each line on any screen.
enum class Align { text, unbroken, wordy, amount };
struct Column {
    std::string title;
    Align align = Align::text;
};
// The first column names its row. A table that is wider than the page can be moved sideways. Each row, and
// `totals` if there are any, has a cell a column.
struct Table {
    std::string caption;
    std::vector<Column> columns;
    std::vector<std::vector<Markup>> rows;
    std::vector<Markup> totals = {};
};
Markup table(const Table& table);

// What can be folded away; `summary` stays. On paper everything open is printed.
enum class Fold { open, closed };
Markup foldable(Fold fold, const Markup& summary, const Markup& content);

// A picture, drawn by the caller with the colours of the page (`var(--series-1)`, `currentColor`), and its
// caption. The SVG says itself what it shows: `role="img"` and `<title>`, or `aria-labelledby`.
Markup figure(const Markup& svg, const Markup& caption);

struct Page {
    std::string title;                 // of the window, and the heading of level 1
    Markup header = {};                // below the heading
    Markup content = {};               // the main part
    Markup footer = {};                // how the page was made, what to be careful about
    std::string generator = "accrue";  // who wrote it, for programs
    std::string style = {};            // rules of this kind of page, beside those of all
};
// The whole file, in the language that is spoken. Ends in a line break.
std::string page(const Page& page);

}  // namespace accrue::report::html
