"""The interface that every tracker adapter keeps, and the errors it may raise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.readings import FieldEdit, IssueReading, Move

if TYPE_CHECKING:
    from plugin.trackers.survey import ProjectSurvey


class TrackerError(Exception):
    """A tracker did not do what it was asked.

    The sentence says what happened and what to do.

    Attributes:
        retry_after_s: seconds after which the tracker wants to be asked again, where it said so.
    """

    def __init__(self, sentence: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s


class TrackerUnreachable(TrackerError):
    """No answer, or a 5xx: the write may or may not have been applied.

    Worth another try.
    """


class TrackerBusy(TrackerError):
    """429: nothing was applied; asked again not before `retry_after_s`."""


class TrackerRefused(TrackerError):
    """400, 409, 413 or 422: the tracker understood and refused.

    The same write will be refused again.
    """


class TrackerConflict(TrackerRefused):
    """409: somebody else saved at the same moment; that passes."""


class NotPermitted(TrackerError):
    """401 or 403: the account's token or permissions do not allow it.

    An operator can mend that.
    """


class IssueGone(TrackerError):
    """404: the issue (or comment) does not exist, or the account cannot see it."""


class NotPrivate(TrackerError):
    """A comment meant for the team cannot be proven internal.

    Nothing of it stands in the tracker.
    """


@dataclass(frozen=True)
class VerdictWrite:
    """One write that shows a verdict. Empty parts are left out of the request.

    Attributes:
        text: Markdown of a new client comment, its reference line included.
        reference: the reference of that comment.
        marker: kept on the issue itself where the tracker has room for it.
        carried: every label that the issue is known to carry before the write, people's own among them; for
            trackers that take a list of labels as a whole only.
        terms: how the contract reads this tracker: the fields that stand for verdict and labels where the
            tracker has no labels, and the names of the verdicts' labels.
    """

    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    text: str | None = None
    reference: str = ""
    marker: str | None = None
    carried: frozenset[str] = frozenset()
    terms: TrackerTerms | None = None


@dataclass(frozen=True)
class Check:
    """One line of `ugovor doctor`.

    What was looked at, whether it is well, and the remedy where it is not.
    """

    name: str
    ok: bool
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who has an account at the tracker.

    Attributes:
        account: what a mapping writes as `account`.
        active: whether the account can be used.
    """

    name: str
    account: str
    active: bool = True


@dataclass(frozen=True)
class FileToAttach:
    """A file that somebody gave on a page.

    Attributes:
        name: with its ending.
        data: the file.
        media_type: as the browser told it.
        note: who gave it; shown beside the file where the tracker has room for it.
    """

    name: str
    data: bytes
    media_type: str
    note: str = ""


TermsOf = Callable[[str], TrackerTerms | None]
"""How the contract of a project reads the tracker.

None for a project that no contract claims.
"""


class Tracker(Protocol):
    """What the service asks of a tracker.

    `issue` is the tracker's id or key of an issue.

    Every snapshot that an adapter gives is finished by `plugin.trackers.mapped_fields`: labels, estimate and
    due date are read where the contract's `tracker.fields` say.

    Every call sets time-outs and retries nothing by itself; every failure is a `TrackerError`.
    """

    @property
    def name(self) -> str:
        """The tracker's name in `ugovor.toml`."""

    @property
    def write_timeout_s(self) -> float:
        """The longest time after which an unanswered write can still be applied."""

    @property
    def markup(self) -> Markup:
        """The markup in which it gives comments."""

    @property
    def has_team_comments(self) -> bool:
        """Whether a comment can be kept from the client at all."""

    @property
    def calls(self) -> Mapping[str, int]:
        """How many requests were sent since the start, by what came of them.

        `ok`, or an error's name.
        """

    def whoami(self) -> Account:
        """Return the account that the token belongs to."""

    def get_own_account(self) -> str:
        """Return the id of the service's own account: as configured, else asked for once."""

    def resolve_id(self, issue: str) -> str:
        """Return an issue's permanent id, by what a webhook called it.

        No call where webhooks carry the id itself; a tracker whose webhooks carry keys looks it up.

        Raises:
            IssueGone: no issue has that key now.
        """

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return a webhook's event with what its body lacks.

        Names behind ids, mapped fields.
        """

    def answers_without_a_call(self) -> bool:
        """Tell whether `id_of`, `completed` and `own_account` ask the tracker nothing now."""

    def read(self, issue: str) -> IssueReading:
        """Read an issue with its comments and marker, in one call where the tracker can."""

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return an issue's changes of status, oldest first.

        None where the tracker gives no history.
        """

    def read_edits(self, issue: str) -> tuple[FieldEdit, ...] | None:
        """Return every change of an issue's fields, oldest first.

        None where the tracker gives no history.
        """

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Tell whether the tracker shows an account among ours.

        That is in the role or group of the contract's `team`, else of its `team_comments`. What the tracker
        does not tell is no proof.
        """

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Carry out one verdict write, all or nothing where the tracker can."""

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Post a comment and return its id; with `team`, only those people may read it.

        Raises:
            NotPrivate: the answer does not prove that only the team can read it; it was removed again.
        """

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the text of the service's own comment."""

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Attach a file to an issue, under its own name."""

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return the files of an issue that the service's account attached.

        Returns:
            Name and size in bytes of each.
        """

    def find_mention(self, account: str) -> str | None:
        """Return by what this tracker mentions an account; None where it cannot."""

    def add_watcher(self, issue: str, account: str) -> None:
        """Make a person a watcher of an issue, who is told of what happens to it."""

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set the due date of an issue, or clear it."""

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue to a status by its exact name, else by one of these numbers.

        Refused where no transition leads there.
        """

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give the issues of projects, oldest change first; all, or those changed since."""

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the lines of `ugovor doctor`.

        Address, token, permissions, fields, webhooks.

        Args:
            contracts: the mappings that name this tracker; their projects, fields and stages are looked at.
        """

    def find_page_url(self) -> str:
        """Return where people see the tracker, which is not always where its API is.

        Asked for once; what the settings say stands above it.
        """

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return statuses, types, components and versions, with their numbers.

        Nothing where the tracker tells no numbers. In a few calls a project.
        """

    def survey_project(self, project: str) -> ProjectSurvey:
        """Read what a mapping names of a project, in a few calls beside its issues.

        Raises:
            UnknownProject: the account sees no such project; the sentence names the closest.
        """

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people whose name holds these words, or everybody for an empty name.

        Args:
            name: as people are called, or a part of it.
            projects: whose members are looked at where the account may not see all users.
        """

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Register the webhook and return a sentence that says what was done.

        Args:
            url: where the service receives.
            secret: what proves the sender.
            projects: those that mappings name; some trackers send for each by itself.
        """
