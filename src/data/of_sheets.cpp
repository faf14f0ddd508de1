#include "data/of_sheets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/language.hpp"
#include "base/text.hpp"
#include "data/across_files.hpp"
#include "data/files_together.hpp"
#include "data/frames.hpp"
#include "data/mixed_letters.hpp"
#include "data/period_words.hpp"
#include "data/periods.hpp"
#include "data/texts_alike.hpp"
#include "data/texts_unnamed.hpp"

namespace accrue::data {
namespace {

class Fitting {
  public:
    Fitting(const AllSheets& all, History history, Diagnostics& diagnostics, Workers& workers)
        : scheme_(all.scheme),
          sheets_(all.sheets),
          texts_(all.texts),
          sources_(all.sources),
          until_(all.until),
          extent_(all.extent),
          diagnostics_(diagnostics),
          workers_(workers),
          history_(std::move(history)),
          has_records_(std::ranges::any_of(
              sheets_, [](const Sheet& sheet) { return sheet.wanted.holds == Holds::records; })) {}
    History fitted();

  private:
    LevelRows rows_of(Sheet& sheet) const;
    void take_rows();
    bool has_file(core::LevelId level) const { return !files_[level].empty(); }
    bool is(core::LevelId level, Holds holds) const {
        return has_file(level) && files_[level].front()->wanted.holds == holds;
    }
    // In which the row of a level stands that is not yet in the history.
    Sheet& sheet_with(core::LevelId level, RowId row) { return *files_[level][levels_[level].file_of(row)]; }
    Argument line(core::LevelId level, RowId row, RowId beside);
    void report_repeated(core::LevelId level);
    void report_tied(core::LevelId level);
    bool may_lack_periods(core::LevelId level) const;
    void report_silent_periods(core::LevelId level);
    void climb(core::LevelId level);
    void climb_a_level(core::LevelId level, core::LevelId inner, const std::vector<RowId>& named);
    void report_outside(core::LevelId level, core::LevelId inner, const std::vector<RowId>& named);
    void make_rows();
    void sort(core::LevelId level) { sort_rows(scheme_, level, levels_[level], workers_); }
    bool order_levels();
    void report_orphans(const std::vector<Orphan>& orphans);
    void report_orphan(Sheet& sheet, const FileRow& row, const NamedLevel& above,
                       std::span<const std::string> known, const std::string& name);
    void list_orphans();
    void report_texts();
    template <class Visit>
    void each_text(core::LevelId level, const Column& column, const Visit& visit) const;
    void report_texts_alike(core::LevelId level, const Column& column,
                            const std::vector<std::optional<std::string>>& like);
    void report_texts_unnamed(core::LevelId level, const Column& column, const UnnamedTexts& unnamed,
                              const std::vector<std::optional<std::string>>& like);
    Troubles::SeenText* report_text_unnamed(Sheet& sheet, const FileRow& row, std::uint32_t position,
                                            const UnnamedTexts& unnamed);
    bool has_errors_so_far() const;

    const core::Scheme& scheme_;
    std::vector<Sheet>& sheets_;
    Texts& texts_;
    const Sources& sources_;
    std::optional<Period> until_;
    Extent extent_;
    Diagnostics& diagnostics_;  // of no single file
    Workers& workers_;
    Table<core::LevelId, std::vector<Sheet*>> files_;  // as they are numbered in `levels_`
    AllRows levels_;
    History history_;
    bool has_records_;

