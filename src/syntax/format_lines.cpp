#include "syntax/format_lines.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace accrue::syntax {

namespace {

constexpr std::size_t indent_width = 2;

class LiningUp {
  public:
    explicit LiningUp(std::vector<Line> lines) : lines_(std::move(lines)) {}

    std::string result() {
        line_up_tables();
        line_up_alternatives();
        line_up_signs();
        return written();
    }

  private:
    static void trim(std::string& cell) {
        while (!cell.empty() && cell.back() == ' ') cell.pop_back();
    }

    // -------- tables
    void line_up_tables() {
        for (Line& l : lines_) {
            for (std::string& cell : l.cells) trim(cell);
        }
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const Columns columns = lines_[i].columns;
            if (columns == Columns::colon || columns == Columns::bars) join_columns(lines_[i].group, columns);
        }
    }

    // Each line of the table becomes one cell.
    void join_columns(std::size_t group, Columns columns) {
        const auto belongs = [&](const Line& l) { return l.group == group && l.columns == columns; };
        std::vector<std::size_t> widths;
        for (const Line& l : lines_) {
            if (!belongs(l)) continue;
            widths.resize(std::max(widths.size(), l.cells.size()), 0);
            for (std::size_t c = 0; c + 1 < l.cells.size(); ++c)
                widths[c] = std::max(widths[c], display_width(l.cells[c]));
        }
        for (Line& l : lines_) {
            if (!belongs(l)) continue;
            l.cells = {joined(l.cells, widths, columns == Columns::bars ? " | " : " : ")};
            l.columns = Columns::none;
        }
    }

    static std::string joined(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                              std::string_view sign) {
        std::string all;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if (c > 0) all += sign;
            all += c + 1 == cells.size() ? cells[c] : padded_right(cells[c], widths[c]);
        }
        return all;
    }

    // -------- alternatives
    // The lines `= …` of one definition: `=` below `=`, conditions below conditions.
    void line_up_alternatives() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const std::vector<std::size_t> members = definition_at(i);
            if (members.size() > 1 && lines_[i].sign_at) line_up_definition(members);
            i = members.back();
        }
        for (Line& l : lines_) {
            for (std::size_t c = 1; c < l.cells.size(); ++c) l.cells[0] += " " + l.cells[c];
            l.cells.resize(1);
        }
    }

    // The line and those below it that begin with `=`.
    std::vector<std::size_t> definition_at(std::size_t first) const {
        std::vector<std::size_t> members{first};
        if (lines_[first].sort != Sort::statement) return members;
        for (std::size_t k = first + 1; k < lines_.size() && lines_[k].sort != Sort::statement; ++k) {
            if (lines_[k].begins_with_equals) members.push_back(k);
        }
        return members;
    }

    void line_up_definition(const std::vector<std::size_t>& members) {
        Line& first = lines_[members.front()];
        const std::size_t before = display_width(first.cells[0].substr(0, *first.sign_at)) + 1;
        std::size_t width = 0;
        for (const std::size_t m : members) {
            Line& line = lines_[m];
            if (m != members.front()) {
                line.cells[0] = std::string(before, ' ') + line.cells[0];
                line.sort = Sort::statement;
            }
            if (line.cells.size() > 1) width = std::max(width, display_width(line.cells[0]));
        }
        for (const std::size_t m : members) {
            if (lines_[m].cells.size() > 1) lines_[m].cells[0] = padded_right(lines_[m].cells[0], width);
        }
        first.sign_at.reset();
    }

    // -------- signs
    // Neighbours whose `=` (or `:`) stood below each other keep it so, where the words of the language before
    // it are the same: others may come to stand so in one language and not in the other.
    void line_up_signs() {
        for (std::size_t i = 0; i < lines_.size();) {
            std::size_t end = i + 1;
            while (end < lines_.size() && has_sign_below(lines_[i], lines_[end])) ++end;
            std::size_t width = 0;
            for (std::size_t k = i; k < end && end - i > 1; ++k) {
                width = std::max(width, display_width(lines_[k].cells[0].substr(0, *lines_[k].sign_at)));
            }
            for (std::size_t k = i; k < end && end - i > 1; ++k) {
                std::string& cell = lines_[k].cells[0];
                cell =
                    padded_right(cell.substr(0, *lines_[k].sign_at), width) + cell.substr(*lines_[k].sign_at);
            }
            i = end;
        }
    }

    static bool has_sign_below(const Line& first, const Line& next) {
        return first.sign_at && next.sign_at && !next.blank_before && next.depth == first.depth &&
               next.sign_column == first.sign_column && next.words == first.words;
    }

    // -------- writing
    std::string body_of(const Line& l) const {
        const std::size_t depth = l.depth + (l.sort == Sort::continuation ? 1 : 0);
        std::string body = std::string(depth * indent_width, ' ') + l.cells[0];
        trim(body);
        return body;
    }

    std::string written() const {
        std::string out;
        for (std::size_t i = 0; i < lines_.size();) {
            // Comments behind neighbouring lines stand below each other.
            std::size_t end = i + 1;
            while (end < lines_.size() && !lines_[i].comment.empty() && !lines_[end].comment.empty() &&
                   !lines_[end].blank_before)
                ++end;
            std::size_t width = 0;
            for (std::size_t k = i; k < end; ++k) width = std::max(width, display_width(body_of(lines_[k])));
            for (std::size_t k = i; k < end; ++k) {
                const Line& l = lines_[k];
                if (l.blank_before) out += '\n';
                out += l.comment.empty() ? body_of(l) : padded_right(body_of(l), width) + "  " + l.comment;
                out += '\n';
            }
            i = end;
        }
        return out;
    }

    std::vector<Line> lines_;
};

}  // namespace

std::string lined_up(std::vector<Line> lines) {
    return LiningUp(std::move(lines)).result();
}

}  // namespace accrue::syntax
