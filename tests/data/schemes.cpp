#include "schemes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "base/text.hpp"
#include "number/decimal.hpp"

namespace accrue::data {
namespace {

std::vector<std::string> parts(std::string_view text, char by) {
    std::vector<std::string> found;
    std::istringstream stream{std::string(text)};
    for (std::string part; std::getline(stream, part, by);) {
        if (const auto clean = trimmed(part); !clean.empty()) found.emplace_back(clean);
    }
    return found;
}

void add_word(core::Input& input, const std::vector<std::string>& words, std::size_t& i) {
    using enum core::TypeKind;
    const auto& word = words[i];
    if (word == "money") input.type.kind = money;
    if (word == "date") input.type.kind = date;
    if (word == "month") input.type.kind = month;
    if (word == "text") input.type.kind = text;
    if (word == "yes/no") input.type.kind = logical;
    if (word == "percent") input.percent = true;
    if (word == "optional") input.optional = true;
    if (word == "RUB" || word == "USD" || word == "CAD") input.type.currency = word;
    if (word == "low") input.low = parse_decimal(words[++i]);
    if (word == "high") input.high = parse_decimal(words[++i]);
}

core::Input input_of(const std::string& part) {
    core::Input input;
    const auto colon = part.find(':');
    input.name = part.substr(0, colon);
    if (const auto at = input.name.find('@'); at != std::string::npos) {
        input.day = std::stoi(input.name.substr(at + 1));
        input.name.resize(at);
    }
    const auto words = parts(part.substr(colon + 1), ' ');
    for (std::size_t i = 0; i < words.size(); ++i) add_word(input, words, i);
    return input;
}

bool has_word(const std::string& part, std::string_view word) {
    const auto words = parts(part.substr(part.find(':') + 1), ' ');
    return std::ranges::find(words, word) != words.end();
}

PeriodUnit unit_of(const std::string& word) {
    using enum PeriodUnit;
    return word == "day"       ? day
           : word == "week"    ? week
           : word == "quarter" ? quarter
           : word == "year"    ? year
                               : month;
}

class Making {
  public:
    core::Scheme scheme;

    void add(const std::string& part) {
        const auto words = parts(part, ' ');
        if (part.find(':') != std::string::npos) {
            in_reference_ ? add_column(part) : add_input(part);
        } else if (words[0] == "sketch") {
            scheme.is_sketch = true;
            add_level("row", core::LevelKind::rows, {});
        } else if (words[0] == "period") {
            scheme.calendar.unit = unit_of(words[1]);
        } else if (words[0] == "reference") {
            core::Reference reference;
            reference.name = words[1];
            scheme.references.add(reference);
            in_reference_ = true;
        } else {
            const auto kind = words[0] == "everything" ? core::LevelKind::everything
                              : words[0] == "records"  ? core::LevelKind::records
                                                       : core::LevelKind::rows;
            add_level(words[1], kind, words.size() > 2 ? level_of(scheme, words[3]) : core::LevelId());
        }
    }
    void add_level(const std::string& name, core::LevelKind kind, core::LevelId parent) {
        in_reference_ = false;
        scheme.levels.add({.name = name, .kind = kind, .parent = parent, .span = {}});
    }

  private:
    void add_input(const std::string& part) {
        if (scheme.levels.empty()) add_level("person", core::LevelKind::rows, {});
        auto input = input_of(part);
        input.level = core::LevelId(scheme.levels.size() - 1);
        if (has_word(part, "signed")) {
            for (auto [column, id] : {std::pair(" by", &input.who), std::pair(" why", &input.why)}) {
                core::Input signature;
                signature.name = input.name + column;
                signature.type.kind = core::TypeKind::text;
                signature.level = input.level;
                *id = scheme.inputs.add(signature);
            }
            input.is_signed = true;
        }
        const auto id = scheme.inputs.add(input);
        auto& level = scheme.levels.back();
        if (has_word(part, "orders")) level.order.push_back(id);
        if (has_word(part, "begins")) level.from = id;
        if (has_word(part, "ends")) level.to = id;
    }
    void add_column(const std::string& part) {
        const auto input = input_of(part);
        auto& reference = scheme.references.back();
        using enum core::KeyMatch;
        for (const auto& [word, match] : {std::pair("key", exact), std::pair("up_to", up_to),
                                          std::pair("below", below), std::pair("from", from)}) {
            if (has_word(part, word)) return reference.keys.push_back({input.name, input.type, match, {}});
        }
        reference.fields.push_back({input.name, input.type, input.percent, {}});
    }

