// Rows given by hand, as examples and tests do.

#include <algorithm>

#include "base/text.hpp"
#include "data/frames.hpp"
#include "data/history.hpp"
#include "data/reference_index.hpp"
#include "data/references.hpp"
#include "data/text_column.hpp"
#include "data/whole_counts.hpp"

namespace accrue::data {
namespace {

// The fewest digits after the point that hold the value; nothing when none do.
std::optional<int> digits_of(const Exact& value) {
    std::int64_t ignored = 0;
    for (int digits = 0; digits <= most_column_digits; ++digits) {
        if (value.fits_scaled(power_of_ten(digits), ignored)) return digits;
    }
    return std::nullopt;
}

// Numbers at the digits that most of them need; the others are large.
void keep_numbers(Column& column, const std::vector<std::optional<Exact>>& cells) {
    for (const auto& cell : cells) {
        if (cell) column.digits = std::max(column.digits, digits_of(*cell).value_or(0));
    }
    for (std::size_t row = 0; row < cells.size(); ++row) {
        const bool fits =
            cells[row] && cells[row]->fits_scaled(power_of_ten(column.digits), column.values[row]);
        if (cells[row] && !fits) column.large.emplace_back(RowId(row), *cells[row]);
    }
}

std::int64_t count_of(const core::Value& value, Texts& texts) {
    return std::visit(overloaded{[](const Exact&) { return std::int64_t{0}; },
                                 [](bool yes) { return std::int64_t{yes ? 1 : 0}; },
                                 [](Date date) { return std::int64_t{date.days}; },
                                 [](Month month) { return std::int64_t{month.index}; },
                                 [&](const std::string& text) { return std::int64_t{texts.id(text).value}; }},
                      value);
}

// The cells that given rows have for one input; all rows of the level lack it at first.
struct GivenColumn {
    Column column;
    std::vector<std::optional<Exact>> numbers;
};
GivenColumn given_column(core::TypeKind kind, std::size_t rows) {
    GivenColumn given;
    given.column.kind = kind;
    given.column.values.assign(rows, 0);
    given.column.missing.assign(rows, 1);
    given.numbers.resize(rows);
    return given;
}

// ---------------------------------------------------------------- rows given by hand

class Giving {
  public:
    Giving(const core::Scheme& scheme, const std::vector<GivenRow>& given) : scheme_(scheme), given_(given) {}
    History history(const GivenReferences& references);

  private:
    void take_rows();
    void take_row(const GivenRow& given, std::uint32_t number);
    std::string name_above(const GivenRow& given) const;
    void name_keys(core::LevelId level);
    void take_cells();

    const core::Scheme& scheme_;
    const std::vector<GivenRow>& given_;
    AllRows levels_;
    std::vector<RowId> places_;                                      // by given row: its row of its level
    Table<core::LevelId, std::vector<std::string>> keys_, parents_;  // by row of the level
    Texts texts_;
};

std::string key_text(const GivenRow& given) {
    return nfc(trimmed(given.key));
}

// A record that stands in no given row names its parent by its own key.
std::string Giving::name_above(const GivenRow& given) const {
    if (given.parent) return key_text(given_[*given.parent]);
    return scheme_.levels[given.level].kind == core::LevelKind::records ? key_text(given) : "";
}

void Giving::take_row(const GivenRow& given, std::uint32_t number) {
    const auto& level = scheme_.levels[given.level];
    const auto period = given.date ? scheme_.calendar.period(*given.date) : given.period;
    const bool is_record = level.kind == core::LevelKind::records;
    const bool is_named = level.parent && scheme_.levels[level.parent].kind == core::LevelKind::rows;
    places_.push_back(levels_[given.level].rows.add(
        {.period = period, .date = given.date.value_or(scheme_.calendar.first_day(period)), .line = number}));
    const auto above = is_named ? name_above(given) : "";
    if (is_named) parents_[given.level].push_back(above);
    keys_[given.level].push_back(is_record                                   ? above
                                 : level.kind == core::LevelKind::everything ? ""
                                                                             : key_text(given));
}

// Texts of keys into their numbers.
void Giving::name_keys(core::LevelId level) {
    auto& rows = levels_[level];
    rows.keys = sorted_once(keys_[level]);
    const auto keys = numbers_in(rows.keys, keys_[level]);
    for (std::size_t i = 0; i < keys.size(); ++i) rows.rows[RowId(i)].key = keys[i];
    rows.parents = sorted_once(parents_[level]);
    rows.parent_of = numbers_in(rows.parents, parents_[level]);
}

void Giving::take_rows() {
    levels_.resize(scheme_.levels.size());
    keys_.resize(scheme_.levels.size());
    parents_.resize(scheme_.levels.size());
    for (std::uint32_t i = 0; i < given_.size(); ++i) take_row(given_[i], i + 1);
    for (std::uint32_t i = 0; i < levels_.size(); ++i) name_keys(core::LevelId(i));
}

void Giving::take_cells() {
    std::vector<GivenColumn> columns;
    for (const auto& input : scheme_.inputs)
        columns.push_back(given_column(input.type.kind, levels_[input.level].rows.size()));
    for (std::size_t i = 0; i < given_.size(); ++i) {
        const auto row = places_[i];
        for (const auto& [input, value] : given_[i].cells) {
            auto& [column, numbers] = columns[input.value];
            column.missing[row.value] = 0;
            column.values[row.value] = count_of(value, texts_);
            if (const auto* number = std::get_if<Exact>(&value)) numbers[row.value] = *number;
        }
    }
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        auto& [column, numbers] = columns[i];
        keep_numbers(column, numbers);
        if (std::ranges::count(column.missing, 1) == 0) column.missing.clear();
        levels_[scheme_.inputs[core::InputId(i)].level].columns.emplace_back(core::InputId(i),
                                                                             std::move(column));
    }
}

History Giving::history(const GivenReferences& references) {
    History history;
    take_rows();
    take_cells();
    history.references.resize(scheme_.references.size());
    for (std::uint32_t i = 0; i < references.rows.size(); ++i)
        history.references[core::ReferenceId(i)].rows = references.rows[core::ReferenceId(i)];
    intern(history.references, texts_);
    for (std::uint32_t i = 0; i < history.references.size(); ++i) {
        auto& made = history.references[core::ReferenceId(i)];
        made.index =
            std::make_shared<const ReferenceIndex>(scheme_.references[core::ReferenceId(i)], made.rows);
    }
    rename_texts(levels_, texts_.release(history));
    Workers alone;
    const auto sort = [&](core::LevelId level) { sort_rows(scheme_, level, levels_[level], alone); };
    for (auto i = scheme_.levels.size(); i-- > 0;) {
        sort(core::LevelId(i));
        make_rows_above(scheme_, levels_, core::LevelId(i));
    }
    make_rows_of_everything(scheme_, levels_);
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        if (scheme_.levels[core::LevelId(i)].kind == core::LevelKind::everything) sort(core::LevelId(i));
    }
    assemble(scheme_, levels_, history, alone);
    return history;
}

}  // namespace

History from_rows(const core::Scheme& scheme, const std::vector<GivenRow>& rows,
                  const GivenReferences& references) {
    return Giving(scheme, rows).history(references);
}

std::vector<RowId> places_of(const History& history, const std::vector<GivenRow>& rows) {
    std::vector<RowId> places(rows.size());
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const auto& row = history.rows[RowId(i)];
        if (!row.source && row.line != 0) places[row.line - 1] = RowId(i);
    }
    return places;
}

}  // namespace accrue::data
