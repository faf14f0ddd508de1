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
  --html FILE           as a page for a browser and for paper, one file
  --xlsx FILE           as a workbook with live formulas
  --out FILE            into a file, in the form of its name: `.html`, `.xlsx`, `.json`

  --against 2026-02     the same amount of another month beside it, and what brought the difference
  --against old.pay     … by another scheme;  --against old/     … from other data, several files with several of them
  --row payment.csv:12  the other way round: every amount that this row of the data fed, or what dropped it

Every value of the trace shows its formula, the formula with numbers put in, and where it stands in the scheme or in
the data. A closed gate says what was needed and how much was short.
)";

constexpr std::string_view statements_page =
    R"(accrue statements SCHEME --data D --month 2026-03 --out DIR       a page for everybody who is paid

  --out DIR             a new folder with a page a person and `index.html`; it is there whole or not at all. A folder
                        of statements is replaced, any other is left alone
  --month               may be left out where the data has only one; --period 2026-W12 where that is the period
  --level team          only what this level is paid

A page says what is paid, why not more, which data, scheme, dates and gates that rests on, and how it was worked out.
Nothing is written when an amount cannot be computed.
)";

constexpr std::string_view status_page =
    R"(accrue status SCHEME --data D --as-of 2026-03-18 [--for KEY]      what is earned so far

  --as-of DAY           the day: records of later days and columns like `collected@25` are not known yet
  --for KEY             one of those who are paid, in detail; without it everybody, a line each
  --level team          only what this level is paid
  --json                `accrue.status/1`
  --out FILE            into a file, in the form of its name: `.json`

To date: what would be paid if nothing more came in. At this pace: what came in until that day goes on evenly to the end
of the period; everything else stays. What is missing: each gate that is closed as of that day, and until when.
)";

constexpr std::string_view corrections_page =
    R"(accrue corrections SCHEME --data NEW --against OLD       what closed months would pay with the data of today

  --against OLD         the data as they were when those months were paid; several files with several of them
  --month 2026-03       the month that is open: earlier ones are closed; without it the last one of the data
  --for KEY, --level    only these
  --format csv          a line a difference, for the next run; json: `accrue.corrections/1`
  --out FILE            into a file, in the form of its name: `.csv`, `.json`

Nothing that was paid is overwritten: the differences are carried into the open month. Why one of them:
`accrue explain … --against OLD`.
)";

constexpr std::string_view compare_page =
    R"(accrue compare A B… --data D        what each scheme would have paid on one history, to whom, and why

  A B…                  scheme files; all are compared with the first
  --with 'rate=0.6%'    a variant of the first with another param; several params behind `;`; as often as needed
  --sweep threshold=35M..45M:1M       a table of the first with one param at each value, at most 40
  --data D              as in `accrue run`; read once, by the inputs of all schemes
  --result NAME         which input is the result that is rewarded; without it the lever, the money by day, or the only money
  --by NAME             by what people are grouped: a text column, whether a scheme reads it or not, or a level above them
  --obligations 40M     what falls due in each period, evenly by day: the cash gap against the receipts; --pay-day 10 adds
                        the pay of the period before, on that day
  --html FILE           one page with pictures; --xlsx FILE a workbook with charts
  --json                every table, `accrue.comparison/1`; --table NAME one table as CSV
  --out FILE            into a file, in the form of its name: `.html`, `.xlsx`, `.json`

History is behaviour under the scheme of its time. How each number is defined: docs/compare.md.
)";

