#include "cli/arguments.hpp"

#include <catch2/catch.hpp>

#include "cli/session.hpp"

using namespace accrue;
using namespace accrue::cli;

namespace {

template <class R>
R parsed(const std::vector<std::string>& args) {
    return std::get<R>(parse_arguments(args).request);
}

Stop refused(const std::vector<std::string>& args) {
    try {
        parse_arguments(args);
    } catch (const Stop& stop) {
        return stop;
    }
    return {Exit::done, "", ""};
}

}  // namespace

TEST_CASE("run takes a scheme and its data") {
    const auto run =
        parsed<RunRequest>({"run", "a.pay", "--data", "x.csv", "--month", "2026-03", "--for", "К.О."});
    CHECK(run.scheme.path == "a.pay");
    CHECK(run.data.paths == std::vector<std::string>{"x.csv"});
    CHECK(run.period == "2026-03");
    CHECK(run.key == "К.О.");
    CHECK(run.place.format == ResultFormat::table);
}

TEST_CASE("a scheme on the command line needs no file") {
    const auto run = parsed<RunRequest>({"run", "-e", "bonus = -5% of x", "--data", "-", "--json"});
    CHECK(run.scheme.text == "bonus = -5% of x");
    CHECK(run.data.paths == std::vector<std::string>{"-"});
    CHECK(run.place.format == ResultFormat::json);
}

TEST_CASE("how a column is written is said by its name") {
    const auto check =
        parsed<CheckRequest>({"check", "a.pay", "--data", "x.csv", "--numbers", "a=1.234,56", "--numbers",
                              "b=1,234.56", "--dates=c=DD/MM/YYYY", "--delimiter", "tab"});
    CHECK(check.data.wishes.numbers.at("a") == "1.234,56");
    CHECK(check.data.wishes.numbers.at("b") == "1,234.56");
    CHECK(check.data.wishes.dates.at("c") == "DD/MM/YYYY");
    CHECK(check.data.of_files.delimiter.of({"x", "x.csv"}) == '\t');
}

TEST_CASE("options that name the paid file are said of it alone") {
    const auto request = parsed<ReconcileRequest>({"reconcile",    "a.pay",
                                                   "--data",       "x.csv",
                                                   "--paid",       "old/march.csv",
                                                   "--key-column", "paid.who",
                                                   "--key-column", "person",
                                                   "--numbers",    "paid.pay=1,234.56",
                                                   "--numbers",    "pay=1.234,56",
                                                   "--skip-lines", "2",
                                                   "--skip-lines", "paid=1",
                                                   "--encoding",   "march.csv=cp866",
                                                   "--delimiter",  "old/march.csv=tab"});
    const FileNames data{"person", "x.csv"}, paid{"person", "old/march.csv"};
    CHECK(request.data.wishes.key_column == "person");
    CHECK(request.paid.wishes.key_column == "who");
    CHECK(request.data.wishes.numbers.at("pay") == "1.234,56");
    CHECK(request.paid.wishes.numbers.at("pay") == "1,234.56");
    CHECK(request.data.of_files.skip_lines.of(data) == 2U);
    CHECK(request.paid.of_files.skip_lines.of(paid) == 1U);
    CHECK_FALSE(request.data.of_files.encoding.of(data));
    CHECK(request.paid.of_files.encoding.of(paid) == accrue::data::Encoding::cp866);
    CHECK(request.paid.of_files.delimiter.of(paid) == '\t');
    CHECK(refused({"run", "a.pay", "--data", "x.csv", "--key-column", "a", "--key-column", "b"}).message ==
          "`--key-column` is given twice");
}

TEST_CASE("options may stand before the scheme") {
    CHECK(parsed<ExplainRequest>({"explain", "--data", "x.csv", "a.pay"}).scheme.path == "a.pay");
    CHECK(parsed<ExplainRequest>({"explain", "--data", "x.csv", "a.pay"}).path == "pay");
}

TEST_CASE("a file's ending decides the form, unless an option does") {
    const auto compared = [](std::vector<std::string> more) {
        std::vector<std::string> args{"compare", "a.pay", "b.pay", "--data", "x.csv"};
        args.insert(args.end(), more.begin(), more.end());
        return args;
    };
    const auto page = parsed<CompareRequest>(compared({"--out", "c.html"})).shown;
    CHECK(page.form == CompareForm::html);
    CHECK(page.out == "c.html");
    CHECK(parsed<CompareRequest>(compared({"--out", "c.xlsx"})).shown.form == CompareForm::xlsx);
    CHECK(parsed<CompareRequest>(compared({"--out", "c.json"})).shown.form == CompareForm::json);
    CHECK(parsed<CompareRequest>(compared({"--out", "c.txt"})).shown.form == CompareForm::text);
    CHECK(parsed<CompareRequest>(compared({"--out", "C.XLSX"})).shown.form == CompareForm::xlsx);
    CHECK(parsed<CompareRequest>(compared({"--table", "costs", "--out", "c.csv"})).shown.form ==
          CompareForm::table);
    CHECK(refused(compared({"--html", "a.html", "--out", "b.html"})).message.find("--html") !=
          std::string::npos);
    CHECK(refused(compared({"--json", "--out", "b.html"})).code == Exit::usage);

    const std::vector<std::string> explain{"explain", "a.pay", "--data", "x.csv", "--out"};
    const auto explained = [&](const std::string& out) {
        auto args = explain;
        args.push_back(out);
        return parsed<ExplainRequest>(args);
    };
    CHECK(explained("why.html").form == TraceForm::html);
    CHECK(explained("why.html").out == "why.html");
    CHECK(explained("why.xlsx").form == TraceForm::xlsx);
    CHECK(explained("why.json").form == TraceForm::json);
    CHECK(explained("why").form == TraceForm::text);

    const auto curve = [](const std::string& out) {
        return parsed<CurveRequest>({"curve", "a.pay", "--x", "sales", "--out", out}).shown.form;
    };
    CHECK(curve("c.svg") == CurveForm::svg);
    CHECK(curve("c.html") == CurveForm::html);
    CHECK(curve("c.json") == CurveForm::json);

    const auto corrections = [](std::vector<std::string> more) {
        std::vector<std::string> args{"corrections", "a.pay", "--data", "x.csv", "--against", "old.csv"};
        args.insert(args.end(), more.begin(), more.end());
        return parsed<CorrectionsRequest>(args).form;
    };
    CHECK(corrections({"--out", "c.csv"}) == CorrectionsForm::csv);
    CHECK(corrections({"--out", "C.CSV"}) == CorrectionsForm::csv);
    CHECK(corrections({"--out", "c.json"}) == CorrectionsForm::json);
    CHECK(corrections({"--out", "c.csv", "--json"}) == CorrectionsForm::json);
    CHECK(corrections({"--out", "c.txt"}) == CorrectionsForm::text);
}

