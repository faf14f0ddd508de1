// Teams, their people and the people's payments in memory: payments summed by person and by team, 5 % of what
// the team collected shared by what each collected, and a commission by slices along each person's payments.
//
//     bench_levels [THOUSANDS OF PERSON-MONTHS]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "run/run.hpp"
#include "support/scheme_builder.hpp"

namespace accrue {
namespace {

using namespace testing;

constexpr std::uint32_t months = 12, people_of_a_team = 20, payments_of_a_person = 10;

enum class Parts : std::uint8_t { sums, share, so_far };

core::Scheme scheme(Parts parts) {
    SchemeBuilder make({"team", "person"});
    const core::LevelId team(0), person(1);
    const auto payment = make.records("payment", person);
    make.at(payment);
    const auto input = make.input("amount");
    const auto amount = make.define("paid", make.read(input));
    if (parts == Parts::so_far) {
        auto so_far = SchemeBuilder::of_rows(core::AggregateOp::sum, amount, person);
        so_far.so_far = true;
        const auto total = make.define("total", make.aggregate(so_far));
        const auto above = make.clamp(ClampOp::larger, make.minus(make.read(total), make.constant(100'000)),
                                      make.constant(0));
        const auto slice = make.clamp(ClampOp::smaller, above, make.read(amount));
        make.define("commission", make.times(make.constant(Exact::ratio(3, 100), number), slice));
    }
    make.at(person);
    const auto collected = make.define(
        "collected", make.aggregate(SchemeBuilder::of_rows(core::AggregateOp::sum, amount, person)));
    make.at(team);
    const auto all =
        make.define("all", make.aggregate(SchemeBuilder::of_rows(core::AggregateOp::sum, collected, team)));
    if (parts == Parts::share) {
        const auto part = make.times(make.constant(Exact::ratio(5, 100), number), make.read(all));
        const auto pool = make.define(
            "pool",
            make.add(core::Round{part, Rounding::half_up, make.constant(Exact::ratio(1, 100))}, money));
        make.at(person);
        core::Share share;
        share.name = "share";
        share.of = team;
        share.pool = pool;
        share.weight = make.define("weight", make.over(make.read(collected), make.constant(1)));
        share.result = core::DefinitionId(make.scheme.definitions.size());
        make.scheme.shares.add(share);
        const auto result =
            make.of_group("pool share", core::Shared{core::ShareId(0)}, core::DefinitionKind::share);
        make.pay("pool share", make.read(result));
    } else {
        make.at(person);
        make.pay("collected", make.read(collected));
    }
    return make.finish();
}

data::History history(std::uint32_t people) {
    data::History history;
    std::uint64_t state = 1;
    const auto teams = people / people_of_a_team, payments = people * payments_of_a_person;
    const std::uint32_t sizes[] = {teams, people, payments};
    std::uint32_t first = 0, first_key = 0;
    for (std::uint32_t level = 0; level < 3; ++level) {
        const auto size = sizes[level], inside = level == 1 ? people_of_a_team : payments_of_a_person;
        data::Frame frame{.first = data::RowId(first),
                          .rows = size * months,
                          .first_key = data::KeyId(first_key),
                          .keys = size,
                          .by_parent = {},
                          .begins = {},
                          .files = {}};
        for (std::uint32_t row = 0; row < size * months; ++row) {
            const auto in_month = row % size;
            data::Row place;
            place.level = core::LevelId(level);
            place.key = data::KeyId(first_key + in_month);
            place.period = {Month::of(2025, 1).index + static_cast<std::int32_t>(row / size)};
            place.date = Calendar{}.first_day(place.period);
            if (level > 0) {
                const auto& above = history.frames[core::LevelId(level - 1)];
                place.parent = data::RowId(above.first.value + row / inside);
                frame.by_parent.push_back(data::RowId(first + row));
                if (row % inside == 0) frame.begins.push_back(row);
            }
            if (level < 2 && row >= size) place.previous = data::RowId(first + row - size);
            if (level == 2) {
                place.key = history.rows[place.parent].key;
                if (in_month % inside != 0) place.previous = data::RowId(first + row - 1);
            }
            history.rows.add(place);
        }
        if (level > 0) frame.begins.push_back(size * months);
        history.frames.add(std::move(frame));
        first += size * months;
        if (level < 2) first_key += size;
    }
    history.keys.resize(first_key);
    data::Column amounts;
    amounts.kind = core::TypeKind::money;
    amounts.digits = 2;
    amounts.first = history.frames[core::LevelId(2)].first;
    for (std::uint32_t i = 0; i < payments * months; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        amounts.values.push_back(static_cast<std::int64_t>((state >> 24U) % 10'000'000));
    }
    history.columns.add(std::move(amounts));
    return history;
}

double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

int bench(std::uint32_t thousands) {
    const auto made = history(thousands * 1000 / months);
    const auto payments = static_cast<double>(made.frames[core::LevelId(2)].rows);
    const auto people = static_cast<double>(made.frames[core::LevelId(1)].rows);
    fmt::print("{} payments of {} person-months, ns of processor time a payment (best of three)\n", payments,
               people);
    const std::pair<Parts, const char*> all[] = {{Parts::sums, "summed by person and team"},
                                                 {Parts::share, "and a share by weight    "},
                                                 {Parts::so_far, "and slices along payments"}};
    for (const auto& [parts, name] : all) {
        const auto of = scheme(parts);
        double best = 1e18;
        for (int round = 0; round < 3; ++round) {
            const double begin = now();
            const auto result = run::run(of, made);
            best = std::min(best, now() - begin);
            if (!result.failed_rows.empty()) return 1;
        }
        fmt::print("  {} {:7.2f}   ({:.0f} a person-month)\n", name, best / payments, best / people);
    }
    return 0;
}

}  // namespace
}  // namespace accrue

int main(int argc, char** argv) {
    return accrue::bench(argc > 1 ? static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10)) : 100);
}
