#include "cli/sample_data.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/language.hpp"
#include "base/text.hpp"
#include "data/period_words.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

using core::InputId;
using core::LevelId;
using core::LevelKind;

// Text as a cell: quoted where the delimiter, a quote or a line break would end it.
std::string cell(std::string_view text) {
    if (text.find_first_of(",;\"\n\r") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char each : text) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
    return quoted + "\"";
}

std::string joined(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cells[i];
    return line + "\n";
}

// A value as a cell says it; nothing for a number that no decimal is.
std::optional<std::string> written(const core::Value& value, bool percent) {
    const overloaded words{
        [&](const Exact& number) -> std::optional<std::string> {
            if (!percent) return terminating(number);
            const auto text = terminating(number * Exact(100));
            return text ? std::optional(*text + "%") : std::nullopt;
        },
        [](bool yes) { return std::optional<std::string>(yes ? "yes" : "no"); },
        [](Date date) { return std::optional(to_text(date)); },
        [](Month month) { return std::optional(to_text(month)); },
        [](const std::string& text) { return std::optional(cell(text)); },
    };
    return std::visit(words, value);
}

// What columns of time are called, in the language that is spoken: readers know both.
std::string_view date_word() {
    return spoken() == Language::russian ? "дата" : "date";
}

// A line of a level's file: what tells the row, and its cells by input.
struct Line {
    std::string key, parent;
    Period period;
    std::optional<Date> date;
    std::map<InputId, std::string> cells;
};
using Lines = std::map<LevelId, std::vector<Line>>;

class Gathering {
  public:
    explicit Gathering(const core::Scheme& scheme) : scheme_(scheme) {}

    void take(const check::Example& example) {
        const auto is_refused = [](const check::Expectation& expectation) {
            return expectation.error || expectation.promise_broken;
        };
        for (const auto& row : example.rows) {
            if (std::ranges::any_of(row.expectations, is_refused)) return;  // a run of it would stop
        }
        Lines lines;
        for (const auto& row : example.rows) {
            if (!add(example, row, lines)) return;
        }
        std::set<std::pair<std::string, std::int32_t>> rows;
        for (const auto& [level, all] : lines) {
            if (scheme_.levels[level].kind == LevelKind::records) continue;
            for (const auto& line : all)
                rows.insert({scheme_.levels[level].name + "/" + line.key, line.period.index});
        }
        const auto is_taken = [&](const auto& row) { return taken_.contains(row); };
        if (std::ranges::any_of(rows, is_taken)) return;
        taken_.insert(rows.begin(), rows.end());
        for (auto& [level, all] : lines) {
            auto& kept = lines_[level];
            std::ranges::move(all, std::back_inserter(kept));
        }
        for (const auto& row : example.reference_rows) references_.push_back(&row);
    }

    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> all;
        for (const auto& [level, lines] : lines_) {
            const auto text = file(level, lines);
            if (!text.empty()) all.emplace(scheme_.levels[level].name + ".csv", text);
        }
        for (std::uint32_t i = 0; i < scheme_.references.size(); ++i) {
            const auto text = file(core::ReferenceId(i));
            if (!text.empty()) all.emplace(scheme_.references[core::ReferenceId(i)].name + ".csv", text);
        }
        return all;
    }

  private:
    // A row that stands in no row of its own is named after its example.
    static std::string key_of(const check::Example& example, const check::ExampleRow& row) {
        return row.key.empty() ? example.title : row.key;
    }

    bool add(const check::Example& example, const check::ExampleRow& row, Lines& lines) const {
        for (std::size_t i = 0; i < row.periods.size(); ++i) {
            Line line{.key = key_of(example, row),
                      .parent = row.parent ? key_of(example, example.rows[*row.parent]) : std::string(),
                      .period = row.periods[i],
                      .date = row.date,
                      .cells = {}};
            for (const auto& given : row.cells) {
                const auto* input = std::get_if<InputId>(&given.what);
                if (input == nullptr) return false;
                if (!given.values[i]) continue;
                const auto text = written(*given.values[i], scheme_.inputs[*input].percent);
                if (!text) return false;
                line.cells[*input] = *text;
            }
            lines[row.level].push_back(std::move(line));
        }
        return true;
    }

    std::vector<InputId> columns(LevelId level, const std::vector<Line>& lines) const {
        std::vector<InputId> used;
        for (std::uint32_t i = 0; i < scheme_.inputs.size(); ++i) {
            const InputId input(i);
            const bool is_filled =
                std::ranges::any_of(lines, [&](const Line& line) { return line.cells.contains(input); });
            const auto& declared = scheme_.inputs[input];
            if (declared.level == level && (is_filled || !declared.optional)) used.push_back(input);
        }
        return used;
    }

    std::string file(LevelId id, const std::vector<Line>& lines) const {
        const auto& level = scheme_.levels[id];
        const auto inputs = columns(id, lines);
        const bool is_record = level.kind == LevelKind::records;
        const bool has_key = level.kind == LevelKind::rows;
        if (inputs.empty() && !level.parent && level.kind == LevelKind::everything) return {};
        const bool has_parent = level.parent && scheme_.levels[level.parent].kind == LevelKind::rows;
        std::vector<std::string> head;
        if (has_key) head.push_back(cell(level.name));
        if (has_parent) head.push_back(cell(scheme_.levels[level.parent].name));
        head.push_back(is_record ? std::string(date_word()) : data::unit_name(scheme_.calendar.unit));
        for (const auto input : inputs) head.push_back(cell(core::column_name(scheme_.inputs[input])));
        auto text = joined(head);
        for (const auto& line : lines) {
            std::vector<std::string> cells;
            if (has_key) cells.push_back(cell(line.key));
            if (has_parent) cells.push_back(cell(line.parent));
            cells.push_back(is_record && line.date ? to_text(*line.date)
                                                   : scheme_.calendar.to_text(line.period));
            for (const auto input : inputs) {
                const auto found = line.cells.find(input);
                cells.push_back(found == line.cells.end() ? std::string() : found->second);
            }
            text += joined(cells);
        }
        return text;
    }

    std::string file(core::ReferenceId id) const {
        const auto& reference = scheme_.references[id];
        std::vector<std::string> head;
        for (const auto& key : reference.keys) head.push_back(cell(key.name));
        for (const auto& field : reference.fields) head.push_back(cell(field.name));
        std::vector<std::string> rows;
        for (const auto* row : references_) {
            if (row->reference != id) continue;
            std::vector<std::string> cells;
            for (const auto& key : row->keys) cells.push_back(key ? written(*key, false).value_or("") : "");
            for (std::size_t i = 0; i < row->fields.size(); ++i) {
                const auto& value = row->fields[i];
                cells.push_back(value ? written(*value, reference.fields[i].percent).value_or("") : "");
            }
            auto line = joined(cells);
            if (std::ranges::find(rows, line) == rows.end()) rows.push_back(std::move(line));
        }
        if (rows.empty()) return {};
        auto text = joined(head);
        for (const auto& row : rows) text += row;
        return text;
    }

    const core::Scheme& scheme_;
    Lines lines_;
    std::set<std::pair<std::string, std::int32_t>> taken_;
    std::vector<const check::ExampleReferenceRow*> references_;
};

}  // namespace

std::map<std::string, std::string> sample_data(const core::Scheme& scheme,
                                               const std::vector<check::Example>& examples) {
    Gathering gathering(scheme);
    for (const auto& example : examples) gathering.take(example);
    return gathering.files();
}

}  // namespace accrue::cli
