"""What a stand-in for Redmine holds, and how it takes an edit.

As the genuine one was measured to (5.0.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

STATUSES = {1: "New", 2: "In Progress", 3: "Waiting for client", 4: "Done", 5: "Accepted"}
CLOSED = {4, 5}
TRACKERS = {"Task": 1, "Stage": 2, "Epic": 3, "Bug": 4}
VERDICTS = ["in_scope", "bonus", "beyond_scope", "unclear", "defect", "warranty"]
LABELS = [
    *("in-scope", "scope-bonus", "beyond-scope", "scope-unclear", "our-defect", "warranty"),
    *("signed-off", "sign-off-outdated", "site", "html", "support", "internal", "urgent"),
]
ATTRIBUTES = ("subject", "description", "due_date", "estimated_hours", "parent_issue_id", "status_id")
CLIENT = {"view_issues", "add_issues", "edit_issues", "add_issue_notes", "edit_own_issue_notes"}
ROLES: dict[int, tuple[str, set[str]]] = {
    3: ("Agency", CLIENT | {"view_private_notes", "set_notes_private", "view_time_entries", "log_time"}),
    4: (
        "Bot",
        CLIENT | {"view_private_notes", "set_notes_private", "view_time_entries", "add_issue_watchers"},
    ),
    5: ("Client", set(CLIENT)),
    6: ("Observer", {"view_issues", "add_issue_notes"}),
}
PEOPLE = {
    "admin": (1, "Redmine Admin"),
    "ugovor": (4, "Ugovor Bot"),
    "manager": (5, "Мария Орлова"),
    "contact": (8, "Анна Белова"),
    "stranger": (10, "Кто-то ещё"),
}
READ_ONLY = {"Client": {"due_date", "1"}}
"""Attributes and custom fields that the workflow keeps from a role."""


@dataclass(frozen=True)
class RedmineField:
    """A custom field; without values it is a date."""

    id: int
    name: str
    values: tuple[str, ...] = ()
    multiple: bool = False


FIELDS = (
    RedmineField(1, "Scope", tuple(VERDICTS)),
    RedmineField(2, "Labels", tuple(LABELS), multiple=True),
    RedmineField(3, "Verdict label", tuple(LABELS[:6])),
    RedmineField(4, "Own labels", ("site", "urgent", "signed-off", "sign-off-outdated"), multiple=True),
    RedmineField(5, "Deadline"),
)


class RedmineRefused(Exception):
    """An answer that is not good; `errors` are Redmine's sentences of a 422."""

    def __init__(self, status: int, *errors: str) -> None:
        super().__init__(status, *errors)
        self.status = status
        self.errors = errors


