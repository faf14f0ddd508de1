#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "base/diagnostic.hpp"

using namespace accrue;

namespace {

const std::regex place_pattern(R"(\{(\d+)(:[^{}|]*)?\})");

// Literal braces taken out.
std::string bare(std::string_view wording) {
    return std::regex_replace(std::string(wording), std::regex(R"(\{\{|\}\})"), "");
}

// The numbers that stand in `{n}`.
std::set<int> arguments_of(std::string_view wording) {
    const auto text = bare(wording);
    std::set<int> numbers;
    for (std::sregex_iterator match(text.begin(), text.end(), place_pattern), end; match != end; ++match) {
        numbers.insert(std::stoi((*match)[1]));
    }
    return numbers;
}

// Every brace belongs to a place, every choice of words has so many forms.
bool can_be_filled_in(std::string_view wording, long forms) {
    const auto text = bare(wording);
    for (std::sregex_iterator match(text.begin(), text.end(), place_pattern), end; match != end; ++match) {
        const auto words = (*match)[2].str();
        if (!words.empty() && std::ranges::count(words, '/') + 1 != forms) return false;
    }
    return std::regex_replace(text, place_pattern, "").find_first_of("{}") == std::string::npos;
}

bool is_lower_case_start(std::string_view text) {
    if (text.empty()) return false;
    const bool is_digit_or_lower = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= '0' && text[0] <= '9');
    return is_digit_or_lower || text[0] == '`' || text[0] == '{';
}

bool is_full_stop_end(std::string_view text) {
    return text.ends_with('.') && !text.ends_with("...");
}

}  // namespace

TEST_CASE("every message has a code of its own, and notes have none") {
    const std::regex error_code(R"(E\d{4})");
    const std::regex warning_code(R"(W\d{4})");
    std::set<std::string_view> codes;
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        const std::string code(wording.code);
        switch (wording.severity) {
            case Severity::error:
                CHECK(std::regex_match(code, error_code));
                break;
            case Severity::warning:
                CHECK(std::regex_match(code, warning_code));
                break;
            case Severity::note:
                CHECK(code.empty());
                break;
        }
        if (!code.empty()) CHECK(codes.insert(wording.code).second);
    }
}

TEST_CASE("every kind has a name of its own") {
    std::set<std::string_view> names;
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        CHECK(names.insert(wording.name).second);
    }
}

TEST_CASE("every message begins in lower case, ends without a full stop and explains itself") {
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        CHECK(is_lower_case_start(wording.text));
        CHECK_FALSE(is_full_stop_end(wording.text));
        if (wording.severity != Severity::note) CHECK_FALSE(wording.help.empty());
    }
}

TEST_CASE("every text and its captions can be filled in") {
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        CHECK(can_be_filled_in(wording.text, 2));
        CHECK(can_be_filled_in(wording.captions, 2));
    }
}

TEST_CASE("arguments are numbered from 0 without a gap") {
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        auto numbers = arguments_of(wording.text);
        numbers.merge(arguments_of(wording.captions));
        int expected = 0;
        for (const int number : numbers) CHECK(number == expected++);
    }
}

TEST_CASE("no message speaks of what the analyst did not write") {
    const std::regex banned(R"(\b(invalid|illegal|null|nullptr|token|identifier|std::|AST)\b)");
    for (const auto& wording : all_wordings()) {
        INFO(wording.name);
        CHECK_FALSE(std::regex_search(std::string(wording.text), banned));
    }
}

TEST_CASE("a message with too few or odd arguments is still shown") {
    for (const auto chapter :
         {Chapter::language, Chapter::meaning, Chapter::data, Chapter::computing, Chapter::findings}) {
        for (std::uint16_t row = 0; row < wordings_of(chapter).size(); ++row) {
            const auto kind = kind_of(chapter, row);
            CHECK_FALSE(worded(Fact{kind, {}}).empty());
            const Fact odd{kind, {std::string("\x1b[31m{0}"), std::int64_t{7}}};
            CHECK(worded(odd).find('\x1b') == std::string::npos);
        }
    }
}

TEST_CASE("diagnostics are sorted by place, each only once") {
    const auto at = [](std::uint64_t begin, std::size_t source) {
        return Diagnostic{.kind = Kind{},
                          .spans = {{.begin = begin, .length = 1, .source = SourceId(source)}},
                          .arguments = {},
                          .notes = {}};
    };
    const Diagnostic nowhere{.kind = Kind{}, .spans = {}, .arguments = {}, .notes = {}};
    Diagnostics diagnostics = {nowhere, at(5, 1), at(9, 0), at(5, 1), at(2, 0), at(9, 0)};
    sort_by_place(diagnostics);
    REQUIRE(diagnostics.size() == 4);
    CHECK(diagnostics[0].spans == at(2, 0).spans);
    CHECK(diagnostics[1].spans == at(9, 0).spans);
    CHECK(diagnostics[2].spans == at(5, 1).spans);
    CHECK(diagnostics[3].spans.empty());
}
