#include "cli/result_output.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <ostream>
#include <sstream>

#include "base/bytes.hpp"
#include "base/messages/computing.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/messages/phrases/results.hpp"
#include "evidence/background.hpp"
#include "report/table_writers.hpp"
#include "report/write_results.hpp"
#include "sources/tables.hpp"

namespace accrue::cli {
namespace {

namespace files = std::filesystem;
using report::Outline;
using report::Results;

class ToStream : public report::Sink {
  public:
    explicit ToStream(std::ostream& out) : out_(out) {}
    void write(std::string_view bytes) override {
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!out_) throw Stop{Exit::io, phrase(say::results_not_written), ""};
    }

  private:
    std::ostream& out_;
};

// Keeps in a file without a name what may not be shown before it is known to be good.
class Kept : public report::Sink {
  public:
    explicit Kept(report::Sink& shown) : shown_(shown), file_(std::tmpfile()) {
        if (file_ == nullptr) fail();
    }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    ~Kept() override { std::fclose(file_); }

    void write(std::string_view bytes) override {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
    }
    void show() {
        std::string block(std::size_t{1} << 20U, '\0');
        if (std::fseek(file_, 0, SEEK_SET) != 0) fail();
        while (const auto size = std::fread(block.data(), 1, block.size(), file_))
            shown_.write(std::string_view(block).substr(0, size));
        if (std::ferror(file_) != 0) fail();
    }

  private:
    [[noreturn]] static void fail() {
        throw Stop{Exit::io, phrase(say::cannot_write, P_tmpdir, system_words(errno)), ""};
    }

    report::Sink& shown_;
    std::FILE* file_;
};

// What is written to a file is known by its hash, which is worked out beside.
class Hashed : public report::Sink {
  public:
    explicit Hashed(report::Sink& sink) : sink_(sink) {}
    void write(std::string_view bytes) override {
        block_ += bytes;
        if (block_.size() >= least) flush();
    }
    evidence::Fingerprint finish() {
        flush();
        return hash_.finish();
    }

  private:
    void flush() {
        sink_.write(block_);
        hash_.add(std::exchange(block_, {}));
    }

    static constexpr std::size_t least = std::size_t{1} << 20U;  // bytes
    report::Sink& sink_;
    evidence::FingerprintOfBlocks hash_;
    std::string block_;
};

// The forms that need all rows at once.
class WholeWriter : public report::Writer {
  public:
    using Write = std::function<void(std::ostream&, const Results&)>;
    WholeWriter(report::Sink& sink, Write write) : sink_(sink), write_(std::move(write)) {}

    std::string formed(const Results& part) const override {
        std::ostringstream out;
        write_(out, part);
        return std::move(out).str();
    }
    void take(std::string formed) override { sink_.write(formed); }
    void finish() override {}

  private:
    report::Sink& sink_;
    Write write_;
};

WholeWriter::Write table_of(const Session& session, const RunRequest& request) {
    const auto width = request.wide ? std::numeric_limits<std::size_t>::max() : session.width;
    return [width](std::ostream& out, const Results& all) { report::write_table(out, all, width); };
}

WholeWriter::Write json_of(const Session& session, const Promises& promises) {
    return [&](std::ostream& out, const Results& all) {
        report::write_json(out, all, promises, session.sources);
    };
}

// Of the forms that are text.
std::unique_ptr<report::Writer> text_writer(const Session& session, const RunRequest& request,
                                            const Outline& outline, const Promises& promises,
                                            report::Sink& sink) {
    switch (request.place.format) {
        case ResultFormat::csv:
            return report::csv_writer(outline, request.place.preset, sink);
        case ResultFormat::tidy:
            return report::long_writer(outline, request.place.preset, sink);
        case ResultFormat::jsonl:
            return report::jsonl_writer(outline, sink);
        case ResultFormat::json:
            return std::make_unique<WholeWriter>(sink, json_of(session, promises));
        case ResultFormat::table:
        case ResultFormat::sqlite:
        case ResultFormat::postgresql:
        case ResultFormat::xlsx:
            break;
    }
    return std::make_unique<WholeWriter>(sink, table_of(session, request));
}

class StandardOutput : public ResultOutput {
  public:
    StandardOutput(Session& session, const RunRequest& request, const Outline& outline,
                   const Promises& promises, Coming coming)
        : session_(session), sink_(session.out) {
        if (coming == Coming::on_trial) kept_.emplace(sink_);
        auto& sink = kept_ ? static_cast<report::Sink&>(*kept_) : sink_;
        writer_ = text_writer(session, request, outline, promises, sink);
    }

