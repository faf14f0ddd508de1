// data/recognise.hpp — In which encoding bytes are written, as far as they show it themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/origin.hpp"

namespace accrue::data {

// A byte order mark at the beginning.
struct Mark {
    Encoding encoding;
    std::size_t length;
};
std::optional<Mark> mark_of(std::string_view bytes);

// UTF-16 without a mark: the halves of Latin and Russian letters, digits and signs that are nearly all 0
// or 4.
std::optional<Encoding> unmarked_utf_16(std::string_view bytes);

// The first Russian word in UTF-8, of two letters at least: no other encoding of Russian looks so by chance.
std::string_view utf_8_word(std::string_view bytes);

// Of bytes that are not all UTF-8: is a part of them? A text that was damaged, or joined from two.
bool is_partly_utf_8(std::string_view bytes);

// A Russian text in one of the one-byte encodings: readings, the likeliest first. Letters that are frequent
// in Russian, small ones inside of words and words of one alphabet speak for a reading.
struct Reading {
    Encoding encoding;
    std::string example;     // a word of the text as this reading has it
    std::string_view bytes;  // and as it stands in the file
};
struct Readings {
    std::vector<Reading> all;
    bool is_clear = false;    // no other than the first is likely
    bool is_russian = false;  // the first gives Russian words
};
Readings russian_readings(std::string_view bytes);

}  // namespace accrue::data
