// tests/syntax/read.hpp — Parsing small texts in tests.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "syntax/dump.hpp"
#include "syntax/format.hpp"
#include "syntax/parse.hpp"

namespace accrue {

struct Read {
    Sources sources;
    syntax::Parsed parsed;

    explicit Read(std::string text) {
        const SourceId id = sources.add("test.pay", std::move(text));
        parsed = syntax::parse(id, sources);
    }
    std::string tree() const { return syntax::dump(parsed.module, sources); }
    std::string formatted(std::optional<Language> language = {}) const {
        return syntax::format(parsed.module, sources, language);
    }
    std::string messages() const {
        std::string all;
        for (const Diagnostic& d : parsed.diagnostics) all += rendered(d, sources, Colour::off);
        return all;
    }
    // The kinds of the diagnostics, in order: `decimal_comma no_else`.
    std::string kinds() const {
        std::string all;
        for (const Diagnostic& d : parsed.diagnostics) {
            all += (all.empty() ? "" : " ") + std::string(wording(d.kind).name);
        }
        return all;
    }
    // All hints, a line each.
    std::string hints() const {
        std::string all;
        for (const Diagnostic& d : parsed.diagnostics) {
            for (const Fact& note : d.notes) all += (all.empty() ? "" : "\n") + worded(note);
        }
        return all;
    }
};

inline std::string tree_of(const std::string& text) {
    return Read(text).tree();
}

inline std::vector<std::string> schemes_of(std::initializer_list<const char*> folders) {
    std::vector<std::string> texts;
    for (const char* folder : folders) {
        for (const auto& entry : std::filesystem::directory_iterator(std::string(ACCRUE_ROOT) + folder)) {
            if (entry.path().extension() == ".pay") texts.push_back(read_file(entry.path().string()).value());
        }
    }
    return texts;
}

// Every scheme of the parser's corpus and of the golden tests of the language.
inline std::vector<std::string> corpus() {
    return schemes_of({"/tests/syntax/corpus", "/tests/golden/language/good"});
}

// And those of the library.
inline std::vector<std::string> every_scheme() {
    return schemes_of({"/tests/syntax/corpus", "/tests/golden/language/good", "/stdlib-schemes"});
}

}  // namespace accrue
