// cli/recorded_places.hpp — Where the files lie now that a manifest or a pack names as they were asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "evidence/recorded.hpp"

namespace accrue::cli {

// What `--data` says of the inputs of a run. `LEVEL=FILE` is of that level; a FILE of the input that has its
// name or its bytes, and where the run read one file only, of that one (a manifest cannot hold a name that is
// no UTF-8); a folder of all that have their file in it.
class SaidPlaces {
  public:
    // Stops where a place is not there, or stands for nothing that the run read.
    SaidPlaces(const std::vector<std::string>& data, const std::vector<evidence::RecordedInput>& inputs);

    bool empty() const { return said_.empty(); }
    // Nothing where none of them has it. Of a table, its address.
    std::optional<std::string> of(const evidence::RecordedInput& input) const;

  private:
    enum class Kind : std::uint8_t { level, file, folder };
    struct Said {
        Kind kind;
        std::string level;        // of `LEVEL=FILE`
        std::string file, table;  // the table with its `#`
    };
    bool is_of(const Said& said, const evidence::RecordedInput& input) const;
    void refuse_useless(const Said& said, const std::vector<evidence::RecordedInput>& inputs) const;

    std::vector<Said> said_;
    bool is_file_known_ = false;  // whatever it is called: one was read, and one is said
};

// From the folder in which accrue was called, which the result's own place tells; beside the manifest; or, of
// inputs, where `--data` says and nowhere else. A result is first of all the one beside the manifest.
class RecordedPlaces {
  public:
    // `proof`: the manifest, or the pack. Stops as `SaidPlaces` does.
    RecordedPlaces(const std::string& proof, const evidence::Recorded& recorded,
                   const std::vector<std::string>& data);

    // Nothing where it lies nowhere. Of a table, its address.
    std::optional<std::string> input(const evidence::RecordedInput& input) const;
    std::optional<std::string> scheme(const std::string& name) const;
    std::optional<std::string> result(const std::string& name) const;
    bool are_inputs_said() const { return !said_.empty(); }

  private:
    std::optional<std::string> beside(const std::string& name) const;

    std::filesystem::path proof_;
    std::vector<std::filesystem::path> folders_;  // the likeliest first
    SaidPlaces said_;
};

// `shop.sqlite#payments` into the file and the table with its `#`: by the database or workbook that is there,
// else by the name alone. Both may have a `#` in their own names.
std::pair<std::string, std::string> file_and_table(const std::string& name);

// As it was asked for, and where that is elsewhere, the place in which it was found: `x.csv (archive/x.csv)`.
std::string shown_at(const std::string& name, const std::string& place);

}  // namespace accrue::cli
