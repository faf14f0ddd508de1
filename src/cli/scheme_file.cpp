#include "cli/scheme_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <system_error>

#include "base/messages/phrases/commands.hpp"
#include "base/shell_word.hpp"
#include "cli/library.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

// Files that one scheme names are looked for beside it, then among the schemes that come with the program.
class Neighbours {
  public:
    explicit Neighbours(Session& session) : session_(session) {}

    SourceId find(SourceId asking, std::string_view name) {
        const std::string near =
            (files::path(session_.sources[asking].name()).parent_path() / std::string(name))
                .lexically_normal()
                .string();
        if (const auto known = found_.find(near); known != found_.end()) return known->second;
        SourceId source;
        std::error_code ignored;
        if (files::is_regular_file(near, ignored)) {
            source = open_source(session_, near);
        } else if (const auto* scheme = library_scheme(name)) {
            source = session_.sources.add(std::string(name), std::string(scheme->text));
        }
        found_.emplace(near, source);
        return source;
    }

  private:
    Session& session_;
    std::map<std::string, SourceId> found_;
};

// Data given in the place of the scheme: each of its lines would be a mistake of its own.
void refuse_data(const std::string& path) {
    constexpr std::array<std::string_view, 9> endings = {".csv", ".tsv",    ".xlsx", ".xls", ".ods",
                                                         ".db",  ".sqlite", ".gz",   ".zst"};
    if (std::ranges::find(endings, ending_of(path)) == endings.end()) return;
    refuse(phrase(say::data_is_no_scheme, path), phrase(say::scheme_then_data, shell_word(path)));
}

}  // namespace

LoadedScheme load_given(Session& session, SourceId source, const syntax::FindFile& find) {
    auto parsed = syntax::parse(source, session.sources, find);
    auto checked = check::check(parsed, session.sources);
    auto diagnostics = parsed.diagnostics;
    diagnostics.insert(diagnostics.end(), checked.diagnostics.begin(), checked.diagnostics.end());
    sort_by_place(diagnostics);
    return {source, std::move(parsed), std::move(checked), std::move(diagnostics)};
}

LoadedScheme load_scheme(Session& session, const SchemeChoice& choice) {
    if (!choice.text) refuse_data(choice.path);
    const auto source = choice.text ? session.sources.add("-e", *choice.text)  //
                                    : open_source(session, choice.path);
    Neighbours neighbours(session);
    return load_given(session, source,
                      [&](SourceId asking, std::string_view name) { return neighbours.find(asking, name); });
}

LoadedScheme sound_scheme(Session& session, LoadedScheme loaded) {
    show(session, loaded.diagnostics);
    if (has_errors(loaded.diagnostics)) {
        throw Stop{
            Exit::scheme,
            phrase(say::nothing_computed, session.sources[loaded.source].name(), counted(loaded.diagnostics)),
            ""};
    }
    return loaded;
}

LoadedScheme load_sound_scheme(Session& session, const SchemeChoice& choice) {
    return sound_scheme(session, load_scheme(session, choice));
}

}  // namespace accrue::cli
