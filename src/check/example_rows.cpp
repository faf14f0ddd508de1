// In which rows and periods the lines of an example stand.
#include <algorithm>
#include <utility>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/example_reading.hpp"
#include "check/walk.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

constexpr int most_periods = 1200;

}  // namespace

// None where nothing is written.
std::optional<accrue::Date> ExampleReading::date_at(Span written) const {
    return written.length > 0 ? parse_date(sources_.text(written)) : std::nullopt;
}

void ExampleReading::take_top(const ExampleLine& line) {
    std::visit(overloaded{
                   [&](const ExampleMonths& n) { take_periods(n, line.span); },
                   [&](const syntax::ExampleRow& n) { take_row(n, line.span, std::nullopt); },
                   [&](const ExampleSet& n) {
                       if (const auto row = bare_row_of(n.name)) take_set(n, line.span, *row);
                   },
                   [&](const Expect& n) {
                       const auto row = n.name.length > 0 ? bare_row_of(n.name) : only_row(line.span);
                       if (row) take_expect(n, *row);
                   },
                   [&](const Employed& n) {
                       if (const auto row = only_row(line.span)) take_employed(n, line.span, *row);
                   },
               },
               line.node);
}

void ExampleReading::take_periods(const ExampleMonths& written, Span span) {
    bare_.clear();
    const auto& calendar = scheme_.calendar;
    const bool is_own = unit_of(written.word) == calendar.unit;
    const auto first = is_own ? calendar.parse(sources_.text(written.first)) : std::nullopt;
    const auto last = written.last.length > 0 && is_own ? calendar.parse(sources_.text(written.last)) : first;
    if (!first || !last) {
        report(kind::other_period_word, {span},
               {calendar.to_text(calendar.period(unnamed_month)), std::string(sources_.text(written.first))});
        return;
    }
    if (*last < *first || last->index - first->index >= most_periods) {
        report(kind::months_fall, {span}, {});
        return;
    }
    periods_.clear();
    period_named_ = true;
    for (accrue::Period period = *first; period <= *last; ++period.index) periods_.push_back(period);
}

// The level of lines without a row around them: the only one with rows, else what stands outside the
// blocks.
std::size_t ExampleReading::paid_level() const {
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
        if (level(i).kind != core::LevelKind::rows) continue;
        if (only) return 0;
        only = i;
    }
    return only.value_or(0);
}

std::size_t ExampleReading::bare_row(std::size_t of) {
    const auto [known, fresh] = bare_.emplace(of, example_.rows.size());
    if (fresh) example_.rows.push_back(new_row(of, {}, example_.span));
    return known->second;
}

// That of a line which names nothing; of several levels it cannot be told.
std::optional<std::size_t> ExampleReading::only_row(Span line) {
    if (lowering_.level(paid_level())) return bare_row(paid_level());
    report(kind::example_whose, {line}, {std::string(sources_.text(line)), declarations_.levels.back().name});
    return std::nullopt;
}

check::ExampleRow ExampleReading::new_row(std::size_t of, std::string key, Span span) const {
    return {.level = lowering_.level(of),
            .key = std::move(key),
            .date = {},
            .periods = periods_,
            .cells = {},
            .expectations = {},
            .parent = {},
            .span = span};
}

// Whose value a bare line speaks of.
std::optional<std::size_t> ExampleReading::bare_row_of(Span name) {
    const std::string spelled = name_text(sources_, name);
    const auto has = [&](std::size_t of) {
        const Symbol* symbol = declarations_.find_own(spelled, of);
        return symbol != nullptr &&
               (symbol->kind != SymbolKind::pay_total || lowering_.definition(*symbol, 0));
    };
    for (const std::size_t of : {std::size_t{0}, paid_level()}) {
        if (has(of) && lowering_.level(of)) return bare_row(of);
    }
    const auto levels = declarations_.levels_of(spelled);
    if (levels.empty()) {
        // A param, a table …: what cannot be set or expected is reported where that is known.
        const auto of = lowering_.level(paid_level()) ? paid_level() : std::size_t{1};
        if (known(name, paid_level()) != nullptr) return bare_row(of);
    } else {
        report(kind::example_where, {name}, {spelled, level(levels.front()).name});
    }
    return std::nullopt;
}

