#include "syntax/foreign_names.hpp"

#include <algorithm>
#include <array>

#include "base/messages/language.hpp"
#include "base/text.hpp"

namespace accrue::syntax {
namespace {

constexpr auto aggregates = std::to_array<std::string_view>(
    {"median", "mean", "avg", "percentile", "quantile", "quartile", "медиана", "медиану", "медианы",
     "перцентиль", "процентиль", "квантиль", "квартиль"});
constexpr auto blanks =
    std::to_array<std::string_view>({"blank", "empty", "missing", "null", "none", "nothing", "пусто",
                                     "пустой", "пустая", "пустое", "пуст", "пуста"});

template <class Names>
bool has(const Names& names, std::string_view name) {
    return std::ranges::find(names, folded(name)) != names.end();
}

}  // namespace

bool is_foreign_aggregate(std::string_view name) {
    return has(aggregates, name);
}
bool is_foreign_blank(std::string_view name) {
    return has(blanks, name);
}

std::optional<Fact> hint_of_foreign_name(std::string_view name) {
    if (is_foreign_aggregate(name)) return Fact{kind::hint_aggregates, {}};
    if (is_foreign_blank(name)) return Fact{kind::hint_blank, {}};
    return std::nullopt;
}

}  // namespace accrue::syntax
