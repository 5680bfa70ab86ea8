"""The documentation of a change mirrors its states and what moves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from decisions import (
    after,
    agreed,
    baseline,
    decide_seen,
    facts_of,
    hear,
    issue,
    judged,
    linked,
    looked,
    offered,
    state_in,
)

from plugin.core.facts import IssueFacts
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.outcome import Outcome

DOCUMENT = (Path(__file__).parents[3] / "docs" / "changes.md").read_text(encoding="utf-8")
DIAGRAM = DOCUMENT.split("```mermaid")[1].split("```")[0]
ARROWS = set(re.findall(r"^\s*(\S+) --> (\S+):", DIAGRAM, re.MULTILINE))


def state_of(outcome: Outcome) -> str:
    """Return the change's state after an outcome; `[*]` where there is no change."""
    change = state_in(outcome).change
    return change.state.value if change else "[*]"


def test_every_state_is_drawn_and_explained() -> None:
    """The diagram and the table have exactly the states of the code."""
    states = {state.value for state in ChangeState}
    drawn = {end for arrow in ARROWS for end in arrow} - {"[*]"}
    explained = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT, re.MULTILINE))
    assert (drawn, explained) == (states, states)


def decided_by(words: str) -> IssueFacts:
    """Return facts about a change that the director decided."""
    facts = offered()
    return after(facts, hear(facts, "director", words))


def raised() -> IssueFacts:
    """Return facts about a change that awaits its estimate."""
    return facts_of(baseline(), judged(baseline(), issue(hours=None)))


SHIFT, FEE, PARK, WITHDRAW = (f"/choose {number}" for number in (1, 2, 3, 4))
MOVES = [
    ("[*]", decide_seen(facts_of(baseline(), None), looked(issue(hours=None)))),
    ("raised", decide_seen(raised(), looked(issue()))),
    ("offered", decide_seen(offered(), looked(issue(hours=None)))),
    ("raised", decide_seen(raised(), looked(linked()))),
    ("offered", decide_seen(offered(), looked(linked()))),
    *(("offered", hear(offered(), "director", words)) for words in (FEE, PARK, WITHDRAW)),
    *(
        ("decided", hear(decided_by(FEE), "director", words, comment="502"))
        for words in (SHIFT, PARK, WITHDRAW)
    ),
    *(("parked", hear(decided_by(PARK), "director", words, comment="502")) for words in (FEE, WITHDRAW)),
    *(("withdrawn", hear(decided_by(WITHDRAW), "director", words, comment="502")) for words in (FEE, PARK)),
]


def test_every_arrow_happens_and_no_other() -> None:
    """What the diagram draws happens, and nothing else moves a change."""
    assert {(before, state_of(outcome)) for before, outcome in MOVES} == ARROWS


@pytest.mark.parametrize("words", [FEE, PARK, WITHDRAW])
def test_decided_change_moves_only_by_a_decision(words: str) -> None:
    """An edit, a link or a lost estimate leaves a decided change as it is."""
    facts = decided_by(words)
    assert facts.state is not None
    for snapshot in (issue(hours=3), issue(hours=None), linked(), issue(type="Bug")):
        assert state_in(decide_seen(facts, looked(snapshot))).change == facts.state.change


def test_published_draft_is_offered() -> None:
    """`/publish` moves a change on whose offer waits for it."""
    on = baseline(agreed(contract={"mode": "draft"}))
    facts = facts_of(on, judged(on, issue()))
    assert facts.state is not None
    assert facts.state.change is not None
    assert facts.state.change.state is ChangeState.RAISED
    assert state_of(hear(facts, "manager", "/publish")) == "offered"
