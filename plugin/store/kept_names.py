"""The numbers of issues and projects that mappings name by their keys."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from plugin.core.model.kept_names import KeptName, KeptNames
from plugin.store.connection import Connection
from plugin.store.tables import kept_names
from plugin.store.upsert import upsert


def load_all(connection: Connection) -> dict[str, KeptNames]:
    """Return what is kept, by tracker."""
    found: dict[str, list[KeptName]] = defaultdict(list)
    for row in connection.execute(select(kept_names)):
        found[row.tracker].append(KeptName(row.kind, row.id, row.name, row.key))
    return {tracker: KeptNames.of(kept) for tracker, kept in found.items()}


def load(connection: Connection, tracker: str) -> KeptNames:
    """Return what is kept of one tracker."""
    return load_all(connection).get(tracker, KeptNames())


def save(connection: Connection, tracker: str, kept: KeptName) -> None:
    """Keep a number with the name in the mapping and the key now."""
    row = {"tracker": tracker, "kind": kept.kind, "id": kept.id, "name": kept.name, "key": kept.key}
    upsert(connection, kept_names, row)
