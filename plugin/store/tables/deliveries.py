"""What came in, and when each subject is looked at again."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from plugin.store.column_types import Moment, Serial
from plugin.store.tables.metadata import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("tracker", Text, nullable=False),
    Column("delivery_id", Text, nullable=False),
    Column("subject", Text),
    Column("kind", Text, nullable=False),
    Column("event_name", Text, nullable=False, server_default=""),
    Column("received_at", Moment, nullable=False),
    Column("happened_at", Moment),
    Column("headers", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("events", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("handled_at", Moment),
    UniqueConstraint("tracker", "delivery_id"),
    Index(
        "ix_deliveries_waiting",
        "tracker",
        "subject",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_deliveries_state", "state", "received_at"),
)
"""Raw bodies as received, with what was understood of them."""

subjects = Table(
    "subjects",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False, server_default="issue"),
    Column("due_at", Moment),
    Column("token", Text),
    Column("lease_until", Moment),
    PrimaryKeyConstraint("tracker", "subject"),
    Index("ix_subjects_due_at", "due_at"),
    Index(
        "ix_subjects_token",
        "token",
        sqlite_where=text("token IS NOT NULL"),
        postgresql_where=text("token IS NOT NULL"),
    ),
)
"""One row a subject: when it is next due, who holds it, until when. Claiming is one look-up here."""

timers = Table(
    "timers",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    # By how many seconds practice time was ahead when it was set; NULL: it does not follow practice time.
    Column("shift_s", Float),
    PrimaryKeyConstraint("tracker", "subject", "name"),
    Index(
        "ix_timers_rejudge",
        "tracker",
        "subject",
        sqlite_where=text("name = 'rejudge'"),
        postgresql_where=text("name = 'rejudge'"),
    ),
)
"""What falls due later."""

cursors = Table(
    "cursors",
    metadata,
    Column("tracker", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("last_run_at", Moment),
    Column("existence_cursor", Text, nullable=False, server_default=""),
    Column("missing", JSON, nullable=False),
    Column("skipped_projects", JSON, nullable=False, server_default="{}"),
    Column("recovered_count", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("site_url", Text, nullable=False, server_default=""),
)
"""How far each tracker was reconciled: `since` is its own time of the last change that was looked at."""

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("detail", JSON, nullable=False),
)
"""When each worker was last alive, and what it holds to be true (mappings in force, faults)."""

refused_deliveries = Table(
    "refused_deliveries",
    metadata,
    Column("tracker", Text, primary_key=True),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("number", BigInteger, nullable=False),
)
"""How many deliveries were refused because no secret fits their signature; nothing of them is kept."""

history_imports = Table(
    "history_imports",
    metadata,
    Column("contract", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("done_at", Moment),
)
"""How far the past of a contract's issues was read into its timeline: the last issue that was read."""
