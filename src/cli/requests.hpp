// cli/requests.hpp — What the command line asks for, one structure a command.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/language.hpp"
#include "cli/curve_requests.hpp"
#include "cli/file_options.hpp"
#include "cli/result_place.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// A scheme file, or the text behind `-e`.
struct SchemeChoice {
    std::string path;
    std::optional<std::string> text;
};

struct DataChoice {
    std::vector<std::string> paths;  // files, folders, `-`, `level=FILE`
    data::Wishes wishes;
    FileOptions of_files = {};
    std::size_t threads = 0;                 // 0: as many as the machine has cores
    std::string called = {};                 // by options that are said of them; empty: by their own names
    std::vector<std::string> of_other = {};  // names of the file outside the blocks of a scheme beside it
};

enum class ManifestWish { written, left_out };

struct RunRequest {
    SchemeChoice scheme;
    DataChoice data;
    ResultPlace place;
    bool wide = false;  // a table even where it is wider than the terminal
    std::optional<std::string> key, period, level;
    ManifestWish manifest = ManifestWish::written;
};

enum class TraceForm { text, json, html, xlsx };

struct ExplainRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::optional<std::string> key, period, level;
    std::string path = "pay";
    std::optional<int> depth = {};  // none: the usual, one step
    bool full = false;
    TraceForm form = TraceForm::text;
    std::string out;
    std::vector<std::string> against = {};  // another month, another scheme, other data
    std::string fed_by = {};                // `payment.csv:4711`: what this row fed
};

enum class CorrectionsForm { text, csv, json };

// What past months would be with the data of today, to be carried into the next.
struct CorrectionsRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::vector<std::string> against;  // the data as they were
    std::optional<std::string> key, period, level;
    CorrectionsForm form = CorrectionsForm::text;
    std::string out;
};

// What is earned so far.
struct StatusRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::string day;
    std::optional<std::string> key, level;
    bool json = false;
    std::string out;
};

// A page for each row of a month that is paid.
struct StatementsRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::optional<std::string> period, level;
    std::string folder;
};

struct CurveRequest {
    SchemeChoice scheme;
    DataChoice data;  // no paths: a row made by hand
    StandingChoice standing;
    AxisChoice axis;
    std::string of = "pay";
    CurveShown shown;
};
struct SolveRequest {
    SchemeChoice scheme;
    DataChoice data;
    StandingChoice standing;
    AxisChoice axis;
    std::string target;  // `pay=100k`
    bool json = false;
    std::string out;
};
struct WhatIfRequest {
    SchemeChoice scheme;
    DataChoice data;
    StandingChoice standing;
    curve::Direction direction = curve::Direction::more;
    std::string of = "pay";
    bool json = false, full = false;
    std::string out;
};

enum class CompareForm { text, json, html, xlsx, table };
struct CompareShown {
    CompareForm form = CompareForm::text;
    std::string out;         // empty: standard output
    std::string table = {};  // of that form: which
};
// Several schemes on one history.
struct CompareRequest {
    std::vector<std::string> schemes;      // files
    std::vector<std::string> with, sweep;  // variants of the first: `rate=0.6%`, `threshold=35M..45M:1M`
    DataChoice data;
    std::optional<std::string> result;                // the input that is the result
    std::optional<std::string> role;                  // the column, or the level, by which people are grouped
    std::optional<std::string> obligations, pay_day;  // of a period: `40M`; which day: `10`
    CompareShown shown;
    std::string command;  // as it is typed, without what says where the report goes
};

struct CheckRequest {
    SchemeChoice scheme;
    DataChoice data;  // no paths: the scheme alone
    bool json = false;
};

struct InspectRequest {  // `accrue data inspect`
    DataChoice data;
    std::optional<SchemeChoice> scheme;  // and what it makes of the data
    bool json = false;
};

struct TestRequest {
    std::vector<std::string> paths;
    bool json = false;
    bool coverage = false;  // which branches no example reaches
};

struct FmtRequest {
    std::vector<std::string> paths;
    std::optional<Language> language;  // of the scheme's own words; none: as they are written
    bool only_check = false;
    bool to_standard_output = false;
};

constexpr std::string_view paid_file = "paid";  // as options call it
struct ReconcileRequest {
    SchemeChoice scheme;
    DataChoice data;
    DataChoice paid;  // the file of what was paid
    std::optional<std::string> period, level;
    Exact within = 0;                           // differences up to here are none
    ResultFormat format = ResultFormat::table;  // or csv, json
    std::string out;
};

struct AuditVerifyRequest {
    std::string path;               // a manifest, or a pack
    std::vector<std::string> data;  // where the inputs lie now: folders, `level=FILE`
    std::size_t threads = 0;
    bool json = false;
};

struct AuditPackRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::optional<std::string> key, period, level;
    std::string path = "pay";
    std::string out;
};

struct NewRequest {
    std::string folder;  // empty: which schemes there are
    std::string from;
};

struct HelpRequest {
    std::string topic;  // empty: the commands
};

struct VersionRequest {
    bool json = false;
};

// What a shell offers behind `accrue`.
struct OfferedCommand {
    std::string name;
    std::vector<std::string> flags;    // options alone, as `--json`
    std::vector<std::string> options;  // with a value behind them, as `--data`
};
enum class Shell { bash, zsh, fish };
struct CompletionRequest {
    Shell shell = Shell::bash;
    std::vector<OfferedCommand> commands;
};

struct WelcomeRequest {};  // `accrue` alone

using Request =
    std::variant<WelcomeRequest, HelpRequest, VersionRequest, RunRequest, ExplainRequest, CurveRequest,
                 SolveRequest, WhatIfRequest, CompareRequest, StatementsRequest, CorrectionsRequest,
                 StatusRequest, CheckRequest, InspectRequest, TestRequest, FmtRequest, NewRequest,
                 ReconcileRequest, AuditVerifyRequest, AuditPackRequest, CompletionRequest>;

}  // namespace accrue::cli
