#include "schemes.hpp"

#include <fmt/format.h>

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

}  // namespace

core::Scheme scheme_of(std::string_view text) {
    core::Scheme scheme;
    core::Level level{.name = "person", .span = {}};
    for (const auto& part : parts(text, ';')) {
        if (part == "sketch") {
            scheme.is_sketch = true;
            level.name = "row";
        } else if (part.starts_with("level ")) {
            level.name = part.substr(6);
        } else {
            scheme.inputs.add(input_of(part));
        }
    }
    scheme.levels.add(level);
    return scheme;
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
        if (option == "delimiter") wishes.delimiter = value == "semicolon" ? ';' : value.front();
        if (option == "skip-lines") wishes.skip_lines = std::stoul(value);
        if (option == "skip-last-lines") wishes.skip_last_lines = std::stoul(value);
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
        text += fmt::format("{} {}:", accrue::to_text(history.rows[row].month), printable(history.key(row)));
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

Read read_text(std::string_view scheme, std::string text, std::string_view wishes) {
    Read read{.scheme = scheme_of(scheme), .sources = {}, .result = {}};
    const auto source = read.sources.add("data.csv", std::move(text));
    read.result = read_history(read.scheme, source, read.sources, wishes_of(wishes));
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

}  // namespace accrue::data
