"""Judging an issue with those that share hours or goodwill with it; what is settled stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from decisions import (
    agreed,
    baseline,
    decide_deleted,
    decide_seen,
    entries,
    facts_of,
    hear,
    in_slot,
    issue,
    judged,
    linked,
    looked,
    offered,
    signed_off,
    slots,
    state_in,
)

from plugin.core.facts import Baseline, IssueFacts, RelatedIssues
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.gifts import Request
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import Outcome
from plugin.core.model.placement import Evidence
from plugin.core.model.usage import Claim, ItemUsage
from plugin.core.model.verdict import VerdictKind
from plugin.core.scope.policy import with_snapshot

BONUS_TERMS = {"goodwill": {"per_request": 1, "per_month": 2}}


def see(
    state: IssueState | None, snapshot: IssueSnapshot, *related: IssueState, on: Baseline | None = None
) -> Outcome:
    """Decide what follows from an issue as it is seen now."""
    facts = facts_of(on or baseline(), state, related=RelatedIssues(open=related))
    return decide_seen(facts, looked(snapshot))


@pytest.mark.parametrize(
    ("sentence", "snapshot", "kind", "state"),
    [
        ("An excluded request with an estimate is offered.", issue(), "beyond_scope", ChangeState.OFFERED),
        ("Without an estimate it is raised.", issue(hours=None), "beyond_scope", ChangeState.RAISED),
        ("An estimate of nothing is none.", issue(hours=0), "beyond_scope", ChangeState.RAISED),
        ("Linked work is in scope.", linked(), "in_scope", None),
        ("Linked work over the hours is offered.", linked(hours=50), "beyond_scope", ChangeState.OFFERED),
        ("What nothing speaks about is unclear.", issue(summary="Баннер"), "unclear", None),
        ("A defect is ours.", issue(type="Bug"), "defect", None),
        ("A stage's own issue has no verdict.", issue("ACME-1"), None, None),
        ("An ignored type has none.", issue(type="Sub-task"), None, None),
        ("Another project has none.", issue(project="OTHER"), None, None),
    ],
)
def test_first_verdicts(
    sentence: str, snapshot: IssueSnapshot, kind: str | None, state: ChangeState | None
) -> None:
    """An issue that was never seen gets its verdict, and its change where it is an extra."""
    found = judged(baseline(), snapshot)
    change = found.change.state if found.change else None
    assert (found.kind.value if found.kind else None, change) == (kind, state), sentence


@pytest.mark.parametrize(
    ("sentence", "snapshot", "asked"),
    [
        ("A governed issue shows its verdict.", linked(), {"verdict"}),
        ("An unclear one asks the team besides.", issue(summary="Баннер"), {"verdict", "team:ruling"}),
        (
            "Words of an exclusion in linked work are told to the team.",
            linked(summary="Калькулятор"),
            {"verdict", "team:exclusion-words"},
        ),
        ("An ignored type shows nothing.", issue(type="Sub-task"), set()),
        ("Another project shows nothing.", issue(project="OTHER"), set()),
        ("A stage's own issue shows nothing.", issue("ACME-1"), set()),
        ("An issue from before the first day shows nothing.", issue(created="2026-02-20T09:00:00Z"), set()),
    ],
)
def test_what_is_shown_first(sentence: str, snapshot: IssueSnapshot, asked: set[str]) -> None:
    """What the tracker should show about an issue that was never seen."""
    assert slots(see(None, snapshot)) == asked, sentence


def test_an_issue_that_becomes_ungoverned_loses_its_label() -> None:
    """A request turned into an ignored type gets its label taken off, and its change is gone."""
    outcome = see(judged(baseline(), issue()), issue(type="Sub-task"))
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, state_in(outcome).change) == (None, None)


def test_an_issue_that_left_the_project_is_not_written_to() -> None:
    """In another project nothing of ours is touched."""
    outcome = see(judged(baseline(), issue()), issue(project="OTHER"))
    assert (outcome.effects, state_in(outcome).change) == ((), None)


def test_the_same_again_changes_nothing() -> None:
    """Seen once more as it was, an issue has the same state and nothing new on record."""
    state = judged(baseline(), issue())
    outcome = see(state, issue())
    assert (state_in(outcome), outcome.entries, outcome.timers) == (state, (), ())


@pytest.mark.parametrize(
    ("sentence", "hours", "kinds"),
    [
        ("Another estimate: verdict and offer are new.", 12, ["verdict", "offer"]),
        ("No estimate any more: the verdict is.", None, ["verdict"]),
    ],
)
def test_a_changed_estimate(sentence: str, hours: int | None, kinds: list[str]) -> None:
    """What has changed is on record."""
    assert entries(see(judged(baseline(), issue()), issue(hours=hours))) == kinds, sentence


def test_no_options_without_an_estimate_any_more() -> None:
    """When an estimate is taken away the change is raised again, and the living comment awaits one."""
    outcome = see(judged(baseline(), issue()), issue(hours=None))
    state = state_in(outcome)
    assert state.change is not None
    assert state.change.state is ChangeState.RAISED
    assert {timer.due_at for timer in outcome.timers} == {None}


def test_an_extra_that_is_none_any_more_says_so() -> None:
    """What the client has read is not left standing: the living comment says that it is no extra."""
    outcome = see(judged(baseline(), issue()), linked())
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, shown.says, shown.comment is not None) == ("in-scope", "", True)


def test_linked_work_never_said_anything() -> None:
    """An issue in scope carries its label without a comment."""
    shown = in_slot(see(None, linked()), "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, shown.comment) == ("in-scope", None)


def test_an_earlier_issue_that_grows_is_served_first() -> None:
    """Its later neighbour, still open, gives way and becomes an extra by its part."""
    on = baseline()
    early, late = judged(on, linked("ACME-8", hours=20)), judged(on, linked(hours=20, nth=5))
    outcome = see(early, linked("ACME-8", hours=30), late, on=on)
    assert state_in(outcome, "1008").holding.hours == 30
    moved = state_in(outcome)
    assert moved.verdict is not None
    assert (moved.kind, moved.verdict.over_hours) == (VerdictKind.BEYOND_SCOPE, 10)


@pytest.mark.parametrize(
    ("sentence", "settled"),
    [("Begun.", {"status": "In Progress"}), ("Done.", {"status": "Done"})],
)
def test_a_settled_neighbour_keeps_what_it_has(sentence: str, settled: dict[str, Any]) -> None:
    """Against work that has begun the issue that grew carries the overrun itself."""
    on = baseline()
    late = judged(on, linked(hours=20, nth=5, **settled))
    held = {"2.1": (Claim("held", late.created, "2026-03", late.hours, held=late.holding),)}
    early = judged(on, linked("ACME-8", hours=20))
    facts = facts_of(on, early, related=RelatedIssues(held=held))
    grown = state_in(decide_seen(facts, looked(linked("ACME-8", hours=30))), "1008")
    assert grown.verdict is not None
    assert (grown.holding.hours, grown.verdict.over_hours) == (20, 10), sentence


def test_who_shares_only_a_month_keeps_its_share_of_its_item() -> None:
    """An extra of another item is asked about the month's goodwill again, not about its own item's hours."""
    items = [
        {"id": "2.1", "title": "Main page", "hours": 10, "link": {"label": "main"}},
        {"id": "2.2", "title": "Inner pages", "hours": 40, "link": {"label": "inner"}},
    ]
    stages = [{"id": "design", "title": "Design", "due": "2026-04-10", "items": items}]
    on = baseline(agreed(stages=stages, **BONUS_TERMS))
    over = judged(on, linked("ACME-8", hours=12))
    assert over.holding.hours == 10
    outcome = see(None, linked(labels={"inner"}, hours=41, nth=5), over, on=on)
    assert [state.issue.key for state in outcome.states] == ["ACME-9"]


@pytest.mark.parametrize("status", ["To Do", "In Progress"])
def test_a_released_hour_goes_to_the_next(status: str) -> None:
    """When an earlier issue is deleted, a later open one gets its hours, whatever status the first was in."""
    on = baseline()
    late = judged(on, linked(hours=20, nth=5), related=(judged(on, linked("ACME-8", hours=30)),))
    early = judged(on, linked("ACME-8", hours=30, status=status))
    assert late.kind is VerdictKind.BEYOND_SCOPE
    outcome = decide_deleted(facts_of(on, early, related=RelatedIssues(open=(late,))))
    assert (state_in(outcome).kind, state_in(outcome).holding.hours) == (VerdictKind.IN_SCOPE, 20)


@pytest.mark.parametrize(
    ("sentence", "hours", "changed", "kind", "held"),
    [
        ("One round too many, another estimate: still one too many.", 6, {"hours": 8}, "beyond_scope", 0),
        (
            "One round too many, other words: still one too many.",
            6,
            {"summary": "Слайдер 2"},
            "beyond_scope",
            0,
        ),
        (
            "One round too many without an estimate, other words: still one too many.",
            None,
            {"summary": "Слайдер 2", "hours": None},
            "beyond_scope",
            0,
        ),
    ],
)
def test_a_round_too_many_stays_one(
    sentence: str, hours: int | None, changed: dict[str, Any], kind: str, held: int
) -> None:
    """An extra that was begun does not become part of the deal by an edit."""
    on = baseline()
    labels = {"labels": {"main", "revision"}}
    first = judged(on, linked("ACME-8", hours=4, **labels))
    begun = {"status": "In Progress", **labels}
    second = judged(on, linked(nth=5, hours=hours, **begun), related=(first,))
    after = state_in(see(second, linked(nth=5, **{"hours": 6, **begun, **changed}), first, on=on))
    assert (after.kind.value if after.kind else None, after.holding.hours) == (kind, held), sentence


def test_a_decided_change_stands() -> None:
    """After a decision a new estimate changes neither verdict nor change."""
    facts = offered()
    decided = state_in(hear(facts, "director", "/choose 2"))
    again = state_in(see(decided, issue(hours=40)))
    assert (again.verdict, again.change) == (decided.verdict, decided.change)


def test_an_announced_bonus_stands_while_nothing_about_it_changes() -> None:
    """Goodwill that an earlier issue claims later is not taken from who was told."""
    on = baseline(agreed(**BONUS_TERMS))
    told = judged(on, issue(hours=1, nth=5), announced=True)
    assert told.kind is VerdictKind.BONUS
    assert state_in(see(told, issue(hours=1, nth=5), on=on)).kind is VerdictKind.BONUS


def test_an_announced_bonus_that_grows_is_judged_anew() -> None:
    """A gift that became a big piece of work is none any more."""
    on = baseline(agreed(**BONUS_TERMS))
    told = judged(on, issue(hours=1), announced=True)
    after = state_in(see(told, issue(hours=9), on=on))
    assert (after.kind, after.announced, after.bonus_hours) == (VerdictKind.BEYOND_SCOPE, False, None)


@pytest.mark.parametrize(
    ("sentence", "hours", "terms", "word"),
    [
        ("Small: a bonus.", 1, BONUS_TERMS, "goodwill"),
        ("Too big for a request.", 2, BONUS_TERMS, "over_per_request"),
        ("Not estimated.", None, BONUS_TERMS, "no_estimate"),
        ("Nothing left.", 1, {"goodwill": {"per_request": 1, "per_month": "30m"}}, "goodwill_used_up"),
        ("No goodwill in the contract.", 1, {}, None),
    ],
)
def test_goodwill_is_a_reason(sentence: str, hours: int | None, terms: dict[str, Any], word: Any) -> None:
    """Why something is a gift, or none, stands among the reasons."""
    state = judged(baseline(agreed(**terms)), issue(hours=hours))
    assert state.verdict is not None
    assert [reason.word for reason in state.verdict.reasons[1:]] == ([word] if word else []), sentence


def test_goodwill_goes_to_the_earlier() -> None:
    """An earlier issue that arrives late takes the gift from a later one that nobody was told of."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 1}))
    late = judged(on, issue(hours=1, nth=5))
    outcome = see(None, issue("ACME-8", hours=1), late, on=on)
    assert (state_in(outcome, "1008").kind, state_in(outcome).kind) == (
        VerdictKind.BONUS,
        VerdictKind.BEYOND_SCOPE,
    )


