// cli/output_file.hpp — A file that is there whole or not at all: written beside its place, synced, then
// renamed. Whenever the program ends, the old file or the whole new one is there.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/session.hpp"
#include "report/writer.hpp"

namespace accrue::cli {

// Who writes the bytes: `write`, or a library that wants the name of a file.
enum class Filled { by_write, by_name };

class OutputFile : public report::Sink {
  public:
    // Stops when the folder cannot be written to, or a database is there.
    explicit OutputFile(const std::string& path, Filled filled = Filled::by_write);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile() override;  // without `commit` the old file stays

    void write(std::string_view bytes) override;
    // Of a file that is filled by name: where it is filled.
    const std::string& name() const { return temporary_; }
    // No regular file, but a device or a pipe: it is written in place, by name only once all is there.
    bool is_in_place() const { return is_in_place_; }

    // All bytes are on the disk, beside the place; what is left of `commit` fails only where the folder does.
    void sync();
    void commit();
    // Nothing was there; false when by now something is, which then stays, and so does what was written.
    bool commit_as_new();

  private:
    void open_beside(Filled filled);
    void open_aside();
    void open_in_place();
    void flush();
    void put(std::string_view bytes);
    void put_aside();
    void give_name();
    void settle();

    std::string path_;       // symbolic links followed
    std::string shown_;      // as it was asked for
    std::string temporary_;  // empty while the new file has no name
    std::string buffer_;
    int descriptor_ = -1;
    bool is_in_place_ = false, is_synced_ = false;
};

// Stops where a database is: a text in its place would be the end of all its tables.
void keep_database(const std::string& path, const std::string& hint);

// What a writer could not do becomes a message and the end of the command.
[[noreturn]] void stop_unwritten(const std::string& place, const report::NotWritten& why);

// In the same folder, hidden, a name that begins like that of the place and has the tail.
std::string hidden_beside(const std::filesystem::path& place, std::string_view tail);

// The mode of what is replaced; of what is new what the umask leaves of `of_new`.
mode_t wanted_mode(const std::string& path, mode_t of_new);

// Stops where the result, or the manifest beside it, would take the place of a file that was read.
void refuse_input_as_result(const Session& session, const std::string& path);

// The result, which lies ready, gets its place, and its manifest stands beside. An old manifest goes first:
// between the steps there may be a result without one, but never one that tells of another result.
void commit_both(OutputFile& result, const std::string& path, const std::string& manifest);
// Without a manifest: one that is there tells of what is no longer there.
void commit_alone(OutputFile& result, const std::string& path);

// Lets `write` fill the file, or standard output when `path` is empty. Stops on what `write` cannot write.
void write_results(Session& session, const std::string& path,
                   const std::function<void(std::ostream&)>& write);

}  // namespace accrue::cli
