#include "data/growing_texts.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace accrue::data {

GrowingTexts::GrowingTexts(std::uint64_t bytes, std::size_t texts) {
    const auto chunks = bytes / room + texts + 1;
    const auto stretches = (chunks + chunks_at_a_time - 1) / chunks_at_a_time;
    memory_.reset(static_cast<char*>(std::aligned_alloc(chunk, stretches * chunks_at_a_time * chunk)));
    if (!memory_) throw std::bad_alloc();
}

// Many pages at a time cost the system less than one after another; without that they come when written to.
void GrowingTexts::extend(Text& text) {
    const auto next = chunks_++;
    if (next % chunks_at_a_time == 0) madvise(begin(next), chunks_at_a_time * chunk, MADV_POPULATE_WRITE);
    if (text.chunks_ == 0) {
        text.first_ = next;
    } else {
        std::memcpy(text.at_ - chunk, &next, sizeof(next));
    }
    ++text.chunks_;
    text.at_ = begin(next) + head;
    text.end_ = text.at_ + room;
}

void GrowingTexts::append(Text& text, std::string_view bytes) {
    while (!bytes.empty()) {
        if (text.at_ == text.end_) extend(text);
        const auto length = std::min(bytes.size(), static_cast<std::size_t>(text.end_ - text.at_));
        std::memcpy(text.at_, bytes.data(), length);
        text.at_ += length;
        bytes.remove_prefix(length);
    }
}

void GrowingTexts::copy(const Text& text, char* out) const {
    auto next = text.first_;
    for (auto left = text.size(); left > 0;) {
        const char* const from = begin(next);
        const auto length = std::min<std::uint64_t>(left, room);
        std::memcpy(out, from + head, length);
        out += length;
        left -= length;
        if (left > 0) std::memcpy(&next, from, sizeof(next));
    }
}

}  // namespace accrue::data
