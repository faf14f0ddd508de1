// report/piece.hpp — A text of a line. Most are short: then one block of a known size is copied, whatever the
// text's own size is.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace accrue::report {

struct Piece {
    static constexpr std::size_t short_size = 16;

    std::array<char, short_size> bytes{};  // the text, when it is short
    const char* begin = nullptr;           // when it is long: it must stay where it is
    std::size_t size = 0;

    Piece() = default;
    explicit Piece(std::string_view text) : begin(text.data()), size(text.size()) {
        if (size <= short_size) std::memcpy(bytes.data(), begin, size);
    }
    // Its end. Touches no more than its size and `short_size` bytes.
    char* put(char* place) const {
        if (size <= short_size) {
            std::memcpy(place, bytes.data(), short_size);
        } else {
            std::memcpy(place, begin, size);
        }
        return place + size;
    }
};

}  // namespace accrue::report
