#include "explain/recompute.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "number/calendar.hpp"
#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace accrue::testing {
namespace {

using Json = nlohmann::json;
using core::Value;

Exact exact(const std::string& text) {
    const auto slash = text.find('/');
    if (slash == std::string::npos) return *parse_decimal(text);
    return *parse_decimal(text.substr(0, slash)) / *parse_decimal(text.substr(slash + 1));
}

int digits(const std::string& text, std::size_t begin, std::size_t count) {
    return std::stoi(text.substr(begin, count));
}

Value value_of(const std::string& text, const std::string& kind) {
    if (kind == "yes/no") return text == "yes";
    if (kind == "text") return text;
    if (kind == "date") return Date::of(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
    if (kind == "month") return Month::of(digits(text, 0, 4), digits(text, 5, 2));
    return exact(text);
}

bool same(const Value& a, const Value& b) {
    const auto* text = std::get_if<std::string>(&a);
    return text != nullptr ? folded(*text) == folded(std::get<std::string>(b)) : a == b;
}

bool below(const Value& a, const Value& b) {
    if (const auto* number = std::get_if<Exact>(&a)) return *number < std::get<Exact>(b);
    if (const auto* date = std::get_if<Date>(&a)) return *date < std::get<Date>(b);
    return std::get<Month>(a) < std::get<Month>(b);
}

Exact to_step(const Exact& value, const std::string& mode, const Exact& step) {
    static const std::map<std::string, Rounding> modes = {{"up", Rounding::up},
                                                          {"down", Rounding::down},
                                                          {"half_up", Rounding::half_up},
                                                          {"half_down", Rounding::half_down},
                                                          {"half_even", Rounding::half_even},
                                                          {"ceiling", Rounding::ceiling},
                                                          {"floor", Rounding::floor},
                                                          {"zero_five_up", Rounding::zero_five_up}};
    return rounded(value, modes.at(mode), step);
}

}  // namespace

// ---------------------------------------------------------------- nodes

std::optional<std::string> Recomputer::first_wrong() {
    for (std::size_t id = 0; id < trace_["nodes"].size(); ++id) {
        const auto& node = trace_["nodes"][id];
        ++seen_["kind " + node["kind"].get<std::string>()];
        if (!node.contains("computed") || node["kind"] == "division" || node["kind"] == "lots") continue;
        const auto said = given(node);
        const auto* value_said = std::get_if<Value>(&said);
        if (value_said == nullptr) continue;  // why there is none may lie in the bounds of numbers and dates
        const auto& again = value(id);
        const auto* value_again = std::get_if<Value>(&again);
        const bool right = value_again != nullptr && same(*value_said, *value_again);
        if (!right) return node.dump(1);
    }
    return std::nullopt;
}

std::vector<std::size_t> Recomputer::leaves() const {
    std::vector<std::size_t> found;
    for (std::size_t id = 0; id < trace_["nodes"].size(); ++id) {
        const auto& node = trace_["nodes"][id];
        if (!node.contains("computed") && node.contains("value")) found.push_back(id);
    }
    return found;
}

// A condition that has no value of its own says by `holds` whether it is yes.
Recomputer::Known Recomputer::given(const Json& node) const {
    if (node["status"] == "failed") return Failed{};
    if (!node.contains("value")) return Missing{};
    const auto type = node["type"].get<std::string>();
    return value_of(node["value"]["exact"], type.starts_with("money") ? "number" : type);
}

const Recomputer::Known& Recomputer::value(std::size_t id) {
    const auto found = known_.find(id);
    if (found != known_.end()) return found->second;
    const auto& node = trace_["nodes"][id];
    auto known = node.contains("computed") ? eval(node["computed"]) : given(node);
    return known_.emplace(id, std::move(known)).first->second;
}

// ---------------------------------------------------------------- terms

Recomputer::Known Recomputer::eval(const Json& term) {
    if (term.is_null()) return Missing{};
    if (term.contains("node")) return value(term["node"].get<std::size_t>());
    if (term.contains("constant")) return value_of(term["constant"], term["kind"]);
    const auto op = term["op"].get<std::string>();
    const auto& of = term["of"];
    ++seen_[op];
    if (op == "add" || op == "subtract" || op == "multiply" || op == "divide" || op == "smaller" ||
        op == "larger")
        return arithmetic(op, of);
    if (op == "equal" || op == "less" || op == "at_most") return compare(op, of);
    if (op == "and" || op == "or" || op == "not") return logic(op, of);
    if (op == "choose") return choose(of);
    if (op == "rounded") {
        const auto amount = number(of[0]), step = number(of[1]);
        if (!amount || !step) return Failed{};
        return Value(to_step(*amount, term["mode"], *step));
    }
    if (op == "default") {
        auto first = eval(of[0]);
        return std::holds_alternative<Missing>(first) ? used(eval(of[1])) : first;
    }
    if (op == "months_between") {
        const auto from = eval(of[0]), to = eval(of[1]);
        if (from.index() != 2 || to.index() != 2) return Failed{};
        return Value(Exact(
            months_between(std::get<Date>(std::get<Value>(from)), std::get<Date>(std::get<Value>(to)))));
    }
    if (op == "sum" || op == "count" || op == "smallest" || op == "largest") return aggregate(op, term);
    if (op == "rank") return rank(term);
    if (op == "solution") return solution(term);
    if (op == "share" || op == "rest_share" || op == "claimed") return of_division(op, term);
    if (op.starts_with("lot")) return of_lots(op, term);
    throw std::logic_error("an operation that nobody knows: " + op);
}

Recomputer::Known Recomputer::used(Known known) const {
    return std::holds_alternative<Missing>(known) ? Known(Failed{}) : known;
}

std::optional<Exact> Recomputer::number(const Json& term) {
    const auto known = eval(term);
    const auto* found = std::get_if<Value>(&known);
    return found != nullptr ? std::optional(std::get<Exact>(*found)) : std::nullopt;
}

Recomputer::Known Recomputer::arithmetic(const std::string& op, const Json& of) {
    std::vector<Value> values;
    for (const auto& each : of) {
        const auto known = eval(each);
        if (known.index() != 2) return Failed{};
        values.push_back(std::get<Value>(known));
    }
    if (const auto* date = std::get_if<Date>(&values[0])) {
        if (const auto* other = std::get_if<Date>(&values[1])) return Value(Exact(date->days - other->days));
        const auto days = std::get<Exact>(values[1]);
        const Exact moved = Exact(date->days) + (op == "add" ? days : -days);
        std::int64_t count = 0;
        if (!moved.is_integer() || !moved.fits_scaled(1, count)) return Failed{};
        return Value(Date{static_cast<std::int32_t>(count)});
    }
    auto result = std::get<Exact>(values[0]);
    for (std::size_t i = 1; i < values.size(); ++i) {
        const auto& next = std::get<Exact>(values[i]);
        if (op == "divide" && next.sign() == 0) return Missing{};
        result = op == "add"        ? result + next
                 : op == "subtract" ? result - next
                 : op == "multiply" ? result * next
                 : op == "divide"   ? result / next
                 : op == "smaller"  ? std::min(result, next)
                                    : std::max(result, next);
    }
    return Value(result);
}

Recomputer::Known Recomputer::compare(const std::string& op, const Json& of) {
    const auto left = eval(of[0]), right = eval(of[1]);
    if (left.index() != 2 || right.index() != 2) return Failed{};
    const auto &a = std::get<Value>(left), &b = std::get<Value>(right);
    return Value(op == "equal" ? same(a, b) : op == "less" ? below(a, b) : !below(b, a));
}

Recomputer::Known Recomputer::logic(const std::string& op, const Json& of) {
    if (op == "not") {
        const auto known = eval(of[0]);
        return known.index() == 2 ? Known(Value(!std::get<bool>(std::get<Value>(known)))) : Known(Failed{});
    }
    const bool settling = op == "or";
    bool unknown = false;
    for (const auto& each : of) {
        const auto known = eval(each);
        const auto* found = std::get_if<Value>(&known);
        if (found != nullptr && std::get<bool>(*found) == settling) return Value(settling);
        unknown = unknown || found == nullptr;
    }
    return unknown ? Known(Failed{}) : Known(Value(!settling));
}

Recomputer::Known Recomputer::choose(const Json& of) {
    std::size_t i = 0;
    for (; i + 1 < of.size(); i += 2) {
        const auto condition = eval(of[i]);
        if (condition.index() != 2) return Failed{};
        if (std::get<bool>(std::get<Value>(condition))) return used(eval(of[i + 1]));
    }
    return i < of.size() ? used(eval(of[i])) : Known(Failed{});
}

// ---------------------------------------------------------------- rows

std::optional<Recomputer::Known> Recomputer::element(const Json& operand) {
    const bool is_asked = operand.contains("op") && operand["op"] == "counted";
    if (!is_asked) return used(eval(operand));
    ++seen_["counted"];
    const auto counts = eval(operand["of"][0]);
    if (counts.index() != 2) return Failed{};
    if (!std::get<bool>(std::get<Value>(counts))) return std::nullopt;
    return used(eval(operand["of"][1]));
}

Recomputer::Known Recomputer::aggregate(const std::string& op, const Json& term) {
    std::vector<Value> values;
    for (const auto& operand : term["of"]) {
        const auto known = element(operand);
        if (!known) continue;
        if (known->index() != 2) return Failed{};
        values.push_back(std::get<Value>(*known));
    }
    if (op == "count") return Value(Exact(static_cast<std::int64_t>(values.size())));
    if (op == "sum") {
        Exact sum = 0;
        for (const auto& each : values) sum += std::get<Exact>(each);
        return Value(sum);
    }
    if (values.empty()) return Missing{};
    return op == "smallest" ? *std::ranges::min_element(values, below)
                            : *std::ranges::max_element(values, below);
}

Recomputer::Known Recomputer::rank(const Json& term) {
    const auto index = term["index"].get<std::int64_t>();
    std::vector<Value> values;
    std::optional<Value> own;
    for (std::size_t i = 0; i < term["of"].size(); ++i) {
        const auto known = element(term["of"][i]);
        if (!known) continue;
        if (known->index() != 2) return Failed{};
        values.push_back(std::get<Value>(*known));
        if (static_cast<std::int64_t>(i) == index) own = values.back();
    }
    if (!own) return Missing{};
    const auto above = std::ranges::count_if(values, [&](const Value& each) { return below(*own, each); });
    return Value(Exact(1 + above));
}

// ---------------------------------------------------------------- equations

// By elimination, each unknown in its turn.
Recomputer::Known Recomputer::solution(const Json& term) {
    const auto size = term["of"].size();
    std::vector<std::vector<Exact>> rows;
    for (std::size_t i = 0; i < size; ++i) {
        const auto& of = term["of"][i]["of"];
        std::vector<Exact> row;
        for (std::size_t j = 0; j < size; ++j) {
            const auto coefficient = number(of[j + 1]);
            if (!coefficient) return Failed{};
            row.push_back((i == j ? Exact(1) : Exact(0)) - *coefficient);
        }
        const auto constant = number(of[0]);
        if (!constant) return Failed{};
        row.push_back(*constant);
        rows.push_back(std::move(row));
    }
    for (std::size_t column = 0; column < size; ++column) {
        std::size_t pivot = column;
        while (pivot < size && rows[pivot][column].sign() == 0) ++pivot;
        if (pivot == size) return Failed{};
        std::swap(rows[column], rows[pivot]);
        for (std::size_t i = 0; i < size; ++i) {
            if (i == column) continue;
            const Exact factor = rows[i][column] / rows[column][column];
            for (std::size_t j = 0; j <= size; ++j) rows[i][j] -= factor * rows[column][j];
        }
    }
    const auto unknown = term["index"].get<std::size_t>();
    return Value(Exact(rows[unknown][size] / rows[unknown][unknown]));
}

// ---------------------------------------------------------------- shares

struct Recomputer::Division {
    struct Member {
        Exact weight = 0, share = 0, exact = 0, rest = 0;
        bool takes = false, out = false;
        std::vector<Exact> claims;
    };
    Exact pool = 0;
    std::vector<Member> members;

