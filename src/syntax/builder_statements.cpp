// Statements, with the parts that they share: names, types, guarded lines. Blocks keep theirs until they
// close.
#include <algorithm>
#include <utility>

#include "base/messages/language.hpp"
#include "syntax/builder.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

void Builder::name_read(Span where) {
    name_ = where;
    if (auto mistake = mixed_name(text(where), where, diagnostics_)) report(std::move(*mistake));
}

void Builder::type(TypeWord word, Span where) {
    const bool has_code = word == TypeWord::money && code_.length != 0 && code_.begin > where.begin;
    type_ = TypeRef{where, word, has_code ? code_ : Span{}};
}

void Builder::guard(Span where) {
    guard_.otherwise = pop();
    guard_.condition = pop();
    guard_.where = where;
}

// What says `otherwise` is whole: nothing below it can be meant.
void Builder::check_guard(Span amount) {
    if (guard_.where.length == 0 || guard_.otherwise) return;
    if (auto mistake = condition_between_lines(text_, amount, guard_.where)) report(std::move(*mistake));
}

void Builder::line(Span where) {
    check_guard(where);
    alternatives_.push_back({where, pop(), guard_.condition, guard_.otherwise, guard_.is_otherwise});
    guard_ = {};
}

// ---------------------------------------------------------------- statements

void Builder::rounding(Span where) {
    const ExprId step = pop();
    add(where, RoundingHeader{header_mode_, step});
}

void Builder::year_starts(Span where) {
    const int month = number_of(small_number_);
    if (month < 1 || month > 12)
        report({kind::no_such_month_number, {small_number_}, {std::string(text(small_number_))}, {}});
    add(where, YearStarts{month, small_number_});
}

void Builder::from(Span where) {
    from_ = where;
    constexpr std::size_t month_length = 7;  // 2026-01
    where.length > month_length ? check_date(where) : check_month(where);
}

void Builder::dated() {
    dated_.push_back({pop(), from_});
    from_ = {};
}

void Builder::param(Span where) {
    add(where, Param{declared_.front(), type_, std::move(dated_), label_});
}

void Builder::say_once(bool& said, Span where) {
    if (said)
        report(
            {kind::said_twice, {where}, {std::string(text(token_at(text_, where.begin, where.source)))}, {}});
    said = true;
}

void Builder::each(Each each, Span where) {
    bool said = each_ != Each::period;
    say_once(said, where);
    each_ = each;
}

void Builder::input_default(Span where) {
    bool said = static_cast<bool>(input_.default_to);
    say_once(said, where);
    input_.default_to = pop();
}

void Builder::input_statement(Span where) {
    input_.names = std::move(declared_);
    input_.type = *type_;
    input_.label = label_;
    add(where, std::move(input_));
    input_ = {};
}

void Builder::pay_line(Span where) {
    check_guard(where);
    alternatives_.push_back({where, pop(), guard_.condition, guard_.otherwise, false});
    guard_ = {};
}

void Builder::pay(Span where) {
    add(where, Pay{declared_.empty() ? Declared{} : declared_.front(), alternatives_.back(), each_, label_});
}

void Builder::part() {
    split_.parts.push_back({declared_.back(), portion_});
    portion_ = {};
}

void Builder::split(Span where) {
    add(where, std::move(split_));
    split_ = {};
}

void Builder::promise_condition(Span where) {
    promise_.condition = pop();
    guard_.where = where;
}

void Builder::promise_statement(Span where) {
    check_guard(where);
    add(where, promise_);
}

void Builder::parameter() {
    parameters_.push_back({name_, *type_});
}

void Builder::function(Span where) {
    add(where, Function{declared_.front(), std::move(parameters_), alternatives_.back()});
}

void Builder::named_table(Span where) {
    const Declared name = declared_.front();
    const TableId table = close_table(where);
    add(where, NamedTable{name, table});
}

void Builder::definition(Span where) {
    for (Diagnostic& mistake : wrong_alternatives(alternatives_, text_)) report(std::move(mistake));
    add(join(declared_.front().name, where),
        Definition{declared_.front(), type_, std::move(alternatives_), label_});
    alternatives_ = {};
}

