#include <cstring>
#include <filesystem>
#include <map>
#include <tao/pegtl/visit.hpp>

#include "base/source.hpp"
#include "grammar/messages.hpp"
#include "grammar_coverage.hpp"

using namespace accrue;

namespace {

std::map<std::string, std::size_t>& successes() {
    static std::map<std::string, std::size_t> counts;
    return counts;
}

// Rules with names of their own, not the templates they are made of.
std::string own_name(std::string_view name) {
    constexpr std::string_view folder = "accrue::grammar::";
    if (!name.starts_with(folder) || name.find('<') != std::string_view::npos) return {};
    return std::string(name.substr(folder.size()));
}

template <class Rule>
struct Enter {
    static void visit(int&) {
        if (auto name = own_name(tao::pegtl::demangle<Rule>()); !name.empty())
            successes().try_emplace(name, 0);
    }
};

template <class Rule>
struct Counting : grammar::Control<Rule> {
    template <class Input>
    static void success(const Input&, const grammar::Reading&) {
        static std::size_t* const count = [] {
            const std::string name = own_name(tao::pegtl::demangle<Rule>());
            return name.empty() ? nullptr : &successes()[name];
        }();
        if (count) ++*count;
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
    int nothing = 0;
    tao::pegtl::visit<grammar::file, Enter>(nothing);
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
    for (const auto& [rule, times] : successes()) {
        if (times == 0) unused.push_back(rule);
    }
    return unused;
}
