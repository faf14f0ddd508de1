// `accrue audit verify PACK.zip`: the files of the pack against its manifest, its amount computed again, and
// where the original files are at hand, its rows against theirs.
#include <algorithm>
#include <set>
#include <utility>

#include "base/messages/phrases/evidence.hpp"
#include "cli/audit.hpp"
#include "cli/recorded_places.hpp"
#include "cli/replay.hpp"
#include "data/incoming.hpp"
#include "evidence/difference.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 30U;  // of all files of a pack together

Check file_check(const evidence::PackedFile& file) {
    Check check{.checked = Checked::packed, .name = file.name};
    switch (file.flaw) {
        case evidence::PackedFlaw::none:
            check.says = phrase(say::packed_same, file.name);
            return check;
        case evidence::PackedFlaw::changed:
            check.status = CheckStatus::changed;
            check.says = phrase(say::packed_changed, file.name);
            return check;
        case evidence::PackedFlaw::absent:
            check.status = CheckStatus::absent;
            check.says = phrase(say::packed_absent, file.name);
            return check;
        case evidence::PackedFlaw::unknown:
            check.status = CheckStatus::changed;
            check.says = phrase(say::packed_unknown, file.name);
            return check;
    }
    return check;
}

Check program_check(const evidence::Pack& pack) {
    const std::string here = ACCRUE_VERSION;
    const bool is_same = pack.version == here;
    return {
        .checked = Checked::program,
        .status = is_same ? CheckStatus::same : CheckStatus::noted,
        .says = is_same ? phrase(say::same_program, here) : phrase(say::other_program, pack.version, here)};
}

Check trace_check(const evidence::Pack& pack) {
    const auto whose = pack.key + " " + pack.period + " " + pack.path;
    Check check{.checked = Checked::trace, .name = whose};
    try {
        const auto again = replayed(pack);
        const bool is_same = again.amount == pack.amount && again.traces == pack.traces;
        check.status = is_same ? CheckStatus::same : CheckStatus::changed;
        check.says = phrase(is_same ? say::trace_same : say::trace_differs, whose, again.amount);
        const auto text = pack.traces.find("trace.txt");
        if (is_same || text == pack.traces.end()) return check;
        const auto changed = evidence::changed_lines(text->second, again.traces.at("trace.txt"));
        check.lines = changed.size();
        for (const auto& line : changed) {
            if (check.differences.size() == most_discrepancies) break;
            Discrepancy found;
            if (line.before) found.line = line.before->number;
            if (line.before) found.kept = std::string(line.before->text);
            if (line.after) found.computed = std::string(line.after->text);
            found.says = (found.kept ? "− " + *found.kept : "") +
                         (found.kept && found.computed ? " | " : "") +
                         (found.computed ? "+ " + *found.computed : "");
            check.differences.push_back(std::move(found));
        }
    } catch (const Stop& stop) {
        check.status = CheckStatus::changed;
        check.says = phrase(say::trace_failed);
        check.notes.push_back(stop.message);
    }
    return check;
}

// ---------------------------------------------------------------- the original files

// Rows by the lines on which they stand, in rising order.
std::vector<data::Place> places_of(std::string_view text, const data::LinesOfFile& lines) {
    std::vector<data::Place> places;
    auto at = data::place_of_line(text, 1);
    for (const auto& [here, there] : lines) {
        while (at.line < there && at.offset < text.size()) {
            const auto end = std::min(text.find('\n', at.offset), text.size() - 1);
            at = {end + 1, at.line + 1};
        }
        if (at.line == there && at.offset < text.size()) places.push_back(at);
    }
    return places;
}

// All of the part, in whatever order?
bool has_lines(std::string_view text, std::string_view part) {
    const auto all = evidence::lines_of(part);
    std::multiset<std::string_view> wanted(all.begin(), all.end());
    for (const auto line : evidence::lines_of(text)) {
        const auto found = wanted.find(line);
        if (found != wanted.end()) wanted.erase(found);
    }
    return wanted.empty();
}

