"""Statements in sequence by signatories and deputies: whose signature remains."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from decisions import agreed

from plugin.core.calendar.working_days import make_calendar
from plugin.core.facts import Baseline, StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.stage_state import StageState
from plugin.core.signoff.coverage import find_signatory
from plugin.core.signoff.signature import accept, refuse
from plugin.core.signoff.stage_events import review_sign_off

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
PEOPLE = {key: {"name": key.title(), "side": "client"} for key in ("boss", "owner", "lawyer", "dep", "aide")}
ROWS = [{"person": key, "may": ["sign_off"]} for key in ("boss", "owner", "lawyer")]
ROWS += [{"person": "dep", "may": ["sign_off"], "for": key} for key in ("boss", "owner")]
ROWS += [{"person": "aide", "may": ["sign_off"], "for": "boss"}]


class Case(NamedTuple):
    """Statements such as `dep` (yes), `-boss` (no), `dep:photo` (a remark).

    The end of a row says who signed for whom.
    """

    sentence: str
    quorum: object
    by: str
    words: str
    state: str
    signed: dict[str, str]


CASES = [
    Case(
        "a deputy of both is everybody",
        "all",
        "boss owner",
        "dep",
        "accepted",
        {"boss": "dep", "owner": "dep"},
    ),
    Case("and one person of two", 2, "boss owner", "dep", "preliminary", {"boss": "dep", "owner": "dep"}),
    Case(
        "saying it twice makes no second person",
        2,
        "boss owner",
        "dep dep",
        "preliminary",
        {"boss": "dep", "owner": "dep"},
    ),
    Case(
        "the own word of one of them does",
        2,
        "boss owner",
        "dep boss",
        "accepted",
        {"boss": "boss", "owner": "dep"},
    ),
    Case("in the other order too", 2, "boss owner", "boss dep", "accepted", {"boss": "boss", "owner": "dep"}),
    Case(
        "another deputy takes one over",
        2,
        "boss owner",
        "dep aide",
        "accepted",
        {"boss": "aide", "owner": "dep"},
    ),
    Case("in the other order too", 2, "boss owner", "aide dep", "accepted", {"boss": "aide", "owner": "dep"}),
    Case(
        "a deputy takes no own signature away",
        "all",
        "boss owner lawyer",
        "boss dep",
        "preliminary",
        {"boss": "boss", "owner": "dep"},
    ),
    Case(
        "an own word stands above a deputy's",
        "all",
        "boss owner lawyer",
        "dep boss",
        "preliminary",
        {"boss": "boss", "owner": "dep"},
    ),
    Case(
        "two of three, by a deputy of two and the third",
        2,
        "boss owner lawyer",
        "dep lawyer",
        "accepted",
        {"boss": "dep", "owner": "dep", "lawyer": "lawyer"},
    ),
    Case(
        "what a deputy remarks after an own word is an opinion",
        "all",
        "boss lawyer",
        "boss aide:photo",
        "preliminary",
        {"boss": "boss"},
    ),
    Case(
        "a deputy's remark goes with what they signed",
        "all",
        "boss owner",
        "boss dep:photo",
        "accepted_with_remarks",
        {"boss": "boss", "owner": "dep"},
    ),
    Case(
        "the own no stands, whatever a deputy says", 2, "boss owner", "-boss dep", "refused", {"owner": "dep"}
    ),
    Case(
        "until they say yes", 2, "boss owner", "-boss dep boss", "accepted", {"boss": "boss", "owner": "dep"}
    ),
]


def facts_for(quorum: object, by: str, **keys: Any) -> StageFacts:
    """Return a stage that these people sign."""
    stage = {"id": "design", "title": "Design", "sign_off": {"by": by.split(), "quorum": quorum}}
    mapping = agreed(**{"people": PEOPLE, "authority": ROWS, "stages": [stage], **keys})
    baseline = Baseline("main", mapping, make_calendar(mapping.contract), NOW.date(), NOW)
    return StageFacts(
        baseline, mapping.stages[0], StageState(contract="ACME", stage="design", issue_id="1001")
    )


def told(facts: StageFacts, words: str) -> StageFacts:
    """Return the stage after words were said, a minute after each other."""
    for number, word in enumerate(words.split()):
        who, _, remark = word.removeprefix("-").partition(":")
        giver = Actor(who, who.title(), "command", NOW + timedelta(minutes=number), str(number))
        remarks = (remark,) if remark else ()
        outcome = refuse(facts, giver, "no") if word.startswith("-") else accept(facts, giver, remarks)
        facts = replace(facts, state=outcome.stages[-1] if outcome.stages else facts.state)
    return facts


def signed(facts: StageFacts) -> dict[str, str]:
    """Return by signatory who signed."""
    words = (word for word in facts.state.words if word.counts and word.outcome == "accepted")
    return {find_signatory(word): word.by for word in words}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.quorum}: {case.sentence}" for case in CASES])
def test_statements_in_sequence_lose_no_signature(case: Case) -> None:
    """A quorum counts people, and nobody's signature is lost by another's."""
    after = told(facts_for(case.quorum, case.by), case.words)
    assert (case.state, case.signed) == (after.state.state, signed(after)), case.sentence
    certificate = after.state.certificate
    if certificate is not None:
        assert case.signed == {find_signatory(word): word.by for word in certificate.words}


def test_ended_deputys_signature_stays() -> None:
    """What they signed stays signed; the next word of theirs is an opinion."""
    before = told(facts_for("all", "boss owner lawyer"), "dep")
    ended = [{**row, "until": "2026-07-09"} if row["person"] == "dep" else row for row in ROWS]
    later = replace(facts_for("all", "boss owner lawyer", authority=ended), state=before.state)
    after = told(later, "lawyer dep")
    assert ("accepted", {"boss": "dep", "owner": "dep", "lawyer": "lawyer"}) == (
        after.state.state,
        signed(after),
    )


def test_refusal_of_a_former_signatory_blocks_nothing() -> None:
    """It holds nobody up: they could not take it back."""
    before = told(facts_for("all", "boss lawyer"), "-lawyer")
    after = told(replace(facts_for("all", "boss"), state=before.state), "boss")
    assert ("accepted", {"boss": "boss"}) == (after.state.state, signed(after))


def test_signature_of_a_former_signatory_completes_nothing() -> None:
    """It completes nothing, and stands in no certificate."""
    before = told(facts_for("all", "boss lawyer"), "boss")
    changed = replace(facts_for("all", "lawyer"), state=before.state)
    assert "preliminary" == review_sign_off(changed).stages[-1].state
    certificate = told(changed, "lawyer").state.certificate
    assert certificate is not None
    assert ["lawyer"] == [word.by for word in certificate.words]


def test_stage_without_signatories_is_never_complete() -> None:
    """Nothing is complete that nobody can sign."""
    before = told(facts_for("all", "boss lawyer"), "boss")
    stage = {"id": "design", "title": "Design"}
    nobody = [{"person": "boss", "may": ["decide"]}]
    changed = replace(facts_for("all", "boss", stages=[stage], authority=nobody), state=before.state)
    assert review_sign_off(changed).stages[-1].certificate is None
