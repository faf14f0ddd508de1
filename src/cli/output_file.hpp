// cli/output_file.hpp — A file that is there whole or not at all: written beside its place, synced, then
// renamed.
#pragma once

#include <fstream>
#include <functional>
#include <iosfwd>
#include <string>

#include "cli/session.hpp"

namespace accrue::cli {

class OutputFile {
  public:
    explicit OutputFile(const std::string& path);  // stops when the folder cannot be written to
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();  // without `commit` the old file stays

    std::ostream& stream() { return stream_; }
    void commit();

  private:
    std::string path_;       // symbolic links followed
    std::string temporary_;  // empty when `path_` is no regular file and is written in place
    int descriptor_ = -1;
    std::ofstream stream_;
};

// Lets `write` fill the file, or standard output when `path` is empty.
void write_results(Session& session, const std::string& path,
                   const std::function<void(std::ostream&)>& write);

}  // namespace accrue::cli
