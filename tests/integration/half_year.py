"""Half a year of three contracts with shared people, made up by a seeded chance.

What must come of it is computed here from the list of events alone, day by day, by other code than the
service's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from paper_tracker import PaperTracker
from related_issues_player import settings_on
from service_scene import SetClock

from plugin.bootstrap import Service, build
from plugin.core.model.events import CommentWritten, Event, IssueSeen
from plugin.core.model.issue import Account, Comment, IssueSnapshot
from plugin.core.model.waits import Wait
from plugin.reports.timeline import TimelineLine, read_timeline
from plugin.store import reminders, waits
from plugin.store.inbox import Arrival

ZONE = ZoneInfo("Europe/Moscow")
BEGIN = date(2026, 1, 12)
DAYS = 182
OPENS, CLOSES = time(10), time(19)
CONTRACTS = ("ACME", "BETA", "GAMMA")
ISSUES_EACH = 12
DUE = date(2026, 9, 30)
QUIET = timedelta(days=5)
"""After the last event nobody writes any more."""
MAPPING = """
contract: {{id: {name}, title: {name}, live_from: 2026-01-01, timezone: Europe/Moscow}}
tracker:
  name: main
  projects: [{name}]
  statuses: {{waiting_for_client: [Waiting], done: [Done]}}
  team_comments: {{role: Agency}}
people:
  director: {{name: Director {name}, side: client, account: director-{name}}}
  anna: {{name: Anna Belova, side: client, account: anna}}
  peter: {{name: Peter Rook, side: client, account: peter, away: [{{from: 2026-03-02, until: 2026-03-13}}]}}
  mary: {{name: Mary Orlova, side: contractor, account: mary}}
authority:
  - {{person: director, may: [decide, sign_off]}}
  - {{person: mary, may: [rule_scope, estimate, publish]}}
capacity: 6h
options: [withdraw]
waiting: {{contact: anna, moves_deadline: true}}
stages:
  - id: design
    title: Design
    due: {due}
    issue: {name}-99
    items: [{{id: "1", title: Work, link: {{label: work}}}}]
"""


@dataclass(frozen=True)
class Said:
    """One thing that somebody wrote, at a moment, on an issue."""

    at: datetime
    issue: str
    who: str
    words: str


@dataclass
class Expected:
    """One wait as the events alone tell it.

    Attributes:
        ball: when it came to the client's side (True) or left it.
        over: when it ended; None: not yet.
        got: whether it ended with an answer.
        heard: when the client's side wrote last.
    """

    contract: str
    issue: str
    owes: str
    due: date
    asked: datetime
    ball: list[tuple[datetime, bool]] = field(default_factory=list)
    over: datetime | None = None
    got: bool = False
    heard: datetime | None = None

    def is_owed(self, at: datetime) -> bool:
        """Tell whether the client's side had the ball at a moment."""
        if self.over is not None and at >= self.over:
            return False
        held = [theirs for moment, theirs in self.ball if moment <= at]
        return bool(held) and held[-1]

    def list_late_days(self) -> set[date]:
        """Return the late working days that ended with the client's side."""
        days: set[date] = set()
        day = self.due + timedelta(days=1)
        while self.over is not None and day <= self.over.astimezone(ZONE).date():
            end = datetime.combine(day, CLOSES, tzinfo=ZONE) - timedelta(microseconds=1)
            if day.weekday() < 5 and self.is_owed(end):
                days.add(day)
            day += timedelta(days=1)
        return days


