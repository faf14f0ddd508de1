// loaded.hpp — A scheme and its data from files, whole, for the programs that measure or check what is
// computed of them.
#pragma once

#include <string>
#include <vector>

#include "base/source.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"
#include "data/parts.hpp"

namespace accrue::bench {

struct Loaded {
    Sources sources;
    core::Scheme scheme;
    std::vector<data::DataFile> files;
    data::History history;

    Loaded() = default;
    Loaded(const Loaded&) = delete;  // the history's cells stand in `sources`
    Loaded& operator=(const Loaded&) = delete;

    // Throws with the messages when there is a mistake. A file is `person=FILE`.
    void load(const std::string& scheme_path, const std::vector<std::string>& paths);
    // The same rows cut as `accrue run` cuts them, a part for about so many bytes of the files.
    std::vector<data::PartHolder> parts(std::uint64_t bytes) const;
    // The level that is paid and what it is paid in all.
    core::DefinitionId pay() const;
};

}  // namespace accrue::bench
