#include "compare/variants.hpp"

#include <algorithm>
#include <utility>

#include "core/walk.hpp"

namespace accrue::compare {
namespace {

using core::DefinitionId;
using core::ExprId;
using core::InputId;

// ---------------------------------------------------------------- the result

// What the counts do not hold becomes large. The counts are written where those of `to` stood.
void scale(const data::Column& from, const Exact& times, data::Column& to) {
    std::int64_t factor = 0;
    int digits = 0;
    while (!(times * Exact::scaled(1, -digits)).fits_scaled(1, factor)) ++digits;
    constexpr int most_digits = 15;
    const auto unit = Exact::scaled(1, from.digits);
    const bool has_room = from.digits + digits <= most_digits;
    to.digits = from.digits + (has_room ? digits : 0);
    to.large = from.large;
    for (auto& [row, value] : to.large) value *= times;
    for (std::size_t i = 0; i < from.values.size(); ++i) {
        auto& count = to.values[i];
        if (has_room && !__builtin_mul_overflow(from.values[i], factor, &count)) continue;
        const auto value = Exact(from.values[i]) * unit * times;
        if ((value / Exact::scaled(1, to.digits)).fits_scaled(1, count)) continue;
        count = 0;
        to.large.emplace_back(from.first.value + i, value);
    }
    std::ranges::sort(to.large, {}, &data::LargeNumbers::value_type::first);
}

}  // namespace

KeptColumns::KeptColumns(data::History& history, const std::vector<InputId>& inputs) : history_(history) {
    for (const auto input : inputs) kept_.emplace(input, history.columns[input]);
}

KeptColumns::~KeptColumns() {
    for (auto& [input, column] : kept_) history_.columns[input] = std::move(column);
}

ScaledResult::ScaledResult(data::History& history, const std::vector<InputId>& inputs)
    : history_(history), kept_(history, inputs) {}

void ScaledResult::to(const Exact& times) {
    for (const auto& [input, column] : kept_.columns())
        if (!column.absent) scale(column, times, history_.columns[input]);
}

// ---------------------------------------------------------------- schemes

core::Scheme without_rounding(core::Scheme scheme) {
    for (const auto& pay : scheme.pays) {
        auto& definition = scheme.definitions[pay.amount];
        const auto& expr = scheme.expressions[definition.value];
        const auto* round = std::get_if<core::Round>(&expr.node);
        if (round != nullptr && expr.origin.written_as == core::WrittenAs::pay_rounding)
            definition.value = round->of;
    }
    return scheme;
}

std::vector<Exact> plain_values(const core::Scheme& scheme, core::ParamId param) {
    std::vector<Exact> values;
    for (const auto& dated : scheme.params[param].values) {
        const auto* constant = std::get_if<core::Constant>(&scheme.expressions[dated.value].node);
        const auto* number = constant == nullptr ? nullptr : std::get_if<Exact>(&constant->value);
        if (number == nullptr) return {};
        values.push_back(*number);
    }
    return values;
}

core::Scheme with_param_values(core::Scheme scheme, core::ParamId param, const std::vector<Exact>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        scheme.expressions[scheme.params[param].values[i].value].node = core::Constant{values[i]};
    return scheme;
}

// ---------------------------------------------------------------- questions

namespace {

struct Asked {
    DefinitionId answer;
    std::size_t question;  // several conditions of one gate are one question
};

class Asking {
  public:
    explicit Asking(const core::Scheme& scheme) : scheme_(scheme) {
        const auto own = scheme.definitions.size();
        for (std::uint32_t i = 0; i < own; ++i)
            if (scheme_.definitions[DefinitionId(i)].day == 0) ask_of(DefinitionId(i));
    }

    std::vector<Question> answers(const data::History& history, Workers& workers) {
        if (questions_.empty()) return {};
        const auto run = run::run(scheme_, history, run::Keep::paid, run::rows_of_a_vector, &workers);
        std::vector<std::vector<std::uint8_t>> is_yes(questions_.size());
        for (const auto& asked : asked_)
            take(run.definitions[asked.answer.value], asked, history, is_yes[asked.question]);
        for (std::size_t i = 0; i < questions_.size(); ++i)
            questions_[i].yes = static_cast<std::size_t>(std::ranges::count(is_yes[i], 1));
        return questions_;
    }

  private:
    void ask_of(DefinitionId id) {
        const auto definition = scheme_.definitions[id];
        for (const auto at : core::within(scheme_, definition.value)) {
            if (const auto* note = scheme_.gate_note(at)) ask_gate(definition, *note);
            const auto expr = scheme_.expressions[at];
            const auto* clamp = std::get_if<core::Clamp>(&expr.node);
            if (clamp != nullptr && expr.origin.written_as == core::WrittenAs::capped)
                ask_cap(definition, expr, *clamp);
        }
    }
    void ask_gate(const core::Definition& definition, const core::GateNote& note) {
        questions_.push_back({.kind = Question::Kind::gate_closed, .name = definition.name});
        const auto conditions = note.conditions;
        for (const auto condition : conditions) add(definition, condition);
    }
    void ask_cap(const core::Definition& definition, const core::Expr& expr, const core::Clamp& clamp) {
        questions_.push_back({.kind = Question::Kind::at_cap, .name = definition.name});
        const auto reached = scheme_.expressions.add(
            {.node = core::Compare{.op = core::CompareOp::at_most, .left = clamp.right, .right = clamp.left},
             .type = {.kind = core::TypeKind::logical, .currency = ""},
             .origin = {.span = expr.origin.span}});
        add(definition, reached);
    }
    void add(const core::Definition& of, ExprId value) {
        auto asked = of;
        asked.kind = core::DefinitionKind::promise;
        asked.type = {.kind = core::TypeKind::logical, .currency = ""};
        asked.value = value;
        asked.shown_as_percent = false;
        const auto id = scheme_.definitions.add(std::move(asked));
        scheme_.order.push_back(id);
        asked_.push_back({id, questions_.size() - 1});
    }

    // A gate is closed where one of its conditions does not hold, a cap is reached where it does. Rows that
    // have no answer do not count.
    void take(const run::Values& values, const Asked& asked, const data::History& history,
              std::vector<std::uint8_t>& is_yes) {
        auto& question = questions_[asked.question];
        const auto rows = history.frames[scheme_.definitions[asked.answer].level].rows;
        const bool is_first = is_yes.empty();
        is_yes.resize(rows, 0);
        for (std::uint32_t i = 0; i < rows; ++i) {
            const data::RowId row(values.first.value + i);
            if (values.state(row) != run::State::present) continue;
            if (is_first) ++question.of;
            const bool holds = values.count(row) != 0;
            if (holds == (question.kind == Question::Kind::at_cap)) is_yes[i] = 1;
        }
    }

    core::Scheme scheme_;
    std::vector<Question> questions_;
    std::vector<Asked> asked_;
};

}  // namespace

std::vector<Question> answered(const core::Scheme& scheme, const data::History& history, Workers& workers) {
    return Asking(scheme).answers(history, workers);
}

}  // namespace accrue::compare