    struct NamesAbove {
        Diagnostic* report = nullptr;
        std::string first;
        std::set<std::string> others;
    };
    std::map<std::pair<Sheet*, Kind>, NamesAbove> orphans_;  // of rows above that are not there
};

// ---------------------------------------------------------------- rows of levels

LevelRows Fitting::rows_of(Sheet& sheet) const {
    const auto& level = scheme_.levels[sheet.wanted.level];
    LevelRows rows;
    rows.keys = std::move(sheet.keys);
    rows.rows = std::move(sheet.file.rows);
    rows.parents = std::move(sheet.parents);
    rows.parent_of = std::move(sheet.parent_of);
    rows.cells = std::move(sheet.cells);
    rows.begins = {RowId(0)};
    rows.survey = std::move(sheet.survey);
    rows.frame.files = {{sheet.file.source, sheet.file.delimiter, sheet.file.headers}};
    for (std::size_t i = 0; i < sheet.columns.size(); ++i)
        rows.columns.emplace_back(sheet.wanted.columns[i].id, std::move(sheet.columns[i]));
    if (sheet.roles.dated == Dated::from_to && has_records_) {
        rows.from = sheet.from;
        rows.to = sheet.to;
    }
    if (level.from && sheet.from) rows.columns.emplace_back(level.from, std::move(*sheet.from));
    if (level.to && sheet.to) rows.columns.emplace_back(level.to, std::move(*sheet.to));
    return rows;
}

void Fitting::take_rows() {
    levels_.resize(scheme_.levels.size());
    files_.resize(scheme_.levels.size());
    place_in_periods(scheme_.calendar, sheets_, until_);
    for (auto& sheet : sheets_) {
        if (sheet.wanted.holds == Holds::reference) continue;
        auto& files = files_[sheet.wanted.level];
        auto& level = levels_[sheet.wanted.level];
        if (!has_same_columns(files, sheet, sources_)) continue;
        if (files.empty()) {
            level = rows_of(sheet);
        } else {
            append_file(level, rows_of(sheet));
        }
        files.push_back(&sheet);
    }
    for (std::uint32_t i = 0; i < levels_.size(); ++i)
        report_alike(levels_[core::LevelId(i)], files_[core::LevelId(i)], sources_);
}

// A record's key is often that of another level inside the row above: up to it, by the parents of its period.
void Fitting::climb(core::LevelId level) {
    const auto goal = scheme_.levels[level].parent;
    for (auto at = files_[level].front()->roles.key_of; at; at = scheme_.levels[at].parent) {
        const bool is_dated = levels_[at].from || levels_[at].to;
        if (at == goal && !is_dated) return;
        const auto named = rows_named(levels_[level], levels_[at], workers_);
        if (is_dated) report_outside(level, at, named);
        if (at == goal) return;
        climb_a_level(level, at, named);
    }
}

// From the rows that the records name to those above.
void Fitting::climb_a_level(core::LevelId level, core::LevelId inner, const std::vector<RowId>& named) {
    auto& records = levels_[level];
    for (std::uint32_t i = 0; i < named.size(); ++i) {
        auto& row = records.rows[RowId(i)];
        if (!row.key) continue;
        if (!named[i])
            report_orphan(sheet_with(level, RowId(i)), row, {inner, scheme_.levels[inner].name},
                          levels_[inner].keys, records.keys[row.key.value]);
        row.key = named[i] ? levels_[inner].parent_of[named[i].value] : KeyId();
    }
    records.keys = levels_[inner].parents;
    records.survey.reset();
}

// Records before or behind the days between which the row that they name holds.
void Fitting::report_outside(core::LevelId level, core::LevelId inner_level,
                             const std::vector<RowId>& named) {
    const auto& inner = levels_[inner_level];
    const auto day = [&](const std::optional<Column>& days, RowId row) {
        const auto cells = inner.cells_of(row);
        const bool is_there = days && !days->is_missing(cells);
        return is_there ? std::optional(Date{static_cast<std::int32_t>(days->count(cells))}) : std::nullopt;
    };
    const auto& records = levels_[level];
    for (std::uint32_t i = 0; i < named.size(); ++i) {
        const auto& row = records.rows[RowId(i)];
        if (!named[i] || !row.key) continue;
        const auto from = day(inner.from, named[i]), to = day(inner.to, named[i]);
        if ((!from || *from <= row.date) && (!to || row.date <= *to)) continue;
        auto& sheet = sheet_with(level, RowId(i));
        const auto column = *sheet.roles.period;
        auto* const report = sheet.troubles.first(kind::record_outside_its_row, column, row.line);
        if (report == nullptr) continue;
        report->spans = {sheet.file.span(sheet.file.cell(row, column).text)};
        const auto days =
            fmt::format("{}…{}", from ? to_text(*from) + " " : "", to ? " " + to_text(*to) : "");
        const auto line_named = inner.rows[named[i]].line;
        const bool has_several = files_[inner_level].size() > 1;
        report->arguments = {to_text(row.date), records.keys[row.key.value], days,
                             has_several
                                 ? Argument(line_of(sheet_with(inner_level, named[i]), line_named, sources_))
                                 : Argument(std::int64_t{line_named})};
    }
}

// Rows of levels without a file, from the inner to the outer ones.
void Fitting::make_rows() {
    for (auto i = scheme_.levels.size(); i-- > 0;) {
        const core::LevelId level(i);
        const auto above = scheme_.levels[level].parent;
        if (!above || scheme_.levels[above].kind != core::LevelKind::rows || has_file(above)) continue;
        make_rows_above(scheme_, levels_, level);
        sort(above);
        const auto outer = scheme_.levels[above].parent;
        if (levels_[above].rows.empty() || !outer || scheme_.levels[outer].kind != core::LevelKind::rows)
            continue;
        auto& report = diagnostics_.emplace_back(Diagnostic{kind::level_without_parents, {}, {}, {}});
        report.arguments = {scheme_.levels[above].name, scheme_.levels[outer].name};
        report.notes = {
            {kind::hint_name_file,
             {scheme_.levels[above].name, std::string("FILE"), scheme_.levels[above].name + ".csv"}}};
    }
    make_rows_of_everything(scheme_, levels_);
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        if (scheme_.levels[core::LevelId(i)].kind == core::LevelKind::everything) sort(core::LevelId(i));
    }
}

// ---------------------------------------------------------------- what does not fit together

Span row_span(const Sheet& sheet, const FileRow& row) {
    return sheet.file.span(sheet.file.text.substr(row.offset, 1));
}

// Of a row that is told of together with another one: with its file when that is not the other's.
Argument Fitting::line(core::LevelId level, RowId row, RowId beside) {
    const std::int64_t line = levels_[level].rows[row].line;
    if (levels_[level].file_of(row) == levels_[level].file_of(beside)) return line;
    return line_of(sheet_with(level, row), levels_[level].rows[row].line, sources_);
}

void Fitting::report_repeated(core::LevelId level) {
    const auto& roles = files_[level].front()->roles;
    if (roles.dated == Dated::by_period && !roles.period) return;
    const auto lacks_period = [](const Sheet* sheet) {  // which has been said
        return sheet->roles.dated == Dated::everywhere && sheet->roles.no_period &&
               sheet->wanted.must_say_period();
    };
    if (std::ranges::any_of(files_[level], lacks_period)) return;
    const auto& rows = levels_[level];
    std::pair<std::uint64_t, std::uint64_t> last;  // rows between dates meet in many periods
    for (const auto& [later, earlier] : repeated(rows)) {
        const auto &row = rows.rows[later], &before = rows.rows[earlier];
        if (std::exchange(last, {row.offset, before.offset}) == std::pair(row.offset, before.offset))
            continue;
        const auto& key = rows.keys[row.key.value];
        auto &sheet = sheet_with(level, later), &sheet_before = sheet_with(level, earlier);
        auto* const report = sheet.troubles.first(key.empty() ? kind::month_twice : kind::row_twice,
                                                  Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        report->spans = {row_span(sheet, row), row_span(sheet_before, before)};
        report->arguments = {in_words(scheme_.calendar, row.period), line(level, earlier, later),
                             line(level, later, earlier)};
        if (!key.empty()) report->arguments.insert(report->arguments.begin(), key);
        if (roles.dated == Dated::from_to) report->notes = {{kind::hint_dates_meet, {}}};
    }
}

void Fitting::report_tied(core::LevelId level) {
    const auto& order = scheme_.levels[level].order;
    if (order.empty() && !scheme_.levels[level].order_matters) return;
    const auto& rows = levels_[level];
    for (const auto& [later, earlier] : tied(scheme_.levels[level], levels_[level])) {
        const auto &row = rows.rows[later], &before = rows.rows[earlier];
        auto &sheet = sheet_with(level, later), &sheet_before = sheet_with(level, earlier);
        const Kind kind = order.empty() ? kind::records_without_order : kind::records_tied;
        auto* const report = sheet.troubles.first(kind, Troubles::whole_row, row.line);
        if (report == nullptr) continue;
        std::string names;
        for (const auto input : order)
            names +=
                fmt::format("{}`{}`", names.empty() ? "" : ", ", core::column_name(scheme_.inputs[input]));
        report->spans = {row_span(sheet, row), row_span(sheet_before, before)};
        report->arguments = {line(level, earlier, later), line(level, later, earlier), to_text(row.date),
                             names};
    }
}

// Of records, and where each month is a file of its own, which may not have been given.
bool Fitting::may_lack_periods(core::LevelId level) const {
    if (is(level, Holds::records)) return true;
    const bool names_periods =
        is(level, Holds::rows) && std::ranges::all_of(files_[level], [](const Sheet* sheet) {
            return sheet->roles.period || sheet->roles.dated == Dated::by_name;
        });
    return names_periods && files_[level].size() > 1;
}

// Months between the first and the last in which there is no row.
void Fitting::report_silent_periods(core::LevelId level) {
    const auto& rows = levels_[level];
    std::vector<Period> silent;
    const auto period_of = [&](RowId row) { return rows.rows[row].period; };
    for (auto row = rows.order.begin(); row != rows.order.end();) {
        const auto last = period_of(*row);
        row = std::ranges::upper_bound(row, rows.order.end(), last, {}, period_of);
        for (auto period = Calendar::next(last); row != rows.order.end() && period < period_of(*row);
             period = Calendar::next(period))
            silent.push_back(period);
    }
    if (silent.empty()) return;
    constexpr std::size_t most = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(most, silent.size()); ++i)
        names += (i == 0 ? "" : ", ") + in_words(scheme_.calendar, silent[i]);
    const bool has_several = rows.frame.files.size() > 1;
    const auto what = is(level, Holds::records) ? kind::periods_without_records : kind::periods_without_rows;
    auto& report = has_several ? diagnostics_.emplace_back(Diagnostic{what, {}, {}, {}})
                               : files_[level].front()->troubles.alone(what);
    const auto whose = has_several ? fmt::format("`{}`", scheme_.levels[level].name)
                                   : sources_[rows.frame.files.front().source].name();
    report.arguments = {whose, static_cast<std::int64_t>(silent.size()),
                        names + (silent.size() > most ? " …" : "")};
}

// `Руководитель` with a Latin letter, or a category that no rule names, falls to `otherwise`, and nobody sees
// why.
void Fitting::report_texts() {
    const auto is_read = [](const auto& column) {
        return column.second.kind == core::TypeKind::text && !column.second.absent;
    };
    const auto has_texts = [&](const LevelRows& rows) { return std::ranges::any_of(rows.columns, is_read); };
    if (std::ranges::none_of(levels_, has_texts)) return;
    const auto like = looks_like(scheme_, history_);
    const auto unnamed = texts_unnamed(scheme_, history_);
    if (like.empty() && unnamed.empty()) return;
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        const core::LevelId level(i);
        for (const auto& each : levels_[level].columns) {
            if (!is_read(each)) continue;
            const auto& [input, column] = each;
            if (!like.empty()) report_texts_alike(level, column, like);
            const auto of_rules = unnamed.find(input);
            if (of_rules != unnamed.end()) report_texts_unnamed(level, column, of_rules->second, like);
        }
    }
}

