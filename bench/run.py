"""Runs the benchmarks against DuckDB and ClickHouse and writes what came out; see docs/performance.md.

Everything is measured in turns in one run, medians of the rounds; sums and amounts are checked on the way.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from harness import answers, conduct, goals, machine, memory, programs, tables, whole
from harness.cases import CASES, PEERS
from harness.runs import Bench

PARTS = ("memory", "whole", "conduct", "answers", "programs")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def asked():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, help="the build folder, made with -DACCRUE_BENCH=ON")
    parser.add_argument("--rows", type=int, default=10_000_000, help="person-months; payments for the ledger")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a million rows, three rounds, one mode of rounding")
    parser.add_argument("--only", choices=PARTS, action="append", help="some parts; the page stays as it is")
    parser.add_argument("--case", choices=CASES, action="append", help="some schemes; the page stays as it is")
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall", help="`processor` on a busy machine")
    parser.add_argument("--accrue", type=Path, help="another program than that of the build folder")
    given = parser.parse_args()
    if given.quick:
        given.rows, given.rounds = 1_000_000, 3
    given.is_all = not (given.quick or given.only or given.case)
    given.only = given.only or PARTS
    given.case = given.case or list(CASES)
    given.build = given.build.resolve()
    return given


def sections(bench, given):
    """One after the other, as they are made."""
    cases = [CASES[name] for name in given.case]
    yield "### The machine\n\n" + machine.described(bench, given, [bench.peer_version(each) for each in PEERS])
    if "memory" in given.only:
        yield "### In memory"
        for case in cases:
            yield memory.measure(bench, case, given.rows, given.rounds)
    if "whole" in given.only:
        yield "### The whole command, from CSV to CSV"
        for case in cases:
            for threads in (1,) if given.quick or given.clock == "processor" else (1, 2):
                works = whole.works_of(bench, case, given.rows, threads)
                if not given.quick:
                    works |= whole.totals_of(bench, case, given.rows, threads)
                yield whole.measure(bench, case, given.rows, threads, given.rounds, works)
    if "conduct" in given.only:
        yield "### Order, size, threads, accidents"
        yield from conduct.measure(bench, given.rows, given.rounds)
    if "answers" in given.only:
        yield "### Whose amounts are right"
        modes = [answers.HALF_EVEN] if given.quick else answers.MODES
        for case in cases:
            yield answers.measure(bench, case, min(given.rows, 1_000_000), modes)
    if "programs" in given.only:
        yield "### The programs of `bench/` themselves"
        yield from programs.measure(bench, given.rows)


def main():
    given = asked()
    goals.shown({name: wanted for name, _, _, wanted, _ in goals.GOALS})  # stops at once when it is too wide for the page
    # In memory, so that a disk's moods are not what is measured.
    memory_folder = Path("/dev/shm")
    results = Path(tempfile.mkdtemp(prefix="accrue-bench-", dir=memory_folder if memory_folder.is_dir() else None))
    accrue, python = given.accrue or given.build / "accrue", given.build / "bench/peers/bin/python"
    bench = Bench(given.build, accrue, results, python, given.clock)
    made, begin = [], time.monotonic()
    try:
        for section in sections(bench, given):
            print(section + "\n", flush=True)
            made.append(section)
        made.insert(1, goals.shown(bench.figures))
        print(made[1])
    finally:
        shutil.rmtree(results)
    print(f"{time.monotonic() - begin:.0f} s", file=sys.stderr)
    if given.is_all:
        PAGE.write_text(tables.written_into(PAGE, made))


main()
