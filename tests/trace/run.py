#!/usr/bin/env python3
"""Traces in their other forms: does each form say what the JSON says, and is it harmless?

    run.py ACCRUE schema      the JSON of every trace has the published form (docs/schemas/accrue.trace.schema.json)
    run.py ACCRUE sheets      every workbook, its cached values thrown away and recalculated in LibreOffice, comes to the same
                              kopeck; and after a number in it was changed, to what `accrue` says of changed data
    run.py ACCRUE pages       every page is well-formed, holds no script and asks for nothing; the same bytes twice

The traces are those of tests/trace/cases/ and of every golden test that explains something. Exit code 77: what the test
needs is not installed.
"""

import csv
import decimal
import html.parser
import io
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SKIPPED = 77
FORMS = ("--json", "--full")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}


def accrue(program, words, folder, check=True):
    done = subprocess.run([program, *words], cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120)
    if check and done.returncode not in (0, 4):
        sys.exit(f"accrue {shlex.join(words)} in {folder}: exit {done.returncode}\n{done.stderr.decode()}")
    return done


def case_commands(program):
    """`explain` for every row of every case: its folder and its words."""
    for plan in sorted((HERE / "cases").glob("*/plan.pay")):
        done = accrue(program, ["run", "plan.pay", "--data", ".", "--format", "json"], plan.parent)
        for row in json.loads(done.stdout)["rows"]:
            words = ["explain", "plan.pay", "--data", ".", f"--for={row['key']}", "--month", row["month"]]
            yield plan.parent, words + (["--level", row["level"]] if "level" in row else [])


def golden_commands():
    for scheme in sorted((ROOT / "tests/golden").rglob("good/*.pay")):
        for line in scheme.read_text(encoding="utf-8", errors="replace").splitlines():
            words = shlex.split(line[len("# $ accrue"):]) if line.startswith("# $ accrue explain") else []
            if words and not {"--against", "--row", "--html", "--xlsx", "--out"} & {w.split("=")[0] for w in words}:
                yield scheme.parent, without_options(words)


def without_options(words):
    """Without those that the tests give themselves."""
    spoken = words.index("--lang") if "--lang" in words else len(words)
    return [word for word in words[:spoken] + words[spoken + 2:] if word not in FORMS]


def commands(program):
    found = [*case_commands(program), *golden_commands()]
    assert len(found) > 25, "hardly a trace was found"
    return found


# ---------------------------------------------------------------- the published form

def schema(program):
    try:
        import jsonschema
    except ImportError:
        print("SKIPPED: python3-jsonschema is not installed")
        return SKIPPED
    form = json.loads((ROOT / "docs/schemas/accrue.trace.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(form)
    validator = jsonschema.Draft202012Validator(form)
    wrong = 0
    for folder, words in commands(program):
        for depth in ([], ["--full"], ["--lang", "ru"]):
            trace = json.loads(accrue(program, [*words, "--json", *depth], folder).stdout)
            for mistake in validator.iter_errors(trace):
                wrong += 1
                print(f"{folder.name}: {shlex.join(words)}: {mistake.json_path}: {mistake.message[:200]}")
    return 1 if wrong else 0


# ---------------------------------------------------------------- workbooks

FIRST_VALUE = 5  # rows above it are the head
FORMULA = re.compile(rb"(<c [^>]*?)( t=\"str\")?(>)(<f.*?</f>)<v>.*?</v>", re.S)


def forgotten(book):
    """The workbook without the values of its formulas."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                data = FORMULA.sub(rb"\1\3\4", data)
            new.writestr(entry, data)
    return kept.getvalue()


def recalculated(books):
    """The rows of each workbook by its name, as LibreOffice works them out anew."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        profile = place / "profile/user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
            "<value>0</value></prop></item></oor:items>\n")
        for name, book in books.items():
            (place / f"{name}.xlsx").write_bytes(book)
        as_stored = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{place}/profile", "--headless", "--convert-to", as_stored,
                        "--outdir", place / "out", *(str(place / f"{name}.xlsx") for name in books)],
                       check=True, capture_output=True, timeout=600)
        return {name: list(csv.reader((place / f"out/{name}.csv").open(encoding="utf-8", newline=""))) for name in books}


def number_of(text):
    """An exact value of the JSON."""
    above, _, below = text.partition("/")
    return decimal.Decimal(above) / decimal.Decimal(below or "1")


def same(value, kind, cell):
    exact = value["exact"]
    if kind in ("text",):
        return cell == exact or exact != "".join(c for c in exact if c.isprintable())
    if kind == "yes/no":
        return cell == {"yes": "TRUE", "no": "FALSE"}[exact]
    if kind in ("date", "month"):
        return cell.startswith(exact)
    try:
        found = decimal.Decimal(cell.removesuffix("%")) / (100 if cell.endswith("%") else 1)
    except decimal.InvalidOperation:
        return False
    wanted = number_of(exact)
    return abs(found - wanted) <= max(abs(wanted), 1) * decimal.Decimal("1e-12")


def wrong_values(trace, rows):
    """Where a recalculated sheet and the JSON differ."""
    seen = 0
    for row in rows[FIRST_VALUE:]:
        if not any(row):
            break  # below stand the workings
        if not row[6].isdigit():
            continue  # a value met again
        node = trace["nodes"][int(row[6])]
        if node["status"] == "failed" or "value" not in node:
            continue
        seen += 1
        if not same(node["value"], node["type"].split(" ")[0], row[1]):
            yield f"{node['name']}: {node['value']['exact']}, in the sheet {row[1]!r}"
    if seen == 0:
        yield "no value was found in the sheet"


