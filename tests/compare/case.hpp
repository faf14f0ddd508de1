// tests/compare/case.hpp — Schemes as texts and rows given by hand, paid side by side.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "check/check.hpp"
#include "compare/finding.hpp"
#include "data/history.hpp"
#include "syntax/parse.hpp"

namespace accrue::compare {

inline constexpr std::string_view share =
    "scheme share\ncurrency RUB\nlevel team\nparam rate = 0.1%\nteam {\n input collected : money\n"
    " bonus = rate of collected\n pay bonus\n}\n";
inline constexpr std::string_view over =
    "scheme over\ncurrency RUB\nlevel team\nparam rate = 0.5%\nparam threshold = 40M\nteam {\n"
    " input collected : money\n bonus = rate of collected above threshold\n pay bonus\n}\n";

inline Side side(Sources& sources, std::string_view text) {
    const auto source = sources.add("scheme.pay", std::string(text));
    auto checked = check::check(syntax::parse(source, sources), sources);
    REQUIRE(!has_errors(checked.diagnostics));
    return {.name = checked.scheme.name, .scheme = std::move(checked.scheme)};
}

// Each team's results month by month, in millions.
struct Case {
    Sources sources;
    Sides sides;
    data::History history;
    Workers workers;
    Paid paid;
    Result result;

    Case(const std::vector<std::string_view>& schemes,
         const std::map<std::string, std::vector<int>>& millions)
        : Case(schemes) {
        std::vector<data::GivenRow> rows;
        for (const auto& [key, months] : millions)
            for (std::size_t i = 0; i < months.size(); ++i)
                rows.push_back({.key = key,
                                .period = month(static_cast<int>(i) + 1),
                                .cells = {{core::InputId(0), Exact(months[i]) * 1'000'000}}});
        pay(rows);
    }
    // Its rows are still to be paid.
    explicit Case(const std::vector<std::string_view>& schemes) {
        std::vector<Side> all;
        for (const auto& text : schemes) {
            all.push_back(side(sources, text));
            all.back().name += std::to_string(all.size());
        }
        auto joining = joined(std::move(all));
        REQUIRE(std::holds_alternative<Sides>(joining));
        sides = std::get<Sides>(std::move(joining));
    }
    Period month(int number) const { return sides.reading.calendar.period(Month::of(2026, number)); }
    void pay(const std::vector<data::GivenRow>& rows) {
        history = data::from_rows(sides.reading, rows);
        result = found_result(sides, std::nullopt);
        auto paying = pay_all(sides, history, result, workers);
        REQUIRE(paying.failed.empty());
        paid = std::move(paying.paid);
    }
    Ground ground() {
        return {.sides = sides,
                .history = history,
                .paid = paid,
                .result = result,
                .sources = sources,
                .workers = workers};
    }
};

// `collected@15`
inline core::InputId input(const Case& of, std::string_view column) {
    for (std::uint32_t i = 0; i < of.sides.reading.inputs.size(); ++i)
        if (core::column_name(of.sides.reading.inputs[core::InputId(i)]) == column) return core::InputId(i);
    FAIL("no input " << column);
    return {};
}

inline Exact cell(const Finding& finding, std::size_t row, std::string_view column) {
    const auto found = std::ranges::find(finding.columns, column, &Column::name);
    REQUIRE(found != finding.columns.end());
    return std::get<Exact>(
        finding.rows.at(row).at(static_cast<std::size_t>(found - finding.columns.begin())));
}

}  // namespace accrue::compare
