#include "cli/standing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "base/messages/phrases/commands.hpp"
#include "base/messages/phrases/curves.hpp"
#include "base/messages/phrases/results.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "check/types.hpp"
#include "cli/data_files.hpp"
#include "cli/scheme_file.hpp"
#include "curve/beyond_words.hpp"
#include "curve/unroll.hpp"
#include "data/period_words.hpp"
#include "explain/failure.hpp"
#include "explain/rows.hpp"
#include "explain/shown.hpp"
#include "number/decimal.hpp"

namespace accrue::cli {
namespace {

using core::DefinitionId;
using core::InputId;
using core::LevelId;
using core::ParamId;
using data::RowId;

std::string name_in(const core::Scheme& scheme, Settable what) {
    return std::visit(overloaded{[&](InputId id) { return core::column_name(scheme.inputs[id]); },
                                 [&](DefinitionId id) { return core::shown_name(scheme.definitions[id]); },
                                 [&](ParamId id) { return scheme.params[id].name; }},
                      what);
}

bool can_be_given(const core::Definition& definition) {
    return definition.kind == core::DefinitionKind::written;
}

// `1 234.5`, `50M`, `-100k`, `0.6%`, `0.6 %`
std::optional<Exact> read_amount(std::string_view text) {
    text = trimmed(text);
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    const bool is_percent = text.ends_with('%');
    if (is_percent) text.remove_suffix(1);
    text = trimmed(text);
    if (text.empty()) return std::nullopt;
    auto value = parse_literal(text);
    if (!value) return std::nullopt;
    if (is_percent) value = *value / Exact(100);
    return is_negative ? -*value : *value;
}

std::optional<bool> read_yes_no(const std::string& text) {
    const auto word = folded(text);
    if (word == "yes" || word == folded("да")) return true;
    if (word == "no" || word == folded("нет")) return false;
    return std::nullopt;
}

std::string unquoted(std::string_view text) {
    const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return std::string(is_quoted ? text.substr(1, text.size() - 2) : text);
}

template <class T>
std::optional<core::Value> as_value(const std::optional<T>& read) {
    return read ? std::optional<core::Value>(*read) : std::nullopt;
}

std::optional<core::Value> read_value(const std::string& text, core::TypeKind kind) {
    switch (kind) {
        case core::TypeKind::money:
        case core::TypeKind::number:
            return as_value(read_amount(text));
        case core::TypeKind::date:
            return as_value(parse_date(text));
        case core::TypeKind::month:
            return as_value(parse_month(text));
        case core::TypeKind::logical:
            return as_value(read_yes_no(text));
        case core::TypeKind::text:
            return core::Value(nfc(unquoted(text)));
    }
    return std::nullopt;
}

}  // namespace

Assignment assignment(const std::string& written) {
    const auto equals = written.find('=');
    if (equals == std::string::npos || equals == 0)
        refuse(phrase(say::change_form, written), "`collected=55M`, `collected+=100k`");
    Assignment made{written, {}, std::string(trimmed(std::string_view(written).substr(equals + 1))), {}};
    auto name = std::string_view(written).substr(0, equals);
    using enum Assignment::How;
    for (const auto& [mark, how] :
         {std::pair('+', add), std::pair('-', subtract), std::pair('*', multiply)}) {
        if (!name.ends_with(mark)) continue;
        made.how = how;
        name.remove_suffix(1);
        break;
    }
    made.name = nfc(trimmed(name));
    if (made.name.empty() || made.text.empty())
        refuse(phrase(say::change_form, written), "`collected=55M`, `collected+=100k`");
    return made;
}

// ---------------------------------------------------------------- the row

Standing::Standing(Session& session, const SchemeChoice& scheme, const DataChoice& data,
                   const StandingChoice& choice, const std::string& of)
    : session_(session) {
    if (data.paths.empty() && choice.key)
        refuse(phrase(say::for_needs_data),
               fmt::format("`--data history.csv --for {}`", in_shell_quotes(*choice.key)));
    load(scheme, data, choice);
    if (is_by_hand_) make_row(choice, of);
    const Wanted wanted{.key = choice.key, .period = choice.period, .level = choice.level};
    const auto row = is_by_hand_ ? asked_.row : chosen_row(named_ground(), wanted);
    asked_ = named_definition(named_ground(), of, row);
    const auto& definition = this->scheme().definitions[asked_.definition];
    if (!is_amount(definition.type)) refuse(phrase(say::curve_not_amount, of));
}

void Standing::load(const SchemeChoice& choice, const DataChoice& data, const StandingChoice& standing) {
    refuse_two_readers(choice, data);
    scheme_ = std::make_unique<core::Scheme>(load_sound_scheme(session_, choice).checked.scheme);
    is_by_hand_ = data.paths.empty();
    if (is_by_hand_) return;
    auto read =
        load_sound_history_of(session_, *scheme_, until(*scheme_, data, standing.period), standing.key);
    key_name_ = key_name(*scheme_, read.understood);
    ground_ = std::make_unique<curve::Changed>(*scheme_, std::move(read.history), session_.sources);
}

namespace {

bool reads_calendar(const core::Expr& expression) {
    const auto* read = std::get_if<core::Read>(&expression.node);
    const auto* builtin = read != nullptr ? std::get_if<core::Builtin>(&read->what) : nullptr;
    return builtin != nullptr && *builtin != core::Builtin::row_key;
}

LevelId level_by_hand(const core::Scheme& scheme, const StandingChoice& choice, const std::string& of) {
    if (choice.level) return known_level(scheme, *choice.level);
    const auto paying = core::paying_levels(scheme);
    for (std::size_t i = scheme.definitions.size(); i > 0; --i) {
        const auto& definition = scheme.definitions[DefinitionId(i - 1)];
        const bool is_row = scheme.levels[definition.level].kind == core::LevelKind::rows;
        if (core::shown_name(definition) == of && is_row) return definition.level;
    }
    if (paying.empty()) refuse(phrase(say::nobody_is_paid));
    return paying.back();
}

}  // namespace

// Without a month: that in which a param changed last; without such a param any month, if none is looked at.
Period Standing::period_by_hand(const StandingChoice& choice) const {
    if (choice.period) {
        if (const auto period = scheme_->calendar.parse(*choice.period)) return *period;
        refuse(phrase(say::not_a_month, *choice.period), "`--month 2026-03`");
    }
    if (std::ranges::any_of(scheme_->expressions, reads_calendar))
        refuse(phrase(say::month_is_needed), "`--month 2026-03`");
    auto latest = Date::of(2026, 1, 1);
    for (const auto& param : scheme_->params) {
        if (param.values.back().from) latest = std::max(latest, *param.values.back().from);
    }
    return scheme_->calendar.period(latest);
}

void Standing::make_row(const StandingChoice& choice, const std::string& of) {
    if (!scheme_->references.empty()) {
        const auto& name = scheme_->references[core::ReferenceId(0)].name;
        refuse(phrase(say::table_is_needed, name), fmt::format("`--data {}.csv`", name));
    }
    const auto levels = upwards(*scheme_, level_by_hand(*scheme_, choice, of));
    std::vector<data::GivenRow> rows;
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        if (scheme_->levels[*level].kind == core::LevelKind::everything) continue;
        data::GivenRow row{
            .key = scheme_->levels[*level].name, .period = period_by_hand(choice), .level = *level};
        if (!rows.empty()) row.parent = rows.size() - 1;
        rows.push_back(std::move(row));
    }
    auto history = data::from_rows(*scheme_, rows);
    asked_.row = data::places_of(history, rows).back();
    key_name_ = rows.back().key;
    ground_ = std::make_unique<curve::Changed>(*scheme_, std::move(history), session_.sources);
}

