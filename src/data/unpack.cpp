#include "data/unpack.hpp"

#define ZLIB_CONST  // what is packed is not written to
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>

namespace accrue::data {
namespace {

constexpr std::string_view gzip_mark{"\x1F\x8B", 2};
constexpr std::string_view zstd_mark{"\x28\xB5\x2F\xFD", 4};

// Frames that hold notes of the packing program, none of the text: `0x184D2A5?`.
bool is_skippable_frame(std::string_view bytes) {
    return bytes.size() >= 4 && (static_cast<unsigned char>(bytes[0]) & 0xF0U) == 0x50 &&
           bytes.substr(1, 3) == "\x2A\x4D\x18";
}

bool is_padding(std::string_view bytes) {
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// The text that grows, a step at a time, up to one byte beyond the limit.
class Growing {
  public:
    Growing(std::size_t expected, std::size_t most) : most_(most) { text_.reserve(std::min(expected, most)); }

    char* room() {
        constexpr std::size_t step = std::size_t{1} << 20;  // bytes
        if (length_ == text_.size()) text_.resize(std::min(length_ + step, most_ + 1));
        return text_.data() + length_;
    }
    std::size_t room_size() const { return text_.size() - length_; }
    void took(std::size_t bytes) { length_ += bytes; }
    bool is_too_long() const { return length_ > most_; }
    std::string release() {
        text_.resize(std::min(length_, most_));
        return std::move(text_);
    }

  private:
    std::size_t most_;
    std::string text_;
    std::size_t length_ = 0;
};

// ---------------------------------------------------------------- gzip

class Inflating {
  public:
    Inflating() {
        constexpr int gzip_alone = 16 + MAX_WBITS;
        if (inflateInit2(&stream_, gzip_alone) != Z_OK) throw std::bad_alloc();
    }
    Inflating(const Inflating&) = delete;
    Inflating& operator=(const Inflating&) = delete;
    ~Inflating() { inflateEnd(&stream_); }

    z_stream& stream() { return stream_; }

  private:
    z_stream stream_{};
};

// What the last member says of its length; a wrong number costs nothing.
std::size_t expected_of_gzip(std::string_view bytes) {
    if (bytes.size() < 4) return 0;
    std::size_t length = 0;
    for (std::size_t i = 1; i <= 4; ++i)
        length = length << 8U | static_cast<unsigned char>(bytes[bytes.size() - i]);
    constexpr std::size_t densest = 1032;  // what deflate can reach
    return std::min(length, bytes.size() * densest);
}

// One step; where the stream stands afterwards.
int inflated(z_stream& stream, std::string_view rest, Growing& text) {
    constexpr std::size_t longest = std::numeric_limits<uInt>::max();
    stream.next_in = reinterpret_cast<const Bytef*>(rest.data());
    stream.avail_in = static_cast<uInt>(std::min(rest.size(), longest));
    stream.next_out = reinterpret_cast<Bytef*>(text.room());
    const auto room = static_cast<uInt>(text.room_size());
    stream.avail_out = room;
    const int state = inflate(&stream, Z_NO_FLUSH);
    text.took(room - stream.avail_out);
    return state;
}

Unpacked gunzipped(std::string_view bytes, std::size_t most) {
    using enum Unpacked::End;
    Inflating inflating;
    auto& stream = inflating.stream();
    Growing text(expected_of_gzip(bytes), most);
    std::size_t place = 0;
    const auto ended = [&](Unpacked::End end) { return Unpacked{text.release(), end, place}; };
    while (true) {
        const auto rest = bytes.substr(place);
        const int state = inflated(stream, rest, text);
        place = static_cast<std::size_t>(reinterpret_cast<const char*>(stream.next_in) - bytes.data());
        if (text.is_too_long()) return ended(too_long);
        if (state == Z_MEM_ERROR) throw std::bad_alloc();
        if (state == Z_BUF_ERROR) return ended(cut_off);
        if (state != Z_OK && state != Z_STREAM_END) return ended(damaged);
        if (state == Z_OK) continue;
        const auto behind = bytes.substr(place);
        if (is_padding(behind)) return ended(whole);
        if (!behind.starts_with(gzip_mark)) return ended(other_data);
        inflateReset(&stream);
    }
}

// ---------------------------------------------------------------- zstd

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// What the first frame says of its length.
std::size_t expected_of_zstd(std::string_view bytes) {
    const auto length = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    const bool is_said = length != ZSTD_CONTENTSIZE_UNKNOWN && length != ZSTD_CONTENTSIZE_ERROR;
    return is_said ? static_cast<std::size_t>(length) : 0;
}

bool is_frame(std::string_view bytes) {
    return bytes.starts_with(zstd_mark) || is_skippable_frame(bytes);
}

Unpacked of_zstd(std::string_view bytes, std::size_t most) {
    using enum Unpacked::End;
    const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    constexpr int widest_window = 31;  // bits; `zstd --long=31`
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, widest_window);
    Growing text(expected_of_zstd(bytes), most);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    const auto ended = [&](Unpacked::End end) { return Unpacked{text.release(), end, in.pos}; };
    while (true) {
        ZSTD_outBuffer out{text.room(), text.room_size(), 0};
        const auto before = in.pos;
        const auto state = ZSTD_decompressStream(context.get(), &out, &in);
        text.took(out.pos);
        if (text.is_too_long()) return ended(too_long);
        if (ZSTD_getErrorCode(state) == ZSTD_error_memory_allocation) throw std::bad_alloc();
        if (ZSTD_isError(state) != 0) return ended(damaged);
        const auto behind = bytes.substr(in.pos);
        if (state == 0 && is_padding(behind)) return ended(whole);
        if (state == 0 && !is_frame(behind)) return ended(other_data);
        const bool is_stuck = in.pos == before && out.pos == 0;
        if (state != 0 && behind.empty() && is_stuck) return ended(cut_off);
    }
}

}  // namespace

Compression compression_of(std::string_view bytes) {
    if (bytes.starts_with(gzip_mark)) return Compression::gzip;
    if (is_frame(bytes)) return Compression::zstd;
    return Compression::none;
}

std::size_t most_unpacked(std::size_t packed_size) {
    constexpr std::size_t least = std::size_t{1} << 30;  // bytes
    constexpr std::size_t densest = 100;                 // no table of numbers is packed so well
    return std::max(least, packed_size * densest);
}

Unpacked unpacked(std::string_view bytes, Compression compression, std::size_t most) {
    return compression == Compression::gzip ? gunzipped(bytes, most) : of_zstd(bytes, most);
}

}  // namespace accrue::data
