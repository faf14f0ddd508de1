#include "cli/examples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>

#include "base/messages/data.hpp"
#include "base/messages/findings.hpp"
#include "base/text.hpp"
#include "explain/example.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {
namespace {

constexpr std::size_t trace_lines = 8;
constexpr std::size_t trace_width = 74;

// The rows of an example, one a period, and which of them each row and period of the example became.
class GivenRows {
  public:
    GivenRows(const core::Scheme& scheme, const check::Example& example) : scheme_(scheme) {
        for (const auto& row : example.rows) {
            auto& places = places_.emplace_back();
            for (std::size_t i = 0; i < row.periods.size(); ++i)
                places.push_back(add(example, row, row.periods[i], i));
        }
    }
    const std::vector<data::GivenRow>& rows() const { return rows_; }
    std::size_t place(std::size_t row, std::size_t period) const { return places_[row][period]; }

  private:
    using Key = std::tuple<core::LevelId, Period, std::string>;

    std::size_t add(const check::Example& example, const check::ExampleRow& row, Period period,
                    std::size_t index) {
        const auto place = place_of(row, period);
        auto& given = rows_[place];
        if (row.parent) given.parent = parent_of(example, *row.parent, period);
        for (const auto& cell : row.cells) {
            const auto* input = std::get_if<core::InputId>(&cell.what);
            if (input != nullptr && cell.values[index]) given.cells.emplace_back(*input, *cell.values[index]);
        }
        return place;
    }
    // A row that is written twice is one; records never are.
    std::size_t place_of(const check::ExampleRow& row, Period period) {
        if (scheme_.levels[row.level].kind == core::LevelKind::records) return append(row, period);
        const auto [found, is_new] = known_.try_emplace(Key{row.level, period, row.key}, rows_.size());
        return is_new ? append(row, period) : found->second;
    }
    std::size_t append(const check::ExampleRow& row, Period period) {
        rows_.push_back({.key = row.key, .period = period, .level = row.level, .date = row.date});
        return rows_.size() - 1;
    }
    std::optional<std::size_t> parent_of(const check::Example& example, std::size_t parent,
                                         Period period) const {
        const auto& periods = example.rows[parent].periods;
        const auto found = std::ranges::find(periods, period);
        if (found == periods.end()) return std::nullopt;
        return place(parent, static_cast<std::size_t>(found - periods.begin()));
    }

    const core::Scheme& scheme_;
    std::vector<data::GivenRow> rows_;
    std::vector<std::vector<std::size_t>> places_;  // by the example's row and period
    std::map<Key, std::size_t> known_;
};

data::GivenReferences given_references(const core::Scheme& scheme, const check::Example& example) {
    data::GivenReferences given;
    given.rows.resize(scheme.references.size());
    for (const auto& row : example.reference_rows) {
        given.rows[row.reference].push_back(
            {.keys = row.keys, .fields = row.fields, .from = row.from, .to = row.to});
    }
    return given;
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
          example_(example),
          sources_(sources),
          given_(scheme, example),
          history_(data::from_rows(scheme, given_.rows(), given_references(scheme, example))),
          places_(data::places_of(history_, given_.rows())),
          evaluation_(scheme, history_, sources, given_definitions()),
          outcome_{.title = example.title, .span = example.span, .misses = {}, .given = {}} {
        for (row_ = 0; row_ < example.rows.size(); ++row_) try_row(example.rows[row_]);
    }

    ExampleOutcome outcome() && { return std::move(outcome_); }
    explain::Evaluation& evaluation() { return evaluation_; }

  private:
    explain::Overrides given_definitions() const {
        explain::Overrides overrides;
        for (std::size_t row = 0; row < example_.rows.size(); ++row) {
            for (const auto& cell : example_.rows[row].cells) {
                const auto* definition = std::get_if<core::DefinitionId>(&cell.what);
                if (definition == nullptr) continue;
                for (std::size_t i = 0; i < cell.values.size(); ++i) {
                    if (!cell.values[i]) continue;
                    overrides.insert_or_assign({*definition, places_[given_.place(row, i)]}, *cell.values[i]);
                }
            }
        }
        return overrides;
    }

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
            const auto found = explain::compare(evaluation_, expected, id(i));
            if (found) miss(*found, row, i, trace_of(expectation.what, id(i)));
        }
    }

    // Met when one month of the row is in error, with the words that are wanted.
    void expect_error(const check::ExampleRow& row, const check::Expectation& expectation) {
        if (const auto refused = outside_range(scheme_, row)) {
            const auto message = folded(in_words(*refused).message);
            if (message.find(folded(expectation.error_text)) != std::string::npos) return;
        }
        std::vector<Diagnostic> found;
        for (std::size_t i = 0; i < row.periods.size(); ++i) {
            auto differs =
                explain::compare_error(evaluation_, expectation.error_text, expectation.span, id(i));
            if (!differs) return;
            found.push_back(std::move(*differs));
        }
        miss(found.back(), row, found.size() - 1);
    }

    void expect_broken_promise(const check::ExampleRow& row, const check::Expectation& expectation) {
        std::optional<Diagnostic> kept;
        for (std::size_t i = 0; i < row.periods.size(); ++i) {
            kept = explain::compare_promises(evaluation_, expectation.span, id(i));
            if (!kept) return;
        }
        if (kept) miss(*kept, row, 0);
    }

    void report_broken_promises(const check::ExampleRow& row) {
        for (const auto& promise : scheme_.promises) {
            if (!promise.holds || scheme_.definitions[promise.holds].level != row.level) continue;
            for (std::size_t i = 0; i < row.periods.size(); ++i) {
                const auto* holds = explain::present(evaluation_.value(promise.holds, id(i)));
                if (holds == nullptr || std::get<bool>(*holds)) continue;
                miss({kind::promise_broken_by_example, {promise.span, row.span}, {}, {}}, row, i);
                break;
            }
        }
    }

    // The row being tried, in one of its periods.
    data::RowId id(std::size_t period) const { return places_[given_.place(row_, period)]; }

    std::string trace_of(core::DefinitionId definition, data::RowId row) {
        const auto trace = explain::trace(evaluation_, definition, row);
        return first_lines(explain::to_text(trace, sources_, Colour::off, trace_width), trace_lines);
    }

    void miss(Diagnostic diagnostic, const check::ExampleRow& row, std::size_t period,
              std::string trace = "") {
        const auto when = explain::row_time(scheme_, history_, id(period));
        const auto& level = scheme_.levels[row.level];
        const bool is_nameless = row.key.empty() && level.kind != core::LevelKind::records;
        const auto name = is_nameless
                              ? when
                              : fmt::format("{}, {}", explain::row_name(scheme_, history_, id(period)), when);
        outcome_.misses.push_back({std::move(diagnostic), name, std::move(trace)});
    }

    const core::Scheme& scheme_;
    const check::Example& example_;
    const Sources& sources_;
    GivenRows given_;
    data::History history_;
    std::vector<data::RowId> places_;  // of the given rows
    explain::Evaluation evaluation_;
    ExampleOutcome outcome_;
    std::size_t row_ = 0;  // of the example, being tried
};

}  // namespace

ExampleOutcome tried(const core::Scheme& scheme, const check::Example& example, const Sources& sources,
                     explain::Coverage* coverage) {
    Trial trial(scheme, example, sources);
    if (coverage != nullptr) coverage->add(trial.evaluation());
    return std::move(trial).outcome();
}

}  // namespace accrue::cli