Standing Standing::copy() const {
    Standing made(session_);
    made.scheme_ = std::make_unique<core::Scheme>(*scheme_);
    made.ground_ = std::make_unique<curve::Changed>(ground_->of(*made.scheme_));
    made.key_name_ = key_name_;
    made.asked_ = asked_;
    made.is_by_hand_ = is_by_hand_;
    return made;
}

std::string Standing::row_words() const {
    if (is_by_hand_) return "";
    const auto& history = ground_->history();
    return printable(explain::row_name(*scheme_, history, asked_.row)) + ", " +
           data::in_words(scheme_->calendar, history.rows[asked_.row].period);
}

std::string value_name(const core::Scheme& scheme, DefinitionId definition) {
    const auto& it = scheme.definitions[definition];
    return it.kind == core::DefinitionKind::pay_total ? phrase(say::head_pay) : core::shown_name(it);
}

// ---------------------------------------------------------------- names

std::optional<Settable> Standing::find(const std::string& name, LevelId level) const {
    for (std::size_t i = 0; i < scheme_->inputs.size(); ++i) {
        const auto& input = scheme_->inputs[InputId(i)];
        if (input.level == level && core::column_name(input) == name) return InputId(i);
    }
    for (std::size_t i = 0; i < scheme_->definitions.size(); ++i) {
        const auto& definition = scheme_->definitions[DefinitionId(i)];
        if (definition.level == level && can_be_given(definition) && core::shown_name(definition) == name)
            return DefinitionId(i);
    }
    return std::nullopt;
}

