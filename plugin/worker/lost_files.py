"""Tells the team of a file that the tracker does not take."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.core.model.effects import AttachFile, PostComment
from plugin.core.model.slots import team_slot
from plugin.store import effects
from plugin.store.connection import Connection
from plugin.store.effects import WaitingEffect
from plugin.texts.waiting_messages import FileNotAttached
from plugin.worker.active_contract import ActiveContract


def tell_of_lost_file(
    connection: Connection,
    active: ActiveContract,
    effect: WaitingEffect,
    attach: AttachFile,
    reason: str,
    now: datetime,
) -> None:
    """Ask for a comment to the team about a file that is kept and not attached.

    Args:
        connection: a transaction that writes.
        active: the contract.
        effect: the effect that is given up.
        attach: what it was to attach.
        reason: what the tracker said.
        now: the moment, by the machine's clock.
    """
    message = FileNotAttached(attach.person, attach.name, reason)
    text = active.texts.render(message, active.mapping.contract.language)
    effects.request_effect(
        connection,
        effect.tracker,
        effect.contract,
        effect.subject,
        team_slot(f"file:{attach.upload}"),
        PostComment(text=text, audience="team"),
        now,
        settles=timedelta(0),
        is_held=True,
    )
