"""What must be read before a signature may count, and who moved an issue."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime

from mappings.model import ContractMapping, Stage
from plugin.core.model.actor import Actor
from plugin.core.model.events import Event, IssueDeleted, IssueSeen
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import Account
from plugin.core.model.readings import Move
from plugin.core.model.stage_issues import stage_of
from plugin.core.needs.editors import with_actor_proven
from plugin.core.needs.questions import Answer, Known, ListSigned, Need, ReadMoves, Resolved
from plugin.core.needs.readings import Needs, read_issue, see_as_read


def with_mover(event: IssueSeen, known: Known) -> Needs:
    """Return the event, with the person who moved a stage's issue to accepted.

    The person's move would sign the stage. The event only says that it is time to look: a history that does
    not know the move means that nobody signed. Where a tracker gives no history, the event counts.
    """
    event = yield from with_actor_proven(event, known)
    mapping = known.governing(event.issue)
    stage = stage_of(mapping, event.issue) if mapping else None
    moved = next((change for change in event.changes if change.field == "status"), None)
    if mapping is None or stage is None or moved is None:
        return Resolved(events=(event,))
    accepted = mapping.tracker.statuses.accepted
    if moved.after not in accepted or moved.before in accepted:
        return Resolved(events=(event,))
    by, before, at = event.actor, moved.before, event.at
    moves = yield ReadMoves(event.issue.id)
    if moves is not None:
        history = [move for move in moves if isinstance(move, Move)] if isinstance(moves, tuple) else []
        signing = _find_signing_move(history, accepted)
        if signing is None:
            # It moved on, or was never there: its status now is no one's yes.
            return Resolved(events=(event,))
        by, before, at = signing.by, signing.from_status, signing.at
    mover = _mover(mapping, by or Account(id=""), before, moved.after, at or known.now)
    signed = yield from read_signed_issues(mapping, stage, known, besides=event.issue.id)
    return Resolved((*signed, event), movers={event.issue.id: mover})


def _find_signing_move(moves: Sequence[Move], accepted: Sequence[str]) -> Move | None:
    """Return the move by which an issue became accepted, if it still is.

    A move between two statuses that both mean accepted signs nothing.
    """
    for move in reversed(moves):
        if move.to_status not in accepted:
            return None
        if move.from_status not in accepted:
            return move
    return None


def _mover(mapping: ContractMapping, by: Account, before: str, after: str, at: datetime) -> Actor:
    found = mapping.person_by_account(by.id)
    return Actor(
        key=found[0] if found else None,
        name=found[1].name if found else by.name,
        means="status",
        at=at,
        said_in=f"moved:{at.isoformat()}",
        moved_from=before,
        moved_to=after,
    )


def read_signed_issues(
    mapping: ContractMapping, stage: Stage, known: Known, besides: str
) -> Generator[Need, Answer, tuple[Event | InternalEvent, ...]]:
    """Read the issues that a signature of a stage would cover."""
    listed = yield ListSigned(mapping.id, stage.id)
    events: list[Event | InternalEvent] = []
    for issue, state in listed.items() if isinstance(listed, Mapping) else ():
        if issue == besides:
            continue
        reading = yield from read_issue(issue)
        if reading is None:
            events.append(IssueDeleted(issue_id=issue))
        else:
            events.append((yield from see_as_read(reading.issue, state, known)))
    return tuple(events)
