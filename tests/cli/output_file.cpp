#include "cli/output_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/bytes.hpp"

using namespace accrue;
using namespace accrue::cli;
namespace files = std::filesystem;

namespace {

// A folder that is gone at the end of the test.
class Folder {
  public:
    Folder() : path_(files::temp_directory_path() / "accrue-test-XXXXXX") {
        auto name = path_.string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { files::remove_all(path_); }
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::size_t count() const {
        return static_cast<std::size_t>(
            std::distance(files::directory_iterator(path_), files::directory_iterator()));
    }

  private:
    files::path path_;
};

}  // namespace

TEST_CASE("a file is there whole after commit, and nothing beside it") {
    const Folder folder;
    OutputFile file(folder.file("out.csv"));
    file.write("a,b\n");
    CHECK(!files::exists(folder.file("out.csv")));
    file.commit();
    CHECK(read_file(folder.file("out.csv")) == "a,b\n");
    CHECK(folder.count() == 1);
}

TEST_CASE("a name may be as long as the folder lets it be, in letters of any length") {
    const Folder folder;
    std::string letters;
    for (int i = 0; i < 120; ++i) letters += "ж";
    for (const auto& name : {std::string(251, 'a') + ".csv", "x" + letters + ".csv"}) {
        for (const auto filled : {Filled::by_write, Filled::by_name}) {
            OutputFile file(folder.file(name), filled);
            file.write("a,b\n");
            file.commit();
            CHECK(read_file(folder.file(name)) == "a,b\n");
        }
    }
    CHECK(folder.count() == 2);
}

TEST_CASE("without commit the old file stays") {
    const Folder folder;
    std::ofstream(folder.file("out.csv")) << "old";
    {
        OutputFile file(folder.file("out.csv"));
        file.write("half of the ne");
    }
    CHECK(read_file(folder.file("out.csv")) == "old");
    CHECK(folder.count() == 1);
}

TEST_CASE("a replaced file keeps its permissions, and a link stays a link") {
    const Folder folder;
    std::ofstream(folder.file("real.pay")) << "old";
    chmod(folder.file("real.pay").c_str(), 0640);
    files::create_symlink("real.pay", folder.file("link.pay"));
    OutputFile file(folder.file("link.pay"));
    file.write("new");
    file.commit();
    CHECK(files::is_symlink(folder.file("link.pay")));
    CHECK(read_file(folder.file("real.pay")) == "new");

    files::create_symlink("later.pay", folder.file("early.pay"));
    OutputFile other(folder.file("early.pay"));
    other.write("first");
    other.commit();
    CHECK(files::is_symlink(folder.file("early.pay")));
    CHECK(read_file(folder.file("later.pay")) == "first");
    CHECK(files::status(folder.file("real.pay")).permissions() == files::perms(0640));
}

TEST_CASE("a folder that does not exist is an error of input and output") {
    const Folder folder;
    try {
        OutputFile file(folder.file("nowhere/out.csv"));
        FAIL("written");
    } catch (const Stop& stop) {
        CHECK(stop.code == Exit::io);
        CHECK(stop.message ==
              "cannot write " + folder.file("nowhere/out.csv") + ": No such file or directory");
    }
}

TEST_CASE("a folder that does not exist is missed before `..` too, and the file stays") {
    const Folder folder;
    std::ofstream(folder.file("in.csv")) << "old";
    CHECK_THROWS_AS(OutputFile(folder.file("typo/../in.csv")), Stop);
    CHECK(read_file(folder.file("in.csv")) == "old");
    files::create_directory(folder.file("there"));
    OutputFile file(folder.file("there/../in.csv"));
    file.write("new");
    file.commit();
    CHECK(read_file(folder.file("in.csv")) == "new");
    CHECK(folder.count() == 2);
}

TEST_CASE("a pipe that has no name but its number is written to") {
    int ends[2] = {};
    REQUIRE(pipe(ends) == 0);
    OutputFile file("/dev/fd/" + std::to_string(ends[1]));
    file.write("a,b\n");
    file.commit();
    char read_back[4] = {};
    CHECK(read(ends[0], read_back, sizeof read_back) == 4);
    CHECK(std::string(read_back, 4) == "a,b\n");
    close(ends[0]);
    close(ends[1]);
}

TEST_CASE("what is filled by name comes into a pipe once it is whole") {
    int ends[2] = {};
    REQUIRE(pipe(ends) == 0);
    std::string aside;
    {
        OutputFile file("/dev/fd/" + std::to_string(ends[1]), Filled::by_name);
        aside = file.name();
        std::ofstream(aside) << "a,b\n";
        file.commit();
    }
    char read_back[4] = {};
    CHECK(read(ends[0], read_back, sizeof read_back) == 4);
    CHECK(std::string(read_back, 4) == "a,b\n");
    CHECK_FALSE(files::exists(aside));
    close(ends[0]);
    close(ends[1]);
}

TEST_CASE("a full disk is noticed") {
    if (!files::exists("/dev/full")) return;
    for (const auto filled : {Filled::by_write, Filled::by_name}) {
        OutputFile file("/dev/full", filled);
        if (filled == Filled::by_name) std::ofstream(file.name()) << "a,b\n";
        if (filled == Filled::by_write) file.write("a,b\n");
        CHECK_THROWS_AS(file.commit(), Stop);
    }
}
