// tests/fuzz/scheme.cpp — Any bytes are a scheme text that ends in an answer: it is read, shown, formatted;
// and what is formatted means the same and is formatted already.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "syntax/dump.hpp"
#include "syntax/format.hpp"
#include "syntax/parse.hpp"

using namespace accrue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    const SourceId source = sources.add("fuzz.pay", std::string(reinterpret_cast<const char*>(data), size));
    const syntax::Parsed parsed = syntax::parse(source, sources);
    for (const Diagnostic& diagnostic : parsed.diagnostics) (void)rendered(diagnostic, sources, Colour::off);
    const std::string tree = syntax::dump(parsed.module, sources);
    if (has_errors(parsed.diagnostics)) return 0;

    const std::string formatted = syntax::format(parsed.module, sources);
    const SourceId again = sources.add("formatted.pay", formatted);
    const syntax::Parsed reread = syntax::parse(again, sources);
    if (has_errors(reread.diagnostics) || syntax::dump(reread.module, sources) != tree) std::abort();
    if (syntax::format(reread.module, sources) != formatted) std::abort();
    return 0;
}
