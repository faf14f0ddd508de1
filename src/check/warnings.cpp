#include "check/warnings.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <variant>

#include "base/messages/language.hpp"
#include "base/messages/meaning.hpp"
#include "base/messages/phrases/general.hpp"
#include "base/messages/phrases/tracing.hpp"
#include "check/forgotten_percents.hpp"
#include "check/lines.hpp"
#include "check/never_reached.hpp"
#include "check/paid_totals.hpp"
#include "check/parts.hpp"
#include "check/walk.hpp"
#include "core/walk.hpp"
#include "number/decimal.hpp"

namespace accrue::check {

namespace {

using core::DefinitionId;
using core::ExprId;
using core::InputId;
using core::Scheme;

// What may be split, paid or shared, where it has a name.
using Amount = std::variant<DefinitionId, InputId>;

class Warning {
  public:
    Warning(const Checked& checked, const syntax::Module& module, const Sources& sources,
            const Declarations& declarations, const Typing& typing, Diagnostics& diagnostics)
        : scheme_(checked.scheme),
          examples_(checked.examples),
          module_(module),
          sources_(sources),
          declarations_(declarations),
          typing_(typing),
          diagnostics_(diagnostics),
          lines_(checked.scheme) {}

    void all() {
        for (const core::Pay& pay : scheme_.pays) warn_negative(scheme_.definitions[pay.amount].value);
        for (std::size_t i = 0; i < scheme_.pays.size(); ++i) follow_pay(i);
        for (std::size_t i = 0; i < declarations_.shares.size(); ++i) {
            follow_pool(scheme_.shares[core::ShareId(i)]);
            follow_clauses(scheme_.shares[core::ShareId(i)], *declarations_.shares[i].written);
        }
        warn_gated_loss();
        refuse_double_pay();
        refuse_paid_pools();
        warn_parts_apart();
        warn_steps();
        warn_unread();
    }

  private:
    const Scheme& scheme_;
    const std::vector<Example>& examples_;
    const syntax::Module& module_;
    const Sources& sources_;
    const Declarations& declarations_;
    const Typing& typing_;
    Diagnostics& diagnostics_;
    std::map<Amount, std::vector<std::size_t>> paid_;  // what flows into pay lines
    std::set<DefinitionId> warned_, warned_negative_;
    const Lines lines_;

    Diagnostic& report(Kind kind, std::vector<Span> spans, std::vector<Argument> arguments) {
        diagnostics_.push_back({kind, std::move(spans), std::move(arguments), {}});
        return diagnostics_.back();
    }

    // ------------------------------------------------------------ below zero

    // From what is paid back to the first named amount that is a plain line of one input and starts below
    // zero. In steps, not in calls: amounts may stand in each other a hundred thousand deep.
    void warn_negative(ExprId paid) {
        std::vector<ExprId> open{paid};
        while (!open.empty()) {
            const auto expr = open.back();
            open.pop_back();
            for (const auto from : std::views::reverse(amounts_behind(expr))) open.push_back(from);
        }
    }

    // Where the same question goes on, behind a rounding, a name that settles nothing, gates and parts.
    std::vector<ExprId> amounts_behind(ExprId expr) {
        using Exprs = std::vector<ExprId>;
        const auto as = scheme_.expressions[expr].origin.written_as;
        return std::visit(overloaded{
                              [](const core::Round& n) { return Exprs{n.of}; },
                              [&](const core::Read& n) {
                                  const auto* id = std::get_if<DefinitionId>(&n.what);
                                  const bool goes_on =
                                      id != nullptr && warned_.insert(*id).second && !settles(*id);
                                  return goes_on ? Exprs{scheme_.definitions[*id].value} : Exprs{};
                              },
                              [&](const core::Arithmetic& n) {
                                  if (as == core::WrittenAs::after_gates) return Exprs{n.left, n.right};
                                  return as == core::WrittenAs::part ? Exprs{n.left} : Exprs{};
                              },
                              [&](const core::Choose& n) {
                                  Exprs values;
                                  if (as != core::WrittenAs::gate) return values;
                                  for (const core::Case& one : n.cases) values.push_back(one.value);
                                  return values;
                              },
                              [](const auto&) { return Exprs{}; },
                          },
                          scheme_.expressions[expr].node);
    }

