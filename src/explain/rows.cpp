#include "explain/rows.hpp"

namespace accrue::explain {

std::string row_name(const core::Scheme& scheme, const data::History& history, data::RowId row) {
    const auto& level = scheme.levels[history.rows[row].level];
    const auto& key = history.key(row);
    if (level.kind == core::LevelKind::everything || key.empty()) return level.name;
    return level.kind == core::LevelKind::records ? key + " " + level.name : key;
}

std::string row_time(const core::Scheme& scheme, const data::History& history, data::RowId row) {
    const auto& place = history.rows[row];
    const bool is_record = scheme.levels[place.level].kind == core::LevelKind::records;
    return is_record ? to_text(place.date) : scheme.calendar.to_text(place.period);
}

}  // namespace accrue::explain
