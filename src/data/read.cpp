#include "data/read.hpp"

#include <algorithm>
#include <utility>

#include "base/messages/data.hpp"
#include "base/text.hpp"
#include "data/match.hpp"
#include "data/of_sheets.hpp"
#include "data/references.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

class ReadingAll {
  public:
    ReadingAll(const core::Scheme& scheme, const std::vector<DataFile>& files, const Sources& sources,
               const Wishes& wishes, Workers& workers)
        : scheme_(scheme), files_(files), sources_(sources), wishes_(wishes), workers_(workers) {}
    ReadHistory result();

  private:
    void read_sheets();
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
        for (const auto* const above :
             sheets_of(sheets_, wanted.parent ? wanted.parent->level : core::LevelId()))
            // a heading such as `name` would be that of the row's own name
            if (!names_key(folded(above->understood.key_column)))
                wanted.parent_headers.push_back(above->understood.key_column);
        for (const auto& file : files) {
            const auto told = told_for(wanted, file, matches, wishes_);
            sheets_.push_back(read_sheet(wanted, file.source, sources_, told, texts_, workers_));
            sheets_.back().understood.origin = file.origin;
        }
    }
    check_wishes(sheets_, matches, wishes_, diagnostics_);
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

// What a file is said to lack or to have, without a place in it, wants the file's name beside others.
void name_file(Diagnostics& diagnostics, const std::string& name) {
    for (auto& diagnostic : diagnostics) {
        const bool is_named =
            std::ranges::find(diagnostic.arguments, Argument(name)) != diagnostic.arguments.end();
        if (diagnostic.spans.empty() && !is_named) diagnostic.notes.push_back({kind::in_file, {name}});
    }
}

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
    close(sheets_, sources_, read);
    return read;
}

}  // namespace

void close(std::vector<Sheet>& sheets, const Sources& sources, ReadHistory& read) {
    for (auto& sheet : sheets) {
        auto reports = sheet.reports();
        if (sheets.size() > 1) name_file(reports, sources[sheet.understood.source].name());
        read.diagnostics.insert(read.diagnostics.end(), reports.begin(), reports.end());
        read.understood.push_back(std::move(sheet.understood));
    }
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
