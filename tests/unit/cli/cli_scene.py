"""An operator's folder.

Settings, mappings, a real SQLite database, a tracker of paper, and commands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mappings.loader import load_file, mapping_digest
from mappings.model import ContractMapping, TeamComments, TrackerTerms
from plugin.bootstrap import Service
from plugin.cli import main
from plugin.cli.context import CliContext
from plugin.core.model.events import Event, IssueSeen, IssueTouched
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState, OfferVersion
from plugin.core.model.kept_names import Term
from plugin.core.model.markup import Markup
from plugin.core.model.options import OfferOption
from plugin.core.model.placement import Evidence
from plugin.core.model.readings import IssueReading, OwnComment
from plugin.core.model.signed_links import LinkSigner
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.runtime.clock import Clock
from plugin.settings.model import Settings
from plugin.store import contracts, issues, schema
from plugin.store.accepted_deliveries import DatabaseInbox
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.trackers.base import Check, FileToAttach, FoundPerson, IssueGone, TrackerError, VerdictWrite
from plugin.trackers.survey import ProjectSurvey
from plugin.trackers.survey_reader import refuse_unknown
from plugin.worker import ActiveContracts

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

SETTINGS = """
[service]
public_url = "https://ugovor.example.com"
database = "sqlite:///{database}"
mappings = "mappings"

[trackers.main]
kind = "jira_cloud"
url = "https://acme.example"
token = "token-of-main"
webhook_secrets = ["first secret", "second secret"]
"""

SECOND_TRACKER = """
[trackers.own]
kind = "jira_dc"
url = "http://127.0.0.1:8090"
token = "token-of-own"
webhook_secrets = ["own secret"]
"""

MAPPING = """
contract: {id: ACME-SITE, title: Corporate site, language: en, currency: EUR, timezone: Europe/Berlin,
           mode: observe, live_from: 2026-03-01}
tracker: {name: main, projects: [ACME], team_comments: {role: Agency}}
people:
  director: {name: Peter Falk, side: client, account: "u-director"}
authority: [{person: director, may: [decide]}]
unmatched: beyond_scope
stages: [{id: design, title: Design, due: 2026-04-10, issue: ACME-2}]
"""


@dataclass
class StandingClock:
    """A clock that goes on only while somebody rests."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def rest(self, seconds: float) -> None:
        """Advance the clock."""
        self.moment += timedelta(seconds=seconds)


