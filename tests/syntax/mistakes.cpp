#include <catch2/catch.hpp>

#include <map>

#include "read.hpp"

using namespace accrue;

TEST_CASE("near misses are told apart, one report each, with the cure") {
    const auto [text, kind, hint] = GENERATE(table<std::string, std::string, std::string>({
        {"a = x if c else b", "no_else", "hint: `a = x if c otherwise b`"},
        {"a = x if b => 5", "wrong_relation_sign", ""},
        {"a = x if b =< 5", "wrong_relation_sign", ""},
        {"a = x if b == 5", "wrong_relation_sign", ""},
        {"a = x if b <> 5", "wrong_relation_sign", ""},
        {"a == 3", "wrong_relation_sign", "hint: `a = 3`"},
        {"a := 3", "foreign_sign", "hint: `a = 3`"},
        {"a => 3", "foreign_sign", "hint: `a = 3`"},
        {"a = 0,5% of x", "decimal_comma", "hint: `0.5`"},
        {"a = min(1,5)", "decimal_comma", "hint: `1.5` for a decimal, `1, 5` for two values"},
        {"a = 40,000,000", "decimal_comma", "hint: `40 000 000`"},
        {"a = x if 1 < b < 3", "comparison_chain", "hint: `1 < b and b < 3`"},
        {"a = b + c capped at d", "two_readings_of_bounds",
         "hint: `(b + c) capped at d`, or `b + (c capped at d)`"},
        {"a = b capped at c - d", "two_readings_of_bounds",
         "hint: `b capped at (c - d)`, or `(b capped at c) - d`"},
        {"a = b - c rounded to 1", "two_readings_of_bounds",
         "hint: `(b - c) rounded to 1`, or `b - (c rounded to 1)`"},
        {"a = b rounded to 1 - c", "two_readings_of_bounds",
         "hint: `(b - c) rounded to 1`, or `(b rounded to 1) - c`"},
        {"a = b + c never below d - e capped at f", "two_readings_of_bounds",
         "hint: `(b + c) never below (d - e) capped at f`, or `b + (c never below d) - (e capped at f)`"},
        {"a = x if b and c or d", "two_readings_of_logic", "hint: `(b and c) or d`, or `b and (c or d)`"},
        {"a = x if b or c and d", "two_readings_of_logic", "hint: `b or (c and d)`, or `(b or c) and d`"},
        {"a = step x { from 105% : 3%; otherwise : 5% }", "band_from", "hint: `below 105% : …`"},
        {"a = step x { below 5 : 1; from 5 to 10 : 4%; otherwise : 5% }", "band_from",
         "hint: `below 10 : …`"},
        {"a = step x { до 5 : 3%; otherwise : 5% }", "band_sign", "hint: `менее 5 : …`"},
        {"a = step x { < 5 : 3%; otherwise : 5% }", "band_sign", "hint: `below 5`"},
        {"a = step x { 5 : 3%; otherwise : 5% }", "wrong_head", "hint: `below 5`, or `up to 5`"},
        {"a = step x { below 5 : 3%; else : 5% }", "default_row", "hint: `otherwise : …`"},
        {"a = step x { below 5 : 3%; default : 5% }", "default_row", "hint: `otherwise : 5%`"},
        {"a = step x { below 5 = 3%; otherwise : 5% }", "colon_wanted", "hint: `below 5 : 3%`"},
        {"a = step x { below 5 3%; otherwise : 5% }", "colon_wanted", "hint: `below 5 : 3%`"},
        {"a = 50% sum of sales", "percent_beside", "hint: `a = 50% of sum of sales`"},
        {"a = 50% 100", "percent_beside", "hint: `a = 50% of 100`"},
        {"a = x up to 100k", "up_to_in_expression", "hint: `a = x capped at 100k`"},
        {"a = x не более 5", "up_to_in_expression", "hint: `a = x но не более 5`"},
        {"a = x if b at least 50% plan", "comparison_in_words", "hint: `a = x if b >= 50% plan`"},
        {"a = x если сборы не менее 50% плана", "comparison_in_words",
         "hint: `a = x если сборы >= 50% плана`"},
        {"a = x if b более чем 5", "comparison_in_words", "hint: `a = x if b > 5`"},
        {"a = 40М", "cyrillic_scale", "hint: `40M`"},
        {"a = 150к + b", "cyrillic_scale", "hint: `150k`"},
        {"a = 2В", "cyrillic_scale", "hint: `2B`"},
        {"a = 40mln", "unknown_scale", "hint: `40M`"},
        {"a = 100USD", "unknown_scale", "hint: `100 USD`"},
        {"a = 40 M", "scale_apart", "hint: `a = 40M`"},
        {"a = 40 00", "digit_groups", "hint: `4 000`"},
        {"a = 1000 000", "digit_groups", "hint: `1 000 000`"},
        {"a = 1_00", "digit_groups", ""},
        {"a = 1.000.000", "two_points", ""},
        {"a = 5-3", "glued_minus", "hint: `5 - 3`"},
        {"a = 2026-3", "glued_minus", "hint: `2026-03` for the month, `2026 - 3` for the difference"},
        {"a = x if r = «head»", "smart_quotes", "hint: `\"head\"`"},
        {"a = x if r = “head”", "smart_quotes", "hint: `\"head\"`"},
        {"a = x if r = 'head'", "single_quotes", "hint: `\"head\"`"},
        {"a = \"abc", "quote_not_closed", ""},
        {"сollected = 5", "mixed_alphabets_in_name", "hint: `collected`"},
        {"a = x If b", "capital_keyword", "hint: `a = x if b`"},
        {"a = 5% If b", "capital_keyword", "hint: `a = 5% if b`"},
        {"Pay bonus", "capital_keyword", "hint: `pay bonus`"},
        {"К выплате бонус", "capital_keyword", "hint: `к выплате бонус`"},
        {"a = x ша b", "layout_keyword", "hint: `a = x if b`"},
        {"зфн bonus", "layout_keyword", "hint: `pay bonus`"},
        {"a = x tckb b", "layout_keyword", "hint: `a = x если b`"},
        {"inptu x : money", "closest_keyword", "hint: `input x : money`"},
        {"input x = money", "colon_wanted", "hint: `input x : money`"},
        {"input x money", "colon_wanted", "hint: `input x : money`"},
        {"input money x", "colon_wanted", "hint: `input x : money`"},
        {"param x 40M", "equals_wanted", "hint: `param x = 40M`"},
        {"param x : 40M", "type_wanted", "hint: `param x = 40M`"},
        {"x : 40M", "type_wanted", "hint: `x = 40M`"},
        {"split x to a, b", "word_wanted", "hint: `split x into a, b`"},
        {"a = min(b; c; d)", "semicolon_between_arguments", ""},
        {"a = IF(a > b, c, d)", "spreadsheet_call", "hint: `(c if a > b otherwise d)`"},
        {"a = ЕСЛИ(a > b; c; d)", "spreadsheet_call", "hint: `(c if a > b otherwise d)`"},
        {"a = если(a > b; c; d)", "spreadsheet_call", "hint: `(c if a > b otherwise d)`"},
        {"a = SUM(x)", "spreadsheet_call", "hint: `sum of x`"},
        {"a = СУММ(x; y)", "spreadsheet_call", "hint: `(x + y)`"},
        {"a = ОКРУГЛ(x; 2)", "spreadsheet_call", "hint: `(x rounded to 0.01)`"},
        {"a = x ^ 2", "no_power", ""},
        {"a = x ** 2", "no_power", ""},
        {"a = x & y", "no_joining", "hint: `a = x and y`"},
        {"a = x&&y", "foreign_sign", "hint: `a = x and y`"},
        {"a = x if !b", "foreign_sign", "hint: `a = x if not b`"},
        {"a = +x", "leading_plus", "hint: `a = x`"},
        {"=+A1*5%", "leading_equals", "hint: `name = A1*5%`"},
        {"a = $100", "currency_sign", "hint: `100 USD`"},
        {"a = 100 ₽", "currency_sign", "hint: `100 RUB`"},
        {"a = $A$1 * 2", "cell_reference", ""},
        {"a = rate% * x", "percent_of_name", "hint: `a = rate * 1% * x`"},
        {"// comment", "foreign_comment", ""},
        {"a = collected @15", "at_apart", "hint: `a = collected@15`"},
        {"a = b; if c", "line_after_semicolon", ""},
        {"bonus collected * 5%", "name_alone", "hint: `bonus = collected * 5%`"},
        {"let x = 5", "name_alone", "hint: `x = 5`"},
        {"step = 100", "reserved_name", "hint: another name, for example `step_1`"},
        {"input step : money", "reserved_name", "hint: another name, for example `step_1`"},
        {"a = x above b above c", "repeated_above", ""},
        {"a = (b + c", "bracket_not_closed", ""},
        {"b = (c + d))", "closes_nothing", ""},
        {"}", "closes_nothing", ""},
        {"a = 5 otherwise", "otherwise_alone", ""},
        {"a = 1 if b\n = 2", "alternatives_without_otherwise", ""},
        {"a = 1\n = 2 otherwise", "alternative_without_condition", ""},
        {"a = 1 otherwise\n = 2 if c", "alternative_after_otherwise", ""},
        {"a = linear x { 80% : flat; 90% : 1; below : 0; above : flat }", "wrong_end", ""},
        {"a = b c", "left_over", ""},
        {"a = sum of 2 * x", "name_or_bracket_wanted", ""},
        {"a = 2026-02-30", "no_such_date", ""},
        {"a = 2026-13", "no_such_month", ""},
    }));
    const Read read(text);
    INFO(text << "\n" << read.messages());
    CHECK(read.kinds() == kind);
    if (!hint.empty()) CHECK(read.hints() == hint);
}

