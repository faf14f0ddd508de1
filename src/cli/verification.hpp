// cli/verification.hpp — What `accrue audit verify` looked at and found, one check a thing, for people and
// for machines.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace accrue::cli {

// `noted` proves nothing and disproves nothing.
enum class CheckStatus : std::uint8_t { same, changed, absent, noted };
std::string_view to_text(CheckStatus status);

enum class Checked : std::uint8_t {
    manifest,
    program,
    options,
    scheme,
    input,
    rerun,
    totals,
    result,
    packed,
    trace,
};

// One difference inside what was checked: a line, or one of its cells.
struct Discrepancy {
    std::size_t line = 0;     // of what is there now; 0: it has no such line
    std::string row, column;  // of a cell: whose it is
    std::optional<std::string> kept, computed;
    std::string says;  // in words
};
struct Check {
    Checked checked;
    CheckStatus status = CheckStatus::same;
    std::string name = {};                      // of the file; may be empty
    std::string says = {};                      // one line
    std::vector<std::string> notes = {};        // more lines
    std::vector<Discrepancy> differences = {};  // the first ones
    std::size_t lines = 0;                      // that differ in all
};
struct Verification {
    std::string of;  // the manifest or the pack
    std::vector<Check> checks;
    std::string verdict_when_proved;

    std::size_t failed() const;  // how many checks found a difference
    bool is_proved() const { return failed() == 0; }
};

constexpr std::size_t most_discrepancies = 10;  // of one check that are told one by one

void write_text(std::ostream& out, const Verification& verification, Colour colour);
// One object, `accrue.verification/1`, a line break behind it.
void write_json(std::ostream& out, const Verification& verification, std::string_view version);

}  // namespace accrue::cli
