#include "cli/run_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace accrue::cli {
namespace {

void add(Options& options, const char* name, const std::map<std::string, std::string>& by_column) {
    for (const auto& [column, wish] : by_column) options.emplace_back(name + ("." + column), wish);
}
void add(Options& options, const char* name, const std::optional<std::string>& text) {
    if (text && !text->empty()) options.emplace_back(name, *text);
}
std::string recorded(data::Encoding encoding) {
    return std::string(to_text(encoding));
}
std::string recorded(char delimiter) {
    return std::string(1, delimiter);
}
std::string recorded(std::size_t lines) {
    return std::to_string(lines);
}
template <typename Value>
void add(Options& options, const char* name, const ByFile<Value>& by_file) {
    for (const auto& [file, value] : by_file.said)
        options.emplace_back(file.empty() ? name : fmt::format("{}.{}", name, file), recorded(value));
}

// What a table for people, or a workbook, takes from where it is made.
void add_words(Options& options, const RunRequest& request, const Session& session) {
    const bool is_table = request.place.format == ResultFormat::table;
    if (is_table && request.wide) options.emplace_back("wide", "yes");
    if (is_table && !request.wide) options.emplace_back("width", std::to_string(session.width));
    if (has_words(request.place.format) && spoken() == Language::russian)
        options.emplace_back("language", "ru");
}

// Those that change which amounts come out or how they are read and written; not those that name files.
Options options_of(const RunRequest& request, const Session& session) {
    Options options;
    add(options, "key", request.key);
    add(options, "period", request.period);
    add(options, "level", request.level);
    if (request.place.preset != report::Preset::machine)
        options.emplace_back("for", to_text(request.place.preset));
    add_words(options, request, session);
    const auto reading = reading_options(request.data);
    options.insert(options.end(), reading.begin(), reading.end());
    return options;
}

std::vector<evidence::SchemeText> schemes_of(const RunFacts& run) {
    std::vector<evidence::SchemeText> schemes;
    for (std::size_t i = 0; i < run.scheme_sources; ++i) {
        const auto& source = run.session.sources[SourceId(i)];
        schemes.push_back({source.name(), std::string(source.text())});
    }
    return schemes;
}

// All days of all periods that the files name; without any the params are told from their beginning on.
std::vector<evidence::ParamValue> params_of(const RunFacts& run) {
    std::optional<Period> first, last;
    for (const auto& seen : run.understood) {
        if (!seen.first_period) continue;
        first = first ? std::min(*first, *seen.first_period) : *seen.first_period;
        last = last ? std::max(*last, *seen.last_period) : *seen.last_period;
    }
    if (!first)
        return evidence::params_between(run.scheme, run.session.sources, Date{INT32_MIN}, Date{INT32_MAX});
    const auto& calendar = run.scheme.calendar;
    return evidence::params_between(run.scheme, run.session.sources, calendar.first_day(*first),
                                    calendar.last_day(*last));
}

std::vector<evidence::ComponentTotal> totals_of(const RunFacts& run) {
    const auto digits = report::money_digits(run.scheme);
    std::vector<evidence::ComponentTotal> totals;
    for (const auto& each : run.totals.components())
        totals.push_back({each.level, each.component, report::machine_amount(each.amount, digits)});
    return totals;
}

}  // namespace

Options reading_options(const DataChoice& data) {
    const auto& wishes = data.wishes;
    Options options;
    add(options, "key-column", wishes.key_column);
    add(options, "month-column", wishes.month_column);
    add(options, "numbers", wishes.numbers);
    add(options, "percents", wishes.percents);
    add(options, "dates", wishes.dates);
    add(options, "encoding", data.of_files.encoding);
    add(options, "delimiter", data.of_files.delimiter);
    add(options, "skip-lines", data.of_files.skip_lines);
    add(options, "skip-last-lines", data.of_files.skip_last_lines);
    return options;
}

// A file is known by its own bytes, whatever they were packed and encoded in; a table by its text.
InputFingerprints::InputFingerprints(const Sources& sources, const OpenedData& opened)
    : bytes_(opened.bytes) {
    std::vector<evidence::LongText> texts;
    for (std::size_t i = 0; i < opened.files.size(); ++i) {
        const auto& file = files_.emplace_back(opened.files[i].source);
        const auto& bytes = bytes_[i];
        if (bytes) texts.push_back({bytes->view(), &*bytes});
        if (!bytes) texts.push_back({sources[file].text()});
    }
    made_ = std::make_unique<evidence::Fingerprints>(std::move(texts));
}

evidence::Fingerprint InputFingerprints::of(SourceId file) {
    if (made_) known_ = made_->wait();
    made_.reset();
    const auto place = std::ranges::find(files_, file);
    return place == files_.end() ? evidence::Fingerprint{} : known_[place - files_.begin()];
}

evidence::Manifest run_manifest(const RunFacts& run, InputFingerprints& inputs) {
    evidence::Manifest manifest{.version = ACCRUE_VERSION,
                                .options = options_of(run.request, run.session),
                                .schemes = schemes_of(run),
                                .currency = run.scheme.currency,
                                .params = params_of(run),
                                .inputs = {},
                                .totals = totals_of(run),
                                .results = {}};
    for (const auto& seen : run.understood)
        manifest.inputs.push_back({run.session.sources[seen.source].name(), inputs.of(seen.source), seen});
    return manifest;
}

}  // namespace accrue::cli