def sheets(program):
    if shutil.which("soffice") is None:
        print("SKIPPED: LibreOffice is not installed (libreoffice-calc); no workbook was recalculated")
        return SKIPPED
    traces, books = {}, {}
    for number, (folder, words) in enumerate(commands(program)):
        name = f"trace{number}"
        traces[name] = (folder, words, json.loads(accrue(program, [*words, "--json"], folder).stdout))
        book = accrue(program, [*words, "--xlsx", "-"], folder).stdout
        assert book == accrue(program, [*words, "--xlsx", "-"], folder).stdout, "not the same bytes"
        books[name] = forgotten(book)
    wrong = 0
    for name, rows in recalculated(books).items():
        folder, words, trace = traces[name]
        for mistake in wrong_values(trace, rows):
            wrong += 1
            print(f"{folder.name}: {shlex.join(words)}: {mistake}")
    return 1 if wrong + changed(program) else 0


def changed(program):
    """A number changed in the workbook brings what it brings in the data, where no other branch is taken."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(HERE / "cases/tables", place, dirs_exist_ok=True)
        words = ["explain", "plan.pay", "--data", ".", "--for", "Оля", "--month", "2026-03"]
        book = accrue(program, [*words, "--xlsx", "-"], place).stdout
        data = pathlib.Path(place, "person.csv")
        data.write_text(data.read_text().replace("8000000", "8100000"))
        wanted = json.loads(accrue(program, [*words, "--json"], place).stdout)["nodes"][0]["value"]["exact"]
    edited = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(forgotten(book))) as old, zipfile.ZipFile(edited, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, text.replace(b"<v>8000000</v>", b"<v>8100000</v>"))
    rows = recalculated({"changed": edited.getvalue()})["changed"]
    total = next(row[1] for row in rows[FIRST_VALUE:] if row[6] == "0")
    if abs(decimal.Decimal(total) - number_of(wanted)) < decimal.Decimal("0.001"):
        return 0
    print(f"changed in the sheet it is {total}, in the data {wanted}")
    return 1


# ---------------------------------------------------------------- pages

class Page(html.parser.HTMLParser):
    """Are all elements closed, and is nothing in it that runs or is fetched?"""

    EMPTY = {"meta", "br", "link", "img"}
    ALLOWED = set("html head meta title style body header main footer section div span p h1 h2 h3 dl dt dd ul li details "
                  "summary table caption thead tbody tfoot tr th td a code".split())

    def __init__(self):
        super().__init__()
        self.open, self.mistakes, self.headings, self.ids, self.links = [], [], [], set(), set()

    def handle_starttag(self, tag, attributes):
        if tag not in self.ALLOWED:
            self.mistakes.append(f"<{tag}>")
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        for name, value in attributes:
            if name.startswith("on") or name in ("src", "srcset", "style", "action"):
                self.mistakes.append(f"{tag} {name}")
            if name == "id" and value in self.ids:
                self.mistakes.append(f"two elements are #{value}")
            if name == "id":
                self.ids.add(value)
            if name == "href" and value.startswith("#"):
                self.links.add(value[1:])
            elif name == "href" and not re.fullmatch(r"[^:/?#]+\.html", value):
                self.mistakes.append(f"a link to {value}")
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes another element")

    def all_mistakes(self, text):
        self.feed(text)
        self.close()
        if self.open:
            self.mistakes.append(f"not closed: {self.open}")
        if self.headings[:1] != [1] or any(b > a + 1 for a, b in zip(self.headings, self.headings[1:])):
            self.mistakes.append(f"headings out of order: {self.headings}")
        self.mistakes += [f"a link to nowhere: #{each}" for each in sorted(self.links - self.ids)]
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text):
            self.mistakes.append("a control character")
        return self.mistakes


def pages(program):
    wrong = 0
    for folder, words in commands(program):
        for more in ([], ["--full"], ["--lang", "ru"]):
            text = accrue(program, [*words, "--html", "-", *more], folder).stdout
            same_again = text == accrue(program, [*words, "--html", "-", *more], folder).stdout
            for mistake in Page().all_mistakes(text.decode()) + ([] if same_again else ["not the same bytes"]):
                wrong += 1
                print(f"{folder.name}: {shlex.join(words + more)}: {mistake}")
    return 1 if wrong + statements(program) else 0


def statements(program):
    """A folder of pages for names of every kind: safe names of files, totals that add up, the same bytes on any number of
    threads."""
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        made = {}
        for threads in ("1", "3"):
            out = pathlib.Path(place, f"out{threads}")
            accrue(program, ["statements", "plan.pay", "--data", ".", "--out", str(out), "--threads", threads],
                   HERE / "cases/names")
            made[threads] = {file.name: file.read_bytes() for file in out.iterdir()}
        if made["1"] != made["3"]:
            wrong.append("threads make a difference")
        if [file.name for file in pathlib.Path(place).iterdir() if file.name.startswith(".")]:
            wrong.append("something is left behind")
        if len({name.casefold() for name in made["1"]}) != 10:
            wrong.append(f"names of files: {sorted(made['1'])}")
        for name, data in made["1"].items():
            wrong += [f"{name}: {mistake}" for mistake in Page().all_mistakes(data.decode())]
            if not re.fullmatch(r"[\w()=.,-]+\.html", name) or name.startswith((".", "-")):
                wrong.append(f"the name of a file: {name}")
        index = made["1"]["index.html"].decode()
        for link in re.findall(r'href="([^"]+)"', index):
            if link not in made["1"]:
                wrong.append(f"the index leads to {link}, which is not there")
        if "53.00" not in index:
            wrong.append("the index has no total of 53.00")
    for each in wrong:
        print(f"statements: {each}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit({"schema": schema, "sheets": sheets, "pages": pages}[sys.argv[2]](sys.argv[1]))
