"""Yandex Tracker behind the `Tracker` interface: docs/trackers/yandex.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.readings import FieldEdit, IssueReading, Move
from plugin.runtime.clock import Clock, SystemClock
from plugin.settings.model import TrackerSettings
from plugin.texts.mentions import list_mentioned
from plugin.trackers.adapter import Adapter
from plugin.trackers.attached_files import list_files_of
from plugin.trackers.base import Check, FileToAttach, FoundPerson, TermsOf, TrackerUnreachable, VerdictWrite
from plugin.trackers.cache import Cache
from plugin.trackers.http.content import make_form_file
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mapped_fields import apply_mapping, apply_mapping_to_event
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.yandex.comments import (
    read_all_comments,
    refuse_team_comment,
    rewrite_comment,
    write_comment,
)
from plugin.trackers.yandex.directory import YandexDirectory
from plugin.trackers.yandex.doctor import run_checks
from plugin.trackers.yandex.fields import DUE, TAGS, find_queue, list_wanted_names, read_snapshot
from plugin.trackers.yandex.history import read_edits, read_moves
from plugin.trackers.yandex.people import People, iter_people
from plugin.trackers.yandex.search import iter_entries
from plugin.trackers.yandex.session import YandexSession
from plugin.trackers.yandex.survey import survey_project
from plugin.trackers.yandex.transitions import move_issue
from plugin.trackers.yandex.triggers import connect_queues
from plugin.trackers.yandex.values import read_account

Render = Callable[[str, str], str]
"""Markdown and reference to the text of a comment."""

_PERMANENT_ID = re.compile(r"[0-9a-f]{24}")
_API_HOST = "api.tracker.yandex.net"
_PAGES = "https://tracker.yandex.ru"


class YandexTracker(Adapter[YandexSession]):
    """An organisation on Yandex Tracker.

    Attributes:
        name: the tracker's name in `ugovor.toml`.
    """

    has_team_comments = False

    def __init__(
        self,
        name: str,
        settings: TrackerSettings,
        *,
        render: Render,
        clock: Clock | None = None,
        terms_of: TermsOf = lambda _: None,
    ) -> None:
        self._clock = clock or SystemClock()
        super().__init__(name, settings, YandexSession(settings, self._clock), terms_of)
        self._render = render
        self._people = People(self._session, self._clock.now)
        # A key that an issue once had still leads to it after a move, and is given to no other.
        self._ids: Cache[str, str] = Cache()
        self._queues: Cache[str, str] = Cache()

    @property
    def markup(self) -> Markup:
        """The markup of comments."""
        return Markup.MARKDOWN

    def _ask_account(self) -> tuple[str, Account | None]:
        return "myself", read_account(self._session.get("myself"))

    def find_page_url(self) -> str:
        """Return where people see the tracker, which is not where its API is."""
        is_api = urlsplit(self._settings.url).hostname == _API_HOST
        return self._settings.site_url or (_PAGES if is_api else self._settings.page_url)

    def resolve_id(self, issue: str) -> str:
        """Return the permanent id of an issue by its key (`ACME-1`)."""
        if _PERMANENT_ID.fullmatch(issue):
            return issue
        known = self._ids.get(issue)
        return known or self._remember(issue, self._read_issue(issue))

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return the event with the mapped fields.

        Triggers tell of no issue's fields: what is told of is read whole.
        """
        return apply_mapping_to_event(event, self._terms_of(event.issue.project))

    def read(self, issue: str) -> IssueReading:
        """Read an issue and its comments, whose last lines are the only markers."""
        answer = self._read_issue(issue)
        found = self._make_snapshot(answer)
        self._remember(found.key, answer)
        comments = read_all_comments(self._session, found.id)
        return IssueReading(issue=found, own_comments=self._own.select_comments(comments), comments=comments)

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status by its changelog, oldest first."""
        return read_moves(self._session, issue, list_wanted_names(self._find_terms(issue)))

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue by its changelog, oldest first."""
        return read_edits(self._session, issue)

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is in the group of the contract's team."""
        del project
        return self._people.is_in_team(account, terms)

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Write the comment with its marker first, the tags second.

        No call takes both. Each can be repeated: the comment's reference is looked for before.
        """
        if write.text is not None:
            self.post_comment(issue, write.text, write.reference, None)
        tags = {"add": list(write.add_labels), "remove": list(write.remove_labels)}
        given = {name: labels for name, labels in tags.items() if labels}
        if given:
            self._edit(issue, {TAGS: given})

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Post a comment, tell whom it mentions, and return its id.

        Raises:
            NotPrivate: it was meant for the team alone.
        """
        if team is not None:
            raise refuse_team_comment(issue)
        return write_comment(self._session, issue, self._render(text, reference), self._list_called(text))

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the text of the service's own comment; the old one stays in the history."""
        if team is not None:
            raise refuse_team_comment(issue)
        called = self._list_called(text)
        rewrite_comment(self._session, issue, comment_id, self._render(text, reference), called)

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Attach a file: docs/trackers/yandex.md#files."""
        path = f"issues/{quote_segment(issue)}/attachments/"
        content = make_form_file(file.name, file.data, file.media_type)
        self._session.ask("POST", path, params={"filename": file.name}, content=content)

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached."""
        files = self._session.get(f"issues/{quote_segment(issue)}/attachments")
        return list_files_of(files, self.get_own_account(), name="name", size="size", author="createdBy")

    def find_mention(self, account: str) -> str | None:
        """Return the login of a person, by which a text names people."""
        return self._people.find_login(account)

    def add_watcher(self, issue: str, account: str) -> None:
        """Make a person a follower of an issue."""
        self._edit(issue, {"followers": {"add": [account]}})

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set the due date of an issue in the field that holds it, or clear it."""
        self._edit(issue, {DUE if field == "duedate" else field: due.isoformat() if due else None})

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue to a status by its name, key or number.

        Refused where no transition leads there.
        """
        move_issue(self._session, issue, to_status, ids)

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first; all, or those changed since."""
        if not projects:
            return iter(())
        return map(self._make_snapshot, iter_entries(self._session, projects, changed_since, self._clock.now))

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the lines of `ugovor doctor` for this tracker."""
        return run_checks(self._session, self._settings, self.name, contracts)

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, types, components and versions, with their numbers."""
        return YandexDirectory(self._session).list_terms(projects)

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read a queue for the first draft of its mapping."""
        return survey_project(self._session, project, self.iter_issues((project,), None))

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name or login holds these words, or everybody."""
        del projects
        return tuple(iter_people(self._session, name))

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Make the triggers of the queues, or mend those that are there."""
        return connect_queues(self._session, projects, url, secret)

    def _read_issue(self, issue: str) -> Mapping[str, Any]:
        answer = self._session.get_object(f"issues/{quote_segment(issue)}")
        if not read_identifier(answer.get("id")) or not read_identifier(answer.get("key")):
            raise TrackerUnreachable(f"GET issues/{issue}: the answer is not an issue")
        return answer

    def _make_snapshot(self, answer: Mapping[str, Any]) -> IssueSnapshot:
        terms = self._terms_of(find_queue(answer))
        found = read_snapshot(answer, list_wanted_names(terms))
        self._queues.put(found.id, found.project)
        return apply_mapping(found, terms)

    def _find_terms(self, issue: str) -> TrackerTerms | None:
        queue = self._queues.get(issue) or find_queue(self._read_issue(issue))
        return self._terms_of(self._queues.put(issue, queue))

    def _remember(self, key: str, answer: Mapping[str, Any]) -> str:
        return self._ids.put(key, read_identifier(answer.get("id")))

    def _list_called(self, text: str) -> list[str]:
        return [self._people.find_account(login) for login in list_mentioned(text)]

    def _edit(self, issue: str, change: Mapping[str, Any]) -> None:
        self._session.ask("PATCH", f"issues/{quote_segment(issue)}", body=dict(change))