    // Is the amount a plain line of one input? Then it is said here whether it starts below zero.
    bool settles(DefinitionId id) {
        const core::Definition& amount = scheme_.definitions[id];
        const bool named =
            amount.kind == core::DefinitionKind::written && amount.type.kind == core::TypeKind::money;
        const auto* found = named ? lines_.of(id) : nullptr;
        if (found == nullptr || found->slopes.size() != 1) return false;
        const auto& [input_id, slope] = *found->slopes.begin();
        const core::Input& input = scheme_.inputs[input_id];
        const Exact least = input.low.value_or(Exact(0));
        const Exact at_least_value = found->constant + slope * least;
        if (slope.sign() <= 0 || at_least_value.sign() >= 0) return true;
        warned_negative_.insert(id);
        const Exact root = -found->constant / slope;
        Diagnostic& warning = report(kind::pays_below_zero, {amount.span},
                                     {amount.name, core::column_name(input), to_people(root),
                                      to_people(at_least_value), to_people(least)});
        if (auto better = with_above(amount)) {
            warning.notes.push_back({kind::hint_above, {better->first, better->second}});
        } else {
            warning.notes.push_back({kind::hint_never_below, {amount.name}});
        }
        return true;
    }

    // A gate on an amount that may be below zero: closed, it would cancel a deduction.
    void warn_gated_loss() {
        for (const core::Split& split : scheme_.splits) {
            if (!has_gates(split) || !split.whole_name || warned_negative_.contains(split.whole_name))
                continue;
            const core::Definition& whole = scheme_.definitions[split.whole_name];
            const auto* found = lines_.of(split.whole_name);
            if (found == nullptr) continue;
            const bool falls = std::any_of(found->slopes.begin(), found->slopes.end(),
                                           [](const auto& slope) { return slope.second.sign() < 0; });
            if (falls) report(kind::gate_on_loss, {whole.span}, {whole.name});
        }
    }

    // The definition with its first bracketed difference `(x - t)` written as `(x above t)`.
    std::optional<std::pair<std::string, std::string>> with_above(const core::Definition& amount) const {
        for (const DefinitionDeclaration& declared : declarations_.definitions) {
            if (declared.name != amount.name || declared.written->alternatives.size() != 1) continue;
            const syntax::ExprId value = declared.written->alternatives.front().value;
            std::optional<std::pair<std::string, std::string>> better;
            for_each_inside(module_, value, [&](syntax::ExprId inside) {
                const auto* bracket = as<syntax::Bracket>(module_, inside);
                const auto* minus = bracket != nullptr ? as<syntax::Binary>(module_, bracket->of) : nullptr;
                if (better || minus == nullptr || minus->op != syntax::Operator::subtract) return;
                const Span whole = module_.expressions[value].span;
                const Span difference = module_.expressions[bracket->of].span;
                const auto side = [&](syntax::ExprId e) {
                    return std::string(sources_.text(module_.expressions[e].span));
                };
                const auto above = phrase(say::above, side(minus->left), side(minus->right));
                std::string text(sources_.text(whole));
                text.replace(difference.begin - whole.begin, difference.length, above);
                better = {above, amount.name + " = " + text};
            });
            return better;
        }
        return std::nullopt;
    }

    // ------------------------------------------------------------ wholes and parts

