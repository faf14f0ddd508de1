#include "data/roles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "data/dialect.hpp"
#include "data/mixed_letters.hpp"
#include "data/number_cell.hpp"
#include "data/period_words.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

using Position = std::uint32_t;
using Positions = std::vector<Position>;

class Assigning {
  public:
    Assigning(const Wanted& wanted, const File& file, const Told& told, Troubles& troubles)
        : wanted_(wanted), file_(file), told_(told), troubles_(troubles) {
        for (const auto& header : file.headers) {
            folded_.push_back(folded(header));
            loose_.push_back(loosely_folded(header));
        }
        taken_.assign(file.headers.size(), false);
    }
    Roles roles();

  private:
    void report_duplicates();
    void assign_column(std::size_t column);
    void report_missing(const WantedColumn& column);
    std::optional<Position> told(std::string Wishes::* name, std::string_view option);
    std::optional<Position> named(const std::string& name) const;
    void assign_from_to();
    void assign_period();
    void no_period();
    void assign_date();
    void assign_parent();
    std::optional<Position> parent_column() const;
    void assign_key();
    void assign_key_of_records();
    void assign_when();
    void check_wishes();
    void note_key();
    Positions free_where(const std::function<bool(Position)>& fits) const;
    void take(Position position) { taken_[position] = true; }
    void unclear(Kind kind, const Positions& positions);
    std::string listed(const Positions& positions) const;
    Span header_row() const { return file_.header_spans.empty() ? Span{} : file_.header_spans.front(); }

    const Wanted& wanted_;
    const File& file_;
    const Told& told_;
    Troubles& troubles_;
    std::vector<std::string> folded_, loose_;
    std::vector<bool> taken_;    // by an input, the month or the key
    std::vector<bool> unclear_;  // by wanted column: several columns fit, which was reported
    Roles roles_;
};

