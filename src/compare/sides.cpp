#include "compare/sides.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/messages/phrases/comparing.hpp"
#include "base/text.hpp"

namespace accrue::compare {
namespace {

using core::InputId;
using core::LevelId;
using core::LevelKind;
using core::ReferenceId;

bool is_plain_rows(const core::Scheme& scheme) {
    return scheme.levels.size() == 1 && scheme.levels[LevelId(0)].kind == LevelKind::rows;
}

// One scheme's ids in those of the list.
struct Renamed {
    Table<LevelId, LevelId> levels;
    Table<InputId, InputId> inputs;
    Table<ReferenceId, ReferenceId> references;

    static Renamed of(const core::Scheme& scheme) {
        return {.levels = Table<LevelId, LevelId>(scheme.levels.size()),
                .inputs = Table<InputId, InputId>(scheme.inputs.size()),
                .references = Table<ReferenceId, ReferenceId>(scheme.references.size())};
    }
    LevelId level(LevelId id) const { return id ? levels[id] : id; }
    InputId input(InputId id) const { return id ? inputs[id] : id; }
};

// ---------------------------------------------------------------- the list of all

class Joining {
  public:
    explicit Joining(const std::vector<Side>& sides) : sides_(sides) {
        for (const auto& side : sides_) renamed_.push_back(Renamed::of(side.scheme));
    }

    // What keeps the sides apart, if anything.
    std::optional<Apart> join() {
        begin();
        for (std::size_t i = 0; i < sides_.size(); ++i) {
            if (auto apart = differing_time(i)) return apart;
        }
        if (auto apart = add_levels()) return apart;
        for (std::size_t i = 0; i < sides_.size(); ++i) {
            for (std::uint32_t at = 0; at < sides_[i].scheme.inputs.size(); ++at) {
                if (auto apart = add_input(i, InputId(at))) return apart;
            }
            for (std::uint32_t at = 0; at < sides_[i].scheme.references.size(); ++at) {
                if (auto apart = add_reference(i, ReferenceId(at))) return apart;
            }
        }
        for (std::size_t i = 0; i < sides_.size(); ++i) complete(i);
        name_file_outside();
        return std::nullopt;
    }
    core::Scheme& reading() { return reading_; }
    const Renamed& renamed(std::size_t side) const { return renamed_[side]; }

  private:
    const core::Scheme& scheme(std::size_t side) const { return sides_[side].scheme; }
    Apart apart(std::size_t side, std::string what) const {
        return {.first = sides_.front().name, .second = sides_[side].name, .what = std::move(what)};
    }

    void begin() {
        const auto& first = scheme(0);
        reading_.name = first.name;
        reading_.title = first.title;
        reading_.calendar = first.calendar;
        reading_.is_sketch =
            std::ranges::all_of(sides_, [](const Side& side) { return side.scheme.is_sketch; });
        for (const auto& side : sides_)
            if (reading_.currency.empty()) reading_.currency = side.scheme.currency;
        reading_.rounding_step = first.rounding_step;
    }

    std::optional<Apart> differing_time(std::size_t side) const {
        const auto& own = scheme(side);
        if (own.calendar != reading_.calendar) return apart(side, phrase(say::apart_calendar));
        if (!own.currency.empty() && own.currency != reading_.currency)
            return apart(side, phrase(say::apart_currency, reading_.currency, own.currency));
        return std::nullopt;
    }

    // A sketch's only level goes with the only level of a scheme, whatever that is called.
    std::string level_name(const core::Scheme& of, LevelId level) const {
        if (!of.is_sketch || !is_plain_rows(of)) return of.levels[level].name;
        for (const auto& side : sides_)
            if (!side.scheme.is_sketch && is_plain_rows(side.scheme))
                return side.scheme.levels[LevelId(0)].name;
        return of.levels[level].name;
    }
    LevelId found_level(const core::Scheme& of, LevelId level) const {
        const auto& wanted = of.levels[level];
        for (std::uint32_t i = 0; i < reading_.levels.size(); ++i) {
            const auto& known = reading_.levels[LevelId(i)];
            const bool is_everything = wanted.kind == LevelKind::everything;
            if (known.kind == wanted.kind && (is_everything || known.name == level_name(of, level)))
                return LevelId(i);
        }
        return {};
    }

