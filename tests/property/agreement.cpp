#include "agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "core/cut.hpp"
#include "core/walk.hpp"
#include "explain/evaluate.hpp"
#include "run/run.hpp"

namespace accrue::property {
namespace {

using core::DefinitionId;
using data::RowId;
using run::State;

std::string shown(const core::Value& value) {
    const overloaded text{
        [](const Exact& number) { return number.as_fraction(); },
        [](bool yes) { return std::string(yes ? "yes" : "no"); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& each) { return "\"" + each + "\""; },
    };
    return std::visit(text, value);
}

std::string shown(const explain::Outcome& outcome) {
    const overloaded text{
        [](const core::Value& value) { return shown(value); },
        [](explain::Missing) { return std::string("missing"); },
        [](const explain::Failure&) { return std::string("failed"); },
    };
    return std::visit(text, outcome);
}

// What the columns hold, as a value of core.
core::Value value_of(const run::Result& result, const run::Values& values, RowId row) {
    const auto count = values.count(row);
    switch (values.kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return values.number(row);
        case core::TypeKind::date:
            return Date{static_cast<std::int32_t>(count)};
        case core::TypeKind::month:
            return Month{static_cast<std::int32_t>(count)};
        case core::TypeKind::text:
            return result.texts[static_cast<std::size_t>(count)];
        case core::TypeKind::logical:
            return count != 0;
    }
    return false;
}

bool same(const core::Value& a, const core::Value& b) {
    const auto* text = std::get_if<std::string>(&a);
    return text != nullptr ? folded(*text) == folded(std::get<std::string>(b)) : a == b;
}

State state_of(const explain::Outcome& outcome) {
    return static_cast<State>(outcome.index());
}

template <class Enum>
std::string numbered(const char* name, Enum value) {
    return fmt::format("{} {}", name, static_cast<int>(value));
}

class Comparison {
  public:
    Comparison(const Trial& trial, const data::History& history, Seen& seen)
        : trial_(trial),
          scheme_(trial.scheme),
          history_(history),
          seen_(seen),
          workers_(trial.threads),
          runner_(scheme_, run::Keep::everything, trial.vector_rows, &workers_),
          reference_(scheme_, history, sources_) {
        if (!trial.rows_before.empty()) run_before();
        if (trial.threads > 1) ++seen_["run on several threads"];
        everything_ = runner_.run(history);
        if (trial.also_paid) paid_ = run::Runner(scheme_, run::Keep::paid, runner_).run(history);
    }

    std::optional<std::string> first() {
        for (const auto id : scheme_.order) {
            for (const auto row : history_.rows_of(scheme_.definitions[id].level)) {
                if (auto found = difference(everything_, id, row)) return found;
                if (paid_ && is_paid(id)) {
                    if (auto found = difference(*paid_, id, row)) return "keeping what is paid: " + *found;
                }
            }
        }
        note_paths();
        const auto failed = failed_rows();
        if (failed != everything_.failed_rows || (paid_ && failed != paid_->failed_rows))
            return "failed rows differ";
        if (auto found = unequal_share()) return found;
        if (auto found = difference_of_unread()) return found;
        const auto level = core::cut_by(scheme_);
        return level ? difference_of_parts(*level) : std::nullopt;
    }

  private:
    void run_before() {
        const auto before = data::from_rows(scheme_, trial_.rows_before, trial_.references_before);
        runner_.take_back(runner_.run(before));
        const auto same_columns = [](const data::Column& a, const data::Column& b) {
            return a.digits == b.digits && a.absent == b.absent;
        };
        const bool same_shape = std::ranges::equal(before.columns, history_.columns, same_columns);
        ++seen_[same_shape ? "run after another history" : "run after another history of another shape"];
    }

    // ------------------------------------------------------------ parts

    // Every key's rows by themselves, one key after another: the same values as in the whole.
    std::optional<std::string> difference_of_parts(core::LevelId level) {
        ++seen_["run key by key"];
        if (scheme_.levels.size() > 1) ++seen_["run key by key with records"];
        std::set<std::string> keys;
        for (const auto& row : trial_.rows) {
            if (row.level == level) keys.insert(row.key);
        }
        for (const auto& key : keys) {
            const auto part = data::from_rows(scheme_, rows_of_key(level, key), trial_.references);
            auto result = runner_.run(part);
            for (const auto id : scheme_.order) {
                if (scheme_.definitions[id].level != level) continue;
                if (auto found = difference_of_part(id, part, result)) return "by itself: " + *found;
            }
            runner_.take_back(std::move(result));
        }
        return std::nullopt;
    }
    // The key's rows, and the records in them.
    std::vector<data::GivenRow> rows_of_key(core::LevelId level, const std::string& key) const {
        std::vector<data::GivenRow> rows;
        std::map<std::size_t, std::size_t> places;  // by place in the whole
        for (std::size_t i = 0; i < trial_.rows.size(); ++i) {
            auto row = trial_.rows[i];
            const bool is_record = row.level != level;
            const auto parent = is_record && row.parent ? places.find(*row.parent) : places.end();
            if (is_record ? parent == places.end() : row.key != key) continue;
            if (is_record) row.parent = parent->second;
            places.emplace(i, rows.size());
            rows.push_back(std::move(row));
        }
        return rows;
    }
    std::optional<std::string> difference_of_part(DefinitionId id, const data::History& part,
                                                  const run::Result& result) {
        const auto level = scheme_.definitions[id].level;
        const auto& values = result.definitions[id.value];
        for (const auto row : part.rows_of(level)) {
            const auto whole = history_.find(level, part.key(row), part.rows[row].period);
            const auto& expected = reference_.value(id, *whole);
            const auto* value = explain::present(expected);
            if (values.state(row) != state_of(expected) ||
                (value != nullptr && !same(*value, value_of(result, values, row)))) {
                return fmt::format("`{}` of `{}`: the reference says {}", scheme_.definitions[id].name,
                                   part.key(row), shown(expected));
            }
        }
        return std::nullopt;
    }

