#include "random_scheme.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/walk.hpp"

namespace accrue::property {
namespace {

using namespace core;

const std::vector<TypeKind> all_kinds = {TypeKind::money, TypeKind::number, TypeKind::date,
                                         TypeKind::month, TypeKind::text,   TypeKind::logical};
const std::vector<std::string> texts = {
    "gold", "Gold ", "silver", "серебро", "ёлка", "ЕЛКА", "only in the scheme", ""};

Type type_of(TypeKind kind) {
    return {kind, kind == TypeKind::money ? "RUB" : ""};
}

// What a definition will be; they are laid out before the first is made, since earlier periods may be read of
// all.
enum class Role : std::uint8_t {
    plain,
    pool,
    claim,
    fits,
    weight,
    remainder,
    shared,
    unknown,
    amount,
    lots_part
};
struct Slot {
    Type type;
    LevelId level;
    Role role = Role::plain;
    std::size_t group = 0;  // which share, system or lots it belongs to
    std::size_t place = 0;  // which unknown, which part
};

class SchemeMaker {
  public:
    SchemeMaker(Random& random, Reach reach) : random_(random), each_row_alone_(reach == Reach::own_row) {}

    Scheme made() {
        scheme_.name = "random";
        scheme_.currency = "RUB";
        scheme_.calendar.year_starts_in = random_.one_in(3) ? static_cast<int>(random_.between(1, 12)) : 1;
        large_ = random_.one_in(6);
        make_levels();
        make_inputs();
        make_params();
        make_references();
        lay_out();
        for (std::size_t i = 0; i < slots_.size(); ++i) define(DefinitionId(i));
        make_pays();
        make_promises();
        return std::move(scheme_);
    }

  private:
    // ------------------------------------------------------------ levels

    LevelId add_level(const char* name, LevelKind kind, LevelId parent) {
        const auto id = scheme_.levels.add({.name = name, .kind = kind, .parent = parent, .span = {}});
        (kind == LevelKind::records ? record_levels_ : row_levels_).push_back(id);
        return id;
    }

    // One level half of the time; else everything, regions, teams, people and records of the last two.
    void make_levels() {
        if (random_.one_in(2)) {
            own_ = add_level("person", LevelKind::rows, {});
            return;
        }
        static const std::vector<PeriodUnit> units = {
            PeriodUnit::month, PeriodUnit::month, PeriodUnit::month, PeriodUnit::quarter,
            PeriodUnit::week,  PeriodUnit::year,  PeriodUnit::day};
        scheme_.calendar.unit = random_.of(units);
        LevelId outer;
        if (random_.percent(60)) outer = add_level("random", LevelKind::everything, {});
        if (random_.one_in(4)) outer = add_level("region", LevelKind::rows, outer);
        if (random_.percent(80)) outer = add_level("team", LevelKind::rows, outer);
        const auto team = outer;
        const auto person = add_level("person", LevelKind::rows, outer);
        if (random_.percent(65)) add_level("deal", LevelKind::records, person);
        if (team && random_.one_in(4)) add_level("payment", LevelKind::records, team);
        // Rules of records that read later rules of the record before take only what has been up to there.
        reads_ahead_ = random_.one_in(3);
    }
    LevelId any_level() {
        const bool of_records = !record_levels_.empty() && random_.percent(35);
        return random_.of(of_records ? record_levels_ : row_levels_);
    }
    bool is_records(LevelId level) const { return scheme_.levels[level].kind == LevelKind::records; }
    std::vector<LevelId> own_and_above(LevelId level) const {
        std::vector<LevelId> levels;
        for (; level; level = scheme_.levels[level].parent) levels.push_back(level);
        return levels;
    }
    std::vector<LevelId> inside(LevelId level) const {
        std::vector<LevelId> levels;
        for (std::size_t i = 0; i < scheme_.levels.size(); ++i) {
            if (!level || LevelId(i) == level || stands_above(scheme_, level, LevelId(i)))
                levels.push_back(LevelId(i));
        }
        return levels;
    }
    bool is_seen(LevelId level) const { return level == own_ || stands_above(scheme_, level, own_); }

    // ------------------------------------------------------------ names

