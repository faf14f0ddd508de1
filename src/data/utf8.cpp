#include "data/utf8.hpp"

#include "data/block_loops.hpp"

namespace accrue::data {

bool is_utf8_text(std::string_view bytes) {
    return block_loops().is_utf8_text(bytes);
}

}  // namespace accrue::data
