// run/texts.hpp — Texts as numbers that are equal where the texts are, in any case. Those that the scheme and
// its references hold come first and have the same number in every history, so that plans and lookups may
// keep them; after them come the texts of the history, and the keys where a rule reads them.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::run {

class FixedTexts {
  public:
    FixedTexts(const core::Scheme& scheme, const Table<core::ReferenceId, data::ReferenceRows>& references);

    std::int64_t number(const std::string& text) const;  // of a text of the scheme or a reference
    std::size_t size() const { return texts_.size(); }
    bool reads_keys() const { return reads_keys_; }

  private:
    friend class Texts;
    void add(const std::string& text);

    std::vector<std::string> texts_;                       // as they are written there, by number
    std::unordered_map<std::string, std::int64_t> known_;  // by folded text
    bool reads_keys_ = false;
};

// All texts of one history.
class Texts {
  public:
    Texts(const FixedTexts& fixed, const data::History& history);

    // By TextId of the history; empty where its own ids are the numbers.
    std::span<const std::int64_t> of_texts() const { return of_texts_; }
    std::int64_t of_key(data::KeyId key) const { return of_keys_[key.value]; }
    // What `number` stands for; a missing text is empty.
    const std::string& spelled(std::int64_t number) const;
    // By number, as the history spells them where it holds them.
    std::vector<std::string> all() const;

  private:
    void add_keys();

    const FixedTexts& fixed_;
    const data::History& history_;
    std::vector<std::int64_t> of_texts_, of_keys_;
    std::vector<data::TextId> spelled_;   // by number of a fixed text: the history's own; may be none
    std::vector<std::string> only_keys_;  // that are no text of either
};

}  // namespace accrue::run
