"""A choice: what decides, what only answers, and what a decision leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from decisions import (
    NOW,
    after,
    agreed,
    baseline,
    decide_comment,
    decide_seen,
    effects,
    entries,
    facts_of,
    hear,
    in_slot,
    issue,
    judged,
    linked,
    looked,
    offered,
    said,
    slots,
    state_in,
)

from plugin.core.facts import IssueFacts, RelatedIssues
from plugin.core.model.effects import SetDueDate, ShowVerdict
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.options import OpenWork
from plugin.core.model.outcome import Outcome
from plugin.core.offer.offer_versions import open_work_hours


def draft() -> IssueFacts:
    """Return facts about an offer on an issue that our own side raised."""
    on = baseline()
    own = issue(reporter={"id": "a-developer"})
    return facts_of(on, judged(on, own), published=())


def without_estimate() -> IssueFacts:
    """Return facts about an extra that nobody has estimated."""
    return facts_of(baseline(), judged(baseline(), issue(hours=None)))


def in_scope() -> IssueFacts:
    """Return facts about an issue that is no extra."""
    return facts_of(baseline(), judged(baseline(), linked()))


def unpublished() -> IssueFacts:
    """Return facts about an offer that nobody can have read yet."""
    return facts_of(baseline(), judged(baseline(), issue()))


@pytest.mark.parametrize(
    ("sentence", "facts", "who", "words", "result"),
    [
        ("A number that the offer does not have.", offered(), "director", "/choose 9", "unknown_number"),
        ("Two different numbers.", offered(), "director", "/choose 1\n/choose 2", "several"),
        ("Several numbers that nobody offers.", offered(), "director", "/choose 8\n/choose 9", "several"),
        ("No estimate, so no options.", without_estimate(), "director", "/choose 1", "awaits_estimate"),
        ("A draft.", draft(), "director", "/choose 1", "draft"),
        ("No offer: the issue is in scope.", in_scope(), "director", "/choose 1", "no_offer"),
        ("An offer that is not published yet.", unpublished(), "director", "/choose 1", "no_offer"),
        ("A stranger.", offered(), "stranger", "/choose 1", "no_authority"),
        ("Our own side.", offered(), "manager", "/choose 1", "no_authority"),
        ("A shift over the contact's days.", offered(), "contact", "/choose 1", "no_authority"),
        ("A fee over the contact's limit.", offered(), "contact", "/choose 2", "no_authority"),
        ("A deputy whose time has not come.", offered(), "deputy", "/choose 1", "no_authority"),
    ],
)
def test_invalid_choice_gets_one_answer_and_decides_nothing(
    sentence: str, facts: IssueFacts, who: str, words: str, result: str
) -> None:
    """One friendly answer, and the state stays as it was."""
    outcome = hear(facts, who, words)
    assert (outcome.result, effects(outcome)) == (result, [("reply:501", "post_comment")]), sentence
    assert outcome.states == ()


@pytest.mark.parametrize(
    ("sentence", "who", "words", "option"),
    [
        ("The director moves the deadline.", "director", "/choose 1", "move_deadline"),
        ("The director pays.", "director", "/выбор 2", "extra_fee"),
        ("Everybody who decides may park.", "contact", "/choose 3", "park"),
        ("And withdraw.", "contact", "/choose 4", "withdraw"),
        ("The same number twice is one choice.", "director", "/choose 1\n/choose 1", "move_deadline"),
    ],
)
def test_choice_decides_the_change(sentence: str, who: str, words: str, option: str) -> None:
    """The change is decided by that option, on record and in a comment of its own."""
    outcome = hear(offered(), who, words)
    change = state_in(outcome).change
    assert change is not None
    assert change.decision is not None
    found = (outcome.result, change.decision.option.option, change.decision.by)
    assert found == ("decided", option, who), sentence
    assert "decision:1009/501/1" in slots(outcome)
    assert entries(outcome)[0] == "decision"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("/choose 1", ChangeState.DECIDED),
        ("/choose 2", ChangeState.DECIDED),
        ("/choose 3", ChangeState.PARKED),
        ("/choose 4", ChangeState.WITHDRAWN),
    ],
)
def test_option_sets_the_state_after_a_decision(words: str, state: ChangeState) -> None:
    """Shift and fee are decided; parking and withdrawing have states of their own."""
    change = state_in(hear(offered(), "director", words)).change
    assert change is not None
    assert change.state is state


def test_bare_digit_counts_only_where_the_contract_says_so() -> None:
    """A lone number is a choice by default; where it is not, it gets a question."""
    allowed = offered(baseline(agreed(answers={"bare_digit": True})))
    assert hear(allowed, "director", "1").result == "decided"
    asked = offered(baseline(agreed(answers={"bare_digit": False})))
    assert hear(asked, "director", "1").result == "asked"
    assert hear(offered(), "director", "1").result == "decided"


def test_shift_writes_the_due_dates() -> None:
    """The stage moves by three working days, the later one by what slack leaves."""
    outcome = hear(offered(), "director", "/choose 1")
    due = {each.subject: each.effect for each in outcome.effects if isinstance(each.effect, SetDueDate)}
    assert due == {
        "stage/ACME/design": SetDueDate(issue="ACME-1", due=date(2026, 4, 15)),
        "stage/ACME/build": SetDueDate(issue="ACME-2", due=date(2026, 4, 16)),
    }
    assert entries(outcome) == ["decision", "baseline_moved"]


@pytest.mark.parametrize("words", ["/choose 2", "/choose 3", "/choose 4"])
def test_options_without_a_shift_move_no_date(words: str) -> None:
    """A fee, parking and withdrawing leave every due date alone."""
    outcome = hear(offered(), "director", words)
    assert not [each for each in outcome.effects if isinstance(each.effect, SetDueDate)]
    assert entries(outcome) == ["decision"]


def test_later_decision_supersedes_the_earlier() -> None:
    """A fee after a shift takes the shift back: the dates are the mapping's again."""
    facts = offered()
    first = hear(facts, "director", "/choose 1")
    second = hear(after(facts, first), "director", "/choose 2", comment="502")
    state = state_in(second)
    assert state.change is not None
    assert [decision.option.option for decision in state.change.decisions] == ["move_deadline", "extra_fee"]
    due = [each.effect.due for each in second.effects if isinstance(each.effect, SetDueDate)]
    assert due == [date(2026, 4, 10), date(2026, 4, 13)]
    assert second.entries[0].payload["supersedes"] == "1009/501/1"


