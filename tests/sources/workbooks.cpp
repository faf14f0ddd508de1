// Sheets of workbooks: those of a common library, and those that other programs write.

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <array>

#include "base/messages/data.hpp"
#include "base/source.hpp"
#include "folder.hpp"
#include "packages.hpp"
#include "tables_read.hpp"

using namespace accrue;

namespace {

void write_one_sheet(const std::string& xml) {
    write_workbook("book.xlsx", {.sheets = {{"person", xml, ""}}});
}

std::string one_sheet(const std::string& xml) {
    write_one_sheet(xml);
    return text_of("book.xlsx", "person");
}

std::string whole_sheet(const std::string& inside) {
    return R"(<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)" +
           inside + "</worksheet>";
}

}  // namespace

TEST_CASE("a sheet of a usual workbook becomes a text: numbers, texts, days, percentages, yes and no") {
    const Folder folder;
    auto* const book = workbook_new("book.xlsx");
    auto* const sheet = workbook_add_worksheet(book, "person");
    auto* const day = workbook_add_format(book);
    format_set_num_format(day, "dd.mm.yyyy");
    auto* const percent = workbook_add_format(book);
    format_set_num_format_index(percent, 10);
    auto* const money = workbook_add_format(book);
    format_set_num_format(money, "#,##0.00\\ \"₽\"");
    constexpr std::array headers = {"Сотрудник", "Месяц", "План", "Доля", "Премия", "Штат"};
    for (std::size_t i = 0; i < headers.size(); ++i)
        worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), headers[i], nullptr);
    lxw_datetime march{2026, 3, 1, 0, 0, 0};
    worksheet_write_string(sheet, 1, 0, "Петров; А.", nullptr);
    worksheet_write_datetime(sheet, 1, 1, &march, day);
    worksheet_write_number(sheet, 1, 2, 46'000'000.1, money);
    worksheet_write_number(sheet, 1, 3, 0.07, percent);
    worksheet_write_formula_num(sheet, 1, 4, "=0.1+0.2", nullptr, 0.1 + 0.2);
    worksheet_write_boolean(sheet, 1, 5, 1, nullptr);
    worksheet_write_string(sheet, 3, 0, "Иванов\nБ.", nullptr);
    worksheet_write_number(sheet, 3, 2, 1.234, nullptr);
    worksheet_write_blank(sheet, 3, 9, money);
    REQUIRE(workbook_close(book) == LXW_NO_ERROR);
    CHECK(text_of("book.xlsx", "person") ==
          "Сотрудник,Месяц,План,Доля,Премия,Штат\n"
          "\"Петров; А.\",2026-03-01,46000000.1 ₽,7%,0.3,TRUE\n"
          "\n"
          "\"Иванов Б.\",,1.234,,,\n");
}

TEST_CASE("cells say their places or follow one another, and rows keep their numbers") {
    const Folder folder;
    CHECK(one_sheet(R"(<row><c><v>1</v></c><c><v>2</v></c></row><row r="3"><c r="B3"><v>4</v></c></row>)") ==
          "1,2\n\n,4\n");
    CHECK(one_sheet(R"(<row r="2"><c r="AA2"><v>5</v></c></row>)") == "\n" + std::string(26, ',') + "5\n");
    CHECK(one_sheet("") == "");
}

TEST_CASE(
    "texts stand in cells, in parts, in a shared list, with what only tells how they are spoken left out") {
    const Folder folder;
    write_workbook(
        "book.xlsx",
        {.sheets =
             {{"person",
               R"(<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>Ан</t></r><r><t>на</t></r></is></c>)"
               R"(<c r="C1" t="str"><f>A1</f><v>a &amp; b</v></c><c r="D1" t="s"><v>0</v></c></row>)",
               ""}},
         .shared_texts =
             "<si><t xml:space=\"preserve\"> x_x000D_y </t></si>"
             "<si><r><t>東</t></r><r><t>京</t></r><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si>"});
    CHECK(text_of("book.xlsx", "person") == "東京,Анна,a & b,\" x y \"\n");
}

TEST_CASE("numbers are read to the fifteen digits that are shown; where that loses some it is known") {
    const Folder folder;
    write_one_sheet(
        R"(<row r="1"><c r="A1"><v>1234.5599999999999</v></c><c r="B1"><v>0.30000000000000004</v></c>)"
        R"(<c r="C1"><v>4.7250000000000003E7</v></c><c r="D1"><v>4276123412341234</v></c></row>)");
    const auto table = table_of("book.xlsx", "person");
    CHECK(table.text == "1234.56,0.3,47250000,4276123412341230\n");
    REQUIRE(table.remarks.size() == 2);
    CHECK(table.remarks[0].kind == kind::digits_not_shown);
    CHECK(table.remarks[0].column == 1);
    CHECK(table.remarks[1].column == 3);
}

