"""Days on which people said by a command that they are away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, delete, select

from mappings import model
from mappings.model import ContractMapping
from plugin.core.model.outcome import Absence
from plugin.store.connection import Connection
from plugin.store.tables import absences
from plugin.store.upsert import upsert

_OF_CONTRACT = (
    select(absences)
    .where(absences.c.contract == bindparam("contract"))
    .order_by(absences.c.person, absences.c.starts)
)
_OVERLAPPING = delete(absences).where(
    absences.c.contract == bindparam("of_contract"),
    absences.c.person == bindparam("of_person"),
    absences.c.starts <= bindparam("last"),
    absences.c.until >= bindparam("first"),
)


def save(connection: Connection, contract: str, said: Absence) -> None:
    """Keep the days of an absence, in place of earlier ones that overlap them."""
    overlapping = {
        "of_contract": contract,
        "of_person": said.person,
        "first": said.starts,
        "last": said.until,
    }
    connection.execute(_OVERLAPPING, overlapping)
    row = {"contract": contract, "person": said.person, "starts": said.starts, "until": said.until}
    upsert(connection, absences, row)


def load_of_people(
    connection: Connection, people: Collection[tuple[str, str]]
) -> tuple[tuple[date, date], ...]:
    """Return the first and the last day of every absence of these people.

    Args:
        connection: the transaction.
        people: a contract's id and a person's key in it, each.
    """
    rows = (
        row
        for contract in sorted({contract for contract, _ in people})
        for row in connection.execute(_OF_CONTRACT, {"contract": contract})
    )
    return tuple((row.starts, row.until) for row in rows if (row.contract, row.person) in people)


def with_absences(connection: Connection, mapping: ContractMapping) -> ContractMapping:
    """Return the mapping with the absences that people told of."""
    people = dict(mapping.people)
    for row in connection.execute(_OF_CONTRACT, {"contract": mapping.id}):
        person = people.get(row.person)
        if person is not None:
            away = model.Absence.model_validate({"from": row.starts, "until": row.until})
            people[row.person] = person.model_copy(update={"away": (*person.away, away)})
    return mapping if people == dict(mapping.people) else mapping.model_copy(update={"people": people})
