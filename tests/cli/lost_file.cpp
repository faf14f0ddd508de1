// A file that another program makes shorter or rewrites while it is read.

#include "cli/lost_file.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "base/language.hpp"
#include "base/source.hpp"
#include "cli/cli.hpp"
#include "cli/session.hpp"
#include "cli/unfinished_files.hpp"

using namespace accrue;
using namespace accrue::cli;
namespace files = std::filesystem;

namespace {

constexpr std::size_t large = std::size_t{4} << 20;  // bytes: such a file is mapped

class Folder {
  public:
    Folder() {
        std::string name = (files::temp_directory_path() / "accrue_lost_XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { files::remove_all(path_); }
    std::string put(const std::string& name, const std::string& text) const {
        const auto path = (path_ / name).string();
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

  private:
    files::path path_;
};

struct Ended {
    int status;
    std::string said;
};

// What another process says on standard error while it does this, and how it ends.
template <class Work>
Ended in_a_process(const Work& work) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        work();
        _exit(0);
    }
    close(ends[1]);
    std::string said;
    std::array<char, 256> room{};
    for (ssize_t got = 0; (got = read(ends[0], room.data(), room.size())) > 0;)
        said.append(room.data(), static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return {status, said};
}

// Reads every byte of the file after it was cut to nothing.
void read_what_is_gone(const std::string& path) {
    explain_lost_files();
    const auto bytes = OpenFile::at(path)->bytes();
    if (truncate(path.c_str(), 100) != 0) return;
    const auto view = bytes->view();
    volatile auto sum = std::accumulate(view.begin(), view.end(), 0);
    static_cast<void>(sum);
}

}  // namespace

TEST_CASE("a file cut while it is read ends the program with its name and exit code 5") {
    const Folder folder;
    for (const auto& [language, words] :
         {std::pair(Language::english,
                    std::string(" was made shorter by another program while it was read\n")),
          std::pair(Language::russian, std::string(", другая программа его укоротила\n"))}) {
        const auto path = folder.put("cut.csv", std::string(large, 'x'));
        const auto unfinished = folder.put("result.csv.tmp", "half");
        const auto ended = in_a_process([&, spoken_language = language] {
            speak(spoken_language);
            unfinished::remember(unfinished);
            read_what_is_gone(path);
        });
        CAPTURE(ended.said);
        REQUIRE(WIFEXITED(ended.status));
        CHECK(WEXITSTATUS(ended.status) == static_cast<int>(Exit::io));
        CHECK(ended.said.ends_with(words));
        CHECK(ended.said.find(path) != std::string::npos);
        CHECK_FALSE(files::exists(unfinished));
    }
}

TEST_CASE("other causes of the signal end the program as they would without us") {
    const auto ended = in_a_process([] {
        explain_lost_files();
        std::raise(SIGBUS);
    });
    REQUIRE(WIFSIGNALED(ended.status));
    CHECK(WTERMSIG(ended.status) == SIGBUS);
    CHECK(ended.said.empty());
}

TEST_CASE("a file that was written to while it was read is refused") {
    const Folder folder;
    for (const auto size : {std::size_t{1000}, large}) {
        const auto path = folder.put("data.csv", std::string(size, 'x'));
        std::istringstream in;
        std::ostringstream out, err;
        Session session{.in = in, .out = out, .err = err, .sources = {}};
        const auto bytes = open_bytes(session, path);
        CHECK(bytes.view().size() == size);
        CHECK_NOTHROW(refuse_changed_files(session));
        std::ofstream(path, std::ios::app) << "more";
        try {
            refuse_changed_files(session);
            FAIL("nothing was said");
        } catch (const Stop& stop) {
            CHECK(stop.code == Exit::io);
            CHECK(stop.message ==
                  path + " was changed by another program while it was read; nothing was computed");
        }
    }
}
