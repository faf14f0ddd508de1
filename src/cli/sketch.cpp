#include "cli/sketch.hpp"

#include <algorithm>
#include <filesystem>

#include "base/language.hpp"
#include "base/text.hpp"
#include "syntax/format.hpp"
#include "syntax/parse.hpp"

namespace accrue::cli {
namespace {

bool is_split(const std::string& line) {
    return line.starts_with("split ");
}
bool is_pay(const std::string& line) {
    return line.starts_with("pay ");
}

// The names behind `into` of `split bonus into a, b, c`.
bool names_part(const std::string& split, std::string_view name) {
    const auto into = split.find(" into ");
    if (into == std::string::npos) return false;
    const auto parts = ", " + split.substr(into + 6) + ",";
    return parts.find(", " + std::string(name) + ",") != std::string::npos;
}

std::size_t first_gate(const syntax::Module& module, const Sources& sources, const std::string& split) {
    for (const auto& statement : module.statements) {
        const auto* gate = std::get_if<syntax::Gate>(&statement.node);
        if (gate != nullptr && names_part(split, nfc(sources.text(gate->part)))) return statement.span.begin;
    }
    return sources[module.source].text().size();
}

// A line of its own, also where a `;` stands before it.
std::string own_line(const std::string& text, std::size_t place, const std::string& line) {
    const bool at_line_begin = place == 0 || text[place - 1] == '\n';
    return (at_line_begin ? "" : "\n") + line + "\n";
}

// A line with the keywords of the language that is spoken.
std::string as_spoken(const std::string& line) {
    if (spoken() == Language::english) return line;
    Sources sources;
    const auto parsed = syntax::parse(sources.add("", line), sources);
    return std::string(trimmed(syntax::format(parsed.module, sources, spoken())));
}

// In English.
std::vector<std::string> missing_lines(const check::Checked& checked, const std::string& name) {
    std::vector<std::string> lines{"scheme " + name};
    for (const auto& assumption : checked.assumptions) {
        if (!assumption.line.empty()) lines.push_back(assumption.line);
    }
    return lines;
}

}  // namespace

std::string scheme_name(const std::string& path) {
    const auto stem = path == "-" ? std::string() : std::filesystem::path(path).stem().string();
    std::string name;
    for (const char c : stem) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_letter = byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool is_digit = c >= '0' && c <= '9';
        name += is_letter || (is_digit && !name.empty()) ? c : '_';
    }
    return name.empty() ? "sketch" : name;
}

std::vector<std::string> lines_to_add(const check::Checked& checked, const std::string& name) {
    auto lines = missing_lines(checked, name);
    for (auto& line : lines) line = as_spoken(line);
    return lines;
}

std::string as_scheme(const syntax::Module& module, const Sources& sources, const check::Checked& checked,
                      const std::string& name) {
    std::string text(sources[module.source].text());
    std::string head, tail;
    std::vector<std::pair<std::size_t, std::string>> splits;  // by place
    for (const auto& line : missing_lines(checked, name)) {
        if (is_split(line)) {
            splits.emplace_back(first_gate(module, sources, line), as_spoken(line));
        } else {
            (is_pay(line) ? tail : head) += as_spoken(line) + "\n";
        }
    }
    std::ranges::stable_sort(splits, {}, [](const auto& split) { return split.first; });
    const auto first = module.statements.empty() ? text.size() : module.statements.front().span.begin;
    if (!text.empty() && text.back() != '\n') text += '\n';
    text += tail;
    for (auto split = splits.rbegin(); split != splits.rend(); ++split) {
        text.insert(split->first, own_line(text, split->first, split->second));
    }
    text.insert(first, head + "\n");
    return text;
}

}  // namespace accrue::cli
