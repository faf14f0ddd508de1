#include "data/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/frames.hpp"
#include "data/match.hpp"
#include "data/period_words.hpp"
#include "data/periods.hpp"
#include "data/references.hpp"
#include "data/sheet.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

class ReadingAll {
  public:
    ReadingAll(const core::Scheme& scheme, const std::vector<DataFile>& files, const Sources& sources,
               const Wishes& wishes)
        : scheme_(scheme), files_(files), sources_(sources), wishes_(wishes) {}
    ReadHistory result();

  private:
    void read_sheets();
    Sheet* sheet_of(core::LevelId level);

    void take_rows();
    void report_repeated(core::LevelId level);
    void report_tied(core::LevelId level);
    void report_silent_periods(core::LevelId level);
    void climb(core::LevelId level);
    void make_rows();
    void read_references();
    void sort(const std::function<bool(core::LevelId)>& is_chosen);
    void join();
    void report_orphans(const std::vector<Orphan>& orphans);
    void report_orphan(Sheet& sheet, const Row& row, const NamedLevel& above, const std::string& name);
    void list_orphans();
    bool has_errors_so_far() const;
    ReadHistory closed();

    const core::Scheme& scheme_;
    const std::vector<DataFile>& files_;
    const Sources& sources_;
    const Wishes& wishes_;

    std::vector<Sheet> sheets_;  // in the scheme's order
    Texts texts_;
    Diagnostics diagnostics_;  // of no single file
    AllRows levels_;
    History history_;

    struct NamesAbove {
        Diagnostic* report = nullptr;
        std::string first;
        std::set<std::string> others;
    };
    std::map<std::pair<Sheet*, Kind>, NamesAbove> orphans_;  // of rows above that are not there
};

// ---------------------------------------------------------------- files into sheets

Sheet* ReadingAll::sheet_of(core::LevelId level) {
    const auto found = std::ranges::find_if(sheets_, [&](const Sheet& sheet) {
        return sheet.wanted.holds != Holds::reference && sheet.wanted.level == level;
    });
    return found == sheets_.end() ? nullptr : &*found;
}

void ReadingAll::read_sheets() {
    auto matches = matched(scheme_, files_, sources_, diagnostics_);
    const auto naming = std::ranges::count_if(matches, [](const Match& match) {
        return match.file.has_value() && match.wanted.holds != Holds::reference;
    });
    for (auto& [wanted, file, is_needed] : matches) {
        if (!file) continue;
        wanted.is_alone = naming <= 1;
        const auto* const above = wanted.parent ? sheet_of(wanted.parent->level) : nullptr;
        // a heading such as `name` would be that of the row's own name
        if (above != nullptr && !names_key(folded(above->understood.key_column)))
            wanted.parent_headers = {above->understood.key_column};
        const auto told = told_for(wanted, matches, wishes_);
        sheets_.push_back(read_sheet(wanted, file->source, sources_, told, texts_));
    }
    check_wishes(sheets_, matches, wishes_, diagnostics_);
}

// ---------------------------------------------------------------- rows of levels

Frame frame_of(const Sheet& sheet) {
    Frame frame;
    frame.delimiter = sheet.file.delimiter;
    frame.headers = sheet.file.headers;
    frame.source = sheet.file.source;
    return frame;
}

void ReadingAll::take_rows() {
    levels_.resize(scheme_.levels.size());
    place_in_periods(scheme_.calendar, sheets_, wishes_.until);
    for (auto& sheet : sheets_) {
        if (sheet.wanted.holds == Holds::reference) continue;
        auto& level = levels_[sheet.wanted.level];
        level.keys = sheet.keys;
        level.parents = sheet.parents;
        level.parent_of = std::move(sheet.parent_of);
        level.cells = std::move(sheet.cells);
        level.rows = std::move(sheet.file.rows);
        level.file = frame_of(sheet);
        for (std::size_t i = 0; i < sheet.columns.size(); ++i)
            level.columns.emplace_back(sheet.wanted.columns[i].id, std::move(sheet.columns[i]));
        const auto [from, to] =
            std::pair(scheme_.levels[sheet.wanted.level].from, scheme_.levels[sheet.wanted.level].to);
        if (from && sheet.from) level.columns.emplace_back(from, std::move(*sheet.from));
        if (to && sheet.to) level.columns.emplace_back(to, std::move(*sheet.to));
    }
}

