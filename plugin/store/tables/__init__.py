"""The tables.

Their statements stand in `plugin/store/`, migrations in `plugin/store/migrations/`.
"""

from __future__ import annotations

from plugin.store.tables.contracts import (
    baselines,
    contracts,
    item_usage,
    kept_names,
    offer_publications,
    precedent_keys,
)
from plugin.store.tables.deliveries import (
    cursors,
    deliveries,
    heartbeats,
    history_imports,
    refused_deliveries,
    subjects,
    timers,
)
from plugin.store.tables.issues import HOLDS, effects, issues, processed_commands, said_once, tombstones
from plugin.store.tables.metadata import metadata
from plugin.store.tables.record import record, record_head, record_timestamps
from plugin.store.tables.sign_off import deputies, stages
from plugin.store.tables.visits import (
    sessions,
    shared_links,
    sign_in_requests,
    signing_keys,
    uploads,
    used_links,
)
from plugin.store.tables.waiting import absences, calls, exchanges, notices, reminders, waits

__all__ = [
    "HOLDS",
    "absences",
    "baselines",
    "calls",
    "contracts",
    "cursors",
    "deliveries",
    "deputies",
    "effects",
    "exchanges",
    "heartbeats",
    "history_imports",
    "issues",
    "item_usage",
    "kept_names",
    "metadata",
    "notices",
    "offer_publications",
    "precedent_keys",
    "processed_commands",
    "record",
    "record_head",
    "record_timestamps",
    "refused_deliveries",
    "reminders",
    "said_once",
    "sessions",
    "shared_links",
    "sign_in_requests",
    "signing_keys",
    "stages",
    "subjects",
    "timers",
    "tombstones",
    "uploads",
    "used_links",
    "waits",
]
