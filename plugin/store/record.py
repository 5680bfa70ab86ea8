"""The record: an append-only chain in which each hash covers the one before.

Only one thing changes an entry: erasing a person takes their name out of it. Its hash stays, and with it the
chain; a later entry of the kind `erasure` holds the hash of what has stood there since. An export from before
still proves by the hash what stood there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from plugin.core.model.outcome import EntryKind, RecordEntry
from plugin.store.bulk_insert import Insertion, upsert_all
from plugin.store.connection import Connection, Rows
from plugin.store.tables import record, record_head

GENESIS = "0" * 64
LOCK = "record"
ERASURE = "erasure"
BASELINE = "baseline"

_HEAD = select(record_head).where(record_head.c.name == LOCK).with_for_update()
_NEW_HEAD = update(record_head).where(record_head.c.name == LOCK)


@dataclass(frozen=True)
class NewEntry:
    """An entry that is not on record yet."""

    contract: str
    tracker: str
    subject: str
    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Break:
    """The first entry that does not fit, and why."""

    seq: int
    sentence: str


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the chain."""

    seq: int
    hash: str


def append(connection: Connection, at: datetime, entries: Iterable[NewEntry]) -> list[Place]:
    """Append entries and return their places.

    One writer at a time, at a transaction's end.
    """
    fresh = list(entries)
    if not fresh:
        return []
    head = connection.execute(_HEAD).one()
    seq, previous = head.seq, head.hash or GENESIS
    rows = []
    for entry in fresh:
        seq += 1
        row = {
            "seq": seq,
            "at": at,
            "contract": entry.contract,
            "tracker": entry.tracker,
            "subject": entry.subject,
            "kind": entry.kind,
            "payload": _written(entry.payload),
            "previous": previous,
        }
        previous = compute_digest(row)
        rows.append({**row, "hash": previous})
    upsert_all(connection, record, rows, _as_it_is)
    connection.execute(_NEW_HEAD, {"seq": seq, "hash": previous})
    return [Place(row["seq"], row["hash"]) for row in rows]


def erase(connection: Connection, at: datetime, payloads: Mapping[int, dict[str, Any]], instead: str) -> None:
    """Replace the payloads of entries, and say so in an entry for each contract.

    Args:
        connection: a transaction that writes; as the last thing in it.
        at: the moment.
        payloads: by the entry's number.
        instead: the text that replaces the name.
    """
    connection.execute(_HEAD).one()
    hashes: dict[str, dict[str, str]] = {}
    for seq, payload in sorted(payloads.items()):
        row = connection.execute(select(record).where(record.c.seq == seq)).one()
        fresh = _written(payload)
        connection.execute(update(record).where(record.c.seq == seq).values(payload=fresh))
        as_it_stands = compute_digest({**row._mapping, "payload": fresh})
        hashes.setdefault(row.contract, {})[str(seq)] = as_it_stands
    said = [
        NewEntry(name, "", "", ERASURE, {"as": instead, "entries": each}) for name, each in hashes.items()
    ]
    append(connection, at, said)


def compute_digest(row: dict[str, Any]) -> str:
    """Return the hash of an entry: SHA-256 over its fields as one JSON list.

    The list is `[seq, at, contract, tracker, subject, kind, payload, previous]`, written without spaces in
    UTF-8; `at` is ISO 8601 in UTC with microseconds, `payload` the text as stored.
    """
    fields = [
        row["seq"],
        row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        row["contract"],
        row["tracker"],
        row["subject"],
        row["kind"],
        row["payload"],
        row["previous"],
    ]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(connection: Connection) -> Break | None:
    """Return the first entry that was changed, dropped or reordered, or None."""
    expected, previous = 1, GENESIS
    erased = load_erasures(connection)
    with _rows(connection) as rows:
        for row in rows:
            if row.seq != expected:
                return Break(expected, f"entry {expected} is missing: the next one there is {row.seq}")
            if row.previous != previous:
                return Break(row.seq, f"entry {row.seq} does not follow the one before it")
            if compute_digest(dict(row._mapping)) not in (row.hash, erased.get(row.seq)):
                return Break(row.seq, f"entry {row.seq} was changed after it was written")
            expected, previous = expected + 1, row.hash
    head = connection.execute(select(record_head).where(record_head.c.name == LOCK)).one()
    if head.seq != expected - 1 or (head.hash or GENESIS) != previous:
        return Break(expected, f"entry {expected} is missing: the record ended at {head.seq} before")
    return None


