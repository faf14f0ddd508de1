// Bytes on their way in: what is packed, what is decoded, and which encoding is recognised. Whole files with
// their messages stand in `nasty/`.

#include "data/incoming.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <random>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/decode.hpp"
#include "data/recognise.hpp"
#include "data/unpack.hpp"

using namespace accrue;
using namespace accrue::data;

namespace {

std::string gzip(std::string_view text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, text.size()), '\0');
    std::string copy(text);
    stream.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstd(std::string_view text) {
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    std::string packed(ZSTD_compressBound(text.size()), '\0');
    packed.resize(ZSTD_compress2(context.get(), packed.data(), packed.size(), text.data(), text.size()));
    return packed;
}

std::string rows(std::size_t count) {
    std::mt19937 random(7);  // NOLINT: the same rows every time
    std::string text = "person;month;plan\n";
    for (std::size_t i = 0; i < count; ++i)
        text += "p" + std::to_string(i) + ";2026-03;" + std::to_string(random()) + "\n";
    return text;
}

constexpr std::size_t no_limit = std::size_t{1} << 40;

std::map<std::string, char> bytes_of(Encoding encoding) {
    std::map<std::string, char> bytes;
    for (int byte = 0; byte < 256; ++byte) {
        const char letter = static_cast<char>(byte);
        bytes.emplace(decoded({&letter, 1}, encoding).text, letter);
    }
    return bytes;
}

// The text as a program that writes this encoding would have written it.
std::string encoded(std::string_view text, Encoding encoding) {
    static std::map<Encoding, std::map<std::string, char>> known;
    if (!known.contains(encoding)) known[encoding] = bytes_of(encoding);
    std::string bytes;
    for (const auto character : characters(text)) bytes += known[encoding].at(std::string(character));
    return bytes;
}

struct Taken {
    std::string text;
    Incoming incoming;
    std::vector<Kind> kinds;
};
Taken take(const std::string& bytes, const EncodingWish& wish = {}) {
    Sources sources;
    auto incoming = take_in("f.csv", Bytes(bytes), wish, sources);
    std::vector<Kind> kinds;
    for (const auto& diagnostic : incoming.diagnostics) kinds.push_back(diagnostic.kind);
    return {std::string(sources[incoming.source].text()), incoming, kinds};
}

using Kinds = std::vector<Kind>;

}  // namespace

