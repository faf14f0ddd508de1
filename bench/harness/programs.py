"""What the programs beside this folder print of themselves: each checks its own sums and measures in turns."""

import subprocess

from . import goals

# A program, of how many rows it wants to be told one, and what it measures.
PROGRAMS = (
    ("bench_thirds", 1_000_000, "thirds against the loop by hand"),
    ("bench_tiers", 1_000_000, "tiers of the year to date against the loop by hand"),
    ("bench_ledger", 1_000_000, "payments of a month against the loop by hand"),
    ("bench_levels", 10_000, "records, their sums, shares and slices"),
    ("bench_many", None, "many schemes, many rules, outliers"),
    ("bench_reading", 1, "a file into columns"),
    ("bench_history", 1_000_000, "rows as read into a history"),
    ("bench_writing", 1_000_000, "amounts as text"),
    ("bench_parse", None, "a scheme's text"),
    ("bench_curve", None, "the payout curve of a table of bands, drawn and verified"),
    ("bench_comparing", 10, "several schemes on one history, and each finding of the report"),
)


def measure(bench, rows):
    for name, unit, words in PROGRAMS:
        program = bench.programs / name
        arguments = [] if unit is None else [str(rows // unit)]
        run = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise SystemExit(f"{program} came back with {run.returncode}: {run.stdout}{run.stderr}")
        goals.taken_from(bench, name, run.stdout)
        yield f"`{name}`: {words}\n\n```text\n{run.stdout.rstrip()}\n```"
