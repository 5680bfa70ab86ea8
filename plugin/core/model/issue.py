"""The issue as the service knows it: one snapshot, the same for every tracker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

PROJECT_ID = "project:id"
CALLED = "key:called"
"""Fields of a snapshot that no tracker has."""

TermKind = Literal["status", "type", "component", "version"]
"""What a tracker calls by names that may be changed, or translated for the reader."""

TERM_IDS: Mapping[TermKind, str] = {
    "status": "status:id",
    "type": "type:id",
    "component": "components:id",
    "version": "versions:id",
}
"""Fields of a snapshot with the tracker's numbers of names: each value is a number and a name."""


class Frozen(BaseModel):
    """A value that never changes and can be kept as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def load(cls, text: str) -> Self:
        """Return what was stored, also by a newer version, whose new keys are left out.

        Hosts are upgraded one after the other: the older ones go on reading.
        """
        return cls.model_validate_json(text, extra="ignore")


class Account(Frozen):
    """Somebody in a tracker.

    `id` is what the tracker itself identifies people by: `accountId` on Jira Cloud, the user name on
    Data Center, the numeric id as text on Redmine, the login on YouTrack. It is empty where a body names
    nobody (some recorded bodies carry a display name only); such an account matches no person.
    """

    id: str
    name: str = ""


class IssueSnapshot(Frozen):
    """What a tracker said about an issue at one moment.

    `id` never changes; `key` does when the issue moves. `fields` holds every other field by the tracker's
    own field id, as texts (a single value is a tuple of one; objects give their value, name or key): the
    mapping names there where this tracker keeps epic, estimate or due date.

    `project` is the project as the mapping calls it. Its number, and the name of an issue whose key changed,
    are among the fields, so that the version before loads them, too.

    `whole` says that the body carried everything a verdict needs (labels, components, versions, type,
    project, reporter, created); comment events of Jira Cloud do not.
    """

    id: str
    key: str
    project: str
    type: str = ""
    summary: str = ""
    description: str = ""
    status: str = ""
    labels: frozenset[str] = frozenset()
    components: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    parent: str | None = None
    fields: dict[str, tuple[str, ...]] = {}
    estimate_hours: Decimal | None = None
    logged_hours: Decimal = Decimal(0)
    reporter: Account | None = None
    created: datetime | None = None
    updated: datetime | None = None
    due: date | None = None
    whole: bool = True

    @property
    def project_id(self) -> str:
        """The project's number, where the tracker tells it."""
        return next(iter(self.fields.get(PROJECT_ID, ())), "")

    def find_due(self, field: str) -> date | None:
        """Return the due date in the field where a mapping keeps it, or None."""
        if field == "duedate":
            return self.due
        texts = (text[:10] for text in self.fields.get(field, ()))
        found = (_read_day(text) for text in texts)
        return next((day for day in found if day is not None), None)

    def list_term_ids(self, kind: TermKind) -> dict[str, str]:
        """Return names of a kind as the tracker wrote them, each with its number."""
        found = (value.partition(" ") for value in self.fields.get(TERM_IDS[kind], ()))
        return {name: number for number, _, name in found}

    @property
    def called(self) -> str:
        """The key by which the mapping names the issue, where its key is another now."""
        return next(iter(self.fields.get(CALLED, ())), "")


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_FILES = frozenset({"attachment", "attachments", "вложение", "вложения"})
"""What trackers call the files of an issue in its history."""


class FieldChange(Frozen):
    """One item of a changelog; `field` is the tracker's field id, or its name.

    `name` is the field's name where `field` is an id that people do not know it by. Several values of one
    field are one a line.
    """

    field: str
    name: str = ""
    before: str = ""
    after: str = ""

    @property
    def brings_files(self) -> bool:
        """Whether it adds files, whose names are `after`."""
        return bool(self.after) and not _FILES.isdisjoint((self.field.casefold(), self.name.casefold()))


class Comment(Frozen):
    """A comment as a tracker gave it; `editor` is who edited it."""

    id: str
    author: Account
    editor: Account | None = None
    body: str
    created: datetime | None = None
    updated: datetime | None = None
    public: bool = True
