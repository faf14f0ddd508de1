// cli/file_options.hpp — What the command line says of how files are written, of all of them or of one:
// `--encoding cp866 --encoding payment=windows-1251`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data/origin.hpp"
#include "data/read.hpp"

namespace accrue::cli {

// A file as options name it: by its path or its own name, or by what it is named after.
struct FileNames {
    std::string level, path;
};
// What a name means of a file; the nearest decides.
enum class Meant : std::uint8_t { nothing, all, its_level, its_name, itself };
Meant meant_by(const std::string& name, const FileNames& file);

template <typename Value>
struct ByFile {
    std::map<std::string, Value> said = {};  // by name; of all by the empty one

    std::optional<Value> of(const FileNames& file) const {
        std::optional<Value> nearest;
        auto meant = Meant::nothing;
        for (const auto& [name, value] : said) {
            const auto nearness = meant_by(name, file);
            if (nearness <= meant) continue;
            meant = nearness;
            nearest = value;
        }
        return nearest;
    }
};

struct FileOptions {
    ByFile<data::Encoding> encoding = {};
    ByFile<char> delimiter = {};
    ByFile<std::size_t> skip_lines = {}, skip_last_lines = {};

    data::LaidOut laid_out(const FileNames& file) const;
};

// As they stand on the command line, `payment=cp866` or `cp866`. Refuses what is no value, or is said twice.
struct FileOptionsGiven {
    std::vector<std::string> encoding = {}, delimiter = {}, skip_lines = {}, skip_last_lines = {};
};
FileOptions file_options(const FileOptionsGiven& given);

void refuse_options_of_no_file(const FileOptions& options, const std::vector<FileNames>& all);

// The path as no other file is named: `./may.csv` is not `april/may.csv`.
std::string by_path(const std::string& path);

// How an option names this one of all files: not at all where it is alone.
std::string called(const FileNames& file, const std::vector<FileNames>& all);

}  // namespace accrue::cli
