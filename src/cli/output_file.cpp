#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <system_error>
#include <thread>

#include "base/bytes.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/text.hpp"
#include "cli/unfinished_files.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

constexpr std::size_t block = std::size_t{1}
                              << 16U;  // bytes gathered before they are written; parts are longer

[[noreturn]] void cannot_write(const std::string& path, int error) {
    throw Stop{Exit::io, phrase(say::cannot_write, path, system_words(error)), ""};
}

// Also where the last link leads to nothing yet. `/dev/fd/63` is a pipe whose own name leads nowhere. A
// folder that is not there stays in the path, before `..` too, so that the system says it.
std::string real_path(const std::string& path) {
    std::error_code trouble;
    if (files::exists(path, trouble) && !files::is_regular_file(path, trouble)) return path;
    auto place = files::absolute(path, trouble);
    constexpr int most_links = 40;
    for (int i = 0; i < most_links && files::is_symlink(place, trouble); ++i)
        place = place.parent_path() / files::read_symlink(place, trouble);
    if (files::is_symlink(place, trouble)) return path;  // a ring of links
    const auto folder = files::canonical(place.parent_path(), trouble);
    return trouble ? place.string() : (folder / place.filename()).string();
}

void sync_folder(const files::path& folder) {
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
}

std::string manifest_path(const std::string& path) {
    return path + ".manifest.json";
}

// The error, or 0. Some file systems have only links for it.
int renamed_as_new(const std::string& from, const std::string& to) {
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL) return errno;
    if (link(from.c_str(), to.c_str()) != 0) return errno;
    unlink(from.c_str());
    return 0;
}

// While it is held no other run puts files into the folder, so that a result and its manifest come together.
// Somebody may hold the folder for a whole run, as `flock FOLDER accrue …` does: nobody is waited for long.
class HeldFolder {
  public:
    explicit HeldFolder(const files::path& folder)
        : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        constexpr int most_tries = 50;
        constexpr std::chrono::milliseconds pause(10);
        for (int tries = 0; tries < most_tries && is_held_by_other(); ++tries)
            std::this_thread::sleep_for(pause);
    }
    HeldFolder(const HeldFolder&) = delete;
    HeldFolder& operator=(const HeldFolder&) = delete;
    ~HeldFolder() {
        if (descriptor_ >= 0) close(descriptor_);
    }

  private:
    bool is_held_by_other() const {
        return descriptor_ >= 0 && flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    }

    int descriptor_;
};

// Under which a file without a name can be given one; not there in a bare container.
std::string entry_of(int descriptor) {
    return fmt::format("/proc/self/fd/{}", descriptor);
}

}  // namespace

std::string hidden_beside(const files::path& place, std::string_view tail) {
    constexpr std::size_t longest = 100;  // bytes; a name may have 255
    const auto name = place.filename().string();
    std::string head;
    for (const auto letter : characters(name)) {
        if (head.size() + letter.size() > longest) break;
        head += letter;
    }
    return (place.parent_path() / fmt::format(".{}.{}", head, tail)).string();
}

mode_t wanted_mode(const std::string& path, mode_t of_new) {
    struct stat old{};
    if (stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
    const auto mask = umask(0);
    umask(mask);
    return of_new & ~mask;
}

void keep_database(const std::string& path, const std::string& hint) {
    if (sources::is_sqlite(path)) refuse(phrase(say::database_is_there, path), hint);
}

void stop_unwritten(const std::string& place, const report::NotWritten& why) {
    throw Stop{Exit::io, phrase(say::cannot_write, place, why.message), why.hint};
}

OutputFile::OutputFile(const std::string& path, Filled filled) : path_(real_path(path)), shown_(path) {
    std::error_code ignored;
    if (filled == Filled::by_write) keep_database(path, phrase(say::another_file));
    is_in_place_ = files::exists(path_, ignored) && !files::is_regular_file(path_, ignored);
    if (!is_in_place_) {
        open_beside(filled);
        return;
    }
    if (files::is_directory(path_, ignored)) cannot_write(shown_, EISDIR);
    if (access(path_.c_str(), W_OK) != 0) cannot_write(shown_, errno);
    if (filled == Filled::by_name) open_aside();
}

// A library goes back and forth in what it fills, which nobody can in a pipe.
void OutputFile::open_aside() {
    std::error_code trouble;
    const auto folder = files::temp_directory_path(trouble);
    if (trouble) cannot_write(shown_, trouble.value());
    temporary_ = (folder / "accrue-XXXXXX").string();
    const int descriptor = mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor < 0) {
        const int error = errno;
        temporary_.clear();
        cannot_write(folder.string(), error);
    }
    close(descriptor);
    unfinished::remember(temporary_);
}

// As late as there is something to write: whoever reads from a pipe takes the first to close it for the last.
void OutputFile::open_in_place() {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) cannot_write(shown_, errno);
}

