#include "syntax/builder.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "number/calendar.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

// ---------------------------------------------------------------- expressions

ExprId Builder::pop() {
    const ExprId id = operands_.back();
    operands_.pop_back();
    return id;
}

ExprList Builder::end_list() {
    const std::size_t first = marks_.back();
    marks_.pop_back();
    const ExprList list{static_cast<std::uint32_t>(module_.lists.size()),
                        static_cast<std::uint32_t>(operands_.size() - first)};
    module_.lists.insert(module_.lists.end(), operands_.begin() + static_cast<std::ptrdiff_t>(first),
                         operands_.end());
    operands_.resize(first);
    return list;
}

std::vector<ExprId> Builder::end_values() {
    const std::size_t first = marks_.back();
    marks_.pop_back();
    std::vector<ExprId> values(operands_.begin() + static_cast<std::ptrdiff_t>(first), operands_.end());
    operands_.resize(first);
    return values;
}

namespace {

constexpr int most_digits = 40;

bool has_too_many_digits(std::string_view digits) {
    return digits.size() > most_digits && std::ranges::count_if(digits, grammar::is_digit) > most_digits;
}

}  // namespace

void Builder::number(Span digits) {
    if (has_too_many_digits(text(digits))) report({kind::too_many_digits, {digits}, {}, {}});
    push(digits, Number{digits, false, {}});
}

void Builder::percent(Span sign) {
    Expr& number = top();
    std::get<Number>(number.node).percent = true;
    number.span = join(number.span, sign);
}

void Builder::currency(Span code) {
    Expr& number = top();
    std::get<Number>(number.node).currency = code;
    number.span = join(number.span, code);
}

void Builder::date(Span where) {
    if (parse_date(text(where))) return push(where, Date{});
    report({kind::no_such_date, {where}, {std::string(text(where))}, {}});
    push(where, Broken{});
}

void Builder::month(Span where) {
    if (parse_month(text(where))) return push(where, Month{});
    report({kind::no_such_month, {where}, {std::string(text(where))}, {}});
    push(where, Broken{});
}

void Builder::member(Span name) {
    Expr& expr = top();
    if (auto* n = std::get_if<Name>(&expr.node)) n->member = name;
    if (auto* l = std::get_if<Lookup>(&expr.node)) l->member = name;
    expr.span = join(expr.span, name);
}

void Builder::call(Span brackets) {
    const ExprList arguments = end_list();
    Expr& function = top();
    const Span name = function.span;
    const Span where = join(name, brackets);
    function = {where, Call{name, arguments}};
    deepen(module_.list(arguments));
    auto mistake = spreadsheet_function(module_, name, where, arguments, text_);
    drop_separators(where, mistake ? 0 : 1);
    if (!mistake) return;
    report(std::move(*mistake));
    top().node = Broken{};
}

void Builder::lookup(Span brackets) {
    const ExprList keys = end_list();
    const Span name = top().span;
    top() = {join(name, brackets), Lookup{name, keys, {}}};
    deepen(module_.list(keys));
}

// One `;` between arguments tells of all the others.
void Builder::drop_separators(Span call, std::size_t keep) {
    std::size_t seen = 0;
    std::erase_if(diagnostics_, [&](const Diagnostic& d) {
        const bool is_ours = d.kind == kind::semicolon_between_arguments && d.spans[0].begin > call.begin;
        return is_ours && ++seen > keep;
    });
}

void Builder::at_day(Span where) {
    const Span day{where.begin + 1, where.length - 1, where.source};
    const int number = number_of(day);
    if (number < 1 || number > 31) report({kind::no_such_day, {day}, {std::string(text(day))}, {}});
    const ExprId of = pop();
    push(join(module_.expressions[of].span, where), AtDay{of, number, day});
}

void Builder::choice(Span where) {
    const ExprId otherwise = pop(), condition = pop(), value = pop();
    push(join(module_.expressions[value].span, where), Choice{value, condition, otherwise});
    deepen({value, condition, otherwise});
}

void Builder::fold() {
    const Operation operation = operators_.back();
    operators_.pop_back();
    const ExprId right = pop(), left = pop();
    push(join(module_.expressions[left].span, module_.expressions[right].span),
         Binary{operation.op, operation.where, left, right});
    deepen({left, right});
}

