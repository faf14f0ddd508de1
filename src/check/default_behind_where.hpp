// check/default_behind_where.hpp — `rank of x over all where size >= 3 default 99`: the default ends what
// `where` asks, although the aggregate was probably meant.
#pragma once

#include <optional>

#include "base/diagnostic.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

struct DefaultBehindWhere {
    std::optional<Fact> hint;  // how it is written for the aggregate; none where that cannot be missing
};
// Of a default that ends the condition of an aggregate; nothing of others.
std::optional<DefaultBehindWhere> default_behind_where(const syntax::Module& module, const Sources& sources,
                                                       const syntax::Binary& defaulted);

}  // namespace accrue::check
