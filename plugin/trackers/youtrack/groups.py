"""YouTrack's groups.

Comments for the team are shown to one of them, tags are shared with another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mappings.model import TeamComments
from plugin.trackers.base import NotPrivate, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.youtrack.session import YouTrackSession

GROUP = "id,name,allUsersGroup,teamForProject(shortName)"


@dataclass(frozen=True)
class Group:
    """A group of users; `project` is the short name of the project whose team it is."""

    id: str
    name: str
    is_everybody: bool = False
    project: str = ""

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Group:
        """Read a group that was asked for with `GROUP`."""
        team_for = entry.get("teamForProject")
        project = read_identifier(team_for.get("shortName")) if isinstance(team_for, Mapping) else ""
        return cls(
            read_identifier(entry.get("id")),
            read_identifier(entry.get("name")),
            entry.get("allUsersGroup") is True,
            project,
        )


class Groups:
    """The groups of the site; one that is not known yet is looked for again."""

    def __init__(self, session: YouTrackSession) -> None:
        self._session = session
        self._known: tuple[Group, ...] = ()

    def find_by_name(self, name: str) -> Group | None:
        """Return the group of this name, None where the account sees none."""
        return self._find(lambda group: group.name == name)

    def list_all(self) -> tuple[Group, ...]:
        """Return every group that the account sees, as they are now."""
        self._known = tuple(Group.read(entry) for entry in self._session.iter_entries("groups", GROUP))
        return self._known

    def find_team(self, project: str) -> Group | None:
        """Return the group that is a project's team."""
        return self._find(lambda group: group.project == project)

    def find_readers(self, team: TeamComments) -> Group:
        """Return the group that may read comments for the team.

        YouTrack limits a comment to groups. It has no roles to limit it to, and a project's team may hold the
        client, so that neither `role` nor `internal` says who must not read it.

        Raises:
            NotPrivate: the mapping names no group, or one that everybody is in, or one that is not there.
        """
        if team.group is None:
            key = "internal" if team.internal else "role"
            raise NotPrivate(
                f"team_comments: {key} says nothing to YouTrack, so the comment was not posted; "
                "name a group that only the agency is in: team_comments: {group: …}"
            )
        found = self.find_by_name(team.group)
        if found is None:
            raise NotPrivate(
                f"YouTrack shows the account no group {team.group!r}, so the comment was not posted; "
                "check team_comments in the mapping"
            )
        if found.is_everybody:
            raise NotPrivate(
                f"everybody is in the group {team.group!r}, so the comment was not posted; "
                "name the agency's own group"
            )
        return found

    def list_logins(self, group: Group) -> frozenset[str] | None:
        """Return who is in a group.

        None where this YouTrack does not tell (before 2026.1, or no right).
        """
        try:
            listed = self._session.iter_entries(f"groups/{group.id}/users", "id,login")
            return frozenset(read_identifier(user.get("login")) for user in listed)
        except TrackerError:
            return None

    def _find(self, wanted: Callable[[Group], bool]) -> Group | None:
        found = next(filter(wanted, self._known), None)
        if found is None:
            found = next(filter(wanted, self.list_all()), None)
        return found
