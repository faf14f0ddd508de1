// Rows of several levels in columns, on numbers worked out by hand.
#include <catch2/catch.hpp>

#include "core/well_formed.hpp"
#include "run/run.hpp"
#include "support/scheme_builder.hpp"

namespace accrue {
namespace {

using namespace testing;
using core::AggregateOp;
using data::GivenRow;

Period period(int month) {
    return {Month::of(2026, month).index};
}

// The values of one definition, as fractions, `-` where it is missing and `!` where it failed; by row.
std::vector<std::string> column(const core::Scheme& scheme, const data::History& history,
                                core::DefinitionId id, std::size_t vector_rows = 1024) {
    const auto result = run::run(scheme, history, run::Keep::everything, vector_rows);
    const auto& values = result.definitions[id.value];
    std::vector<std::string> shown;
    for (const auto row : history.rows_of(scheme.definitions[id].level)) {
        const auto state = values.state(row);
        shown.push_back(state == run::State::present   ? values.number(row).as_fraction()
                        : state == run::State::missing ? "-"
                                                       : "!");
    }
    return shown;
}
using Column = std::vector<std::string>;

// Two teams of people, whose payments are records.
struct Company {
    SchemeBuilder make{{"team", "person"}};
    core::LevelId team{0}, person{1}, payment;
    core::InputId hours, amount;
    core::DefinitionId worked, paid;
    std::vector<GivenRow> rows;

