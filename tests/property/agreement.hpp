// tests/property/agreement.hpp — Do the columns say what the reference says, of every definition in every
// row?
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::property {

// A scheme with its rows, and how many rows a vector holds.
struct Trial {
    core::Scheme scheme;
    std::vector<data::GivenRow> rows;
    data::GivenReferences references;
    std::size_t vector_rows = 1024;
    std::size_t threads = 1;
    // What the same runner has run before; empty: nothing.
    std::vector<data::GivenRow> rows_before{};
    data::GivenReferences references_before{};
    bool also_paid = false;  // run it once more, keeping only what is paid
};

// What has been seen, by name: kinds, operations, states, paths.
using Seen = std::map<std::string, std::size_t>;

// The first place where they differ, in words; nothing when they agree. Adds what it met to `seen`.
std::optional<std::string> disagreement(const Trial& trial, Seen& seen);

// The smallest trial, reached by leaving things out, that still disagrees.
Trial shrunk(Trial trial);

// The scheme and its rows as text.
std::string printed(const Trial& trial);

}  // namespace accrue::property
