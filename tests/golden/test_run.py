"""The golden runner must notice a missing, a changed and a misplaced test."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

RUNNER = pathlib.Path(__file__).resolve().parent / "run.py"
FAKE = """#!/bin/sh
echo "said: $*"
echo "warned" >&2
case "$*" in *refuse*) exit 3;; *crash*) exit 70;; esac
"""


class GoldenRunner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.accrue = self.root / "accrue"
        self.accrue.write_text(FAKE)
        self.accrue.chmod(0o755)

    def add(self, name, text):
        path = self.root / "topic" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run_all(self, *options):
        done = subprocess.run([sys.executable, RUNNER, self.accrue, "--root", self.root, *options],
                              capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_a_missing_expectation_fails(self):
        self.add("good/a.pay", "x = 1\n")
        code, said = self.run_all()
        self.assertEqual(code, 1)
        self.assertIn("a.out is missing", said)
        self.assertIn("said: check a.pay", said)

    def test_update_writes_what_then_passes(self):
        scheme = self.add("good/a.pay", "# $ accrue run a.pay --for 'Старый Оскол'\n# $ accrue check a.pay\nx = 1\n")
        self.assertEqual(self.run_all("--update")[0], 0)
        self.assertEqual(scheme.with_suffix(".out").read_text(),
                         "$ accrue run a.pay --for 'Старый Оскол'\nsaid: run a.pay --for Старый Оскол\n"
                         "--- messages\nwarned\n--- exit 0\n"
                         "$ accrue check a.pay\nsaid: check a.pay\n--- messages\nwarned\n--- exit 0\n")
        self.assertEqual(self.run_all(), (0, "1 passed, 0 failed\n"))

    def test_a_change_fails_with_the_difference(self):
        scheme = self.add("good/a.pay", "x = 1\n")
        self.run_all("--update")
        scheme.with_suffix(".out").write_text("$ accrue check a.pay\nsaid: something else\n")
        code, said = self.run_all()
        self.assertEqual(code, 1)
        self.assertIn("-said: something else", said)
        self.assertIn("+said: check a.pay", said)

    def test_a_refused_scheme_is_not_good_and_an_accepted_one_not_bad(self):
        self.add("good/refuse.pay", "x = 1\n")
        self.add("bad/fine.pay", "x = 1\n")
        code, said = self.run_all("--update")
        self.assertEqual(code, 1)
        self.assertIn("0 passed, 2 failed", said)

    def test_a_crash_is_never_expected(self):
        self.add("bad/crash.pay", "x = 1\n")
        self.assertEqual(self.run_all("--update")[0], 1)


if __name__ == "__main__":
    unittest.main()
