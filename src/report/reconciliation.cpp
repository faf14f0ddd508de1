#include "report/reconciliation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/findings.hpp"
#include "data/mixed_letters.hpp"
#include "data/words.hpp"

namespace accrue::report {
namespace {

using core::DefinitionId;
using data::RowId;

constexpr std::string_view total_name = "pay";

core::Input column_of(std::string name, const core::Type& type) {
    core::Input input;
    input.name = std::move(name);
    input.type = type;
    input.optional = true;
    return input;
}

Exact absolute(const Exact& value) {
    return value.sign() < 0 ? -value : value;
}

// What all is paid when the gate of one part opens, or does not, whatever its conditions say.
struct Gated {
    std::string name;
    run::Result open, closed;
};

// Where the row begins in its file.
Span place_of(const data::History& history, RowId row, const Sources& sources) {
    const auto of = history.rows[row];
    const auto text = sources[of.source].text().substr(of.offset);
    const auto& key = history.key(row);
    const auto at = text.substr(0, text.find_first_of("\r\n")).find(key);
    if (at == std::string_view::npos) return {of.offset, 1, of.source};
    return {of.offset + at, static_cast<std::uint32_t>(key.size()), of.source};
}

class Reconciling {
  public:
    explicit Reconciling(const ReconcileAsk& ask);
    std::vector<Reconciled> all();

  private:
    struct Asked {
        RowId row;
        const PaidColumn& column;
        Exact paid, computed;
        Exact difference() const { return paid - computed; }
        bool is_total(const Reconciling& of) const {
            return column.computed == of.ask_.scheme.levels[of.ask_.level].pay_total;
        }
    };
    using Likely = std::optional<Fact>;

    Exact computed(DefinitionId definition, RowId row, const run::Result& result) const {
        return result.definitions[definition.value].number(row);
    }
    Exact computed(DefinitionId definition, RowId row) const {
        return computed(definition, row, ask_.result);
    }
    bool pays(const run::Result& result, const Asked& asked) const;
    std::optional<Exact> exact(core::ExprId expression, RowId row) const;
    std::optional<Exact> unrounded(const Asked& asked) const;

    Likely by_rounding(const Asked& asked) const;
    Likely by_form(const Asked& asked) const;
    Likely by_param(const Asked& asked) const;
    Likely by_gate(const Asked& asked) const;
    Likely by_component(const Asked& asked) const;
    Likely by_month(const Asked& asked) const;
    void find_reason(Reconciled& found, RowId row, const PaidColumn& column);

    void run_with_earlier_params();
    run::Result run_with_gate(const core::GateNote& gate, bool opens) const;
    std::vector<Gated> gates() const;

