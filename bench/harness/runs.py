"""Running what is measured: commands in processes of their own, and engines that stay and take turns."""

import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Took:
    """What one run of a command took."""

    seconds: float  # by the clock that the bench goes by; of a peer, of its statement alone
    peak_kb: int
    code: int
    value: str | None = None
    errors: str = ""


@dataclass
class Times:
    """What the runs of one command took, round after round."""

    all: list = field(default_factory=list)

    def add(self, took):
        self.all.append(took)

    @property
    def median(self):
        return statistics.median(took.seconds for took in self.all)

    @property
    def least(self):
        return min(took.seconds for took in self.all)

    @property
    def most(self):
        return max(took.seconds for took in self.all)

    @property
    def peak_kb(self):
        return max(took.peak_kb for took in self.all)


def in_turns(works, rounds):
    """Each of the works once, then each once more: A B C A B C. What changes on the machine meets all of them."""
    times = {name: Times() for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            times[name].add(work())
    return times


class Bench:
    """Where things are: the programs, the data, the results of this run."""

    def __init__(self, build, accrue, results, peers_python, clock):
        self.programs = build / "bench"
        self.accrue = accrue
        self.data = build / "bench" / "data"
        self.results = results
        self.peers_python = peers_python
        self.clock = clock  # `wall`, or `processor` where others keep the machine busy
        self.here = Path(__file__).resolve().parent.parent
        self.schemes = self.here / "schemes"
        self.figures = {}  # by name, what `goals` looks at
        self.data.mkdir(parents=True, exist_ok=True)

    def generated(self, kind, rows, name=None):
        """The path of a file of the data; it is made unless it is there."""
        path = self.data / (name or f"{kind}-{rows}.csv")
        path.parent.mkdir(exist_ok=True)
        subprocess.run([self.programs / "bench_generate", kind, str(rows), path], check=True)
        return path

    def measured(self, command, cores, output=None):
        """A command's run; what it writes to standard output goes to the file, the rest is kept."""
        report = self.results / "report"
        report.unlink(missing_ok=True)
        with open(output or "/dev/null", "wb") as out:
            run = subprocess.run(
                [self.programs / "bench_measured", str(cores), report, *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                env={**os.environ, "ACCRUE_LANG": "en"},  # what it reports is looked at
                check=False,
            )
        return self._took(report, run.stderr.decode())

    def accrue_run(self, arguments, threads, output, expected=0):
        """`accrue run`, its whole process, the amounts as CSV into a file, without a manifest; or to nowhere."""
        command = [self.accrue, "run", *arguments, "--format", "csv", "--threads", str(threads)]
        if output is not None:
            output.unlink(missing_ok=True)  # of the round before
            command += ["--out", output, "--no-manifest"]
        took = self.measured(command, threads)
        if took.code != expected:
            raise SystemExit(f"{command} came back with {took.code}: {took.errors}")
        return took

    def peer(self, engine, threads, setup=()):
        return Engine(
            [self.peers_python, self.here / "peers" / "peer.py", engine, str(threads)],
            [self.programs / "bench_measured", str(threads)],
            self.results / f"report-{engine}",
            self.clock,
            [json.dumps({"do": "run", "sql": sql}) for sql in setup],
        )

    def peer_once(self, engine, threads, sql, output=None):
        """A statement in a process of its own; its seconds are those of the statement, not of the start."""
        if output is not None:
            output.unlink(missing_ok=True)
        peer = self.peer(engine, threads)
        took = peer.ask(json.dumps({"do": "run", "sql": sql}))
        took.peak_kb = peer.end()
        return took

    def peer_version(self, engine):
        peer = self.peer(engine, 1)
        version = peer.ask(json.dumps({"do": "version"})).value
        peer.end()
        return version

    def _took(self, report, errors):
        if not report.exists():
            raise SystemExit(errors)
        wall, processor, peak_kb, code = report.read_text().split()
        seconds = {"wall": wall, "processor": processor}[self.clock]
        return Took(float(seconds), int(peak_kb), int(code), errors=errors)


class Engine:
    """A process that stays, with its data in memory, and answers a line of JSON to each line it is sent."""

    def __init__(self, command, launcher, report, clock, setup=()):
        self.report = report
        self.command = command
        self.clock = clock
        self.process = subprocess.Popen(
            [*launcher, report, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for line in setup:
            self.ask(line)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.command} gave no answer to {line}")
        answer = json.loads(answer)
        return Took(answer[self.clock], 0, 0, answer["value"])

    def end(self):
        """Its peak memory in KB."""
        self.process.stdin.close()
        if self.process.wait() != 0:
            raise SystemExit(f"{self.command} failed")
        return int(self.report.read_text().split()[2])
