"""Three weeks played through `decide` alone end as on the running service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from scene import Scene
from sqlalchemy import select
from three_weeks import tell

from plugin.core.backtest.history import History
from plugin.core.backtest.play_past import Surroundings, play_past
from plugin.core.calendar.working_days import make_calendar
from plugin.core.facts import Baseline
from plugin.core.model.effects import EFFECT
from plugin.core.model.outcome import RecordEntry
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.verdict import VerdictKind
from plugin.store import contracts, issues, record, stages
from plugin.store import tables as t
from plugin.trackers.past_reader import PastReader
from plugin.trackers.read_only import ReadOnlyTracker
from plugin.worker import effect_runner
from plugin.worker.active_contract import ActiveContract
from plugin.worker.unit_of_work import UnitOfWork

CONTRACT = "ACME-SITE"

_SHOWN = (SlotKind.VERDICT, SlotKind.STAGE, SlotKind.DECISION, SlotKind.FORECAST, SlotKind.REVIEW)
"""What readers see, and what a notice is sent by."""


@dataclass
class Script:
    """What the running service decided on, and when the tracker showed the results."""

    steps: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    active: ActiveContract | None = None
    live_from: date | None = None


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """Write down what is decided while a story is told."""
    found = Script()
    load, save = UnitOfWork.facts, effect_runner.save_write

    def facts(self: UnitOfWork, active: ActiveContract, events: Any, movers: Any = None) -> Any:
        loaded = load(self, active, events, movers)
        found.active, found.live_from = active, loaded.baseline.live_from
        found.steps.append(("decide", (tuple(events), loaded.baseline.now, dict(movers or {}))))
        return loaded

    def saved(connection: Any, lease: Any, active: Any, effect: Any, result: Any, now: Any) -> None:
        save(connection, lease, active, effect, result, now)
        if effect.slot_kind in _SHOWN:
            slot = Slot(SlotKind(effect.slot_kind), effect.slot.partition(":")[2])
            at: datetime = result.seen_at or now
            found.steps.append(("show", (effect.subject, slot, at)))

    monkeypatch.setattr(UnitOfWork, "facts", facts)
    monkeypatch.setattr(effect_runner, "save_write", saved)
    return found


def played(script: Script) -> tuple[History, list[RecordEntry]]:
    """Play the script through `decide`, from an empty history."""
    active = script.active
    assert active is not None
    assert script.live_from is not None
    calendar, texts = make_calendar(active.mapping.contract), active.texts
    now = next(given[1] for what, given in script.steps if what == "decide")
    history = History(
        Baseline(
            "main", active.mapping, calendar, script.live_from, now, texts=texts, pages_url=active.pages_url
        )
    )
    entries: list[RecordEntry] = []
    for what, given in script.steps:
        if what == "decide":
            entries += history.decide(*given).entries
        else:
            history.show(*given)
    return history, entries


def test_history_in_memory_ends_like_the_service(scenes: Callable[..., Scene], script: Script) -> None:
    """States, record entries and effects are the same."""
    scene = scenes()
    scene.create("manager", "Дизайн", type="Stage")
    scene.create("manager", "Сборка и запуск", type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    scene.settle()
    tell(scene)
    history, recorded = played(script)
    with scene.service.database.look() as connection:
        keys = connection.execute(select(t.issues.c.issue).where(t.issues.c.contract == CONTRACT)).scalars()
        states = {key: issues.load(connection, "main", key) for key in keys}
        on_record = stages.load_all(connection, CONTRACT)
        entries = [
            (entry["subject"], entry["kind"], entry["payload"])
            for entry in record.export(connection)
            if entry["contract"] == CONTRACT and entry["kind"] != "baseline"
        ]
        rows = connection.execute(select(t.effects).where(t.effects.c.contract == CONTRACT)).all()
        effects = {(row.subject, row.slot): EFFECT.validate_json(row.payload) for row in rows}
    assert set(states) == set(history.states)
    assert [key for key in states if states[key] != history.states[key]] == []
    assert len(states) > 15
    assert on_record == dict(history.baseline.stages)
    assert entries == [(entry.subject, entry.kind.value, entry.payload) for entry in recorded]
    asked = {(key[0], str(key[1])): each.effect for key, each in history.effects.items()}
    assert set(effects) == set(asked)
    assert [key for key in effects if effects[key] != asked[key]] == []
    assert len(effects) > 30


def test_the_trackers_past_ends_in_the_verdicts_of_the_service(scenes: Callable[..., Scene]) -> None:
    """The same three weeks, read back from the tracker afterwards, come to the same."""
    scene = scenes()
    scene.create("manager", "Дизайн", type="Stage")
    scene.create("manager", "Сборка и запуск", type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    scene.settle()
    tell(scene)
    active = next(each for each in scene.service.active_contracts.all if each.mapping.id == CONTRACT)
    with scene.service.database.look() as connection:
        keys = connection.execute(select(t.issues.c.issue).where(t.issues.c.contract == CONTRACT)).scalars()
        states = [state for key in keys if (state := issues.load(connection, "main", key)) is not None]
        in_force = contracts.load(connection, CONTRACT)
    assert in_force is not None
    tracker = ReadOnlyTracker(scene.service.trackers["main"])
    pasts = PastReader(tracker, active.mapping, lambda _: None).read(None, lambda *_: None)
    around = Surroundings(tracker.get_own_account(), markup=tracker.markup)
    result = play_past(active.mapping, pasts, in_force.live_from, around, name="acme", source="main")
    assert (0, 0) == (tracker.writes_sent, tracker.writes_refused)
    extras = (VerdictKind.BEYOND_SCOPE, VerdictKind.BONUS)
    played = {
        each.key: (each.kind, each.clause, each.hours if each.kind in extras else None)
        for each in result.played
    }
    verdicts = {state.issue.key: state.verdict for state in states if state.judged}
    assert played == {
        key: (verdict.kind, verdict.clause, verdict.over_hours if verdict.kind in extras else None)
        for key, verdict in verdicts.items()
        if verdict is not None
    }
    assert len(played) > 15
