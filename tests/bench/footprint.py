"""How soon the service answers, how much memory all its processes take, how long its code takes to load."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .databases import fresh
from .deliveries import requests
from .figures import Figure
from .load import steady
from .processes import free_port, running, serve, settings_file

LONGEST_START_S = 2.0
MOST_MB = 200
ROUNDS = 5


def footprint(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure start, memory and import; the memory after a while of deliveries, web and worker together."""
    starts = [_start_s(folder, fresh("sqlite", folder, server)) for _ in range(ROUNDS)]
    start = median(starts)
    sentence = f"{start:.1f} s from the command to the first answer, a new database included"
    yield Figure(
        "footprint.start", sentence, start, f"under {LONGEST_START_S:.0f} s", start < LONGEST_START_S
    )
    port = free_port()
    config = settings_file(folder, fresh("sqlite", folder, server), port)
    with running(serve(config), port, folder / "memory.log") as process:
        steady(port, requests(), 50, seconds)
        pids = family(process.pid)
        pss, rss = (sum(_memory_mb(pid, kind) for pid in pids) for kind in ("Pss", "Rss"))
    sentence = f"{pss:.0f} MB in {len(pids)} processes (PSS; RSS counted one by one {rss:.0f} MB)"
    yield Figure("footprint.memory", sentence, pss, f"under {MOST_MB} MB", rss < MOST_MB)
    loads = [_import_s() for _ in range(ROUNDS)]
    yield Figure("footprint.import", f"{median(loads):.2f} s to load the command line", median(loads))


def _start_s(folder: Path, database: str) -> float:
    port = free_port()
    config = settings_file(folder, database, port)
    began = time.monotonic()
    with running(serve(config), port, folder / f"start-{port}.log"):
        answered = steady(port, iter([b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"]), 1, 1)
        return time.monotonic() - began if answered.statuses == {200: 1} else float("inf")


def _import_s() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import plugin.cli"], check=True)
    return time.monotonic() - began


def family(pid: int) -> list[int]:
    """Return a process and everything that it started."""
    kids = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(each for kid in kids for each in family(int(kid)))]


def _memory_mb(pid: int, kind: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