// A record's key is often that of another level inside the row above: up to it, by the parents of its period.
void ReadingAll::climb(core::LevelId level) {
    auto* const sheet = sheet_of(level);
    const auto goal = scheme_.levels[level].parent;
    auto& records = levels_[level];
    for (auto at = sheet->roles.key_of; at && at != goal; at = scheme_.levels[at].parent) {
        auto& inner = levels_[at];
        const auto ids = numbers_in(inner.keys, records.keys);
        for (auto& row : records.rows) {
            if (!row.key) continue;
            const std::pair wanted(row.period, ids[row.key.value]);
            const auto place = std::ranges::lower_bound(inner.order, wanted, {}, [&](RowId each) {
                return std::pair(inner.rows[each].period, inner.rows[each].key);
            });
            const bool is_there = place != inner.order.end() && wanted.second &&
                                  std::pair(inner.rows[*place].period, inner.rows[*place].key) == wanted;
            if (is_there) {
                row.key = inner.parent_of[place->value];
            } else {
                report_orphan(*sheet, row, {at, scheme_.levels[at].name}, records.keys[row.key.value]);
                row.key = KeyId();
            }
        }
        records.keys = inner.parents;
    }
}

// Rows of levels without a file, from the inner to the outer ones.
void ReadingAll::make_rows() {
    for (auto i = scheme_.levels.size(); i-- > 0;) {
        const core::LevelId level(i);
        const auto above = scheme_.levels[level].parent;
        if (!above || scheme_.levels[above].kind != core::LevelKind::rows || sheet_of(above) != nullptr)
            continue;
        make_rows_above(scheme_, levels_, level);
        const auto outer = scheme_.levels[above].parent;
        if (levels_[above].rows.empty() || !outer || scheme_.levels[outer].kind != core::LevelKind::rows)
            continue;
        auto& report = diagnostics_.emplace_back(Diagnostic{kind::level_without_parents, {}, {}, {}});
        report.arguments = {scheme_.levels[above].name, scheme_.levels[outer].name};
        report.notes = {{kind::hint_name_file, {scheme_.levels[above].name, std::string("FILE")}}};
    }
    make_rows_of_everything(scheme_, levels_);
}

// ---------------------------------------------------------------- what does not fit together

Span row_span(const Sheet& sheet, const Row& row) {
    return sheet.file.span(sheet.file.text.substr(row.offset, 1));
}