    void make_inputs() {
        for (std::size_t level = 0; level < scheme_.levels.size(); ++level) {
            const auto count = scheme_.levels.size() == 1 ? random_.between(2, 7) : random_.between(1, 4);
            for (std::int64_t i = 0; i < count; ++i) {
                Input input;
                input.name = fmt::format("input{}", scheme_.inputs.size());
                input.level = LevelId(level);
                input.type =
                    type_of(i < 2 || random_.percent(60) ? random_.of(amounts_) : random_.of(all_kinds));
                input.day = random_.one_in(6) ? 15 : 0;
                scheme_.inputs.add(input);
            }
        }
    }

    // Params read constants and params before them.
    void make_params() {
        const auto count = random_.between(0, 3);
        for (std::int64_t i = 0; i < count; ++i) {
            Param param;
            param.name = fmt::format("param{}", i);
            param.type = type_of(random_.percent(70) ? random_.of(amounts_) : random_.of(all_kinds));
            auto month = Month::of(2025, static_cast<int>(random_.between(9, 12)));
            const auto values = random_.between(1, 3);
            for (std::int64_t k = 0; k < values; ++k) {
                DatedValue value;
                if (k > 0 || random_.one_in(2))
                    value.from = Date::of(month.year(), month.number(), k == 1 ? 15 : 1);
                value.value = expression(param.type, 1);
                param.values.push_back(value);
                month = Month{month.index + static_cast<std::int32_t>(random_.between(1, 5))};
            }
            scheme_.params.add(param);
        }
    }

    void make_references() {
        const auto count = random_.one_in(3) ? random_.between(1, 2) : 0;
        for (std::int64_t i = 0; i < count; ++i) {
            Reference reference;
            reference.name = fmt::format("reference{}", i);
            const auto keys = random_.between(1, 3), fields = random_.between(1, 3);
            for (std::int64_t k = 0; k < keys; ++k) {
                ReferenceKey key;
                key.name = fmt::format("key{}", k);
                key.type = type_of(random_.of(all_kinds));
                const bool ordered = key.type.kind != TypeKind::text && key.type.kind != TypeKind::logical;
                if (ordered && random_.percent(60)) key.match = static_cast<KeyMatch>(random_.below(4));
                reference.keys.push_back(key);
            }
            for (std::int64_t k = 0; k < fields; ++k) {
                ReferenceField field;
                field.name = fmt::format("field{}", k);
                field.type = type_of(random_.one_in(2) ? random_.of(amounts_) : random_.of(all_kinds));
                reference.fields.push_back(field);
            }
            scheme_.references.add(reference);
        }
    }

    // ------------------------------------------------------------ what there will be

    void lay_out() {
        const bool flat = scheme_.levels.size() == 1;
        const auto count = flat ? random_.between(2, 9) : random_.between(4, 14);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto kind = random_.percent(65) ? random_.of(amounts_) : random_.of(all_kinds);
            slots_.push_back({type_of(kind), any_level()});
            if (each_row_alone_) continue;
            if (random_.one_in(flat ? 12 : 9)) lay_out_system();
            if (random_.one_in(flat ? 12 : 9)) lay_out_lots();
            if (!flat && random_.one_in(4)) lay_out_share();
        }
        inside_definition_ = true;
    }
    void add_slot(Role role, TypeKind kind, LevelId level, std::size_t group, std::size_t place = 0) {
        slots_.push_back({type_of(kind), level, role, group, place});
    }
    void lay_out_system() {
        const auto level = any_level();
        const auto group = scheme_.systems.size();
        const auto kind = random_.of(amounts_);
        const auto unknowns = static_cast<std::size_t>(random_.between(1, 3));
        scheme_.systems.add({std::vector<Equation>(unknowns), {}});
        for (std::size_t i = 0; i < unknowns; ++i) add_slot(Role::unknown, kind, level, group, i);
    }
    void lay_out_lots() {
        Lots lots;
        lots.name = fmt::format("lots{}", scheme_.lots.size());
        lots.level = any_level();
        lots.usable_for = random_.one_in(3) ? 0 : static_cast<int>(random_.between(1, 4));
        const auto group = scheme_.lots.size();
        const auto kind = random_.of(amounts_);
        DefinitionId* const amounts[] = {&lots.add, &lots.take};
        DefinitionId* const parts[] = {&lots.left, &lots.taken, &lots.expired};
        for (auto* amount : amounts) {
            *amount = DefinitionId(slots_.size());
            add_slot(Role::amount, kind, lots.level, group);
        }
        for (std::size_t i = 0; i < 3; ++i) {
            *parts[i] = DefinitionId(slots_.size());
            add_slot(Role::lots_part, kind, lots.level, group, i);
        }
        scheme_.lots.add(lots);
    }
    void lay_out_share() {
        std::vector<std::pair<LevelId, LevelId>> between;  // pool, members
        for (std::size_t i = 0; i < scheme_.levels.size(); ++i) {
            for (const auto level : inside(LevelId(i))) {
                const bool all_at_once = !is_records(level) || !reads_ahead_;
                if (level != LevelId(i) && all_at_once) between.emplace_back(LevelId(i), level);
            }
        }
        if (between.empty()) return;
        const auto [of, members] = random_.of(between);
        const auto group = scheme_.shares.size();
        const auto next = [&](Role role, TypeKind kind, LevelId level) {
            add_slot(role, kind, level, group);
            return DefinitionId(slots_.size() - 1);
        };
        Share share;
        share.name = fmt::format("share{}", group);
        share.of = of;
        share.pool = next(Role::pool, TypeKind::money, of);
        const bool has_rest = random_.percent(80);
        const auto claims = has_rest ? random_.between(0, 2) : 1;
        for (std::int64_t i = 0; i < claims; ++i) {
            Claim claim;
            claim.amount = next(has_rest ? Role::claim : Role::plain, TypeKind::money, members);
            if (has_rest && random_.one_in(2)) claim.fits = next(Role::fits, TypeKind::logical, members);
            claim.none_to_rest = random_.one_in(2);
            share.claims.push_back(claim);
        }
        if (has_rest) share.weight = next(Role::weight, TypeKind::number, members);
        if (!has_rest) all_of_pool_.push_back(share.claims[0].amount);
        if (random_.one_in(4)) share.remainder_to = next(Role::remainder, TypeKind::logical, members);
        share.nobody_below_0 = random_.one_in(3);
        share.mode = static_cast<Rounding>(random_.below(8));
        share.step = random_.one_in(3) ? Exact(random_.between(1, 10)) : Exact::ratio(1, 100);
        share.result = next(Role::shared, TypeKind::money, members);
        scheme_.shares.add(share);
    }