    void divide(bool nobody_below_0) {
        for (bool again = true; again;) {
            again = false;
            Exact claims = 0, weights = 0;
            for (const auto& each : members) {
                if (each.out) continue;
                for (const auto& claim : each.claims) claims += claim;
                weights += each.weight;
            }
            const Exact rest = pool - claims;
            for (auto& each : members) {
                each.exact = each.rest = 0;
                if (each.out) continue;
                if (weights.sign() != 0) each.rest = rest * each.weight / weights;
                each.exact = each.rest;
                for (const auto& claim : each.claims) each.exact += claim;
            }
            for (auto& each : members) {
                if (!nobody_below_0 || each.exact.sign() >= 0) continue;
                each.out = again = true;
            }
        }
    }
    void to_steps(const std::string& mode, const Exact& step) {
        Exact sum = 0;
        for (auto& each : members) {
            each.share = to_step(each.exact, mode == "largest_fractions" ? "floor" : mode, step);
            sum += each.share;
        }
        if (mode != "largest_fractions") {
            for (auto& each : members) each.share += each.takes ? pool - sum : Exact(0);
            return;
        }
        std::vector<Member*> order;
        for (auto& each : members) order.push_back(&each);
        std::ranges::stable_sort(order, [](const Member* a, const Member* b) {
            return a->exact - a->share > b->exact - b->share;
        });
        for (auto* each : order) {
            if (sum >= pool) break;
            each->share += step;
            sum += step;
        }
    }
};

Recomputer::Known Recomputer::of_division(const std::string& op, const Json& term) {
    const auto& said = node(term["of"][0]["node"].get<std::size_t>())["computed"];
    const auto& of = said["of"];
    ++seen_[said["op"].get<std::string>()];
    const auto pool = number(of[0]), step = number(of[1]);
    if (!pool || !step) return Failed{};
    Division division{.pool = *pool, .members = {}};
    for (std::size_t i = 2; i < of.size(); ++i) {
        const auto& facts = of[i]["of"];
        Division::Member member;
        const auto weight = number(facts[0]);
        const auto takes = eval(facts[1]);
        if (!weight || takes.index() != 2) return Failed{};
        member.weight = *weight;
        member.takes = std::get<bool>(std::get<Value>(takes));
        for (std::size_t claim = 2; claim < facts.size(); ++claim) {
            const auto known = element(facts[claim]);
            if (known && known->index() != 2) return Failed{};
            member.claims.push_back(known ? std::get<Exact>(std::get<Value>(*known)) : Exact(0));
        }
        division.members.push_back(std::move(member));
    }
    division.divide(said["op"] == "division_never_below_0");
    division.to_steps(said["mode"], *step);
    const auto index = term["index"].get<std::size_t>();
    if (op == "share") return Value(division.members.at(index).share);
    if (op == "rest_share") return Value(division.members.at(index).rest);
    Exact sum = 0;
    for (const auto& each : division.members) sum += each.out ? Exact(0) : each.claims.at(index);
    return Value(sum);
}

// ---------------------------------------------------------------- lots

struct Recomputer::Lots {
    struct Lot {
        std::int64_t of;
        Exact amount;
    };
    std::vector<Lot> left;
    Exact taken = 0, expired = 0, sum = 0;
    std::map<std::int64_t, Exact> found;  // what the period found of each lot, or added to it