    report::Writer& writer() override { return *writer_; }
    void commit(std::optional<evidence::Manifest>, std::uint64_t) override {
        if (kept_) kept_->show();
        session_.out.flush();  // before messages that come after the results
    }

  private:
    Session& session_;
    ToStream sink_;
    std::optional<Kept> kept_;
    std::unique_ptr<report::Writer> writer_;
};

// The result gets its place, and the manifest that tells of it stands beside.
void commit_both(OutputFile& file, const std::string& path, evidence::Manifest manifest,
                 evidence::ResultPlace result) {
    manifest.results.push_back(std::move(result));
    commit_both(file, path, evidence::manifest_json(manifest));
}

class TextFile : public ResultOutput {
  public:
    TextFile(const Session& session, const RunRequest& request, const Outline& outline,
             const Promises& promises, Coming coming)
        : place_(request.place), file_(place_.path) {
        if (coming == Coming::on_trial && file_.is_in_place()) kept_.emplace(file_);
        auto& end = kept_ ? static_cast<report::Sink&>(*kept_) : file_;
        if (request.manifest == ManifestWish::written) hashed_.emplace(end);
        auto& sink = hashed_ ? static_cast<report::Sink&>(*hashed_) : end;
        writer_ = text_writer(session, request, outline, promises, sink);
    }

    report::Writer& writer() override { return *writer_; }
    void commit(std::optional<evidence::Manifest> manifest, std::uint64_t rows) override {
        const auto bytes = hashed_ ? hashed_->finish() : evidence::Fingerprint();
        if (kept_) kept_->show();
        if (!manifest) return commit_alone(file_, place_.path);
        commit_both(file_, place_.path, std::move(*manifest),
                    {place_.path, std::string(to_text(place_.format)), rows, bytes});
    }

  private:
    ResultPlace place_;
    OutputFile file_;
    std::optional<Kept> kept_;      // of what is written in place, while it is on trial
    std::optional<Hashed> hashed_;  // when there will be a manifest
    std::unique_ptr<report::Writer> writer_;
};

class Workbook : public ResultOutput {
  public:
    Workbook(const RunRequest& request, const Outline& outline)
        : path_(request.place.path),
          file_(path_, Filled::by_name),
          writer_(report::xlsx_writer(outline, file_.name())) {}

    report::Writer& writer() override { return *writer_; }
    void commit(std::optional<evidence::Manifest> manifest, std::uint64_t rows) override {
        if (!manifest) return commit_alone(file_, path_);
        const auto bytes = read_file(file_.name());
        if (!bytes) throw Stop{Exit::io, phrase(say::cannot_read, path_, system_words(errno)), ""};
        commit_both(file_, path_, std::move(*manifest), {path_, "xlsx", rows, evidence::fingerprint(*bytes)});
    }

