// What all chapters of the builder share: the stack of operands, what becomes of a statement that is read,
// and what is left of one that could not be. Each other chapter has a file of its own.
#include "syntax/builder.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/language.hpp"
#include "number/calendar.hpp"
#include "syntax/mistakes.hpp"
#include "syntax/places.hpp"

namespace accrue::syntax {

// ---------------------------------------------------------------- operands

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

int Builder::number_of(Span digits) const {
    constexpr int beyond_all = 1'000'000;
    int number = 0;
    for (const char c : text(digits)) {
        if (grammar::is_digit(c)) number = std::min(number * 10 + (c - '0'), beyond_all);
    }
    return number;
}

int Builder::time_of(Span count, Kind none) {
    constexpr int longest = 9999;
    const int number = number_of(count);
    if (number == 0) report({none, {count}, {}, {}});
    if (number > longest) report({kind::too_long_a_time, {count}, {std::string(text(count))}, {}});
    return std::min(number, longest);
}

Span Builder::behind_at_sign(Span where) {
    return {where.begin + 1, where.length - 1, where.source};
}

int Builder::day_of_month(Span day) {
    const int number = number_of(day);
    if (number < 1 || number > 31) report({kind::no_such_day, {day}, {std::string(text(day))}, {}});
    return number;
}

bool Builder::check_date(Span where) {
    if (parse_date(text(where))) return true;
    report({kind::no_such_date, {where}, {std::string(text(where))}, {}});
    return false;
}

bool Builder::check_month(Span where) {
    if (parse_month(text(where))) return true;
    report({kind::no_such_month, {where}, {std::string(text(where))}, {}});
    return false;
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

// ---------------------------------------------------------------- statements and lines

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

void Builder::keep_line(ExampleLine line) {
    module_.example_lines.push_back(std::move(line));
    pending_lines_.push_back(static_cast<std::uint32_t>(module_.example_lines.size() - 1));
}

std::vector<std::uint32_t> Builder::pending_from(std::size_t first,
                                                 std::vector<std::uint32_t>& pending) const {
    std::vector<std::uint32_t> ids(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
    pending.resize(first);
    return ids;
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

// Back to where the row began.
void Builder::rewind() {
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
}

// The names of a broken statement stay known.
void Builder::keep_names(Span row) {
    const std::vector<Span> names = names_defined(text_, row);
    for (const Span name : names) add(row, Statement::Unreadable{name});
    if (names.empty()) add(row, Statement::Unreadable{});
}

const char* Builder::recover(grammar::RowKind kind, const char* begin, const char* /*end*/,
                             const grammar::Stop& stop) {
    rewind();
    const auto offset = [this](const char* at) { return static_cast<std::size_t>(at - text_.data()); };
    const auto offset_of_open = [&](const char* sign) {
        return sign != nullptr ? std::optional(offset(sign)) : std::nullopt;
    };
    const Place place{text_,
                      source_,
                      kind,
                      offset(begin),
                      offset(stop.at),
                      stop.wanted,
                      offset_of_open(stop.bracket),
                      offset_of_open(brace)};
    report(explained(place));
    const std::size_t next = row_after(place);
    if (kind == grammar::RowKind::statement) {
        keep_names(span(begin, text_.data() + next));
    } else if (kind == grammar::RowKind::table_row || kind == grammar::RowKind::matrix_row) {
        tables_.back().table.broken = true;
    } else {
        lost_row_ = true;
    }
    return text_.data() + next;
}

}  // namespace accrue::syntax