    void period(std::int64_t now, const Exact& add, Exact wanted, std::int64_t usable_for) {
        taken = expired = sum = 0;
        found.clear();
        std::vector<Lot> next;
        for (const auto& lot : left) {
            found[lot.of] = lot.amount;
            if (usable_for > 0 && now - lot.of > usable_for) {
                expired += lot.amount;
                continue;
            }
            const Exact part = std::min(lot.amount, wanted);
            taken += part;
            wanted -= part;
            if (lot.amount > part) next.push_back({lot.of, lot.amount - part});
        }
        if (add.sign() > 0) next.push_back({now, found[now] = add});
        left = std::move(next);
        for (const auto& lot : left) sum += lot.amount;
    }
};

Recomputer::Known Recomputer::of_lots(const std::string& op, const Json& term) {
    const auto& of = node(term["of"][0]["node"].get<std::size_t>())["computed"]["of"];
    const auto wanted = term["index"].get<std::int64_t>();
    const auto usable_for = *number(of[0]);
    std::int64_t periods = 0;
    usable_for.fits_scaled(1, periods);
    Lots lots;
    for (std::size_t i = 1; i < of.size(); ++i) {
        const auto now = of[i]["index"].get<std::int64_t>();
        const auto add = number(of[i]["of"][0]), take = number(of[i]["of"][1]);
        if (!add || !take) return Failed{};
        lots.period(now, *add, *take, periods);
        if (of[i]["of"].size() > 2) {
            lots.sum = *number(of[i]["of"][2]);
            lots.left = {{now, lots.sum}};
        }
        if (op != "lot" && static_cast<std::int64_t>(i) == wanted + 1) break;
    }
    return Value(op == "lot"          ? lots.found[wanted]
                 : op == "lots_left"  ? lots.sum
                 : op == "lots_taken" ? lots.taken
                                      : lots.expired);
}

}  // namespace accrue::testing
