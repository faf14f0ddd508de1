#include "sources/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <charconv>
#include <exception>
#include <memory>
#include <type_traits>

#include "base/messages/phrases/reading.hpp"

namespace accrue::sources {
namespace {

std::string_view without_prefix(const char* name) {
    const std::string_view whole = name;
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

// The parser calls through C: what is thrown on the way waits until it has returned.
struct Parsing {
    XML_Parser parser;
    Elements& elements;
    std::exception_ptr thrown;
    bool has_type = false;

    template <class Act>
    void run(const Act& act) {
        try {
            act();
        } catch (...) {
            thrown = std::current_exception();
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

void on_begin(void* data, const char* name, const char** attributes) {
    auto& parsing = *static_cast<Parsing*>(data);
    parsing.run([&] { parsing.elements.begin(without_prefix(name), Attributes(attributes)); });
}

void on_end(void* data, const char* name) {
    auto& parsing = *static_cast<Parsing*>(data);
    parsing.run([&] { parsing.elements.end(without_prefix(name)); });
}

void on_text(void* data, const char* part, int size) {
    auto& parsing = *static_cast<Parsing*>(data);
    parsing.run([&] { parsing.elements.text({part, static_cast<std::size_t>(size)}); });
}

void on_type(void* data, const char*, const char*, const char*, int) {
    auto& parsing = *static_cast<Parsing*>(data);
    parsing.has_type = true;
    XML_StopParser(parsing.parser, XML_FALSE);
}

struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

std::string_view Attributes::operator[](std::string_view name) const {
    for (const auto* const* item = items_; *item != nullptr; item += 2) {
        if (without_prefix(*item) == name) return item[1];
    }
    return "";
}

bool Attributes::is_on(std::string_view name) const {
    const auto value = (*this)[name];
    return value == "1" || value == "true";
}

std::uint32_t whole_number(std::string_view text, std::uint32_t otherwise) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : otherwise;
}

void read_xml(const Archive& archive, const std::string& part, std::uint64_t most, Elements& elements) {
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> owner(XML_ParserCreate(nullptr));
    auto* const parser = owner.get();
    Parsing parsing{.parser = parser, .elements = elements, .thrown = {}};
    XML_SetUserData(parser, &parsing);
    XML_SetElementHandler(parser, on_begin, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_type);
    const auto check = [&](XML_Status status) {
        if (parsing.thrown) std::rethrow_exception(parsing.thrown);
        if (parsing.has_type) archive.fail_damaged(phrase(say::part_declares_a_type, part));
        if (status == XML_STATUS_ERROR)
            archive.fail_damaged(fmt::format("{}:{}: {}", part, XML_GetCurrentLineNumber(parser),
                                             XML_ErrorString(XML_GetErrorCode(parser))));
    };
    archive.read(part, most, [&](std::string_view bytes) {
        check(XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), XML_FALSE));
    });
    check(XML_Parse(parser, nullptr, 0, XML_TRUE));
}

}  // namespace accrue::sources
