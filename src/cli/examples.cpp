#include "cli/examples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/messages/data.hpp"
#include "base/messages/findings.hpp"
#include "base/text.hpp"
#include "explain/example.hpp"
#include "explain/shown.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t trace_lines = 8;
constexpr std::size_t trace_width = 74;

std::vector<data::GivenRow> given_rows(const check::Example& example) {
    std::map<std::pair<Month, std::string>, data::GivenRow> rows;
    for (const auto& row : example.rows) {
        for (std::size_t i = 0; i < row.months.size(); ++i) {
            const auto month = row.months[i];
            auto& given =
                rows.try_emplace({month, row.key}, data::GivenRow{row.key, month, {}}).first->second;
            for (const auto& cell : row.cells) {
                const auto* input = std::get_if<core::InputId>(&cell.what);
                if (input != nullptr && cell.values[i]) given.cells.emplace_back(*input, *cell.values[i]);
            }
        }
    }
    std::vector<data::GivenRow> all;
    for (auto& [place, row] : rows) all.push_back(std::move(row));
    return all;
}

explain::Overrides given_definitions(const check::Example& example, const data::History& history) {
    explain::Overrides overrides;
    for (const auto& row : example.rows) {
        for (std::size_t i = 0; i < row.months.size(); ++i) {
            const auto id = history.find(row.key, row.months[i]);
            for (const auto& cell : row.cells) {
                const auto* definition = std::get_if<core::DefinitionId>(&cell.what);
                if (definition == nullptr || !cell.values[i] || !id) continue;
                overrides.insert_or_assign({*definition, *id}, *cell.values[i]);
            }
        }
    }
    return overrides;
}

std::string first_lines(const std::string& text, std::size_t count) {
    std::istringstream lines(text);
    std::string kept;
    std::size_t seen = 0;
    for (std::string line; std::getline(lines, line); ++seen) {
        if (seen < count) kept += line + "\n";
    }
    return seen > count ? kept + "…\n" : kept;
}

// The first cell of the example's row that the input's range forbids; data with it would be refused.
std::optional<Diagnostic> outside_range(const core::Scheme& scheme, const check::ExampleRow& row) {
    for (const auto& cell : row.cells) {
        const auto* id = std::get_if<core::InputId>(&cell.what);
        if (id == nullptr) continue;
        const auto& input = scheme.inputs[*id];
        const auto refused = [&](Kind kind, const core::Value& value, const Exact& bound) {
            return Diagnostic{kind,
                              {cell.span},
                              {explain::shown(value, input.type, input.percent), column_name(input),
                               explain::shown(bound, input.type, input.percent)},
                              {}};
        };
        for (const auto& value : cell.values) {
            const auto* number = value ? std::get_if<Exact>(&*value) : nullptr;
            if (number == nullptr) continue;
            if (input.low && *number < *input.low) return refused(kind::cell_below_range, *value, *input.low);
            if (input.high && *number > *input.high) {
                return refused(kind::cell_above_range, *value, *input.high);
            }
        }
    }
    return std::nullopt;
}

// Tries one example; what was computed for one expectation serves the next.
class Trial {
  public:
    Trial(const core::Scheme& scheme, const check::Example& example, const Sources& sources)
        : scheme_(scheme),
          sources_(sources),
          history_(data::from_rows(scheme, given_rows(example))),
          evaluation_(scheme, history_, sources, given_definitions(example, history_)),
          outcome_{.title = example.title, .span = example.span, .misses = {}, .given = {}} {
        for (const auto& row : example.rows) try_row(row);
    }

    ExampleOutcome outcome() && { return std::move(outcome_); }

  private:
    void try_row(const check::ExampleRow& row) {
        note_given(row);
        outcome_.expectations += row.expectations.size();
        for (const auto& expectation : row.expectations) try_one(row, expectation);
        const auto expects = [&](bool check::Expectation::* what) {
            return std::ranges::any_of(row.expectations, what);
        };
        if (expects(&check::Expectation::error)) return;
        if (const auto refused = outside_range(scheme_, row)) miss(*refused, row, 0);
        if (!expects(&check::Expectation::promise_broken)) report_broken_promises(row);
    }

