"""YouTrack behind the `Tracker` interface, by its REST: docs/trackers/youtrack.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, FieldChange, IssueSnapshot
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
    TermsOf,
    TrackerError,
    TrackerUnreachable,
    VerdictWrite,
)
from plugin.trackers.cache import Cache
from plugin.trackers.http.content import make_form_file
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mapped_fields import apply_mapping, apply_mapping_to_event
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.team import TeamMembers
from plugin.trackers.youtrack.comments import is_private, limit_audience, read_all_comments, take_back
from plugin.trackers.youtrack.connect import describe_steps
from plugin.trackers.youtrack.directory import YouTrackDirectory
from plugin.trackers.youtrack.doctor import check_secrets, run_checks
from plugin.trackers.youtrack.doctor_project import list_field_values
from plugin.trackers.youtrack.fields import (
    COMMENT,
    DUE,
    FILES,
    ISSUE,
    PERSON,
    STATE,
    find_state_field,
    get_field_name,
    list_public_files,
    read_account,
    read_snapshot,
)
from plugin.trackers.youtrack.groups import Group, Groups
from plugin.trackers.youtrack.history import read_edits, read_moves
from plugin.trackers.youtrack.search import iter_issues
from plugin.trackers.youtrack.session import YouTrackSession
from plugin.trackers.youtrack.survey import survey_project
from plugin.trackers.youtrack.tags import Tags, build_command
from plugin.trackers.youtrack.values import build_date_write, build_state_write

Render = Callable[[str, str], str]
"""Markdown and reference to the text of a comment."""

_DATABASE_ID = re.compile(r"\d+-\d+")


class YouTrackTracker(Adapter[YouTrackSession]):
    """A YouTrack site, Cloud or Server.

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
        super().__init__(name, settings, YouTrackSession(settings, clock), terms_of)
        self._render = render
        self._groups = Groups(self._session)
        self._team = TeamMembers((clock or SystemClock()).now, self._ask_members)
        self._tags = Tags(self._session, self._groups, clock)
        # A key that an issue once had still leads to it after a move, and is given to no other.
        self._ids: Cache[str, str] = Cache()
        self._projects: Cache[str, str] = Cache()
        self._state_fields: Cache[str, str] = Cache()
        self._state_ids: dict[str, dict[str, str]] = {}

    @property
    def markup(self) -> Markup:
        """The markup of comments."""
        return Markup.MARKDOWN

    def _ask_account(self) -> tuple[str, Account | None]:
        return "users/me", read_account(self._session.get("users/me", f"id,{PERSON}"))

    def resolve_id(self, issue: str) -> str:
        """Return the database id of an issue (`2-15`) by its readable id (`ACME-1`)."""
        if _DATABASE_ID.fullmatch(issue):
            return issue
        known = self._ids.get(issue)
        if known is not None:
            return known
        answer = self._session.get(f"issues/{quote_segment(issue)}", "id,idReadable")
        found = read_identifier(answer.get("id")) if isinstance(answer, Mapping) else ""
        if not found:
            raise TrackerUnreachable(f"GET issues/{issue}: the answer is not an issue")
        return self._ids.put(issue, found)

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return a webhook's event under the issue's database id, its changes translated.

        The body shows a part of the issue only, which is therefore read before it is judged.
        """
        terms = self._terms_of(event.issue.project)
        update: dict[str, object] = {}
        try:
            update["issue"] = event.issue.model_copy(update={"id": self.resolve_id(event.issue.id)})
            changes = (self._translate_change(each, event.issue, terms) for each in event.changes)
            update["changes"] = tuple(
                each for change in changes for each in self._with_numbers(change, event.issue.project)
            )
        except IssueGone:
            # Deleted since: reading it will say so, and whether its deletion was told.
            return event.model_copy(update=update)
        return apply_mapping_to_event(event.model_copy(update=update), terms)

    def _translate_change(
        self, change: FieldChange, issue: IssueSnapshot, terms: TrackerTerms | None
    ) -> FieldChange:
        if change.field == DUE and (terms is None or "due" not in terms.fields):
            return change.model_copy(update={"field": "duedate"})
        if change.field != "status" and change.name and change.name == self._find_state_field(issue):
            return change.model_copy(update={"field": "status"})
        return change

    def _with_numbers(self, change: FieldChange, project: str) -> Iterator[FieldChange]:
        """Yield a change, and after that of a status its numbers."""
        yield change
        if change.field == "status":
            before, after = (self._find_state_id(project, name) for name in (change.before, change.after))
            yield FieldChange(field="status:id", before=before, after=after)

    def _find_state_id(self, project: str, name: str) -> str:
        """Return the number of a status; empty where YouTrack does not tell it.

        What is not known is asked for again, since an administrator may have renamed it meanwhile.
        """
        known = self._state_ids.get(project, {})
        if name and name not in known:
            with suppress(TrackerError):
                values = list_field_values(self._session, project, STATE) or []
                told = {read_identifier(one.get("name")): read_identifier(one.get("id")) for one in values}
                known = self._state_ids[project] = {**known, name: "", **told}
        return known.get(name, "")

    def _find_state_field(self, issue: IssueSnapshot) -> str:
        """Return how a project calls the field of its statuses, asked for once a project."""
        known = self._state_fields.get(issue.project)
        if known is not None:
            return known
        answer = self._session.get(f"issues/{quote_segment(issue.id)}", "id,customFields($type,name)")
        fields = answer.get("customFields") if isinstance(answer, Mapping) else None
        listed = [field for field in fields or [] if isinstance(field, Mapping)]
        return self._state_fields.put(issue.project, get_field_name(find_state_field(listed)))

    def read(self, issue: str) -> IssueReading:
        """Read an issue with its comments and files in one call.

        The comments' last lines are the only markers.
        """
        answer = self._session.get(
            f"issues/{quote_segment(issue)}", f"{ISSUE},commentsCount,comments({COMMENT}),{FILES}"
        )
        if not isinstance(answer, Mapping) or not answer.get("idReadable"):
            raise TrackerUnreachable(f"GET issues/{issue}: the answer is not an issue")
        found = self._remember_issue(answer)
        comments = read_all_comments(self._session, answer)
        return IssueReading(
            issue=found,
            own_comments=self._own.select_comments(comments),
            comments=comments,
            files=read_files(
                list_public_files(answer), read_account, name="name", author="author", created="created"
            ),
        )

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status by its activities, oldest first."""
        return read_moves(self._session, issue)

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue by its activities, oldest first."""
        return read_edits(self._session, issue)

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is in the group of the contract's team."""
        return self._team.includes(account, project, terms)

    def _ask_members(self, project: str, kind: str, name: str) -> frozenset[str] | None:
        """Return who is in a group; a project's team has no roles that could be asked for."""
        del project
        group = self._groups.find_by_name(name) if kind == "group" else None
        return self._groups.list_logins(group) if group is not None and not group.is_everybody else None

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Write tags and comment in one command; YouTrack applies it as a whole.

        People are notified where there is something to read, not for a tag alone.
        """
        command = build_command(write.add_labels, self._tags.select_seen(write.remove_labels))
        if not command:
            if write.text is not None:
                self.post_comment(issue, write.text, write.reference, None)
            return
        self._tags.ensure(write.add_labels, self._find_project(issue))
        body: dict[str, Any] = {
            "query": command,
            "issues": [self._address_issue(issue)],
            "silent": write.text is None,
        }
        if write.text is not None:
            body |= {"comment": self._render(write.text, write.reference), "usesMarkdown": True}
        self._session.post("commands", body)

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Post a comment and return its id.

        One for the team stays only when the answer proves it private.

        Raises:
            NotPrivate: the comment could be read by others and was removed, or was not posted at all.
        """
        group = self._groups.find_readers(team) if team is not None else None
        body = {"text": self._render(text, reference), "usesMarkdown": True, **limit_audience(group)}
        answer = self._session.post(f"issues/{quote_segment(issue)}/comments", body, COMMENT)
        comment_id = read_identifier(answer.get("id")) if isinstance(answer, Mapping) else ""
        if not comment_id:
            raise TrackerUnreachable(f"POST issues/{issue}/comments: the answer names no comment")
        self._prove_private(issue, comment_id, answer, group)
        return comment_id

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the text of the service's own comment.

        Its readers are said again, so that they stay.
        """
        group = self._groups.find_readers(team) if team is not None else None
        body = {"text": self._render(text, reference), "usesMarkdown": True, **limit_audience(group)}
        path = f"issues/{quote_segment(issue)}/comments/{quote_segment(comment_id)}"
        answer = self._session.post(path, body, COMMENT)
        self._prove_private(issue, comment_id, answer, group)

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Attach a file: docs/trackers/youtrack.md#files."""
        path, content = (
            f"issues/{quote_segment(issue)}/attachments",
            make_form_file(file.name, file.data, file.media_type),
        )
        self._session.ask("POST", path, params={"fields": "id,name,size"}, content=content)

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached."""
        path = f"issues/{quote_segment(issue)}/attachments"
        files = list(self._session.iter_entries(path, "id,name,size,author(id,login)"))
        return list_files_of(files, self.get_own_account(), name="name", size="size", author="author")

    def find_mention(self, account: str) -> str | None:
        """Return the login itself: YouTrack mentions people by it."""
        return account

    def add_watcher(self, issue: str, account: str) -> None:
        """Make a person a watcher of an issue, as a star on it does."""
        body = {"user": {"login": account}, "isStarred": True}
        self._session.post(f"issues/{quote_segment(issue)}/watchers/issueWatchers", body)

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set the due date of an issue in the field that holds it, or clear it."""
        name = DUE if field == "duedate" else field
        self._write_field(issue, build_date_write(self._session, issue, name, due))

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue to a status by its name.

        Refused where the project has no such status.
        """
        self._write_field(issue, build_state_write(self._session, issue, to_status, ids))

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first; all, or those changed since."""
        if not projects:
            return iter(())
        found = iter_issues(self._session, projects, changed_since)
        return (apply_mapping(issue, self._terms_of(issue.project)) for issue in found)

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the lines of `ugovor doctor` for this tracker."""
        yield from run_checks(self._session, self._settings.account, contracts, self._groups, self._tags)
        yield check_secrets(self._settings)

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, types, subsystems and versions of projects."""
        return YouTrackDirectory(self._session).list_terms(projects)

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read a project for the first draft of its mapping."""
        return survey_project(self._session, project, self.iter_issues((project,), None))

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name or login holds these words, or everybody."""
        del projects
        return YouTrackDirectory(self._session).find_people(name)

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Say what to set where.

        YouTrack's webhooks are settings of an app, which REST does not reach.
        """
        del secret, projects
        return describe_steps(self.name, url)

    def _remember_issue(self, answer: Mapping[str, Any]) -> IssueSnapshot:
        found = read_snapshot(answer)
        self._ids.put(found.key, found.id)
        self._projects.put(found.id, found.project)
        return apply_mapping(found, self._terms_of(found.project))

    def _find_project(self, issue: str) -> str:
        known = self._projects.get(issue)
        if known is not None:
            return known
        answer = self._session.get(f"issues/{quote_segment(issue)}", "id,project(shortName)")
        project = answer.get("project") if isinstance(answer, Mapping) else None
        found = read_identifier(project.get("shortName")) if isinstance(project, Mapping) else ""
        return self._projects.put(issue, found)

    def _address_issue(self, issue: str) -> dict[str, str]:
        return {"id" if _DATABASE_ID.fullmatch(issue) else "idReadable": issue}

    def _write_field(self, issue: str, field: Mapping[str, Any]) -> None:
        body = {"customFields": [field]}
        self._session.post(f"issues/{quote_segment(issue)}", body)

    def _prove_private(self, issue: str, comment_id: str, answer: object, group: Group | None) -> None:
        if group is not None and not is_private(answer, group, self.get_own_account()):
            raise take_back(self._session, issue, comment_id)
