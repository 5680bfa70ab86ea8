"""What the stand-in holds: people, groups, tags, projects and issues."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from injected_faults import FaultQueue

from youtrack_standin.fields import FIELDS, YouTrackField
from youtrack_standin.outbox import Outbox
from youtrack_standin.people import Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.refusals import gone


@dataclass
class YouTrackNote:
    """A comment; `groups` and `users` limit who reads it, where there are any."""

    id: str
    author: YouTrackPerson
    text: str
    created: datetime
    updated: datetime | None = None
    is_deleted: bool = False
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()

    @property
    def is_limited(self) -> bool:
        """Whether not everybody may read it."""
        return bool(self.groups or self.users)


@dataclass(frozen=True)
class Activity:
    """One change of one field, as the history tells it."""

    id: str
    by: YouTrackPerson
    at: datetime
    field: YouTrackField
    removed: Any
    added: Any


@dataclass
class YouTrackIssue:
    """An issue; `key` changes when it moves, and `old_keys` still lead to it."""

    id: str
    key: str
    project: str
    reporter: YouTrackPerson
    created: datetime
    updated: datetime
    summary: str
    description: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    parent: str = ""
    notes: list[YouTrackNote] = field(default_factory=list)
    history: list[Activity] = field(default_factory=list)
    old_keys: list[str] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The name of the state."""
        return str(self.values.get("State") or "")


@dataclass
class YouTrackChange:
    """What one transaction did to an issue; the apps hear of it when it is over."""

    issue: YouTrackIssue
    by: YouTrackPerson
    at: datetime
    is_new: bool = False
    is_removed: bool = False
    fields: list[Activity] = field(default_factory=list)
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    tags_added: list[Tag] = field(default_factory=list)
    tags_removed: list[Tag] = field(default_factory=list)
    notes_added: list[YouTrackNote] = field(default_factory=list)
    notes_edited: list[YouTrackNote] = field(default_factory=list)
    notes_removed: list[YouTrackNote] = field(default_factory=list)
    files_added: list[dict[str, Any]] = field(default_factory=list)
    work_added: list[dict[str, Any]] = field(default_factory=list)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class YouTrackState:
    """A site; `heard` is called with each transaction when it is committed."""

    people: list[YouTrackPerson] = field(default_factory=list)
    groups: list[YouTrackGroup] = field(default_factory=list)
    projects: dict[str, tuple[YouTrackField, ...]] = field(
        default_factory=lambda: {"ACME": FIELDS, "OTHER": FIELDS}
    )
    tags: list[Tag] = field(default_factory=list)
    issues: dict[str, YouTrackIssue] = field(default_factory=dict)
    now: Callable[[], datetime] = _now
    heard: list[Callable[[YouTrackChange], None]] = field(default_factory=list)
    hooks: Outbox = field(default_factory=Outbox)
    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    nested_comments: int | None = None
    largest_page: int = 100
    forgets_visibility: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: dict[str, int] = field(default_factory=dict)

    def person(self, login: str) -> YouTrackPerson:
        """Return somebody by login."""
        return next(person for person in self.people if person.login == login)

    def issue(self, name: str) -> YouTrackIssue:
        """Return an issue by its database id, its key, or a key that it once had.

        Raises:
            Refused: 404.
        """
        if name in self.issues:
            return self.issues[name]
        for issue in self.issues.values():
            if name == issue.key or name in issue.old_keys:
                return issue
        raise gone("Issue", name)

    def group(self, name: str) -> YouTrackGroup:
        """Return a group by its database id.

        Raises:
            Refused: 404.
        """
        found = next((group for group in self.groups if group.id == name), None)
        if found is None:
            raise gone("UserGroup", name)
        return found

    def fields_of(self, project: str) -> tuple[YouTrackField, ...]:
        """Return a project's fields.

        Raises:
            Refused: 404.
        """
        if project not in self.projects:
            raise gone("Project", project)
        return self.projects[project]

    def field_of(self, issue: YouTrackIssue, name: str) -> YouTrackField | None:
        """Return an issue's field by name, whatever its case."""
        fields = self.fields_of(issue.project)
        return next((each for each in fields if each.name.casefold() == name.casefold()), None)

    def new_id(self, kind: str) -> str:
        """Return the next id of a kind, such as `4-12`."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return f"{kind}-{self._numbers[kind]}"

    def new_key(self, project: str) -> str:
        """Return the next readable id of a project."""
        return self.new_id(project)

    def sees(self, person: YouTrackPerson, note: YouTrackNote) -> bool:
        """Say whether somebody may read a comment.

        Whether its author may is not documented, so not.
        """
        if not note.is_limited or person.login in note.users:
            return True
        return any(self.group(name).holds(person) for name in note.groups)

    def sees_tag(self, person: YouTrackPerson, tag: Tag) -> bool:
        """Say whether somebody sees a tag."""
        return tag.owner == person.login or any(self.group(name).holds(person) for name in tag.groups)

    def uses_tag(self, person: YouTrackPerson, tag: Tag) -> bool:
        """Say whether somebody may put a tag on and take it away."""
        shared = tag.groups if tag.used_by is None else tag.used_by
        return tag.owner == person.login or any(self.group(name).holds(person) for name in shared)

    def commit(self, change: YouTrackChange) -> None:
        """End a transaction: the issue is updated now, and the apps hear of it."""
        if not change.is_removed:
            change.issue.updated = change.at
        for hear in self.heard:
            hear(change)
