#include "cli/against.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <variant>

#include "base/messages/phrases/tracing.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "cli/selection.hpp"
#include "explain/difference.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

// ---- What is meant by the word

struct OtherMonth {
    std::string period;
};
struct OtherScheme {
    std::string path;
    core::Scheme scheme = {};
    DataChoice data = {};
};
struct OtherData {
    std::vector<std::string> paths;
};
using Other = std::variant<OtherMonth, OtherScheme, OtherData>;

// `month=2026-02`, `week=2026-W06`, `scheme=old.pay`, `data=old` say it; else the form of the word does.
std::optional<Other> said(const core::Scheme& scheme, const std::string& word) {
    const auto rest = [&](std::string_view sort) -> std::optional<std::string> {
        if (!word.starts_with(sort)) return std::nullopt;
        return word.substr(sort.size());
    };
    const auto own_unit = fmt::format("{}=", to_text(scheme.calendar.unit));
    if (const auto period = rest("month=")) return OtherMonth{*period};
    if (const auto period = rest("period=")) return OtherMonth{*period};
    if (const auto period = rest(own_unit)) return OtherMonth{*period};
    if (const auto path = rest("scheme=")) return OtherScheme{*path};
    if (const auto path = rest("data=")) return OtherData{{*path}};
    return std::nullopt;
}

Other meant_by(const core::Scheme& scheme, const std::string& word) {
    if (auto other = said(scheme, word)) return *other;
    std::error_code ignored;
    const bool is_there = files::exists(word, ignored);
    if (scheme.calendar.parse(word)) {
        if (!is_there) return OtherMonth{word};
        refuse(phrase(say::against_is_two_things, word), phrase(say::against_month_or_data, word));
    }
    if (word.ends_with(".pay")) return OtherScheme{word};
    const bool is_stored = word.find("://") != std::string::npos || word.find('#') != std::string::npos ||
                           word.find('=') != std::string::npos;
    if (is_there || is_stored) return OtherData{{word}};
    refuse(phrase(say::against_is_nothing, word), phrase(say::against_forms));
}

// Several words are several files of data.
Other meant_by(const core::Scheme& scheme, const std::vector<std::string>& words) {
    auto first = meant_by(scheme, words.front());
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto next = meant_by(scheme, words[i]);
        auto* all = std::get_if<OtherData>(&first);
        const auto* more = std::get_if<OtherData>(&next);
        if (all == nullptr || more == nullptr)
            refuse(phrase(say::against_one_thing, words.front(), words[i]), phrase(say::against_forms));
        all->paths.push_back(more->paths.front());
    }
    return first;
}

// ---- Two sides

// A scheme with its data, and the amount that is asked for.
struct Side {
    const core::Scheme& scheme;
    const data::ReadHistory& read;
    data::RowId row;
};

Ground ground_of(const Side& side) {
    return {side.scheme, side.read.history, key_name(side.scheme, side.read.understood)};
}

// The same key in the other side's data.
Wanted same_row(const Side& side, const std::string& period) {
    const auto& history = side.read.history;
    return {.key = history.key(side.row),
            .period = period,
            .level = side.scheme.levels[history.rows[side.row].level].name};
}

std::string period_of(const Side& side) {
    return side.scheme.calendar.to_text(side.read.history.rows[side.row].period);
}

class Comparing {
  public:
    Comparing(const ExplainRequest& request, Session& session) : request_(request), session_(session) {}

    Exit with(const OtherMonth& other, const Side& now) {
        const auto before = chosen_row(ground_of(now), same_row(now, other.period));
        return told({now.scheme, now.read, before}, now, std::nullopt, 1);
    }
    Exit with(const OtherScheme& other, const Side& now) {
        const auto read =
            load_sound_history(session_, other.scheme, until(other.scheme, other.data, period_of(now)));
        return with_other({other.scheme, read, {}}, now, explain::Sides{other.path, own_scheme()});
    }
    Exit with(const OtherData& other, const Side& now) {
        auto data = request_.data;
        data.paths = other.paths;
        const auto read = load_sound_history(session_, now.scheme, until(now.scheme, data, period_of(now)));
        return with_other({now.scheme, read, {}}, now,
                          explain::Sides{fmt::format("{}", fmt::join(other.paths, " ")),
                                         fmt::format("{}", fmt::join(request_.data.paths, " "))});
    }

  private:
    std::string own_scheme() const { return request_.scheme.text ? "-e" : request_.scheme.path; }

