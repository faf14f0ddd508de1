// `accrue audit verify MANIFEST`: the run is made again beside what it left, and both are compared.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <ostream>
#include <utility>

#include "base/bytes.hpp"
#include "base/messages/phrases/evidence.hpp"
#include "base/text.hpp"
#include "cli/audit.hpp"
#include "cli/audit_result.hpp"
#include "cli/library.hpp"
#include "cli/recorded_places.hpp"
#include "cli/run_again.hpp"
#include "evidence/archive.hpp"
#include "evidence/background.hpp"
#include "evidence/difference.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;
using evidence::Recorded;

// ---------------------------------------------------------------- program, options, schemes

Check program_check(const Recorded& recorded) {
    const std::string here = ACCRUE_VERSION;
    if (recorded.version == here)
        return {.checked = Checked::program, .says = phrase(say::same_program, here)};
    return {.checked = Checked::program,
            .status = CheckStatus::noted,
            .says = phrase(say::other_program, recorded.version, here)};
}

std::optional<Check> options_check(const Recorded& recorded) {
    std::vector<std::string> all;
    for (const auto& [name, value] : recorded.options) all.push_back(name + "=" + value);
    if (all.empty()) return std::nullopt;
    return Check{.checked = Checked::options, .says = fmt::format("{}", fmt::join(all, ", "))};
}

std::optional<Check> intact_check(const Recorded& recorded) {
    for (const auto& scheme : recorded.schemes) {
        if (scheme.is_intact()) continue;
        return Check{.checked = Checked::manifest,
                     .status = CheckStatus::changed,
                     .name = scheme.name,
                     .says = phrase(say::manifest_was_changed, scheme.name)};
    }
    return std::nullopt;
}

Discrepancy line_of_scheme(const evidence::ChangedLine& line) {
    Discrepancy found;
    const auto add = [&](const evidence::Line& each, const char* sign) {
        found.says += fmt::format("{}{:>4} {} {}", found.says.empty() ? "" : " | ", each.number, sign,
                                  trimmed(each.text));
    };
    if (line.before) add(*line.before, "−");
    if (line.after) add(*line.after, "+");
    if (line.after) found.line = line.after->number;
    if (line.after) found.kept = std::string(line.after->text);
    if (line.before) found.computed = std::string(line.before->text);
    return found;
}

// One line for what was there, one for what is there.
void add_scheme_lines(Check& check, std::string_view before, std::string_view after) {
    const auto changed = evidence::changed_lines(before, after);
    check.lines = changed.size();
    if (changed.empty()) check.notes.push_back(phrase(say::line_ends_only));
    for (const auto& line : changed) {
        if (check.differences.size() == most_discrepancies) return;
        if (line.before && line.after) {
            check.differences.push_back(line_of_scheme({line.before, std::nullopt}));
            check.differences.back().says = fmt::format("{:>4} − {}", line.before->number, line.before->text);
            check.differences.push_back(line_of_scheme({std::nullopt, line.after}));
        } else {
            check.differences.push_back(line_of_scheme(line));
        }
    }
}

struct PresentScheme {
    std::string shown;
    std::optional<std::string> text;
};
PresentScheme present_scheme(const RecordedPlaces& places, const std::string& name) {
    if (name == "-e") return {name, std::nullopt};
    if (const auto path = places.scheme(name)) return {shown_at(name, *path), read_file(*path)};
    const auto* const scheme = library_scheme(name);
    return {name, scheme == nullptr ? std::nullopt : std::optional(std::string(scheme->text))};
}

Check scheme_check(const evidence::RecordedScheme& scheme, const RecordedPlaces& places) {
    Check check{.checked = Checked::scheme, .name = scheme.name, .says = ""};
    const auto [shown, text] = present_scheme(places, scheme.name);
    if (!text) {
        check.status = CheckStatus::noted;
        check.says = phrase(scheme.name == "-e" ? say::scheme_typed : say::scheme_absent, scheme.name);
    } else if (*text == scheme.text) {
        check.says = phrase(say::scheme_same, shown);
    } else {
        check.status = CheckStatus::changed;
        check.says = phrase(say::scheme_changed, shown);
        add_scheme_lines(check, scheme.text, *text);
        check.notes.push_back(phrase(say::scheme_goes_on));
    }
    return check;
}

// ---------------------------------------------------------------- inputs

Check absent_input(const std::string& name, const RecordedPlaces& places) {
    return {.checked = Checked::input,
            .status = CheckStatus::absent,
            .name = name,
            .says = phrase(say::input_absent, name),
            .notes = {phrase(places.are_inputs_said() ? say::hint_data_said : say::hint_data_folder)}};
}

bool is_pipe(const std::string& place) {
    std::error_code ignored;
    return files::exists(place, ignored) && !files::is_regular_file(place, ignored);
}