TEST_CASE("errors of a spreadsheet stay what they are, for the reader to refuse") {
    const Folder folder;
    CHECK(
        one_sheet(
            R"(<row r="1"><c r="A1" t="e"><f>B1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#N/A</v></c></row>)") ==
        "#DIV/0!,#N/A\n");
}

TEST_CASE("a formula counts by its last result; one without a result is known") {
    const Folder folder;
    write_one_sheet(R"(<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>15.5</v></c><c r="B1"><f>A1*2</f></c>)"
                    R"(<c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>A1</f><v/></c></row>)");
    const auto table = table_of("book.xlsx", "person");
    CHECK(table.text == "15.5\n");
    REQUIRE(table.remarks.size() == 2);
    CHECK((table.remarks[0].kind == kind::formula_without_result && table.remarks[0].column == 1));
    CHECK((table.remarks[1].kind == kind::formula_without_result && table.remarks[1].column == 3));
}

TEST_CASE("a formula that shows 0 in a workbook which was never calculated is known") {
    const Folder folder;
    Package package{
        .sheets = {{"person", R"(<row r="1"><c r="A1"><f>B1+1</f><v>0</v></c><c r="B1"><v>0</v></c></row>)",
                    ""}},
        .properties = R"(<calcPr calcId="124519" fullCalcOnLoad="1"/>)"};
    write_workbook("book.xlsx", package);
    const auto asked = table_of("book.xlsx", "person");
    CHECK(asked.text == "0,0\n");
    REQUIRE(asked.remarks.size() == 1);
    CHECK((asked.remarks[0].kind == kind::formula_not_calculated && asked.remarks[0].column == 0));
    package.properties = "";
    write_workbook("book.xlsx", package);
    CHECK(table_of("book.xlsx", "person").remarks.empty());
}

TEST_CASE("texts among days, and words beside numbers that are no unit, are known") {
    const Folder folder;
    write_workbook(
        "book.xlsx",
        {.sheets = {{"person",
                     R"(<row r="1"><c r="A1" s="1"><v>46082</v></c><c r="B1" s="2"><v>5</v></c></row>)"
                     R"(<row r="2"><c r="A2" t="str"><v>01/13/2026</v></c><c r="B2" s="0"><v>6</v></c></row>)"
                     R"(<row r="3"><c r="A3" t="str"><v>later</v></c><c r="B3" s="2"><v>7</v></c></row>)",
                     ""}},
         .formats = R"(<numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>)"
                    R"(<numFmt numFmtId="165" formatCode="0&quot; т.р.&quot;"/>)",
         .cell_formats = R"(<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>)"});
    const auto table = table_of("book.xlsx", "person");
    CHECK(table.text == "2026-03-01,5\n01/13/2026,6\nlater,7\n");
    REQUIRE(table.remarks.size() == 2);
    CHECK((table.remarks[0].kind == kind::unit_not_known && table.remarks[0].word == "т.р."));
    CHECK((table.remarks[0].column == 1 && table.remarks[0].row == 1 && table.remarks[0].count == 2));
    CHECK((table.remarks[1].kind == kind::texts_among_days && table.remarks[1].row == 2));
    CHECK(table.remarks[1].count == 1);
}

TEST_CASE("the format of a cell says whether its number is a day, in either calendar") {
    const Folder folder;
    Package package{
        .sheets =
            {{"person",
              R"(<row r="1"><c r="A1" s="0"><v>46082</v></c><c r="B1" s="1"><v>46082</v></c>)"
              R"(<c r="C1" s="2"><v>46082.4375</v></c><c r="D1" s="3"><v>1.5</v></c>)"
              R"(<c r="E1" s="4"><v>0.1250</v></c><c r="F1" t="d"><v>2026-03-15T00:00:00</v></c></row>)",
              ""}},
        .formats = R"(<numFmt numFmtId="164" formatCode="[$-419]mmmm\ yyyy;@"/>)"
                   R"(<numFmt numFmtId="165" formatCode="[h]:mm"/>)",
        .cell_formats = R"(<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/>)"
                        R"(<xf numFmtId="9"/>)"};
    write_workbook("book.xlsx", package);
    CHECK(text_of("book.xlsx", "person") ==
          "46082,2026-03-01,2026-03-01 10:30:00,36:00:00,12.5%,2026-03-15\n");
    package.properties = R"(<workbookPr date1904="1"/>)";
    write_workbook("book.xlsx", package);
    CHECK(text_of("book.xlsx", "person") ==
          "46082,2030-03-02,2030-03-02 10:30:00,36:00:00,12.5%,2026-03-15\n");
}

