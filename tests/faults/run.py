#!/usr/bin/env python3
"""Runs that are killed, or whose disk is full, at each of their writes: the old result or the whole new one is there.

    run.py ACCRUE FAULTS       FAULTS: the library made of faults.cpp

After every fault the result is the old one or the new one, byte by byte; a manifest that is there tells of the result
that is there; and nothing else lies in the folder, except after SIGKILL, which nobody can clean up after.
"""

import hashlib
import json
import os
import pathlib
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

SCHEME = "scheme fault\ncurrency RUB\nlevel person\nperson {\ninput base : money\npay bonus = 10% of base\n}\n"
SIGNALS = {"kill": -signal.SIGKILL, "term": -signal.SIGTERM}


def history(rows, base):
    lines = [f"p{row:05},2026-{row % 12 + 1:02},{base + row}.50" for row in range(rows)]
    return "person,month,base\n" + "\n".join(lines) + "\n"


def checked(condition, words):
    if not condition:
        raise AssertionError(words)


class Case:
    """A form of results, in a folder of its own in which an old result lies."""

    def __init__(self, accrue, faults, name, kinds):
        self.accrue, self.faults, self.name, self.kinds = accrue, faults, name, kinds
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accrue-faults-"))
        self.place = self.folder / "out"
        self.place.mkdir()
        (self.folder / "fault.pay").write_text(SCHEME)
        for data, base in (("old", 1000), ("new", 5000)):
            (self.folder / f"{data}.csv").write_text(history(4_000, base))
        self.result = self.place / name

    def run(self, data, environment=None, before=None):
        words = [self.accrue, "run", "fault.pay", "--data", f"{data}.csv", "--out", f"out/{self.name}"]
        return subprocess.run(words, cwd=self.folder, env={**os.environ, **(environment or {})}, preexec_fn=before,
                              capture_output=True, timeout=60)

    def content(self):
        """What the result says, and what its manifest says of it."""
        if self.name.endswith(".sqlite"):
            with sqlite3.connect(self.result) as database:
                rows = database.execute("SELECT * FROM pay").fetchall()
                told = database.execute("SELECT manifest FROM accrue_runs").fetchall()
            database.close()
            lines = "".join("\t".join(row) + "\n" for row in rows)
            return lines.encode(), told[0][0] if told else None
        manifest = self.place / (self.name + ".manifest.json")
        return self.result.read_bytes(), manifest.read_text() if manifest.exists() else None

    def reset(self):
        shutil.rmtree(self.place)
        shutil.copytree(self.folder / "kept", self.place)

    def check(self, where, may_leave_litter):
        content, told = self.content()
        checked(content in (self.old, self.new), f"{where}: neither the old result nor the new one")
        if told is not None:
            known = json.loads(told)["results"][0]["sha256"]
            checked(known == hashlib.sha256(content).hexdigest(), f"{where}: the manifest tells of another result")
        # A journal is SQLite's own: the next who writes removes it.
        known = {self.name, self.name + ".manifest.json", self.name + "-journal"}
        litter = {path.name for path in self.place.iterdir()} - known
        checked(may_leave_litter or not litter, f"{where}: {litter} was left behind")

    def prepare(self):
        done = self.run("new")
        checked(done.returncode == 0, done.stderr.decode())
        self.new = self.content()[0]
        shutil.rmtree(self.place)
        self.place.mkdir()
        self.run("old")
        self.old = self.content()[0]
        checked(self.old != self.new, "both results are the same")
        shutil.copytree(self.place, self.folder / "kept")

    def try_fault(self, kind):
        """The fault at each of the first calls, then at one in ten, until the run has no such call any more."""
        call = 0
        while call < 5000:
            call += max(1, call // 10)
            self.reset()
            environment = {"LD_PRELOAD": self.faults, "FAULT": kind, "FAULT_AT": str(call),
                           "ASAN_OPTIONS": "verify_asan_link_order=0"}
            done = self.run("new", environment)
            where = f"{self.name}, {kind} at call {call}"
            self.check(where, may_leave_litter=kind == "kill")
            if done.returncode == 0:
                checked(self.content()[0] == self.new, f"{where}: said to be written, but the old one is there")
                if kind != "short" or call > 20:
                    return call
            elif kind in SIGNALS:
                checked(done.returncode == SIGNALS[kind], f"{where}: ended with {done.returncode}")
            else:
                checked(done.returncode == 5, f"{where}: ended with {done.returncode}: {done.stderr.decode()}")
                checked(b"cannot write" in done.stderr, f"{where}: {done.stderr.decode()}")
        raise AssertionError(f"{self.name}: {kind} found no end")

    def try_small_disk(self):
        """A limit on the size of files instead of a full disk, for what writes past every library."""
        self.reset()
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        done = self.run("new", before=limit)
        checked(done.returncode == 5, f"{self.name}, small files: {done.returncode}, {done.stderr.decode()}")
        self.check(f"{self.name}, small files", may_leave_litter=False)

    def try_closed_streams(self):
        """Messages do not go into a result whose file has taken the number of a stream that was closed."""
        lines = history(4_000, 5000).splitlines()
        unread = [lines[0] + ",plan"] + [line + ",1" for line in lines[1:]]  # of which there is a warning
        (self.folder / "unread.csv").write_text("\n".join(unread) + "\n")
        for closed in ([0], [1], [2], [0, 1, 2]):
            self.reset()
            self.run("unread", before=lambda: [os.close(stream) for stream in closed])
            checked(self.content()[0] == self.new, f"{self.name}, streams {closed} closed: another result")

    def go(self):
        self.prepare()
        counts = [f"{kind} up to call {self.try_fault(kind)}" for kind in self.kinds]
        self.try_small_disk()
        self.try_closed_streams()
        shutil.rmtree(self.folder)
        print(f"{self.name}: {', '.join(counts)}; small files; closed streams")


class Statements:
    """A folder of pages instead of one file."""

    def __init__(self, accrue, faults):
        self.accrue, self.faults = accrue, faults
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="accrue-faults-"))
        (self.folder / "fault.pay").write_text(SCHEME)
        for data, base in (("old", 1000), ("new", 5000)):
            (self.folder / f"{data}.csv").write_text(history(48, base))

    def run(self, data, environment=None):
        words = [self.accrue, "statements", "fault.pay", "--data", f"{data}.csv", "--month", "2026-03", "--out", "out/pages"]
        return subprocess.run(words, cwd=self.folder, env={**os.environ, **(environment or {})}, capture_output=True,
                              timeout=60)

    def content(self):
        return {path.name: path.read_bytes() for path in (self.folder / "out/pages").iterdir()}

    def go(self):
        (self.folder / "out").mkdir()
        contents = []
        for data in ("new", "old"):
            done = self.run(data)
            checked(done.returncode == 0, done.stderr.decode())
            contents.append(self.content())
        checked(contents[0] != contents[1], "the pages are the same")
        calls = {kind: self.try_fault(kind, contents) for kind in ("kill", "term", "full")}
        shutil.rmtree(self.folder)
        print("statements: " + ", ".join(f"{kind} up to call {call}" for kind, call in calls.items()))

    def try_fault(self, kind, contents):
        for call in range(1, 200):
            done = self.run("new", {"LD_PRELOAD": self.faults, "FAULT": kind, "FAULT_AT": str(call),
                                    "ASAN_OPTIONS": "verify_asan_link_order=0"})
            where = f"statements, {kind} at call {call}"
            checked(self.content() in contents, f"{where}: neither the old pages nor the new ones")
            litter = [path for path in (self.folder / "out").iterdir() if path.name != "pages"]
            checked(kind == "kill" or not litter, f"{where}: {litter} was left behind")
            for path in litter:
                shutil.rmtree(path)
            if done.returncode == 0:
                return call
            checked(done.returncode == SIGNALS.get(kind, 5), f"{where}: ended with {done.returncode}")
        raise AssertionError(f"statements: {kind} found no end")


