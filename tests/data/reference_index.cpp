// The index of a reference finds the row that is found by looking at every row.

#include "data/reference_index.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "data/spellings.hpp"
#include "schemes.hpp"

using namespace accrue;
using namespace accrue::data;
using core::KeyMatch;

namespace {

using Cell = std::optional<core::Value>;
using Keys = std::vector<core::Value>;

// ---------------------------------------------------------------- looking at every row

bool holds(KeyMatch match, const Cell& cell, const core::Value& key) {
    if (!cell) return true;
    if (const auto* const text = std::get_if<std::string>(&*cell))
        return equality_form(*text) == equality_form(std::get<std::string>(key));
    switch (match) {
        case KeyMatch::exact:
            return key == *cell;
        case KeyMatch::up_to:
            return key <= *cell;
        case KeyMatch::below:
            return key < *cell;
        case KeyMatch::from:
            return key >= *cell;
    }
    return false;
}

bool fits(const core::Reference& reference, const ReferenceRow& row, const Keys& keys, Date day) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!holds(reference.keys[i].match, row.keys[i], keys[i])) return false;
    }
    return (!row.from || *row.from <= day) && (!row.to || day <= *row.to);
}

std::vector<bool> exact_keys(const core::Reference& reference, const ReferenceRow& row) {
    std::vector<bool> given;
    for (std::size_t i = 0; i < row.keys.size(); ++i)
        given.push_back(reference.keys[i].match == KeyMatch::exact && row.keys[i].has_value());
    return given;
}

// Below 0: the edges of the first are nearer.
int by_edges(const core::Reference& reference, const ReferenceRow& one, const ReferenceRow& other) {
    for (std::size_t i = 0; i < one.keys.size(); ++i) {
        const auto match = reference.keys[i].match;
        if (match == KeyMatch::exact || one.keys[i] == other.keys[i]) continue;
        if (!one.keys[i] || !other.keys[i]) return one.keys[i] ? -1 : 1;
        return (*one.keys[i] < *other.keys[i]) == (match != KeyMatch::from) ? -1 : 1;
    }
    return 0;
}

ReferenceIndex::Found by_every_row(const core::Reference& reference, const std::vector<ReferenceRow>& rows,
                                   const Keys& keys, Date day) {
    std::vector<std::uint32_t> fitting;  // with the most exact keys
    std::ptrdiff_t most = 0;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        const auto count = std::ranges::count(exact_keys(reference, rows[i]), true);
        if (count < most || !fits(reference, rows[i], keys, day)) continue;
        if (count > most) fitting.clear();
        most = count;
        fitting.push_back(i);
    }
    ReferenceIndex::Found found;
    for (const auto i : fitting) {
        if (!found.row) {
            found.row = i;
            continue;
        }
        if (exact_keys(reference, rows[i]) != exact_keys(reference, rows[*found.row])) return {found.row, i};
        const auto order = by_edges(reference, rows[i], rows[*found.row]);
        if (order < 0) found = {i, std::nullopt};
        if (order == 0) found.other = i;
    }
    return found;
}

// ---------------------------------------------------------------- references of all kinds

class Making {
  public:
    explicit Making(unsigned seed) : random_(seed) {}

    std::vector<ReferenceRow> rows(const core::Reference& reference) {
        std::vector<ReferenceRow> made(below(40));
        for (auto& row : made) {
            for (const auto& key : reference.keys)
                row.keys.push_back(below(3) == 0 ? Cell() : Cell(value(key.type.kind)));
            if (below(3) == 0) row.from = day();
            if (below(3) == 0) row.to = day();
        }
        return made;
    }
    Keys keys(const core::Reference& reference) {
        Keys made;
        for (const auto& key : reference.keys) made.push_back(value(key.type.kind));
        return made;
    }
    Date day() { return Date{20000 + static_cast<std::int32_t>(below(6))}; }

  private:
    std::size_t below(std::size_t size) { return random_() % size; }
    core::Value value(core::TypeKind kind) {
        static const std::vector<std::string> texts{"a", "A ", "ё", "Е", "дуб"};
        if (kind == core::TypeKind::text) return texts[below(texts.size())];
        if (kind == core::TypeKind::date) return day();
        if (kind == core::TypeKind::logical) return below(2) == 0;
        return Exact::ratio(static_cast<int>(below(9)) - 4, 2);
    }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("the index finds what looking at every row finds") {
    const std::vector<std::string> kinds{
        "who: text key; rate: number",
        "sum: number up_to; rate: number",
        "sum: number below; since: date from; rate: number",
        "sum: number up_to; who: text key; rate: number",
        "since: date from; who: text key; age: number below; what: text key; rate: number",
        "who: text key; what: text key; so: number key; sum: number up_to; age: number from; rate: number",
    };
    std::size_t alone = 0, contested = 0, none = 0;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const auto reference = scheme_of("level person; reference rates; " + kinds[i]).references.back();
        Making making(static_cast<unsigned>(i));
        for (int round = 0; round < 200; ++round) {
            const auto rows = making.rows(reference);
            const ReferenceIndex index(reference, rows);
            for (int question = 0; question < 20; ++question) {
                const auto keys = making.keys(reference);
                const auto day = making.day();
                const auto found = index.find(keys, day), expected = by_every_row(reference, rows, keys, day);
                REQUIRE(found.row == expected.row);
                REQUIRE(found.other == expected.other);
                ++(found.other ? contested : found.row ? alone : none);
            }
        }
    }
    CHECK(alone > 1000);
    CHECK(contested > 1000);
    CHECK(none > 1000);
}