// Calls `visit` with each row that has a text of its own in the column, and the text's number.
template <class Visit>
void Fitting::each_text(core::LevelId level, const Column& column, const Visit& visit) const {
    const auto& rows = levels_[level];
    RowId last;  // a row between dates stands in many periods
    for (std::uint32_t i = 0; i < rows.rows.size(); ++i) {
        const auto cells = rows.cells_of(RowId(i));
        if (!cells || std::exchange(last, cells) == cells || column.is_missing(cells)) continue;
        visit(RowId(i), static_cast<std::size_t>(column.count(cells)));
    }
}

void Fitting::report_texts_alike(core::LevelId level, const Column& column,
                                 const std::vector<std::optional<std::string>>& like) {
    each_text(level, column, [&](RowId row, std::size_t text) {
        if (!like[text]) return;
        auto& sheet = sheet_with(level, row);
        const auto& file_row = levels_[level].rows[row];
        const auto position = *column.position(levels_[level].file_of(row));
        auto* const report = sheet.troubles.first(kind::text_looks_known, position, file_row.line);
        if (report == nullptr) return;
        const auto cell = sheet.file.cell(file_row, position);
        report->spans = {sheet.file.span(cell.text)};
        report->arguments = {unquoted(cell), *like[text]};
        note_unseen(*report, unquoted(cell), *like[text]);
    });
}