@dataclass
class StubTracker:
    """A tracker that knows the issues it is given, and shows what it is asked to show."""

    name: str = "main"
    write_timeout_s: float = 10
    issues: dict[str, IssueSnapshot] = field(default_factory=dict)
    checks: tuple[Check, ...] = (Check("address", True, "It answers."),)
    registered: list[tuple[str, str]] = field(default_factory=list)
    projects: tuple[str, ...] = ()
    comments: dict[str, OwnComment] = field(default_factory=dict)
    marker: str | None = None
    fails: TrackerError | None = None
    people: tuple[FoundPerson, ...] = ()
    terms: tuple[Term, ...] = ()
    surveyed: dict[str, ProjectSurvey] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)

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
        return Account(id="u-bot", name="Ugovor")

    def answers_without_a_call(self) -> bool:
        """Say that nothing has to be asked."""
        return True

    def get_own_account(self) -> str:
        """Return the id of the service's own account."""
        return self.whoami().id

    def read_moves(self, issue: str) -> None:
        """Return None: this tracker keeps no history."""
        del issue

    def read_edits(self, issue: str) -> None:
        """Return None: this tracker keeps no history."""
        del issue

    def is_in_team(self, account: str, project: str, terms: TrackerTerms) -> bool:
        """Return False: this tracker proves nothing."""
        del account, project, terms
        return False

    def read(self, issue: str) -> IssueReading:
        """Find an issue by id or key."""
        found = [each for each in self.issues.values() if issue in (each.id, each.key)]
        if not found:
            raise IssueGone(f"{issue}: not found")
        return IssueReading(issue=found[0], own_comments=self.comments, marker=self.marker)

    def resolve_id(self, issue: str) -> str:
        """Return the id itself."""
        return issue

    def complete(self, event: IssueSeen) -> IssueSeen:
        """Return the event as it is."""
        return event

    def check(self, contracts: tuple[ContractMapping, ...]) -> Iterator[Check]:
        """Give the checks it was told to give, and one that names the projects."""
        if self.fails:
            raise self.fails
        yield from self.checks
        yield Check("projects", True, ", ".join(key for each in contracts for key in each.tracker.projects))

    def find_page_url(self) -> str:
        """Return where people see it."""
        return "https://acme.example"

    def survey_project(self, project: str) -> ProjectSurvey:
        """Return the survey that it was given."""
        if self.fails:
            raise self.fails
        if project not in self.surveyed:
            raise refuse_unknown(project, self.surveyed, "Jira")
        return self.surveyed[project]

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return the names it was given."""
        del projects
        return self.terms

    def find_people(self, name: str, projects: tuple[str, ...]) -> tuple[FoundPerson, ...]:
        """Return the people it was given whose name holds these words."""
        del projects
        if self.fails:
            raise self.fails
        return tuple(each for each in self.people if name.casefold() in each.name.casefold())

    def connect(self, url: str, secret: str, projects: tuple[str, ...] = ()) -> str:
        """Remember the registration."""
        self.projects = projects
        if self.fails:
            raise self.fails
        self.registered.append((url, secret))
        return f"Registered the webhook {url}."

    def show_verdict(self, issue: str, write: VerdictWrite) -> None:
        """Show label, comment and marker."""
        shown = self.issues[issue]
        labels = (shown.labels | set(write.add_labels)) - set(write.remove_labels)
        self.issues[issue] = shown.model_copy(update={"labels": frozenset(labels)})
        if write.text is not None:
            self.comments[write.reference] = OwnComment("c-1", write.text, shown.updated, shown.updated)
        self.marker = write.marker

    def post_comment(self, issue: str, text: str, reference: str, team: TeamComments | None) -> str:
        """Refuse: nothing here asks for it."""
        raise AssertionError(f"wrote {text}, {reference}, {team} to {issue}")

    def edit_comment(
        self, issue: str, comment_id: str, text: str, reference: str, team: TeamComments | None
    ) -> None:
        """Refuse: nothing here asks for it."""
        raise AssertionError(f"wrote {text}, {reference}, {team} to {issue}/{comment_id}")

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
        """Refuse: nothing here asks for it."""
        raise AssertionError(f"set {field} of {issue} to {due}")

    def move(self, issue: str, to_status: str, ids: Collection[str] = ()) -> None:
        """Refuse: nothing here asks for it."""
        raise AssertionError(f"moved {issue} to {to_status} {ids}")

    def iter_issues(
        self, projects: tuple[str, ...], changed_since: datetime | None
    ) -> Iterator[IssueSnapshot]:
        """Give no issue."""
        del projects, changed_since
        return iter(())


@dataclass
class CliScene:
    """A folder in which commands are run.

    Attributes:
        newest: the file of a database of the newest schema, to begin with.
    """

    folder: Path
    newest: bytes
    trackers: dict[str, StubTracker] = field(default_factory=lambda: {"main": StubTracker()})

    @property
    def mapping_file(self) -> Path:
        """The contract mapping."""
        return self.folder / "mappings" / "acme.yaml"

    @property
    def mapping(self) -> ContractMapping:
        """The contract mapping, loaded."""
        loaded = load_file(self.mapping_file).mapping
        assert loaded is not None
        return loaded

    def furnish(self, settings: str = SETTINGS, mapping: str = MAPPING) -> None:
        """Write settings and mapping."""
        address = self.folder / "ugovor.db"
        (self.folder / "ugovor.toml").write_text(settings.format(database=address), encoding="utf-8")
        self.mapping_file.parent.mkdir(exist_ok=True)
        self.mapping_file.write_text(mapping, encoding="utf-8")

    def run(self, *args: str) -> Result:
        """Run a command; a failure that is no sentence fails the test."""
        clock = StandingClock()
        context = CliContext(
            clock=clock,
            build=self.build,
            rest=clock.rest,
            make_tracker=lambda name, *_: self.trackers.get(name) or StubTracker(name),
        )
        result = CliRunner().invoke(main, args, obj=context)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def json(self, *args: str) -> Any:
        """Run a command and read its answer as JSON."""
        return json.loads(self.run(*args).stdout)

    def begin(self) -> None:
        """Make the database, as the service does when it starts for the first time."""
        self.database().close()

    def database(self) -> Database:
        """Open the database, of the newest schema where it is not there yet.

        The test closes it.
        """
        file = self.folder / "ugovor.db"
        if not file.exists():
            file.write_bytes(self.newest)
        return Database(f"sqlite:///{file}")

    def build(self, settings: Settings, clock: Clock) -> Service:
        """Wire a service around the trackers of paper."""
        database = Database(settings.service.database)
        schema.upgrade(database)
        return Service(
            settings=settings,
            database=database,
            clock=clock,
            trackers=dict(self.trackers),
            active_contracts=ActiveContracts(settings.service.mappings, database),
            inbox=DatabaseInbox(database),
            links=LinkSigner("key of the office", settings.service.public_url, clock.now),
            mailer=None,
        )

    def put_on_record(self, *states: IssueState) -> None:
        """Put the contract in force and keep states of its issues."""
        database = self.database()
        mapping = self.mapping
        with database.change() as connection:
            contracts.put_in_force(connection, mapping, mapping_digest(mapping), NOW)
            for state in states:
                issues.save(connection, mapping, state)
        database.close()

    def receive(self, *arrivals: Arrival) -> None:
        """Keep deliveries."""
        database = self.database()
        for arrival in arrivals:
            DatabaseInbox(database).accept(arrival)
        database.close()


def arrival(number: int, kind: str = "handled", subject: str | None = "10015", **values: object) -> Arrival:
    """Return a delivery, received `number` minutes after nine."""
    events: tuple[Event, ...] = (IssueTouched(issue_id=subject),) if kind == "handled" and subject else ()
    given: dict[str, Any] = {
        "tracker": "main",
        "delivery_id": f"d-{number}",
        "received_at": NOW.replace(minute=number),
        "headers": {"content-type": "application/json"},
        "body": b'{"issue": {"key": "ACME-15"}}',
        "kind": kind,
        "event_name": "jira:issue_updated",
        "subject": subject,
        "events": events,
        "reason": "" if kind == "handled" else f"it is {kind}",
    }
    return Arrival(**(given | values))


def issue(number: int, summary: str = "Calculator") -> IssueSnapshot:
    """Return an issue as the tracker shows it."""
    return IssueSnapshot(
        id=f"100{number}",
        key=f"ACME-{number}",
        project="ACME",
        type="Task",
        summary=summary,
        created=datetime(2026, 3, 20, 12, 0, tzinfo=UTC),
        updated=datetime(2026, 3, 20, 12, 0, tzinfo=UTC),
    )


def extra(number: int, *, decided: bool = False, clause: str = "5.3") -> IssueState:
    """Return an issue beyond scope with an offer of 18 hours, decided or not."""
    fee = OfferOption(number=1, option="extra_fee", fee=Decimal(75600), vat=Decimal(12600))
    decision = Decision(id=f"{number}/1", option=fee, hours=Decimal(18), by="director", at=NOW, on=NOW.date())
    offer = OfferVersion(
        version=1, made_on=NOW.date(), answer_by=date(2026, 4, 8), hours=Decimal(18), options=(fee,)
    )
    return IssueState(
        tracker="main",
        contract="ACME-SITE",
        issue=issue(number),
        evidence=Evidence.EXCLUSION,
        stage="design",
        verdict=Verdict(
            kind=VerdictKind.BEYOND_SCOPE,
            clause=clause,
            over_hours=Decimal(18),
            reasons=(Reason(word="excluded", values={"clause": clause, "text": "Calculators"}),),
        ),
        change=Change(
            state=ChangeState.DECIDED if decided else ChangeState.OFFERED,
            raised_on=NOW.date(),
            versions=(offer,),
            decisions=(decision,) if decided else (),
        ),
    )