    Exit with_other(Side before, const Side& now, const explain::Sides& sides) {
        before.row = chosen_row(ground_of(before), same_row(now, period_of(now)));
        if (before.scheme.currency != now.scheme.currency)
            refuse(phrase(say::against_other_currency, before.scheme.currency, now.scheme.currency));
        return told(before, now, sides, explain::Reach::everything);
    }

    // Without names the sides are months.
    Exit told(const Side& before, const Side& now, std::optional<explain::Sides> sides, int depth) {
        const explain::Reach reach{
            .depth = request_.depth.value_or(request_.full ? explain::Reach::everything : depth)};
        explain::Evaluation old_values(before.scheme, before.read.history, session_.sources);
        explain::Evaluation new_values(now.scheme, now.read.history, session_.sources);
        const auto was = trace_of(before, old_values, reach), is = trace_of(now, new_values, reach);
        if (!sides) sides = explain::Sides{was.heading, is.heading};
        const auto difference = explain::difference(was, is);
        write_results(session_, request_.out, [&](std::ostream& out) {
            const auto folding = request_.full ? explain::Folding::none : explain::Folding::usual;
            out << (request_.form == TraceForm::json
                        ? explain::to_json(difference, *sides, session_.sources)
                        : explain::to_text(difference, *sides, session_.result_colour, session_.width,
                                           folding));
        });
        return difference.total ? Exit::done : Exit::data;
    }
    explain::Trace trace_of(const Side& side, explain::Evaluation& values, explain::Reach reach) {
        const auto [definition, row] = named_definition(ground_of(side), request_.path, side.row);
        auto trace = explain::trace(values, definition, row, reach);
        if (const auto* failure = std::get_if<explain::Failure>(&values.value(definition, row)))
            show(session_, {explain::diagnostic(values, *failure)});
        return trace;
    }

    const ExplainRequest& request_;
    Session& session_;
};

// The same data for the one of two schemes, which is to know the files of the other.
DataChoice data_beside(DataChoice data, const core::Scheme& scheme, const core::Scheme& other) {
    const auto own = core::names_of_file_outside(scheme);
    for (const auto& names : core::names_of_file_outside(other))
        for (const auto& name : names) {
            const bool is_own = !own.empty() && std::ranges::find(own.front(), name) != own.front().end();
            if (!is_own) data.of_other.push_back(name);
        }
    return data;
}

// Two schemes on the same data: what stands outside the blocks is one row to both, whatever the schemes are
// called, and is read by each from its own file, else from the other's.
void share_what_is_outside(core::Scheme& one, core::Scheme& other) {
    auto &own = one.levels[core::LevelId(0)], &beside = other.levels[core::LevelId(0)];
    const auto is_outside = [](const core::Level& level) {
        return level.kind == core::LevelKind::everything;
    };
    const auto has_its_name = [&](const core::Level& level) { return level.name == own.name; };
    if (!is_outside(own) || !is_outside(beside)) return;
    auto names = core::names_of_file_outside(one), others = core::names_of_file_outside(other);
    if (names.empty() != others.empty()) return;
    if (std::ranges::none_of(other.levels, has_its_name)) beside.name = own.name;
    if (names.empty()) return;
    names.push_back(others.front());
    core::take_files_of_each_other(names);
    own.file_names = {names.front()};
    beside.file_names = {names.back()};
}

}  // namespace

Exit explain_against(const ExplainRequest& request, Session& session) {
    if (request.form == TraceForm::html || request.form == TraceForm::xlsx)
        refuse(phrase(say::against_is_text), "`--json`");
    refuse_two_readers(request.scheme, request.data);
    auto loaded = load_sound_scheme(session, request.scheme);
    auto& scheme = loaded.checked.scheme;
    auto other = meant_by(scheme, request.against);
    auto data = request.data;
    if (auto* const beside = std::get_if<OtherScheme>(&other)) {
        beside->scheme = load_sound_scheme(session, {.path = beside->path, .text = {}}).checked.scheme;
        data = data_beside(request.data, scheme, beside->scheme);
        beside->data = data_beside(request.data, beside->scheme, scheme);
        share_what_is_outside(scheme, beside->scheme);
    }
    const auto read = load_sound_history(session, scheme, until(scheme, data, request.period));
    Side now{scheme, read, {}};
    now.row =
        chosen_row(ground_of(now), {.key = request.key, .period = request.period, .level = request.level});
    return std::visit([&](const auto& side) { return Comparing(request, session).with(side, now); }, other);
}

}  // namespace accrue::cli
