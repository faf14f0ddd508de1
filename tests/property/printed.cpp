#include <fmt/format.h>

#include "agreement.hpp"
#include "core/dump.hpp"

namespace accrue::property {
namespace {

std::string shown(const core::Value& value) {
    const overloaded text{
        [](const Exact& number) { return number.as_fraction(); },
        [](bool yes) { return std::string(yes ? "yes" : "no"); },
        [](Date date) { return to_text(date); },
        [](Month month) { return to_text(month); },
        [](const std::string& each) { return "\"" + each + "\""; },
    };
    return std::visit(text, value);
}

std::string shown(const std::optional<core::Value>& cell) {
    return cell ? shown(*cell) : "blank";
}

std::string printed(const data::ReferenceRow& row) {
    std::string text = " ";
    for (const auto& key : row.keys) text += fmt::format(" {}", shown(key));
    text += " :";
    for (const auto& field : row.fields) text += fmt::format(" {}", shown(field));
    if (row.from) text += fmt::format(" from {}", to_text(*row.from));
    if (row.to) text += fmt::format(" to {}", to_text(*row.to));
    return text + "\n";
}

std::string printed(const core::Scheme& scheme, const data::GivenRow& row, std::size_t number) {
    auto text = fmt::format("{}. {} {} {}", number, scheme.levels[row.level].name, row.key,
                            row.date ? to_text(*row.date) : scheme.calendar.to_text(row.period));
    if (row.parent) text += fmt::format(" in {}", *row.parent);
    text += ":";
    for (const auto& [input, value] : row.cells)
        text += fmt::format(" {} = {};", core::column_name(scheme.inputs[input]), shown(value));
    return text + "\n";
}

}  // namespace

std::string printed(const Trial& trial) {
    std::string text = core::dump(trial.scheme);
    text += fmt::format("vectors of {} rows, {} threads, after {} other rows\n", trial.vector_rows,
                        trial.threads, trial.rows_before.size());
    for (std::size_t i = 0; i < trial.references.rows.size(); ++i) {
        const core::ReferenceId id(i);
        text += trial.scheme.references[id].name + "\n";
        for (const auto& row : trial.references.rows[id]) text += printed(row);
    }
    for (std::size_t i = 0; i < trial.rows.size(); ++i) text += printed(trial.scheme, trial.rows[i], i);
    return text;
}

}  // namespace accrue::property
