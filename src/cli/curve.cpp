// `accrue curve`: what one amount is, for every amount of another.
#include <ostream>

#include "cli/commands.hpp"
#include "cli/curve_shown.hpp"
#include "cli/output_file.hpp"

namespace accrue::cli {
namespace {

std::string shown(const CurveRequest& request, const Standing& standing, const CurveOf& made) {
    switch (request.shown.form) {
        case CurveForm::text:
            return curve_text(standing, made);
        case CurveForm::json:
            return curve_json(standing, made);
        case CurveForm::svg:
            return curve_svg(standing, made);
        case CurveForm::html:
            return curve_page(standing, made);
    }
    return "";
}

}  // namespace

Exit curve_command(const CurveRequest& request, Session& session) {
    const auto standing = standing_at(session, request.scheme, request.data, request.standing, request.of);
    const auto made = curve_of(standing, request.axis, session);
    write_results(session, request.shown.out,
                  [&](std::ostream& out) { out << shown(request, standing, made); });
    return Exit::done;
}

}  // namespace accrue::cli