    // What is split, where it has a name.
    std::optional<Amount> whole_of(const core::Split& split) const {
        if (split.whole_name) return split.whole_name;
        const auto* read =
            split.whole ? std::get_if<core::Read>(&scheme_.expressions[split.whole].node) : nullptr;
        const auto* input = read == nullptr ? nullptr : std::get_if<InputId>(&read->what);
        return input == nullptr ? std::nullopt : std::optional<Amount>(*input);
    }
    const core::Split* split_of_whole(const Amount& whole) const {
        for (const core::Split& split : scheme_.splits) {
            if (whole_of(split) == whole) return &split;
        }
        return nullptr;
    }
    const core::Split* gated_split_of(const Amount& whole) const {
        const auto* split = split_of_whole(whole);
        return split != nullptr && has_gates(*split) ? split : nullptr;
    }
    const std::string& name_of(const Amount& amount) const {
        const auto* input = std::get_if<InputId>(&amount);
        return input != nullptr ? scheme_.inputs[*input].name
                                : scheme_.definitions[std::get<DefinitionId>(amount)].name;
    }
    Span name_span_of(const Amount& amount) const {
        const auto* input = std::get_if<InputId>(&amount);
        return input != nullptr ? scheme_.inputs[*input].span
                                : scheme_.definitions[std::get<DefinitionId>(amount)].name_span;
    }

    static bool has_gates(const core::Split& split) {
        return std::any_of(split.parts.begin(), split.parts.end(),
                           [](const core::Part& part) { return bool(part.gate); });
    }

    // A part that is split into gated parts itself, taken with all of its split: `bonus after gates` was
    // written, and leaves the part at its value before them. The sum that says which is meant.
    std::optional<Fact> hint_of_parts(const Amount& part, const std::set<Amount>& taken) const {
        const auto is_part = [&](const core::Part& one) { return Amount(one.part) == part; };
        for (const core::Split& outer : scheme_.splits) {
            if (!outer.whole_name || std::ranges::none_of(outer.parts, is_part)) continue;
            std::string sum;
            for (const core::Part& one : outer.parts) {
                if (!taken.contains(one.part)) return std::nullopt;
                const core::Split* inner = split_of_whole(one.part);
                const auto& name = scheme_.definitions[one.part].name;
                sum += (sum.empty() ? "" : " + ") +
                       (inner != nullptr && has_gates(*inner) ? phrase(say::after_gates, name) : name);
            }
            return Fact{kind::hint_after_inner_gates, {scheme_.definitions[outer.whole_name].name, sum}};
        }
        return std::nullopt;
    }

    void follow_pool(const core::Share& share) {
        const core::Definition& pool = scheme_.definitions[share.pool];
        const auto all = flow(pool.value).direct;
        for (const Amount& whole : all) {
            if (gated_split_of(whole) == nullptr) continue;
            auto& refusal =
                report(kind::shared_with_gates, {pool.span, name_span_of(whole)}, {name_of(whole)});
            if (const auto hint = hint_of_parts(whole, all))
                refusal.notes.push_back(*hint);
            else
                refusal.notes.push_back({kind::hint_shared_after_gates, {name_of(whole)}});
        }
    }

    // A clause that takes a whole, as what a row claims or as its weight, would forget the gates too.
    void follow_clauses(const core::Share& share, const syntax::Share& written) {
        for (const syntax::Clause& clause : written.clauses) {
            const auto type = typing_.type(clause.amount);
            const DefinitionId taken = taken_by(share, clause);
            if (!taken || !type || type->kind != core::TypeKind::money) continue;
            const Span place = module_.expressions[clause.amount].span;
            const auto reads = reached(scheme_.definitions[taken].value, true);
            const auto all = amounts_of(reads);
            for (const auto& [whole, in_whole] : reads) {
                const bool is_meant = all.contains(whole) || takes_after_gates(written.pool, whole);
                if (!is_meant || gated_split_of(whole) == nullptr) continue;
                auto& refusal =
                    report(kind::shared_with_gates, {place, name_span_of(whole)}, {name_of(whole)});
                if (const auto inner = hint_of_parts(whole, all))
                    refusal.notes.push_back(*inner);
                else if (const auto hint = hint_of_clause(whole, taken, clause, written.pool))
                    refusal.notes.push_back(*hint);
            }
        }
    }
    static DefinitionId taken_by(const core::Share& share, const syntax::Clause& clause) {
        if (clause.kind == syntax::ClauseKind::rest) return share.weight;
        const auto claim = std::ranges::find(share.claims, clause.span, &core::Claim::span);
        return claim == share.claims.end() ? DefinitionId{} : claim->amount;
    }

