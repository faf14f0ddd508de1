#include "data/texts_alike.hpp"

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

// What `match`, conditions and the rows of references say.
class NamedTexts {
  public:
    NamedTexts(const core::Scheme& scheme, const History& history) {
        for (const auto& expression : scheme.expressions) {
            if (const auto* const constant = std::get_if<core::Constant>(&expression.node))
                add(constant->value);
        }
        for (const auto& reference : history.references) {
            for (const auto& row : reference.rows) {
                for (const auto& key : row.keys) {
                    if (key) add(*key);
                }
            }
        }
    }

    bool empty() const { return forms_.empty(); }
    bool has(const std::string& folded_text) const { return folded_.contains(folded_text); }
    const std::string* that_looks_like(const std::string& folded_text) const {
        const auto found = forms_.find(form_seen(folded_text));
        return found == forms_.end() ? nullptr : &found->second;
    }

  private:
    void add(const core::Value& value) {
        const auto* const text = std::get_if<std::string>(&value);
        if (text != nullptr && folded_.insert(folded(*text)).second)
            forms_.try_emplace(form_seen(*text), *text);
    }

    std::set<std::string> folded_;
    std::map<std::string, std::string> forms_;  // as it looks: the first of that look
};

}  // namespace

std::vector<std::optional<std::string>> looks_like(const core::Scheme& scheme, const History& history) {
    const NamedTexts named(scheme, history);
    std::vector<std::optional<std::string>> found;
    for (std::size_t i = 0; i < history.texts.size() && !named.empty(); ++i) {
        const auto& text = history.folded_texts[i];
        if (named.has(text)) continue;
        const auto* const like = named.that_looks_like(text);
        if (like == nullptr) continue;
        found.resize(history.texts.size());
        found[i] = *like;
    }
    return found;
}

}  // namespace accrue::data
