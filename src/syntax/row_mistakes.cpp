// Rows of tables and lines of alternatives.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "number/decimal.hpp"
#include "syntax/found.hpp"

namespace accrue::syntax {

using grammar::Wanted;
using grammar::Word;

namespace {

// A table's row as it is written, cut out by hand: `>= 5 : 30 000` has the lower edge 5, which belongs to it.
struct WrittenRow {
    enum class Edge { upper, lower, lower_excluded, otherwise } kind = Edge::upper;
    std::string edge, cell;
};

struct LowerWords {
    std::string_view words;
    bool is_excluded;  // the edge itself belongs to the band before
};
constexpr LowerWords lower_words[] = {
    {">=", false},   {">", true},     {"at least", false}, {"more than", true},
    {"above", true}, {"over", true},  {"from", false},     {"начиная с", false},
    {"от", false},   {"с", false},    {"не менее", false}, {"свыше", true},
    {"сверх", true}, {"более", true}, {"больше", true},    {"выше", true},
};

WrittenRow written_row(std::string_view row) {
    const auto colon = row.find(':');
    const auto head = trimmed(row.substr(0, std::min(colon, row.size())));
    WrittenRow made;
    if (colon != std::string_view::npos) made.cell = trimmed(row.substr(colon + 1));
    made.edge = head;
    if (is_one_of(folded(head), {"otherwise", "иначе", "else", "default"}))
        made.kind = WrittenRow::Edge::otherwise;
    for (const auto& [words, is_excluded] : lower_words) {
        const auto length = grammar::taken_by(words, head.data(), head.data() + head.size());
        if (length == 0 && !(words.front() == '>' && head.starts_with(words))) continue;
        made.edge = trimmed(head.substr(length == 0 ? words.size() : length));
        const bool has_upper =
            made.edge.find(" до ") != std::string::npos || made.edge.find(" to ") != std::string::npos;
        if (!has_upper) made.kind = is_excluded ? WrittenRow::Edge::lower_excluded : WrittenRow::Edge::lower;
        break;
    }
    return made;
}

// All rows of the table in which reading stopped; none where they cannot be told apart so simply.
std::vector<WrittenRow> written_rows(const Found& f) {
    const auto brace = f.place.brace;
    const auto end = brace ? f.text.find('}', *brace) : std::string_view::npos;
    if (end == std::string_view::npos || end < f.here.begin) return {};
    auto inside = f.text.substr(*brace + 1, end - *brace - 1);
    if (inside.find_first_of("#\"{|") != std::string_view::npos) return {};
    std::vector<WrittenRow> rows;
    while (!inside.empty()) {
        const auto length = std::min(inside.find_first_of(";\n"), inside.size());
        const auto row = trimmed(inside.substr(0, length));
        if (!row.empty()) rows.push_back(written_row(row));
        inside.remove_prefix(std::min(length + 1, inside.size()));
    }
    return rows;
}

// The number of an edge, to see whether edges rise; nothing for names and the like.
std::optional<Exact> edge_number(const WrittenRow& row) {
    std::string digits;
    for (const char c : row.edge) {
        if (c != ' ' && c != '%') digits += c;
    }
    return parse_literal(digits);
}

// A scale by lower edges, `{ >= 3 : a; >= 5 : b; otherwise : c }`, by upper ones: `{ below 3 : c; below 5 :
// a; otherwise : b }`. Where only the last row has one, that is the row of all others. Else nothing.
std::string by_upper_edges(const Found& f, Language language) {
    using Edge = WrittenRow::Edge;
    auto rows = written_rows(f);
    const auto is_lower = [](const WrittenRow& row) {
        return row.kind == Edge::lower || row.kind == Edge::lower_excluded;
    };
    const auto lower = static_cast<std::size_t>(std::ranges::count_if(rows, is_lower));
    if (rows.size() > 1 && lower == 1 && is_lower(rows.back()))
        return spelled(Word::otherwise, language) + " : …";
    const bool is_scale = rows.size() > 1 && lower == rows.size() - 1 && rows.back().kind == Edge::otherwise;
    if (!is_scale) return "";
    std::vector<Exact> edges;
    for (std::size_t i = 0; i < lower; ++i) {
        const auto number = edge_number(rows[i]);
        if (!number && lower > 1) return "";
        edges.push_back(number.value_or(0));
    }
    if (std::ranges::is_sorted(edges, std::greater{})) {
        std::ranges::reverse(rows.begin(), rows.end() - 1);
    } else if (!std::ranges::is_sorted(edges)) {
        return "";
    }
    std::string table = "{ ";
    std::string cell = rows.back().cell;
    for (std::size_t i = 0; i < lower; ++i) {
        const auto word = rows[i].kind == Edge::lower ? Word::below_edge : Word::up_to;
        table += fmt::format("{} {} : {}; ", spelled(word, language), rows[i].edge, cell);
        cell = rows[i].cell;
    }
    return table + fmt::format("{} : {} }}", spelled(Word::otherwise, language), cell);
}

Diagnostic with_hint_if_any(Diagnostic mistake, std::string text) {
    return text.empty() ? mistake : with_hint(std::move(mistake), std::move(text));
}

// The word that a row of a table begins with, where one was read that is no band.
struct RowHead {
    const Found& f;
    std::size_t begin;
    Span first;
    std::string_view word;

