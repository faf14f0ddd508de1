#include "report/writer.hpp"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "base/messages/computing.hpp"
#include "paid_runs.hpp"
#include "report/amount_column.hpp"
#include "report/escapes.hpp"
#include "report/hundredths.hpp"
#include "report/totals.hpp"
#include "report/write_results.hpp"

using namespace accrue;
using namespace accrue::testing;

namespace {

class Text : public report::Sink {
  public:
    void write(std::string_view bytes) override { text += bytes; }
    std::string text;
};

using Make = std::unique_ptr<report::Writer> (*)(const report::Outline&, report::Preset, report::Sink&);

template <class AnyRun>
std::string written(Make make, const AnyRun& run, const report::Selection& selection = {},
                    report::Preset preset = report::Preset::machine) {
    Text sink;
    const auto outline = run.outline(selection);
    const auto writer = make(outline, preset, sink);
    writer->take(writer->formed(run.results(selection)));
    writer->finish();
    return sink.text;
}

std::string put(std::int64_t count, int digits) {
    char room[report::digits_room];
    return {room, report::put_decimal(room, count, digits, '.')};
}

std::string text_of(const report::Piece& piece) {
    std::array<char, 3 * report::Piece::short_size> room{};
    return {room.data(), piece.put(room.data())};
}

// Some people by name, each with two years of amounts, in counts of a unit.
class AmountsOfPeople {
  public:
    static constexpr std::size_t months = 24;

    AmountsOfPeople(const std::vector<std::int64_t>& counts, const Exact& unit) {
        scheme_.currency = "RUB";
        scheme_.rounding_step = Exact::ratio(1, 100);
        const auto person = scheme_.levels.add({.name = "person", .span = {}});
        core::Definition bonus;
        bonus.name = "bonus";
        bonus.type = {core::TypeKind::money, "RUB"};
        bonus.level = person;
        const auto amount = scheme_.definitions.add(bonus);
        scheme_.pays.push_back({amount, "bonus", "", {}});
        scheme_.levels[person].pay_total = amount;
        people_ = counts.size() / months;
        data::Frame frame;
        frame.rows = static_cast<std::uint32_t>(counts.size());
        frame.keys = static_cast<std::uint32_t>(people_);
        history_.frames.add(frame);
        for (std::size_t i = 0; i < people_; ++i)
            history_.keys.push_back(std::string(1, static_cast<char>('a' + i)) + std::string(i * 13, 'x'));
        auto& values = run_.definitions.emplace_back();
        values.kind = core::TypeKind::money;
        values.unit = unit;
        for (std::size_t row = 0; row < counts.size(); ++row) {
            data::Row place;
            place.key = data::KeyId(row % people_);
            place.level = person;
            place.period = {Month::of(2024, 1).index + static_cast<std::int32_t>(row / people_)};
            history_.rows.add(place);
            values.values.push_back(counts[row % people_ * months + row / people_]);
        }
    }
    report::Outline outline() const { return report::outline(scheme_, {}, "person"); }
    report::Results results() const { return report::select(scheme_, history_, run_, {}, "person"); }
    // Of the count with that number: `a,2024-01`.
    std::string place(std::size_t count) const {
        const auto month = static_cast<int>(count % months);
        return history_.keys[count / months] + "," +
               (month < 12 ? fmt::format("2024-{:02}", month + 1) : fmt::format("2025-{:02}", month - 11));
    }

  private:
    core::Scheme scheme_;
    data::History history_;
    run::Result run_;
    std::size_t people_ = 0;
};

const report::Selection of_april{.key = std::nullopt, .period = april, .level = std::nullopt};

}  // namespace

