"""A statement about a stage: a signature, a preliminary yes, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plugin.core.facts import StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.effects import MoveBack
from plugin.core.model.outcome import EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.stage_state import OpenPoint, SignOffState, StageState, Statement
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_comment
from plugin.core.signoff.certificate import complete_sign_off
from plugin.core.signoff.checklist import find_missing_signatories, first_point, make_signed_lines
from plugin.core.signoff.coverage import (
    find_open_criteria,
    find_open_issues,
    find_signatory,
    has_changed_since,
    list_signed_issues,
)
from plugin.core.signoff.quorum import find_signatories, judge_standing
from plugin.core.signoff.stage_comment import present_change
from plugin.texts import answer_messages as answers
from plugin.texts import stage_messages as say
from plugin.texts.review_messages import NotTakenBack

MAX_REMARKS = 30
MAX_REMARK_CHARS = 500
"""What one acceptance can add to the checklist, which is a comment of limited size."""


def accept(facts: StageFacts, actor: Actor, remarks: tuple[str, ...] = ()) -> Outcome:
    """Take a person's yes: a signature if theirs counts, else a preliminary yes."""
    stands = judge_standing(facts.baseline.mapping, facts.stage, actor.key, _day(facts, actor))
    if not stands.counts:
        return _keep_preliminary(facts, actor, stands.why_not or "not_a_signatory", remarks)
    signs_for = tuple(each for each in stands.signs_for if not _refused_by_another(facts, actor, each))
    if not signs_for:
        # A deputy's yes is an opinion if the principal has said no.
        return _keep_preliminary(facts, actor, "not_a_signatory", remarks)
    remarks = tuple(remark[:MAX_REMARK_CHARS] for remark in remarks[:MAX_REMARKS])
    # Silence signed nothing: a signatory who speaks after it signs as ever.
    by_silence = facts.state.state is SignOffState.ACCEPTED_BY_SILENCE
    is_signed = facts.state.signed_off and not by_silence
    if is_signed and remarks:
        return _add_remarks(facts, actor, remarks)
    adds = _adds_signatures(facts, actor, signs_for)
    if is_signed or not (adds or remarks):
        return Outcome(Result.ALREADY_SIGNED)
    signs = adds or tuple(each for each in signs_for if _accepted_by(facts, each) == actor.key)
    if not signs:
        # Others have signed everything already; a deputy's remarks are kept as an opinion.
        return _keep_preliminary(facts, actor, "not_a_signatory", remarks)
    if _is_older(facts, actor):
        return _ask_anew(facts, actor)
    statements = _make_statements(
        actor,
        signs,
        remarks=remarks,
        waived=(*find_open_criteria(facts), *find_open_issues(facts)),
        version=facts.state.version,
        criteria=facts.stage.criteria,
        issues=list_signed_issues(facts),
    )
    state = _add_points(facts, remarks, actor.name, actor).model_copy(
        update={"words": _replace_statements(facts, statements)}
    )
    entries = tuple(
        RecordEntry(state.issue_id or "", EntryKind.SIGNATURE, _entry_payload(state, statement))
        for statement in statements
    )
    if by_silence:
        return _sign_after_silence(replace(facts, state=state), actor, entries)
    return complete_sign_off(replace(facts, state=state), actor, entries)


def _sign_after_silence(facts: StageFacts, actor: Actor, entries: tuple[RecordEntry, ...]) -> Outcome:
    """Count a signature after silence; the acceptance stands until all have signed."""
    waiting = replace(facts, state=facts.state.model_copy(update={"state": SignOffState.PRELIMINARY}))
    still = find_missing_signatories(waiting)
    if not still:
        return complete_sign_off(waiting, actor, entries)
    message = say.SignatureCounted(actor.name, facts.stage.title, list_names(facts.baseline, still))
    return present_change(facts, Result.SIGNATURE_COUNTED, entries, reply_slot(actor.said_in), message, still)


def _make_statements(actor: Actor, signs_for: tuple[str, ...], **said: Any) -> tuple[Statement, ...]:  # noqa: ANN401 -- fields of a word
    """Return a statement for each signatory; a deputy of two makes two."""
    by = actor.key or ""
    return tuple(
        Statement(
            by=by,
            name=actor.name,
            on_behalf_of=signatory if signatory != by else None,
            counts=True,
            means=actor.means,
            at=actor.at,
            **said,
        )
        for signatory in signs_for
    )


def _adds_signatures(facts: StageFacts, actor: Actor, signs_for: tuple[str, ...]) -> tuple[str, ...]:
    """Return the signatories for whom a yes is a signature that was not there.

    A signature is not replaced by another statement for the same signatory, unless the signatory replaces a
    deputy's. Where everything is signed, a deputy who has not signed yet replaces one who signed for several:
    a quorum counts people.
    """
    signers = {each: _accepted_by(facts, each) for each in signs_for}
    fresh = tuple(
        each for each, by in signers.items() if by is None or (by != actor.key and each == actor.key)
    )
    if fresh:
        return fresh
    everybody = [_accepted_by(facts, each) for each in find_signatories(facts.baseline.mapping, facts.stage)]
    if actor.key in everybody:
        return ()
    doubled = (each for each, by in signers.items() if everybody.count(by) > 1 and by != each)
    return tuple(doubled)[:1]