    const ReconcileAsk& ask_;
    std::vector<PaidColumn> columns_;
    std::vector<std::pair<std::string, run::Result>> earlier_;  // by param
    std::vector<Gated> gates_;
    bool has_others_ = false;  // the last two
};

Reconciling::Reconciling(const ReconcileAsk& ask) : ask_(ask) {
    for (const auto& column : ask.paid.columns) {
        if (!ask.paid_history.columns[column.paid].absent) columns_.push_back(column);
    }
}

// Each dated value gives way to the one before it.
void Reconciling::run_with_earlier_params() {
    for (std::uint32_t i = 0; i < ask_.scheme.params.size(); ++i) {
        const auto& param = ask_.scheme.params[core::ParamId(i)];
        if (param.values.size() < 2) continue;
        auto scheme = ask_.scheme;
        auto& values = scheme.params[core::ParamId(i)].values;
        for (std::size_t k = values.size(); k-- > 1;) values[k].value = values[k - 1].value;
        earlier_.emplace_back(
            param.name, run::run(scheme, ask_.history, run::Keep::paid, run::rows_of_a_vector, ask_.workers));
    }
}

run::Result Reconciling::run_with_gate(const core::GateNote& gate, bool opens) const {
    auto scheme = ask_.scheme;
    for (const auto condition : gate.conditions) scheme.expressions[condition].node = core::Constant{opens};
    return run::run(scheme, ask_.history, run::Keep::paid, run::rows_of_a_vector, ask_.workers);
}

std::vector<Gated> Reconciling::gates() const {
    std::vector<Gated> gates;
    for (const auto& split : ask_.scheme.splits) {
        for (const auto& part : split.parts) {
            const auto* const note = part.gate ? ask_.scheme.gate_note(part.gate) : nullptr;
            const auto& definition = ask_.scheme.definitions[part.part];
            if (note != nullptr && definition.day == 0)
                gates.push_back(
                    {shown_name(definition), run_with_gate(*note, true), run_with_gate(*note, false)});
        }
    }
    return gates;
}

// ---------------------------------------------------------------- values

std::optional<Exact> Reconciling::exact(core::ExprId expression, RowId row) const {
    const auto* const number = explain::amount(ask_.evaluation.value(expression, row));
    return number == nullptr ? std::nullopt : std::optional(*number);
}

// Of the sum: the sum of what its pay lines are before they are rounded.
std::optional<Exact> Reconciling::unrounded(const Asked& asked) const {
    Exact sum = 0;
    for (const auto& pay : ask_.scheme.pays) {
        const auto& definition = ask_.scheme.definitions[pay.amount];
        const bool counts =
            asked.is_total(*this) ? definition.level == ask_.level : pay.amount == asked.column.computed;
        const auto* const round = std::get_if<core::Round>(&ask_.scheme.expressions[definition.value].node);
        if (!counts) continue;
        const auto value = exact(round == nullptr ? definition.value : round->of, asked.row);
        if (!value) return std::nullopt;
        sum += *value;
    }
    return sum;
}

// ---------------------------------------------------------------- reasons, the plainest first

Reconciling::Likely Reconciling::by_rounding(const Asked& asked) const {
    const auto exactly = unrounded(asked);
    if (exactly && *exactly == asked.paid) return Fact{kind::likely_unrounded, {}};
    const auto& step = ask_.scheme.rounding_step;
    const bool is_near = absolute(asked.difference()) < step;
    // the same amount, rounded up, down or to even
    const bool is_rounded_otherwise = exactly && absolute(asked.paid - *exactly) < step;
    if (is_near || is_rounded_otherwise) return Fact{kind::likely_rounding, {}};
    return std::nullopt;
}

Reconciling::Likely Reconciling::by_form(const Asked& asked) const {
    if (asked.paid == -asked.computed) return Fact{kind::likely_sign, {}};
    if (asked.computed.sign() == 0 || asked.paid.sign() == 0) return std::nullopt;
    if (asked.paid == asked.computed * Exact(100)) return Fact{kind::likely_hundredfold, {}};
    if (asked.paid * Exact(100) == asked.computed) return Fact{kind::likely_hundredth, {}};
    return std::nullopt;
}

// Exactly what was paid, by another computation?
bool Reconciling::pays(const run::Result& result, const Asked& asked) const {
    const auto& values = result.definitions[asked.column.computed.value];
    return values.state(asked.row) == run::State::present && values.number(asked.row) == asked.paid;
}

Reconciling::Likely Reconciling::by_param(const Asked& asked) const {
    for (const auto& [name, result] : earlier_) {
        if (pays(result, asked)) return Fact{kind::likely_param, {name}};
    }
    return std::nullopt;
}

Reconciling::Likely Reconciling::by_gate(const Asked& asked) const {
    for (const auto& gate : gates_) {
        if (pays(gate.open, asked)) return Fact{kind::likely_gate_open, {gate.name}};
        if (pays(gate.closed, asked)) return Fact{kind::likely_gate_closed, {gate.name}};
    }
    return std::nullopt;
}

Reconciling::Likely Reconciling::by_component(const Asked& asked) const {
    if (!asked.is_total(*this)) return std::nullopt;
    for (const auto& pay : ask_.scheme.pays) {
        if (ask_.scheme.definitions[pay.amount].level != ask_.level) continue;
        const auto amount = computed(pay.amount, asked.row);
        if (amount.sign() == 0 || amount == asked.computed) continue;
        if (asked.paid == amount) return Fact{kind::likely_alone, {pay.component}};
        if (-amount == asked.difference()) return Fact{kind::likely_left_out, {pay.component}};
    }
    return std::nullopt;
}

Reconciling::Likely Reconciling::by_month(const Asked& asked) const {
    if (asked.paid.sign() == 0) return std::nullopt;
    const auto& history = ask_.history;
    for (const auto period : history.different_periods_of(ask_.level)) {
        const auto row = history.find(ask_.level, history.key(asked.row), period);
        if (!row || *row == asked.row || computed(asked.column.computed, *row) != asked.paid) continue;
        return Fact{kind::likely_month, {ask_.scheme.calendar.to_text(period)}};
    }
    return std::nullopt;
}

// What else could have been paid is computed once something was.
void Reconciling::find_reason(Reconciled& found, RowId row, const PaidColumn& column) {
    if (!std::exchange(has_others_, true)) {
        gates_ = gates();
        run_with_earlier_params();
    }
    const Asked asked{row, column, *found.paid, *found.computed};
    using Try = Likely (Reconciling::*)(const Asked&) const;
    constexpr Try tries[] = {&Reconciling::by_rounding, &Reconciling::by_form,      &Reconciling::by_param,
                             &Reconciling::by_gate,     &Reconciling::by_component, &Reconciling::by_month};
    found.is_explained = true;
    for (const auto attempt : tries) {
        if (auto likely = (this->*attempt)(asked)) {
            found.likely = *std::move(likely);
            return;
        }
    }
    found.is_explained = false;
    found.likely = {kind::likely_residual, {}};
}

// ---------------------------------------------------------------- all rows

std::vector<Reconciled> Reconciling::all() {
    std::set<std::pair<std::string, Period>> places;
    const core::LevelId paid_level(std::size_t{0});
    const auto add = [&](const data::History& history, core::LevelId level) {
        for (const auto row : history.rows_of(level)) {
            const auto period = history.rows.periods[row.value];
            if (!ask_.period || period == *ask_.period) places.emplace(history.key(row), period);
        }
    };
    add(ask_.history, ask_.level);
    add(ask_.paid_history, paid_level);
    std::vector<Reconciled> all;
    for (const auto& [key, period] : places) {
        const auto row = ask_.history.find(ask_.level, key, period);
        const auto paid_row = ask_.paid_history.find(paid_level, key, period);
        for (const auto& column : columns_) {
            Reconciled found{.key = key,
                             .period = period,
                             .column = column.name,
                             .paid = {},
                             .computed = {},
                             .likely = {}};
            if (row) found.computed = computed(column.computed, *row);
            if (paid_row) {
                if (const auto cell = ask_.paid_history.value(column.paid, *paid_row))
                    found.paid = std::get<Exact>(*cell);
            }
            const auto distance = absolute(found.difference());
            found.is_equal = distance <= ask_.within;
            if (found.is_equal) {
                found.likely = {distance.sign() == 0 ? kind::likely_equal : kind::likely_within, {}};
            } else if (!found.paid || !found.computed) {
                found.likely = {found.paid ? kind::likely_not_computed : kind::likely_not_paid, {}};
            } else {
                find_reason(found, *row, column);
            }
            all.push_back(std::move(found));
        }
    }
    return all;
}

}  // namespace

PaidScheme paid_scheme(const core::Scheme& scheme, core::LevelId level) {
    PaidScheme paid;
    paid.scheme.name = scheme.name;
    paid.scheme.is_sketch = scheme.is_sketch;
    paid.scheme.currency = scheme.currency;
    paid.scheme.calendar = scheme.calendar;
    core::Level rows;
    rows.name = scheme.levels[level].name;
    const auto place = paid.scheme.levels.add(std::move(rows));
    const auto add = [&](const std::string& name, DefinitionId definition) {
        const auto is_same = [&](const PaidColumn& column) { return column.name == name; };
        if (std::ranges::any_of(paid.columns, is_same)) return;
        const auto input = paid.scheme.inputs.add(column_of(name, scheme.definitions[definition].type));
        paid.scheme.inputs[input].level = place;
        paid.columns.push_back({name, definition, input});
    };
    for (const auto& pay : scheme.pays) {
        if (scheme.definitions[pay.amount].level == level) add(pay.component, pay.amount);
    }
    add(std::string(total_name), scheme.levels[level].pay_total);
    return paid;
}

Diagnostics keys_paid_otherwise(const data::History& history, core::LevelId level, const data::History& paid,
                                const Sources& sources) {
    std::map<std::string, std::string> computed;  // by how it looks
    std::set<std::string> known;
    for (const auto row : history.rows_of(level)) {
        const auto& key = history.key(row);
        if (known.insert(key).second) computed.emplace(data::form_seen(key), key);
    }
    Diagnostics reports;
    std::set<std::string> others;
    for (const auto row : paid.rows_of(core::LevelId(std::size_t{0}))) {
        const auto& key = paid.key(row);
        const auto like = computed.find(data::form_seen(key));
        if (known.contains(key) || like == computed.end()) continue;
        if (!reports.empty()) {
            others.insert(key);
            continue;
        }
        reports.push_back(
            {kind::paid_key_otherwise, {place_of(paid, row, sources)}, {key, like->second}, {}});
        data::note_unseen(reports.front(), key, like->second);
    }
    if (!reports.empty()) others.erase(std::get<std::string>(reports.front().arguments.front()));
    if (!others.empty())
        reports.front().notes.push_back(
            {kind::other_names, {fmt::format("`{}`", fmt::join(others, "`, `"))}});
    return reports;
}

std::vector<Reconciled> reconciled(const ReconcileAsk& ask) {
    return Reconciling(ask).all();
}

}  // namespace accrue::report
