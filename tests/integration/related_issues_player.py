"""Two services that get the same acts of people, made up by a seeded chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from paper_tracker import PaperTracker
from service_scene import SetClock

from plugin.bootstrap import Service, build
from plugin.core.model.events import CommentWritten, Event, IssueDeleted, IssueSeen
from plugin.core.model.issue import Account, Comment, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.settings.model import Settings
from plugin.store import issues
from plugin.store.inbox import Arrival

ISSUES = 10
STAGES = (98, 99)
BEGIN = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
DIRECTOR = Account(id="director", name="Director")
CONTRACT = """
contract: {{id: ACME, title: Site, calendar: RU, live_from: 2026-01-01, mode: {mode}}}
tracker:
  name: main
  projects: [ACME]
  statuses: {{working: [In Progress], done: [Done]}}
  team_comments: {{role: Agency}}
people:
  director: {{name: Director, side: client, account: director}}
authority: [{{person: director, may: [decide, rule_scope, estimate, price, sign_off]}}]
price: {{hour: {hour}}}
capacity: 6h
goodwill: {{per_request: 60m, per_month: {goodwill}, warn_at: 60}}
options: [move_deadline, extra_fee, swap, park, withdraw]
stages:
  - id: design
    title: Design
    due: 2030-04-05
    issue: ACME-98
    criteria: [The pages are drawn]
    items:
      - {{id: "1", title: Hours, hours: {hours}, link: {{label: hours}}}}
      - {{id: "2", title: Rounds, rounds: {{max: {rounds}}}, link: {{label: rounds}}}}
      - {{id: "3", title: Monthly, hours_per_month: 6, link: {{label: {monthly}}}}}
  - id: build
    title: Build
    due: 2030-06-05
    after: [design]
    issue: ACME-99
    criteria: [The pages are built]
    items:
      - {{id: "4", title: Unlimited, link: {{label: unlimited}}}}
      - {{id: "5", title: Pages, hours: 8, pieces: {{max: 3}}, link: {{label: pages}}}}