std::string Assigning::listed(const Positions& positions) const {
    std::vector<std::string> names;
    for (const auto position : positions) {
        const auto& header = file_.headers[position];
        names.push_back(header.empty() ? phrase(say::column_without_name, position + 1) : "`" + header + "`");
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

void Assigning::unclear(Kind kind, const Positions& positions) {
    auto& report = troubles_.alone(kind);
    for (const auto position : positions) report.spans.push_back(file_.header_spans[position]);
    report.arguments = {listed(positions)};
    const bool is_month = kind == kind::month_column_unclear;
    report.notes = {
        {is_month ? kind::hint_month_column : kind::hint_key_column, {file_.headers[positions.front()]}}};
}

Positions Assigning::free_where(const std::function<bool(Position)>& fits) const {
    Positions found;
    for (Position position = 0; position < taken_.size(); ++position) {
        if (!taken_[position] && fits(position)) found.push_back(position);
    }
    return found;
}

void Assigning::report_duplicates() {
    std::map<std::string, Position> first;
    for (Position position = 0; position < folded_.size(); ++position) {
        if (folded_[position].empty()) continue;
        const auto [entry, is_new] = first.try_emplace(folded_[position], position);
        if (is_new) continue;
        auto& report = troubles_.alone(kind::header_twice);
        report.spans = {file_.header_spans[position], file_.header_spans[entry->second]};
        report.arguments = {file_.headers[position], std::int64_t{entry->second} + 1,
                            std::int64_t{position} + 1};
    }
}

// ---------------------------------------------------------------- inputs

// `, руб.` of `План, руб.`, which begins with the name; else empty.
std::string_view behind_name(const std::string& name, std::string_view header) {
    const bool begins_so = header.size() > name.size() && folded(header).starts_with(folded(name));
    return begins_so ? trimmed(header.substr(name.size())) : std::string_view();
}

// `План, руб.` or `План (без НДС)` of `план`.
std::optional<std::string> lengthened(const std::string& name, const std::vector<std::string>& headers) {
    const auto begins_so = [&](const std::string& header) {
        return behind_name(name, header).find_first_of(",(*:") == 0;
    };
    const auto found = std::ranges::find_if(headers, begins_so);
    return found == headers.end() ? std::nullopt : std::optional(*found);
}

// `тыс. руб.` of `план, тыс. руб.`: what says how much its numbers are; empty when the scheme says the same.
struct UnitBehind {
    std::string unit;
    bool is_other_currency = false;
};
UnitBehind unit_behind(const std::string& name, const std::string& header, std::string_view currency) {
    auto unit = behind_name(name, header);
    while (!unit.empty() && (unit.front() == ' ' || unit.find_first_of(",(:") == 0)) unit.remove_prefix(1);
    if (unit.ends_with(')')) unit.remove_suffix(1);
    const auto text = "1 " + std::string(unit);
    const auto reading = take_apart(text);
    if (!reading.cell || unit.empty()) return {};
    const auto& currencies = reading.cell->currencies;
    const bool is_other = !currencies.empty() && !share_a_currency(currencies, currency);
    if (reading.cell->scale == 0 && !is_other) return {};
    return {std::string(unit), is_other};
}

void Assigning::report_missing(const WantedColumn& column) {
    const auto name = core::column_name(column.input);
    const bool is_of_table = wanted_.holds == Holds::reference;
    if (column.is_signature) return;
    auto& report = troubles_.alone(column.input.optional ? kind::optional_column_absent
                                   : is_of_table         ? kind::reference_column_absent
                                                         : kind::column_absent);
    if (!column.input.optional) report.spans = {header_row()};
    report.arguments = {name};
    if (is_of_table) report.arguments.emplace_back(wanted_.name);
    std::vector<std::string> free;
    for (const auto position : free_where([](Position) { return true; }))
        free.push_back(file_.headers[position]);
    auto near = closest(name, free);
    if (!near) near = lengthened(name, free);
    if (!near) return;
    const auto& currency = column.input.type.currency;
    const auto [unit, is_other_currency] = unit_behind(name, *near, currency);
    hint_near(report, {*near, name},
              unit.empty()        ? Fact{kind::hint_rename_column, {*near, name}}
              : is_other_currency ? Fact{kind::hint_convert_column, {*near, name, unit, currency}}
                                  : Fact{kind::hint_rename_with_unit, {*near, name, unit}});
}

void Assigning::assign_column(std::size_t number) {
    const auto name = core::column_name(wanted_.columns[number].input);
    const auto exact = free_where([&](Position position) { return folded_[position] == folded(name); });
    const auto loose =
        free_where([&](Position position) { return loose_[position] == loosely_folded(name); });
    auto& column = roles_.columns[number];
    if (!exact.empty()) {
        column = exact.front();
    } else if (loose.size() == 1) {
        column = loose.front();
        auto& note = troubles_.alone(kind::header_read_as);
        note.spans = {file_.header_spans[*column]};
        note.arguments = {file_.headers[*column], name};
    } else if (loose.size() > 1) {
        unclear_[number] = true;
        auto& report = troubles_.alone(kind::header_unclear);
        for (const auto position : loose) report.spans.push_back(file_.header_spans[position]);
        report.arguments = {name, listed(loose)};
    }
    if (column) take(*column);
}

// ---------------------------------------------------------------- when a row holds

std::optional<Position> Assigning::named(const std::string& name) const {
    const auto found = std::ranges::find(folded_, folded(name));
    if (name.empty() || found == folded_.end()) return std::nullopt;
    return static_cast<Position>(found - folded_.begin());
}

// The column that the command line names.
std::optional<Position> Assigning::told(std::string Wishes::* name, std::string_view option) {
    const auto& of_file = told_.of_file.*name;
    if (of_file.empty()) return named(told_.of_others.*name);
    if (const auto found = named(of_file)) return found;
    auto& report = troubles_.alone(kind::wish_without_column);
    report.arguments = {fmt::format("{} {}", option, of_file), of_file};
    if (const auto near = closest(of_file, file_.headers))
        hint_near(report, {of_file, *near}, {kind::hint_wish_column, {fmt::format("{} {}", option, *near)}});
    return std::nullopt;
}

void Assigning::assign_from_to() {
    const auto from = free_where([&](Position position) { return names_from(folded_[position]); });
    const auto to = free_where([&](Position position) { return names_to(folded_[position]); });
    if (!from.empty()) roles_.from = from.front();
    if (!to.empty()) roles_.to = to.front();
    if (roles_.from) take(*roles_.from);
    if (roles_.to) take(*roles_.to);
}

// No column names the period: a mistake, unless other columns or files say what periods there are.
void Assigning::no_period() {
    const auto& calendar = wanted_.calendar;
    const bool is_month = calendar.unit == PeriodUnit::month;
    const auto free = free_where([](Position) { return true; });
    const bool is_key_alone = free.size() <= 1;
    const auto example = calendar.to_text(calendar.period(Month::of(2026, 3)));
    Diagnostic report{is_month ? kind::month_column_absent : kind::period_column_absent,
                      {header_row()},
                      {listed(free)},
                      {is_key_alone ? Fact{kind::hint_add_period, {unit_name(calendar.unit), example}}
                                    : Fact{kind::hint_month_column, {std::string("COLUMN")}}}};
    if (!is_month) report.arguments.emplace_back(unit_in_words(calendar.unit));
    roles_.no_period = report;
}

void Assigning::assign_period() {
    const bool is_told = !told_.of_file.month_column.empty();
    roles_.period = told(&Wishes::month_column, "--month-column");
    if (wanted_.takes_dates) assign_from_to();
    if (!roles_.period && !is_told) {
        const auto named = free_where(
            [&](Position position) { return names_period(folded_[position], wanted_.calendar.unit); });
        if (named.size() > 1) {
            roles_.dated = Dated::by_period;
            return unclear(kind::month_column_unclear, named);
        }
        if (!named.empty()) roles_.period = named.front();
        if (named.empty()) no_period();
        if (named.empty() && !wanted_.takes_dates) assign_from_to();
        const bool is_dated = roles_.from || roles_.to;
        if (named.empty() && !is_dated && wanted_.named_period()) {
            roles_.dated = Dated::by_name;
            roles_.no_period.reset();
            return;
        }
        if (named.empty() && !is_dated && wanted_.must_say_period())
            troubles_.alone(roles_.no_period->kind) = *roles_.no_period;
        if (named.empty() && !is_dated) return;
    }
    roles_.dated = roles_.period || is_told ? Dated::by_period : Dated::from_to;
    if (roles_.period) take(*roles_.period);
}

void Assigning::assign_date() {
    roles_.dated = Dated::by_date;
    roles_.period = told(&Wishes::month_column, "--month-column");
    if (!roles_.period && told_.of_file.month_column.empty()) {
        const auto named = free_where([&](Position position) { return names_date(folded_[position]); });
        if (named.size() > 1) return unclear(kind::month_column_unclear, named);
        if (!named.empty()) roles_.period = named.front();
        if (named.empty()) {
            auto& report = troubles_.alone(kind::date_column_absent);
            report.spans = {header_row()};
            report.arguments = {listed(free_where([](Position) { return true; }))};
            report.notes = {{kind::hint_month_column, {wanted_.name + ".COLUMN"}}};
        }
    }
    if (roles_.period) take(*roles_.period);
}

void Assigning::assign_when() {
    switch (wanted_.holds) {
        case Holds::rows:
            return assign_period();
        case Holds::records:
            return assign_date();
        case Holds::reference:
            return assign_from_to();
    }
}

// ---------------------------------------------------------------- the row above, and the key

// Named after the level above, or as the column of its keys is called.
std::optional<Position> Assigning::parent_column() const {
    if (!wanted_.parent) return std::nullopt;
    auto names = wanted_.parent_headers;
    names.insert(names.begin(), wanted_.parent->name);
    for (const auto& name : names) {
        const auto position = named(name);
        if (position && !taken_[*position]) return position;
    }
    return std::nullopt;
}

void Assigning::assign_parent() {
    if (!wanted_.parent || wanted_.holds == Holds::records) return;
    roles_.parent = parent_column();
    if (roles_.parent) return take(*roles_.parent);
    auto& report = troubles_.alone(kind::parent_column_absent);
    report.spans = {header_row()};
    report.arguments = {wanted_.parent->name, listed(free_where([](Position) { return true; }))};
}

// A record names the row above, or one that stands beside it there.
void Assigning::assign_key_of_records() {
    const auto by = [&](KeyBy how, Position position, core::LevelId level) {
        roles_.key = position;
        roles_.key_by = how;
        roles_.key_of = level;
        take(position);
    };
    if (!wanted_.parent) return;
    if (const auto position = told(&Wishes::key_column, "--key-column"))
        return by(KeyBy::wish, *position, wanted_.parent->level);
    if (!told_.of_file.key_column.empty()) return;
    if (const auto position = parent_column()) return by(KeyBy::level_name, *position, wanted_.parent->level);
    for (const auto& [level, name] : wanted_.beside) {
        const auto position = named(name);
        if (position && !taken_[*position]) return by(KeyBy::level_name, *position, level);
    }
    auto& report = troubles_.alone(kind::parent_column_absent);
    report.spans = {header_row()};
    report.arguments = {wanted_.parent->name, listed(free_where([](Position) { return true; }))};
}

void Assigning::assign_key() {
    const auto by = [&](KeyBy how, Position position) {
        roles_.key = position;
        roles_.key_by = how;
        take(position);
    };
    if (!wanted_.has_key) return;
    if (const auto position = told(&Wishes::key_column, "--key-column")) return by(KeyBy::wish, *position);
    if (!told_.of_file.key_column.empty()) return;
    const auto level = named(wanted_.name);
    if (level && !taken_[*level]) return by(KeyBy::level_name, *level);
    if (wanted_.is_sketch && !taken_.empty() && !taken_[0]) return by(KeyBy::position, 0);
    const auto named = free_where([&](Position position) { return names_key(folded_[position]); });
    if (named.size() > 1) return unclear(kind::key_column_unclear, named);
    if (!named.empty()) return by(KeyBy::name, named.front());
    if (wanted_.is_sketch) return;
    const auto free = free_where([](Position) { return true; });
    if (!free.empty()) by(KeyBy::position, free.front());
}

// Every column that an option speaks of must be there and be read.
void Assigning::check_wishes() {
    const auto check = [&](const std::map<std::string, std::string>& columns, std::string_view option) {
        for (const auto& [column, wish] : columns) {
            const auto found = named(column);
            if (found && taken_[*found]) continue;
            auto& report = troubles_.alone(kind::wish_without_column);
            report.arguments = {fmt::format("{} {}={}", option, column, wish), column};
            std::vector<std::string> names;
            for (Position position = 0; position < taken_.size(); ++position) {
                if (taken_[position]) names.push_back(file_.headers[position]);
            }
            if (const auto near = closest(column, names))
                hint_near(report, {column, *near},
                          {kind::hint_wish_column, {fmt::format("{} {}={}", option, *near, wish)}});
        }
    };
    check(told_.of_file.numbers, "--numbers");
    check(told_.of_file.percents, "--percents");
    check(told_.of_file.dates, "--dates");
}

void Assigning::note_key() {
    if (!roles_.key || roles_.key_by != KeyBy::position || wanted_.is_sketch) return;
    auto& note = troubles_.alone(kind::key_by_position);
    note.spans = {file_.header_spans[*roles_.key]};
    note.arguments = {listed({*roles_.key})};
    note.notes = {{kind::hint_key_column, {std::string("COLUMN")}}};
}

Roles Assigning::roles() {
    roles_.columns.resize(wanted_.columns.size());
    unclear_.resize(wanted_.columns.size());
    report_duplicates();
    for (std::size_t i = 0; i < wanted_.columns.size(); ++i) assign_column(i);
    assign_parent();
    assign_when();
    for (std::size_t i = 0; i < wanted_.columns.size(); ++i) {
        if (!roles_.columns[i] && !unclear_[i]) report_missing(wanted_.columns[i]);
    }
    if (wanted_.holds == Holds::records) assign_key_of_records();
    if (wanted_.holds == Holds::rows) assign_key();
    check_wishes();
    roles_.unused = free_where([](Position) { return true; });
    note_key();
    return roles_;
}

}  // namespace

const std::string* wish_for(const Told& told, std::map<std::string, std::string> Wishes::* wishes,
                            const std::string& header) {
    const auto name = folded(header);
    for (const auto* const of : {&told.of_file, &told.of_others}) {
        for (const auto& [column, wish] : of->*wishes) {
            if (folded(column) == name) return &wish;
        }
    }
    return nullptr;
}

Roles roles_of(const Wanted& wanted, const File& file, const Told& told, Troubles& troubles) {
    return Assigning(wanted, file, told, troubles).roles();
}

}  // namespace accrue::data
