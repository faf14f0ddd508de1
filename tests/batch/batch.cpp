#include "batch/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "check/check.hpp"
#include "report/results.hpp"
#include "run/run.hpp"
#include "syntax/parse.hpp"

using namespace accrue;

namespace {

struct Scheme {
    Sources sources;
    check::Checked checked;

    explicit Scheme(const std::string& text) {
        const auto file = sources.add("test.pay", text);
        checked = check::check(syntax::parse(file, sources), sources);
        for (const auto& each : checked.diagnostics) {
            if (severity(each) == Severity::error) FAIL(rendered(each, sources, Colour::off));
        }
        REQUIRE_FALSE(checked.scheme.pays.empty());
    }
};

constexpr auto thirds = R"(scheme thirds
currency RUB
rounding half even to 0.01
input collected : money by day
input plan : money
bonus = 0.5% of collected above 40M
split bonus into third1, third2, third3
third1 if collected@15 >= 50% plan
third2 if collected@25 >= 90% plan
pay bonus after gates
)";

constexpr auto year_to_date = R"(scheme tiers
currency RUB
input sales : money in 0 ..
this_year = sum of sales over year
due = marginal this_year { up to 1M : 1%; otherwise : 2% }
last = previous sales default 0
pay commission = increase of due over year
pay loyalty = 100 if last > 0
)";

constexpr auto ledger = R"(scheme ledger
currency RUB
level person
person {
  input plan : money
  collected = sum of payment.amount
  early = sum of payment.amount where payment.large
  pay bonus = 1% of collected if collected >= 50% plan
  pay large = 0.1% of early
}
records payment for person {
  amount : money
  large = amount > 900
}
)";

// A file of each name.
using Files = std::vector<std::pair<std::string, std::string>>;

struct Outcome {
    std::string text;
    std::vector<std::string> understood;
    std::vector<std::string> said;
};

struct Text : report::Sink {
    std::string all;
    void write(std::string_view bytes) override { all += bytes; }
};

std::vector<std::string> words_of(const std::vector<data::Understood>& files) {
    std::vector<std::string> all;
    for (const auto& file : files) {
        all.push_back(fmt::format("{} {} {} {} {}-{}", file.of, file.rows, file.keys, file.key_column,
                                  file.first_period.value_or(Period{}).index,
                                  file.last_period.value_or(Period{}).index));
        for (const auto& [column, format] : file.numbers)
            all.push_back(fmt::format("{} {}{}", column, format.group, format.point));
    }
    return all;
}

std::vector<std::string> words_of(const Diagnostics& diagnostics, const Sources& sources) {
    std::vector<std::string> all;
    for (const auto& each : diagnostics) all.push_back(rendered(each, sources, Colour::off));
    return all;
}

std::vector<data::DataFile> opened(Scheme& scheme, const Files& files) {
    std::vector<data::DataFile> all;
    for (const auto& [name, text] : files) all.push_back({scheme.sources.add(name + ".csv", text), name});
    return all;
}

Outcome whole(const std::string& text, const Files& files) {
    Scheme made(text);
    const auto& scheme = made.checked.scheme;
    const auto read = data::read_history(scheme, opened(made, files), made.sources);
    INFO((read.diagnostics.empty() ? "" : words_of(read.diagnostics, made.sources).front()));
    REQUIRE_FALSE(has_errors(read.diagnostics));
    const auto result = run::run(scheme, read.history, run::Keep::gated);
    REQUIRE(result.failed_rows.empty());
    Text sink;
    const auto writer =
        report::long_writer(report::outline(scheme, {}, "person"), report::Preset::machine, sink);
    writer->take(writer->formed(report::select(scheme, read.history, result, {}, "person")));
    writer->finish();
    report::Findings findings(scheme);
    findings.add(read.history, result);
    auto said = read.diagnostics;
    const auto found = findings.diagnostics();
    said.insert(said.end(), found.begin(), found.end());
    return {sink.all, words_of(read.understood), words_of(said, made.sources)};
}

enum class Standing { by_key, anyhow };

