"""Faults on demand: what a real tracker does on a bad day, so that tests can ask for it."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "429", "401", "403", "404", "409", "413", "422", "500", "503", "login_page",
    "lie", "drop_before", "500_after", "drop", "hang",
]  # fmt: skip
"""`500`, `503`, `drop_before`: nothing is applied. `500_after`, `drop`, `hang`: it is applied, and the
answer is an error, a closed connection, or never comes. `lie`: 204, and nothing is applied."""

AFTER_APPLYING = frozenset({"500_after", "drop", "hang"})


@dataclass(frozen=True)
class InjectedFault:
    """One fault, for the next request that matches."""

    method: str
    path: re.Pattern[str]
    kind: Kind
    retry_after: str | None = None


class Faults:
    """The faults that are still to come; each happens once."""

    def __init__(self) -> None:
        self._waiting: list[InjectedFault] = []
        self._lock = threading.Lock()
        self.released = threading.Event()

    def next(
        self, method: str, path: str, kind: Kind, *, retry_after: str | None = None, times: int = 1
    ) -> None:
        """Let the next requests go wrong.

        Args:
            method: of the request, or `*`.
            path: a regular expression found in the path.
            kind: what goes wrong.
            retry_after: the header's value, seconds or an HTTP date.
            times: how many requests.
        """
        with self._lock:
            self._waiting += [InjectedFault(method, re.compile(path), kind, retry_after)] * times

    def __len__(self) -> int:
        """Return how many are still to come."""
        return len(self._waiting)

    def clear(self) -> None:
        """Let nothing more go wrong."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str) -> InjectedFault | None:
        """Return the fault for a request, which then is used up."""
        with self._lock:
            for fault in self._waiting:
                if fault.method in ("*", method) and fault.path.search(path):
                    self._waiting.remove(fault)
                    return fault
        return None

    def release(self) -> None:
        """Let every hanging request go on."""
        self.released.set()
