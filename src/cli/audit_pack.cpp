// `accrue audit pack`: the rows that one amount was computed from, taken out of their files. Which they are
// the trace says; that they are enough is tried before anything is written, and where they are not, more are
// taken.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include "base/messages/phrases/evidence.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/text.hpp"
#include "cli/audit.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/replay.hpp"
#include "cli/run_manifest.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/trace.hpp"

namespace accrue::cli {
namespace {

using data::RowId;
using RowSet = std::set<RowId>;

// How much is taken, the least first.
enum class Extent : std::uint8_t { trace, keys_rows, neighbours, everything };
constexpr std::array extents{Extent::trace, Extent::keys_rows, Extent::neighbours, Extent::everything};

class Packing {
  public:
    Packing(const AuditPackRequest& request, Session& session)
        : request_(request),
          session_(session),
          loaded_(load_sound_scheme(session, request.scheme)),
          scheme_sources_(session.sources.size()),
          choice_(until(scheme(), request.data, request.period)),
          workers_(choice_.threads),
          opened_(open_data(session, scheme(), choice_)),
          fingerprints_(session.sources, opened_),
          read_(read_sound_of(session, scheme(), opened_, choice_, request.key, workers_)),
          evaluation_(scheme(), history(), session.sources),
          ground_{scheme(), history(), key_name(scheme(), read_.understood)},
          chosen_(chosen_row(ground_, {request.key, request.period, request.level})),
          explained_(named_definition(ground_, request.path, chosen_)) {}
    Exit done();

  private:
    const core::Scheme& scheme() const { return loaded_.checked.scheme; }
    const data::History& history() const { return read_.history; }

    RowSet rows(const explain::Trace& trace, Extent extent) const;
    void add_rows_above(RowSet& rows) const;
    void add_neighbours(RowSet& rows) const;
    std::vector<std::string> others(const RowSet& rows) const;

    evidence::Pack described(const explain::Trace& trace);
    std::map<std::string, std::string> options() const;
    const data::DataFile& file_of(const data::Understood& seen) const;
    std::vector<data::Place> places(const RowSet& rows, const data::Understood& seen) const;
    bool is_needed(const RowSet& rows, const data::Understood& seen) const;
    void refuse_odd_names() const;
    evidence::PackedInput input(const RowSet& rows, const data::Understood& seen);
    void write(const evidence::Pack& pack);

