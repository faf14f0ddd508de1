"""What everything ran on."""

import os
import platform
import re
import subprocess
from pathlib import Path

from .tables import grouped


CLOCKS = {"wall": "by the clock", "processor": "processor time, as the machine was not at rest"}


def described(bench, given, peers):
    cache = (given.build / "CMakeCache.txt").read_text()
    compiler = re.search(r"^CMAKE_CXX_COMPILER:[^=]*=(.*)$", cache, re.MULTILINE).group(1)
    kind = re.search(r"^CMAKE_BUILD_TYPE:[^=]*=(.*)$", cache, re.MULTILINE).group(1)
    lines = [
        f"{processor()}, {os.cpu_count()} cores, {memory()} GB; Linux {platform.release()}",
        f"{first_line([compiler, '--version'])}, {kind}",
        f"{first_line([bench.accrue, 'version'])}",
        *peers,
        f"{grouped(given.rows)} rows; {'one round' if given.rounds == 1 else f'medians of {given.rounds} rounds'}; "
        + CLOCKS[given.clock],
    ]
    return "\n".join(f"* {line}" for line in lines)


def processor():
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
