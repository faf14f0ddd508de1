// tests/explain/from_text.hpp — A scheme and a history from their texts, ready to be asked why.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "check/check.hpp"
#include "core/well_formed.hpp"
#include "data/read.hpp"
#include "explain/trace.hpp"
#include "syntax/parse.hpp"

namespace accrue::testing {

struct World {
    Sources sources;
    check::Checked checked;
    data::History history;
    std::unique_ptr<explain::Evaluation> evaluation;

    // One file of rows, or one for each level, record and reference by its name.
    using Files = std::vector<std::pair<std::string, std::string>>;

    World(const std::string& scheme, const std::string& rows, explain::Overrides overrides = {})
        : World(scheme, Files{{"history", rows}}, std::move(overrides)) {}
    World(const std::string& scheme, const Files& files, explain::Overrides overrides = {}) {
        const auto file = sources.add("plan.pay", scheme);
        checked = check::check(syntax::parse(file, sources), sources);
        for (const auto& each : checked.diagnostics) {
            if (severity(each) == Severity::error) FAIL(rendered(each, sources, Colour::off));
        }
        REQUIRE(core::broken_promise(checked.scheme).value_or("nothing") == "nothing");
        std::vector<data::DataFile> data_files;
        for (const auto& [name, rows] : files) data_files.push_back({sources.add(name + ".csv", rows), name});
        auto read = data::read_history(checked.scheme, data_files, sources);
        for (const auto& each : read.diagnostics) {
            if (severity(each) == Severity::error) FAIL(rendered(each, sources, Colour::off));
        }
        history = std::move(read.history);
        evaluation =
            std::make_unique<explain::Evaluation>(checked.scheme, history, sources, std::move(overrides));
    }
    const core::Scheme& scheme() const { return checked.scheme; }
    // The innermost row of that key.
    data::RowId row(const std::string& key, const std::string& period = "2026-03") const {
        for (auto i = scheme().levels.size(); i > 0; --i) {
            const auto found = history.find(core::LevelId(i - 1), key, *scheme().calendar.parse(period));
            if (found) return *found;
        }
        FAIL("no row " + key);
        return {};
    }
    core::DefinitionId total() const {
        return scheme().levels[core::paying_levels(scheme()).back()].pay_total;
    }
    core::DefinitionId definition(const std::string& name) const {
        for (std::size_t i = 0; i < scheme().definitions.size(); ++i) {
            const core::DefinitionId id(i);
            if (core::shown_name(scheme().definitions[id]) == name) return id;
        }
        FAIL("no definition " + name);
        return {};
    }
    explain::Trace trace(const std::string& key, const std::string& month = "2026-03") {
        return explain::trace(*evaluation, total(), row(key, month));
    }
    std::string text(const std::string& key, const std::string& month = "2026-03", std::size_t width = 80) {
        return explain::to_text(trace(key, month), sources, Colour::off, width);
    }
    Exact paid(const std::string& key, const std::string& month = "2026-03") {
        const auto* sum = explain::amount(evaluation->value(total(), row(key, month)));
        REQUIRE(sum != nullptr);
        return *sum;
    }
    // What is wrong with one definition of one row, as people read it.
    std::string error(const std::string& name, const std::string& key, const std::string& month = "2026-03") {
        const auto* failure =
            std::get_if<explain::Failure>(&evaluation->value(definition(name), row(key, month)));
        if (failure == nullptr) return "no error";
        return rendered(explain::diagnostic(*evaluation, *failure), sources, Colour::off);
    }
};

// One person, one level, money in roubles.
inline std::string plan_of(const std::string& rules) {
    return "scheme plan \"Plan\"\ncurrency RUB\nrounding half up to 0.01\nlevel person\nperson {\n" + rules +
           "\n}\n";
}

}  // namespace accrue::testing
