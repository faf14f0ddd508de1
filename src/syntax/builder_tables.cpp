// Tables and matrices, row by row.
#include <utility>

#include "base/messages/language.hpp"
#include "syntax/builder.hpp"
#include "syntax/mistakes.hpp"

namespace accrue::syntax {

void Builder::open_table(TableMode mode, Span where) {
    OpenTable open;
    open.table.mode = mode;
    open.word = where;
    tables_.push_back(std::move(open));
}

void Builder::keys_head(Span where) {
    const ExprList keys = end_list();
    const TableMode mode = tables_.back().table.mode;
    const ExprId first = module_.lists[keys.begin];
    const bool is_text = std::holds_alternative<Text>(module_.expressions[first].node);
    const bool is_point =
        mode == TableMode::linear ||
        (!tables_.back().table.key && mode != TableMode::match && keys.count == 1 && !is_text);
    if (is_point && keys.count == 1) return head(where, Point{first});
    head(where, OneOf{keys});
}

void Builder::cell(End end, Span where) {
    tables_.back().row.cells.push_back({end, end == End::value ? pop() : ExprId{}, where});
}

// The first row of a matrix.
void Builder::columns(Span where) {
    OpenTable& open = tables_.back();
    if (open.columns_row.length == 0) {
        open.columns_row = where;
        open.table.columns = std::move(open.columns);
    } else {
        report({kind::matrix_columns_twice, {where, open.columns_row}, {}, {}});
        open.table.broken = true;
    }
    open.columns.clear();
}

void Builder::table_row(Span where) {
    OpenTable& open = tables_.back();
    open.row.span = where;
    const bool lost_columns = open.table.broken && open.table.columns.empty();
    if (lost_columns && open.table.mode == TableMode::matrix) return;
    if (auto mistake = wrong_row(open.table, open.row, module_, text_)) {
        report(std::move(*mistake));
        open.table.broken = true;
    }
    open.table.rows.push_back(std::move(open.row));
    open.row = {};
}

TableId Builder::close_table(Span where) {
    WrittenTable table = std::move(tables_.back().table);
    tables_.pop_back();
    table.span = where;
    return module_.tables.add(std::move(table));
}

void Builder::table_operand(Span where) {
    const TableId table = close_table(where);
    push(where, TableExpr{table});
}

}  // namespace accrue::syntax
