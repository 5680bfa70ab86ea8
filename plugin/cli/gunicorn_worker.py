"""gunicorn's worker process, with two gaps closed.

A signal that comes too early, a start that takes long.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from queue import Empty
from types import FrameType

from gunicorn.workers.gthread import ThreadWorker

_NOTIFY_INTERVAL_S = 1.0


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Serves with threads; ends at once when it is asked to before it serves."""

    take_missed: Callable[[], int] | None = None
    """Takes a signal that came after the fork, before this process had its own handlers."""

    def init_signals(self) -> None:
        """Set the signal handlers, and obey a signal that came before they stood.

        Nobody else would: gunicorn sends it once, and kills half a minute later.
        """
        super().init_signals()
        while self.take_missed is not None:
            try:
                if self.take_missed() in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
                    raise SystemExit(0)
            except (Empty, IndexError):
                return

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End gracefully; at once where nothing is served yet."""
        if not self.booted:
            raise SystemExit(0)
        super().handle_exit(sig, frame)

    def load_wsgi(self) -> None:
        """Load the app and show signs of life meanwhile.

        A migration may take longer than gunicorn waits.
        """
        is_loaded = threading.Event()
        threading.Thread(target=self._notify_until, args=(is_loaded,), name="loading", daemon=True).start()
        try:
            super().load_wsgi()
        finally:
            is_loaded.set()

    def _notify_until(self, is_loaded: threading.Event) -> None:
        while not is_loaded.wait(_NOTIFY_INTERVAL_S):
            self.notify()
