"""What stood on record before there was a timeline, as exchanges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.model.exchanges import Exchange, ExchangeKind, comment_exchange_id
from plugin.core.model.issue_state import OfferVersion
from plugin.core.model.outcome import EntryKind, RecordEntry
from plugin.core.timeline.entries import ACTS, describe_offer, iter_acts

_EDIT_STAMP = re.compile(r"\.\d{14}$")
_SAID_BY_COMMENT = frozenset({EntryKind.FORECAST, EntryKind.HANDED_OVER, EntryKind.KICK_OFF_AGREED})
"""Entries that name no comment: where a person said it by one, that comment shows already."""

PastEntry = tuple[datetime, RecordEntry]


def tell_past_entries(
    mapping: ContractMapping,
    entries: Iterable[PastEntry],
    published: Mapping[tuple[str, int], datetime],
    known: Iterable[Exchange],
) -> list[Exchange]:
    """Return the exchanges that entries of the record tell of, without known ones.

    Args:
        mapping: the contract.
        entries: in the order of the record, each with its moment.
        published: when each version of an offer could first be read.
        known: the exchanges on record.
    """
    by_id = {each.id: each for each in known}
    by_act = {(each.issue, each.person, each.at): each for each in by_id.values() if each.person}
    told: dict[str, Exchange] = {}
    for at, entry in entries:
        if entry.kind is EntryKind.OFFER:
            found: Iterator[Exchange] = _offers(entry, published)
        elif entry.kind in ACTS and not _shows_as_comment(entry, mapping):
            found = _acts(mapping, entry, at, by_id, by_act)
        else:
            continue
        told |= {each.id: each for each in found}
    return [each for each in told.values() if each.id not in by_id or by_id[each.id].kind is not each.kind]


def _shows_as_comment(entry: RecordEntry, mapping: ContractMapping) -> bool:
    said_by_person = entry.payload.get("by") in mapping.people and entry.payload.get("means") != "page"
    return entry.kind in _SAID_BY_COMMENT and said_by_person


def _offers(entry: RecordEntry, published: Mapping[tuple[str, int], datetime]) -> Iterator[Exchange]:
    offer = OfferVersion.model_validate(entry.payload["offer"])
    at = published.get((entry.subject, offer.version))
    if at is not None and offer.options:
        yield Exchange(
            id=f"offer:{entry.subject}:{offer.version}",
            issue=entry.subject,
            at=at,
            changed_at=at,
            kind=ExchangeKind.OFFER,
            side="contractor",
            details=describe_offer(offer),
        )


def _acts(
    mapping: ContractMapping,
    entry: RecordEntry,
    at: datetime,
    by_id: Mapping[str, Exchange],
    by_act: Mapping[tuple[str, str, datetime], Exchange],
) -> Iterator[Exchange]:
    comment = comment_exchange_id(_EDIT_STAMP.sub("", str(entry.payload.get("comment") or "")))
    for act in iter_acts(mapping, [entry], at):
        said = by_id.get(comment) or by_act.get((act.issue, act.person, act.at))
        if said is None:
            yield act
        elif said.kind not in (ExchangeKind.DECISION, ExchangeKind.SIGNATURE) or said.id == act.id:
            yield replace(act, id=said.id)
