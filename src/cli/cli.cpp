#include "cli/cli.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <ostream>

#include "base/messages/phrases/reading.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"

namespace accrue::cli {
namespace {

Colour colour(ColourWish wish, bool is_terminal, const Terminal& terminal) {
    if (wish == ColourWish::always) return Colour::on;
    if (wish == ColourWish::never || terminal.no_colour) return Colour::off;
    return is_terminal ? Colour::on : Colour::off;
}

Exit obey(const Request& request, Session& session) {
    const overloaded commands{[&](const WelcomeRequest&) { return welcome_command(session); },
                              [&](const HelpRequest& r) { return help_command(r, session); },
                              [&](const CompletionRequest& r) { return completion_command(r, session); },
                              [&](const VersionRequest& r) { return version_command(r, session); },
                              [&](const RunRequest& r) { return run_command(r, session); },
                              [&](const ExplainRequest& r) { return explain_command(r, session); },
                              [&](const StatementsRequest& r) { return statements_command(r, session); },
                              [&](const CurveRequest& r) { return curve_command(r, session); },
                              [&](const SolveRequest& r) { return solve_command(r, session); },
                              [&](const WhatIfRequest& r) { return what_if_command(r, session); },
                              [&](const StatusRequest& r) { return status_command(r, session); },
                              [&](const CorrectionsRequest& r) { return corrections_command(r, session); },
                              [&](const CompareRequest& r) { return compare_command(r, session); },
                              [&](const CheckRequest& r) { return check_command(r, session); },
                              [&](const InspectRequest& r) { return inspect_command(r, session); },
                              [&](const TestRequest& r) { return test_command(r, session); },
                              [&](const FmtRequest& r) { return fmt_command(r, session); },
                              [&](const ReconcileRequest& r) { return reconcile_command(r, session); },
                              [&](const AuditVerifyRequest& r) { return audit_verify_command(r, session); },
                              [&](const AuditPackRequest& r) { return audit_pack_command(r, session); },
                              [&](const NewRequest& r) { return new_command(r, session); }};
    return std::visit(commands, request);
}

Exit finished(Exit code, Session& session) {
    session.out.flush();
    if (session.out.good()) return code;
    report(session, {Exit::io, phrase(say::results_not_written), ""});
    return Exit::io;
}

Exit bug(Session& session, const std::string& what) {
    report(session, {Exit::bug, phrase(say::mistake_of_ours, what), phrase(say::please_report)});
    return Exit::bug;
}

}  // namespace

int run(const std::vector<std::string>& args, std::istream& in, std::ostream& out, std::ostream& err,
        const Terminal& terminal) {
    Session session{.in = in, .out = out, .err = err, .width = terminal.width, .sources = {}};
    if (terminal.shows_messages) session.message_width = terminal.width;
    Exit code = Exit::done;
    speak(language_wish(args).value_or(terminal.language));
    session.texts = spoken() == Language::russian ? Language::russian : terminal.texts;
    try {
        const auto [request, wish] = parse_arguments(args);
        session.result_colour = colour(wish, terminal.shows_results, terminal);
        session.message_colour = colour(wish, terminal.shows_messages, terminal);
        if (terminal.shows_messages)
            session.progress_line = std::make_unique<ProgressLine>(err, session.work);
        code = finished(obey(request, session), session);
        session.progress_line.reset();
    } catch (const Stop& stop) {
        report(session, stop);
        code = stop.code;
    } catch (const std::bad_alloc&) {
        report(session, {Exit::io, phrase(say::not_enough_memory), ""});
        code = Exit::io;
    } catch (const std::exception& mistake) {
        code = bug(session, mistake.what());
    } catch (...) {
        code = bug(session, phrase(say::something_unknown));
    }
    return static_cast<int>(code);
}

}  // namespace accrue::cli
