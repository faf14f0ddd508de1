#!/usr/bin/env python3
"""The comparison in its forms: does each say what the JSON says, and can everybody read it?

    run.py ACCRUE forms       JSON, CSV of every table, page and workbook: the same bytes twice and on any number of threads;
                              every table of the JSON is its CSV; the JSON has the published form
    run.py ACCRUE zero        a scheme against itself: every difference in every table is zero
    run.py ACCRUE pages       every page can be read by a screen reader, holds no script, asks for nothing, has colours of
                              enough contrast; of 400 people over 24 months it is less than 300 KB
    run.py ACCRUE sheets      every workbook read back: its cells are the JSON's, its charts draw cells that hold numbers
    run.py ACCRUE office      the same workbook as LibreOffice reads it

Exit code 77: what the test needs is not installed.
"""

import csv
import fractions
import html.parser
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SKIPPED = 77
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
MOST_BYTES = 300_000  # of a page of 400 people over 24 months

GOLDEN = ROOT / "tests/golden/compare/good"
SAMPLE = ["compare", str(ROOT / "stdlib-schemes/turnover_share.pay"), str(ROOT / "stdlib-schemes/client_department.pay"),
          "--data", str(ROOT / "docs/sample/history.csv")]
CASES = [
    SAMPLE,
    ["compare", "share.pay", "threshold.pay", "thirds.pay", "--data", "history.csv", "--by", "role"],
    ["compare", "threshold.pay", "--with", "rate=0.6%", "--sweep", "threshold=38M..42M:1M", "--data", "history.csv"],
    ["compare", "share.pay", "thirds.pay", "--data", "history.csv", "--lang", "ru"],
]


def accrue(program, words, folder=GOLDEN):
    done = subprocess.run([program, *words], cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300)
    if done.returncode != 0:
        sys.exit(f"accrue {' '.join(words)}: exit {done.returncode}\n{done.stderr.decode()}")
    return done.stdout


def report(program, words, folder=GOLDEN):
    return json.loads(accrue(program, [*words, "--json"], folder))


def number(text):
    return fractions.Fraction(text)


# ---------------------------------------------------------------- forms

def forms(program):
    wrong = []
    for words in CASES:
        told = " ".join(words[1:4])
        tables = report(program, words)["tables"]
        for form in (["--json"], ["--html", "-"], ["--xlsx", "-"], []):
            first = accrue(program, words + form)
            for again in ([], ["--threads", "1"], ["--threads", "2"]):
                if accrue(program, words + form + again) != first:
                    wrong.append(f"{told} {form} {again}: other bytes")
        for table in tables:
            text = accrue(program, [*words, "--table", table["name"]])
            rows = list(csv.reader(io.StringIO(text.decode())))
            head = [defused(column["name"]) for column in table["columns"]]
            wanted = [[defused(cell or "", column) for cell, column in zip(row, table["columns"])] for row in table["rows"]]
            if rows != [head, *wanted]:
                wrong.append(f"{told}: the CSV of {table['name']} is not its table")
    wrong += form_mistakes(program)
    return told_all(wrong)