TEST_CASE("what belongs to a later version says so") {
    for (const std::string text :
         {"share x among person as y { rest equally }", "records payment for person { amount : money }",
          "reference grades by grade { salary : money }", "solve { a = b }",
          "lots r usable for 4 years { add x }", "level person in team", "a = this.x", "a = rates[grade].x",
          "a = convert x to RUB at y", "делить x на уровне y как z { }"}) {
        const Read read(text);
        INFO(text << "\n" << read.messages());
        CHECK(read.kinds() == "not_in_this_version");
    }
}

TEST_CASE("a message points at the narrowest wrong thing") {
    CHECK(Read("a = x if c else b").messages() ==
          "error[E0205]: `else` is no word of the language\n"
          "  ┌─ test.pay:1:12\n"
          "1 │ a = x if c else b\n"
          "  │            ^^^^ what holds otherwise is said by `otherwise`\n"
          "  = hint: `a = x if c otherwise b`\n");
}

TEST_CASE("wordings of the language are lower case, without a full stop, and explain themselves") {
    std::map<std::string, int> codes;
    for (const Wording& w : all_wordings()) {
        if (!w.code.starts_with("E01") && !w.code.starts_with("E02") && !w.code.starts_with("E03") &&
            !w.code.starts_with("E04")) {
            continue;
        }
        INFO(w.name);
        CHECK(++codes[std::string(w.code)] == 1);
        CHECK_FALSE(w.text.ends_with('.'));
        CHECK_FALSE((w.text[0] >= 'A' && w.text[0] <= 'Z'));
        CHECK(w.help.size() > 40);
        for (const char* word : {"invalid", "syntax error", "unexpected", "token"}) {
            CHECK(w.text.find(word) == std::string_view::npos);
        }
    }
    CHECK(codes.size() >= 60);
}
