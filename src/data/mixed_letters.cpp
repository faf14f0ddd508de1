#include "data/mixed_letters.hpp"

#include <string>
#include <utility>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"

namespace accrue::data {

void hint_near(Diagnostic& report, std::initializer_list<std::string_view> names, Fact hint) {
    for (const auto name : names) {
        if (const auto mixed = mixed_alphabets(name))
            report.notes.push_back(
                {kind::note_mixed, {std::string(name.substr(mixed->offset, mixed->length))}});
    }
    report.notes.push_back(std::move(hint));
}

}  // namespace accrue::data
