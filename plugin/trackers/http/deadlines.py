"""Ends calls that take too long in total, however lively their answer drips.

A socket's own time-out is for each read alone: an answer that sends a byte now and then would never end. One
thread watches all calls of the process, and shuts the socket of one that is over its time.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_CHECK_INTERVAL_S = 0.1


class Call:
    """One call, its end, and the socket that it uses."""

    def __init__(self, ends_at_s: float) -> None:
        self.ends_at_s = ends_at_s
        self.is_over = False
        self._socket: socket.socket | None = None
        self._changing = threading.Lock()

    def use(self, used: socket.socket | None) -> None:
        """Note the socket that the call uses from now on; one that comes too late is shut."""
        with self._changing:
            self._socket = used
            if self.is_over:
                _shut(used)

    def end(self) -> None:
        """Shut the socket: its reader goes on at once, with an error."""
        with self._changing:
            self.is_over = True
            _shut(self._socket)


class Deadlines:
    """Watches the calls of a process; its thread begins with the first call."""

    def __init__(self) -> None:
        self._calls: set[Call] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._of_thread = threading.local()

    @property
    def current(self) -> Call | None:
        """The call that this thread is making."""
        call: Call | None = getattr(self._of_thread, "call", None)
        return call

    @contextmanager
    def limit(self, seconds: float) -> Iterator[Call]:
        """Limit what this thread asks in the block to a total time."""
        call = self._of_thread.call = Call(time.monotonic() + seconds)
        with self._changed:
            self._calls.add(call)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="deadlines", daemon=True)
                self._thread.start()
            elif len(self._calls) == 1:
                self._changed.notify()
        try:
            yield call
        finally:
            with self._changed:
                self._calls.discard(call)
            self._of_thread.call = None

    def _watch(self) -> None:
        while True:
            with self._changed:
                while not self._calls:
                    self._changed.wait()
                now_s = time.monotonic()
                late = [call for call in self._calls if call.ends_at_s <= now_s and not call.is_over]
            for call in late:
                call.end()
            time.sleep(_CHECK_INTERVAL_S)


def _shut(used: socket.socket | None) -> None:
    if used is not None:
        with suppress(OSError):
            # Not `close`: that would wait for the reader's buffer, and free a number that another may get.
            used.shutdown(socket.SHUT_RDWR)


DEADLINES = Deadlines()
"""Of this process; calls of all trackers share the one thread."""
