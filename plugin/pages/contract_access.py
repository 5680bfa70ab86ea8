"""Which contracts a signed-in reader may see, and as whom; the mappings say."""

from __future__ import annotations

from dataclasses import dataclass

from mappings.addresses import normalise_name
from mappings.model import ContractMapping, Language, Person
from plugin.core.model.signed_links import mark_of
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.sessions import SignedIn
from plugin.store import contracts
from plugin.store.connection import Connection


@dataclass(frozen=True)
class Reader:
    """A signed-in reader of one contract.

    Attributes:
        mapping: the contract.
        key: in its `people`; None for an operator whom it does not name, and for an address that several
            people share.
        person: the person of that key.
        sharing: the people who share the reader's address, here or in two contracts; they may look, and each
            signs by a personal link.
    """

    mapping: ContractMapping
    key: str | None = None
    person: Person | None = None
    sharing: tuple[Person, ...] = ()

    @property
    def sees_entries(self) -> bool:
        """Whether the reader sees the record's last entries: our side and operators do."""
        people = self.sharing or ((self.person,) if self.person else ())
        return all(person.side == "contractor" for person in people)

    @property
    def language(self) -> Language:
        """The language that the reader gets without asking for one."""
        own = self.person.language if self.person else None
        return own or self.mapping.contract.language


def readers_of(connection: Connection, who: SignedIn | None) -> tuple[Reader, ...]:
    """Return the contracts that a reader may see, and as whom.

    Somebody who is not signed in may see none.
    """
    if who is None:
        return ()
    named = _by_link(connection, who)
    if who.email:
        known = {reader.mapping.id for reader in named}
        others = (each for each in _by_email(connection, who.email) if each.mapping.id not in known)
        named = (*named, *others)
    if not who.operator:
        return named
    known = {reader.mapping.id for reader in named}
    others = (Reader(mapping) for mapping in contracts.load_latest(connection) if mapping.id not in known)
    return (*named, *others)


def reader_of(connection: Connection, who: SignedIn | None, contract: str) -> Reader | None:
    """Return a reader in one contract, or None where it is not theirs to look at."""
    return next((each for each in readers_of(connection, who) if each.mapping.id == contract), None)


def open_reader(context: PagesContext, contract: str) -> Reader:
    """Return the signed-in reader of a contract.

    Raises:
        PageClosed: nobody is signed in, or the contract is not theirs to look at.
    """
    who = context.sessions.current()
    if who is None:
        raise PageClosed("no_link")
    with context.database.look() as connection:
        reader = reader_of(connection, who, contract)
    if reader is None:
        raise PageClosed("not_yours")
    return reader


def _by_email(connection: Connection, email: str) -> tuple[Reader, ...]:
    """Return as whom an address reads: its person, or nobody where people share it."""
    found = [(mapping, mapping.people_at(email)) for mapping in contracts.load_naming(connection, email)]
    names = {normalise_name(person.name) for _, people in found for _, person in people}
    if len(names) == 1 and all(len(people) == 1 for _, people in found):
        return tuple(Reader(mapping, *people[0]) for mapping, people in found)
    return tuple(Reader(mapping, sharing=tuple(each for _, each in people)) for mapping, people in found)


def _by_link(connection: Connection, who: SignedIn) -> tuple[Reader, ...]:
    in_force = contracts.load(connection, who.contract) if who.contract else None
    mapping = contracts.load_mapping_version(connection, who.contract, in_force.version) if in_force else None
    person = mapping.people.get(who.person) if mapping else None
    if mapping is None or person is None or mark_of(person) != who.mark:
        return ()
    return (Reader(mapping, who.person, person),)
