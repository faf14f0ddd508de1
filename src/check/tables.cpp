// step, marginal, whole, linear, match, matrix.
#include <algorithm>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/lower.hpp"
#include "check/never_negative.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;
using core::CompareOp;

namespace {

template <class Band>
const Band* band(const Head& head) {
    return std::get_if<Band>(&head.band);
}

bool is_otherwise(const Head& head) {
    return band<Otherwise>(head) != nullptr;
}

std::vector<const Head*> heads_of(const WrittenTable& table) {
    std::vector<const Head*> heads;
    for (const TableRow& row : table.rows) heads.push_back(&row.head);
    return heads;
}

// Of the word with which the table begins.
Language language_of(const Sources& sources, Span span) {
    const auto text = sources.text(span);
    return !text.empty() && static_cast<unsigned char>(text.front()) >= 0x80 ? Language::russian
                                                                             : Language::english;
}

Origin as_written(Origin origin, WrittenAs as) {
    return {origin.span, as, origin.shown_as_percent};
}

}  // namespace

ExprId Lowering::table(TableId id, Place place, Origin origin) {
    const WrittenTable& written = module_.tables[id];
    const WrittenTable* rows = &written;
    if (written.by.length > 0) {
        const Symbol* symbol = declarations_.find(name_text(sources_, written.by), place.level);
        if (symbol == nullptr || symbol->kind != SymbolKind::table) return {};
        rows = &module_.tables[declarations_.tables[symbol->index]->table];
    }
    if (rows->broken) return {};  // of which the row that could not be read may be the last, or all columns
    const bool has_points = written.mode == TableMode::linear;  // which `linear` asks for itself
    if (!has_points && !gives_values(*rows, written.span)) return {};
    const ExprId key = lower(written.key, place);
    switch (written.mode) {
        case TableMode::step:
        case TableMode::match:
            return step(written, *rows, key, place, origin);
        case TableMode::marginal:
            return marginal(written, *rows, key, place, origin);
        case TableMode::whole:
            return whole(written, *rows, key, place, origin);
        case TableMode::linear:
            return linear(written, *rows, key, place, origin);
        case TableMode::matrix:
            return matrix(written, key, place, origin);
    }
    return {};
}

// ---------------------------------------------------------------- rows

ExprId Lowering::edge_of(const Head& head, Place place) {
    if (const auto* below = band<Below>(head)) return lower(below->edge, place);
    if (const auto* up_to = band<UpTo>(head)) return lower(up_to->edge, place);
    if (const auto* point = band<Point>(head)) return lower(point->at, place);
    return {};
}

// Rows of another mode were reported when they were read, but for those of a table that is named once and
// used twice.
bool Lowering::fits_mode(const Head& head, TableMode mode, Span table) {
    const bool edge = band<Below>(head) != nullptr || band<UpTo>(head) != nullptr;
    const bool value = band<OneOf>(head) != nullptr;
    const bool fits = is_otherwise(head) || (mode == TableMode::match    ? value
                                             : mode == TableMode::matrix ? edge || value
                                                                         : edge);
    if (!fits)
        report(kind::row_of_other_table, {head.span},
               {std::string(mode_word(mode, language_of(sources_, table)))});
    return fits;
}

bool Lowering::ends_well(const std::vector<const Head*>& heads, Span whole) {
    if (heads.empty() || !is_otherwise(*heads.back())) {
        for (const Head* head : heads) {
            if (!is_otherwise(*head)) continue;
            report(kind::row_after_otherwise, {heads.back()->span, head->span}, {});
            return false;
        }
        report(kind::no_otherwise, {heads.empty() ? whole : heads.back()->span}, {});
        return false;
    }
    for (std::size_t i = 0; i + 1 < heads.size(); ++i) {
        if (!is_otherwise(*heads[i])) continue;
        report(kind::row_after_otherwise, {heads[i + 1]->span, heads[i]->span}, {});
        return false;
    }
    return true;
}

