#include "check/examples.hpp"

#include <algorithm>
#include <map>

#include "base/messages/meaning.hpp"
#include "base/text.hpp"
#include "check/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

using namespace syntax;

namespace {

// An example that names no period stands in the one that begins here; a scheme with dated params must say
// which.
constexpr accrue::Month unnamed_month = accrue::Month::of(2026, 1);
constexpr int most_periods = 1200;

class Reading {
  public:
    Reading(const Module& module, const Sources& sources, const Declarations& declarations,
            Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          declarations_(declarations),
          lowering_(lowering),
          scheme_(scheme),
          diagnostics_(diagnostics) {}

    check::Example read(const Statement& statement) {
        const auto& written = std::get<syntax::Example>(statement.node);
        example_ = {.title = quoted_text(sources_, written.title),
                    .span = statement.span,
                    .rows = {},
                    .reference_rows = {}};
        periods_ = {scheme_.calendar.period(unnamed_month)};
        period_named_ = false;
        bare_.clear();
        absent_.clear();
        for (const std::uint32_t index : written.lines) take_top(module_.example_lines[index]);
        require_period();
        require_order();
        leave_absent_out();
        return std::move(example_);
    }

  private:
    const Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    Lowering& lowering_;
    const core::Scheme& scheme_;
    Diagnostics& diagnostics_;
    check::Example example_;
    std::vector<accrue::Period> periods_;
    bool period_named_ = false;
    std::map<std::size_t, std::vector<bool>>
        absent_;                               // by row: of its periods those in which it does not stand
    std::map<std::size_t, std::size_t> bare_;  // by level: the row of lines that stand in no row

    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
        return diagnostics_.back();
    }
    const LevelDeclaration& level(std::size_t index) const { return declarations_.levels[index]; }

    // ------------------------------------------------------------ rows

    void take_top(const ExampleLine& line) {
        std::visit(overloaded{
                       [&](const ExampleMonths& n) { take_periods(n, line.span); },
                       [&](const syntax::ExampleRow& n) { take_row(n, line.span, std::nullopt); },
                       [&](const ExampleSet& n) {
                           if (const auto row = bare_row_of(n.name)) take_set(n, line.span, *row);
                       },
                       [&](const Expect& n) {
                           const auto row = n.name.length > 0 ? bare_row_of(n.name)
                                                              : std::optional(bare_row(paid_level()));
                           if (row) take_expect(n, *row);
                       },
                       [&](const Employed& n) { take_employed(n, line.span, bare_row(paid_level())); },
                   },
                   line.node);
    }

    void take_periods(const ExampleMonths& written, Span span) {
        bare_.clear();
        const auto& calendar = scheme_.calendar;
        const bool is_own = unit_of(written.word) == calendar.unit;
        const auto first = is_own ? calendar.parse(sources_.text(written.first)) : std::nullopt;
        const auto last =
            written.last.length > 0 && is_own ? calendar.parse(sources_.text(written.last)) : first;
        if (!first || !last) {
            report(kind::other_period_word, {span},
                   {calendar.to_text(calendar.period(unnamed_month)),
                    std::string(sources_.text(written.first))});
            return;
        }
        if (*last < *first || last->index - first->index >= most_periods) {
            report(kind::months_fall, {span}, {});
            return;
        }
        periods_.clear();
        period_named_ = true;
        for (accrue::Period period = *first; period <= *last; ++period.index) periods_.push_back(period);
    }

    // The level of lines without a row around them: the only one with rows, else what stands outside the
    // blocks.
    std::size_t paid_level() const {
        std::optional<std::size_t> only;
        for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
            if (level(i).kind != core::LevelKind::rows) continue;
            if (only) return 0;
            only = i;
        }
        return only.value_or(0);
    }

    std::size_t bare_row(std::size_t of) {
        const auto [known, fresh] = bare_.emplace(of, example_.rows.size());
        if (fresh) example_.rows.push_back(new_row(of, {}, example_.span));
        return known->second;
    }

