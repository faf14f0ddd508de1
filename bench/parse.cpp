// bench/parse.cpp — How fast scheme text is parsed: a large scheme is made by rule, parsed, its statements
// are counted, and the rate is printed. `bench_parse [MB]`, 20 unless said.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "syntax/parse.hpp"

using namespace accrue;

namespace {

// Eight statements of the kinds that real schemes are made of; `n` makes the names differ.
void append_section(std::string& text, int n) {
    const std::string i = std::to_string(n);
    text += "# section " + i + "\n";
    text += "param threshold_" + i + " = 40M   \"точка безубыточности\"\n";
    text += "input plan_" + i + ", collected_" + i + " : money by day in 0 .. 200M\n";
    text += "attainment_" + i + " = collected_" + i + " / plan_" + i + " default 0\n";
    text += "bonus_" + i + " = 0.5% of collected_" + i + " above threshold_" + i + " if attainment_" + i +
            " >= 80% and not frozen otherwise 1 000\n";
    text += "rate_" + i + " = step attainment_" + i +
            " {\n    below 80%  : 0\n    below 100% : 3%\n    otherwise  : 5%\n}\n";
    text += "премия_" + i + " = (ставка + 1.5%) * сборы_" + i + " - max(вычет_" + i + ", 150 тыс) / 3\n";
    text += "split bonus_" + i + " into first_" + i + ", second_" + i + "\n";
    text += "first_" + i + " if collected_" + i + "@15 >= 50% plan_" + i + "\n\n";
}

constexpr int statements_in_section = 8;

}  // namespace

int main(int argc, char** argv) {
    const std::size_t megabytes = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20;
    std::string text = "scheme large \"made by rule\"\n";
    int sections = 0;
    while (text.size() < megabytes << 20) append_section(text, ++sections);

    const double size = static_cast<double>(text.size()) / 1e6;
    Sources sources;
    const SourceId source = sources.add("large.pay", std::move(text));

    double best = 0;
    for (int round = 0; round < 5; ++round) {
        const std::clock_t begin = std::clock();  // processor time: other work on the machine does not count
        const syntax::Parsed parsed = syntax::parse(source, sources);
        const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        const auto expected = static_cast<std::size_t>(sections * statements_in_section + 1);
        if (!parsed.diagnostics.empty() || parsed.module.statements.size() != expected) {
            std::printf("wrong: %zu statements, %zu expected, %zu diagnostics\n",
                        parsed.module.statements.size(), expected, parsed.diagnostics.size());
            return 1;
        }
        best = std::max(best, size / seconds);
    }
    std::printf("parse  %.1f MB  %d statements  %.0f MB/s\n", size, sections * statements_in_section + 1,
                best);
}
