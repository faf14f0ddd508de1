// A payout curve as JSON, `accrue.curve/1`, as a picture, and as a page.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/messages/phrases/curves.hpp"
#include "cli/curve_shown.hpp"
#include "curve/zones.hpp"
#include "number/decimal.hpp"
#include "report/chart.hpp"
#include "report/html.hpp"

namespace accrue::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace chart = report::chart;

// ---------------------------------------------------------------- for programs

// A decimal or fraction; of a root that is none two between which it lies.
Json json_of(const curve::Place& place) {
    if (const auto* exact = curve::fraction(place)) return to_machine(*exact);
    const auto [low, high] = curve::between(place, curve::nearness());
    return {{"above", to_machine(low)}, {"below", to_machine(high)}};
}

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
    Json object{{"from", json_of(piece.from)}, {"to", json_of(piece.to)}};
    const auto* amount = curve::amount(piece.value);
    object["over"] = amount != nullptr ? json_of(amount->value.over()) : Json();
    if (amount != nullptr && !amount->value.is_polynomial()) object["under"] = json_of(amount->value.under());
    object["at_from"] = json_of(curve::limit(piece, piece.from, curve::nearness()));
    object["at_to"] = json_of(curve::limit(piece, piece.to, curve::nearness()));
    return object;
}

Json json_of(const curve::Knot& knot) {
    Json object{{"at", json_of(knot.at)}};
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
    return {{"at", json_of(jump.at)},
            {"before", json_of(jump.before)},
            {"here", json_of(jump.here)},
            {"behind", json_of(jump.behind)}};
}

Json json_of(const curve::Loss& loss) {
    return {{"from", json_of(loss.from)},
            {"to", json_of(loss.to)},
            {"made_up", loss.is_made_up},
            {"value", to_machine(loss.value)},
            {"deepest", to_machine(loss.deepest)}};
}

Json json_of(const curve::Flat& flat) {
    return {{"from", json_of(flat.from)}, {"to", json_of(flat.to)}, {"value", to_machine(flat.value)}};
}

Json moving_names(const Standing& standing, const curve::Question& question) {
    auto names = Json::array();
    for (const auto& each :
         curve::movement(standing.ground(), question.x, question.x_row, question.direction))
        names.push_back(curve::shown_name(standing.scheme(), each.what));
    return names;
}

}  // namespace

std::string curve_json(const Standing& standing, const CurveOf& made) {
    const auto& [question, curve] = made;
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
    return object.dump(2) + "\n";
}

// ---------------------------------------------------------------- as a picture

namespace {

constexpr std::int64_t chords = 48;  // of a form that is neither a line nor a parabola

class CurveChart {
  public:
    CurveChart(const Standing& standing, const CurveOf& made)
        : made_(made), words_(standing, made.question) {}

    chart::LineChart chart() const {
        chart::LineChart picture{.caption = caption(),
                                 .x = {words_.x_name(), unit(words_.x_unit())},
                                 .y = {words_.y_name(), unit(words_.y_unit())}};
        chart::Line line{words_.y_name(), {}};
        for (std::size_t i = 0; i < made_.curve.pieces.size(); ++i) add_piece(line, i);
        add_points(line);
        picture.lines.push_back(std::move(line));
        for (const auto& loss : curve::loss_zones(made_.curve))
            picture.stretches.push_back({near(loss.from), near(loss.to), phrase(say::chart_more_pays_less)});
        for (const auto& jump : curve::jumps(made_.curve)) {
            if (jump.before && jump.behind && jump.size().sign() != 0)
                picture.ringed.push_back({{near(jump.at), *jump.behind}, words_.change(jump.size())});
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
    static Exact near(const curve::Place& place) { return curve::between(place, Exact::scaled(1, 2)).low; }

    void add_piece(chart::Line& line, std::size_t i) const {
        const auto& piece = made_.curve.pieces[i];
        const auto* amount = curve::amount(piece.value);
        const auto from = curve::limit(piece, piece.from, curve::nearness());
        const auto to = curve::limit(piece, piece.to, curve::nearness());
        if (amount == nullptr) return;
        const auto& form = amount->value;
        if (from && to && form.is_polynomial() && form.over().degree() <= 2)
            return line.pieces.push_back(drawn(piece, form.over(), *from, *to, i));
        const auto [low, high] = curve::inside(piece);
        for (std::int64_t k = 0; k < chords; ++k) {
            const auto at = [&](std::int64_t step) {
                const auto x = low + (high - low) * Exact::ratio(step * 998 + chords, chords * 1000);
                return chart::Point{x, form.at(x)};
            };
            line.pieces.push_back({at(k), at(k + 1)});
        }
    }
    chart::Piece drawn(const curve::Piece& piece, const curve::Polynomial& form, const Exact& from,
                       const Exact& to, std::size_t i) const {
        const auto left = near(piece.from), right = near(piece.to);
        chart::Piece made{{left, from}, {right, to}};
        made.from_end = end(made_.curve.knots[i], from);
        made.to_end = end(made_.curve.knots[i + 1], to);
        if (form.degree() == 2) made.bend = from + form.derivative().at(left) * (right - left) / Exact(2);
        return made;
    }
    static std::optional<Exact> here(const curve::Knot& knot) {
        const auto* x = curve::fraction(knot.at);
        const auto* value = knot.value ? curve::amount(*knot.value) : nullptr;
        return x != nullptr && value != nullptr ? std::optional(value->value.at(*x)) : std::nullopt;
    }
    static chart::End end(const curve::Knot& knot, const Exact& value) {
        const auto at = here(knot);
        const bool is_fraction = curve::fraction(knot.at) != nullptr;
        return !is_fraction || at == value ? chart::End::closed : chart::End::open;
    }
    // Places whose value is on neither side.
    void add_points(chart::Line& line) const {
        for (const auto& jump : curve::jumps(made_.curve)) {
            if (!jump.here || jump.here == jump.before || jump.here == jump.behind) continue;
            const chart::Point point{near(jump.at), *jump.here};
            line.pieces.push_back({point, point});
        }
        std::ranges::stable_sort(line.pieces, {}, [](const chart::Piece& piece) { return piece.from.x; });
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
