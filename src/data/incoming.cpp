#include "data/incoming.hpp"

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"
#include "base/messages/data.hpp"
#include "data/decode.hpp"
#include "data/encoding.hpp"
#include "data/file_names.hpp"
#include "data/recognise.hpp"
#include "data/unpack.hpp"
#include "data/utf8.hpp"

namespace accrue::data {
namespace {

// So much of a long file without a mark shows its encoding. Where the rest contradicts, reading it says so.
constexpr std::size_t sample_size = std::size_t{1} << 22;  // bytes

bool has_zero(std::string_view bytes) {
    return !bytes.empty() && std::memchr(bytes.data(), 0, bytes.size()) != nullptr;
}

// A character that the end of a sample cuts is whole in the file.
bool is_utf_8(std::string_view bytes, std::string_view all) {
    constexpr std::size_t longest = 4;
    if (is_utf8_text(bytes)) return true;
    if (has_zero(bytes)) return false;
    const auto broken = first_broken(bytes);
    return !broken || (bytes.size() < all.size() && *broken + longest > bytes.size());
}

// ---------------------------------------------------------------- which encoding it is

struct Choice {
    Encoding encoding = Encoding::utf_8;
    std::size_t mark = 0;  // bytes at the beginning that are no text
    Diagnostics diagnostics = {};
};

class Choosing {
  public:
    Choosing(std::string_view bytes, const std::string& name, const EncodingWish& wish)
        : bytes_(bytes), name_(name), wish_(wish) {}

    Choice choice() {
        if (const auto mark = mark_of(bytes_)) return marked(*mark);
        const bool is_told = wish_.said.value_or(Encoding::utf_8) != Encoding::utf_8;
        const auto sample = is_told ? bytes_ : bytes_.substr(0, sample_size);
        if (is_utf_8(sample, bytes_)) return plain(is_told && !is_ascii(sample));
        if (const auto units = unmarked_utf_16(bytes_)) return unmarked(*units);
        if (wish_.said) return said(*wish_.said);
        if (has_zero(sample) || is_partly_utf_8(bytes_)) return {};
        return guessed();
    }

  private:
    // A mark of UTF-8 stays in the text, which is not copied for it.
    Choice marked(const Mark& mark) const {
        Choice choice{.encoding = mark.encoding};
        if (mark.encoding != Encoding::utf_8) choice.mark = mark.length;
        if (wish_.said.value_or(mark.encoding) != mark.encoding)
            choice.diagnostics = {contradicted(kind::encoding_shown, mark.encoding)};
        return choice;
    }

    Choice unmarked(Encoding units) const {
        if (!wish_.said) return {units, 0, {about(kind::encoding_unmarked, units)}};
        if (*wish_.said == units) return {.encoding = units};
        return {units, 0, {contradicted(kind::encoding_shown, units)}};
    }

    Choice plain(bool contradicts) const {
        if (!contradicts) return {};
        return {.diagnostics = {contradicted(kind::encoding_is_utf_8, Encoding::utf_8)}};
    }

    // The command line decides, but where it gives nonsense that is said.
    Choice said(Encoding encoding) const {
        if (!has_code_page(encoding)) return {.encoding = encoding};
        if (const auto word = utf_8_word(bytes_); !word.empty())
            return {encoding, 0, {doubtful(encoding, {Encoding::utf_8, std::string(word), word})}};
        const auto readings = russian_readings(bytes_);
        const auto& likely = readings.all.front();
        const bool is_doubtful = readings.is_russian && readings.is_clear &&
                                 decoded(likely.bytes, encoding).text != likely.example;
        if (!is_doubtful) return {.encoding = encoding};
        return {encoding, 0, {doubtful(encoding, likely)}};
    }

    // Nobody said how it is written, and it is not UTF-8.
    Choice guessed() const {
        const auto readings = russian_readings(bytes_);
        if (!readings.is_russian) return {};
        if (wish_.texts != Language::russian)
            return {.diagnostics = {both(kind::encoding_unclear, readings.all[0], readings.all[1])}};
        const auto usual = std::ranges::find(readings.all, Encoding::windows_1251, &Reading::encoding);
        const auto& taken = readings.is_clear ? readings.all.front() : *usual;
        if (!readings.is_clear) {
            const auto& other = readings.all[usual == readings.all.begin() ? 1 : 0];
            return {taken.encoding, 0, {both(kind::encoding_assumed_of_two, taken, other)}};
        }
        auto report = about(kind::encoding_assumed, taken.encoding);
        report.arguments.emplace_back(taken.example);
        report.notes = {{kind::hint_encoding, {option_of(taken.encoding)}}};
        return {taken.encoding, 0, {report}};
    }