TEST_CASE("what a format prints beside a number counts, unless it is shown in thousands") {
    const Folder folder;
    write_workbook("book.xlsx",
                   {.sheets = {{"person",
                                R"(<row r="1"><c r="A1" s="0"><v>5</v></c><c r="B1" s="1"><v>5000</v></c>)"
                                R"(<c r="C1" s="2"><v>7</v></c></row>)",
                                ""}},
                    .formats = R"(<numFmt numFmtId="164" formatCode="0&quot; тыс. руб.&quot;"/>)"
                               R"(<numFmt numFmtId="165" formatCode="#,##0,&quot; тыс. руб.&quot;"/>)"
                               R"(<numFmt numFmtId="166" formatCode="0&quot;%&quot;"/>)",
                    .cell_formats = R"(<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>)"});
    CHECK(text_of("book.xlsx", "person") == "5 тыс. руб.,5000 руб.,7 %\n");
}

TEST_CASE("a number shown with zeros in front keeps them") {
    const Folder folder;
    write_workbook("book.xlsx",
                   {.sheets = {{"person",
                                R"(<row r="1"><c r="A1" s="1"><v>12</v></c><c r="B1" s="1"><v>123456</v></c>)"
                                R"(<c r="C1" s="1"><v>-12</v></c><c r="D1" s="1"><v>1.5</v></c>)"
                                R"(<c r="E1" s="0"><v>12</v></c></row>)",
                                ""}},
                    .formats = R"(<numFmt numFmtId="164" formatCode="00000"/>)",
                    .cell_formats = R"(<xf numFmtId="0"/><xf numFmtId="164"/>)"});
    CHECK(text_of("book.xlsx", "person") == "00012,123456,-12,1.5,12\n");
}

