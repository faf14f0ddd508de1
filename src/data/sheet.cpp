#include "data/sheet.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "data/concatenate.hpp"
#include "data/encoding.hpp"
#include "data/joining.hpp"

namespace accrue::data {
namespace {

// What all of the file tells replaces what the rows alone do.
void close(Sheet& sheet, Sheet told) {
    sheet.troubles = std::move(told.troubles);
    sheet.understood = std::move(told.understood);
    sheet.piece.settled = std::move(told.piece.settled);
}

Sheet read_at_once(Opening opening, const Sources& sources, Texts& texts) {
    opening.settled = {};
    opening.settled.columns.resize(opening.wanted.columns.size());
    auto sheet = read_rows(opening, {opening.begin, opening.file.text.size(), opening.line}, texts);
    Joining joining(opening, KeysKept::rising);
    if (joining.add(sheet)) {
        close(sheet, joining.finish());
        return sheet;
    }
    opening.has_rows = false;
    opening.troubles = {};
    const auto& file = opening.file;
    const auto called = file.has_typed_numbers ? std::nullopt : std::optional<std::string_view>(file.called);
    opening.not_text = not_text(file.source, sources, called);
    return Joining(opening, KeysKept::all).finish();
}

// Where pieces of about this size begin: behind a line break.
std::vector<std::uint64_t> cuts(const Opening& opening, std::uint64_t size) {
    const auto text = opening.file.text;
    std::vector<std::uint64_t> begins = {opening.begin};
    while (text.size() - begins.back() > size) {
        const auto line_break = text.find('\n', begins.back() + size - 1);
        if (line_break == std::string_view::npos || line_break + 1 >= text.size()) break;
        begins.push_back(line_break + 1);
    }
    return begins;
}

// Nothing when the pieces do not fit together.
std::optional<Sheet> read_pieces(const Opening& opening, const std::vector<std::uint64_t>& begins,
                                 Texts& texts, Workers& workers) {
    std::vector<Sheet> pieces(begins.size());
    std::vector<Texts> texts_of(begins.size());
    workers.each(begins.size(), [&](std::size_t piece, std::size_t /*thread*/) {
        const auto end = piece + 1 < begins.size() ? begins[piece + 1] : opening.file.text.size();
        const auto line = piece == 0 ? opening.line : 1;
        pieces[piece] = read_rows(opening, {begins[piece], end, line}, texts_of[piece]);
    });
    Joining joining(opening, KeysKept::all);
    for (auto& piece : pieces) {
        if (!joining.add(piece)) return std::nullopt;
    }
    auto whole = joining.finish();
    const bool is_whole = concatenate(pieces, texts_of, joining, whole, texts, workers);
    return is_whole ? std::optional(std::move(whole)) : std::nullopt;
}

}  // namespace

Diagnostics Sheet::reports() const {
    auto reports = troubles.reports(file.headers);
    reports.insert(reports.begin(), not_text.begin(), not_text.end());
    return reports;
}

Sheet read_sheet(Wanted wanted, SourceId source, const Sources& sources, const Told& told, Texts& texts,
                 Workers& workers, Pieces cut) {
    auto opening = open_sheet(std::move(wanted), source, sources, told);
    if (!opening.has_rows) return Joining(opening, KeysKept::all).finish();
    const auto size = opening.file.text.size() - opening.begin;
    const auto begins =
        cuts(opening, std::max(cut.least_size, size / (cut.by_thread * workers.threads()) + 1));
    if (begins.size() > 1 && workers.threads() >= cut.least_threads) {
        settle(opening);
        if (auto sheet = read_pieces(opening, begins, texts, workers)) return std::move(*sheet);
    }
    return read_at_once(std::move(opening), sources, texts);
}

}  // namespace accrue::data
