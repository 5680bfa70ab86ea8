"""Saves what a write to the tracker showed: publication, announcement, status."""

from __future__ import annotations

from datetime import datetime

from plugin.core.model.effects import MoveBack, ShowVerdict
from plugin.core.model.slots import SlotKind
from plugin.core.model.verdict import VerdictKind
from plugin.store import claims, contracts, effects, issues, notices, offer_publications
from plugin.store.connection import Connection
from plugin.store.effects import WaitingEffect
from plugin.worker.active_contracts import ActiveContract
from plugin.worker.tracker_writes import WriteResult


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
        seen_at=result.seen_at,
        reason=result.reason,
    )
    if _carries_notice(effect, result):
        notices.mark_sent(connection, effect.tracker, effect.subject, effect.slot, now)
    if isinstance(effect.effect, ShowVerdict) and result.comment_id:
        _save_publication(connection, active, effect, effect.effect, result.published_at or now)
    if isinstance(effect.effect, MoveBack) and not result.reason:
        _save_move(connection, active, effect, effect.effect, result.seen_at)


def _carries_notice(effect: WaitingEffect, result: WriteResult) -> bool:
    """Tell whether a message went out that people must see."""
    if effect.slot_kind == SlotKind.MAIL:
        return result.message_id is not None
    return effect.slot_kind in (SlotKind.DECISION, SlotKind.FORECAST, SlotKind.REVIEW)


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
