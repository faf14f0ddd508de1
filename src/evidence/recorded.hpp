// evidence/recorded.hpp — A manifest read back: what somebody needs who wants to make its result again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/manifest.hpp"

namespace accrue::evidence {

struct RecordedScheme {
    std::string name, text, sha256;
    // Does the text have the hash that stands beside it?
    bool is_intact() const { return evidence::sha256(text) == sha256; }
};
struct RecordedInput {
    std::string name, of;
    Fingerprint bytes;
    std::string encoding;
};
struct RecordedResult {
    std::string name, form;
    std::uint64_t rows = 0;
    Fingerprint bytes;
};
struct Recorded {
    std::string version;
    std::map<std::string, std::string> options;
    std::vector<RecordedScheme> schemes;
    std::vector<RecordedInput> inputs;
    std::vector<ComponentTotal> totals;
    std::vector<ParamValue> params;
    std::vector<RecordedResult> results;
    // What else it tells, which the same run tells again: the currency, the params, and of each input its
    // rows, keys, periods and dialect. JSON.
    std::string told;
};
// The first place at which two of them tell otherwise, `params/0/value`, and what each says there; nothing
// where they tell the same. Inputs are held against those with the same bytes, whatever they are called and
// so in whatever order they stand.
struct ToldOtherwise {
    std::string place, one, other;
};
std::optional<ToldOtherwise> told_otherwise(const Recorded& one, const Recorded& other);

// Thrown where a text is no `accrue.manifest/1`; `what` is the field, or the schema that it names.
struct NoManifest {
    std::string what;
};
Recorded recorded(std::string_view json);

}  // namespace accrue::evidence
