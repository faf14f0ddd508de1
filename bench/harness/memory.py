"""In memory: the data are loaded and everything is computed once; then it is computed again, in turns, on one
thread. All are asked for the sum of what is paid, which needs no amount to be kept."""

import json
from decimal import Decimal

from .cases import PEERS
from .runs import Engine, in_turns
from .tables import grouped, nanoseconds, table, times
from .whole import ACCRUE, words


KEPT = "accrue, every amount kept"


def measure(bench, case, rows, rounds):
    """A section with a table; beside the sums, accrue with every amount in memory at the end."""
    ours = our_engine(bench, case, rows)
    engines, works = [ours], {ACCRUE: lambda: ours.ask("sum"), KEPT: lambda: ours.ask("amounts")}
    for engine in PEERS:
        peer = bench.peer(engine, 1, case.tables(bench, engine, rows))
        engines.append(peer)
        for name, statement in case.statements(engine).items():
            query = case.query(bench, engine, statement, [file.name for file in case.files])
            line = as_request(f"SELECT sum(pay) FROM ({query}) AS amounts")
            works[name] = lambda peer=peer, line=line: peer.ask(line)
    in_turns(works, 1)
    times_of = in_turns(works, rounds)
    for engine in engines:
        engine.end()
    for name in PEERS.values():
        bench.figures[f"memory/{case.name}/{name}"] = times_of[name].median / times_of[ACCRUE].median
    title = f"**{case.title}**, {grouped(rows)} rows ({case.row}s) in memory, {words(1)}, the sum of what is paid"
    return title + "\n\n" + shown(times_of, rows)


def our_engine(bench, case, rows):
    scheme = bench.schemes / f"{case.name}.pay"
    command = [bench.programs / "bench_memory", scheme, *case.named_paths(bench, rows)]
    launcher = [bench.programs / "bench_measured", "1"]
    return Engine(command, launcher, bench.results / "report-accrue", bench.clock)


def as_request(sql):
    return json.dumps({"do": "run", "sql": sql})


def shown(times_of, rows):
    ours = times_of[ACCRUE]
    right = kopecks(ours)
    lines = []
    for name, took in times_of.items():
        lines.append(
            [
                name,
                *nanoseconds(took, rows),
                times(took.median / ours.median),
                f"{kopecks(took) - right:+d}" if kopecks(took) != right else "0",
            ]
        )
    return table(["", "ns a row", "least … most", "to accrue", "sum off"], lines) + "\n\nSums in kopecks."


def kopecks(took):
    """Of the sum that every round must give."""
    values = {round_to_kopecks(each.value) for each in took.all}
    if len(values) != 1:
        raise SystemExit(f"sums that differ from round to round: {values}")
    return values.pop()


def round_to_kopecks(text):
    return int(Decimal(text) * 100)