exclusions: [{{clause: "5.3", text: Calculators, words: [calculator]}}]
"""
AS_SIGNED = {
    "mode": "act",
    "hour": 3500,
    "goodwill": "3h",
    "hours": 14,
    "rounds": 2,
    "monthly": "monthly",
}
CHANGED: dict[str, tuple[Any, ...]] = {
    "hour": (3500, 4000),
    "goodwill": ("3h", "2h", "4h"),
    "hours": (14, 10, 18),
    "rounds": (2, 1, 3),
    "monthly": ("monthly", "other"),
}


@dataclass(frozen=True)
class Act:
    """Events of one issue or a changed mapping, and the quiet time after it.

    Attributes:
        quiet_s: how long the worker has to show what was decided; 0: not at all.
    """

    events: tuple[Event, ...] = ()
    mapping: str | None = None
    quiet_s: int = 60


class Player:
    """One service with a contract in force and a tracker on paper."""

    def __init__(self, folder: Path, database: str) -> None:
        self._mappings = folder / "mappings"
        self._mappings.mkdir(parents=True, exist_ok=True)
        self._number = 0
        self.clock = SetClock(BEGIN)
        self._put(CONTRACT.format(**AS_SIGNED))
        self.tracker = PaperTracker(self.clock)
        for number in STAGES:
            self.tracker.issues[str(1000 + number)] = _new(number)
        self.service: Service = build(settings_on(database, self._mappings), self.clock)
        self.service.trackers["main"] = self.tracker
        self.service.active_contracts.refresh(self.clock.now())
        self.worker = self.service.worker()
        self.worker.run_until_idle()

    def play(self, act: Act, at: datetime) -> None:
        """Play one act at a moment, and run the worker."""
        self.clock.moment = at
        if act.mapping is not None:
            self._put(act.mapping)
            self.service.active_contracts.refresh(self.clock.now())
        for event in act.events:
            self._hear(event)
        self.worker.run_until_idle()
        for _ in range(act.quiet_s // 10):
            self.clock.move(seconds=10)
            self.worker.run_until_idle()

    def _put(self, mapping: str) -> None:
        path = self._mappings / "acme.yaml"
        path.write_text(mapping, encoding="utf-8")

    def _hear(self, event: Event) -> None:
        self._number += 1
        match event:
            case IssueSeen():
                issue = event.issue.id
                self.tracker.issues[issue] = event.issue
                event = event.model_copy(update={"issue": self.tracker.read(issue).issue})
            case CommentWritten():
                issue = event.issue_id
                self.tracker.write(issue, event.comment)
            case IssueDeleted():
                issue = event.issue_id
                self.tracker.issues.pop(issue, None)
            case _:
                raise TypeError(f"nobody plays {event.kind}")
        arrival = Arrival(
            "main", f"d{self._number}", self.clock.now(), {}, b"{}", "handled", subject=issue, events=(event,)
        )
        self.service.inbox.accept(arrival)

    def states(self) -> Iterator[IssueState]:
        """Give what is on record about every issue."""
        with self.service.database.look() as connection:
            for number in range(ISSUES):
                state = issues.load(connection, "main", str(1000 + number))
                if state is not None:
                    yield state

    def on_record(self) -> dict[str, Any]:
        """Return each issue's verdict, usage, gift, offer and decision."""
        return {state.issue.key: _seen_of(state) for state in self.states() if not state.deleted}

    def happened(self) -> set[str]:
        """Return what the acts led to so far: verdicts, rulings, decisions and so on."""
        words: set[str] = set()
        for state in self.states():
            decisions = state.change.decisions if state.change else ()
            words |= {decision.option.option for decision in decisions}
            words |= {state.kind.value} if state.kind else set()
            words |= {f"ruled {state.ruling.kind}"} if state.ruling else set()
            words |= {"announced"} if state.announced else set()
            words |= {"superseded"} if len(decisions) > 1 else set()
            words |= {"estimate"} if state.estimate_hours else set()
            words |= {"fee"} if state.named_fee is not None else set()
            words |= {"reopened"} if state.reopened_at else set()
            words |= {"deleted"} if state.deleted else set()
            words |= {"away"} if state.issue.project != "ACME" else set()
        return words

    def shown(self) -> dict[str, Any]:
        """Return what the tracker shows on each living issue: labels and comments."""
        return {issue: self.tracker.shown(issue) for issue in self.tracker.issues}


def _seen_of(state: IssueState) -> tuple[Any, ...]:
    change = state.change
    offer, decision = (change.offer, change.decision) if change else (None, None)
    options = [option.model_dump(exclude={"counted_from"}) for option in offer.options] if offer else None
    return (
        state.verdict,
        state.holding,
        state.bonus_hours,
        state.announced,
        change.state if change else None,
        options,
        decision.option.option if decision else None,
    )


def settings_on(database: str, mappings: Path) -> Settings:
    """Return settings with one tracker, that nobody calls."""
    tracker = {
        "kind": "jira_cloud",
        "url": "http://127.0.0.1:1",
        "user": "bot@acme.example",
        "token": "t",
        "webhook_secrets": ("a long random text",),
        "account": "bot",
    }
    own = {"database": database, "mappings": mappings}
    return Settings.model_validate({"service": own, "trackers": {"main": tracker}})


