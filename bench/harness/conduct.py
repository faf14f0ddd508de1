"""How accrue behaves: order of rows, size, threads, outliers, bad cells, small files, and being killed."""

import hashlib
import random
import signal
import subprocess
import time

from .cases import CASES
from .runs import in_turns
from .tables import each, grouped, table, times

BAD_DATA = 4  # the exit code
SORTED, TENTH, RANDOM = "sorted by person, then month", "a tenth of the rows", "in random order"
OUTLIERS, BAD = "an outlier of 128 bits in 10 000 rows", "one bad cell, reported"


def measure(bench, rows, rounds):
    yield orders(bench, rows, rounds)
    if bench.clock == "wall":  # two threads take no less of the processor
        yield threads(bench, rows, rounds)
    yield small(bench)
    yield killed(bench, rows)


def orders(bench, rows, rounds):
    """One thread, thirds: the same rows in other forms, each against the sorted file in one interleaved run."""
    thirds = CASES["thirds"]
    scheme = bench.schemes / "thirds.pay"

    def run(kind, of_rows=rows, expected=0):
        path = bench.generated(kind, of_rows)
        out = bench.results / f"{kind}-{of_rows}.csv"
        return lambda: bench.accrue_run([scheme, "--data", f"person={path}"], 1, out, expected)

    works = {
        SORTED: run("thirds"),
        TENTH: run("thirds", rows // 10),
        RANDOM: run("random"),
        OUTLIERS: run("outliers"),
        BAD: run("bad", expected=BAD_DATA),
        "into a file: synced, with a manifest": durable(bench, thirds.arguments(bench, rows)),
    }
    times_of = in_turns(works, rounds)
    check_bad_cell(bench, rows, times_of[BAD])
    check_same(bench.results / f"thirds-{rows}.csv", bench.results / f"random-{rows}.csv")
    of_a_row = {name: took.median / (rows // 10 if name == TENTH else rows) for name, took in times_of.items()}
    to_sorted = {name: time_of_a_row / of_a_row[SORTED] for name, time_of_a_row in of_a_row.items()}
    bench.figures["ten times"] = 1 / to_sorted[TENTH]
    bench.figures["ten times, memory"] = times_of[SORTED].peak_kb / times_of[TENTH].peak_kb
    bench.figures["random order"] = to_sorted[RANDOM]
    bench.figures["outliers"] = to_sorted[OUTLIERS]
    bench.figures["bad cell"] = to_sorted[BAD]
    lines = [
        [name, each(of_a_row[name]), times(to_sorted[name]), f"{took.peak_kb / 1024:.0f}"]
        for name, took in times_of.items()
    ]
    title = f"**thirds**, {grouped(rows)} rows, whole command, one thread"
    return title + "\n\n" + table(["", "ns a row", "to sorted", "peak MB"], lines)


def durable(bench, arguments):
    out = bench.data / "durable.csv"
    command = [bench.accrue, "run", *arguments, "--format", "csv", "--threads", "1", "--out", out]
    return lambda: bench.measured(command, 1)


def check_bad_cell(bench, rows, took):
    """Its report names the file, the row, the column and the raw text."""
    wanted = [f"bad-{rows}.csv", f"row {grouped(rows // 2 + 2)}", "`collected`", "`12x4`"]
    missing = [words for words in wanted if words not in took.all[0].errors]
    if missing:
        raise SystemExit(f"the report of a bad cell lacks {missing}:\n{took.all[0].errors}")


def check_same(one, other):
    if digest(one) != digest(other):
        raise SystemExit(f"{one} and {other} differ")


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def threads(bench, rows, rounds):
    works, lines = {}, []
    for case in CASES.values():
        for count in (1, 2):
            out = bench.results / f"{case.name}-{count}.csv"
            arguments = case.arguments(bench, rows)
            works[case.name, count] = lambda arguments=arguments, count=count, out=out: bench.accrue_run(
                arguments, count, out
            )
    times_of = in_turns(works, rounds)
    for case in CASES.values():
        check_same(bench.results / f"{case.name}-1.csv", bench.results / f"{case.name}-2.csv")
        one, two = (times_of[case.name, count] for count in (1, 2))
        bench.figures[f"two threads/{case.name}"] = one.median / two.median
        lines.append(
            [
                case.name,
                each(one.median / rows),
                each(two.median / rows),
                times(one.median / two.median),
                f"{one.peak_kb / 1024:.0f}",
                f"{two.peak_kb / 1024:.0f}",
            ]
        )
    title = f"**Two threads against one**, {grouped(rows)} rows (ns a row, peak MB), whole command, same bytes"
    return title + "\n\n" + table(["", "one", "two", "faster", "MB, one", "MB, two"], lines)


def small(bench):
    """The whole process on 24 rows."""
    path = bench.generated("thirds", 24)
    arguments = [bench.schemes / "thirds.pay", "--data", f"person={path}"]
    out = bench.results / "small.csv"
    took = in_turns({"small": lambda: bench.accrue_run(arguments, 1, out)}, 21)["small"]
    bench.figures["small"] = took.median * 1000
    return (
        f"**24 rows**: the whole process takes {took.median * 1000:.1f} ms "
        f"(from {took.least * 1000:.1f} to {took.most * 1000:.1f}, 21 runs)."
    )


def killed(bench, rows):
    """Killed at random moments of a run into a file: the old bytes or the new ones, nothing else."""
    case, rows = CASES["thirds"], min(rows, 1_000_000)
    folder = bench.data / "killed"
    folder.mkdir(exist_ok=True)
    out = folder / "amounts.csv"
    command = [bench.accrue, "run", *case.arguments(bench, rows), "--format", "csv", "--out", out]
    begin = time.perf_counter()
    subprocess.run(command, stderr=subprocess.DEVNULL, check=True)
    whole = time.perf_counter() - begin
    new, old = out.read_bytes(), b"the old result\n"
    moments, kept, replaced, left = random.Random(1), 0, 0, 0
    for _ in range(40):
        out.write_bytes(old)
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(moments.random() * whole * 1.1)
        run.send_signal(signal.SIGKILL)
        run.wait()
        found = out.read_bytes()
        if found not in (old, new):
            raise SystemExit(f"{out} is neither the old result nor the new one")
        kept, replaced = kept + (found == old), replaced + (found == new)
        for file in folder.iterdir():
            left += not file.name.startswith(out.name)
            file.unlink()
    return (
        f"**Killed** (SIGKILL) at 40 random moments of a run over {grouped(rows)} rows into a file: "
        f"{kept} times the old result was there, {replaced} times the whole new one, never anything else. "
        f"Unfinished files that were left beside it: {left}."
    )
