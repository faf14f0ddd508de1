// `accrue solve`: all amounts for which exactly so much is paid.
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/json_document.hpp"
#include "base/messages/phrases/curves.hpp"
#include "cli/commands.hpp"
#include "cli/curve_shown.hpp"
#include "cli/output_file.hpp"
#include "cli/refilled.hpp"
#include "curve/inverse.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

struct Solved {
    Exact target;
    curve::Inverse inverse;
    std::optional<Exact> step;         // in which what varies can be
    std::optional<Exact> first, paid;  // the first step that pays it, and what it pays
};

Solved solved(const Standing& standing, const CurveOf& made, const Exact& target) {
    Solved found{target, curve::inverse(made.curve, target), {}, {}, {}};
    found.step = curve::step_of(standing.ground(), made.question.x);
    if (!found.step) return found;
    auto moved = standing.ground();
    const auto& question = made.question;
    const auto movings = curve::movement(moved, question.x, question.x_row, question.direction);
    curve::Trial trial(moved, movings, question.of, question.row);
    const auto answer = [&](const Exact& x) { return trial(x); };
    found.first = curve::first_that_pays(made.curve, answer, target, *found.step);
    if (found.first) found.paid = *explain::amount(answer(*found.first));
    const bool is_coarse = curve::largest_slack(made.curve) * 2 > Exact::scaled(1, 2);
    if (is_coarse) found.inverse = curve::recomputed(made.curve, answer, target, *found.step);
    return found;
}

// ---------------------------------------------------------------- for people

class SolveText {
  public:
    SolveText(const Standing& standing, const CurveOf& made, const Solved& found)
        : standing_(standing), made_(made), found_(found), words_(standing, made.question) {}

    std::string text() const {
        std::string text;
        if (const auto row = standing_.row_words(); !row.empty()) text += row + "\n";
        if (const auto with = direction_words(standing_, made_.question); !with.empty()) text += with + "\n";
        text += now() + "\n";
        text += found_.inverse.solutions.empty() ? none() : solutions();
        if (found_.first) text += "\n" + first() + "\n";
        return text;
    }

  private:
    std::optional<Exact> now_x() const {
        const auto now = standing_.ground().value(made_.question.x, made_.question.x_row);
        return now ? std::optional(std::get<Exact>(*now)) : std::nullopt;
    }
    std::string now() const {
        auto evaluation = standing_.ground().evaluation();
        const auto* paid = explain::amount(evaluation.value(made_.question.of, made_.question.row));
        const auto x = now_x();
        if (!x || paid == nullptr) return "";
        return phrase(say::solve_now, words_.x_name(), words_.x(*x), words_.y_name(), words_.y(*paid)) + "\n";
    }
    std::string solutions() const {
        auto text =
            phrase(say::solve_heading, words_.y_name(), words_.y(found_.target), words_.x_name()) + "\n";
        for (const auto& each : found_.inverse.solutions) text += "  " + line(each) + "\n";
        return text;
    }
    std::string first() const {
        const auto x = words_.x(*found_.first), target = words_.y(found_.target),
                   paid = words_.y(*found_.paid);
        const bool is_kopeck = *found_.step == Exact::scaled(1, 2);
        return is_kopeck ? phrase(say::solve_first, x, target, paid)
                         : phrase(say::solve_first_step, x, words_.x(*found_.step), target, paid);
    }
    std::string line(const curve::Solution& exact) const {
        if (const auto near = offered(exact)) return words(*near) + from_now(*near);
        return phrase(say::solve_between, words_.x(curve::step_below(exact.to, *found_.step)),
                      words_.x(curve::step_above(exact.from, *found_.step)));
    }
    // Those of its amounts that can be: no finer than their own step. None when there is none.
    std::optional<curve::Solution> offered(const curve::Solution& exact) const {
        if (!found_.step) return exact;
        curve::Solution near{curve::step_above(exact.from, *found_.step),
                             curve::step_below(exact.to, *found_.step)};
        if (curve::order(near.from, near.to) > 0) return std::nullopt;
        near.holds_from = exact.holds_from || curve::order(exact.from, near.from) < 0;
        near.holds_to = exact.holds_to || curve::order(near.to, exact.to) < 0;
        return near;
    }
    std::string words(const curve::Solution& each) const {
        const auto from = words_.x(each.from), to = words_.x(each.to);
        if (curve::order(each.from, each.to) == 0) return phrase(say::solve_exactly, from);
        if (is_endless(each)) return phrase(each.holds_from ? say::solve_on : say::solve_above_on, from);
        if (each.holds_from && each.holds_to) return phrase(say::solve_interval, from, to);
        if (each.holds_to) return phrase(say::solve_above, from, to);
        return phrase(each.holds_from ? say::solve_below : say::solve_inside, from, to);
    }
    bool is_endless(const curve::Solution& each) const {
        return made_.goes_on && is_farthest(made_) &&
               curve::order(each.to, curve::Place(made_.question.domain.to)) == 0;
    }
    std::string from_now(const curve::Solution& each) const {
        const auto x = now_x();
        if (!x) return "";
        const auto* low = curve::fraction(each.from);
        const auto* high = curve::fraction(each.to);
        if (low != nullptr && *x < *low) return ", " + phrase(say::solve_missing, words_.x(*low - *x));
        if (high != nullptr && *high < *x) return ", " + phrase(say::solve_less, words_.x(*x - *high));
        return "";
    }
    std::string none() const {
        const auto& [from, to] = made_.question.domain;
        const auto& inverse = found_.inverse;
        auto text =
            phrase(say::solve_none, words_.x_name(), words_.x(from), words_.x(to), words_.y(found_.target)) +
            "\n";
        for (const auto& jump : inverse.jumped_over)
            text += "  " +
                    phrase(say::solve_jump, words_.x(jump.at), side(jump.before, jump.here),
                           side(jump.behind, jump.here)) +
                    "\n";
        if (!inverse.has_amounts || !inverse.jumped_over.empty()) return text;
        const bool is_above = inverse.most < found_.target;
        if (!is_above && inverse.least <= found_.target) return text;  // roundings jump over it
        return text + "  " +
               phrase(is_above ? say::solve_most : say::solve_least,
                      words_.y(is_above ? inverse.most : inverse.least)) +
               "\n";
    }
    std::string side(const std::optional<Exact>& value, const std::optional<Exact>& here) const {
        return words_.y(value ? *value : *here);
    }

