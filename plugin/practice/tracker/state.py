"""The site's state in memory: people, projects, issues, comments."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError, not_found
from plugin.practice.tracker.webhooks import WebhookOutbox
from plugin.practice.tracker.write_rate import IssueWriteRate

Flavour = Literal["cloud", "dc"]

EDIT_SCREEN = frozenset(
    {
        "summary",
        "description",
        "labels",
        "components",
        "fixVersions",
        "duedate",
        "timetracking",
        "parent",
        "assignee",
        "comment",
        "issuetype",
    }
)
"""The fields of the edit screen, as a new Jira project has them."""

TYPES = ("Task", "Bug", "Story", "Epic", "Stage", "Sub-task")

STATUSES = ("To Do", "In Progress", "Waiting for client", "Done", "Accepted")


@dataclass
class PracticeNote:
    """A comment; `body` is a string or ADF, as it was written."""

    id: str
    author: PracticeUser
    body: str | dict[str, Any]
    created: datetime
    updated: datetime
    editor: PracticeUser
    visibility: dict[str, str] | None = None
    internal: bool = False


@dataclass(frozen=True)
class StatusMove:
    """One entry of an issue's history: who moved it."""

    id: str
    by: PracticeUser
    at: datetime
    before: str
    after: str


@dataclass(frozen=True)
class ChangelogItem:
    """One item of a changelog."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PracticeEdit:
    """One entry of an issue's history: who changed which fields."""

    id: str
    by: PracticeUser
    at: datetime
    items: tuple[ChangelogItem, ...]


@dataclass
class PracticeIssue:
    """An issue; `fields` has the editable values by field id, in plain values."""

    id: str
    key: str
    project: str
    type: str
    status: str
    reporter: PracticeUser
    created: datetime
    updated: datetime
    fields: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    notes: list[PracticeNote] = field(default_factory=list)
    moves: list[StatusMove] = field(default_factory=list)
    watchers: list[str] = field(default_factory=list)
    edits: list[PracticeEdit] = field(default_factory=list)

    def note(self, note_id: str) -> PracticeNote:
        """Return a comment.

        Raises:
            RestError: 404.
        """
        found = next((note for note in self.notes if note.id == note_id), None)
        if found is None:
            raise not_found(f"Comment {note_id}")
        return found


@dataclass(frozen=True)
class Project:
    """A project; a service desk knows internal comments."""

    key: str
    name: str
    id: str = "10000"
    is_service_desk: bool = False


@dataclass
class PracticeSite:
    """One Jira site.

    Attributes:
        flavour: `cloud` (REST v2 and v3, ADF, `accountId`) or `dc` (REST v2, strings, user names).
        now: where the present comes from.
        screen: ids of the fields on the edit screen, custom fields among them.
        hidden: ids of fields that are not on the screens of some types, by the type.
        edits_take_properties: whether an edit may carry issue properties (on Data Center not verified).
        upload_limit: the largest file that is taken, in bytes.
        comments_shown: how many comments an issue shows itself; the rest is paged.
        types: of the issues that can be made; others appear with the first issue of theirs.
        components: of every project, beside those that issues have; versions likewise.
        field_names: what people call a custom field, by its id.
        token_ends: when the personal access tokens of Data Center run out; None: never.
        gateway: the path of an API that has an address of its own, as scoped tokens use; empty: the site's.
        base_url: where people see the site, if that is not where the API is; empty: the same.
        url: of the site, for `self` addresses.
        extra_links: (text, address) shown on every page, such as the service's register.
    """

    flavour: Flavour = "cloud"
    people: list[PracticeUser] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    screen: set[str] = field(default_factory=lambda: set(EDIT_SCREEN))
    hidden: dict[str, frozenset[str]] = field(default_factory=dict)
    statuses: tuple[str, ...] = STATUSES
    name_ids: dict[tuple[str, str], str] = field(default_factory=dict)
    types: tuple[str, ...] = TYPES
    components: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    field_names: dict[str, str] = field(default_factory=dict)
    token_ends: datetime | None = None
    gateway: str = ""
    base_url: str = ""
    edits_take_properties: bool = True
    comments_shown: int = 100
    upload_limit: int = 10 * 1024 * 1024
    url: str = "http://127.0.0.1"
    extra_links: list[tuple[str, str]] = field(default_factory=list)
    issues: dict[str, PracticeIssue] = field(default_factory=dict)
    hooks: WebhookOutbox = field(default_factory=WebhookOutbox)
    lock: threading.RLock = field(default_factory=threading.RLock)
    pace: IssueWriteRate = field(init=False)
    _next_id: int = 10_000
    _used: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pace = IssueWriteRate(lambda: self.now().timestamp())

    @property
    def is_cloud(self) -> bool:
        """Whether the site is Jira Cloud."""
        return self.flavour == "cloud"

    def new_id(self) -> str:
        """Return an id that nothing else has."""
        self._next_id += 1
        return str(self._next_id)

    def issue(self, reference: str) -> PracticeIssue:
        """Return the issue with an id or key.

        Raises:
            RestError: 404.
        """
        found = self.issues.get(reference) or self._by_key(reference)
        if found is None:
            raise not_found("Issue")
        return found

    def person(self, person_id: str) -> PracticeUser:
        """Return the person with an id.

        Raises:
            RestError: 404.
        """
        found = next((person for person in self.people if person.id == person_id), None)
        if found is None:
            raise not_found(f"User {person_id}")
        return found

    def project(self, key: str) -> Project:
        """Return the project with a key.

        Raises:
            RestError: 404.
        """
        found = next((project for project in self.projects if key in (project.key, project.id)), None)
        if found is None:
            raise RestError(404, f"No project could be found with key '{key}'.")
        return found

    def next_key(self, project: str) -> str:
        """Return the key of a project's next issue; a number is never given twice."""
        numbers = (_number(issue.key) for issue in self.issues.values() if issue.project == project)
        self._used[project] = max(self._used.get(project, 0), *numbers, 0) + 1
        return f"{project}-{self._used[project]}"

    def id_of(self, kind: str, name: str) -> str:
        """Return the number of a type, component or version, whatever its name."""
        return self.name_ids.setdefault((kind, name), str(len(self.name_ids) + 10101))

    def screen_of(self, type_: str) -> set[str]:
        """Return the ids of the fields on a type's edit screen."""
        return self.screen - self.hidden.get(type_, frozenset())

    def roles(self) -> frozenset[str]:
        """Return the names of all project roles."""
        return frozenset(role for person in self.people for role in person.roles)

    def sees(self, person: PracticeUser, note: PracticeNote) -> bool:
        """Say whether a person may read a comment."""
        if note.internal and not person.is_agent:
            return False
        if note.visibility is None:
            return True
        held = person.roles if note.visibility["type"] == "role" else person.groups
        return note.visibility["value"] in held

    def _by_key(self, key: str) -> PracticeIssue | None:
        return next((issue for issue in self.issues.values() if issue.key == key), None)


def compare_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ChangelogItem, ...]:
    """Return what differs between two states of an issue's fields."""
    names: Iterable[str] = sorted(before.keys() | after.keys())
    return tuple(
        ChangelogItem(name, before.get(name), after.get(name))
        for name in names
        if (before.get(name) or None) != (after.get(name) or None)
    )


def _number(key: str) -> int:
    return int(key.rpartition("-")[2])
