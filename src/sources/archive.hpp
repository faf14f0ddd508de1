// sources/archive.hpp — The parts of a workbook's ZIP archive, expanded piece by piece.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct zip;

namespace accrue::sources {

class Archive {
  public:
    // `name` stands in messages. Throws `Failure` when it is no archive.
    Archive(const std::string& path, std::string name);

    // The name in the archive of a part, for which case and the kind of slash do not matter.
    bool has(const std::string& part) const;
    // Each piece in its order. Throws `Failure` when the part is damaged, locked or not there, and when it is
    // larger than so many bytes.
    void read(const std::string& part, std::uint64_t most,
              const std::function<void(std::string_view)>& take) const;
    std::string text(const std::string& part, std::uint64_t most) const;

    [[noreturn]] void fail_damaged(const std::string& what) const;
    const std::string& name() const { return name_; }

  private:
    struct Close {
        void operator()(zip* archive) const;
    };
    std::int64_t find(const std::string& part) const;

    std::string name_;
    std::unique_ptr<zip, Close> archive_;
};

}  // namespace accrue::sources
