// report/writer.hpp — Results in the forms that people take away, part after part: a part is some rows of the
// whole, in their order. Parts are formed on any thread and taken in order by one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "report/results.hpp"

namespace accrue::report {

// Thrown by writers: what these results are cannot be written in this form; or the words of a system, and a
// hint, which may be empty.
struct Refused {
    Diagnostic diagnostic;
};
struct NotWritten {
    std::string message, hint;
};

class Writer {
  public:
    virtual ~Writer() = default;
    // The rows of a part in the writer's own form; called from any thread.
    virtual std::string formed(const Results& part) const = 0;
    // What `formed` gave, part after part in order, from one thread.
    virtual void take(std::string formed) = 0;
    // Behind the last part. A file may then be put in its place, a transaction be committed.
    virtual void finish() = 0;
};

// Where the bytes of a form of text go, in order.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void write(std::string_view bytes) = 0;
};

// How a form of text is written: for machines (UTF-8, `,`, a point, ISO dates), or as the program reads it
// that it is meant for.
enum class Preset {
    machine,
    excel,     // UTF-8 with a byte order mark, `,` and a point
    excel_ru,  // UTF-8 with a byte order mark, `;`, a decimal comma, dates as `31.12.2026`
    one_c,     // windows-1251, otherwise like `excel_ru`
};

// A row a line, a column a pay line and, of several, their total. Of one paid level.
std::unique_ptr<Writer> csv_writer(const Outline& outline, Preset preset, Sink& sink);
// Tidy: a pay line a line, with its name and currency. Of several paid levels all rows must come in one part.
std::unique_ptr<Writer> long_writer(const Outline& outline, Preset preset, Sink& sink);
// An object a line, as the rows of `accrue.run/1`. Of several paid levels all rows must come in one part.
std::unique_ptr<Writer> jsonl_writer(const Outline& outline, Sink& sink);

}  // namespace accrue::report
