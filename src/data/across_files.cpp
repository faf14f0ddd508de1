#include "data/across_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "base/messages/data.hpp"
#include "data/mixed_letters.hpp"
#include "data/spellings.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

const std::string& name_of(const Sheet& sheet, const Sources& sources) {
    return sources[sheet.file.source].name();
}

// ---------------------------------------------------------------- columns

// What tells rows apart, as the headers of the file name it.
std::string told_apart_by(const Sheet& sheet) {
    std::string text;
    const auto& roles = sheet.roles;
    for (const auto& position : {roles.key, roles.period, roles.from, roles.to, roles.parent}) {
        if (position) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", sheet.file.headers[*position]);
    }
    return text;
}

bool are_told_apart_alike(const Roles& one, const Roles& other) {
    const auto what = [](const Roles& roles) {
        const auto dated = roles.dated == Dated::by_name ? Dated::by_period : roles.dated;
        return std::tuple(roles.key.has_value(), roles.key_of, dated, roles.parent.has_value());
    };
    return what(one) == what(other);
}

// Cells with `%` in one file and without in the other, where the sign says what a number means.
bool differ_in_percent(const SettledNumbers& one, const SettledNumbers& other) {
    return (one.has_percent && !other.has_percent && other.has_bare) ||
           (other.has_percent && !one.has_percent && one.has_bare);
}
bool differ_in_currency(const SettledNumbers& one, const SettledNumbers& other) {
    return !one.currencies.empty() && !other.currencies.empty() &&
           !share_a_currency(one.currencies, other.currencies);
}

// False when nothing is to be said.
bool report_units(const Sheet& before, Sheet& further, std::size_t column, const Sources& sources) {
    const auto &one = before.piece.settled.columns, &other = further.piece.settled.columns;
    const auto position = further.roles.columns[column];
    if (!position || column >= one.size() || column >= other.size()) return false;
    const auto &numbers = one[column].numbers, &further_numbers = other[column].numbers;
    const auto& header = further.file.headers[*position];
    if (differ_in_percent(numbers, further_numbers)) {
        const auto& with = numbers.has_percent ? before : further;
        const auto& without = numbers.has_percent ? further : before;
        auto& report = further.troubles.alone(kind::percents_in_one_file);
        report.arguments = {header, name_of(with, sources), name_of(without, sources)};
        report.notes = {{kind::hint_percents, {header}}};
        return true;
    }
    if (!differ_in_currency(numbers, further_numbers)) return false;
    further.troubles.alone(kind::currencies_of_files).arguments = {header, name_of(before, sources),
                                                                   name_of(further, sources)};
    return true;
}

// ---------------------------------------------------------------- names

// Names of rows, some of which may be alike; each with its first row.
class Alike {
  public:
    Alike(const LevelRows& level, const std::vector<Sheet*>& files, const Sources& sources)
        : level_(level), files_(files), sources_(sources) {}

    template <class NameOf>
    void report(const std::vector<std::string>& names, std::optional<std::uint32_t> Roles::* column,
                const NameOf& name_of_row) {
        const auto pairs = alike(names);
        if (pairs.empty()) return;
        std::vector<RowId> first(names.size());
        for (std::uint32_t i = 0; i < level_.rows.size(); ++i) {
            const KeyId name = name_of_row(RowId(i));
            if (name && !first[name.value]) first[name.value] = RowId(i);
        }
        for (const auto& [one, other] : pairs) {
            auto earlier = first[one], later = first[other];
            if (!earlier || !later) continue;
            if (later < earlier) std::swap(earlier, later);
            if (level_.file_of(earlier) != level_.file_of(later)) report_pair(earlier, later, column);
        }
    }

    // `Ivanov Total` in another file than `Ivanov`.
    void report_subtotals() {
        std::vector<bool> has_said;  // of its own keys, by file
        for (const auto* const file : files_)
            has_said.push_back(file->roles.key &&
                               file->troubles.has_any(kind::row_is_total, *file->roles.key));
        std::vector<bool> is_subtotal;  // by key
        for (const auto& key : level_.keys) {
            const auto of = summed_up(key);
            is_subtotal.push_back(!of.empty() && std::ranges::binary_search(level_.keys, of));
        }
        if (std::ranges::find(is_subtotal, true) == is_subtotal.end()) return;
        for (std::uint32_t i = 0; i < level_.rows.size(); ++i) {
            const auto& row = level_.rows[RowId(i)];
            if (!row.key || !is_subtotal[row.key.value]) continue;
            const auto& key = level_.keys[row.key.value];
            const auto file = level_.file_of(RowId(i));
            if (has_said[file]) continue;
            auto& sheet = *files_[file];
            auto* const report = sheet.troubles.first(kind::row_is_total, *sheet.roles.key, row.line);
            if (report == nullptr) continue;
            report->spans = {sheet.file.span(sheet.file.cell(row, *sheet.roles.key).text)};
            report->arguments = {key};
            report->notes = {sheet.file.row_to_remove({row.offset, row.line})};
        }
    }

  private:
    static std::vector<std::pair<std::size_t, std::size_t>> alike(const std::vector<std::string>& names) {
        Spellings forms;
        std::vector<std::size_t> first;  // by form
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const auto form = forms.number(form_seen(names[i]));
            if (form == first.size()) {
                first.push_back(i);
            } else {
                pairs.emplace_back(first[form], i);
            }
        }
        return pairs;
    }

    void report_pair(RowId earlier, RowId later, std::optional<std::uint32_t> Roles::* column) {
        auto& sheet = *files_[level_.file_of(later)];
        const auto& before = *files_[level_.file_of(earlier)];
        const auto position = *(sheet.roles.*column), position_before = *(before.roles.*column);
        auto* const report = sheet.troubles.first(kind::keys_alike, position, level_.rows[later].line);
        if (report == nullptr) return;
        const auto cell = sheet.file.cell(level_.rows[later], position);
        const auto cell_before = before.file.cell(level_.rows[earlier], position_before);
        report->spans = {sheet.file.span(cell.text), before.file.span(cell_before.text)};
        report->arguments = {unquoted(cell), unquoted(cell_before),
                             line_of(before, level_.rows[earlier].line, sources_)};
        note_unseen(*report, unquoted(cell), unquoted(cell_before));
    }

    const LevelRows& level_;
    const std::vector<Sheet*>& files_;
    const Sources& sources_;
};

