"""Completes a sign-off: who is missing, what is still required, the certificate."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.facts import StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.outcome import EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.stage_state import Certificate, SignOffState, Statement
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.checklist import find_missing_signatories, make_signed_lines
from plugin.core.signoff.coverage import (
    find_open_criteria,
    find_open_issues,
    find_signatory,
    has_changed_since,
    list_signed_issues,
)
from plugin.core.signoff.fingerprint import content_hash
from plugin.core.signoff.quorum import find_signatories
from plugin.core.signoff.stage_comment import mark_parts, present_change
from plugin.texts import stage_messages as say
from plugin.texts.messages import Message


def complete_sign_off(
    facts: StageFacts, actor: Actor | None, entries: tuple[RecordEntry, ...] = ()
) -> Outcome:
    """Complete the sign-off when the quorum is met and nothing required is open.

    Args:
        facts: the stage with every statement made so far.
        actor: who has just given theirs; None when something was closed instead.
        entries: what is on record so far.
    """
    facts, dropped = _drop_stale_statements(facts)
    state, entries = facts.state, (*entries, *dropped)
    slot = reply_slot(actor.said_in) if actor else Slot(SlotKind.COMPLETE, f"{state.version}:{len(dropped)}")
    signing = find_signatories(facts.baseline.mapping, facts.stage)
    # A person who is no signatory any more could not take a refusal back.
    refusers = [
        statement
        for statement in state.words
        if statement.counts and statement.outcome == "refused" and find_signatory(statement) in signing
    ]
    if refusers:
        # One signatory's yes does not take back another's no.
        message = say.SignatureCounted(
            actor.name if actor else "", facts.stage.title, tuple(statement.name for statement in refusers)
        )
        refused = state.model_copy(update={"state": SignOffState.REFUSED})
        asks = tuple(statement.by for statement in refusers)
        return present_change(
            replace(facts, state=refused), Result.STILL_REFUSED, entries, slot, message, asks
        )
    if still := find_missing_signatories(facts):
        waiting = state.model_copy(update={"state": SignOffState.PRELIMINARY})
        message = say.SignatureCounted(
            actor.name if actor else "", facts.stage.title, list_names(facts.baseline, still)
        )
        now = replace(facts, state=waiting)
        return present_change(now, Result.SIGNATURE_COUNTED, entries, slot, message, still)
    required = facts.stage.sign_off.require if facts.stage.sign_off else ()
    criteria = find_open_criteria(facts) if "criteria" in required else ()
    issues = find_open_issues(facts) if "issues" in required else ()
    if criteria or issues:
        waiting = state.model_copy(update={"state": SignOffState.PRELIMINARY})
        waits = say.SignOffWaits(actor.name if actor else "", facts.stage.title, criteria, issues)
        return present_change(replace(facts, state=waiting), Result.SIGN_OFF_WAITS, entries, slot, waits)
    return _certify(facts, entries, slot)


def certify_silence(facts: StageFacts, clause: str, slot: Slot, message: Message) -> Outcome:
    """Make the certificate of an acceptance by silence; nobody signed it.

    Args:
        facts: the stage.
        clause: the contract's, by which it counts as accepted.
        slot: of the announcement.
        message: the announcement.
    """
    certificate = _make_certificate(facts, (), SignOffState.ACCEPTED_BY_SILENCE, clause)
    return _save_certificate(facts, certificate, (), slot, message)


def _drop_stale_statements(facts: StageFacts) -> tuple[StageFacts, tuple[RecordEntry, ...]]:
    """Drop signatures for other content than would be certified.

    Their signatories are asked again.
    """
    stale = [
        statement
        for statement in facts.state.words
        if statement.counts and statement.outcome == "accepted" and has_changed_since(facts, statement)
    ]
    if not stale:
        return facts, ()
    kept = tuple(statement for statement in facts.state.words if statement not in stale)
    state = facts.state.model_copy(update={"words": kept})
    entries = tuple(
        RecordEntry(
            state.issue_id or "", EntryKind.SIGNATURE_OUTDATED, {"stage": state.stage, "by": statement.by}
        )
        for statement in stale
    )
    return replace(facts, state=state), entries


def _certify(facts: StageFacts, entries: tuple[RecordEntry, ...], slot: Slot) -> Outcome:
    """Make the certificate: what, who, in which role, when, by what means, the hash."""
    state, again = facts.state, facts.state.certificate is not None
    signing = find_signatories(facts.baseline.mapping, facts.stage)
    statements = tuple(
        statement
        for statement in state.words
        if statement.counts and statement.outcome == "accepted" and find_signatory(statement) in signing
    )
    # A point that an earlier acceptance left open is one of this acceptance, too.
    is_open = any(point.closed_at is None for point in state.points)
    has_remarks = is_open or any(statement.remarks for statement in statements)
    outcome = SignOffState.ACCEPTED_WITH_REMARKS if has_remarks else SignOffState.ACCEPTED
    certificate = _make_certificate(facts, statements, outcome)
    done = replace(facts, state=state.model_copy(update={"state": outcome}))
    following = tuple(each.title for each in facts.baseline.mapping.stages if facts.stage.id in each.after)
    message = say.StageAccepted(
        stage_title=facts.stage.title,
        signed=make_signed_lines(done),
        points=tuple(point.text for point in state.points if point.closed_at is None),
        waived=certificate.waived,
        next_stages=following,
        again=again,
    )
    return _save_certificate(facts, certificate, entries, slot, message)


def _make_certificate(
    facts: StageFacts, statements: tuple[Statement, ...], outcome: SignOffState, clause: str = ""
) -> Certificate:
    issues = list_signed_issues(facts)
    # What was open when somebody signed may be done by now.
    still_open = {*find_open_criteria(facts), *find_open_issues(facts)}
    waived = [item for statement in statements for item in statement.waived if item in still_open]
    return Certificate(
        version=facts.state.version,
        outcome=outcome.value,
        criteria=facts.stage.criteria,
        issues=issues,
        words=statements,
        remarks=tuple(dict.fromkeys(remark for statement in statements for remark in statement.remarks)),
        waived=tuple(dict.fromkeys(waived)),
        signed_at=facts.baseline.now,
        due=facts.baseline.schedule.dates.get(facts.state.stage),
        clause=clause,
        hash=content_hash(
            facts.baseline.mapping.id,
            facts.state.stage,
            facts.state.version,
            facts.stage.criteria,
            [each.hash for each in issues],
        ),
    )


def _save_certificate(
    facts: StageFacts,
    certificate: Certificate,
    entries: tuple[RecordEntry, ...],
    slot: Slot,
    message: Message,
) -> Outcome:
    state, outcome = facts.state, SignOffState(certificate.outcome)
    signed = state.model_copy(
        update={"state": outcome, "certificates": (*state.certificates, certificate), "changed": ()}
    )
    payload = {"stage": state.stage, **certificate.model_dump(mode="json", exclude={"words"})}
    entry = RecordEntry(state.issue_id or "", EntryKind.SIGN_OFF, payload)
    certified = present_change(
        replace(facts, state=signed), Result(outcome.value), (*entries, entry), slot, message
    )
    return replace(certified, effects=(*certified.effects, *mark_parts(facts, state.changed, ())))
