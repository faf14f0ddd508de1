#include "data/joining.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "base/messages/data.hpp"
#include "data/mixed_letters.hpp"
#include "data/unread_values.hpp"
#include "data/words.hpp"

namespace accrue::data {
namespace {

constexpr std::size_t most_rows = std::numeric_limits<std::uint32_t>::max() - 1;

bool is_same(Place one, Place other) {
    return one.line == other.line && one.offset == other.offset;
}

bool differ(Mark one, Mark other) {
    return one != Mark::none && other != Mark::none && one != other;
}

bool are_equal(Mark one, Mark other) {
    return one != Mark::none && one == other;
}

// Cells that contradict others are reported with the cell that decided, which must be that of the whole file.
bool agree_on_numbers(const SettledNumbers& piece, const SettledNumbers& first_rows,
                      const SettledNumbers& before) {
    const bool decided_itself =
        !is_same(piece.decimal_at, first_rows.decimal_at) || !is_same(piece.group_at, first_rows.group_at);
    const bool has_other_marks = differ(piece.decimal, before.decimal) || differ(piece.group, before.group) ||
                                 are_equal(piece.decimal, before.group) ||
                                 are_equal(piece.group, before.decimal);
    const bool has_percents = piece.has_percent || before.has_percent;
    const bool has_bare = piece.has_bare || before.has_bare;
    const bool has_other_currencies =
        !piece.currencies.empty() && !before.currencies.empty() && piece.currencies != before.currencies;
    return !piece.waits && !before.waits && !(piece.clashes && decided_itself) && !has_other_marks &&
           !(has_percents && has_bare) && !has_other_currencies && !piece.has_mixed_currencies;
}

bool agree_on_dates(const SettledDates& piece, const SettledDates& first_rows, const SettledDates& before) {
    const bool decided_itself = !is_same(piece.decided_at, first_rows.decided_at);
    const bool has_other_order =
        piece.decided_at && before.decided_at && piece.begins_with != before.begins_with;
    return !piece.waits && !before.waits && !(piece.clashes && decided_itself) && !has_other_order;
}

void take_settled(SettledColumn& total, const SettledColumn& piece) {
    auto& numbers = total.numbers;
    if (numbers.decimal == Mark::none) numbers.decimal = piece.numbers.decimal;
    if (numbers.group == Mark::none) numbers.group = piece.numbers.group;
    if (numbers.currencies.empty()) numbers.currencies = piece.numbers.currencies;
    numbers.waits = numbers.waits || piece.numbers.waits;
    numbers.has_percent = numbers.has_percent || piece.numbers.has_percent;
    numbers.has_bare = numbers.has_bare || piece.numbers.has_bare;
    auto& dates = total.dates;
    const bool waits = dates.waits || piece.dates.waits;
    if (!dates.decided_at) dates = piece.dates;
    dates.waits = waits;
}

template <class Visit>
void each_column(const Settled& settled, const Visit& visit) {
    visit(settled.period, [](auto& other) -> auto& { return other.period; });
    visit(settled.from, [](auto& other) -> auto& { return other.from; });
    visit(settled.to, [](auto& other) -> auto& { return other.to; });
    for (std::size_t i = 0; i < settled.columns.size(); ++i)
        visit(settled.columns[i], [i](auto& other) -> auto& { return other.columns[i]; });
}

}  // namespace

Joining::Joining(const Opening& opening, KeysKept kept)
    : opening_(opening), next_begin_(opening.begin), next_line_(opening.line), kept_(kept) {
    total_.wanted = opening.wanted;
    total_.file = opening.file;
    total_.roles = opening.roles;
    total_.understood = opening.understood;
    total_.troubles = opening.troubles;
    total_.not_text = opening.not_text;
    settled_.columns.resize(opening.wanted.columns.size());
}

// ---------------------------------------------------------------- does a piece fit?

bool Joining::fits(const Sheet& piece) const {
    const auto& tells = piece.piece;
    if (!tells.is_text || tells.range.begin != next_begin_) return false;
    if (pieces_ == 0) return true;
    if (has_ragged_ && tells.gaps.has_ragged_alone) return false;
    if (total_.understood.rows + piece.understood.rows > most_rows) return false;
    bool do_agree = true;
    each_column(tells.settled, [&](const SettledColumn& column, const auto& same) {
        const auto &first_rows = same(opening_.settled), &before = same(settled_);
        do_agree = do_agree && agree_on_numbers(column.numbers, first_rows.numbers, before.numbers) &&
                   agree_on_dates(column.dates, first_rows.dates, before.dates);
    });
    return do_agree;
}

bool Joining::has_known_keys(const Sheet& piece) {
    if (kept_ == KeysKept::all || piece.keys.empty()) return true;
    auto spelling = spelling_;
    for (const auto& key : piece.keys) {
        for (const char byte : key) {
            spelling.has_upper |= byte >= 'A' && byte <= 'Z';
            spelling.has_lower |= byte >= 'a' && byte <= 'z';
            spelling.has_other |= byte <= ' ' || byte >= 0x7F;
        }
    }
    spelling_ = spelling;
    const bool is_rising = pieces_ == 0 || last_key_ <= piece.keys.front();
    if (is_rising && !spelling_.can_be_alike()) return true;
    if (pieces_ > 0) return false;
    kept_ = KeysKept::all;
    return true;
}

// ---------------------------------------------------------------- taking it over

void Joining::move_lines(Sheet& piece) const {
    const auto by = next_line_ - piece.piece.range.line;
    if (by == 0) return;
    piece.piece.range.line += by;
    for (auto& row : piece.file.rows) row.line += by;
    for (auto* const places : {&piece.first_of_key, &piece.first_of_parent}) {
        for (auto& place : *places) place.line += by;
    }
    auto& gaps = piece.piece.gaps;
    if (gaps.first_blank_line != 0) gaps.first_blank_line += by;
    for (auto& row : gaps.ragged_behind) row.line += by;
    piece.troubles = Troubles().take(std::move(piece.troubles), by);
    piece.piece.behind = Troubles().take(std::move(piece.piece.behind), by);
}

void Joining::Names::add(const std::vector<std::string>& names, const std::vector<Place>& places) {
    auto& numbers_here = numbers.emplace_back();
    numbers_here.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto number = texts.number(names[i]);
        if (number == first.size()) first.push_back(i < places.size() ? places[i] : Place());
        numbers_here.emplace_back(number);
    }
}