@dataclass
class Journal:
    """A note, changes, or both."""

    id: int
    user: int
    notes: str
    at: datetime
    private: bool = False
    details: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class StandInIssue:
    """An issue; `custom` holds texts or lists by the field's id."""

    id: int
    project: int
    author: int
    created: datetime
    updated: datetime
    attributes: dict[str, Any]
    custom: dict[int, Any]
    journals: list[Journal] = field(default_factory=list)
    spent: float = 0.0
    watchers: set[int] = field(default_factory=set)
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class State:
    """Everything of one site; `now` has whole seconds, as Redmine shows them."""

    projects: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[int, dict[int, int]] = field(default_factory=dict)
    issues: dict[int, StandInIssue] = field(default_factory=dict)
    settings: dict[str, str] = field(
        default_factory=lambda: {
            "parent_issue_dates": "independent",
            "rest_api_enabled": "1",
            "version": "5.0",
        }
    )
    rights: dict[int, set[str]] = field(
        default_factory=lambda: {id_: set(rights) for id_, (_, rights) in ROLES.items()}
    )
    ids: int = 0
    uploads: dict[str, bytes] = field(default_factory=dict)

    def new_id(self) -> int:
        """Return a number that nothing else has."""
        self.ids += 1
        return self.ids

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.now(UTC).replace(microsecond=0)

    def role(self, user: int, project: int) -> int | None:
        """Return the role of somebody in a project."""
        return self.members.get(project, {}).get(user)

    def may(self, user: int, right: str, project: int) -> bool:
        """Tell whether somebody has a right in a project."""
        role = self.role(user, project)
        return user == 1 or (role is not None and right in self.rights[role])

    def children(self, issue: StandInIssue) -> list[StandInIssue]:
        """Return an issue's subtasks."""
        return [each for each in self.issues.values() if each.attributes.get("parent_issue_id") == issue.id]

    def offered(self, issue: StandInIssue) -> list[int]:
        """Return the statuses that the workflow offers.

        None that closes an issue with open subtasks.
        """
        is_open = any(child.attributes["status_id"] not in CLOSED for child in self.children(issue))
        return [id_ for id_ in STATUSES if not (is_open and id_ in CLOSED)]

    def create(self, user: int, given: dict[str, Any]) -> StandInIssue:
        """Create an issue.

        An unknown value of a list that takes several is called invalid.
        """
        project = self.project(str(given.get("project_id", "")))
        if not self.may(user, "add_issues", project["id"]):
            raise RedmineRefused(403)
        errors = [] if str(given.get("subject") or "").strip() else ["Subject cannot be blank"]
        custom: dict[int, Any] = {each.id: [] if each.multiple else None for each in FIELDS}
        for each, value in _custom(given):
            if not _fits(each, value):
                errors.append(f"{each.name} is {'invalid' if each.multiple else 'not included in the list'}")
            custom[each.id] = value
        if errors:
            raise RedmineRefused(422, *errors)
        now = self.now()
        attributes: dict[str, Any] = dict.fromkeys(ATTRIBUTES)
        attributes |= {"status_id": 1, "tracker_id": given.get("tracker_id", 1)}
        attributes |= {name: given[name] for name in ATTRIBUTES if name in given and name != "status_id"}
        made = StandInIssue(self.new_id(), project["id"], user, now, now, attributes, custom)
        self.issues[made.id] = made
        return made

    def edit(
        self, user: int, issue: StandInIssue, given: dict[str, Any], files: Sequence[dict[str, Any]] = ()
    ) -> None:
        """Take an edit: drop what is not allowed, refuse the whole if it does not fit."""
        change = self._allowed(user, issue, given)
        custom = [
            (each, value) for each, value in _custom(given) if self._editable(user, issue, str(each.id))
        ]
        errors = _faults(change, custom)
        if errors:
            raise RedmineRefused(422, *errors)
        details = [
            *_attributes_changed(issue, change),
            *_custom_changed(issue, custom),
            *(
                {"property": "attachment", "name": str(file["id"]), "new_value": file["filename"]}
                for file in files
            ),
        ]
        issue.files += files
        notes = str(given.get("notes") or "") if self.may(user, "add_issue_notes", issue.project) else ""
        private = given.get("private_notes") is True and self.may(user, "set_notes_private", issue.project)
        if private and notes and details:
            issue.journals.append(Journal(self.new_id(), user, "", self.now(), False, details))
            details = []
        if notes or details:
            issue.journals.append(
                Journal(self.new_id(), user, notes, self.now(), private and bool(notes), details)
            )
        issue.attributes |= change
        issue.custom |= {each.id: value for each, value in custom}
        # Also where nothing was changed: measured.
        issue.updated = self.now()

    def rewrite(self, user: int, journal_id: int, given: dict[str, Any]) -> None:
        """Change a note; one that says nothing and changed nothing goes."""
        for issue in self.issues.values():
            for journal in issue.journals:
                if journal.id == journal_id and self.sees(user, issue, journal):
                    self._rewrite(user, issue, journal, given)
                    return
        raise RedmineRefused(404)

    def sees(self, user: int, issue: StandInIssue, journal: Journal) -> bool:
        """Tell whether somebody may read a note."""
        own = journal.user == user
        return not journal.private or own or self.may(user, "view_private_notes", issue.project)

    def project(self, called: str) -> dict[str, Any]:
        """Return a project by its id or identifier."""
        for project in self.projects.values():
            if called in (str(project["id"]), project["identifier"]):
                return project
        raise RedmineRefused(404)

    def _rewrite(self, user: int, issue: StandInIssue, journal: Journal, given: dict[str, Any]) -> None:
        if user != 1 and not (journal.user == user and self.may(user, "edit_own_issue_notes", issue.project)):
            raise RedmineRefused(403)
        journal.notes = str(given.get("notes", journal.notes))
        if "private_notes" in given and self.may(user, "set_notes_private", issue.project):
            journal.private = given["private_notes"] is True
        if not journal.notes and not journal.details:
            issue.journals.remove(journal)

    def _allowed(self, user: int, issue: StandInIssue, given: dict[str, Any]) -> dict[str, Any]:
        change = {
            name: given[name] for name in ATTRIBUTES if name in given and self._editable(user, issue, name)
        }
        if change.get("status_id") not in self.offered(issue):
            change.pop("status_id", None)
        if self.settings["parent_issue_dates"] == "derived" and self.children(issue):
            change.pop("due_date", None)
        return change

    def _editable(self, user: int, issue: StandInIssue, name: str) -> bool:
        role = self.role(user, issue.project)
        kept = READ_ONLY.get(ROLES[role][0], set()) if role else set()
        return self.may(user, "edit_issues", issue.project) and name not in kept


def _custom(given: dict[str, Any]) -> list[tuple[RedmineField, Any]]:
    by_id = {each.id: each for each in FIELDS}
    listed = given.get("custom_fields") or []
    return [
        (
            by_id[each["id"]],
            sorted(each["value"]) if isinstance(each["value"], list) else each["value"] or None,
        )
        for each in listed
        if each.get("id") in by_id
    ]


def _fits(each: RedmineField, value: Any) -> bool:
    if not each.values or value is None:
        return True
    return all(one in each.values for one in (value if isinstance(value, list) else [value]))


def _faults(change: dict[str, Any], custom: list[tuple[RedmineField, Any]]) -> list[str]:
    errors = []
    if "subject" in change and not str(change["subject"] or "").strip():
        errors.append("Subject cannot be blank")
    if change.get("due_date"):
        try:
            date.fromisoformat(str(change["due_date"]))
        except ValueError:
            errors.append("Due date is not a valid date")
    errors += [f"{each.name} is not included in the list" for each, value in custom if not _fits(each, value)]
    return errors


def _attributes_changed(issue: StandInIssue, change: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _detail("attr", name, issue.attributes.get(name), value)
        for name, value in change.items()
        if issue.attributes.get(name) != value
    ]


def _custom_changed(issue: StandInIssue, custom: list[tuple[RedmineField, Any]]) -> list[dict[str, Any]]:
    """Return the changes of custom fields.

    Of one that takes several, a detail a value.
    """
    details = []
    for each, value in custom:
        before = issue.custom.get(each.id)
        if each.multiple:
            details += [_detail("cf", each.id, gone, None) for gone in before or () if gone not in value]
            details += [_detail("cf", each.id, None, come) for come in value if come not in (before or ())]
        elif before != value:
            details.append(_detail("cf", each.id, before, value))
    return details


def _detail(kind: str, name: object, before: object, after: object) -> dict[str, Any]:
    shown = [None if value is None else str(value) for value in (before, after)]
    return {"property": kind, "name": str(name), "old_value": shown[0], "new_value": shown[1]}
