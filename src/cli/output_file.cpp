#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/messages/phrases.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, int error) {
    throw Stop{Exit::io, phrase(Phrase::cannot_write, path, system_words(error)), ""};
}

std::string real_path(const std::string& path) {
    std::error_code trouble;
    const auto real = files::weakly_canonical(files::absolute(path), trouble);
    return trouble ? path : real.string();
}

// Of the file that is replaced; of a new file what the umask leaves of read and write.
mode_t wanted_mode(const std::string& path) {
    struct stat old{};
    if (stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
    const auto mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

void sync_folder(const files::path& folder) {
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

}  // namespace

OutputFile::OutputFile(const std::string& path) : path_(real_path(path)) {
    std::error_code ignored;
    if (files::exists(path_, ignored) && !files::is_regular_file(path_, ignored)) {
        stream_.open(path_, std::ios::binary);
        if (!stream_) cannot_write(path, errno);
        return;
    }
    const files::path place(path_);
    temporary_ = (place.parent_path() / fmt::format(".{}.XXXXXX", place.filename().string())).string();
    descriptor_ = mkstemp(temporary_.data());
    if (descriptor_ < 0) {
        const int error = errno;
        temporary_.clear();
        cannot_write(path, error);
    }
    stream_.open(temporary_, std::ios::binary);
    if (!stream_) cannot_write(path, errno);
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
}

void OutputFile::commit() {
    errno = 0;
    stream_.close();
    if (stream_.fail()) cannot_write(path_, errno == 0 ? EIO : errno);
    if (temporary_.empty()) return;
    if (fchmod(descriptor_, wanted_mode(path_)) != 0 || fsync(descriptor_) != 0) cannot_write(path_, errno);
    if (rename(temporary_.c_str(), path_.c_str()) != 0) cannot_write(path_, errno);
    temporary_.clear();
    sync_folder(files::path(path_).parent_path());
}

void write_results(Session& session, const std::string& path,
                   const std::function<void(std::ostream&)>& write) {
    if (path.empty() || path == "-") {
        write(session.out);
        session.out.flush();  // before messages that come after the results
        return;
    }
    OutputFile file(path);
    write(file.stream());
    file.commit();
}

}  // namespace accrue::cli
