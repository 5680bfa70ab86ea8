"""The living comment of a stage, and what `/done` and `/undo` do to it.

It shows criteria, open points and signatures.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from plugin.core.facts import StageFacts
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.outcome import EffectRequest, EntryKind, RecordEntry
from plugin.core.model.slots import STAGE_SLOT
from plugin.core.model.stage_state import ChangedPart, SignOffState, StageState, Tick
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.coverage import is_due, is_ready
from plugin.core.signoff.quorum import find_awaited
from plugin.texts import stage_messages as say


def present_stage(facts: StageFacts) -> EffectRequest | None:
    """Return label and checklist that the stage's issue should show.

    None before the issue was seen, and for a stage to which the mapping gives neither criteria nor
    signatories: there is nothing to tick and nothing to sign.
    """
    if facts.state.issue_id is None or (facts.stage.sign_off is None and not facts.stage.criteria):
        return None
    labels = facts.baseline.mapping.tracker.labels
    label = None
    if facts.state.state is SignOffState.OUTDATED:
        label = labels.outdated
    elif facts.state.signed_off:
        label = labels.signed_off
    asks = find_missing_signatories(facts) if is_ready(facts) else ()
    shown = ShowVerdict(
        label=label,
        our_labels=(labels.signed_off, labels.outdated),
        comment=facts.baseline.says(make_checklist(facts)),
        asks=tuple(key for key in asks if key in facts.baseline.mapping.people),
    )
    return EffectRequest(facts.state.issue_id, STAGE_SLOT, shown)


def make_checklist(facts: StageFacts) -> say.StageChecklist:
    """Return the checklist as a message; criteria word for word as in the mapping."""
    baseline, state = facts.baseline, facts.state
    ticked = {tick.number: tick for tick in state.ticks}
    criteria = tuple(
        say.ChecklistLine(number, text, number in ticked, ticked[number].name if number in ticked else "")
        for number, text in enumerate(facts.stage.criteria, 1)
    )
    points = tuple(
        say.ChecklistLine(
            point.number, point.text, point.closed_at is not None, _name(facts, point.closed_by)
        )
        for point in state.points
    )
    refused = next(
        (
            statement
            for statement in reversed(state.words)
            if statement.outcome == "refused" and statement.counts
        ),
        None,
    )
    dates = baseline.schedule.dates
    return say.StageChecklist(
        stage_title=facts.stage.title,
        state=state.state.value if is_due(facts) or state.state is not SignOffState.AWAITED else "working",
        criteria=criteria,
        points=points,
        signed=make_signed_lines(facts),
        awaited=list_names(baseline, find_missing_signatories(facts)),
        changed=tuple(make_changed_line(facts, part) for part in state.changed),
        refused_by=refused.name if refused else "",
        refused_because=refused.reason if refused else "",
        due=dates.get(facts.stage.id),
        forecast=baseline.forecast_of(facts.stage.id),
        page=_page(facts),
    )


def _page(facts: StageFacts) -> str:
    """Return the address of the stage's page.

    Signing there takes a sign-in or a personal link.
    """
    baseline = facts.baseline
    if not baseline.pages_url:
        return ""
    return (
        f"{baseline.pages_url}/contracts/{quote(baseline.mapping.id)}/stages/{quote(facts.stage.id, safe='')}"
    )


def _name(facts: StageFacts, key: str | None) -> str:
    person = facts.baseline.mapping.people.get(key or "")
    return person.name if person else ""


def make_signed_lines(facts: StageFacts) -> tuple[say.SignedLine, ...]:
    """Return the signatures that count: of this version, or of the last certificate."""
    certificate = facts.state.certificate
    statements = facts.state.words or (certificate.words if certificate and facts.state.signed_off else ())
    zone, people = facts.baseline.mapping.contract.zone, facts.baseline.mapping.people
    return tuple(
        say.SignedLine(
            statement.name,
            people[statement.on_behalf_of].name if statement.on_behalf_of in people else None,
            statement.at.astimezone(zone).date(),
        )
        for statement in statements
        if statement.counts and statement.outcome == "accepted"
    )


def find_missing_signatories(facts: StageFacts) -> tuple[str, ...]:
    """Return the signatories whose signature is awaited."""
    if facts.state.signed_off:
        return ()
    signed = {
        statement.on_behalf_of or statement.by: statement.by
        for statement in facts.state.words
        if statement.counts and statement.outcome == "accepted"
    }
    return find_awaited(facts.baseline.mapping, facts.stage, signed)


def make_changed_line(facts: StageFacts, part: ChangedPart) -> say.ChangedLine:
    """Return a changed part as a message names it."""
    found = next((state for state in facts.issues if state.issue.id == part.issue), None)
    return say.ChangedLine(part.key, found.issue.summary if found else "", part.what)


def tick(
    facts: StageFacts, number: int, *, done: bool, by: str, name: str, at: datetime
) -> tuple[StageState, RecordEntry] | None:
    """Tick or untick a criterion, or close or reopen an open point.

    None where there is no such number. A tick that is there already stays as it was, with the name of the
    person who set it first.
    """
    state = facts.state
    if 1 <= number <= len(facts.stage.criteria):
        others = tuple(each for each in state.ticks if each.number != number)
        known = next((each for each in state.ticks if each.number == number), None)
        fresh = known or Tick(number=number, by=by, name=name, at=at)
        changed = state.model_copy(update={"ticks": (*others, fresh) if done else others})
    elif any(point.number == number for point in state.points):
        points = tuple(
            point.model_copy(update={"closed_by": by if done else None, "closed_at": at if done else None})
            if point.number == number
            else point
            for point in state.points
        )
        changed = state.model_copy(update={"points": points})
    else:
        return None
    kind = EntryKind.TICKED if done else EntryKind.UNTICKED
    return changed, RecordEntry(
        state.issue_id or "", kind, {"stage": state.stage, "number": number, "by": by or name}
    )


def first_point(facts: StageFacts) -> int:
    """Return the number of the next open point: numbers go on from the criteria."""
    taken = [len(facts.stage.criteria), *(point.number for point in facts.state.points)]
    return max(taken) + 1
