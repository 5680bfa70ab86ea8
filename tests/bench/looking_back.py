"""How long a large export takes, and how much memory, with every report written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .exported import CONTRACT, write_export
from .figures import Figure

ISSUES = 100_000
LONGEST_S = 60
MOST_MB = 500


def looking_back(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure `ugovor backtest` on an export of a hundred thousand issues."""
    del server, seconds
    took, processor, peak = measure(folder, ISSUES)
    sentence = f"{ISSUES:,} issues of an export in {took:.0f} s ({processor:.0f} s of one core)"
    yield Figure("backtest.time", sentence, took, f"under {LONGEST_S} s", took < LONGEST_S)
    yield Figure("backtest.memory", f"{peak:.0f} MB at the most", peak, f"under {MOST_MB} MB", peak < MOST_MB)


def measure(folder: Path, count: int) -> tuple[float, float, float]:
    """Return seconds, seconds of the processor, and the most memory in MB.

    The command is the real one, from its start to its end, with a page and a workbook.

    Raises:
        RuntimeError: it did not do it.
    """
    export, mapping = folder / "issues.csv", folder / "big.yaml"
    write_export(export, count)
    mapping.write_text(CONTRACT, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "plugin.cli",
        "backtest",
        "--mapping",
        str(mapping),
        "--from",
        str(export),
    ]
    outputs = [f"--output={folder / name}" for name in ("report.html", "report.xlsx")]
    began = time.monotonic()
    with subprocess.Popen(
        [*command, *outputs], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    if process.returncode:
        raise RuntimeError(f"the command ended with {process.returncode}")
    # Linux counts in KB.
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
