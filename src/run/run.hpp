// run/run.hpp — All rows, in columns: scaled integers over static denominators, exact rationals where they do
// not fit. Agrees with `explain::Evaluation` on every definition of every row.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/column_memory.hpp"
#include "base/parallel.hpp"
#include "core/scheme.hpp"
#include "data/history.hpp"

namespace accrue::run {

// What a definition is in each row of its level. Numbers are n / denominator, the denominator static; where
// no int64 n holds the value, it stands in `large`.
enum class State : std::uint8_t { present, missing, failed };
struct Values {
    core::TypeKind kind = core::TypeKind::number;
    data::RowId first{0};       // the level's first row, whose value is `values[0]`
    Exact unit = 1;             // a value is values[at] × unit / denominators[at]
    Counts values;              // numbers over unit; days, month indices, TextIds, 0/1
    Counts denominators;        // of a true ratio, above 0; empty: every one is 1
    std::vector<State> states;  // empty: every row is present
    data::LargeNumbers large;

    std::size_t place(data::RowId row) const { return row.value - first.value; }
    std::int64_t count(data::RowId row) const { return values[place(row)]; }
    State state(data::RowId row) const { return states.empty() ? State::present : states[place(row)]; }
    Exact number(data::RowId row) const;  // of a present money or number
};

enum class Keep : std::uint8_t {
    paid,   // pay lines, their total and promises
    gated,  // also what is split behind gates, and its parts
    everything
};
bool is_kept(const core::Scheme& scheme, core::DefinitionId definition, Keep keep);

// How many vectors of rows were computed in which numbers; and how many hold rows of several periods.
struct Paths {
    std::size_t int64 = 0, int128 = 0, rational = 0;
    std::size_t of_periods = 0;
};

struct Result {
    std::vector<Values> definitions;  // by DefinitionId; empty `values` where not kept
    // What the counts of texts stand for; empty when no text is kept.
    std::vector<std::string> texts;
    // Rows of all levels in which a pay line or the total has no value, by rising row.
    std::vector<data::RowId> failed_rows;
    // For each definition that nothing paid or promised reads: rows in which it has no value.
    std::vector<std::pair<core::DefinitionId, std::size_t>> unread_failures;
    Paths paths;
};

// Rows computed together; a vector holds rows of two periods only where no row looks at another one.
inline constexpr std::size_t rows_of_a_vector = 1024;

// Runs a scheme, which must outlive it, on one history after another, from one thread at a time. What was
// planned for a history is kept for later ones of the same shape: equally many digits in each column, the
// same columns absent, the same rows of references, the same params in force. Values do not depend on what
// was run before.
class Runner {
  public:
    // With `workers` the vectors of a period are computed on all their threads; what comes out is the same.
    explicit Runner(const core::Scheme& scheme, Keep keep = Keep::paid,
                    std::size_t vector_rows = rows_of_a_vector, Workers* workers = nullptr);
    // Shares working memory with another one, whose `run` is not called at the same time: many schemes on one
    // history then need no more of it than one.
    Runner(const core::Scheme& scheme, Keep keep, Runner& beside);
    Runner(Runner&&) noexcept;
    Runner& operator=(Runner&&) noexcept;
    ~Runner();

    Result run(const data::History& history);
    // A result that is no longer needed: its memory is used for the next one.
    void take_back(Result result);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

// Once.
Result run(const core::Scheme& scheme, const data::History& history, Keep keep = Keep::paid,
           std::size_t vector_rows = rows_of_a_vector, Workers* workers = nullptr);

}  // namespace accrue::run