    explicit RowHead(const Found& found)
        : f(found),
          begin(found.place.wanted == Wanted::head ? found.here.begin : found.row_begin),
          first(token_at(found.text, begin, found.place.source)),
          word(found.text.substr(first.begin, first.length)) {}

    // What is written between there and the colon.
    std::string edge_after(std::size_t from) const {
        const std::size_t colon = std::min(f.text.find_first_of(":|;\n}", first.end()), f.row_end);
        return std::string(trimmed(f.text.substr(from, colon > from ? colon - from : 0)));
    }
    // The phrase if the row begins with it, empty if not.
    Span spelled_as(std::string_view phrase) const {
        const std::size_t n = grammar::taken_by(phrase, f.text.data() + begin, f.text.data() + f.text.size());
        return {begin, static_cast<std::uint32_t>(n), f.place.source};
    }
    std::string text_of(Span words) const { return std::string(f.text.substr(words.begin, words.length)); }
};

bool stops_in_head(const Place& place) {
    const bool is_row = place.row == grammar::RowKind::table_row || place.row == grammar::RowKind::matrix_row;
    return is_row &&
           (place.wanted == Wanted::table_row || place.wanted == Wanted::matrix_row ||
            place.wanted == Wanted::colon || place.wanted == Wanted::bar || place.wanted == Wanted::head);
}

// `default : 5%`, `< 40M : 5%`, `> 40M : 5%`
Mistake sign_of_band(const RowHead& head) {
    const Found& f = head.f;
    if (is_one_of(head.word, {"default", "else"}) || phrase_at(f.text, head.begin, Word::default_value)) {
        return with_hint(at(kind::default_row, head.first),
                         f.row_with(head.first, spelled(Word::otherwise, language_of(f))));
    }
    const std::string edge = head.edge_after(head.first.end());
    if (is_one_of(head.word, {"<", "<="})) {
        const auto meant = spelled(head.word == "<" ? Word::below_edge : Word::up_to, language_of(f));
        return with_hint(at(kind::band_sign, head.first, {std::string(head.word)}), meant + " " + edge);
    }
    if (is_one_of(head.word, {">", ">="})) {
        return with_hint_if_any(at(kind::band_from, head.first, {std::string(head.word)}),
                                by_upper_edges(f, language_of(f)));
    }
    return std::nullopt;
}

// `80% : …` of an edge; `80% : 5` of `80% — 5`, with the value behind a dash.
std::string edge_and_value(std::string_view edge) {
    for (const std::string_view dash : {" — ", " – ", " - "}) {
        const auto found = edge.find(dash);
        if (found != std::string_view::npos)
            return fmt::format("{} : {}", trimmed(edge.substr(0, found)),
                               trimmed(edge.substr(found + dash.size())));
    }
    return fmt::format("{} : …", edge);
}

// `to 40M` does not say whether 40M itself is in, unless `inclusive` stands behind it.
Diagnostic with_both_edges(Diagnostic mistake, std::string edge, Language language) {
    const auto row = [&](Word word) {
        return fmt::format("{} {}", spelled(word, language), edge_and_value(edge));
    };
    for (const std::string_view word : {" включительно", " inclusive", " inclusively"}) {
        if (!folded(edge).ends_with(word)) continue;
        edge.resize(edge.size() - word.size());
        return with_hint(std::move(mistake), row(Word::up_to));
    }
    mistake.notes.push_back({kind::hint_two_readings, {row(Word::below_edge), row(Word::up_to)}});
    return mistake;
}

// `from 10M to 40M : 5%`: a row says its upper edge only.
Mistake lower_edge(const RowHead& head) {
    static constexpr std::string_view lower_edges[] = {"from",      "at least", "more than", "over",  "above",
                                                       "начиная с", "от",       "с",         "свыше", "сверх",
                                                       "более",     "больше",   "выше"};
    for (const std::string_view phrase : lower_edges) {
        const Span words = head.spelled_as(phrase);
        if (words.length == 0) continue;
        std::string edge = head.edge_after(words.end());
        if (edge.starts_with("=")) {  // `above = flat`
            const Span equals{after_blanks(head.f.text, words.end()), 1, head.f.place.source};
            return with_hint(at(kind::colon_wanted, equals, {"`=`"}), head.f.row_with(equals, ":"));
        }
        const auto language = language_of(phrase);
        for (const std::string_view upper : {" to ", " до "}) {
            const std::size_t at_upper = edge.find(upper);
            if (at_upper == std::string::npos) continue;
            edge = edge.substr(at_upper + upper.size());
            return with_both_edges(at(kind::band_from, words, {head.text_of(words)}), edge, language);
        }
        return with_hint_if_any(at(kind::band_from, words, {head.text_of(words)}),
                                by_upper_edges(head.f, language));
    }
    return std::nullopt;
}

// `until 40M : 5%`
Mistake upper_edge(const RowHead& head) {
    for (const std::string_view phrase : {"to", "till", "until", "до"}) {
        const Span words = head.spelled_as(phrase);
        if (words.length == 0) continue;
        return with_both_edges(at(kind::band_unclear, words, {head.text_of(words)}),
                               head.edge_after(words.end()), language_of(phrase));
    }
    static constexpr std::string_view upper_edges[] = {"less than", "under", "меньше", "ниже"};
    for (const std::string_view phrase : upper_edges) {
        const Span words = head.spelled_as(phrase);
        if (words.length == 0) continue;
        return with_hint(at(kind::band_sign, words, {head.text_of(words)}),
                         fmt::format("{} {}", spelled(Word::below_edge, language_of(phrase)),
                                     edge_and_value(head.edge_after(words.end()))));
    }
    return std::nullopt;
}

bool is_dash(std::string_view word) {
    return is_one_of(word, {"-", "–", "—"});
}

// `80–100% : 5`, `80–100% — 5`: a row says its upper edge only.
Mistake range_of_dash(const Found& f) {
    const auto edge = figure_at(f.text, after_blanks(f.text, f.here.end()));
    if (!is_dash(f.word) || edge.empty()) return std::nullopt;
    const auto sign_at =
        after_blanks(f.text, static_cast<std::size_t>(edge.data() + edge.size() - f.text.data()));
    const Span sign = token_at(f.text, sign_at, f.here.source);
    const auto word = f.text.substr(sign.begin, sign.length);
    if (sign.end() > f.row_end || !(is_dash(word) || is_one_of(word, {":", "="}))) return std::nullopt;
    const auto value = trimmed(f.text.substr(sign.end(), f.row_end - sign.end()));
    const auto row = [&](Word head) {
        return fmt::format("{} {} : {}", spelled(head, language_of(f)), edge, value);
    };
    auto mistake = here(f, kind::band_sign, {std::string(f.word)});
    mistake.notes.push_back({kind::hint_two_readings, {row(Word::below_edge), row(Word::up_to)}});
    return mistake;
}

Mistake no_colon(const Found& f) {
    if (f.place.wanted != Wanted::colon) return std::nullopt;
    if (auto mistake = range_of_dash(f)) return mistake;
    Diagnostic mistake = here(f, kind::colon_wanted, {f.found()});
    if (f.word.empty() || is_one_of(f.word, {";", "}"})) {  // `below 80% - 5`
        const auto dash = f.text.substr(0, f.here.begin).rfind(" - ");
        if (dash == std::string_view::npos || dash < f.row_begin) return mistake;
        return with_hint(std::move(mistake), f.row_with({dash + 1, 1, f.here.source}, ":"));
    }
    const bool has_colon = f.text.substr(0, f.row_end).find(':', f.here.end()) != std::string_view::npos;
    if (has_colon) return mistake;  // `below 1 year : 0`: what stands before it is too much
    const bool is_sign = is_dash(f.word) || is_one_of(f.word, {"=", "->", ",", "=>"});
    return with_hint(std::move(mistake), f.row_with_here(is_sign ? ":" : ": " + std::string(f.word)));
}

}  // namespace

Mistake band_mistake(const Found& f) {
    if (!stops_in_head(f.place)) return std::nullopt;
    const RowHead head(f);
    if (Mistake mistake = sign_of_band(head)) return mistake;
    if (f.word == ".." || f.word == "-") return here(f, kind::band_sign, {std::string(f.word)});
    if (Mistake mistake = lower_edge(head)) return mistake;
    if (Mistake mistake = upper_edge(head)) return mistake;
    return no_colon(f);
}

namespace {

std::string heads_of(TableMode mode, Language language) {
    const auto word = [&](Word each) { return spelled(each, language); };
    switch (mode) {
        case TableMode::step:
        case TableMode::marginal:
        case TableMode::whole:
            return fmt::format("`{} …`, `{} …`, `{}`", word(Word::below_edge), word(Word::up_to),
                               word(Word::otherwise));
        case TableMode::linear:
            return phrase(say::heads_of_linear, word(Word::below_end), word(Word::above_end));
        case TableMode::match:
            return phrase(say::heads_of_match, word(Word::otherwise));
        case TableMode::matrix:
            return phrase(say::heads_of_matrix, word(Word::otherwise));
    }
    return "";
}

// `80% - 100%`: what stands behind the dash; empty where there is none.
std::string_view upper_of_range(std::string_view written) {
    for (const std::string_view dash : {" - ", " – ", " — ", "-", "–"}) {
        const auto found = written.find(dash);
        if (found != std::string_view::npos && found > 0) return trimmed(written.substr(found + dash.size()));
    }
    return "";
}

bool fits(const Head& head, const WrittenTable& table) {
    const bool is_named = !table.key;
    const auto is_linear = table.mode == TableMode::linear;
    const auto is_match = table.mode == TableMode::match;
    const auto is_matrix = table.mode == TableMode::matrix;
    if (is_named) return true;
    return std::visit(
        overloaded{[&](const Otherwise&) { return !is_linear; },
                   [&](const Below&) { return !is_linear && !is_match; },
                   [&](const UpTo&) { return !is_linear && !is_match; },
                   [&](const Point&) { return is_linear; },
                   [&](const OneOf&) { return is_match || is_matrix; },
                   [&](const BelowAll&) { return is_linear; }, [&](const AboveAll&) { return is_linear; }},
        head.band);
}

bool is_of_bands(const WrittenTable& table) {
    return table.mode == TableMode::step || table.mode == TableMode::marginal ||
           table.mode == TableMode::whole;
}

// `else : 5%`, and of bands `over : 5%`: the usual words for the row of all else.
bool means_otherwise(const Head& head, const WrittenTable& table, const Module& module,
                     std::string_view text) {
    if (is_of_bands(table) && std::holds_alternative<AboveAll>(head.band)) return true;
    const auto* keys = std::get_if<OneOf>(&head.band);
    if (keys == nullptr || keys->keys.count != 1) return false;
    const Expr& key = module.expressions[module.list(keys->keys)[0]];
    if (!std::holds_alternative<Name>(key.node)) return false;
    const auto written = folded(text.substr(head.span.begin, head.span.length));
    return is_one_of(written,
                     {"else", "other", "others", "rest", "остальные", "прочие", "прочее", "остальное"}) ||
           (is_of_bands(table) &&
            is_one_of(written, {"over", "more", "beyond", "higher", "свыше", "больше", "более", "сверх"}));
}

// Of the word that opens the table, `step x {`.
Language language_of_table(const WrittenTable& table, const Module& module, std::string_view text) {
    const auto before = trimmed(text.substr(0, module.expressions[table.key].span.begin));
    return language_of(before.substr(before.find_last_of(" \n") + 1));
}

Mistake wrong_head(const Head& head, const WrittenTable& table, const Module& module, std::string_view text) {
    if (fits(head, table)) return std::nullopt;
    const std::string written(text.substr(head.span.begin, head.span.length));
    const auto language = language_of_table(table, module, text);
    if (means_otherwise(head, table, module, text))
        return with_hint(at(kind::default_row, head.span), spelled(Word::otherwise, language) + " : …");
    Diagnostic mistake =
        at(kind::wrong_head, head.span,
           {written, std::string(mode_word(table.mode, language)), heads_of(table.mode, language)});
    if (is_of_bands(table) && std::holds_alternative<OneOf>(head.band)) {
        const auto upper = upper_of_range(written);
        const auto edge = upper.empty() ? std::string_view(written) : upper;
        mistake.notes.push_back({kind::hint_two_readings,
                                 {fmt::format("{} {}", spelled(Word::below_edge, language), edge),
                                  fmt::format("{} {}", spelled(Word::up_to, language), edge)}});
    }
    return mistake;
}

}  // namespace

std::optional<Diagnostic> wrong_row(const WrittenTable& table, const TableRow& row, const Module& module,
                                    std::string_view text) {
    if (auto mistake = wrong_head(row.head, table, module, text)) return mistake;
    const bool is_end =
        std::holds_alternative<BelowAll>(row.head.band) || std::holds_alternative<AboveAll>(row.head.band);
    for (const Cell& cell : row.cells) {
        if ((cell.end == End::flat || cell.end == End::extended) && !is_end) {
            return at(kind::wrong_end, cell.span,
                      {std::string(text.substr(cell.span.begin, cell.span.length))});
        }
    }
    if (table.mode != TableMode::matrix) return std::nullopt;
    if (table.columns.empty()) return at(kind::matrix_without_columns, row.head.span);
    if (table.columns.size() != row.cells.size()) {
        const Span cells = join(row.cells.front().span, row.cells.back().span);
        const Span heads = join(table.columns.front().span, table.columns.back().span);
        return Diagnostic{kind::matrix_cells_differ,
                          {cells, heads},
                          {std::int64_t(row.cells.size()), std::int64_t(table.columns.size())},
                          {}};
    }
    return std::nullopt;
}

namespace {

// Nothing that stands behind the line was left unread, which is a mistake of its own.
bool is_whole_line(const Alternative& line, std::string_view text) {
    const auto rest = token_at(text, after_blanks(text, line.span.end()), line.span.source);
    return rest.length == 0 || text[rest.begin] == ';' || text[rest.begin] == '}';
}

// The last line as it is to be written, `= 3% otherwise`, in the language of the first.
std::string with_otherwise(const Alternative& last, const Alternative& first, std::string_view text) {
    const auto russian = " " + spelled(Word::condition, Language::russian) + " ";
    const bool is_russian = text.substr(first.span.begin, first.span.length).find(russian) != text.npos;
    auto value = text.substr(last.span.begin, last.span.length);
    if (value.ends_with(" else")) value = trimmed(value.substr(0, value.rfind(' ')));
    return fmt::format("= {} {}", value,
                       spelled(Word::otherwise, is_russian ? Language::russian : Language::english));
}

}  // namespace

Diagnostics wrong_alternatives(const std::vector<Alternative>& alternatives, std::string_view text) {
    Diagnostics mistakes;
    const Alternative& last = alternatives.back();
    if (alternatives.size() == 1) {
        if (!last.is_otherwise) return mistakes;
        auto mistake = at(kind::otherwise_alone, last.span);
        const auto line = text.substr(0, last.span.begin).rfind('\n') + 1;
        const auto row = text.substr(line, last.span.end() - line);
        const auto further = further_case(text, line, row);
        mistakes.push_back(further ? with_hint(std::move(mistake), *further) : std::move(mistake));
        return mistakes;
    }
    if (!is_whole_line(last, text)) return mistakes;
    for (const Alternative& a : alternatives) {
        const bool is_last = &a == &last;
        const bool ends = a.is_otherwise || a.otherwise;
        if (ends && !is_last) {
            mistakes.push_back({kind::alternative_after_otherwise, {(&a + 1)->span, a.span}, {}, {}});
            return mistakes;
        }
        if (!ends && !a.condition) {
            const auto& first = alternatives.front();
            if (is_last)
                mistakes.push_back(with_hint(at(kind::alternatives_without_otherwise, a.span),
                                             with_otherwise(a, first, text)));
            else
                mistakes.push_back({kind::alternative_without_condition, {a.span, first.span}, {}, {}});
        } else if (is_last && !ends) {
            mistakes.push_back(at(kind::alternatives_without_otherwise, a.span));
        }
    }
    return mistakes;
}

}  // namespace accrue::syntax