constexpr std::string_view curve_page =
    R"(accrue curve SCHEME --x collected            what is paid for every amount of one input; needs no data

  --x NAME              what moves: an input or a rule of the row or of one above it. With `collected@15` what had come by
                        later days rises by as much; `collected` is the month's total alone
  --earlier             the same money earlier: later days and the total move only when they must
  --at plan=50M         a value that does not move; as often as needed, params too
  --from 0 --to 120M    between these amounts; without them as far as something changes
  --pay NAME            another amount than `pay`: a pay line, a definition, `team.bonus`
  --data D --for KEY --month 2026-03        the other values are those of this row; --level team where several are paid
  --month 2026-03       without data: the month whose params hold
  --json                pieces, jumps and zones with exact numbers, `accrue.curve/1`; --svg FILE a picture, --html FILE a page
  --out FILE            into a file, in the form of its name: `.html`, `.svg`, `.json`

Every piece is exact: what is shown follows from the rules and is compared with the scheme's own answers, in each piece and at each
place where something changes. What cannot be followed exactly is refused, with its line.
)";

constexpr std::string_view solve_page =
    R"(accrue solve SCHEME --data D --for KEY --month 2026-03 --target pay=100k --vary collected

  --target NAME=AMOUNT  what is to be paid, exactly; a mere amount is of `pay`
  --vary NAME           what may move, as `--x` of `accrue curve`; with --earlier the same money earlier
  --at, --from, --to, --level, --json, --out        as with `accrue curve`; with --at no data are needed

All solutions between --from and --to, without --to at any amount, as exact amounts or intervals; when a jump passes over the target, where and from what to what. Exit code 1: no amount
gives it exactly.
)";

constexpr std::string_view what_if_page =
    R"(accrue what-if SCHEME --data D --for KEY --month 2026-03 --set collected+=100k

  --set NAME=VALUE      another value: `plan=45M`, `collected+=100k`, `rate=0.6%`, `team.plan*=1.1`; as often as needed. With
                        `collected@15+=100k` what had come by later days rises by as much
  --earlier             the same money earlier: later days and the month's total move only when they must
  --path NAME           the amount that is looked at; `pay` without it
  --full                everything, and nothing folded
  --json                both traces and their difference; --out FILE into a file

Both sides are computed by the scheme; the differences add up to the difference of the whole. Later months are not recomputed.
)";

constexpr std::string_view audit_page =
    R"(accrue audit verify FILE.manifest.json      is this result what the scheme and the data give?
accrue audit verify PACK.zip                the same of one amount that was packed
accrue audit pack SCHEME --data D --for KEY --month 2026-03 --out PACK.zip

`verify` computes the result again, with the schemes as the manifest has them and the data as they lie there, and
compares everything byte for byte: scheme files, data, totals, and the result, which somebody may have edited. Exit code
0: proved; 1: not, and what differs is told.

`pack` puts the schemes, the rows that the amount needs, and its trace into one file that `verify` computes again
anywhere. It holds other people's rows where the amount depends on them, and says whose.

  --data DIR            verify: where the data lie now, and nowhere else; also --data FILE, --data LEVEL=FILE. Of a pack:
                        compare with the whole files
  --path NAME, --level  pack: as `accrue explain` has them
  --json                verify: `accrue.verification/1`
  --out FILE            pack: the file
)";

constexpr std::string_view reconcile_page =
    R"(accrue reconcile SCHEME --data D --paid paid.csv       does the scheme reproduce what was paid?

`paid.csv` has the keys and periods of the paid level, and a column `pay`, or one for each pay line, or both. Every
difference is tried against what usually makes one, each computed exactly: not rounded, the sign turned, a hundredth or
a hundred times as much, a param as it was before, a gate taken as open or closed, a pay line left out or alone, the
amount of another month. What no reason explains is the residual.

  --within 0.01         smaller differences are none; without it amounts are equal or not
  --skip-lines paid=1, --key-column paid.who, --numbers paid.pay=1,234.56
                        options of reading, said of the paid file; without `paid` they are of the data
  --month 2026-03       only this month; --level team where several levels are paid
  --format csv          every amount in a line of its own; --json: `accrue.reconciliation/1`
  --out FILE            into a file

Exit code 0: everything is as computed; 1: not.
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

