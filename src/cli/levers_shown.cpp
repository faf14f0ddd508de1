#include "cli/levers_shown.hpp"

#include <nlohmann/json.hpp>

#include "base/messages/phrases/curves.hpp"
#include "cli/curve_shown.hpp"
#include "explain/filled_lines.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string filled(const std::string& indent, const std::string& words, std::size_t width) {
    explain::FilledLines lines(indent, indent + "  ", width);
    lines.flow(words);
    return std::move(lines).text();
}

std::string lines_of(const curve::Lever& lever, const CurveWords& words, std::size_t width) {
    const bool is_more = lever.direction == curve::Direction::more;
    const auto now = words.x(lever.now);
    auto head = phrase(is_more ? say::lever_more : say::lever_earlier, words.x_name(), now);
    if (lever.adds) head += ": " + phrase(say::lever_next, words.slope(*lever.adds));
    auto text = filled("  ", head, width);
    const auto line = [&](Phrase which, const curve::Reached& there) {
        const auto change = words.change(there.value - lever.value);
        text += filled("    ",
                       phrase(which, words.x(abs(there.x - lever.now)), words.x(there.x),
                              words.y_name() + " " + words.y(there.value), change),
                       width);
    };
    if (lever.up) line(say::lever_up, *lever.up);
    if (lever.down) line(say::lever_down, *lever.down);
    return text;
}

Json json_of(const std::optional<curve::Reached>& there) {
    if (!there) return {};
    return {{"at", to_machine(there->x)}, {"value", to_machine(there->value)}};
}

// ---------------------------------------------------------------- as a table

struct Cell {
    std::string text;
    std::optional<Exact> number = {};  // where it is an amount
    core::Type type = {};
    bool as_percent = false;
};

std::vector<std::string> titles() {
    return {phrase(say::lever_head),     phrase(say::lever_head_now),  phrase(say::lever_head_next),
            phrase(say::lever_head_up),  phrase(say::lever_head_pays), phrase(say::lever_head_down),
            phrase(say::lever_head_pays)};
}

std::vector<Cell> cells_of(const core::Scheme& scheme, core::DefinitionId of, const curve::Lever& lever) {
    const CurveWords words(scheme, lever.what, of);
    const auto& x_type = curve::type_of(scheme, lever.what);
    const bool x_percent = curve::as_percent(scheme, lever.what);
    const auto& asked = scheme.definitions[of];
    const auto x = [&](const Exact& value) { return Cell{words.x(value), value, x_type, x_percent}; };
    const auto y = [&](const Exact& value) {
        return Cell{words.y(value), value, asked.type, asked.shown_as_percent};
    };
    const bool is_more = lever.direction == curve::Direction::more;
    std::vector<Cell> row{{phrase(is_more ? say::lever_more_of : say::lever_earlier_of, words.x_name())},
                          x(lever.now),
                          {lever.adds ? words.slope(*lever.adds) : ""}};
    for (const auto& there : {lever.up, lever.down}) {
        row.push_back(there ? x(there->x) : Cell{});
        row.push_back(there ? y(there->value) : Cell{});
    }
    return row;
}

}  // namespace

std::string levers_text(const core::Scheme& scheme, core::DefinitionId of,
                        const std::vector<curve::Lever>& levers, std::size_t width) {
    if (levers.empty()) return "";
    auto text = phrase(say::levers_head) + "\n";
    for (const auto& lever : levers) text += lines_of(lever, CurveWords(scheme, lever.what, of), width);
    return text;
}

Json levers_json(const core::Scheme& scheme, const std::vector<curve::Lever>& levers) {
    auto all = Json::array();
    for (const auto& lever : levers) {
        all.push_back({{"lever", curve::shown_name(scheme, lever.what)},
                       {"direction", lever.direction == curve::Direction::more ? "more" : "earlier"},
                       {"now", to_machine(lever.now)},
                       {"adds", lever.adds ? Json(to_machine(*lever.adds)) : Json()},
                       {"up", json_of(lever.up)},
                       {"down", json_of(lever.down)}});
    }
    return all;
}

report::html::Markup levers_section(const core::Scheme& scheme, core::DefinitionId of,
                                    const std::vector<curve::Lever>& levers) {
    namespace html = report::html;
    if (levers.empty()) return {};
    html::Table table{.caption = "", .columns = {}, .rows = {}};
    for (const auto& title : titles())
        table.columns.push_back({title, table.columns.empty() ? html::Align::text : html::Align::amount});
    for (const auto& lever : levers) {
        auto& row = table.rows.emplace_back();
        for (const auto& each : cells_of(scheme, of, lever)) row.push_back(html::plain(each.text));
    }
    return html::section(2, phrase(say::levers_title), html::table(table));
}

report::Sheet levers_sheet(const core::Scheme& scheme, core::DefinitionId of,
                           const std::vector<curve::Lever>& levers) {
    report::Sheet sheet{.name = phrase(say::levers_title),
                        .cells = {},
                        .outline = {},
                        .widths = {36, 18, 16, 18, 18, 18, 18}};
    sheet.frozen_rows = 1;
    const auto heads = titles();
    for (std::size_t i = 0; i < heads.size(); ++i)
        sheet.cells[{0, i}] = {.text = heads[i], .wording = report::Wording::heading, .is_right = i > 0};
    for (std::size_t row = 0; row < levers.size(); ++row) {
        const auto cells = cells_of(scheme, of, levers[row]);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto& to = sheet.cells[{row + 1, i}];
            if (cells[i].number) {
                to.value = core::Value(*cells[i].number);
                to.look = {.type = cells[i].type, .as_percent = cells[i].as_percent};
            } else {
                to.text = cells[i].text;
                to.is_right = i > 0;
            }
        }
    }
    return sheet;
}

}  // namespace accrue::cli
