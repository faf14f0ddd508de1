#include "data/parts.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <set>
#include <string>

#include "core/cut.hpp"
#include "data/cutting.hpp"
#include "data/joining.hpp"
#include "data/match.hpp"
#include "data/of_sheets.hpp"
#include "data/references.hpp"
#include "data/scattered.hpp"

namespace accrue::data {

std::uint64_t Cut::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& file : files) sum += file.end - file.begin;
    return sum;
}

struct Part {
    std::optional<History> history;           // none when cells are wrong
    std::vector<Sheet> sheets;                // by file; their rows and columns are in the history
    std::vector<ScatteredRows::Copy> copies;  // by file: the text of rows that were brought together
};

void DropPart::operator()(Part* part) const {
    delete part;
}

namespace {

// A file that is cut: the rows of the level, or records below it.
struct CutFile {
    explicit CutFile(Opening opened)
        : opening(std::move(opened)),
          cutting(opening.file.text, opening.file.delimiter, *opening.roles.key, opening.begin),
          joining(opening, KeysKept::rising) {}

    Opening opening;
    Cutting cutting;
    Joining joining;
    std::set<Period> periods;  // of records
};

bool has_wrong_cells(const Sheet& sheet) {
    const auto& headers = sheet.file.headers;
    return has_errors(sheet.troubles.reports(headers)) || has_errors(sheet.piece.behind.reports(headers));
}

// A reference is copied into every part; larger ones make more work than the parts save.
constexpr std::size_t most_reference_rows = 256;

}  // namespace

struct Parts::Inside {
    Inside(const core::Scheme& scheme_of, const Sources& all_sources, const Wishes& all_wishes,
           std::vector<Match> matched_files)
        : scheme(scheme_of), sources(all_sources), wishes(all_wishes), matches(std::move(matched_files)) {}

    const core::Scheme& scheme;
    const Sources& sources;
    const Wishes& wishes;
    std::vector<Match> matches;
    std::deque<CutFile> files;  // that of the level first
    std::vector<Sheet> references;
    Texts texts;  // of the references
    Table<core::ReferenceId, ReferenceRows> reference_rows;
    bool is_at_end = false;
    bool has_wrong_cells = false;  // in parts that were taken

    std::vector<ScatteredRows> scattered;  // by file, when rows are brought together
    std::size_t parts = 0, next_part = 0;  // then: how many there are, and the one to be cut next
    std::atomic<bool> is_out_of_order = false;

    bool open(core::LevelId by);
    bool open_file(const Match& match, core::LevelId by, const Told& told);
    bool open_reference(const Match& match, const Told& told);
    bool is_lost() const {
        return std::ranges::any_of(files, [](const CutFile& file) { return file.cutting.is_lost(); });
    }
};

// ---------------------------------------------------------------- opening

bool Parts::Inside::open_reference(const Match& match, const Told& told) {
    Workers one;
    auto sheet = read_sheet(match.wanted, match.files.front().source, sources, told, texts, one);
    if (has_errors(sheet.reports())) return false;
    const auto id = match.wanted.reference;
    auto rows = data::reference_rows(scheme.references[id], sheet, texts);
    if (rows.rows.size() > most_reference_rows || !overlapping(rows).empty()) return false;
    reference_rows[id] = std::move(rows);
    sheet.understood.origin = match.files.front().origin;
    references.push_back(std::move(sheet));
    return true;
}

bool Parts::Inside::open_file(const Match& match, core::LevelId by, const Told& told) {
    auto opening = open_sheet(match.wanted, match.files.front().source, sources, told);
    opening.understood.origin = match.files.front().origin;
    if (has_something_to_report(opening) || !stands_by_key(opening)) return false;
    const bool is_records = match.wanted.holds == Holds::records;
    if (is_records && opening.roles.key_of != by) return false;
    settle(opening);
    files.emplace_back(std::move(opening));
    return true;
}

// As when all is read at once: levels first, then references.
bool Parts::Inside::open(core::LevelId by) {
    reference_rows.resize(scheme.references.size());
    for (auto& match : matches) {
        match.wanted.is_alone = is_alone(matches);
        if (match.files.size() > 1) return false;
        if (match.files.empty() && (match.is_needed || match.wanted.holds == Holds::records)) return false;
        if (match.files.empty()) continue;
        const auto told = told_for(match.wanted, match.files.front(), matches, wishes);
        const bool is_open =
            match.wanted.holds == Holds::reference ? open_reference(match, told) : open_file(match, by, told);
        if (!is_open) return false;
    }
    return !files.empty() && files.front().opening.wanted.level == by;
}

