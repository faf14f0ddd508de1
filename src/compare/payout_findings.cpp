// The tables and pictures of payout curves.

#include <algorithm>
#include <set>

#include "base/messages/phrases/comparing.hpp"
#include "base/messages/phrases/curves.hpp"
#include "compare/lent_history.hpp"
#include "compare/payout_pictures.hpp"
#include "compare/where_people_are.hpp"
#include "curve/picture.hpp"
#include "curve/zones.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace accrue::compare {
namespace {

Cell cell(const std::optional<Exact>& value) {
    return value ? Cell(*value) : Cell();
}

// ---------------------------------------------------------------- what all tables share

class Curves {
  public:
    Curves(const Ground& ground, const Payouts& payouts)
        : ground_(ground), payouts_(payouts), people_(ground, payouts.typical) {}

    std::vector<Finding> findings() const {
        std::vector<Finding> all{pay(), next(), break_even(), cliffs(), zones(), results()};
        if (payouts_.drawn.empty()) all.erase(all.begin() + 1, all.end() - 1);
        return all;
    }

  private:
    const std::string& name(const Drawn& drawn) const { return ground_.name(drawn.side); }
    Column result_column(std::string title) const { return {"result", std::move(title), Holds::amount}; }
    Column plan_column() const { return {"of_plan", phrase(say::payout_head_of_plan), Holds::percent}; }
    Cell of_plan(const Exact& x) const {
        return payouts_.typical.plan ? Cell(x / payouts_.typical.plan->amount) : Cell();
    }

    // ------------------------------------------------------------ what is paid at each place

    Finding pay() const {
        Finding finding{
            .name = "payout",
            .title = phrase(say::payout_title, ground_.result.name),
            .sentence = sentence(),
            .columns = {result_column(ground_.result.name), {"place", phrase(say::payout_head_place)}},
            .note = note(),
            .picture = Picture::lines};
        if (payouts_.drawn.empty()) return finding;
        for (const auto& drawn : payouts_.drawn)
            finding.columns.push_back({.name = name(drawn), .title = name(drawn), .holds = Holds::amount});
        for (const auto& x : payouts_.places) add_place(finding, x);
        finding.chart = pay_chart(ground_, payouts_, {"payout", finding.title, finding.sentence});
        finding.chart->strip = people_.strip(payouts_.domain.to);
        return finding;
    }
    // One row where nothing jumps; else one for each side that differs.
    void add_place(Finding& finding, const Exact& x) const {
        std::vector<Around> all;
        for (const auto& drawn : payouts_.drawn) all.push_back(around(drawn.curve, x));
        const bool is_first = x == payouts_.domain.from, is_last = x == payouts_.domain.to;
        const bool rises_here =
            is_first || std::ranges::all_of(all, [](const Around& each) { return each.below == each.here; });
        const bool goes_on =
            is_last || std::ranges::all_of(all, [](const Around& each) { return each.above == each.here; });
        if (!rises_here) add_row(finding, x, phrase(say::payout_below), all, &Around::below);
        const auto here = rises_here == goes_on ? say::payout_at
                          : goes_on             ? say::payout_from
                                                : say::payout_up_to;
        add_row(finding, x, rises_here && goes_on ? "" : phrase(here), all, &Around::here);
        if (!goes_on) add_row(finding, x, phrase(say::payout_above), all, &Around::above);
    }
    static void add_row(Finding& finding, const Exact& x, std::string place, const std::vector<Around>& all,
                        std::optional<Exact> Around::* side) {
        std::vector<Cell> row{x, std::move(place)};
        for (const auto& each : all) row.push_back(cell(each.*side));
        finding.rows.push_back(std::move(row));
    }
    std::string sentence() const {
        std::string text;
        const auto add = [&](const std::string& more) { text += (text.empty() ? "" : " ") + more; };
        for (const auto& drawn : payouts_.drawn) add(begins_words(drawn));
        for (const auto& why : payouts_.not_drawn) add(why);
        return text;
    }
    std::string note() const {
        const auto& typical = payouts_.typical;
        auto text = phrase(say::payout_note, ground_.person(ground_.paid.person[typical.at]),
                           ground_.period(ground_.history.rows.periods[typical.row.value]),
                           amount_words(typical.result), ground_.result.name);
        if (typical.plan)
            text += " " + phrase(say::payout_note_plan,
                                 core::column_name(ground_.sides.reading.inputs[typical.plan->input]),
                                 amount_words(typical.plan->amount));
        std::string days;
        for (const auto& [day, share] : typical.by_day)
            days += (days.empty() ? "" : ", ") + phrase(say::payout_note_day, percent_text(share), day);
        if (!days.empty()) text += " " + phrase(say::payout_note_days, days);
        if (ground_.result.definition) text += " " + phrase(say::payout_note_cells);
        return text + " " + phrase(say::payout_note_rounding);
    }

    // ------------------------------------------------------------ what the next one of the result adds

