"""Contracts in force and their baseline versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from mappings.addresses import normalise_email as one_form
from mappings.model import ContractMapping, dump
from plugin.core.model.terms_history import TermsHistory, make_history
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


class OlderVersion(Exception):
    """A file holds the content of a version that is no longer in force.

    Attributes:
        version: whose content the file has.
        current: the version in force.
        since: when that came into force, by the machine's clock.
    """

    def __init__(self, version: int, current: InForce, since: datetime) -> None:
        super().__init__(f"version {version} of {current.id} is not in force: {current.version} is")
        self.version, self.current, self.since = version, current, since


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
    connection: Connection,
    mapping: ContractMapping,
    digest: str,
    now: datetime,
    put_at: datetime | None = None,
    written_at: datetime | None = None,
    *,
    even_older: bool = True,
) -> tuple[InForce, ContractMapping | None] | None:
    """Put a mapping in force, unless nothing in it changed.

    `live_from` is the mapping's, else the day of the first loading, which then stays.

    Args:
        connection: a transaction that writes.
        mapping: what the file says.
        digest: of the mapping.
        now: the moment, in the service's time.
        put_at: the moment by the machine's clock; None: the same.
        written_at: when the file was written, by the machine's clock.
        even_older: whether a content counts that an older version had, whenever its file was written.

    Returns:
        The new version with the mapping before it; None where nothing changed.

    Raises:
        OlderVersion: the content is that of a version before, and its file was not written since.
    """
    current = lock(connection, mapping.id)
    if current is not None and current.digest == digest:
        return None
    older = None if even_older else find_older(connection, mapping.id, digest, written_at)
    if older is not None:
        raise older
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
    row["put_at"] = put_at or now
    connection.execute(insert(baselines).values(mapping=dump(mapping), **row))
    read_in = current.read_in if current else False
    return InForce(mapping.id, version, digest, live_from, read_in), before


def find_older(
    connection: Connection, contract: str, digest: str, written_at: datetime | None
) -> OlderVersion | None:
    """Return which older version a file holds; None where its content counts.

    Args:
        connection: looks, or writes under the contract's lock.
        contract: the contract's id.
        digest: of what the file says.
        written_at: when the file was written, by the machine's clock.
    """
    current = load(connection, contract)
    if current is None or current.digest == digest:
        return None
    older = find_version(connection, contract, digest)
    since = load_put_at(connection, contract, current.version)
    if older is None or (written_at is not None and written_at > since):
        return None
    return OlderVersion(older, current, since)


def find_version(connection: Connection, contract: str, digest: str) -> int | None:
    """Return the newest version of a contract that had a content, or None."""
    found: int | None = connection.execute(
        select(func.max(baselines.c.version)).where(
            baselines.c.contract == contract, baselines.c.digest == digest
        )
    ).scalar()
    return found


def load_put_at(connection: Connection, contract: str, version: int) -> datetime:
    """Return when a version came into force, by the machine's clock."""
    row = connection.execute(
        select(baselines.c.put_at, baselines.c.loaded_at).where(
            baselines.c.contract == contract, baselines.c.version == version
        )
    ).one()
    found: datetime = row.put_at or row.loaded_at
    return found


def load_digests(connection: Connection) -> dict[str, str]:
    """Return the digest in force of every contract."""
    return {row.id: row.digest for row in connection.execute(select(contracts.c.id, contracts.c.digest))}


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


def load_history(connection: Connection, contract: str) -> TermsHistory:
    """Return what the versions of a contract amount to for what was asked under them."""
    rows = connection.execute(
        select(baselines.c.loaded_at, baselines.c.mapping)
        .where(baselines.c.contract == contract)
        .order_by(baselines.c.version)
    )
    return make_history((row.loaded_at, row.mapping) for row in rows)


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
