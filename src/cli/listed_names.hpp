// cli/listed_names.hpp — Names of levels, files and tables, as the command line looks for them and lists
// them.
#pragma once

#include <string>
#include <vector>

namespace accrue::cli {

// `a`, `b`, `c` …: the first five.
std::string listed(const std::vector<std::string>& names);

// The one that counts as the same name (`data::is_same_name`).
const std::string* same_name(const std::vector<std::string>& names, const std::string& wanted);

// `level=FILE` into its halves; a file whose own name has a `=` is meant as it stands.
struct NamedPath {
    std::string level, path;
};
NamedPath named_path(const std::string& text);

}  // namespace accrue::cli