Settable Standing::settable(const std::string& name) const {
    const auto levels = upwards(*scheme_, ground_->history().rows[asked_.row].level);
    std::vector<std::string> known;
    for (const auto level : levels) {
        if (const auto found = find(name, level)) return *found;
        const auto& outer = scheme_->levels[level].name;
        if (!name.starts_with(outer + ".")) continue;
        if (const auto found = find(name.substr(outer.size() + 1), level)) return *found;
    }
    for (std::size_t i = 0; i < scheme_->params.size(); ++i) {
        if (scheme_->params[ParamId(i)].name == name) return ParamId(i);
        known.push_back(scheme_->params[ParamId(i)].name);
    }
    for (const auto& input : scheme_->inputs) {
        const bool is_near = std::ranges::find(levels, input.level) != levels.end();
        if (is_near) known.push_back(core::column_name(input));
        if (!is_near && core::column_name(input) == name) refuse(phrase(say::mover_is_of_many_rows, name));
    }
    for (const auto& definition : scheme_->definitions) {
        const bool is_near = std::ranges::find(levels, definition.level) != levels.end();
        if (!can_be_given(definition)) continue;
        if (is_near) known.push_back(core::shown_name(definition));
        if (!is_near && core::shown_name(definition) == name)
            refuse(phrase(say::mover_is_of_many_rows, name));
    }
    const auto meant = closest(name, known);
    refuse(phrase(say::no_such_mover, name),
           meant ? "`" + *meant + "`" : phrase(say::it_has, fmt::format("`{}`", fmt::join(known, "`, `"))));
}

RowId Standing::row_of(curve::Mover what) const {
    return ground_->history().above(asked_.row, curve::level_of(*scheme_, what));
}

Standing::Moved Standing::moved(const std::string& name) const {
    const auto found = settable(nfc(trimmed(name)));
    if (std::holds_alternative<ParamId>(found))
        refuse(phrase(say::mover_is_param, name), phrase(say::mover_of_params, name));
    const auto what = std::holds_alternative<InputId>(found) ? curve::Mover(std::get<InputId>(found))
                                                             : curve::Mover(std::get<DefinitionId>(found));
    const auto& type = curve::type_of(*scheme_, what);
    if (!is_amount(type)) refuse(phrase(say::mover_is_no_amount, name, check::in_words(type)));
    return {what, row_of(what)};
}

// ---------------------------------------------------------------- values