// Whoever walks the tree comes back: the expression on top is one deeper than the deepest of its parts.
void Builder::deepen(std::span<const ExprId> parts) {
    constexpr std::uint16_t deepest_tree = 500;
    const std::uint32_t result = operands_.back().value;
    std::uint16_t longest = 0;
    for (const ExprId part : parts) {
        if (part && part.value < depth_.size()) longest = std::max(longest, depth_[part.value]);
    }
    if (longest > deepest_tree) {
        top().node = Broken{};
    } else if (++longest > deepest_tree) {
        report({kind::chain_too_long, {top().span}, {std::int64_t(deepest_tree)}, {}});
        top().node = Broken{};
    }
    if (depth_.size() <= result) depth_.resize(result + 1, 0);
    depth_[result] = longest;
}

void Builder::rounded(Span where) {
    const ExprId step = pop(), of = pop();
    const std::optional<Rounding> mode = modes_.back();
    modes_.pop_back();
    push(join(module_.expressions[of].span, where), Rounded{of, mode, step});
    deepen({of, step});
}

void Builder::check_product() {
    if (auto mistake = mixed_product(module_, operands_.back(), text_)) {
        report(std::move(*mistake));
        top().node = Broken{};
    }
}

void Builder::check_limits() {
    if (auto mistake = mixed_limits(module_, operands_.back(), text_)) {
        report(std::move(*mistake));
        top().node = Broken{};
    }
}

void Builder::check_comparison() {
    if (auto mistake = chained_comparison(module_, operands_.back(), text_)) {
        report(std::move(*mistake));
        top().node = Broken{};
    }
}

void Builder::check_logic() {
    for (const auto known : {mixed_logic, extreme_of_list}) {
        if (auto mistake = known(module_, operands_.back(), text_)) {
            report(std::move(*mistake));
            top().node = Broken{};
        }
    }
}

void Builder::reach_level(Span level) {
    aggregates_.back().next.reach = Reach::level;
    aggregates_.back().next.level = level;
}

int Builder::number_of(Span digits) const {
    int number = 0;
    for (const char c : text(digits)) number = number * 10 + (c - '0');
    return number;
}

void Builder::last_count(Span count) {
    const int months = number_of(count);
    if (months == 0) report({kind::no_months, {count}, {}, {}});
    aggregates_.back().next.reach = Reach::last_months;
    aggregates_.back().next.months = months;
}

// Beside rows (`over team`) stand months (`over year`), in either order.
void Builder::scope(Span where) {
    Scope& scope = aggregates_.back().scope;
    Scope next = std::exchange(aggregates_.back().next, {});
    next.span = where;
    if (scope.span.length == 0) {
        scope = next;
        return;
    }
    if ((scope.reach == Reach::level) == (next.reach == Reach::level)) {
        report({kind::two_scopes_alike,
                {where, scope.span},
                {std::string(text(scope.span)), std::string(text(where))},
                {}});
        return;
    }
    Scope& rows = scope.reach == Reach::level ? scope : next;
    const Scope& months = scope.reach == Reach::level ? next : scope;
    rows.months_reach = months.reach;
    rows.months = months.months;
    rows.unit = months.unit;
    rows.span = join(scope.span, where);
    scope = Scope(rows);
}

void Builder::lowest_first(Span where) {
    if (aggregates_.back().op != AggregateOp::rank)
        report({kind::lowest_first_place, {where}, {std::string(text(where))}, {}});
    aggregates_.back().lowest_first = true;
}

void Builder::back_count(Span count) {
    back_ = number_of(count);
    if (back_ == 0) report({kind::nothing_ago, {count}, {}, {}});
}

void Builder::ago(Span where) {
    const ExprId of = pop();
    const std::size_t blanks = after_blanks(text_, where.begin) - where.begin;
    const Span words{where.begin + static_cast<std::uint32_t>(blanks),
                     where.length - static_cast<std::uint32_t>(blanks), where.source};
    push(join(module_.expressions[of].span, where), Previous{of, back_, back_unit_, words});
}

void Builder::aggregate(Span where) {
    const ExprId condition = pop(), of = pop();
    const OpenAggregate open = aggregates_.back();
    aggregates_.pop_back();
    push(where, Aggregate{open.op, of, open.scope, condition, open.lowest_first});
    deepen({of, condition});
}

void Builder::increase(Span where) {
    const ExprId of = pop();
    const Scope scope = aggregates_.back().scope;
    aggregates_.pop_back();
    push(where, Increase{of, scope});
}

void Builder::months_between(Span where) {
    const ExprId to = pop(), from = pop();
    push(where, MonthsBetween{from, to});
}

void Builder::convert(Span where) {
    const ExprId rate = pop(), of = pop();
    const Span code = codes_.back();
    codes_.pop_back();
    push(where, Convert{of, code, rate});
    deepen({of, rate});
}

