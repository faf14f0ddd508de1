#include "base/language.hpp"

#include <atomic>

namespace accrue {
namespace {

std::atomic<Language> language_of_this_call = Language::english;

std::size_t russian_form(std::int64_t count) {
    const auto last = count % 10, last_two = count % 100;
    if (last == 1 && last_two != 11) return 0;
    const bool few = last >= 2 && last <= 4 && (last_two < 12 || last_two > 14);
    return few ? 1 : 2;
}

}  // namespace

void speak(Language language) {
    language_of_this_call = language;
}

Language spoken() {
    return language_of_this_call;
}

std::size_t plural_form(std::int64_t count, std::size_t forms) {
    if (count < 0) count = -(count + 1) + 1;
    if (forms >= 3) return russian_form(count);
    return count == 1 || forms < 2 ? 0 : 1;
}

}  // namespace accrue