std::optional<Outcome> in_parts(const std::string& text, const Files& files, std::size_t threads,
                                std::uint64_t part_bytes, Standing standing = Standing::by_key) {
    Scheme made(text);
    const auto& scheme = made.checked.scheme;
    const data::Wishes wishes;
    auto parts = data::Parts::of(scheme, opened(made, files), made.sources, wishes, 0);
    if (!parts) return std::nullopt;
    Text sink;
    const auto outline = report::outline(scheme, {}, "person");
    const auto writer = report::long_writer(outline, report::Preset::machine, sink);
    Workers workers(threads);
    Progress progress;
    if (standing == Standing::anyhow && !parts->bring_together(part_bytes, workers)) return std::nullopt;
    auto done = batch::run(scheme, *parts, outline, *writer, workers, progress, part_bytes);
    if (!done) return std::nullopt;
    CHECK(progress.done == progress.all);
    writer->finish();
    auto said = done->read.diagnostics;
    if (has_errors(said)) return Outcome{"", {}, words_of(said, made.sources)};
    const auto found = done->findings.diagnostics();
    said.insert(said.end(), found.begin(), found.end());
    return Outcome{sink.all, words_of(done->read.understood), words_of(said, made.sources)};
}

// ---------------------------------------------------------------- files that stand by key

class Making {
  public:
    explicit Making(unsigned seed) : random_(seed) {}

    int upto(int most) { return std::uniform_int_distribution(0, most)(random_); }
    std::string amount(int most) { return fmt::format("{}.{:02}", upto(most), upto(99)); }