def test_what_is_left_counts_by_the_order_of_creation() -> None:
    """An earlier issue that becomes a gift is counted by what a later bonus says; a later one is not."""
    on = baseline(agreed(**BONUS_TERMS))
    told = judged(on, issue(hours=1, nth=5), announced=True)
    facts = facts_of(on, None, related=RelatedIssues(open=(told,)))
    later = decide_seen(facts, looked(issue("ACME-8", hours="0.5", nth=9)))
    assert ([state.issue.key for state in later.states], left(later.states[0])) == (["ACME-8"], "0.5")
    earlier = decide_seen(facts, looked(issue("ACME-8", hours="0.5")))
    assert [(state.kind, left(state)) for state in earlier.states] == [
        (VerdictKind.BONUS, "1.5"),
        (VerdictKind.BONUS, "0.5"),
    ]


def left(state: IssueState) -> str:
    """Return what a bonus says is left of the month's goodwill, in hours."""
    gift = state.verdict.because("goodwill") if state.verdict else None
    return gift.values["left"] if gift else ""


def test_the_manager_hears_before_the_goodwill_runs_out() -> None:
    """The bonus that passes the mark asks for a warning, and so does a later one; it is said once."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 2, "warn_at": 50}))
    first = see(None, issue("ACME-8", hours=1), on=on)
    assert "team:goodwill:2026-03" in slots(first)
    second = see(None, issue(hours=1, nth=5), state_in(first, "1008"), on=on)
    asked = [each for each in second.effects if str(each.slot) == "team:goodwill:2026-03"]
    assert [each.once for each in asked] == [True]


def test_a_mark_that_was_passed_in_silence_is_told_with_the_next_bonus() -> None:
    """A ruled gift says nothing of what is left; the manager still hears before the month is used up."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 2, "warn_at": 50}))
    ruled = {"2026-03": (Request("1008", issue().created, Decimal(1), held=Decimal(1)),)}
    facts = facts_of(on, None, related=RelatedIssues(gifts=ruled))
    assert "team:goodwill:2026-03" in slots(decide_seen(facts, looked(issue(hours="0.5", nth=5))))


