"""The tables. Their statements are in this folder, migrations in `migrations/`."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from plugin.store.column_types import Hours, Moment, Serial

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s", "ix": "ix_%(column_0_label)s"}
)

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

used_links = Table(
    "used_links",
    metadata,
    Column("link", Text, primary_key=True),
    Column("used_at", Moment, nullable=False),
)
"""Links of signed pages that were answered: each counts once."""

said_once = Table(
    "said_once",
    metadata,
    Column("contract", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("said_at", Moment, nullable=False),
    PrimaryKeyConstraint("contract", "slot"),
)
"""What is said once in a contract, on whichever issue comes first."""

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

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Keys that the service made for itself; who has the database can sign links."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("operator", Boolean, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
)
"""Who is signed in, until when; `id` is a hash of what the reader's cookie holds."""

sign_in_requests = Table(
    "sign_in_requests",
    metadata,
    Column("address", Text, primary_key=True),
    Column("asked_at", Moment, nullable=False),
)
"""Addresses for which a link to sign in was asked, until a worker has looked at them."""

tombstones = Table(
    "tombstones",
    metadata,
    Column("tracker", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("deleted_at", Moment, nullable=False),
    PrimaryKeyConstraint("tracker", "issue"),
)
"""Issues that were said to be deleted, also before anything else was heard of them."""

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

record_timestamps = Table(
    "record_timestamps",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Text, nullable=False),
    Column("stamped_at", Moment, nullable=False),
    Column("answer", LargeBinary, nullable=False),
)
"""What a time-stamping authority answered about the record's head."""

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


uploads = Table(
    "uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("link", Text, nullable=False),
    Column("contract", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    # Whether its answer was confirmed: then it is kept until the tracker has it.
    Column("is_given", Boolean, nullable=False),
    Index("ix_uploads_age", "uploaded_at"),
)
"""Files that people gave on a page, kept only until the tracker has them."""

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

history_imports = Table(
    "history_imports",
    metadata,
    Column("contract", Text, primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("done_at", Moment),
)
"""How far the past of a contract's issues was read into its timeline: the last issue that was read."""

shared_links = Table(
    "shared_links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("contract", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
"""Links that may be forwarded: they show something until they are revoked, and do nothing else."""