TEST_CASE(
    "other programs' spellings: prefixes, absolute targets, backslashes, other capitals, strict name "
    "spaces") {
    const Folder folder;
    write_archive(
        "book.xlsx",
        {{"_rels/.rels",
          R"(<Relationships><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/Workbook.xml"/></Relationships>)"},
         {"xl/workbook.xml",
          R"(<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="r"><x:sheets><x:sheet name="Лист1" sheetId="1" r:id="s"/></x:sheets></x:workbook>)"},
         {"xl/_rels/workbook.xml.rels",
          R"(<Relationships><Relationship Id="s" Type="x/worksheet" Target="/xl/worksheets/sheet.xml"/></Relationships>)"},
         {"xl\\worksheets\\sheet.xml",
          R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>да</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)"}});
    CHECK(text_of("book.xlsx", "Лист1") == "да\n");
}

TEST_CASE("hidden rows and columns, merged cells and hidden sheets are read and known") {
    const Folder folder;
    write_workbook(
        "book.xlsx",
        {.sheets = {{"person",
                     whole_sheet(R"(<cols><col min="2" max="2" hidden="1"/></cols><sheetData>)"
                                 R"(<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>)"
                                 R"(<row r="2" hidden="1"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>)"
                                 R"(<row r="3" hidden="1"/></sheetData>)"
                                 R"(<mergeCells><mergeCell ref="A2:A4"/></mergeCells>)"),
                     "hidden"},
                    {"Лист2", "", ""},
                    {"Лист3", R"(<row r="1"><c r="A1"><v>1</v></c></row>)", ""}}});
    const auto table = table_of("book.xlsx", "person");
    CHECK(table.text == "1,2\n3,4\n");
    REQUIRE(remark_of(table, kind::hidden_column_read) != nullptr);
    CHECK(remark_of(table, kind::hidden_column_read)->column == 1);
    REQUIRE(remark_of(table, kind::cells_merged) != nullptr);
    CHECK(remark_of(table, kind::cells_merged)->row == 4);
    REQUIRE(table.of_whole.size() == 2);
    CHECK(table.of_whole[0].kind == kind::hidden_rows_read);
    CHECK(table.of_whole[0].arguments[1] == Argument(std::int64_t{1}));
    CHECK(table.of_whole[1].kind == kind::hidden_sheet_read);
    CHECK(names_meant("book.xlsx") == std::vector<std::string>{"Лист3"});
}

TEST_CASE("columns that begin behind their end hide nothing") {
    const Folder folder;
    for (const auto* const columns : {R"(min="1" max="0")", R"(min="0" max="0")", R"(min="9" max="2")"}) {
        const auto sheet = std::string("<cols><col ") + columns + R"( hidden="1"/></cols><sheetData>)" +
                           R"(<row r="1"><c r="A1"><v>1</v></c></row></sheetData>)";
        write_workbook("book.xlsx", {.sheets = {{"person", whole_sheet(sheet), ""}}});
        CHECK(table_of("book.xlsx", "person").remarks.empty());
    }
}

TEST_CASE("a percentage too long for a number stays the text that it is") {
    const Folder folder;
    write_workbook("book.xlsx", {.sheets = {{"person",
                                             R"(<row r="1"><c r="A1" s="1"><v>1E37</v></c>)"
                                             R"(<c r="B1" s="1"><v>1E38</v></c></row>)",
                                             ""}},
                                 .cell_formats = R"(<xf numFmtId="0"/><xf numFmtId="9"/>)"});
    CHECK(text_of("book.xlsx", "person") == "1" + std::string(39, '0') + "%,1E38\n");
}

TEST_CASE("what is said of columns is said of those that are read, below the header") {
    const Folder folder;
    Sources texts;
    auto table = sources::Table{.text = "title\nperson,plan,note\nAnna,1,2\n",
                                .remarks = {{.kind = kind::cells_merged, .column = 0, .row = 1},
                                            {.kind = kind::binary_numbers, .column = 1, .row = 3, .count = 4},
                                            {.kind = kind::binary_numbers, .column = 2, .row = 3}},
                                .of_whole = {}};
    const auto source = texts.add("book.xlsx#person", table.text);
    data::Understood understood;
    understood.source = source;
    understood.header_line = 2;
    understood.unused_columns = {"note"};
    const auto found = sources::reports(table, texts[source], understood);
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == kind::binary_numbers);
    CHECK(found[0].arguments ==
          std::vector<Argument>{"book.xlsx#person", "plan", std::int64_t{3}, std::int64_t{4}});
}

// ---------------------------------------------------------------- what is no workbook, or none that is whole

TEST_CASE("files that are no workbook in XLSX are refused by what they are") {
    const Folder folder;
    const auto refused_as = [&](const std::string& name) { return refusal_of(name, "person"); };
    write_archive("a.xlsb", {{"_rels/.rels", "<Relationships/>"}, {"xl/workbook.bin", "x"}});
    CHECK(refused_as("a.xlsb").kind == kind::file_not_workbook);
    write_archive("a.ods",
                  {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}});
    CHECK(refused_as("a.ods").kind == kind::file_not_workbook);
    write_archive("a.docx", {{"_rels/.rels", "<Relationships/>"}, {"word/document.xml", "<a/>"}});
    CHECK(refused_as("a.docx").kind == kind::file_not_workbook);
    write_archive("a.zip", {{"person.csv", "person;plan\n"}});
    CHECK(refused_as("a.zip").kind == kind::file_not_workbook);
    const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    folder.put("a.xls", compound + std::string(1000, 'x'));
    CHECK(refused_as("a.xls").kind == kind::file_not_workbook);
    std::string locked = compound;
    for (const char letter : std::string("EncryptedPackage")) locked += {letter, '\0'};
    folder.put("locked.xlsx", locked);
    CHECK(refused_as("locked.xlsx").kind == kind::workbook_locked);
}

TEST_CASE("a damaged workbook is refused, wherever the damage is") {
    const Folder folder;
    std::string rows;
    for (int row = 1; row <= 400; ++row)
        rows += fmt::format(R"(<row r="{0}"><c r="A{0}"><v>{1}</v></c></row>)", row, row * 7919 % 10007);
    write_one_sheet(rows);
    const auto bytes = *read_file("book.xlsx");
    folder.put("cut.xlsx", bytes.substr(0, bytes.size() / 2));
    CHECK(refusal_of("cut.xlsx", "person").kind == kind::workbook_damaged);
    auto flipped = bytes;
    flipped[200] = static_cast<char>(flipped[200] ^ 0x55);  // inside the sheet, which comes first
    folder.put("flipped.xlsx", flipped);
    CHECK(refusal_of("flipped.xlsx", "person").kind == kind::workbook_damaged);

    const auto damaged = [&](const std::string& xml) {
        write_one_sheet(xml);
        return refusal_of("book.xlsx", "person").kind == kind::workbook_damaged;
    };
    CHECK(damaged("<row r=\"1\"><c r=\"A1\"><v>1</v></row>"));
    CHECK(damaged("<row r=\"2\"/><row r=\"1\"/>"));
    CHECK(damaged("<row r=\"1048577\"/>"));
    CHECK(damaged("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"));
    CHECK(damaged("<row r=\"1\"><c r=\"A2\"/></row>"));
    CHECK(damaged("<row r=\"1\"><c r=\"XFE1\"/></row>"));
    CHECK(damaged("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"));
}

