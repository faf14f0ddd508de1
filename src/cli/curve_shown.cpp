#include "cli/curve_shown.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/messages/phrases/curves.hpp"
#include "base/text.hpp"
#include "curve/zones.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"
#include "report/text_table.hpp"

namespace accrue::cli {
namespace {

Exact hundredths_down(const Exact& value) {
    return floor(value * Exact(100)) / Exact(100);
}

}  // namespace

CurveWords::CurveWords(const core::Scheme& scheme, curve::Mover x, core::DefinitionId of)
    : x_type_(curve::type_of(scheme, x)),
      y_type_(scheme.definitions[of].type),
      x_percent_(curve::as_percent(scheme, x)),
      y_percent_(scheme.definitions[of].shown_as_percent),
      x_name_(printable(curve::shown_name(scheme, x))),
      y_name_(printable(value_name(scheme, of))) {}

std::string CurveWords::x(const Exact& value) const {
    return explain::shown(core::Value(value), x_type_, x_percent_);
}

std::string CurveWords::x(const curve::Place& place) const {
    if (const auto* exact = curve::fraction(place)) return x(*exact);
    // cut off behind two digits, as all digits that do not end
    return x(hundredths_down(curve::between(place, Exact::scaled(1, 4)).low)) + "…";
}

std::string CurveWords::y(const Exact& value) const {
    return explain::shown(core::Value(value), y_type_, y_percent_);
}

std::string CurveWords::change(const Exact& value) const {
    return (value.sign() > 0 ? "+" : "") + y(value);
}

bool CurveWords::is_share() const {
    return x_type_.kind == y_type_.kind && !x_percent_ && !y_percent_;
}

std::string CurveWords::slope(const Exact& adds) const {
    if (adds.sign() == 0) return phrase(say::adds_nothing);
    return is_share() ? percent_text(adds) : y(adds);
}

std::string CurveWords::slope(const curve::Piece& piece) const {
    const auto derivative = curve::amount(piece.value)->value.derivative();
    if (derivative.is_constant()) return slope(derivative.constant());
    const curve::Piece slopes{piece.from, piece.to, curve::Amount{derivative}};
    const auto first = curve::limit(slopes, piece.from, curve::nearness());
    const auto last = curve::limit(slopes, piece.to, curve::nearness());
    const auto words = [&](const auto& value) { return value ? slope(*value) : std::string("…"); };
    return phrase(say::adds_between, words(first), words(last));
}

std::string direction_words(const Standing& standing, const curve::Question& question) {
    std::vector<std::string> names;
    for (const auto& moving :
         curve::movement(standing.ground(), question.x, question.x_row, question.direction)) {
        if (moving.what != question.x)
            names.push_back(printable(curve::shown_name(standing.scheme(), moving.what)));
    }
    if (names.empty()) return "";
    const auto is_more = question.direction == curve::Direction::more;
    return phrase(is_more ? say::moves_more : say::moves_earlier, fmt::format("{}", fmt::join(names, ", ")),
                  names.size());
}

CurveWords::Unit CurveWords::unit(const core::Type& type, bool is_percent) {
    if (is_percent) return Unit::percent;
    return type.kind == core::TypeKind::money ? Unit::money : Unit::number;
}

// ---------------------------------------------------------------- pieces

std::vector<std::vector<std::string>> piece_rows(const CurveOf& made, const CurveWords& words) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& piece : made.curve.pieces) {
        const auto value = [&](const curve::Place& place) {
            const auto known = curve::limit(piece, place, curve::nearness());
            return known ? words.y(*known) : phrase(say::has_no_amount);
        };
        const bool has_amount = curve::amount(piece.value) != nullptr;
        rows.push_back({words.x(piece.from), words.x(piece.to), value(piece.from), value(piece.to),
                        has_amount ? words.slope(piece) : ""});
    }
    return rows;
}

// ---------------------------------------------------------------- what stands out

