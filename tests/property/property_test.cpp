// 1,500 random schemes: `run` must say what `explain` says, of every definition in every row. ACCRUE_SCHEMES
// sets another count, ACCRUE_SEED another first seed,
// ACCRUE_PRINT prints each trial before it is run.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "agreement.hpp"
#include "core/rings.hpp"
#include "core/well_formed.hpp"
#include "explain/evaluate.hpp"
#include "random_scheme.hpp"

namespace accrue::property {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

// Drawn again: what a record takes of the one before it depends, by way of its group, on itself.
Trial random_trial(std::uint64_t seed, Reach reach = Reach::anywhere) {
    Random random(seed);
    Trial trial;
    do trial.scheme = random_scheme(random, reach);
    while (core::ring_through_records(trial.scheme));
    trial.rows = random_rows(trial.scheme, random);
    trial.references = random_references(trial.scheme, random);
    trial.vector_rows = std::vector<std::size_t>{1, 3, 16, 1024}[random.below(4)];
    trial.also_paid = random.one_in(3);
    trial.threads = random.one_in(3) ? static_cast<std::size_t>(random.between(2, 4)) : 1;
    if (random.one_in(3)) {
        trial.rows_before = random_rows(trial.scheme, random);
        trial.references_before =
            random.one_in(2) ? trial.references : random_references(trial.scheme, random);
    }
    return trial;
}

// What a run of this many schemes must have met, or it proves less than it says.
const std::vector<std::string> expected = {
    "present",
    "missing",
    "failed",
    "ratios stored",
    "large values stored",
    "vectors in int64",
    "vectors in int128",
    "vectors in rationals",
    "run on several threads",
    "run after another history",
    "run after another history of another shape",
    "run key by key",
    "run key by key with records",
    "unread failures",
    "read of input",
    "read of param",
    "read of definition",
    "read of built-in name",
    "arithmetic 0 of money RUB",
    "arithmetic 1 of money RUB",
    "arithmetic 2 of money RUB",
    "arithmetic 3 of money RUB",
    "arithmetic 0 of number",
    "arithmetic 1 of number",
    "arithmetic 2 of number",
    "arithmetic 3 of number",
    "arithmetic 0 of date",
    "arithmetic 1 of date",
    "comparison 0",
    "comparison 1",
    "comparison 2",
    "logic 0",
    "logic 1",
    "logic 2",
    "clamp 0",
    "clamp 1",
    "rounding 0",
    "rounding 1",
    "rounding 2",
    "rounding 3",
    "rounding 4",
    "rounding 5",
    "rounding 6",
    "rounding 7",
    "share",
    "share: nobody below 0",
    "share: below 0 is an error",
    "share: remainder to one",
    "share: largest fractions",
    "share: rest",
    "share: no rest",
    "pools divided",
    "unknown",
    "lots 0",
    "lots 1",
    "lots 2",
    "months between",
    "outer input",
    "outer definition",
    "previous record",
    "previous of some periods back",
};
const std::vector<std::string> of_every_type = {"constant",        "previous", "choice",
                                                "choice or error", "default",  "lookup"};
constexpr int windows = static_cast<int>(core::Window::earlier_of_year) + 1;
constexpr int failure_kinds = static_cast<int>(explain::FailureKind::lots_below_0) + 1;
const std::vector<std::string> types = {"money RUB", "number", "date", "month", "text", "yes/no"};

std::vector<std::string> never_seen(const Seen& seen) {
    std::vector<std::string> wanted = expected;
    for (const auto& kind : of_every_type) {
        for (const auto& type : types) wanted.push_back(kind + " of " + type);
    }
    const auto numbers = [&](const std::string& name, int count) {
        for (int i = 0; i < count; ++i) wanted.push_back(name + " " + std::to_string(i));
    };
    for (int window = 0; window < windows; ++window) numbers("window " + std::to_string(window), 5);
    numbers("aggregate where", 5);
    for (const std::string rows : {"own", "inside", "beside", "elsewhere", "everybody", "so far"}) {
        const bool of_own_level = rows != "inside" && rows != "elsewhere";
        numbers(rows + " aggregate", of_own_level ? 5 : 4);
        numbers(rows + " window", rows == "so far" ? windows - 3 : windows);  // which hold this period
        wanted.insert(wanted.end(), {rows + " where", rows + " paired"});
    }
    numbers("built-in name", static_cast<int>(core::Builtin::row_key) + 1);
    for (int kind = 0; kind < failure_kinds; ++kind) {
        if (kind != static_cast<int>(explain::FailureKind::no_outer_row))
            wanted.push_back("failure " + std::to_string(kind));
    }
    std::erase_if(wanted, [&](const std::string& each) { return seen.contains(each); });
    return wanted;
}

void check_all(std::uint64_t schemes, Reach reach, Seen& seen) {
    const auto first = setting("ACCRUE_SEED", 1);
    for (auto seed = first; seed < first + schemes; ++seed) {
        auto trial = random_trial(seed, reach);
        INFO("seed " << seed);
        if (std::getenv("ACCRUE_PRINT") != nullptr)
            std::cout << printed(trial);  // NOLINT(concurrency-mt-unsafe)
        if (!disagreement(trial, seen)) continue;
        const auto smallest = shrunk(std::move(trial));
        Seen unused;
        FAIL("seed " << seed << ": " << *disagreement(smallest, unused) << "\n" << printed(smallest));
    }
    std::cout << "property: " << schemes << " schemes, " << seen["values"]
              << " values agree; vectors in int64 " << seen["vectors in int64"] << ", in int128 "
              << seen["vectors in int128"] << ", in rationals " << seen["vectors in rationals"]
              << "; of several periods " << seen["vectors of several periods"] << "\n";
}

}  // namespace

TEST_CASE("random schemes are well formed") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const auto broken = core::broken_promise(random_trial(seed).scheme);
        INFO("seed " << seed << ": " << broken.value_or(""));
        REQUIRE_FALSE(broken.has_value());
    }
}

TEST_CASE("columns agree with the reference on random schemes") {
    const auto schemes = setting("ACCRUE_SCHEMES", 1500);
    Seen seen;
    check_all(schemes, Reach::anywhere, seen);
    if (std::getenv("ACCRUE_SHOW_SEEN") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
        for (const auto& [what, count] : seen) std::cout << count << "\t" << what << "\n";
    }
    if (schemes >= 1500) CHECK(never_seen(seen) == std::vector<std::string>());
}

TEST_CASE("columns agree with the reference on random schemes whose rows stand for themselves") {
    const auto schemes = setting("ACCRUE_SCHEMES", 1500) / 4;
    Seen seen;
    check_all(schemes, Reach::own_row, seen);
    if (schemes >= 300) CHECK(seen["vectors of several periods"] >= schemes);
}

}  // namespace accrue::property
