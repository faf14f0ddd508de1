"""Whose amounts are right: every row of every result against the reference evaluator's exact rationals."""

import subprocess

from .cases import PEERS, into_csv
from .tables import grouped, table
from .whole import result_of

HALF_EVEN = "half even"
# A mode of rounding as accrue, DuckDB and ClickHouse write it; none where an engine has no such thing.
MODES = {
    HALF_EVEN: {"duckdb": "round_even({}, 2)", "clickhouse": "roundBankers({}, 2)"},
    "half up": {"duckdb": "round({}, 2)", "clickhouse": "round({}, 2)"},
    "half down": {},
    "up": {"duckdb": "ceil({} * 100) / 100", "clickhouse": "ceil({}, 2)"},
    "down": {"duckdb": "floor({} * 100) / 100", "clickhouse": "floor({}, 2)"},
}


def measure(bench, case, rows, modes):
    lines = []
    for mode in modes:
        scheme = with_mode(bench, case, mode)
        exact = bench.results / "exact.csv"
        with open(exact, "wb") as out:
            command = [bench.programs / "bench_exact", scheme, *case.named_paths(bench, rows)]
            subprocess.run(command, stdout=out, check=True)
        bench.figures.setdefault("wrong rows", 0)
        ours = [wrong_of_accrue(bench, case, rows, scheme, threads, exact) for threads in (1, 2)]
        bench.figures["wrong rows"] += sum(ours)
        peers = [wrong_of_peer(bench, case, rows, engine, mode, exact) for engine in PEERS]
        lines.append([mode, *(shown(differing) for differing in ours + peers)])
    header = ["wrong rows", "accrue, 1 thread", "2 threads", *PEERS.values()]
    return f"**{case.title}**, of {grouped(rows)} rows ({case.row}s)\n\n" + table(header, lines)


def with_mode(bench, case, mode):
    """The scheme's file with another rounding."""
    text = (bench.schemes / f"{case.name}.pay").read_text()
    rounded = text.replace(f"rounding {HALF_EVEN} to", f"rounding {mode} to")
    assert mode == HALF_EVEN or rounded != text
    path = bench.results / f"{case.name}-{mode.replace(' ', '-')}.pay"
    path.write_text(rounded)
    return path


def wrong_of_accrue(bench, case, rows, scheme, threads, exact):
    path = result_of(bench, case, "answers")
    bench.accrue_run(case.arguments(bench, rows, scheme), threads, path)
    return differing(bench, exact, path)


def wrong_of_peer(bench, case, rows, engine, mode, exact):
    written = MODES[mode].get(engine)
    if written is None:
        return None
    path = result_of(bench, case, "answers")
    query = case.query(bench, engine, case.name, case.files_as_sources(bench, engine, rows))
    bench.peer_once(engine, 1, into_csv(engine, in_mode(engine, query, written), path))
    return differing(bench, exact, path)


def in_mode(engine, query, written):
    """The statement with its rounding, the last thing that it does to an amount, replaced."""
    call = MODES[HALF_EVEN][engine].split("{}")[0]
    begin = query.index(call)
    depth, end = 1, begin + len(call)
    while depth > 0:
        depth += {"(": 1, ")": -1}.get(query[end], 0)
        end += 1
    amount = query[begin + len(call) : end].rsplit(", 2)", 1)[0]
    return query[:begin] + "(" + written.format(f"({amount})") + ")" + query[end:]


def differing(bench, exact, path):
    found = subprocess.run([bench.programs / "bench_compare", exact, path], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise SystemExit(found.stderr)
    return int(found.stdout.split()[1])


def shown(differing_rows):
    return "–" if differing_rows is None else grouped(differing_rows)
