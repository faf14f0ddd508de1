#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "base/json_document.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/examples.hpp"
#include "cli/scheme_file.hpp"
#include "explain/node_words.hpp"
#include "explain/shown.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;

struct TriedScheme {
    std::string path;
    SourceId source;
    std::vector<ExampleOutcome> outcomes;
    bool is_sound = true;  // else it has errors and its examples were not tried
    std::optional<std::vector<explain::Branch>> coverage;
};

TriedScheme tried_scheme(Session& session, const std::string& path, const TestRequest& request) {
    const auto loaded = load_scheme(session, {.path = path, .text = std::nullopt});
    show(session, loaded.diagnostics);
    TriedScheme scheme{.path = path, .source = loaded.source, .outcomes = {}, .coverage = std::nullopt};
    scheme.is_sound = !has_errors(loaded.diagnostics);
    if (!scheme.is_sound) return scheme;
    explain::Coverage coverage(loaded.checked.scheme);
    for (const auto& example : loaded.checked.examples) {
        scheme.outcomes.push_back(
            tried(loaded.checked.scheme, example, session.sources, request.coverage ? &coverage : nullptr));
    }
    if (request.coverage) scheme.coverage = coverage.branches();
    return scheme;
}

std::string painted(const std::string& text, const char* paint, Colour colour) {
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
    const auto verdict = passed ? painted(phrase(say::verdict_ok), "32", session.result_colour)
                                : painted(phrase(say::verdict_failed), "1;31", session.result_colour);
    session.out << "  " << verdict << "  " << printable(outcome.title) << '\n';
    for (const auto& name : outcome.given) {
        print_indented(session.out, phrase(say::name_set_by_example, name));
    }
    if (outcome.expectations == 0) print_indented(session.out, phrase(say::expects_nothing));
    for (const auto& miss : outcome.misses) print_miss(session, miss);
}

Phrase words_of(explain::BranchKind kind) {
    using enum explain::BranchKind;
    switch (kind) {
        case alternative:
            return say::never_taken;
        case otherwise:
            return say::never_otherwise;
        case guard_held:
            return say::never_held;
        case guard_failed:
            return say::never_failed;
        case gate_open:
            return say::gate_never_open;
        case gate_closed:
            return say::gate_never_closed;
        case band:
            return say::row_never_reached;
        case clause:
            return say::clause_never_fitted;
    }
    return say::never_taken;
}

std::size_t reached(const std::vector<explain::Branch>& branches) {
    return static_cast<std::size_t>(std::ranges::count_if(branches, &explain::Branch::reached));
}

// `branches: 14 of 16 reached`, and a line for each that is not.
void print_coverage(Session& session, const TriedScheme& scheme,
                    const std::vector<explain::Branch>& branches) {
    session.out << "  " << phrase(say::branches_reached, reached(branches), branches.size()) << '\n';
    for (const auto& branch : branches) {
        if (branch.reached) continue;
        const auto place = explain::line_words(branch.span, scheme.source, session.sources);
        session.out << "    " << place << ": "
                    << phrase(words_of(branch.kind), explain::text_at(session.sources, branch.span)) << '\n';
    }
}

std::string_view word(explain::BranchKind kind) {
    using enum explain::BranchKind;
    switch (kind) {
        case alternative:
            return "alternative";
        case otherwise:
            return "otherwise";
        case guard_held:
            return "guard_held";
        case guard_failed:
            return "guard_failed";
        case gate_open:
            return "gate_open";
        case gate_closed:
            return "gate_closed";
        case band:
            return "band";
        case clause:
            return "clause";
    }
    return "";
}

Json coverage_json(const Session& session, const std::vector<explain::Branch>& branches) {
    auto missing = Json::array();
    for (const auto& branch : branches) {
        if (branch.reached) continue;
        const auto& source = session.sources[branch.span.source];
        missing.push_back({{"file", source.name()},
                           {"line", source.position(branch.span.begin).line},
                           {"kind", word(branch.kind)},
                           {"text", explain::text_at(session.sources, branch.span)}});
    }
    return {{"branches", branches.size()}, {"reached", reached(branches)}, {"missing", std::move(missing)}};
}

void print(Session& session, const TriedScheme& scheme) {
    session.out << printable(scheme.path) << '\n';
    if (!scheme.is_sound) session.out << "  " << phrase(say::not_tried) << '\n';
    if (scheme.is_sound && scheme.outcomes.empty()) session.out << "  " << phrase(say::no_examples) << '\n';
    for (const auto& outcome : scheme.outcomes) print(session, outcome);
    if (scheme.coverage) print_coverage(session, scheme, *scheme.coverage);
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
        Json json{{"file", scheme.path}, {"tried", scheme.is_sound}, {"examples", std::move(examples)}};
        if (scheme.coverage) json["coverage"] = coverage_json(session, *scheme.coverage);
        list.push_back(std::move(json));
    }
    const Json json = {
        {"schema", "accrue.test/1"}, {"schemes", std::move(list)}, {"passed", passed}, {"failed", failed}};
    session.out << json_document(json);
}

}  // namespace

Exit test_command(const TestRequest& request, Session& session) {
    std::vector<TriedScheme> schemes;
    std::size_t passed = 0, failed = 0;
    bool all_sound = true;
    for (const auto& path : request.paths) {
        const auto& scheme = schemes.emplace_back(tried_scheme(session, path, request));
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
        session.out << phrase(say::passed_and_failed, passed, failed) << '\n';
    }
    if (!all_sound) return Exit::scheme;
    return failed == 0 ? Exit::done : Exit::no;
}

}  // namespace accrue::cli
