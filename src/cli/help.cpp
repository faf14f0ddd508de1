#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/messages/phrases/commands.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/help_topics.hpp"
#include "cli/refilled.hpp"

namespace accrue::cli {
namespace {

bool is_command(std::string_view name) {
    return std::ranges::find(command_names(), name) != command_names().end();
}

std::string topic_lines(bool commands) {
    std::string text;
    for (const auto& topic : help_topics()) {
        if (is_command(topic.name) != commands) continue;
        text += fmt::format("  {}{}\n", padded_right(topic.name, 13), topic.summary);
    }
    return text;
}

// Codes are written in capitals, but `e0312` is as clear.
std::string as_code(std::string_view text) {
    std::string code(text);
    std::ranges::transform(code, code.begin(), [](char c) { return c == 'e' ? 'E' : c == 'w' ? 'W' : c; });
    return code;
}

const Wording* wording_of(std::string_view code) {
    const auto found = std::ranges::find(all_wordings(), code, &Wording::code);
    return found == all_wordings().end() || code.empty() ? nullptr : &*found;
}

std::string code_page(const Wording& wording) {
    std::string page =
        fmt::format("{}[{}]: {}\n", in_words(wording.severity), wording.code, filled_in(wording.text, {}));
    if (!wording.help.empty()) page += fmt::format("\n{}\n", trimmed(wording.help));
    return page;
}

[[noreturn]] void refuse_topic(const std::string& topic) {
    std::vector<std::string> names;
    for (const auto& known : help_topics()) names.emplace_back(known.name);
    for (const auto& wording : all_wordings()) {
        if (!wording.code.empty()) names.emplace_back(wording.code);
    }
    const auto meant = closest(topic, names);
    refuse(phrase(say::no_such_topic, topic),
           meant ? fmt::format("`accrue help {}`", *meant) : phrase(say::help_lists_topics));
}

}  // namespace

Exit welcome_command(Session& session) {
    session.out << welcome_page();
    return Exit::done;
}

Exit help_command(const HelpRequest& request, Session& session) {
    if (request.topic.empty()) {
        session.out << phrase(say::help_head) << "\n\n"
                    << topic_lines(true) << '\n'
                    << phrase(say::help_topics_head) << "\n\n"
                    << topic_lines(false) << '\n'
                    << phrase(say::help_errors_head) << '\n';
        return Exit::done;
    }
    const auto topic = std::ranges::find(help_topics(), std::string_view(request.topic), &HelpTopic::name);
    if (topic != help_topics().end()) {
        session.out << refilled(topic->text, session.width);
        return Exit::done;
    }
    const auto* wording = wording_of(as_code(request.topic));
    if (wording == nullptr) refuse_topic(request.topic);
    session.out << refilled(code_page(*wording), session.width);
    return Exit::done;
}

}  // namespace accrue::cli
