// Files copied and mapped, pipes, and files that somebody changes meanwhile.

#include "base/bytes.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/source.hpp"

using namespace accrue;
namespace files = std::filesystem;

namespace {

constexpr std::size_t large = std::size_t{3} << 20;  // bytes: such a file is mapped

// A file of its own, gone at the end.
class File {
  public:
    explicit File(const std::string& text)
        : path_((files::temp_directory_path() / ("accrue_bytes_" + std::to_string(getpid()))).string()) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

std::string lines(std::size_t size) {
    std::string text;
    while (text.size() < size) text += "line " + std::to_string(text.size()) + "\n";
    return text;
}

std::size_t resident_pages(const void* begin, std::size_t size) {
    std::ifstream maps("/proc/self/smaps");
    const auto place = reinterpret_cast<std::uintptr_t>(begin);
    bool is_here = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t first = 0, last = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx", &first, &last) == 2)
            is_here = first <= place && place < last;
        unsigned long kilobytes = 0;
        if (is_here && std::sscanf(line.c_str(), "Rss: %lu", &kilobytes) == 1) return kilobytes / 4;
    }
    FAIL("no mapping of " << size << " bytes is there");
    return 0;
}

}  // namespace

TEST_CASE("small and large files give the same bytes, byte by byte") {
    for (const auto size : {std::size_t{0}, std::size_t{10}, std::size_t{200'000}, large}) {
        const auto text = lines(size) + std::string("\r\n\0\xFF", 4);
        const File file(text);
        const auto opened = OpenFile::at(file.path());
        REQUIRE(opened);
        const auto bytes = opened->bytes();
        REQUIRE(bytes);
        CHECK(bytes->view() == text);
        const char* const name = mapped_file_at(bytes->view().data() + 5);
        CHECK((name != nullptr) == (size >= large));
        if (name != nullptr) CHECK(name == file.path());
        CHECK(opened->is_unchanged());
        CHECK(read_file(file.path()) == text);
    }
}

TEST_CASE("bytes that were given back are there again, and nothing else is touched") {
    const auto text = lines(large);
    const File file(text);
    const Source source("f", *OpenFile::at(file.path())->bytes());
    CHECK(source.text() == text);
    const auto before = resident_pages(source.text().data(), large);
    source.release(5000, text.size());
    CHECK(resident_pages(source.text().data(), large) < before / 2);
    source.release(3, 7);
    source.release(text.size() + 10, text.size() + 100'000);
    source.release(20'000, 10'000);
    CHECK(source.text() == text);
    const Source copied("c", text);
    copied.release(0, text.size());
    CHECK(copied.text() == text);
}

TEST_CASE("a file that was changed says so, one that was replaced does not") {
    for (const auto size : {std::size_t{100}, large}) {
        const File file(lines(size));
        const auto opened = OpenFile::at(file.path());
        const auto bytes = opened->bytes();
        std::ofstream(file.path(), std::ios::app) << "more";
        CHECK_FALSE(opened->is_unchanged());
        const auto again = OpenFile::at(file.path());
        REQUIRE(truncate(file.path().c_str(), 50) == 0);
        CHECK_FALSE(again->is_unchanged());
        const auto third = OpenFile::at(file.path());
        const auto text = third->bytes();
        std::ofstream(file.path() + ".new") << "other";
        files::rename(file.path() + ".new", file.path());
        CHECK(third->is_unchanged());
        CHECK(text->view() == lines(size).substr(0, 50));
    }
}

TEST_CASE("bytes are there a second time, of the file that was opened, and given back apart") {
    for (const auto size : {std::size_t{100}, large}) {
        const auto text = lines(size);
        const File file(text);
        const auto bytes = OpenFile::at(file.path())->bytes();
        std::ofstream(file.path() + ".new") << "other";
        files::rename(file.path() + ".new", file.path());
        const auto again = bytes->again();
        CHECK(again.view() == text);
        CHECK((again.view().data() != bytes->view().data()) == (size >= large));
        if (size < large) continue;
        CHECK(bytes->view() == text);
        const auto before = resident_pages(bytes->view().data(), large);
        again.release(0, text.size());
        CHECK(resident_pages(bytes->view().data(), large) == before);
        CHECK(resident_pages(again.view().data(), large) < before / 2);
        CHECK(again.view() == text);
    }
}

TEST_CASE("a pipe is read to its end") {
    const File place("");
    std::remove(place.path().c_str());
    REQUIRE(mkfifo(place.path().c_str(), 0600) == 0);
    const auto text = lines(300'000);
    std::thread writer([&] { std::ofstream(place.path(), std::ios::binary) << text; });
    const auto opened = OpenFile::at(place.path());
    REQUIRE(opened);
    CHECK(opened->bytes()->view() == text);
    CHECK(opened->is_unchanged());
    writer.join();
}

TEST_CASE("what cannot be read has a reason") {
    CHECK_FALSE(OpenFile::at("nowhere/nothing.csv"));
    CHECK(errno == ENOENT);
    const auto folder = OpenFile::at(".");
    REQUIRE(folder);
    CHECK_FALSE(folder->bytes());
    CHECK(errno == EISDIR);
}

TEST_CASE("files come and go without a trace in what a signal handler sees") {
    const File file(lines(large));
    const auto opened = OpenFile::at(file.path());
    const char* place = nullptr;
    for (int i = 0; i < 600; ++i) place = opened->bytes()->view().data();
    CHECK(mapped_file_at(place) == nullptr);
    std::vector<Bytes> many;
    for (int i = 0; i < 300; ++i) many.push_back(*opened->bytes());
    CHECK(mapped_file_at(many.front().view().data()) != nullptr);
}
