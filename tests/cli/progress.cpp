#include "cli/progress.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace accrue;
using namespace std::chrono_literals;

TEST_CASE("what is shown of long work: the part that is done, and what is left once it can be told") {
    CHECK(cli::progress_text("reading", 3.9, 0, 0) == "reading: 3 s");
    CHECK(cli::progress_text("reading", 1, 1, 100) == "reading: 1 %");
    CHECK(cli::progress_text("reading", 5, 25, 100) == "reading: 25 %, about 16 s left");
    CHECK(cli::progress_text("reading", 5, 120, 100) == "reading: 100 %, about 1 s left");
}

TEST_CASE("the line is drawn after a while, and wiped before anything else is said") {
    std::ostringstream screen;
    Progress progress;
    {
        cli::ProgressLine line(screen, progress, 0ms, 1ms);
        line.begin("reading");
        progress.all = 1000;
        progress.done = 10;
        std::this_thread::sleep_for(100ms);
        const auto alone = line.wiped();
    }
    const auto shown = screen.str();
    CHECK(shown.find("\rreading: 1 %") != std::string::npos);
    CHECK(shown.ends_with("\r            \r"));
}

TEST_CASE("work that is soon done shows nothing") {
    std::ostringstream screen;
    Progress progress;
    {
        cli::ProgressLine line(screen, progress, 1h, 1ms);
        line.begin("reading");
    }
    CHECK(screen.str().empty());
}