void Joining::take_names(const Sheet& piece) {
    auto& keys = total_.understood.keys;
    if (kept_ == KeysKept::all) {
        keys_.add(piece.keys, piece.first_of_key);
        keys = keys_.texts.size();
    } else if (!piece.keys.empty()) {
        keys += piece.keys.size() - (pieces_ > 0 && piece.keys.front() == last_key_ ? 1 : 0);
        last_key_ = piece.keys.back();
    }
    parents_.add(piece.parents, piece.first_of_parent);
}

void Joining::take_gaps(const Sheet& piece) {
    const auto& gaps = piece.piece.gaps;
    if (first_blank_line_ == 0) first_blank_line_ = gaps.first_blank_line;
    if (piece.understood.rows > 0) {
        ragged_.good_row_follows();
        has_ragged_ = false;
        blank_between_ += std::exchange(blank_behind_, 0);
    }
    blank_between_ += gaps.blank_between;
    blank_behind_ += gaps.blank_behind;
}

void Joining::take_understood(const Understood& piece) {
    auto& all = total_.understood;
    all.rows += piece.rows;
    all.months_from_dates = all.months_from_dates || piece.months_from_dates;
    for (const auto& [header, format] : piece.numbers) {
        auto& known = all.numbers.try_emplace(header, format).first->second;
        if (known.group.empty()) known.group = format.group;
        if (!known.has_point) known.point = format.point;
        known.has_point = known.has_point || format.has_point;
    }
    all.dates.insert(piece.dates.begin(), piece.dates.end());
    if (piece.first_period)
        all.first_period = std::min(all.first_period.value_or(*piece.first_period), *piece.first_period);
    if (piece.last_period)
        all.last_period = std::max(all.last_period.value_or(*piece.last_period), *piece.last_period);
}

bool Joining::add(Sheet& piece) {
    if (!fits(piece) || !has_known_keys(piece)) return false;
    move_lines(piece);
    take_gaps(piece);
    total_.troubles.take(piece.troubles);
    for (const auto& row : piece.piece.gaps.ragged_behind) ragged_.add(row);
    has_ragged_ = has_ragged_ || !piece.piece.gaps.ragged_behind.empty();
    behind_.take(piece.piece.behind);
    take_names(piece);
    take_understood(piece.understood);
    each_column(piece.piece.settled,
                [&](const SettledColumn& column, const auto& same) { take_settled(same(settled_), column); });
    next_begin_ = piece.piece.rest;
    next_line_ += piece.piece.lines;
    ++pieces_;
    return true;
}