class Story:
    """What people do, by a seed; and what must come of it."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.events: list[Said] = []
        self.waits: list[Expected] = []
        self._tell()

    def _tell(self) -> None:
        chance = self._chance
        for offset in range(DAYS):
            day = BEGIN + timedelta(days=offset)
            if day.weekday() >= 5 and chance.random() < 0.8:
                continue
            hours = sorted(chance.uniform(8, 21.5) for _ in range(chance.randint(18, 28)))
            for hour in hours:
                at = datetime.combine(day, time.min, tzinfo=ZONE) + timedelta(hours=hour)
                self._act(at.astimezone(UTC))
        self._let_stand(self.events[-1].at + QUIET)

    def _act(self, at: datetime) -> None:
        self._let_stand(at)
        chance = self._chance
        open_ones = [wait for wait in self.waits if wait.over is None]
        kind = chance.random()
        if kind < 0.12:
            self._ask(at)
        elif kind < 0.19 and open_ones:
            self._reply(at, chance.choice(open_ones))
        elif kind < 0.24 and open_ones:
            self._got(at, chance.choice(open_ones))
        elif kind < 0.27 and open_ones:
            self._part(at, chance.choice(open_ones))
        else:
            issue = self._issue(chance.choice(CONTRACTS))
            words = chance.choice(("Спасибо!", "Ок", "👍", "Спасибо, увидела"))
            self.events.append(Said(at, issue, chance.choice(("anna", "peter", "mary")), words))

    def _issue(self, contract: str) -> str:
        return f"{contract}-{self._chance.randint(1, ISSUES_EACH)}"

    def _ask(self, at: datetime) -> None:
        contract = self._chance.choice(CONTRACTS)
        issue = self._issue(contract)
        if any(wait.issue == issue and wait.over is None for wait in self.waits):
            return
        owes = self._chance.choice(("anna", "peter"))
        due = (at.astimezone(ZONE) + timedelta(days=self._chance.randint(0, 9))).date()
        name = {"anna": "Anna Belova", "peter": "Peter Rook"}[owes]
        self.events.append(Said(at, issue, "mary", f"/ask {name} by {due.isoformat()}: texts of {at:%d %B}"))
        self.waits.append(Expected(contract, issue, owes, due, at, [(at, True)]))

    def _reply(self, at: datetime, wait: Expected) -> None:
        self.events.append(
            Said(at, wait.issue, self._chance.choice(("anna", "peter")), "Готово, посмотрите папку")
        )
        wait.heard = at
        if wait.is_owed(at):
            wait.ball.append((at, False))

    def _got(self, at: datetime, wait: Expected) -> None:
        self.events.append(Said(at, wait.issue, "mary", "/got"))
        wait.over, wait.got = at, True

    def _part(self, at: datetime, wait: Expected) -> None:
        if wait.is_owed(at):
            return
        self.events.append(Said(at, wait.issue, "mary", "/got part: the logo"))
        wait.ball.append((at, True))

    def _let_stand(self, at: datetime) -> None:
        """End what was answered two working days ago, and not questioned since."""
        for wait in self.waits:
            if wait.over is not None or wait.is_owed(at):
                continue
            answered = (wait.heard or wait.ball[-1][0]).astimezone(ZONE)
            day, clock = answered.date(), answered.time()
            if day.weekday() >= 5 or clock >= CLOSES:
                day += timedelta(days=1 if clock >= CLOSES and day.weekday() < 5 else 0)
                while day.weekday() >= 5:
                    day += timedelta(days=1)
            if day != answered.date():
                clock = OPENS
            for _ in range(2):
                day += timedelta(days=1)
                while day.weekday() >= 5:
                    day += timedelta(days=1)
            silent_until = datetime.combine(day, clock, tzinfo=ZONE)
            if silent_until <= at:
                wait.over, wait.got = silent_until, True

    def compute_due(self, contract: str) -> date:
        """Return the stage's date: a working day later for each day that was waited."""
        counted: set[date] = set()
        for wait in self.waits:
            if wait.contract == contract and wait.got:
                counted |= wait.list_late_days()
        day = DUE
        for _ in counted:
            day += timedelta(days=1)
            while day.weekday() >= 5:
                day += timedelta(days=1)
        return day


