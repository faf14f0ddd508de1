// data/growing_texts.hpp — Many texts that grow side by side in one large memory, a chunk at a time: what is
// added to any of them is written where its own last bytes stand, which a core's cache still holds.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

namespace accrue::data {

class GrowingTexts {
  public:
    class Text {
      public:
        std::uint64_t size() const { return chunks_ * room - static_cast<std::uint64_t>(end_ - at_); }

      private:
        friend class GrowingTexts;
        char* at_ = nullptr;
        const char* end_ = nullptr;             // of the last chunk
        std::uint32_t first_ = 0, chunks_ = 0;  // the number of the first chunk, and how many there are
    };

    // Memory for at most so many texts of so many bytes in all; what is not written to is not taken.
    GrowingTexts(std::uint64_t bytes, std::size_t texts);
    GrowingTexts(const GrowingTexts&) = delete;
    GrowingTexts& operator=(const GrowingTexts&) = delete;

    // Each text by one thread at a time, different ones by any.
    void append(Text& text, std::string_view bytes);
    // Behind the bytes there are `margin` others that may be read.
    void append_with_margin(Text& text, std::string_view bytes) {
        if (text.end_ - text.at_ < static_cast<std::ptrdiff_t>(bytes.size() + margin))
            return append(text, bytes);
        char* const out = text.at_;
        for (std::size_t at = 0; at < bytes.size(); at += margin)
            std::memcpy(out + at, bytes.data() + at, margin);
        text.at_ = out + bytes.size();
        for (const std::size_t ahead : {64, 128})
            __builtin_prefetch(text.at_ + ahead, 1);  // for the next one
    }
    // To `out`, which has room for it.
    void copy(const Text& text, char* out) const;

    static constexpr std::size_t margin = 32;

  private:
    static constexpr std::size_t chunk = std::size_t{1} << 13U;  // bytes
    static constexpr std::size_t head = sizeof(std::uint32_t);   // the number of the text's next chunk
    static constexpr std::size_t room = chunk - head;

    static constexpr std::size_t chunks_at_a_time = 64;  // for which the system is asked

    struct Free {
        void operator()(char* memory) const { std::free(memory); }
    };

    char* begin(std::size_t number) const { return memory_.get() + number * chunk; }
    void extend(Text& text);

    // Not in huge pages, which `ColumnMemory` asks for: where memory is in many pieces the system takes
    // longer to put such pages together than they save.
    std::unique_ptr<char, Free> memory_;
    std::atomic<std::uint32_t> chunks_ = 0;
};

}  // namespace accrue::data
