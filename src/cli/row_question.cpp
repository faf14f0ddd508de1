#include "cli/row_question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <ostream>
#include <variant>

#include "base/json_document.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "base/text.hpp"
#include "cli/data_files.hpp"
#include "cli/output_file.hpp"
#include "cli/scheme_file.hpp"
#include "explain/fed_by.hpp"
#include "explain/filled_lines.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "report/text_table.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;
using data::RowId;

// ---- Which row

struct FileLine {
    std::string file;
    std::uint32_t line = 0;
};

FileLine file_line(const std::string& written) {
    const auto colon = written.rfind(':');
    FileLine place;
    if (colon != std::string::npos) {
        const auto* const end = written.data() + written.size();
        const auto [rest, trouble] = std::from_chars(written.data() + colon + 1, end, place.line);
        if (trouble == std::errc() && rest == end && colon > 0 && place.line > 0) {
            place.file = written.substr(0, colon);
            return place;
        }
    }
    refuse(phrase(say::row_wanted, written), phrase(say::row_form));
}

// The rows of a level, or of a reference, that stand on a line; the line may hold in several periods.
using Found = std::variant<std::vector<RowId>, std::pair<core::ReferenceId, const data::ReferenceRow*>>;

class Finding {
  public:
    Finding(const core::Scheme& scheme, const data::History& history, const Sources& sources, FileLine place)
        : scheme_(scheme), history_(history), sources_(sources), place_(std::move(place)) {}

    Found row() {
        const auto source = source_called();
        for (std::size_t i = 0; i < scheme_.levels.size(); ++i) {
            const auto& frame = history_.frames[core::LevelId(i)];
            for (std::uint32_t file = 0; file < frame.files.size(); ++file) {
                if (frame.files[file].source != source) continue;
                if (auto rows = on_line(frame, file); !rows.empty()) return rows;
            }
        }
        for (std::size_t i = 0; i < scheme_.references.size(); ++i) {
            const core::ReferenceId id(i);
            const auto& reference = history_.references[id];
            if (reference.source != source) continue;
            for (const auto& row : reference.rows) {
                if (row.line == place_.line) return std::pair(id, &row);
                note(row.line);
            }
        }
        refuse(phrase(say::line_is_no_row, place_.line, sources_[source].name(), first_, last_));
    }

  private:
    std::vector<SourceId> all_sources() const {
        std::vector<SourceId> all;
        for (const auto& frame : history_.frames) {
            for (const auto source : data::sources_of(frame)) all.push_back(source);
        }
        for (const auto& reference : history_.references) {
            if (reference.source) all.push_back(reference.source);
        }
        return all;
    }
    // The file of that name as traces show it, or the only one whose path ends so.
    SourceId source_called() const {
        const auto all = all_sources();
        const auto name = [&](SourceId source) -> const std::string& { return sources_[source].name(); };
        const auto exact = std::ranges::find(all, place_.file, name);
        if (exact != all.end()) return *exact;
        std::vector<SourceId> called;
        std::ranges::copy_if(all, std::back_inserter(called),
                             [&](SourceId source) { return name(source).ends_with("/" + place_.file); });
        if (called.size() == 1) return called.front();
        std::vector<std::string> names;
        for (const auto source : called.empty() ? all : called) names.push_back(name(source));
        refuse(phrase(called.empty() ? say::no_such_file_read : say::several_files_called, place_.file,
                      fmt::format("{}", fmt::join(names, ", "))),
               fmt::format("`--row {}:{}`", names.front(), place_.line));
    }
    std::vector<RowId> on_line(const data::Frame& frame, std::uint32_t file) {
        std::vector<RowId> rows;
        for (std::uint32_t i = 0; i < frame.rows; ++i) {
            const RowId row(std::size_t{frame.first.value} + i);
            const auto line = history_.rows.lines[row.value];
            if (line == 0 || history_.rows.file_of(row) != file) continue;
            if (line == place_.line) rows.push_back(row);
            note(line);
        }
        return rows;
    }
    void note(std::uint32_t line) {
        first_ = first_ == 0 ? line : std::min(first_, line);
        last_ = std::max(last_, line);
    }