TEST_CASE("help is asked for in three ways") {
    CHECK(parsed<HelpRequest>({"help", "E0312"}).topic == "E0312");
    CHECK(parsed<HelpRequest>({"run", "--help"}).topic == "run");
    CHECK(parsed<HelpRequest>({"--help"}).topic.empty());
}

TEST_CASE("colour is chosen before or behind the command") {
    CHECK(parse_arguments({"--color", "never", "version"}).colour == ColourWish::never);
    CHECK(parse_arguments({"version", "--color=always"}).colour == ColourWish::always);
}

TEST_CASE("the language is chosen before or behind the command, and known before the line is read") {
    CHECK(language_wish({"--lang", "ru", "version"}) == Language::russian);
    CHECK(language_wish({"run", "a.pay", "--lang=ru"}) == Language::russian);
    CHECK(language_wish({"run", "--lang", "ru", "--lang", "en"}) == Language::english);
    CHECK(language_wish({"run", "a.pay"}) == std::nullopt);
    CHECK(language_wish({"run", "--lang"}) == std::nullopt);
    CHECK(refused({"version", "--lang", "de"}).message == "`--lang` knows `en` and `ru`, not `de`");
    CHECK(refused({"version", "--lang", "ru"}).code == Exit::done);
}

TEST_CASE("a mistyped command or option is answered with the right one") {
    CHECK(refused({"rnu"}).message == "`accrue` has no command `rnu`");
    CHECK(refused({"rnu"}).hint == "`accrue run`");
    CHECK(refused({"check", "a.pay", "--jsno"}).message == "`accrue check` has no option `--jsno`");
    CHECK(refused({"check", "a.pay", "--jsno"}).hint == "`--json`");
    CHECK(refused({"чеck"}).code == Exit::usage);
    CHECK(refused({"what-if", "a.pay", "--with", "x=1"}).hint == "`--set`");
    CHECK(refused({"compare", "a.pay", "--set", "x=1"}).hint == "`--with`");
    CHECK(refused({"explain", "a.pay", "--person", "Anna"}).hint == "`--for`");
    CHECK(refused({"status", "a.pay", "--date", "2026-03-15"}).hint == "`--as-of`");
    CHECK(refused({"run", "a.pay", "--set", "x=1"}).hint == "`accrue help run` lists its options");
    CHECK(refused({"run", "a.pay", "--file", "x.csv"}).hint == "`--data`");
}

TEST_CASE("what is missing is named") {
    CHECK(refused({"run", "a.pay"}).message == "`accrue run` needs data");
    CHECK(refused({"run", "--data", "x.csv"}).message ==
          "`accrue run` needs a scheme: a file, or its text behind `-e`");
    CHECK(refused({"run", "a.pay", "--data"}).message == "`--data` needs a value behind it");
    for (const std::string option :
         {"--data", "--out", "--format", "--for", "--month", "--key-column", "--skip-lines", "--encoding",
          "--delimiter", "--numbers", "--threads", "--lang", "--color"}) {
        const auto said = "`" + option + "` needs a value behind it";
        CHECK(refused({"run", "a.pay", "--data", "x.csv", option, ""}).message == said);
        CHECK(refused({"run", "a.pay", "--data", "x.csv", option + "="}).message == said);
    }
    CHECK(refused({"fmt"}).message == "`accrue fmt` needs at least one scheme file");
}

TEST_CASE("what does not fit together is refused") {
    CHECK(refused({"run", "a.pay", "-e", "x = 1", "--data", "d"}).code == Exit::usage);
    CHECK(refused({"run", "a.pay", "b.pay", "--data", "d"}).message ==
          "`accrue run` takes one scheme; `b.pay` is one too many");
    CHECK(refused({"run", "a.pay", "--data", "d", "--format", "xml"}).code == Exit::usage);
    CHECK(refused({"run", "a.pay", "--data", "d", "--format", "csv", "--json"}).code == Exit::usage);
    CHECK(refused({"check", "a.pay", "--numbers", "1.234,56"}).hint == "`--numbers amount=1.234,56`");
    CHECK(refused({"check", "a.pay", "--color", "sometimes"}).code == Exit::usage);
    CHECK(refused({"check", "a.pay", "--delimiter", "x"}).code == Exit::usage);
}
