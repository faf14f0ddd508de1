#include "cli/help_topics.hpp"

#include "base/language.hpp"

namespace accrue::cli {
namespace {

constexpr std::string_view run_page =
    R"(accrue run SCHEME --data D        every amount of every row of the data
accrue run -e 'TEXT' --data D

  SCHEME                a scheme file, `-` for standard input
  -e 'TEXT'             the scheme itself, one line is enough
  --data D              a CSV file, a folder that holds one, `-` for standard input

  --format table        for people (as it is without this option)
           csv          a row a line, a column a pay line
           long         one amount a line: key, month, component, amount, currency
           json         all as one object, `accrue.run/1`; also --json
           jsonl        a row a line, each an object
           xlsx         a workbook; sqlite, postgresql: tables of a database
  --for KEY             only this key's rows, and those that stand in its row; --key KEY says the same
  --for excel-ru        csv or long as a Russian Excel opens it; --for excel, --for 1c likewise
  --month 2026-03       only this month's rows; --period 2026-W12 where the scheme's period is another
  --level team          only what this level is paid
  --out FILE            into a file, which is there whole or not at all, and FILE.manifest.json beside it; the form is that
                        of the name (`pay.csv`, `pay.xlsx`) unless --format says another
  --out DATABASE#TABLE  into a table, `shop.sqlite#bonus` or `postgresql://anna@host/shop#bonus`; unsaid it is `pay`
  --no-manifest         the results alone
  --wide                a table even where it is wider than the terminal

How to read the data: `accrue help data`.
Results are written only when every row can be computed. Exit code 1: a promise of the scheme is broken.
)";

constexpr std::string_view explain_page =
    R"(accrue explain SCHEME --data D --for KEY --month 2026-03       why this amount

  --path NAME           the amount to explain: `pay` (the whole), a pay line, a definition, a part; `team.bonus` of
                        the row above, `2026-02.bonus` of an earlier month
  --depth N             how many steps into earlier months and other rows are opened; 1 without it
  --full                everything, to the last cell, and nothing folded
  --for, --month        may be left out where the data has only one; --period 2026-W12 where that is the period
  --level team          whose key --for is, where several levels have it
  --json                the trace as a list of nodes, `accrue.trace/1`
  --out FILE            into a file

Every value of the trace shows its formula, the formula with numbers put in, and where it stands in the scheme or in
the data. A closed gate says what was needed and how much was short.
)";

constexpr std::string_view check_page =
    R"(accrue check SCHEME [--data D]       every mistake of the scheme at once
accrue check -e 'TEXT'

For a sketch (a text without a `scheme` line) it also prints what was assumed, and the lines that would say it.
With --data the data is read and checked too.

  --json                the findings as `accrue.diagnostics/1`
)";

constexpr std::string_view test_page =
    R"(accrue test SCHEME…       tries the `example` blocks inside scheme files

    example "plan exceeded" {
      month 2026-03
      collected = 55M
      expect pay = 75k
    }

An example that fails shows what was expected, what was computed, and the top of the trace. Exit code 1: one failed.

  --coverage            which branches no example reaches: alternatives, gates, rows of tables, clauses of shares
  --json                the outcome as `accrue.test/1`
)";

constexpr std::string_view fmt_page =
    R"(accrue fmt FILE…       tidies scheme files in place; comments and meaning stay as they are

A sketch becomes a scheme: the lines that were assumed are written into it.

  --check               changes nothing; names the files that would change, exit code 1 if there are any
  --stdout              prints the result instead of writing it
  --lang ru|en          writes every word of the language in Russian or in English; names and texts stay
  -                     from standard input to standard output
)";

constexpr std::string_view new_page =
    R"(accrue new                    the schemes that come with accrue
accrue new DIR                a folder with a scheme, its examples, and data to run it on
accrue new DIR --from NAME    the same from one of those schemes
)";

constexpr std::string_view help_page = R"(accrue help                 the commands and topics
accrue help TOPIC           a command, or one of the topics
accrue help E0312           an error: its cause, an example, the cure
)";

constexpr std::string_view version_page = R"(accrue version             the version; --json for scripts
)";

constexpr std::string_view language_page =
    R"(A scheme, line by line. `#` begins a comment. Every keyword has a Russian twin.

  scheme sales "Bonus of the sales team"      its name and title; without this line the text is a sketch
  currency RUB
  rounding half up to 0.01                    of each `pay` line; nothing else is rounded unasked
  level person                                what a row of the data is

  param rate = 0.5% from 2026-01, 0.6% from 2026-07      dated values
  input plan : money in 0 ..                  a column of the data and the range that it must obey
  input collected : money by day              with columns `collected@15`, `collected@25`
  input premium : money default 0             a blank cell is an error, unless there is a default

  bonus = rate of collected above 40M         a definition; lines may stand in any order
  split bonus into third1, third2, third3     or `into a 40%, b 60%`
  third1 if collected@15 >= 50% plan          a gate: not met, that part is 0
  pay bonus after gates                       what is paid: one line or several
  promise pay >= 0                            checked on every row of every run

Numbers   40M 150k 2B, 40 млн 150 тыс, 40 000 000, 0.5%; exact everywhere, never a binary fraction
Amounts   a + b   a * b   a / b   50% plan   rate of x   x above t   x capped at c   x never below f
          min(a, b)   max(a, b)   abs(x)   x rounded half even to 0.01   x default 0   previous x
