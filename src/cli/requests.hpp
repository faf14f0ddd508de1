// cli/requests.hpp — What the command line asks for, one structure a command.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/language.hpp"
#include "cli/result_place.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// A scheme file, or the text behind `-e`.
struct SchemeChoice {
    std::string path;
    std::optional<std::string> text;
};

// `--encoding windows-1251 --encoding payment=cp866`
struct EncodingChoice {
    std::optional<data::Encoding> of_all = {};
    std::map<std::string, data::Encoding> of_files = {};  // by what a file is named after
};

struct DataChoice {
    std::vector<std::string> paths;  // files, folders, `-`, `level=FILE`
    data::Wishes wishes;
    EncodingChoice encodings = {};
    std::size_t threads = 0;  // 0: as many as the machine has cores
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

struct ExplainRequest {
    SchemeChoice scheme;
    DataChoice data;
    std::optional<std::string> key, period, level;
    std::string path = "pay";
    std::optional<int> depth = {};  // none: the usual, one step
    bool full = false;
    bool json = false;
    std::string out;
};

struct CheckRequest {
    SchemeChoice scheme;
    DataChoice data;  // no paths: the scheme alone
    bool json = false;
};

struct InspectRequest {  // `accrue data inspect`
    DataChoice data;
    std::optional<SchemeChoice> scheme;  // and what it makes of the data
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
                             CheckRequest, InspectRequest, TestRequest, FmtRequest, NewRequest>;

}  // namespace accrue::cli
