#include "cli/output_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "cli/output_file.hpp"
#include "cli/unfinished_files.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, int error) {
    throw Stop{Exit::io, phrase(say::cannot_write, path, system_words(error)), ""};
}

// Does the head of the file say who wrote it?
bool was_written_by(const files::directory_entry& entry, std::string_view generator) {
    constexpr std::size_t head = 1024;
    if (!entry.is_regular_file() || entry.is_symlink() || entry.path().extension() != ".html") return false;
    std::string text(head, '\0');
    std::ifstream file(entry.path(), std::ios::binary);
    file.read(text.data(), head);
    return text.find(fmt::format("<meta name=\"generator\" content=\"{}\">", generator)) != text.npos;
}

// The first thing in a folder that is not ours.
std::optional<std::string> stranger(const files::path& folder, std::string_view generator) {
    for (const auto& entry : files::directory_iterator(folder)) {
        if (!was_written_by(entry, generator)) return entry.path().filename().string();
    }
    return std::nullopt;
}

// Of a new folder that of the one it will stand in, which must be there.
std::string real_path(std::string path) {
    while (path.size() > 1 && (path.ends_with('/') || path.ends_with("/."))) path.pop_back();
    if (files::exists(path)) return files::canonical(path).string();
    const auto place = files::absolute(path);
    return (files::canonical(place.parent_path()) / place.filename()).string();
}

// The error, or 0. Not every file system knows how to exchange: there the old folder steps aside first.
int exchanged(const std::string& fresh, const std::string& old) {
    if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, old.c_str(), RENAME_EXCHANGE) == 0) return 0;
    if (errno != EINVAL) return errno;
    const auto aside = fresh + "-old";
    if (rename(old.c_str(), aside.c_str()) != 0) return errno;
    const int error = rename(fresh.c_str(), old.c_str()) == 0 ? 0 : errno;
    rename(aside.c_str(), error == 0 ? fresh.c_str() : old.c_str());
    return error;
}

// The error, or 0. Where a file system cannot refuse to replace, nothing but an empty folder is replaced.
int renamed_as_new(const std::string& from, const std::string& to) {
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL) return errno;
    return rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace

OutputFolder::OutputFolder(const std::string& path, std::string_view generator) : shown_(path) {
    try {
        path_ = real_path(path);
        if (files::exists(path_) && !files::is_directory(path_))
            refuse(phrase(say::place_is_no_folder, path));
        const auto other = files::exists(path_) ? stranger(path_, generator) : std::nullopt;
        if (other) refuse(phrase(say::folder_is_not_ours, path, *other), phrase(say::take_another_folder));
    } catch (const files::filesystem_error& trouble) {
        cannot_write(shown_, trouble.code().value());
    }
    temporary_ = hidden_beside(path_, "XXXXXX");
    if (mkdtemp(temporary_.data()) == nullptr) {
        const int error = errno;
        temporary_.clear();
        cannot_write(shown_, error);
    }
    unfinished::remember(temporary_);
    descriptor_ = open(temporary_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) cannot_write(shown_, errno);
}

OutputFolder::~OutputFolder() {
    if (descriptor_ >= 0) close(descriptor_);
    std::error_code ignored;
    if (temporary_.empty()) return;
    files::remove_all(temporary_, ignored);
    unfinished::forget(temporary_);
}

void OutputFolder::write(const std::string& name, std::string_view bytes) const {
    const int file = openat(descriptor_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) cannot_write(shown_ + "/" + name, errno);
    int error = 0;
    while (!bytes.empty() && error == 0) {
        const auto done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno != EINTR) error = errno;
        if (done > 0) bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    if (close(file) != 0 && error == 0) error = errno;
    if (error != 0) cannot_write(shown_ + "/" + name, error);
}

// What stood there before goes into the hidden name, and is removed with it.
void OutputFolder::commit() {
    const auto mode = wanted_mode(path_, 0777);
    if (syncfs(descriptor_) != 0 || fchmod(descriptor_, mode) != 0) cannot_write(shown_, errno);
    const bool replaces = files::exists(path_);
    const int error = replaces ? exchanged(temporary_, path_) : renamed_as_new(temporary_, path_);
    if (error != 0) cannot_write(shown_, error);
    if (replaces) return;
    unfinished::forget(temporary_);
    temporary_.clear();
}

}  // namespace accrue::cli