    // The amount of the clause with `after gates` behind the whole, where that is named once; beside it `40%`
    // for `40% of` what is shared.
    std::optional<Fact> hint_of_clause(const Amount& whole, DefinitionId taken, const syntax::Clause& clause,
                                       syntax::ExprId pool) const {
        const Span place = module_.expressions[clause.amount].span;
        const auto name = only_read(whole, scheme_.definitions[taken].value, place);
        if (!name) return std::nullopt;
        auto after = phrase(say::after_gates, std::string(sources_.text(*name)));
        if (*name == place) return Fact{kind::hint_write, {after}};
        std::string amount(sources_.text(place));
        amount.replace(name->begin - place.begin, name->length, "(" + after + ")");
        const auto* product = as<syntax::Binary>(module_, clause.amount);
        const auto* share = product == nullptr ? nullptr : as<syntax::Number>(module_, product->left);
        const bool is_of_pool = clause.kind == syntax::ClauseKind::claim && share != nullptr &&
                                share->percent &&
                                module_.expressions[unbracketed(module_, product->right)].span == *name &&
                                takes_after_gates(pool, whole);
        if (!is_of_pool) return Fact{kind::hint_write, {amount}};
        const std::string percent(sources_.text(module_.expressions[product->left].span));
        return Fact{kind::hint_two_readings, {percent, amount}};
    }
    std::optional<Span> only_read(const Amount& whole, ExprId root, Span place) const {
        std::optional<Span> only;
        for (const ExprId inside : core::within(scheme_, root)) {
            const core::Expr& expr = scheme_.expressions[inside];
            const Span name = expr.origin.span;
            if (!reads(expr, whole) || name.begin < place.begin || name.end() > place.end()) continue;
            if (only) return std::nullopt;
            only = name;
        }
        return only;
    }
    static bool reads(const core::Expr& expr, const Amount& amount) {
        const auto* read = std::get_if<core::Read>(&expr.node);
        if (read == nullptr) return false;
        const auto* id = std::get_if<DefinitionId>(&read->what);
        const auto* input = std::get_if<InputId>(&read->what);
        return id != nullptr ? Amount(*id) == amount : input != nullptr && Amount(*input) == amount;
    }
    bool takes_after_gates(syntax::ExprId pool, const Amount& whole) const {
        const auto* after = as<syntax::AfterGates>(module_, unbracketed(module_, pool));
        const auto* name = after == nullptr ? nullptr : as<syntax::Name>(module_, after->of);
        return name != nullptr && name_text(sources_, module_.expressions[after->of].span) == name_of(whole);
    }

    void follow_pay(std::size_t index) {
        const core::Pay& pay = scheme_.pays[index];
        const auto [direct, in_whole] = flow(scheme_.definitions[pay.amount].value);
        for (const Amount& whole : direct) {
            if (gated_split_of(whole) == nullptr) continue;
            auto& refusal = report(kind::whole_with_gates, {pay.span, name_span_of(whole)}, {name_of(whole)});
            if (const auto hint = hint_of_parts(whole, direct)) refusal.notes.push_back(*hint);
        }
        for (const Amount& amount : in_whole) paid_[amount].push_back(index);
    }

    // What flows into an amount: not what only decides. By its own formula; and also through definitions, as
    // far as it flows in whole: a percentage of something is another amount, and what is taken off is not
    // paid. Parts stand for themselves.
    struct Flow {
        std::set<Amount> direct, in_whole;
    };
    Flow flow(ExprId amount) const {
        const auto own = reached(amount, true);
        Flow found{.direct = amounts_of(own), .in_whole = {}};
        auto all = own;
        std::vector<std::pair<Amount, bool>> open(own.begin(), own.end());
        while (!open.empty()) {
            const auto [read, is_whole] = open.back();
            open.pop_back();
            const auto* id = std::get_if<DefinitionId>(&read);
            if (id == nullptr || scheme_.definitions[*id].kind == core::DefinitionKind::part) continue;
            for (const auto& behind : reached(scheme_.definitions[*id].value, is_whole)) {
                if (add(all, behind)) open.push_back(behind);
            }
        }
        for (const auto& [read, is_whole] : all) {
            if (is_whole) found.in_whole.insert(read);
        }
        return found;
    }