Check rows_check(const evidence::PackedInput& input, const std::string& place, std::string_view text,
                 bool is_same_file) {
    auto places = places_of(text, input.part.lines);
    Check check{.checked = Checked::input,
                .status = is_same_file ? CheckStatus::same : CheckStatus::changed,
                .name = input.name,
                .says = phrase(is_same_file ? say::packed_rows_same : say::packed_from_another,
                               shown_at(input.name, place))};
    if (places.empty()) return check;
    const auto header = places.front();
    places.erase(places.begin());
    const auto now = data::excerpt(text, input.delimiter, header, places);
    const auto changed = evidence::changed_lines(input.part.text, now.text);
    if (changed.empty()) {
        if (!is_same_file) check.notes.push_back(phrase(say::packed_rows_there));
        return check;
    }
    if (has_lines(text, input.part.text)) check.notes.push_back(phrase(say::packed_rows_elsewhere));
    check.status = CheckStatus::changed;
    check.lines = changed.size();
    for (const auto& line : changed) {
        if (check.differences.size() == most_discrepancies) break;
        const auto here = line.before ? line.before->number : line.after->number;
        const auto found =
            std::ranges::find(input.part.lines, here, [](const auto& pair) { return pair.first; });
        const auto there = found == input.part.lines.end() ? here : found->second;
        check.differences.push_back(
            {.line = there,
             .row = {},
             .column = {},
             .kept = line.after ? std::optional(std::string(line.after->text)) : std::nullopt,
             .computed = line.before ? std::optional(std::string(line.before->text)) : std::nullopt,
             .says = phrase(say::packed_rows_differ, std::to_string(there), input.name)});
    }
    return check;
}

Check no_originals() {
    return {
        .checked = Checked::input, .status = CheckStatus::noted, .says = phrase(say::originals_not_compared)};
}

Check absent(const evidence::PackedInput& input) {
    return {.checked = Checked::input,
            .status = CheckStatus::absent,
            .name = input.name,
            .says = phrase(say::input_absent, input.name),
            .notes = {phrase(say::hint_data_said)}};
}

Check table_check(const evidence::PackedInput& input, const std::optional<std::string>& place) {
    const auto address = place ? sources::address_of(*place) : std::nullopt;
    try {
        const auto table = address ? sources::read_if_there(*address, address->table) : std::nullopt;
        if (!table) return absent(input);
        return rows_check(input, *place, table->text, evidence::sha256(table->text) == input.original.sha256);
    } catch (const sources::Failure&) {
        return absent(input);
    }
}

evidence::RecordedInput recorded_input(const evidence::PackedInput& input) {
    return {.name = input.name, .of = input.of, .bytes = input.original, .encoding = input.encoding};
}

Check original_check(const evidence::PackedInput& input, const RecordedPlaces& places, Session& session) {
    const auto place = places.input(recorded_input(input));
    if (input.layout != data::Layout::found) return table_check(input, place);
    const auto file = place ? OpenFile::at(*place) : std::nullopt;
    const auto bytes = file ? file->bytes() : std::nullopt;
    if (!bytes) return absent(input);
    const bool is_same = evidence::sha256(bytes->view()) == input.original.sha256;
    const data::EncodingWish wish{.said = data::encoding_named(input.encoding), .texts = session.texts};
    const auto taken = data::take_in(*place, *bytes, wish, session.sources);
    return rows_check(input, *place, session.sources[taken.source].text(), is_same);
}

RecordedPlaces places_for(const AuditVerifyRequest& request, const evidence::Pack& pack) {
    evidence::Recorded run;
    run.results.emplace_back();
    for (const auto& input : pack.inputs) run.inputs.push_back(recorded_input(input));
    return {request.path, run, request.data};
}

evidence::ReadPack pack_of(const std::string& path, std::string_view bytes) {
    try {
        return evidence::read_pack(evidence::from_archive(bytes, most_bytes));
    } catch (const evidence::NoArchive& trouble) {
        throw Stop{Exit::data, phrase(say::pack_damaged, path, trouble.what), ""};
    } catch (const evidence::NoManifest& trouble) {
        throw Stop{Exit::data, phrase(say::pack_damaged, path, "manifest.json " + trouble.what), ""};
    }
}

}  // namespace

Verification pack_verification(const AuditVerifyRequest& request, Session& session, std::string_view bytes) {
    const auto read = pack_of(request.path, bytes);
    Verification done{
        .of = request.path, .checks = {}, .verdict_when_proved = phrase(say::verdict_pack_proved)};
    done.checks.push_back(program_check(read.pack));
    for (const auto& file : read.files) done.checks.push_back(file_check(file));
    done.checks.push_back(trace_check(read.pack));
    if (request.data.empty()) {
        done.checks.push_back(no_originals());
        return done;
    }
    const auto places = places_for(request, read.pack);
    for (const auto& input : read.pack.inputs) done.checks.push_back(original_check(input, places, session));
    return done;
}

}  // namespace accrue::cli
