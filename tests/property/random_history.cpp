#include "random_scheme.hpp"

#include <fmt/format.h>

namespace accrue::property {
namespace {

const std::vector<std::string> cell_texts = {"gold", " GOLD", "silver", "Серебро", "елка", "other"};

core::Value random_value(const core::Type& type, Random& random, bool large) {
    switch (type.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return random_amount(random, large);
        case core::TypeKind::date:
            if (random.one_in(30)) return Date::of(9999, 12, 20);
            return Date::of(static_cast<int>(random.between(2020, 2027)),
                            static_cast<int>(random.between(1, 12)), 15);
        case core::TypeKind::month:
            return Month::of(2026, static_cast<int>(random.between(1, 12)));
        case core::TypeKind::text:
            return random.one_in(5) ? std::string("key1") : random.of(cell_texts);
        case core::TypeKind::logical:
            return random.one_in(2);
    }
    return false;
}

}  // namespace

Exact random_amount(Random& random, bool large) {
    if (large) {
        const auto digits = static_cast<int>(random.between(10, 45));
        return Exact::scaled(random.between(-9'999'999, 9'999'999), -digits + 7);
    }
    switch (random.below(10)) {
        case 0:
            return 0;
        case 1:
            return 1;
        case 2:
            return Exact::scaled(random.between(1, 20000), 4);  // percentages up to 200 %
        case 3:
            return Exact::ratio(random.between(-30, 30), random.between(1, 9));
        case 4:
        case 5:
            return random.between(-20, 60);
        case 6:
            return Exact::scaled(random.between(-100'000, 100'000), 2);
        default:
            return Exact::scaled(random.between(-1000, 100'000'000), static_cast<int>(random.between(0, 2)));
    }
}

namespace {

class RowMaker {
  public:
    RowMaker(const core::Scheme& scheme, Random& random)
        : scheme_(scheme),
          random_(random),
          blanks_(random.one_in(2)   ? 0
                  : random.one_in(2) ? 5
                                     : 30),
          gaps_(random.one_in(2) ? 0 : 30),
          large_(random.one_in(6)) {}

    std::vector<data::GivenRow> rows() {
        const auto& calendar = scheme_.calendar;
        const auto first = calendar.period(Date::of(2025, 10, 1));
        const bool flat = core::is_flat(scheme_);
        const auto periods = random_.between(1, flat ? 14 : 7);
        keys_ = Table<core::LevelId, std::int64_t>(scheme_.levels.size());
        for (auto& keys : keys_) keys = random_.between(1, flat ? 5 : 3);
        for (int i = 0; i < periods; ++i) {
            at_ = Table<core::LevelId, std::vector<std::size_t>>(scheme_.levels.size());
            for (std::size_t level = 0; level < scheme_.levels.size(); ++level)
                add_level(core::LevelId(level), Period{first.index + i});
        }
        return std::move(rows_);
    }

  private:
    void add_level(core::LevelId id, Period period) {
        const auto& level = scheme_.levels[id];
        switch (level.kind) {
            case core::LevelKind::everything:
                // Left out it is made for the rows inside it.
                if (!random_.one_in(8)) add(id, "", period);
                return;
            case core::LevelKind::rows:
                for (std::int64_t key = 0; key < keys_[id]; ++key) {
                    if (random_.percent(gaps_)) continue;
                    if (level.parent && is_rows(level.parent) && at_[level.parent].empty()) continue;
                    add(id, fmt::format("key{}", key), period);
                }
                return;
            case core::LevelKind::records:
                for (const auto parent : at_[level.parent]) {
                    for (auto left = random_.between(0, 3); left > 0; --left) add_record(id, period, parent);
                }
                return;
        }
    }
    bool is_rows(core::LevelId id) const { return scheme_.levels[id].kind == core::LevelKind::rows; }

    void add(core::LevelId id, std::string key, Period period) {
        data::GivenRow row{std::move(key), period, cells(id), id};
        const auto above = scheme_.levels[id].parent;
        if (above && is_rows(above) && !random_.one_in(40)) row.parent = random_.of(at_[above]);
        at_[id].push_back(rows_.size());
        rows_.push_back(std::move(row));
    }
    void add_record(core::LevelId id, Period period, std::size_t parent) {
        const auto first = scheme_.calendar.first_day(period), last = scheme_.calendar.last_day(period);
        data::GivenRow row{"", period, cells(id), id};
        row.date = Date{static_cast<std::int32_t>(random_.between(first.days, last.days))};
        row.parent = parent;
        rows_.push_back(std::move(row));
    }

    std::vector<std::pair<core::InputId, core::Value>> cells(core::LevelId level) {
        const auto is_decimal = [](const Exact& value) { return value.decimal_digits().has_value(); };
        std::vector<std::pair<core::InputId, core::Value>> cells;
        for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) {
            const auto& input = scheme_.inputs[core::InputId(i)];
            if (input.level != level || random_.percent(blanks_)) continue;
            auto value = random_value(input.type, random_, large_ && random_.one_in(12));
            if (const auto* amount = std::get_if<Exact>(&value); amount != nullptr && !is_decimal(*amount))
                value = Exact(3);
            cells.emplace_back(core::InputId(i), std::move(value));
        }
        return cells;
    }

    const core::Scheme& scheme_;
    Random& random_;
    int blanks_, gaps_;
    bool large_;
    Table<core::LevelId, std::int64_t> keys_;
    Table<core::LevelId, std::vector<std::size_t>> at_;  // rows of the period
    std::vector<data::GivenRow> rows_;
};

}  // namespace

std::vector<data::GivenRow> random_rows(const core::Scheme& scheme, Random& random) {
    return RowMaker(scheme, random).rows();
}

data::GivenReferences random_references(const core::Scheme& scheme, Random& random) {
    data::GivenReferences references;
    for (const auto& reference : scheme.references) {
        const bool large = random.one_in(8);
        std::vector<data::ReferenceRow> rows;
        for (auto left = random.between(0, 8); left > 0; --left) {
            data::ReferenceRow row;
            for (const auto& key : reference.keys) {
                auto& cell = row.keys.emplace_back();
                if (!random.one_in(3)) cell = random_value(key.type, random, false);
            }
            for (const auto& field : reference.fields) {
                auto& cell = row.fields.emplace_back();
                if (!random.one_in(8)) cell = random_value(field.type, random, large && random.one_in(4));
            }
            if (random.one_in(4)) row.from = Date::of(2025, static_cast<int>(random.between(10, 12)), 20);
            if (random.one_in(6)) row.to = Date::of(2026, static_cast<int>(random.between(1, 6)), 20);
            rows.push_back(std::move(row));
        }
        references.rows.add(std::move(rows));
    }
    return references;
}

}  // namespace accrue::property