// ---------------------------------------------------------------- behind the last piece

std::vector<std::string> Joining::Names::sorted() {
    auto names = texts.release();
    const auto places = places_when_sorted(names);
    if (!places) return names;
    for (auto& of_piece : numbers) {
        for (auto& number : of_piece) number = KeyId((*places)[number.value]);
    }
    return at_places(std::move(names), *places);
}

std::vector<std::uint32_t> Joining::Names::by_place() const {
    std::vector<std::uint32_t> names(first.size());
    for (std::uint32_t i = 0; i < names.size(); ++i) names[i] = i;
    std::ranges::sort(names, {}, [&](std::uint32_t name) { return first[name].offset; });
    return names;
}

// Of names that are one word, or look like one, all but the first in the file, in its order.
void Joining::report_alike(const Names& names, std::uint32_t position) {
    Spellings forms;
    std::vector<std::uint32_t> first_names;  // by form
    std::map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>>
        alike;  // by offset: the later, the first
    for (const auto name : names.by_place()) {
        const auto form = forms.number(form_seen(names.texts[name]));
        if (form == first_names.size()) {
            first_names.push_back(name);
        } else {
            alike.emplace(names.first[name].offset, std::pair(name, first_names[form]));
        }
    }
    const auto& file = total_.file;
    for (const auto& [offset, pair] : alike) {
        const auto later = names.first[pair.first], earlier = names.first[pair.second];
        auto* const report = total_.troubles.first(kind::keys_alike, position, later.line);
        if (report == nullptr) continue;
        const auto cell = file.cell(later, position);
        report->spans = {file.span(cell.text), file.span(file.cell(earlier, position).text)};
        report->arguments = {unquoted(cell), names.texts[pair.second], std::int64_t{earlier.line}};
        note_unseen(*report, unquoted(cell), names.texts[pair.second]);
    }
}

// `Иванов Итог` below the rows of `Иванов`.
void Joining::report_subtotals(const Names& names, std::uint32_t position) {
    const auto is_subtotal = [&](std::uint32_t name) {
        const auto of = summed_up(names.texts[name]);
        return !of.empty() && names.texts.find(of, Spellings::hash(of)) != Spellings::none;
    };
    for (const auto name : names.by_place()) {
        if (!is_subtotal(name)) continue;
        auto* const report = total_.troubles.first(kind::row_is_total, position, names.first[name].line);
        if (report == nullptr) continue;
        report->spans = {total_.file.span(total_.file.cell(names.first[name], position).text)};
        report->arguments = {names.texts[name]};
        report->notes = {total_.file.row_to_remove(names.first[name])};
    }
}

// What is not wrong but should be known.
void Joining::report_layout() {
    auto& troubles = total_.troubles;
    if (blank_between_ > 0) {
        troubles.alone(kind::blank_rows_skipped).arguments = {static_cast<std::int64_t>(blank_between_),
                                                              std::int64_t{first_blank_line_}};
    }
    if (total_.understood.months_from_dates)
        troubles.alone(kind::months_from_dates).arguments = {total_.understood.month_column};
    std::string unused;
    for (const auto position : opening_.roles.unused) {
        const auto& header = opening_.file.headers[position];
        if (header.empty()) continue;
        unused += (unused.empty() ? "`" : ", `") + header + "`";
    }
    if (!unused.empty() && opening_.has_sound_header)
        troubles.alone(kind::columns_unused).arguments = {unused};
    report_unread_values(opening_, total_.file, troubles);
}

Sheet Joining::finish() {
    if (!opening_.has_rows) return std::move(total_);
    auto& troubles = total_.troubles;
    ragged_.end_of_file(total_.understood.rows);
    if (total_.understood.rows == 0 && !has_errors(troubles.reports(total_.file.headers))) {
        const bool is_rows = opening_.wanted.holds == Holds::rows;
        troubles.alone(is_rows ? kind::file_without_rows : kind::file_without_records).arguments = {
            opening_.name};
    }
    troubles.take(std::move(behind_));
    if (opening_.roles.key) report_alike(keys_, *opening_.roles.key);
    if (opening_.roles.key) report_subtotals(keys_, *opening_.roles.key);
    if (opening_.roles.parent) report_alike(parents_, *opening_.roles.parent);
    total_.keys = keys_.sorted();
    total_.parents = parents_.sorted();
    report_layout();
    total_.piece.settled = settled_;
    return std::move(total_);
}

}  // namespace accrue::data