@pytest.mark.parametrize(
    ("sentence", "created", "signed", "kind", "word"),
    [
        (
            "Created after its stage was signed off.",
            "2026-03-16T08:00:00Z",
            ("design",),
            "beyond_scope",
            "stage_signed_off",
        ),
        ("Created before.", "2026-03-05T08:00:00Z", ("design",), "in_scope", None),
        ("Another stage was.", "2026-03-16T08:00:00Z", ("build",), "in_scope", None),
    ],
)
def test_after_the_sign_off(
    sentence: str, created: str, signed: tuple[str, ...], kind: str, word: Any
) -> None:
    """A linked issue that comes after its stage was signed off is beyond scope."""
    state = judged(baseline(signed_off=signed_off(*signed)), linked(created=created))
    assert state.verdict is not None
    assert state.verdict.kind.value == kind, sentence
    assert word is None or state.verdict.because(word)


def test_the_stage_of_an_unlinked_issue_stays() -> None:
    """It is settled when the issue is first judged; a later sign-off does not move it."""
    state = judged(baseline(), issue())
    again = state_in(see(state, issue(), on=baseline(signed_off=signed_off("design"))))
    assert (state.stage, again.stage) == ("design", "design")


def test_older_issues_hold_hours_in_silence() -> None:
    """From before the first day an issue counts for its item and has no verdict."""
    state = judged(baseline(), linked(created="2026-02-20T09:00:00Z", hours=15))
    assert (state.verdict, state.counts_only, state.holding) == (None, True, ItemUsage(Decimal(15)))