// Constant edges must rise; `below e` may stand before `up to e`.
bool Lowering::edges_rise(const Rows& rows) {
    for (std::size_t i = 0; i + 1 < rows.edges.size(); ++i) {
        const Exact *here = build_.exact(rows.edges[i]), *next = build_.exact(rows.edges[i + 1]);
        if (here == nullptr || next == nullptr) continue;
        const bool touch = *here == *next && band<Below>(*rows.heads[i]) != nullptr &&
                           band<UpTo>(*rows.heads[i + 1]) != nullptr;
        if (*here < *next || touch) continue;
        report(kind::edges_fall, {rows.heads[i + 1]->span, rows.heads[i]->span},
               {std::string(sources_.text(rows.heads[i + 1]->span)),
                std::string(sources_.text(rows.heads[i]->span))});
        return false;
    }
    return true;
}

bool Lowering::keys_differ(const Rows& rows) {
    std::map<std::string, Span> seen;
    bool good = true;
    for (const Head* head : rows.heads) {
        const auto* keys = band<OneOf>(*head);
        if (keys == nullptr) continue;
        for (const syntax::ExprId key : module_.list(keys->keys)) {
            const auto [place, fresh] = seen.emplace(folded(text(key)), span(key));
            if (fresh) continue;
            report(kind::key_twice, {span(key), place->second}, {text(key)});
            good = false;
        }
    }
    return good;
}

// One axis of a table: its conditions on the key, checked for order, ends and doubles.
std::optional<Lowering::Rows> Lowering::axis(const std::vector<const Head*>& heads, TableMode mode,
                                             ExprId key, Place place, Span whole) {
    for (const Head* head : heads) {
        if (!fits_mode(*head, mode, whole)) return std::nullopt;
    }
    if (!ends_well(heads, whole)) return std::nullopt;
    Rows rows{.heads = heads, .edges = {}, .conditions = {}};
    for (const Head* head : heads) {
        const Origin origin{.span = head->span};
        rows.edges.push_back(edge_of(*head, place));
        ExprId condition;
        if (const auto* keys = band<OneOf>(*head)) {
            for (const syntax::ExprId value : module_.list(keys->keys)) {
                const ExprId same =
                    build_.compare(CompareOp::equal, key, lower(value, place), {.span = span(value)});
                if (!same) return std::nullopt;
                condition = condition ? build_.either(condition, same, origin) : same;
            }
        } else if (!is_otherwise(*head)) {
            const CompareOp op = band<UpTo>(*head) != nullptr ? CompareOp::at_most : CompareOp::less;
            condition = build_.compare(op, key, rows.edges.back(), origin);
            if (!condition) return std::nullopt;
        }
        rows.conditions.push_back(condition);
    }
    if (!edges_rise(rows) || !keys_differ(rows)) return std::nullopt;
    return rows;
}

// Edges that are worked out in each row must rise there too, else the row is in error.
ExprId Lowering::guarded_order(const Rows& rows, ExprId whole, Origin origin) {
    ExprId all;
    for (std::size_t i = 0; i + 1 < rows.edges.size(); ++i) {
        const ExprId here = rows.edges[i], next = rows.edges[i + 1];
        if (!here || !next || (build_.exact(here) != nullptr && build_.exact(next) != nullptr)) continue;
        // Equal edges leave a band empty, which harms nobody; between equal points there is no line.
        const bool may_touch = band<Point>(*rows.heads[i]) == nullptr;
        const Origin place{.span = rows.heads[i + 1]->span};
        const ExprId rises =
            build_.compare(may_touch ? CompareOp::at_most : CompareOp::less, here, next, place);
        all = all ? build_.both(all, rises, place) : rises;
    }
    return all && whole ? build_.choose({{all, whole}}, {}, as_written(origin, WrittenAs::edge_order))
                        : whole;
}

ExprId Lowering::cell(const Cell& written, const core::Type& type, Place place) {
    if (written.end == End::error) return build_.no_value(type, {.span = written.span});
    return lower(written.value, place);
}

