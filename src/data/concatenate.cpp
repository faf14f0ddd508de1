#include "data/concatenate.hpp"

#include <algorithm>
#include <utility>

#include "data/whole_counts.hpp"

namespace accrue::data {
namespace {

// The same column of each piece.
using Parts = std::vector<Column*>;

class Concatenating {
  public:
    Concatenating(std::vector<Sheet>& pieces, const std::vector<Texts>& texts_of_pieces,
                  const Joining& joining, Sheet& whole, Texts& texts, Workers& workers)
        : pieces_(pieces),
          texts_of_pieces_(texts_of_pieces),
          joining_(joining),
          whole_(whole),
          texts_(texts),
          workers_(workers) {}
    bool succeeds();

  private:
    Parts parts(std::optional<Column> Sheet::* column);
    Parts parts(std::size_t column);
    bool fit(const Parts& parts);
    Column together(const Parts& parts);
    void copy(const Column& part, Column& column, std::size_t piece) const;
    void rows_together();

    std::vector<Sheet>& pieces_;
    const std::vector<Texts>& texts_of_pieces_;
    const Joining& joining_;
    Sheet& whole_;
    Texts& texts_;
    Workers& workers_;
    std::vector<std::size_t> begins_;            // by piece: its first row
    std::vector<std::vector<TextId>> text_ids_;  // by piece, then its TextId: that of all
};

Parts Concatenating::parts(std::optional<Column> Sheet::* column) {
    Parts parts;
    for (auto& piece : pieces_) {
        if (piece.*column) parts.push_back(&*(piece.*column));
    }
    return parts;
}

Parts Concatenating::parts(std::size_t column) {
    Parts parts;
    for (auto& piece : pieces_) parts.push_back(&piece.columns[column]);
    return parts;
}

// With one number of digits for all; values that do not fit are `large` in an order that only the whole
// knows.
bool Concatenating::fit(const Parts& parts) {
    int digits = 0;
    for (const auto* const part : parts) digits = std::max(digits, part->digits);
    return std::ranges::all_of(parts, [&](const Column* part) {
        if (part->digits == digits || part->values.empty()) return true;
        const auto bound = largest_count / power_of_ten(digits - part->digits);
        const bool has_large =
            std::ranges::any_of(parts, [](const Column* each) { return !each->large.empty(); });
        return !has_large && std::ranges::all_of(part->values, [bound](std::int64_t value) {
            return value <= bound && value >= -bound;
        });
    });
}

void Concatenating::copy(const Column& part, Column& column, std::size_t piece) const {
    const auto begin = begins_[piece];
    const auto factor = power_of_ten(column.digits - part.digits);
    auto* const values = column.values.data() + begin;
    const auto is_there = [&](std::size_t i) { return part.missing.empty() || part.missing[i] == 0; };
    for (std::size_t i = 0; i < part.values.size(); ++i) values[i] = part.values[i] * factor;
    if (column.kind == core::TypeKind::text) {
        for (std::size_t i = 0; i < part.values.size(); ++i) {
            if (is_there(i)) values[i] = text_ids_[piece][static_cast<std::size_t>(part.values[i])].value;
        }
    }
    std::ranges::copy(part.missing, column.missing.begin() +
                                        (column.missing.empty() ? 0 : static_cast<std::ptrdiff_t>(begin)));
}

Column Concatenating::together(const Parts& parts) {
    Column column;
    column.kind = parts.front()->kind;
    column.positions = parts.front()->positions;
    column.absent = parts.front()->absent;
    if (column.absent) return column;
    const auto rows = whole_.file.rows.size();
    column.values.resize(rows);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& part = *parts[i];
        column.digits = std::max(column.digits, part.digits);
        if (!part.missing.empty()) column.missing.resize(rows, 0);
        for (const auto& [row, value] : part.large)
            column.large.emplace_back(RowId(begins_[i] + row.value), value);
    }
    workers_.each(parts.size(), [&](std::size_t piece, std::size_t /*thread*/) {
        copy(*parts[piece], column, piece);
        parts[piece]->values = {};
    });
    return column;
}

void Concatenating::rows_together() {
    const auto rows = begins_.back() + pieces_.back().file.rows.size();
    whole_.file.rows.resize(rows);
    const bool has_parents = whole_.roles.parent.has_value();
    if (has_parents) whole_.parent_of.resize(rows);
    const bool has_keys = whole_.roles.key.has_value();
    workers_.each(pieces_.size(), [&](std::size_t i, std::size_t /*thread*/) {
        auto& piece = pieces_[i];
        auto* row = &*whole_.file.rows.begin() + begins_[i];
        for (const auto& each : piece.file.rows) {
            *row = each;
            if (has_keys && each.key) row->key = joining_.key_numbers()[i][each.key.value];
            ++row;
        }
        for (std::size_t at = 0; at < piece.parent_of.size(); ++at) {
            const auto parent = piece.parent_of[at];
            if (parent) whole_.parent_of[begins_[i] + at] = joining_.parent_numbers()[i][parent.value];
        }
        piece.file.rows = {};
    });
}

bool Concatenating::succeeds() {
    for (std::size_t i = 0; i < whole_.wanted.columns.size(); ++i) {
        if (!fit(parts(i))) return false;
    }
    std::size_t rows = 0;
    for (const auto& piece : pieces_) {
        begins_.push_back(rows);
        rows += piece.file.rows.size();
    }
    for (const auto& texts : texts_of_pieces_) text_ids_.push_back(texts_.take(texts));
    rows_together();
    for (std::size_t i = 0; i < whole_.wanted.columns.size(); ++i)
        whole_.columns.push_back(together(parts(i)));
    if (whole_.roles.from) whole_.from = together(parts(&Sheet::from));
    if (whole_.roles.to) whole_.to = together(parts(&Sheet::to));
    return true;
}

}  // namespace

bool concatenate(std::vector<Sheet>& pieces, const std::vector<Texts>& texts_of_pieces,
                 const Joining& joining, Sheet& whole, Texts& texts, Workers& workers) {
    return Concatenating(pieces, texts_of_pieces, joining, whole, texts, workers).succeeds();
}

}  // namespace accrue::data