void ReadingAll::report_repeated(core::LevelId level) {
    auto& sheet = *sheet_of(level);
    if (sheet.roles.dated == Dated::by_period && !sheet.roles.period) return;
    const auto& rows = levels_[level];
    std::pair<std::uint64_t, std::uint64_t> last;  // rows between dates meet in many periods
    for (const auto& [later, earlier] : repeated(rows)) {
        const auto &row = rows.rows[later], &before = rows.rows[earlier];
        if (std::exchange(last, {row.offset, before.offset}) == std::pair(row.offset, before.offset))
            continue;
        const auto& key = rows.keys[row.key.value];
        auto* const report = sheet.troubles.first(key.empty() ? kind::month_twice : kind::row_twice,
                                                  Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        report->spans = {row_span(sheet, row), row_span(sheet, before)};
        report->arguments = {in_words(scheme_.calendar, row.period), std::int64_t{before.line},
                             std::int64_t{row.line}};
        if (!key.empty()) report->arguments.insert(report->arguments.begin(), key);
        if (sheet.roles.dated == Dated::from_to) report->notes = {{kind::hint_dates_meet, {}}};
    }
}

void ReadingAll::report_tied(core::LevelId level) {
    const auto& order = scheme_.levels[level].order;
    if (order.empty() && !scheme_.levels[level].order_matters) return;
    auto& sheet = *sheet_of(level);
    const auto& rows = levels_[level];
    for (const auto& [later, earlier] : tied(scheme_.levels[level], levels_[level])) {
        const auto &row = rows.rows[later], &before = rows.rows[earlier];
        const Kind kind = order.empty() ? kind::records_without_order : kind::records_tied;
        auto* const report = sheet.troubles.first(kind, Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        std::string names;
        for (const auto input : order)
            names +=
                fmt::format("{}`{}`", names.empty() ? "" : ", ", core::column_name(scheme_.inputs[input]));
        report->spans = {row_span(sheet, row), row_span(sheet, before)};
        report->arguments = {std::int64_t{before.line}, std::int64_t{row.line}, to_text(row.date), names};
    }
}

// Months between the first and the last record in which there is none.
void ReadingAll::report_silent_periods(core::LevelId level) {
    const auto& rows = levels_[level];
    std::vector<Period> silent;
    for (std::size_t i = 1; i < rows.order.size(); ++i) {
        const auto here = rows.rows[rows.order[i]].period;
        for (auto period = Calendar::next(rows.rows[rows.order[i - 1]].period); period < here;
             period = Calendar::next(period))
            silent.push_back(period);
    }
    if (silent.empty()) return;
    constexpr std::size_t most = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, silent.size()); ++i)
        names += (i == 0 ? "" : ", ") + in_words(scheme_.calendar, silent[i]);
    auto& report = sheet_of(level)->troubles.alone(kind::periods_without_records);
    report.arguments = {sources_[rows.file.source].name(), static_cast<std::int64_t>(silent.size()),
                        names + (silent.size() > most ? " …" : "")};
}

// ---------------------------------------------------------------- rows whose row above is not there

void ReadingAll::report_orphan(Sheet& sheet, const Row& row, const NamedLevel& above,
                               const std::string& name) {
    const auto& keys = levels_[above.level].keys;
    const bool is_known = std::ranges::binary_search(keys, name);
    const auto column = sheet.roles.parent ? *sheet.roles.parent : sheet.roles.key.value_or(0);
    const auto kind = is_known ? kind::row_above_absent : kind::row_above_unknown;
    auto* const report = sheet.troubles.first(kind, column, row.line);
    auto& names = orphans_[{&sheet, kind}];
    names.others.insert(name);
    if (report == nullptr) return;
    names.report = report;
    names.first = name;
    report->spans = {sheet.file.span(sheet.file.cell(row, column).text)};
    report->arguments = {above.name, name};
    if (is_known) report->arguments.emplace_back(in_words(scheme_.calendar, row.period));
    if (const auto near = is_known ? std::nullopt : closest(name, keys))
        report->notes = {{kind::hint_key_near, {*near}}};
}

// Which names there are besides the first.
void ReadingAll::list_orphans() {
    constexpr std::size_t most = 5;
    for (auto& [key, names] : orphans_) {
        names.others.erase(names.first);
        std::string list;
        std::size_t count = 0;
        for (const auto& name : names.others) {
            if (++count > most) break;
            list += fmt::format("{}`{}`", count == 1 ? "" : ", ", name);
        }
        if (!list.empty())
            names.report->notes.push_back({kind::other_names, {list + (count > most ? " …" : "")}});
    }
}

void ReadingAll::report_orphans(const std::vector<Orphan>& orphans) {
    std::pair<core::LevelId, std::uint64_t> last;  // a row may stand in many periods
    for (const auto& [level, id, name] : orphans) {
        auto* const sheet = sheet_of(level);
        const auto& row = history_.rows[id];
        if (std::exchange(last, {level, row.offset}) == std::pair(level, row.offset)) continue;
        const auto above = scheme_.levels[level].parent;
        report_orphan(*sheet, row, {above, scheme_.levels[above].name}, name);
    }
}

// ---------------------------------------------------------------- references

