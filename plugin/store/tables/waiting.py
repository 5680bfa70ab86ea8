"""Waits, reminders and notices; who sent what to whom."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    text,
)

from plugin.store.column_types import Moment, Serial
from plugin.store.tables.metadata import metadata

waits = Table(
    "waits",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("contract", Text, nullable=False),
    Column("stage", Text),
    Column("kind", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("owed_by", Text, nullable=False),
    Column("due", Date, nullable=False),
    # By how many working days it moves its stage; NULL: it does not.
    Column("shift_days", Integer),
    Column("counted_on", Date),
    Column("state", Text, nullable=False),
    # When reminders look at it next, and what they said in which turn: theirs alone.
    Column("remind_at", Moment),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("tracker", "issue", "series", "number"),
    Index("ix_waits_contract", "contract", "is_open"),
    Index(
        "ix_waits_remind",
        "remind_at",
        sqlite_where=text("remind_at IS NOT NULL"),
        postgresql_where=text("remind_at IS NOT NULL"),
    ),
    Index(
        "ix_waits_counted",
        "contract",
        "stage",
        sqlite_where=text("counted_on IS NOT NULL"),
        postgresql_where=text("counted_on IS NOT NULL"),
    ),
)
"""What people owe: `state` is the whole, the columns are for finding it."""

reminders = Table(
    "reminders",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("recipient", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("step", Text, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("waits", JSON, nullable=False),
    Index("ix_reminders_recipient", "recipient", "said_at"),
)
"""Who was reminded when, of what: nobody too often. `recipient` is a digest of the address or the account."""

notices = Table(
    "notices",
    metadata,
    Column("contract", Text, nullable=False),
    Column("tracker", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("opened_at", Moment),
    Column("seen_at", Moment),
    Column("answered_at", Moment),
    Column("repeated_at", Moment),
    PrimaryKeyConstraint("contract", "subject", "slot", "person"),
    Index("ix_notices_issue", "tracker", "issue"),
    Index("ix_notices_slot", "tracker", "subject", "slot"),
)
"""Messages that people must see, one row a person, with how far each has come."""

exchanges = Table(
    "exchanges",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    # Account and name together, as JSON: an erasure finds a short account by its key.
    Column("writer", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("addressees", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("is_thanks", Boolean, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    # What follows from the other exchanges of the issue and from the mapping, so that one page can be read
    # alone. `matched_for` names by which terms it was computed; empty: not since something changed.
    Column("matched_for", Text, nullable=False, server_default=""),
    Column("listed", Boolean, nullable=False, server_default=false()),
    Column("shown_kind", Text, nullable=False, server_default=""),
    Column("shown_side", Text, nullable=False, server_default=""),
    Column("shown_person", Text, nullable=False, server_default=""),
    Column("answers", Text),
    Column("answered_by", Text),
    Column("answered_after", Integer),
    PrimaryKeyConstraint("tracker", "id"),
    Index("ix_exchanges_contract", "contract", "at"),
    Index("ix_exchanges_issue", "tracker", "issue", "at"),
    Index("ix_exchanges_listed", "contract", "listed", "at", "id"),
    Index("ix_exchanges_matched", "contract", "matched_for", "issue"),
    Index("ix_exchanges_answered", "contract", "shown_side", "answered_after"),
)
"""What both sides sent each other. Who answered whom is computed from it, and kept for the pages alone."""

absences = Table(
    "absences",
    metadata,
    Column("contract", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("starts", Date, nullable=False),
    Column("until", Date, nullable=False),
    PrimaryKeyConstraint("contract", "person", "starts"),
)
"""Days on which people said by a command that they are away; those of the mapping stand there."""

calls = Table(
    "calls",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("people", JSON, nullable=False),
    Column("topic", Text, nullable=False),
    Column("arranged_by", Text, nullable=False),
    PrimaryKeyConstraint("tracker", "comment"),
)
"""Calls that people arranged, by the comment that arranges each."""

Index("ix_calls_contract", calls.c.contract, calls.c.at)
