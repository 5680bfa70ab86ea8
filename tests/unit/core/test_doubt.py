"""Estimates that look like a slip are asked about before they offer anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from decisions import (
    agreed,
    baseline,
    decide_seen,
    effects,
    facts_of,
    hear,
    issue,
    judged,
    linked,
    looked,
    state_in,
)

from plugin.core.facts import IssueFacts
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import ChangeState

NO_HOURS = [{"id": "design", "title": "Дизайн", "due": "2026-04-10", "issue": "ACME-1", "items": []}]


@pytest.mark.parametrize(
    ("hours", "is_asked"),
    [
        (None, False),
        (18, False),
        (800, False),
        (801, True),
        (2001, True),
        (10**9, True),
    ],
    ids=["none", "usual", "twenty times the stage", "a little more", "over 2,000 h", "absurd"],
)
def test_an_absurd_estimate_is_asked_about(hours: int | None, is_asked: bool) -> None:
    """Over twenty times the stage's hours it is asked about and offers nothing."""
    outcome = decide_seen(IssueFacts(baseline()), looked(issue(hours=hours)))
    state = state_in(outcome)
    assert state.change is not None
    assert state.estimate_doubted is is_asked
    if hours is not None:
        assert (state.change.offer is None) is is_asked
    assert (("team:estimate", "post_comment") in effects(outcome)) is is_asked


@pytest.mark.parametrize(("hours", "is_asked"), [(2000, False), (2001, True)])
def test_where_no_hours_are_stated_2000_hours_are_the_limit(hours: int, is_asked: bool) -> None:
    """The stage's hours count only where they are stated and above zero."""
    state = judged(baseline(agreed(stages=NO_HOURS)), issue(hours=hours))
    assert state.estimate_doubted is is_asked


def test_a_person_with_estimate_confirms_it() -> None:
    """The figure counts as it is, and the offer follows; nobody else's word does."""
    on = baseline()
    doubted = facts_of(on, judged(on, issue(hours=900)))
    refused = hear(doubted, "contact", "/estimate 900h")
    assert not refused.states
    confirmed = state_in(hear(doubted, "manager", "/estimate 900h"))
    assert confirmed.estimate == 900
    assert confirmed.change is not None
    assert confirmed.change.state is ChangeState.OFFERED


def test_a_usual_estimate_ends_the_doubt() -> None:
    """Somebody mends it in the tracker."""
    on = baseline()
    doubted = facts_of(on, judged(on, issue(hours=900)))
    mended = state_in(decide_seen(doubted, looked(issue(hours=9))))
    assert (mended.estimate_doubted, mended.estimate) == (False, 9)


def test_an_offer_of_an_earlier_version_keeps_its_figures() -> None:
    """An offer that was published keeps its figures until something of it changes."""
    on = baseline()
    usual = judged(on, issue(hours=18))
    # As an earlier version left it: the offer stands, whatever its hours.
    large: IssueSnapshot = issue(hours=900)
    before = usual.model_copy(update={"issue": large})
    facts = replace(facts_of(on, before, published=(1,)))
    after = state_in(decide_seen(facts, looked(issue(hours=900, summary="Калькулятор и ещё"))))
    assert after.estimate_doubted is False


def test_it_takes_nothing_of_an_item() -> None:
    """Others of the item are not pushed over the deal by a slip."""
    state = judged(baseline(), linked(hours=10_000))
    assert (state.estimate_doubted, state.holding.hours) == (True, 0)
