// data/joining.hpp — What the pieces of one file tell, joined in the order of the file to what the file tells
// when it is read at once. Rows and columns of the pieces are not kept.
#pragma once

#include <string>
#include <vector>

#include "data/sheet.hpp"
#include "data/spellings.hpp"

namespace accrue::data {

// Keys that are one word but for case are reported, and all are counted, over all pieces. `all` keeps every
// key; `rising` keeps just the last one as long as the keys of each piece come behind those of the piece
// before (the last of which may go on) and are spelled so that none can be like another. Where they do not,
// it keeps all if the first piece shows it, else it refuses the piece that does.
enum class KeysKept : std::uint8_t { all, rising };

class Joining {
  public:
    Joining(const Opening& opening, KeysKept kept);

    // The next piece: its troubles and its `understood` are taken over; its lines are moved to where they are
    // in the file when its range did not say. False when the piece may be other than it is in the whole file:
    // something in it waits for a decision, or was decided otherwise than before, its range begins within a
    // row, it is no text. Then the file must be read in one piece, which always fits when it is text.
    [[nodiscard]] bool add(Sheet& piece);

    // Behind the last piece: a sheet without rows and columns, with all that is to be said of the file. It
    // has the keys when all are kept, in code-point order.
    Sheet finish();
    // Then, of each piece: the numbers of its keys and parents among all.
    const std::vector<std::vector<KeyId>>& key_numbers() const { return keys_.numbers; }
    const std::vector<std::vector<KeyId>>& parent_numbers() const { return parents_.numbers; }

  private:
    struct Names {
        Spellings texts;
        std::vector<Place> first;                 // rows that have them
        std::vector<std::vector<KeyId>> numbers;  // by piece, of its names

        void add(const std::vector<std::string>& names, const std::vector<Place>& places);
        std::vector<std::string> sorted();
        std::vector<std::uint32_t> by_place() const;  // in the order of the file
    };
    // How keys are spelled: two of one case, or of none, are alike only when they are equal.
    struct Spelling {
        bool has_upper = false, has_lower = false, has_other = false;
        bool can_be_alike() const { return has_other || (has_upper && has_lower); }
    };

    bool fits(const Sheet& piece) const;
    bool agree(const SettledColumn& piece, const SettledColumn& first_rows,
               const SettledColumn& before) const;
    bool has_known_keys(const Sheet& piece);
    void move_lines(Sheet& piece) const;
    void take_names(const Sheet& piece);
    void take_gaps(const Sheet& piece);
    void take_understood(const Understood& piece);
    void report_alike(const Names& names, std::uint32_t position);
    void report_subtotals(const Names& names, std::uint32_t position);
    void report_layout();

    const Opening& opening_;
    Sheet total_;
    Troubles behind_;
    RaggedRows ragged_{total_.file, total_.troubles};
    bool has_ragged_ = false;  // that may be a footer
    std::size_t blank_between_ = 0, blank_behind_ = 0;
    std::uint32_t first_blank_line_ = 0;

    std::uint64_t next_begin_;
    std::uint32_t next_line_;
    std::size_t pieces_ = 0;
    Settled settled_;

    KeysKept kept_;
    Spelling spelling_;
    std::string last_key_;
    Names keys_, parents_;
};

}  // namespace accrue::data