    Company() : payment(make.records("payment", person)) {
        make.at(person);
        hours = make.input("hours", number);
        worked = make.define("worked", make.read(hours));
        make.at(payment);
        amount = make.input("amount");
        paid = make.define("paid", make.read(amount));
    }
    std::size_t add_team(const std::string& key, int month) {
        rows.push_back({key, period(month), {}, team});
        return rows.size() - 1;
    }
    std::size_t add_person(const std::string& key, int month, std::size_t in, Exact worked_hours) {
        rows.push_back({key, period(month), {{hours, std::move(worked_hours)}}, person, {}, in});
        return rows.size() - 1;
    }
    void add_payment(std::size_t of, Date date, Exact given) {
        rows.push_back({"", {}, {{amount, std::move(given)}}, payment, date, of});
    }
    // Иван and Маша in А, Яна in Б; Маша goes over to Б in February.
    Company& filled() {
        const auto a = add_team("А", 1), b = add_team("Б", 1);
        const auto ivan = add_person("Иван", 1, a, 10), masha = add_person("Маша", 1, a, 20);
        add_person("Яна", 1, b, 20);
        const auto next_a = add_team("А", 2), next_b = add_team("Б", 2);
        add_person("Иван", 2, next_a, 30);
        const auto over = add_person("Маша", 2, next_b, 40);
        add_payment(ivan, Date::of(2026, 1, 5), 100);
        add_payment(ivan, Date::of(2026, 1, 20), 50);
        add_payment(masha, Date::of(2026, 1, 7), 7);
        add_payment(over, Date::of(2026, 2, 1), 1);
        return *this;
    }
    Column column(core::DefinitionId id, std::size_t vector_rows = 1024) {
        const auto broken = core::broken_promise(make.finish());
        INFO(broken.value_or(""));
        CHECK_FALSE(broken.has_value());
        return accrue::column(make.scheme, data::from_rows(make.scheme, rows), id, vector_rows);
    }
    core::ExprId fold(AggregateOp op, core::DefinitionId of, core::LevelId base,
                      core::Window window = core::Window::this_period) {
        auto node = SchemeBuilder::of_rows(op, of, base);
        node.window = window;
        return make.aggregate(node);
    }
};

}  // namespace

TEST_CASE("an aggregate takes the rows inside, those beside, or everybody") {
    Company company;
    auto& make = company.make;
    make.at(company.person);
    const auto own = make.define("own", company.fold(AggregateOp::sum, company.paid, company.person));
    const auto beside = make.define("beside", company.fold(AggregateOp::sum, company.worked, company.team));
    const auto all = make.define("all", company.fold(AggregateOp::largest, company.worked, {}));
    make.at(company.team);
    const auto deep = make.define("deep", company.fold(AggregateOp::sum, company.paid, company.team));
    const auto people = make.define("people", company.fold(AggregateOp::count, company.worked, company.team));
    company.filled();
    CHECK(company.column(own) == Column{"150", "7", "0", "0", "1"});
    CHECK(company.column(beside) == Column{"30", "30", "20", "30", "40"});
    CHECK(company.column(all, 2) == Column{"20", "20", "20", "40", "40"});
    CHECK(company.column(deep) == Column{"157", "0", "0", "1"});
    CHECK(company.column(people) == Column{"2", "1", "1", "1"});
}

TEST_CASE("windows follow the row's own key through its teams") {
    Company company;
    auto& make = company.make;
    make.at(company.person);
    const auto year = core::Window::year;
    const auto own = make.define("own", company.fold(AggregateOp::sum, company.paid, company.person, year));
    const auto team = make.define("team", company.fold(AggregateOp::sum, company.worked, company.team, year));
    const auto before = make.define("before", company.fold(AggregateOp::sum, company.paid, company.person,
                                                           core::Window::earlier_of_year));
    company.filled();
    CHECK(company.column(own) == Column{"150", "7", "0", "150", "8"});
    CHECK(company.column(team) == Column{"30", "30", "20", "60", "60"});
    CHECK(company.column(before) == Column{"0", "0", "0", "150", "7"});
}

TEST_CASE("a rank counts those who have more, and equal ones share a place") {
    Company company;
    auto& make = company.make;
    make.at(company.person);
    const auto in_team =
        make.define("in team", company.fold(AggregateOp::rank, company.worked, company.team));
    const auto of_all = make.define("of all", company.fold(AggregateOp::rank, company.worked, {}));
    company.filled();
    CHECK(company.column(in_team) == Column{"2", "1", "1", "1", "1"});
    CHECK(company.column(of_all) == Column{"3", "1", "1", "2", "1"});
}

TEST_CASE("a blank cell of one is an error of all that add it up") {
    Company company;
    auto& make = company.make;
    make.at(company.person);
    const auto beside = make.define("beside", company.fold(AggregateOp::sum, company.worked, company.team));
    company.filled();
    company.rows[2].cells.clear();
    CHECK(company.column(beside) == Column{"!", "!", "20", "30", "40"});
}

TEST_CASE("a row reads the rows above it") {
    Company company;
    auto& make = company.make;
    make.at(company.team);
    const auto all = make.define("all", company.fold(AggregateOp::sum, company.worked, company.team));
    make.at(company.person);
    const auto part = make.define("part", make.over(make.read(company.worked), make.read(all)));
    make.at(company.payment);
    const auto weighted = make.define("weighted", make.times(make.read(company.paid), make.read(part)));
    company.filled();
    CHECK(company.column(part) == Column{"1/3", "2/3", "1", "1", "1"});
    CHECK(company.column(weighted) == Column{"100/3", "50/3", "14/3", "1"});
}

TEST_CASE("so far runs along the records, and a record takes what the one before it left") {
    Company company;
    auto& make = company.make;
    make.at(company.payment);
    auto node = SchemeBuilder::of_rows(AggregateOp::sum, company.paid, company.person);
    node.so_far = true;
    const auto total = make.define("total", make.aggregate(node));
    const auto balance = make.declare("balance", money);
    const auto before = make.default_to(make.previous(balance), make.constant(0));
    const auto half = make.times(make.constant(Exact::ratio(1, 2), number), before);
    make.settle(balance, make.plus(make.read(company.paid), half));
    company.filled();
    CHECK(company.column(total) == Column{"100", "150", "7", "1"});
    CHECK(company.column(balance) == Column{"100", "100", "7", "9/2"});
}

TEST_CASE("records that take turns wait for others that do, all of them together") {
    Company company;
    auto& make = company.make;
    make.at(company.payment);
    const auto ahead = make.declare("ahead", number), behind = make.declare("behind", number);
    const auto so_many = make.declare("so many", number);
    const auto before = [&](core::DefinitionId of, Exact at_first) {
        return make.default_to(make.previous(of), make.constant(std::move(at_first), number));
    };
    make.settle(ahead, before(behind, 1));
    make.settle(behind, make.plus(before(ahead, 5), before(so_many, 0)));
    make.settle(so_many, make.plus(before(so_many, 0), make.constant(1, number)));
    company.filled();
    CHECK(company.column(ahead) == Column{"1", "5", "1", "5"});
    CHECK(company.column(behind) == Column{"5", "2", "5", "2"});
    CHECK(company.column(so_many) == Column{"1", "2", "1", "2"});
}

TEST_CASE("a condition on an element and the row that asks is asked for each pair") {
    Company company;
    auto& make = company.make;
    make.at(company.person);
    const auto fewer =
        make.compare(CompareOp::less, make.read(company.worked), make.read_asker(company.worked));
    auto node = SchemeBuilder::of_rows(AggregateOp::count, company.worked);
    node.paired = fewer;
    const auto behind = make.define("behind", make.aggregate(node));
    company.filled();
    CHECK(company.column(behind) == Column{"0", "1", "1", "0", "1"});
    CHECK(company.column(behind, 1) == Column{"0", "1", "1", "0", "1"});
}

namespace {

// 100 shared by three equal weights.
core::Share share_of(Company& company) {
    auto& make = company.make;
    make.at(company.team);
    core::Share share;
    share.name = "share";
    share.of = company.team;
    share.pool = make.define("pool", make.constant(100));
    make.at(company.person);
    share.weight = make.define("weight", make.constant(1, number));
    for (const auto* key : {"А", "Б", "В"})
        company.rows.push_back({key, period(1), {}, company.person, {}, 0});
    company.rows.insert(company.rows.begin(), {"team", period(1), {}, company.team});
    return share;
}
core::DefinitionId shared(Company& company, core::Share share) {
    share.result = core::DefinitionId(company.make.scheme.definitions.size());
    company.make.scheme.shares.add(std::move(share));
    return company.make.of_group("result", core::Shared{core::ShareId(0)}, core::DefinitionKind::share);
}

}  // namespace

TEST_CASE("the odd kopeck goes to the largest fraction, or to the row that is named") {
    Company first;
    CHECK(first.column(shared(first, share_of(first))) == Column{"1667/50", "3333/100", "3333/100"});
    Company named;
    auto share = share_of(named);
    auto& make = named.make;
    share.remainder_to = make.define(
        "remainder", make.compare(CompareOp::equal, make.read(core::Builtin::row_key), make.word("Б")));
    CHECK(named.column(shared(named, share)) == Column{"3333/100", "1667/50", "3333/100"});
}

TEST_CASE("claims that are not the pool are an error of all") {
    Company company;
    auto share = share_of(company);
    share.weight = {};
    share.claims.push_back({.fits = {},
                            .amount = company.make.define("claim", company.make.constant(33)),
                            .label = {},
                            .span = {}});
    CHECK(company.column(shared(company, share)) == Column{"!", "!", "!"});
}

TEST_CASE("a plan that is circular by nature is solved exactly") {
    SchemeBuilder make;
    const auto profit = make.input("profit");
    core::System system;
    const auto tenth = [&](int tenths) { return make.constant(Exact::ratio(tenths, 10), number); };
    const auto part = [&](int tenths) { return make.times(tenth(tenths), make.read(profit)); };
    // bonus = 10 % of (profit - bonus - tax), tax = 20 % of (profit - bonus)
    const auto of_profit = part(1), tax_of_profit = part(2);
    system.equations.push_back({core::DefinitionId(0), of_profit, {tenth(-1), tenth(-1)}, of_profit});
    system.equations.push_back({core::DefinitionId(1), tax_of_profit, {tenth(-2), {}}, tax_of_profit});
    make.scheme.systems.add(system);
    const auto bonus = make.of_group("bonus", core::Solved{core::SystemId(0), 0});
    const auto tax = make.of_group("tax", core::Solved{core::SystemId(0), 1});
    const auto history =
        data::from_rows(make.finish(), {{"Иван", period(1), {{profit, Exact(100)}}}, {"Маша", period(1)}});
    CHECK(column(make.scheme, history, bonus) == Column{"200/27", "!"});
    CHECK(column(make.scheme, history, tax) == Column{"500/27", "!"});
}

TEST_CASE("lots are taken oldest first and expire") {
    SchemeBuilder make;
    const auto surplus = make.input("surplus"), need = make.input("need");
    core::Lots lots;
    lots.name = "reserve";
    lots.level = core::LevelId(0);
    lots.usable_for = 2;
    lots.add = make.define("add", make.read(surplus));
    lots.take = make.define("take", make.read(need));
    lots.left = make.of_group("left", core::FromLots{core::LotsId(0), core::LotsPart::left});
    lots.taken = make.of_group("taken", core::FromLots{core::LotsId(0), core::LotsPart::taken});
    lots.expired = make.of_group("expired", core::FromLots{core::LotsId(0), core::LotsPart::expired});
    make.scheme.lots.add(lots);
    const auto row = [&](int number_of_month, int add, int take) {
        return GivenRow{"Иван", period(number_of_month), {{surplus, Exact(add)}, {need, Exact(take)}}};
    };
    const auto history = data::from_rows(
        make.finish(), {row(1, 10, 0), row(2, 5, 3), row(3, 0, 9), row(5, 1, 9), row(6, 0, -1)});
    CHECK(column(make.scheme, history, lots.left) == Column{"10", "12", "3", "1", "!"});
    CHECK(column(make.scheme, history, lots.taken) == Column{"0", "3", "9", "0", "!"});
    CHECK(column(make.scheme, history, lots.expired) == Column{"0", "0", "0", "3", "!"});
}

TEST_CASE("a lookup takes the most specific row in force, and none is missing") {
    SchemeBuilder make;
    const auto grade = make.input("grade", text);
    core::Reference reference;
    reference.name = "grades";
    reference.keys.push_back({.name = "grade", .type = text, .span = {}});
    reference.fields.push_back({.name = "salary", .type = money, .span = {}});
    const auto id = make.scheme.references.add(reference);
    const auto salary = make.define("salary", make.add(core::Lookup{id, {make.read(grade)}, 0}, money));
    const auto row = [](std::optional<core::Value> key, std::optional<core::Value> field) {
        return data::ReferenceRow{
            .keys = {std::move(key)}, .fields = {std::move(field)}, .from = {}, .to = {}};
    };
    data::GivenReferences given;
    auto dated = row("B", Exact(20));
    dated.from = Date::of(2026, 2, 1);
    given.rows.add({row("A", Exact::ratio(21, 2)), dated, row("C", std::nullopt)});
    const auto of = [&](const std::string& key, int number_of_month, const std::string& cell) {
        return GivenRow{key, period(number_of_month), {{grade, cell}}};
    };
    const auto history = data::from_rows(
        make.finish(), {of("1", 1, "a"), of("2", 1, "B"), of("3", 1, "C"), of("1", 2, "A"), of("2", 2, "b")},
        given);
    CHECK(column(make.scheme, history, salary) == Column{"21/2", "-", "-", "21/2", "20"});
    CHECK(column(make.scheme, history, salary, 1) == Column{"21/2", "-", "-", "21/2", "20"});
}

TEST_CASE("rows that are not paid are told for each level that pays") {
    Company company;
    auto& make = company.make;
    make.at(company.team);
    const auto all = make.define("all", company.fold(AggregateOp::sum, company.paid, company.team));
    make.pay("team pay", make.read(all));
    make.at(company.person);
    make.pay("person pay", make.times(make.read(company.worked), make.constant(100)));
    company.filled();
    company.rows[2].cells.clear();
    make.finish();
    const auto history = data::from_rows(make.scheme, company.rows);
    const auto result = run::run(make.scheme, history);
    REQUIRE(result.failed_rows.size() == 1);
    CHECK(history.rows[result.failed_rows[0]].level == company.person);
    CHECK(history.key(result.failed_rows[0]) == "Иван");
}

}  // namespace accrue
