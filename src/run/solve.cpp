// Systems of linear equations, row by row, by elimination over rationals.
#include "run/operations.hpp"

namespace accrue::run {
namespace {

using Line = std::vector<Exact>;

// Σ (1 or 0 - coefficient) × unknown = constant, by whole lines; nothing when that has no single solution.
std::optional<Line> solution(std::vector<Line> lines) {
    const auto count = lines.size();
    for (std::size_t at = 0; at < count; ++at) {
        auto lead = at;
        while (lead < count && lines[lead][at].sign() == 0) ++lead;
        if (lead == count) return std::nullopt;
        std::swap(lines[lead], lines[at]);
        for (std::size_t line = at + 1; line < count; ++line) {
            if (lines[line][at].sign() == 0) continue;
            const auto factor = lines[line][at] / lines[at][at];
            for (auto column = at; column <= count; ++column)
                lines[line][column] -= factor * lines[at][column];
        }
    }
    Line unknowns(count);
    for (auto at = count; at-- > 0;) {
        auto value = lines[at][count];
        for (auto known = at + 1; known < count; ++known) value -= lines[at][known] * unknowns[known];
        unknowns[at] = value / lines[at][at];
    }
    return unknowns;
}

class Solving : public PeriodOperation {
  public:
    Solving(const Facts& facts, OperationId id, const Solve& solve)
        : facts_(facts),
          level_(solve.level),
          equations_(facts.scheme.systems[solve.system].equations),
          results_(facts.layout.of_operation[id]) {}

    void work_out(std::size_t period) override {
        const auto rows = facts_.timeline.rows(level_, period);
        for (std::size_t i = 0; i < rows.count; ++i) work_out_row(rows.at(i));
    }
    void work_out_row(RowId row) override {
        auto lines = this->lines(row);
        const auto unknowns = lines ? solution(*std::move(lines)) : std::nullopt;
        for (std::size_t i = 0; i < results_.size(); ++i) {
            auto& into = facts_.stores[results_[i]];
            const auto place = into.place(row);
            if (!unknowns || (*unknowns)[i].bits() > Exact::max_bits) {
                store_absent(into, place, State::failed);
                continue;
            }
            store_state(into, place, State::present);
            store_number(into, place, (*unknowns)[i]);
        }
    }

  private:
    std::optional<std::vector<Line>> lines(RowId row) const {
        std::vector<Line> lines;
        for (const auto& equation : equations_) {
            Line line(equations_.size() + 1);
            for (std::size_t i = 0; i < equation.coefficients.size(); ++i) {
                const auto number =
                    equation.coefficients[i] ? operand(equation.coefficients[i], row) : Exact(0);
                if (!number) return std::nullopt;
                line[i] = Exact(i == lines.size() ? 1 : 0) - *number;
            }
            const auto constant = operand(equation.constant, row);
            if (!constant) return std::nullopt;
            line.back() = *constant;
            lines.push_back(std::move(line));
        }
        return lines;
    }
    std::optional<Exact> operand(core::ExprId id, RowId row) const {
        const auto& values = facts_.stores[facts_.layout.of_operand.at(id)];
        if (values.state(row) != State::present) return std::nullopt;
        return stored(values, values.place(row));
    }

    const Facts& facts_;
    core::LevelId level_;
    const std::vector<core::Equation>& equations_;
    const std::vector<StoreId>& results_;
};

}  // namespace

std::unique_ptr<PeriodOperation> operation(const Facts& facts, OperationId id, const Solve& solve) {
    return std::make_unique<Solving>(facts, id, solve);
}

}  // namespace accrue::run