def defused(text, column=None):
    """As CSV holds texts that a spreadsheet would take for formulas."""
    is_text = column is None or column["holds"] == "text"
    return "'" + text if is_text and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def form_mistakes(program):
    try:
        import jsonschema
    except ImportError:
        print("python3-jsonschema is not installed: the JSON was not held against its form")
        return []
    form = json.loads((ROOT / "docs/schemas/accrue.comparison.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(form)
    validator = jsonschema.Draft202012Validator(form)
    mistakes = []
    for words in CASES:
        comparison = report(program, words)
        mistakes += [f"{words[1]}: {each.json_path}: {each.message[:200]}" for each in validator.iter_errors(comparison)]
        for table in comparison["tables"]:
            if any(len(row) != len(table["columns"]) for row in table["rows"]):
                mistakes.append(f"{table['name']}: a row has not a cell a column")
    return mistakes


# ---------------------------------------------------------------- a scheme against itself

# Tables that say nothing of a scheme, or say it in words.
OF_THE_HISTORY = {"break_even", "results", "timing", "rush", "cash_gap"}


def zero(program):
    wrong = []
    for scheme in ("share", "threshold", "thirds"):
        words = ["compare", f"{scheme}.pay", f"{scheme}.pay", "--data", "history.csv", "--by", "role"]
        tables = report(program, words)["tables"]
        if {table["name"] for table in tables if table["rows"]} & {"movers", "waterfall", "rules"}:
            wrong.append(f"{scheme}: something moved")
        unchecked = {table["name"] for table in tables if table["rows"] and not check_zero(table, scheme, wrong)}
        if unchecked - OF_THE_HISTORY:
            wrong.append(f"{scheme}: nothing in {sorted(unchecked - OF_THE_HISTORY)} was compared")
    return told_all(wrong)


def check_zero(table, scheme, wrong):
    """Whether the table has anything that could differ; what does is told in `wrong`."""
    names = [column["name"] for column in table["columns"]]
    before, after = scheme, f"{scheme} (2)"
    compared = 0
    for row in table["rows"]:
        cells = dict(zip(names, row))
        for difference in ("difference", "change"):
            if cells.get(difference) not in (None, "0"):
                wrong.append(f"{scheme}: {table['name']}: {row}")
            compared += difference in cells
        for one, other in ((before, after), ("before", "after")):
            if one in cells and other in cells:
                compared += 1
                if cells[one] != cells[other]:
                    wrong.append(f"{scheme}: {table['name']}: {row}")
    by_scheme = {name: [row[1:] for row in table["rows"] if row[0] == name] for name in (before, after)}
    if names[:1] == ["scheme"] and by_scheme[before]:
        compared += 1
        # the first scheme has no value at which it would cost as much as itself
        kept = [i for i, name in enumerate(names[1:]) if name != "equal"]
        one, other = ([[row[i] for i in kept] for row in rows] for rows in by_scheme.values())
        if one != other:
            wrong.append(f"{scheme}: {table['name']}: {one} and {other}")
    return compared > 0


# ---------------------------------------------------------------- pages

class Page(html.parser.HTMLParser):
    """What a page is made of, and what is wrong with it."""

    EMPTY = {"meta", "br"}
    DRAWN = {"path", "rect", "circle"}  # closed as they open
    ALLOWED = set("html head meta title style body header main footer section nav div p h1 h2 h3 ul li details summary figure "
                  "table caption thead tbody tr th td a code span svg desc defs pattern path rect circle text g".split())

    def __init__(self):
        super().__init__()
        self.open, self.mistakes, self.headings, self.ids, self.links, self.styles = [], [], [], set(), set(), ""
        self.tables, self.pictures, self.language = 0, 0, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in self.ALLOWED:
            self.mistakes.append(f"<{tag}>")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "srcset", "style", "action", "xlink:href"):
                self.mistakes.append(f"{tag} {name}")
        if "id" in given:
            if given["id"] in self.ids:
                self.mistakes.append(f"two elements are #{given['id']}")
            self.ids.add(given["id"])
        self.look(tag, given)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def look(self, tag, given):
        if tag == "html":
            self.language = given.get("lang")
        if tag == "a":
            if not given.get("href", "").startswith("#"):
                self.mistakes.append(f"a link to {given.get('href')}")
            self.links.add(given.get("href", "#")[1:])
        if tag == "svg":
            self.pictures += 1
            if given.get("role") != "img" or not given.get("aria-labelledby"):
                self.mistakes.append("a picture without role or name")
            self.links.update(given.get("aria-labelledby", "").split())
            if len(given.get("aria-labelledby", "").split()) != 2:
                self.mistakes.append("a picture without title and description")
        if tag == "table":
            self.tables += 1
            self.has_caption = False
        if tag == "caption":
            self.has_caption = True
        if tag == "thead" and not self.has_caption:
            self.mistakes.append("a table without caption")
        if tag == "th" and given.get("scope") not in ("row", "col"):
            self.mistakes.append("a heading of a table without scope")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes another element")

    def handle_data(self, data):
        if self.open[-1:] == ["style"]:
            self.styles += data

    def all_mistakes(self, text, language):
        self.feed(text)
        self.close()
        if self.open:
            self.mistakes.append(f"not closed: {self.open}")
        if self.headings[:1] != [1] or any(b > a + 1 for a, b in zip(self.headings, self.headings[1:])):
            self.mistakes.append(f"headings out of order: {self.headings}")
        if self.headings.count(1) != 1:
            self.mistakes.append("not one title")
        if self.language != language:
            self.mistakes.append(f"the language is {self.language}")
        self.mistakes += [f"a link to nowhere: #{each}" for each in sorted(self.links - self.ids)]
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text):
            self.mistakes.append("a control character")
        if re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", text):
            self.mistakes.append("something from elsewhere")
        return self.mistakes + poor_contrast(self.styles)