    Finding next() const {
        Finding finding{.name = "next",
                        .title = phrase(say::payout_next_title, ground_.result.name),
                        .columns = {{"from", phrase(say::head_of_from), Holds::amount},
                                    {"to", phrase(say::head_of_to), Holds::amount}},
                        .note = phrase(say::payout_next_note)};
        for (const auto& drawn : payouts_.drawn)
            finding.columns.push_back({.name = name(drawn), .title = name(drawn), .holds = Holds::percent});
        const auto all = slopes(payouts_);
        for (const auto& each : all) {
            std::vector<Cell> row{each.from, each.to};
            for (const auto& adds : each.adds) row.push_back(cell(adds));
            finding.rows.push_back(std::move(row));
        }
        finding.chart = next_chart(ground_, payouts_, all, {"next", finding.title, finding.note});
        return finding;
    }
    // ------------------------------------------------------------ break-even

    // From where on a scheme pays: at it or just behind it; nothing when it never does.
    std::optional<Exact> begins(const Drawn& drawn) const {
        const auto& places = payouts_.places;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto& x = places[i];
            const auto [below, here, above] = around(drawn.curve, x);
            if ((here && here->sign() > 0) || (above && above->sign() > 0)) return x;
            if (i + 1 < places.size()) {
                const auto end = around(drawn.curve, places[i + 1]).below;
                if (end && end->sign() > 0) return x;
            }
        }
        return std::nullopt;
    }
    std::string begins_words(const Drawn& drawn) const {
        const auto from = begins(drawn);
        if (!from) return phrase(say::payout_never, name(drawn), amount_words(payouts_.domain.to));
        const auto pay = around(drawn.curve, *from).here;
        if (from->sign() == 0 && pay && pay->sign() > 0)
            return phrase(say::payout_at_nothing, name(drawn), amount_words(*pay));
        if (from->sign() == 0) return phrase(say::payout_from_first, name(drawn));
        if (!payouts_.typical.plan) return phrase(say::payout_begins_at, name(drawn), amount_words(*from));
        const auto share =
            rounded(*from / payouts_.typical.plan->amount, Rounding::half_up, Exact::scaled(1, 3));
        return phrase(say::payout_begins_at_share, name(drawn), amount_words(*from), percent_text(share));
    }
    Finding break_even() const {
        Finding finding{.name = "break_even",
                        .title = phrase(say::payout_break_even_title),
                        .columns = {{"from", phrase(say::head_of_from), Holds::amount},
                                    {"to", phrase(say::head_of_to), Holds::amount},
                                    plan_column(),
                                    {"pay", phrase(say::payout_head_pay), Holds::amount},
                                    {"what", phrase(say::compare_head_what)}},
                        .note = phrase(say::payout_break_even_note)};
        if (!payouts_.typical.plan) finding.columns.erase(finding.columns.begin() + 2);
        for (const auto& drawn : payouts_.drawn) {
            const auto from = begins(drawn);
            if (from)
                add_break(finding, phrase(say::payout_begins, name(drawn)), *from, {},
                          around(drawn.curve, *from).above);
        }
        for (const auto& met : payouts_.met) add_meetings(finding, met);
        return finding;
    }
    void add_break(Finding& finding, std::string what, const Exact& from, const std::optional<Exact>& to,
                   const std::optional<Exact>& pay) const {
        std::vector<Cell> row{from, cell(to), of_plan(from), cell(pay), std::move(what)};
        if (!payouts_.typical.plan) row.erase(row.begin() + 2);
        finding.rows.push_back(std::move(row));
    }
    void add_meetings(Finding& finding, const Payouts::Met& met) const {
        const auto &one = payouts_.drawn[met.one], &other = payouts_.drawn[met.other];
        for (const auto& meeting : met.meetings) {
            const auto& higher = meeting.higher_behind == 1 ? name(other) : name(one);
            const auto& lower = meeting.higher_behind == 1 ? name(one) : name(other);
            const bool is_stretch = meeting.from != meeting.to;
            auto what = meeting.pay ? phrase(say::payout_same, name(one), name(other))
                                    : phrase(say::payout_overtakes, higher, lower);
            if (meeting.pay && meeting.higher_behind) what += "; " + phrase(say::payout_then, higher);
            add_break(finding, std::move(what), meeting.from,
                      is_stretch ? std::optional(meeting.to) : std::nullopt,
                      is_stretch ? std::nullopt : meeting.pay);
        }
    }

    // ------------------------------------------------------------ cliffs and zones