// What can be read but once, or is one with other tables only while it is read, is known by the run that is
// made again.
bool is_known_by_run(const std::string& place) {
    return is_table(place) || is_pipe(place);
}

Check file_check(const evidence::RecordedInput& input, const std::string& place,
                 const evidence::Fingerprint& found) {
    Check check{.checked = Checked::input, .name = input.name, .says = ""};
    const auto shown = shown_at(input.name, place);
    const auto size = found.size.value_or(0);
    if (is_same(found, input.bytes)) {
        check.says = phrase(say::input_same, shown, size);
    } else {
        check.status = CheckStatus::changed;
        check.says = found.size == input.bytes.size
                         ? phrase(say::input_changed_as_long, shown, size)
                         : phrase(say::input_changed, shown, size, input.bytes.size.value_or(0));
    }
    return check;
}

Check input_check(const evidence::RecordedInput& input, const std::optional<std::string>& place,
                  const RecordedPlaces& places) {
    const auto bytes = place ? bytes_of(*place) : std::nullopt;
    if (!bytes) return absent_input(input.name, places);
    return file_check(input, *place, evidence::Fingerprints({{bytes->view(), &*bytes}}).wait().front());
}

Check check_by_run(const evidence::RecordedInput& input, const std::string& place,
                   const RecordedPlaces& places, const evidence::RecordedInput* again) {
    if (again == nullptr) return absent_input(input.name, places);
    if (!is_table(place)) return file_check(input, place, again->bytes);
    const bool is_equal = is_same(again->bytes, input.bytes);
    return {.checked = Checked::input,
            .status = is_equal ? CheckStatus::same : CheckStatus::changed,
            .name = input.name,
            .says = phrase(is_equal ? say::table_same : say::table_changed, shown_at(input.name, place))};
}

// ---------------------------------------------------------------- the run, once more

Check rerun_check(const Recorded& recorded, const Again& again) {
    Check check{.checked = Checked::rerun, .says = ""};
    if (!again.manifest) {
        check.status = CheckStatus::changed;
        check.says = phrase(say::rerun_failed);
        check.notes = again.messages;
        return check;
    }
    const auto& before = recorded.results;
    const auto& now = again.manifest->results;
    const bool is_equal = std::ranges::equal(before, now, [](const auto& one, const auto& other) {
        return is_same(one.bytes, other.bytes) && one.rows == other.rows;
    });
    if (is_equal) {
        check.says = before.front().bytes.size ? phrase(say::rerun_same, *before.front().bytes.size)
                                               : phrase(say::rerun_same_rows);
    } else {
        check.status = CheckStatus::changed;
        check.says = phrase(say::rerun_differs);
    }
    return check;
}

// What the manifest tells beside what is compared one by one.
std::optional<Check> told_check(const Recorded& recorded, const Recorded& again) {
    const auto otherwise = evidence::told_otherwise(recorded, again);
    if (!otherwise) return std::nullopt;
    const auto& [place, told, now] = *otherwise;
    return Check{.checked = Checked::manifest,
                 .status = CheckStatus::changed,
                 .says = phrase(say::manifest_tells_otherwise, place, told, now)};
}

// The amounts of a component in both manifests; `—` where one does not have it.
std::vector<std::array<std::string, 3>> paired_totals(const Recorded& recorded, const Recorded& again) {
    std::map<std::pair<std::string, std::string>, std::array<std::string, 3>> pairs;
    const auto add = [&](const std::vector<evidence::ComponentTotal>& totals, std::size_t side) {
        for (const auto& total : totals) {
            auto& pair = pairs
                             .try_emplace({total.level, total.component},
                                          std::array<std::string, 3>{total.component, "—", "—"})
                             .first->second;
            pair[side] = total.amount;
        }
    };
    add(recorded.totals, 1);
    add(again.totals, 2);
    std::vector<std::array<std::string, 3>> all;
    for (auto& [place, pair] : pairs) all.push_back(std::move(pair));
    return all;
}

Check totals_check(const Recorded& recorded, const Recorded& again) {
    Check check{.checked = Checked::totals, .says = phrase(say::total_same, recorded.totals.size())};
    for (const auto& [component, told, now] : paired_totals(recorded, again)) {
        if (told == now) continue;
        auto line = phrase(say::total_differs, component, told, now);
        if (check.status == CheckStatus::changed) {
            check.notes.push_back(std::move(line));
        } else {
            check.status = CheckStatus::changed;
            check.says = std::move(line);
        }
    }
    return check;
}

// ---------------------------------------------------------------- all of it

