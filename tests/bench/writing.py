"""How many tracker calls a verdict costs, counted by the stand-in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .databases import fresh
from .end_to_end import opened
from .figures import Figure

VERDICTS = 20


def writing(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Count reads and writes for new issues, each judged and answered."""
    del seconds
    with opened(folder / "writing", fresh("sqlite", folder, server)) as stage:
        stage.site.state.calls.clear()
        for number in range(VERDICTS):
            stage.site.create("contact", "ACME", f"Калькулятор {number}", hours=5)
        stage.deliver(None)
        stage.settle()
        calls = Counter(
            "reads" if method == "GET" else "writes"
            for method, path in stage.site.state.calls
            if "/issue/" in path
        )
    writes, reads = calls["writes"] / VERDICTS, calls["reads"] / VERDICTS
    sentence = f"{writes:.2f} writes and {reads:.2f} reads of the tracker for a verdict with its offer"
    yield Figure(
        "writing.calls", sentence, writes + reads, "one write, at most one read", writes <= 1 >= reads
    )
