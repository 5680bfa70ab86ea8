"""Whether private notes are private: who else may read them (`ugovor doctor`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mappings.model import ContractMapping
from plugin.trackers.base import Check
from plugin.trackers.redmine.members import list_roles_by_user
from plugin.trackers.redmine.notes import ONLY_INTERNAL, READ_PRIVATE, Rights
from plugin.trackers.redmine.session import RedmineSession


def check_people(
    session: RedmineSession, rights: Rights, contract: ContractMapping, project: str, called: str
) -> Iterator[Check]:
    """Check who reads comments for the team, and the accounts of the mapping.

    Raises:
        TrackerError: the members cannot be read.
    """
    team = contract.tracker.team_comments
    if team is not None and not team.internal:
        remedy = "Until then nothing for the team is posted."
        yield Check(f"team comments of {contract.id}", ok=False, sentence=f"{ONLY_INTERNAL}.", remedy=remedy)
    roles = list_roles_by_user(session, project)
    yield from _check_strangers(contract, roles, called)
    if team is not None:
        yield _check_readers(rights, contract, roles, called)


def _check_strangers(
    contract: ContractMapping, roles: Mapping[str, set[str]], called: str
) -> Iterator[Check]:
    people = contract.people.values()
    missing = [person for person in people if person.account and person.account not in roles]
    if missing:
        listed = ", ".join(f"{person.name} ({person.account})" for person in missing)
        sentence = f"No direct member of the project: {listed}."
        remedy = "Write the number that ends the address of the person's page (/users/7) as account."
        yield Check(f"people of {contract.id} in {called}", ok=True, sentence=sentence, remedy=remedy)


def _check_readers(
    rights: Rights, contract: ContractMapping, roles: Mapping[str, set[str]], called: str
) -> Check:
    name = f"private notes in {called}"
    readers = [
        person.name
        for person in contract.people.values()
        if person.side == "client"
        and any(READ_PRIVATE in rights.read_role_rights(role) for role in roles.get(person.account or "", ()))
    ]
    if readers:
        sentence = f"The client's {', '.join(readers)} may read private notes, which are meant for the team."
        remedy = "Take View private notes from the client's role (Administration > Roles and permissions)."
        return Check(name, ok=False, sentence=sentence, remedy=remedy)
    return Check(name, ok=True, sentence="Nobody of the client's whom the mapping names may read them.")