constexpr std::string_view completion_page =
    R"(accrue completion SHELL     what a shell offers at the tabulator key: commands, options, files

  bash:
    accrue completion bash > ~/.local/share/bash-completion/completions/accrue
  zsh:
    echo 'source <(accrue completion zsh)' >> ~/.zshrc
  fish:
    accrue completion fish > ~/.config/fish/completions/accrue.fish

Shells that are opened afterwards know it; bash needs the package `bash-completion`.
)";

constexpr std::string_view version_page = R"(accrue version             the version; --json for scripts
)";

constexpr std::string_view language_page =
    R"(A scheme, line by line. `#` begins a comment. Every keyword has a Russian twin.

  scheme sales "Bonus of the sales team"    name and title; without it: a sketch
  currency RUB
  rounding half up to 0.01                  of each `pay` line, of nothing else
  level person                              what a row of the data is

  param rate = 0.5% from 2026-01, 0.6% from 2026-07     dated values
  input plan : money in 0 ..                a column, and the range it must obey
  input collected : money by day            also `collected@15`, `collected@25`
  input premium : money default 0           a blank without one is an error

  bonus = rate of collected above 40M       a definition, in any order
  split bonus into third1, third2, third3   or `into a 40%, b 60%`
  third1 if collected@15 >= 50% plan        a gate: not met, that part is 0
  pay bonus after gates                     what is paid: one line or several
  promise pay >= 0                          checked on every row of every run

Numbers   40M 150k 2B   40 млн 150 тыс   40 000 000   0.5%     always exact
Amounts   a + b   a * b   a / b   50% plan   rate of x   x above t
          x capped at c   x never below f   min(a, b)   max(a, b)   abs(x)
          x rounded half even to 0.01   x default 0   previous x
Choices   a if c        a if c otherwise b        or line by line:
          rate = 0.3%  if attainment < 80%
               = 0.5%  otherwise
Logic     = != < <= > >=   and   or   not
Tables    step attainment { below 80% : 0;  otherwise : 5% }
                              the value of the band reached
          marginal sales { up to 1M : 1%;  otherwise : 2% }
                              each slice at its own rate
          whole sales { up to 1M : 1%;  otherwise : 2% }
                              all of it at the rate reached
          linear x { below : 0;  80% : 50%;  120% : 200%;  above : flat }
          match product { "A", "B" : 2%;  otherwise : 1% }
          matrix a, b { … }
Levels    level team   level person in team     `team { … }`: rules of its rows
          team.plan           of the row above
          sum of person.salary   max of …   count of person where …
                              of the rows below
          sum of sales over team   rank of sales over all
Records   records deal for person { amount : money;  client : text }
                              dated rows, with rules of their own
          sum of deal.amount   collected@15   sum of amount so far this year
          this.sales          of the row that asks, behind `where`
Time      sum of x over quarter | year | last 3 months | all months
          pay due = increase of earned over year   pay bonus each quarter
          days employed / days in month   months from hired to end of month
          previous x default 0   x if this month >= 2026-07
Sharing   share fund among person as part {
            where role = "head" : 40%
            each : premium - deduction
            rest equally
          }
Files     reference grades by grade { salary : money }
          grades[grade].salary
          use "kpi.pay"
          scheme faster based on "slow.pay"   replace param rate = 0.6%
Money     solve { bonus = 10% of (profit - bonus) }
          convert price to RUB at rates[date]
          lots reserve usable for 4 years { add surplus;  take need }
Examples  example "title" { month 2026-03;  collected = 55M;  expect pay = 75k }
          team "A" { plan = 5M;  person "B" { salary = 20k;  expect pay = 1k } }
)";

