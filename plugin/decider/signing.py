"""A word about a stage: a signature, a preliminary yes, a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plugin.decider.certifying import complete
from plugin.decider.checklist import first_point, missing, signed_lines
from plugin.decider.outcome import Asked, Entry, Outcome
from plugin.decider.showing import names
from plugin.decider.stage_content import changed_since, open_criteria, open_issues, signed_by, signed_issues
from plugin.decider.stage_facts import Giver, StageFacts
from plugin.decider.stage_showing import shown
from plugin.decider.stage_state import OpenPoint, SignOffState, StageState, Word
from plugin.effects import MoveBack
from plugin.rules.signing import signatories, standing
from plugin.texts import stage_messages as say

MOST_REMARKS = 30
MOST_CHARACTERS = 500
"""What one acceptance can add to the checklist, which is a comment of limited size."""


def accept(facts: StageFacts, giver: Giver, remarks: tuple[str, ...] = ()) -> Outcome:
    """Take somebody's yes: a signature if theirs counts, else a preliminary word."""
    stands = standing(facts.ground.mapping, facts.stage, giver.key, _day(facts, giver))
    if not stands.counts:
        return _preliminary(facts, giver, stands.why_not or "not_a_signatory", remarks)
    remarks = tuple(remark[:MOST_CHARACTERS] for remark in remarks[:MOST_REMARKS])
    signed_for = stands.on_behalf_of or giver.key or ""
    latest = next((word for word in facts.state.words if word.counts and signed_by(word) == signed_for), None)
    already = latest is not None and latest.outcome == "accepted" and not changed_since(facts, latest)
    if facts.state.signed_off and remarks:
        return _remarked(facts, giver, remarks)
    if facts.state.signed_off or (already and not remarks):
        return Outcome("already_signed")
    word = Word(
        by=giver.key or "",
        name=giver.name,
        on_behalf_of=stands.on_behalf_of,
        counts=True,
        means=giver.means,
        remarks=remarks,
        waived=(*open_criteria(facts), *open_issues(facts)),
        version=facts.state.version,
        criteria=facts.stage.criteria,
        issues=signed_issues(facts),
        at=giver.at,
    )
    state = _with_points(facts, word.remarks, word.name, giver).model_copy(
        update={"words": _in_place_of(facts, word)}
    )
    entry = Entry(state.issue_id or "", "signature", {"stage": state.stage, **_without_content(word)})
    return complete(replace(facts, state=state), giver, (entry,))


def _in_place_of(facts: StageFacts, word: Word) -> tuple[Word, ...]:
    """Return the words with this one in the place of the same signatory's; others' words stay."""
    others = (each for each in facts.state.words if not (each.counts and signed_by(each) == signed_by(word)))
    return (*others, word)


def _day(facts: StageFacts, giver: Giver) -> date:
    """Return the day on which a word was given, in the contract's time zone."""
    return giver.at.astimezone(facts.ground.mapping.contract.zone).date()


def _without_content(word: Word) -> dict[str, Any]:
    return word.model_dump(mode="json", exclude={"criteria", "issues"})


def _remarked(facts: StageFacts, giver: Giver, remarks: tuple[str, ...]) -> Outcome:
    """Keep what a signatory remarks after the sign-off: open points, and nothing is signed anew."""
    state = _with_points(facts, remarks, giver.name, giver)
    entry = Entry(
        state.issue_id or "", "remarks", {"stage": state.stage, "by": giver.key, "remarks": list(remarks)}
    )
    done = replace(facts, state=state)
    message = say.StageAccepted(
        stage_title=facts.stage.title,
        signed=signed_lines(done),
        points=tuple(point.text for point in state.points if point.closed_at is None),
        waived=(),
        next_stages=(),
        again=True,
    )
    return shown(done, "remarked", (entry,), f"reply:{giver.said_in}", message)


def refuse(facts: StageFacts, giver: Giver, reason: str) -> Outcome:
    """Take somebody's no: a refusal if their word counts, else an opinion."""
    stands = standing(facts.ground.mapping, facts.stage, giver.key, _day(facts, giver))
    if not stands.counts:
        return _preliminary(facts, giver, stands.why_not or "not_a_signatory", (), refused=reason)
    word = Word(
        by=giver.key or "",
        name=giver.name,
        on_behalf_of=stands.on_behalf_of,
        outcome="refused",
        counts=True,
        means=giver.means,
        reason=reason,
        version=facts.state.version,
        at=giver.at,
    )
    state = facts.state.model_copy(update={"words": _in_place_of(facts, word), "state": SignOffState.REFUSED})
    people = facts.ground.mapping.people
    principal = people[stands.on_behalf_of].name if stands.on_behalf_of in people else None
    message = say.StageRefused(facts.stage.title, giver.name, principal, reason)
    entry = Entry(state.issue_id or "", "refusal", {"stage": state.stage, **_without_content(word)})
    return shown(replace(facts, state=state), "refused", (entry,), f"reply:{giver.said_in}", message)


def _preliminary(
    facts: StageFacts, giver: Giver, why_not: say.WhyNoSignature, remarks: tuple[str, ...], refused: str = ""
) -> Outcome:
    """Keep a word that does not count, thank for it, and name whose is awaited; nothing fails silently."""
    if facts.state.signed_off:
        # Nothing is awaited: bookkeeping on a signed stage is no signature.
        return Outcome("already_signed")
    word = Word(
        by=giver.key or "",
        name=giver.name,
        outcome="refused" if refused else "accepted",
        counts=False,
        means=giver.means,
        remarks=remarks,
        reason=refused,
        version=facts.state.version,
        at=giver.at,
    )
    first = facts.state.state is SignOffState.AWAITED and not refused
    state = facts.state.model_copy(
        update={
            "words": (*facts.state.words, word),
            "state": SignOffState.PRELIMINARY if first else facts.state.state,
        }
    )
    sign_off = facts.stage.sign_off
    back = giver.moved_from if giver.means == "status" and sign_off and sign_off.move_back else None
    people = missing(facts) or signatories(facts.ground.mapping, facts.stage)
    message = say.PreliminaryWord(
        person=giver.name,
        stage_title=facts.stage.title,
        awaited=names(facts.ground, people),
        why_not=why_not,
        by_status=giver.moved_to,
        moved_back_to=back,
    )
    entry = Entry(
        state.issue_id or "",
        "preliminary",
        {"stage": state.stage, "why_not": why_not, **word.model_dump(mode="json")},
    )
    outcome = shown(replace(facts, state=state), "preliminary", (entry,), f"reply:{giver.said_in}", message)
    if back and state.issue_id:
        moved = MoveBack(from_status=giver.moved_to, to_status=back)
        asked = Asked(state.issue_id, f"move-back:{giver.said_in}", moved)
        outcome = replace(outcome, effects=(asked, *outcome.effects))
    return outcome


def _with_points(facts: StageFacts, remarks: tuple[str, ...], name: str, giver: Giver) -> StageState:
    """Return the state with an open point for each remark."""
    number = first_point(facts)
    points = tuple(
        OpenPoint(number=number + offset, text=text, by=name, at=giver.at)
        for offset, text in enumerate(remarks)
    )
    return facts.state.model_copy(update={"points": (*facts.state.points, *points)})
