#include "check/forgotten_percents.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

namespace {

using core::Arithmetic;
using core::ArithmeticOp;
using core::DefinitionId;
using core::ExprId;
using core::Scheme;

const Exact most_of = 2;                  // `2 of salary`: two salaries
const Exact least_share_in_percent = 10;  // `pipeline / quota >= 3`: three times as much
const Exact hardly_a_share_in_percent = 1000;
constexpr std::size_t most_looked_at = 500;  // values behind one name; of more nothing is said

// A number as it is written, without percent sign.
struct Figure {
    ExprId expr;
    Exact value;
};

class ForgottenPercents {
  public:
    ForgottenPercents(const Scheme& scheme, const Sources& sources, Diagnostics& diagnostics)
        : scheme_(scheme), sources_(sources), diagnostics_(diagnostics) {
        for (const Diagnostic& one : diagnostics) {
            if (one.kind == kind::percent_as_count) is_new(one.spans.front());
        }
    }

    void warn() {
        for (std::size_t i = 0; i < scheme_.expressions.size(); ++i) {
            const ExprId expr(i);
            warn_factor(expr);
            warn_compared(expr);
            warn_hundredfold(expr);
        }
        warn_paid_rates();
    }

  private:
    const Scheme& scheme_;
    const Sources& sources_;
    Diagnostics& diagnostics_;
    std::set<std::pair<std::uint32_t, std::uint64_t>>
        reported_;  // where; a line may be lowered more than once, or told of beside a percentage

    const core::Origin& origin(ExprId expr) const { return scheme_.expressions[expr].origin; }
    std::string text(ExprId expr) const { return first_line(sources_, origin(expr).span); }
    template <class Node>
    const Node* node(ExprId expr) const {
        return expr ? std::get_if<Node>(&scheme_.expressions[expr].node) : nullptr;
    }
    // The definition that is read there.
    const core::Definition* definition(ExprId expr) const {
        const auto* read = node<core::Read>(expr);
        const auto* id = read == nullptr ? nullptr : std::get_if<DefinitionId>(&read->what);
        return id == nullptr ? nullptr : &scheme_.definitions[*id];
    }

    bool is_new(Span place) { return reported_.insert({place.source.value, place.begin}).second; }

    void report(const Figure& figure, std::optional<Span> share) {
        const Span place = origin(figure.expr).span;
        if (!is_new(place)) return;
        const std::string written = text(figure.expr);
        std::vector<Span> spans{place};
        if (share) spans.push_back(*share);
        diagnostics_.push_back(
            {kind::forgotten_percent, std::move(spans), {written, percent_text(figure.value)}, {}});
        diagnostics_.back().notes.push_back(
            {kind::hint_two_readings, {written + "%", to_machine(figure.value * Exact(100)) + "%"}});
    }

    // ------------------------------------------------------------ figures

    std::optional<Exact> bare(ExprId expr) const {
        const auto* constant = node<core::Constant>(expr);
        const auto* value = constant == nullptr ? nullptr : std::get_if<Exact>(&constant->value);
        const bool is_number =
            value != nullptr && scheme_.expressions[expr].type.kind == core::TypeKind::number;
        if (!is_number || origin(expr).shown_as_percent) return std::nullopt;
        const auto literal = parse_literal(sources_.text(origin(expr).span));  // nothing of `3%` and `1/3`
        return literal == *value ? literal : std::nullopt;
    }

    // The figures that a factor can be, written there or behind the name of a param, a table or alternatives;
    // nothing when it can be anything else.
    std::vector<Figure> figures(ExprId expr) const {
        std::vector<Figure> found;
        std::vector<ExprId> open{expr};
        std::set<ExprId> seen;
        while (!open.empty()) {
            const ExprId at = open.back();
            open.pop_back();
            if (!at || !seen.insert(at).second) continue;
            if (seen.size() > most_looked_at) return {};
            if (const auto value = bare(at)) {
                found.push_back({at, *value});
                continue;
            }
            const auto behind = values_behind(at);
            if (behind.empty()) return {};
            open.insert(open.end(), behind.rbegin(), behind.rend());
        }
        return found;
    }
    std::vector<ExprId> values_behind(ExprId expr) const {
        std::vector<ExprId> values;
        if (const auto* named = definition(expr)) values.push_back(named->value);
        if (const auto* choice = node<core::Choose>(expr)) {
            for (const core::Case& one : choice->cases) values.push_back(one.value);
            if (choice->otherwise) values.push_back(choice->otherwise);
        }
        const auto* read = node<core::Read>(expr);
        if (const auto* param = read == nullptr ? nullptr : std::get_if<core::ParamId>(&read->what)) {
            for (const core::DatedValue& dated : scheme_.params[*param].values) values.push_back(dated.value);
        }
        return values;
    }

