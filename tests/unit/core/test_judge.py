"""Judging an issue together with those that share hours or goodwill with it."""

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
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import Outcome
from plugin.core.model.placement import Evidence
from plugin.core.model.quantity_claims import Claim, ItemUsage
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
def test_new_issue_gets_verdict_and_change(
    sentence: str, snapshot: IssueSnapshot, kind: str | None, state: ChangeState | None
) -> None:
    """An extra gets a change, too."""
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
def test_new_issue_gets_label_and_comment(sentence: str, snapshot: IssueSnapshot, asked: set[str]) -> None:
    """What the tracker should show about an issue that was never seen."""
    assert slots(see(None, snapshot)) == asked, sentence


def test_issue_that_becomes_ungoverned_loses_its_label() -> None:
    """A request of an ignored type loses its label and its change."""
    outcome = see(judged(baseline(), issue()), issue(type="Sub-task"))
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, state_in(outcome).change) == (None, None)


def test_issue_that_left_the_project_is_not_written_to() -> None:
    """In another project the service touches nothing."""
    outcome = see(judged(baseline(), issue()), issue(project="OTHER"))
    assert (outcome.effects, state_in(outcome).change) == ((), None)


def test_unchanged_issue_changes_nothing() -> None:
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
def test_changed_estimate_is_recorded(sentence: str, hours: int | None, kinds: list[str]) -> None:
    """What has changed is on record."""
    assert entries(see(judged(baseline(), issue()), issue(hours=hours))) == kinds, sentence


def test_removed_estimate_removes_the_options() -> None:
    """The change is raised again, and the living comment awaits an estimate."""
    outcome = see(judged(baseline(), issue()), issue(hours=None))
    state = state_in(outcome)
    assert state.change is not None
    assert state.change.state is ChangeState.RAISED
    assert {timer.due_at for timer in outcome.timers} == {None}


