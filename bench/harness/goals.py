"""What is wanted, beside what came out: the figures that the other parts leave in `bench.figures`."""

import re

from .tables import table

AT_LEAST, AT_MOST = "≥", "≤"
# The name of a figure, what it is, whether it may be more or less, what is wanted, its unit.
GOALS = (
    ("by hand/thirds", "thirds in memory, all kept: to the hand loop", AT_MOST, 2.0, "×"),
    ("memory/thirds/ClickHouse", "thirds in memory, the sum: ClickHouse takes", AT_LEAST, 4, "×"),
    ("memory/thirds/DuckDB", "… DuckDB takes", AT_LEAST, 10, "×"),
    ("by hand/tiers", "tiers in memory, all kept: to the hand loop", AT_MOST, 1.8, "×"),
    ("memory/tiers/ClickHouse", "tiers in memory, the sum: ClickHouse takes", AT_LEAST, 12, "×"),
    ("memory/tiers/DuckDB", "… DuckDB takes", AT_LEAST, 70, "×"),
    ("whole/thirds/ClickHouse", "thirds, whole command: ClickHouse takes", AT_LEAST, 7, "×"),
    ("whole/thirds/DuckDB", "… DuckDB takes", AT_LEAST, 10, "×"),
    ("whole/tiers/ClickHouse", "tiers, whole command: ClickHouse takes", AT_LEAST, 9, "×"),
    ("whole/tiers/DuckDB", "… DuckDB takes", AT_LEAST, 35, "×"),
    ("whole/ledger/ClickHouse", "ledger, whole command: ClickHouse takes", AT_LEAST, 5, "×"),
    ("whole/ledger/DuckDB", "… DuckDB takes", AT_LEAST, 8, "×"),
    ("random order", "rows in random order, to sorted", AT_MOST, 2.0, "×"),
    ("ten times", "ten times the rows, to ten times the time", AT_MOST, 1.15, "×"),
    ("ten times, memory", "… its peak memory, to that of a tenth", AT_MOST, 1.05, "×"),
    ("two threads/thirds", "two threads against one: thirds", AT_LEAST, 1.8, "×"),
    ("two threads/tiers", "… tiers", AT_LEAST, 1.8, "×"),
    ("two threads/ledger", "… ledger", AT_LEAST, 1.8, "×"),
    ("every value/thirds", "every value kept for the trace: thirds", AT_MOST, 1.5, "×"),
    ("every value/tiers", "… tiers", AT_MOST, 1.5, "×"),
    ("outliers", "an outlier of 128 bits in 10 000 rows", AT_MOST, 1.5, "×"),
    ("outliers in memory", "an outlier of 128 bits, in memory", AT_MOST, 1.5, "×"),
    ("a further scheme", "a further scheme, to 64 over the same rows", AT_MOST, 4, "ns"),
    ("bad cell", "one bad cell, reported, to a good file", AT_MOST, 1.0, "×"),
    ("small", "24 rows, the whole process", AT_MOST, 10, "ms"),
    ("wrong rows", "wrong rows of accrue", AT_MOST, 0, ""),
)


def shown(figures):
    """A section with what is wanted and what came out; a figure that was not measured is not in it."""
    lines = [
        [words, f"{sense} {wanted:g} {unit}".strip(), f"{found:.2f}".rstrip("0").rstrip(".") + f" {unit}".rstrip()]
        + [verdict(sense, wanted, found)]
        for name, words, sense, wanted, unit in GOALS
        if (found := figures.get(name)) is not None
    ]
    return "**Wanted and measured**\n\n" + table(["", "wanted", "measured", ""], lines)


def verdict(sense, wanted, found):
    """By the figure as it is printed: two digits."""
    shown = round(found, 2)
    return "" if (shown >= wanted if sense == AT_LEAST else shown <= wanted) else "short"


# What the programs print of themselves.
PRINTED = {
    "bench_thirds": {
        "by hand/thirds": r"^  accrue +[\d.]+ +([\d.]+) ×",
        "every value/thirds": r"every value +[\d.]+ +([\d.]+) ×",
    },
    "bench_tiers": {
        "by hand/tiers": r"^  accrue +[\d.]+ +([\d.]+) ×",
        "every value/tiers": r"every value +[\d.]+ +([\d.]+) ×",
    },
    "bench_many": {"a further scheme": r"^ +64 +([\d.]+)$", "outliers in memory": r"beyond int64: ([\d.]+) ×"},
}


def taken_from(bench, program, text):
    for figure, pattern in PRINTED.get(program, {}).items():
        found = re.search(pattern, text, re.MULTILINE)
        if not found:
            raise SystemExit(f"{program} does not print {pattern}: {text}")
        bench.figures[figure] = float(found.group(1))
