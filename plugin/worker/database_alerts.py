"""Logs database faults: one line now and then instead of one for each attempt."""

from __future__ import annotations

import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from plugin.store.db_errors import DatabaseError, describe_error

log = logging.getLogger("ugovor.worker")

REPEAT_INTERVAL_S = 60.0
"""A full disk often holds the log as well."""


class DatabaseAlerts:
    """Remembers since when the database is in trouble, and what was said of it last."""

    def __init__(self) -> None:
        # Not the service's clock, which may be set: this measures how long a fault lasts.
        self._since: float | None = None
        self._said: tuple[DatabaseError, float] | None = None

    def report_fault(self, error: SQLAlchemyError) -> None:
        """Say what is wrong where it is new, or was said a minute ago."""
        now, trouble = time.monotonic(), describe_error(error)
        self._since = self._since if self._since is not None else now
        if self._said is None or self._said[0] != trouble or now - self._said[1] >= REPEAT_INTERVAL_S:
            self._said = trouble, now
            log.error("the database: %s: trying again. %s", trouble.sentence, trouble.remedy)

    def report_recovery(self) -> None:
        """Say that it is over, where something was."""
        if self._since is not None:
            log.info("the database answers again after %.0f s", time.monotonic() - self._since)
            self._since = self._said = None
