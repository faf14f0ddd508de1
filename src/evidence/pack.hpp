// evidence/pack.hpp — One amount with all that it takes to compute it again elsewhere: schemes, the rows that
// were needed, and the trace, in one file. `accrue.pack/1` is its manifest.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "data/excerpt.hpp"
#include "evidence/archive.hpp"
#include "evidence/manifest.hpp"

namespace accrue::evidence {

struct PackedScheme {
    std::string name;  // as it was asked for
    std::string text;
};
struct PackedInput {
    std::string name;  // as it was asked for
    std::string of;    // the level or reference
    data::Layout layout = data::Layout::found;
    char delimiter = ',';
    std::string encoding = "UTF-8";  // of the whole file
    Fingerprint original;            // of the whole file; of a table, of the text that it was read as
    std::size_t rows = 0;            // of the whole file
    data::Excerpt part;
};
// The trace in its forms, by file name.
using PackedTraces = std::map<std::string, std::string>;

struct Pack {
    std::string version;
    Language language = Language::english;       // of the traces
    std::map<std::string, std::string> options;  // of reading, as in a manifest
    std::string key, period, level, path;        // of the amount
    std::string amount;                          // exact
    std::vector<std::string> others;             // whose rows are inside besides
    std::vector<PackedScheme> schemes;
    std::vector<PackedInput> inputs;
    PackedTraces traces;
};

std::vector<ArchivedFile> pack_files(const Pack& pack);

// What was found amiss with the files of a pack.
enum class PackedFlaw : std::uint8_t { none, changed, absent, unknown };
struct PackedFile {
    std::string name;
    PackedFlaw flaw = PackedFlaw::none;
};
struct ReadPack {
    Pack pack;
    std::vector<PackedFile> files;  // all that are in it or should be, but its manifest
};
// Throws `NoManifest`.
ReadPack read_pack(const std::vector<ArchivedFile>& files);

}  // namespace accrue::evidence