// `error` in every row leaves nothing that the table could be worth.
bool Lowering::gives_values(const WrittenTable& rows, Span table) {
    if (rows.rows.empty()) return true;  // reported when it was read
    const auto is_value = [](const Cell& cell) { return cell.end != End::error; };
    const auto has_value = [&](const TableRow& row) { return std::ranges::any_of(row.cells, is_value); };
    if (std::ranges::any_of(rows.rows, has_value)) return true;
    report(kind::only_errors, {table}, {});
    return false;
}

std::optional<core::Type> Lowering::cell_type(const WrittenTable& rows) const {
    for (const TableRow& row : rows.rows) {
        for (const Cell& cell : row.cells) {
            if (cell.value && typing_.type(cell.value)) return typing_.type(cell.value);
        }
    }
    return std::nullopt;
}

// The value of the first row that fits; `values` has one for each row.
ExprId Lowering::chosen_by(const Rows& rows, const std::vector<ExprId>& values, ExprId key, Origin origin) {
    std::vector<core::Case> cases;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) cases.push_back({rows.conditions[i], values[i]});
    const ExprId chosen = build_.choose(std::move(cases), values.back(), origin);
    if (!chosen || values.size() < 2) return chosen;
    core::TableNote note{.table = chosen, .key = key, .second_key = {}, .bands = {}};
    for (std::size_t i = 0; i < values.size(); ++i) {
        note.bands.push_back({.span = rows.heads[i]->span,
                              .condition = rows.conditions[i],
                              .edge = rows.edges[i],
                              .edge_included = band<UpTo>(*rows.heads[i]) != nullptr,
                              .value = values[i],
                              .slice = {},
                              .part = {}});
    }
    scheme_.table_notes.push_back(std::move(note));
    return chosen;
}

// ---------------------------------------------------------------- modes

ExprId Lowering::step(const WrittenTable& written, const WrittenTable& table, ExprId key, Place place,
                      Origin origin) {
    const auto rows = axis(heads_of(table), written.mode, key, place, written.span);
    const auto type = cell_type(table);
    if (!rows || !type) return {};
    std::vector<ExprId> values;
    for (const TableRow& row : table.rows) values.push_back(cell(row.cells.front(), *type, place));
    const WrittenAs as = written.mode == TableMode::match ? WrittenAs::match_table : WrittenAs::step_table;
    return guarded_order(*rows, chosen_by(*rows, values, key, as_written(origin, as)), origin);
}

bool Lowering::starts_below_zero(const Rows& rows) const {
    const Exact* first = build_.exact(rows.edges.front());
    return band<Below>(*rows.heads.front()) != nullptr && first != nullptr && first->sign() == 0;
}

// Each slice of the key at its own rate: Σ rate × (what of the key lies between the edges).
ExprId Lowering::marginal(const WrittenTable& written, const WrittenTable& table, ExprId key, Place place,
                          Origin origin) {
    const auto rows = axis(heads_of(table), written.mode, key, place, written.span);
    const auto type = cell_type(table);
    if (!rows || !type || !key) return {};
    const bool negative_row = starts_below_zero(*rows);
    if (!negative_row) zero_checks_.push_back({key, written.key, written.span, place.level});
    core::TableNote note{.table = {}, .key = key, .second_key = {}, .bands = {}};
    ExprId low, sum;
    for (std::size_t i = 0; i < rows->heads.size(); ++i) {
        const Origin here{.span = table.rows[i].span};
        const bool below_zero = negative_row && i == 0;
        const ExprId high = rows->edges[i], zero = build_.zero_like(key, here);
        ExprId slice = high ? build_.smaller(key, high, here) : key;
        if (low) slice = build_.larger(build_.subtract(slice, low, here), zero, here);
        if (!low && negative_row && !below_zero) slice = build_.larger(slice, zero, here);
        const Cell& rate = table.rows[i].cells.front();
        const ExprId value = rate.end == End::error ? ExprId{} : lower(rate.value, place);
        const ExprId part =
            rate.end == End::error
                ? build_.choose({{build_.compare(CompareOp::equal, slice, zero, here), zero}}, {}, here)
                : build_.multiply(value, slice, here);
        if (!part) return {};
        note.bands.push_back({.span = table.rows[i].head.span,
                              .condition = rows->conditions[i],
                              .edge = high,
                              .edge_included = band<UpTo>(*rows->heads[i]) != nullptr,
                              .value = value,
                              .slice = slice,
                              .part = part});
        sum = sum ? build_.add(sum, part, as_written(origin, WrittenAs::marginal_table)) : part;
        low = below_zero ? ExprId{} : high;
    }
    if (note.bands.size() < 2) return sum;
    note.table = sum;
    scheme_.table_notes.push_back(std::move(note));
    return guarded_order(*rows, sum, origin);
}

