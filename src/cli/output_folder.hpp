// cli/output_folder.hpp — A folder of files that is there whole or not at all: filled under a hidden name
// beside its place, then renamed. A folder that was written before is replaced, in one step where the
// file system knows how, and keeps its mode; one that holds anything else is left alone.
#pragma once

#include <string>
#include <string_view>

namespace accrue::cli {

class OutputFolder {
  public:
    // `generator` is what the head of each file says of who wrote it. Stops when something else stands at the
    // path, or when there is nowhere to write.
    OutputFolder(const std::string& path, std::string_view generator);
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;
    ~OutputFolder();  // without `commit` nothing has changed

    // A file of the folder, whole; from any thread.
    void write(const std::string& name, std::string_view bytes) const;
    void commit();

  private:
    std::string path_, shown_;
    std::string temporary_;
    int descriptor_ = -1;
};

}  // namespace accrue::cli