core::Value Standing::value(const std::string& text, const std::string& name, const core::Type& type) const {
    // `+=10%` of an amount is not 10 % of it, whatever was meant
    if (type.kind == core::TypeKind::money && text.ends_with('%'))
        refuse(phrase(say::not_a_value, text, name, check::in_words(type)),
               phrase(say::raised_by_part, name));
    if (auto read = read_value(text, type.kind)) return *std::move(read);
    refuse(phrase(say::not_a_value, text, name, check::in_words(type)),
           is_amount(type) ? "`50M`, `1234.56`" : "");
}

Exact Standing::amount(const std::string& text, const std::string& name, const core::Type& type) const {
    return std::get<Exact>(value(text, name, type));
}

namespace {

curve::Mover mover(const Settable& what) {
    const auto* input = std::get_if<InputId>(&what);
    return input != nullptr ? curve::Mover(*input) : curve::Mover(std::get<DefinitionId>(what));
}

bool reads(const core::Scheme& scheme, core::ExprId expression, InputId input) {
    const auto* read = std::get_if<core::Read>(&scheme.expressions[expression].node);
    const auto* what = read != nullptr && !read->of_asker ? std::get_if<InputId>(&read->what) : nullptr;
    return what != nullptr && *what == input;
}

Exact changed(const Exact& now, Assignment::How how, const Exact& by) {
    switch (how) {
        case Assignment::How::set:
            return by;
        case Assignment::How::add:
            return now + by;
        case Assignment::How::subtract:
            return now - by;
        case Assignment::How::multiply:
            return now * by;
    }
    return now;
}

}  // namespace

void Standing::set_param(ParamId id, const Assignment& assignment) {
    auto& param = scheme_->params[id];
    const auto set = value(assignment.text, assignment.name, param.type);
    if (assignment.how == Assignment::How::set) {
        const auto expression = scheme_->expressions.add({core::Constant{set}, param.type, false, {}});
        param.values = {{std::nullopt, expression, param.span}};
        return;
    }
    // each dated value is raised or lowered by itself
    std::vector<Exact> was;
    auto evaluation = ground_->evaluation();
    for (const auto& dated : param.values) {
        const auto* const amount = explain::amount(evaluation.value(dated.value, asked_.row));
        if (amount == nullptr) refuse(phrase(say::nothing_to_change, assignment.name));
        was.push_back(*amount);
    }
    for (std::size_t i = 0; i < was.size(); ++i) {
        const core::Value now = changed(was[i], assignment.how, std::get<Exact>(set));
        param.values[i].value = scheme_->expressions.add({core::Constant{now}, param.type, false, {}});
    }
}

void Standing::give(const Assignment& assignment) {
    const auto found = settable(assignment.name);
    if (const auto* param = std::get_if<ParamId>(&found)) return set_param(*param, assignment);
    const auto what = mover(found);
    const auto& type = curve::type_of(*scheme_, what);
    ground_->set(what, row_of(what), value(assignment.text, assignment.name, type));
}

// What the input says by itself where its cell is blank.
std::optional<core::Value> Standing::default_of(InputId input, RowId row) const {
    if (!scheme_->inputs[input].optional) return std::nullopt;
    for (const auto& expression : scheme_->expressions) {
        const auto* written = std::get_if<core::Default>(&expression.node);
        if (written == nullptr || !reads(*scheme_, written->of, input)) continue;
        auto evaluation = ground_->evaluation();
        const auto* found = explain::present(evaluation.value(written->instead, row));
        return found != nullptr ? std::optional(*found) : std::nullopt;
    }
    return std::nullopt;
}

// What is raised or lowered; a blank cell takes its default first, so that what follows it moves as far.
std::optional<core::Value> Standing::value_to_change(curve::Mover what, RowId row) {
    const auto* input = std::get_if<InputId>(&what);
    if (auto now = ground_->value(what, row); now || input == nullptr) return now;
    auto said = default_of(*input, row);
    if (said) ground_->set(what, row, *said);
    return said;
}