def poor_contrast(style):
    """Colours that cannot be told from their ground, by day and by night."""
    first = re.search(r":root\{([^}]*)\}", style).group(1)
    dark = re.search(r"prefers-color-scheme:dark\)\{:root\{([^}]*)\}", style).group(1)
    found = []
    for name, rules in (("light", first), ("dark", first + ";" + dark)):
        colours = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", rules))
        for shown in ("ink", "soft", "good", "bad", "link", *(f"series-{i}" for i in range(1, 7))):
            for ground in ("ground", "panel"):
                ratio = contrast(colours[shown], colours[ground])
                if ratio < 4.5:
                    found.append(f"{name}: {shown} on {ground} has a contrast of {ratio:.2f}")
    return found


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def many_people():
    """400 people over 24 months: the same numbers every time, of a generator of few lines."""
    state = 1
    lines = ["department,month,plan,collected@15,collected@25,collected"]
    for person in range(400):
        for month in range(24):
            state = state * 6364136223846793005 + 1442695040888963407 & (1 << 64) - 1
            total, early = 20_000_000 + (state >> 33) % 40_000_000, 30 + (state >> 20) % 30
            lines.append(f"Person {person:03d},{2024 + month // 12}-{month % 12 + 1:02d},{41 + person % 9}000000,"
                         f"{total * early // 100},{total * (early + 35) // 100},{total}")
    return "\n".join(lines) + "\n"


def pages(program):
    wrong = []
    for words in CASES:
        text = accrue(program, [*words, "--html", "-"]).decode()
        page = Page()
        language = "ru" if "ru" in words else "en"
        wrong += [f"{words[1]}: {mistake}" for mistake in page.all_mistakes(text, language)]
        tables = [table for table in report(program, words)["tables"] if table["rows"]]
        if page.tables != len(tables):
            wrong.append(f"{words[1]}: {page.tables} tables, in the JSON {len(tables)}")
        if page.pictures < 3:
            wrong.append(f"{words[1]}: {page.pictures} pictures")
    with tempfile.TemporaryDirectory() as place:
        pathlib.Path(place, "many.csv").write_text(many_people())
        text = accrue(program, [*SAMPLE[:4], str(pathlib.Path(place, "many.csv")), "--html", "-"], place)
        wrong += [f"400 people: {mistake}" for mistake in Page().all_mistakes(text.decode(), "en")]
        if "9\u00a0600".encode() not in text:
            wrong.append("400 people: they are not all there")
        if len(text) >= MOST_BYTES:
            wrong.append(f"400 people: the page has {len(text)} bytes")
    return told_all(wrong)


# ---------------------------------------------------------------- workbooks

SPACES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
          "c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


