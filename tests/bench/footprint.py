"""How soon the service answers, and how much memory its processes take.

Also how long its code takes to load.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from chaos.contract import write_contracts
from ports import free_port

from .databases import fresh
from .deliveries import PROJECT, requests
from .figures import Figure
from .load import steady
from .processes import running, serve, settings_file

LONGEST_START_S = 2.0
MOST_MB = 200
ROUNDS = 5
_FIELDS = {"project": {"key": PROJECT}, "summary": "Поправить отступы в тексте"}


def footprint(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure start, memory and import.

    Memory is measured after a while of deliveries, web and worker together.

    It is measured twice on a database that is up to date, as after any restart but an upgrade's: with
    deliveries of no contract, and of a Russian contract, whose dictionary the worker then holds.
    """
    starts = [_start_s(folder, fresh("sqlite", folder, server)) for _ in range(ROUNDS)]
    start = median(starts)
    sentence = f"{start:.1f} s from the command to the first answer, a new database included"
    yield Figure(
        "footprint.start", sentence, start, f"under {LONGEST_START_S:.0f} s", start < LONGEST_START_S
    )
    database = fresh("sqlite", folder, server)
    _serving_mb(folder, database, 1)
    count, pss, rss = _serving_mb(folder, database, seconds)
    sentence = f"{rss:.0f} MB in {count} processes (RSS counted one by one; PSS {pss:.0f} MB)"
    yield Figure("footprint.memory", sentence, rss, f"under {MOST_MB} MB", rss < MOST_MB)
    write_contracts(folder / "mappings", (PROJECT,), mode="observe")
    count, pss, rss = _serving_mb(folder, database, seconds)
    sentence = f"{rss:.0f} MB with a Russian contract at work (PSS {pss:.0f} MB)"
    yield Figure("footprint.memory.contract", sentence, rss)
    loads = [_import_s() for _ in range(ROUNDS)]
    yield Figure("footprint.import", f"{median(loads):.2f} s to load the command line", median(loads))


def _serving_mb(folder: Path, database: str, seconds: float) -> tuple[int, float, float]:
    """Serve deliveries for a while; return the number of processes, PSS and RSS."""
    port = free_port()
    with running(
        serve(settings_file(folder, database, port)), port, folder / f"memory-{port}.log"
    ) as process:
        steady(port, requests(fields=_FIELDS), 50, seconds)
        pids = family(process.pid)
        pss, rss = (sum(_memory_mb(pid, kind) for pid in pids) for kind in ("Pss", "Rss"))
    return len(pids), pss, rss


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
