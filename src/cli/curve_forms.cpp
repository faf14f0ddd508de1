// A payout curve as JSON, `accrue.curve/1`, as a picture, and as a page.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_document.hpp"
#include "base/messages/phrases/curves.hpp"
#include "cli/curve_shown.hpp"
#include "curve/picture.hpp"
#include "curve/zones.hpp"
#include "number/decimal.hpp"
#include "report/chart.hpp"
#include "report/html.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace chart = report::chart;

// ---------------------------------------------------------------- for programs

Json json_of(const std::optional<Exact>& value) {
    return value ? Json(to_machine(*value)) : Json();
}

// By rising power.
Json json_of(const curve::Polynomial& polynomial) {
    auto all = Json::array();
    for (const auto& each : polynomial.coefficients()) all.push_back(to_machine(each));
    return all;
}

Json json_of(const curve::Piece& piece) {
    Json object{{"from", place_json(piece.from)}, {"to", place_json(piece.to)}};
    const auto* amount = curve::amount(piece.value);
    object["over"] = amount != nullptr ? json_of(amount->value.over()) : Json();
    if (amount != nullptr && !amount->value.is_polynomial()) object["under"] = json_of(amount->value.under());
    object["at_from"] = json_of(curve::limit(piece, piece.from, curve::nearness()));
    object["at_to"] = json_of(curve::limit(piece, piece.to, curve::nearness()));
    return object;
}

Json json_of(const curve::Knot& knot) {
    Json object{{"at", place_json(knot.at)}};
    const auto* paid = knot.paid ? explain::amount(*knot.paid) : nullptr;
    object["paid"] = paid != nullptr ? Json(to_machine(*paid)) : Json();
    return object;
}

template <class T>
Json list(const std::vector<T>& all, auto&& object_of) {
    auto made = Json::array();
    for (const auto& each : all) made.push_back(object_of(each));
    return made;
}

Json json_of(const curve::Jump& jump) {
    return {{"at", place_json(jump.at)},
            {"before", json_of(jump.before)},
            {"here", json_of(jump.here)},
            {"behind", json_of(jump.behind)}};
}

Json json_of(const curve::Loss& loss) {
    return {{"from", place_json(loss.from)},
            {"to", place_json(loss.to)},
            {"made_up", loss.is_made_up},
            {"value", to_machine(loss.value)},
            {"deepest", to_machine(loss.deepest)}};
}

Json json_of(const curve::Flat& flat) {
    return {{"from", place_json(flat.from)}, {"to", place_json(flat.to)}, {"value", to_machine(flat.value)}};
}

Json moving_names(const Standing& standing, const curve::Question& question) {
    auto names = Json::array();
    for (const auto& each :
         curve::movement(standing.ground(), question.x, question.x_row, question.direction))
        names.push_back(curve::shown_name(standing.scheme(), each.what));
    return names;
}

}  // namespace

Json place_json(const curve::Place& place) {
    if (const auto* exact = curve::fraction(place)) return to_machine(*exact);
    const auto [low, high] = curve::between(place, curve::nearness());
    return {{"above", to_machine(low)}, {"below", to_machine(high)}};
}

std::string curve_json(const Standing& standing, const CurveOf& made) {
    const auto& question = made.question;
    const auto& curve = made.curve;
    const auto to_json = [](const auto& each) { return json_of(each); };
    Json object{{"schema", "accrue.curve/1"},
                {"scheme", standing.scheme().name},
                {"of", standing.name_of(question.of)},
                {"x", curve::shown_name(standing.scheme(), question.x)},
                {"direction", question.direction == curve::Direction::more ? "more" : "earlier"},
                {"moves", moving_names(standing, question)},
                {"from", to_machine(question.domain.from)},
                {"to", to_machine(question.domain.to)},
                {"rounded_by", to_machine(curve::largest_slack(curve))},
                {"verified", curve.answers}};
    object["knots"] = list(curve.knots, to_json);
    object["pieces"] = list(curve.pieces, to_json);
    object["jumps"] = list(curve::jumps(curve), to_json);
    object["dead_zones"] = list(curve::dead_zones(curve), to_json);
    object["loss_zones"] = list(curve::loss_zones(curve), to_json);
    return json_document(object);
}

