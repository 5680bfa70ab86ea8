"""Judging only those whom a change can reach ends as judging everybody would."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plugin.bootstrap import Service, build
from plugin.events import Event, IssueDeleted, IssueSeen
from plugin.issue import Account, IssueSnapshot
from plugin.rules.quantity import Holding
from plugin.rules.verdict import Verdict, VerdictKind
from plugin.settings import Settings
from plugin.store import issues
from plugin.store.inbox import Arrival
from plugin.store.peers import Reach
from plugin.worker import facts

ISSUES = 14
ACTS = 60
CONTRACT = """
contract: {id: ACME, title: Site, calendar: RU, live_from: 2026-01-01, mode: observe}
tracker: {name: main, projects: [ACME], statuses: {working: [In Progress], done: [Done]}}
people:
  director: {name: Director, side: client, account: director}
authority: [{person: director, may: [decide, rule_scope, estimate]}]
price: {hour: 3500}
capacity: 6h
goodwill: {per_request: 60m, per_month: 3h}
options: [move_deadline, extra_fee, swap, park, withdraw]
stages:
  - id: design
    title: Design
    due: 2030-04-05
    items:
      - {id: "1", title: Hours, hours: 20, link: {label: hours}}
      - {id: "2", title: Rounds, rounds: {max: 3}, link: {label: rounds}}
      - {id: "3", title: Monthly, hours_per_month: 9, link: {label: monthly}}
      - {id: "4", title: Unlimited, link: {label: unlimited}}
exclusions: [{clause: "5.3", text: Calculators, words: [calculator]}]
"""


def service(folder: Path) -> Service:
    """Return a service with the contract in force, without anything to read in."""
    (folder / "mappings").mkdir(parents=True)
    (folder / "mappings" / "acme.yaml").write_text(CONTRACT, encoding="utf-8")
    tracker = {
        "kind": "jira_cloud",
        "url": "http://127.0.0.1:1",
        "user": "bot@acme.example",
        "token": "t",
        "webhook_secrets": ("a long random text",),
        "account": "bot",
    }
    database = f"sqlite:///{folder}/ugovor.db"
    own = {"database": database, "mappings": folder / "mappings"}
    built = build(Settings.model_validate({"service": own, "trackers": {"main": tracker}}))
    built.agreements.refresh(datetime.now(UTC))
    return built


def acts(chance: random.Random) -> list[Event]:
    """Return what happens to some issues in a random order: estimates, moves, links, deletions."""
    begin = datetime.now(UTC) - timedelta(days=1)
    happened: list[Event] = []
    known: dict[int, IssueSnapshot] = {}
    living = list(range(ISSUES))
    for act in range(ACTS):
        number, at = chance.choice(living), begin + timedelta(minutes=act)
        # Created in the order of their numbers, over two months; heard of in any order.
        created = begin - timedelta(days=40 if number < ISSUES // 2 else 5) + timedelta(minutes=number)
        known[number] = snapshot = replace_some(chance, known.get(number) or new(number, created), at)
        if act % 9 == 8:
            living.remove(number)
            happened.append(IssueDeleted(issue_id=snapshot.id))
        else:
            happened.append(IssueSeen(issue=snapshot, at=at))
    return happened


def new(number: int, created: datetime) -> IssueSnapshot:
    """Return an issue as it is created."""
    return IssueSnapshot(
        id=str(1000 + number),
        key=f"ACME-{number}",
        project="ACME",
        type="Task",
        summary=f"Issue {number}",
        status="To Do",
        reporter=Account(id="director", name="Director"),
        created=created,
        updated=created,
    )


def replace_some(chance: random.Random, snapshot: IssueSnapshot, at: datetime) -> IssueSnapshot:
    """Return the issue with one thing about it changed."""
    changes: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"estimate_hours": Decimal(chance.choice(("0.5", "0.75", "2", "4", "7", "9")))},
        lambda: {"labels": frozenset({chance.choice(("hours", "hours", "rounds", "monthly", "unlimited"))})},
        lambda: {"status": chance.choice(("To Do", "To Do", "In Progress", "Done"))},
        lambda: {"summary": chance.choice(("A calculator", snapshot.summary))},
    )
    changed: dict[str, Any] = {"updated": at}
    for change in chance.sample(changes, 2):
        changed |= change()
    return snapshot.model_copy(update=changed)


def hear(built: Service, number: int, event: Event) -> None:
    """Let the service handle one event."""
    issue = event.issue.id if isinstance(event, IssueSeen) else getattr(event, "issue_id", "")
    arrival = Arrival(
        "main", f"d{number}", datetime.now(UTC), {}, b"{}", "handled", subject=issue, events=(event,)
    )
    built.inbox.accept(arrival)
    while built.worker().run_once():
        pass


def on_record(built: Service) -> dict[str, tuple[Verdict | None, Holding, Decimal | None, list[Any]]]:
    """Return what can be seen of each issue: verdict, holding, gift, offer."""
    found = {}
    with built.database.look() as connection:
        for number in range(ISSUES):
            state = issues.load(connection, "main", str(1000 + number))
            if state is not None and not state.deleted:
                offer = state.change.offer if state.change else None
                options = (
                    [option.model_dump(exclude={"counted_from"}) for option in offer.options]
                    if offer
                    else None
                )
                found[state.issue.key] = (state.verdict, state.holding, state.bonus_hours, options)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_narrow_look_ends_as_a_wide_one(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every single event the same verdicts, quantities, gifts and offers stand on record."""
    reach_of = facts.reach_of

    def everybody(*given: Any, **keys: Any) -> Reach:
        return replace(reach_of(*given, **keys), since=None, small=Decimal(1_000), offers="all")

    narrow, wide = service(tmp_path / "narrow"), service(tmp_path / "wide")
    happened, kinds = acts(random.Random(seed)), set()
    for number, event in enumerate(happened):
        hear(narrow, number, event)
        with monkeypatch.context() as patched:
            patched.setattr(facts, "reach_of", everybody)
            hear(wide, number, event)
        seen = on_record(wide)
        assert on_record(narrow) == seen, (number, event)
        kinds |= {verdict.kind for verdict, *_ in seen.values() if verdict is not None}
    assert kinds >= {VerdictKind.IN_SCOPE, VerdictKind.BEYOND_SCOPE, VerdictKind.UNCLEAR}
    narrow.close()
    wide.close()