void ExampleReading::take_row(const syntax::ExampleRow& written, Span span,
                              std::optional<std::size_t> around) {
    const std::string name = name_text(sources_, written.level);
    if (const auto of = declarations_.level(name)) return take_level_row(written, *of, span, around);
    const auto found = declarations_.everywhere.find(name);
    if (found != declarations_.everywhere.end() && found->second.kind == SymbolKind::reference)
        return take_reference_row(written, found->second.index, span);
    if (found != declarations_.everywhere.end() && found->second.kind == SymbolKind::unreadable) return;
    std::string known;
    for (std::size_t i = declarations_.has_levels() ? 1 : 0; i < declarations_.levels.size(); ++i)
        known += (known.empty() ? "`" : ", `") + level(i).name + "`";
    report(kind::example_level, {written.level}, {name, known});
}

// The row in which one of the level stands: the one around it, or a bare one that nobody had to write.
std::optional<std::size_t> ExampleReading::parent_of(std::size_t of, Span span,
                                                     std::optional<std::size_t> around) {
    const std::size_t parent = level(of).parent;
    if (parent == no_level || !lowering_.level(parent)) return std::nullopt;
    if (around && example_.rows[*around].level == lowering_.level(parent)) return around;
    if (!around && level(parent).kind == core::LevelKind::everything) return bare_row(parent);
    const bool is_bare = !around && level(of).kind == core::LevelKind::records && parent == paid_level();
    if (is_bare) return bare_row(parent);
    report(kind::example_parent, {span}, {level(of).name, level(parent).name});
    return std::nullopt;
}

// A row of a level is named by a text, a record by its day.
bool ExampleReading::take_keys(check::ExampleRow& row, const syntax::ExampleRow& written) {
    const auto& of = scheme_.levels[row.level];
    const bool is_record = of.kind == core::LevelKind::records;
    bool is_named = false;
    for (const syntax::ExprId key : written.keys) {
        const auto date =
            key && is_record ? lowering_.constant(key, {core::TypeKind::date, {}}) : std::nullopt;
        const auto text =
            key && !is_record ? lowering_.constant(key, {core::TypeKind::text, {}}) : std::nullopt;
        if (std::exchange(is_named, true) || (!date && !text)) {
            const Span place = key ? module_.expressions[key].span : written.level;
            report(is_record ? kind::example_record_key : kind::example_row_key, {place},
                   {key ? std::string(sources_.text(place)) : "-", of.name});
            return false;
        }
        if (date) row.date = std::get<accrue::Date>(*date);
        if (text) row.key = std::get<std::string>(*text);
    }
    return true;
}

// As in the data, a key has one row in a period.
void ExampleReading::refuse_row_twice(std::size_t index) {
    const check::ExampleRow& row = example_.rows[index];
    for (std::size_t i = 0; i < index; ++i) {
        const check::ExampleRow& other = example_.rows[i];
        if (other.level != row.level || other.key != row.key) continue;
        for (std::size_t j = 0; j < row.periods.size(); ++j) {
            const auto place = std::ranges::find(other.periods, row.periods[j]) - other.periods.begin();
            const bool is_there = place != static_cast<std::ptrdiff_t>(other.periods.size()) &&
                                  !is_absent(i, static_cast<std::size_t>(place)) && !is_absent(index, j);
            if (!is_there) continue;
            const auto& of = scheme_.levels[row.level];
            report(kind::example_row_twice, {row.span, other.span},
                   {row.key.empty() ? of.name : row.key, of.name, scheme_.calendar.to_text(row.periods[j])});
            return;
        }
    }
}

