"""Looks up once a day what numbers a tracker has for the names of its contracts."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from plugin.core.model.kept_names import Names
from plugin.trackers.base import Tracker, TrackerError
from plugin.worker.active_contracts import ActiveContracts

log = logging.getLogger("ugovor.names")

LOOKUP_INTERVAL = timedelta(days=1)
"""What is renamed meanwhile is recognised by its number all the same."""


class TermLookup:
    """Looks up statuses, types, components and versions, a few calls a project.

    Once a process, then daily, and when contracts name something else. A tracker that does not answer is
    asked at the next pass; nothing waits for it.
    """

    def __init__(self, active_contracts: ActiveContracts) -> None:
        self._active_contracts = active_contracts
        self._looked: dict[str, tuple[datetime, Names]] = {}

    def look(self, tracker: Tracker, projects: tuple[str, ...], now: datetime) -> None:
        """Keep the numbers of what projects of a tracker have, where that is due."""
        names = self._active_contracts.names_of(tracker.name)
        looked = self._looked.get(tracker.name)
        if looked is not None and looked[1] == names and now - looked[0] < LOOKUP_INTERVAL:
            return
        try:
            listed = tracker.list_terms(self._active_contracts.find_projects(tracker.name, projects))
        except TrackerError as error:
            log.warning("tracker=%s did not list its names: %s", tracker.name, error)
            return
        self._looked[tracker.name] = (now, names)
        news = self._active_contracts.learn(tracker.name, listed)
        if news:
            log.info("tracker=%s names=%s learned", tracker.name, len(news))
