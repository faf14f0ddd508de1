// data/unpack.hpp — Files that gzip or zstd has packed, told by their first bytes, whatever their names say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "data/origin.hpp"

namespace accrue::data {

Compression compression_of(std::string_view bytes);

// Packed data that grow beyond this are taken for an attempt to fill the memory: a hundred times their size,
// but at least 1 GiB.
std::size_t most_unpacked(std::size_t packed_size);

struct Unpacked {
    // How it ended: at the end of the data, too early, at a byte that cannot be unpacked, before something
    // else that follows, or at the limit.
    enum class End { whole, cut_off, damaged, other_data, too_long };

    std::string text;  // as far as it could be unpacked
    End end = End::whole;
    std::size_t place = 0;  // in the packed data, where it ended
};

// All members (gzip) or frames (zstd) one after the other. Zero bytes behind them are padding.
Unpacked unpacked(std::string_view bytes, Compression compression, std::size_t most);

}  // namespace accrue::data