  private:
    std::string path_;
    OutputFile file_;
    std::unique_ptr<report::Writer> writer_;
};

// Tables have their manifest in the database itself, so that both are there in one transaction.
std::string manifest_of(const report::TableWriter& writer, std::optional<evidence::Manifest> manifest,
                        const std::string& place, ResultFormat format) {
    if (!manifest) return "";
    for (const auto& table : writer.written()) {
        manifest->results.push_back({place + "#" + table.name,
                                     std::string(to_text(format)),
                                     table.rows,
                                     {std::nullopt, table.sha256}});
    }
    return evidence::manifest_json(*manifest);
}

// A database that is there keeps its other tables; a new one is put in its place whole, unless another run
// has put its own there meanwhile.
class SqliteDatabase : public ResultOutput {
  public:
    SqliteDatabase(const RunRequest& request, const Outline& outline)
        : place_(request.place), outline_(outline) {
        std::error_code ignored;
        const bool is_there = files::exists(place_.path, ignored);
        if (!is_there) file_ = std::make_unique<OutputFile>(place_.path, Filled::by_name);
        writer_ = report::sqlite_writer(outline, place_.table, is_there ? place_.path : file_->name(),
                                        is_there ? report::SqliteFile::in_use : report::SqliteFile::fresh);
    }

    report::Writer& writer() override { return *writer_; }
    void commit(std::optional<evidence::Manifest> manifest, std::uint64_t) override {
        const auto told = manifest_of(*writer_, std::move(manifest), place_.path, place_.format);
        writer_->commit(told);
        writer_.reset();
        if (!file_ || file_->commit_as_new()) return;
        report::sqlite_mover(outline_, place_.table, file_->name(), place_.path)->commit(told);
    }

  private:
    ResultPlace place_;
    const Outline& outline_;
    std::unique_ptr<OutputFile> file_;  // of a new database
    std::unique_ptr<report::TableWriter> writer_;
};

// The address without a password.
std::string shown_server(const std::string& path) {
    const auto address = sources::address_of(path);
    return address ? address->name : "postgresql";
}

class Server : public ResultOutput {
  public:
    Server(const RunRequest& request, const Outline& outline)
        : place_(request.place), writer_(report::postgresql_writer(outline, place_.table, place_.path)) {}

    report::Writer& writer() override { return *writer_; }
    void commit(std::optional<evidence::Manifest> manifest, std::uint64_t) override {
        writer_->commit(manifest_of(*writer_, std::move(manifest), shown_server(place_.path), place_.format));
    }

  private:
    ResultPlace place_;
    std::unique_ptr<report::TableWriter> writer_;
};

std::unique_ptr<ResultOutput> opened(Session& session, const RunRequest& request, const Outline& outline,
                                     const Promises& promises, Coming coming) {
    const auto& place = request.place;
    if (place.format == ResultFormat::postgresql) return std::make_unique<Server>(request, outline);
    if (place.format == ResultFormat::sqlite) return std::make_unique<SqliteDatabase>(request, outline);
    if (place.path.empty() || place.path == "-")
        return std::make_unique<StandardOutput>(session, request, outline, promises, coming);
    refuse_input_as_result(session, place.path);
    if (place.format == ResultFormat::xlsx) return std::make_unique<Workbook>(request, outline);
    return std::make_unique<TextFile>(session, request, outline, promises, coming);
}

}  // namespace

std::unique_ptr<ResultOutput> open_output(Session& session, const RunRequest& request, const Outline& outline,
                                          const Promises& promises, Coming coming) {
    return as_stop(session, shown(request.place),
                   [&] { return opened(session, request, outline, promises, coming); });
}

bool takes_parts(const RunRequest& request, const Outline& outline) {
    switch (request.place.format) {
        case ResultFormat::table:
        case ResultFormat::json:
            return false;
        case ResultFormat::tidy:
        case ResultFormat::jsonl:
            return outline.levels.size() == 1;
        case ResultFormat::csv:
        case ResultFormat::sqlite:
        case ResultFormat::postgresql:
        case ResultFormat::xlsx:
            return true;
    }
    return false;
}

std::string shown(const ResultPlace& place) {
    if (place.format == ResultFormat::postgresql) return shown_server(place.path);
    return place.path.empty() ? phrase(say::standard_output) : place.path;
}

void stop_unwritten(Session& session, const report::Refused& why) {
    show(session, {why.diagnostic});
    const bool is_asked_wrong = why.diagnostic.kind == kind::several_paid_levels;
    throw Stop{is_asked_wrong ? Exit::usage : Exit::io, phrase(say::nothing_written), ""};
}

}  // namespace accrue::cli
