// data/block_loops_v3.hpp — The loops of reading for x86-64-v3 (AVX2) and, where it is worth it, x86-64-v4
// (AVX-512 with VBMI2).
#pragma once

#include "data/block_loops.hpp"

#define ACCRUE_V3 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define ACCRUE_V4 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")))

namespace accrue::data::v3 {

void find_rows(Block& block, const char* last, const char* end, char delimiter);
std::size_t read_numbers(const Block& block, std::size_t column, std::size_t row, const PlainNumbers& numbers,
                         std::int64_t* values);
bool is_utf8_text(std::string_view bytes);

}  // namespace accrue::data::v3

namespace accrue::data::v4 {

void find_rows(Block& block, const char* last, const char* end, char delimiter);

}  // namespace accrue::data::v4
