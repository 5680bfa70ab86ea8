"""Jira Cloud and Jira Data Center behind the `Tracker` interface."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
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
    TermsOf,
    TrackerRefused,
    TrackerUnreachable,
    VerdictWrite,
)
from plugin.trackers.http.content import make_form_file
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.comments import is_private, limit_audience, read_all_comments, take_back
from plugin.trackers.jira.connect import register_webhook
from plugin.trackers.jira.directory import JiraDirectory
from plugin.trackers.jira.doctor import run_checks
from plugin.trackers.jira.fields import read_account
from plugin.trackers.jira.history import read_edits, read_moves
from plugin.trackers.jira.members import read_members
from plugin.trackers.jira.search import build_jql, read_site_time, read_whole_issue, search
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.jira.site_setup import SiteSetup
from plugin.trackers.jira.survey import survey_project
from plugin.trackers.jira.terms import list_terms
from plugin.trackers.jira.write_rate import WriteRate
from plugin.trackers.mapped_fields import apply_mapping, apply_mapping_to_event
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.team import TeamMembers

MARKER_PROPERTY = "ugovor"
"""The issue property that holds the service's marker."""

Render = Callable[[str, str], Any]
"""Markdown and reference to the body of a comment.

ADF for Cloud, wiki markup for Data Center.
"""


