#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>

#include "base/messages/phrases/commands.hpp"
#include "base/shell_word.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/library.hpp"
#include "cli/output_file.hpp"
#include "cli/refilled.hpp"
#include "cli/sample_data.hpp"
#include "cli/scheme_file.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;

// A scheme of the library with all that it names.
LoadedScheme loaded(Session& session, const LibraryScheme& scheme) {
    return load_scheme(session, {.path = "", .text = std::string(scheme.text)});
}

Exit list_schemes(Session& session) {
    std::size_t width = 0;
    for (const auto& scheme : library_schemes()) width = std::max(width, scheme.name.size());
    for (const auto& scheme : library_schemes()) {
        const auto name = scheme.name.substr(0, scheme.name.size() - 4);
        session.out << fmt::format("  {}  {}\n", padded_right(name, width),
                                   loaded(session, scheme).checked.scheme.title);
    }
    session.out << '\n' << phrase(say::new_from_one_of_these) << '\n';
    return Exit::done;
}

const LibraryScheme& chosen(const std::string& name) {
    if (const auto* scheme = library_scheme(name)) return *scheme;
    std::vector<std::string> names;
    for (const auto& scheme : library_schemes())
        names.emplace_back(scheme.name.substr(0, scheme.name.size() - 4));
    const auto meant = closest(name, names);
    refuse(phrase(say::no_such_library_scheme, name),
           meant ? fmt::format("`--from {}`", *meant) : phrase(say::new_lists_schemes));
}

// An empty folder to write into; what is there already is never touched.
void make_folder(const files::path& folder) {
    std::error_code trouble;
    if (files::exists(folder, trouble) &&
        (!files::is_directory(folder, trouble) || !files::is_empty(folder, trouble)))
        refuse(phrase(say::folder_not_empty, folder.string()));
    files::create_directories(folder / "data", trouble);
    if (trouble) throw Stop{Exit::io, phrase(say::folder_not_made, folder.string()), ""};
}

void write_file(Session& session, const files::path& path, std::string_view text) {
    write_results(session, path.string(), [&](std::ostream& out) { out << text; });
}

}  // namespace

Exit new_command(const NewRequest& request, Session& session) {
    if (request.folder.empty()) return list_schemes(session);
    const auto& scheme = chosen(request.from);
    const files::path folder(request.folder);
    make_folder(folder);
    write_file(session, folder / scheme.name, scheme.text);
    const auto starter = loaded(session, scheme);
    for (const auto& joined : starter.parsed.module.joined) {
        const auto& source = session.sources[joined.source];
        write_file(session, folder / source.name(), source.text());
    }
    const auto data = sample_data(starter.checked.scheme, starter.checked.examples);
    for (const auto& [name, text] : data) write_file(session, folder / "data" / name, text);
    const auto path = (folder / scheme.name).string();
    session.out << refilled(phrase(say::new_made, folder.string(), path) + "\n", session.width);
    session.out << fmt::format("  accrue test {}\n", shell_word(path));
    if (!data.empty())
        session.out << fmt::format("  accrue run {} --data {}\n", shell_word(path),
                                   shell_word((folder / "data").string()));
    return Exit::done;
}

}  // namespace accrue::cli
