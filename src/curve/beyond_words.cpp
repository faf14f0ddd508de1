#include "curve/beyond_words.hpp"

#include "base/messages/phrases/curves.hpp"

namespace accrue::curve {
namespace {

Phrase reason(BeyondKind why) {
    switch (why) {
        case BeyondKind::rounded_compared:
            return say::beyond_rounded_compared;
        case BeyondKind::rounded_inside:
            return say::beyond_rounded_inside;
        case BeyondKind::too_high:
            return say::beyond_too_high;
        case BeyondKind::paired:
            return say::beyond_paired;
        case BeyondKind::lots:
            return say::beyond_lots;
        case BeyondKind::coefficient:
            return say::beyond_coefficient;
        case BeyondKind::key:
            return say::beyond_key;
        case BeyondKind::date:
            return say::beyond_date;
        case BeyondKind::remainder:
            return say::beyond_remainder;
    }
    return say::beyond_too_high;
}

}  // namespace

std::string words_of(BeyondKind why) {
    return phrase(reason(why));
}

}  // namespace accrue::curve