def load_erasures(connection: Connection) -> dict[int, str]:
    """Return the newest hash of each entry from which a person was erased."""
    found: dict[int, str] = {}
    query = select(record.c.seq, record.c.payload).where(record.c.kind == ERASURE).order_by(record.c.seq)
    for row in connection.execute(query):
        entries = json.loads(row.payload)["entries"]
        found.update({int(seq): hashed for seq, hashed in entries.items() if int(seq) < row.seq})
    return found


def export(connection: Connection) -> Iterator[dict[str, Any]]:
    """Give every entry as plain JSON data, in order."""
    for row in _rows(connection):
        at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        yield {**dict(row._mapping), "at": at, "payload": json.loads(row.payload)}


def load_newest(connection: Connection, contract: str, limit: int) -> list[dict[str, Any]]:
    """Return a contract's last entries, newest first.

    Each has `at`, `subject`, `kind` and the `payload` as data.
    """
    rows = connection.execute(
        select(record.c.at, record.c.subject, record.c.kind, record.c.payload)
        .where(record.c.contract == contract)
        .order_by(record.c.seq.desc())
        .limit(limit)
    )
    return [{**row._mapping, "payload": json.loads(row.payload)} for row in rows]


def load_last(connection: Connection, contract: str) -> tuple[int, datetime | None]:
    """Return number and moment of a contract's last entry; 0 and None without one."""
    row = connection.execute(
        select(record.c.seq, record.c.at)
        .where(record.c.contract == contract)
        .order_by(record.c.seq.desc())
        .limit(1)
    ).first()
    return (row.seq, row.at) if row else (0, None)


def load_of_contract(connection: Connection, contract: str) -> Iterator[tuple[datetime, RecordEntry]]:
    """Give the entries that decisions made in a contract, with their moments."""
    known = {kind.value for kind in EntryKind}
    rows = connection.execute(
        select(record.c.at, record.c.subject, record.c.kind, record.c.payload)
        .where(record.c.contract == contract)
        .order_by(record.c.seq)
    )
    for row in rows:
        if row.kind in known:
            yield row.at, RecordEntry(row.subject, EntryKind(row.kind), json.loads(row.payload))


def load_kinds(connection: Connection, contract: str) -> frozenset[str]:
    """Return which kinds of entry a contract has on record."""
    rows = connection.execute(select(record.c.kind).where(record.c.contract == contract).distinct())
    return frozenset(rows.scalars())


def load_head(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry; 0 and an empty text before the first."""
    head = connection.execute(select(record_head).where(record_head.c.name == LOCK)).one()
    return int(head.seq), head.hash


def load_hash(connection: Connection, seq: int) -> str | None:
    """Return the hash of an entry, None where there is none of this number."""
    found: str | None = connection.execute(select(record.c.hash).where(record.c.seq == seq)).scalar()
    return found


def find_newest(
    connection: Connection, tracker: str, subject: str, kinds: Sequence[str], **about: object
) -> Place | None:
    """Return the newest entry of some kinds about a subject, whose payload says this."""
    rows = connection.execute(
        select(record.c.seq, record.c.hash, record.c.payload)
        .where(record.c.tracker == tracker, record.c.subject == subject, record.c.kind.in_(list(kinds)))
        .order_by(record.c.seq.desc())
    )
    for row in rows:
        payload = json.loads(row.payload)
        if all(payload.get(key) == value for key, value in about.items()):
            return Place(row.seq, row.hash)
    return None


def find_unfit_head(connection: Connection, seq: int, head: str) -> str | None:
    """Return what does not fit where somebody noted an entry's number and head.

    Or None.
    """
    found = load_hash(connection, seq)
    if found is None:
        return f"entry {seq} is not in the record, whose last is {count_entries(connection)}"
    if not found.startswith(head.lower()):
        return f"entry {seq} has the head {found[: len(head)]}, not {head}"
    return None


def is_empty(connection: Connection) -> bool:
    """Tell whether nothing is on record but which contracts are in force."""
    query = select(record.c.seq).where(record.c.kind != BASELINE).limit(1)
    return connection.execute(query).first() is None


def count_entries(connection: Connection) -> int:
    """Return the number of the last entry."""
    return int(connection.execute(select(record_head.c.seq).where(record_head.c.name == LOCK)).scalar_one())


def _as_it_is(statement: Insertion) -> Insertion:
    return statement


def _written(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rows(connection: Connection) -> Rows:
    return connection.execute(select(record).order_by(record.c.seq).execution_options(yield_per=200))