void Fitting::report_texts_unnamed(core::LevelId level, const Column& column, const UnnamedTexts& unnamed,
                                   const std::vector<std::optional<std::string>>& like) {
    std::vector<Troubles::SeenText*> seen;  // by text, of one sheet: most rows have one that was there before
    const Sheet* of = nullptr;
    bool are_few = true;
    each_text(level, column, [&](RowId row, std::size_t text) {
        if (!unnamed.is_unnamed[text] || (!like.empty() && like[text])) return;
        auto& sheet = sheet_with(level, row);
        const auto& file_row = levels_[level].rows[row];
        const auto position = *column.position(levels_[level].file_of(row));
        if (std::exchange(of, &sheet) != &sheet) {
            seen.assign(unnamed.is_unnamed.size(), nullptr);
            are_few = true;
        }
        if (!are_few) return;
        if (seen[text] == nullptr)
            seen[text] = report_text_unnamed(sheet, file_row, position, unnamed);
        else
            sheet.troubles.first(kind::text_unnamed, position, file_row.line);
        are_few = seen[text] != nullptr;
        if (are_few) ++seen[text]->cells;
    });
}

Troubles::SeenText* Fitting::report_text_unnamed(Sheet& sheet, const FileRow& row, std::uint32_t position,
                                                 const UnnamedTexts& unnamed) {
    const auto cell = sheet.file.cell(row, position);
    const auto near = closest(unquoted(cell), unnamed.named);
    if (auto* const report = sheet.troubles.first(kind::text_unnamed, position, row.line)) {
        constexpr std::size_t most = 5;
        std::string names;
        for (std::size_t i = 0; i < std::min(most, unnamed.named.size()); ++i)
            names += fmt::format("{}`{}`", i == 0 ? "" : ", ", unnamed.named[i]);
        report->spans = {sheet.file.span(cell.text)};
        report->arguments = {unquoted(cell), names + (unnamed.named.size() > most ? " …" : "")};
    }
    auto* const seen = sheet.troubles.seen(kind::text_unnamed, position, unquoted(cell));
    if (seen != nullptr) seen->meant = near;
    return seen;
}