    bool is_paid(DefinitionId id) const {
        const auto kind = scheme_.definitions[id].kind;
        return kind == core::DefinitionKind::pay_line || kind == core::DefinitionKind::pay_total ||
               kind == core::DefinitionKind::promise;
    }

    std::optional<std::string> difference(const run::Result& result, DefinitionId id, RowId row) {
        const auto& expected = reference_.value(id, row);
        if (const auto* failure = std::get_if<explain::Failure>(&expected))
            ++seen_[numbered("failure", failure->kind)];
        const auto& values = result.definitions[id.value];
        const auto state = values.state(row);
        const auto* value = explain::present(expected);
        const bool agrees =
            state == state_of(expected) && (value == nullptr || same(*value, value_of(result, values, row)));
        note(values, state, row);
        if (agrees) return std::nullopt;
        const std::string got = state == State::present   ? shown(value_of(result, values, row))
                                : state == State::missing ? "missing"
                                                          : "failed";
        return fmt::format("`{}` of {} `{}` on {}: the reference says {}, the columns {}",
                           scheme_.definitions[id].name, scheme_.levels[history_.rows[row].level].name,
                           history_.key(row), to_text(history_.rows[row].date), shown(expected), got);
    }

    void note(const run::Values& values, State state, RowId row) {
        ++seen_["values"];
        ++seen_[state == State::present ? "present" : state == State::missing ? "missing" : "failed"];
        if (!values.denominators.empty() && values.denominators[values.place(row)] != 1)
            ++seen_["ratios stored"];
        if (!values.large.empty() && row == values.first) seen_["large values stored"] += values.large.size();
    }
    void note_paths() {
        for (const auto* result : {&everything_, paid_ ? &*paid_ : nullptr}) {
            if (result == nullptr) continue;
            seen_["vectors in int64"] += result->paths.int64;
            seen_["vectors in int128"] += result->paths.int128;
            seen_["vectors in rationals"] += result->paths.rational;
            seen_["vectors of several periods"] += result->paths.of_periods;
        }
    }

    std::vector<RowId> failed_rows() {
        std::vector<RowId> rows;
        for (const auto level : core::paying_levels(scheme_)) {
            for (const auto row : history_.rows_of(level)) {
                const auto fails = [&](DefinitionId id) {
                    return explain::present(reference_.value(id, row)) == nullptr;
                };
                const auto line_fails = [&](const core::Pay& pay) {
                    return scheme_.definitions[pay.amount].level == level && fails(pay.amount);
                };
                if (std::ranges::any_of(scheme_.pays, line_fails) || fails(scheme_.levels[level].pay_total))
                    rows.push_back(row);
            }
        }
        return rows;
    }

    // Shares that all have a value add up to their pool.
    std::optional<std::string> unequal_share() {
        for (const auto& share : scheme_.shares) {
            const auto& results = everything_.definitions[share.result.value];
            const auto& pools = everything_.definitions[share.pool.value];
            for (const auto row : history_.rows_of(share.of)) {
                const auto members = history_.inside(row, scheme_.definitions[share.result].level);
                const auto has_value = [&](RowId member) { return results.state(member) == State::present; };
                if (members.empty() || !std::ranges::all_of(members, has_value)) continue;
                Exact sum = 0;
                for (const auto member : members) sum += results.number(member);
                ++seen_["pools divided"];
                if (sum != pools.number(row))
                    return fmt::format("the shares of `{}` are not their pool", share.name);
            }
        }
        return std::nullopt;
    }

    std::optional<std::string> difference_of_unread() {
        for (const auto& [id, count] : everything_.unread_failures) {
            std::size_t expected = 0;
            for (const auto row : history_.rows_of(scheme_.definitions[id].level))
                expected += explain::present(reference_.value(id, row)) == nullptr ? 1 : 0;
            if (expected != count)
                return fmt::format("`{}` fails {} times", scheme_.definitions[id].name, expected);
            ++seen_["unread failures"];
        }
        if (paid_ && everything_.unread_failures != paid_->unread_failures)
            return "unread failures depend on what is kept";
        return std::nullopt;
    }