    // ------------------------------------------------------------ definitions

    static Definition named(std::string name, DefinitionKind kind, const Type& type, ExprId value,
                            LevelId level) {
        Definition definition;
        definition.name = std::move(name);
        definition.kind = kind;
        definition.type = type;
        definition.value = value;
        definition.level = level;
        return definition;
    }

    void define(DefinitionId id) {
        const auto& slot = slots_[id.value];
        own_ = slot.level;
        const auto value = value_of(id, slot);
        auto kind = random_.one_in(6) ? DefinitionKind::hidden : DefinitionKind::written;
        if (slot.role == Role::shared) kind = DefinitionKind::share;
        add(named(fmt::format("d{}", id.value), kind, slot.type, value, slot.level));
    }

    ExprId value_of(DefinitionId id, const Slot& slot) {
        const auto depth = static_cast<int>(random_.between(1, 4));
        switch (slot.role) {
            case Role::plain:
                if (is_amount(slot.type) && !each_row_alone_ && random_.one_in(40))
                    return squared(id, slot.type);
                return std::ranges::find(all_of_pool_, id) != all_of_pool_.end()
                           ? all_of_pool(id)
                           : expression(slot.type, depth);
            case Role::pool: {
                const auto& share = scheme_.shares[ShareId(slot.group)];
                const auto step = put(slot.type, Constant{share.step});
                return put(slot.type, Round{rarely_below_0(slot.type, depth), Rounding::half_up, step});
            }
            case Role::claim:
                return claim(slot);
            case Role::fits:
                return random_.one_in(2) ? with_value(slot.type, is_key("key1")) : expression(slot.type, 2);
            case Role::weight:
                if (random_.one_in(3)) return put(slot.type, Constant{Exact(random_.between(0, 2))});
                return with_value(slot.type, rarely_below_0(slot.type, depth));
            case Role::remainder:
                return random_.percent(70) ? is_key("key1") : expression(slot.type, 2);
            case Role::shared:
                return put(slot.type, Shared{ShareId(slot.group)});
            case Role::unknown:
                return unknown(id, slot);
            case Role::amount:
                return with_value(slot.type, rarely_below_0(slot.type, 2));
            case Role::lots_part:
                return put(slot.type, FromLots{LotsId(slot.group), static_cast<LotsPart>(slot.place)});
        }
        return {};
    }