// ---------------------------------------------------------------- rows whose row above is not there

void Fitting::report_orphan(Sheet& sheet, const FileRow& row, const NamedLevel& above,
                            std::span<const std::string> known, const std::string& name) {
    const bool is_known = std::ranges::binary_search(known, name);
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
    if (const auto near = is_known ? std::nullopt : closest(name, {known.begin(), known.end()}))
        hint_near(*report, {name, *near}, {kind::hint_key_near, {*near}});
}

// Which names there are besides the first.
void Fitting::list_orphans() {
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

void Fitting::report_orphans(const std::vector<Orphan>& orphans) {
    std::pair<core::LevelId, std::uint64_t> last;  // a row may stand in many periods
    for (const auto& [level, id, name] : orphans) {
        const auto placed = history_.rows[id];
        const FileRow row{.period = placed.period, .line = placed.line, .offset = placed.offset};
        if (std::exchange(last, {level, row.offset}) == std::pair(level, row.offset)) continue;
        const auto above = scheme_.levels[level].parent;
        const auto& frame = history_.frames[above];
        const auto known = std::span(history_.keys).subspan(frame.first_key.value, frame.keys);
        report_orphan(*files_[level][placed.file], row, {above, scheme_.levels[above].name}, known, name);
    }
}

bool Fitting::has_errors_so_far() const {
    return has_errors(diagnostics_) ||
           std::ranges::any_of(sheets_, [](const Sheet& sheet) { return has_errors(sheet.reports()); });
}

// Rows of all levels in their order. Each step wants what the one before it has found whole; false when it is
// not.
bool Fitting::order_levels() {
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        const core::LevelId level(i);
        if (!is(level, Holds::rows)) continue;
        sort(level);
        report_repeated(level);
    }
    if (has_errors_so_far()) return false;
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        const core::LevelId level(i);
        if (!is(level, Holds::records)) continue;
        report_copied(levels_[level], files_[level], sources_);
        climb(level);
        sort(level);
        report_tied(level);
    }
    make_rows();
    return true;
}

