// data/spellings.hpp — Texts as numbers: each spelling is looked at once, however many cells repeat it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::data {

// Different texts, numbered from 0 in the order in which they come.
class Spellings {
  public:
    std::uint32_t number(std::string_view text);
    std::size_t size() const { return texts_.size(); }
    const std::string& operator[](std::uint32_t number) const { return texts_[number]; }
    std::vector<std::string> release() { return std::move(texts_); }

  private:
    void grow();

    std::vector<std::string> texts_;
    std::vector<std::uint64_t> hashes_;  // by number
    std::vector<std::uint32_t> slots_;   // number + 1, or 0; a power of two of them
    std::uint32_t last_ = 0;
};

// What equal texts have in common (D40); ASCII at once.
std::string equality_form(std::string_view text);

}  // namespace accrue::data
