#include "sources/workbook_parts.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/messages/phrases/reading.hpp"
#include "sources/xml.hpp"

namespace accrue::sources {
namespace {

// ---------------------------------------------------------------- which parts there are

struct Relation {
    std::string type, part;
};

// What a part refers to, by id. Names of types differ in their beginnings only (ECMA-376, strict and not).
class Relations : public Elements {
  public:
    explicit Relations(std::string folder) : folder_(std::move(folder)) {}
    void begin(std::string_view name, const Attributes& attributes) override {
        if (name != "Relationship" || attributes["TargetMode"] == "External") return;
        const auto type = attributes["Type"];
        found[std::string(attributes["Id"])] = {std::string(type.substr(type.rfind('/') + 1)),
                                                absolute(attributes["Target"])};
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::string part_of_type(std::string_view type) const {
        for (const auto& [id, relation] : found) {
            if (relation.type == type) return relation.part;
        }
        return "";
    }

    std::map<std::string, Relation> found;

  private:
    std::string absolute(std::string_view target) const {
        if (target.starts_with('/')) return std::string(target.substr(1));
        auto folder = folder_;
        for (; target.starts_with("../"); target.remove_prefix(3)) {
            if (folder.ends_with('/')) folder.pop_back();
            folder.resize(folder.rfind('/') + 1);  // of none: empty
        }
        if (target.starts_with("./")) target.remove_prefix(2);
        return folder + std::string(target);
    }

    std::string folder_;  // with `/` behind it
};

Relations relations_of(const Archive& archive, const std::string& part, const Limits& limits) {
    const auto slash = part.rfind('/') + 1;  // of none: 0
    const auto folder = part.substr(0, slash);
    Relations relations(folder);
    const auto where = folder + "_rels/" + part.substr(slash) + ".rels";
    if (archive.has(where)) read_xml(archive, where, limits.strings, relations);
    return relations;
}

class BookReading : public Elements {
  public:
    BookReading(WorkbookParts& parts, const Relations& relations) : parts_(parts), relations_(relations) {}
    void begin(std::string_view name, const Attributes& attributes) override {
        if (name == "workbookPr" && attributes.is_on("date1904")) parts_.epoch = Epoch::year_1904;
        if (name == "calcPr" && attributes.is_on("fullCalcOnLoad")) parts_.is_to_be_calculated = true;
        if (name != "sheet") return;
        const auto relation = relations_.found.find(std::string(attributes["id"]));
        if (relation == relations_.found.end() || relation->second.type != "worksheet") return;
        const auto state = attributes["state"];
        parts_.sheets.push_back({std::string(attributes["name"]), relation->second.part,
                                 state == "hidden" || state == "veryHidden"});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

  private:
    WorkbookParts& parts_;
    const Relations& relations_;
};

// ---------------------------------------------------------------- texts

class TextReading : public Elements {
  public:
    explicit TextReading(SharedTexts& texts) : texts_(texts) {}
    void begin(std::string_view name, const Attributes&) override {
        if (name == "t") is_text_ = true;
        if (name == "rPh") is_reading_aid_ = true;  // how a Japanese text is spoken
    }
    void end(std::string_view name) override {
        if (name == "t") is_text_ = false;
        if (name == "rPh") is_reading_aid_ = false;
        if (name != "si") return;
        texts_.add(unescaped(text_));
        texts_.end_text();
        text_.clear();
    }
    void text(std::string_view part) override {
        if (is_text_ && !is_reading_aid_) text_ += part;
    }

  private:
    SharedTexts& texts_;
    std::string text_;
    bool is_text_ = false, is_reading_aid_ = false;
};

// ---------------------------------------------------------------- styles

class StyleReading : public Elements {
  public:
    void begin(std::string_view name, const Attributes& attributes) override {
        if (name == "numFmt") add_code(whole_number(attributes["numFmtId"], 0), attributes["formatCode"]);
        if (name == "cellXfs") is_of_cells_ = true;
        if (name == "xf" && is_of_cells_) styles.push_back(format(whole_number(attributes["numFmtId"], 0)));
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") is_of_cells_ = false;
    }
    void text(std::string_view) override {}

    std::vector<CellFormat> styles;

  private:
    void add_code(std::uint32_t number, std::string_view code) {
        codes_[number] = {shown_by(code), sections_of(code), least_digits_of(code)};
    }
    CellFormat format(std::uint32_t number) const {
        const auto written = codes_.find(number);
        return written == codes_.end() ? CellFormat{shown_by_number(number)} : written->second;
    }

    std::map<std::uint32_t, CellFormat> codes_;
    bool is_of_cells_ = false;
};

}  // namespace

WorkbookParts parts_of(const Archive& archive, const Limits& limits) {
    auto book = relations_of(archive, "", limits).part_of_type("officeDocument");
    if (book.empty()) book = "xl/workbook.xml";
    const auto relations = relations_of(archive, book, limits);
    WorkbookParts parts;
    parts.texts_part = relations.part_of_type("sharedStrings");
    parts.styles_part = relations.part_of_type("styles");
    BookReading reading(parts, relations);
    read_xml(archive, book, limits.strings, reading);
    if (parts.sheets.empty()) archive.fail_damaged(phrase(say::part_is_absent, "xl/worksheets/sheet1.xml"));
    return parts;
}

SharedTexts texts_of(const Archive& archive, const std::string& part, const Limits& limits) {
    SharedTexts texts;
    TextReading reading(texts);
    if (!part.empty()) read_xml(archive, part, limits.strings, reading);
    return texts;
}

std::vector<CellFormat> styles_of(const Archive& archive, const std::string& part, const Limits& limits) {
    StyleReading reading;
    if (!part.empty()) read_xml(archive, part, limits.strings, reading);
    return reading.styles;
}

std::string unescaped(std::string_view text) {
    constexpr std::size_t length = 7;  // `_x000D_`
    std::string plain;
    while (!text.empty()) {
        unsigned code = 0;
        const bool is_escape = text.size() >= length && text.starts_with("_x") && text[length - 1] == '_';
        const auto* const digits = text.data() + 2;
        const bool is_code = is_escape && std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4;
        if (is_code && code < 0x80) {
            plain += static_cast<char>(code);
            text.remove_prefix(length);
        } else {
            plain += text.front();
            text.remove_prefix(1);
        }
    }
    return plain;
}

}  // namespace accrue::sources
