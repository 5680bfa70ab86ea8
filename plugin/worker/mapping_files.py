"""Which mapping files count: those that have rested since they were last written.

An editor or a copy writes a file in pieces, and half of a contract may look whole.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from mappings.loader import SUFFIXES

REST_S = 2.0
"""How long a file must not have changed."""
MAX_WAIT_S = 10.0
"""For so long all files wait for one that keeps changing; then the others count without it."""

Stamp = tuple[str, int, int]


@dataclass(frozen=True)
class FoundFiles:
    """The files of a folder at a moment.

    Attributes:
        rested: those that count, with a stamp that changes when one does.
        resting: names of those that were written just now.
        must_wait: whether nothing is to be loaded before these have rested.
    """

    rested: tuple[Path, ...]
    stamp: frozenset[Stamp]
    resting: tuple[str, ...] = ()
    must_wait: bool = False


@dataclass
class MappingFiles:
    """Watches the files of a folder."""

    folder: Path
    rest_s: float = REST_S
    _first_seen_s: dict[Stamp, float] = field(default_factory=dict)
    _waits_since_s: float | None = None

    def look(self) -> FoundFiles:
        """Look at the folder."""
        now_s, stamps = time.monotonic(), _stamps(self.folder)
        self._first_seen_s = {stamp: self._first_seen_s.get(stamp, now_s) for stamp in stamps.values()}
        rested = tuple(path for path, stamp in stamps.items() if self._has_rested(stamp, now_s))
        resting = tuple(path.name for path in stamps if path not in rested)
        if not resting:
            self._waits_since_s = None
        elif self._waits_since_s is None:
            self._waits_since_s = now_s
        return FoundFiles(
            rested,
            frozenset(stamps[path] for path in rested),
            resting,
            self._waits_since_s is not None and now_s - self._waits_since_s < MAX_WAIT_S,
        )

    def _has_rested(self, stamp: Stamp, now_s: float) -> bool:
        # A file from a machine whose clock is ahead rests under our eyes.
        age_s = time.time() - stamp[1] / 1e9
        return age_s >= self.rest_s or now_s - self._first_seen_s[stamp] >= self.rest_s


def find_written_at(path: Path) -> datetime | None:
    """Return when a file was written, by the machine's clock; None where it is gone."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _stamps(folder: Path) -> dict[Path, Stamp]:
    found = {}
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        # Loading the folder tells why.
        return {}
    for path in paths:
        if path.suffix not in SUFFIXES:
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (path.name, status.st_mtime_ns, status.st_size)
    return found
