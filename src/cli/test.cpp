#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/examples.hpp"
#include "cli/scheme_file.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;

struct TriedScheme {
    std::string path;
    SourceId source;
    std::vector<ExampleOutcome> outcomes;
    bool is_sound = true;  // else it has errors and its examples were not tried
};

TriedScheme tried_scheme(Session& session, const std::string& path) {
    const auto loaded = load_scheme(session, {.path = path, .text = std::nullopt});
    show(session, loaded.diagnostics);
    TriedScheme scheme{.path = path, .source = loaded.source, .outcomes = {}};
    scheme.is_sound = !has_errors(loaded.diagnostics);
    if (!scheme.is_sound) return scheme;
    for (const auto& example : loaded.checked.examples) {
        scheme.outcomes.push_back(tried(loaded.checked.scheme, example, session.sources));
    }
    return scheme;
}

std::string painted(const char* text, const char* paint, Colour colour) {
    return colour == Colour::off ? text : fmt::format("\x1b[{}m{}\x1b[0m", paint, text);
}

void print_indented(std::ostream& out, const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        out << (line.empty() ? "" : "          ") << line << '\n';
}

void print_miss(Session& session, const Miss& miss) {
    session.out << "          " << printable(miss.row) << ":\n";
    print_indented(session.out, rendered(miss.diagnostic, session.sources, session.result_colour));
    print_indented(session.out, miss.trace);
}

void print(Session& session, const ExampleOutcome& outcome) {
    const bool passed = outcome.misses.empty();
    const auto verdict = passed ? painted("ok    ", "32", session.result_colour)
                                : painted("failed", "1;31", session.result_colour);
    session.out << "  " << verdict << "  " << printable(outcome.title) << '\n';
    for (const auto& name : outcome.given) {
        session.out << "          `" << printable(name) << "` is set by the example; its rule was not run\n";
    }
    if (outcome.expectations == 0) session.out << "          it expects nothing; `expect pay = …` would\n";
    for (const auto& miss : outcome.misses) print_miss(session, miss);
}

void print(Session& session, const TriedScheme& scheme) {
    session.out << printable(scheme.path) << '\n';
    if (!scheme.is_sound) session.out << "  not tried: the scheme has errors\n";
    if (scheme.is_sound && scheme.outcomes.empty()) session.out << "  no examples\n";
    for (const auto& outcome : scheme.outcomes) print(session, outcome);
}

Json example_json(const Session& session, const ExampleOutcome& outcome) {
    auto misses = Json::array();
    for (const auto& miss : outcome.misses) {
        const auto span = miss.diagnostic.spans.front();
        misses.push_back({{"line", session.sources[span.source].position(span.begin).line},
                          {"row", miss.row},
                          {"message", in_words(miss.diagnostic).message}});
    }
    return {{"title", outcome.title},
            {"passed", outcome.misses.empty()},
            {"set_by_example", outcome.given},
            {"misses", std::move(misses)}};
}

void print_json(Session& session, const std::vector<TriedScheme>& schemes, std::size_t passed,
                std::size_t failed) {
    auto list = Json::array();
    for (const auto& scheme : schemes) {
        auto examples = Json::array();
        for (const auto& outcome : scheme.outcomes) examples.push_back(example_json(session, outcome));
        list.push_back(
            {{"file", scheme.path}, {"tried", scheme.is_sound}, {"examples", std::move(examples)}});
    }
    const Json json = {
        {"schema", "accrue.test/1"}, {"schemes", std::move(list)}, {"passed", passed}, {"failed", failed}};
    session.out << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

Exit test_command(const TestRequest& request, Session& session) {
    std::vector<TriedScheme> schemes;
    std::size_t passed = 0, failed = 0;
    bool all_sound = true;
    for (const auto& path : request.paths) {
        const auto& scheme = schemes.emplace_back(tried_scheme(session, path));
        const auto bad = std::ranges::count_if(
            scheme.outcomes, [](const ExampleOutcome& outcome) { return !outcome.misses.empty(); });
        failed += static_cast<std::size_t>(bad);
        passed += scheme.outcomes.size() - static_cast<std::size_t>(bad);
        all_sound = all_sound && scheme.is_sound;
        if (!request.json) print(session, scheme);
    }
    if (request.json) {
        print_json(session, schemes, passed, failed);
    } else {
        session.out << fmt::format("{} passed, {} failed\n", passed, failed);
    }
    if (!all_sound) return Exit::scheme;
    return failed == 0 ? Exit::done : Exit::no;
}

}  // namespace accrue::cli
