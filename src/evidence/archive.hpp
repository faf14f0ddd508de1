// evidence/archive.hpp — Several files in one, as a ZIP archive that is the same whenever it is made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accrue::evidence {

struct ArchivedFile {
    std::string name, text;
};

// Thrown where bytes are no archive, or one that nobody should expand: `what` in the words of its library.
struct NoArchive {
    std::string what;
};

// In their order, all of one moment long ago.
std::string archived(const std::vector<ArchivedFile>& files);
// Together at most so many bytes.
std::vector<ArchivedFile> from_archive(std::string_view bytes, std::uint64_t most);

bool is_archive(std::string_view bytes);

}  // namespace accrue::evidence
