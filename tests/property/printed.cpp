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

}  // namespace

std::string printed(const Trial& trial) {
    std::string text = core::dump(trial.scheme);
    text += fmt::format("vectors of {} rows\n", trial.vector_rows);
    for (const auto& row : trial.rows) {
        text += fmt::format("{} {}:", row.key, to_text(row.month));
        for (const auto& [input, value] : row.cells)
            text += fmt::format(" {} = {};", core::column_name(trial.scheme.inputs[input]), shown(value));
        text += "\n";
    }
    return text;
}

}  // namespace accrue::property
