"""Contracts in force, their baselines, and what their issues use of them."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Date, Index, Integer, PrimaryKeyConstraint, Table, Text

from plugin.store.column_types import Hours, Moment
from plugin.store.tables.metadata import metadata

contracts = Table(
    "contracts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tracker", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("live_from", Date, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    Column("imported_at", Moment),
    Column("facts_version", Integer, nullable=False, server_default="0"),
)
"""Contracts in force. A change of what issues share locks the contract's row first. `facts_version` grows
with every change of stages, deputies and accepted shifts."""

baselines = Table(
    "baselines",
    metadata,
    Column("contract", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("loaded_at", Moment, nullable=False),
    # The same by the machine's clock, which files are dated by; NULL in versions of earlier releases.
    Column("put_at", Moment),
    PrimaryKeyConstraint("contract", "version"),
)
"""Every version of every mapping that was in force."""

kept_names = Table(
    "kept_names",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("tracker", "kind", "id"),
)
"""The tracker's numbers of what mappings name by keys: they stay when a key changes."""

item_usage = Table(
    "item_usage",
    metadata,
    Column("contract", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("hours", Hours, nullable=False),
    Column("rounds", BigInteger, nullable=False),
    Column("pieces", BigInteger, nullable=False),
    Column("earliest", Moment, nullable=False),
    PrimaryKeyConstraint("contract", "item", "month"),
)
"""What settled issues hold of each item, summed up by month. Triggers on `issues` maintain it (migration
0004), so that a process of the version before does, too."""

precedent_keys = Table(
    "precedent_keys",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("precedent_key", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("tracker", "issue", "precedent_key"),
    Index("ix_precedent_keys_key", "contract", "precedent_key", "created_at"),
)
"""The keys by which issues are similar: clause, item, component."""

offer_publications = Table(
    "offer_publications",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", Moment, nullable=False),
    PrimaryKeyConstraint("tracker", "subject", "version"),
)
"""When which version of an offer could first be read, by the tracker's own time."""