// ---------------------------------------------------------------- tables

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

// ---------------------------------------------------------------- parts of statements

void Builder::name_read(Span where) {
    name_ = where;
    if (auto mistake = mixed_name(text(where), where, diagnostics_)) report(std::move(*mistake));
}

void Builder::type(TypeWord word, Span where) {
    const bool has_code = word == TypeWord::money && code_.length != 0 && code_.begin > where.begin;
    type_ = TypeRef{where, word, has_code ? code_ : Span{}};
}

void Builder::guard() {
    guard_.otherwise = pop();
    guard_.condition = pop();
}

void Builder::line(Span where) {
    alternatives_.push_back({where, pop(), guard_.condition, guard_.otherwise, guard_.is_otherwise});
    guard_ = {};
}

// ---------------------------------------------------------------- statements

void Builder::begin_statement() {
    declared_.clear();
    type_.reset();
    label_ = {};
    code_ = {};
    from_ = {};
    guard_ = {};
    alternatives_.clear();
    dated_.clear();
    parameters_.clear();
    header_ = {};
    input_ = {};
    each_ = Each::period;
    split_ = {};
    portion_ = {};
    promise_ = {};
    outer_level_ = {};
    records_level_ = {};
    order_.clear();
    reference_ = {};
    share_ = {};
    lots_ = {};
    lost_row_ = false;
    begin_example_line();
}

void Builder::begin_example_line() {
    set_ = {};
    months_ = {};
    employed_ = {};
    expect_ = {};
}

namespace {

// What says something of the whole scheme.
bool stands_outside(const Statement& statement) {
    return std::visit(
        overloaded{[](const SchemeHeader&) { return true; }, [](const Use&) { return true; },
                   [](const Currency&) { return true; }, [](const RoundingHeader&) { return true; },
                   [](const Period&) { return true; }, [](const YearStarts&) { return true; },
                   [](const Level&) { return true; }, [](const Records&) { return true; },
                   [](const Reference&) { return true; }, [](const Example&) { return true; },
                   [](const auto&) { return false; }},
        statement.node);
}

}  // namespace

void Builder::keep(Statement statement) {
    if (!blocks_.empty() && stands_outside(statement)) {
        const Span word = token_at(text_, statement.span.begin, statement.span.source);
        report({kind::not_in_block, {word, blocks_.back().level.name}, {std::string(text(word))}, {}});
    }
    if (blocks_.empty()) {
        module_.statements.push_back(std::move(statement));
    } else {
        module_.inner.push_back(std::move(statement));
        pending_statements_.push_back(static_cast<std::uint32_t>(module_.inner.size() - 1));
    }
}

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
    const bool is_date = text(where).size() > 7;
    if (is_date && !parse_date(text(where)))
        report({kind::no_such_date, {where}, {std::string(text(where))}, {}});
    if (!is_date && !parse_month(text(where)))
        report({kind::no_such_month, {where}, {std::string(text(where))}, {}});
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

