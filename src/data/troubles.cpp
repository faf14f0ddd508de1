#include "data/troubles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

#include "base/messages/data.hpp"
#include "base/messages/language.hpp"

namespace accrue::data {
namespace {

Fact place(std::uint32_t line, std::uint32_t column, const std::vector<std::string>& headers) {
    const auto number = static_cast<std::int64_t>(column) + 1;
    const auto name = column < headers.size() ? headers[column] : std::string();
    if (name.empty()) return {kind::cell_is_at_unnamed, {std::int64_t{line}, number}};
    return {kind::cell_is_at, {std::int64_t{line}, number, name}};
}

}  // namespace

Fact Troubles::more(const Gathered& gathered) {
    const auto named = std::min(gathered.more, gathered.lines_of_more.size());
    const auto lines = std::span(gathered.lines_of_more).first(named);
    if (gathered.more == 1) return {kind::one_more, {std::int64_t{lines.front()}}};
    const auto list = fmt::format("{}{}", fmt::join(lines, ", "), gathered.more > named ? " …" : "");
    return {kind::several_more, {static_cast<std::int64_t>(gathered.more), list}};
}

Diagnostic* Troubles::first(Kind kind, std::uint32_t column, std::uint32_t line) {
    const auto [entry, is_first] = gathered_.try_emplace({column, kind});
    auto& gathered = entry->second;
    if (is_first) {
        gathered.diagnostic.kind = kind;
        gathered.line = line;
        return &gathered.diagnostic;
    }
    if (gathered.more < gathered.lines_of_more.size()) gathered.lines_of_more[gathered.more] = line;
    ++gathered.more;
    return nullptr;
}

Fact Troubles::texts(const Gathered& gathered) {
    constexpr std::size_t most = 8;
    std::string list;
    std::size_t count = 0;
    for (const auto& [text, seen] : gathered.texts) {
        if (count++ == most) {
            list += " …";
            break;
        }
        const auto meant = seen.meant ? fmt::format(" (`{}`?)", *seen.meant) : "";
        list += fmt::format("{}`{}` × {}{}", list.empty() ? "" : ", ", text, seen.cells, meant);
    }
    return {kind::texts_in_all, {list}};
}

Troubles::SeenText* Troubles::seen(Kind kind, std::uint32_t column, const std::string& text) {
    auto& texts = gathered_.at({column, kind}).texts;
    const auto found = texts.find(text);
    if (found != texts.end()) return &found->second;
    // one more than may be told is kept, so that it is known that there are too many
    return texts.size() > most_texts ? nullptr : &texts[text];
}

bool Troubles::has_only(std::initializer_list<Kind> kinds) const {
    return alone_.empty() && std::ranges::all_of(gathered_, [&](const auto& each) {
               return std::ranges::find(kinds, each.first.second) != kinds.end();
           });
}

Troubles& Troubles::take(Troubles later, std::uint32_t lines) {
    for (auto& report : later.alone_) alone_.push_back(std::move(report));
    for (auto& [key, gathered] : later.gathered_) {
        gathered.line += lines;
        for (auto& line : gathered.lines_of_more) line += lines;
        const auto [entry, is_first] = gathered_.try_emplace(key, gathered);
        if (!is_first) entry->second.append(gathered);
    }
    return *this;
}

void Troubles::Gathered::append(const Gathered& later) {
    const auto place = [&](std::size_t number) -> std::uint32_t* {
        return number < lines_of_more.size() ? &lines_of_more[number] : nullptr;
    };
    if (auto* const free = place(more)) *free = later.line;
    for (std::size_t i = 0; i < std::min(later.more, lines_of_more.size()); ++i) {
        if (auto* const free = place(more + 1 + i)) *free = later.lines_of_more[i];
    }
    more += 1 + later.more;
    for (const auto& [text, seen] : later.texts) {
        if (texts.size() > most_texts && !texts.contains(text)) continue;
        auto& here = texts[text];
        here.cells += seen.cells;
        here.meant = seen.meant;
    }
}

Diagnostics Troubles::reports(const std::vector<std::string>& headers) const {
    Diagnostics reports = alone_;
    for (const auto& [key, gathered] : gathered_) {
        if (gathered.texts.size() > most_texts) continue;
        auto report = gathered.diagnostic;
        std::vector<Fact> notes;
        const bool is_row = key.first == whole_row;
        if (!is_row) notes.push_back(place(gathered.line, key.first, headers));
        if (gathered.more > 0) notes.push_back(more(gathered));
        if (gathered.texts.size() > 1) notes.push_back(texts(gathered));
        if (gathered.texts.size() == 1 && gathered.texts.begin()->second.meant)
            notes.push_back({kind::hint_write, {*gathered.texts.begin()->second.meant}});
        report.notes.insert(report.notes.begin(), notes.begin(), notes.end());
        reports.push_back(std::move(report));
    }
    return reports;
}

}  // namespace accrue::data