void Standing::change(const Assignment& assignment, curve::Direction direction) {
    const auto found = settable(assignment.name);
    if (const auto* param = std::get_if<ParamId>(&found)) return set_param(*param, assignment);
    const auto what = mover(found);
    const auto row = row_of(what);
    const auto& type = curve::type_of(*scheme_, what);
    const bool is_set = assignment.how == Assignment::How::set;
    const auto now = value_to_change(what, row);
    if (is_set && (!now || !is_amount(type))) return give(assignment);
    if (!is_amount(type)) refuse(phrase(say::no_amount_to_change, assignment.name, check::in_words(type)));
    if (!now) refuse(phrase(say::nothing_to_change, assignment.name));
    const bool is_factor = assignment.how == Assignment::How::multiply;
    const auto by = amount(assignment.text, assignment.name, is_factor ? core::Type{} : type);
    const auto x = changed(std::get<Exact>(*now), assignment.how, by);
    for (const auto& moving : curve::movement(*ground_, what, row, direction))
        ground_->set(moving.what, moving.row, core::Value(moving.at(x)));
}

void Standing::refuse_blanks(const explain::Failure& failure) const {
    if (failure.kind != explain::FailureKind::missing_used) return;
    auto evaluation = ground_->evaluation();
    const auto absence = explain::absence(evaluation, failure.operand, failure.row);
    if (absence.kind != explain::AbsenceKind::blank_cell) return;
    const auto* read = std::get_if<core::Read>(&scheme_->expressions[absence.at].node);
    const auto* input = read != nullptr ? std::get_if<InputId>(&read->what) : nullptr;
    if (input == nullptr) return;
    const auto name = name_in(*scheme_, *input);
    const bool is_text = scheme_->inputs[*input].type.kind == core::TypeKind::text;
    refuse(phrase(say::value_is_needed, name, name_of(asked_.definition)),
           fmt::format("`--at {}={}`", name, is_text ? "…" : "50M"));
}

Standing standing_at(Session& session, const SchemeChoice& scheme, const DataChoice& data,
                     const StandingChoice& choice, const std::string& of) {
    std::vector<Assignment> given;
    for (const auto& written : choice.set) {
        given.push_back(assignment(written));
        if (given.back().how != Assignment::How::set)
            refuse(phrase(say::only_set_at, written),
                   fmt::format("`--at {}={}`", given.back().name, given.back().text));
    }
    Standing standing(session, scheme, data, choice, of);
    for (const auto& each : given) standing.give(each);
    return standing;
}

// ---------------------------------------------------------------- the curve

namespace {

// From where to where without a word of the command line: the input's own range, else from 0, or from its
// value if that is less.
Exact usual_from(const Standing& standing, const Standing::Moved& moved) {
    const auto* input = std::get_if<InputId>(&moved.what);
    if (input != nullptr && standing.scheme().inputs[*input].low)
        return *standing.scheme().inputs[*input].low;
    const auto now = standing.ground().value(moved.what, moved.row);
    return now ? smaller(Exact(0), std::get<Exact>(*now)) : Exact(0);
}

Exact very_far() {
    return 1'000'000'000'000;
}

// 1, 2 or 5 times a power of ten, at least the value.
Exact round_number(const Exact& value) {
    Exact power = 1;
    while (power * Exact(10) < value) power *= Exact(10);
    for (const int times : {1, 2, 3, 4, 5, 6, 8}) {
        if (power * Exact(times) >= value) return power * Exact(times);
    }
    return power * Exact(10);
}

// None, of what may be of any size.
const Exact* bound_above(const Standing& standing, const Standing::Moved& moved) {
    const auto* input = std::get_if<InputId>(&moved.what);
    const bool has_bound = input != nullptr && standing.scheme().inputs[*input].high;
    return has_bound ? &*standing.scheme().inputs[*input].high : nullptr;
}

// A quarter beyond the last place at which something changes, or the present value; then a round number.
Exact usual_to(const Standing& standing, const Standing::Moved& moved, const curve::Question& far) {
    const auto movings = curve::movement(standing.ground(), far.x, far.x_row, far.direction);
    auto evaluation = standing.ground().evaluation();
    auto last = larger(far.domain.from, Exact(0));
    const auto now = standing.ground().value(moved.what, moved.row);
    if (now) last = larger(last, std::get<Exact>(*now));
    try {
        const auto drawn = curve::drawn(curve::unrolled(evaluation, movings, far.of, far.row, far.domain));
        const auto& place = drawn.knots[drawn.knots.size() - 2].at;
        last = larger(last, curve::between(place, 1).high);
    } catch (const curve::TooManyPieces&) {
        refuse(phrase(say::axis_wanted, "curve"), "`--to 100M`");
    }
    if (last.sign() <= 0)
        return curve::type_of(standing.scheme(), moved.what).kind == core::TypeKind::money ? 1'000'000 : 100;
    return round_number(last * Exact::ratio(5, 4));
}

}  // namespace