// All of the key at the rate reached: key × step.
ExprId Lowering::whole(const WrittenTable& written, const WrittenTable& table, ExprId key, Place place,
                       Origin origin) {
    const auto rows = axis(heads_of(table), written.mode, key, place, written.span);
    const auto type = cell_type(table);
    if (!rows || !type || !key) return {};
    if (!starts_below_zero(*rows)) zero_checks_.push_back({key, written.key, written.span, place.level});
    std::vector<ExprId> rates;
    for (const TableRow& row : table.rows) rates.push_back(cell(row.cells.front(), *type, place));
    const std::size_t notes = scheme_.table_notes.size();
    const ExprId rate = chosen_by(*rows, rates, key, as_written(origin, WrittenAs::hidden));
    const ExprId amount = build_.multiply(rate, key, as_written(origin, WrittenAs::whole_table));
    if (amount && scheme_.table_notes.size() > notes) scheme_.table_notes.back().table = amount;
    return guarded_order(*rows, amount, origin);
}

// A straight line between points; each end says for itself what holds beyond it.
ExprId Lowering::linear(const WrittenTable& written, const WrittenTable& table, ExprId key, Place place,
                        Origin origin) {
    const Cell *below = nullptr, *above = nullptr;
    Rows points;
    std::vector<ExprId> values;
    for (const TableRow& row : table.rows) {
        if (band<BelowAll>(row.head) != nullptr) {
            below = &row.cells.front();
        } else if (band<AboveAll>(row.head) != nullptr) {
            above = &row.cells.front();
        } else if (band<Point>(row.head) != nullptr) {
            points.heads.push_back(&row.head);
            points.edges.push_back(edge_of(row.head, place));
            values.push_back(lower(row.cells.front().value, place));
        } else {
            report(kind::row_of_other_table, {row.head.span},
                   {std::string(mode_word(written.mode, language_of(sources_, written.span)))});
            return {};
        }
    }
    if (below == nullptr || above == nullptr) {
        report(kind::linear_end_open, {written.span},
               {std::string(end_word(below == nullptr, language_of(sources_, written.span)))});
        return {};
    }
    if (values.size() < 2) {
        report(kind::linear_points, {written.span}, {std::int64_t(values.size())});
        return {};
    }
    if (!edges_rise(points)) return {};
    const auto type = cell_type(table);
    const auto segment = [&](std::size_t i) {  // y0 + (key - x0) / (x1 - x0) × (y1 - y0)
        const Origin here{.span = points.heads[i + 1]->span};
        const auto like = [&](ExprId of) {
            return Origin{here.span, WrittenAs::plain, of && build_[of].origin.shown_as_percent};
        };
        const ExprId run = build_.subtract(points.edges[i + 1], points.edges[i], like(points.edges[i]));
        const ExprId rise = build_.subtract(values[i + 1], values[i], like(values[i]));
        const ExprId way = build_.divide(build_.subtract(key, points.edges[i], here), run, here);
        return build_.add(values[i], build_.multiply(way, rise, here), here);
    };
    const auto end = [&](const Cell& cell, ExprId flat, ExprId extended) {
        switch (cell.end) {
            case End::flat:
                return flat;
            case End::extended:
                return extended;
            case End::error:
                return build_.no_value(*type, {.span = cell.span});
            case End::value:
                return lower(cell.value, place);
        }
        return ExprId{};
    };
    std::vector<ExprId> segments;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) segments.push_back(segment(i));
    const ExprId lower_end = end(*below, values.front(), segments.front());
    const ExprId upper_end = end(*above, values.back(), segments.back());
    std::vector<core::Case> cases{
        {build_.compare(CompareOp::less, key, points.edges.front(), {.span = below->span}), lower_end}};
    core::TableNote note{.table = {}, .key = key, .second_key = {}, .bands = {}};
    note.bands.push_back({.span = below->span,
                          .condition = cases.front().condition,
                          .edge = points.edges.front(),
                          .edge_included = false,
                          .value = lower_end,
                          .slice = {},
                          .part = {}});
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Span here = points.heads[i + 1]->span;
        cases.push_back(
            {build_.compare(CompareOp::at_most, key, points.edges[i + 1], {.span = here}), segments[i]});
        note.bands.push_back({.span = here,
                              .condition = cases.back().condition,
                              .edge = points.edges[i + 1],
                              .edge_included = true,
                              .value = segments[i],
                              .slice = {},
                              .part = {}});
    }
    note.bands.push_back({.span = above->span,
                          .condition = {},
                          .edge = {},
                          .edge_included = false,
                          .value = upper_end,
                          .slice = {},
                          .part = {}});
    note.table = build_.choose(std::move(cases), upper_end, as_written(origin, WrittenAs::linear_table));
    if (!note.table) return {};
    scheme_.table_notes.push_back(note);
    return guarded_order(points, note.table, origin);
}

