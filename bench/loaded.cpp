#include "loaded.hpp"

#include <stdexcept>

#include "base/bytes.hpp"
#include "base/diagnostic.hpp"
#include "check/check.hpp"
#include "data/read.hpp"
#include "syntax/parse.hpp"

namespace accrue::bench {
namespace {

SourceId opened(Sources& sources, const std::string& path) {
    const auto file = OpenFile::at(path);
    auto bytes = file ? file->bytes() : std::nullopt;
    if (!bytes) throw std::runtime_error("cannot read " + path);
    return sources.add(path, std::move(*bytes));
}

void stop_at(const Diagnostics& diagnostics, const std::string& path) {
    if (has_errors(diagnostics)) throw std::runtime_error("mistakes in " + path);
}

}  // namespace

void Loaded::load(const std::string& scheme_path, const std::vector<std::string>& paths) {
    const auto parsed = syntax::parse(opened(sources, scheme_path), sources);
    stop_at(parsed.diagnostics, scheme_path);
    auto checked = check::check(parsed, sources);
    stop_at(checked.diagnostics, scheme_path);
    scheme = std::move(checked.scheme);

    for (const auto& path : paths) {
        const auto sign = path.find('=');
        if (sign == std::string::npos) throw std::runtime_error("whose rows are in " + path);
        files.push_back({opened(sources, path.substr(sign + 1)), path.substr(0, sign)});
    }
    auto read = data::read_history(scheme, files, sources);
    stop_at(read.diagnostics, paths.front());
    history = std::move(read.history);
}

std::vector<data::PartHolder> Loaded::parts(std::uint64_t bytes) const {
    auto cut = data::Parts::of(scheme, files, sources, {}, 0);
    if (!cut) throw std::runtime_error("the files cannot be cut");
    std::vector<data::PartHolder> all;
    while (const auto next = cut->next(bytes)) {
        auto part = cut->read(*next);
        if (!part || !data::Parts::has_history(*part) || !cut->take(*part))
            throw std::runtime_error("there is something wrong in a part");
        all.push_back(std::move(part));
    }
    return all;
}

core::DefinitionId Loaded::pay() const {
    for (const auto& level : scheme.levels) {
        if (level.pay_total != core::DefinitionId{}) return level.pay_total;
    }
    throw std::runtime_error("the scheme pays nothing");
}

}  // namespace accrue::bench