    check::ExampleRow new_row(std::size_t of, std::string key, Span span) const {
        return {.level = lowering_.level(of),
                .key = std::move(key),
                .date = {},
                .periods = periods_,
                .cells = {},
                .expectations = {},
                .parent = {},
                .span = span};
    }

    // Whose value a bare line speaks of.
    std::optional<std::size_t> bare_row_of(Span name) {
        const std::string spelled = name_text(sources_, name);
        const auto has = [&](std::size_t of) {
            const Symbol* symbol = declarations_.find_own(spelled, of);
            return symbol != nullptr &&
                   (symbol->kind != SymbolKind::pay_total || lowering_.definition(*symbol, 0));
        };
        for (const std::size_t of : {std::size_t{0}, paid_level()}) {
            if (has(of) && lowering_.level(of)) return bare_row(of);
        }
        const auto levels = declarations_.levels_of(spelled);
        if (levels.empty()) {
            // A param, a table …: what cannot be set or expected is reported where that is known.
            if (known(name, paid_level()) != nullptr) return bare_row(paid_level());
        } else {
            report(kind::example_where, {name}, {spelled, level(levels.front()).name});
        }
        return std::nullopt;
    }

    void take_row(const syntax::ExampleRow& written, Span span, std::optional<std::size_t> around) {
        const std::string name = name_text(sources_, written.level);
        if (const auto of = declarations_.level(name)) return take_level_row(written, *of, span, around);
        const auto found = declarations_.everywhere.find(name);
        if (found != declarations_.everywhere.end() && found->second.kind == SymbolKind::reference)
            return take_reference_row(written, found->second.index, span);
        if (found != declarations_.everywhere.end() && found->second.kind == SymbolKind::unreadable) return;
        std::string known;
        for (std::size_t i = declarations_.has_levels() ? 1 : 0; i < declarations_.levels.size(); ++i)
            known += (known.empty() ? "`" : ", `") + level(i).name + "`";
        report(kind::example_level, {written.level}, {name, known});
    }

    // The row in which one of the level stands: the one around it, or a bare one that nobody had to write.
    std::optional<std::size_t> parent_of(std::size_t of, Span span, std::optional<std::size_t> around) {
        const std::size_t parent = level(of).parent;
        if (parent == no_level || !lowering_.level(parent)) return std::nullopt;
        if (around && example_.rows[*around].level == lowering_.level(parent)) return around;
        if (!around && level(parent).kind == core::LevelKind::everything) return bare_row(parent);
        const bool is_bare = !around && level(of).kind == core::LevelKind::records && parent == paid_level();
        if (is_bare) return bare_row(parent);
        report(kind::example_parent, {span}, {level(of).name, level(parent).name});
        return std::nullopt;
    }

    void take_level_row(const syntax::ExampleRow& written, std::size_t of, Span span,
                        std::optional<std::size_t> around) {
        check::ExampleRow row = new_row(of, {}, span);
        const std::size_t before = diagnostics_.size();
        row.parent = parent_of(of, written.level, around);
        if (diagnostics_.size() > before) return;
        for (const syntax::ExprId key : written.keys) {
            const Span place = key ? module_.expressions[key].span : written.level;
            if (const auto date = lowering_.constant(key, {core::TypeKind::date, {}})) {
                row.date = std::get<accrue::Date>(*date);
            } else if (const auto text = lowering_.constant(key, {core::TypeKind::text, {}})) {
                row.key = std::get<std::string>(*text);
            } else {
                report(kind::example_value, {place, written.level},
                       {std::string(sources_.text(place)), in_words({core::TypeKind::text, {}})});
                return;
            }
        }
        if (level(of).kind == core::LevelKind::records && !settle_date(row, of, written.level)) return;
        example_.rows.push_back(std::move(row));
        const std::size_t index = example_.rows.size() - 1;
        for (const std::uint32_t line : written.lines) {
            if (const auto* employed = std::get_if<Employed>(&module_.example_lines[line].node))
                find_absent(*employed, index);
        }
        for (const std::uint32_t line : written.lines) take_line(module_.example_lines[line], index, of);
    }