constexpr std::string_view data_page =
    R"(A row of the data is a key and a month; a column is an input of the scheme.

  department;month;plan;collected@15;collected
  North;2026-03;50 000 000;26 000 000,00;55 000 000,00

  --data FILE                 a CSV file, `-` for standard input
  --data FOLDER               files named after the levels, records and references of the scheme: `person.csv`,
                              `payment.csv`, also `.txt`, `.tsv`, `.xlsx`; for a sketch the only one
  --data person=FILE          this file holds the rows of `person`; as often as needed, also beside a folder. Rows of one level may stand in several: `--data person=may.csv --data person=june.csv`; in a folder `person_2026-05.csv`, `person_2026-06.csv`
  --data shop.sqlite          a database of SQLite or a workbook in XLSX, whose tables or sheets are named so
  --data payment=shop.sqlite#payments
                              one table; a sheet: `history.xlsx#person`;
                              of a server: `postgresql://anna@host/shop#pay`

Files packed by gzip or zstd (`payment.csv.gz`, `payment.csv.zst`) are unpacked, standard input too.

Nothing is guessed in silence. Where a file can be read two ways, the error shows both and the option that decides:

  --key-column department     --month-column month
  --encoding windows-1251     of files that are not UTF-8 and do not show what they are; also cp866, koi8-r, koi8-u,
                              iso-8859-5, x-mac-cyrillic, windows-1252, iso-8859-1, utf-16le …
  --delimiter ';'             `;` `,` `|` or `tab`
  --skip-lines 3              lines before the header
  --skip-last-lines 1         lines behind the last row
                              these four also of one level's files or of one: `--skip-lines payment=2`,
                              `--skip-lines may.csv=1`, `--encoding payment=cp866`
  --threads 2                 how many cores may work; without it all of them. Results are the same for any number
  --numbers amount=1.234,56   how a column writes its numbers
  --percents share=percents   a bare 50 is 50 %; `fractions`: a bare 0.5 is 50 %
  --dates paid=DD/MM/YYYY     how a column writes its dates

accrue data inspect D…        what stands in the files, before there is a scheme: each column, what it holds, from … to,
                              an example as written, and the cells that cannot be read; the options above, too
  --scheme S.pay              and what the scheme makes of them: which file holds what, which column an input reads
  --json                      all of it for a script
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
    return R"(accrue: compensation schemes as short text; exact amounts, and why each of them

  accrue run -e 'bonus = 0.1% of collected' --data history.csv
  accrue check client_department.pay
  accrue explain client_department.pay --data history.csv --for North \
    --month 2026-03

`accrue help` lists the commands.
)";
}

const std::vector<HelpTopic>& help_topics() {
    if (spoken() == Language::russian) return russian_help_topics();
    static const std::vector<HelpTopic> topics = {
        {"run", "every amount of every row of the data", run_page},
        {"explain", "why one amount is what it is", explain_page},
        {"statements", "a page for everybody who is paid, and an index", statements_page},
        {"status", "what is earned so far, and what is missing", status_page},
        {"corrections", "what closed months would pay with corrected data", corrections_page},
        {"compare", "several schemes on one history: cost, winners, reasons", compare_page},
        {"curve", "what is paid for every amount of one input", curve_page},
        {"solve", "which amount of an input pays just so much", solve_page},
        {"what-if", "one amount with other values", what_if_page},
        {"audit", "proof of a result, and of one amount", audit_page},
        {"reconcile", "a scheme against what was really paid", reconcile_page},
        {"check", "every mistake of a scheme at once", check_page},
        {"test", "the examples inside scheme files", test_page},
        {"fmt", "tidies scheme files; a sketch becomes a scheme", fmt_page},
        {"new", "a folder with a scheme and data to begin with", new_page},
        {"help", "this list, a topic, an error code", help_page},
        {"completion", "commands and options at the tabulator key of a shell", completion_page},
        {"version", "the version", version_page},
        {"language", "how a scheme is written, on one page", language_page},
        {"data", "`data inspect`: what stands in data files; how they are read", data_page},
        {"exit", "exit codes and where output goes", exit_page},
    };
    return topics;
}

}  // namespace accrue::cli
