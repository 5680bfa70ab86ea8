"""The append-only record, its head, and its time stamps."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from plugin.store.column_types import Moment, Serial
from plugin.store.tables.metadata import metadata

record = Table(
    "record",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("contract", Text, nullable=False),
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_record_subject", "tracker", "subject"),
)
"""The append-only chain: each entry's hash covers the one before."""

record_head = Table(
    "record_head",
    metadata,
    Column("name", Text, primary_key=True),
    Column("seq", Serial, nullable=False, server_default="0"),
    Column("hash", Text, nullable=False, server_default=""),
)
"""Rows that are locked to do one thing at a time. The record's row knows its last entry, so that a chain
that was cut off at the end is noticed too."""

record_timestamps = Table(
    "record_timestamps",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("stamped_at", Moment, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)
"""What a time-stamping authority answered about the record's head."""
