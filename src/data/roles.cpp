#include "data/roles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/dialect.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

using Position = std::uint32_t;
using Positions = std::vector<Position>;

class Assigning {
  public:
    Assigning(const core::Scheme& scheme, const File& file, const Wishes& wishes, Troubles& troubles)
        : scheme_(scheme), file_(file), wishes_(wishes), troubles_(troubles) {
        for (const auto& header : file.headers) {
            folded_.push_back(folded(header));
            loose_.push_back(loosely_folded(header));
        }
        taken_.assign(file.headers.size(), false);
    }
    Roles roles();

  private:
    void report_duplicates();
    void assign_input(core::InputId id);
    void report_missing(const core::Input& input);
    std::optional<Position> told(const std::string& name, std::string_view option);
    void assign_month();
    void assign_key();
    void check_wishes();
    Positions free_where(const std::function<bool(Position)>& fits) const;
    void take(Position position) { taken_[position] = true; }
    void unclear(Kind kind, const Positions& positions);
    std::string listed(const Positions& positions) const;
    Span header_row() const { return file_.header_spans.empty() ? Span{} : file_.header_spans.front(); }

    const core::Scheme& scheme_;
    const File& file_;
    const Wishes& wishes_;
    Troubles& troubles_;
    std::vector<std::string> folded_, loose_;
    std::vector<bool> taken_;    // by an input, the month or the key
    std::vector<bool> unclear_;  // by InputId: several columns fit, which was reported
    Roles roles_;
};

