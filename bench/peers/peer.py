"""One engine to compare with, in a process of its own: a line of JSON in, a line of JSON out.

    peer.py duckdb|clickhouse THREADS

{"do": "run", "sql": …}      runs a statement: {"wall": seconds, "processor": seconds, "value": the first cell it gives}
{"do": "version"}            the same, its version the value
"""

import json
import sys
import time


class DuckDb:
    def __init__(self, threads):
        import duckdb

        self.version = f"DuckDB {duckdb.__version__}"
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads = {threads}")

    def run(self, sql):
        row = self.connection.execute(sql).fetchone()
        return None if row is None else str(row[0])


class ClickHouse:
    def __init__(self, threads):
        import chdb
        from chdb import session

        self.session = session.Session()
        release = self.run("SELECT version()")
        self.version = f"ClickHouse {release} (chdb {chdb.__version__})"
        self.settings = {
            "max_threads": threads,
            "max_insert_threads": threads,
            "output_format_decimal_trailing_zeros": 1,
            "engine_file_truncate_on_insert": 1,
        }
        for name, value in self.settings.items():
            self.run(f"SET {name} = {value}")

    def run(self, sql):
        return str(self.session.query(sql, "TabSeparated")).strip() or None


def main():
    engine = {"duckdb": DuckDb, "clickhouse": ClickHouse}[sys.argv[1]](int(sys.argv[2]))
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "version":
            answer = {"wall": 0.0, "processor": 0.0, "value": engine.version}
        else:
            wall, processor = time.perf_counter(), time.process_time()
            value = engine.run(asked["sql"])
            answer = {
                "wall": time.perf_counter() - wall,
                "processor": time.process_time() - processor,
                "value": value,
            }
        print(json.dumps(answer), flush=True)


main()
