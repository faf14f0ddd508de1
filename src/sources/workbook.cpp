#include "sources/workbook.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "base/messages/data.hpp"
#include "base/messages/phrases/reading.hpp"
#include "base/source.hpp"
#include "sources/sheet_text.hpp"

namespace accrue::sources {
namespace {

constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0";

[[noreturn]] void refuse(const Address& address, Phrase what) {
    throw Failure{{kind::file_not_workbook, {}, {address.name, phrase(what)}, {}}};
}

// Excel keeps a workbook that has a password, and every workbook of before 2007, in a compound file, whose
// directory names its streams in UTF-16.
void refuse_compound_file(const Address& address) {
    std::string beginning(compound_file.size(), '\0');
    std::ifstream(address.place, std::ios::binary).read(beginning.data(), compound_file.size());
    if (beginning != compound_file) return;
    const auto bytes = read_file(address.place).value_or("");
    std::string stream;
    for (const char letter : std::string_view("EncryptedPackage")) stream += {letter, '\0'};
    if (bytes.find(stream) != std::string::npos)
        throw Failure{{kind::workbook_locked, {}, {address.name}, {}}};
    refuse(address, say::old_spreadsheet_file);
}

void refuse_other_archives(const Address& address, const Archive& archive, const Limits& limits) {
    if (archive.has("xl/workbook.bin")) refuse(address, say::binary_workbook);
    const auto kind = archive.has("mimetype") ? archive.text("mimetype", limits.strings) : "";
    if (kind.find("opendocument.spreadsheet") != std::string::npos) refuse(address, say::open_document_sheet);
    if (!archive.has("xl/workbook.xml") && !archive.has("_rels/.rels")) refuse(address, say::other_archive);
    if (archive.has("word/document.xml") || archive.has("ppt/presentation.xml"))
        refuse(address, say::other_office_file);
}

class Workbook : public Tables {
  public:
    Workbook(const Address& address, const Limits& limits)
        : address_(address), limits_(limits), archive_(address.place, address.name) {
        refuse_other_archives(address, archive_, limits);
        parts_ = parts_of(archive_, limits_);
        list();
    }
    const std::vector<TableName>& names() const override { return names_; }
    Table read(const std::string& name) override;

  private:
    void list();
    void read_texts();

    Address address_;
    Limits limits_;
    Archive archive_;
    WorkbookParts parts_;
    std::vector<TableName> names_;
    bool has_texts_ = false;
    SharedTexts texts_;
    std::vector<CellFormat> styles_;
};

// Sheets 2 and 3 of a new workbook are often left empty.
void Workbook::list() {
    const auto visible = std::ranges::count(parts_.sheets, false, &SheetPart::is_hidden);
    for (const auto& sheet : parts_.sheets) {
        const bool is_meant = !sheet.is_hidden && (visible == 1 || has_cells(archive_, sheet.part, limits_));
        names_.push_back({sheet.name, is_meant});
    }
}

void Workbook::read_texts() {
    if (std::exchange(has_texts_, true)) return;
    texts_ = texts_of(archive_, parts_.texts_part, limits_);
    styles_ = styles_of(archive_, parts_.styles_part, limits_);
}

Table Workbook::read(const std::string& name) {
    read_texts();
    const auto sheet = std::ranges::find(parts_.sheets, name, &SheetPart::name);
    const SheetLook look{.texts = texts_,
                         .styles = styles_,
                         .epoch = parts_.epoch,
                         .is_to_be_calculated = parts_.is_to_be_calculated};
    auto table = read_sheet_part(archive_, sheet->part, shown(address_, name), look, limits_);
    if (sheet->is_hidden)
        table.of_whole.push_back({kind::hidden_sheet_read, {}, {shown(address_, name)}, {}});
    return table;
}

}  // namespace

std::unique_ptr<Tables> open_workbook(const Address& address, const Limits& limits) {
    refuse_compound_file(address);
    return std::make_unique<Workbook>(address, limits);
}

}  // namespace accrue::sources
