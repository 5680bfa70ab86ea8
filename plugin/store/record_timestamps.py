"""The time stamps of the record's head, as the authority answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from plugin.store.connection import Connection
from plugin.store.tables import record_timestamps
from plugin.store.upsert import upsert


@dataclass(frozen=True)
class KeptStamp:
    """A time stamp.

    Attributes:
        seq: the record's last entry when it was asked for.
        hash: of that entry.
        stamped_at: the time that the authority attests.
        answer: the authority's answer, as it came.
    """

    seq: int
    hash: str
    stamped_at: datetime
    answer: bytes


def save_stamp(connection: Connection, stamp: KeptStamp) -> None:
    """Keep a time stamp; a later one of the same entry replaces it."""
    row = {"seq": stamp.seq, "hash": stamp.hash, "stamped_at": stamp.stamped_at, "answer": stamp.answer}
    upsert(connection, record_timestamps, row)


def load_newest(connection: Connection) -> KeptStamp | None:
    """Return the time stamp of the latest entry, None where there is none."""
    row = connection.execute(
        select(record_timestamps).order_by(record_timestamps.c.seq.desc()).limit(1)
    ).first()
    return None if row is None else KeptStamp(row.seq, row.hash, row.stamped_at, row.answer)


def load_all(connection: Connection) -> Iterator[KeptStamp]:
    """Give every time stamp, oldest first."""
    for row in connection.execute(select(record_timestamps).order_by(record_timestamps.c.seq)):
        yield KeptStamp(row.seq, row.hash, row.stamped_at, row.answer)
