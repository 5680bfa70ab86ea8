"""Labels on YouTrack are tags: their commands, and tags that everybody in the project can see.

`tag NAME` puts on the first tag of that name that the account can see; where there is none it makes one
that only the account itself sees (JetBrains/youtrack-apps, `entities.md`, addTag; command grammar:
NewTagName). A verdict that nobody else sees is no verdict, so a missing tag is made first and shared with
the project's team.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plugin.trackers.base import NotPermitted, TrackerRefused
from plugin.trackers.json_values import identifier
from plugin.trackers.youtrack_groups import Group, Groups
from plugin.trackers.youtrack_session import YouTrackSession

TAG = "id,name,owner(login),readSharingSettings(permittedGroups(id,name,allUsersGroup))"

_PLAIN = re.compile(r"\w[\w.:/+#-]*")
_WORDS_OF_COMMANDS = frozenset({"tag", "untag", "add", "remove", "comment", "star", "unstar", "me", "for"})


def query(add: tuple[str, ...], remove: tuple[str, ...]) -> str:
    """Return one command that takes tags away and puts others on.

    Raises:
        TrackerRefused: a name cannot be written in a command.

    >>> query(("beyond-scope",), ("in-scope", "two words"))
    'untag in-scope untag {two words} tag beyond-scope'
    """
    commands = [f"untag {quoted(name)}" for name in remove] + [f"tag {quoted(name)}" for name in add]
    return " ".join(commands)


def quoted(name: str) -> str:
    """Return a tag's name as it stands in a command: in braces where it is not one plain word.

    Raises:
        TrackerRefused: it is empty, or holds braces, quotation marks or line breaks.
    """
    if not name.strip() or name != name.strip() or re.search(r'[{}"\x00-\x1f\x7f]', name):
        raise TrackerRefused(
            f"the label {name!r} cannot be written in a YouTrack command; "
            "give it another name under tracker.labels, such as beyond-scope"
        )
    plain = _PLAIN.fullmatch(name) and name.casefold() not in _WORDS_OF_COMMANDS
    return name if plain else f"{{{name}}}"


class Tags:
    """The tags that the account sees, looked up once; a missing one is made and shared."""

    def __init__(self, session: YouTrackSession, groups: Groups) -> None:
        self._session = session
        self._groups = groups
        self._known: frozenset[str] = frozenset()

    def ensure(self, names: tuple[str, ...], project: str) -> None:
        """Make those of the names for which the account sees no tag, and let the project's team see them.

        Raises:
            NotPermitted: the account may not make or share tags.
        """
        for name in names:
            if name not in self.seen(names):
                self._make(name, project)
                self._known |= {name}

    def seen(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the names for which the account sees a tag; no other can be taken away."""
        if not set(names) <= self._known:
            self._known |= {identifier(tag.get("name")) for tag in self.all()}
        return tuple(name for name in names if name in self._known)

    def all(self) -> Iterator[Mapping[str, Any]]:
        """Give every tag that the account sees."""
        return self._session.listed("tags", TAG)

    def _make(self, name: str, project: str) -> None:
        team = self._groups.team_of(project)
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
    return bool(readers(tag))


def readers(tag: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups that see a tag."""
    settings = tag.get("readSharingSettings")
    groups = settings.get("permittedGroups") if isinstance(settings, Mapping) else None
    return tuple(Group.of(each) for each in groups or [] if isinstance(each, Mapping))
