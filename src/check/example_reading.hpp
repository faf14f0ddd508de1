// check/example_reading.hpp — Reads one `example` after the other: where its lines stand, in which rows and
// periods (`example_rows.cpp`), and what they set and expect there (`example_cells.cpp`).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "check/check.hpp"
#include "check/lower.hpp"

namespace accrue::check {

class ExampleReading {
  public:
    ExampleReading(const syntax::Module& module, const Sources& sources, const Declarations& declarations,
                   Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          declarations_(declarations),
          lowering_(lowering),
          scheme_(scheme),
          diagnostics_(diagnostics) {}

    Example read(const syntax::Statement& statement);

  private:
    // examples.cpp
    void require_order();
    void require_period();
    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments);

    // example_rows.cpp
    void take_top(const syntax::ExampleLine& line);
    void take_line(const syntax::ExampleLine& line, std::size_t row, std::size_t of);
    void take_periods(const syntax::ExampleMonths& written, Span span);
    void take_row(const syntax::ExampleRow& written, Span span, std::optional<std::size_t> around);
    void take_level_row(const syntax::ExampleRow& written, std::size_t of, Span span,
                        std::optional<std::size_t> around);
    bool take_keys(ExampleRow& row, const syntax::ExampleRow& written);
    void refuse_row_twice(std::size_t index);
    bool settle_date(ExampleRow& row, std::size_t of, Span place);
    std::optional<std::size_t> parent_of(std::size_t of, Span span, std::optional<std::size_t> around);
    ExampleRow new_row(std::size_t of, std::string key, Span span) const;
    std::size_t paid_level() const;
    std::size_t bare_row(std::size_t of);
    std::optional<std::size_t> bare_row_of(Span name);
    std::optional<std::size_t> only_row(Span line);
    void take_employed(const syntax::Employed& written, Span span, std::size_t index);
    void find_absent(const syntax::Employed& written, std::size_t index);
    bool is_absent(std::size_t row, std::size_t period) const;
    void leave_absent_out();
    std::optional<Date> date_at(Span written) const;

    // example_cells.cpp
    void take_set(const syntax::ExampleSet& set, Span span, std::size_t row);
    void take_set(const syntax::ExampleSet& set, Span span, std::size_t index, std::size_t of);
    void sign(const syntax::ExampleSet& set, const core::Input& input, Span span, ExampleRow& row);
    std::optional<std::variant<core::InputId, core::DefinitionId>> target(const Symbol& symbol, int day,
                                                                          Span name);
    void take_expect(const syntax::Expect& expect, std::size_t row);
    void take_expect(const syntax::Expect& written, std::size_t index, std::size_t of);
    bool expect_values(Expectation& expectation, const syntax::Expect& written, std::size_t index,
                       std::size_t of);
    bool is_nowhere(std::size_t row) const;
    bool expects_of_absent(const Expectation& expectation, std::size_t index);
    std::optional<core::DefinitionId> expected(const syntax::Expect& written, const Symbol& symbol);
    std::optional<core::DefinitionId> result(const Symbol& symbol, int day) const;
    std::optional<core::DefinitionId> lots_part(const Symbol& symbol, core::LotsPart part) const;
    void take_reference_row(const syntax::ExampleRow& written, std::size_t index, Span span);
    void take_field(const syntax::ExampleLine& line, const core::Reference& reference,
                    ExampleReferenceRow& row);
    const Symbol* known(Span name, std::size_t of);
    std::size_t level_of(std::size_t row) const;
    bool fits_periods(std::vector<std::optional<core::Value>>& values, const ExampleRow& row, Span span);
    std::optional<core::Value> value_of(syntax::ExprId expr, const core::Type& type, Span name);
    int digits_after_point(syntax::ExprId expr) const;

    const LevelDeclaration& level(std::size_t index) const { return declarations_.levels[index]; }

    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    Lowering& lowering_;
    const core::Scheme& scheme_;
    Diagnostics& diagnostics_;
    Example example_;
    std::vector<Period> periods_;
    bool period_named_ = false;
    // By row: of its periods those in which it does not stand.
    std::map<std::size_t, std::vector<bool>> absent_;
    // By level: the row of lines that stand in no row.
    std::map<std::size_t, std::size_t> bare_;
};

// An example that names no period stands in the one that begins here; a scheme with dated params must say
// which.
inline constexpr Month unnamed_month = Month::of(2026, 1);

}  // namespace accrue::check
