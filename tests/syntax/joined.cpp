// Files that name each other are read into one module.
#include <catch2/catch.hpp>

#include <map>

#include "read.hpp"

using namespace accrue;

namespace {

// Files by name; each is read once, as the command line does.
struct Files {
    Sources sources = {};
    std::map<std::string, std::string> texts = {};
    std::map<std::string, SourceId> opened = {};

    SourceId open(const std::string& name) {
        if (!texts.contains(name)) return {};
        const auto found = opened.find(name);
        return found != opened.end() ? found->second : opened[name] = sources.add(name, texts.at(name));
    }
    syntax::Parsed parsed(const std::string& main) {
        return syntax::parse(open(main), sources,
                             [&](SourceId, std::string_view name) { return open(std::string(name)); });
    }
    std::string tree(const syntax::Parsed& parsed) const { return syntax::dump(parsed.module, sources); }
    std::string joined(const syntax::Parsed& parsed) const {
        std::string all;
        for (const syntax::JoinedFile& file : parsed.module.joined) {
            all += (all.empty() ? "" : " ") + sources[file.source].name() +
                   (file.how == syntax::Joined::base ? ":base" : ":used");
        }
        return all;
    }
};

}  // namespace

TEST_CASE("what a file names stands before its own statements, in order of naming") {
    Files files{.texts = {{"main", "scheme m based on \"base\"\nuse \"one\"\nuse \"two\"\nx = 1 + y"},
                          {"base", "scheme b\nuse \"two\"\nb = (c + 2) * 3"},
                          {"one", "# of one\none = 1 if z"},
                          {"two", "two = 2"}}};
    const auto parsed = files.parsed("main");
    CHECK(parsed.diagnostics.empty());
    CHECK(files.tree(parsed) ==
          "define two = 2\nscheme b\nuse \"two\"\ndefine b = ([(c + 2)] * 3)\ndefine one = 1 if z\n"
          "scheme m based on \"base\"\nuse \"one\"\nuse \"two\"\ndefine x = (1 + y)\n");
    CHECK(files.joined(parsed) == "base:base two:used one:used");
    CHECK(parsed.module.comments.empty());
    CHECK(files.sources.text(parsed.module.joined[0].named) == "\"base\"");
    CHECK(syntax::format(parsed.module, files.sources) ==
          "scheme m based on \"base\"\nuse \"one\"\nuse \"two\"\nx = 1 + y\n");
}

TEST_CASE("a ring of files is read once round") {
    Files files{.texts = {{"a", "use \"b\"\na = 1"}, {"b", "use \"a\"\nuse \"b\"\nb = 2"}}};
    const auto parsed = files.parsed("a");
    CHECK(parsed.diagnostics.empty());
    CHECK(files.tree(parsed) == "use \"a\"\nuse \"b\"\ndefine b = 2\nuse \"b\"\ndefine a = 1\n");
}

TEST_CASE("a file that is not there is reported where it is named, also in a file that is used") {
    Files files{.texts = {{"a", "use \"b\"\na = 1"}, {"b", "use \"нет\"\nb = 5,5"}}};
    const auto parsed = files.parsed("a");
    REQUIRE(parsed.diagnostics.size() == 2);
    CHECK(wording(parsed.diagnostics[0].kind).name == "decimal_comma");
    CHECK(wording(parsed.diagnostics[1].kind).name == "file_not_found");
    CHECK(files.sources.text(parsed.diagnostics[1].spans[0]) == "\"нет\"");
    CHECK(files.sources[parsed.diagnostics[1].spans[0].source].name() == "b");
}

TEST_CASE("a text is a sketch by its own lines, whatever it names") {
    Files files{.texts = {{"a", "use \"b\"\na = 1"}, {"b", "scheme b"}}};
    CHECK(files.parsed("a").module.is_sketch());
    CHECK_FALSE(files.parsed("b").module.is_sketch());
}

TEST_CASE("without a way to find files nothing is joined") {
    const Read read("scheme m based on \"base\"\nuse \"one\"");
    CHECK(read.messages().empty());
    CHECK(read.parsed.module.joined.empty());
}
