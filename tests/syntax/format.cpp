#include <catch2/catch.hpp>

#include <random>

#include "read.hpp"

using namespace accrue;

namespace {

void check_properties(const std::string& text) {
    const Read before(text);
    if (!before.parsed.diagnostics.empty()) return;
    const std::string once = before.formatted();
    const Read after(once);
    INFO(text << "\n----\n" << once << "\n" << after.messages());
    CHECK(after.tree() == before.tree());
    CHECK(after.formatted() == once);
    CHECK(after.parsed.module.comments.size() == before.parsed.module.comments.size());
    for (std::size_t i = 0; i < after.parsed.module.comments.size(); ++i) {
        CHECK(after.sources.text(after.parsed.module.comments[i].span) ==
              before.sources.text(before.parsed.module.comments[i].span));
    }
}

}  // namespace

TEST_CASE("formatting keeps the meaning and the comments, and twice is once") {
    for (const std::string& text : corpus()) check_properties(text);
}

TEST_CASE("formatting keeps the meaning of schemes with other blanks and comments") {
    std::mt19937 random(7);
    for (const std::string& text : corpus()) {
        for (int round = 0; round < 20; ++round) {
            std::string other;
            bool in_text = false;
            for (const char c : text) {
                if (c == '"') in_text = !in_text;
                if (c == '\n') in_text = false;
                const bool is_blank = c == ' ' && !in_text && !other.empty() && other.back() != ' ';
                const auto dice = random() % 12;
                if (is_blank && dice == 0) other += "  ";
                if (c == '\n' && dice == 1) other += "   # remark";
                if (c == '\n' && dice == 2) other += "\n\n";
                if (c == '\n' && dice == 3) other += "\n  # alone";
                other += c;
            }
            check_properties(other);
        }
    }
}

TEST_CASE("what people line up is lined up") {
    const Read read(R"(scheme   a "A"
rate=0.3% if attainment<80%
 = 0.55% if attainment<100%   # note
 = 0.7%   otherwise
step1 = step x {
 below 80% : 0   # low
   up to 1 000 000:3%
 otherwise:error }
m = matrix a,b {
 | below 80% | otherwise
 below 20%|0.5|1
 otherwise|0.8|1.25
}
person { pay  salary; pay bonus }
param t  = 1
param tt = 2
x = (a*b-c)/-d; y = a×b − c
)");
    REQUIRE(read.messages().empty());
    CHECK(read.formatted() == R"(scheme a "A"
rate = 0.3%  if attainment < 80%
     = 0.55% if attainment < 100%  # note
     = 0.7%  otherwise
step1 = step x {
  below 80%       : 0  # low
  up to 1 000 000 : 3%
  otherwise       : error
}
m = matrix a, b {
            | below 80% | otherwise
  below 20% | 0.5       | 1
  otherwise | 0.8       | 1.25
}
person {
  pay salary
  pay bonus
}
param t  = 1
param tt = 2
x = (a * b - c) / -d
y = a * b - c
)");
}

TEST_CASE("a text with mistakes is left as it stands") {
    CHECK(Read("a =   5,5").formatted() == "a =   5,5");
}

TEST_CASE("comments of all places survive") {
    const std::string text =
        "# first\n\n# second\nscheme a  # of the scheme\n\n\n\nperson {  # of the block\n  # alone\n  "
        "pay x  # of the line\n"
        "  # last of the block\n}  # closed\n# the end\n";
    CHECK(Read(text).formatted() ==
          "# first\n\n# second\nscheme a  # of the scheme\n\nperson {  # of the block\n  # alone\n  pay "
          "x  # of the line\n"
          "  # last of the block\n}  # closed\n# the end\n");
}