class Player:
    """The service with three contracts, and a tracker on paper.

    Attributes:
        doubles: whether each event is delivered twice, some of them late.
        crashes: after how many events the service is started anew; 0: never.
    """

    def __init__(self, folder: Path, database: str, *, doubles: bool = False, crashes: int = 0) -> None:
        self._mappings = folder / "mappings"
        self._mappings.mkdir(parents=True, exist_ok=True)
        for name in CONTRACTS:
            text = MAPPING.format(name=name, due=DUE.isoformat())
            (self._mappings / f"{name}.yaml").write_text(text, encoding="utf-8")
        self._database, self._doubles, self._crashes = database, doubles, crashes
        self.clock = SetClock(datetime.combine(BEGIN, time(3), tzinfo=UTC))
        self.tracker = PaperTracker(self.clock)
        self._number = 0
        self._start()
        for contract in CONTRACTS:
            for number in (99, *range(1, ISSUES_EACH + 1)):
                self._create(contract, number)
        self.run()

    def _start(self) -> None:
        self.service: Service = build(settings_on(self._database, self._mappings), self.clock)
        self.service.trackers["main"] = self.tracker
        self.service.active_contracts.refresh(self.clock.now())
        self.worker = self.service.worker()

    def _create(self, contract: str, number: int) -> None:
        key = f"{contract}-{number}"
        at = self.clock.now()
        snapshot = IssueSnapshot(
            id=key,
            key=key,
            project=contract,
            type="Task",
            summary=f"Issue {number}",
            status="To Do",
            labels=frozenset({"work"}),
            reporter=Account(id="mary", name="Mary Orlova"),
            created=at,
            updated=at,
        )
        self.tracker.issues[key] = snapshot
        self._take(IssueSeen(issue=snapshot, change="created", at=at))

    def play(self, story: Story) -> None:
        """Play a story hour by hour: what people say, and what falls due."""
        now = self.clock.moment
        for count, said in enumerate(story.events, 1):
            while now + timedelta(hours=3) < said.at:
                now += timedelta(hours=3)
                self._go(now)
            now = said.at
            self.clock.moment = max(self.clock.moment, said.at)
            self._say(said, count)
            self.run()
            if self._crashes and count % self._crashes == 0:
                self.service.close()
                self._start()
        end = story.events[-1].at + QUIET
        while now < end:
            now = min(end, now + timedelta(hours=3))
            self._go(now)

    def _go(self, moment: datetime) -> None:
        self.clock.moment = max(self.clock.moment, moment)
        self.worker.beat(self.clock.now())
        self.run()

    def run(self) -> None:
        """Do what is due."""
        self.worker.run_until_idle()

    def _say(self, said: Said, number: int) -> None:
        author = Account(id=said.who, name=said.who)
        comment = Comment(id=f"c{number}", author=author, body=said.words, created=said.at, updated=said.at)
        self.tracker.write(said.issue, comment)
        event = CommentWritten(issue_id=said.issue, comment=comment, at=said.at)
        self._take(event)
        if self._doubles:
            self._take(event)

    def _take(self, event: Event) -> None:
        self._number += 1
        subject = event.issue.id if isinstance(event, IssueSeen) else event.issue_id
        arrival = Arrival(
            "main",
            f"d{self._number}",
            self.clock.now(),
            {},
            b"{}",
            "handled",
            subject=subject,
            events=(event,),
        )
        self.service.inbox.accept(arrival)

    def on_record(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every wait as it ended, by contract."""
        with self.service.database.look() as connection:
            found = {name: waits.load_of_contract(connection, name) for name in CONTRACTS}
        return {name: sorted(map(_told, listed)) for name, listed in found.items()}

    def timeline(self) -> list[TimelineLine]:
        """Return what both sides of every contract wrote, each with its answer.

        A reminder goes out when the worker comes to it: of its time the day and the hour are told.
        """
        with self.service.database.look() as connection:
            mappings = [each.mapping for each in self.service.active_contracts.all]
            lines = [line for mapping in mappings for line in read_timeline(connection, mapping, "en")]
        return [
            replace(line, at=line.at.replace(minute=0, second=0, microsecond=0))
            if line.id.startswith("reminded:")
            else line
            for line in lines
        ]

    def due(self, contract: str) -> date | None:
        """Return the due date that the tracker shows on a contract's stage."""
        return self.tracker.issues[f"{contract}-99"].due

    def reminded(self) -> Iterator[Any]:
        """Yield the rows by which reminders are counted, oldest first."""
        with self.service.database.look() as connection:
            yield from reminders.load_all(connection)


def _told(wait: Wait) -> tuple[Any, ...]:
    return wait.issue, wait.number, wait.state.value, wait.owed_by, wait.counted.days if wait.counted else 0
