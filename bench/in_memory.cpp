#include "in_memory.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "check/check.hpp"
#include "syntax/parse.hpp"

namespace accrue::bench {

core::Scheme scheme_of_text(const std::string& text) {
    Sources sources;
    const auto source = sources.add("bench.pay", text);
    const auto parsed = syntax::parse(source, sources);
    auto checked = check::check(parsed, sources);
    std::string mistakes;
    const auto add = [&](const Diagnostic& each) {
        if (severity(each) == Severity::error) mistakes += rendered(each, sources, Colour::off);
    };
    for (const auto& each : parsed.diagnostics) add(each);
    for (const auto& each : checked.diagnostics) add(each);
    if (!mistakes.empty()) throw std::runtime_error(mistakes);
    return std::move(checked.scheme);
}

core::Scheme scheme_of_file(const std::string& name) {
    std::ifstream file(ACCRUE_BENCH_SCHEMES "/" + name);
    if (!file) throw std::runtime_error("no scheme " + name);
    return scheme_of_text({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
}

data::History people_by_month(std::size_t people, std::size_t months) {
    data::History made;
    for (std::size_t row = 0; row < people * months; ++row) {
        data::Row place;
        place.key = data::KeyId(row % people);
        place.level = core::LevelId(0);
        place.period = {Month::of(2025, 1).index + static_cast<std::int32_t>(row / people)};
        place.date = Calendar{}.first_day(place.period);
        if (row >= people) place.previous = data::RowId(row - people);
        made.rows.add(place);
    }
    made.frames.add({.rows = static_cast<std::uint32_t>(people * months),
                     .keys = static_cast<std::uint32_t>(people),
                     .by_parent = {},
                     .begins = {},
                     .files = {}});
    made.keys.resize(people);
    return made;
}

data::Column money_column() {
    data::Column column;
    column.kind = core::TypeKind::money;
    column.digits = 2;
    return column;
}

data::History history_of_thirds(std::size_t people, Outliers outliers) {
    auto made = people_by_month(people, months_of_a_person);
    Numbers numbers;
    auto plan = money_column(), collected = plan, by_15 = plan, by_25 = plan;
    for (std::size_t row = 0; row < made.rows.size(); ++row) {
        const bool is_far_out = outliers == Outliers::one_in_10_000 && row % 10'000 == 5'000;
        const auto all = is_far_out ? 4'000'000'000'000'000'000 : numbers.below(9'000'000'000);
        plan.values.push_back(3'000'000'000 + numbers.below(4'000'000'000));
        collected.values.push_back(all);
        by_15.values.push_back(all / 100 * numbers.below(100));
        by_25.values.push_back(all / 100 * numbers.below(100));
    }
    for (auto* const column : {&plan, &collected, &by_15, &by_25}) made.columns.add(std::move(*column));
    return made;
}

std::int64_t hundredths(const Counts& counts, const Exact& unit) {
    std::int64_t scale = 0, sum = 0;
    if (!(unit * Exact(100)).fits_scaled(1, scale)) return -1;
    for (const auto n : counts) sum += n;
    return sum * scale;
}

}  // namespace accrue::bench
