"""Who uses the stand-in, in which groups, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass, field

PARTICIPANT = frozenset({"READ_ISSUE", "CREATE_ISSUE", "UPDATE_ISSUE", "CREATE_COMMENT", "UPDATE_COMMENT"})
"""What everybody in a project may do."""

SERVICE = PARTICIPANT | {"DELETE_COMMENT", "CREATE_TAG", "SHARE_TAG", "READ_PROJECT", "READ_GROUP"}
"""What the service's account needs."""

ADMINISTRATOR = SERVICE | {"DELETE_ISSUE", "UPDATE_ANY_COMMENT"}


@dataclass(frozen=True)
class YouTrackPerson:
    """A user; the empty token never logs in."""

    login: str
    name: str
    token: str = ""
    groups: frozenset[str] = frozenset()
    permissions: frozenset[str] = PARTICIPANT
    is_banned: bool = False
    email: str = ""

    @property
    def id(self) -> str:
        """The database id."""
        return f"1-{sum(self.login.encode())}"

    def may(self, permission: str) -> bool:
        """Say whether the person has a permission."""
        return permission in self.permissions


@dataclass
class YouTrackGroup:
    """A group of users."""

    id: str
    name: str
    is_everybody: bool = False
    project: str = ""

    def holds(self, person: YouTrackPerson) -> bool:
        """Say whether somebody is in the group."""
        return self.is_everybody or self.name in person.groups


@dataclass
class Tag:
    """A tag.

    Without groups only its owner sees it. `used_by` None: everybody who sees it uses it.
    """

    id: str
    name: str
    owner: str
    groups: list[str] = field(default_factory=list)
    used_by: list[str] | None = None