    // A record stands in the period of its date.
    bool settle_date(check::ExampleRow& row, std::size_t of, Span place) {
        if (!row.date) {
            report(kind::example_no_date, {place}, {level(of).name});
            return false;
        }
        const auto& calendar = scheme_.calendar;
        const auto& around = row.parent ? example_.rows[*row.parent].periods : periods_;
        const accrue::Period period = calendar.period(*row.date);
        const auto found = std::ranges::find(around, period);
        const bool stands =
            found != around.end() &&
            !(row.parent && is_absent(*row.parent, static_cast<std::size_t>(found - around.begin())));
        if (!stands) {
            std::string periods = calendar.to_text(around.front());
            if (around.size() > 1) periods += " .. " + calendar.to_text(around.back());
            report(kind::example_date, {place}, {level(of).name, to_text(*row.date), periods});
            return false;
        }
        row.periods = {period};
        return true;
    }

    void take_line(const ExampleLine& line, std::size_t row, std::size_t of) {
        std::visit(overloaded{
                       [&](const ExampleSet& n) { take_set(n, line.span, row, of); },
                       [&](const Expect& n) { take_expect(n, row, of); },
                       [&](const syntax::ExampleRow& n) { take_row(n, line.span, row); },
                       [&](const Employed& n) { take_employed(n, line.span, row); },
                       [&](const ExampleMonths&) { report(kind::row_in_row, {line.span}, {}); },
                   },
                   line.node);
    }

    // None where nothing is written.
    std::optional<accrue::Date> date_at(Span written) const {
        return written.length > 0 ? parse_date(sources_.text(written)) : std::nullopt;
    }

    // The periods that the row's dates do not touch: it does not stand in them.
    void find_absent(const Employed& written, std::size_t index) {
        const auto first = date_at(written.first), last = date_at(written.last);
        std::vector<bool>& absent = absent_[index];
        for (const accrue::Period period : example_.rows[index].periods) {
            const auto& calendar = scheme_.calendar;
            absent.push_back((first && calendar.last_day(period) < *first) ||
                             (last && *last < calendar.first_day(period)));
        }
    }

    bool is_absent(std::size_t row, std::size_t period) const {
        const auto found = absent_.find(row);
        return found != absent_.end() && found->second[period];
    }

    // Drops the periods in which rows do not stand, with all that was said of them.
    void leave_absent_out() {
        for (const auto& [index, absent] : absent_) {
            check::ExampleRow& row = example_.rows[index];
            const auto keep = [&](auto& values) {
                auto kept = values;
                kept.clear();
                for (std::size_t i = 0; i < values.size(); ++i) {
                    if (!absent[i]) kept.push_back(values[i]);
                }
                values = std::move(kept);
            };
            for (ExampleCell& cell : row.cells) keep(cell.values);
            for (Expectation& expectation : row.expectations) {
                if (expectation.values.empty()) continue;
                keep(expectation.values);
                keep(expectation.about_digits);
            }
            keep(row.periods);
        }
    }

    void take_employed(const Employed& written, Span span, std::size_t index) {
        check::ExampleRow& row = example_.rows[index];
        const core::Level& of = scheme_.levels[row.level];
        const auto first = date_at(written.first), last = date_at(written.last);
        const auto set = [&](core::InputId input, const std::optional<accrue::Date>& date) {
            if (!input || !date) return;
            row.cells.push_back({.what = input,
                                 .values = std::vector<std::optional<core::Value>>(row.periods.size(), *date),
                                 .span = span});
        };
        set(of.from, first);
        set(of.to, last);
    }

    // ------------------------------------------------------------ rows of references