class Book:
    """The cells of every sheet, `B7` → a number or a text, and what the charts draw."""

    def __init__(self, data):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.texts = ["".join(part.text or "" for part in item.iter(f"{{{SPACES['s']}}}t"))
                      for item in self.parsed("xl/sharedStrings.xml").findall("s:si", SPACES)]
        names = [sheet.get("name") for sheet in self.parsed("xl/workbook.xml").find("s:sheets", SPACES)]
        self.sheets = {name: self.cells(f"xl/worksheets/sheet{i + 1}.xml") for i, name in enumerate(names)}
        self.drawn = [text.text for file in self.archive.namelist() if file.startswith("xl/charts/chart")
                      for text in self.parsed(file).iterfind(".//c:val//c:f", SPACES)]

    def parsed(self, name):
        return ElementTree.fromstring(self.archive.read(name))

    def cells(self, name):
        found = {}
        for cell in self.parsed(name).iterfind(".//s:c", SPACES):
            value = cell.find("s:v", SPACES)
            if value is not None:
                found[cell.get("r")] = self.texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
        return found

    def ranges(self):
        """Of each drawn series the sheet and its cells: `'costs'!$B$7:$B$9`."""
        for text in self.drawn:
            sheet, column, first, last = re.fullmatch(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", text).groups()
            yield sheet, [f"{column}{row}" for row in range(int(first), int(last) + 1)]


def letter(column):
    return chr(ord("A") + column)


def head_of(sheet, table):
    """The row of the headings: where the first two stand beside each other."""
    titles = [column["title"] for column in table["columns"][:2]]
    rows = [int(place[1:]) for place, text in sheet.items() if place[0] == "A" and text == titles[0]]
    return next((row for row in rows if sheet.get(f"B{row}") == titles[1]), None)


def wrong_cells(sheet, table):
    head = head_of(sheet, table)
    if head is None:
        return [f"{table['name']}: no headings"]
    found = []
    for at, row in enumerate(table["rows"]):
        for column, cell in enumerate(row):
            own = sheet.get(f"{letter(column)}{head + 1 + at}")
            if not same(own, cell, table["columns"][column]["holds"]):
                found.append(f"{table['name']}: row {at + 1}, {table['columns'][column]['name']}: {own!r}, in the JSON {cell!r}")
    return found


def same(own, cell, holds):
    if cell is None:
        return own == "—"
    if holds == "text":
        return (own or "") == cell
    wanted = number(cell)
    if isinstance(own, str):  # no number of a sheet has all of its digits
        return len(re.sub(r"\D", "", cell)) > 15
    return abs(fractions.Fraction(own) - wanted) <= (fractions.Fraction(1, 10**6) if "/" in cell else abs(wanted) / 10**14)


def sheets(program):
    wrong = []
    for words in CASES:
        tables = report(program, words)["tables"]
        book = Book(accrue(program, [*words, "--xlsx", "-"]))
        front, *names = book.sheets
        if names != [table["name"] for table in tables]:
            wrong.append(f"the sheets are {names}")
        listed = set(book.sheets[front].values())
        for table in tables:
            if table["name"] not in listed or table["title"] not in listed:
                wrong.append(f"the first sheet does not list {table['name']}")
            if table["rows"]:
                wrong += wrong_cells(book.sheets[table["name"]], table)
        drawn = list(book.ranges())
        for sheet, cells in drawn:
            if not any(isinstance(book.sheets[sheet].get(cell), float) for cell in cells):
                wrong.append(f"a chart of {sheet} draws no number")
        if {"costs", "periods"} - {sheet for sheet, _ in drawn}:
            wrong.append(f"charts are only of {sorted({sheet for sheet, _ in drawn})}")
    return told_all(wrong)


def office(program):
    if shutil.which("soffice") is None:
        print("SKIPPED: LibreOffice is not installed (libreoffice-calc); no workbook was opened in it")
        return SKIPPED
    tables = report(program, SAMPLE)["tables"]
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        pathlib.Path(place, "book.xlsx").write_bytes(accrue(program, [*SAMPLE, "--xlsx", "-"]))
        every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", every_sheet,
                        "--outdir", place, f"{place}/book.xlsx"], check=True, capture_output=True, timeout=300)
        for table in tables:
            rows = list(csv.reader(pathlib.Path(place, f"book-{table['name']}.csv").open(encoding="utf-8", newline="")))
            cells = {f"{letter(i)}{at + 1}": cell for at, row in enumerate(rows) for i, cell in enumerate(row)}
            head = head_of(cells, table)
            first = next((i for i, column in enumerate(table["columns"]) if column["holds"] == "amount"), None)
            for at, row in enumerate(table["rows"]):
                if first is None or row[first] is None or "/" in row[first]:
                    continue
                own = cells[f"{letter(first)}{head + 1 + at}"]
                if abs(number(own) - number(row[first])) > fractions.Fraction(1, 10**6):
                    wrong.append(f"{table['name']}: {own}, in the JSON {row[first]}")
    return told_all(wrong)


def told_all(wrong):
    for each in wrong[:40]:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit({"forms": forms, "zero": zero, "pages": pages, "sheets": sheets, "office": office}[sys.argv[2]](sys.argv[1]))