    const AuditPackRequest& request_;
    Session& session_;
    LoadedScheme loaded_;
    std::size_t scheme_sources_;
    DataChoice choice_;
    Workers workers_;
    OpenedData opened_;
    InputFingerprints fingerprints_;
    data::ReadHistory read_;
    explain::Evaluation evaluation_;
    Ground ground_;
    RowId chosen_;
    Explained explained_;
};

// ---------------------------------------------------------------- which rows

void Packing::add_rows_above(RowSet& rows) const {
    for (const auto row : std::vector(rows.begin(), rows.end())) {
        for (auto above = history().rows.parent(row); above; above = history().rows.parent(above))
            rows.insert(above);
    }
}

// All that stand in the rows in which these stand.
void Packing::add_neighbours(RowSet& rows) const {
    add_rows_above(rows);
    for (const auto row : std::vector(rows.begin(), rows.end())) {
        for (std::size_t i = 0; i < scheme().levels.size(); ++i) {
            const core::LevelId level(i);
            if (level.value <= history().rows.level_of(row).value) continue;
            const auto inside = history().inside(row, level);
            rows.insert(inside.begin(), inside.end());
        }
    }
}

RowSet Packing::rows(const explain::Trace& trace, Extent extent) const {
    RowSet rows{chosen_};
    for (const auto& node : trace.nodes) {
        if (node.row) rows.insert(node.row);
    }
    if (extent == Extent::keys_rows || extent == Extent::neighbours) {
        const auto level = history().rows.level_of(chosen_);
        for (const auto row : history().rows_of(level)) {
            if (history().rows.keys[row.value] == history().rows.keys[chosen_.value]) rows.insert(row);
        }
        add_neighbours(rows);
    }
    if (extent == Extent::neighbours) add_neighbours(rows);
    for (std::uint32_t i = 0; extent == Extent::everything && i < history().rows.size(); ++i)
        rows.insert(RowId(i));
    add_rows_above(rows);
    return rows;
}

// Keys that are neither the payee's nor those of the rows in which the payee stands.
std::vector<std::string> Packing::others(const RowSet& rows) const {
    std::set<std::string> own, all;
    for (auto row = chosen_; row; row = history().rows.parent(row)) own.insert(history().key(row));
    for (const auto row : rows) {
        const bool is_keyed = scheme().levels[history().rows.level_of(row)].kind == core::LevelKind::rows;
        if (is_keyed && history().rows.lines[row.value] != 0 && !own.contains(history().key(row)))
            all.insert(history().key(row));
    }
    return {all.begin(), all.end()};
}

// ---------------------------------------------------------------- the pack

// Columns are read as they were: what the whole of them told is now said.
std::map<std::string, std::string> Packing::options() const {
    std::map<std::string, std::string> options;
    for (const auto& [name, value] : reading_options(choice_)) {
        const bool is_of_layout =
            name.starts_with("skip-") || name.starts_with("encoding") || name.starts_with("delimiter");
        if (!is_of_layout) options.emplace(name, value);
    }
    std::map<std::string, std::set<std::string>> found;  // of each file
    for (const auto& seen : read_.understood) {
        const auto of = read_.understood.size() > 1 ? seen.of + "." : "";
        for (const auto& [header, format] : seen.numbers) {
            if (format.group.empty() && !format.has_point) continue;
            found["numbers." + of + header].insert(fmt::format("1{}234{}56", format.group, format.point));
        }
        for (const auto& [header, order] : seen.dates) found["dates." + of + header].insert(order);
    }
    for (const auto& [name, values] : found) {
        if (values.size() == 1) options.emplace(name, *values.begin());  // else each file says it again
    }
    return options;
}

const data::DataFile& Packing::file_of(const data::Understood& seen) const {
    const auto& name = session_.sources[seen.source].name();
    return *std::ranges::find_if(opened_.files, [&](const data::DataFile& file) {
        return session_.sources[file.source].name() == name;
    });
}

std::vector<data::Place> Packing::places(const RowSet& rows, const data::Understood& seen) const {
    std::vector<data::Place> places;
    for (const auto row : rows) {
        const auto at = history().rows[row];
        if (at.line != 0 && at.source == seen.source) places.push_back({at.offset, at.line});
    }
    for (const auto& reference : history().references) {
        if (reference.source != seen.source) continue;
        for (const auto& row : reference.rows) places.push_back({row.offset, row.line});
    }
    return places;
}

// Of several files of a level those without a row that is needed are not, as long as another one has some.
bool Packing::is_needed(const RowSet& rows, const data::Understood& seen) const {
    if (!places(rows, seen).empty()) return true;
    return std::ranges::none_of(read_.understood, [&](const data::Understood& other) {
        return other.of == seen.of && !places(rows, other).empty();
    });
}

evidence::PackedInput Packing::input(const RowSet& rows, const data::Understood& seen) {
    const auto& file = file_of(seen);
    const auto text = session_.sources[seen.source].text();
    const auto header = data::place_of_line(text, static_cast<std::uint32_t>(seen.header_line));
    const bool is_whole = file.source == seen.source;
    const auto whole = session_.sources[file.source].text();
    const auto lines = static_cast<std::size_t>(is_whole ? 0 : std::ranges::count(whole, '\n') - 1);
    return {.name = session_.sources[seen.source].name(),
            .of = seen.of,
            .layout = file.layout,
            .delimiter = seen.delimiter,
            .encoding = std::string(to_text(seen.origin.encoding)),
            .original = fingerprints_.of(file.source),
            .rows = is_whole ? seen.rows : lines,
            .part = data::excerpt(text, seen.delimiter, header, places(rows, seen))};
}

evidence::Pack Packing::described(const explain::Trace& trace) {
    const auto row = history().rows[chosen_];
    evidence::Pack pack{.version = ACCRUE_VERSION,
                        .language = spoken(),
                        .options = options(),
                        .key = history().key(chosen_),
                        .period = scheme().calendar.to_text(row.period),
                        .level = scheme().levels[row.level].name,
                        .path = request_.path,
                        .amount = exact_amount(evaluation_, explained_.definition, explained_.row),
                        .others = {},
                        .schemes = {},
                        .inputs = {},
                        .traces = traces_of(trace, session_.sources)};
    for (std::size_t i = 0; i < scheme_sources_; ++i) {
        const auto& source = session_.sources[SourceId(i)];
        pack.schemes.push_back({source.name(), std::string(source.text())});
    }
    return pack;
}

bool replays(const evidence::Pack& pack) {
    try {
        const auto again = replayed(pack);
        return again.amount == pack.amount && again.traces == pack.traces;
    } catch (const Stop&) {
        return false;  // too few rows to read them as they were read
    }
}

std::string archive_of(const evidence::Pack& pack, const std::string& place) {
    try {
        return evidence::archived(evidence::pack_files(pack));
    } catch (const evidence::NoArchive& trouble) {
        throw Stop{Exit::io, phrase(say::cannot_write, place, trouble.what), ""};
    }
}

void Packing::write(const evidence::Pack& pack) {
    write_results(session_, request_.out, [&](std::ostream& out) { out << archive_of(pack, request_.out); });
    std::size_t rows = 0, all = 0;
    for (const auto& input : pack.inputs) {
        rows += input.part.lines.size() - 1;
        all += input.rows;
    }
    const auto whose = fmt::format("{} {} {}", pack.key, pack.period, pack.path);
    remark(session_,
           phrase(say::pack_written, request_.out, rows, pack.inputs.size(), std::to_string(all), whose));
    const auto names = fmt::format("{}", fmt::join(pack.others, ", "));
    remark(session_,
           pack.others.empty() ? phrase(say::pack_holds_own) : phrase(say::pack_holds_others, names));
}

// The trace has the names as they are, the manifest and the archive only what is UTF-8.
void Packing::refuse_odd_names() const {
    for (std::size_t i = 0; i < session_.sources.size(); ++i) {
        const auto& name = session_.sources[SourceId(i)].name();
        if (invalid_utf8(name)) refuse(phrase(say::pack_name_not_utf_8, name), phrase(say::hint_copy_file));
    }
}

Exit Packing::done() {
    refuse_odd_names();
    const auto trace = whole_trace(evaluation_, explained_.definition, explained_.row);
    auto pack = described(trace);
    for (const auto extent : extents) {
        const auto needed = rows(trace, extent);
        pack.others = others(needed);
        pack.inputs.clear();
        for (const auto& seen : read_.understood) {
            if (is_needed(needed, seen)) pack.inputs.push_back(input(needed, seen));
        }
        if (!replays(pack)) continue;
        write(pack);
        return Exit::done;
    }
    throw Stop{Exit::no, phrase(say::pack_not_replayed), ""};
}

}  // namespace

Exit audit_pack_command(const AuditPackRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    return Packing(request, session).done();
}

}  // namespace accrue::cli
