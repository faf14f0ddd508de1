// data/incoming.hpp — The bytes of a data file on their way in: unpacked, decoded, and put among the sources
// as UTF-8 text. Most files are that already and stay where they are.
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.hpp"
#include "base/language.hpp"
#include "data/origin.hpp"

namespace accrue::data {

// What is known of a file's encoding besides its bytes.
struct EncodingWish {
    std::optional<Encoding> said;        // on the command line
    std::string called = {};             // as in `DataFile`
    Language texts = Language::english;  // what old texts here are probably written in
};

struct Incoming {
    SourceId source;
    Origin origin;
    Diagnostics diagnostics;  // with an error: the text is not to be read
};
Incoming take_in(std::string name, Bytes bytes, const EncodingWish& wish, Sources& sources);

}  // namespace accrue::data
