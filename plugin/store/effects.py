"""Effects that wait, are done or are parked.

An effect sits in a slot, which holds what the tracker should show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from sqlalchemy import Boolean, Executable, Integer, and_, bindparam, case, or_, select, update

from plugin.core.model.effects import EFFECT, Effect, PostComment, ShowVerdict
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.slots import Slot, SlotKind
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.tables import effects
from plugin.store.upsert import insertion

SETTLE_DELAY = timedelta(seconds=0.5)
"""How long a message waits for what follows at once, such as an estimate or an epic."""


_ONE = effects.c.id == bindparam("of")
_DROPPED = (
    update(effects)
    .where(
        effects.c.tracker == bindparam("of_tracker"),
        effects.c.subject == bindparam("of_subject"),
        effects.c.slot_kind == SlotKind.REMINDER.value,
        effects.c.state == "waiting",
    )
    .values(state="done", reason="it was answered first")
)
_CHANGED = update(effects).where(_ONE)
_SAME_REVISION = effects.c.revision == bindparam("of_revision")
_CHANGED_SAME_REVISION = _CHANGED.where(_SAME_REVISION)
_BEGUN = (
    _CHANGED.where(claims.LEASE_HOLDS)
    .values(attempts=effects.c.attempts + 1, attempt_started_at=bindparam("begun_at"))
    .returning(effects.c.id)
)
_DONE = (
    _CHANGED.where(claims.LEASE_HOLDS)
    .values(
        last_applied=bindparam("shows"),
        comment_id=bindparam("in_comment"),
        message_id=bindparam("in_message"),
        seen_at=bindparam("seen"),
        attempt_started_at=None,
        attempts=0,
        # A newer revision that was requested meanwhile still waits.
        state=case((_SAME_REVISION, "done"), else_=effects.c.state),
        reason=case((_SAME_REVISION, bindparam("why")), else_=effects.c.reason),
        failure=case((_SAME_REVISION, ""), else_=effects.c.failure),
    )
    .returning(effects.c.id)
)
_DUE = (
    select(effects)
    .where(
        effects.c.tracker == bindparam("tracker"),
        effects.c.subject == bindparam("subject"),
        effects.c.state == "waiting",
        effects.c.due_at <= bindparam("now"),
    )
    .order_by(effects.c.id)
)
_ONE_DUE = (
    select(effects.c.id)
    .where(
        effects.c.tracker == bindparam("tracker"),
        effects.c.subject == bindparam("subject"),
        effects.c.state == "waiting",
        effects.c.due_at <= bindparam("now"),
    )
    .limit(1)
)
_IN_SLOT = select(effects.c.id).where(
    effects.c.tracker == bindparam("tracker"),
    effects.c.subject == bindparam("subject"),
    effects.c.slot == bindparam("slot"),
)
_HELD = _IN_SLOT.with_only_columns(effects.c.payload)
_ANCHORED = update(effects).where(
    effects.c.tracker == bindparam("in_tracker"),
    effects.c.subject == bindparam("in_subject"),
    effects.c.slot == bindparam("in_slot"),
)
_DELIVERED = select(effects.c.slot, effects.c.seen_at).where(
    effects.c.tracker == bindparam("tracker"),
    effects.c.subject == bindparam("subject"),
    effects.c.state == "done",
    effects.c.last_applied.is_not(None),
    # Without a mail server a mail is done, too, though nothing went out.
    or_(
        effects.c.slot_kind == SlotKind.REVIEW.value,
        and_(effects.c.slot_kind == SlotKind.MAIL.value, effects.c.message_id.is_not(None)),
    ),
)
_NEWEST_DUE = (
    select(effects.c.due_at)
    .where(effects.c.tracker == bindparam("tracker"), effects.c.subject == bindparam("subject"))
    .order_by(effects.c.due_at.desc())
    .limit(1)
)


class FailureKind(StrEnum):
    """Why the last attempt at an effect failed."""

    UNREACHABLE = "unreachable"
    """No answer: it may have been applied."""
    BUSY = "busy"
    """The tracker asks to be asked later."""
    REFUSED = "refused"
    """Understood and refused: the same will be refused again."""
    NOT_PERMITTED = "not_permitted"
    """The account may not do it."""
    GONE = "gone"
    """The issue or comment is not there, or cannot be seen."""
    NOT_PRIVATE = "not_private"
    """A comment for the team could not be proven internal."""
    OTHER = "other"
    """Anything else, such as an answer that was not true."""


@dataclass(frozen=True)
class WaitingEffect:
    """An effect to carry out.

    Attributes:
        slot_kind: what the slot is for, such as `verdict` or `reply`.
        revision: counts what was asked for in this slot; a newer one asked meanwhile is carried out next.
        attempt_started_at: when it was last begun; the tracker may have applied that attempt without our
            knowing.
        comment_id: the comment that this slot has in the tracker, where it has one.
        message_id: the mail that this slot sent, where it sent one.
        last_applied: what the slot was last seen to show.
        reason: why the last attempt failed, for people; empty where none did.
        failure: the same for programs.
        anchor: number and head of the record's entry that it speaks of; empty where it speaks of none.
    """

    id: int
    tracker: str
    subject: str
    slot: str
    contract: str
    effect: Effect
    revision: int
    attempts: int
    attempt_started_at: datetime | None
    comment_id: str | None
    last_applied: Effect | None
    reason: str = ""
    slot_kind: str = ""
    message_id: str | None = None
    failure: FailureKind | None = None
    anchor: str = ""


def request_effect(
    connection: Connection,
    tracker: str,
    contract: str,
    subject: str,
    slot: Slot,
    effect: Effect,
    now: datetime,
    again: bool = False,
    *,
    settles: timedelta = SETTLE_DELAY,
    is_held: bool = False,
    refused: str = "",
) -> bool:
    """Ask for an effect in a slot; return False when the slot holds just that already.

    Args:
        connection: a transaction that writes.
        tracker: where it is to be shown.
        contract: in whose name.
        subject: the issue or stage.
        slot: what it replaces.
        effect: what the slot should show.
        now: the moment.
        again: carried out even where nothing changed: somebody changed by hand what it shows.
        settles: how long it waits for what follows at once.
        is_held: whether the caller holds this very subject: giving it back finds out when it is due.
        refused: why the tracker refused a part of it, where that is what is asked for again.
    """
    due_at = now + settles
    row = {
        "tracker": tracker,
        "subject": subject,
        "slot": str(slot),
        "slot_kind": slot.kind.value,
        "contract": contract,
        "payload": EFFECT.dump_json(effect).decode(),
        "revision": 1,
        "state": "waiting",
        "due_at": due_at,
    }
    # A repeat looks at the issue before it writes.
    how = {
        "again": again,
        "repeats": 1 if again else 0,
        "why": refused,
        "kind_of_failure": FailureKind.REFUSED.value if refused else "",
    }
    if connection.execute(_request_statement(connection.dialect.name), {**row, **how}).first() is None:
        return False
    if not is_held:
        claims.make_due(connection, tracker, subject, due_at)
    return True


def keep_wording(connection: Connection, tracker: str, request: EffectRequest) -> Effect:
    """Return an effect with the text of the comment that its slot holds already."""
    effect = request.effect
    which = {"tracker": tracker, "subject": request.subject, "slot": str(request.slot)}
    row = connection.execute(_HELD, which).first()
    held = EFFECT.validate_json(row.payload, extra="ignore") if row is not None else None
    if isinstance(effect, ShowVerdict) and isinstance(held, ShowVerdict):
        if effect.comment is not None and held.comment is not None and effect.says == held.says:
            return effect.model_copy(update={"comment": held.comment, "asks": held.asks})
    elif isinstance(effect, PostComment) and isinstance(held, PostComment) and effect.living:
        return effect.model_copy(update={"text": held.text, "asks": held.asks})
    return effect


@cache
def _request_statement(dialect: str) -> Executable:
    """Return the statement that puts an effect into its slot, unless it is there."""
    statement = insertion(dialect, effects)
    asked = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["tracker", "subject", "slot"],
        set_={
            "payload": asked.payload,
            "contract": asked.contract,
            "due_at": asked.due_at,
            "revision": effects.c.revision + 1,
            "state": "waiting",
            "reason": bindparam("why"),
            "failure": bindparam("kind_of_failure"),
            "attempts": effects.c.attempts + bindparam("repeats", type_=Integer),
        },
        where=or_(effects.c.payload != asked.payload, bindparam("again", type_=Boolean)),
    ).returning(effects.c.id)


def save_anchor(connection: Connection, tracker: str, subject: str, slot: str, anchor: str) -> None:
    """Note the entry of the record that what a slot shows speaks of."""
    which = {"in_tracker": tracker, "in_subject": subject, "in_slot": slot}
    connection.execute(_ANCHORED, {**which, "anchor": anchor})


def was_requested(connection: Connection, tracker: str, subject: str, slot: str) -> bool:
    """Tell whether anything was ever asked for in a slot."""
    which = {"tracker": tracker, "subject": subject, "slot": slot}
    return connection.execute(_IN_SLOT, which).first() is not None


def list_subjects(connection: Connection, tracker: str, contract: str, slot: Slot) -> list[str]:
    """Return the subjects on which a contract has something in a slot."""
    found = connection.execute(
        select(effects.c.subject)
        .where(effects.c.tracker == tracker, effects.c.contract == contract, effects.c.slot == str(slot))
        .order_by(effects.c.subject)
    )
    return list(found.scalars())


def load_delivered(connection: Connection, tracker: str, subject: str) -> dict[str, datetime | None]:
    """Return when each of a subject's review messages and mails was taken, by slot.

    What an older version wrote has no moment.
    """
    rows = connection.execute(_DELIVERED, {"tracker": tracker, "subject": subject})
    return {row.slot: row.seen_at for row in rows}


def load_due(connection: Connection, tracker: str, subject: str, now: datetime) -> list[WaitingEffect]:
    """Return the due effects of a subject, in the order of first use of their slots."""
    rows = connection.execute(_DUE, {"tracker": tracker, "subject": subject, "now": now})
    return [
        WaitingEffect(
            id=row.id,
            tracker=row.tracker,
            subject=row.subject,
            slot=row.slot,
            contract=row.contract,
            effect=EFFECT.validate_json(row.payload, extra="ignore"),
            revision=row.revision,
            attempts=row.attempts,
            attempt_started_at=row.attempt_started_at,
            comment_id=row.comment_id,
            last_applied=EFFECT.validate_json(row.last_applied, extra="ignore") if row.last_applied else None,
            reason=row.reason,
            slot_kind=row.slot_kind,
            message_id=row.message_id,
            failure=FailureKind(row.failure) if row.failure else None,
            anchor=row.anchor or "",
        )
        for row in rows
    ]


def is_due(connection: Connection, tracker: str, subject: str, now: datetime) -> bool:
    """Tell whether an effect of a subject is due."""
    return (
        connection.execute(_ONE_DUE, {"tracker": tracker, "subject": subject, "now": now}).first() is not None
    )


def save_intent(connection: Connection, lease: claims.Lease, effect: WaitingEffect, now: datetime) -> None:
    """Save the intent before the write: a repeat then knows that it may be applied.

    Raises:
        LeaseLost: another worker holds the subject.
    """
    begun = {"of": effect.id, "begun_at": now, **claims.lease_values(lease)}
    if connection.execute(_BEGUN, begun).first() is None:
        raise claims.lease_lost(lease)


def mark_done(
    connection: Connection,
    lease: claims.Lease,
    effect: WaitingEffect,
    *,
    comment_id: str | None = None,
    message_id: str | None = None,
    seen_at: datetime | None = None,
    reason: str = "",
) -> None:
    """Save what the tracker was seen to show, and the issue's own time then.

    A newer revision that was requested meanwhile still waits.

    Raises:
        LeaseLost: another worker holds the subject.
    """
    shows = {
        "of": effect.id,
        "of_revision": effect.revision,
        "shows": EFFECT.dump_json(effect.effect).decode(),
        "in_comment": comment_id or effect.comment_id,
        "in_message": message_id or effect.message_id,
        "seen": seen_at,
        "why": reason,
    }
    if connection.execute(_DONE, {**shows, **claims.lease_values(lease)}).first() is None:
        raise claims.lease_lost(lease)


def abandon(connection: Connection, effect: WaitingEffect, reason: str) -> None:
    """Give up an effect whose issue is gone; its slot shows nothing any more."""
    connection.execute(_CHANGED, {"of": effect.id, "state": "done", "reason": reason, "last_applied": None})


def drop_reminders(connection: Connection, tracker: str, issue: str) -> None:
    """Give up unwritten reminders on an issue: an answer came first."""
    connection.execute(_DROPPED, {"of_tracker": tracker, "of_subject": issue})


def postpone(
    connection: Connection,
    effect: WaitingEffect,
    due_at: datetime,
    reason: str,
    failure: FailureKind | None = None,
) -> None:
    """Try again at a moment; `failure` says why the last attempt failed, where it did."""
    connection.execute(
        _CHANGED, {"of": effect.id, "due_at": due_at, "reason": reason, "failure": failure or ""}
    )


def park(connection: Connection, effect: WaitingEffect, reason: str) -> None:
    """Set an effect aside with its reason, unless a newer revision was requested.

    Asking for its slot again brings it back.
    """
    known = {"of": effect.id, "of_revision": effect.revision}
    connection.execute(_CHANGED_SAME_REVISION, {**known, "state": "parked", "reason": reason})


def load_newest_due(connection: Connection, tracker: str, subject: str) -> datetime | None:
    """Return when a subject's newest effect was or is due; None: it has none."""
    subject_of = {"tracker": tracker, "subject": subject}
    found: datetime | None = connection.execute(_NEWEST_DUE, subject_of).scalar()
    return found