    // ------------------------------------------------------------ `5 of sales`

    void warn_factor(ExprId expr) {
        const auto* product = node<Arithmetic>(expr);
        if (product == nullptr || origin(expr).written_as != core::WrittenAs::percent_of) return;
        const auto all = figures(product->left);
        const auto figure = std::ranges::find_if(all, [](const Figure& one) { return one.value > most_of; });
        if (figure == all.end()) return;
        const bool is_here = figure->expr == product->left;
        report(*figure, is_here ? std::nullopt : std::optional(origin(expr).span));
    }

    // ------------------------------------------------------------ `sales / quota >= 80`

    void warn_compared(ExprId expr) {
        const auto* compared = node<core::Compare>(expr);
        if (compared == nullptr) return;
        warn_bound(compared->right, compared->left);
        warn_bound(compared->left, compared->right);
    }

    void warn_bound(ExprId bound, ExprId share) {
        const auto value = bare(bound);
        if (!value || *value < least_share_in_percent || *value >= hardly_a_share_in_percent) return;
        if (is_share_of_money(share)) report({bound, *value}, origin(share).span);
    }

    // Money by money, also behind names, bounds and conditions. By a figure it counts: `sales / 10k`; so does
    // what is rounded to whole.
    bool is_share_of_money(ExprId expr) const {
        std::vector<ExprId> open{expr};
        std::set<ExprId> seen;
        bool is_share = false;
        while (!open.empty()) {
            const ExprId at = open.back();
            open.pop_back();
            if (!at || !seen.insert(at).second || node<core::Constant>(at) != nullptr) continue;
            if (seen.size() > most_looked_at) return false;
            if (is_quotient_of_money(at)) {
                is_share = true;
                continue;
            }
            const auto behind = ratios_behind(at);
            if (behind.empty()) return false;
            open.insert(open.end(), behind.begin(), behind.end());
        }
        return is_share;
    }
    std::vector<ExprId> ratios_behind(ExprId expr) const {
        if (const auto* rounded = node<core::Round>(expr)) {
            const auto* step = node<core::Constant>(rounded->step);
            const auto* value = step == nullptr ? nullptr : std::get_if<Exact>(&step->value);
            return value != nullptr && *value < Exact(1) ? std::vector{rounded->of} : std::vector<ExprId>{};
        }
        if (const auto* bounded = node<core::Clamp>(expr)) return {bounded->left, bounded->right};
        if (const auto* covered = node<core::Default>(expr)) return {covered->of, covered->instead};
        const auto* read = node<core::Read>(expr);
        const bool is_param = read != nullptr && std::holds_alternative<core::ParamId>(read->what);
        return is_param ? std::vector<ExprId>{} : values_behind(expr);
    }
    bool is_quotient_of_money(ExprId expr) const {
        const auto* quotient = node<Arithmetic>(expr);
        return quotient != nullptr && quotient->op == ArithmeticOp::divide && is_money(quotient->left) &&
               is_money(quotient->right) && node<core::Constant>(quotient->right) == nullptr;
    }
    bool is_money(ExprId expr) const { return scheme_.expressions[expr].type.kind == core::TypeKind::money; }

    // ------------------------------------------------------------ `done : percent = sales / quota * 100`

    void warn_hundredfold(ExprId expr) {
        if (!origin(expr).shown_as_percent) return;
        const auto share = without_hundred(expr);
        const Span place = origin(expr).span;
        if (!share || !is_new(place)) return;
        diagnostics_.push_back({kind::percent_times_hundred, {place}, {}, {}});
        diagnostics_.back().notes.push_back({kind::hint_write, {*share}});
    }

