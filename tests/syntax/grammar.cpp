// The grammar as such: `analyze` finds no loop, every rule is used by the corpus, and docs/grammar.ebnf says
// what the rules say.
#include <tao/pegtl/contrib/analyze.hpp>

#include <cstdio>
#include <fstream>
#include <string_view>

#include "base/source.hpp"
#include "grammar/ebnf.hpp"
#include "grammar_coverage.hpp"

using namespace accrue;

namespace {

constexpr const char* ebnf_file = ACCRUE_ROOT "/docs/grammar.ebnf";

constexpr std::string_view preamble =
    "(* The written language, worked out from grammar/grammar.hpp by `test_grammar --update`. Not edited by "
    "hand.\n"
    "   Between two symbols stands a gap, blanks and comments, unless they are joined by ~ ; a line break is "
    "a gap inside\n"
    "   round brackets and before a line that begins with `if`, `and`, `or`. A separator is a line break or "
    "`;`.\n"
    "   A letter is of any alphabet, or `_`. A name is no reserved phrase. *)\n\n";

std::string ebnf_text() {
    grammar::Ebnf e;
    e.show<grammar::file>();
    return std::string(preamble) + e.text();
}

int wrong(const char* what) {
    std::printf("%s\n", what);
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--update") {
        std::ofstream(ebnf_file) << ebnf_text();
        return 0;
    }
    int failures = 0;
    if (tao::pegtl::analyze<grammar::file>() != 0)
        failures += wrong("the grammar has a loop that takes no text");
    if (read_file(ebnf_file) != ebnf_text())
        failures += wrong("docs/grammar.ebnf is out of date: test_grammar --update");
    for (const std::string& rule : unused_rules()) {
        std::printf("no scheme of the corpus uses the rule `%s`\n", rule.c_str());
        ++failures;
    }
    return failures == 0 ? 0 : 1;
}
