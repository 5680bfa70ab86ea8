"""What our comments and labels show: read back, taken over, written again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from plugin.core.model.effects import EFFECT, Effect, PostComment, ShowVerdict
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.effects import SETTLE_DELAY, WaitingEffect
from plugin.store.tables import effects

_CHANGED = update(effects).where(effects.c.id == bindparam("of"))
_SHOWN = select(effects.c.last_applied, effects.c.seen_at).where(
    effects.c.tracker == bindparam("tracker"),
    effects.c.subject == bindparam("subject"),
    effects.c.slot == bindparam("slot"),
    effects.c.state == "done",
)
_OWN_COMMENTS = select(effects.c.comment_id, effects.c.last_applied).where(
    effects.c.tracker == bindparam("tracker"),
    effects.c.subject == bindparam("subject"),
    effects.c.comment_id.is_not(None),
)


def load_shown(
    connection: Connection, tracker: str, subject: str, slot: str
) -> tuple[Effect, datetime | None] | None:
    """Return what a slot was last seen to show and the issue's own time then.

    None while its effect waits.
    """
    row = connection.execute(_SHOWN, {"tracker": tracker, "subject": subject, "slot": slot}).first()
    return (
        None
        if row is None or row.last_applied is None
        else (EFFECT.validate_json(row.last_applied, extra="ignore"), row.seen_at)
    )


def load_comments_to_show(connection: Connection, tracker: str, subject: str) -> frozenset[str]:
    """Return the ids of our comments that should stand on the issue.

    Those that are being written now are left out.
    """
    rows = connection.execute(
        select(effects.c.comment_id, effects.c.last_applied).where(
            effects.c.tracker == tracker,
            effects.c.subject == subject,
            effects.c.state == "done",
            effects.c.comment_id.is_not(None),
            effects.c.last_applied.is_not(None),
        )
    )
    shown = ((row.comment_id, EFFECT.validate_json(row.last_applied, extra="ignore")) for row in rows)
    return frozenset(comment for comment, effect in shown if isinstance(effect, ShowVerdict | PostComment))


def load_own_comments(connection: Connection, tracker: str, subject: str) -> dict[str, Effect | None]:
    """Return our comments on an issue by id, each with what it last showed."""
    rows = connection.execute(_OWN_COMMENTS, {"tracker": tracker, "subject": subject})
    return {
        row.comment_id: EFFECT.validate_json(row.last_applied, extra="ignore") if row.last_applied else None
        for row in rows
    }


def save_shown(connection: Connection, effect: WaitingEffect, now_shows: Effect) -> None:
    """Take what a slot shows now as written by us; the next rewrite starts from it."""
    shows = EFFECT.dump_json(now_shows).decode()
    connection.execute(_CHANGED, {"of": effect.id, "last_applied": shows, "attempt_started_at": None})


def request_rewrite(
    connection: Connection, tracker: str, subject: str, comment: str, now: datetime
) -> Effect | None:
    """Ask to rewrite a comment of the service that somebody edited.

    What it showed before is returned; None where that is not known.
    """
    row = connection.execute(
        update(effects)
        .where(effects.c.tracker == tracker, effects.c.subject == subject, effects.c.comment_id == comment)
        .values(
            state="waiting",
            due_at=now + SETTLE_DELAY,
            revision=effects.c.revision + 1,
            attempts=effects.c.attempts + 1,
        )
        .returning(effects.c.last_applied)
    ).first()
    if row is None:
        return None
    claims.make_due(connection, tracker, subject, now + SETTLE_DELAY)
    return EFFECT.validate_json(row.last_applied, extra="ignore") if row.last_applied else None


def request_repost(connection: Connection, tracker: str, subject: str, comment: str, now: datetime) -> bool:
    """Ask to post a deleted comment again; False when it is not the service's."""
    row = connection.execute(
        update(effects)
        .where(effects.c.tracker == tracker, effects.c.subject == subject, effects.c.comment_id == comment)
        .values(
            comment_id=None,
            last_applied=None,
            state="waiting",
            due_at=now + SETTLE_DELAY,
            revision=effects.c.revision + 1,
            attempts=effects.c.attempts + 1,
        )
        .returning(effects.c.id)
    ).first()
    if row is not None:
        claims.make_due(connection, tracker, subject, now + SETTLE_DELAY)
    return row is not None
