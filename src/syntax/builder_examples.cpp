// Examples: their periods, rows, and what is set and expected in them.
#include <utility>

#include "base/messages/language.hpp"
#include "number/calendar.hpp"
#include "syntax/builder.hpp"

namespace accrue::syntax {

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
    set_.day = expect_.day = day_of_month(behind_at_sign(where));
}

void Builder::day_read(Span where) {
    check_date(where);
}

void Builder::week_read(Span where) {
    if (!Calendar{.unit = PeriodUnit::week}.parse(text(where)))
        report({kind::no_such_week, {where}, {std::string(text(where))}, {}});
    time_read(where);
}

void Builder::month_read(Span where) {
    check_month(where);
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

}  // namespace accrue::syntax
