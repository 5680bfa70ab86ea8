"""What people did by hand: labels, extras begun too early, due dates of stages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from decisions import (
    agreed,
    baseline,
    decide_seen,
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

from plugin.core.calendar.schedule import Shift
from plugin.core.facts import Baseline
from plugin.core.model.effects import MoveBack
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.outcome import Outcome

STAMP = "2026-03-16T09:00:00+00:00"


def see(on: Baseline, event: IssueSeen, before: IssueSnapshot | None = None) -> Outcome:
    """Decide what follows from an event on an issue that was seen before."""
    return decide_seen(facts_of(on, judged(on, before or issue())), event)


@pytest.mark.parametrize(
    ("sentence", "was", "now", "noticed"),
    [
        ("Ours was taken away.", "beyond-scope x", "x", True),
        ("Another of ours was put on.", "beyond-scope", "beyond-scope in-scope", True),
        ("One was put in the other's place.", "beyond-scope", "in-scope", True),
        ("A label of theirs came.", "beyond-scope", "beyond-scope urgent", False),
        ("A label of theirs went.", "beyond-scope urgent", "beyond-scope", False),
        ("Ours was put on where it belongs.", "", "beyond-scope", False),
        ("Nothing about labels changed.", "beyond-scope", "beyond-scope", False),
    ],
)
def test_label_changed_by_hand_is_restored(sentence: str, was: str, now: str, noticed: bool) -> None:
    """The label is set right again, the person named, and it stands on record."""
    outcome = see(baseline(), looked(issue(), ("labels", was, now)))
    assert (f"label:{STAMP}" in slots(outcome)) is noticed, sentence
    assert ("label_touched" in entries(outcome)) is noticed
    assert any(asked.again for asked in outcome.effects) is noticed


def test_label_change_is_recorded_with_its_person() -> None:
    """The entry names person, label and what was done."""
    (entry,) = see(baseline(), looked(issue(), ("labels", "beyond-scope", ""))).entries
    wanted = {"issue": "ACME-9", "by": "Денис Котов", "label": "beyond-scope", "removed": True}
    assert entry.payload == wanted


def test_labels_without_a_verdict_are_left_alone() -> None:
    """Nobody is told anything about an issue that is not judged."""
    sub = issue(type="Sub-task")
    assert see(baseline(), looked(sub, ("labels", "beyond-scope", "")), sub).effects == ()


@pytest.mark.parametrize(
    ("sentence", "was", "now", "changes", "noticed"),
    [
        ("Moved to work.", "To Do", "In Progress", [("status", "To Do", "In Progress")], True),
        ("Seen in work without a changelog.", "To Do", "In Progress", [], True),
        ("Edited while in work.", "In Progress", "In Progress", [("summary", "a", "b")], False),
        ("Moved elsewhere.", "To Do", "Review", [("status", "To Do", "Review")], False),
        (
            "Moved on from work to work.",
            "In Progress",
            "In Progress",
            [("status", "In Progress", "In Progress")],
            False,
        ),
        ("Only edited.", "To Do", "To Do", [("summary", "a", "b")], False),
    ],
)
def test_undecided_extra_that_is_begun_is_answered_once(
    sentence: str, was: str, now: str, changes: list[tuple[str, str, str]], noticed: bool
) -> None:
    """An undecided extra that is begun is answered once."""
    outcome = see(baseline(), looked(issue(status=now), *changes), issue(status=was))
    assert (f"started:{STAMP}" in slots(outcome)) is noticed, sentence
    assert ("begun_undecided" in entries(outcome)) is noticed


BEGUN = ("status", "To Do", "In Progress")


@pytest.mark.parametrize(
    ("sentence", "fields", "noticed"),
    [
        ("An open offer.", {}, True),
        ("One that awaits its estimate.", {"hours": None}, True),
        ("A draft.", {"reporter": {"id": "a-developer"}}, True),
        ("Work in scope.", {"summary": "Слайдер", "labels": {"main"}}, False),
        ("A defect.", {"type": "Bug"}, False),
    ],
)
def test_only_an_undecided_extra_must_wait(sentence: str, fields: dict[str, Any], noticed: bool) -> None:
    """Only an extra that nobody has decided waits for a decision."""
    outcome = see(baseline(), looked(issue(status="In Progress", **fields), BEGUN), issue(**fields))
    assert (f"started:{STAMP}" in slots(outcome)) is noticed, sentence


def test_decided_extra_may_be_begun() -> None:
    """After the decision nobody is stopped."""
    decided = state_in(hear(offered(), "director", "/choose 2"))
    outcome = decide_seen(facts_of(baseline(), decided), looked(issue(status="In Progress"), BEGUN))
    assert f"started:{STAMP}" not in slots(outcome)


@pytest.mark.parametrize("moves", [True, False])
def test_early_work_is_moved_back_if_the_contract_says_so(moves: bool) -> None:
    """`move_back_undecided` puts the issue back where it came from."""
    on = baseline(agreed(answers={"move_back_undecided": moves}))
    outcome = see(on, looked(issue(status="In Progress"), BEGUN))
    back = [each.effect for each in outcome.effects if isinstance(each.effect, MoveBack)]
    assert back == ([MoveBack(from_status="In Progress", to_status="To Do")] if moves else [])


def test_issue_first_seen_in_work_is_not_moved() -> None:
    """Nobody knows where it came from."""
    outcome = decide_seen(facts_of(baseline(), None), looked(issue(status="In Progress"), BEGUN))
    assert f"started:{STAMP}" not in slots(outcome)


STAGE = {"type": "Stage", "summary": "Дизайн"}


@pytest.mark.parametrize(
    ("sentence", "due", "change", "noticed"),
    [
        ("Another date was put in.", date(2026, 5, 1), ("duedate", "2026-04-10", "2026-05-01"), True),
        ("The date was taken away.", None, ("duedate", "2026-04-10", ""), True),
        ("The date was set right.", date(2026, 4, 10), ("duedate", "2026-05-01", "2026-04-10"), False),
        ("Something else was edited.", date(2026, 5, 1), ("summary", "a", "b"), False),
        ("An edit that changed nothing.", date(2026, 5, 1), ("duedate", "2026-05-01", "2026-05-01"), False),
    ],
)
def test_due_date_edited_by_hand_is_reported(
    sentence: str, due: date | None, change: tuple[str, str, str], noticed: bool
) -> None:
    """The team is told of the drift; the date is neither obeyed nor reset."""
    stage = issue("ACME-1", due=due, **STAGE)
    outcome = see(baseline(), looked(stage, change), issue("ACME-1", **STAGE))
    wanted = [(f"team:drift:{STAMP}", "post_comment")] if noticed else []
    assert effects(outcome) == wanted, sentence
    assert entries(outcome) == (["due_drift"] if noticed else [])


def test_drift_counts_from_the_shifted_date() -> None:
    """After a shift the computed date is the shifted one."""
    on = baseline(shifts=(("d", Shift("design", 3, date(2026, 3, 16))),))
    shifted = issue("ACME-1", due=date(2026, 4, 15), **STAGE)
    event = looked(shifted, ("duedate", "2026-04-10", "2026-04-15"))
    assert see(on, event, issue("ACME-1", **STAGE)).effects == ()


@pytest.mark.parametrize(
    ("sentence", "key", "stages"),
    [
        ("An issue that is no stage has its own date.", "ACME-9", None),
        (
            "A stage without a date has nothing to drift from.",
            "ACME-1",
            [{"id": "s", "title": "S", "issue": "ACME-1"}],
        ),
    ],
)
def test_date_of_an_undated_stage_is_not_reported(
    sentence: str, key: str, stages: list[dict[str, Any]] | None
) -> None:
    """Where the contract has no date nothing is said about one."""
    on = baseline(agreed(stages=stages) if stages else agreed())
    edited = linked(key, due=date(2026, 5, 1))
    outcome = see(on, looked(edited, ("duedate", "", "2026-05-01")), linked(key))
    assert not [slot for slot in slots(outcome) if slot.startswith("team:drift")], sentence


def test_drift_in_the_mapped_field_is_reported() -> None:
    """Where the mapping names the field of due dates, that one is watched."""
    on = baseline(agreed(tracker={"fields": {"due": "customfield_1"}}))
    stage = issue("ACME-1", due=date(2026, 5, 1), **STAGE)
    assert see(on, looked(stage, ("duedate", "", "x")), issue("ACME-1", **STAGE)).effects == ()
    assert "due_drift" in entries(
        see(on, looked(stage, ("customfield_1", "", "x")), issue("ACME-1", **STAGE))
    )
