#include "compare/report.hpp"

#include <algorithm>

#include "base/messages/phrases/comparing.hpp"
#include "compare/opening.hpp"
#include "compare/payout.hpp"
#include "compare/receipts.hpp"

namespace accrue::compare {
namespace {

// What is added from here on answers that question.
void begin(Report& report, std::string title) {
    report.chapters.push_back({std::move(title), report.findings.size()});
}

void add(Report& report, Finding finding) {
    if (!finding.rows.empty() || !finding.sentence.empty()) report.findings.push_back(std::move(finding));
}

// Of several schemes against the first, each has its own table: their names tell them apart.
void add_of(Report& report, Finding finding, std::size_t side, std::size_t sides) {
    if (sides > 2 && !finding.name.empty()) finding.name += "_" + std::to_string(side + 1);
    add(report, std::move(finding));
}

void add_sweep(Report& report, const Ground& ground, std::size_t at) {
    auto finding = sweep(ground, ground.sweeps[at]);
    if (at > 0) finding.name += "_" + std::to_string(at + 1);
    if (!finding.sentence.empty()) report.opening += " " + finding.sentence;
    add(report, std::move(finding));
}

void drop_empty_chapters(Report& report) {
    for (auto i = report.chapters.size(); i-- > 0;)
        if (report.findings_of(i).empty())
            report.chapters.erase(report.chapters.begin() + static_cast<std::ptrdiff_t>(i));
}

bool is_anything_seen(const Finding& finding, const std::vector<std::size_t>& columns) {
    for (const auto& cells : finding.rows)
        for (const auto column : columns)
            if (const auto* value = std::get_if<Exact>(&cells[column]))
                if (value->sign() != 0) return true;
    return false;
}

// It stands first, though it is worked out last.
void put_summary(Report& report, const Ground& ground) {
    report.findings.insert(report.findings.begin(), summary(ground, report.findings));
    for (auto& chapter : report.chapters) ++chapter.first;
    report.chapters.insert(report.chapters.begin(), {phrase(say::compare_part_short), 0});
}

}  // namespace

std::span<const Finding> Report::findings_of(std::size_t chapter) const {
    const auto first = chapters[chapter].first;
    const auto end = chapter + 1 < chapters.size() ? chapters[chapter + 1].first : findings.size();
    return std::span(findings).subspan(first, end - first);
}

std::vector<std::size_t> drawn_columns(const Finding& finding) {
    if (finding.picture == Picture::none) return {};
    std::vector<std::size_t> columns;
    for (std::size_t i = 1; i < finding.columns.size(); ++i) {
        const auto& column = finding.columns[i];
        const bool is_drawn = finding.series.empty()
                                  ? column.holds == finding.drawn
                                  : std::ranges::find(finding.series, column.name) != finding.series.end();
        if (is_drawn) columns.push_back(i);
    }
    return is_anything_seen(finding, columns) ? columns : std::vector<std::size_t>();
}

Report report(const Ground& ground) {
    Report report{.opening = opening(ground),
                  .cautions = {},
                  .findings = {},
                  .chapters = {},
                  .currency = ground.sides.reading.currency};
    report.cautions = {phrase(say::compare_behaviour), phrase(say::compare_reconcile, ground.name(0)),
                       ground.paid.result.empty() ? phrase(say::compare_without_result)
                                                  : phrase(say::compare_result_is, ground.result.name)};
    begin(report, phrase(say::compare_part_cost));
    add(report, costs(ground));
    for (std::size_t i = 0; i < ground.sweeps.size(); ++i) add_sweep(report, ground, i);
    add(report, rules(ground));
    add(report, components(ground));
    for (std::size_t i = 1; i < ground.count(); ++i) add_of(report, waterfall(ground, i), i, ground.count());
    begin(report, phrase(say::compare_part_people));
    for (std::size_t i = 1; i < ground.count(); ++i) {
        const auto moves = compare::moves(ground, i);
        for (const auto& find : {bands, movers, roles, deciles})
            add_of(report, find(ground, moves), i, ground.count());
    }
    begin(report, phrase(say::compare_part_reward));
    for (auto& finding : payout_findings(ground)) add(report, std::move(finding));
    add(report, by_result(ground));
    for (auto& finding : more_result(ground)) add(report, std::move(finding));
    add(report, zero_and_caps(ground));
    add(report, performance(ground));
    begin(report, phrase(say::compare_part_next));
    for (auto& finding : upside_and_mix(ground)) add(report, std::move(finding));
    add(report, attainment(ground));
    add(report, sensitivity(ground));
    begin(report, phrase(say::compare_part_time));
    add(report, months(ground));
    add(report, spread(ground));
    const auto known = receipts(ground);
    add(report, timing(known));
    add(report, rush_by_period(ground, known));
    add(report, cash_gap(ground, known));
    drop_empty_chapters(report);
    put_summary(report, ground);
    return report;
}

}  // namespace accrue::compare
