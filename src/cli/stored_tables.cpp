#include "cli/stored_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/listed_names.hpp"
#include "data/file_names.hpp"
#include "report/tables.hpp"
#include "sources/postgres.hpp"

namespace accrue::cli {
namespace {

// What stands in a place is wrong, or the place itself could not be reached.
Exit exit_of(Kind kind) {
    constexpr std::array of_place = {kind::source_unreachable, kind::source_failed, kind::source_busy};
    if (kind == kind::source_address) return Exit::usage;
    return std::ranges::find(of_place, kind) == of_place.end() ? Exit::data : Exit::io;
}

template <class Act>
auto or_stop(Session& session, const Act& act) {
    try {
        return act();
    } catch (const sources::Failure& failure) {
        show(session, {failure.report});
        throw Stop{exit_of(failure.report.kind),
                   phrase(say::nothing_computed_of_data, counted({failure.report})), ""};
    }
}

// `payments` of `sales.payments`.
std::string without_schema(const std::string& table) {
    return table.substr(table.rfind('.') + 1);
}

// What this program keeps beside its results holds no rows.
std::vector<std::string> meant(const sources::Tables& tables) {
    std::vector<std::string> names;
    for (const auto& [name, is_meant] : tables.names()) {
        if (is_meant && without_schema(name) != report::table_of_manifests) names.push_back(name);
    }
    return names;
}

// Choosing among the tables of one place.
class Choosing {
  public:
    Choosing(const core::Scheme& scheme, const sources::Address& address, const sources::Tables& tables)
        : address_(address),
          meant_(meant(tables)),
          levels_(data::names_of_files(scheme)),
          needed_(data::names_of_needed_files(scheme)) {
        for (const auto& each : tables.names()) all_.push_back(each.name);
    }

    std::vector<ChosenTable> of_level(const std::string& level);
    ChosenTable of_table() const;
    std::vector<ChosenTable> of_names();
    void leave_out_others();
    // Tables that seem to hold rows of what was chosen, too.
    Diagnostics left_out() const;

  private:
    struct LeftOut {
        std::string level, table, instead;
    };
    std::vector<std::string> parts_of(const std::string& level, const std::vector<std::string>& all) const;
    std::vector<std::string> tables_of(const std::string& level);
    std::vector<ChosenTable> chosen(const std::string& level, const std::vector<std::string>& tables,
                                    bool is_alone);
    std::string all_with(const std::string& level, const std::string& table) const;
    bool is_hidden(const std::string& table) const;
    bool are_only_periods() const;
    std::string table_called(const std::string& wanted) const;
    std::string level_called(const std::string& name) const;
    std::vector<std::string> perhaps_meant(const std::string& wanted) const;
    [[noreturn]] void stop_without(Phrase what, const std::string& wanted, const std::string& level) const;
    [[noreturn]] void stop_between(const std::string& level, const std::string& hidden) const;
    std::string listed_tables() const;

