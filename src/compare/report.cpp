#include "compare/report.hpp"

#include "base/messages/phrases/comparing.hpp"
#include "number/decimal.hpp"

namespace accrue::compare {
namespace {

std::string over(const Ground& ground) {
    const auto& paid = ground.paid;
    if (paid.periods.empty()) return phrase(say::compare_over, "—", "—", 0);
    return phrase(say::compare_over, ground.period(paid.periods.front()), ground.period(paid.periods.back()),
                  static_cast<std::int64_t>(paid.size()));
}

std::string signed_percent(const Exact& change, const Exact& of) {
    if (of.sign() == 0) return "—";
    const auto text = percent_text(rounded(change / of, Rounding::half_up, Exact::ratio(1, 1000)));
    return change.sign() > 0 ? "+" + text : text;
}

std::string opening(const Ground& ground, std::size_t side) {
    const auto before = sum(ground.paid.pay[0], ground.paid.unit),
               after = sum(ground.paid.pay[side], ground.paid.unit);
    const auto change = after - before;
    if (change.sign() == 0)
        return phrase(say::compare_opening_same, ground.name(side), ground.name(0), over(ground));
    const auto currency = ground.sides.reading.currency;
    const auto size = money_text(abs(change)) + (currency.empty() ? "" : " " + currency);
    return phrase(change.sign() > 0 ? say::compare_opening_more : say::compare_opening_less,
                  ground.name(side), size, ground.name(0), signed_percent(change, before), over(ground));
}

void add(Report& report, Finding finding) {
    if (!finding.rows.empty() || !finding.sentence.empty()) report.findings.push_back(std::move(finding));
}

// Of several schemes against the first, each has its own table: their names tell them apart.
void add_of(Report& report, Finding finding, std::size_t side, std::size_t sides) {
    if (sides > 2 && !finding.name.empty()) finding.name += "_" + std::to_string(side + 1);
    add(report, std::move(finding));
}

}  // namespace

Report report(const Ground& ground) {
    Report report{.opening = "", .cautions = {}, .findings = {}, .currency = ground.sides.reading.currency};
    for (std::size_t i = 1; i < ground.count(); ++i)
        report.opening += (i == 1 ? "" : ". ") + opening(ground, i);
    report.opening += ".";
    report.cautions = {phrase(say::compare_behaviour), phrase(say::compare_reconcile, ground.name(0)),
                       ground.paid.result.empty() ? phrase(say::compare_without_result)
                                                  : phrase(say::compare_result_is, ground.result.name)};
    add(report, costs(ground));
    add(report, rules(ground));
    for (std::size_t i = 1; i < ground.count(); ++i) {
        add_of(report, bands(ground, i), i, ground.count());
        add_of(report, movers(ground, i), i, ground.count());
        add_of(report, roles(ground, i), i, ground.count());
        add_of(report, deciles(ground, i), i, ground.count());
    }
    add(report, by_result(ground));
    add(report, zero_and_caps(ground));
    add(report, more_result(ground));
    add(report, attainment(ground));
    add(report, months(ground));
    add(report, components(ground));
    add(report, sensitivity(ground));
    add(report, spread(ground));
    add(report, performance(ground));
    add(report, timing(ground));
    return report;
}

}  // namespace accrue::compare
