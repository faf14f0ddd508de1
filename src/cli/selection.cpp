#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/session.hpp"

namespace accrue::cli {
namespace {

[[noreturn]] void refuse(std::string message, std::string hint = "") {
    throw Stop{Exit::usage, std::move(message), std::move(hint)};
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    const auto count = std::min(most, names.size());
    const std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    const auto text = fmt::format("`{}`", fmt::join(first, "`, `"));
    return names.size() > most ? text + " …" : text;
}

std::string only_key(const data::History& history, const std::string& key_name) {
    if (history.keys.size() == 1) return history.keys.front();
    refuse(fmt::format("which {}? `--for` wants one of {}", key_name, some_of(history.keys)),
           history.keys.empty() ? "" : fmt::format("`--for '{}'`", history.keys.front()));
}

// By rising month.
std::vector<Month> months_of(const data::History& history, const std::string& key) {
    std::vector<Month> months;
    for (const auto& row : history.rows) {
        if (history.keys[row.key.value] == key) months.push_back(row.month);
    }
    return months;
}

Month only_month(const std::vector<Month>& months) {
    if (months.size() == 1) return months.front();
    refuse(fmt::format("which month? the data has {} to {}", to_text(months.front()), to_text(months.back())),
           fmt::format("`--month {}`", to_text(months.back())));
}

std::vector<std::string> definition_names(const core::Scheme& scheme) {
    std::vector<std::string> names{"pay"};
    for (const auto& definition : scheme.definitions) {
        if (definition.kind != core::DefinitionKind::hidden) names.push_back(shown_name(definition));
    }
    for (const auto& pay : scheme.pays) names.push_back(pay.component);
    return names;
}

std::optional<core::DefinitionId> definition_of(const core::Scheme& scheme, const std::string& name) {
    if (name == "pay") return scheme.pay_total;
    for (std::size_t i = 0; i < scheme.definitions.size(); ++i) {
        const core::DefinitionId id(i);
        const auto& definition = scheme.definitions[id];
        const bool is_own =
            definition.kind == core::DefinitionKind::written || definition.kind == core::DefinitionKind::part;
        if (is_own && shown_name(definition) == name) return id;
    }
    const auto pay = std::ranges::find(scheme.pays, name, &core::Pay::component);
    if (pay == scheme.pays.end()) return std::nullopt;
    return pay->amount;
}

bool is_leaf(const core::Scheme& scheme, const std::string& name) {
    const auto is_input = [&](const core::Input& input) { return column_name(input) == name; };
    return std::ranges::any_of(scheme.inputs, is_input) ||
           std::ranges::find(scheme.params, name, &core::Param::name) != scheme.params.end();
}

}  // namespace

std::string known_key(const data::History& history, const std::string& key_name, const std::string& written) {
    const auto wanted = nfc(trimmed(written));
    if (std::ranges::find(history.keys, wanted) != history.keys.end()) return wanted;
    const auto meant = closest(wanted, history.keys);
    refuse(fmt::format("the data has no {} `{}`", key_name, written),
           meant ? fmt::format("`--for '{}'`", *meant) : fmt::format("it has {}", some_of(history.keys)));
}

Month known_month(const data::History& history, Month month) {
    if (std::ranges::find(history.rows, month, &data::Row::month) != history.rows.end()) return month;
    if (history.rows.empty()) refuse("the data has no rows");
    const auto first = history.rows[data::RowId(0)].month;
    const auto last = history.rows[data::RowId(history.rows.size() - 1)].month;
    refuse(fmt::format("the data has no rows of {}; it has {} to {}", to_text(month), to_text(first),
                       to_text(last)));
}

data::RowId chosen_row(const data::History& history, const std::string& key_name,
                       const std::optional<std::string>& key, const std::optional<Month>& month) {
    if (history.rows.empty()) refuse("the data has no rows");
    const auto chosen_key = key ? known_key(history, key_name, *key) : only_key(history, key_name);
    const auto months = months_of(history, chosen_key);
    const auto chosen_month = month ? *month : only_month(months);
    if (const auto row = history.find(chosen_key, chosen_month)) return *row;
    refuse(fmt::format("`{}` has no row in {}; it has {} to {}", chosen_key, to_text(chosen_month),
                       to_text(months.front()), to_text(months.back())));
}

core::DefinitionId named_definition(const core::Scheme& scheme, const std::string& name) {
    if (const auto found = definition_of(scheme, nfc(name))) return *found;
    if (is_leaf(scheme, nfc(name))) {
        refuse(
            fmt::format("`{}` comes from outside the rules; only what is computed can be explained", name));
    }
    const auto names = definition_names(scheme);
    const auto meant = closest(name, names);
    refuse(fmt::format("the scheme has no `{}` to explain", name),
           meant ? fmt::format("`--path '{}'`", *meant) : fmt::format("it has {}", some_of(names)));
}

}  // namespace accrue::cli
