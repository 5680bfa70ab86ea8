"""Half a year of three contracts: who is reminded, and what waiting does to dates."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from half_year import CLOSES, CONTRACTS, OPENS, ZONE, Expected, Player, Story

from plugin.core.calendar.working_days import WorkingCalendar

SEED = 20260112
PLAIN = WorkingCalendar()


@pytest.fixture(scope="module")
def story() -> Story:
    """About three thousand events of half a year."""
    told = Story(SEED)
    assert 2500 < len(told.events) < 4500
    return told


@pytest.fixture(scope="module")
def played(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Player:
    """The service after the half-year."""
    folder = tmp_path_factory.mktemp("half-year")
    player = Player(folder, f"sqlite:///{folder}/ugovor.db")
    player.play(story)
    return player


def test_every_contract_date_equals_that_of_the_events(story: Story, played: Player) -> None:
    """The dates are those that the list of events alone leads to, computed day by day."""
    assert {name: played.due(name) for name in CONTRACTS} == {
        name: story.compute_due(name) for name in CONTRACTS
    }


def test_nobody_is_reminded_too_often_at_night_or_while_away(played: Player) -> None:
    """Three in ten working days at most, in the hours of the person, not while away."""
    by_person: dict[str, list[date]] = defaultdict(list)
    for row in played.reminded():
        if row.step == "tell_manager":
            continue
        said = row.said_at.astimezone(ZONE)
        assert OPENS <= said.time() < CLOSES
        assert said.weekday() < 5
        if row.person == "peter":
            assert not date(2026, 3, 2) <= said.date() <= date(2026, 3, 13)
        if row.counts:
            by_person[row.recipient].append(said.date())
    often = [days for days in by_person.values() if len(days) >= 8]
    assert len(often) == 2
    for days in by_person.values():
        for first, fourth in zip(days, days[3:], strict=False):
            assert PLAIN.working_days_between(first, fourth) >= 10


def test_nobody_is_reminded_after_a_reply_or_of_what_others_owe(story: Story, played: Player) -> None:
    """Each text is about waits whose ball lay with that person's side at that moment."""
    owed: dict[str, list[Expected]] = defaultdict(list)
    for wait in story.waits:
        owed[wait.issue].append(wait)
    for row in played.reminded():
        for issue, _, number in row.waits:
            wait = owed[issue][number - 1]
            assert wait.is_owed(row.said_at), (issue, number, row.step)
            if row.step not in ("tell_manager", "tell_decider"):
                assert wait.owes == row.person


def test_timeline_accounts_for_every_exchange_once(story: Story, played: Player) -> None:
    """Each comment of the half-year stands in the timeline once, at its time."""
    told = [(line.id, line.at, line.issue) for line in played.timeline() if line.id.startswith("comment:")]
    said = [(f"comment:c{number}", each.at, each.issue) for number, each in enumerate(story.events, 1)]
    assert sorted(said) == sorted(told)


def test_doubles_and_crashes_change_nothing(story: Story, played: Player, tmp_path: Path) -> None:
    """With each event twice and many restarts of the service, it ends the same."""
    other = Player(tmp_path, f"sqlite:///{tmp_path}/ugovor.db", doubles=True, crashes=250)
    other.play(story)
    assert other.on_record() == played.on_record()
    assert {name: other.due(name) for name in CONTRACTS} == {name: played.due(name) for name in CONTRACTS}
    assert other.timeline() == played.timeline()
    told = [(row.recipient, row.said_on, row.step) for row in played.reminded()]
    assert [(row.recipient, row.said_on, row.step) for row in other.reminded()] == told


def test_story_holds_what_it_is_about(story: Story) -> None:
    """It asks often, is answered late, and leaves some things open."""
    assert len(story.waits) > 200
    assert sum(bool(wait.list_late_days()) for wait in story.waits) > 60
    assert all(wait.asked <= story.events[-1].at + timedelta(days=1) for wait in story.waits)