def test_first_decision_supersedes_nothing() -> None:
    """Its entry says so."""
    assert hear(offered(), "director", "/choose 1").entries[0].payload["supersedes"] is None


def test_repeated_choice_decides_nothing_new() -> None:
    """Who says once more what stands decided changes nothing."""
    facts = offered()
    again = hear(after(facts, hear(facts, "director", "/choose 1")), "director", "/choose 1", comment="502")
    assert (again.result, again.states, again.effects, again.entries) == ("already_decided", (), (), ())


def test_deputy_decides_on_behalf_of_the_principal() -> None:
    """From their day on a deputy may, and the record says for whom."""
    july = datetime(2026, 7, 2, 9, tzinfo=UTC)
    facts = offered(baseline(now=july))
    state = state_in(hear(facts, "deputy", "/choose 2", updated=july))
    assert state.change is not None
    assert state.change.decision is not None
    assert (state.change.decision.by, state.change.decision.on_behalf_of) == ("deputy", "director")


def second_version() -> IssueFacts:
    """Return facts about an offer of 18 hours at nine, and of 12 hours at ten."""
    on = baseline()
    first = judged(on, issue())
    facts = facts_of(on, first)
    state = state_in(decide_seen(facts, looked(issue(hours=12))))
    return facts_of(on, state, published=(1, 2))


@pytest.mark.parametrize(
    ("sentence", "minutes", "result"),
    [
        ("After the second version it is meant.", 90, "decided"),
        ("At its very moment it is meant.", 60, "decided"),
        ("Before it the first one is meant, whose figures have changed.", 30, "figures_changed"),
        ("Before every version only the first can be meant.", -30, "figures_changed"),
    ],
)
def test_choice_means_the_version_of_its_moment(sentence: str, minutes: int, result: str) -> None:
    """A choice means the version that stood when it was written."""
    assert hear(second_version(), "director", "/choose 1", minutes=minutes).result == result, sentence


