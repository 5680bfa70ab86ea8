"""Links, sessions and what people send on pages."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text

from plugin.store.column_types import Moment
from plugin.store.tables.metadata import metadata

used_links = Table(
    "used_links",
    metadata,
    Column("link", Text, primary_key=True),
    Column("used_at", Moment, nullable=False),
)
"""Links of signed pages that were answered: each counts once."""

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
