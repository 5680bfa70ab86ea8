"""What the service itself knows as exchanges: offers, decisions, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mappings.model import ContractMapping
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.issue_state import OfferVersion
from plugin.core.model.outcome import EffectRequest, EntryKind, RecordEntry
from plugin.core.model.slots import Slot
from plugin.core.timeline.excerpt import cut

ACTS: Mapping[EntryKind, ExchangeKind] = {
    EntryKind.DECISION: ExchangeKind.DECISION,
    EntryKind.SIGNATURE: ExchangeKind.SIGNATURE,
    EntryKind.REFUSAL: ExchangeKind.SIGNATURE,
    EntryKind.KICK_OFF_AGREED: ExchangeKind.SIGNATURE,
    EntryKind.FORECAST: ExchangeKind.COMMENT,
    EntryKind.HANDED_OVER: ExchangeKind.COMMENT,
    EntryKind.SECOND_NOTICE: ExchangeKind.COMMENT,
}
"""Entries that are exchanges, however they came about."""

OPINIONS: Mapping[EntryKind, ExchangeKind] = {
    EntryKind.PRELIMINARY: ExchangeKind.COMMENT,
    EntryKind.CHOICE_KEPT: ExchangeKind.COMMENT,
    EntryKind.CHOICE_WITHOUT_AUTHORITY: ExchangeKind.COMMENT,
    EntryKind.REMARKS: ExchangeKind.COMMENT,
}
"""Entries that are exchanges where no comment is one already."""

OURS = frozenset({EntryKind.HANDED_OVER, EntryKind.SECOND_NOTICE})
"""What the service says by itself, where no person did it."""

_KEPT = ("stage", "outcome", "reason", "due", "last_day", "until", "option", "means", "clause", "number")
"""What of an entry's payload the timeline says."""


@dataclass(frozen=True)
class SaidIn:
    """The comment by which somebody acted, as an exchange, and the writer's key."""

    exchange: str
    person: str | None


def make_act(
    mapping: ContractMapping, entry: RecordEntry, at: datetime, comment: SaidIn | None = None
) -> Exchange | None:
    """Return the exchange that an entry of the record tells of, or None.

    Args:
        mapping: the contract.
        entry: as it goes on record.
        at: when it was recorded; the moment that the entry itself names counts.
        comment: by which it was said; what follows from it without being said there stands alone.
    """
    kind = ACTS.get(entry.kind) or (None if comment else OPINIONS.get(entry.kind))
    if kind is None:
        return None
    said = _said(entry)
    key = str(said.get("by") or "")
    said_in = comment.exchange if comment and key and comment.person == key else None
    person = mapping.people.get(key)
    moment = _moment(said.get("said_at") or said.get("at")) or at
    remarks = said.get("remarks") or ()
    details = {name: said[name] for name in _KEPT if said.get(name)}
    return Exchange(
        id=said_in or f"{entry.kind}:{entry.subject}:{moment.isoformat()}:{key}",
        issue=entry.subject,
        at=moment,
        changed_at=moment,
        kind=kind,
        person=key if person else "",
        name=person.name if person else str(said.get("name") or said.get("by_name") or ""),
        side=person.side if person else "contractor" if entry.kind in OURS else "",
        details={"entry": entry.kind.value, **details, **({"remarks": len(remarks)} if remarks else {})},
    )


def make_offer(request: EffectRequest, offer: OfferVersion | None, at: datetime) -> Exchange | None:
    """Return the exchange of a published offer; None where an effect publishes none."""
    effect = request.effect
    if not isinstance(effect, ShowVerdict) or effect.says != "offer" or offer is None or not offer.options:
        return None
    return Exchange(
        id=f"offer:{request.subject}:{effect.version}",
        issue=request.subject,
        at=at,
        changed_at=at,
        kind=ExchangeKind.OFFER,
        side="contractor",
        to=effect.asks,
        details=describe_offer(offer),
    )


def make_bonus(request: EffectRequest, at: datetime) -> Exchange | None:
    """Return the exchange of a note about a bonus; None where an effect is none.

    It asks for nothing and answers nothing, so no interval is counted from it.
    """
    effect = request.effect
    if not isinstance(effect, ShowVerdict) or effect.says != "bonus" or effect.comment is None:
        return None
    details = {"entry": EntryKind.BONUS.value}
    number = f"bonus:{request.subject}"
    return _make_note(number, request.subject, at, details=details)


def make_reminder(issue: str, slot: Slot, at: datetime, to: str, what: str) -> Exchange:
    """Return the exchange of a reminder: a note, from which no interval is counted.

    Args:
        issue: the tracker's id of the issue on which it stands.
        slot: tells it from others there.
        at: when it was said.
        to: the key of who is reminded.
        what: what of.
    """
    details = {"entry": EntryKind.REMINDED.value, "what": cut(what)}
    return _make_note(f"reminded:{issue}:{slot}", issue, at, to=(to,), details=details)


def _make_note(
    number: str, issue: str, at: datetime, *, to: tuple[str, ...] = (), details: Mapping[str, Any]
) -> Exchange:
    return Exchange(
        id=number,
        issue=issue,
        at=at,
        changed_at=at,
        kind=ExchangeKind.COMMENT,
        side="contractor",
        to=to,
        details=details,
        is_thanks=True,
    )


def describe_offer(offer: OfferVersion) -> dict[str, Any]:
    """Return what the timeline says of an offer, with its dates and fees."""
    return {
        "entry": EntryKind.OFFER.value,
        "options": [option.option for option in offer.options],
        "dates": {option.option: option.after.isoformat() for option in offer.options if option.after},
        "fees": {option.option: str(option.fee) for option in offer.options if option.fee},
        "until": offer.answer_by.isoformat(),
    }


def addressed(exchange: Exchange, mapping: ContractMapping) -> Exchange:
    """Return what our side says about a stage with the people who sign it."""
    stage = mapping.stage(str(exchange.details.get("stage", "")))
    signatories = stage.sign_off.by if stage and stage.sign_off else ()
    if exchange.details.get("entry") not in OURS or not signatories:
        return exchange
    return replace(exchange, to=tuple(key for key in signatories if key in mapping.people))


def _said(entry: RecordEntry) -> Mapping[str, Any]:
    """Return what an entry says, a decision's own values first."""
    decision = entry.payload.get("decision")
    if not isinstance(decision, Mapping):
        return entry.payload
    return {**entry.payload, **decision, "option": decision["option"]["option"]}


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def iter_acts(
    mapping: ContractMapping, entries: Iterable[RecordEntry], at: datetime, comment: SaidIn | None = None
) -> Iterator[Exchange]:
    """Yield the exchanges that entries tell of."""
    for entry in entries:
        act = make_act(mapping, entry, at, comment)
        if act is not None and act.issue:
            yield addressed(act, mapping)
