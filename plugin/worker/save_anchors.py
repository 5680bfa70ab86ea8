"""Notes on each message which entry of the record it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plugin.core.model.anchors import MAILED_OF, SPOKEN_OF, write_anchor
from plugin.core.model.effects import SendMail
from plugin.core.model.outcome import EffectRequest, EntryKind, RecordEntry
from plugin.store import effects, record, stages
from plugin.store.connection import Connection


def save_anchors(
    connection: Connection,
    tracker: str,
    contract: str,
    requests: Sequence[EffectRequest],
    appended: Sequence[tuple[RecordEntry, record.Place]],
) -> None:
    """Note the anchors of the messages that were asked for.

    Args:
        connection: the transaction that appended the entries.
        tracker: where the messages are shown.
        contract: whose.
        requests: those that are new.
        appended: the entries of this outcome with their places in the record.
    """
    for request in requests:
        place = _find_place(connection, tracker, contract, request, appended)
        if place is not None:
            anchor = write_anchor(place.seq, place.hash)
            effects.save_anchor(connection, tracker, request.subject, str(request.slot), anchor)


def _find_place(
    connection: Connection,
    tracker: str,
    contract: str,
    request: EffectRequest,
    appended: Sequence[tuple[RecordEntry, record.Place]],
) -> record.Place | None:
    if not isinstance(request.effect, SendMail):
        return _choose(SPOKEN_OF.get(request.slot.kind, ()), request.subject, appended)
    kinds = MAILED_OF.get(request.effect.purpose, ())
    subject = _find_issue(connection, contract, request.effect)
    own = _choose(kinds, subject, appended)
    return own or record.find_newest(connection, tracker, subject, kinds)


def _choose(
    kinds: Sequence[EntryKind], subject: str, appended: Sequence[tuple[RecordEntry, record.Place]]
) -> record.Place | None:
    places: Mapping[EntryKind, record.Place] = {
        entry.kind: place for entry, place in appended if entry.subject == subject
    }
    return next((places[kind] for kind in kinds if kind in places), None)


def _find_issue(connection: Connection, contract: str, mail: SendMail) -> str:
    """Return the issue on whose record the entry stands.

    A stage's mail waits on the stage.
    """
    if mail.purpose != "sign":
        return mail.about
    stage = stages.load_all(connection, contract).get(mail.about)
    return (stage.issue_id if stage else None) or ""