    const Standing& standing_;
    const CurveOf& made_;
    const Solved& found_;
    CurveWords words_;
};

// ---------------------------------------------------------------- for programs

std::string json(const Standing& standing, const CurveOf& made, const Solved& found) {
    nlohmann::ordered_json object{{"schema", "accrue.solve/1"},
                                  {"of", standing.name_of(made.question.of)},
                                  {"target", to_machine(found.target)},
                                  {"vary", curve::shown_name(standing.scheme(), made.question.x)},
                                  {"from", to_machine(made.question.domain.from)},
                                  {"to", to_machine(made.question.domain.to)}};
    if (found.step) object["step"] = to_machine(*found.step);
    auto& solutions = object["solutions"] = nlohmann::ordered_json::array();
    for (const auto& each : found.inverse.solutions)
        solutions.push_back({{"from", place_json(each.from)},
                             {"to", place_json(each.to)},
                             {"holds_from", each.holds_from},
                             {"holds_to", each.holds_to}});
    auto& jumps = object["jumped_over"] = nlohmann::ordered_json::array();
    for (const auto& each : found.inverse.jumped_over) jumps.push_back(place_json(each.at));
    if (found.first) {
        object["first"] = to_machine(*found.first);
        object["first_pays"] = to_machine(*found.paid);
    }
    return json_document(object);
}

struct Target {
    std::string of, text;
};
// An amount without a name is of all that is paid.
Target target_of(const std::string& written) {
    if (written.find('=') == std::string::npos) return {"pay", written};
    const auto made = assignment(written);
    if (made.how != Assignment::How::set) refuse(phrase(say::target_form, written), "`--target pay=100k`");
    return {made.name, made.text};
}

}  // namespace

Exit solve_command(const SolveRequest& request, Session& session) {
    const auto [of, text] = target_of(request.target);
    const auto standing = standing_at(session, request.scheme, request.data, request.standing, of);
    const auto& type = standing.scheme().definitions[standing.asked().definition].type;
    const auto target = standing.amount(text, of, type);
    auto made = curve_of(standing, request.axis, session);
    while (auto farther = curve_farther(standing, made)) made = *std::move(farther);
    const auto found = solved(standing, made, target);
    write_results(session, request.out, [&](std::ostream& out) {
        out << (request.json ? json(standing, made, found)
                             : refilled(SolveText(standing, made, found).text(), session.width));
    });
    return found.inverse.solutions.empty() ? Exit::no : Exit::done;
}

}  // namespace accrue::cli
