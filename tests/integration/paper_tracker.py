"""A tracker in memory: keeps issues and comments and applies every write at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, Comment, IssueSnapshot
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.readings import IssueReading, Move, OwnComment
from plugin.runtime.clock import Clock
from plugin.trackers.base import Check, FileToAttach, FoundPerson, IssueGone, VerdictWrite
from plugin.trackers.survey import ProjectSurvey

BOT = Account(id="bot", name="Ugovor")


class PaperTracker:
    """Shows what people and the service wrote; its clock is the service's."""

    name = "main"
    write_timeout_s = 1.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.calls: Mapping[str, int] = {}
        self.issues: dict[str, IssueSnapshot] = {}
        self.comments: dict[str, dict[str, Comment]] = {}
        self.own: dict[str, dict[str, OwnComment]] = {}
        self.labels: dict[str, frozenset[str]] = {}

    def write(self, issue: str, comment: Comment) -> None:
        """Write a comment as a person."""
        self.comments.setdefault(issue, {})[comment.id] = comment

    def shown(self, issue: str) -> tuple[list[str], dict[str, str]]:
        """Return the service's labels on an issue and its comments by their reference."""
        own = {mark: comment.text for mark, comment in self.own.get(issue, {}).items()}
        return sorted(self.labels.get(issue, ())), own

    @property
    def has_team_comments(self) -> bool:
        """Whether a comment can be kept from the client."""
        return True

    @property
    def markup(self) -> Markup:
        """The markup of comments."""
        return Markup.UNKNOWN

    def whoami(self) -> Account:
        """Return the service's own account."""
        return BOT

    def answers_without_a_call(self) -> bool:
        """Say that nothing has to be asked."""
        return True

    def get_own_account(self) -> str:
        """Return the id of the service's own account."""
        return BOT.id

    def resolve_id(self, issue: str) -> str:
        """Return the id by which everybody calls an issue here."""
        return issue

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return the event: nothing is missing from it."""
        return event

    def read(self, issue: str) -> IssueReading:
        """Read an issue with the labels that the service put on it."""
        snapshot = next((each for each in self.issues.values() if issue in (each.id, each.key)), None)
        if snapshot is None:
            raise IssueGone(f"there is no issue {issue}")
        issue = snapshot.id
        labelled = snapshot.model_copy(
            update={"labels": snapshot.labels | self.labels.get(issue, frozenset())}
        )
        return IssueReading(
            labelled,
            own_comments=self.own.get(issue, {}),
            comments=tuple(self.comments.get(issue, {}).values()),
        )

    def read_moves(self, issue: str) -> tuple[Move, ...] | None:
        """Return None: this tracker keeps no history."""
        del issue
        return None

    def read_edits(self, issue: str) -> None:
        """Return None: this tracker keeps no history."""
        del issue

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Return False: this tracker proves nothing."""
        del account, project, terms
        return False

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Put the label on and the comment under the issue."""
        self.labels[issue] = (self.labels.get(issue, frozenset()) - {*write.remove_labels}) | {
            *write.add_labels
        }
        if write.text is not None:
            self.post_comment(issue, write.text, write.reference, None)

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Put a comment of the service under the issue."""
        del team
        comment = OwnComment(f"own-{reference}", text, self._clock.now())
        self.own.setdefault(issue, {})[reference] = comment
        return comment.id

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Replace the words of a comment of the service."""
        del team
        created = self.own[issue][reference].created
        self.own[issue][reference] = OwnComment(comment_id, text, created, self._clock.now())

    def find_mention(self, account: str) -> str | None:
        """Return the account itself."""
        return account

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Take a file."""

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return nothing: it keeps no files."""
        del issue
        return ()

    def add_watcher(self, issue: str, account: str) -> None:
        """Take a watcher."""

    def set_due_date(self, issue: str, due: date | None, field: str) -> None:
        """Set the due date of an issue."""
        del field
        for number, snapshot in self.issues.items():
            if issue in (number, snapshot.key):
                self.issues[number] = snapshot.model_copy(update={"due": due})

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Move an issue to a status."""
        del ids
        self.issues[issue] = self.issues[issue].model_copy(update={"status": to_status})

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give nothing: no webhook is ever lost here."""
        del projects, changed_since
        return iter(())

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give no lines."""
        del contracts
        return iter(())

    def find_page_url(self) -> str:
        """Return where people see it."""
        return "https://acme.example"

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """List nothing."""
        del projects
        return ()

    def survey_project(self, project: str) -> ProjectSurvey:
        """Show a project with nothing in it."""
        return ProjectSurvey(project, project, self.whoami())

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Know nobody."""
        del name, projects
        return ()

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Say that there is nothing to connect."""
        del url, secret, projects
        return "nothing to connect"
