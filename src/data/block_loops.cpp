#include "data/block_loops_v3.hpp"

#include <cstring>

#include "base/text.hpp"

namespace accrue::data {
namespace any_machine {
namespace {

// Where the row behind one of `block.width` cells begins, or null when the row is none for a block; writes
// where its cells begin.
const char* row_behind(Block& block, const char* begin, const char* end, char delimiter) {
    auto* next = block.begins.data() + block.rows * block.width;
    const auto* const last = next + block.width;
    bool is_blank = true;
    for (const char* place = begin; place != end; ++place) {
        const char byte = *place;
        const bool ends_row = byte == '\n';
        if (byte == delimiter || ends_row) {
            if (next == last || ends_row != (next + 1 == last)) return nullptr;
            *++next = static_cast<std::uint32_t>(place + 1 - block.base);
            if (ends_row) return is_blank ? nullptr : place + 1;
        } else if (byte == '"' || byte == '\0' || (byte == '\r' && place[1] != '\n')) {
            return nullptr;
        } else {
            is_blank = is_blank && (byte == ' ' || byte == '\t' || byte == '\r');
            block.is_ascii = block.is_ascii && static_cast<unsigned char>(byte) < 0x80;
        }
    }
    return nullptr;
}

void find_rows(Block& block, const char* last, const char* end, char delimiter) {
    block.is_ascii = true;
    block.begins.resize(block.room() * block.width + 1);
    block.begins[0] = 0;
    const char* place = block.base;
    while (block.rows < block.room() && place < last) {
        place = row_behind(block, place, end, delimiter);
        if (place == nullptr) return;
        ++block.rows;
    }
}

// Cells are read one by one anyway.
std::size_t read_numbers(const Block& /*block*/, std::size_t /*column*/, std::size_t /*row*/,
                         const PlainNumbers& /*numbers*/, std::int64_t* /*values*/) {
    return 0;
}

bool is_utf8_text(std::string_view bytes) {
    return (bytes.empty() || std::memchr(bytes.data(), 0, bytes.size()) == nullptr) && !invalid_utf8(bytes);
}

}  // namespace

const BlockLoops block_loops{find_rows, read_numbers, is_utf8_text};

}  // namespace any_machine

std::vector<BlockLoops> usable_block_loops() {
    std::vector<BlockLoops> usable = {any_machine::block_loops};
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) return usable;
    usable.push_back({v3::find_rows, v3::read_numbers, v3::is_utf8_text});
    const bool has_v4 = __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512vbmi2");
    if (has_v4) usable.push_back({v4::find_rows, v3::read_numbers, v3::is_utf8_text});
#endif
    return usable;
}

const BlockLoops& block_loops() {
    static const BlockLoops best = usable_block_loops().back();
    return best;
}

}  // namespace accrue::data
