// grammar/messages.hpp — What each rule that must match wanted, for when it does not. A rule that must match
// and has no line here does not compile.
#pragma once

#include "grammar/grammar.hpp"

namespace accrue::grammar {

template <class Rule>
inline constexpr bool has_message = false;
template <class Rule>
inline constexpr Wanted wanted = Wanted::statement;

#define ACCRUE_WANTED(rule, what)                   \
    template <>                                     \
    inline constexpr bool has_message<rule> = true; \
    template <>                                     \
    inline constexpr Wanted wanted<rule> = Wanted::what;

ACCRUE_WANTED(closing_quote, closing_quote)
ACCRUE_WANTED(number_end, number_end)
ACCRUE_WANTED(close_round, close_round)
ACCRUE_WANTED(close_square, close_square)
ACCRUE_WANTED(row_end, end_of_statement)
ACCRUE_WANTED(statement, statement)
ACCRUE_WANTED(table_row, table_row)
ACCRUE_WANTED(matrix_row, matrix_row)
ACCRUE_WANTED(example_line, example_line)
ACCRUE_WANTED(records_row, statement)
ACCRUE_WANTED(solved, name)
ACCRUE_WANTED(reference_row, field)
ACCRUE_WANTED(clause, clause)
ACCRUE_WANTED(lots_row, lots_row)

ACCRUE_WANTED(name, name)
ACCRUE_WANTED(value_name, name)
ACCRUE_WANTED(declared, name)
ACCRUE_WANTED(declared_name, name)
ACCRUE_WANTED(scheme_name, name)
ACCRUE_WANTED(form, name)
ACCRUE_WANTED(rising, name)
ACCRUE_WANTED(records_level, name)
ACCRUE_WANTED(order_field, name)
ACCRUE_WANTED(reference_key, name)
ACCRUE_WANTED(share_level, name)
ACCRUE_WANTED(share_name, name)
ACCRUE_WANTED(expected_name, name)
ACCRUE_WANTED(text, text)
ACCRUE_WANTED(comma, comma)
ACCRUE_WANTED(colon, colon)
ACCRUE_WANTED(input_colon, colon)
ACCRUE_WANTED(equals, equals)
ACCRUE_WANTED(bar, bar)
ACCRUE_WANTED(dots, dots)

ACCRUE_WANTED(expression, value)
ACCRUE_WANTED(choice, value)
ACCRUE_WANTED(argument, value)
ACCRUE_WANTED(inversion, value)
ACCRUE_WANTED(deeper<inversion>, value)
ACCRUE_WANTED(amount, value)
ACCRUE_WANTED(defaulted, value)
ACCRUE_WANTED(factor, value)
ACCRUE_WANTED(deeper<factor>, value)
ACCRUE_WANTED(deeper<proportion>, value)
ACCRUE_WANTED(portion_of, value)
ACCRUE_WANTED(deeper<portion_of>, value)
ACCRUE_WANTED(operand, value)
ACCRUE_WANTED(deeper<operand>, value)
ACCRUE_WANTED(lookup_key, value)
ACCRUE_WANTED(converted, name_or_bracket)
ACCRUE_WANTED(clause_rows, value)
ACCRUE_WANTED(clause_amount, value)
ACCRUE_WANTED(rest_weight, value)
ACCRUE_WANTED(row_key, value)
ACCRUE_WANTED(low, value)
ACCRUE_WANTED(line, value)
ACCRUE_WANTED(dated, value)
ACCRUE_WANTED(pay_line, value)
ACCRUE_WANTED(claim, value)
ACCRUE_WANTED(value, value)
ACCRUE_WANTED(moment, date_or_month)
ACCRUE_WANTED(name_or_bracket, name_or_bracket)

ACCRUE_WANTED(day, day)
ACCRUE_WANTED(scope, scope)
ACCRUE_WANTED(last_count, months_back)
ACCRUE_WANTED(last_unit, months_back)
ACCRUE_WANTED(earlier_unit, scope)
ACCRUE_WANTED(earlier_of, scope)
ACCRUE_WANTED(until_month, until_month)

ACCRUE_WANTED(type, type)
ACCRUE_WANTED(input_word, input_word)
ACCRUE_WANTED(currency_code, currency_code)
ACCRUE_WANTED(mode, mode)
ACCRUE_WANTED(to_word, to)
ACCRUE_WANTED(step_size, step)
ACCRUE_WANTED(period_word, period)
ACCRUE_WANTED(month_number, month_number)
ACCRUE_WANTED(example_day, example_day)
ACCRUE_WANTED(example_week, example_week)
ACCRUE_WANTED(example_month, month)
ACCRUE_WANTED(example_quarter, example_quarter)
ACCRUE_WANTED(example_year, example_year)
ACCRUE_WANTED(first_day, example_day)
ACCRUE_WANTED(last_day, example_day)
ACCRUE_WANTED(date_or_month, date_or_month)
ACCRUE_WANTED(into, into)
ACCRUE_WANTED(records_for, records_for)
ACCRUE_WANTED(reference_by, reference_by)
ACCRUE_WANTED(duration, duration)
ACCRUE_WANTED(duration_count, step)
ACCRUE_WANTED(among, among)
ACCRUE_WANTED(share_as, share_as)
ACCRUE_WANTED(convert_to, convert_to)
ACCRUE_WANTED(convert_at, convert_at)
ACCRUE_WANTED(definition, definition)
ACCRUE_WANTED(part, part)
ACCRUE_WANTED(rises, rises)
ACCRUE_WANTED(open_parameters, open_parameters)
ACCRUE_WANTED(parameter, parameter)

ACCRUE_WANTED(key, key)
ACCRUE_WANTED(second_key, key)
ACCRUE_WANTED(band_edge, value)
ACCRUE_WANTED(head_key, value)
ACCRUE_WANTED(cell, cell)
ACCRUE_WANTED(column_head, head)
ACCRUE_WANTED(table_rows, rows)
ACCRUE_WANTED(matrix_rows, rows)
ACCRUE_WANTED(reference_rows, rows)
ACCRUE_WANTED(share_rows, rows)
ACCRUE_WANTED(lots_rows, rows)
ACCRUE_WANTED(solve_rows, rows)
ACCRUE_WANTED(records_rows, rows)
ACCRUE_WANTED(example_lines, rows)
ACCRUE_WANTED(table_by_or_rows, table_by_or_rows)
ACCRUE_WANTED(block_or_definition, block_or_definition)
ACCRUE_WANTED(replaceable, replaceable)
ACCRUE_WANTED(expected_sign, expected_sign)
ACCRUE_WANTED(line_rest, example_rest)

#undef ACCRUE_WANTED

// Where a rule must match and does not, reading stops with what it wanted.
template <class Rule>
struct Control : tao::pegtl::normal<Rule> {
    template <class Input, class... States>
    [[noreturn]] static void raise(const Input& in, const Reading& reading, const States&...) {
        static_assert(has_message<Rule>, "a rule that must match needs a line in grammar/messages.hpp");
        throw Stop{in.current(), wanted<Rule>, reading.bracket};
    }
};

}  // namespace accrue::grammar
