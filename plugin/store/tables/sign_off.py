"""Stages, and who signs for whom."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, Table, Text

from plugin.store.tables.metadata import metadata

stages = Table(
    "stages",
    metadata,
    Column("contract", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("issue", Text),
    Column("sign_off", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("contract", "stage"),
)
"""What is on record about each stage's sign-off; the kick-off is kept beside them."""

deputies = Table(
    "deputies",
    metadata,
    Column("contract", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("until", Date, nullable=False),
    PrimaryKeyConstraint("contract", "person", "on_behalf_of"),
)
"""Deputies whom signatories named in the tracker; those of the mapping stand there."""
