// libFuzzer: any bytes as a data file end in a history or in errors. The first byte chooses options.

#include "data/inspect.hpp"
#include "data/read.hpp"

using namespace accrue;

namespace {

core::Scheme scheme() {
    using enum core::TypeKind;
    core::Scheme made;
    const auto level = made.levels.add({.name = "person", .span = {}});
    for (const auto& [name, kind] :
         {std::pair("plan", money), std::pair("sum", number), std::pair("hired", date),
          std::pair("since", month), std::pair("ok", logical), std::pair("note", text)}) {
        core::Input input;
        input.name = name;
        input.level = level;
        input.type.kind = kind;
        input.optional = true;
        made.inputs.add(input);
    }
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const auto known = scheme();
    if (size == 0) return 0;
    data::Wishes wishes;
    data::LaidOut laid_out;
    if ((bytes[0] & 1) != 0) laid_out.skip_lines = 1;
    if ((bytes[0] & 2) != 0) laid_out.skip_last_lines = 1;
    if ((bytes[0] & 4) != 0) wishes.numbers["plan"] = "1.234,56";
    if ((bytes[0] & 8) != 0) wishes.dates["hired"] = "DD/MM/YY";
    Sources sources;
    const auto source =
        sources.add("fuzz.csv", std::string(reinterpret_cast<const char*>(bytes) + 1, size - 1));
    const auto read = data::read_history(known, {{.source = source, .name = "person", .laid_out = laid_out}},
                                         sources, wishes);
    for (const auto& diagnostic : read.diagnostics) rendered(diagnostic, sources, Colour::off);
    for (const auto& file : read.understood) data::described(file);
    if (has_errors(read.diagnostics)) return 0;
    for (std::uint32_t row = 0; row < read.history.rows.size(); ++row) {
        for (std::uint32_t input = 0; input < known.inputs.size(); ++input) {
            read.history.value(core::InputId(input), data::RowId(row));
            data::cell_place(read.history, sources, core::InputId(input), data::RowId(row));
        }
    }
    return 0;
}