namespace {

[[noreturn]] void refuse_beyond(Session& session, const Standing& standing, const curve::Question& question,
                                const curve::Beyond& found) {
    const auto span = standing.scheme().expressions[found.at].origin.span;
    const auto x = curve::shown_name(standing.scheme(), question.x);
    show(
        session,
        {Diagnostic{
            kind::curve_beyond, {span}, {standing.name_of(question.of), x, curve::words_of(found.why)}, {}}});
    throw Stop{Exit::no, phrase(say::no_curve_is_shown), ""};
}

}  // namespace

CurveOf curve_of(const Standing& standing, const AxisChoice& axis, Session& session) {
    const auto moved = standing.moved(axis.name);
    const auto asked = standing.asked();
    const auto& type = curve::type_of(standing.scheme(), moved.what);
    const auto from = axis.from ? standing.amount(*axis.from, "--from", type) : usual_from(standing, moved);
    curve::Question question{moved.what,       moved.row, axis.direction,
                             asked.definition, asked.row, {from, from + very_far()}};
    const auto* const high = bound_above(standing, moved);
    if (axis.to)
        question.domain.to = standing.amount(*axis.to, "--to", type);
    else
        question.domain.to = high != nullptr ? *high : usual_to(standing, moved, question);
    const auto words = [&](const Exact& x) {
        return explain::shown(core::Value(x), type, curve::as_percent(standing.scheme(), moved.what));
    };
    if (question.domain.from >= question.domain.to)
        refuse(phrase(say::domain_is_empty, words(question.domain.from), words(question.domain.to)));
    try {
        auto ground = standing.ground();
        auto made = curve::curve(ground, question);
        if (const auto found = curve::beyond(made)) refuse_beyond(session, standing, question, *found);
        for (const auto& piece : made.pieces) {
            const auto* failure = std::get_if<explain::Failure>(&piece.value);
            if (failure != nullptr && standing.is_by_hand()) standing.refuse_blanks(*failure);
        }
        return {question, std::move(made), !axis.to && high == nullptr};
    } catch (const curve::TooManyPieces&) {
        refuse(phrase(say::too_many_pieces, curve::most_pieces, words(from), words(question.domain.to)),
               phrase(say::narrow_the_domain));
    }
}

std::optional<CurveOf> curve_farther(const Standing& standing, const CurveOf& near) {
    auto question = near.question;
    if (!near.goes_on || question.domain.to.sign() <= 0 || is_farthest(near)) return std::nullopt;
    question.domain.to *= Exact(10);
    try {
        auto ground = standing.ground();
        auto far = curve::curve(ground, question);
        const bool is_coarser = curve::largest_slack(far) > curve::largest_slack(near.curve) ||
                                !curve::is_as_exact(far, near.curve);
        if (curve::beyond(far) || is_coarser) return std::nullopt;
        return CurveOf{question, std::move(far), true};
    } catch (const curve::TooManyPieces&) {
        return std::nullopt;
    }
}

bool is_farthest(const CurveOf& made) {
    return made.question.domain.to >= very_far();
}

}  // namespace accrue::cli