std::string Assigning::listed(const Positions& positions) const {
    std::vector<std::string> names;
    for (const auto position : positions) {
        const auto& header = file_.headers[position];
        names.push_back(header.empty() ? fmt::format("column {} without a name", position + 1)
                                       : "`" + header + "`");
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

void Assigning::unclear(Kind kind, const Positions& positions) {
    auto& report = troubles_.alone(kind);
    for (const auto position : positions) report.spans.push_back(file_.header_spans[position]);
    report.arguments = {listed(positions)};
    const bool is_month = kind == kind::month_column_unclear;
    report.notes = {
        {is_month ? kind::hint_month_column : kind::hint_key_column, {file_.headers[positions.front()]}}};
}

Positions Assigning::free_where(const std::function<bool(Position)>& fits) const {
    Positions found;
    for (Position position = 0; position < taken_.size(); ++position) {
        if (!taken_[position] && fits(position)) found.push_back(position);
    }
    return found;
}

void Assigning::report_duplicates() {
    std::map<std::string, Position> first;
    for (Position position = 0; position < folded_.size(); ++position) {
        if (folded_[position].empty()) continue;
        const auto [entry, is_new] = first.try_emplace(folded_[position], position);
        if (is_new) continue;
        auto& report = troubles_.alone(kind::header_twice);
        report.spans = {file_.header_spans[position], file_.header_spans[entry->second]};
        report.arguments = {file_.headers[position], std::int64_t{entry->second} + 1,
                            std::int64_t{position} + 1};
    }
}

// ---------------------------------------------------------------- inputs

void Assigning::report_missing(const core::Input& input) {
    const auto name = core::column_name(input);
    auto& report = troubles_.alone(input.optional ? kind::optional_column_absent : kind::column_absent);
    if (!input.optional) report.spans = {header_row()};
    report.arguments = {name};
    std::vector<std::string> free;
    for (const auto position : free_where([](Position) { return true; }))
        free.push_back(file_.headers[position]);
    if (const auto near = closest(name, free))
        report.notes.push_back({kind::hint_rename_column, {*near, name}});
}

void Assigning::assign_input(core::InputId id) {
    const auto& input = scheme_.inputs[id];
    const auto name = core::column_name(input);
    const auto exact = free_where([&](Position position) { return folded_[position] == folded(name); });
    const auto loose =
        free_where([&](Position position) { return loose_[position] == loosely_folded(name); });
    auto& column = roles_.inputs[id.value];
    if (!exact.empty()) {
        column = exact.front();
    } else if (loose.size() == 1) {
        column = loose.front();
        auto& note = troubles_.alone(kind::header_read_as);
        note.spans = {file_.header_spans[*column]};
        note.arguments = {file_.headers[*column], name};
    } else if (loose.size() > 1) {
        unclear_[id.value] = true;
        auto& report = troubles_.alone(kind::header_unclear);
        for (const auto position : loose) report.spans.push_back(file_.header_spans[position]);
        report.arguments = {name, listed(loose)};
    }
    if (column) take(*column);
}

// ---------------------------------------------------------------- month and key

// The column that the command line names.
std::optional<Position> Assigning::told(const std::string& name, std::string_view option) {
    const auto found = std::ranges::find(folded_, folded(name));
    if (found != folded_.end()) return static_cast<Position>(found - folded_.begin());
    auto& report = troubles_.alone(kind::wish_without_column);
    report.arguments = {fmt::format("{} {}", option, name), name};
    if (const auto near = closest(name, file_.headers)) {
        report.notes = {{kind::hint_wish_column, {fmt::format("{} {}", option, *near)}}};
    }
    return std::nullopt;
}

void Assigning::assign_month() {
    if (!wishes_.month_column.empty()) {
        roles_.month = told(wishes_.month_column, "--month-column");
    } else {
        const auto named = free_where([&](Position position) { return names_month(folded_[position]); });
        if (named.size() > 1) return unclear(kind::month_column_unclear, named);
        if (!named.empty()) roles_.month = named.front();
        if (named.empty()) {
            auto& report = troubles_.alone(kind::month_column_absent);
            report.spans = {header_row()};
            report.arguments = {listed(free_where([](Position) { return true; }))};
            report.notes = {{kind::hint_month_column, {std::string("COLUMN")}}};
        }
    }
    if (roles_.month) take(*roles_.month);
}

void Assigning::assign_key() {
    const auto by = [&](KeyBy how, Position position) {
        roles_.key = position;
        roles_.key_by = how;
        take(position);
    };
    if (!wishes_.key_column.empty()) {
        if (const auto position = told(wishes_.key_column, "--key-column")) by(KeyBy::wish, *position);
        return;
    }
    const auto level = scheme_.levels.empty() ? std::string() : folded(scheme_.levels.begin()->name);
    const auto levels =
        free_where([&](Position position) { return !level.empty() && folded_[position] == level; });
    if (!levels.empty()) return by(KeyBy::level_name, levels.front());
    if (scheme_.is_sketch && !taken_.empty() && !taken_[0]) return by(KeyBy::position, 0);
    const auto named = free_where([&](Position position) { return names_key(folded_[position]); });
    if (named.size() > 1) return unclear(kind::key_column_unclear, named);
    if (!named.empty()) return by(KeyBy::name, named.front());
    if (scheme_.is_sketch) return;
    const auto free = free_where([](Position) { return true; });
    if (!free.empty()) by(KeyBy::position, free.front());
}

// Every column that an option speaks of must be there and be read.
void Assigning::check_wishes() {
    const auto check = [&](const std::map<std::string, std::string>& columns, std::string_view option) {
        for (const auto& [column, wish] : columns) {
            const auto found = std::ranges::find(folded_, folded(column));
            if (found != folded_.end() && taken_[static_cast<std::size_t>(found - folded_.begin())]) continue;
            auto& report = troubles_.alone(kind::wish_without_column);
            report.arguments = {fmt::format("{} {}={}", option, column, wish), column};
            std::vector<std::string> names;
            for (Position position = 0; position < taken_.size(); ++position) {
                if (taken_[position]) names.push_back(file_.headers[position]);
            }
            if (const auto near = closest(column, names)) {
                report.notes = {{kind::hint_wish_column, {fmt::format("{} {}={}", option, *near, wish)}}};
            }
        }
    };
    check(wishes_.numbers, "--numbers");
    check(wishes_.percents, "--percents");
    check(wishes_.dates, "--dates");
}

Roles Assigning::roles() {
    roles_.inputs.resize(scheme_.inputs.size());
    unclear_.resize(scheme_.inputs.size());
    report_duplicates();
    for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) assign_input(core::InputId(i));
    assign_month();
    for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) {
        if (!roles_.inputs[i] && !unclear_[i]) report_missing(scheme_.inputs[core::InputId(i)]);
    }
    assign_key();
    check_wishes();
    roles_.unused = free_where([](Position) { return true; });
    if (roles_.key && roles_.key_by == KeyBy::position && !scheme_.is_sketch) {
        auto& note = troubles_.alone(kind::key_by_position);
        note.spans = {file_.header_spans[*roles_.key]};
        note.arguments = {listed({*roles_.key})};
        note.notes = {{kind::hint_key_column, {std::string("COLUMN")}}};
    }
    return roles_;
}

}  // namespace

Roles roles_of(const core::Scheme& scheme, const File& file, const Wishes& wishes, Troubles& troubles) {
    return Assigning(scheme, file, wishes, troubles).roles();
}

}  // namespace accrue::data