History Fitting::fitted() {
    take_rows();
    rename_texts(levels_, texts_.release(history_));
    report_texts();
    const bool is_ordered = order_levels();
    for (std::uint32_t i = 0; i < levels_.size(); ++i) {
        const core::LevelId level(i);
        if (is_ordered && extent_ == Extent::whole && may_lack_periods(level)) report_silent_periods(level);
    }
    if (!has_errors_so_far()) report_orphans(assemble(scheme_, levels_, history_, workers_));
    list_orphans();
    return std::move(history_);
}

}  // namespace

std::vector<Sheet*> sheets_of(std::vector<Sheet>& sheets, core::LevelId level) {
    std::vector<Sheet*> found;
    for (auto& sheet : sheets) {
        if (sheet.wanted.holds != Holds::reference && sheet.wanted.level == level) found.push_back(&sheet);
    }
    return found;
}

History fitted(const AllSheets& all, Table<core::ReferenceId, ReferenceRows> references,
               Diagnostics& diagnostics, Workers& workers) {
    History history;
    history.references = std::move(references);
    return Fitting(all, std::move(history), diagnostics, workers).fitted();
}

std::optional<History> of_sheets(const core::Scheme& scheme, std::vector<Sheet>& sheets, Texts& texts,
                                 const Table<core::ReferenceId, ReferenceRows>& references,
                                 const Sources& sources) {
    Diagnostics diagnostics;
    Workers alone;
    auto history = fitted(
        {.scheme = scheme, .sheets = sheets, .texts = texts, .sources = sources, .extent = Extent::part},
        references, diagnostics, alone);
    const auto is_sound = [](const Sheet& sheet) {
        return sheet.troubles.has_only({kind::text_unnamed, kind::text_looks_known});
    };
    const bool is_whole = diagnostics.empty() && std::ranges::all_of(sheets, is_sound);
    return is_whole ? std::optional(std::move(history)) : std::nullopt;
}

}  // namespace accrue::data
