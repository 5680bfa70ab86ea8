"""Issues as they were last seen, and what is written to them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from plugin.store.column_types import Hours, Moment, Serial
from plugin.store.tables.metadata import metadata

HOLDS = "(held_hours > 0 OR held_rounds > 0 OR held_pieces > 0)"
"""That an issue holds something of its item: an index lists just those, so the words must be the same."""

issues = Table(
    "issues",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("item", Text),
    Column("stage", Text),
    Column("verdict", Text),
    Column("month", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("locked_in", Boolean, nullable=False),
    Column("counts_toward_item", Boolean, nullable=False),
    Column("held_hours", Hours, nullable=False),
    Column("held_rounds", Integer, nullable=False),
    Column("held_pieces", Integer, nullable=False),
    Column("bonus_hours", Hours),
    Column("requested_hours", Hours),
    Column("change_state", Text),
    Column("offer_hours", Hours),
    Column("offer_swap", Text),
    Column("swap_gap", Hours),
    Column("swap_same_stage", Boolean),
    Column("open_work_hours", Hours),
    Column("summary", Text, nullable=False),
    Column("swap_issue", Text),
    Column("decision", Text),
    Column("decided_at", Moment),
    Column("shift_days", Integer),
    Column("shift_from", Date),
    Column("own_piece_hours", Hours),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("tracker", "issue"),
    Index("ix_issues_item", "contract", "item", "locked_in", "created_at"),
    Index(
        "ix_issues_held",
        "contract",
        "item",
        "locked_in",
        "created_at",
        sqlite_where=text(HOLDS),
        postgresql_where=text(HOLDS),
    ),
    Index("ix_issues_month", "contract", "month", "verdict", "locked_in", "requested_hours"),
    # It holds every column that a search for offers needs: rows are read only for a match.
    Index(
        "ix_issues_offer",
        "contract",
        "change_state",
        "offer_hours",
        "swap_gap",
        "offer_swap",
        "swap_same_stage",
    ),
    Index("ix_issues_open_work", "contract", "open_work_hours"),
    Index("ix_issues_key", "tracker", "key"),
    Index(
        "ix_issues_open",
        "contract",
        "month",
        sqlite_where=text("locked_in IS 0"),
        postgresql_where=text("locked_in IS false"),
    ),
    Index(
        "ix_issues_shift",
        "contract",
        sqlite_where=text("shift_days IS NOT NULL"),
        postgresql_where=text("shift_days IS NOT NULL"),
    ),
    Index(
        "ix_issues_own_piece",
        "contract",
        sqlite_where=text("own_piece_hours IS NOT NULL"),
        postgresql_where=text("own_piece_hours IS NOT NULL"),
    ),
    Index(
        "ix_issues_swap",
        "contract",
        sqlite_where=text("swap_issue IS NOT NULL"),
        postgresql_where=text("swap_issue IS NOT NULL"),
    ),
)
"""What is on record about each governed issue: `state` is the whole, the columns are for finding it."""

effects = Table(
    "effects",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("slot_kind", Text, nullable=False, server_default=""),
    Column("contract", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("attempt_started_at", Moment),
    Column("comment_id", Text),
    Column("message_id", Text),
    Column("last_applied", Text),
    Column("seen_at", Moment),
    Column("reason", Text, nullable=False, server_default=""),
    Column("failure", Text, nullable=False, server_default=""),
    # Number and head of the record's entry that the message speaks of.
    Column("anchor", Text),
    UniqueConstraint("tracker", "subject", "slot"),
    Index(
        "ix_effects_waiting",
        "tracker",
        "subject",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_effects_state", "state"),
)
"""What each slot should show (`payload`), and what it was last seen to show (`last_applied`)."""

processed_commands = Table(
    "processed_commands",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("processed_at", Moment, nullable=False),
    Column("said", Text),
    PrimaryKeyConstraint("tracker", "comment", "digest"),
)
"""Comments whose commands were processed: each counts once, however often it is delivered."""

said_once = Table(
    "said_once",
    metadata,
    Column("contract", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
    PrimaryKeyConstraint("contract", "slot"),
)
"""What is said once in a contract, on whichever issue comes first."""

tombstones = Table(
    "tombstones",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("deleted_at", Moment, nullable=False),
    PrimaryKeyConstraint("tracker", "issue"),
)
"""Issues that were said to be deleted, also before anything else was heard of them."""
