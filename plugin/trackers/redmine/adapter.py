"""Redmine behind the `Tracker` interface.

7.0 with its own webhooks, 5 and 6 by polling.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.readings import FieldEdit, IssueReading, Move
from plugin.runtime.clock import Clock, SystemClock
from plugin.settings.model import TrackerSettings
from plugin.trackers.adapter import Adapter
from plugin.trackers.attached_files import list_files_of, read_files
from plugin.trackers.base import (
    Check,
    FileToAttach,
    FoundPerson,
    IssueGone,
    NotPermitted,
    TermsOf,
    TrackerRefused,
    TrackerUnreachable,
    VerdictWrite,
)
from plugin.trackers.cache import Cache
from plugin.trackers.http.content import Content
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mapped_fields import apply_mapping, apply_mapping_to_event
from plugin.trackers.own_comments import OwnAccount
from plugin.trackers.redmine.connect import describe_steps
from plugin.trackers.redmine.directory import RedmineDirectory
from plugin.trackers.redmine.doctor import run_checks
from plugin.trackers.redmine.fields import (
    PROJECT,
    SPENT,
    list_objects,
    read_account,
    read_comments,
    read_snapshot,
)
from plugin.trackers.redmine.history import STATUS, read_edits, read_moves
from plugin.trackers.redmine.labels import LabelFields
from plugin.trackers.redmine.members import read_members
from plugin.trackers.redmine.names import Names
from plugin.trackers.redmine.notes import Notes, Rights
from plugin.trackers.redmine.search import iter_issues
from plugin.trackers.redmine.session import FieldsRefused, RedmineSession
from plugin.trackers.redmine.survey import survey_project
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.team import TeamMembers

Render = Callable[[str, str], str]
"""Markdown and reference to the text of a note."""

NATIVE_DUE = frozenset({"duedate", "due_date"})
"""The names of Redmine's own due date; any other is a custom field's."""

_MAX_REMEMBERED_EDITS = 10_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RedmineTracker(Adapter[RedmineSession]):
    """A Redmine site. An issue's key is its id; its labels stand in custom fields.

    Attributes:
        name: the tracker's name in `ugovor.toml`.
    """

    def __init__(
        self,
        name: str,
        settings: TrackerSettings,
        *,
        render: Render,
        clock: Clock | None = None,
        terms_of: TermsOf = lambda _: None,
    ) -> None:
        self._render = render
        self._clock = clock or SystemClock()
        super().__init__(name, settings, RedmineSession(settings, self._clock), terms_of)
        self._edited: Cache[str, datetime] = Cache(_MAX_REMEMBERED_EDITS)
        self._names = Names(self._session, terms_of)
        self._team = TeamMembers(self._clock.now, self._ask_members)
        self._labels = LabelFields(self._session, is_told_of_changes=bool(settings.webhook_secrets))
        self._rights = Rights(self._session, self._clock)
        self._token_account = OwnAccount(None, self.whoami)
        self._notes = Notes(self._session, self._rights, self._token_account.get_id)

    @property
    def markup(self) -> Markup:
        """The markup of notes: Textile or Markdown, which the API does not tell."""
        return Markup.UNKNOWN

    def _ask_account(self) -> tuple[str, Account | None]:
        answer = self._session.ask("GET", "users/current")
        return "users/current", read_account(answer.get("user") if isinstance(answer, Mapping) else None)

    def resolve_id(self, issue: str) -> str:
        """Return the id itself: Redmine has no keys."""
        return issue

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return a webhook's event with the names behind ids and the mapped fields.

        Webhooks hold no logged hours. They matter only where there is no estimate; an issue that was not just
        created is read then.
        """
        issue = event.issue
        project = self._names.resolve_project(issue.project, _get_first(issue, PROJECT))
        lacks_hours = issue.estimate_hours is None and SPENT not in issue.fields
        issue = issue.model_copy(update={"project": project})
        if lacks_hours and event.change == "updated" and self._terms_of(project) is not None:
            issue = self._read_again(issue)
        changes = tuple(each for change in event.changes for each in self._resolve_names(change))
        event = event.model_copy(update={"issue": issue, "changes": changes})
        return apply_mapping_to_event(event, self._terms_of(project))

    def read(self, issue: str) -> IssueReading:
        """Read an issue with its notes and files in one call.

        A marker of its own has no room on a Redmine issue.
        """
        found = self._read_issue(issue, include="journals,attachments")
        read = tuple(map(self._add_edit_time, read_comments(found)))
        return IssueReading(
            issue=self._make_snapshot(found),
            own_comments=self._own.select_comments(read),
            comments=read,
            files=read_files(
                found.get("attachments"), read_account, name="filename", author="author", created="created_on"
            ),
        )

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status by its journals, oldest first."""
        return read_moves(self._read_issue(issue, include="journals"), self._names.resolve_status)

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue by its journals, oldest first."""
        return read_edits(self._read_issue(issue, include="journals"))

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is in the role or group of the contract's team."""
        return self._team.includes(account, project, terms)

    def _ask_members(self, project: str, kind: str, name: str) -> frozenset[str] | None:
        return read_members(self._session, self._names.resolve_project_id(project), kind, name)

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Write note and fields in one request.

        A value that Redmine refuses takes the note with it.

        What the lists of the fields take is found by trying: a refusal saves nothing.
        """
        wanted = self._labels.plan_first(issue, write)
        while True:
            change: dict[str, Any] = {}
            if wanted is not None:
                change["custom_fields"] = self._labels.build_values(wanted, write)
            if write.text is not None:
                change["notes"] = self._render(write.text, write.reference)
            if not change:
                return
            try:
                self._edit(issue, change)
            except FieldsRefused as refused:
                wanted = self._labels.plan_next(issue, wanted, refused) if wanted else None
                if wanted is None:
                    raise
                continue
            if wanted is not None:
                self._labels.remember(wanted)
            return

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Add a note and return its journal's id.

        One for the team is private, or does not stand at all.

        Raises:
            NotPrivate: Redmine could not be made to keep it from others.
        """
        return self._notes.post(issue, self._render(text, reference), reference, team)

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the text of the service's own note in place (Redmine 5.0 and later)."""
        self._notes.edit(issue, comment_id, self._render(text, reference), team)
        self._edited.put(comment_id, self._clock.now())

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Upload a file, then edit the issue to hold it: docs/trackers/redmine.md#files."""
        content = Content(file.data, "application/octet-stream")
        answer = self._session.ask("POST", "uploads", params={"filename": file.name}, content=content)
        upload = answer.get("upload") if isinstance(answer, Mapping) else None
        token = read_identifier(upload.get("token")) if isinstance(upload, Mapping) else ""
        if not token:
            raise TrackerRefused(f"{issue}: Redmine gave no token for the file {file.name}")
        given = {"token": token, "filename": file.name, "content_type": file.media_type}
        self._edit(issue, {"uploads": [given | ({"description": file.note} if file.note else {})]})

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached."""
        path = f"issues/{quote_segment(issue)}"
        answer = self._session.ask("GET", path, params={"include": "attachments"})
        shown = answer.get("issue") if isinstance(answer, Mapping) else None
        files = shown.get("attachments") if isinstance(shown, Mapping) else None
        return list_files_of(files, self.get_own_account(), name="filename", size="filesize", author="author")

    def find_mention(self, account: str) -> str | None:
        """Return the login of a person, by which Redmine mentions people."""
        return self._names.resolve_login(account)

    def add_watcher(self, issue: str, account: str) -> None:
        """Make a person a watcher of an issue; it takes the permission to add watchers.

        A lost issue is refused with 403 as well (measured on 5.0.4), so that it is read once more to tell.
        """
        path = f"issues/{quote_segment(issue)}"
        try:
            self._session.ask("POST", f"{path}/watchers", body={"user_id": int(account)})
        except NotPermitted:
            self._session.ask("GET", path)
            raise

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set or clear the due date: Redmine's own, or the field that the contract names."""
        written = due.isoformat() if due else ""
        if field in NATIVE_DUE:
            self._edit(issue, {"due_date": written})
            return
        custom = self._labels.find_field(issue, field)
        self._edit(issue, {"custom_fields": [{"id": int(custom.id), "value": written}]})

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue to a status that the workflow offers to the account.

        Redmine drops a status that it does not allow, and some that it offered (closing a parent with open
        subtasks), with 204 all the same: only reading back shows that.
        """
        shown = self._read_issue(issue, include="allowed_statuses")
        offered = {
            read_identifier(each.get("name")): read_identifier(each.get("id"))
            for each in list_objects(shown.get("allowed_statuses"))
        }
        alike = {name.casefold(): id_ for name, id_ in offered.items()}
        known = next((each for each in offered.values() if each in ids), None)
        id_ = offered.get(to_status) or known or alike.get(to_status.casefold())
        if id_ is None:
            names = ", ".join(sorted(offered)) or "none"
            raise TrackerRefused(
                f"{issue}: the account may not move it to {to_status!r}; Redmine offers: {names}"
            )
        self._edit(issue, {"status_id": int(id_)})

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first; all, or those changed since."""
        streams = [self._iter_project_issues(project, changed_since) for project in projects]
        return heapq.merge(*streams, key=lambda issue: issue.updated or _EPOCH)

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the lines of `ugovor doctor` for this tracker; nothing is written."""
        return run_checks(self._session, self._names, self._rights, self._settings, self.name, contracts)

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, trackers, categories and versions, with their numbers."""
        return RedmineDirectory(self._session, self._names, projects).list_terms()

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read a project for the first draft of its mapping."""
        return survey_project(self._session, self._names, project, self.iter_issues((project,), None))

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name holds these words, or everybody."""
        return RedmineDirectory(self._session, self._names, projects).find_people(name)

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Return what to set where.

        A program can neither register a webhook nor create a field in Redmine.
        """
        del secret, projects
        return describe_steps(self._session, url, self.name)

    def _iter_project_issues(self, project: str, changed_since: datetime | None) -> Iterator[IssueSnapshot]:
        id_ = self._names.resolve_project_id(project)
        for found in iter_issues(self._session, id_, changed_since):
            yield self._make_snapshot(found)

    def _read_issue(self, issue: str, **params: str) -> Mapping[str, Any]:
        answer = self._session.ask("GET", f"issues/{quote_segment(issue)}", params=params)
        found = answer.get("issue") if isinstance(answer, Mapping) else None
        if not isinstance(found, Mapping):
            raise TrackerUnreachable(f"GET issues/{issue}: the answer is not an issue")
        return found

    def _read_again(self, told: IssueSnapshot) -> IssueSnapshot:
        try:
            return self._make_snapshot(self._read_issue(told.id))
        except IssueGone:
            return told

    def _make_snapshot(self, found: Mapping[str, Any]) -> IssueSnapshot:
        self._labels.learn(found)
        issue = read_snapshot(found)
        project = self._names.resolve_project(issue.project, _get_first(issue, PROJECT))
        issue = issue.model_copy(update={"project": project, "whole": True})
        return apply_mapping(issue, self._terms_of(project))

    def _edit(self, issue: str, change: Mapping[str, Any]) -> None:
        self._session.ask("PUT", f"issues/{quote_segment(issue)}", body={"issue": dict(change)})

    def _add_edit_time(self, comment: Comment) -> Comment:
        """Return a note with the moment of our edit, which Redmine 5 does not keep.

        An answer means the version of an offer that stood when it was written.
        """
        edited = self._edited.get(comment.id)
        if comment.updated is not None or edited is None:
            return comment
        return comment.model_copy(update={"updated": edited})

    def _resolve_names(self, change: FieldChange) -> Iterator[FieldChange]:
        """Yield a change, that of a status with names, and after it its numbers."""
        if change.name != STATUS:
            yield change
            return
        before, after = self._names.resolve_status(change.before), self._names.resolve_status(change.after)
        yield FieldChange(field="status", name="status", before=before, after=after)
        yield FieldChange(field="status:id", before=change.before, after=change.after)


def _get_first(issue: IssueSnapshot, field: str) -> str:
    return next(iter(issue.fields.get(field, ())), "")