    const core::Scheme& scheme_;
    const data::History& history_;
    const Sources& sources_;
    FileLine place_;
    std::uint32_t first_ = 0, last_ = 0;
};

// ---- Words

// What is needed to say something of it.
struct Answer {
    explain::Evaluation& evaluation;
    std::string file;
    std::uint32_t line = 0;
    std::string raw;  // the line as it stands
    explain::FedBy fed_by;

    const core::Scheme& scheme() const { return evaluation.scheme(); }
    const data::History& history() const { return evaluation.history(); }
    std::string name(core::DefinitionId id) const {
        const auto& definition = scheme().definitions[id];
        const auto pay = std::ranges::find(scheme().pays, id, &core::Pay::amount);
        return pay != scheme().pays.end() ? pay->component : core::shown_name(definition);
    }
    std::string who(RowId row) const { return explain::row_name(scheme(), history(), row); }
    std::string when(RowId row) const { return explain::row_time(scheme(), history(), row); }
    std::string shown(core::DefinitionId id, const Exact& amount) const {
        const auto& definition = scheme().definitions[id];
        return explain::shown(core::Value(amount), definition.type, definition.shown_as_percent);
    }
};

// A name made by check is told by what was written.
std::string taken_by(const Answer& answer, const explain::Looked& looked) {
    const auto& definition = answer.scheme().definitions[looked.by];
    if (definition.kind != core::DefinitionKind::hidden) return answer.name(looked.by);
    return explain::as_written(answer.scheme(), answer.evaluation.sources(), looked.aggregate);
}

const core::Aggregate& aggregate_of(const Answer& answer, const explain::Looked& looked) {
    return std::get<core::Aggregate>(answer.scheme().expressions[looked.aggregate].node);
}

