// compare/receipts.hpp — By which day of its period how much of the result had come: every day where it
// stands in dated records, else the days that the data have columns for.
#pragma once

#include <optional>
#include <vector>

#include "compare/finding.hpp"

namespace accrue::compare {

// All that came from the period's first day to the end of that day, of everybody.
struct Until {
    int day;
    Exact amount;
};
struct PeriodReceipts {
    Period period;
    int days;                  // of the period
    std::vector<Until> known;  // by rising day; the last one is the period's last day
    const Exact& all() const { return known.back().amount; }
};
struct Receipts {
    bool is_of_every_day = false;
    std::vector<PeriodReceipts> periods;  // rising; those of people who are paid
};
// Nothing when the data do not say when the result came.
std::optional<Receipts> receipts(const Ground& ground);

// ---- what they say

Finding timing(const std::optional<Receipts>& known);
Finding rush_by_period(const Ground& ground, const std::optional<Receipts>& known);
// Nothing without obligations; with them and without receipts one sentence.
Finding cash_gap(const Ground& ground, const std::optional<Receipts>& known);

}  // namespace accrue::compare
