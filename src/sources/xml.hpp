// sources/xml.hpp — XML of a workbook's part as a stream of elements. Names lose the prefix of their name
// space; documents that declare a type or entities of their own are refused, nothing outside the part is ever
// read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sources/archive.hpp"

namespace accrue::sources {

class Attributes {
  public:
    explicit Attributes(const char** names_and_values) : items_(names_and_values) {}
    // Empty when there is none.
    std::string_view operator[](std::string_view name) const;
    bool is_on(std::string_view name) const;  // `1`, `true`

  private:
    const char** items_;
};

class Elements {
  public:
    virtual ~Elements() = default;
    virtual void begin(std::string_view name, const Attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view part) = 0;  // between tags, perhaps in pieces
};

// Throws `Failure`. Reads at most so many bytes.
void read_xml(const Archive& archive, const std::string& part, std::uint64_t most, Elements& elements);

// A whole number as attributes hold it; `otherwise` when the text is none.
std::uint32_t whole_number(std::string_view text, std::uint32_t otherwise);

}  // namespace accrue::sources