void ReadingAll::read_references() {
    history_.references.resize(scheme_.references.size());
    for (auto& sheet : sheets_) {
        if (sheet.wanted.holds != Holds::reference || has_errors(sheet.reports())) continue;
        auto& rows = history_.references[sheet.wanted.reference];
        rows = reference_rows(scheme_.references[sheet.wanted.reference], sheet, texts_);
        for (const auto& [later, earlier] : overlapping(rows)) {
            auto* const report =
                sheet.troubles.first(kind::reference_row_twice, Troubles::whole_row, later->line);
            if (report == nullptr) continue;
            const auto& text = sheet.file.text;
            report->spans = {sheet.file.span(text.substr(later->offset, 1)),
                             sheet.file.span(text.substr(earlier->offset, 1))};
            report->arguments = {sheet.wanted.name, std::int64_t{earlier->line}, std::int64_t{later->line}};
        }
    }
}

bool ReadingAll::has_errors_so_far() const {
    return has_errors(diagnostics_) ||
           std::ranges::any_of(sheets_, [](const Sheet& sheet) { return has_errors(sheet.reports()); });
}

// What a file is said to lack or to have, without a place in it, wants the file's name beside others.
void name_file(Diagnostics& diagnostics, const std::string& name) {
    for (auto& diagnostic : diagnostics) {
        const bool is_named =
            std::ranges::find(diagnostic.arguments, Argument(name)) != diagnostic.arguments.end();
        if (diagnostic.spans.empty() && !is_named) diagnostic.notes.push_back({kind::in_file, {name}});
    }
}

ReadHistory ReadingAll::closed() {
    ReadHistory read{
        .history = std::move(history_), .understood = {}, .diagnostics = std::move(diagnostics_)};
    for (auto& sheet : sheets_) {
        auto reports = sheet.reports();
        if (sheets_.size() > 1) name_file(reports, sources_[sheet.understood.source].name());
        read.diagnostics.insert(read.diagnostics.end(), reports.begin(), reports.end());
        read.understood.push_back(std::move(sheet.understood));
    }
    return read;
}

// The levels of a kind of file, or those without one.
void ReadingAll::sort(const std::function<bool(core::LevelId)>& is_chosen) {
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        if (is_chosen(core::LevelId(i))) sort_rows(scheme_, core::LevelId(i), levels_[core::LevelId(i)]);
    }
}

// Each step wants what the one before it has found whole.
void ReadingAll::join() {
    const auto is_made = [&](core::LevelId level) { return sheet_of(level) == nullptr; };
    const auto has_records = [&](core::LevelId level) {
        return scheme_.levels[level].kind == core::LevelKind::records;
    };
    sort([&](core::LevelId level) { return !is_made(level) && !has_records(level); });
    for (const auto& sheet : sheets_) {
        if (sheet.wanted.holds == Holds::rows) report_repeated(sheet.wanted.level);
    }
    if (has_errors_so_far()) return;
    for (const auto& sheet : sheets_) {
        if (sheet.wanted.holds == Holds::records) climb(sheet.wanted.level);
    }
    make_rows();
    sort([&](core::LevelId level) {
        return is_made(level) || scheme_.levels[level].kind != core::LevelKind::rows;
    });
    for (const auto& sheet : sheets_) {
        if (sheet.wanted.holds != Holds::records) continue;
        report_tied(sheet.wanted.level);
        report_silent_periods(sheet.wanted.level);
    }
    if (!has_errors_so_far()) report_orphans(assemble(scheme_, levels_, history_));
}

ReadHistory ReadingAll::result() {
    read_sheets();
    read_references();
    take_rows();
    rename_texts(levels_, texts_.release(history_));
    join();
    list_orphans();
    return closed();
}

}  // namespace

ReadHistory read_history(const core::Scheme& scheme, const std::vector<DataFile>& files,
                         const Sources& sources, const Wishes& wishes) {
    return ReadingAll(scheme, files, sources, wishes).result();
}

}  // namespace accrue::data