class JiraTracker(Adapter[JiraSession]):
    """A Jira site; `kind` in the settings says which of the two flavours.

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
        pace: WriteRate | None = None,
        terms_of: TermsOf = lambda _: None,
    ) -> None:
        self._render = render
        self._clock = clock or SystemClock()
        self._pace = pace or WriteRate()
        super().__init__(name, settings, JiraSession(settings, self._clock), terms_of)
        self._team = TeamMembers(
            self._clock.now, lambda project, kind, named: read_members(self._session, project, kind, named)
        )
        # Cloud documents it; Data Center: docs/trackers/jira.md#not-verified.
        self._edits_take_properties = True

    @property
    def markup(self) -> Markup:
        """The markup of comments.

        Cloud's documents are read as text, with their lists numbered.
        """
        return Markup.TEXT if self._session.is_cloud else Markup.WIKI

    def _ask_account(self) -> tuple[str, Account | None]:
        return "myself", read_account(self._session.ask("GET", "myself"))

    def resolve_id(self, issue: str) -> str:
        """Return the id itself: Jira's webhooks carry it."""
        return issue

    def answers_without_a_call(self) -> bool:
        """Tell whether nothing has to be asked: Jira's bodies lack nothing."""
        return self._own.is_known

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return what a webhook said, with the fields that the contract names.

        Jira's bodies lack nothing.
        """
        return apply_mapping_to_event(event, self._terms_of(event.issue.project))

    def read(self, issue: str) -> IssueReading:
        """Read an issue with comments and marker, in one call unless comments are many."""
        answer = self._session.ask(
            "GET", f"issue/{quote_segment(issue)}", params={"fields": "*all", "properties": MARKER_PROPERTY}
        )
        if not isinstance(answer, Mapping) or not isinstance(answer.get("fields"), Mapping):
            raise TrackerUnreachable(f"GET issue/{issue}: the answer is not an issue")
        shown = answer["fields"].get("comment")
        comments = read_all_comments(self._session, issue, shown if isinstance(shown, Mapping) else {})
        found = read_whole_issue(answer)
        return IssueReading(
            issue=apply_mapping(found, self._terms_of(found.project)),
            own_comments=self._own.select_comments(comments),
            marker=_read_marker(answer),
            comments=comments,
            files=read_files(
                answer["fields"].get("attachment"),
                read_account,
                name="filename",
                author="author",
                created="created",
            ),
        )

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status by its changelog, oldest first."""
        answer = self._session.ask(
            "GET", f"issue/{quote_segment(issue)}", params={"fields": "status", "expand": "changelog"}
        )
        return read_moves(answer)

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue by its changelog, oldest first."""
        answer = self._session.ask(
            "GET", f"issue/{quote_segment(issue)}", params={"fields": "status", "expand": "changelog"}
        )
        return read_edits(answer)

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is in the role or group of the contract's team."""
        return self._team.includes(account, project, terms)

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Write label, comment and marker in one request.

        Jira applies all of it or nothing.
        """
        edit = self._build_edit(write)
        try:
            if edit:
                self._write("PUT", issue, "", edit)
        except TrackerRefused as refused:
            if self._session.is_cloud or "properties" not in edit or "propert" not in str(refused).lower():
                raise
            self._edits_take_properties = False
            self.show_verdict(issue, write)
            return
        if write.marker is not None and "properties" not in edit:
            self._write("PUT", issue, f"/properties/{MARKER_PROPERTY}", {"marker": write.marker})

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Post a comment and return its id.

        One for the team stays only when the answer proves it private.

        Raises:
            NotPrivate: the comment could be read by others and was removed.
        """
        body = {"body": self._render(text, reference), **limit_audience(team)}
        answer = self._write("POST", issue, "/comment", body)
        comment_id = str(answer.get("id") or "") if isinstance(answer, Mapping) else ""
        if not comment_id:
            raise TrackerUnreachable(f"POST issue/{issue}/comment: the answer names no comment")
        self._prove_private(issue, comment_id, answer, team)
        return comment_id

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the text of the service's own comment.

        Without its visibility Jira would open it to all.
        """
        body = {"body": self._render(text, reference), **limit_audience(team)}
        answer = self._write("PUT", issue, f"/comment/{quote_segment(comment_id)}", body)
        self._prove_private(issue, comment_id, answer, team)

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Attach a file: docs/trackers/jira.md#files."""
        self._pace.take(issue)
        content = make_form_file(file.name, file.data, file.media_type)
        self._session.ask("POST", f"issue/{quote_segment(issue)}/attachments", content=content)

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached."""
        answer = self._session.ask("GET", f"issue/{quote_segment(issue)}", params={"fields": "attachment"})
        fields = answer.get("fields") if isinstance(answer, Mapping) else None
        files = fields.get("attachment") if isinstance(fields, Mapping) else None
        return list_files_of(files, self.get_own_account(), name="filename", size="size", author="author")

    def find_mention(self, account: str) -> str | None:
        """Return the account itself: Jira mentions people by it."""
        return account

    def add_watcher(self, issue: str, account: str) -> None:
        """Make a person a watcher: docs/trackers/jira.md#watchers."""
        self._write("POST", issue, "/watchers", account)

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set the due date of an issue in the field that holds it, or clear it."""
        self._write("PUT", issue, "", {"fields": {field: due.isoformat() if due else None}})

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue by the transition that leads to a status; an edit cannot do that."""
        path = f"issue/{quote_segment(issue)}/transitions"
        offered = _read_transitions(self._session.ask("GET", path))
        exact = [id_ for id_, status, _ in offered if status == to_status]
        exact += [id_ for id_, _, number in offered if number in ids]
        alike = [id_ for id_, status, _ in offered if status.casefold() == to_status.casefold()]
        if not (exact or alike):
            names = ", ".join(sorted({status for _, status, _ in offered})) or "none"
            raise TrackerRefused(f"{issue}: no transition leads to {to_status!r}; Jira offers: {names}")
        self._write("POST", issue, "/transitions", {"transition": {"id": (exact or alike)[0]}})

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first; all, or those changed since."""
        if not projects:
            return iter(())
        now = self._clock.now()
        if changed_since is not None:
            now = read_site_time(self._session, now)
        found = search(self._session, build_jql(projects, changed_since, now))
        return (apply_mapping(issue, self._terms_of(issue.project)) for issue in found)

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the lines of `ugovor doctor` for this tracker."""
        setup = SiteSetup(self._settings, self._clock)
        return run_checks(self._session, setup, self.name, self._settings.account, contracts)

    def find_page_url(self) -> str:
        """Return where people see the site: a gateway's address leads them nowhere.

        A site that does not answer is asked again the next time.
        """
        return self._session.find_page_url()

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return the statuses, types, components and versions of projects."""
        return list_terms(self._session, projects)

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read a project for the first draft of its mapping."""
        issues = self.iter_issues((project,), None)
        return survey_project(self._session, project, issues, self._settings.user or "")

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name holds these words, or everybody."""
        del projects
        return JiraDirectory(self._session).find_people(name)

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Register the webhook unless it is there, and say what was done."""
        del projects
        return register_webhook(self._session, url, secret)

    def _build_edit(self, write: VerdictWrite) -> dict[str, Any]:
        labels = [{"add": label} for label in write.add_labels]
        labels += [{"remove": label} for label in write.remove_labels]
        update: dict[str, Any] = {"labels": labels} if labels else {}
        if write.text is not None:
            update["comment"] = [{"add": {"body": self._render(write.text, write.reference)}}]
        edit: dict[str, Any] = {"update": update} if update else {}
        if write.marker is not None and self._edits_take_properties:
            edit["properties"] = [{"key": MARKER_PROPERTY, "value": {"marker": write.marker}}]
        return edit

    def _write(self, method: str, issue: str, below: str, body: Mapping[str, Any] | str) -> object:
        self._pace.take(issue)
        return self._session.ask(method, f"issue/{quote_segment(issue)}{below}", body=body)

    def _prove_private(self, issue: str, comment_id: str, answer: object, team: TeamComments | None) -> None:
        if team is not None and not is_private(answer, team):
            raise take_back(self._session, issue, comment_id, self._render("…", ""))


def _read_marker(answer: Mapping[str, Any]) -> str | None:
    properties = answer.get("properties")
    kept = properties.get(MARKER_PROPERTY) if isinstance(properties, Mapping) else None
    marker = kept.get("marker") if isinstance(kept, Mapping) else None
    return marker if isinstance(marker, str) else None


def _read_transitions(answer: object) -> list[tuple[str, str, str]]:
    """Return the transitions, each with the status that it leads to."""
    listed = answer.get("transitions") if isinstance(answer, Mapping) else None
    found = []
    for entry in listed if isinstance(listed, list) else []:
        target = entry.get("to") if isinstance(entry, Mapping) else None
        if isinstance(target, Mapping):
            found.append((str(entry.get("id")), str(target.get("name")), str(target.get("id"))))
    return found