TEST_CASE("digits are those of the exact number, at every length and sign") {
    CHECK(put(0, 2) == "0.00");
    CHECK(put(-5, 2) == "-0.05");
    CHECK(put(7, 0) == "7");
    CHECK(put(INT64_MIN, 2) == "-92233720368547758.08");
    CHECK(put(INT64_MAX, 18) == "9.223372036854775807");
    std::mt19937_64 random(1);
    for (int i = 0; i < 200'000; ++i) {
        const auto count = static_cast<std::int64_t>(random()) >> (i % 64);
        const int digits = i % 19;
        const auto wanted = report::machine_amount(Exact::scaled(count, digits), digits);
        if (put(count, digits) != wanted) FAIL(put(count, digits) << " is not " << wanted);
    }
}

TEST_CASE("amounts below a million that are written together are those written one by one") {
    std::mt19937_64 random(2);
    for (const auto* const behind : {"", "\n", ";", ",RUB\r\n"}) {
        const report::HundredthsForm form(',', behind);
        for (int round = 0; round < 5'000; ++round) {
            std::array<std::uint64_t, 2 * report::numbers_at_once> numbers{};
            for (auto& number : numbers)
                number = random() % (random() % 3 == 0 ? 200 : report::HundredthsForm::limit);
            if (round == 0) numbers = {0, 9, 10, 99, 100, 101, 99'999, report::HundredthsForm::limit - 1};
            for (const auto put_all : report::usable_put_hundredths()) {
                std::array<report::Piece, numbers.size()> pieces;
                put_all(form, numbers.data(), numbers.size(), pieces.data());
                for (std::size_t i = 0; i < numbers.size(); ++i) {
                    char room[report::digits_room];
                    const std::string wanted(room, report::put_hundredths(room, numbers[i], ','));
                    CHECK(text_of(pieces[i]) == wanted + behind);
                }
            }
        }
    }
}

TEST_CASE("amounts of every size, sign and unit stand in lines as their exact numbers") {
    std::mt19937_64 random(3);
    for (const std::int64_t unit : {1, 100, 300, 10'000}) {
        std::vector<std::int64_t> counts;
        for (int i = 0; i < 3 * 24; ++i) {
            const auto count = static_cast<std::int64_t>(random()) >> (10 + random() % 54);
            counts.push_back(count / 300 * 300);
        }
        const AmountsOfPeople run(counts, Exact::ratio(1, unit));
        const auto outline = run.outline();
        Text sink;
        const auto writer = report::csv_writer(outline, report::Preset::machine, sink);
        writer->take(writer->formed(run.results()));
        std::string expected = "person,month,bonus\n";
        for (std::size_t i = 0; i < counts.size(); ++i) {
            expected += run.place(i) + "," + report::machine_amount(Exact::ratio(counts[i], unit), 2) + "\n";
        }
        writer->finish();
        CHECK(sink.text == expected);
    }
}

TEST_CASE("amounts that no int64 holds, and units that are no decimals, are written exactly") {
    run::Values values{.kind = core::TypeKind::money,
                       .unit = Exact::ratio(1, 300),
                       .values = {300, 100, 0},
                       .denominators = {},
                       .states = {},
                       .large = {{data::RowId(2), Exact::scaled(1, -20)}}};
    const report::AmountColumn amounts(values, 2);
    char room[report::digits_room];
    CHECK(amounts.put(room, data::RowId(0)) == nullptr);
    CHECK(amounts.text(data::RowId(0)) == "1.00");
    CHECK(amounts.text(data::RowId(1)) == "1/3");
    CHECK(amounts.text(data::RowId(2)) == "100000000000000000000.00");
}

TEST_CASE("a column of a finer unit shows more digits only where an amount has them") {
    run::Values values{.kind = core::TypeKind::money,
                       .unit = Exact::ratio(1, 10'000),
                       .values = {12'345'678, 12'340'000, 12'345'000, INT64_MAX},
                       .denominators = {},
                       .states = {},
                       .large = {}};
    const report::AmountColumn amounts(values, 2);
    const auto quick = [&](std::size_t row) {
        char room[report::digits_room];
        return std::string(room, amounts.put(room, data::RowId(row)));
    };
    CHECK(quick(0) == "1234.5678");
    CHECK(quick(1) == "1234.00");
    CHECK(quick(2) == "1234.50");
    CHECK(quick(3) == "922337203685477.5807");
}

TEST_CASE("csv has a row a key and month, a column a pay line, and their total") {
    CHECK(written(report::csv_writer, Run(two_people)) ==
          "person,month,salary,\"bonus, \"\"extra\"\"\",pay\n"
          "Вася,2026-03,10000.00,-0.05,9999.95\n"
          "Маша,2026-03,20000.00,0.00,20000.00\n"
          "Маша,2026-04,20000.00,0.50,20000.50\n");
}

TEST_CASE("long has a line an amount") {
    CHECK(written(report::long_writer, Run(two_people), of_april) ==
          "person,month,component,amount,currency\n"
          "Маша,2026-04,salary,20000.00,RUB\n"
          "Маша,2026-04,\"bonus, \"\"extra\"\"\",0.50,RUB\n");
}

TEST_CASE("the lines of parts are those of the whole") {
    const Run run(two_people);
    const auto outline = run.outline();
    Text sink;
    const auto writer = report::csv_writer(outline, report::Preset::machine, sink);
    for (const auto* key : {"Вася", "Маша"}) {
        const report::Selection part{.key = key, .period = std::nullopt, .level = std::nullopt};
        writer->take(writer->formed(run.results(part)));
    }
    writer->finish();
    CHECK(sink.text == written(report::csv_writer, run));
}

TEST_CASE("results without rows have their header") {
    CHECK(written(report::csv_writer, Run({})) == "person,month,salary,\"bonus, \"\"extra\"\"\",pay\n");
}

TEST_CASE("keys of any length, more periods than are remembered, and long blocks come out whole") {
    std::vector<Paid> rows;
    std::string expected = "person,month,salary,\"bonus, \"\"extra\"\"\",pay\n";
    for (int person = 0; person < 300; ++person) {
        const auto key = std::string(1, static_cast<char>('a' + person / 26)) +
                         std::string(1, static_cast<char>('a' + person % 26)) +
                         std::string(static_cast<std::size_t>(person), 'x');
        for (int month = 0; month < 70; ++month) {
            const Period period{march.index + month};
            rows.push_back({key, period, person * 100, month});
            const auto cents = std::string(month < 10 ? "0" : "") + std::to_string(month);
            const auto name = Calendar().to_text(period);
            expected += key + "," + name + "," + std::to_string(person) + ".00,0." + cents + "," +
                        std::to_string(person) + "." + cents + "\n";
        }
    }
    CHECK((written(report::csv_writer, Run(rows)) == expected));
}

TEST_CASE("jsonl has the rows of the JSON form, an object a line") {
    const auto same = [](const auto& run) {
        std::ostringstream out;
        report::write_json(out, run.results(), {}, {});
        const auto whole = nlohmann::ordered_json::parse(out.str());
        const auto make = [](const report::Outline& outline, report::Preset, report::Sink& sink) {
            return report::jsonl_writer(outline, sink);
        };
        std::istringstream lines(written(make, run));
        std::string line;
        for (const auto& row : whole["rows"]) {
            REQUIRE(std::getline(lines, line));
            CHECK(line == row.dump());
        }
        CHECK(!std::getline(lines, line));
    };
    same(Run(two_people));
    same(TeamRun());
}

TEST_CASE("long of several levels has a column for the level and one for each key") {
    CHECK(written(report::long_writer, TeamRun()) ==
          "level,person,team,month,component,amount,currency\n"
          "team,,Б,2026-04,prize,2.00,RUB\n"
          "team,,КО,2026-03,prize,1.00,RUB\n"
          "person,Маша,КО,2026-03,salary,1.00,RUB\n"
          "person,Маша,Б,2026-04,salary,2.00,RUB\n");
}

TEST_CASE("csv of several levels is refused, of one that is chosen it has the keys above") {
    Text sink;
    const TeamRun run;
    try {
        report::csv_writer(run.outline(), report::Preset::machine, sink);
        FAIL("written");
    } catch (const report::Refused& why) {
        CHECK(why.diagnostic.kind == kind::several_paid_levels);
    }
    const report::Selection people{.key = "КО", .period = std::nullopt, .level = run.level(1)};
    CHECK(written(report::csv_writer, run, people) == "person,team,month,salary\nМаша,КО,2026-03,1.00\n");
}

TEST_CASE("for Russian spreadsheets: a mark of UTF-8, semicolons, a decimal comma, days, no formulas") {
    const Run run({{"=1+1", march, 1'234'567, -5}, {"a;b", march, 0, 0}});
    CHECK(written(report::csv_writer, run, {}, report::Preset::excel_ru) ==
          "\xEF\xBB\xBFperson;month;salary;\"bonus, \"\"extra\"\"\";pay\r\n"
          "'=1+1;01.03.2026;12345,67;-0,05;12345,62\r\n"
          "\"a;b\";01.03.2026;0,00;0,00;0,00\r\n");
    CHECK(written(report::long_writer, run, {.key = "a;b", .period = std::nullopt, .level = std::nullopt},
                  report::Preset::excel) ==
          "\xEF\xBB\xBFperson,month,component,amount,currency\r\n"
          "a;b,2026-03,salary,0.00,RUB\r\n"
          "a;b,2026-03,\"bonus, \"\"extra\"\"\",0.00,RUB\r\n");
}

TEST_CASE("for 1C: windows-1251, and nothing at all where it lacks a letter") {
    CHECK(written(report::csv_writer, Run({{"Маша", march, 100, 0}}), {}, report::Preset::one_c) ==
          "person;month;salary;\"bonus, \"\"extra\"\"\";pay\r\n"
          "\xCC\xE0\xF8\xE0;01.03.2026;1,00;0,00;1,00\r\n");
    try {
        written(report::csv_writer, Run({{"Ольга Әлиева", march, 100, 0}}), {}, report::Preset::one_c);
        FAIL("written");
    } catch (const report::Refused& why) {
        CHECK(why.diagnostic.kind == kind::character_not_in_1251);
        CHECK(why.diagnostic.arguments == std::vector<Argument>{"Ә", "U+04D8", "Ольга Әлиева"});
    }
}

TEST_CASE("texts that a spreadsheet would reckon with are defused, others stay") {
    for (const auto* text : {"=A1", "+7", "-1", "@x", "\tx", "\rx"})
        CHECK(report::defused(text) == "'" + std::string(text));
    for (const auto* text : {"", "a=b", "Маша", "1-2"}) CHECK(report::defused(text) == text);
}

TEST_CASE("a field of COPY text comes back as it was") {
    const std::string text = "a\tb\nc\rd\\e\\t";
    const auto field = report::copy_field(text);
    CHECK(field.find_first_of("\t\n\r") == std::string::npos);
    CHECK(report::from_copy_field(field) == text);
}

TEST_CASE("totals of parts add up to those of the whole") {
    const Run run(two_people);
    const auto outline = run.outline();
    report::Totals whole(outline), parts(outline);
    whole.add(run.results());
    for (const auto* key : {"Маша", "Вася"}) {
        report::Totals part(outline);
        part.add(run.results({.key = key, .period = std::nullopt, .level = std::nullopt}));
        parts.add(part);
    }
    REQUIRE(whole.components().size() == 3);
    CHECK(whole.components()[2].component == "pay");
    CHECK(whole.components()[2].amount == Exact::scaled(5'000'045, 2));
    for (std::size_t i = 0; i < 3; ++i) CHECK(whole.components()[i].amount == parts.components()[i].amount);
    CHECK(parts.rows() == 3);
}