    // `sales / quota * 100` and `sales * 100 / quota` as `sales / quota`.
    std::optional<std::string> without_hundred(ExprId expr) const {
        if (const ExprId share = times_hundred(expr))
            return is_quotient(share) ? std::optional(text(share)) : std::nullopt;
        const auto* quotient = node<Arithmetic>(expr);
        if (quotient == nullptr || quotient->op != ArithmeticOp::divide) return std::nullopt;
        const ExprId of = times_hundred(quotient->left);
        if (!of || node<core::Constant>(quotient->right) != nullptr) return std::nullopt;
        return operand_text(of) + " / " + operand_text(quotient->right);
    }
    // What is multiplied by a written 100.
    ExprId times_hundred(ExprId expr) const {
        const auto* product = node<Arithmetic>(expr);
        if (product == nullptr || product->op != ArithmeticOp::multiply ||
            origin(expr).written_as != core::WrittenAs::plain)
            return {};
        if (bare(product->right) == Exact(100)) return product->left;
        return bare(product->left) == Exact(100) ? product->right : ExprId{};
    }
    // Of two amounts, written there or behind a name.
    bool is_quotient(ExprId expr) const {
        while (const auto* named = definition(expr)) expr = named->value;
        const auto* quotient = node<Arithmetic>(expr);
        return quotient != nullptr && quotient->op == ArithmeticOp::divide &&
               node<core::Constant>(quotient->right) == nullptr;
    }
    std::string operand_text(ExprId expr) const {
        const auto* formula = node<Arithmetic>(expr);
        return formula == nullptr ? text(expr) : "(" + text(expr) + ")";
    }

    // ------------------------------------------------------------ `marginal sales { up to 1M : 2; otherwise
    // : 3 }`

    // Of what is paid as it stands: a percentage of credited sales may count some of them twice.
    void warn_paid_rates() {
        const auto paid = paid_as_they_stand();
        for (const core::TableNote& table : scheme_.table_notes) {
            if (!table.table || !paid.contains(table.table) || !is_money(table.key)) continue;
            const auto as = origin(table.table).written_as;
            if (as == core::WrittenAs::marginal_table || as == core::WrittenAs::whole_table)
                warn_rates(table);
        }
    }

    // 0 and 1 take a slice of it, and up to 1 a part.
    void warn_rates(const core::TableNote& table) {
        std::vector<Figure> rates;
        for (const core::Band& band : table.bands) {
            if (!band.value) continue;
            const auto of_band = figures(band.value);
            if (of_band.empty()) return;
            rates.insert(rates.end(), of_band.begin(), of_band.end());
        }
        std::erase_if(rates, [](const Figure& rate) { return rate.value.sign() == 0; });
        const auto is_below_1 = [](const Figure& rate) { return rate.value < Exact(1); };
        const auto is_above_1 = [](const Figure& rate) { return rate.value > Exact(1); };
        if (std::ranges::any_of(rates, is_below_1) || std::ranges::none_of(rates, is_above_1)) return;
        report(rates.front(), std::nullopt);
    }

    std::set<ExprId> paid_as_they_stand() const {
        std::set<ExprId> paid;
        std::vector<ExprId> open;
        for (const core::Pay& pay : scheme_.pays) open.push_back(scheme_.definitions[pay.amount].value);
        while (!open.empty()) {
            const ExprId at = open.back();
            open.pop_back();
            if (!at || !paid.insert(at).second) continue;
            for (const ExprId behind : amounts_behind(at)) open.push_back(behind);
        }
        return paid;
    }
    std::vector<ExprId> amounts_behind(ExprId expr) const {
        if (const auto* formula = node<Arithmetic>(expr)) {
            if (origin(expr).written_as == core::WrittenAs::part) return {formula->left};
            const bool is_sum = formula->op == ArithmeticOp::add || formula->op == ArithmeticOp::subtract;
            return is_sum ? std::vector{formula->left, formula->right} : std::vector<ExprId>{};
        }
        if (const auto* rounded = node<core::Round>(expr)) return {rounded->of};
        if (const auto* bounded = node<core::Clamp>(expr)) return {bounded->left, bounded->right};
        if (const auto* covered = node<core::Default>(expr)) return {covered->of, covered->instead};
        return values_behind(expr);
    }
};

}  // namespace

void warn_forgotten_percents(const Scheme& scheme, const Sources& sources, Diagnostics& diagnostics) {
    ForgottenPercents(scheme, sources, diagnostics).warn();
}

}  // namespace accrue::check
