"""The three schemes that are measured: their data, how accrue is told of it and how the others read it."""

from dataclasses import dataclass

MONEY = "money"
KINDS = {
    "duckdb": {"text": "VARCHAR", "date": "DATE", MONEY: "DECIMAL(18, 2)", "share": "DECIMAL(9, 4)"},
    "clickhouse": {"text": "String", "date": "Date", MONEY: "Decimal(18, 2)", "share": "Decimal(9, 4)"},
}
PEERS = {"duckdb": "DuckDB", "clickhouse": "ClickHouse"}


@dataclass
class File:
    """A table in a CSV file: what its columns are."""

    name: str  # of the table in the statements
    level: str  # whose rows these are, for accrue
    kind: str  # for bench_generate
    columns: dict


@dataclass
class Case:
    name: str
    title: str
    files: list
    row: str  # what a row is
    variants: tuple  # statements under peers/ENGINE/NAME.sql beside the one that one would write

    def paths(self, bench, rows):
        if len(self.files) == 1:
            return [bench.generated(self.files[0].kind, rows)]
        return [bench.generated(file.kind, rows, f"{self.name}-{rows}/{file.level}.csv") for file in self.files]

    def named_paths(self, bench, rows):
        return [f"{file.level}={path}" for file, path in zip(self.files, self.paths(bench, rows))]

    def arguments(self, bench, rows, scheme=None):
        """Of `accrue run`."""
        data = [argument for path in self.named_paths(bench, rows) for argument in ("--data", path)]
        return [scheme or bench.schemes / f"{self.name}.pay", *data]

    def statements(self, engine):
        """The statements of an engine by their names; the one as one writes it has the engine's."""
        return {
            PEERS[engine]: self.name,
            **{f"{PEERS[engine]}, {words}": f"{self.name}_{variant}" for variant, words in self.variants},
        }

    def query(self, bench, engine, statement, sources):
        text = (bench.here / "peers" / engine / f"{statement}.sql").read_text()
        for file, source in zip(self.files, sources):
            text = text.replace("{" + file.name + "}", source)
        return text

    def files_as_sources(self, bench, engine, rows):
        return [source_of(engine, file, path) for file, path in zip(self.files, self.paths(bench, rows))]

    def tables(self, bench, engine, rows):
        """Statements that load the tables into memory."""
        storage = {"duckdb": "", "clickhouse": "ENGINE = Memory"}[engine]
        sources = self.files_as_sources(bench, engine, rows)
        return [
            f"CREATE TABLE {file.name} {storage} AS SELECT * FROM {source}"
            for file, source in zip(self.files, sources)
        ]


def source_of(engine, file, path):
    kinds = KINDS[engine]
    if engine == "duckdb":
        columns = ", ".join(f"'{name}': '{kinds[kind]}'" for name, kind in file.columns.items())
        return f"read_csv('{path}', header = true, columns = {{{columns}}})"
    columns = ", ".join(f"`{name}` {kinds[kind]}" for name, kind in file.columns.items())
    return f"file('{path}', 'CSVWithNames', '{columns}')"


def into_csv(engine, query, path):
    """The statement that writes what a query gives to a CSV file."""
    if engine == "duckdb":
        return f"COPY ({query}) TO '{path}' (HEADER)"
    columns = "person String, month String, pay Decimal(18, 2)"
    return f"INSERT INTO FUNCTION file('{path}', 'CSVWithNames', '{columns}') {query}"


BY_HAND = (("exact", "integers by hand"),)
THIRDS = File(
    "thirds",
    "person",
    "thirds",
    {
        "person": "text",
        "month": "text",
        "collected": MONEY,
        "collected@15": MONEY,
        "collected@25": MONEY,
        "plan": MONEY,
    },
)
TIERS = File(
    "tiers",
    "person",
    "tiers",
    {"person": "text", "month": "text", "sales": MONEY, "quota": MONEY, "margin": "share"},
)
PEOPLE = File("people", "person", "people", {"person": "text", "month": "text", "plan": MONEY})
PAYMENTS = File("payments", "payment", "payments", {"person": "text", "date": "date", "amount": MONEY})

CASES = {
    "thirds": Case("thirds", "thirds", [THIRDS], "person-month", BY_HAND),
    "tiers": Case("tiers", "tiers of the year to date, with a matrix", [TIERS], "person-month", BY_HAND),
    "ledger": Case("ledger", "ledger of payments, 20 a person-month", [PEOPLE, PAYMENTS], "payment", BY_HAND),
}
