"""Contracts in force and their baseline versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from mappings.addresses import normalise_email as one_form
from mappings.model import ContractMapping, dump
from plugin.store.connection import Connection
from plugin.store.tables import baselines, contracts

_ONE = select(contracts).where(contracts.c.id == bindparam("contract"))
_ONE_LOCKED = _ONE.with_for_update()
_ONE_IF_FREE = _ONE.with_for_update(skip_locked=True)
_CHANGED = (
    update(contracts)
    .where(contracts.c.id == bindparam("contract_id"))
    .values(facts_version=contracts.c.facts_version + 1)
)


@dataclass(frozen=True)
class InForce:
    """A contract's version in force."""

    id: str
    version: int
    digest: str
    live_from: date
    read_in: bool
    facts_version: int = 0


def lock(connection: Connection, contract: str, *, waits: bool = True) -> InForce | None:
    """Lock a contract's row until the transaction ends.

    What its issues share is so changed by one transaction at a time.

    Args:
        connection: a transaction that writes.
        contract: the contract's id.
        waits: whether it waits for a transaction that holds the lock.

    Returns:
        The version in force; None where the contract is not loaded, or is not waited for.
    """
    row = connection.execute(_ONE_LOCKED if waits else _ONE_IF_FREE, {"contract": contract}).first()
    return None if row is None else _in_force(row)


def count_change(connection: Connection, contract: str) -> None:
    """Count a change of stages, deputies or accepted shifts.

    Another process that holds an older baseline sees by the number that it is out of date.
    """
    connection.execute(_CHANGED, {"contract_id": contract})


def load(connection: Connection, contract: str) -> InForce | None:
    """Return a contract's version in force, or None."""
    row = connection.execute(_ONE, {"contract": contract}).first()
    return None if row is None else _in_force(row)


def put_in_force(
    connection: Connection, mapping: ContractMapping, digest: str, now: datetime
) -> tuple[InForce, ContractMapping | None] | None:
    """Put a mapping in force, unless nothing in it changed.

    `live_from` is the mapping's, else the day of the first loading, which then stays.

    The new version is returned with the mapping before it; None where nothing changed.
    """
    current = lock(connection, mapping.id)
    if current is not None and current.digest == digest:
        return None
    today = now.astimezone(mapping.contract.zone).date()
    named = mapping.contract.live_from
    live_from = named or (current.live_from if current else today)
    version = current.version + 1 if current else 1
    values = {
        "tracker": mapping.tracker.name,
        "version": version,
        "digest": digest,
        "live_from": live_from,
        "loaded_at": now,
    }
    before = load_mapping_version(connection, mapping.id, current.version) if current else None
    if current is None:
        connection.execute(insert(contracts).values(id=mapping.id, **values))
    else:
        connection.execute(update(contracts).where(contracts.c.id == mapping.id).values(**values))
    row = {"contract": mapping.id, "version": version, "digest": digest, "loaded_at": now}
    connection.execute(insert(baselines).values(mapping=dump(mapping), **row))
    read_in = current.read_in if current else False
    return InForce(mapping.id, version, digest, live_from, read_in), before


def load_mapping_version(connection: Connection, contract: str, version: int) -> ContractMapping | None:
    """Return a version of a contract's mapping, or None."""
    data = connection.execute(
        select(baselines.c.mapping).where(baselines.c.contract == contract, baselines.c.version == version)
    ).scalar()
    return None if data is None else ContractMapping.model_validate(data)


def load_mapping_at(connection: Connection, contract: str, moment: datetime) -> ContractMapping | None:
    """Return the mapping that was in force at a moment, or None where none was yet."""
    data = connection.execute(
        select(baselines.c.mapping)
        .where(baselines.c.contract == contract, baselines.c.loaded_at <= moment)
        .order_by(baselines.c.version.desc())
        .limit(1)
    ).scalar()
    return None if data is None else ContractMapping.model_validate(data)


def load_latest(connection: Connection) -> list[ContractMapping]:
    """Return the mapping in force of every contract that was ever loaded."""
    rows = connection.execute(select(contracts.c.id, contracts.c.version).order_by(contracts.c.id)).all()
    found = [load_mapping_version(connection, row.id, row.version) for row in rows]
    return [mapping for mapping in found if mapping is not None]


def load_imported_at(connection: Connection, contract: str) -> datetime | None:
    """Return when a contract's existing issues were read in, or None before that."""
    found: datetime | None = connection.execute(
        select(contracts.c.imported_at).where(contracts.c.id == contract)
    ).scalar()
    return found


def load_naming(connection: Connection, email: str) -> list[ContractMapping]:
    """Return the mappings in force that name a person with this address.

    Capitals and spaces in the address do not matter.
    """
    address = one_form(email)
    # Validating a mapping is slow: only those that name the address are validated.
    return [
        ContractMapping.model_validate(each) for each in load_in_force(connection) if address in _emails(each)
    ]


def load_in_force(connection: Connection) -> list[dict[str, Any]]:
    """Return every mapping in force as plain data."""
    rows = connection.execute(
        select(baselines.c.mapping)
        .join(
            contracts,
            and_(contracts.c.id == baselines.c.contract, contracts.c.version == baselines.c.version),
        )
        .order_by(contracts.c.id)
    )
    return list(rows.scalars())


def _emails(mapping: dict[str, Any]) -> set[str]:
    people = mapping.get("people", {}).values()
    return {one_form(each["email"]) for each in people if each.get("email")}


def mark_imported(connection: Connection, contract: str, now: datetime) -> None:
    """Remember that the contract's existing issues were read from the tracker."""
    connection.execute(update(contracts).where(contracts.c.id == contract).values(imported_at=now))


def _in_force(row: object) -> InForce:
    values = row._mapping  # type: ignore[attr-defined]
    return InForce(
        values["id"],
        values["version"],
        values["digest"],
        values["live_from"],
        values["imported_at"] is not None,
        values["facts_version"],
    )