    std::string option_of(Encoding encoding) const {
        return option_of_file(wish_.called, std::string(to_text(encoding)));
    }
    Diagnostic about(Kind kind, Encoding encoding) const {
        return {kind, {}, {name_, std::string(to_text(encoding))}, {}};
    }
    Diagnostic doubtful(Encoding encoding, const Reading& likely) const {
        auto report = about(kind::encoding_doubtful, encoding);
        report.arguments.insert(
            report.arguments.end(),
            {decoded(likely.bytes, encoding).text, std::string(to_text(likely.encoding)), likely.example});
        return report;
    }
    Diagnostic contradicted(Kind kind, Encoding found) const {
        auto report = about(kind, found);
        report.arguments.emplace_back(std::string(to_text(*wish_.said)));
        return report;
    }
    Diagnostic both(Kind kind, const Reading& one, const Reading& other) const {
        auto report = about(kind, one.encoding);
        report.arguments.insert(report.arguments.end(),
                                {one.example, std::string(to_text(other.encoding)), other.example});
        report.notes = {{kind::hint_encodings, {option_of(one.encoding), option_of(other.encoding)}}};
        return report;
    }

    std::string_view bytes_;
    const std::string& name_;
    const EncodingWish& wish_;
};

// ---------------------------------------------------------------- the way in

class TakingIn {
  public:
    TakingIn(std::string name, const EncodingWish& wish, Sources& sources)
        : name_(std::move(name)), wish_(wish), sources_(sources) {}

    Incoming take(Bytes bytes) {
        incoming_.origin.compression = compression_of(bytes.view());
        if (incoming_.origin.compression != Compression::none) {
            auto [text, end, place] =
                unpacked(bytes.view(), incoming_.origin.compression, most_unpacked(bytes.view().size()));
            bytes = Bytes(std::move(text));
            if (end != Unpacked::End::whole) return not_unpacked(std::move(bytes), end, place);
        }
        try {
            decode(bytes);
        } catch (const NotInstalled& lacking) {
            const auto encoding = std::string(to_text(lacking.encoding));
            incoming_.source = sources_.add(name_, std::string());
            incoming_.diagnostics = {{kind::encoding_not_installed, {}, {name_, encoding}, {}}};
        }
        return std::move(incoming_);
    }

  private:
    Incoming not_unpacked(Bytes bytes, Unpacked::End end, std::size_t place) {
        const auto length = bytes.view().size();
        incoming_.source = sources_.add(name_, std::move(bytes));
        auto& report = incoming_.diagnostics.emplace_back(Diagnostic{kind_of(end), {}, {}, {}});
        report.arguments = {name_, std::string(to_text(incoming_.origin.compression)),
                            static_cast<std::int64_t>(place)};
        if (length > 0) report.spans = {Span{length - 1, 1, incoming_.source}};
        return std::move(incoming_);
    }

    static Kind kind_of(Unpacked::End end) {
        switch (end) {
            case Unpacked::End::cut_off:
                return kind::packed_cut_off;
            case Unpacked::End::other_data:
                return kind::packed_other_data;
            case Unpacked::End::too_long:
                return kind::unpacked_too_long;
            case Unpacked::End::damaged:
            case Unpacked::End::whole:
                break;
        }
        return kind::packed_damaged;
    }

    void decode(Bytes& bytes) {
        auto choice = Choosing(bytes.view(), name_, wish_).choice();
        incoming_.origin.encoding = choice.encoding;
        incoming_.diagnostics = std::move(choice.diagnostics);
        if (choice.encoding == Encoding::utf_8) {
            incoming_.source = sources_.add(name_, std::move(bytes));
            return;
        }
        auto text = decoded(bytes.view().substr(choice.mark), choice.encoding);
        incoming_.source = sources_.add(name_, std::move(text.text));
        if (text.misfit) report_misfits(*text.misfit, text.misfits);
    }

    void report_misfits(const Misfit& first, std::size_t all) {
        constexpr std::uint32_t replaced = 3;  // bytes of U+FFFD
        auto& report = incoming_.diagnostics.emplace_back(
            Diagnostic{kind::not_of_encoding, {Span{first.place, replaced, incoming_.source}}, {}, {}});
        report.arguments = {first.bytes, std::string(to_text(incoming_.origin.encoding)), name_};
        const auto others = static_cast<std::int64_t>(all - 1);
        if (others > 0) report.notes.push_back({kind::more_misfits, {others}});
    }

    std::string name_;
    const EncodingWish& wish_;
    Sources& sources_;
    Incoming incoming_;
};

}  // namespace

Incoming take_in(std::string name, Bytes bytes, const EncodingWish& wish, Sources& sources) {
    return TakingIn(std::move(name), wish, sources).take(std::move(bytes));
}

}  // namespace accrue::data
