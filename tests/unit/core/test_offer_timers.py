"""Reminders of an offer: silence is never consent."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from decisions import (
    agreed,
    baseline,
    decide_seen,
    decide_timer,
    effects,
    entries,
    facts_of,
    hear,
    issue,
    judged,
    linked,
    looked,
    offered,
    slots,
    state_in,
)

from plugin.core.choice.offer_timers import OfferTimer
from plugin.core.model.outcome import Outcome
from plugin.core.model.results import Result

MOSCOW = ZoneInfo("Europe/Moscow")


def at(text: str) -> datetime:
    """Return a moment in Moscow."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def timers(outcome: Outcome) -> dict[str, datetime | None]:
    """Return the offer's timers by name."""
    return {timer.name: timer.due_at for timer in outcome.timers if timer.name in set(OfferTimer)}


def test_new_offer_sets_its_reminder() -> None:
    """It is set for the morning after the last day of the validity."""
    outcome = decide_seen(facts_of(baseline(), None), looked(issue()))
    assert timers(outcome) == {OfferTimer.REMIND: at("2026-03-24T10:00")}


@pytest.mark.parametrize(
    ("sentence", "keys", "due"),
    [
        ("Over a weekend.", {"offer_valid": 4}, "2026-03-23T10:00"),
        ("Over a public holiday.", {"offer_valid": 33}, "2026-05-04T10:00"),
        (
            "At the hour that the contract names.",
            {"hours": {"from": "08:30", "to": "17:00"}},
            "2026-03-24T08:30",
        ),
    ],
)
def test_reminder_comes_in_working_hours(sentence: str, keys: dict[str, object], due: str) -> None:
    """It never falls on a day off."""
    outcome = decide_seen(facts_of(baseline(agreed(**keys)), None), looked(issue()))
    assert timers(outcome)[OfferTimer.REMIND] == at(due), sentence


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("No offer without an estimate.", {"hours": None}),
        ("No offer for work in scope.", {"summary": "Слайдер", "labels": {"main"}}),
        ("No reminder of a draft.", {"reporter": {"id": "a-developer"}}),
    ],
)
def test_change_without_an_offer_sets_no_reminder(sentence: str, fields: dict[str, object]) -> None:
    """Where nobody owes an answer no timer is set."""
    assert timers(decide_seen(facts_of(baseline(), None), looked(issue(**fields)))) == {}, sentence


def test_unchanged_offer_keeps_its_reminder() -> None:
    """Seen again as it was, an offer does not begin its validity anew."""
    assert timers(decide_seen(offered(), looked(issue()))) == {}


def test_new_version_restarts_its_validity() -> None:
    """New figures have a validity of their own."""
    assert OfferTimer.REMIND in timers(decide_seen(offered(), looked(issue(hours=12))))


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("A decision.", hear(offered(), "director", "/choose 2")),
        ("Work in scope after all.", decide_seen(offered(), looked(linked()))),
        ("The estimate was taken away.", decide_seen(offered(), looked(issue(hours=None)))),
    ],
)
def test_closed_offer_cancels_its_reminders(sentence: str, outcome: Outcome) -> None:
    """What is not open any more is not asked again."""
    assert timers(outcome) == dict.fromkeys(OfferTimer), sentence


def test_first_reminder_asks_again_and_sets_the_call() -> None:
    """The decider is asked again, a call is next, and the date is watched."""
    facts = offered(baseline(now=at("2026-03-24T10:00")))
    outcome = decide_timer(facts, OfferTimer.REMIND)
    assert effects(outcome) == [("offer:remind:1", "post_comment")]
    assert (outcome.result, entries(outcome), outcome.states) == ("offer_reminded", ["offer_reminded"], ())
    assert timers(outcome) == {
        OfferTimer.CALL: at("2026-03-26T10:00"),
        OfferTimer.OVERDUE: at("2026-04-11T10:00"),
    }


def test_second_reminder_suggests_a_call() -> None:
    """The second time a call is offered; there is no third."""
    outcome = decide_timer(offered(), OfferTimer.CALL)
    assert (slots(outcome), timers(outcome)) == ({"offer:call:1"}, {})


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("Without options there is nothing to answer.", {"hours": None}),
        ("Work in scope waits for nobody.", {"summary": "Слайдер", "labels": {"main"}}),
    ],
)
def test_late_timer_does_nothing(sentence: str, fields: dict[str, object]) -> None:
    """A timer of what is not open does nothing."""
    state = judged(baseline(), issue(**fields))
    assert decide_timer(facts_of(baseline(), state), OfferTimer.REMIND) == Outcome(Result.NOTHING_OPEN), (
        sentence
    )


def test_timer_of_a_decided_offer_does_nothing() -> None:
    """A timer that fires after the decision does nothing."""
    decided = state_in(hear(offered(), "director", "/choose 2"))
    assert decide_timer(facts_of(baseline(), decided), OfferTimer.REMIND) == Outcome(Result.NOTHING_OPEN)


def test_timer_of_an_unknown_issue_does_nothing() -> None:
    """A timer of an issue that is not on record does nothing."""
    assert decide_timer(facts_of(baseline(), None), OfferTimer.REMIND) == Outcome("nothing")