    struct Waiting {
        std::size_t side;
        LevelId level;
    };
    // In what a level stands, in whichever scheme says it.
    std::optional<Waiting> parent_of(const Waiting& waiting) const {
        const auto& of = scheme(waiting.side);
        const auto& level = of.levels[waiting.level];
        for (std::size_t i = 0; i < sides_.size(); ++i)
            for (const auto& each : scheme(i).levels) {
                const bool is_same = each.kind == level.kind && each.name == level_name(of, waiting.level);
                if (is_same && each.parent) return Waiting{i, each.parent};
            }
        return std::nullopt;
    }

    std::optional<Apart> add_levels() {
        std::vector<Waiting> waiting;
        for (std::size_t i = 0; i < sides_.size(); ++i)
            for (std::uint32_t at = 0; at < scheme(i).levels.size(); ++at)
                waiting.push_back({i, LevelId(at)});
        // each round adds those whose outer level stands
        for (auto before = waiting.size() + 1; !waiting.empty() && waiting.size() < before;) {
            before = waiting.size();
            std::erase_if(waiting, [&](const Waiting& each) { return add_level(each); });
        }
        for (const auto& each : waiting) return apart_by_level(each);
        for (std::size_t i = 0; i < sides_.size(); ++i)
            for (std::uint32_t at = 0; at < scheme(i).levels.size(); ++at)
                if (stands_elsewhere({i, LevelId(at)})) return apart_by_level({i, LevelId(at)});
        return std::nullopt;
    }
    Apart apart_by_level(const Waiting& level) const {
        return apart(level.side, phrase(say::apart_level, scheme(level.side).levels[level.level].name));
    }
    bool stands_elsewhere(const Waiting& waiting) const {
        const auto& of = scheme(waiting.side);
        const auto& own = of.levels[waiting.level];
        const auto& known = reading_.levels[renamed_[waiting.side].levels[waiting.level]];
        const auto has_its_name = [&](const core::Level& each) { return each.name == known.name; };
        return std::ranges::count_if(reading_.levels, has_its_name) > 1 ||
               (own.parent && found_level(of, own.parent) != known.parent);
    }
    bool add_level(const Waiting& waiting) {
        const auto& of = scheme(waiting.side);
        const auto outer = parent_of(waiting);
        const auto parent = outer ? found_level(scheme(outer->side), outer->level) : LevelId();
        if (outer && !parent) return false;
        if (!found_level(of, waiting.level)) {
            auto level = of.levels[waiting.level];
            level.name = level_name(of, waiting.level);
            level.parent = parent;
            level.order.clear();
            level.from = level.to = InputId();
            level.pay_total = core::DefinitionId();
            level.file_names.clear();
            reading_.levels.add(std::move(level));
        }
        const auto known = found_level(of, waiting.level);
        renamed_[waiting.side].levels[waiting.level] = known;
        auto& level = reading_.levels[known];
        level.order_matters = level.order_matters || of.levels[waiting.level].order_matters;
        return true;
    }

    InputId found_input(LevelId level, const core::Input& input) const {
        for (std::uint32_t i = 0; i < reading_.inputs.size(); ++i) {
            const auto& known = reading_.inputs[InputId(i)];
            if (known.level == level && known.name == input.name && known.day == input.day) return InputId(i);
        }
        return {};
    }
    std::optional<Apart> add_input(std::size_t side, InputId id) {
        const auto& input = scheme(side).inputs[id];
        const auto level = renamed_[side].levels[input.level];
        auto known = found_input(level, input);
        if (!known) {
            auto added = input;
            added.level = level;
            added.who = added.why = InputId();
            known = reading_.inputs.add(std::move(added));
        } else if (auto different = differing_input(side, reading_.inputs[known], input)) {
            return different;
        } else {
            narrow(reading_.inputs[known], input);
        }
        renamed_[side].inputs[id] = known;
        return std::nullopt;
    }
    std::optional<Apart> differing_input(std::size_t side, const core::Input& known,
                                         const core::Input& input) const {
        const bool is_same = known.type.kind == input.type.kind && known.percent == input.percent &&
                             known.is_signed == input.is_signed;
        if (is_same) return std::nullopt;
        return apart(side, phrase(say::apart_input, core::column_name(input)));
    }
    // What one scheme demands of the data holds for all.
    static void narrow(core::Input& known, const core::Input& input) {
        if (input.low) known.low = known.low ? larger(*known.low, *input.low) : *input.low;
        if (input.high) known.high = known.high ? smaller(*known.high, *input.high) : *input.high;
        known.optional = known.optional && input.optional;
        known.lever = known.lever || input.lever;
        if (known.label.empty()) known.label = input.label;
        if (known.type.currency.empty()) known.type = input.type;
    }