// A file without a name leaves nothing behind however the program ends; not every file system has such.
void OutputFile::open_beside(Filled filled) {
    if (filled == Filled::by_write) {
        const auto folder = files::path(path_).parent_path();
        descriptor_ = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor_ >= 0 && access(entry_of(descriptor_).c_str(), F_OK) == 0) return;
        if (descriptor_ >= 0) close(descriptor_);
    }
    temporary_ = hidden_beside(path_, "XXXXXX");
    descriptor_ = mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ >= 0) return unfinished::remember(temporary_);
    const int error = errno;
    temporary_.clear();
    cannot_write(shown_, error);
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (temporary_.empty()) return;
    unlink(temporary_.c_str());
    unfinished::forget(temporary_);
}

void OutputFile::write(std::string_view bytes) {
    if (buffer_.size() + bytes.size() > block) flush();
    if (bytes.size() >= block) return put(bytes);
    buffer_ += bytes;
}

void OutputFile::flush() {
    put(buffer_);
    buffer_.clear();
}

// A write may be cut short, or interrupted by a signal.
void OutputFile::put(std::string_view bytes) {
    if (descriptor_ < 0) open_in_place();
    while (!bytes.empty()) {
        const auto done = ::write(descriptor_, bytes.data(), bytes.size());
        if (done < 0 && errno != EINTR) cannot_write(shown_, errno);
        if (done > 0) bytes.remove_prefix(static_cast<std::size_t>(done));
    }
}

void OutputFile::put_aside() {
    const auto file = OpenFile::at(temporary_);
    const auto bytes = file ? file->bytes() : std::nullopt;
    if (!bytes) cannot_write(shown_, errno);
    put(bytes->view());
}

void OutputFile::sync() {
    flush();
    is_synced_ = true;
    if (is_in_place_ && !temporary_.empty()) put_aside();
    if (is_in_place_) return;
    const auto mode = wanted_mode(path_, 0666);
    if (fchmod(descriptor_, mode) != 0 || fsync(descriptor_) != 0) cannot_write(shown_, errno);
    if (temporary_.empty()) give_name();
}

// A link cannot take the place of another file, so the new file first gets a name beside it.
void OutputFile::give_name() {
    const auto here = entry_of(descriptor_);
    for (int tries = 0; tries < 100; ++tries) {
        temporary_ = hidden_beside(path_, fmt::format("{}-{}", getpid(), tries));
        unfinished::remember(temporary_);
        if (linkat(AT_FDCWD, here.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) == 0) return;
        const int error = errno;
        unfinished::forget(temporary_);
        temporary_.clear();
        if (error != EEXIST) cannot_write(shown_, error);
    }
    cannot_write(shown_, EEXIST);
}

void OutputFile::commit() {
    if (!is_synced_) sync();
    if (is_in_place_) return;
    if (rename(temporary_.c_str(), path_.c_str()) != 0) cannot_write(shown_, errno);
    settle();
}

bool OutputFile::commit_as_new() {
    if (!is_synced_) sync();
    const int error = renamed_as_new(temporary_, path_);
    if (error == EEXIST) return false;
    if (error != 0) cannot_write(shown_, error);
    settle();
    return true;
}

void OutputFile::settle() {
    unfinished::forget(temporary_);
    temporary_.clear();
    sync_folder(files::path(path_).parent_path());
}

void refuse_input_as_result(const Session& session, const std::string& path) {
    refuse_input_as_output(session, path);
    refuse_input_as_output(session, manifest_path(path));
}

void commit_both(OutputFile& result, const std::string& path, const std::string& manifest) {
    result.sync();
    if (result.is_in_place()) return result.commit();
    const auto beside = manifest_path(path);
    OutputFile file(beside);
    file.write(manifest);
    file.sync();
    const HeldFolder folder(files::absolute(beside).parent_path());
    unlink(beside.c_str());
    result.commit();
    file.commit();
}

void commit_alone(OutputFile& result, const std::string& path) {
    result.sync();
    if (result.is_in_place()) return result.commit();
    const auto beside = manifest_path(path);
    const HeldFolder folder(files::absolute(beside).parent_path());
    unlink(beside.c_str());
    result.commit();
}

void write_results(Session& session, const std::string& path,
                   const std::function<void(std::ostream&)>& write) {
    const bool is_to_stream = path.empty() || path == "-";
    const auto written = [&](std::ostream& out) {
        try {
            write(out);
        } catch (const report::NotWritten& why) {
            stop_unwritten(is_to_stream ? phrase(say::standard_output) : path, why);
        }
    };
    if (is_to_stream) {
        written(session.out);
        session.out.flush();  // before messages that come after the results
        return;
    }
    refuse_input_as_result(session, path);
    OutputFile file(path);
    std::ostringstream text;
    written(text);
    file.write(text.view());
    commit_alone(file, path);
}

}  // namespace accrue::cli
