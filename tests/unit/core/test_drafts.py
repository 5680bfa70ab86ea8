"""Drafts and modes: what the client may read, and what waits for `/publish`."""

from __future__ import annotations

from typing import Any

import pytest
from decisions import (
    account,
    agreed,
    baseline,
    decide_seen,
    effects,
    facts_of,
    hear,
    in_slot,
    issue,
    judged,
    linked,
    looked,
    state_in,
)

from plugin.core.facts import Baseline
from plugin.core.model.effects import PostComment, ShowVerdict
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.outcome import Outcome
from plugin.core.offer.offer_versions import is_draft, raised_by_team

OURS = {"reporter": account("developer")}


def mode(word: str) -> Baseline:
    """Return the contract in a mode."""
    return baseline(agreed(contract={"mode": word}))


def first(on: Baseline, snapshot: IssueSnapshot) -> Outcome:
    """Decide what follows from an issue that was never seen."""
    return decide_seen(facts_of(on, None), looked(snapshot))


def comment_of(outcome: Outcome) -> str | None:
    """Return the living comment for the client."""
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    return shown.comment


@pytest.mark.parametrize(
    ("sentence", "on", "snapshot", "drafted", "state"),
    [
        ("The client's own request is offered.", baseline(), issue(), False, ChangeState.OFFERED),
        ("Ours waits.", baseline(), issue(**OURS), True, ChangeState.RAISED),
        (
            "Unless the contract publishes ours.",
            baseline(agreed(tracker={"raised_by_team": "publish"})),
            issue(**OURS),
            False,
            ChangeState.OFFERED,
        ),
        (
            "A stranger's is offered.",
            baseline(),
            issue(reporter=account("stranger")),
            False,
            ChangeState.OFFERED,
        ),
        ("Nobody's is offered.", baseline(), issue(reporter=None), False, ChangeState.OFFERED),
        ("In draft mode everything waits.", mode("draft"), issue(), True, ChangeState.RAISED),
        ("In observe mode nothing is offered.", mode("observe"), issue(), False, ChangeState.RAISED),
    ],
)
def test_offers_of_our_own_issues_are_drafts(
    sentence: str, on: Baseline, snapshot: IssueSnapshot, drafted: bool, state: ChangeState
) -> None:
    """So is every offer in `mode: draft`."""
    found = judged(on, snapshot)
    assert found.change is not None
    assert (is_draft(on, found), found.change.state) == (drafted, state), sentence


@pytest.mark.parametrize(
    ("sentence", "on", "snapshot"),
    [("Ours.", baseline(), issue(**OURS)), ("Draft mode.", mode("draft"), issue())],
)
def test_draft_is_shown_to_the_team_alone(sentence: str, on: Baseline, snapshot: IssueSnapshot) -> None:
    """The client sees the label; the team reads the draft in a living comment."""
    outcome = first(on, snapshot)
    shown = in_slot(outcome, "verdict")
    draft = in_slot(outcome, "team:draft")
    assert isinstance(shown, ShowVerdict)
    assert isinstance(draft, PostComment)
    assert (shown.label, shown.comment, shown.says) == ("beyond-scope", None, ""), sentence
    assert (draft.audience, draft.living) == ("team", True)


def test_bonus_in_draft_mode_waits_for_publish() -> None:
    """In `mode: draft` a gift is announced after `/publish` as well."""
    on = baseline(agreed(contract={"mode": "draft"}, goodwill={"per_request": 1, "per_month": 6}))
    outcome = first(on, issue(hours=1))
    assert comment_of(outcome) is None
    published = hear(facts_of(on, state_in(outcome)), "manager", "/publish")
    assert comment_of(published) is not None


def test_bonus_on_our_own_issue_is_announced() -> None:
    """Only offers wait where our side raised the issue."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 6}))
    assert comment_of(first(on, issue(hours=1, **OURS))) is not None


@pytest.mark.parametrize(
    ("sentence", "on", "snapshot"),
    [("Ours.", baseline(), issue(**OURS)), ("Draft mode.", mode("draft"), issue())],
)
def test_publish_shows_the_draft_to_the_client(sentence: str, on: Baseline, snapshot: IssueSnapshot) -> None:
    """`/publish` shows the draft to the client, and the change is offered."""
    outcome = hear(facts_of(on, judged(on, snapshot)), "manager", "/publish")
    state = state_in(outcome)
    assert state.change is not None
    assert (state.released, state.change.state) == (True, ChangeState.OFFERED), sentence
    assert comment_of(outcome) is not None
    taken_back = in_slot(outcome, "team:draft")
    assert isinstance(taken_back, PostComment)
    assert ("/publish" in taken_back.text, "опубликован" in taken_back.text) == (False, True)


def test_a_draft_that_became_meaningless_is_taken_back() -> None:
    """Drafts that have become meaningless are taken back, in the same comment."""
    on = mode("draft")
    outcome = hear(facts_of(on, judged(on, issue())), "manager", "/scope in 2.1")
    taken_back = in_slot(outcome, "team:draft")
    assert isinstance(taken_back, PostComment)
    assert "больше не нужен" in taken_back.text


def test_work_in_scope_has_no_draft_to_publish() -> None:
    """Where there is nothing to say there is nothing to publish."""
    assert effects(first(baseline(), linked(**OURS))) == [("verdict", "show_verdict")]


@pytest.mark.parametrize(
    ("reporter", "ours"),
    [("developer", True), ("manager", True), ("contact", False), ("stranger", False)],
)
def test_our_side_is_the_contractor(reporter: str, ours: bool) -> None:
    """Our side is who the mapping names as contractor."""
    state = judged(baseline(), issue(reporter=account(reporter)))
    assert raised_by_team(baseline(), state) is ours


def test_decided_change_is_no_draft() -> None:
    """What was decided was read by everybody."""
    on = baseline()
    published = state_in(hear(facts_of(on, judged(on, issue(**OURS))), "manager", "/publish"))
    decided = state_in(hear(facts_of(on, published, published=(1,)), "director", "/choose 2", comment="502"))
    assert not is_draft(mode("draft"), decided)


def test_why_hides_the_figures_of_a_draft() -> None:
    """Everybody may read an answer to `/why`; the sum of a draft is not in it."""

    def answer(on: Baseline, **fields: Any) -> str:
        shown = in_slot(hear(facts_of(on, judged(on, issue(**fields))), "contact", "/why"), "reply:501")
        assert isinstance(shown, PostComment)
        return shown.text

    assert "600" in answer(baseline())
    assert "600" not in answer(baseline(), **OURS)


def test_answer_to_a_draft_names_no_numbers() -> None:
    """Who answers a draft is not told its numbers."""
    on = baseline()
    outcome = hear(facts_of(on, judged(on, issue(**OURS))), "director", "/choose 1")
    shown = in_slot(outcome, "reply:501")
    assert isinstance(shown, PostComment)
    assert "1, 2" not in shown.text