    void take_reference_row(const syntax::ExampleRow& written, std::size_t index, Span span) {
        const core::ReferenceId id(index);
        const core::Reference& reference = scheme_.references[id];
        if (written.keys.size() != reference.keys.size()) {
            report(kind::example_reference, {written.level},
                   {reference.name, std::int64_t(reference.keys.size()), std::int64_t(written.keys.size())});
            return;
        }
        ExampleReferenceRow row{
            .reference = id, .keys = {}, .fields = {}, .from = {}, .to = {}, .span = span};
        for (std::size_t i = 0; i < written.keys.size(); ++i) {
            if (!written.keys[i]) {
                row.keys.emplace_back();
                continue;
            }
            const auto value = value_of(written.keys[i], reference.keys[i].type, reference.keys[i].span);
            if (!value) return;
            row.keys.push_back(value);
        }
        row.fields.resize(reference.fields.size());
        for (const std::uint32_t line : written.lines)
            take_field(module_.example_lines[line], reference, row);
        example_.reference_rows.push_back(std::move(row));
    }

    void take_field(const ExampleLine& line, const core::Reference& reference, ExampleReferenceRow& row) {
        if (const auto* employed = std::get_if<Employed>(&line.node)) {
            row.from = date_at(employed->first);
            row.to = date_at(employed->last);
            return;
        }
        const auto* set = std::get_if<ExampleSet>(&line.node);
        if (set == nullptr) {
            report(kind::row_in_row, {line.span}, {});
            return;
        }
        const std::string name = name_text(sources_, set->name);
        for (std::size_t i = 0; i < reference.fields.size(); ++i) {
            if (reference.fields[i].name != name) continue;
            if (set->values.front())
                row.fields[i] = value_of(set->values.front(), reference.fields[i].type, set->name);
            return;
        }
        report(kind::no_such_member, {set->name}, {reference.name, name});
    }

    // ------------------------------------------------------------ cells

    const Symbol* known(Span name, std::size_t of) {
        const std::string spelled = name_text(sources_, name);
        if (const Symbol* symbol = declarations_.find_own(spelled, of)) return symbol;
        const auto levels = declarations_.levels_of(spelled);
        const auto everywhere = declarations_.everywhere.find(spelled);
        if (everywhere != declarations_.everywhere.end()) return &everywhere->second;
        if (!levels.empty()) {
            report(kind::example_where, {name}, {spelled, level(levels.front()).name});
            return nullptr;
        }
        Diagnostic& diagnostic = report(kind::unknown_name, {name}, {spelled});
        if (const auto meant = closest(spelled, declarations_.names(of)))
            diagnostic.notes.push_back({kind::hint_meant, {*meant}});
        return nullptr;
    }

    // One value for each month; one alone holds in all.
    template <class Value>
    bool fit_months(std::vector<Value>& values, const check::ExampleRow& row, Span span) {
        if (values.size() == 1) values.resize(row.periods.size(), values.front());
        if (values.size() == row.periods.size()) return true;
        report(kind::list_length, {span}, {std::int64_t(values.size()), std::int64_t(row.periods.size())});
        return false;
    }

    std::size_t level_of(std::size_t row) const {
        for (std::size_t i = 0; i < declarations_.levels.size(); ++i) {
            if (lowering_.level(i) == example_.rows[row].level) return i;
        }
        return 0;
    }

    void take_set(const ExampleSet& set, Span span, std::size_t row) {
        take_set(set, span, row, level_of(row));
    }
    void take_expect(const Expect& expect, std::size_t row) { take_expect(expect, row, level_of(row)); }

    void take_set(const ExampleSet& set, Span span, std::size_t index, std::size_t of) {
        check::ExampleRow& row = example_.rows[index];
        const Symbol* symbol = known(set.name, of);
        if (symbol == nullptr) return;
        const auto what = target(*symbol, set.day, set.name);
        if (!what) return;
        const core::Type type =
            std::visit(overloaded{
                           [&](core::InputId id) { return scheme_.inputs[id].type; },
                           [&](core::DefinitionId id) { return scheme_.definitions[id].type; },
                       },
                       *what);
        ExampleCell cell{.what = *what, .values = {}, .span = span};
        for (const syntax::ExprId value : set.values) {
            if (!value) {
                cell.values.push_back(std::nullopt);
                continue;
            }
            const auto constant = value_of(value, type, set.name);
            if (!constant) return;
            cell.values.push_back(constant);
        }
        if (!fit_months(cell.values, row, span)) return;
        if (const auto* input = std::get_if<core::InputId>(&*what))
            sign(set, scheme_.inputs[*input], span, row);
        row.cells.push_back(std::move(cell));
    }

