"""Earlier like issues: the task on the third, and a ruling that departs from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from decisions import NOW, agreed, baseline, decide_seen, facts_of, hear, issue, judged, linked, looked, slots

from plugin.core.alerts.repeats import manager_name
from plugin.core.facts import Baseline, EarlierIssue, IssueFacts
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.placement import Evidence, Placement
from plugin.core.scope.precedents import earlier_issues_of, precedent_keys

CREATED = NOW - timedelta(hours=1)


def like(
    number: int, *, days: float, verdict: str = "beyond_scope", precedent_key: str = "clause:5.3"
) -> EarlierIssue:
    """Return a similar issue created a number of days before the one in question."""
    created = CREATED - timedelta(days=days)
    return EarlierIssue(
        f"100{number}", f"ACME-{number}", "Калькулятор", verdict, None, created, precedent_key
    )


def repeating(**repeat: int) -> Baseline:
    """Return the contract with the task on the third like request within 14 days."""
    return baseline(agreed(repeat={"count": 3, "within": 14, **repeat}))


def tasks(
    on: Baseline, *earlier_issues: EarlierIssue, snapshot: IssueSnapshot | None = None
) -> list[tuple[str, str]]:
    """Return subject and slot of the tasks that a new issue brings."""
    outcome = decide_seen(facts_of(on, None, earlier_issues=earlier_issues), looked(snapshot or issue()))
    told = [(asked.subject, str(asked.slot)) for asked in outcome.effects]
    return [(subject, slot) for subject, slot in told if slot == "team:repeated"]


@pytest.mark.parametrize(
    ("sentence", "earlier_issues", "subject"),
    [
        ("The first of its kind.", [], None),
        ("The second.", [like(1, days=1)], None),
        ("The third.", [like(1, days=1), like(2, days=2)], "1009"),
        (
            "The fourth brings it no more: the task stands.",
            [like(1, days=1), like(2, days=2), like(3, days=3)],
            None,
        ),
        ("Two within the window and one long ago.", [like(1, days=1), like(2, days=15)], None),
        ("Just within the window.", [like(1, days=1), like(2, days=14)], "1009"),
        ("Two of different kinds.", [like(1, days=1), like(2, days=2, precedent_key="item:2.1")], None),
        ("What was in scope is no extra.", [like(1, days=1), like(2, days=2, verdict="in_scope")], None),
        ("A bonus is one.", [like(1, days=1), like(2, days=2, verdict="bonus")], "1009"),
        ("It came late: a later one is the third.", [like(1, days=1), like(2, days=-1)], "1002"),
    ],
)
def test_third_similar_extra_gives_a_task(
    sentence: str, earlier_issues: list[EarlierIssue], subject: str | None
) -> None:
    """The manager should change the agreement on the third by creation."""
    expected = [(subject, "team:repeated")] if subject else []
    assert tasks(repeating(), *earlier_issues) == expected, sentence


def test_no_task_without_a_repeat_rule() -> None:
    """Without `repeat` nobody counts."""
    assert tasks(baseline(), like(1, days=1), like(2, days=2)) == []


def test_no_task_for_work_in_scope_that_repeats() -> None:
    """Agreed work may repeat as often as it likes."""
    earlier_issues = [like(1, days=1, precedent_key="item:2.1"), like(2, days=2, precedent_key="item:2.1")]
    assert tasks(repeating(), *earlier_issues, snapshot=linked()) == []


def test_task_is_given_once() -> None:
    """An extra that was one before does not bring the task again."""
    on = repeating()
    facts = facts_of(on, judged(on, issue()), earlier_issues=(like(1, days=1), like(2, days=2)))
    assert "team:repeated" not in slots(decide_seen(facts, looked(issue(hours=12))))


def ruled(words: str, *earlier_issues: EarlierIssue) -> set[str]:
    """Return the slots that a ruling on an unclear issue of a component asks for."""
    on = baseline()
    state = judged(on, issue(summary="Баннер", components={"front"}))
    return slots(hear(facts_of(on, state, earlier_issues=earlier_issues), "manager", words))


@pytest.mark.parametrize(
    ("sentence", "words", "earlier_issues", "told"),
    [
        ("Nothing to depart from.", "/scope beyond", [], False),
        ("As it was decided before.", "/scope beyond", [like(1, days=1)], False),
        ("Other than every time before.", "/bonus", [like(1, days=1), like(2, days=2)], True),
        (
            "As it was decided at least once.",
            "/bonus",
            [like(1, days=1), like(2, days=2, verdict="bonus")],
            False,
        ),
        ("What came later is no precedent.", "/bonus", [like(1, days=-1)], False),
        ("To withdraw a ruling departs from nothing.", "/scope rules", [like(1, days=1)], False),
        ("An estimate is no ruling.", "/estimate 6h", [like(1, days=1)], False),
    ],
)
def test_ruling_that_departs_is_reported(
    sentence: str, words: str, earlier_issues: list[EarlierIssue], told: bool
) -> None:
    """The team is told when a ruling departs from all earlier similar issues."""
    departs = [slot for slot in ruled(words, *earlier_issues) if slot.startswith("team:departs")]
    assert bool(departs) is told, sentence


def test_precedent_was_created_before() -> None:
    """A precedent was created before, or at the same moment."""
    state = judged(baseline(), issue())
    facts = IssueFacts(baseline(), earlier_issues=(like(1, days=-1), like(2, days=0), like(3, days=1)))
    assert [each.key for each in earlier_issues_of(facts, state)] == ["ACME-2", "ACME-3"]


@pytest.mark.parametrize(
    ("sentence", "snapshot", "keys"),
    [
        ("An excluded request by its clause.", issue(), ("clause:5.3",)),
        ("Linked work by its item.", linked(), ("item:2.1",)),
        (
            "Linked work with an exclusion's words by its item alone.",
            linked(summary="Калькулятор"),
            ("item:2.1",),
        ),
        (
            "Components count besides, in order.",
            issue(components={"b", "a"}),
            ("clause:5.3", "component:a", "component:b"),
        ),
        ("What is alike to nothing.", issue(summary="Баннер"), ()),
    ],
)
def test_similar_issues_share_clause_item_or_component(
    sentence: str, snapshot: IssueSnapshot, keys: tuple[str, ...]
) -> None:
    """Issues are alike by exclusion clause, scope item or component."""
    assert precedent_keys(judged(baseline(), snapshot)) == keys, sentence


def test_unjudged_issue_is_similar_by_its_placement() -> None:
    """An issue that was not judged yet is alike by its placement."""
    on = baseline()
    exclusion = on.mapping.exclusions[0]
    placement = Placement(Evidence.EXCLUSION, exclusion=exclusion)
    state = judged(on, issue(type="Sub-task"))
    assert precedent_keys(state, placement) == ("clause:5.3",)


@pytest.mark.parametrize(
    ("sentence", "authority", "name"),
    [
        ("Who rules on our side.", [{"person": "manager", "may": ["rule_scope"]}], "Мария Орлова"),
        ("A client who rules gets no task.", [{"person": "director", "may": ["rule_scope"]}], None),
        ("Nobody rules.", [{"person": "manager", "may": ["estimate"]}], None),
    ],
)
def test_task_goes_to_the_first_who_may_rule(
    sentence: str, authority: list[dict[str, object]], name: str | None
) -> None:
    """The first person of our own side who may rule."""
    assert manager_name(baseline(agreed(authority=authority))) == name, sentence
