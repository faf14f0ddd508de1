#!/usr/bin/env python3
"""Writes the databases and workbooks of the golden tests in this folder, to the byte as they are kept.

    make.py            writes them
    make.py --check    says which of them are not what it would write (databases: what they hold)
"""

import pathlib
import sqlite3
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = {"day": 1, "percent": 2, "money": 3, "dollars": 4}


class Formula:
    """A formula, and the result that the workbook keeps of it; None: none."""

    def __init__(self, text, result):
        self.text, self.result = text, result


def cell(place, value, style):
    styled = f' s="{STYLES[style]}"' if style else ""
    if isinstance(value, Formula):
        result = "" if value.result is None else f"<v>{value.result}</v>"
        return f'<c r="{place}"{styled}><f>{value.text}</f>{result}</c>'
    if isinstance(value, str) and value.startswith("#"):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"{styled}><is><t>{value}</t></is></c>'
    return f'<c r="{place}"{styled}><v>{value!r}</v></c>'


def sheet(rows, styles, hidden=(), after=""):
    """Rows of values, None for a blank cell; styles by column, below the header."""
    text = ""
    for number, row in enumerate(rows, 1):
        cells = [cell(f"{'ABCDEFGH'[column]}{number}", value, styles.get(column) if number > 1 else None)
                 for column, value in enumerate(row) if value is not None]
        text += f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number in hidden else ""}>{"".join(cells)}</row>'
    return f"{HEAD}<worksheet {MAIN}><sheetData>{text}</sheetData>{after}</worksheet>"


def workbook(name, sheets):
    parts, names, links = {}, "", ""
    for number, (title, xml) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
        names += f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        links += f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    parts["xl/styles.xml"] = (
        f'{HEAD}<styleSheet {MAIN}><numFmts count="3"><numFmt numFmtId="164" formatCode="[$-419]mmmm\\ yyyy;@"/>'
        '<numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;₽&quot;"/>'
        '<numFmt numFmtId="166" formatCode="[$$-409]#,##0.00"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>')
    links += f'<Relationship Id="styles" Type="{LINKS}/styles" Target="styles.xml"/>'
    parts["xl/workbook.xml"] = f'{HEAD}<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f"{HEAD}<Relationships>{links}</Relationships>"
    parts["_rels/.rels"] = (f'{HEAD}<Relationships><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
                            'Target="xl/workbook.xml"/></Relationships>')
    archive(name, parts)


def archive(name, parts):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as file:
        for part, text in parts.items():
            file.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), text)


def database(name, statements):
    name.unlink(missing_ok=True)
    with sqlite3.connect(name) as file:
        file.executescript("PRAGMA page_size = 512;" + statements)
    file.close()


MARCH = 46082  # the first of March 2026, as a spreadsheet counts


def write(folder):
    good, bad = folder / "good", folder / "bad"
    header = ["person", "month", "plan", "sales", "done"]
    workbook(good / "history.xlsx", {
        "person": sheet([header,
                         ["Анна", MARCH, 1000000, Formula("0.1+0.2", "0.30000000000000004"), 0.07],
                         ["Борис", MARCH, 900000.5, 1234567.89, 1.125],
                         ["007", MARCH, "1 000", 1.234, 1]],
                        {1: "day", 3: "money", 4: "percent"}, hidden=(3,)),
        "notes": sheet([["not read"]], {}),
    })
    workbook(good / "sales.xlsx", {"Лист1": sheet([["Отчёт"], [], header, ["Анна", MARCH, 1, 2, 1]],
                                                {1: "day", 4: "percent"})})
    # texts among numbers: their points and commas are their own
    workbook(good / "texts.xlsx", {"person": sheet([header,
                                                   ["Анна", MARCH, 1000000, 1500.5, 0.07],
                                                   ["Борис", MARCH, "900 000,50", "1 500,25", "12,5%"],
                                                   ["Вера", MARCH, 1.125, "2,5", 0.5]],
                                                  {1: "day", 4: "percent"})})
    database(good / "shop.sqlite",
             "CREATE TABLE person (person TEXT, month TEXT, plan NUMERIC, sales, done TEXT);"
             "INSERT INTO person VALUES ('Анна', '2026-03', 1000000, 0.3, '7%'), ('Борис', '2026-03', 900000.5, "
             "1234567.89, '112.5%'), ('007', '2026-03', 1000, 1.234, '100%');"
             "CREATE VIEW \"Мартовские строки\" AS SELECT * FROM person WHERE month = '2026-03';"
             "CREATE TABLE unrelated (x);")
    workbook(bad / "formula.xlsx", {"person": sheet([header, ["Анна", MARCH, Formula("B1", None), 1, 1],
                                                     ["Борис", MARCH, Formula("B2", None), "#DIV/0!", 1]],
                                                    {1: "day", 4: "percent"})})
    workbook(bad / "texts.xlsx", {"person": sheet([header, ["Анна", MARCH, 1, 1500.25, 1],
                                                   ["Борис", MARCH, 1, "1.500", 1]], {1: "day", 4: "percent"})})
    workbook(bad / "merged.xlsx", {"person": sheet(
        [header, ["Анна", MARCH, 1, 1, 1], [None, MARCH + 31, 1, 1, 1]], {1: "day", 4: "percent"},
        after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')})
    workbook(bad / "dollars.xlsx", {"person": sheet([header, ["Анна", MARCH, 1, 1200, 1]],
                                                    {1: "day", 3: "dollars", 4: "percent"})})
    (bad / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (bad / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))
    archive(bad / "binary.xlsb", {"_rels/.rels": "<Relationships/>", "xl/workbook.bin": "x"})
    archive(bad / "table.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    whole = (good / "sales.xlsx").read_bytes()
    (bad / "cut.xlsx").write_bytes(whole[:len(whole) // 2])
    database(bad / "shop.sqlite",
             "CREATE TABLE person (person TEXT, month TEXT, plan, sales, done);"
             "INSERT INTO person VALUES ('Анна', '2026-03', x'01', '12x4', '7%');"
             "CREATE TABLE payments (x);")


def content(path):
    if path.suffix != ".sqlite":
        return path.read_bytes()
    with sqlite3.connect(path) as file:
        return list(file.iterdump())


def main():
    if sys.argv[1:] != ["--check"]:
        return write(HERE)
    with tempfile.TemporaryDirectory() as other:
        folder = pathlib.Path(other)
        (folder / "good").mkdir()
        (folder / "bad").mkdir()
        write(folder)
        wrong = [path.name for path in sorted(folder.rglob("*.*"))
                 if not (HERE / path.relative_to(folder)).exists()
                 or content(path) != content(HERE / path.relative_to(folder))]
    print("\n".join(f"{name} is not what make.py writes" for name in wrong) or "all as make.py writes them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