def test_choice_without_a_time_means_the_newest_version() -> None:
    """A tracker that does not say when is taken at the version in force."""
    event = said("director", "/choose 1")
    undated = event.comment.model_copy(update={"created": None})
    outcome = decide_comment(second_version(), event.model_copy(update={"comment": undated, "at": None}))
    assert outcome.result == "decided"


def test_changed_date_asks_for_confirmation() -> None:
    """After the due date the option names no date any more, so that is confirmed."""
    later = replace(offered(), baseline=baseline(now=NOW + timedelta(days=60)))
    outcome = hear(later, "director", "/choose 1", minutes=60 * 24 * 60)
    state = state_in(outcome)
    assert state.change is not None
    assert (outcome.result, state.change.decision, len(state.change.versions)) == ("figures_changed", None, 2)
    assert {"reply:501", "verdict"} <= slots(outcome)
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    assert shown.version == 2


def test_option_with_unchanged_figures_is_decided() -> None:
    """That a shift's date has changed does not matter to who withdraws."""
    later = replace(offered(), baseline=baseline(now=NOW + timedelta(days=60)))
    assert later.state is not None
    assert later.state.change is not None
    assert later.state.change.offer is not None
    last = later.state.change.offer.options[-1]
    outcome = hear(later, "director", f"/choose {last.number}", minutes=60 * 24 * 60)
    assert (last.option, outcome.result) == ("withdraw", "decided")


def swap_facts() -> IssueFacts:
    """Return facts with agreed work of equal size that nobody has begun."""
    on = baseline()
    slider = judged(on, linked("ACME-7"))
    hours = open_work_hours(on.mapping, slider)
    assert hours is not None
    work = OpenWork("1007", "ACME-7", "Слайдер", hours, "design")
    related = RelatedIssues(open_work=(work,))
    bare = facts_of(on, None, related=related)
    state = state_in(decide_seen(bare, looked(issue())))
    return facts_of(on, state, published=(1,), related=related)


def swaps_told(outcome: Outcome) -> list[tuple[str, str]]:
    """Return subject and slot of what is told about a swap."""
    told = [(asked.subject, str(asked.slot)) for asked in outcome.effects]
    return [(subject, slot) for subject, slot in told if slot.startswith("swapped")]


def test_swap_notifies_the_work_left_out() -> None:
    """The issue that a swap leaves out is told so, on itself."""
    outcome = hear(swap_facts(), "director", "/choose 3")
    told = swaps_told(outcome)
    assert told == [("1007", "swapped-out:1009/501/1")]


def test_superseded_swap_notifies_the_work_again() -> None:
    """The issue that a superseded swap had left out is told that it is in again."""
    facts = swap_facts()
    first = hear(facts, "director", "/choose 3")
    second = hear(after(facts, first), "director", "/choose 2", comment="502")
    told = swaps_told(second)
    assert told == [("1007", "swapped-in:1009/502/2")]


def test_choice_without_authority_is_recorded() -> None:
    """Who chose what without authority, and why it did not count, stays on record."""
    (entry,) = hear(offered(), "contact", "/choose 2").entries
    wanted: dict[str, Any] = {
        "issue": "ACME-9",
        "by": "contact",
        "option": "extra_fee",
        "why_not": "over_fee",
    }
    assert (entry.kind, entry.payload) == ("choice_without_authority", wanted)


def test_decision_recomputes_other_open_offers() -> None:
    """Another open offer of the stage is computed anew from the shifted date."""
    on = baseline()
    other = judged(on, issue("ACME-8"))
    facts = facts_of(on, judged(on, issue()), published=(1,), related=RelatedIssues(open=(other,)))
    outcome = hear(facts, "director", "/choose 1")
    moved = state_in(outcome, "1008").change
    assert moved is not None
    assert moved.offer is not None
    assert (moved.offer.version, moved.offer.options[0].before) == (2, date(2026, 4, 15))


def test_fee_changes_no_other_offer() -> None:
    """A decision that moves no date leaves other offers as they are."""
    on = baseline()
    other = judged(on, issue("ACME-8"))
    facts = facts_of(on, judged(on, issue()), published=(1,), related=RelatedIssues(open=(other,)))
    assert [each.issue.id for each in hear(facts, "director", "/choose 2").states] == ["1009"]
