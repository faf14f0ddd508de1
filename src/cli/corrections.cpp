#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <tuple>

#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/shell_word.hpp"
#include "cli/commands.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/diagnose.hpp"
#include "explain/shown.hpp"
#include "report/corrections.hpp"
#include "report/period_head.hpp"
#include "report/text_table.hpp"
#include "run/run.hpp"

namespace accrue::cli {
namespace {

// ---- Both results

// What was read and computed of one side, whole and without errors.
struct Computed {
    data::ReadHistory read;
    run::Result result;
};

Computed computed(Session& session, const core::Scheme& scheme, const DataChoice& data) {
    Workers workers(data.threads);
    Computed side{load_sound_history(session, scheme, data), {}};
    begin_work(session, phrase(say::work_computing));
    side.result = run::run(scheme, side.read.history, run::Keep::paid, run::rows_of_a_vector, &workers);
    if (side.result.failed_rows.empty()) return side;
    explain::Evaluation evaluation(scheme, side.read.history, session.sources);
    show(session, explain::diagnose(evaluation, side.result.failed_rows));
    throw Stop{Exit::data,
               phrase(say::rows_not_computed, side.result.failed_rows.size(), side.read.history.rows.size()),
               ""};
}

// `data=old` is as good as `old`.
DataChoice as_they_were(const CorrectionsRequest& request) {
    auto data = request.data;
    data.paths.clear();
    for (const auto& word : request.against)
        data.paths.push_back(word.starts_with("data=") ? word.substr(5) : word);
    return data;
}

// The month that is not yet closed: the one named, which may have no rows yet, or the last of the data.
Period current_period(const Ground& ground, const std::optional<std::string>& written) {
    if (written) return known_or_later_period(ground, *written);
    const auto& periods = ground.history.rows.periods;
    if (periods.begin() == periods.end()) refuse(phrase(say::no_rows_in_data));
    return *std::ranges::max_element(periods);
}

// ---- For people

std::string with_sign(const Exact& amount, const core::Type& type) {
    const auto text = explain::shown(core::Value(amount), type, false);
    return amount.sign() > 0 ? "+" + text : text;
}

class Page {
  public:
    Page(const report::Results& now, const std::vector<report::Correction>& corrections, Period current)
        : now_(now), corrections_(corrections), current_(current) {}

    std::string text(const CorrectionsRequest& request) const {
        const auto month = now_.scheme.calendar.to_text(current_);
        if (corrections_.empty()) return phrase(say::nothing_to_correct, month) + "\n";
        return each_amount() + "\n" + to_carry(month) + "\n" + command_that_tells_why(request);
    }

  private:
    const core::Type& type(const report::Correction& each) const {
        return now_.scheme.definitions[each.pay].type;
    }
    std::string component(const report::Correction& each) const {
        return std::ranges::find(now_.scheme.pays, each.pay, &core::Pay::amount)->component;
    }
    std::string each_amount() const {
        using enum report::Align;
        report::TextTable table({left, left, left, right, right, right});
        table.row({report::key_name(now_, corrections_.front().level),
                   report::period_head(now_.scheme.calendar.unit), phrase(say::head_component),
                   phrase(say::head_was), phrase(say::head_is_now), phrase(say::head_correction)});
        table.line();
        for (const auto& each : corrections_) {
            table.row({each.key, now_.scheme.calendar.to_text(each.period), component(each),
                       explain::shown(core::Value(each.was), type(each), false),
                       explain::shown(core::Value(each.is_now), type(each), false),
                       with_sign(each.is_now - each.was, type(each))});
        }
        return table.text();
    }
    // By key and component, in the order of the first correction of each.
    std::vector<std::pair<const report::Correction*, Exact>> sums() const {
        std::vector<std::pair<const report::Correction*, Exact>> all;
        std::map<std::tuple<core::LevelId, std::string, core::DefinitionId>, std::size_t> places;
        for (const auto& each : corrections_) {
            const auto [place, is_new] = places.try_emplace({each.level, each.key, each.pay}, all.size());
            if (is_new) all.emplace_back(&each, 0);
            all[place->second].second += each.is_now - each.was;
        }
        return all;
    }
    // A line for each of these, and one for all together.
    std::string to_carry(const std::string& month) const {
        using enum report::Align;
        report::TextTable table({left, left, right});
        table.row(
            {phrase(say::to_carry_into, month), phrase(say::head_component), phrase(say::head_correction)});
        table.line();
        Exact all = 0;
        for (const auto& [first, sum] : sums()) {
            all += sum;
            table.row({first->key, component(*first), with_sign(sum, type(*first))});
        }
        table.line();
        table.row({phrase(say::total), "", with_sign(all, type(corrections_.front()))});
        return table.text();
    }
    std::string command_that_tells_why(const CorrectionsRequest& request) const {
        const auto& first = corrections_.front();
        const bool months = now_.scheme.calendar.unit == PeriodUnit::month;
        std::string data;
        for (const auto& path : request.data.paths) data += " --data " + shell_word(path);
        std::string against;
        for (const auto& path : request.against) against += " --against " + shell_word(path);
        return phrase(say::corrections_why,
                      fmt::format("`accrue explain {}{} --for {} --{} {}{}`", shell_word(request.scheme.path),
                                  data, in_shell_quotes(first.key), months ? "month" : "period",
                                  now_.scheme.calendar.to_text(first.period), against)) +
               "\n";
    }

    const report::Results& now_;
    const std::vector<report::Correction>& corrections_;
    Period current_;
};

}  // namespace

Exit corrections_command(const CorrectionsRequest& request, Session& session) {
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto before = computed(session, scheme, as_they_were(request));
    const auto now = computed(session, scheme, request.data);
    const Ground ground{scheme, now.read.history, key_name(scheme, now.read.understood)};
    report::Selection selection;
    if (request.key) selection.key = known_key(ground, *request.key);
    if (request.level) selection.level = paid_level(scheme, *request.level);
    const auto current = current_period(ground, request.period);
    const auto paid_before =
        report::select(scheme, before.read.history, before.result, selection, ground.key_name);
    const auto paid_now = report::select(scheme, now.read.history, now.result, selection, ground.key_name);
    const auto found = report::corrections(paid_before, paid_now, current);
    write_results(session, request.out, [&](std::ostream& out) {
        switch (request.form) {
            case CorrectionsForm::text:
                out << Page(paid_now, found, current).text(request);
                break;
            case CorrectionsForm::csv:
                out << report::corrections_csv(paid_now, found);
                break;
            case CorrectionsForm::json:
                out << report::corrections_json(paid_now, found, current);
                break;
        }
    });
    return Exit::done;
}

}  // namespace accrue::cli