    const Trial& trial_;
    const core::Scheme& scheme_;
    const data::History& history_;
    Seen& seen_;
    Sources sources_;
    Workers workers_;
    run::Runner runner_;
    run::Result everything_;
    std::optional<run::Result> paid_;
    explain::Evaluation reference_;
};

// ---------------------------------------------------------------- which kinds a scheme has

// Which rows an aggregate takes, seen from a row of that level.
std::string rows_of(const core::Scheme& scheme, const core::Aggregate& e, core::LevelId own) {
    const auto elements = scheme.definitions[e.of].level;
    if (e.so_far) return "so far";
    if (!e.base) return "everybody";
    if (e.base == own && elements == own) return "own";
    return e.base == own ? "inside" : elements == own ? "beside" : "elsewhere";
}

void note_aggregate(const core::Scheme& scheme, const core::Aggregate& e, core::LevelId own, Seen& seen) {
    const auto rows = rows_of(scheme, e, own);
    ++seen[rows + " " + numbered("aggregate", e.op)];
    ++seen[rows + " " + numbered("window", e.window)];
    if (e.where) ++seen[rows + " where"];
    if (e.paired) ++seen[rows + " paired"];
    if (rows == "own") ++seen[numbered(numbered("window", e.window).c_str(), e.op)];
    if (e.where) ++seen[numbered("aggregate where", e.op)];
}

std::string kind_of(const core::Expr& expr) {
    const auto of_type = [&](const char* name) {
        return fmt::format("{} of {}", name, core::to_text(expr.type));
    };
    const overloaded name{
        [&](const core::Constant&) { return of_type("constant"); },
        [&](const core::Read& e) {
            const char* const what[] = {"input", "param", "definition", "built-in name"};
            return fmt::format("read of {}", what[e.what.index()]);
        },
        [&](const core::Previous&) { return of_type("previous"); },
        [&](const core::Arithmetic& e) { return of_type(numbered("arithmetic", e.op).c_str()); },
        [&](const core::Compare& e) { return numbered("comparison", e.op); },
        [&](const core::Logic& e) { return numbered("logic", e.op); },
        [&](const core::Choose& e) { return of_type(e.otherwise ? "choice" : "choice or error"); },
        [&](const core::Clamp& e) { return numbered("clamp", e.op); },
        [&](const core::Round& e) { return numbered("rounding", e.mode); },
        [&](const core::Aggregate&) { return std::string("aggregate"); },
        [&](const core::Lookup&) { return of_type("lookup"); },
        [&](const core::Shared&) { return std::string("share"); },
        [&](const core::Solved&) { return std::string("unknown"); },
        [&](const core::FromLots& e) { return numbered("lots", e.part); },
        [&](const core::MonthsBetween&) { return std::string("months between"); },
        [&](const core::Default&) { return of_type("default"); },
    };
    return std::visit(name, expr.node);
}

// A read of a row above, of a built-in name, of a record before.
void note_reads(const core::Scheme& scheme, const core::Expr& expr, core::LevelId own, Seen& seen) {
    if (const auto* previous = std::get_if<core::Previous>(&expr.node)) {
        if (previous->back > 0) ++seen["previous of some periods back"];
        if (scheme.levels[own].kind == core::LevelKind::records) ++seen["previous record"];
    }
    const auto* read = std::get_if<core::Read>(&expr.node);
    if (read == nullptr) return;
    const overloaded note{
        [&](core::InputId id) { seen["outer input"] += scheme.inputs[id].level != own ? 1 : 0; },
        [&](DefinitionId id) { seen["outer definition"] += scheme.definitions[id].level != own ? 1 : 0; },
        [&](core::Builtin builtin) { ++seen[numbered("built-in name", builtin)]; },
        [](core::ParamId) {},
    };
    std::visit(note, read->what);
}

void note_kinds(const core::Scheme& scheme, Seen& seen) {
    for (const auto& definition : scheme.definitions) {
        for (const auto id : core::within(scheme, definition.value)) {
            const auto& expr = scheme.expressions[id];
            ++seen[kind_of(expr)];
            note_reads(scheme, expr, definition.level, seen);
            if (const auto* aggregate = std::get_if<core::Aggregate>(&expr.node))
                note_aggregate(scheme, *aggregate, definition.level, seen);
        }
    }
    for (const auto& share : scheme.shares) {
        ++seen[share.nobody_below_0 ? "share: nobody below 0" : "share: below 0 is an error"];
        ++seen[share.remainder_to ? "share: remainder to one" : "share: largest fractions"];
        ++seen[share.weight ? "share: rest" : "share: no rest"];
    }
}

}  // namespace

std::optional<std::string> disagreement(const Trial& trial, Seen& seen) {
    const auto history = data::from_rows(trial.scheme, trial.rows, trial.references);
    note_kinds(trial.scheme, seen);
    return Comparison(trial, history, seen).first();
}

}  // namespace accrue::property
