#include "run/store_forms.hpp"

#include <optional>
#include <vector>

#include "run/plan.hpp"

namespace accrue::run {

namespace {

// The form that holds what the store had and what is `added` to it; without a unit that is a rational.
StoreForm joined(StoreForm form, Form added, std::optional<Fraction> unit) {
    if (unit && unit->over == 0) return form;
    const bool first = !form.known;
    form.known = true;
    const auto shared = unit ? common(first ? *unit : form.unit, *unit) : std::nullopt;
    if (form.form == Form::exact || added == Form::exact || !shared) {
        form.form = Form::exact;
        form.unit = Fraction{};
        return form;
    }
    form.unit = *shared;
    if (added == Form::ratio) form.form = Form::ratio;
    return form;
}

}  // namespace

StoreForm joined(const StoreForm& form, const Number& number) {
    switch (number.form) {
        case NumberForm::constant:
            return joined(form, Form::scaled, fraction(number.constant));
        case NumberForm::scaled:
            return joined(form, Form::scaled, number.unit);
        case NumberForm::ratio:
            return joined(form, Form::ratio, number.unit);
        case NumberForm::exact:
            return joined(form, Form::exact, std::nullopt);
    }
    return form;
}

// ---------------------------------------------------------------- what operations give

namespace {

class OperationForms {
  public:
    OperationForms(const core::Scheme& scheme, const Layout& layout, const std::vector<StoreId>& results,
                   Table<StoreId, StoreForm>& written)
        : scheme_(scheme), layout_(layout), results_(results), written_(written) {}

    void operator()(const Fold& fold) {
        const auto& node = std::get<core::Aggregate>(scheme_.expressions[fold.at].node);
        const bool counts = node.op == core::AggregateOp::count || node.op == core::AggregateOp::rank;
        if (counts) return give(Form::scaled, Fraction{});
        give_like(node.of);
    }
    void operator()(const Apportion& operation) {
        give(Form::scaled, fraction(scheme_.shares[operation.share].step));
    }
    void operator()(const Solve&) { give(Form::exact, std::nullopt); }
    void operator()(const KeepLots& keep) {
        give_like(scheme_.lots[keep.lots].add);
        give_like(scheme_.lots[keep.lots].take);
    }

  private:
    // Sums and differences of what is stored; of true ratios they are rationals.
    void give_like(core::DefinitionId of) {
        const auto& form = written_[layout_.of_definition[of]];
        if (!form.known || !is_amount(form.kind)) return;
        const bool scaled = form.form == Form::scaled;
        give(scaled ? Form::scaled : Form::exact, scaled ? std::optional(form.unit) : std::nullopt);
    }
    void give(Form form, std::optional<Fraction> unit) {
        for (const auto result : results_) written_[result] = joined(written_[result], form, unit);
    }

    const core::Scheme& scheme_;
    const Layout& layout_;
    const std::vector<StoreId>& results_;
    Table<StoreId, StoreForm>& written_;
};

}  // namespace

void join_operation(const core::Scheme& scheme, const Layout& layout, OperationId operation,
                    Table<StoreId, StoreForm>& written) {
    OperationForms forms(scheme, layout, layout.of_operation[operation], written);
    std::visit(forms, layout.schedule.operations[operation]);
}

}  // namespace accrue::run
