"""The rate of accepting deliveries while the worker is busy with them.

It is compared with the bare handler alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from chaos.contract import write_contracts
from chaos.story import EPIC_FIELD
from ports import free_port

from .accepting import CONNECTIONS, bare_rate
from .databases import KINDS, fresh
from .deliveries import requests
from .figures import Figure
from .load import closed_loop
from .processes import running, serve, settings_file

GOAL = 0.3
SUBJECTS = 2_000
_PROJECT = "TES"
"""The recorded body's."""


def busy(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure web and worker together; each delivery of the contract is judged."""
    beside = bare_rate(folder, seconds)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    fields = {"created": now, "updated": now, "timeoriginalestimate": 360, EPIC_FIELD: f"{_PROJECT}-3"}
    for kind in KINDS:
        home = folder / f"busy-{kind}"
        home.mkdir()
        write_contracts(home / "mappings", (_PROJECT,), mode="observe")
        port = free_port()
        config = settings_file(home, fresh(kind, home, server), port)
        with running(serve(config), port, home / "busy.log"):
            more = requests(SUBJECTS, fields)
            closed_loop(port, more, CONNECTIONS, seconds / 2)
            answers = closed_loop(port, more, CONNECTIONS, seconds)
        share = answers.a_second / beside
        sentence = (
            f"{share:.2f} of the bare handler ({answers.a_second:.0f} of {beside:.0f} a second) on {kind} "
            "while the worker is busy"
        )
        yield Figure(f"accepting.busy.{kind}", sentence, share, f"at least {GOAL}", share >= GOAL)