def closed_pipe(accrue):
    """Whoever reads no further ends the program without a word."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "fault.pay").write_text(SCHEME)
        (place / "new.csv").write_text(history(40_000, 5000))
        words = [accrue, "run", "fault.pay", "--data", "new.csv", "--format", "csv", "--no-manifest"]
        program = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        program.stdout.read(10)
        program.stdout.close()
        said = program.stderr.read().decode()
        code = program.wait(timeout=60)
        checked(code == -signal.SIGPIPE, f"closed pipe: ended with {code}")
        checked("error" not in said, f"closed pipe: {said}")
        print("closed pipe: quiet")


def standard_input_stays(accrue):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "fault.pay").write_text(SCHEME)
        (place / "new.csv").write_text(history(100, 5000))
        words = [accrue, "run", "fault.pay", "--data", "-", "--out", "new.csv"]
        with open(place / "new.csv", "rb") as data:
            done = subprocess.run(words, cwd=folder, stdin=data, capture_output=True, timeout=60)
        checked(done.returncode == 2, f"standard input: ended with {done.returncode}: {done.stderr.decode()}")
        checked((place / "new.csv").read_text() == history(100, 5000), "standard input: was replaced by the result")
        print("standard input: stays")


def full_device(accrue):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "fault.pay").write_text(SCHEME)
        (place / "new.csv").write_text(history(100, 5000))
        for out in (["--out", "/dev/full"], []):
            words = [accrue, "run", "fault.pay", "--data", "new.csv", "--format", "csv", *out]
            with open("/dev/full", "wb") as full:
                done = subprocess.run(words, cwd=folder, stdout=full, stderr=subprocess.PIPE, timeout=60)
            checked(done.returncode == 5, f"/dev/full: ended with {done.returncode}: {done.stderr.decode()}")
        print("/dev/full: exit 5")


def short_file(accrue):
    """Standard output is a file that may not grow further."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "fault.pay").write_text(SCHEME)
        (place / "new.csv").write_text(history(4_000, 5000))
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        with open(place / "out.csv", "wb") as out:
            words = [accrue, "run", "fault.pay", "--data", "new.csv", "--format", "csv"]
            done = subprocess.run(words, cwd=folder, stdout=out, stderr=subprocess.PIPE, preexec_fn=limit, timeout=60)
        checked(done.returncode == 5, f"short file: ended with {done.returncode}: {done.stderr.decode()}")
        checked(b"error: " in done.stderr, f"short file: {done.stderr.decode()}")
        print("short file: exit 5")


def main():
    accrue, faults = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    try:
        Case(accrue, faults, "pay.csv", ["kill", "term", "full", "short"]).go()
        Case(accrue, faults, "pay.xlsx", ["kill", "term", "full"]).go()
        Case(accrue, faults, "pay.sqlite", ["kill", "term", "full"]).go()
        Statements(accrue, faults).go()
        closed_pipe(accrue)
        full_device(accrue)
        short_file(accrue)
        standard_input_stays(accrue)
    except AssertionError as wrong:
        print(f"failed: {wrong}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