def test_former_extra_says_so_in_its_comment() -> None:
    """The living comment says that the issue is no extra any more."""
    outcome = see(judged(baseline(), issue()), linked())
    shown = in_slot(outcome, "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, shown.says, shown.comment is not None) == ("in-scope", "", True)


def test_linked_work_has_a_label_without_a_comment() -> None:
    """An issue in scope carries its label without a comment."""
    shown = in_slot(see(None, linked()), "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, shown.comment) == ("in-scope", None)


def test_earlier_issue_that_grows_is_served_first() -> None:
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
def test_settled_issue_keeps_its_share(sentence: str, settled: dict[str, Any]) -> None:
    """Against work that has begun the issue that grew carries the overrun itself."""
    on = baseline()
    late = judged(on, linked(hours=20, nth=5, **settled))
    held = {"2.1": (Claim("held", late.created, "2026-03", late.hours, held=late.holding),)}
    early = judged(on, linked("ACME-8", hours=20))
    facts = facts_of(on, early, related=RelatedIssues(held=held))
    grown = state_in(decide_seen(facts, looked(linked("ACME-8", hours=30))), "1008")
    assert grown.verdict is not None
    assert (grown.holding.hours, grown.verdict.over_hours) == (20, 10), sentence


def test_issue_of_the_same_month_keeps_its_items_share() -> None:
    """Only the month's goodwill is given out anew, not its own item's hours."""
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
def test_released_hours_go_to_the_next_issue(status: str) -> None:
    """A deleted issue's hours go to a later open one, in any status."""
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
def test_begun_extra_round_stays_an_extra(
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


def test_decided_change_ignores_a_new_estimate() -> None:
    """After a decision a new estimate changes neither verdict nor change."""
    facts = offered()
    decided = state_in(hear(facts, "director", "/choose 2"))
    again = state_in(see(decided, issue(hours=40)))
    assert (again.verdict, again.change) == (decided.verdict, decided.change)


def test_announced_bonus_stays_while_unchanged() -> None:
    """Goodwill that an earlier issue claims later is not taken from who was told."""
    on = baseline(agreed(**BONUS_TERMS))
    told = judged(on, issue(hours=1, nth=5), announced=True)
    assert told.kind is VerdictKind.BONUS
    assert state_in(see(told, issue(hours=1, nth=5), on=on)).kind is VerdictKind.BONUS


def test_announced_bonus_that_grows_is_judged_anew() -> None:
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
def test_goodwill_is_among_the_reasons(
    sentence: str, hours: int | None, terms: dict[str, Any], word: Any
) -> None:
    """Why something is a gift, or none, stands among the reasons."""
    state = judged(baseline(agreed(**terms)), issue(hours=hours))
    assert state.verdict is not None
    assert [reason.word for reason in state.verdict.reasons[1:]] == ([word] if word else []), sentence


def test_goodwill_goes_to_the_earlier_issue() -> None:
    """An earlier issue that arrives late takes the gift from an unannounced one."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 1}))
    late = judged(on, issue(hours=1, nth=5))
    outcome = see(None, issue("ACME-8", hours=1), late, on=on)
    assert (state_in(outcome, "1008").kind, state_in(outcome).kind) == (
        VerdictKind.BONUS,
        VerdictKind.BEYOND_SCOPE,
    )


def test_goodwill_left_follows_the_order_of_creation() -> None:
    """A later bonus counts earlier gifts in what it says is left."""
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


def test_low_goodwill_warns_the_manager_once() -> None:
    """The bonus that passes the mark requests a warning, and so does a later one."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 2, "warn_at": 50}))
    first = see(None, issue("ACME-8", hours=1), on=on)
    assert "team:goodwill:2026-03" in slots(first)
    second = see(None, issue(hours=1, nth=5), state_in(first, "1008"), on=on)
    asked = [each for each in second.effects if str(each.slot) == "team:goodwill:2026-03"]
    assert [each.once for each in asked] == [True]


def test_mark_passed_by_a_ruling_warns_with_the_next_bonus() -> None:
    """The manager is warned before the month is used up."""
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
def test_linked_issue_after_the_sign_off_is_beyond_scope(
    sentence: str, created: str, signed: tuple[str, ...], kind: str, word: Any
) -> None:
    """A linked issue that comes after its stage was signed off is beyond scope."""
    state = judged(baseline(signed_off=signed_off(*signed)), linked(created=created))
    assert state.verdict is not None
    assert state.verdict.kind.value == kind, sentence
    assert word is None or state.verdict.because(word)


def test_stage_of_an_unlinked_issue_stays() -> None:
    """It is settled when the issue is first judged; a later sign-off does not move it."""
    state = judged(baseline(), issue())
    again = state_in(see(state, issue(), on=baseline(signed_off=signed_off("design"))))
    assert (state.stage, again.stage) == ("design", "design")


def test_older_issue_holds_hours_without_a_verdict() -> None:
    """From before the first day an issue counts for its item and has no verdict."""
    state = judged(baseline(), linked(created="2026-02-20T09:00:00Z", hours=15))
    assert (state.verdict, state.counts_only, state.holding) == (None, True, ItemUsage(Decimal(15)))


def test_logged_work_counts_without_an_estimate() -> None:
    """It takes the item's hours, but never prices an offer."""
    state = judged(baseline(), linked(hours=None, logged_hours=Decimal(45)))
    assert state.verdict is not None
    assert (state.holding.hours, state.kind, state.verdict.over_hours) == (40, VerdictKind.BEYOND_SCOPE, None)


@pytest.mark.parametrize("words", ["/choose 3", "/choose 4"])
def test_parked_work_returns_its_hours(words: str) -> None:
    """A parked or withdrawn overrun frees what it held of its item for the next one."""
    on = baseline()
    over = judged(on, linked("ACME-9", hours=45))
    facts = facts_of(on, over, published=(1,))
    decided = state_in(hear(facts, "director", words))
    again = state_in(see(decided, linked("ACME-9", hours=45)))
    assert (over.holding.hours, again.holding.hours) == (40, 0)


def test_deletion_is_recorded_and_writes_nothing() -> None:
    """Totals are released; nothing is written to what is gone."""
    outcome = decide_deleted(offered())
    assert outcome.result == "deleted"
    assert outcome.effects == ()
    assert "issue_deleted" in entries(outcome)
    assert state_in(outcome).change is None


@pytest.mark.parametrize("deleted", [True, None])
def test_second_deletion_does_nothing(deleted: bool | None) -> None:
    """A deletion of what was deleted or never seen does nothing."""
    known = judged(baseline(), issue(), deleted=True) if deleted else None
    assert decide_deleted(facts_of(baseline(), known)) == Outcome("nothing")


def test_decision_outlives_its_issue() -> None:
    """A deleted issue keeps its decision: it can be reversed by a new decision only."""
    facts = offered()
    decided = state_in(hear(facts, "director", "/choose 1"))
    gone = state_in(decide_deleted(facts_of(baseline(), decided)))
    assert gone.change == decided.change


def test_issue_in_another_contract_starts_afresh() -> None:
    """An issue that moved brings neither stage nor ruling nor change with it."""
    state = judged(baseline(), issue()).model_copy(update={"contract": "OTHER"})
    moved = with_snapshot(baseline(), state, issue())
    assert (moved.contract, moved.stage, moved.change) == ("ACME", None, None)


def test_new_state_has_no_evidence() -> None:
    """Before it is judged an issue is nobody's."""
    assert with_snapshot(baseline(), None, issue()).evidence is Evidence.UNGOVERNED


def test_unchanged_related_issue_is_not_written() -> None:
    """A neighbour whose verdict stays the same is not written again."""
    on = baseline()
    other = judged(on, linked("ACME-8", hours=5))
    facts = IssueFacts(on, related=RelatedIssues(open=(other,)))
    outcome = decide_seen(facts, looked(linked(hours=5)))
    assert [state.issue.id for state in outcome.states] == ["1009"]