    // Whether each flows in whole.
    using Reached = std::map<Amount, bool>;
    static bool add(Reached& into, const std::pair<const Amount, bool>& amount) {
        const auto [known, is_new] = into.insert(amount);
        if (is_new || known->second || !amount.second) return is_new;
        return known->second = true;
    }
    // Of inputs only those that flow in whole.
    static std::set<Amount> amounts_of(const Reached& reached) {
        std::set<Amount> all;
        for (const auto& [amount, is_whole] : reached) {
            if (is_whole || std::holds_alternative<DefinitionId>(amount)) all.insert(amount);
        }
        return all;
    }
    Reached reached(ExprId root, bool is_whole) const {
        Reached found;
        std::set<std::pair<ExprId, bool>> seen;
        std::vector<std::pair<ExprId, bool>> open{{root, is_whole}};
        while (!open.empty()) {
            const auto [expr, whole] = open.back();
            open.pop_back();
            if (!expr || !seen.insert({expr, whole}).second) continue;
            const auto& node = scheme_.expressions[expr].node;
            if (const auto* read = std::get_if<core::Read>(&node)) {
                if (const auto* id = std::get_if<DefinitionId>(&read->what)) add(found, {*id, whole});
                if (const auto* id = std::get_if<InputId>(&read->what)) add(found, {*id, whole});
            }
            for (const auto from : flowing_operands(node))
                open.emplace_back(from, whole && stays_whole(node, from));
        }
        return found;
    }
    static bool stays_whole(const decltype(core::Expr::node)& node, ExprId operand) {
        const auto* arithmetic = std::get_if<core::Arithmetic>(&node);
        if (arithmetic == nullptr || arithmetic->op == core::ArithmeticOp::add) return true;
        return arithmetic->op == core::ArithmeticOp::subtract && operand == arithmetic->left;
    }
    static std::vector<ExprId> flowing_operands(const decltype(core::Expr::node)& node) {
        using Exprs = std::vector<ExprId>;
        return std::visit(overloaded{
                              [](const core::Arithmetic& n) { return Exprs{n.left, n.right}; },
                              [](const core::Choose& n) {
                                  Exprs values{n.otherwise};
                                  for (const core::Case& one : n.cases) values.push_back(one.value);
                                  return values;
                              },
                              [](const core::Clamp& n) { return Exprs{n.left, n.right}; },
                              [](const core::Round& n) { return Exprs{n.of}; },
                              [](const core::Default& n) { return Exprs{n.of, n.instead}; },
                              [](const auto&) { return Exprs{}; },
                          },
                          node);
    }

    // `pay bonus after gates` or `pay a + b`, and `pay a` beside it. Two lines that both have a condition may
    // exclude each other.
    void refuse_parts_twice() {
        std::vector<PartsPaid> lines;
        for (const core::Pay& pay : scheme_.pays)
            lines.push_back(parts_in(scheme_, scheme_.definitions[pay.amount].value));
        for (const core::Split& split : scheme_.splits) {
            const auto has_all = [&](const PartsPaid& line) {
                return std::ranges::all_of(split.parts,
                                           [&](const core::Part& part) { return line.contains(part.part); });
            };
            const auto whole = whole_of(split);
            const auto all = std::ranges::find_if(lines, has_all);
            if (!whole || paid_.contains(*whole) || all == lines.end()) continue;
            for (auto line = lines.begin(); line != lines.end(); ++line) {
                const auto is_twice = [&](const core::Part& part) {
                    const auto here = line->find(part.part);
                    return here != line->end() && (here->second || all->at(part.part));
                };
                const auto part = std::ranges::find_if(split.parts, is_twice);
                if (line == all || part == split.parts.end()) continue;
                report(kind::whole_and_part,
                       {scheme_.pays[all - lines.begin()].span, scheme_.pays[line - lines.begin()].span},
                       {name_of(*whole), name_of(part->part)});
                break;
            }
        }
    }