// ---------------------------------------------------------------- as a picture

namespace {

class CurveChart {
  public:
    CurveChart(const Standing& standing, const CurveOf& made)
        : made_(made), words_(standing, made.question) {}

    chart::LineChart chart() const {
        chart::LineChart picture{.caption = caption(),
                                 .x = {words_.x_name(), unit(words_.x_unit())},
                                 .y = {words_.y_name(), unit(words_.y_unit())}};
        picture.lines.push_back(curve::line_of(made_.curve, words_.y_name()));
        for (const auto& loss : curve::loss_zones(made_.curve))
            picture.stretches.push_back(
                {curve::as_drawn(loss.from), curve::as_drawn(loss.to), phrase(say::chart_more_pays_less)});
        for (const auto& jump : curve::jumps(made_.curve)) {
            if (jump.before && jump.behind && jump.size().sign() != 0)
                picture.ringed.push_back(
                    {{curve::as_drawn(jump.at), *jump.behind}, words_.change(jump.size())});
        }
        return picture;
    }

  private:
    static chart::Unit unit(CurveWords::Unit unit) {
        if (unit == CurveWords::Unit::percent) return chart::Unit::percent;
        return unit == CurveWords::Unit::money ? chart::Unit::money : chart::Unit::number;
    }
    chart::Caption caption() const {
        const auto& [from, to] = made_.question.domain;
        const auto first = curve::limit(made_.curve.pieces.front(), from, curve::nearness());
        const auto last = curve::limit(made_.curve.pieces.back(), to, curve::nearness());
        const auto words = [&](const auto& value) {
            return value ? words_.y(*value) : phrase(say::has_no_amount);
        };
        return {.id = "curve",
                .title = phrase(say::curve_heading, words_.y_name(), words_.x_name(), words_.x(from),
                                words_.x(to)),
                .description = phrase(say::chart_description, words_.y_name(), words(first), words(last),
                                      words_.x_name(), words_.x(from), words_.x(to))};
    }

    const CurveOf& made_;
    CurveWords words_;
};

}  // namespace

std::string curve_svg(const Standing& standing, const CurveOf& made) {
    return chart::svg(CurveChart(standing, made).chart(), chart::Place::file);
}

// ---------------------------------------------------------------- as a page

namespace {

namespace html = report::html;

html::Table pieces(const CurveOf& made, const CurveWords& words) {
    html::Table table;
    const auto next = words.is_share() ? say::head_next : say::head_next_of;
    for (const auto& title :
         {words.x_name() + " " + phrase(say::head_of_from), phrase(say::head_of_to),
          words.y_name() + " " + phrase(say::head_at_from), phrase(say::head_at_to), phrase(next)})
        table.columns.push_back({title, html::Align::amount});
    for (const auto& row : piece_rows(made, words)) {
        auto& cells = table.rows.emplace_back();
        for (const auto& cell : row) cells.push_back(html::plain(cell));
    }
    return table;
}

html::Markup list_of(const std::vector<std::string>& lines) {
    html::Markup all;
    for (const auto& line : lines) all += html::element("li", html::words(line));
    return html::element("ul", all);
}

}  // namespace

std::string curve_page(const Standing& standing, const CurveOf& made) {
    const auto picture = CurveChart(standing, made).chart();
    const CurveWords words(standing, made.question);
    html::Page page{.title = picture.caption.title};
    page.style = chart::style();
    for (const auto& line : {standing.row_words(), direction_words(standing, made.question)}) {
        if (!line.empty()) page.header += html::paragraph(html::words(line));
    }
    page.content = html::figure(html::Markup{chart::svg(picture)}, html::words(picture.caption.description));
    page.content += html::table(pieces(made, words));
    for (const auto& [head, lines] : findings(made, words)) {
        if (!lines.empty()) page.content += html::section(2, phrase(head), list_of(lines));
    }
    for (const auto& line : footing(made, words)) page.footer += html::paragraph(html::words(line));
    return html::page(page);
}

}  // namespace accrue::cli
