"""Every actor, every way of signing, every state of the stage: the results."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from decisions import agreed

from plugin.core.calendar.working_days import make_calendar
from plugin.core.facts import Baseline, StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.effects import MoveBack, PostComment
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_state import ChangedPart, Means, ReviewPeriod, SignOffState, StageState
from plugin.core.signoff.certificate import certify_silence
from plugin.core.signoff.signature import accept, refuse
from plugin.texts.review_messages import NotTakenBack

JULY = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
AUTHORITY = [
    {"person": "director", "may": ["decide", "sign_off"]},
    {"person": "contact", "may": ["decide"]},
    {"person": "deputy", "may": ["sign_off"], "for": "director", "from": "2026-07-01", "until": "2026-07-31"},
    {"person": "manager", "may": ["rule_scope"]},
]
REVIEW = {"working_days": 5, "clause": "7.3", "then": "accepted"}
SIGN_OFF = {"by": ["director"], "quorum": "all", "move_back": True, "review": REVIEW}

STAGE = {
    "id": "design",
    "title": "Дизайн",
    "issue": "ACME-1",
    "criteria": ["Готово"],
    "sign_off": SIGN_OFF,
}

ACTORS = [
    ("the director", "director", MARCH, "signature"),
    ("a deputy within the dates", "deputy", JULY, "signature"),
    ("a deputy outside the dates", "deputy", MARCH, "preliminary"),
    ("the contact", "contact", MARCH, "preliminary"),
    ("the contractor's manager", "manager", MARCH, "preliminary"),
    ("a stranger", None, MARCH, "preliminary"),
]
WAYS: list[Means] = ["command", "status", "page"]
STATES = list(SignOffState)


def stage_facts(now: datetime, state: SignOffState) -> StageFacts:
    """Return a stage in a state, reached as the service reaches it."""
    mapping = agreed(
        authority=AUTHORITY,
        stages=[
            {
                "id": "design",
                "title": "Дизайн",
                "issue": "ACME-1",
                "criteria": ["Готово"],
                "sign_off": SIGN_OFF,
            }
        ],
    )
    baseline = Baseline("main", mapping, make_calendar(mapping.contract), now.date(), now)
    blank = StageState(contract=mapping.id, stage="design", issue_id="1001")
    facts = StageFacts(baseline, mapping.stages[0], blank)
    director = Actor("director", "Пётр Соколов", "command", now, "before")
    reached = {
        SignOffState.AWAITED: lambda: blank,
        SignOffState.PRELIMINARY: lambda: accept(facts, replace(director, key="contact")).stages[-1],
        SignOffState.ACCEPTED: lambda: accept(facts, director).stages[-1],
        SignOffState.ACCEPTED_WITH_REMARKS: lambda: accept(facts, director, ("отступы",)).stages[-1],
        SignOffState.ACCEPTED_BY_SILENCE: lambda: certify_silence(
            replace(facts, state=blank.model_copy(update={"review": _ended_review(now)})),
            "7.3",
            Slot(SlotKind.REVIEW, "1:recorded"),
            NotTakenBack("Пётр Соколов", "Дизайн", "7.3", None, next_is_begun=False),
        ).stages[-1],
        SignOffState.REFUSED: lambda: refuse(facts, director, "шрифты").stages[-1],
        SignOffState.OUTDATED: lambda: (
            accept(facts, director)
            .stages[-1]
            .model_copy(
                update={
                    "state": SignOffState.OUTDATED,
                    "version": 2,
                    "words": (),
                    "changed": (ChangedPart(issue="", key="", what=("criteria",)),),
                }
            )
        ),
    }
    return replace(facts, state=reached[state]())


def _ended_review(now: datetime) -> ReviewPeriod:
    """Return a review period that ended in silence today."""
    day = now.date()
    return ReviewPeriod(number=1, handed_over_on=day, last_day=day, is_running=False, accepted_on=day)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("means", WAYS)
@pytest.mark.parametrize(("who", "key", "now", "counts"), ACTORS, ids=[actor[0] for actor in ACTORS])
def test_yes_signs_only_for_a_signatory(
    who: str, key: str | None, now: datetime, counts: str, means: Means, state: SignOffState
) -> None:
    """A yes of anybody else never accepts, and is always answered.

    The director's own refusal is theirs to take back: a deputy's yes is an opinion then.
    """
    facts = stage_facts(now, state)
    signed = state in (SignOffState.ACCEPTED, SignOffState.ACCEPTED_WITH_REMARKS)
    if state is SignOffState.ACCEPTED_BY_SILENCE and counts != "signature":
        signed = True
    outcome = accept(facts, Actor(key, who, means, now, "now", "To Do", "Accepted"))
    after = outcome.stages[-1].state if outcome.stages else state
    if signed:
        assert ("already_signed", ()) == (outcome.result, outcome.effects)
    elif counts == "signature" and (key == "director" or state is not SignOffState.REFUSED):
        assert (SignOffState.ACCEPTED, ["signature", "sign_off"]) == (
            after,
            [e.kind for e in outcome.entries],
        )
    else:
        expected = SignOffState.PRELIMINARY if state is SignOffState.AWAITED else state
        assert (expected, ["preliminary"]) == (after, [e.kind for e in outcome.entries])
        assert any(isinstance(asked.effect, PostComment) for asked in outcome.effects)
        moved_back = any(isinstance(asked.effect, MoveBack) for asked in outcome.effects)
        assert moved_back == (means == "status")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("who", "key", "now", "counts"), ACTORS, ids=[actor[0] for actor in ACTORS])
def test_no_refuses_only_for_a_signatory(
    who: str, key: str | None, now: datetime, counts: str, state: SignOffState
) -> None:
    """Anybody else's no is kept as an opinion until the sign-off."""
    outcome = refuse(stage_facts(now, state), Actor(key, who, "command", now, "now"), "не то")
    by_silence = state is SignOffState.ACCEPTED_BY_SILENCE
    signed = state in (SignOffState.ACCEPTED, SignOffState.ACCEPTED_WITH_REMARKS) or by_silence
    after = outcome.stages[-1].state if outcome.stages else state
    kinds = [entry.kind for entry in outcome.entries]
    if counts == "signature":
        more = ["silence_taken_back"] if by_silence else []
        assert (SignOffState.REFUSED, ["refusal", *more]) == (after, kinds)
    else:
        assert (state, [] if signed else ["preliminary"]) == (after, kinds)