    void refuse_double_pay() {
        refuse_parts_twice();
        for (const core::Split& split : scheme_.splits) {
            const auto whole = whole_of(split);
            if (!whole || !paid_.contains(*whole)) continue;
            const auto part = std::ranges::find_if(
                split.parts, [&](const core::Part& each) { return paid_.contains(each.part); });
            if (part == split.parts.end()) continue;
            report(kind::whole_and_part,
                   {scheme_.pays[paid_[*whole].front()].span, scheme_.pays[paid_[part->part].front()].span},
                   {name_of(*whole), name_of(part->part)});
        }
    }

    // What is rounded, when it is one cell or definition as it stands.
    const core::Expr* read_by(DefinitionId rounded) const {
        const auto& value = scheme_.expressions[scheme_.definitions[rounded].value];
        const auto* round = std::get_if<core::Round>(&value.node);
        if (round == nullptr) return nullptr;
        const core::Expr& of = scheme_.expressions[round->of];
        return std::holds_alternative<core::Read>(of.node) ? &of : nullptr;
    }
    static bool read_the_same(const core::Expr& one, const core::Expr& other) {
        return std::get<core::Read>(one.node).what == std::get<core::Read>(other.node).what;
    }

    // A pool that is paid and shared, and its shares paid too.
    void refuse_paid_pools() {
        for (const core::Share& share : scheme_.shares) {
            const core::Expr* pool = read_by(share.pool);
            if (pool == nullptr || !paid_.contains(share.result)) continue;
            for (const core::Pay& pay : scheme_.pays) {
                const core::Expr* paid = read_by(pay.amount);
                if (paid == nullptr || !read_the_same(*paid, *pool)) continue;
                report(kind::pool_and_share, {pay.span, scheme_.pays[paid_[share.result].front()].span},
                       {std::string(sources_.text(pool->origin.span)), share.name});
                break;
            }
        }
    }

    // One monthly and one `each quarter` cannot be one line.
    bool are_paid_together(const std::vector<std::size_t>& lines) const {
        const auto each = [&](std::size_t line) {
            const auto* written = declarations_.pays[line].written;
            return written == nullptr ? syntax::Each::period : written->each;
        };
        return std::ranges::all_of(lines,
                                   [&](std::size_t line) { return each(line) == each(lines.front()); });
    }

    void warn_parts_apart() {
        for (const core::Split& split : scheme_.splits) {
            std::vector<std::size_t> lines;
            for (const core::Part& part : split.parts) {
                const auto found = paid_.find(part.part);
                if (found == paid_.end()) continue;
                if (lines.empty() || lines.back() != found->second.front())
                    lines.push_back(found->second.front());
            }
            if (lines.size() > 1 && lines[0] != lines[1] && are_paid_together(lines)) {
                report(kind::parts_paid_apart, {scheme_.pays[lines[0]].span, scheme_.pays[lines[1]].span},
                       {});
            }
        }
    }

    // ------------------------------------------------------------ rounding

    // `rounded to 2`: two decimals are meant, and it is the step that is written.
    void warn_steps() {
        if (declarations_.rounding_step) warn_step(declarations_.rounding_step);
        for (const auto& written : module_.expressions) {
            const auto* rounded = std::get_if<syntax::Rounded>(&written.node);
            const bool is_own = written.span.source == module_.source;
            if (rounded != nullptr && rounded->step && is_own) warn_step(rounded->step);
        }
    }
    void warn_step(syntax::ExprId step) {
        const auto* literal = as<syntax::Number>(module_, step);
        if (literal == nullptr || literal->percent || literal->currency.length > 0) return;
        const auto type = typing_.type(step);
        if (type && *type != typing_.money()) return;  // of hours blocks of 4 may be meant
        const auto value = parse_literal(sources_.text(literal->digits));
        for (const int decimals : {2, 3, 4}) {
            if (value != Exact(decimals)) continue;
            const Span place = module_.expressions[step].span;
            auto& warning = report(kind::step_as_decimals, {place}, {std::string(sources_.text(place))});
            warning.notes.push_back({kind::hint_write, {to_machine(Exact::scaled(1, decimals))}});
        }
    }

