// cli/requests.hpp — What the command line asks for, one structure a command.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/language.hpp"
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
};

enum class ResultFormat { table, csv, json };

struct RunRequest {
    SchemeChoice scheme;
    DataChoice data;
    ResultFormat format = ResultFormat::table;
    bool wide = false;  // a table even where it is wider than the terminal
    std::optional<std::string> key, period, level;
    std::string out;  // empty: standard output
};

struct ExplainRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::optional<std::string> key, period, level;
    std::string path = "pay";
    bool json = false;
    std::string out;
};

struct CheckRequest {
    SchemeChoice scheme;
    DataChoice data;  // no paths: the scheme alone
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

struct WelcomeRequest {};  // `accrue` alone

using Request = std::variant<WelcomeRequest, HelpRequest, VersionRequest, RunRequest, ExplainRequest,
                             CheckRequest, TestRequest, FmtRequest, NewRequest>;

}  // namespace accrue::cli