    // Soon longer than a number may be.
    ExprId squared(DefinitionId id, const Type& type) {
        const auto number = type_of(TypeKind::number);
        const auto before = put(type, Default{put(type, Previous{id}, true),
                                              put(type, Constant{Exact::scaled(123'456'789'123, 3)})});
        const auto factor =
            put(number, Arithmetic{ArithmeticOp::divide, before, put(type, Constant{Exact(7)})}, true);
        return put(type, Arithmetic{ArithmeticOp::multiply, before, factor});
    }
    ExprId rarely_below_0(const Type& type, int depth) {
        const auto value = with_value(type, expression(type, depth));
        if (random_.one_in(12)) return value;
        return put(type, Clamp{ClampOp::larger, value, put(type, Constant{Exact(0)})});
    }
    ExprId with_value(const Type& type, ExprId of) {
        if (random_.one_in(6)) return of;
        return put(type, Default{of, constant(type)});
    }
    ExprId is_key(const char* key) {
        const auto text = type_of(TypeKind::text);
        const auto own = put(text, Read{Builtin::row_key});
        const auto wanted = put(text, Constant{std::string(key)});
        return put(type_of(TypeKind::logical), Compare{CompareOp::equal, own, wanted});
    }
    ExprId claim(const Slot& slot) {
        const auto pool = put(slot.type, Read{scheme_.shares[ShareId(slot.group)].pool}, true);
        const auto part = put(type_of(TypeKind::number), Constant{Exact::scaled(random_.between(-3, 30), 2)});
        if (random_.percent(70)) return put(slot.type, Arithmetic{ArithmeticOp::multiply, part, pool});
        return with_value(slot.type, expression(slot.type, 2));
    }
    // The pool by the number of those who share it.
    ExprId all_of_pool(DefinitionId id) {
        const auto& slot = slots_[id.value];
        if (random_.one_in(4)) return claim(slot);
        const auto& share = scheme_.shares[ShareId(slot.group)];
        const auto pool = put(slot.type, Read{share.pool}, true);
        Aggregate count{};
        count.op = AggregateOp::count;
        count.of = share.result;
        count.base = share.of;
        const auto members = put(type_of(TypeKind::number), count);
        return put(slot.type, Arithmetic{ArithmeticOp::divide, pool, members}, true);
    }

    // The equations are made with the first unknown; all read only what comes before it.
    ExprId unknown(DefinitionId id, const Slot& slot) {
        auto& equations = scheme_.systems[SystemId(slot.group)].equations;
        if (slot.place == 0) {
            in_system_ = true;
            for (std::size_t i = 0; i < equations.size(); ++i) {
                Equation equation;
                equation.unknown = DefinitionId(id.value + i);
                for (std::size_t k = 0; k < equations.size(); ++k)
                    equation.coefficients.push_back(random_.one_in(3) ? ExprId() : coefficient());
                equation.constant = with_value(slot.type, expression(slot.type, 2));
                equation.written = equation.constant;
                scheme_.systems[SystemId(slot.group)].equations[i] = equation;
            }
            in_system_ = false;
        }
        return put(slot.type, Solved{SystemId(slot.group), static_cast<std::uint32_t>(slot.place)});
    }
    ExprId coefficient() {
        const auto number = type_of(TypeKind::number);
        if (random_.percent(70)) return put(number, Constant{Exact::scaled(random_.between(-10, 10), 1)});
        return with_value(number, expression(number, 1));
    }

    DefinitionId add(const Definition& definition) {
        const auto id = scheme_.definitions.add(definition);
        scheme_.order.push_back(id);
        return id;
    }

    void make_pays() {
        const auto money = type_of(TypeKind::money);
        for (const auto level : row_levels_) {
            own_ = level;
            const auto count = scheme_.levels.size() == 1 || random_.one_in(2) ? random_.between(0, 2) : 0;
            ExprId total;
            for (std::int64_t i = 0; i < count; ++i) {
                const auto name = fmt::format("pay{}", scheme_.pays.size());
                const auto id = add(named(name, DefinitionKind::pay_line, money, rounding(money, 2), level));
                slots_.push_back({money, level});
                scheme_.pays.push_back({id, name, "", {}});
                const auto read = put(money, Read{id});
                total = total ? put(money, Arithmetic{ArithmeticOp::add, total, read}) : read;
            }
            if (!total) continue;
            scheme_.levels[level].pay_total =
                add(named("pay", DefinitionKind::pay_total, money, total, level));
            slots_.push_back({money, level});
        }
    }

    void make_promises() {
        if (!random_.one_in(3)) return;
        own_ = any_level();
        const auto logical = type_of(TypeKind::logical);
        const auto holds =
            add(named("promise", DefinitionKind::promise, logical, expression(logical, 2), own_));
        scheme_.promises.push_back({PromiseKind::relation, holds, {}});
    }

    // ------------------------------------------------------------ expressions

    template <class Node>
    ExprId put(const Type& type, Node node, bool may_be_missing = false) {
        return scheme_.expressions.add(
            {.node = std::move(node), .type = type, .may_be_missing = may_be_missing, .origin = {}});
    }

    ExprId expression(const Type& type, int depth) {
        if (depth <= 0 || random_.one_in(6)) return leaf(type);
        switch (random_.below(is_amount(type) ? 10 : 6)) {
            case 0:
                return choice(type, depth);
            case 1:
                return random_.one_in(2) ? table(type, depth) : choice(type, depth);
            case 2:
                return with_default(type, depth);
            case 3:
                return leaf(type);
            case 8:
                return rounding(type, depth);
            case 9: {
                const auto op = random_.one_in(2) ? ClampOp::smaller : ClampOp::larger;
                const auto left = expression(type, depth - 1), right = expression(type, depth - 1);
                return put(type, Clamp{op, left, right});
            }
            default:
                return operation(type, depth);
        }
    }

    ExprId operation(const Type& type, int depth) {
        switch (type.kind) {
            case TypeKind::money:
            case TypeKind::number:
                return arithmetic(type, depth);
            case TypeKind::date:
                return moved_date(type, depth);
            case TypeKind::logical:
                return random_.one_in(2) ? logic(type, depth) : comparison(type, depth);
            case TypeKind::month:
            case TypeKind::text:
                break;
        }
        return leaf(type);
    }

    ExprId arithmetic(const Type& type, int depth) {
        const auto number = type_of(TypeKind::number), money = type_of(TypeKind::money);
        const bool is_money = type.kind == TypeKind::money;
        const auto below = [&](const Type& of) { return expression(of, depth - 1); };
        switch (random_.below(6)) {
            case 0:
            case 1: {
                const auto op = random_.one_in(2) ? ArithmeticOp::add : ArithmeticOp::subtract;
                const auto left = below(type), right = below(type);
                return put(type, Arithmetic{op, left, right});
            }
            case 2: {
                const bool first = random_.one_in(2);
                const auto left = below(is_money && first ? money : number);
                const auto right = below(is_money && !first ? money : number);
                return put(type, Arithmetic{ArithmeticOp::multiply, left, right});
            }
            case 3: {
                const auto left = below(type), right = below(number);
                return put(type, Arithmetic{ArithmeticOp::divide, left, right}, true);
            }
            default: {
                if (is_money) return aggregate(type);
                if (random_.one_in(4)) return days_between(depth);
                if (random_.one_in(5)) return months_between(depth);
                const auto sides = random_.one_in(2) ? money : number;
                const auto left = below(sides), right = below(sides);
                return put(type, Arithmetic{ArithmeticOp::divide, left, right}, true);
            }
        }
    }

    ExprId days_between(int depth) {
        const auto date = type_of(TypeKind::date);
        const auto left = expression(date, depth - 1), right = expression(date, depth - 1);
        return put(type_of(TypeKind::number), Arithmetic{ArithmeticOp::subtract, left, right});
    }
    ExprId months_between(int depth) {
        const auto date = type_of(TypeKind::date);
        const auto from = expression(date, depth - 1), to = expression(date, depth - 1);
        return put(type_of(TypeKind::number), MonthsBetween{from, to});
    }
    ExprId moved_date(const Type& type, int depth) {
        const auto op = random_.one_in(2) ? ArithmeticOp::add : ArithmeticOp::subtract;
        const auto date = expression(type, depth - 1);
        const auto number = type_of(TypeKind::number);
        auto days =
            random_.one_in(2) ? put(number, Constant{Exact(random_.between(-40, 400))}) : leaf(number);
        if (random_.one_in(2))
            days = put(number, Round{days, Rounding::down, put(number, Constant{Exact(1)})});
        return put(type, Arithmetic{op, date, days});
    }

    ExprId comparison(const Type& type, int depth) {
        const auto sides = type_of(random_.percent(60) ? random_.of(amounts_) : random_.of(all_kinds));
        const bool ordered = sides.kind != TypeKind::text && sides.kind != TypeKind::logical;
        const auto op = ordered ? static_cast<CompareOp>(random_.below(3)) : CompareOp::equal;
        const auto left = expression(sides, depth - 1), right = expression(sides, depth - 1);
        return put(type, Compare{op, left, right});
    }
    ExprId logic(const Type& type, int depth) {
        const auto op = static_cast<LogicOp>(random_.below(3));
        const auto left = expression(type, depth - 1);
        const auto right = op == LogicOp::negation ? ExprId() : expression(type, depth - 1);
        return put(type, Logic{op, left, right});
    }

    ExprId choice(const Type& type, int depth) {
        Choose choose;
        const auto cases = random_.one_in(30) ? 0 : random_.between(1, 3);
        for (std::int64_t i = 0; i < cases; ++i) {
            const auto condition = expression(type_of(TypeKind::logical), depth - 1);
            choose.cases.push_back({condition, expression(type, depth - 1)});
        }
        if (!random_.one_in(8)) choose.otherwise = expression(type, depth - 1);
        return put(type, choose);
    }
    // Bands of one key by rising edges.
    ExprId table(const Type& type, int depth) {
        const auto key_type = type_of(random_.of(amounts_));
        const auto key = expression(key_type, depth - 1);
        Choose choose;
        auto edge = random_amount(random_, false);
        const auto bands = random_.between(1, 4);
        for (std::int64_t i = 0; i < bands; ++i) {
            const auto op = random_.one_in(2) ? CompareOp::less : CompareOp::at_most;
            const auto edge_id = put(key_type, Constant{edge});
            const auto condition = put(type_of(TypeKind::logical), Compare{op, key, edge_id});
            choose.cases.push_back({condition, leaf(type)});
            edge = edge + abs(random_amount(random_, false));
        }
        choose.otherwise = leaf(type);
        return put(type, choose);
    }
    ExprId rounding(const Type& type, int depth) {
        static const std::vector<Exact> steps = {Exact::ratio(1, 100), Exact(1),           Exact(10),
                                                 Exact(1000),          Exact::ratio(1, 3), Exact::ratio(1, 4),
                                                 Exact::ratio(7, 10)};
        const auto of = expression(type, depth - 1);
        const auto mode = static_cast<Rounding>(random_.below(8));
        const auto step = put(type, Constant{random_.one_in(2) ? steps[0] : random_.of(steps)});
        return put(type, Round{of, mode, step});
    }
    ExprId with_default(const Type& type, int depth) {
        const auto of = expression(type, depth - 1), instead = expression(type, depth - 1);
        return put(type, Default{of, instead});
    }

    // ------------------------------------------------------------ leaves

    ExprId leaf(const Type& type) {
        for (int attempt = 0; attempt < 4; ++attempt) {
            const auto found = random_.one_in(3) ? constant(type) : read(type);
            if (found) return found;
        }
        return constant(type);
    }

    ExprId constant(const Type& type) {
        switch (type.kind) {
            case TypeKind::money:
            case TypeKind::number:
                return put(type, Constant{random_amount(random_, large_ && random_.one_in(5))});
            case TypeKind::date:
                return put(type, Constant{Date::of(2025, static_cast<int>(random_.between(1, 12)), 28)});
            case TypeKind::month:
                return put(type, Constant{Month::of(2026, static_cast<int>(random_.between(1, 12)))});
            case TypeKind::text:
                return put(type, Constant{random_.of(texts)});
            case TypeKind::logical:
                return put(type, Constant{random_.one_in(2)});
        }
        return {};
    }

    ExprId read(const Type& type) {
        switch (random_.below(inside_definition_ ? 8 : 1)) {
            case 0:
                return read_param(type);
            case 1:
            case 2:
                return read_input(type);
            case 3:
                return random_.one_in(2) ? previous(type) : read_definition(type);
            case 4:
                return is_amount(type) ? aggregate(type) : built_in(type);
            case 5:
                if (is_amount(type) && random_.one_in(2)) return aggregate(type);
                return random_.percent(60) ? lookup(type) : built_in(type);
            default:
                return read_definition(type);
        }
    }

    template <class Is>
    std::optional<std::size_t> any_of(std::size_t size, const Is& is) {
        std::vector<std::size_t> fitting;
        for (std::size_t i = 0; i < size; ++i) {
            if (is(i)) fitting.push_back(i);
        }
        if (fitting.empty()) return std::nullopt;
        return random_.of(fitting);
    }
    ExprId read_param(const Type& type) {
        const auto is = [&](std::size_t i) { return scheme_.params[ParamId(i)].type == type; };
        const auto found = any_of(scheme_.params.size(), is);
        return found ? put(type, Read{ParamId(*found)}, true) : ExprId();
    }
    ExprId read_input(const Type& type, bool of_asker = false) {
        const auto is = [&](std::size_t i) {
            const auto& input = scheme_.inputs[InputId(i)];
            return input.type == type && is_seen(input.level);
        };
        const auto found = any_of(scheme_.inputs.size(), is);
        return found ? put(type, Read{InputId(*found), of_asker}, true) : ExprId();
    }
    // One of the first definitions whose level is that, or with `seen`, own or above.
    template <class IsOfLevel>
    std::optional<DefinitionId> definition(const Type& type, std::size_t among,
                                           const IsOfLevel& is_of_level) {
        const auto is = [&](std::size_t i) { return slots_[i].type == type && is_of_level(slots_[i].level); };
        const auto found = any_of(among, is);
        return found ? std::optional(DefinitionId(*found)) : std::nullopt;
    }
    std::optional<DefinitionId> definition_of(const Type& type, std::size_t among, LevelId level) {
        return definition(type, among, [&](LevelId each) { return each == level; });
    }
    ExprId read_definition(const Type& type, bool of_asker = false) {
        const auto found = definition(type, known(), [&](LevelId level) { return is_seen(level); });
        return found ? put(type, Read{*found, of_asker}, true) : ExprId();
    }
    // Definitions that are made, and so computed before.
    std::size_t known() const { return scheme_.definitions.size(); }
    // Any definition: of an earlier period all are known. Of records that is so only when what they read
    // cannot depend on them.
    ExprId previous(const Type& type) {
        if (each_row_alone_) return {};
        const bool only_known = is_records(own_) && !reads_ahead_;
        if (is_records(own_) && reads_ahead_ && in_system_) return {};
        const auto found = definition_of(type, only_known ? known() : slots_.size(), own_);
        const int back = !is_records(own_) && random_.one_in(4) ? static_cast<int>(random_.between(1, 3)) : 0;
        return found ? put(type, Previous{*found, back}, true) : ExprId();
    }
    ExprId built_in(const Type& type, bool of_asker = false) {
        static const std::map<TypeKind, std::vector<Builtin>> all = {
            {TypeKind::number,
             {Builtin::days_in_month, Builtin::days_in_quarter, Builtin::days_in_year,
              Builtin::number_of_month, Builtin::number_of_quarter, Builtin::number_of_year,
              Builtin::number_of_week}},
            {TypeKind::logical, {Builtin::ends_month, Builtin::ends_quarter, Builtin::ends_year}},
            {TypeKind::month, {Builtin::this_month}},
            {TypeKind::date,
             {Builtin::period_start, Builtin::period_end, Builtin::quarter_start, Builtin::quarter_end,
              Builtin::year_start, Builtin::year_end, Builtin::row_date}},
            {TypeKind::text, {Builtin::row_key}}};
        const auto found = all.find(type.kind);
        return found == all.end() ? ExprId() : put(type, Read{random_.of(found->second), of_asker});
    }
    ExprId lookup(const Type& type) {
        for (std::size_t i = 0; i < scheme_.references.size(); ++i) {
            const auto& reference = scheme_.references[ReferenceId(i)];
            const auto is = [&](std::size_t field) { return reference.fields[field].type == type; };
            const auto field = any_of(reference.fields.size(), is);
            if (!field) continue;
            Lookup node;
            node.reference = ReferenceId(i);
            node.field = static_cast<std::uint32_t>(*field);
            for (const auto& key : reference.keys) node.keys.push_back(leaf(key.type));
            return put(type, node, true);
        }
        return {};
    }

    // ------------------------------------------------------------ aggregates

    ExprId aggregate(const Type& type) {
        if (!inside_definition_) return constant(type);
        if (type.kind == TypeKind::number && (each_row_alone_ || random_.one_in(8))) return built_in(type);
        if (each_row_alone_) return constant(type);
        Aggregate node{};
        node.window = static_cast<Window>(random_.below(9));
        if (node.window == Window::last_months) node.months = static_cast<int>(random_.between(1, 7));
        const auto elements = choose_rows(node);
        const auto among = includes_this_period(node.window) ? known() : slots_.size();
        choose_operation(node, type, elements);
        const bool counts = node.op == AggregateOp::count, ranks = node.op == AggregateOp::rank;
        const auto of_type = ranks ? type_of(random_.of(amounts_)) : type;
        auto of = definition_of(of_type, among, elements);
        if (counts) {
            const auto is = [&](std::size_t i) { return slots_[i].level == elements; };
            const auto found = any_of(among, is);
            of = found ? std::optional(DefinitionId(*found)) : std::nullopt;
        }
        if (!of) return constant(type);
        node.of = *of;
        if (random_.one_in(3))
            node.where = definition_of(type_of(TypeKind::logical), among, elements).value_or(DefinitionId());
        const bool own_window = node.base == own_ && elements == own_;
        if (random_.one_in(own_window ? 10 : 4)) node.paired = paired(elements);
        const bool may_lack = node.op != AggregateOp::sum && !counts;
        return put(type, node, may_lack);
    }

    // Base, elements and order: the row's own, inside, beside, everybody, so far.
    LevelId choose_rows(Aggregate& node) {
        const bool in_order = is_records(own_);
        if (in_order && (reads_ahead_ || random_.one_in(2))) {
            node.so_far = true;
            node.base = scheme_.levels[own_].parent;
            if (!includes_this_period(node.window) || random_.one_in(3)) node.window = Window::this_period;
            return own_;
        }
        if (scheme_.levels.size() == 1 ? random_.percent(85) : random_.one_in(4)) {
            node.base = in_order ? scheme_.levels[own_].parent : own_;
            return own_;
        }
        if (random_.percent(40)) node.window = Window::this_period;
        auto bases = own_and_above(own_);
        if (in_order) std::erase(bases, own_);
        bases.push_back(LevelId());
        node.base = random_.of(bases);
        auto elements = inside(node.base);
        if (in_order && reads_ahead_) std::erase(elements, own_);
        return random_.of(elements);
    }
    void choose_operation(Aggregate& node, const Type& type, LevelId elements) {
        node.op = static_cast<AggregateOp>(random_.below(5));
        if (node.op == AggregateOp::rank && elements != own_) node.op = AggregateOp::largest;
        if (type.kind == TypeKind::money && (node.op == AggregateOp::count || node.op == AggregateOp::rank))
            node.op = AggregateOp::sum;
    }
    // A condition on an element and the row that asks.
    ExprId paired(LevelId elements) {
        const auto asker = own_;
        const auto side = [&](const Type& type, LevelId level, bool of_asker) {
            own_ = level;
            ExprId found;
            for (int attempt = 0; attempt < 4 && !found; ++attempt) {
                switch (random_.below(4)) {
                    case 0:
                        found = read_definition(type, of_asker);
                        break;
                    case 1:
                        found = built_in(type, of_asker);
                        break;
                    default:
                        found = read_input(type, of_asker);
                }
            }
            own_ = asker;
            return found ? found : constant(type);
        };
        const auto logical = type_of(TypeKind::logical);
        const auto compared = [&] {
            const auto type = type_of(random_.percent(70) ? random_.of(amounts_) : random_.of(all_kinds));
            const bool ordered = type.kind != TypeKind::text && type.kind != TypeKind::logical;
            const auto op = ordered ? static_cast<CompareOp>(random_.below(3)) : CompareOp::equal;
            const auto left = side(type, elements, false), right = side(type, asker, true);
            return put(logical, Compare{op, left, right});
        };
        if (random_.percent(70)) return compared();
        const auto left = compared(), right = compared();
        return put(logical, Logic{random_.one_in(2) ? LogicOp::both : LogicOp::either, left, right});
    }

    Random& random_;
    const bool each_row_alone_;
    Scheme scheme_;
    std::vector<Slot> slots_;                // by DefinitionId, of those to come as well
    std::vector<DefinitionId> all_of_pool_;  // claims that together are their pool
    std::vector<LevelId> row_levels_, record_levels_;
    LevelId own_;  // of what is being made
    bool reads_ahead_ = false, in_system_ = false;
    bool inside_definition_ = false;
    bool large_ = false;
    const std::vector<TypeKind> amounts_ = {TypeKind::money, TypeKind::number};
};

}  // namespace

Scheme random_scheme(Random& random, Reach reach) {
    return SchemeMaker(random, reach).made();
}

}  // namespace accrue::property