    void note_given(const check::ExampleRow& row) {
        for (const auto& cell : row.cells) {
            const auto* definition = std::get_if<core::DefinitionId>(&cell.what);
            if (definition == nullptr) continue;
            const auto given = shown_name(scheme_.definitions[*definition]);
            auto& all = outcome_.given;
            if (std::ranges::find(all, given) == all.end()) all.push_back(given);
        }
    }

    void try_one(const check::ExampleRow& row, const check::Expectation& expectation) {
        if (expectation.error) return expect_error(row, expectation);
        if (expectation.promise_broken) return expect_broken_promise(row, expectation);
        for (std::size_t i = 0; i < expectation.values.size(); ++i) {
            if (!expectation.values[i]) continue;
            const explain::Expected expected{.what = expectation.what,
                                             .value = *expectation.values[i],
                                             .about_digits = expectation.about_digits[i],
                                             .span = expectation.span};
            const auto found = explain::compare(evaluation_, expected, id(row, i));
            if (found) miss(*found, row, i, trace_of(expectation.what, id(row, i)));
        }
    }

    // Met when one month of the row is in error, with the words that are wanted.
    void expect_error(const check::ExampleRow& row, const check::Expectation& expectation) {
        if (const auto refused = outside_range(scheme_, row)) {
            const auto message = folded(in_words(*refused).message);
            if (message.find(folded(expectation.error_text)) != std::string::npos) return;
        }
        std::vector<Diagnostic> found;
        for (std::size_t i = 0; i < row.months.size(); ++i) {
            auto differs =
                explain::compare_error(evaluation_, expectation.error_text, expectation.span, id(row, i));
            if (!differs) return;
            found.push_back(std::move(*differs));
        }
        miss(found.back(), row, found.size() - 1);
    }

    void expect_broken_promise(const check::ExampleRow& row, const check::Expectation& expectation) {
        std::optional<Diagnostic> kept;
        for (std::size_t i = 0; i < row.months.size(); ++i) {
            kept = explain::compare_promises(evaluation_, expectation.span, id(row, i));
            if (!kept) return;
        }
        if (kept) miss(*kept, row, 0);
    }

    void report_broken_promises(const check::ExampleRow& row) {
        for (const auto& promise : scheme_.promises) {
            for (std::size_t i = 0; promise.holds && i < row.months.size(); ++i) {
                const auto* holds = explain::present(evaluation_.value(promise.holds, id(row, i)));
                if (holds == nullptr || std::get<bool>(*holds)) continue;
                miss({kind::promise_broken_by_example, {promise.span, row.span}, {}, {}}, row, i);
                break;
            }
        }
    }

    data::RowId id(const check::ExampleRow& row, std::size_t month) const {
        return *history_.find(row.key, row.months[month]);
    }

    std::string trace_of(core::DefinitionId definition, data::RowId row) {
        const auto trace = explain::trace(evaluation_, definition, row);
        return first_lines(explain::to_text(trace, sources_, Colour::off, trace_width), trace_lines);
    }

    void miss(Diagnostic diagnostic, const check::ExampleRow& row, std::size_t month,
              std::string trace = "") {
        const auto in = to_text(row.months[month]);
        outcome_.misses.push_back({std::move(diagnostic),
                                   row.key.empty() ? in : fmt::format("{}, {}", row.key, in),
                                   std::move(trace)});
    }

    const core::Scheme& scheme_;
    const Sources& sources_;
    data::History history_;
    explain::Evaluation evaluation_;
    ExampleOutcome outcome_;
};

}  // namespace

ExampleOutcome tried(const core::Scheme& scheme, const check::Example& example, const Sources& sources) {
    return Trial(scheme, example, sources).outcome();
}

}  // namespace accrue::cli
