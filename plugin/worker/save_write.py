"""Saves what a write to the tracker showed: publication, announcement, status."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.core.model.effects import AttachFile, MoveBack, PostComment, ShowVerdict
from plugin.core.model.slots import Slot, SlotKind, team_slot
from plugin.core.model.verdict import VerdictKind
from plugin.store import (
    claims,
    contracts,
    effects,
    issues,
    notices,
    offer_publications,
    processed_commands,
    uploads,
)
from plugin.store.connection import Connection
from plugin.store.effects import WaitingEffect
from plugin.texts.team_messages import LabelWaits
from plugin.worker.active_contract import ActiveContract
from plugin.worker.tracker_writes import WriteResult

_WITH_NOTICES = (
    SlotKind.DECISION,
    SlotKind.FORECAST,
    SlotKind.REVIEW,
    SlotKind.WAITING,
    SlotKind.REMINDER,
)
"""Slots of comments that people must see."""
_FIRST_LABEL_RETRY = timedelta(minutes=1)
"""A refusal may pass, as where two people save at once."""
_LABEL_RETRY = timedelta(hours=6)
"""A field that is not on the screen stays away until somebody mends it."""


def save_write(
    connection: Connection,
    lease: claims.Lease,
    active: ActiveContract | None,
    effect: WaitingEffect,
    result: WriteResult,
    now: datetime,
) -> None:
    """Mark an effect done, and keep what its write says about the issue."""
    effects.mark_done(
        connection,
        lease,
        effect,
        comment_id=result.comment_id,
        message_id=result.message_id,
        # Whether a notice came in time is asked later.
        seen_at=now if _carries_notice(effect, result) else result.seen_at,
        reason=result.reason,
    )
    if _carries_notice(effect, result):
        notices.mark_sent(connection, effect.tracker, effect.subject, effect.slot, now)
    if result.label_waits:
        _save_waiting_label(connection, active, effect, result.label_waits, now)
    if isinstance(effect.effect, AttachFile):
        uploads.remove(connection, effect.effect.upload)
    if isinstance(effect.effect, ShowVerdict) and result.comment_id:
        _save_publication(connection, active, effect, effect.effect, result.published_at or now)
    if isinstance(effect.effect, MoveBack) and not result.reason:
        _save_move(connection, active, effect, effect.effect, result.seen_at)


def _carries_notice(effect: WaitingEffect, result: WriteResult) -> bool:
    """Tell whether a message went out that people must see."""
    if effect.slot_kind == SlotKind.MAIL:
        return result.message_id is not None
    return effect.slot_kind in _WITH_NOTICES


def _save_publication(
    connection: Connection,
    active: ActiveContract | None,
    effect: WaitingEffect,
    show: ShowVerdict,
    at: datetime,
) -> None:
    """Record when a version could first be read, and that a bonus was announced.

    A bonus that was announced stays one.
    """
    if show.says == "offer" and show.version:
        offer_publications.save_publication(connection, effect.tracker, effect.subject, show.version, at)
    if show.says == "bonus" and active is not None:
        contracts.lock(connection, effect.contract)
        state = issues.load(connection, effect.tracker, effect.subject)
        if state is not None and state.kind is VerdictKind.BONUS and not state.announced:
            issues.save(connection, active.mapping, state.model_copy(update={"announced": True}), state)


def _save_move(
    connection: Connection,
    active: ActiveContract | None,
    effect: WaitingEffect,
    move: MoveBack,
    at: datetime | None,
) -> None:
    """Record the status: without webhooks a repeated move would not be noticed."""
    contracts.lock(connection, effect.contract)
    state = issues.load(connection, effect.tracker, effect.subject)
    if active is not None and state is not None:
        issue = state.issue.model_copy(
            update={"status": move.to_status, "updated": at or state.issue.updated}
        )
        issues.save(connection, active.mapping, state.model_copy(update={"issue": issue}), state)


def _save_waiting_label(
    connection: Connection,
    active: ActiveContract | None,
    effect: WaitingEffect,
    refused: str,
    now: datetime,
) -> None:
    """Ask for a refused label again later; refused twice, the team is told once.

    Once a contract and type of issue: the next issues of that type have the same fault.
    """
    is_refused_again = effect.attempts > 0
    slot = Slot(SlotKind(effect.slot_kind), effect.slot.partition(":")[2])
    delay = _LABEL_RETRY if is_refused_again else _FIRST_LABEL_RETRY
    effects.request_effect(
        connection,
        effect.tracker,
        effect.contract,
        effect.subject,
        slot,
        effect.effect,
        now,
        again=True,
        settles=delay,
        is_held=True,
        refused=refused,
    )
    state = issues.load(connection, effect.tracker, effect.subject)
    if active is None or state is None or not is_refused_again or not isinstance(effect.effect, ShowVerdict):
        return
    told = team_slot(f"label-waits:{state.issue.type}")
    if not processed_commands.mark_said(connection, effect.contract, str(told), now):
        return
    message = LabelWaits(effect.effect.label or "", state.issue.type, state.issue.status)
    text = active.texts.render(message, active.mapping.contract.language)
    effects.request_effect(
        connection,
        effect.tracker,
        effect.contract,
        effect.subject,
        told,
        PostComment(text=text, audience="team"),
        now,
        settles=timedelta(0),
        is_held=True,
    )