def _accepted_by(facts: StageFacts, signatory: str) -> str | None:
    """Return who said the signatory's latest yes to what is there now, or None."""
    latest = next(
        (
            statement
            for statement in facts.state.words
            if statement.counts and find_signatory(statement) == signatory
        ),
        None,
    )
    if latest is None or latest.outcome != "accepted" or has_changed_since(facts, latest):
        return None
    return latest.by


def _refused_by_another(facts: StageFacts, actor: Actor, signatory: str) -> bool:
    """Tell whether a refusal stands that the actor cannot take back."""
    return signatory != actor.key and any(
        statement.counts
        and statement.outcome == "refused"
        and find_signatory(statement) == signatory
        and statement.by != actor.key
        for statement in facts.state.words
    )


def _is_older(facts: StageFacts, actor: Actor) -> bool:
    """Tell whether the text is older than the newest certificate.

    If it was edited since, it signs nothing new. A text that nobody edited is compared with the texts that
    were signed with, which the same clock dated: a tracker's clock may be hours behind ours.
    """
    certificate, written_at = facts.state.certificate, actor.written_at
    if certificate is None or written_at is None:
        return False
    if written_at < actor.at:
        return written_at <= certificate.signed_at
    return written_at <= max((statement.at for statement in certificate.words), default=certificate.signed_at)


def _ask_anew(facts: StageFacts, actor: Actor, *, refused: bool = False) -> Outcome:
    """Ask for a new comment where an old one was edited: an edit signs nothing."""
    message = say.SignAnew(actor.name, facts.stage.title, refused)
    entry = RecordEntry(
        facts.state.issue_id or "", EntryKind.OLDER_WORDS, {"stage": facts.state.stage, "by": actor.key}
    )
    asks = (actor.key,) if actor.key else ()
    return present_change(facts, Result.OLDER_WORDS, (entry,), reply_slot(actor.said_in), message, asks)