    // Who set a signed input, and why.
    static void add_text(core::InputId input, std::string text, Span span, check::ExampleRow& row) {
        row.cells.push_back(
            {.what = input,
             .values = std::vector<std::optional<core::Value>>(row.periods.size(), std::move(text)),
             .span = span});
    }
    void sign(const ExampleSet& set, const core::Input& input, Span span, check::ExampleRow& row) {
        if (set.who.length == 0 && set.why.length == 0) return;
        if (!input.who) {
            report(kind::not_signed, {set.who.length > 0 ? set.who : set.why, input.span}, {input.name});
            return;
        }
        if (set.who.length > 0) add_text(input.who, quoted_text(sources_, set.who), span, row);
        if (set.why.length > 0) add_text(input.why, quoted_text(sources_, set.why), span, row);
    }

    std::optional<std::variant<core::InputId, core::DefinitionId>> target(const Symbol& symbol, int day,
                                                                          Span name) {
        if (symbol.kind == SymbolKind::input) {
            for (std::size_t i = 0; i < scheme_.inputs.size(); ++i) {
                const core::InputId id(i);
                const core::Input& input = scheme_.inputs[id];
                if (input.name == symbol.name && input.day == day &&
                    input.level == lowering_.level(symbol.level))
                    return id;
            }
            report(kind::day_not_read, {name}, {symbol.name, std::int64_t(day)});
            return std::nullopt;
        }
        if (const auto id = result(symbol, day)) return *id;
        if (symbol.kind != SymbolKind::unreadable)
            report(kind::example_cannot_set, {name, symbol.span}, {symbol.name});
        return std::nullopt;
    }

    std::optional<core::Value> value_of(syntax::ExprId expr, const core::Type& type, Span name) {
        const Span span = module_.expressions[expr].span;
        if (const auto value = lowering_.constant(expr, type)) return value;
        report(kind::example_value, {span, name}, {std::string(sources_.text(span)), in_words(type)});
        return std::nullopt;
    }

    // The definition that a name's result stands in.
    std::optional<core::DefinitionId> result(const Symbol& symbol, int day) const {
        if (symbol.kind != SymbolKind::lots) return lowering_.definition(symbol, day);
        return lots_part(symbol, core::LotsPart::left);
    }

    std::optional<core::DefinitionId> lots_part(const Symbol& symbol, core::LotsPart part) const {
        if (symbol.index >= scheme_.lots.size()) return std::nullopt;
        const core::Lots& lots = scheme_.lots[core::LotsId(symbol.index)];
        switch (part) {
            case core::LotsPart::left:
                return lots.left;
            case core::LotsPart::taken:
                return lots.taken;
            case core::LotsPart::expired:
                return lots.expired;
        }
        return std::nullopt;
    }

    // What `expect reserve.expired = …` looks at.
    std::optional<core::DefinitionId> expected(const Expect& written, const Symbol& symbol) {
        if (written.member.length == 0) return result(symbol, written.day);
        const std::string member = name_text(sources_, written.member);
        const auto part = symbol.kind == SymbolKind::lots ? part_named(member) : std::nullopt;
        if (part) return lots_part(symbol, *part);
        if (symbol.kind == SymbolKind::lots) {
            report(kind::no_lots_part, {written.member, symbol.span}, {symbol.name, member});
        } else {
            report(kind::unknown_name, {written.member}, {symbol.name + "." + member});
        }
        return std::nullopt;
    }

