#!/usr/bin/env python3
"""Golden tests: what the program prints for each scheme under tests/golden/<topic>/{good,bad}/.

    run.py ACCRUE [--update] [NAME ...]      NAME: part of a path, `tables/bad/gap`; all without one

A test is a file NAME.pay. The comment lines at its top that begin with `# $ accrue` are the commands, run in
the file's own folder; without any it is `accrue check NAME.pay`. NAME.out holds what they print: standard
output, then standard error behind a line `--- messages`, then `--- exit N`. A missing NAME.out fails. Under
good/ every command must end with exit code 0 or 1, under bad/ with another. --update writes NAME.out anew;
`git diff` reviews.
"""

import argparse
import difflib
import os
import pathlib
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
MARK = "# $ accrue"
SECONDS = 60  # a command that takes longer hangs


def commands(scheme):
    """The commands of a test, each as a list of words without `accrue`."""
    found = []
    for line in scheme.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.startswith("#"):
            break
        if line.startswith(MARK):
            found.append(shlex.split(line[len(MARK):]))
    return found or [["check", scheme.name]]


def printed(accrue, words, folder):
    """One command and what it printed, as it stands in NAME.out; and its exit code."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([accrue, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=SECONDS)
    text = "$ accrue " + shlex.join(words) + "\n" + done.stdout.decode("utf-8", "replace")
    if done.stderr:
        text = ended(text) + "--- messages\n" + done.stderr.decode("utf-8", "replace")
    return ended(text) + f"--- exit {done.returncode}\n", done.returncode


def ended(text):
    return text if text.endswith("\n") else text + "\n"


def wrong_exit(scheme, codes):
    """A sentence when the exit codes do not fit the folder."""
    crashed = [code for code in codes if code < 0 or code == 70]
    if crashed:
        return f"ended with {crashed[0]}, a bug of the program"
    if scheme.parent.name == "good" and any(code not in (0, 1) for code in codes):
        return "stands under good/ but was refused"
    if scheme.parent.name == "bad" and all(code == 0 for code in codes):
        return "stands under bad/ but was accepted"
    return None


def tried(accrue, scheme, update):
    """Nothing when the test passes, else what is wrong with it."""
    try:
        outputs, codes = zip(*(printed(accrue, words, scheme.parent) for words in commands(scheme)))
    except subprocess.TimeoutExpired as late:
        return f"took more than {SECONDS} s: {shlex.join(late.cmd)}"
    actual = "".join(outputs)
    wrong = wrong_exit(scheme, codes)
    expected_file = scheme.with_suffix(".out")
    if update and wrong is None:
        if not expected_file.exists() or expected_file.read_bytes() != actual.encode():
            expected_file.write_bytes(actual.encode())
        return None
    if not expected_file.exists():
        return f"{expected_file.name} is missing; it would be\n{actual}"
    expected = expected_file.read_bytes().decode()  # line ends as they are
    if actual != expected:
        difference = difflib.unified_diff(expected.splitlines(True), actual.splitlines(True), "expected", "printed")
        return (wrong + "\n" if wrong else "") + "".join(difference)
    return wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("accrue", type=os.path.abspath)
    arguments.add_argument("--update", action="store_true")
    arguments.add_argument("--root", type=pathlib.Path, default=HERE)
    arguments.add_argument("names", nargs="*")
    given = arguments.parse_intermixed_args()

    schemes = sorted(path for path in given.root.rglob("*.pay") if path.parent.name in ("good", "bad"))
    if given.names:
        schemes = [path for path in schemes if any(name in str(path) for name in given.names)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda scheme: tried(given.accrue, scheme, given.update), schemes))
    failed = 0
    for scheme, wrong in zip(schemes, results):
        if wrong is None:
            continue
        failed += 1
        print(f"failed: {scheme.relative_to(given.root)}\n{wrong}")
    print(f"{len(schemes) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