void ExampleReading::take_level_row(const syntax::ExampleRow& written, std::size_t of, Span span,
                                    std::optional<std::size_t> around) {
    check::ExampleRow row = new_row(of, {}, span);
    const std::size_t before = diagnostics_.size();
    row.parent = parent_of(of, written.level, around);
    if (diagnostics_.size() > before) return;
    if (!take_keys(row, written)) return;
    if (level(of).kind == core::LevelKind::records && !settle_date(row, of, written.level)) return;
    example_.rows.push_back(std::move(row));
    const std::size_t index = example_.rows.size() - 1;
    for (const std::uint32_t line : written.lines) {
        const auto* employed = std::get_if<Employed>(&module_.example_lines[line].node);
        if (employed == nullptr) continue;
        if (absent_.contains(index)) {
            report(kind::example_set_twice, {module_.example_lines[line].span},
                   {std::string(sources_.text(module_.example_lines[line].span))});
            return;
        }
        find_absent(*employed, index);
    }
    if (level(of).kind == core::LevelKind::rows) refuse_row_twice(index);
    for (const std::uint32_t line : written.lines) take_line(module_.example_lines[line], index, of);
}

// A record stands in the period of its date.
bool ExampleReading::settle_date(check::ExampleRow& row, std::size_t of, Span place) {
    if (!row.date) {
        report(kind::example_no_date, {place}, {level(of).name});
        return false;
    }
    const auto& calendar = scheme_.calendar;
    const auto& around = row.parent ? example_.rows[*row.parent].periods : periods_;
    const accrue::Period period = calendar.period(*row.date);
    const auto found = std::ranges::find(around, period);
    const bool stands =
        found != around.end() &&
        !(row.parent && is_absent(*row.parent, static_cast<std::size_t>(found - around.begin())));
    if (!stands) {
        std::string periods = calendar.to_text(around.front());
        if (around.size() > 1) periods += " .. " + calendar.to_text(around.back());
        report(kind::example_date, {place}, {level(of).name, to_text(*row.date), periods});
        return false;
    }
    row.periods = {period};
    return true;
}

void ExampleReading::take_line(const ExampleLine& line, std::size_t row, std::size_t of) {
    std::visit(overloaded{
                   [&](const ExampleSet& n) { take_set(n, line.span, row, of); },
                   [&](const Expect& n) { take_expect(n, row, of); },
                   [&](const syntax::ExampleRow& n) { take_row(n, line.span, row); },
                   [&](const Employed& n) { take_employed(n, line.span, row); },
                   [&](const ExampleMonths&) {
                       report(kind::row_in_row, {line.span}, {})
                           .notes.push_back(
                               {kind::hint_months_before_rows, {std::string(sources_.text(line.span))}});
                   },
               },
               line.node);
}

// The periods that the row's dates do not touch: it does not stand in them.
void ExampleReading::find_absent(const Employed& written, std::size_t index) {
    const auto first = date_at(written.first), last = date_at(written.last);
    std::vector<bool>& absent = absent_[index];
    for (const accrue::Period period : example_.rows[index].periods) {
        const auto& calendar = scheme_.calendar;
        absent.push_back((first && calendar.last_day(period) < *first) ||
                         (last && *last < calendar.first_day(period)));
    }
}

bool ExampleReading::is_absent(std::size_t row, std::size_t period) const {
    const auto found = absent_.find(row);
    return found != absent_.end() && found->second[period];
}

// Drops the periods in which rows do not stand, with all that was said of them.
void ExampleReading::leave_absent_out() {
    for (const auto& [index, absent] : absent_) {
        check::ExampleRow& row = example_.rows[index];
        const auto keep = [&](auto& values) {
            auto kept = values;
            kept.clear();
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (!absent[i]) kept.push_back(values[i]);
            }
            values = std::move(kept);
        };
        for (ExampleCell& cell : row.cells) keep(cell.values);
        for (Expectation& expectation : row.expectations) {
            if (expectation.values.empty()) continue;
            keep(expectation.values);
            keep(expectation.about_digits);
        }
        keep(row.periods);
    }
}

void ExampleReading::take_employed(const Employed& written, Span span, std::size_t index) {
    check::ExampleRow& row = example_.rows[index];
    const core::Level& of = scheme_.levels[row.level];
    const auto first = date_at(written.first), last = date_at(written.last);
    const auto set = [&](core::InputId input, const std::optional<accrue::Date>& date) {
        if (!input || !date) return;
        row.cells.push_back({.what = input,
                             .values = std::vector<std::optional<core::Value>>(row.periods.size(), *date),
                             .span = span});
    };
    set(of.from, first);
    set(of.to, last);
}

}  // namespace accrue::check
