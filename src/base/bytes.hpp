// base/bytes.hpp — The bytes of a file. Those of a large file stay in it and are mapped into memory; small
// files and pipes are copied. An opened file can be asked whether somebody has changed it since.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace accrue {

class Bytes {
  public:
    explicit Bytes(std::string copied) : copied_(std::make_shared<const std::string>(std::move(copied))) {}

    std::string_view view() const;
    // The same bytes, of the same file whatever its name leads to by now: what is released there stays in
    // memory here. Nothing is copied.
    Bytes again() const;
    // These are not needed for now: memory that only repeats the file is given back, whole pages of it. They
    // are there again when they are read again.
    void release(std::size_t begin, std::size_t end) const;

  private:
    friend class OpenFile;
    class Mapping;  // keeps its file open
    explicit Bytes(std::shared_ptr<const Mapping> mapping) : mapping_(std::move(mapping)) {}

    std::shared_ptr<const std::string> copied_;
    std::shared_ptr<const Mapping> mapping_;
};

// A file or a pipe that is open for reading.
class OpenFile {
  public:
    // Nothing when it cannot be opened, with `errno` set.
    static std::optional<OpenFile> at(const std::string& path);
    // Standard input; what was read of it before is not read again.
    static std::optional<OpenFile> standard_input();

    // All that is in it; nothing when it cannot be read, with `errno` set.
    std::optional<Bytes> bytes() const;
    // Has the file still the size and the time of its last change that it had when it was opened? A pipe has.
    bool is_unchanged() const;

  private:
    friend class Bytes;
    class Descriptor;
    // What shows that a file was written to. A name that is given to another file changes nothing here.
    struct Stamp {
        std::int64_t size = 0, seconds = 0, nanoseconds = 0;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    static std::optional<OpenFile> of(std::shared_ptr<const Descriptor> descriptor, std::string name);
    std::optional<Bytes> copied() const;
    std::optional<Bytes> mapped() const;

    std::string name_;
    std::shared_ptr<const Descriptor> descriptor_;
    bool is_regular_ = false;
    Stamp stamp_;
};

// All bytes of a file, copied; nothing with `errno` set when it cannot be read.
std::optional<std::string> read_file(const std::string& path);

// The name of the file that is mapped at this address, or null: somebody made the file shorter when reading
// there fails. For signal handlers.
const char* mapped_file_at(const void* address);

}  // namespace accrue