    static bool is_same_reference(const core::Reference& one, const core::Reference& other) {
        const auto key = [](const core::ReferenceKey& each) {
            return std::pair(each.name, std::pair(each.type.kind, each.match));
        };
        const auto field = [](const core::ReferenceField& each) {
            return std::pair(each.name, std::pair(each.type.kind, each.percent));
        };
        return std::ranges::equal(one.keys, other.keys, {}, key, key) &&
               std::ranges::equal(one.fields, other.fields, {}, field, field);
    }
    std::optional<Apart> add_reference(std::size_t side, ReferenceId id) {
        const auto& reference = scheme(side).references[id];
        auto& to = renamed_[side].references[id];
        for (std::uint32_t i = 0; i < reading_.references.size(); ++i) {
            const auto& known = reading_.references[ReferenceId(i)];
            if (known.name != reference.name) continue;
            if (!is_same_reference(known, reference))
                return apart(side, phrase(say::apart_reference, reference.name));
            to = ReferenceId(i);
            return std::nullopt;
        }
        to = reading_.references.add(reference);
        return std::nullopt;
    }

    // What levels and inputs say of inputs, now that all have their places.
    void complete(std::size_t side) {
        const auto& ids = renamed_[side];
        for (std::uint32_t i = 0; i < scheme(side).levels.size(); ++i) {
            const auto& own = scheme(side).levels[LevelId(i)];
            auto& level = reading_.levels[ids.levels[LevelId(i)]];
            if (level.order.empty())
                for (const auto input : own.order) level.order.push_back(ids.input(input));
            if (own.from) level.from = ids.input(own.from);
            if (own.to) level.to = ids.input(own.to);
        }
        for (std::uint32_t i = 0; i < scheme(side).inputs.size(); ++i) {
            const auto& own = scheme(side).inputs[InputId(i)];
            auto& input = reading_.inputs[ids.inputs[InputId(i)]];
            if (own.who) input.who = ids.input(own.who);
            if (own.why) input.why = ids.input(own.why);
        }
    }

    // A list for each side that reads what stands outside the blocks.
    void name_file_outside() {
        std::vector<std::vector<std::string>> names;
        for (const auto& side : sides_)
            std::ranges::move(core::names_of_file_outside(side.scheme), std::back_inserter(names));
        if (names.empty()) return;
        core::take_files_of_each_other(names);
        reading_.levels[LevelId(0)].file_names = std::move(names);
    }

    const std::vector<Side>& sides_;
    std::vector<Renamed> renamed_;
    core::Scheme reading_;
};

// ---------------------------------------------------------------- a scheme in the list's ids

void rewrite(core::Expr& expr, const Renamed& ids) {
    if (auto* const read = std::get_if<core::Read>(&expr.node)) {
        if (auto* const input = std::get_if<InputId>(&read->what)) *input = ids.input(*input);
    } else if (auto* const aggregate = std::get_if<core::Aggregate>(&expr.node)) {
        aggregate->base = ids.level(aggregate->base);
    } else if (auto* const lookup = std::get_if<core::Lookup>(&expr.node)) {
        lookup->reference = ids.references[lookup->reference];
    }
}

core::Scheme rewritten(core::Scheme scheme, const core::Scheme& reading, const Renamed& ids) {
    auto levels = reading.levels;
    for (std::uint32_t i = 0; i < scheme.levels.size(); ++i)
        levels[ids.levels[LevelId(i)]].pay_total = scheme.levels[LevelId(i)].pay_total;
    scheme.levels = std::move(levels);
    scheme.inputs = reading.inputs;
    scheme.references = reading.references;
    for (auto& expr : scheme.expressions) rewrite(expr, ids);
    for (auto& definition : scheme.definitions) definition.level = ids.level(definition.level);
    for (auto& share : scheme.shares) share.of = ids.level(share.of);
    for (auto& lots : scheme.lots) lots.level = ids.level(lots.level);
    return scheme;
}

}  // namespace

std::variant<Sides, Apart> joined(std::vector<Side> sides) {
    Joining joining(sides);
    if (auto apart = joining.join()) return *std::move(apart);
    Sides all{.reading = std::move(joining.reading()), .sides = {}};
    for (std::size_t i = 0; i < sides.size(); ++i)
        all.sides.push_back(
            {.name = std::move(sides[i].name),
             .scheme = rewritten(std::move(sides[i].scheme), all.reading, joining.renamed(i))});
    return all;
}

}  // namespace accrue::compare
