"""A tracker that can be read and never written to.

It stands between an adapter and commands that only look: a project's past is played, or a first mapping
drafted, before anybody has allowed the service to write a word. The interface refuses what writes, and below
it the adapter's own HTTP session refuses every request that could change something.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import NoReturn, Protocol, runtime_checkable

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.readings import FieldEdit, IssueReading, Move
from plugin.trackers.base import Check, FileToAttach, FoundPerson, Tracker, VerdictWrite
from plugin.trackers.http.session import WriteForbidden
from plugin.trackers.survey import ProjectSurvey


@runtime_checkable
class ForbidsWrites(Protocol):
    """What an adapter over HTTP can do about writes itself."""

    @property
    def writes_sent(self) -> int:
        """How many requests that could change something were sent since the start."""

    def forbid_writes(self) -> None:
        """Refuse from now on every request that could change something."""


class ReadOnlyTracker:
    """Hands reading on to a tracker, and refuses everything else.

    Attributes:
        writes_refused: how many calls that write were refused.
    """

    def __init__(self, tracker: Tracker) -> None:
        """Take the tracker; from now on its own requests cannot write either."""
        self._tracker = tracker
        self.writes_refused = 0
        self._adapter = tracker if isinstance(tracker, ForbidsWrites) else None
        if self._adapter is not None:
            self._adapter.forbid_writes()
        self._sent_before = self._adapter.writes_sent if self._adapter is not None else 0

    def __repr__(self) -> str:
        return f"ReadOnlyTracker({self._tracker!r})"

    @property
    def writes_sent(self) -> int:
        """How many requests that could change something were sent since then: none."""
        return self._adapter.writes_sent - self._sent_before if self._adapter is not None else 0

    @property
    def requests_sent(self) -> int:
        """How many requests were sent since the start."""
        return sum(self._tracker.calls.values())

    @property
    def name(self) -> str:
        """The tracker's name in `ugovor.toml`."""
        return self._tracker.name

    @property
    def write_timeout_s(self) -> float:
        """The longest time that a call takes."""
        return self._tracker.write_timeout_s

    @property
    def markup(self) -> Markup:
        """The markup in which it gives comments."""
        return self._tracker.markup

    @property
    def has_team_comments(self) -> bool:
        """Whether a comment can be kept from the client at all."""
        return self._tracker.has_team_comments

    @property
    def calls(self) -> Mapping[str, int]:
        """How many requests were sent since the start, by what came of them."""
        return self._tracker.calls

    def whoami(self) -> Account:
        """Return the account that the token belongs to."""
        return self._tracker.whoami()

    def get_own_account(self) -> str:
        """Return the id of the service's own account."""
        return self._tracker.get_own_account()

    def resolve_id(self, issue: str) -> str:
        """Return an issue's permanent id, by what a webhook called it."""
        return self._tracker.resolve_id(issue)

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return a webhook's event with what its body lacks."""
        return self._tracker.complete(event)

    def answers_without_a_call(self) -> bool:
        """Tell whether ids, names and the own account ask the tracker nothing now."""
        return self._tracker.answers_without_a_call()

    def read(self, issue: str) -> IssueReading:
        """Read an issue with its comments."""
        return self._tracker.read(issue)

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status, oldest first."""
        return self._tracker.read_moves(issue)

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue's fields, oldest first."""
        return self._tracker.read_edits(issue)

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether the tracker shows an account among ours."""
        return self._tracker.is_in_team(account, project, terms)

    def find_mention(self, account: str) -> str | None:
        """Return by what this tracker mentions an account; None where it cannot."""
        return self._tracker.find_mention(account)

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first."""
        return self._tracker.iter_issues(projects, changed_since)

    def find_page_url(self) -> str:
        """Return where people see the tracker."""
        return self._tracker.find_page_url()

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, types, components and versions, with their numbers."""
        return self._tracker.list_terms(projects)

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name holds these words, or everybody."""
        return self._tracker.find_people(name, projects)

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read a project for the first draft of its mapping."""
        return self._tracker.survey_project(project)

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Refuse: it writes."""
        del write
        self._refuse(f"the verdict of {issue}")

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Refuse: it writes."""
        del text, reference, team
        self._refuse(f"a comment on {issue}")

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Refuse: it writes."""
        del comment_id, text, reference, team
        self._refuse(f"a comment on {issue}")

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached."""
        return self._tracker.list_own_files(issue)

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Refuse: it writes."""
        del file
        self._refuse(f"a file of {issue}")

    def add_watcher(self, issue: str, account: str) -> None:
        """Refuse: it writes."""
        del account
        self._refuse(f"a watcher of {issue}")

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Refuse: it writes."""
        del due, field
        self._refuse(f"the due date of {issue}")

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Refuse: it writes."""
        del to_status, ids
        self._refuse(f"the status of {issue}")

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Refuse: on Redmine the checks ask by a write that has to fail."""
        del contracts
        self._refuse("the checks of `ugovor doctor`")

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Refuse: it writes."""
        del url, secret, projects
        self._refuse("a webhook")

    def _refuse(self, what: str) -> NoReturn:
        self.writes_refused += 1
        raise WriteForbidden(f"{what} was not written: {self.name} was opened for reading alone")
