#include "core/builtins.hpp"

namespace accrue::core {

const Type& type_of(Builtin builtin) {
    static const Type number{TypeKind::number, ""}, logical{TypeKind::logical, ""}, date{TypeKind::date, ""},
        month{TypeKind::month, ""}, text{TypeKind::text, ""};
    switch (builtin) {
        case Builtin::days_in_month:
        case Builtin::number_of_month:
        case Builtin::number_of_quarter:
        case Builtin::number_of_year:
        case Builtin::number_of_week:
        case Builtin::days_in_quarter:
        case Builtin::days_in_year:
            return number;
        case Builtin::ends_month:
        case Builtin::ends_quarter:
        case Builtin::ends_year:
            return logical;
        case Builtin::this_month:
            return month;
        case Builtin::period_start:
        case Builtin::period_end:
        case Builtin::quarter_start:
        case Builtin::quarter_end:
        case Builtin::year_start:
        case Builtin::year_end:
        case Builtin::row_date:
            return date;
        case Builtin::row_key:
            return text;
    }
    return number;
}

}  // namespace accrue::core