    void take_expect(const Expect& written, std::size_t index, std::size_t of) {
        check::ExampleRow& row = example_.rows[index];
        Expectation expectation{.what = {},
                                .values = {},
                                .about_digits = {},
                                .error = written.error,
                                .promise_broken = written.promise_broken,
                                .error_text = quoted_text(sources_, written.error_text),
                                .span = written.span};
        if (!written.error && !written.promise_broken) {
            const Symbol* symbol = known(written.name, of);
            if (symbol == nullptr || symbol->kind == SymbolKind::unreadable) return;
            const auto what = expected(written, *symbol);
            if (!what && has_errors(diagnostics_)) return;  // its rule has a mistake of its own
            if (!what) {
                report(kind::expect_no_result, {written.name, symbol->span}, {symbol->name});
                return;
            }
            expectation.what = *what;
            for (const syntax::ExprId expr : written.values) {
                if (!expr) {
                    expectation.values.push_back(std::nullopt);
                    expectation.about_digits.push_back(-1);
                    continue;
                }
                const auto value = value_of(expr, scheme_.definitions[*what].type, written.name);
                if (!value) return;
                expectation.values.push_back(value);
                expectation.about_digits.push_back(written.about ? digits_after_point(expr) : -1);
            }
            const bool is_list = expectation.values.size() > 1;
            if (!fit_months(expectation.values, row, written.span)) return;
            for (std::size_t i = 0; is_list && i < expectation.values.size(); ++i) {
                if (!expectation.values[i] || !is_absent(index, i)) continue;
                report(kind::expect_of_absent, {written.span},
                       {row.key, scheme_.calendar.to_text(row.periods[i])});
                return;
            }
            expectation.about_digits.resize(row.periods.size(), expectation.about_digits.front());
        }
        row.expectations.push_back(std::move(expectation));
    }

    // Digits after the point as written, two more under a percent sign: the place at which `about` compares.
    int digits_after_point(syntax::ExprId expr) const {
        expr = unbracketed(module_, expr);
        if (const auto* negated = as<Negate>(module_, expr)) expr = unbracketed(module_, negated->of);
        const auto* number = as<Number>(module_, expr);
        if (number == nullptr) return -1;
        const std::string_view digits = sources_.text(number->digits);
        const std::size_t point = digits.find('.');
        int count = 0;
        for (std::size_t i = point;
             i != std::string_view::npos && ++i < digits.size() && digits[i] >= '0' && digits[i] <= '9';) {
            ++count;
        }
        return count + (number->percent ? 2 : 0);
    }

    // Records of one day whose order decides what they earn, and nothing that tells it.
    void require_order() {
        for (std::size_t i = 0; i < example_.rows.size(); ++i) {
            const core::Level& level = scheme_.levels[example_.rows[i].level];
            if (!level.order_matters) continue;
            for (std::size_t j = 0; j < i; ++j) {
                if (!are_tied(example_.rows[j], example_.rows[i], level)) continue;
                report(kind::example_without_order, {example_.rows[i].span, example_.rows[j].span},
                       {level.name, to_text(*example_.rows[i].date)});
                return;
            }
        }
    }

    static bool are_tied(const check::ExampleRow& one, const check::ExampleRow& other,
                         const core::Level& level) {
        if (one.level != other.level || one.parent != other.parent || one.date != other.date) return false;
        const auto place = [](const check::ExampleRow& row,
                              core::InputId input) -> std::optional<core::Value> {
            for (const ExampleCell& cell : row.cells) {
                const auto* id = std::get_if<core::InputId>(&cell.what);
                if (id != nullptr && *id == input && !cell.values.empty()) return cell.values.front();
            }
            return std::nullopt;
        };
        return std::ranges::all_of(
            level.order, [&](core::InputId input) { return place(one, input) == place(other, input); });
    }

    void require_period() {
        if (period_named_ || example_.rows.empty()) return;
        for (const core::Param& param : scheme_.params) {
            if (param.values.empty() || !param.values.back().from) continue;
            report(kind::month_needed, {example_.span, param.span}, {param.name});
            return;
        }
    }
};

}  // namespace

std::vector<Example> examples(const Module& module, const Sources& sources, const Declarations& declarations,
                              Lowering& lowering, const core::Scheme& scheme, Diagnostics& diagnostics) {
    std::vector<Example> read;
    Reading reading(module, sources, declarations, lowering, scheme, diagnostics);
    for (const Statement* statement : declarations.examples) read.push_back(reading.read(*statement));
    return read;
}

}  // namespace accrue::check