def _replace_statements(facts: StageFacts, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the statements, with these in place of the same signatories'."""
    replaced = {find_signatory(statement) for statement in statements}
    others = (each for each in facts.state.words if not (each.counts and find_signatory(each) in replaced))
    return (*others, *statements)


def _day(facts: StageFacts, actor: Actor) -> date:
    """Return the day of a statement, in the contract's time zone."""
    return actor.at.astimezone(facts.baseline.mapping.contract.zone).date()


def _entry_payload(state: StageState, statement: Statement) -> dict[str, Any]:
    """Return what goes on record of a statement; the certificate has the rest."""
    return {"stage": state.stage, **statement.model_dump(mode="json", exclude={"criteria", "issues"})}


def _add_remarks(facts: StageFacts, actor: Actor, remarks: tuple[str, ...]) -> Outcome:
    """Keep a signatory's remarks after the sign-off as open points.

    Nothing is signed anew.
    """
    known = _known_remarks(facts, actor)
    remarks = tuple(remark for remark in remarks if remark not in known)
    if not remarks:
        return Outcome(Result.ALREADY_SIGNED)
    state = _add_points(facts, remarks, actor.name, actor)
    entry = RecordEntry(
        state.issue_id or "",
        EntryKind.REMARKS,
        {"stage": state.stage, "by": actor.key, "remarks": list(remarks)},
    )
    done = replace(facts, state=state)
    message = say.StageAccepted(
        stage_title=facts.stage.title,
        signed=make_signed_lines(done),
        points=tuple(point.text for point in state.points if point.closed_at is None),
        waived=(),
        next_stages=(),
        again=True,
    )
    return present_change(done, Result.REMARKED, (entry,), reply_slot(actor.said_in), message)


def refuse(facts: StageFacts, actor: Actor, reason: str) -> Outcome:
    """Take a person's no: a refusal if they are a signatory, else an opinion."""
    stands = judge_standing(facts.baseline.mapping, facts.stage, actor.key, _day(facts, actor))
    if not stands.counts:
        return _keep_preliminary(facts, actor, stands.why_not or "not_a_signatory", (), refused=reason)
    if facts.state.signed_off and _is_older(facts, actor):
        return _ask_anew(facts, actor, refused=True)
    by_silence = facts.state.state is SignOffState.ACCEPTED_BY_SILENCE
    if by_silence and not may_be_taken_back(facts):
        return _keep_silence(facts, actor)
    statements = _make_statements(
        actor, stands.signs_for, outcome="refused", reason=reason, version=facts.state.version
    )
    state = facts.state.model_copy(
        update={"words": _replace_statements(facts, statements), "state": SignOffState.REFUSED}
    )
    principals = list_names(facts.baseline, tuple(key for key in stands.signs_for if key != actor.key))
    message = say.StageRefused(facts.stage.title, actor.name, principals, reason)
    entries = tuple(
        RecordEntry(state.issue_id or "", EntryKind.REFUSAL, _entry_payload(state, statement))
        for statement in statements
    )
    if by_silence:
        taken_back = {"stage": state.stage, "by": actor.key}
        entries += (RecordEntry(state.issue_id or "", EntryKind.SILENCE_TAKEN_BACK, taken_back),)
    return present_change(
        replace(facts, state=state), Result.REFUSED, entries, reply_slot(actor.said_in), message
    )


def may_be_taken_back(facts: StageFacts) -> bool:
    """Tell whether a refusal takes an acceptance by silence back.

    It does within the working days of the review, unless work of the next stage is done.
    """
    until = _find_last_day_to_object(facts)
    return until is not None and facts.baseline.today <= until and not facts.next_is_begun


def _find_last_day_to_object(facts: StageFacts) -> date | None:
    review, terms = facts.state.review, facts.stage.sign_off.review if facts.stage.sign_off else None
    if review is None or review.accepted_on is None or terms is None:
        return None
    return facts.baseline.calendar.add_working_days(review.accepted_on, terms.working_days)


def _keep_silence(facts: StageFacts, actor: Actor) -> Outcome:
    """Say that a refusal comes too late, and what can still be done."""
    certificate, until = facts.state.certificate, _find_last_day_to_object(facts)
    message = NotTakenBack(
        actor.name,
        facts.stage.title,
        certificate.clause if certificate else "",
        until if until is not None and until < facts.baseline.today else None,
        facts.next_is_begun,
    )
    return present_change(facts, Result.NOT_TAKEN_BACK, (), reply_slot(actor.said_in), message)


def _name_signatories(facts: StageFacts, actor: Actor) -> Outcome:
    """Say who can take a sign-off back, to somebody who refuses without the power."""
    who = list_names(facts.baseline, find_signatories(facts.baseline.mapping, facts.stage))
    text = make_comment(facts.baseline, answers.NotYours(actor.name, "/refuse", who))
    told = EffectRequest(facts.state.issue_id or "", reply_slot(actor.said_in), text)
    return Outcome(Result.NO_AUTHORITY, effects=(told,))


def _keep_preliminary(
    facts: StageFacts, actor: Actor, why_not: say.WhyNoSignature, remarks: tuple[str, ...], refused: str = ""
) -> Outcome:
    """Keep a statement that does not count, and name who is awaited."""
    if facts.state.signed_off:
        # Nothing is awaited: an act on a signed stage is no signature. But nobody's no is met with silence.
        if refused and actor.means == "command":
            return _name_signatories(facts, actor)
        return Outcome(Result.ALREADY_SIGNED)
    statement = Statement(
        by=actor.key or "",
        name=actor.name,
        outcome="refused" if refused else "accepted",
        counts=False,
        means=actor.means,
        remarks=remarks,
        reason=refused,
        version=facts.state.version,
        at=actor.at,
    )
    first = facts.state.state is SignOffState.AWAITED and not refused
    state = facts.state.model_copy(
        update={
            "words": (*facts.state.words, statement),
            "state": SignOffState.PRELIMINARY if first else facts.state.state,
        }
    )
    sign_off = facts.stage.sign_off
    back = actor.moved_from if actor.means == "status" and sign_off and sign_off.move_back else None
    people = find_missing_signatories(facts) or find_signatories(facts.baseline.mapping, facts.stage)
    message = say.PreliminaryWord(
        person=actor.name,
        stage_title=facts.stage.title,
        awaited=list_names(facts.baseline, people),
        why_not=why_not,
        by_status=actor.moved_to,
        moved_back_to=back,
        refused=bool(refused),
    )
    entry = RecordEntry(
        state.issue_id or "",
        EntryKind.PRELIMINARY,
        {"stage": state.stage, "why_not": why_not, **statement.model_dump(mode="json")},
    )
    outcome = present_change(
        replace(facts, state=state), Result.PRELIMINARY, (entry,), reply_slot(actor.said_in), message, people
    )
    if back and state.issue_id:
        moved = MoveBack(from_status=actor.moved_to, to_status=back)
        request = EffectRequest(state.issue_id, Slot(SlotKind.MOVE_BACK, actor.said_in), moved)
        outcome = replace(outcome, effects=(request, *outcome.effects))
    return outcome


def _add_points(facts: StageFacts, remarks: tuple[str, ...], name: str, actor: Actor) -> StageState:
    """Return the state with an open point for each remark that is not one already."""
    number, known = first_point(facts), _known_remarks(facts, actor)
    points = tuple(
        OpenPoint(number=number + offset, text=text, by=name, at=actor.at)
        for offset, text in enumerate(remark for remark in remarks if remark not in known)
    )
    return facts.state.model_copy(update={"points": (*facts.state.points, *points)})


def _known_remarks(facts: StageFacts, actor: Actor) -> set[str]:
    """Return the remarks that are points already.

    These are open ones, and any of the same comment before it was edited.
    """
    since = actor.written_at
    return {
        point.text
        for point in facts.state.points
        if point.closed_at is None or (since is not None and point.at >= since)
    }
