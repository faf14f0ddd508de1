#include <cstring>
#include <filesystem>
#include <map>
#include <tao/pegtl/demangle.hpp>
#include <tao/pegtl/parse.hpp>

#include "base/source.hpp"
#include "grammar/messages.hpp"
#include "grammar_coverage.hpp"

using namespace accrue;

namespace {

// How often each rule has taken text.
std::map<std::string, const std::size_t*>& tallies() {
    static std::map<std::string, const std::size_t*> all;
    return all;
}

// Rules with names of their own are listed, not the templates they are made of.
bool list(std::string_view name, const std::size_t& count) {
    constexpr std::string_view folder = "accrue::grammar::";
    if (!name.starts_with(folder) || name.find('<') != std::string_view::npos) return false;
    return tallies().try_emplace(std::string(name.substr(folder.size())), &count).second;
}

// Every rule that can be tried has one, listed before `main`: to have it made it is enough to name it.
// (`visit` of the library, which walks through the grammar, takes a minute to compile.)
template <class Rule>
struct Tally {
    static inline std::size_t count = 0;
    static inline const bool is_listed = list(tao::pegtl::demangle<Rule>(), count);
};

template <class Rule>
struct Counting : grammar::Control<Rule> {
    template <class Input>
    static void success(const Input&, const grammar::Reading&) {
        if (Tally<Rule>::is_listed) ++Tally<Rule>::count;
    }
};

// Goes on with the next line after a mistake.
struct Skipping : grammar::Reading {
    const char* recover(grammar::RowKind, const char* begin, const char* end, const grammar::Stop&) override {
        const auto* next =
            static_cast<const char*>(std::memchr(begin, '\n', static_cast<std::size_t>(end - begin)));
        return next ? next + 1 : end;
    }
};

void count(const std::string& text) {
    tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*> in(
        text.data(), text.data() + text.size(), "");
    Skipping reading;
    tao::pegtl::parse<grammar::file, tao::pegtl::nothing, Counting>(in, reading);
}

}  // namespace

std::vector<std::string> unused_rules() {
    for (const char* folder :
         {"tests/syntax/corpus", "tests/golden/language/good", "tests/golden/language/bad"}) {
        const std::filesystem::path path = std::filesystem::path(ACCRUE_ROOT) / folder;
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            if (entry.path().extension() == ".pay") count(read_file(entry.path().string()).value_or(""));
        }
    }
    count(
        "\xEF\xBB\xBF"
        "a = 1\n");
    count("r = step x {\n below 1 : 0\nb = 5\n");
    count("r = step x {\n below 1 : 0\npay b\n");
    count("example \"a\" {\n x = 1\npay b\n");
    count("r = x if a =< b or c == d or e <> f");
    std::vector<std::string> unused;
    for (const auto& [rule, times] : tallies()) {
        if (*times == 0) unused.push_back(rule);
    }
    return unused;
}
