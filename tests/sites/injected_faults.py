"""Faults on demand.

What a real tracker does on a bad day, when a test asks for it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import Flask, Response, g, request

FaultKind = Literal[
    "429", "401", "403", "404", "409", "412", "413", "422", "428", "500", "503", "login_page",
    "lie", "drop_before", "500_after", "drop", "hang",
]  # fmt: skip
"""`500`, `503`, `drop_before`: nothing is applied.

`500_after`, `drop`, `hang`: it is applied, and the
answer is an error, a closed connection, or never comes. `lie`: 204, and nothing is applied."""

MAX_HANG_S = 30
AFTER_APPLYING = frozenset({"500_after", "drop", "hang"})


@dataclass(frozen=True)
class InjectedFault:
    """One fault, for the next request that matches."""

    method: str
    path: re.Pattern[str]
    kind: FaultKind
    retry_after: str | None = None


class FaultQueue:
    """The faults that are still to come; each happens once."""

    def __init__(self) -> None:
        self._waiting: list[InjectedFault] = []
        self._lock = threading.Lock()
        self.released = threading.Event()

    def next(
        self, method: str, path: str, kind: FaultKind, *, retry_after: str | None = None, times: int = 1
    ) -> None:
        """Ask for the next matching requests to go wrong.

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
        """Drop the faults that are still to come."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str) -> InjectedFault | None:
        """Return the fault for a request, or None; it is used up by that."""
        with self._lock:
            for fault in self._waiting:
                if fault.method in ("*", method) and fault.path.search(path):
                    self._waiting.remove(fault)
                    return fault
        return None

    def release(self) -> None:
        """End the wait of every hanging request."""
        self.released.set()


def inject_faults(
    app: Flask,
    faults: FaultQueue,
    answer: Callable[[InjectedFault], Response],
    refusal: Callable[[int], Response],
) -> None:
    """Make the requests of a stand-in go wrong.

    Args:
        app: the stand-in.
        faults: what is to go wrong.
        answer: gives the answer of a fault that applies nothing, as this tracker words it.
        refusal: gives this tracker's answer with a status.
    """

    @app.before_request
    def before() -> Response | None:
        fault = faults.take(request.method, request.path)
        if fault is None:
            return None
        if fault.kind in AFTER_APPLYING:
            g.fault = fault
            return None
        if fault.kind == "drop_before":
            _hang_up()
        return answer(fault)

    @app.after_request
    def after(response: Response) -> Response:
        fault: InjectedFault | None = g.pop("fault", None)
        if fault is None:
            return response
        if fault.kind == "hang":
            faults.released.wait(MAX_HANG_S)
        elif fault.kind == "drop":
            _hang_up()
        return refusal(500)


def _hang_up() -> None:
    # Only the development server gives the socket; there the caller sees a closed connection.
    connection = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(2)