    std::string thirds_file(int people) {
        std::string text = "person,month,collected,collected@15,collected@25,plan,unused\n";
        for (int i = 0; i < people; ++i) {
            for (int m = upto(3); m < 14; m += 1 + (upto(9) == 0 ? 1 : 0))
                text += fmt::format("p{:03},{},{},{},{},{},x\n", i, period(m), amount(90'000'000),
                                    amount(40'000'000), amount(60'000'000), amount(60'000'000));
        }
        return text;
    }
    std::string sales_file(int people) {
        std::string text = "\xEF\xBB\xBFperson;month;sales\r\n";
        for (int i = 0; i < people; ++i) {
            for (int m = 0; m < 14; m += 1 + (upto(9) == 0 ? 1 : 0))
                text += fmt::format("Иван{:03};{};{},5\r\n", i, period(m), upto(400'000));
        }
        return text;
    }
    Files ledger_files(int people) {
        std::string rows = "person,month,plan\n", records = "amount,person,date\n";
        for (int i = 0; i < people; ++i) {
            for (int m = 0; m < 4; ++m) {
                rows += fmt::format("p{:03},{},{}\n", i, period(m), amount(5'000));
                for (int n = upto(5); n < 5; ++n)
                    records +=
                        fmt::format("{},p{:03},{}-{:02}\n", amount(1'000), i, period(m), 5 * n + 1 + upto(4));
            }
        }
        return {{"person", rows}, {"payment", records}};
    }

    // All lines but the first in any order; the last may lack its line break.
    std::string shuffled(const std::string& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
            lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
        std::shuffle(lines.begin() + 1, lines.end(), random_);
        std::string all;
        for (const auto& line : lines) all += line;
        if (lines.size() > 1 && upto(1) == 0) all.resize(all.find_last_not_of("\r\n") + 1);
        return all;
    }
    Files shuffled(Files files) {
        for (auto& [name, text] : files) text = shuffled(text);
        return files;
    }

  private:
    static std::string period(int index) {
        return fmt::format("{}-{:02}", 2025 + index / 12, index % 12 + 1);
    }
    std::mt19937 random_;
};

void agree(const std::string& scheme, const Files& files, Standing standing = Standing::by_key) {
    const auto expected = whole(scheme, files);
    for (const std::size_t threads : {1U, 3U}) {
        for (const std::uint64_t bytes : {1U, 300U, 5'000U, 10'000'000U}) {
            INFO(threads << " threads, " << bytes << " bytes");
            const auto found = in_parts(scheme, files, threads, bytes, standing);
            REQUIRE(found);
            CHECK(found->text == expected.text);
            CHECK(found->understood == expected.understood);
            CHECK(found->said == expected.said);
        }
    }
}

}  // namespace

TEST_CASE("parts are a megabyte, less where cores would have too little to do") {
    constexpr std::uint64_t megabyte = 1 << 20;
    CHECK(batch::bytes_of_a_part(100 * megabyte, 2) == megabyte);
    CHECK(batch::bytes_of_a_part(8 * megabyte, 2) == megabyte / 2);
    CHECK(batch::bytes_of_a_part(megabyte, 4) == megabyte / 4);
}

TEST_CASE("a history run part by part gives what the whole gives") {
    for (unsigned seed = 0; seed < 8; ++seed) {
        Making making(seed);
        agree(thirds, {{"person", making.thirds_file(1 + making.upto(40))}});
        agree(year_to_date, {{"person", making.sales_file(1 + making.upto(40))}});
        agree(ledger, making.ledger_files(1 + making.upto(40)));
    }
}

TEST_CASE("rows in any order are brought together and give what the whole gives") {
    for (unsigned seed = 0; seed < 8; ++seed) {
        Making making(seed);
        const auto rows = [&](const std::string& text) { return Files{{"person", making.shuffled(text)}}; };
        agree(thirds, rows(making.thirds_file(1 + making.upto(40))), Standing::anyhow);
        agree(year_to_date, rows(making.sales_file(1 + making.upto(40))), Standing::anyhow);
        agree(ledger, making.shuffled(making.ledger_files(1 + making.upto(40))), Standing::anyhow);
    }
}

TEST_CASE("keys that hardly differ, or that blanks surround, come together with their like") {
    const std::string head = "person,month,sales\n";
    const auto is_brought_together = [&](const std::string& rows) {
        agree(year_to_date, {{"person", head + rows}}, Standing::anyhow);
    };
    is_brought_together(
        "abcdefgh,2025-01,1\nabcdefghijklmnop2,2025-01,2\nabcdefghijklmnop1,2025-01,3\n"
        "abcdefghijklmnop2,2025-02,2\nabcdefgh,2025-02,1\n");
    is_brought_together("b,2025-01,1\n a ,2025-01,2\nb ,2025-02,3\na,2025-02,4\n");
    agree(year_to_date,
          {{"person", "sales,month,person\n2,2025-02,b\n1,2025-01,b\n3,2025-02,a\r\n1,2025-01,a"}},
          Standing::anyhow);
    // `й` as one letter and as two
    is_brought_together("\u0439,2025-02,1\n\u0438\u0306,2025-01,2\n\u0438,2025-01,3\n\u044f,2025-01,3\n");
}

TEST_CASE("the order of rows is known once a part was read") {
    Scheme made(year_to_date);
    const auto is_out_of_order = [&](const std::string& rows) {
        const data::Wishes wishes;
        const auto files = opened(made, {{"person", "person,month,sales\n" + rows}});
        auto parts = data::Parts::of(made.checked.scheme, files, made.sources, wishes, 0);
        REQUIRE(parts);
        while (const auto cut = parts->next(100)) parts->read(*cut);
        return parts->is_out_of_order();
    };
    CHECK_FALSE(is_out_of_order("a,2025-01,1\na,2025-02,1\nb,2025-01,1\n"));
    CHECK_FALSE(is_out_of_order("a,2025-01,1\na,2025-02,x\nb,2025-01,1\n"));
    CHECK(is_out_of_order("b,2025-01,1\na,2025-02,1\n"));
    CHECK(is_out_of_order("a,2025-02,1\na,2025-01,1\n"));
}

TEST_CASE("the first rows of a file decide for all parts how numbers are written") {
    agree(year_to_date,
          {{"person", "person;month;sales\na;2025-01;1.234,5\nb;2025-01;1,5\nc;2025-01;2.000\n"}});
}

TEST_CASE("what cannot be told part by part is left to a run of the whole") {
    const std::string head = "person,month,sales\n";
    const auto is_refused = [](const std::string& text) {
        for (const std::uint64_t bytes : {1U, 20U, 10'000'000U}) {
            // One part holds everything there is to be told.
            const auto found = in_parts(year_to_date, {{"person", text}}, 2, bytes);
            if (bytes < 1'000 && found) return false;
        }
        return true;
    };
    CHECK_FALSE(is_refused(head + "a,2025-01,1\na,2025-02,2\nb,2025-01,3\n"));
    SECTION("keys that do not stand together") {
        CHECK(is_refused(head + "a,2025-01,1\nb,2025-01,3\na,2025-02,2\n"));
    }
    SECTION("keys that fall") {
        CHECK(is_refused(head + "b,2025-01,1\na,2025-01,3\n"));
    }
    SECTION("a row twice") {
        CHECK(is_refused(head + "a,2025-01,1\na,2025-01,1\nb,2025-01,3\n"));
    }
    SECTION("a row twice beside a cell that is no number") {
        CHECK(is_refused(head + "a,2025-01,x\nb,2025-01,3\nb,2025-01,3\n"));
    }
    SECTION("a month that is none, which makes a row that stands nowhere") {
        CHECK(is_refused(head + "a,2025-01,1\nb,2025-13,2\n"));
    }
    SECTION("a blank cell where an amount must be") {
        CHECK(is_refused(head + "a,2025-01,1\nb,2025-01,\n"));
    }
    SECTION("a record of nobody") {
        const Files files = {{"person", "person,month,plan\na,2025-01,1\nb,2025-01,1\n"},
                             {"payment", "amount,person,date\n1,a,2025-01-05\n1,c,2025-01-05\n"}};
        CHECK_FALSE(in_parts(ledger, files, 2, 1));
    }
}

TEST_CASE("rows that cannot be brought together are left to a run of the whole") {
    const auto is_refused = [](const std::string& rows) {
        const Files files = {{"person", "person,month,sales\n" + rows}};
        for (const std::uint64_t bytes : {1U, 20U, 10'000'000U}) {
            if (in_parts(year_to_date, files, 2, bytes, Standing::anyhow)) return false;
        }
        return true;
    };
    CHECK_FALSE(is_refused("b,2025-01,1\na,2025-01,3\nb,2025-02,2\n"));
    SECTION("a quoted cell") {
        CHECK(is_refused("b,2025-01,1\na,2025-01,\"3\"\n"));
    }
    SECTION("a blank row") {
        CHECK(is_refused("b,2025-01,1\n\na,2025-01,3\n"));
        CHECK(is_refused("b,2025-01,1\n,,\na,2025-01,3\n"));
        CHECK(is_refused("b,2025-01,1\na,2025-01,3\n\n"));
    }
    SECTION("a row without a key, or of another width") {
        CHECK(is_refused("b,2025-01,1\n ,2025-01,3\n"));
        CHECK(is_refused("b,2025-01,1\na,2025-01,3,4\n"));
        CHECK(is_refused("b,2025-01,1\na,2025-01,3\nc\n"));
    }
    SECTION("a row twice") {
        CHECK(is_refused("b,2025-01,1\na,2025-01,3\nb,2025-01,1\n"));
    }
    SECTION("cells that are wrong") {
        CHECK(is_refused("b,2025-01,1\na,2025-01,x\n"));
        CHECK(is_refused("b,2025-01,1\na,2025-13,3\n"));
        CHECK(is_refused("b,2025-01,1\na,2025-01,\xFF\n"));
    }
    SECTION("a row that ends in a lone CR, so that there are more of them") {
        CHECK(is_refused("b,2025-01,1\ra,2025-02,2\nc,2025-01,3\n"));
    }
    SECTION("keys that are one word but for case, of which a warning speaks") {
        CHECK(is_refused("b,2025-01,1\nB,2025-01,3\na,2025-01,3\n"));
    }
    SECTION("a record of nobody") {
        const Files files = {{"person", "person,month,plan\nb,2025-01,1\na,2025-01,1\n"},
                             {"payment", "amount,person,date\n1,c,2025-01-05\n1,a,2025-01-05\n"}};
        CHECK_FALSE(in_parts(ledger, files, 2, 1, Standing::anyhow));
    }
}

TEST_CASE("cells that are wrong are reported as by a run of the whole") {
    Making making(7);
    auto rows = making.sales_file(30);
    auto payments = making.ledger_files(20);
    for (const std::size_t at : {300U, 1'100U, 1'130U, 1'900U}) rows.insert(rows.find("\r\n", at), "x");
    payments.back().second.insert(payments.back().second.find(".", 700), "/");
    const auto said_of_whole = [](const std::string& scheme, const Files& files) {
        Scheme made(scheme);
        const auto read = data::read_history(made.checked.scheme, opened(made, files), made.sources);
        REQUIRE(has_errors(read.diagnostics));
        return words_of(read.diagnostics, made.sources);
    };
    const Files sales = {{"person", rows}};
    const Files at_odds = {{"person", "person;month;sales\na;2025-01;1,5\nb;2025-01;1.5\n"}};
    for (const auto& [scheme, files] :
         {std::pair(year_to_date, sales), std::pair(year_to_date, at_odds), std::pair(ledger, payments)}) {
        const auto expected = said_of_whole(scheme, files);
        for (const std::size_t threads : {1U, 3U}) {
            for (const std::uint64_t bytes : {1U, 300U, 5'000U}) {
                INFO(threads << " threads, " << bytes << " bytes");
                const auto found = in_parts(scheme, files, threads, bytes);
                REQUIRE(found);
                CHECK(found->said == expected);
            }
        }
    }
}

TEST_CASE("a short history is not worth cutting, and some cannot be cut") {
    Scheme made(thirds);
    const auto files = opened(made, {{"person", Making(1).thirds_file(3)}});
    CHECK(data::Parts::of(made.checked.scheme, files, made.sources, {}, 100));
    CHECK_FALSE(data::Parts::of(made.checked.scheme, files, made.sources, {}, 1'000'000));
}
