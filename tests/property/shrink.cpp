#include <functional>
#include <stdexcept>

#include "agreement.hpp"
#include "core/walk.hpp"
#include "core/well_formed.hpp"

namespace accrue::property {
namespace {

using core::ExprId;

// A trial that cannot be computed at all is another mistake than the one that is looked for.
bool disagrees(const Trial& trial) {
    Seen seen;
    try {
        return !core::broken_promise(trial.scheme) && disagreement(trial, seen).has_value();
    } catch (const std::logic_error&) {
        return false;
    }
}

// Without some rows, and those that stand in them.
std::vector<data::GivenRow> without(const std::vector<data::GivenRow>& rows, std::size_t begin,
                                    std::size_t count) {
    std::vector<data::GivenRow> kept;
    std::vector<std::optional<std::size_t>> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto row = rows[i];
        bool goes = i >= begin && i < begin + count;
        if (row.parent) {
            const auto parent = places[*row.parent];
            goes = goes || !parent;
            row.parent = parent;
        }
        places.push_back(goes ? std::nullopt : std::optional(kept.size()));
        if (!goes) kept.push_back(std::move(row));
    }
    return kept;
}

core::Value plain_value(core::TypeKind kind) {
    switch (kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return Exact(1);
        case core::TypeKind::date:
            return Date::of(2026, 1, 1);
        case core::TypeKind::month:
            return Month::of(2026, 1);
        case core::TypeKind::text:
            return std::string("text");
        case core::TypeKind::logical:
            return true;
    }
    return false;
}

class Shrinking {
  public:
    explicit Shrinking(Trial trial) : trial_(std::move(trial)) {}

    Trial smallest() {
        simpler_run();
        while (fewer_rows() || simpler_expressions() || fewer_cells()) {
        }
        return trial_;
    }

  private:
    bool accept(Trial candidate) {
        if (!disagrees(candidate)) return false;
        trial_ = std::move(candidate);
        return true;
    }

    void simpler_run() {
        auto candidate = trial_;
        candidate.threads = 1;
        accept(candidate);
        candidate = trial_;
        candidate.rows_before.clear();
        accept(candidate);
    }

    bool fewer_rows() {
        bool any = false;
        for (std::size_t part = trial_.rows.size() / 2; part > 0; part /= 2) {
            for (std::size_t begin = 0; begin + part <= trial_.rows.size();) {
                auto candidate = trial_;
                candidate.rows = without(trial_.rows, begin, part);
                if (accept(std::move(candidate))) {
                    any = true;
                } else {
                    begin += part;
                }
            }
        }
        return any;
    }

    bool fewer_cells() {
        bool any = false;
        for (std::size_t row = 0; row < trial_.rows.size(); ++row) {
            for (auto& [input, value] : trial_.rows[row].cells) {
                const auto* amount = std::get_if<Exact>(&value);
                if (amount == nullptr || amount->is_integer()) continue;
                auto candidate = trial_;
                for (auto& cell : candidate.rows[row].cells) {
                    if (cell.first == input) cell.second = floor(*amount);
                }
                if (accept(std::move(candidate))) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    // Each expression that something still uses as a constant, or as one of its own operands.
    bool simpler_expressions() {
        bool any = false;
        for (std::size_t i = trial_.scheme.expressions.size(); i-- > 0;) {
            const ExprId id(i);
            if (std::holds_alternative<core::Constant>(trial_.scheme.expressions[id].node)) continue;
            any = replaced(id) || any;
        }
        return any;
    }
    bool replaced(ExprId id) {
        const auto& expr = trial_.scheme.expressions[id];
        auto as_constant = trial_;
        as_constant.scheme.expressions[id].node = core::Constant{plain_value(expr.type.kind)};
        as_constant.scheme.expressions[id].may_be_missing = false;
        if (accept(std::move(as_constant))) return true;
        for (const auto operand : core::operands(expr)) {
            const auto& instead = trial_.scheme.expressions[operand];
            if (instead.type != expr.type) continue;
            auto candidate = trial_;
            candidate.scheme.expressions[id] = instead;
            if (accept(std::move(candidate))) return true;
        }
        return false;
    }

    Trial trial_;
};

}  // namespace

Trial shrunk(Trial trial) {
    return Shrinking(std::move(trial)).smallest();
}

}  // namespace accrue::property
