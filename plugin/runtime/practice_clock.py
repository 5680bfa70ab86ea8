"""Practice time: the service takes its time from a file, to play what takes weeks.

The file holds an ISO time, UTC where it names no offset. The clock runs on from the moment at which the file
was written, so that every process of the service has the same time, also one that is started later.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugin.runtime.clock import Clock, ShiftedClock, SystemClock

log = logging.getLogger("ugovor.practice")

CHECK_INTERVAL_S = 1.0
"""How often the file is looked at."""


class PracticeClockError(Exception):
    """The file cannot be read, or holds no time."""


class PracticeClock(ShiftedClock):
    """Runs on from the time in a file, and follows the file when it changes."""

    def __init__(
        self,
        path: Path,
        machine: Clock | None = None,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read the file.

        Args:
            path: of the file.
            machine: the clock that measures how long ago the file was written.
            monotonic_s: by which the file is looked at every second.

        Raises:
            PracticeClockError: it cannot be read, or holds no time.
        """
        self._path = path
        self._machine = machine or SystemClock()
        self._monotonic_s = monotonic_s
        self._checked_s = monotonic_s()
        self._checking = threading.Lock()
        self._stamp, self._shift = _read(path)

    @property
    def machine(self) -> Clock:
        """The machine's own clock."""
        return self._machine

    def now(self) -> datetime:
        """Return the present moment of practice time."""
        return self._machine.now() + self.shift()

    def shift(self) -> timedelta:
        """Return by how much practice time is ahead of the machine's clock."""
        with self._checking:
            now_s = self._monotonic_s()
            if now_s - self._checked_s >= CHECK_INTERVAL_S:
                self._checked_s = now_s
                self._follow()
            return self._shift

    def _follow(self) -> None:
        """Read the file again where it changed.

        Until it holds a time again, such as while it is being written, the clock runs on.
        """
        try:
            stamp = _stamp(self._path)
            if stamp == self._stamp:
                return
            self._stamp, self._shift = _read(self._path)
        except (OSError, PracticeClockError) as error:
            log.warning("practice time runs on as before: %s", error)
            return
        log.warning("practice time is now %s", (self._machine.now() + self._shift).isoformat())


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read(path: Path) -> tuple[tuple[int, int, int], timedelta]:
    """Return the file's stamp, and by how much its time is ahead of its writing."""
    try:
        stamp = _stamp(path)
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise PracticeClockError(f"{path} cannot be read: {why}") from error
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise PracticeClockError(f"{path} holds no time such as 2026-12-04T10:00:00+03:00") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    written = datetime.fromtimestamp(stamp[0] / 1e9, UTC)
    return stamp, moment - written