TEST_CASE("a part that is not there is named") {
    const Folder folder;
    auto parts = parts_of({.sheets = {{"person", "", ""}}});
    parts.erase(parts.begin());
    write_archive("book.xlsx", parts);
    const auto report = refusal_of("book.xlsx", "person");
    CHECK(report.kind == kind::workbook_damaged);
    CHECK(std::get<std::string>(report.arguments[1]).find("xl/worksheets/sheet1.xml") != std::string::npos);
}

TEST_CASE("entities and document types of a part are refused: nothing is expanded or fetched") {
    const Folder folder;
    folder.put("secret.txt", "secret");
    for (const auto* const type :
         {R"(<!DOCTYPE a [<!ENTITY e SYSTEM "secret.txt">]>)", R"(<!DOCTYPE a [<!ENTITY e "xxxxxxxx">]>)",
          R"(<!DOCTYPE a SYSTEM "http://example.org/a.dtd">)"}) {
        write_workbook(
            "book.xlsx",
            {.sheets = {
                 {"person",
                  fmt::format(
                      R"(<?xml version="1.0"?>{}<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr">)"
                      "<is><t>&e;</t></is></c></row></sheetData></worksheet>",
                      type),
                  ""}}});
        CHECK(refusal_of("book.xlsx", "person").kind == kind::workbook_damaged);
    }
}

TEST_CASE("a small file that unpacks to a large one is refused at a limit") {
    const Folder folder;
    const sources::Limits limits{.text = 100'000, .strings = 100'000, .sheet = 1'000'000};
    write_one_sheet(std::string(2'000'000, ' '));
    CHECK(refusal_of("book.xlsx", "person", limits).kind == kind::source_too_large);
    write_workbook("book.xlsx", {.sheets = {{"person", "", ""}}, .shared_texts = std::string(200'000, ' ')});
    CHECK(refusal_of("book.xlsx", "person", limits).kind == kind::source_too_large);
    // far to the right in one row, and rows enough to fill up to there
    std::string rows = R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)";
    for (int row = 2; row <= 20; ++row)
        rows += fmt::format(R"(<row r="{0}"><c r="A{0}"><v>1</v></c></row>)", row);
    write_one_sheet(rows);
    CHECK(refusal_of("book.xlsx", "person", limits).kind == kind::source_too_large);
    // one long text, named by every row
    rows.clear();
    for (int row = 1; row <= 20; ++row)
        rows += fmt::format(R"(<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>)", row);
    write_workbook("book.xlsx", {.sheets = {{"person", rows, ""}},
                                 .shared_texts = "<si><t>" + std::string(20'000, 'x') + "</t></si>"});
    CHECK(refusal_of("book.xlsx", "person", limits).kind == kind::source_too_large);
    CHECK(table_of("book.xlsx", "person").text.size() == 20 * 20'001);
}

TEST_CASE("whatever byte of a part is changed, a sheet is read or refused") {
    const Folder folder;
    const auto parts = parts_of(
        {.sheets = {{"person",
                     R"(<row r="1"><c r="A1" s="1"><v>46082.5</v></c><c r="B1" t="s"><v>0</v></c></row>)"}},
         .shared_texts = "<si><t>a</t></si>",
         .formats = R"(<numFmt numFmtId="164" formatCode="[h]:mm\ &quot;x&quot;;@"/>)",
         .cell_formats = R"(<xf numFmtId="0"/><xf numFmtId="164"/>)"});
    std::size_t read = 0, refused = 0;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        for (std::size_t place = 0; place < parts[part].second.size(); place += 3) {
            auto changed = parts;
            constexpr std::string_view bytes = "<\"9-\xFF[\\";
            changed[part].second[place] = bytes[place % bytes.size()];
            write_archive("book.xlsx", changed);
            try {
                const auto tables = sources::open(*sources::address_of("book.xlsx"));
                for (const auto& [name, is_meant] : tables->names()) tables->read(name);
                ++read;
            } catch (const sources::Failure&) {
                ++refused;
            }
        }
    }
    CHECK(read > 0);
    CHECK(refused > 0);
}
