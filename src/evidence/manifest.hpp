// evidence/manifest.hpp — What a result was made of and what it came to, `accrue.manifest/1`: enough to make
// it again and to see that it is the same. No clock, no machine, no path that nobody typed: the same inputs
// give the same manifest, in any order of their rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/read.hpp"
#include "evidence/sha256.hpp"

namespace accrue::evidence {

// Bytes that can be known again.
struct Fingerprint {
    std::optional<std::uint64_t> size;
    std::string sha256;
};
Fingerprint fingerprint(std::string_view bytes);

struct SchemeText {
    std::string name;  // as it was asked for
    std::string text;
};
struct Input {
    std::string name;
    Fingerprint
        bytes;  // of the file as it lies there; of a database's table, of the text that it was read as
    data::Understood understood;
};
struct ParamValue {
    std::string name;
    std::optional<Date> from;  // none: has always held
    std::string written;       // as the scheme says it
};
struct ComponentTotal {
    std::string level, component;
    std::string amount;  // exact
};
// A file, or a table of a database.
struct ResultPlace {
    std::string name;
    std::string form;  // `csv`
    std::uint64_t rows = 0;
    Fingerprint bytes;  // of a table: its rows as lines of PostgreSQL's COPY text, without a size
};

struct Manifest {
    std::string version;  // of the program
    std::vector<std::pair<std::string, std::string>>
        options;                      // that change what comes out: `month`, `2026-03`
    std::vector<SchemeText> schemes;  // the one that was run, then those it uses
    std::string currency;
    std::vector<ParamValue> params;  // that held in some period of the data
    std::vector<Input> inputs;
    std::vector<ComponentTotal> totals;
    std::vector<ResultPlace> results;
};

// One object, indented by two blanks, a line break behind it.
std::string manifest_json(const Manifest& manifest);

// The params of the scheme that held on some day from `first` to `last`.
std::vector<ParamValue> params_between(const core::Scheme& scheme, const Sources& sources, Date first,
                                       Date last);

}  // namespace accrue::evidence