    // A plan that is so much larger: no two gates of a scheme are this far apart, so that no jump comes to
    // stand where another one was.
    static Exact larger_plan() { return Exact(107) / Exact(100); }
    // Where the jumps are then.
    std::set<Exact> places_with_larger_plan(const Drawn& drawn) const {
        std::set<Exact> found;
        const auto& plan = payouts_.typical.plan;
        if (!plan) return found;
        LentHistory lent(ground_, drawn.side);
        auto& changed = lent.changed();
        const auto kept = changed.kept(plan->input, plan->row);
        changed.set(plan->input, plan->row, core::Value(plan->amount * larger_plan()));
        auto evaluation = changed.evaluation();
        const auto of = ground_.sides.sides[drawn.side].scheme.levels[payouts_.typical.level].pay_total;
        try {
            const auto curve =
                curve::drawn(curve::unrolled(evaluation, payouts_.typical.movings, of, payouts_.typical.row,
                                             {0, payouts_.domain.to * larger_plan()}));
            for (const auto& jump : curve::jumps(curve)) found.insert(curve::as_drawn(jump.at));
        } catch (const curve::TooManyPieces&) {  // none is then known to move with the plan
        }
        changed.put_back(kept);
        return found;
    }
    Finding cliffs() const {
        Finding finding{.name = "cliffs",
                        .title = phrase(say::payout_cliffs_title),
                        .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                    result_column(ground_.result.name),
                                    plan_column(),
                                    {"before", phrase(say::payout_head_before), Holds::amount},
                                    {"behind", phrase(say::payout_head_behind), Holds::amount},
                                    {"size", phrase(say::payout_head_size), Holds::amount},
                                    {"near", phrase(say::payout_head_near), Holds::count},
                                    {"by", phrase(say::payout_head_by)}},
                        .note = phrase(say::payout_cliffs_note)};
        for (const auto& drawn : payouts_.drawn) add_cliffs(finding, drawn);
        if (finding.rows.empty()) finding.sentence = phrase(say::payout_no_cliffs);
        return finding;
    }
    void add_cliffs(Finding& finding, const Drawn& drawn) const {
        const auto all = cliffs_of(drawn.curve);
        if (all.empty()) return;
        const auto with_larger = places_with_larger_plan(drawn);
        for (const auto& jump : all) {
            const auto x = curve::as_drawn(jump.at);
            const bool moves = with_larger.contains(x * larger_plan()) && !with_larger.contains(x);
            finding.rows.push_back({name(drawn), x, of_plan(x), *jump.before, *jump.behind, jump.size(),
                                    number(moves ? people_.near_attainment(x / payouts_.typical.plan->amount)
                                                 : people_.near_result(x)),
                                    phrase(moves ? say::payout_by_plan : say::payout_by_result)});
        }
    }
    Finding zones() const {
        Finding finding{.name = "zones",
                        .title = phrase(say::payout_zones_title),
                        .columns = {{"scheme", phrase(say::compare_head_scheme)},
                                    {"what", phrase(say::compare_head_what)},
                                    {"from", phrase(say::head_of_from), Holds::amount},
                                    {"to", phrase(say::head_of_to), Holds::amount},
                                    {"pay", phrase(say::payout_head_pay), Holds::amount},
                                    {"deepest", phrase(say::payout_head_deepest), Holds::amount}},
                        .note = phrase(say::payout_zones_note, amount_words(payouts_.domain.to))};
        for (const auto& drawn : payouts_.drawn) {
            for (const auto& flat : curve::dead_zones(drawn.curve))
                finding.rows.push_back({name(drawn),
                                        phrase(say::dead_head),
                                        curve::as_drawn(flat.from),
                                        curve::as_drawn(flat.to),
                                        flat.value,
                                        {}});
            for (const auto& loss : curve::loss_zones(drawn.curve))
                finding.rows.push_back({name(drawn), phrase(say::loss_head), curve::as_drawn(loss.from),
                                        curve::as_drawn(loss.to), loss.value, loss.deepest});
        }
        if (finding.rows.empty()) finding.sentence = phrase(say::payout_no_zones);
        const auto is_loss = [](const auto& row) {
            return !std::holds_alternative<std::monostate>(row.back());
        };
        if (std::ranges::none_of(finding.rows, is_loss)) drop_last_column(finding);
        return finding;
    }

    static void drop_last_column(Finding& finding) {
        finding.columns.pop_back();
        for (auto& row : finding.rows) row.pop_back();
    }

    // ------------------------------------------------------------ where the person-months lie

    Finding results() const {
        Finding finding{.name = "results",
                        .title = phrase(say::payout_results_title),
                        .columns = {{"from", phrase(say::head_of_from), Holds::amount},
                                    {"to", phrase(say::head_of_to), Holds::amount},
                                    {"times", phrase(say::compare_head_times), Holds::count},
                                    {"share", phrase(say::compare_head_share), Holds::percent}}};
        for (const auto& bin : people_.bins(payouts_.domain.to))
            finding.rows.push_back(
                {cell(bin.from), cell(bin.to), number(bin.count), share_of(bin.count, people_.size())});
        return finding;
    }

    const Ground& ground_;
    const Payouts& payouts_;
    WherePeopleAre people_;
};

}  // namespace

std::vector<Finding> payout_findings(const Ground& ground) {
    const auto found = payouts(ground);
    if (const auto* none = std::get_if<NoPath>(&found)) {
        if (none->why.empty()) return {};
        return {Finding{
            .name = "payout", .title = phrase(say::payout_title, ground.result.name), .sentence = none->why}};
    }
    return Curves(ground, std::get<Payouts>(found)).findings();
}

}  // namespace accrue::compare
