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
            return random.of(cell_texts);
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

std::vector<data::GivenRow> random_rows(const core::Scheme& scheme, Random& random) {
    std::vector<data::GivenRow> rows;
    const auto keys = random.between(1, 5), months = random.between(1, 14);
    const int blanks = random.one_in(2) ? 0 : random.one_in(2) ? 5 : 30;
    const int gaps = random.one_in(2) ? 0 : 30;
    const bool large = random.one_in(6);
    const auto is_decimal = [](const Exact& value) { return value.decimal_digits().has_value(); };
    for (std::int64_t key = 0; key < keys; ++key) {
        for (int month = 0; month < months; ++month) {
            if (random.percent(gaps)) continue;
            data::GivenRow row{fmt::format("key{}", key), Month{Month::of(2025, 10).index + month}, {}};
            for (std::size_t i = 0; i < scheme.inputs.size(); ++i) {
                if (random.percent(blanks)) continue;
                auto value =
                    random_value(scheme.inputs[core::InputId(i)].type, random, large && random.one_in(12));
                if (const auto* amount = std::get_if<Exact>(&value);
                    amount != nullptr && !is_decimal(*amount))
                    value = Exact(3);
                row.cells.emplace_back(core::InputId(i), std::move(value));
            }
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

}  // namespace accrue::property