// What the row adds; a row that is counted adds 1.
std::optional<core::Value> element_value(const Answer& answer, const explain::Looked& looked) {
    const auto& aggregate = aggregate_of(answer, looked);
    if (aggregate.op == core::AggregateOp::count) return core::Value(Exact(1));
    const auto* value = explain::present(answer.evaluation.value(aggregate.of, looked.element));
    return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::string element_words(const Answer& answer, const explain::Looked& looked) {
    const auto value = element_value(answer, looked);
    if (!value) return "";
    const auto& aggregate = aggregate_of(answer, looked);
    if (aggregate.op == core::AggregateOp::count) return "1";
    const auto& definition = answer.scheme().definitions[aggregate.of];
    return explain::shown(*value, definition.type, definition.shown_as_percent);
}

std::string counted_words(const Answer& answer, const explain::Looked& looked) {
    const auto own = element_words(answer, looked);
    const auto* all = explain::present(answer.evaluation.value(looked.aggregate, looked.row));
    return all == nullptr
               ? own
               : phrase(say::value_of_all, own, explain::shown(answer.scheme(), looked.aggregate, *all));
}

constexpr std::size_t most = 20;  // lines of one sort on a page for people

void end_table(std::string& text, const report::TextTable& table, std::size_t all) {
    text += table.text();
    if (all > most) text += phrase(say::more_of_these, static_cast<std::int64_t>(all - most)) + "\n";
    text += "\n";
}

void add_looked(std::string& text, const Answer& answer, bool counts) {
    std::vector<const explain::Looked*> some;
    for (const auto& each : answer.fed_by.looked) {
        if (each.counts == counts) some.push_back(&each);
    }
    if (some.empty()) return;
    text += phrase(counts ? say::row_counted_in : say::row_left_out_of) + "\n";
    report::TextTable table({report::Align::left, report::Align::left, report::Align::left,
                             counts ? report::Align::right : report::Align::left});
    for (std::size_t i = 0; i < std::min(most, some.size()); ++i) {
        const auto& each = *some[i];
        table.row({"  " + taken_by(answer, each), answer.who(each.row), answer.when(each.row),
                   counts ? counted_words(answer, each) : each.reason});
    }
    end_table(text, table, some.size());
}

struct BecauseWords {
    Phrase for_people;
    const char* for_programs;
};
BecauseWords words_of(explain::Because because) {
    static constexpr BecauseWords words[] = {{say::gate_is_closed, "gate_closed"},
                                             {say::condition_does_not_hold, "condition_missed"},
                                             {say::other_branch_taken, "other_alternative"}};
    return words[static_cast<std::size_t>(because)];
}

void add_not_taken(std::string& text, const Answer& answer) {
    std::vector<const explain::NotTaken*> some;
    for (const auto& each : answer.fed_by.not_taken) {
        if (answer.scheme().definitions[each.definition].kind != core::DefinitionKind::hidden)
            some.push_back(&each);
    }
    if (some.empty()) return;
    text += phrase(say::row_went_no_further) + "\n";
    report::TextTable table(
        {report::Align::left, report::Align::left, report::Align::left, report::Align::left});
    for (std::size_t i = 0; i < std::min(most, some.size()); ++i) {
        const auto& each = *some[i];
        table.row({"  " + answer.name(each.definition), answer.who(each.row), answer.when(each.row),
                   phrase(words_of(each.because).for_people)});
    }
    end_table(text, table, some.size());
}

// Up to the pay line and what it only repeats.
std::string way_words(const Answer& answer, const explain::Fed& fed) {
    std::vector<std::string> names;
    for (const auto id : fed.through) {
        const auto name = answer.name(id);
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    if (!names.empty() && names.back() == answer.name(fed.pay)) names.pop_back();
    return fmt::format("{}", fmt::join(names, " → "));
}

std::optional<Exact> paid(const Answer& answer, const explain::Fed& fed) {
    const auto* sum = explain::amount(answer.evaluation.value(fed.pay, fed.row));
    return sum != nullptr ? std::optional(*sum) : std::nullopt;
}

std::string with_sign(const Answer& answer, core::DefinitionId pay, const Exact& amount) {
    return (amount.sign() > 0 ? "+" : "") + answer.shown(pay, amount);
}

void add_fed(std::string& text, const Answer& answer) {
    const auto& fed = answer.fed_by.fed;
    if (fed.empty()) {
        text += phrase(say::row_fed_nothing) + "\n";
        return;
    }
    const bool tells = std::ranges::any_of(fed, [](const auto& each) { return each.without.has_value(); });
    using enum report::Align;
    report::TextTable table(tells ? std::vector{left, left, left, right, right, right}
                                  : std::vector{left, left, left, right});
    std::vector<std::string> head{phrase(say::row_fed), "", "", phrase(say::head_amount)};
    if (tells) head.insert(head.end(), {phrase(say::head_without_it), phrase(say::head_brought)});
    table.row(head);
    for (std::size_t i = 0; i < std::min(most, fed.size()); ++i) {
        const auto& each = fed[i];
        const auto sum = paid(answer, each);
        std::vector<std::string> row{"  " + answer.name(each.pay), answer.who(each.row),
                                     answer.when(each.row),
                                     sum ? answer.shown(each.pay, *sum) : phrase(say::in_error)};
        const bool told = tells && sum && each.without;
        if (tells)
            row.insert(row.end(), {told ? answer.shown(each.pay, *each.without) : "",
                                   told ? with_sign(answer, each.pay, *sum - *each.without) : ""});
        table.row(row);
    }
    end_table(text, table, fed.size());
    const auto way = way_words(answer, fed.front());
    if (!way.empty()) text += phrase(say::through_names, printable(way)) + "\n";
}

std::string in_text(const Answer& answer, std::size_t width) {
    explain::FilledLines head(fmt::format("{}:{}", printable(answer.file), answer.line), "  ", width);
    head.add(printable(answer.raw));
    auto text = std::move(head).text() + "\n";
    add_looked(text, answer, true);
    add_looked(text, answer, false);
    add_not_taken(text, answer);
    add_fed(text, answer);
    return text;
}

// ---- For programs

Json place_json(const Answer& answer, core::DefinitionId id, RowId row) {
    return {{"name", answer.name(id)},
            {"level", answer.scheme().levels[answer.history().rows.level_of(row)].name},
            {"key", answer.history().key(row)},
            {"period", answer.when(row)}};
}

Json fed_json(const Answer& answer, const explain::Fed& fed) {
    auto json = place_json(answer, fed.pay, fed.row);
    const auto sum = paid(answer, fed);
    if (sum) json["amount"] = explain::exact_text(core::Value(*sum));
    if (fed.without) json["without"] = explain::exact_text(core::Value(*fed.without));
    if (sum && fed.without) json["brought"] = explain::exact_text(core::Value(*sum - *fed.without));
    for (const auto id : fed.through) json["through"].push_back(answer.name(id));
    return json;
}

std::string in_json(const Answer& answer) {
    Json json{
        {"schema", "accrue.fed_by/1"}, {"file", answer.file}, {"line", answer.line}, {"raw", answer.raw}};
    for (const auto* sort : {"counted", "left_out", "not_taken", "fed"}) json[sort] = Json::array();
    for (const auto& each : answer.fed_by.looked) {
        auto one = place_json(answer, each.by, each.row);
        one["name"] = taken_by(answer, each);
        if (const auto value = element_value(answer, each)) one["value"] = explain::exact_text(*value);
        if (!each.counts) one["reason"] = each.reason;
        json[each.counts ? "counted" : "left_out"].push_back(std::move(one));
    }
    for (const auto& each : answer.fed_by.not_taken) {
        if (answer.scheme().definitions[each.definition].kind == core::DefinitionKind::hidden) continue;
        auto one = place_json(answer, each.definition, each.row);
        one["because"] = words_of(each.because).for_programs;
        json["not_taken"].push_back(std::move(one));
    }
    for (const auto& each : answer.fed_by.fed) json["fed"].push_back(fed_json(answer, each));
    return json_document(json);
}

// ---- The answer

// The line without its line break.
std::string line_at(const Source& source, std::uint64_t offset) {
    const auto rest = source.text().substr(offset);
    const auto end = rest.find_first_of("\r\n");
    return std::string(rest.substr(0, end));
}

Answer answered(explain::Evaluation& evaluation, const Found& found) {
    const auto& history = evaluation.history();
    const auto about = [&](SourceId source, std::uint32_t line, std::uint64_t offset, explain::FedBy fed) {
        const auto& file = evaluation.sources()[source];
        return Answer{evaluation, file.name(), line, line_at(file, offset), std::move(fed)};
    };
    const overloaded answers{
        [&](const std::vector<RowId>& rows) {
            const auto row = history.rows[rows.front()];
            return about(row.source, row.line, row.offset, explain::fed_by(evaluation, rows));
        },
        [&](const std::pair<core::ReferenceId, const data::ReferenceRow*>& row) {
            return about(history.references[row.first].source, row.second->line, row.second->offset,
                         explain::fed_by(evaluation, row.first, *row.second));
        },
    };
    return std::visit(answers, found);
}

void refuse_other_options(const ExplainRequest& request) {
    const auto alone = [](bool given, const char* option) {
        if (given) refuse(phrase(say::row_stands_alone, option));
    };
    alone(request.key.has_value(), "--for");
    alone(request.period.has_value(), "--month");
    alone(request.level.has_value(), "--level");
    alone(request.path != "pay", "--path");
    alone(request.depth.has_value(), "--depth");
    alone(!request.against.empty(), "--against");
    alone(request.form == TraceForm::html, "--html");
    alone(request.form == TraceForm::xlsx, "--xlsx");
}

}  // namespace

Exit explain_row(const ExplainRequest& request, Session& session) {
    refuse_other_options(request);
    const auto place = file_line(request.fed_by);
    refuse_two_readers(request.scheme, request.data);
    const auto loaded = load_sound_scheme(session, request.scheme);
    const auto& scheme = loaded.checked.scheme;
    const auto read = load_sound_history(session, scheme, request.data);
    const auto found = Finding(scheme, read.history, session.sources, place).row();
    explain::Evaluation evaluation(scheme, read.history, session.sources);
    const auto answer = answered(evaluation, found);
    write_results(session, request.out, [&](std::ostream& out) {
        out << (request.form == TraceForm::json ? in_json(answer) : in_text(answer, session.width));
    });
    return Exit::done;
}

}  // namespace accrue::cli