void Builder::promise_statement(Span where) {
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
    for (Diagnostic& mistake : wrong_alternatives(alternatives_)) report(std::move(mistake));
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

std::vector<std::uint32_t> Builder::pending_from(std::size_t first,
                                                 std::vector<std::uint32_t>& pending) const {
    std::vector<std::uint32_t> ids(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
    pending.resize(first);
    return ids;
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
    lots_.usable_for = number_of(count);
    if (lots_.usable_for == 0) report({kind::no_duration, {count}, {}, {}});
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

// ---------------------------------------------------------------- examples

void Builder::keep_line(ExampleLine line) {
    module_.example_lines.push_back(std::move(line));
    pending_lines_.push_back(static_cast<std::uint32_t>(module_.example_lines.size() - 1));
}

void Builder::open_example(Span) {
    rows_.push_back({header_.title, {}, pending_lines_.size()});
}

void Builder::example(Span where) {
    const OpenRow open = rows_.back();
    rows_.pop_back();
    add(where, Example{open.name, pending_from(open.first, pending_lines_)});
}

void Builder::line_name(Span where) {
    set_ = {};
    set_.name = where;
}

void Builder::set_day(Span where) {
    const Span day{where.begin + 1, where.length - 1, where.source};
    int number = 0;
    for (const char c : text(day)) number = number * 10 + (c - '0');
    if (number < 1 || number > 31) report({kind::no_such_day, {day}, {std::string(text(day))}, {}});
    set_.day = number;
    expect_.day = number;
}

void Builder::day_read(Span where) {
    if (!parse_date(text(where))) report({kind::no_such_date, {where}, {std::string(text(where))}, {}});
}

void Builder::week_read(Span where) {
    if (!Calendar{.unit = PeriodUnit::week}.parse(text(where)))
        report({kind::no_such_week, {where}, {std::string(text(where))}, {}});
    time_read(where);
}

void Builder::month_read(Span where) {
    if (!parse_month(text(where))) report({kind::no_such_month, {where}, {std::string(text(where))}, {}});
    time_read(where);
}

void Builder::time_read(Span where) {
    (months_.first.length == 0 ? months_.first : months_.last) = where;
}

void Builder::time(PeriodWord word, Span where) {
    months_.word = word;
    if (months_.last.length == 0) months_.last = months_.first;
    keep_line({where, std::exchange(months_, {})});
}

void Builder::employed(Span where) {
    keep_line({where, std::exchange(employed_, {})});
}

void Builder::set(Span where) {
    set_.values = end_values();
    const Span all = join(set_.name, where);
    keep_line({all, std::move(set_)});
    set_ = {};
}

void Builder::open_row(Span) {
    rows_.push_back({set_.name, end_values(), pending_lines_.size()});
}

void Builder::row(Span where) {
    OpenRow open = std::move(rows_.back());
    rows_.pop_back();
    keep_line({join(open.name, where),
               ExampleRow{open.name, std::move(open.keys), pending_from(open.first, pending_lines_)}});
}

void Builder::expect_line(Span where) {
    expect_.span = where;
    keep_line({where, std::move(expect_)});
    expect_ = {};
}

// ---------------------------------------------------------------- mistakes

void Builder::begin_row(grammar::RowKind kind) {
    if (kind == grammar::RowKind::statement) begin_statement();
    if (kind == grammar::RowKind::example_line) begin_example_line();
    if (kind == grammar::RowKind::field) declared_.clear(), type_.reset();
    if (kind == grammar::RowKind::clause) clause_ = {}, label_ = {};
    snapshots_.push_back({operands_.size(), marks_.size(), operators_.size(), modes_.size(), codes_.size(),
                          aggregates_.size(), tables_.size(), blocks_.size(), rows_.size(),
                          pending_statements_.size(), pending_lines_.size(), module_.statements.size()});
}

void Builder::miss_brace(const char* at) {
    const Span open = span(brace, brace + 1);
    const Span here = at == text_.data() + text_.size() ? Span{} : span(at, at + 1);
    Diagnostic mistake{kind::brace_not_closed, {open}, {}, {}};
    if (here.length != 0) mistake.spans.push_back(token_at(text_, here.begin, here.source));
    report(std::move(mistake));
}

const char* Builder::recover(grammar::RowKind kind, const char* begin, const char* end,
                             const grammar::Stop& stop) {
    const Snapshot& s = snapshots_.back();
    operands_.resize(s.operands);
    marks_.resize(s.marks);
    operators_.resize(s.operators);
    modes_.resize(s.modes);
    codes_.resize(s.codes);
    aggregates_.resize(s.aggregates);
    tables_.resize(s.tables);
    blocks_.resize(s.blocks);
    rows_.resize(s.rows);
    pending_statements_.resize(s.inner);
    pending_lines_.resize(s.lines);
    module_.statements.erase(module_.statements.begin() + static_cast<std::ptrdiff_t>(s.statements),
                             module_.statements.end());
    snapshots_.pop_back();

    const Place place{
        text_,
        source_,
        kind,
        static_cast<std::size_t>(begin - text_.data()),
        static_cast<std::size_t>(stop.at - text_.data()),
        stop.wanted,
        stop.bracket ? std::optional(static_cast<std::size_t>(stop.bracket - text_.data())) : std::nullopt,
        brace ? std::optional(static_cast<std::size_t>(brace - text_.data())) : std::nullopt};
    report(explained(place));
    const std::size_t next = row_after(place);
    (void)end;
    if (kind == grammar::RowKind::statement) {
        const Span row = span(begin, text_.data() + next);
        const std::vector<Span> names = names_defined(text_, row);
        for (const Span name : names) add(row, Statement::Unreadable{name});
        if (names.empty()) add(row, Statement::Unreadable{});
    } else if (kind == grammar::RowKind::table_row || kind == grammar::RowKind::matrix_row) {
        tables_.back().table.broken = true;
    } else {
        lost_row_ = true;
    }
    return text_.data() + next;
}

}  // namespace accrue::syntax