def test_logged_work_counts_where_there_is_no_estimate() -> None:
    """It takes the item's hours, but never prices an offer."""
    state = judged(baseline(), linked(hours=None, logged_hours=Decimal(45)))
    assert state.verdict is not None
    assert (state.holding.hours, state.kind, state.verdict.over_hours) == (40, VerdictKind.BEYOND_SCOPE, None)


@pytest.mark.parametrize("words", ["/choose 3", "/choose 4"])
def test_work_that_is_not_done_gives_its_hours_back(words: str) -> None:
    """A parked or withdrawn overrun frees what it held of its item for the next one."""
    on = baseline()
    over = judged(on, linked("ACME-9", hours=45))
    facts = facts_of(on, over, published=(1,))
    decided = state_in(hear(facts, "director", words))
    again = state_in(see(decided, linked("ACME-9", hours=45)))
    assert (over.holding.hours, again.holding.hours) == (40, 0)


def test_a_deletion_is_on_record_and_writes_nothing() -> None:
    """Totals are released; nothing is written to what is gone."""
    outcome = decide_deleted(offered())
    assert outcome.result == "deleted"
    assert outcome.effects == ()
    assert "issue_deleted" in entries(outcome)
    assert state_in(outcome).change is None


@pytest.mark.parametrize("deleted", [True, None])
def test_nothing_is_deleted_twice(deleted: bool | None) -> None:
    """A deletion of what was deleted or never seen does nothing."""
    known = judged(baseline(), issue(), deleted=True) if deleted else None
    assert decide_deleted(facts_of(baseline(), known)) == Outcome("nothing")


def test_a_decision_outlives_its_issue() -> None:
    """A deleted issue keeps its decision: it can be reversed by a new decision only."""
    facts = offered()
    decided = state_in(hear(facts, "director", "/choose 1"))
    gone = state_in(decide_deleted(facts_of(baseline(), decided)))
    assert gone.change == decided.change


def test_another_contract_starts_afresh() -> None:
    """An issue that moved to another contract brings neither stage nor ruling nor change with it."""
    state = judged(baseline(), issue()).model_copy(update={"contract": "OTHER"})
    moved = with_snapshot(baseline(), state, issue())
    assert (moved.contract, moved.stage, moved.change) == ("ACME", None, None)


def test_evidence_of_a_fresh_state() -> None:
    """Before it is judged an issue is nobody's."""
    assert with_snapshot(baseline(), None, issue()).evidence is Evidence.UNGOVERNED


def test_peers_that_stay_are_not_touched() -> None:
    """A neighbour whose verdict stays the same is not written again."""
    on = baseline()
    other = judged(on, linked("ACME-8", hours=5))
    facts = IssueFacts(on, related=RelatedIssues(open=(other,)))
    outcome = decide_seen(facts, looked(linked(hours=5)))
    assert [state.issue.id for state in outcome.states] == ["1009"]