class Verifying {
  public:
    Verifying(const AuditVerifyRequest& request, Session& session, Recorded recorded,
              std::optional<sources::Address> database = std::nullopt)
        : request_(request),
          session_(session),
          recorded_(std::move(recorded)),
          places_(request.path, recorded_, request.data),
          database_(std::move(database)) {
        done_.of = request.path;
        done_.verdict_when_proved = phrase(say::verdict_proved);
    }
    Verification verification();

  private:
    void add(std::optional<Check> check) {
        if (check) done_.checks.push_back(*std::move(check));
    }
    void check_files();
    void check_run();

    const AuditVerifyRequest& request_;
    Session& session_;
    Recorded recorded_;
    RecordedPlaces places_;
    std::optional<sources::Address> database_;  // in which the manifest was found
    std::vector<std::string> inputs_;           // where they lie; as many as there are
    Verification done_;
};

void Verifying::check_files() {
    for (const auto& input : recorded_.inputs) {
        const auto place = places_.input(input);
        if (place) inputs_.push_back(*place);
        if (!place || !is_known_by_run(*place)) add(input_check(input, place, places_));
    }
}

void Verifying::check_run() {
    if (inputs_.size() < recorded_.inputs.size())
        return add(Check{
            .checked = Checked::rerun, .status = CheckStatus::absent, .says = phrase(say::rerun_impossible)});
    const ScratchFolder folder;
    const auto again = run_again(recorded_, inputs_, folder.path(), request_.threads, session_);
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        if (!is_known_by_run(inputs_[i])) continue;
        const auto& all = again.manifest ? again.manifest->inputs : std::vector<evidence::RecordedInput>();
        auto found = std::ranges::find(all, inputs_[i], &evidence::RecordedInput::name);
        if (found == all.end())
            found = std::ranges::find(all, recorded_.inputs[i].of, &evidence::RecordedInput::of);
        add(check_by_run(recorded_.inputs[i], inputs_[i], places_, found == all.end() ? nullptr : &*found));
    }
    if (again.manifest && done_.failed() == 0) add(told_check(recorded_, *again.manifest));
    add(rerun_check(recorded_, again));
    if (again.manifest) add(totals_check(recorded_, *again.manifest));
    for (auto& check : result_checks(recorded_, places_, again, database_)) add(std::move(check));
}

Verification Verifying::verification() {
    add(intact_check(recorded_));
    add(program_check(recorded_));
    add(options_check(recorded_));
    for (const auto& scheme : recorded_.schemes) add(scheme_check(scheme, places_));
    check_files();
    check_run();
    return std::move(done_);
}

Recorded recorded_of(const std::string& path, std::string_view text) {
    try {
        return evidence::recorded(text);
    } catch (const evidence::NoManifest& trouble) {
        throw Stop{Exit::data,
                   trouble.what.empty() ? phrase(say::no_manifest, path)
                                        : phrase(say::no_manifest_because, path, trouble.what),
                   ""};
    }
}

// Of the table, or of one for each paid level whose names begin with it.
bool tells_of(const Recorded& recorded, const std::string& table) {
    return std::ranges::any_of(recorded.results, [&](const evidence::RecordedResult& result) {
        const auto marked = file_and_table(result.name).second;
        return marked == "#" + table || marked.starts_with("#" + table + "_");
    });
}

Exit verify_table(const AuditVerifyRequest& request, const sources::Address& address, Session& session) {
    try {
        auto text = manifest_in(address, address.table);
        if (!text) text = manifest_in(address, "");  // `#bonus` of `bonus_team` and `bonus_person`
        if (!text) throw Stop{Exit::data, phrase(say::no_manifest, address.name), ""};
        auto recorded = recorded_of(address.name, *text);
        if (!tells_of(recorded, address.table))
            throw Stop{Exit::data, phrase(say::no_manifest, address.name), ""};
        return show_verification(Verifying(request, session, std::move(recorded), address).verification(),
                                 request.json, session);
    } catch (const sources::Failure& failure) {
        show(session, {failure.report});
        throw Stop{Exit::data, phrase(say::no_manifest, address.name), ""};
    }
}

}  // namespace

Exit show_verification(const Verification& done, bool as_json, Session& session) {
    if (as_json) {
        write_json(session.out, done, ACCRUE_VERSION);
    } else {
        write_text(session.out, done, session.result_colour);
    }
    return done.is_proved() ? Exit::done : Exit::no;
}

Exit audit_verify_command(const AuditVerifyRequest& request, Session& session) {
    const auto address = sources::address_of(request.path);
    if (address && !address->table.empty()) return verify_table(request, *address, session);
    const auto bytes = open_bytes(session, request.path);
    if (evidence::is_archive(bytes.view()))
        return show_verification(pack_verification(request, session, bytes.view()), request.json, session);
    auto recorded = recorded_of(request.path, bytes.view());
    return show_verification(Verifying(request, session, std::move(recorded)).verification(), request.json,
                             session);
}

}  // namespace accrue::cli
