#include "evidence/archive.hpp"

#include <zip.h>

#include <memory>

#include "base/messages/phrases/evidence.hpp"

namespace accrue::evidence {
namespace {

constexpr zip_uint16_t first_date = 0x0021;  // 1 January 1980, the first that an archive knows

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Bytes = std::unique_ptr<zip_source_t, FreeSource>;

[[noreturn]] void fail(zip_error_t& error) {
    NoArchive trouble{zip_error_strerror(&error)};
    zip_error_fini(&error);
    throw trouble;
}

Bytes bytes_of(const void* data, std::size_t size) {
    zip_error_t error;
    zip_error_init(&error);
    Bytes bytes(zip_source_buffer_create(data, size, 0, &error));
    if (!bytes) fail(error);
    return bytes;
}

// The archive takes one hold of the bytes, the caller keeps another.
Archive open(zip_source_t* bytes, int how) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_keep(bytes);
    Archive archive(zip_open_from_source(bytes, how, &error));
    if (archive) return archive;
    zip_source_free(bytes);
    fail(error);
}

void add(zip_t* archive, const ArchivedFile& file) {
    auto* const source = zip_source_buffer(archive, file.text.data(), file.text.size(), 0);
    const auto place =
        source == nullptr ? -1 : zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (place < 0) {
        zip_source_free(source);
        throw NoArchive{zip_strerror(archive)};
    }
    const auto index = static_cast<zip_uint64_t>(place);
    zip_file_set_dostime(archive, index, 0, first_date, 0);
    zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, 9);
}

std::string all_of(zip_source_t* bytes) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_open(bytes) != 0 || zip_source_stat(bytes, &stat) != 0) fail(*zip_source_error(bytes));
    std::string text(stat.size, '\0');
    if (zip_source_read(bytes, text.data(), text.size()) != static_cast<zip_int64_t>(text.size()))
        fail(*zip_source_error(bytes));
    zip_source_close(bytes);
    return text;
}

ArchivedFile file_at(zip_t* archive, zip_uint64_t index, std::uint64_t most) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive, index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0)
        throw NoArchive{zip_strerror(archive)};
    if (stat.size > most) throw NoArchive{phrase(say::pack_too_large)};
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, index, 0));
    if (!file) throw NoArchive{zip_strerror(archive)};
    ArchivedFile read{stat.name, std::string(stat.size, '\0')};
    if (zip_fread(file.get(), read.text.data(), stat.size) != static_cast<zip_int64_t>(stat.size))
        throw NoArchive{zip_file_strerror(file.get())};
    return read;
}

}  // namespace

bool is_archive(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04");
}

std::string archived(const std::vector<ArchivedFile>& files) {
    const auto bytes = bytes_of(nullptr, 0);
    auto archive = open(bytes.get(), ZIP_CREATE | ZIP_TRUNCATE);
    for (const auto& file : files) add(archive.get(), file);
    if (zip_close(archive.get()) != 0) throw NoArchive{zip_strerror(archive.get())};
    archive.release();
    return all_of(bytes.get());
}

std::vector<ArchivedFile> from_archive(std::string_view packed, std::uint64_t most) {
    const auto bytes = bytes_of(packed.data(), packed.size());
    const auto archive = open(bytes.get(), ZIP_RDONLY | ZIP_CHECKCONS);
    std::vector<ArchivedFile> files;
    const auto count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        files.push_back(file_at(archive.get(), static_cast<zip_uint64_t>(i), most));
        most -= files.back().text.size();
    }
    return files;
}

}  // namespace accrue::evidence
