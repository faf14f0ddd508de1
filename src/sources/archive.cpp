#include "sources/archive.hpp"

#include <zip.h>

#include <algorithm>
#include <vector>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "sources/table.hpp"

namespace accrue::sources {
namespace {

constexpr std::size_t piece = 1 << 18;  // bytes

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using File = std::unique_ptr<zip_file_t, CloseFile>;

std::string words_of(int code) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string words = zip_error_strerror(&error);
    zip_error_fini(&error);
    return words;
}

}  // namespace

void Archive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

Archive::Archive(const std::string& path, std::string name) : name_(std::move(name)) {
    int code = 0;
    archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!archive_) fail_damaged(words_of(code));
}

void Archive::fail_damaged(const std::string& what) const {
    throw Failure{{kind::workbook_damaged, {}, {name_, what}, {}}};
}

std::int64_t Archive::find(const std::string& part) const {
    auto place = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
    if (place >= 0) return place;
    auto other = part;
    std::ranges::replace(other, '/', '\\');  // as some programs write it
    return zip_name_locate(archive_.get(), other.c_str(), ZIP_FL_NOCASE);
}

bool Archive::has(const std::string& part) const {
    return find(part) >= 0;
}

void Archive::read(const std::string& part, std::uint64_t most,
                   const std::function<void(std::string_view)>& take) const {
    const auto place = find(part);
    if (place < 0) fail_damaged(phrase(say::part_is_absent, part));
    const File file(zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(place), 0));
    if (!file) {
        const int code = zip_error_code_zip(zip_get_error(archive_.get()));
        if (code == ZIP_ER_NOPASSWD) throw Failure{{kind::workbook_locked, {}, {name_}, {}}};
        fail_damaged(part + ": " + words_of(code));
    }
    std::vector<char> room(piece);
    std::uint64_t taken = 0;
    while (true) {
        const auto size = zip_fread(file.get(), room.data(), room.size());
        if (size < 0) fail_damaged(part + ": " + zip_error_strerror(zip_file_get_error(file.get())));
        if (size == 0) return;
        taken += static_cast<std::uint64_t>(size);
        if (taken > most)
            throw Failure{{kind::source_too_large, {}, {name_, static_cast<std::int64_t>(most >> 20)}, {}}};
        take({room.data(), static_cast<std::size_t>(size)});
    }
}

std::string Archive::text(const std::string& part, std::uint64_t most) const {
    std::string whole;
    read(part, most, [&](std::string_view bytes) { whole += bytes; });
    return whole;
}

}  // namespace accrue::sources
