"""What the stand-in holds: people, queues with triggers, issues with history."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from injected_faults import FaultQueue

from yandex_standin.outbox import Outbox
from yandex_standin.people import YandexPerson
from yandex_standin.refusals import gone

RUSSIAN_STATUSES = (
    ("open", "Открыт"),
    ("inProgress", "В работе"),
    ("needInfo", "Требуется информация"),
    ("resolved", "Решён"),
    ("closed", "Закрыт"),
)
RUSSIAN_TYPES = (("task", "Задача"), ("bug", "Ошибка"), ("stage", "Этап"), ("epic", "Эпик"))
RESOLUTIONS = ("fixed", "wontFix")
ORGANISATION = "8020001"


@dataclass
class YandexComment:
    """A comment; its earlier texts stay in the history."""

    id: int
    author: YandexPerson
    text: str
    created: datetime
    updated: datetime
    editor: YandexPerson
    summonees: list[str] = field(default_factory=list)
    version: int = 1
    transport: str = "internal"


@dataclass
class YandexIssue:
    """An issue; `key` changes when it moves, and `aliases` still lead to it.

    `status` is what people see.
    """

    id: str
    key: str
    queue: str
    author: YandexPerson
    created: datetime
    updated: datetime
    updated_by: YandexPerson
    summary: str
    description: str = ""
    type: str = "task"
    status: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    followers: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    access: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    notes: list[YandexComment] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    version: int = 1
    commented: datetime | None = None


@dataclass
class YandexChange:
    """What one act did to an issue; triggers fire when it is over."""

    issue: YandexIssue
    by: YandexPerson
    at: datetime
    is_new: bool = False
    fields: list[tuple[str, Any, Any]] = field(default_factory=list)
    notes_added: list[YandexComment] = field(default_factory=list)
    notes_edited: list[tuple[YandexComment, str]] = field(default_factory=list)
    notes_removed: list[YandexComment] = field(default_factory=list)
    files_added: list[str] = field(default_factory=list)


@dataclass
class YandexTrigger:
    """A trigger of a queue, as it was written."""

    id: int
    queue: str
    name: str
    actions: list[dict[str, Any]]
    conditions: list[dict[str, Any]]
    version: int = 1
    active: bool = True


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class YandexState:
    """An organisation.

    Attributes:
        resolved: statuses that cannot be entered without a resolution.
        largest_page: entries that a page holds at most, whatever was asked for.
        scrolls_end_after: pages after which a scroll is no longer there.
        counts_comments: whether a comment is a change of its issue.
        finds_words: whether the search knows of the last comment.
        fired: is called with each act when it is over.
    """

    people: list[YandexPerson] = field(default_factory=list)
    queues: tuple[str, ...] = ("ACME", "OTHER")
    statuses: tuple[tuple[str, str], ...] = RUSSIAN_STATUSES
    types: tuple[tuple[str, str], ...] = RUSSIAN_TYPES
    components: tuple[str, ...] = ("inner-pages", "main")
    versions: tuple[str, ...] = ("1.0",)
    resolved: frozenset[str] = frozenset({"resolved", "closed"})
    organisation_header: str = "X-Org-ID"
    issues: dict[str, YandexIssue] = field(default_factory=dict)
    triggers: list[YandexTrigger] = field(default_factory=list)
    now: Callable[[], datetime] = _now
    fired: list[Callable[[YandexChange], None]] = field(default_factory=list)
    hooks: Outbox = field(default_factory=Outbox)
    faults: FaultQueue = field(default_factory=FaultQueue)
    calls: list[tuple[str, str]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    url: str = ""
    largest_page: int = 100
    counts_comments: bool = False
    finds_words: bool = True
    scrolls_end_after: int | None = None
    scrolls: dict[str, list[YandexIssue]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: dict[str, int] = field(default_factory=dict)

    def person(self, login: str) -> YandexPerson:
        """Return somebody by login."""
        return next(person for person in self.people if person.login == login)

    def find_person(self, name: str) -> YandexPerson:
        """Return somebody by id or login.

        Raises:
            Refused: 404.
        """
        for person in self.people:
            if name in (person.id, person.login):
                return person
        raise gone("Пользователь")

    def issue(self, name: str) -> YandexIssue:
        """Return an issue by its id, its key, or a key that it once had.

        Raises:
            Refused: 404.
        """
        if name in self.issues:
            return self.issues[name]
        for issue in self.issues.values():
            if name == issue.key or name in issue.aliases:
                return issue
        raise gone("Задача")

    def status_key(self, shown: str) -> str:
        """Return the key of a status by what people see."""
        return next(key for key, name in self.statuses if name == shown)

    def type_key(self, shown: str) -> str:
        """Return the key of a type by what people see."""
        return next(key for key, name in self.types if name == shown)

    def require_queue(self, name: str) -> str:
        """Return a queue's key, if it is one; capitals count.

        Raises:
            Refused: 404.
        """
        if name not in self.queues:
            raise gone("Очередь")
        return name

    def number(self, kind: str) -> int:
        """Return the next number of a kind."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def new_id(self) -> str:
        """Return the next permanent id."""
        return f"{0x656E_0000 + self.number('id'):024x}"

    def new_key(self, queue: str) -> str:
        """Return the next key of a queue."""
        return f"{queue}-{self.number(queue)}"

    def commit(self, change: YandexChange) -> None:
        """End an act: the history is written, the version counted, triggers fire."""
        issue = change.issue
        if change.notes_added or change.notes_edited or change.notes_removed:
            issue.commented = change.at
        if change.is_new or change.fields or change.files_added or self.counts_comments:
            issue.updated, issue.updated_by = change.at, change.by
            issue.version += 0 if change.is_new else 1
        for hear in self.fired:
            hear(change)