    // ------------------------------------------------------------ unread

    // Named behind `in order of`, a field is read though no rule reads it.
    bool orders_records(const InputDeclaration& input) const {
        const syntax::Records* records = declarations_.levels[input.level].records;
        return records != nullptr &&
               std::any_of(records->order.begin(), records->order.end(),
                           [&](Span name) { return name_text(sources_, name) == input.name; });
    }

    // A text of a record tells people what it was: a client, a number of a contract.
    bool informs(const InputDeclaration& input, std::size_t index) const {
        const auto type = typing_.type_of_input(index);
        return declarations_.levels[input.level].kind == core::LevelKind::records && type &&
               type->kind == core::TypeKind::text;
    }

    // Functions, tables and references for other files to use.
    bool is_library() const { return declarations_.definitions.empty() && declarations_.inputs.empty(); }

    void warn_unread() {
        if (declarations_.is_sketch) return;
        if (scheme_.pays.empty() && declarations_.header != nullptr && !is_library()) {
            report(kind::no_pay_line, {declarations_.header->name}, {scheme_.name});
        }
        for (std::size_t i = 0; i < declarations_.params.size(); ++i) {
            const core::Param& param = scheme_.params[core::ParamId(i)];
            if (!typing_.is_read(SymbolKind::param, i))
                report(kind::param_unread, {param.span}, {param.name});
        }
        for (std::size_t i = 0; i < declarations_.inputs.size(); ++i) {
            const InputDeclaration& input = declarations_.inputs[i];
            if (!typing_.is_read(SymbolKind::input, i) && !orders_records(input) && !informs(input, i))
                report(kind::input_unread, {input.span}, {input.name});
        }
        warn_unread_amounts();
    }

    // `bonus = …` without its pay line pays nothing. What another file brings may be there for others, and
    // what an example expects was meant to be seen.
    void warn_unread_amounts() {
        const auto expected = expected_names();
        for (std::size_t i = 0; i < declarations_.definitions.size(); ++i) {
            const DefinitionDeclaration& amount = declarations_.definitions[i];
            const auto type = typing_.type_of_definition(i);
            const bool is_money = type && type->kind == core::TypeKind::money;
            const bool is_own = amount.span.source == module_.source && is_paid_level(amount.level);
            if (is_money && is_own && !typing_.is_read(SymbolKind::definition, i) &&
                !expected.contains(amount.name_span.begin))
                report(kind::definition_unread, {amount.name_span}, {amount.name});
        }
    }
    bool is_paid_level(std::size_t level) const {
        return std::ranges::any_of(declarations_.pays,
                                   [&](const PayDeclaration& pay) { return pay.level == level; });
    }
    // Where the names of this file stand whose amounts an example expects.
    std::set<std::uint64_t> expected_names() const {
        std::set<std::uint64_t> names;
        for (const Example& example : examples_) {
            for (const ExampleRow& row : example.rows) {
                for (const Expectation& expected : row.expectations) {
                    if (!expected.what) continue;
                    const Span name = scheme_.definitions[expected.what].name_span;
                    if (name.source == module_.source) names.insert(name.begin);
                }
            }
        }
        return names;
    }
};

}  // namespace

void warn(const Checked& checked, const syntax::Module& module, const Sources& sources,
          const Declarations& declarations, const Typing& typing, Diagnostics& diagnostics) {
    Warning(checked, module, sources, declarations, typing, diagnostics).all();
    warn_forgotten_percents(checked.scheme, sources, diagnostics);
    warn_paid_totals(checked.scheme, sources, diagnostics);
    warn_never_reached(module, sources, declarations, diagnostics);
}

}  // namespace accrue::check
