// run/pass.hpp — One history from its first period to its last: period after period, turn after turn, the
// vectors of a turn on as many threads as there are. Where no row looks at another period, all periods of an
// era are taken together, so that vectors are long in a short history as well.
#pragma once

#include <memory>

#include "base/parallel.hpp"
#include "run/evaluator.hpp"
#include "run/operations.hpp"

namespace accrue::run {

// What is ready before a history is seen, and kept for the next one.
struct Prepared {
    Prepared(const core::Scheme& scheme, Shape made, const Layout& laid)
        : shape(std::move(made)),
          texts(scheme, shape.references),
          layout(laid),
          basis{scheme, shape, texts, layout},
          eras(scheme) {}
    Prepared(const Prepared&) = delete;  // points into itself
    Prepared& operator=(const Prepared&) = delete;

    Shape shape;
    FixedTexts texts;
    Layout layout;
    Basis basis;
    Eras eras;
    std::vector<std::unique_ptr<Evaluator>> evaluators;  // by thread
};

class Pass {
  public:
    // `workers` may be null: then there is the caller's thread alone. The evaluators are as many as threads.
    Pass(Prepared& prepared, const data::History& history, const Timeline& timeline, Stores stores,
         std::size_t vector_rows, Workers* workers);
    Pass(const Pass&) = delete;  // points into itself
    Pass& operator=(const Pass&) = delete;

    void run();

    Stores& stores() { return stores_; }
    Paths paths() const;
    Table<core::DefinitionId, std::size_t> absent() const;  // rows without a value
    const Texts& texts() const { return texts_; }

  private:
    // Periods that are taken together: from one place to another.
    struct Span {
        std::size_t begin = 0, end = 0;
    };
    Span span(std::size_t begin);
    void take(const Turn& turn, Span span);
    void take_by_rows(const Turn& turn, Timeline::Rows rows, std::size_t period);
    void evaluate(StageId stage);
    void join_extras();
    Block block(RowId first, std::size_t rows, Span span);
    std::vector<Answer> ask(StageId stage, const Pairs& pairs);
    bool is_of_era(RowId row, RowId before, const Era& era);
    Era& era_of(RowId row, Span span);

    const Basis& basis_;
    Prepared& prepared_;
    const data::History& history_;
    const Timeline& timeline_;
    std::size_t vector_rows_;
    Workers* workers_;
    Stores stores_;
    Texts texts_;
    Scene scene_;
    Shared shared_;
    Facts facts_;
    Table<OperationId, std::unique_ptr<PeriodOperation>> operations_;
    std::vector<Block> blocks_;  // of a turn
};

}  // namespace accrue::run
