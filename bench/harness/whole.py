"""The whole command, from CSV to amounts in a CSV file, and its totals alone."""

from .cases import PEERS, into_csv
from .runs import in_turns
from .tables import grouped, nanoseconds, table, times

ACCRUE = "accrue"


def works_of(bench, case, rows, threads):
    """By name, what each of them does: files in, a file out."""
    arguments = case.arguments(bench, rows)
    works = {ACCRUE: lambda: bench.accrue_run(arguments, threads, result_of(bench, case, ACCRUE))}
    for engine in PEERS:
        sources = case.files_as_sources(bench, engine, rows)
        for name, statement in case.statements(engine).items():
            query = case.query(bench, engine, statement, sources)
            out = result_of(bench, case, name)
            sql = into_csv(engine, query, out)
            works[name] = lambda engine=engine, sql=sql, out=out: bench.peer_once(engine, threads, sql, out)
    return works


def totals_of(bench, case, rows, threads):
    """The peers' again, files in, the total out."""
    works = {}
    for engine, name in PEERS.items():
        query = case.query(bench, engine, case.name, case.files_as_sources(bench, engine, rows))
        sql = f"SELECT sum(pay) FROM ({query}) AS amounts"
        works[f"{name}, the total alone"] = lambda engine=engine, sql=sql: bench.peer_once(engine, threads, sql)
    return works


def result_of(bench, case, name):
    return bench.results / f"{case.name}-{name.replace(' ', '-').replace(',', '')}.csv"


def measure(bench, case, rows, threads, rounds, works):
    """A section with a table: what the whole command takes each of them."""
    times_of = in_turns(works, rounds)
    for name in times_of:
        result_of(bench, case, name).unlink(missing_ok=True)
    ours = times_of[ACCRUE]
    if threads == 1:
        for name in PEERS.values():
            bench.figures[f"whole/{case.name}/{name}"] = times_of[name].median / ours.median
    lines = []
    for name, took in times_of.items():
        lines.append(
            [
                name,
                *nanoseconds(took, rows),
                times(took.median / ours.median),
                f"{took.peak_kb / 1024:.0f}",
            ]
        )
    title = f"**{case.title}**, {grouped(rows)} rows ({case.row}s), {words(threads)}"
    return title + "\n\n" + table(["", "ns a row", "least … most", "to accrue", "peak MB"], lines)


def words(threads):
    return "one thread" if threads == 1 else f"{threads} threads"
