"""Which contracts somebody who is signed in may look at, and as whom: the mappings say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from mappings.model import ContractMapping, Person
from plugin.links import mark_of
from plugin.pages.sessions import SignedIn
from plugin.store import contracts


@dataclass(frozen=True)
class Reader:
    """Somebody in one contract. `key` and `person` are None for an operator whom it does not name."""

    mapping: ContractMapping
    key: str | None = None
    person: Person | None = None


def readers_of(connection: Connection, who: SignedIn | None) -> tuple[Reader, ...]:
    """Return the contracts that a reader may look at, as whom; none for somebody who is not signed in."""
    if who is None:
        return ()
    named = _by_link(connection, who)
    if who.email:
        # An address that two people share shows a reader who came by a link as whom it was made for.
        known = {reader.mapping.id for reader in named}
        others = (each for each in _by_email(connection, who.email) if each.mapping.id not in known)
        named = (*named, *others)
    if not who.operator:
        return named
    known = {reader.mapping.id for reader in named}
    others = (Reader(mapping) for mapping in contracts.latest(connection) if mapping.id not in known)
    return (*named, *others)


def reader_of(connection: Connection, who: SignedIn | None, contract: str) -> Reader | None:
    """Return a reader in one contract, or None where it is not theirs to look at."""
    return next((each for each in readers_of(connection, who) if each.mapping.id == contract), None)


def _by_email(connection: Connection, email: str) -> tuple[Reader, ...]:
    wanted = email.casefold()
    return tuple(
        Reader(mapping, key, person)
        for mapping in contracts.naming(connection, email)
        for key, person in mapping.people.items()
        if (person.email or "").casefold() == wanted
    )


def _by_link(connection: Connection, who: SignedIn) -> tuple[Reader, ...]:
    in_force = contracts.load(connection, who.contract) if who.contract else None
    mapping = contracts.baseline(connection, who.contract, in_force.version) if in_force else None
    person = mapping.people.get(who.person) if mapping else None
    if mapping is None or person is None or mark_of(person) != who.mark:
        return ()
    return (Reader(mapping, who.person, person),)
