#!/usr/bin/env python3
"""Tests the pages: every example of README.md and docs/*.md is run, every printed output compared.

    run.py ACCRUE [--update] [PAGE ...]

A page is read from top to bottom; its commands run in a scratch folder of their own, which holds copies of
`stdlib-schemes/`, `docs/sample/` and, as `data/`, the sample again. What a fenced block does is said by the words
behind its fence:

    ```accrue file=NAME.pay   writes the file into the scratch folder; it must pass `accrue check`
    ```csv file=NAME.csv      writes the file; with encoding=windows-1251 in that encoding, packed if it is NAME.csv.gz
    ```sql file=NAME.sqlite   runs the statements in a new SQLite database
    ```accrue                 must pass `accrue check`
    ```accrue fragment        lines out of a scheme: must be read without a mistake
    ```accrue error           must be refused by `accrue check`; also with file=NAME.pay
    ```console                lines `$ COMMAND` are run (accrue, cat, head, echo; `\\` at the end goes on in the next
                              line); what follows is what a terminal shows. A line `…` alone stands for any lines.
    anything else             is not looked at

--update writes the printed output into the pages (blocks with `…` only fail); `git diff` reviews.
"""

import argparse
import gzip
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RUNNABLE = ("accrue", "cat", "head", "echo")
SECONDS = 60
FENCE = re.compile(r"^( *)(```+)(.*)$")


class Block:
    """A fenced block: the words of its fence, its lines, and where in the page it stands."""

    def __init__(self, words, begin, indent):
        self.words = words
        self.begin = begin  # index of its first line in the page
        self.indent = indent
        self.lines = []

    def option(self, name):
        values = [word[len(name) + 1:] for word in self.words if word.startswith(name + "=")]
        return values[0] if values else None

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks(lines):
    found, open_fence = [], None
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if open_fence is None and fence:
            open_fence = fence.group(2)
            found.append(Block(fence.group(3).split(), number + 1, fence.group(1)))
        elif open_fence is not None and fence and fence.group(2) == open_fence and not fence.group(3).strip():
            open_fence = None
        elif open_fence is not None:
            indent = found[-1].indent
            found[-1].lines.append(line[len(indent):] if line.startswith(indent) else line)
    return found


class Scratch:
    """The folder of one page."""

    def __init__(self, accrue, folder):
        self.folder = pathlib.Path(folder)
        self.environment = {"PATH": f"{accrue.parent}:{os.environ.get('PATH', '')}", "LC_ALL": "C.UTF-8"}
        self.exit = 0
        for source, copy in (("docs/sample", "data"), ("docs/sample", "docs/sample"),
                             ("stdlib-schemes", "stdlib-schemes")):
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, self.folder / copy)

    def write(self, name, text, encoding="utf-8"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = text.encode(encoding)
        path.write_bytes(gzip.compress(written, mtime=0) if name.endswith(".gz") else written)

    def make_database(self, name, statements):
        """What is wrong with the statements."""
        database = sqlite3.connect(self.folder / name)
        try:
            database.executescript(statements)
        except sqlite3.Error as trouble:
            return [f"{name}: {trouble}"]
        finally:
            database.close()
        return []

    def run(self, command, text=None):
        """What a terminal shows of the command."""
        # The exit code of the command before is there for `echo $?`.
        done = subprocess.run(["bash", "-c", f"(exit {self.exit}); {command}"], cwd=self.folder,
                              env=self.environment, input=(text or "").encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=SECONDS)
        self.exit = done.returncode
        return done.stdout.decode("utf-8", "replace")


def sessions(lines):
    """The commands of a console block: (command as run, its lines, lines expected)."""
    found, number = [], 0
    while number < len(lines):
        if not lines[number].startswith("$ "):
            raise ValueError(f"a console block has output before its first command: {lines[number]!r}")
        written = [lines[number]]
        while written[-1].endswith("\\") and number + 1 < len(lines):
            number += 1
            written.append(lines[number])
        command = "\n".join([written[0][2:]] + [re.sub(r"^> ", "", line) for line in written[1:]])
        if command.split()[0] not in RUNNABLE:
            raise ValueError(f"`{command}` is not run by the tests; such lines belong into a ```sh block")
        number += 1
        expected = []
        while number < len(lines) and not lines[number].startswith("$ "):
            expected.append(lines[number])
            number += 1
        found.append((command, written, expected))
    return found


def matches(expected, printed):
    pattern = "".join("(?:.*\n)*" if line == "…" else re.escape(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def without_blank_end(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def console(block, scratch):
    """Tries a console block: what is wrong, and its lines as they should be."""
    wrong, updated = [], []
    for command, written, expected in sessions(block.lines):
        printed = without_blank_end(scratch.run(command).splitlines())
        if matches(without_blank_end(expected), printed):
            updated += written + expected
            continue
        wrong.append(f"`{command}` prints\n" + "\n".join(printed))
        updated += written + (expected if "…" in expected else printed)
    return wrong, updated


def accrue_block(block, scratch, number):
    name = block.option("file") or f"block-{number}.pay"
    scratch.write(name, block.text())
    if "fragment" in block.words:
        said = scratch.run("accrue fmt --stdout -", block.text())
        return [] if scratch.exit == 0 else ["cannot be read:\n" + said]
    said = scratch.run(f"accrue check {name}")
    if "error" in block.words:
        return [] if scratch.exit == 3 else ["should be refused, but is not:\n" + said]
    return [] if scratch.exit == 0 else ["does not pass `accrue check`:\n" + said]


def tried(page, accrue, update):
    """The number of things tried on a page, and what is wrong with it."""
    lines = page.read_text(encoding="utf-8").splitlines()
    wrong, count = [], 0
    replaced = []  # (block, lines)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Scratch(accrue, folder)
        for number, block in enumerate(blocks(lines), 1):
            kind = block.words[0] if block.words else ""
            found = []
            if kind == "console":
                try:
                    found, updated = console(block, scratch)
                    if found and update:
                        replaced.append((block, updated))
                except (ValueError, subprocess.TimeoutExpired) as trouble:
                    found = [str(trouble)]
            elif kind == "accrue":
                found = accrue_block(block, scratch, number)
            elif kind == "sql" and block.option("file"):
                found = scratch.make_database(block.option("file"), block.text())
            elif block.option("file"):
                scratch.write(block.option("file"), block.text(), block.option("encoding") or "utf-8")
            else:
                continue
            count += 1
            wrong += [f"{page.relative_to(ROOT)}:{block.begin + 1}: {text}" for text in found]
    if replaced:
        for block, new in reversed(replaced):
            end = block.begin + len(block.lines)
            lines[block.begin:end] = [block.indent + line if line else line for line in new]
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return count, wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("accrue", type=pathlib.Path)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("pages", nargs="*", type=pathlib.Path)
    given = arguments.parse_intermixed_args()
    pages = [page.resolve() for page in given.pages]
    if not pages:
        pages = [ROOT / "README.md"] if (ROOT / "README.md").exists() else []
        pages += sorted((ROOT / "docs").rglob("*.md"))
    tries, failures = 0, 0
    for page in pages:
        count, wrong = tried(page, given.accrue.resolve(), given.update)
        tries += count
        failures += len(wrong)
        for text in wrong:
            print(text + "\n")
    print(f"{len(pages)} pages, {tries} blocks, {failures} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