namespace {

std::string line_of(const curve::Jump& jump, const CurveWords& words) {
    const auto at = words.x(jump.at);
    if (!jump.behind && jump.before) return phrase(say::jump_ends, at, words.y(*jump.before));
    if (!jump.before && jump.behind) return phrase(say::jump_begins, at, words.y(*jump.behind));
    if (jump.before == jump.behind && jump.here)
        return phrase(say::jump_point, at, words.y(*jump.here), words.y(*jump.before));
    auto text =
        phrase(say::jump_line, at, words.y(*jump.before), words.y(*jump.behind), words.change(jump.size()));
    if (jump.here == jump.before) return text + ", " + phrase(say::behind_this_place);
    if (jump.here && jump.here != jump.behind) text += ", " + phrase(say::jump_here, words.y(*jump.here));
    return text;
}

std::string line_of(const curve::Flat& flat, const CurveWords& words) {
    return phrase(say::dead_line, words.x(flat.from), words.x(flat.to), words.y(flat.value));
}

std::string line_of(const curve::Loss& loss, const CurveWords& words) {
    const auto from = words.x(loss.from), to = words.x(loss.to);
    const auto value = words.y(loss.value), worst = words.y(loss.deepest);
    return loss.is_made_up ? phrase(say::loss_line, from, to, value, worst)
                           : phrase(say::loss_not_made_up, from, value, worst, to);
}

template <class T>
Finding finding(Phrase head, const std::vector<T>& all, const CurveWords& words) {
    Finding made{head, {}};
    for (const auto& each : all) made.lines.push_back(line_of(each, words));
    return made;
}

}  // namespace

std::vector<Finding> findings(const CurveOf& made, const CurveWords& words) {
    return {finding(say::jumps_head, curve::jumps(made.curve), words),
            finding(say::dead_head, curve::dead_zones(made.curve), words),
            finding(say::loss_head, curve::loss_zones(made.curve), words)};
}

std::vector<std::string> footing(const CurveOf& made, const CurveWords& words) {
    std::vector<std::string> lines;
    const auto slack = curve::largest_slack(made.curve);
    if (slack.sign() != 0) lines.push_back(phrase(say::curve_rounding, words.y(slack)));
    lines.push_back(phrase(say::curve_verified, made.curve.answers));
    return lines;
}

// ---------------------------------------------------------------- for people

namespace {

std::string heading(const Standing& standing, const CurveOf& made, const CurveWords& words) {
    const auto& [from, to] = made.question.domain;
    std::string text;
    for (const auto& line :
         {standing.row_words(),
          phrase(say::curve_heading, words.y_name(), words.x_name(), words.x(from), words.x(to)),
          direction_words(standing, made.question)}) {
        if (!line.empty()) text += line + "\n";
    }
    return text;
}

std::string table_of(const CurveOf& made, const CurveWords& words) {
    report::TextTable table(std::vector(5, report::Align::right));
    const auto next = words.is_share() ? say::head_next : say::head_next_of;
    table.row({words.x_name() + " " + phrase(say::head_of_from), phrase(say::head_of_to),
               words.y_name() + " " + phrase(say::head_at_from), phrase(say::head_at_to), phrase(next)});
    table.line();
    for (auto& row : piece_rows(made, words)) table.row(std::move(row));
    return table.text();
}

}  // namespace

std::string curve_text(const Standing& standing, const CurveOf& made) {
    const CurveWords words(standing, made.question);
    auto text = heading(standing, made, words) + "\n" + table_of(made, words);
    for (const auto& [head, lines] : findings(made, words)) {
        if (lines.empty()) continue;
        text += "\n" + phrase(head) + "\n";
        for (const auto& line : lines) text += "  " + line + "\n";
    }
    text += "\n";
    for (const auto& line : footing(made, words)) text += line + "\n";
    return text;
}

}  // namespace accrue::cli
