"""Waits for work: by `NOTIFY` on PostgreSQL, by short polling on SQLite."""

from __future__ import annotations

import logging
import threading
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from plugin.store.claims import CHANNEL
from plugin.store.engine import Database

log = logging.getLogger("ugovor.worker")

POLL_INTERVAL_S = 0.1
MAX_WAIT_S = 1.0
"""A worker looks again after this time even without a notification: nothing tells that a dead worker's
lease ended."""


class WorkNotifications:
    """Waits for a worker that has no work until there may be some."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listening: Connection | None = None

    def wait(self, stop: threading.Event, seconds: float | None) -> None:
        """Wait until something falls due, at most a number of seconds.

        Args:
            stop: ends the wait, on PostgreSQL within a second.
            seconds: until the next subject falls due by itself.
        """
        longest = MAX_WAIT_S if not self._database.is_sqlite else POLL_INTERVAL_S
        rest = max(0.0, min(longest, longest if seconds is None else seconds))
        if self._database.is_sqlite:
            stop.wait(rest)
            return
        try:
            self._listen(rest)
        except Exception as error:  # noqa: BLE001 -- the driver's own errors too: polling goes on without notifications
            log.warning("notifications of work do not come just now (%s)", type(error).__name__)
            self.close()
            stop.wait(rest)

    def close(self) -> None:
        """Stop listening."""
        listening, self._listening = self._listening, None
        if listening is not None:
            try:
                listening.invalidate()
                listening.close()
            except SQLAlchemyError:
                log.debug("the connection was gone already")

    def _listen(self, seconds: float) -> None:
        """Listen until a notification comes; those that came since the last count."""
        for _ in self._driver().notifies(timeout=seconds, stop_after=1):
            return

    def _driver(self) -> Any:  # noqa: ANN401 -- psycopg's connection, which is not there with SQLite alone
        if self._listening is None:
            self._listening = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._listening.exec_driver_sql(f"LISTEN {CHANNEL}")
        return self._listening.connection.driver_connection
