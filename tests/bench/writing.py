"""How many calls of the tracker a verdict costs, counted by the tracker's stand-in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chaos.play import Plan, Stage

from .databases import fresh
from .figures import Figure

VERDICTS = 20


def writing(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Count reads and writes for new issues with an estimate, each judged and answered with an offer."""
    del seconds
    folder = folder / "writing"
    folder.mkdir()
    stage = Stage(Plan(0, 0, ("ACME",)), folder, fresh("sqlite", folder, server))
    try:
        for process in stage.processes:
            process.start()
        for summary, type_ in (("Дизайн", "Stage"), ("Сборка", "Stage"), ("Главная страница", "Epic")):
            stage.site.create("manager", "ACME", summary, type=type_)
        stage.deliver(None)
        stage.settle()
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
    finally:
        stage.close()
    writes, reads = calls["writes"] / VERDICTS, calls["reads"] / VERDICTS
    sentence = f"{writes:.2f} writes and {reads:.2f} reads of the tracker for a verdict with its offer"
    yield Figure(
        "writing.calls", sentence, writes + reads, "one write, at most one read", writes <= 1 >= reads
    )
