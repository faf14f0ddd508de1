// data/parts.hpp — A long history part by part: each has some keys with all of their rows and records, so
// that memory does not grow with the files and every core can have a part. The parts are those of the whole
// history: where reading them one by one could tell less or other than reading all at once, the history must
// be read as a whole.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "data/read.hpp"

namespace accrue::data {

class Texts;

// Where a part's rows stand in each file.
struct Cut {
    struct Stretch {
        std::uint64_t begin = 0, end = 0;
    };
    std::vector<Stretch> files;
    std::size_t number = 0;  // among the cuts of rows that are brought together
    std::uint64_t bytes() const;
};

// A part that was read, and what its files tell the others.
struct Part;
struct DropPart {
    void operator()(Part* part) const;
};
using PartHolder = std::unique_ptr<Part, DropPart>;

class Parts {
  public:
    // Nothing when the history cannot be cut: rules look beyond a key's rows, a row's key or period is not
    // said in its row, the beginning of a file already has something to report, or all is shorter than
    // `least_bytes`.
    static std::optional<Parts> of(const core::Scheme& scheme, const std::vector<DataFile>& files,
                                   const Sources& sources, const Wishes& wishes, std::uint64_t least_bytes);
    Parts(Parts&&) noexcept;
    Parts& operator=(Parts&&) noexcept;
    ~Parts();

    std::uint64_t bytes() const;  // of all files that are cut
    // What the beginnings of the files tell: the columns and what they are taken for.
    const Understood& opened() const;  // of the level's file

    // For files whose rows stand in any order: from now on their rows are brought together by key, for parts
    // of about so many bytes, which takes the memory of their text. False when that cannot be done.
    [[nodiscard]] bool bring_together(std::uint64_t part_bytes, Workers& workers);
    // Were rows read that do not stand by key, so that bringing them together may help?
    bool is_out_of_order() const;

    // The next cut of about so many bytes; nothing behind the last one, or when `must_be_whole`.
    std::optional<Cut> next(std::uint64_t bytes);
    // On any thread. Nothing when the rows of the cut do not stand by key, or something of them is to be
    // reported that needs all of the others. Where cells are wrong the part has no history.
    PartHolder read(const Cut& cut) const;
    // For what is to be reported alone, once there is something wrong in another part.
    PartHolder read_for_reports(const Cut& cut) const;
    static bool has_history(const Part& part);
    static const History& history(const Part& part);
    // What was read is taken in order; then the part may go. False when the history must be read as a whole.
    [[nodiscard]] bool take(Part& part);
    // What was cut need not stay in memory.
    void release(const Cut& cut) const;
    // True when nobody can tell where to cut next: a file is quoted there.
    bool must_be_whole() const;
    // Behind the last part: what was understood and what is to be said, without a history; all that is wrong
    // where cells are. Nothing when the history must be read as a whole.
    std::optional<ReadHistory> finish();

  private:
    struct Inside;
    explicit Parts(std::unique_ptr<Inside> inside);
    std::optional<Cut> next_brought_together();
    PartHolder read_sheets(const Cut& cut, Texts& texts) const;
    PartHolder read_brought_together(const Cut& cut, Texts& texts) const;
    std::unique_ptr<Inside> inside_;
};

}  // namespace accrue::data