    const sources::Address& address_;
    std::vector<std::string> meant_, all_, levels_, needed_;
    std::vector<LeftOut> left_out_;
    std::vector<ChosenTable> chosen_;
};

// `--data payment=shop.xlsx#may --data payment=shop.xlsx#june`
std::string Choosing::all_with(const std::string& level, const std::string& table) const {
    std::vector<std::string> tables;
    for (const auto& each : chosen_) {
        if (each.name == level) tables.push_back(sources::shown(address_, each.table));
    }
    tables.push_back(sources::shown(address_, table));
    return data::data_options(level, tables);
}

Diagnostics Choosing::left_out() const {
    Diagnostics reports;
    for (const auto& [level, table, instead] : left_out_) {
        const auto name = sources::shown(address_, table), name_instead = sources::shown(address_, instead);
        if (level.empty()) {
            reports.push_back({kind::file_unused, {}, {name}, {}});
            continue;
        }
        reports.push_back({kind::file_beside,
                           {},
                           {name, level, name_instead},
                           {{kind::hint_all_files, {all_with(level, table)}}}});
    }
    return reports;
}

std::string Choosing::listed_tables() const {
    return meant_.empty() ? phrase(say::no_table_at_all) : listed(meant_);
}

// Of nearly the name; else all that are named after periods, as one of them would be paid without the others.
std::vector<std::string> Choosing::perhaps_meant(const std::string& wanted) const {
    if (meant_.empty()) return {};
    if (const auto near = closest(wanted, meant_)) return {*near};
    std::vector<std::string> periods;
    std::ranges::copy_if(meant_, std::back_inserter(periods), data::says_period);
    return periods.empty() ? std::vector{meant_.front()} : periods;
}

void Choosing::stop_without(Phrase what, const std::string& wanted, const std::string& level) const {
    std::vector<std::string> tables;
    for (const auto& table : perhaps_meant(wanted)) tables.push_back(sources::shown(address_, table));
    throw Stop{Exit::io, phrase(what, address_.name, wanted, listed_tables()),
               tables.empty() ? "" : fmt::format("`{}`", data::data_options(level, tables))};
}

// A hidden sheet that has the level's name, and one that is seen.
void Choosing::stop_between(const std::string& level, const std::string& hidden) const {
    throw Stop{Exit::io, phrase(say::hidden_or_visible, address_.name, hidden, meant_.front()),
               fmt::format("`--data {}={}`", level, shell_word(sources::shown(address_, meant_.front())))};
}

// As it is written, else by a name that counts as the same.
std::string Choosing::table_called(const std::string& wanted) const {
    if (std::ranges::find(all_, wanted) != all_.end()) return wanted;
    if (const auto* const found = same_name(all_, wanted)) return *found;
    stop_without(say::no_such_table, wanted, needed_.back());
}

// Of a name that says it; of a scheme that wants one file, of any.
std::string Choosing::level_called(const std::string& name) const {
    if (const auto* const found = same_name(levels_, name)) return *found;
    const auto options = sources::is_postgres(address_.name) ? address_.name.find('?') : std::string::npos;
    const auto stem = std::filesystem::path(address_.name.substr(0, options)).stem().string();
    if (const auto* const found = same_name(levels_, stem)) return *found;
    if (needed_.size() == 1) return needed_.front();
    refuse(phrase(say::whose_rows, sources::shown(address_, name), listed(levels_)),
           fmt::format("`--data {}={}`", needed_.back(), shell_word(sources::shown(address_, name))));
}

// `payment 2026-01`, `payment 2026-02` of `payment`.
std::vector<std::string> Choosing::parts_of(const std::string& level,
                                            const std::vector<std::string>& all) const {
    std::vector<std::string> parts;
    std::ranges::copy_if(all, std::back_inserter(parts), [&](const std::string& table) {
        return data::name_before_period(without_schema(table), levels_) == level;
    });
    return parts;
}

// What people see comes before what is hidden, and a table of all rows before those of periods; what is left
// out is told.
std::vector<std::string> Choosing::tables_of(const std::string& level) {
    std::vector<std::string> hidden;
    std::ranges::copy_if(all_, std::back_inserter(hidden),
                         [&](const std::string& table) { return is_hidden(table); });
    std::vector<std::string> found, others;
    for (const auto* const tables : {&meant_, &hidden}) {
        const auto* const whole = same_name(*tables, level);
        auto parts = parts_of(level, *tables);
        if (found.empty() && whole != nullptr) {
            found = {*whole};
        } else if (found.empty()) {
            found = std::exchange(parts, {});
        } else if (whole != nullptr) {
            others.push_back(*whole);
        }
        std::ranges::move(parts, std::back_inserter(others));
    }
    for (const auto& table : others)
        left_out_.push_back({.level = level, .table = table, .instead = found.front()});
    return found;
}

std::vector<ChosenTable> Choosing::chosen(const std::string& level, const std::vector<std::string>& tables,
                                          bool is_alone) {
    std::vector<ChosenTable> all;
    for (const auto& table : tables)
        all.push_back({.name = level, .address = address_, .table = table, .is_alone = is_alone});
    chosen_.insert(chosen_.end(), all.begin(), all.end());
    return all;
}

// What is called after a period alone, or nearly like a level that was chosen, as `payment (2)` is, the name
// of a spreadsheet's copy.
void Choosing::leave_out_others() {
    const auto is_known = [&](const std::string& table) {
        return std::ranges::find(chosen_, table, &ChosenTable::table) != chosen_.end() ||
               std::ranges::find(left_out_, table, &LeftOut::table) != left_out_.end();
    };
    for (const auto& table : all_) {
        if (is_known(table)) continue;
        const bool is_period = data::says_period(table);
        const auto only = needed_.size() == 1 ? std::optional(needed_.front()) : std::nullopt;
        const auto near = is_period ? only : data::name_begun(without_schema(table), levels_);
        const auto instead = std::ranges::find(chosen_, near.value_or(""), &ChosenTable::name);
        const bool is_near = near && instead != chosen_.end();
        if (is_near) left_out_.push_back({.level = *near, .table = table, .instead = instead->table});
        if (!is_near && is_period && !chosen_.empty())
            left_out_.push_back({.level = "", .table = table, .instead = ""});
    }
}

bool Choosing::is_hidden(const std::string& table) const {
    return std::ranges::find(meant_, table) == meant_.end();
}

// `January 2026`, `February 2026`.
bool Choosing::are_only_periods() const {
    return meant_.size() > 1 && std::ranges::all_of(meant_, data::says_period);
}

std::vector<ChosenTable> Choosing::of_level(const std::string& level) {
    if (!address_.table.empty()) return {{level, address_, table_called(address_.table)}};
    if (are_only_periods()) return chosen(level, meant_, true);
    if (const auto tables = tables_of(level); !tables.empty()) {
        if (meant_.size() == 1 && is_hidden(tables.front())) stop_between(level, tables.front());
        return chosen(level, tables, true);
    }
    if (meant_.size() == 1) return {{level, address_, meant_.front()}};
    stop_without(say::no_table_of_level, level, level);
}

ChosenTable Choosing::of_table() const {
    const auto table = table_called(address_.table);
    return {level_called(without_schema(table)), address_, table};
}

std::vector<ChosenTable> Choosing::of_names() {
    if (needed_.size() == 1 && are_only_periods()) return chosen(needed_.front(), meant_, false);
    std::vector<ChosenTable> found;
    const bool is_other = meant_.size() == 1 && same_name(levels_, meant_.front()) == nullptr;
    for (const auto& level : levels_) {
        const auto tables = tables_of(level);
        if (!tables.empty() && is_other && is_hidden(tables.front())) stop_between(level, tables.front());
        std::ranges::move(chosen(level, tables, false), std::back_inserter(found));
    }
    if (!found.empty()) return found;
    if (meant_.size() == 1) return chosen(level_called(meant_.front()), meant_, true);
    stop_without(say::no_table_of_level, fmt::format("{}", fmt::join(needed_, ", ")), needed_.back());
}

}  // namespace

sources::Tables& StoredTables::opened(Session& session, const sources::Address& address) {
    auto& place = places_[address.place];
    if (place) return *place;
    place = or_stop(session, [&] { return sources::open(address); });
    session.stores.push_back(address.place);
    return *place;
}

std::vector<ChosenTable> StoredTables::chosen(Session& session, const core::Scheme& scheme,
                                              const std::optional<std::string>& level,
                                              const sources::Address& address) {
    Choosing choosing(scheme, address, opened(session, address));
    if (!level && !address.table.empty()) return {choosing.of_table()};
    auto found = level ? choosing.of_level(*level) : choosing.of_names();
    choosing.leave_out_others();
    const auto reports = choosing.left_out();
    left_out_.insert(left_out_.end(), reports.begin(), reports.end());
    return found;
}

std::vector<ChosenTable> StoredTables::all(Session& session, const sources::Address& address) {
    const auto& tables = opened(session, address);
    if (!address.table.empty()) return {{address.table, address, address.table}};
    std::vector<ChosenTable> found;
    for (const auto& table : meant(tables))
        found.push_back({.name = table, .address = address, .table = table, .is_alone = false});
    return found;
}

data::DataFile StoredTables::take_in(Session& session, const ChosenTable& chosen) {
    auto& tables = opened(session, chosen.address);
    auto table = or_stop(session, [&] { return tables.read(chosen.table); });
    const auto layout = table.layout;
    const auto source =
        session.sources.add(sources::shown(chosen.address, chosen.table), std::move(table.text));
    taken_.push_back({source, std::move(table)});
    return {.source = source, .name = chosen.name, .layout = layout};
}

Diagnostics StoredTables::reports(const Sources& texts,
                                  const std::vector<data::Understood>& understood) const {
    auto all = left_out_;
    for (const auto& [source, table] : taken_) {
        const auto seen = std::ranges::find(understood, source, &data::Understood::source);
        if (seen == understood.end()) continue;
        const auto found = sources::reports(table, texts[source], *seen);
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

}  // namespace accrue::cli
