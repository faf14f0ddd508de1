#!/usr/bin/env python3
"""Runs a test command beside a PostgreSQL of its own, which is stopped whatever happens.

    postgres.py COMMAND [ARGUMENT ...]

A cluster is made in a temporary folder and listens on a socket in it, on no port of the machine. The command
finds it through PGHOST, PGPORT, PGUSER and PGDATABASE, as every client of PostgreSQL does: `postgresql:///`
is an empty database of the encoding UTF-8. What ends the command ends the server: a signal too. The exit code is the
command's; 1 with a sentence when there is no server to start.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PACKAGE = "postgresql"  # of Debian
DATABASE = "test"
SECONDS = 60  # a server that is not up by then never will be
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "16MB",
    "max_connections": "20",
    "timezone": "'Europe/Moscow'",
    "datestyle": "'SQL, DMY'",  # as an office would set it: clients must not rely on ISO
    "lc_messages": "'C'",
}


class Failure(Exception):
    """A sentence that says why there is no server."""


def programs():
    """The folder of the newest server's programs."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if shutil.which("initdb"):
        return pathlib.Path(shutil.which("initdb")).parent
    raise Failure(f"the tests of PostgreSQL need its server: install the Debian package `{PACKAGE}`")


def as_other_user(words):
    """The command as a user that is not root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return words
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *words]


def run(words, **options):
    done = subprocess.run([str(word) for word in as_other_user(words)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          timeout=SECONDS, **options)
    if done.returncode != 0:
        raise Failure(f"{words[0]} ended with {done.returncode}:\n{done.stdout}")


class Cluster:
    """A server in a folder of its own."""

    def __init__(self, folder):
        self.bin = programs()
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.server = None
        self.environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        self.address = {"PGHOST": str(self.folder), "PGPORT": "5432", "PGUSER": "test", "PGDATABASE": DATABASE}

    def start(self):
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        os.chmod(self.folder, 0o755)  # the command, whoever runs it, may reach the socket
        run([self.bin / "initdb", "--pgdata", self.data, "--username", "test", "--auth", "trust", "--encoding", "UTF8",
             "--locale", "C.UTF-8", "--no-sync"], env=self.environment, cwd=self.folder)
        words = [self.bin / "postgres", "-D", self.data, "-k", self.folder]
        for name, value in SETTINGS.items():
            words += ["-c", f"{name}={value.strip(chr(39))}"]
        self.log = open(self.folder / "log", "w+", encoding="utf-8")
        # a session of its own: Ctrl-C reaches the test, which ends the server in order
        self.server = subprocess.Popen([str(word) for word in as_other_user(words)], stdin=subprocess.DEVNULL,
                                       stdout=self.log, stderr=self.log, env=self.environment, cwd=self.folder,
                                       start_new_session=True)
        self.wait_until_up()
        run([self.bin / "createdb", DATABASE], cwd=self.folder,
            env=self.environment | self.address | {"PGDATABASE": "postgres"})

    def wait_until_up(self):
        begin = time.monotonic()
        while time.monotonic() - begin < SECONDS and self.server.poll() is None:
            ready = subprocess.run([str(self.bin / "pg_isready"), "--quiet", "--dbname", "postgres"],
                                   env=self.environment | self.address, check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        self.log.seek(0)
        raise Failure("PostgreSQL did not start:\n" + self.log.read())

    def stop(self):
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGINT)  # fast shutdown: clients are cut off
        try:
            self.server.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait()


def ended_by(number, _frame):
    sys.exit(128 + number)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended_by)
    # a socket's whole path may have 107 bytes: not below a long folder of the build
    with tempfile.TemporaryDirectory(prefix="accrue-pg-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(folder)
        try:
            cluster.start()
            return subprocess.run(sys.argv[1:], env=os.environ | cluster.address, check=False).returncode
        except Failure as failure:
            print(failure, file=sys.stderr)
            return 1
        finally:
            cluster.stop()


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