// A row of the first key chooses a row of cells, the second key the cell: a table whose values are tables.
ExprId Lowering::matrix(const WrittenTable& written, ExprId key, Place place, Origin origin) {
    const ExprId second = lower(written.second_key, place);
    std::vector<const Head*> column_heads;
    for (const Head& column : written.columns) column_heads.push_back(&column);
    const auto rows = axis(heads_of(written), TableMode::matrix, key, place, written.span);
    const auto columns = axis(column_heads, TableMode::matrix, second, place, written.span);
    const auto type = cell_type(written);
    if (!rows || !columns || !type) return {};
    std::vector<ExprId> lines;
    for (const TableRow& row : written.rows) {
        if (row.cells.size() != written.columns.size()) return {};  // reported when it was read
        std::vector<ExprId> cells;
        for (const Cell& one : row.cells) cells.push_back(cell(one, *type, place));
        lines.push_back(
            chosen_by(*columns, cells, second, {row.span, WrittenAs::matrix_table, origin.shown_as_percent}));
    }
    const ExprId chosen = chosen_by(*rows, lines, key, as_written(origin, WrittenAs::matrix_table));
    if (chosen && written.rows.size() > 1) scheme_.table_notes.back().second_key = second;
    return guarded_order(*rows, guarded_order(*columns, chosen, origin), origin);
}

// ---------------------------------------------------------------- below zero

void Lowering::check_zeros() {
    for (const ZeroCheck& check : zero_checks_) {
        if (never_negative(scheme_, check.key)) continue;
        Diagnostic& diagnostic =
            report(kind::below_zero_open, {span(check.written_key)}, {text(check.written_key)});
        const Symbol* symbol = symbol_of(check.written_key, check.level);
        if (symbol != nullptr && symbol->kind == SymbolKind::input) {
            diagnostic.spans.push_back(symbol->span);
            diagnostic.notes.push_back({kind::hint_range, {symbol->name}});
        }
        diagnostic.notes.push_back({kind::hint_below_zero, {}});
    }
}

}  // namespace accrue::check
