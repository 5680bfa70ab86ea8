"""Who is one person in several contracts: the same address, or the same account."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from mappings.addresses import normalise_email
from mappings.model import ContractMapping, Person
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.waiting.ladder import Recipient
from plugin.worker.active_contract import ActiveContract

_DIGITS = 20
PersonKey = tuple[str, str]
"""A contract's id and a person's key in it."""


@dataclass(frozen=True)
class People:
    """The people of all contracts in force, those who are one person together.

    Attributes:
        groups: everybody who is the same person, by each of them.
        names: what stands for the address and the account of each.
    """

    groups: Mapping[PersonKey, frozenset[PersonKey]]
    names: Mapping[PersonKey, frozenset[str]]

    def same_as(self, person: PersonKey) -> frozenset[PersonKey]:
        """Return everybody who is this person, in every contract."""
        return self.groups.get(person, frozenset({person}))

    def names_of(self, person: PersonKey) -> frozenset[str]:
        """Return what stands for every address and account of a person."""
        return frozenset[str]().union(*(self.names.get(each, frozenset()) for each in self.same_as(person)))


def find_people(contracts: Iterable[ActiveContract]) -> People:
    """Return who is who, over all contracts."""
    names = {
        (contract.mapping.id, key): list_names(contract.mapping, person)
        for contract in contracts
        for key, person in contract.mapping.people.items()
    }
    by_name: dict[str, set[PersonKey]] = {}
    for person, known_as in names.items():
        for name in known_as:
            by_name.setdefault(name, set()).add(person)
    groups: dict[PersonKey, frozenset[PersonKey]] = {}
    for start in names:
        if start in groups:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for name in names[waiting.pop()]:
                fresh = by_name[name] - group
                group |= fresh
                waiting += fresh
        groups |= dict.fromkeys(group, frozenset(group))
    return People(groups, names)


def list_names(mapping: ContractMapping, person: Person) -> frozenset[str]:
    """Return digests of a person's address and account."""
    names = {normalise_email(person.email)} if person.email else set[str]()
    if person.account:
        names.add(f"{mapping.tracker.name}/{person.account}")
    return frozenset(hashlib.sha256(name.encode()).hexdigest()[:_DIGITS] for name in names)


def describe_recipient(
    mapping: ContractMapping,
    calendar: WorkingCalendar,
    person: Person,
    told: tuple[tuple[date, date], ...] = (),
) -> Recipient:
    """Return where and when a person can be reached.

    Args:
        mapping: the contract.
        calendar: its calendar.
        person: the person, as the contract has them.
        told: the first and the last day of the absences of which they told by a command.
    """
    starts, until = mapping.hours.starts, mapping.hours.until
    has_mail = person.email is not None and "mail" in mapping.tracker.notify
    return Recipient(
        zone=ZoneInfo(person.timezone) if person.timezone else mapping.contract.zone,
        calendar=calendar,
        starts=(starts.hour, starts.minute),
        until=(until.hour, until.minute),
        away=(*((each.starts, each.until) for each in person.away), *told),
        mail="never" if not has_mail else "lists" if person.account else "always",
    )