void Builder::gate(Span where) {
    const ExprId condition = pop();
    add(join(declared_.front().name, where), Gate{declared_.front().name, condition});
}

void Builder::open_block(Span where) {
    if (!blocks_.empty())
        report({kind::block_in_block, {declared_.front().name, blocks_.back().level.name}, {}, {}});
    (void)where;
    blocks_.push_back({declared_.front(), pending_statements_.size()});
}

void Builder::block(Span where) {
    const OpenBlock open = blocks_.back();
    blocks_.pop_back();
    add(join(open.level.name, where), Block{open.level.name, pending_from(open.first, pending_statements_)});
}

// The statement just read becomes what replaces.
void Builder::replace(Span where) {
    if (blocks_.empty()) {
        module_.inner.push_back(std::move(module_.statements.back()));
        module_.statements.pop_back();
    } else {
        pending_statements_.pop_back();
    }
    add(where, Replace{static_cast<std::uint32_t>(module_.inner.size() - 1)});
}

// ---------------------------------------------------------------- data, pools, lots

void Builder::open_records() {
    blocks_.push_back({declared_.front(), pending_statements_.size(), records_level_, std::move(order_)});
}

void Builder::records(Span where) {
    OpenBlock open = std::move(blocks_.back());
    blocks_.pop_back();
    add(where, Records{std::move(open.level), open.records_level, std::move(open.order),
                       pending_from(open.first, pending_statements_)});
}

void Builder::reference_key() {
    reference_.keys.push_back({name_, std::exchange(key_match_, KeyMatch::exact)});
}

void Builder::open_reference() {
    reference_.name = declared_.front();
    reference_.label = label_;
}

void Builder::reference_fields() {
    for (Declared& field : declared_) reference_.fields.push_back({std::move(field), *type_});
}

// What has lost a row means something else than was written; its name stays known.
template <class Node>
void Builder::add_whole(Span where, Node node) {
    if (lost_row_) return add(where, Statement::Unreadable{node.name.name});
    add(where, std::move(node));
}

void Builder::reference(Span where) {
    add_whole(where, std::move(reference_));
}

void Builder::open_share() {
    share_.name = declared_.front();
    share_.label = label_;
}

void Builder::clause(ClauseKind kind, Span where) {
    clause_.kind = kind;
    clause_.span = where;
    clause_.label = label_;
    share_.clauses.push_back(clause_);
}

void Builder::share(Span where) {
    add_whole(where, std::move(share_));
}

void Builder::open_solve() {
    blocks_.push_back({Declared{}, pending_statements_.size()});
}

// A system with a line that could not be read is none: its names stay known.
void Builder::solve(Span where) {
    const std::size_t first = blocks_.back().first;
    blocks_.pop_back();
    std::vector<std::uint32_t> lines = pending_from(first, pending_statements_);
    const auto lost = [&](std::uint32_t i) {
        return !std::holds_alternative<Definition>(module_.inner[i].node);
    };
    if (std::ranges::none_of(lines, lost)) return add(where, Solve{std::move(lines)});
    for (const std::uint32_t i : lines) {
        const Statement& line = module_.inner[i];
        const auto* definition = std::get_if<Definition>(&line.node);
        const Span name =
            definition ? definition->name.name : std::get<Statement::Unreadable>(line.node).name;
        add(line.span, Statement::Unreadable{name});
    }
}

void Builder::duration(Span count) {
    lots_.usable_for = time_of(count, kind::no_duration);
}

void Builder::open_lots() {
    lots_.name = declared_.front();
    lots_.label = label_;
}

void Builder::lots_row(ExprId& amount, Span where) {
    if (amount) {
        const Span word = token_at(text_, where.begin, source_);
        report({kind::lots_row_twice, {word}, {std::string(text(word))}, {}});
        lost_row_ = true;
    }
    amount = pop();
}

void Builder::lots(Span where) {
    const bool whole = lots_.add && lots_.take;
    if (!whole && !lost_row_) {
        report({lots_.add ? kind::lots_without_take : kind::lots_without_add,
                {lots_.name.name},
                {std::string(text(lots_.name.name))},
                {}});
        lost_row_ = true;
    }
    add_whole(where, std::move(lots_));
}

}  // namespace accrue::syntax