std::optional<Parts> Parts::of(const core::Scheme& scheme, const std::vector<DataFile>& files,
                               const Sources& sources, const Wishes& wishes, std::uint64_t least_bytes) {
    const auto by = core::cut_by(scheme);
    std::uint64_t bytes = 0;
    for (const auto& file : files) bytes += sources[file.source].text().size();
    if (!by || bytes < least_bytes || has_footer(files) || wishes.until) return std::nullopt;
    Diagnostics diagnostics;
    auto matches = matched(scheme, files, sources, diagnostics);
    if (!diagnostics.empty()) return std::nullopt;
    auto inside = std::make_unique<Inside>(scheme, sources, wishes, std::move(matches));
    if (!inside->open(*by)) return std::nullopt;
    return Parts(std::move(inside));
}

Parts::Parts(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Parts::Parts(Parts&&) noexcept = default;
Parts& Parts::operator=(Parts&&) noexcept = default;
Parts::~Parts() = default;

std::uint64_t Parts::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& file : inside_->files) sum += file.cutting.end() - file.opening.begin;
    return sum;
}

const Understood& Parts::opened() const {
    return inside_->files.front().opening.understood;
}

// ---------------------------------------------------------------- part by part

bool Parts::must_be_whole() const {
    return inside_->is_lost();
}

bool Parts::is_out_of_order() const {
    return inside_->is_out_of_order;
}

bool Parts::bring_together(std::uint64_t part_bytes, Workers& workers) {
    constexpr std::uint64_t most_part_bytes = std::uint64_t{1} << 26U;  // else keys are too much alike
    std::vector<RowsByKey> files;
    for (const auto& each : inside_->files) {
        const auto& file = each.opening.file;
        files.push_back({.text = file.text,
                         .delimiter = file.delimiter,
                         .width = file.headers.size(),
                         .key_column = *each.opening.roles.key,
                         .begin = each.opening.begin,
                         .source = &inside_->sources[file.source]});
    }
    const KeyParts keys(files, bytes() / std::max(part_bytes, std::uint64_t{1}) + 1);
    for (const auto& file : files) {
        auto rows = ScatteredRows::found(file, keys, workers);
        if (!rows) return false;
        for (std::size_t part = 0; part < keys.size(); ++part) {
            if (rows->end(part) - rows->begin(part) > most_part_bytes) return false;
        }
        inside_->scattered.push_back(std::move(*rows));
    }
    inside_->parts = keys.size();
    return true;
}

// Parts without rows are left out.
std::optional<Cut> Parts::next_brought_together() {
    while (inside_->next_part < inside_->parts) {
        Cut cut;
        cut.number = inside_->next_part++;
        for (const auto& rows : inside_->scattered)
            cut.files.push_back({rows.begin(cut.number), rows.end(cut.number)});
        if (cut.bytes() > 0) return cut;
    }
    return std::nullopt;
}

std::optional<Cut> Parts::next(std::uint64_t bytes) {
    if (!inside_->scattered.empty()) return next_brought_together();
    auto& files = inside_->files;
    if (inside_->is_at_end || inside_->is_lost()) return std::nullopt;
    std::uint64_t left = 0;
    for (const auto& file : files) left += file.cutting.end() - file.cutting.at();
    // The rows of the level make up a part of the files only; records are cut where the level is.
    auto& first = files.front().cutting;
    const auto share =
        static_cast<double>(first.end() - first.at()) / static_cast<double>(std::max(left, std::uint64_t{1}));
    const auto wanted =
        std::max(std::uint64_t{1}, static_cast<std::uint64_t>(static_cast<double>(bytes) * share));
    Cut cut;
    for (const auto& file : files) cut.files.push_back({file.cutting.at(), file.cutting.at()});
    const auto key = first.advance(wanted);
    cut.files.front().end = first.at();
    for (std::size_t i = 1; i < files.size(); ++i) {
        auto& cutting = files[i].cutting;
        if (key) cutting.advance_behind(*key);
        cut.files[i].end = key ? cutting.at() : cutting.end();
    }
    inside_->is_at_end = !key;
    if (inside_->is_lost()) return std::nullopt;
    return cut;
}

namespace {

// A row twice is reported beside wrong cells, which only the whole can do.
bool can_be_part(const Sheet& sheet) {
    const bool has_row_twice = sheet.wanted.holds == Holds::rows && sheet.survey && sheet.survey->has_alike;
    return sheet.is_in_order() && sheet.piece.is_text && !has_row_twice;
}

bool stands_otherwise(const Sheet& sheet) {
    return sheet.survey && !sheet.survey->is_by_key && sheet.survey->rows == sheet.understood.rows;
}

// Every row that was found, and no other, has a key; nothing is to be said of where they stand.
bool can_be_brought_together(const Sheet& sheet, std::size_t rows) {
    const auto& gaps = sheet.piece.gaps;
    const bool has_gaps = gaps.blank_between + gaps.blank_behind > 0 || !gaps.ragged_behind.empty();
    const bool has_all = sheet.understood.rows == rows && sheet.survey && sheet.survey->rows == rows;
    return has_all && !has_gaps && sheet.piece.is_text;
}

bool has_reports(const Sheet& sheet) {
    return !sheet.troubles.empty() || !sheet.piece.behind.empty();
}

}  // namespace

