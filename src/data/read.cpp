#include "data/read.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/file_names.hpp"
#include "data/match.hpp"
#include "data/of_sheets.hpp"
#include "data/period_words.hpp"
#include "data/references.hpp"
#include "data/words.hpp"

namespace accrue::data {

std::string_view to_text(Holds holds) {
    switch (holds) {
        case Holds::rows:
            return "rows";
        case Holds::records:
            return "records";
        case Holds::reference:
            return "reference";
    }
    return "";
}

namespace {

class ReadingAll {
  public:
    ReadingAll(const core::Scheme& scheme, const std::vector<DataFile>& files, const Sources& sources,
               const Wishes& wishes, Workers& workers)
        : scheme_(scheme), files_(files), sources_(sources), wishes_(wishes), workers_(workers) {}
    ReadHistory result();

  private:
    void read_sheets();
    void check_name(Sheet& sheet) const;
    void report_other_period(Sheet& sheet, Period named, Period first, Period last) const;
    void check_ignored_names();
    void read_references();

    const core::Scheme& scheme_;
    const std::vector<DataFile>& files_;
    const Sources& sources_;
    const Wishes& wishes_;
    Workers& workers_;

    std::vector<Sheet> sheets_;  // in the scheme's order
    Texts texts_;
    Table<core::ReferenceId, ReferenceRows> references_;
    Diagnostics diagnostics_;  // of no single file
};

void ReadingAll::read_sheets() {
    auto matches = matched(scheme_, files_, sources_, diagnostics_);
    for (auto& [wanted, files, is_needed] : matches) {
        if (files.empty()) continue;
        wanted.is_alone = is_alone(matches);
        wanted.is_one_of_several = files.size() > 1;
        const auto parent = wanted.parent ? wanted.parent->level : core::LevelId();
        for (const auto* const above : sheets_of(sheets_, parent)) {
            // a heading such as `name` would be that of the row's own name
            if (!names_key(folded(above->understood.key_column)))
                wanted.parent_headers.push_back(above->understood.key_column);
        }
        for (const auto& file : files) {
            const auto told = told_for(wanted, file, matches, wishes_);
            const auto said = period_of_name(file, sources_, wanted.calendar);
            wanted.name_says = said.period;
            wanted.is_of_a_period = wanted.is_one_of_several && !said.period && said.has_part;
            sheets_.push_back(read_sheet(wanted, file.source, sources_, told, texts_, workers_));
            sheets_.back().understood.origin = file.origin;
            check_name(sheets_.back());
            if (said.other && sheets_.back().roles.dated == Dated::by_name)
                report_other_period(sheets_.back(), *said.other, *said.period, *said.period);
        }
    }
    check_wishes(sheets_, matches, wishes_, diagnostics_);
}

// The rows say when they hold.
void ReadingAll::check_name(Sheet& sheet) const {
    const auto &named = sheet.wanted.name_says, &first = sheet.understood.first_period,
               &last = sheet.understood.last_period;
    if (!sheet.wanted.is_one_of_several || !named || !sheet.roles.period || !first) return;
    if (*first > *named || *named > *last) report_other_period(sheet, *named, *first, *last);
}

void ReadingAll::report_other_period(Sheet& sheet, Period named, Period first, Period last) const {
    const auto words = [&](Period period) { return in_words(scheme_.calendar, period); };
    sheet.troubles.alone(kind::name_says_other_period).arguments = {
        sources_[sheet.file.source].name(), words(named),
        first == last ? words(first) : words(first) + " – " + words(last)};
}

// Nothing says when they hold, and they stand in more periods than the name's.
void ReadingAll::check_ignored_names() {
    for (auto& sheet : sheets_) {
        const auto &named = sheet.wanted.name_says, &first = sheet.understood.first_period;
        const bool is_ignored = named && !sheet.wanted.named_period();
        if (!is_ignored || sheet.roles.dated != Dated::everywhere || sheet.wanted.holds != Holds::rows ||
            !first)
            continue;
        if (*first == *named && sheet.understood.last_period == named) continue;
        sheet.troubles.alone(kind::name_ignored).arguments = {sources_[sheet.file.source].name(),
                                                              in_words(scheme_.calendar, *named)};
    }
}

void ReadingAll::read_references() {
    references_.resize(scheme_.references.size());
    for (auto& sheet : sheets_) {
        if (sheet.wanted.holds != Holds::reference || has_errors(sheet.reports())) continue;
        auto& rows = references_[sheet.wanted.reference];
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

// What files are said to lack or to have, without a place in them, wants their names; of several files that
// are told the same it is said once.
class NamingFiles {
  public:
    explicit NamingFiles(Diagnostics& said) : said_(said) {}

    void add(Diagnostic report, const std::string& file) {
        const bool is_named = std::ranges::find(report.arguments, Argument(file)) != report.arguments.end();
        if (!report.spans.empty() || is_named) return said_.push_back(std::move(report));
        for (auto& [place, names] : files_) {
            const auto& before = said_[place];
            if (before.kind != report.kind || before.arguments != report.arguments) continue;
            names += names.ends_with(more)                       ? ""
                     : std::ranges::count(names, ',') + 1 < most ? ", " + file
                                                                 : more;
            return;
        }
        files_.emplace_back(said_.size(), file);
        said_.push_back(std::move(report));
    }
    void finish() {
        for (auto& [place, names] : files_) {
            const bool are_several = names.find(", ") != std::string::npos;
            said_[place].notes.push_back({are_several ? kind::in_files : kind::in_file, {std::move(names)}});
        }
    }

  private:
    static constexpr std::string_view more = " …";
    static constexpr std::ptrdiff_t most = 3;
    Diagnostics& said_;
    std::vector<std::pair<std::size_t, std::string>> files_;  // by place in `said_`
};

ReadHistory ReadingAll::result() {
    read_sheets();
    read_references();
    const AllSheets all{.scheme = scheme_,
                        .sheets = sheets_,
                        .texts = texts_,
                        .sources = sources_,
                        .until = wishes_.until,
                        .extent = Extent::whole};
    ReadHistory read;
    read.history = fitted(all, std::move(references_), diagnostics_, workers_);
    read.diagnostics = std::move(diagnostics_);
    check_ignored_names();
    close(sheets_, sources_, read);
    return read;
}

}  // namespace

void close(std::vector<Sheet>& sheets, const Sources& sources, ReadHistory& read) {
    NamingFiles naming(read.diagnostics);
    for (auto& sheet : sheets) {
        for (auto& report : sheet.reports()) {
            if (sheets.size() > 1) {
                naming.add(std::move(report), sources[sheet.understood.source].name());
            } else {
                read.diagnostics.push_back(std::move(report));
            }
        }
        read.understood.push_back(std::move(sheet.understood));
    }
    naming.finish();
}

ReadHistory read_history(const core::Scheme& scheme, const std::vector<DataFile>& files,
                         const Sources& sources, const Wishes& wishes, Workers& workers) {
    return ReadingAll(scheme, files, sources, wishes, workers).result();
}

ReadHistory read_history(const core::Scheme& scheme, const std::vector<DataFile>& files,
                         const Sources& sources, const Wishes& wishes) {
    Workers alone;
    return read_history(scheme, files, sources, wishes, alone);
}

}  // namespace accrue::data
