// A folder of a test's own, which is the current one while the test runs.
#pragma once

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "accrue_sources_XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        before_ = std::filesystem::current_path();
        std::filesystem::current_path(folder_);
    }
    ~Folder() {
        std::filesystem::current_path(before_);
        std::filesystem::remove_all(folder_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void put(const std::string& name, const std::string& bytes) const {
        std::ofstream(name, std::ios::binary) << bytes;
    }

  private:
    std::filesystem::path folder_, before_;
};