TEST_CASE("packed files of all sizes and of several parts are unpacked whole") {
    for (const auto count : {0, 1, 100, 60'000}) {
        const auto text = rows(static_cast<std::size_t>(count));
        for (const auto& packed : {gzip(text), zstd(text), gzip(text.substr(0, 9)) + gzip(text.substr(9)),
                                   zstd(text.substr(0, 9)) + zstd("") + zstd(text.substr(9))}) {
            const auto result = unpacked(packed, compression_of(packed), no_limit);
            CHECK(result.end == Unpacked::End::whole);
            CHECK(result.text == text);
        }
    }
}

TEST_CASE("packed files cut anywhere are never taken for whole ones") {
    const auto text = rows(40);
    for (const auto& packed : {gzip(text), zstd(text), gzip(text) + gzip(text)}) {
        const auto first = packed.size() > gzip(text).size() ? gzip(text).size() : packed.size();
        for (std::size_t length = 4; length < packed.size(); ++length) {
            if (length == first) continue;  // a whole member
            const auto result =
                unpacked(std::string_view(packed).substr(0, length), compression_of(packed), no_limit);
            CAPTURE(length, packed.size());
            CHECK(result.end != Unpacked::End::whole);
            CHECK(result.place <= length);
        }
    }
}

TEST_CASE("a changed byte is found, or changes nothing") {
    const auto text = rows(40);
    for (const auto& packed : {gzip(text), zstd(text)}) {
        for (std::size_t place = 4; place < packed.size(); ++place) {
            auto damaged = packed;
            damaged[place] = static_cast<char>(damaged[place] ^ 0x10);
            const auto result = unpacked(damaged, compression_of(packed), no_limit);
            CAPTURE(place);
            CHECK((result.end != Unpacked::End::whole || result.text == text));
        }
    }
}

TEST_CASE("what grows beyond the limit is stopped there") {
    const std::string zeros(10'000'000, '0');
    for (const auto& packed : {gzip(zeros), zstd(zeros)}) {
        const auto stopped = unpacked(packed, compression_of(packed), 9'999'999);
        CHECK(stopped.end == Unpacked::End::too_long);
        CHECK(stopped.text.size() == 9'999'999);
        CHECK(unpacked(packed, compression_of(packed), 10'000'000).end == Unpacked::End::whole);
    }
    CHECK(most_unpacked(1000) == std::size_t{1} << 30);
    CHECK(most_unpacked(std::size_t{1} << 30) == (std::size_t{1} << 30) * 100);
}

TEST_CASE("every character of every code page comes back") {
    for (const auto encoding :
         {Encoding::windows_1251, Encoding::cp866, Encoding::koi8_r, Encoding::koi8_u, Encoding::iso_8859_5,
          Encoding::mac_cyrillic, Encoding::windows_1252, Encoding::iso_8859_1}) {
        for (int byte = 0; byte < 256; ++byte) {
            const char letter = static_cast<char>(byte);
            const auto result = decoded({&letter, 1}, encoding);
            const bool is_known = code_page(encoding)[static_cast<std::size_t>(byte)] != no_character;
            CHECK(result.misfit.has_value() != is_known);
            CHECK_FALSE(invalid_utf8(result.text));
            if (byte < 0x80) CHECK(result.text == std::string(1, letter));
        }
    }
    CHECK(decoded("\x98", Encoding::windows_1251).misfit->bytes == "0x98");
    CHECK(decoded("\xCC\xE0\xF8\xE0", Encoding::windows_1251).text == "Маша");
}

TEST_CASE("letters alone tell the encodings of Russian apart") {
    const std::string text = "сотрудник;месяц;план;сбор\nМаша Петрова;2026-03;1;2\n";
    for (const auto encoding : {Encoding::windows_1251, Encoding::cp866, Encoding::koi8_r}) {
        const auto readings = russian_readings(encoded(text, encoding));
        CHECK(readings.is_russian);
        CHECK(readings.is_clear);
        CHECK(readings.all.front().encoding == encoding);
        CHECK(readings.all.front().example == "сотрудник");
        const auto taken = take(encoded(text, encoding), {.said = {}, .texts = Language::russian});
        CHECK(taken.text == text);
        CHECK(taken.kinds == Kinds{kind::encoding_assumed});
        CHECK(taken.incoming.origin.encoding == encoding);
        CHECK(take(encoded(text, encoding)).kinds == Kinds{kind::encoding_unclear});
        CHECK(take(encoded(text, encoding), {.said = encoding}).kinds.empty());
    }
}

TEST_CASE("a word more or less does not turn a clear decision into another") {
    const std::vector<std::string> words = {"план",  "факт",  "премия", "КЛИЕНТСКИЙ ОТДЕЛ",
                                            "Урал",  "Ёлкин", "объём",  "Щукина",
                                            "ОКЛАД", "Юг",    "ЭКОНОМ", "Сбербанк"};
    for (const auto& one : words) {
        for (const auto& other : words) {
            const auto text = "person;month;" + one + "\n" + other + ";2026-03;1\n";
            for (const auto encoding : {Encoding::windows_1251, Encoding::cp866, Encoding::koi8_r}) {
                const auto readings = russian_readings(encoded(text, encoding));
                CAPTURE(text, to_text(encoding), to_text(readings.all.front().encoding));
                CHECK((!readings.is_clear || readings.all.front().encoding == encoding));
                CHECK_FALSE(is_partly_utf_8(encoded(text, encoding)));
            }
        }
    }
}

TEST_CASE("UTF-16 is told by its zeros, not by chance") {
    const std::string text = "p;m\n1;2\n";
    std::string little, big;
    for (const char c : text) {
        little += {c, '\0'};
        big += {'\0', c};
    }
    CHECK(unmarked_utf_16(little) == Encoding::utf_16_le);
    CHECK(unmarked_utf_16(big) == Encoding::utf_16_be);
    CHECK(take(little).text == text);
    CHECK(take(big).text == text);
    CHECK_FALSE(unmarked_utf_16(text));
    CHECK_FALSE(unmarked_utf_16(std::string(100, '\0')));
    CHECK_FALSE(unmarked_utf_16(text + std::string(3, '\0')));
    CHECK_FALSE(unmarked_utf_16(""));
}

TEST_CASE("long texts of UTF-16 and pairs of surrogates survive the blocks in which they are converted") {
    std::string text, units = "\xFF\xFE";
    for (int i = 0; i < 50'000; ++i) {
        text += i % 3 == 0 ? "\U0001F600" : i % 3 == 1 ? "ж" : "x";
        units += i % 3 == 0   ? std::string("\x3D\xD8\x00\xDE", 4)
                 : i % 3 == 1 ? std::string("\x36\x04", 2)
                              : std::string("x\0", 2);
    }
    CHECK(take(units).text == text);
    CHECK(take(units).kinds.empty());
}

TEST_CASE("UTF-8 stays as it is, and a letter that the sample cuts does not matter") {
    const auto plain = take("имя;месяц\n");
    CHECK(plain.text == "имя;месяц\n");
    CHECK(plain.kinds.empty());
    for (std::size_t before = (std::size_t{1} << 22) - 5; before < (std::size_t{1} << 22) + 2; ++before) {
        const auto text = std::string(before, 'x') + "жжж\U0001F600";
        CHECK(take(text, {.said = {}, .texts = Language::russian}).kinds.empty());
    }
}

TEST_CASE("names of encodings are read as people write them") {
    CHECK(encoding_named("windows-1251") == Encoding::windows_1251);
    CHECK(encoding_named("CP1251") == Encoding::windows_1251);
    CHECK(encoding_named("Win_1251") == Encoding::windows_1251);
    CHECK(encoding_named("UTF-8") == Encoding::utf_8);
    CHECK(encoding_named("utf16") == Encoding::utf_16_le);
    CHECK_FALSE(encoding_named("windows-1257"));
    CHECK_FALSE(encoding_named(""));
    CHECK_FALSE(encoding_named("—"));
}
