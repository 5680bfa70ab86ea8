"""Who of a tracker's people is in our team: the members of a role or group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mappings.model import TrackerTerms
from plugin.trackers.base import TrackerError, TrackerUnreachable
from plugin.trackers.cache import Cache

KEPT_FOR = timedelta(minutes=10)
"""For how long an answer holds: who joins the team is known after that."""


class TeamMembers:
    """Keeps who is in which role or group, for some minutes."""

    def __init__(
        self, now: Callable[[], datetime], ask: Callable[[str, str, str], frozenset[str] | None]
    ) -> None:
        """Take how the members are asked for: by project, `role` or `group`, and its name."""
        self._now = now
        self._ask = ask
        self._known: Cache[tuple[str, str, str], tuple[datetime, frozenset[str]]] = Cache()

    def includes(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is proven to be among ours.

        Raises:
            TrackerUnreachable: the tracker gives no answer now; it may give one later.
        """
        kind, name = find_team(terms)
        if not name:
            return False
        key, now = (project, kind, name), self._now()
        known = self._known.get(key)
        if known is None or now - known[0] > KEPT_FOR:
            try:
                members = self._ask(project, kind, name)
            except TrackerUnreachable:
                raise
            except TrackerError:
                members = None
            known = self._known.put(key, (now, members or frozenset()))
        return account in known[1]


def find_team(terms: TrackerTerms) -> tuple[str, str]:
    """Return what proves that somebody is in our team.

    That is `role` or `group`, and its name; empty where nothing does.
    """
    for named in (terms.team, terms.team_comments):
        if named is not None and named.role:
            return "role", named.role
        if named is not None and named.group:
            return "group", named.group
    return "", ""
