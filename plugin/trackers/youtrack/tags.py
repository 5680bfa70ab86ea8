"""Labels on YouTrack are tags.

Their commands, and tags that everybody in the project can see.

`tag NAME` puts on the first tag of that name that the account can see; where there is none it makes one
that only the account itself sees (JetBrains/youtrack-apps, `entities.md`, addTag; command grammar:
NewTagName). A verdict that nobody else sees is no verdict, so a missing tag is made first and shared with
the project's team.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from plugin.runtime.clock import Clock, SystemClock
from plugin.trackers.base import NotPermitted, TrackerBusy, TrackerRefused
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.youtrack.groups import Groups
from plugin.trackers.youtrack.session import YouTrackSession

TAG = (
    "id,name,owner(login),readSharingSettings(permittedGroups(id)),"
    "tagSharingSettings(permittedGroups(id),permittedUsers(login))"
)

_TAGS_CACHED_FOR = timedelta(hours=1)
"""A tag that was deleted or is shared no more is noticed after this long."""

_MAX_WAIT_S = 5.0
"""How long a thread waits while another makes a tag."""

_PLAIN = re.compile(r"\w[\w.:/+#-]*")
_COMMAND_WORDS = frozenset({"tag", "untag", "add", "remove", "comment", "star", "unstar", "me", "for"})


def build_command(add: tuple[str, ...], remove: tuple[str, ...]) -> str:
    """Return one command that takes tags away and puts others on.

    Raises:
        TrackerRefused: a name cannot be written in a command.

    >>> build_command(("beyond-scope",), ("in-scope", "two words"))
    'untag in-scope untag {two words} tag beyond-scope'
    """
    commands = [f"untag {quote_name(name)}" for name in remove] + [f"tag {quote_name(name)}" for name in add]
    return " ".join(commands)


def quote_name(name: str) -> str:
    """Return a tag's name as it stands in a command.

    In braces where it is not one plain word.

    Raises:
        TrackerRefused: it is empty, or holds braces, quotation marks or line breaks.
    """
    if not name.strip() or name != name.strip() or re.search(r'[{}"\x00-\x1f\x7f]', name):
        raise TrackerRefused(
            f"the label {name!r} cannot be written in a YouTrack command; "
            "give it another name under tracker.labels, such as beyond-scope"
        )
    plain = _PLAIN.fullmatch(name) and name.casefold() not in _COMMAND_WORDS
    return name if plain else f"{{{name}}}"


class Tags:
    """The tags that the account sees, looked up once.

    A missing one is made and shared.
    """

    def __init__(self, session: YouTrackSession, groups: Groups, clock: Clock | None = None) -> None:
        self._session = session
        self._groups = groups
        self._clock = clock or SystemClock()
        self._known: frozenset[str] = frozenset()
        self._looked_at: datetime | None = None
        self._making = threading.Lock()

    def ensure(self, names: tuple[str, ...], project: str) -> None:
        """Make the tags that the account does not see, and share them with the team.

        Two tags of one name would be told apart by nobody, so one thread makes them at a time.

        Raises:
            NotPermitted: the account may not make or share tags.
            TrackerBusy: another thread has been making one for too long.
        """
        if set(names) <= set(self.select_seen(names)):
            return
        if not self._making.acquire(timeout=_MAX_WAIT_S):
            raise TrackerBusy("a tag is being made at this moment", retry_after_s=_MAX_WAIT_S)
        try:
            for name in names:
                if name not in self.select_seen(names):
                    self._make(name, project)
                    self._known |= {name}
        finally:
            self._making.release()

    def select_seen(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the names for which the account sees a tag.

        No other can be taken away.
        """
        now = self._clock.now()
        is_stale = self._looked_at is None or now - self._looked_at > _TAGS_CACHED_FOR
        if names and (is_stale or not set(names) <= self._known):
            self._known = frozenset(read_identifier(tag.get("name")) for tag in self.iter_tags())
            self._looked_at = now
        return tuple(name for name in names if name in self._known)

    def iter_tags(self) -> Iterator[Mapping[str, Any]]:
        """Give every tag that the account sees."""
        return self._session.iter_entries("tags", TAG)

    def _make(self, name: str, project: str) -> None:
        team = self._groups.find_team(project)
        if team is None:
            raise NotPermitted(
                f"there is no tag {name!r}, and the team of {project} to share it with was not found"
            )
        shared = {"permittedGroups": [{"id": team.id}]}
        body = {"name": name, "readSharingSettings": shared, "tagSharingSettings": shared}
        try:
            self._session.post("tags", body, TAG)
        except (NotPermitted, TrackerRefused) as error:
            raise NotPermitted(
                f"there is no tag {name!r} that the account sees, and it may not make and share one: make it "
                f"by hand and share it with everybody in {project} ({error})"
            ) from error


def is_shared(tag: Mapping[str, Any]) -> bool:
    """Tell whether anybody but its owner sees a tag."""
    return bool(_list_permitted(tag, "readSharingSettings"))


def is_usable(tag: Mapping[str, Any], own_login: str) -> bool:
    """Tell whether the account may put a tag on.

    Its own, or one that somebody beside its owner may use.
    """
    owner = tag.get("owner")
    is_own = isinstance(owner, Mapping) and owner.get("login") == own_login
    return is_own or bool(_list_permitted(tag, "tagSharingSettings"))


def _list_permitted(tag: Mapping[str, Any], name: str) -> list[Any]:
    settings = tag.get(name)
    if not isinstance(settings, Mapping):
        return []
    listed = (settings.get(key) for key in ("permittedGroups", "permittedUsers"))
    return [entry for entries in listed if isinstance(entries, list) for entry in entries]