PartHolder Parts::read_sheets(const Cut& cut, Texts& texts) const {
    PartHolder part(new Part);
    for (std::size_t i = 0; i < inside_->files.size(); ++i) {
        const auto [begin, end] = cut.files[i];
        auto sheet = read_rows(inside_->files[i].opening, {.begin = begin, .end = end}, texts);
        if (stands_otherwise(sheet)) inside_->is_out_of_order = true;
        if (!can_be_part(sheet)) return nullptr;
        part->sheets.push_back(std::move(sheet));
    }
    return part;
}

// The sheets are as if the rows of all parts stood one behind the other.
PartHolder Parts::read_brought_together(const Cut& cut, Texts& texts) const {
    PartHolder part(new Part);
    for (std::size_t i = 0; i < inside_->files.size(); ++i) {
        const auto& rows = inside_->scattered[i];
        const auto& copy = part->copies.emplace_back(rows.copy(cut.number));
        auto opening = inside_->files[i].opening;
        opening.file.text = copy.text();
        auto sheet = read_rows(opening, {.begin = copy.begin, .end = copy.end}, texts);
        if (!can_be_brought_together(sheet, rows.rows(cut.number)) || has_wrong_cells(sheet)) return nullptr;
        sheet.piece.range.begin = cut.files[i].begin;
        sheet.piece.rest = cut.files[i].end;
        sheet.first_of_key.clear();
        part->sheets.push_back(std::move(sheet));
    }
    return part;
}

PartHolder Parts::read_for_reports(const Cut& cut) const {
    auto texts = inside_->texts;
    return read_sheets(cut, texts);
}

PartHolder Parts::read(const Cut& cut) const {
    auto texts = inside_->texts;
    auto part = inside_->scattered.empty() ? read_sheets(cut, texts) : read_brought_together(cut, texts);
    if (!part || std::ranges::any_of(part->sheets, has_wrong_cells)) return part;
    if (std::ranges::any_of(part->sheets, has_reports)) return nullptr;
    std::vector<std::vector<std::string>> keys;  // the history takes those of the sheets
    for (const auto& sheet : part->sheets) keys.push_back(sheet.keys);
    auto history = of_sheets(inside_->scheme, part->sheets, texts, inside_->reference_rows, inside_->sources);
    if (!history) return nullptr;
    for (std::size_t i = 0; i < keys.size(); ++i) part->sheets[i].keys = std::move(keys[i]);
    part->history = std::move(history);
    return part;
}

void Parts::release(const Cut& cut) const {
    if (!inside_->scattered.empty()) return;
    for (std::size_t i = 0; i < cut.files.size(); ++i) {
        const auto& source = inside_->sources[inside_->files[i].opening.file.source];
        source.release(cut.files[i].begin, cut.files[i].end);
    }
}

bool Parts::has_history(const Part& part) {
    return part.history.has_value();
}

const History& Parts::history(const Part& part) {
    return *part.history;
}

bool Parts::take(Part& part) {
    inside_->has_wrong_cells |= std::ranges::any_of(part.sheets, has_wrong_cells);
    for (std::size_t i = 0; i < part.sheets.size(); ++i) {
        auto& file = inside_->files[i];
        if (!file.joining.add(part.sheets[i])) return false;
        if (!part.history || file.opening.wanted.holds != Holds::records) continue;
        const auto periods = part.history->different_periods_of(file.opening.wanted.level);
        file.periods.insert(periods.begin(), periods.end());
    }
    return true;
}

// ---------------------------------------------------------------- behind the last one

namespace {

// Periods without a record between others that have some are to be reported.
bool has_silent_periods(const std::set<Period>& periods) {
    return !periods.empty() &&
           static_cast<std::size_t>(periods.rbegin()->index - periods.begin()->index) + 1 != periods.size();
}

// Of rows that were brought together nobody knows where they stand.
bool speaks_of_places(const Sheet& sheet) {
    return std::ranges::any_of(sheet.reports(),
                               [](const Diagnostic& report) { return !report.spans.empty(); });
}

}  // namespace

std::optional<ReadHistory> Parts::finish() {
    std::vector<Sheet> sheets;
    for (auto& file : inside_->files) {
        if (!inside_->has_wrong_cells && has_silent_periods(file.periods)) return std::nullopt;
        sheets.push_back(file.joining.finish());
        if (!inside_->scattered.empty() && speaks_of_places(sheets.back())) return std::nullopt;
    }
    for (auto& sheet : inside_->references) sheets.push_back(std::move(sheet));
    ReadHistory read;
    check_wishes(sheets, inside_->matches, inside_->wishes, read.diagnostics);
    close(sheets, inside_->sources, read);
    const bool is_told = inside_->has_wrong_cells || !has_errors(read.diagnostics);
    return is_told ? std::optional(std::move(read)) : std::nullopt;
}

}  // namespace accrue::data
