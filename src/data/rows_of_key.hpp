// data/rows_of_key.hpp — One key's rows out of a long history, without reading the others: where a scheme
// pays each key for itself, the files are searched for the key's bytes and only what is found is read.
#pragma once

#include <optional>

#include "data/read.hpp"

namespace accrue::data {

struct KeyHistory {
    ReadHistory read;  // of the key's rows, and of the first ones of each file, which help to tell how it is
                       // written; what is to be said of all rows is not said
    std::size_t rows = 0;     // of the key
    std::uint64_t bytes = 0;  // of the files that were searched
};
// Nothing when other rows count too, when what was found does not tell how to read it, when there is no such
// key, or when all files are shorter than `least_bytes`: then the history must be read as a whole. Values and
// places are those of the whole; the texts that were read are added to `sources` under the files' names.
std::optional<KeyHistory> read_rows_of_key(const core::Scheme& scheme, const std::vector<DataFile>& files,
                                           Sources& sources, const Wishes& wishes, const std::string& key,
                                           std::uint64_t least_bytes, Workers& workers);

}  // namespace accrue::data