Choices   a if c        a if c otherwise b        or line by line:
          rate = 0.3%  if attainment < 80%
               = 0.5%  otherwise
Logic     = != < <= > >=   and   or   not
Tables    step attainment { below 80% : 0;  otherwise : 5% }             the value of the band reached
          marginal sales  { up to 1M : 1%;  otherwise : 2% }             each slice at its own rate
          whole sales     { up to 1M : 1%;  otherwise : 2% }             all of it at the rate reached
          linear x        { below : 0;  80% : 50%;  120% : 200%;  above : flat }
          match product   { "A", "B" : 2%;  otherwise : 1% }
          matrix a, b     { … }
Levels    level team          level person in team          team { … }  person { … }      rules of their rows
          team.plan           the row above; `sum of person.salary`, `max of …`, `count of person where …` those below
          sum of sales over team        rank of sales over all
Records   records deal for person { amount : money;  client : text }      dated rows, with rules of their own
          sum of deal.amount   collected@15   sum of amount so far this year   `this.` is the row that asks
Time      sum of x over quarter | year | last 3 months | all months      previous x default 0
          pay due = increase of earned over year        pay bonus each quarter
          days employed / days in month        months from hired to end of month        if this month >= 2026-07
Sharing   share fund among person as part { where role = "head" : 40%;  each : premium - deduction;  rest equally }
Files     reference grades by grade { salary : money }    read as grades[grade].salary
          use "kpi.pay"       scheme faster based on "slow.pay"      replace param rate = 0.6%
Money     solve { bonus = 10% of (profit - bonus) }     convert price to RUB at rates[date]
          lots reserve usable for 4 years { add surplus;  take need }
Examples  example "title" { month 2026-03;  collected = 55M;  expect pay = 75k }
          team "A" { plan = 50M;  person "B" { salary = 20k;  expect pay = 20k } }      rows inside rows
)";

constexpr std::string_view data_page =
    R"(A row of the data is a key and a month; a column is an input of the scheme.

  department;month;plan;collected@15;collected
  North;2026-03;50 000 000;26 000 000,00;55 000 000,00

--data D          a CSV file; or a folder with files named after the levels, records and references of the scheme
                  (`person.csv`, `payment.csv`; for a sketch the only one); or `-`; or `person=FILE`, several times
                  a database of SQLite or a workbook in XLSX, whose tables or sheets are named so; or one of them:
                  `payment=shop.sqlite#payments`, `history.xlsx#person`, `postgresql://anna@host/shop#sales.payment`

Files packed by gzip or zstd (`payment.csv.gz`, `payment.csv.zst`) are unpacked, standard input too.

Nothing is guessed in silence. Where a file can be read two ways, the error shows both and the option that decides:

  --key-column department     --month-column month
  --encoding windows-1251     of files that are not UTF-8 and do not show what they are; `--encoding payment=cp866` of
                              one; also koi8-r, koi8-u, iso-8859-5, x-mac-cyrillic, windows-1252, iso-8859-1, utf-16le …
  --delimiter ';'             `;` `,` `|` or `tab`
  --skip-lines 3              lines before the header
  --skip-last-lines 1         lines behind the last row
  --threads 2                 how many cores may work; without it all of them. Results are the same for any number
  --numbers amount=1.234,56   how a column writes its numbers
  --percents share=percents   a bare 50 is 50 %; `fractions`: a bare 0.5 is 50 %
  --dates paid=DD/MM/YYYY     how a column writes its dates

accrue data inspect D…        what stands in the files, before there is a scheme: each column, what it holds, from … to,
                              an example as written, and the cells that cannot be read; the options above, too
  --scheme S.pay              and what the scheme makes of them: which file holds what, which column an input reads
)";

constexpr std::string_view exit_page = R"(0   done
1   the answer is no: an example failed, a promise is broken, a file is not formatted
2   the command line
3   the scheme has errors
4   the data has errors, or a row cannot be computed
5   a file could not be read or written
70  a mistake of accrue: please report it

Results go to standard output or `--out FILE`, everything else to standard error. `--color auto|always|never`; NO_COLOR
is honoured. `--lang en|ru` is the language of messages, tables and help; without it ACCRUE_LANG says it, then the locale.
)";

}  // namespace

std::string_view welcome_page() {
    if (spoken() == Language::russian) return russian_welcome_page();
    return R"(accrue: compensation schemes as short text; exact amounts, and the reason for each of them

  accrue run -e 'bonus = 0.1% of collected' --data history.csv
  accrue check client_department.pay
  accrue explain client_department.pay --data history.csv --for North --month 2026-03

`accrue help` lists the commands.
)";
}

const std::vector<HelpTopic>& help_topics() {
    if (spoken() == Language::russian) return russian_help_topics();
    static const std::vector<HelpTopic> topics = {
        {"run", "every amount of every row of the data", run_page},
        {"explain", "why one amount is what it is", explain_page},
        {"check", "every mistake of a scheme at once", check_page},
        {"test", "the examples inside scheme files", test_page},
        {"fmt", "tidies scheme files; a sketch becomes a scheme", fmt_page},
        {"new", "a folder with a scheme and data to begin with", new_page},
        {"help", "this list, a topic, an error code", help_page},
        {"version", "the version", version_page},
        {"language", "how a scheme is written, on one page", language_page},
        {"data", "`data inspect`: what stands in data files; how they are read", data_page},
        {"exit", "exit codes and where output goes", exit_page},
    };
    return topics;
}

}  // namespace accrue::cli