// ---------------------------------------------------------------- records

// All that the scheme reads of records, to find those that are equal.
class Copies {
  public:
    explicit Copies(const LevelRows& level) : level_(level) {
        for (const auto& [input, column] : level.columns) {
            if (!column.absent) columns_.push_back(&column);
        }
    }

    // Each record of a later file that an earlier one has, too; of several equal ones as many as both have.
    std::vector<std::pair<RowId, RowId>> found() const {
        auto rows = rows_of_shared_days();
        std::ranges::stable_sort(rows, [&](RowId one, RowId other) { return compared(one, other) < 0; });
        std::vector<std::pair<RowId, RowId>> pairs;
        for (auto begin = rows.begin(); begin != rows.end();) {
            const auto is_other = [&](RowId row) { return compared(*begin, row) != 0; };
            const auto end = std::find_if(begin + 1, rows.end(), is_other);
            const auto file = level_.file_of(*begin);
            auto earlier = begin;
            for (auto row = begin; row != end; ++row) {
                if (level_.file_of(*row) == file) continue;
                if (level_.file_of(*earlier) != file) break;
                pairs.emplace_back(*row, *earlier++);
            }
            begin = end;
        }
        std::ranges::sort(pairs);
        return pairs;
    }

  private:
    // Most files have days of their own: those of a month.
    std::vector<RowId> rows_of_shared_days() const {
        constexpr std::uint32_t none = 0xFFFF'FFFF, several = none - 1;
        Range days;
        for (const auto& row : level_.rows) {
            if (row.key) days.add(row.date.days);
        }
        std::vector<std::uint32_t> files(days.empty() ? 0 : days.place(days.most) + 1, none);
        for (std::uint32_t i = 0; i < level_.rows.size(); ++i) {
            const auto& row = level_.rows[RowId(i)];
            if (!row.key) continue;
            auto& file = files[days.place(row.date.days)];
            const auto own = level_.file_of(RowId(i));
            file = file == none || file == own ? own : several;
        }
        std::vector<RowId> rows;
        for (std::uint32_t i = 0; i < level_.rows.size(); ++i) {
            const auto& row = level_.rows[RowId(i)];
            if (row.key && files[days.place(row.date.days)] == several) rows.emplace_back(i);
        }
        return rows;
    }
    std::strong_ordering compared(RowId one, RowId other) const {
        const auto &a = level_.rows[one], &b = level_.rows[other];
        if (const auto order = std::tuple(a.date, a.key) <=> std::tuple(b.date, b.key); order != 0)
            return order;
        for (const auto* const column : columns_) {
            if (const auto order = data::compared(*column, one, other); order != 0) return order;
        }
        return std::strong_ordering::equal;
    }

    const LevelRows& level_;
    std::vector<const Column*> columns_;
};

}  // namespace

std::string line_of(const Sheet& sheet, std::uint32_t line, const Sources& sources) {
    return fmt::format("{}:{}", name_of(sheet, sources), line);
}

bool has_same_columns(const std::vector<Sheet*>& before, Sheet& further, const Sources& sources) {
    if (before.empty()) return true;
    const auto& first = *before.front();
    if (!are_told_apart_alike(first.roles, further.roles)) {
        if (has_errors(first.reports()) || has_errors(further.reports())) return false;  // it has been said
        further.troubles.alone(kind::files_told_apart_otherwise).arguments = {
            further.wanted.name, name_of(first, sources), told_apart_by(first), name_of(further, sources),
            told_apart_by(further)};
        return false;
    }
    for (std::size_t i = 0; i < further.roles.columns.size(); ++i) {
        for (const auto* const file : before) {
            if (report_units(*file, further, i, sources)) break;  // one report for each column
        }
    }
    return true;
}

void report_alike(const LevelRows& level, const std::vector<Sheet*>& files, const Sources& sources) {
    if (files.size() < 2) return;
    Alike alike(level, files, sources);
    alike.report(level.keys, &Roles::key, [&](RowId row) { return level.rows[row].key; });
    if (files.front()->roles.key) alike.report_subtotals();
    if (level.parent_of.empty()) return;
    alike.report(level.parents, &Roles::parent, [&](RowId row) { return level.parent_of[row.value]; });
}

void report_copied(const LevelRows& level, const std::vector<Sheet*>& files, const Sources& sources) {
    if (files.size() < 2) return;
    std::map<std::uint32_t, std::vector<std::pair<RowId, RowId>>> by_file;
    for (const auto& [later, earlier] : Copies(level).found())
        by_file[level.file_of(later)].emplace_back(later, earlier);
    for (const auto& [file, pairs] : by_file) {
        auto& sheet = *files[file];
        const auto& [later, earlier] = pairs.front();
        const auto& before = *files[level.file_of(earlier)];
        auto& report = sheet.troubles.alone(kind::records_in_two_files);
        report.arguments = {static_cast<std::int64_t>(pairs.size()), name_of(sheet, sources),
                            std::int64_t{level.rows[later].line}, name_of(before, sources),
                            std::int64_t{level.rows[earlier].line}};
    }
}

}  // namespace accrue::data