    bool in_reference_ = false;
};

}  // namespace

core::Scheme scheme_of(std::string_view text) {
    Making making;
    for (const auto& part : parts(text, ';')) making.add(part);
    if (making.scheme.levels.empty()) making.add_level("person", core::LevelKind::rows, {});
    return making.scheme;
}

LaidOut laid_out_of(std::string_view text) {
    LaidOut laid_out;
    for (const auto& part : parts(text, ';')) {
        const auto blank = part.find(' ');
        const auto option = part.substr(0, blank);
        const auto value = std::string(trimmed(part.substr(blank)));
        if (option == "delimiter") laid_out.delimiter = value == "semicolon" ? ';' : value.front();
        if (option == "skip-lines") laid_out.skip_lines = std::stoul(value);
        if (option == "skip-last-lines") laid_out.skip_last_lines = std::stoul(value);
    }
    return laid_out;
}

Wishes wishes_of(std::string_view text) {
    Wishes wishes;
    for (const auto& part : parts(text, ';')) {
        const auto blank = part.find(' ');
        const auto option = part.substr(0, blank);
        const auto value = std::string(trimmed(part.substr(blank)));
        const auto equals = value.find('=');
        const auto put = [&](std::map<std::string, std::string>& columns) {
            columns[value.substr(0, equals)] = value.substr(equals + 1);
        };
        if (option == "key-column") wishes.key_column = value;
        if (option == "month-column") wishes.month_column = value;
        if (option == "numbers") put(wishes.numbers);
        if (option == "percents") put(wishes.percents);
        if (option == "dates") put(wishes.dates);
    }
    return wishes;
}

std::string to_text(const core::Value& value) {
    return std::visit(overloaded{[](const Exact& number) { return to_machine(number); },
                                 [](bool yes) { return std::string(yes ? "yes" : "no"); },
                                 [](Date date) { return accrue::to_text(date); },
                                 [](Month month) { return accrue::to_text(month); },
                                 [](const std::string& text) { return fmt::format("\"{}\"", text); }},
                      value);
}

std::string dump(const core::Scheme& scheme, const History& history) {
    std::string text;
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const RowId row(i);
        text += fmt::format("{} {}:", scheme.calendar.to_text(history.rows[row].period),
                            printable(history.key(row)));
        for (std::uint32_t j = 0; j < scheme.inputs.size(); ++j) {
            const core::InputId input(j);
            const auto value = history.value(input, row);
            text += fmt::format("{} {} {}", j == 0 ? "" : ",", core::column_name(scheme.inputs[input]),
                                value ? "= " + to_text(*value) : "missing");
        }
        text += "\n";
    }
    return text;
}

std::string dump_levels(const core::Scheme& scheme, const History& history) {
    std::string text;
    const auto shown = [&](RowId id) {
        const auto& row = history.rows[id];
        const bool is_record = scheme.levels[row.level].kind == core::LevelKind::records;
        const auto when = is_record ? accrue::to_text(row.date) : scheme.calendar.to_text(row.period);
        const auto& key = history.key(id);
        return fmt::format("{} {}{}{}", scheme.levels[row.level].name, when, key.empty() ? "" : " ", key);
    };
    for (std::uint32_t i = 0; i < history.rows.size(); ++i) {
        const RowId row(i);
        text += shown(row);
        if (history.rows[row].parent) text += " in " + shown(history.rows[row].parent);
        std::string_view before = ": ";
        for (std::uint32_t j = 0; j < scheme.inputs.size(); ++j) {
            const core::InputId input(j);
            if (scheme.inputs[input].level != history.rows[row].level) continue;
            const auto value = history.value(input, row);
            text += fmt::format("{}{}{}", before, core::column_name(scheme.inputs[input]),
                                value ? " = " + to_text(*value) : " missing");
            before = ", ";
        }
        text += "\n";
    }
    return text;
}

core::LevelId level_of(const core::Scheme& scheme, std::string_view name) {
    const auto found = std::ranges::find(scheme.levels, name, &core::Level::name);
    return core::LevelId(static_cast<std::size_t>(found - scheme.levels.begin()));
}

core::InputId input_of(const core::Scheme& scheme, std::string_view name) {
    const auto found = std::ranges::find(scheme.inputs, name,
                                         [](const core::Input& input) { return core::column_name(input); });
    return core::InputId(static_cast<std::size_t>(found - scheme.inputs.begin()));
}

Read read_files(std::string_view scheme, const Files& files, std::string_view wishes) {
    Read read{.scheme = scheme_of(scheme), .sources = {}, .result = {}};
    std::vector<DataFile> given;
    for (const auto& [name, text] : files) {
        const auto file = name.substr(name.find('=') + 1);  // all of it without one
        given.push_back({.source = read.sources.add(file + ".csv", text),
                         .name = name.substr(0, name.find('=')),
                         .laid_out = laid_out_of(wishes)});
    }
    read.result = read_history(read.scheme, given, read.sources, wishes_of(wishes));
    return read;
}

Read read_text(std::string_view scheme, std::string text, std::string_view wishes) {
    Read read{.scheme = scheme_of(scheme), .sources = {}, .result = {}};
    const auto source = read.sources.add("data.csv", std::move(text));
    const DataFile file{.source = source, .name = "", .laid_out = laid_out_of(wishes)};
    read.result = read_history(read.scheme, {file}, read.sources, wishes_of(wishes));
    return read;
}

std::string rendered(const Read& read) {
    auto diagnostics = read.result.diagnostics;
    sort_by_place(diagnostics);
    std::string text;
    for (const auto& diagnostic : diagnostics)
        text += accrue::rendered(diagnostic, read.sources, Colour::off);
    return text;
}

std::vector<Kind> kinds(const Read& read) {
    std::vector<Kind> found;
    for (const auto& diagnostic : read.result.diagnostics) found.push_back(diagnostic.kind);
    return found;
}

std::string dumped(const Read& read) {
    if (has_errors(read.result.diagnostics)) return rendered(read);
    return dump_levels(read.scheme, read.result.history);
}

}  // namespace accrue::data
