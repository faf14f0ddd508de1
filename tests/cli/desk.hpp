// tests/cli/desk.hpp — Commands as somebody gives them, in a folder of a test's own.
#pragma once

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.hpp"

namespace accrue::testing {

struct Said {
    int code;
    std::string out, err;
};

inline Said accrue_says(const std::vector<std::string>& args, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out, err;
    const int code = cli::run(args, in, out, err);
    return {code, out.str(), err.str()};
}

inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// A folder with files, the working folder until the end of the test.
class Desk {
  public:
    Desk() : before_(std::filesystem::current_path()) {
        auto name = (std::filesystem::temp_directory_path() / "accrue-desk-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        std::filesystem::current_path(folder_);
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    ~Desk() {
        std::filesystem::current_path(before_);
        std::filesystem::remove_all(folder_);
    }
    void put(const std::string& name, const std::string& text) const { std::ofstream(name) << text; }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& file : std::filesystem::directory_iterator(folder_))
            names.insert(file.path().filename().string());
        return names;
    }

  private:
    std::filesystem::path before_, folder_;
};

}  // namespace accrue::testing
