// The scripts of `accrue completion`: bash is asked what it would offer.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <cstdio>

#include "desk.hpp"

using namespace accrue::testing;

namespace {

// When the last one of the words is being typed, with a blank between those that it offers.
std::string offered(const std::vector<std::string>& words) {
    const Desk desk;
    desk.put("completion.bash", accrue_says({"completion", "bash"}).out);
    desk.put("ask.bash", fmt::format("set -eu\n. ./completion.bash\nCOMP_WORDS=(accrue '{}')\nCOMP_CWORD={}\n"
                                     "_accrue || true\necho \"${{COMPREPLY[*]-}}\"\n",
                                     fmt::join(words, "' '"), words.size()));
    FILE* const bash = popen("bash ask.bash 2>&1", "r");
    REQUIRE(bash != nullptr);
    std::string said;
    for (int byte = std::fgetc(bash); byte != EOF; byte = std::fgetc(bash)) said += static_cast<char>(byte);
    CHECK(pclose(bash) == 0);
    return said.substr(0, said.find('\n'));
}

}  // namespace

TEST_CASE("bash offers commands, their options, and values of options that have few") {
    CHECK(offered({"co"}) == "corrections compare completion");
    CHECK(offered({"--lang", "ru", "ex"}) == "explain");
    CHECK(offered({"run", "--skip"}) == "--skip-last-lines --skip-lines");
    CHECK(offered({"fmt", "--s"}) == "--stdout");
    CHECK(offered({"run", "a.pay", "--lang", ""}) == "en ru");
    CHECK(offered({"run", "a.pay", "--format", "js"}) == "json jsonl");
    CHECK(offered({"new", "bonus", "--from", "fi"}) == "fines");
    CHECK(offered({"audit", ""}) == "verify pack");
    CHECK(offered({"help", "lan"}) == "language");
}

TEST_CASE("where a file or anything may stand bash offers none of the words, so that it offers files") {
    CHECK(offered({"run", ""}).empty());
    CHECK(offered({"audit", "verify", ""}).empty());
    CHECK(offered({"run", "a.pay", "--data", ""}).empty());
    CHECK(offered({"solve", "a.pay", "--from", ""}).empty());
}

TEST_CASE("every command stands in the script of every shell") {
    for (const auto* const shell : {"bash", "zsh", "fish"}) {
        const auto said = accrue_says({"completion", shell});
        CHECK(said.code == 0);
        for (const auto* const command : {"run", "explain", "compare", "what-if", "completion"}) {
            INFO(shell << " " << command);
            CHECK(holds(said.out, command));
        }
    }
    CHECK(accrue_says({"completion"}).code == 2);
    CHECK(accrue_says({"completion", "tcsh"}).code == 2);
}

TEST_CASE("a command is a topic of help, help itself as well") {
    CHECK(holds(accrue_says({"help", "version"}).out, "--json for scripts"));
    CHECK(holds(accrue_says({"help", "run"}).out, "accrue run"));
    CHECK(holds(accrue_says({"help", "help"}).out, "accrue help TOPIC"));
}
