#include "syntax/dump_words.hpp"

#include "grammar/words.hpp"

namespace accrue::syntax {

using grammar::Word;

std::string_view sign_of(Operator op) {
    switch (op) {
        case Operator::add:
            return "+";
        case Operator::subtract:
            return "-";
        case Operator::multiply:
            return "*";
        case Operator::divide:
            return "/";
        case Operator::percent_of:
            return "%of";
        case Operator::of:
            return "of";
        case Operator::above:
            return "above";
        case Operator::capped_at:
            return "capped at";
        case Operator::never_below:
            return "never below";
        case Operator::default_to:
            return "default";
        case Operator::equal:
            return "=";
        case Operator::different:
            return "!=";
        case Operator::less:
            return "<";
        case Operator::at_most:
            return "<=";
        case Operator::more:
            return ">";
        case Operator::at_least:
            return ">=";
        case Operator::both:
            return "and";
        case Operator::either:
            return "or";
    }
    return "?";
}

std::string_view word_of(Rounding mode) {
    switch (mode) {
        case Rounding::up:
            return "up";
        case Rounding::down:
            return "down";
        case Rounding::half_up:
            return "half up";
        case Rounding::half_down:
            return "half down";
        case Rounding::half_even:
            return "half even";
        case Rounding::ceiling:
            return "ceiling";
        case Rounding::floor:
            return "floor";
        case Rounding::zero_five_up:
            return "05 up";
    }
    return "?";
}

std::string_view word_of(AggregateOp op) {
    switch (op) {
        case AggregateOp::sum:
            return "sum";
        case AggregateOp::count:
            return "count";
        case AggregateOp::average:
            return "average";
        case AggregateOp::smallest:
            return "min";
        case AggregateOp::largest:
            return "max";
        case AggregateOp::rank:
            return "rank";
    }
    return "?";
}

std::string_view word_of(TypeWord word) {
    switch (word) {
        case TypeWord::money:
            return "money";
        case TypeWord::number:
            return "number";
        case TypeWord::percent:
            return "percent";
        case TypeWord::date:
            return "date";
        case TypeWord::month:
            return "month";
        case TypeWord::text:
            return "text";
        case TypeWord::yes_no:
            return "yes/no";
    }
    return "?";
}

std::string_view word_of(Clock clock) {
    switch (clock) {
        case Clock::days_in_month:
            return "days in month";
        case Clock::days_in_quarter:
            return "days in quarter";
        case Clock::days_in_year:
            return "days in year";
        case Clock::number_of_quarter:
            return "number of quarter";
        case Clock::number_of_year:
            return "number of year";
        case Clock::number_of_week:
            return "number of week";
        case Clock::start_of_quarter:
            return "start of quarter";
        case Clock::end_of_quarter:
            return "end of quarter";
        case Clock::start_of_year:
            return "start of year";
        case Clock::end_of_year:
            return "end of year";
        case Clock::days_employed:
            return "days employed";
        case Clock::this_month:
            return "this month";
        case Clock::number_of_month:
            return "number of month";
        case Clock::start_of_month:
            return "start of month";
        case Clock::end_of_month:
            return "end of month";
    }
    return "?";
}

std::string_view word_of(KeyMatch match) {
    switch (match) {
        case KeyMatch::exact:
            return "";
        case KeyMatch::up_to:
            return "up to ";
        case KeyMatch::below:
            return "below ";
        case KeyMatch::from:
            return "from ";
    }
    return "?";
}

std::string_view word_of(PeriodWord word) {
    switch (word) {
        case PeriodWord::day:
            return "day";
        case PeriodWord::week:
            return "week";
        case PeriodWord::month:
            return "month";
        case PeriodWord::quarter:
            return "quarter";
        case PeriodWord::year:
            return "year";
    }
    return "?";
}

std::string plural(PeriodWord unit) {
    return std::string(word_of(unit)) + "s";
}

std::string plain(std::string_view name) {
    const auto is = [&](Word word) {
        return grammar::taken_by(word, name.data(), name.data() + name.size()) == name.size();
    };
    if (is(Word::pay)) return "pay";
    return is(Word::this_row) ? "this" : std::string(name);
}

std::string plain_number(std::string_view written) {
    const std::size_t digits_end = written.find_last_of("0123456789") + 1;
    const std::string digits(written.substr(0, digits_end));
    for (const Word scale : {Word::thousand, Word::million, Word::billion}) {
        if (written.ends_with(grammar::phrase(scale).russian))
            return digits + std::string(grammar::phrase(scale).english);
    }
    return std::string(written);
}

}  // namespace accrue::syntax