class Chance:
    """Makes up what people do to issues, what they say, and changed mappings."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._known: dict[int, IssueSnapshot] = {}
        self._living = list(range(ISSUES))
        self._terms: dict[str, Any] = dict(AS_SIGNED)
        self._said = 0

    def acts(self, number: int) -> Iterator[tuple[Act, datetime]]:
        """Yield a number of acts with their moments; every tenth drops an issue."""
        for nth in range(number):
            at = BEGIN + timedelta(minutes=10 * (nth + 1))
            yield self._act(nth, at), at

    def _act(self, nth: int, at: datetime) -> Act:
        chance = self._chance
        quiet_s = chance.choice((0, 60, 60))
        if self._known and chance.random() < 0.5:
            return self._word(at, quiet_s)
        which = self._living[nth] if nth < 3 else chance.choice(self._living)
        if nth % 10 == 9 and nth > ISSUES and len(self._living) > 4:
            self._living.remove(which)
            gone = self._known.pop(which, None)
            return Act((IssueDeleted(issue_id=str(1000 + which), at=at),) if gone else (), quiet_s=quiet_s)
        snapshot = self._known.get(which) or _new(which)
        self._known[which] = snapshot = self._changed(snapshot, at)
        return Act((IssueSeen(issue=snapshot, at=at),), quiet_s=quiet_s)

    def _changed(self, snapshot: IssueSnapshot, at: datetime) -> IssueSnapshot:
        """Return the issue with one or two things about it changed."""
        chance = self._chance
        links = ("hours", "hours", "hours", "rounds", "monthly", "unlimited", "pages")
        changes: tuple[Callable[[], dict[str, Any]], ...] = (
            lambda: {"estimate_hours": Decimal(chance.choice(("0.5", "0.75", "1", "2", "3", "4", "6", "7")))},
            lambda: {"labels": frozenset(chance.sample(links, chance.choice((0, 1, 1, 1, 1, 2))))},
            lambda: {"status": chance.choice(("To Do", "To Do", "To Do", "In Progress", "Done"))},
            lambda: {"summary": chance.choice(("A calculator", "A calculator", f"Issue {snapshot.id}"))},
        )
        # Moved away now and then; whatever happens next brings it back.
        away = chance.random() < 0.08
        changed: dict[str, Any] = {"updated": at, "project": "ELSEWHERE" if away else "ACME"}
        is_new = snapshot.updated == snapshot.created
        for change in changes if is_new else chance.sample(changes, chance.choice((1, 2))):
            changed |= change()
        return snapshot.model_copy(update=changed)

    def _word(self, at: datetime, quiet_s: int) -> Act:
        """Return an act of a person: a ruling, an estimate, a fee, a choice, a mapping."""
        chance = self._chance
        if chance.random() < 0.15:
            key = chance.choice(tuple(CHANGED))
            self._terms[key] = chance.choice(CHANGED[key])
            return Act(mapping=CONTRACT.format(**self._terms), quiet_s=60)
        words = chance.choice(
            (
                f"/scope in {chance.choice('12345')}",
                "/scope beyond",
                "/scope rules",
                "/bonus",
                f"/estimate {chance.choice(('0.5', '1', '3', '8'))}h",
                f"/fee {chance.choice((9000, 30000))}",
                f"/choose {chance.randint(1, 5)}",
                f"/choose {chance.randint(1, 5)}",
                f"/choose {chance.randint(1, 5)}",
                f"/choose {chance.randint(1, 3)}",
                f"/choose {chance.randint(1, 3)}",
                "/recheck",
            )
        )
        which = chance.choice(tuple(self._known))
        self._said += 1
        comment = Comment(id=f"c{self._said}", author=DIRECTOR, body=words, created=at, updated=at)
        return Act((CommentWritten(issue_id=str(1000 + which), comment=comment, at=at),), quiet_s=quiet_s)


def seen(number: int, at: datetime, **fields: Any) -> Act:
    """Return that an issue is seen with these fields, and announced."""
    snapshot = _new(number).model_copy(update={"updated": at, **fields})
    return Act((IssueSeen(issue=snapshot, at=at),))


def _new(number: int) -> IssueSnapshot:
    """Return an issue as it was created: in the order of the numbers, over two months."""
    created = BEGIN - timedelta(days=40 if number < ISSUES // 2 else 5) + timedelta(minutes=number)
    return IssueSnapshot(
        id=str(1000 + number),
        key=f"ACME-{number}",
        project="ACME",
        type="Task",
        summary="A calculator",
        status="To Do",
        reporter=DIRECTOR,
        created=created,
        updated=created,
    )
