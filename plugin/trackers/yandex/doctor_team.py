"""The lines of `ugovor doctor` about people's licences, and our team."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.model import ContractMapping, Person
from mappings.suggestions import did_you_mean, join_words
from plugin.trackers.base import Check, TrackerError
from plugin.trackers.yandex.people import list_groups, read_user
from plugin.trackers.yandex.session import YandexSession


def check_licences(session: YandexSession, contract: ContractMapping) -> Iterator[Check]:
    """Say who of a contract's people can only read, and so cannot answer in an issue."""
    readers = [person for person in contract.people.values() if _only_reads(session, person)]
    if not readers:
        return
    name, remedies = f"licences of {contract.id}", []
    unmailed = [each.name for each in readers if each.side == "client" and each.email is None]
    if unmailed:
        remedies.append(f"Give {join_words(unmailed)} an email in the mapping: a mail leads to a page.")
    ours = [each.name for each in readers if each.side == "contractor"]
    if ours:
        remedies.append(f"Give {join_words(ours)} full access: our side answers in issues.")
    names = join_words(each.name for each in readers)
    sentence = f"{names} can only read: without a licence nobody writes comments."
    if not remedies:
        sentence += " They answer on signed pages."
    yield Check(name, ok=True, sentence=sentence, remedy=" ".join(remedies))


def _only_reads(session: YandexSession, person: Person) -> bool:
    """Tell whether somebody has no licence.

    Whether the account is there, and can be looked at, has a line of its own.
    """
    try:
        return person.account is not None and read_user(session, person.account).get("hasLicense") is False
    except TrackerError:
        return False


def check_team(session: YandexSession, contract: ContractMapping) -> Iterator[Check]:
    """Refuse what Yandex Tracker cannot keep from others, and roles as proof."""
    if contract.tracker.team_comments is not None:
        sentence = (
            "Yandex Tracker has no comments that only some can read, so nothing for the team is posted; the "
            "team is told by mail and on the pages."
        )
        remedy = "Take team_comments out of the mapping; team: {group: …} still proves who is ours."
        yield Check(f"team_comments of {contract.id}", ok=False, sentence=sentence, remedy=remedy)
    team = contract.tracker.team
    if team is not None and team.group is None:
        sentence = "Yandex Tracker tells of groups, not of roles, so the role proves nobody to be ours."
        yield Check(
            f"tracker.team of {contract.id}",
            ok=False,
            sentence=sentence,
            remedy="Name a group: team: {group: …}.",
        )
    elif team is not None and team.group is not None:
        yield _check_group(session, contract, team.group)


def _check_group(session: YandexSession, contract: ContractMapping, group: str) -> Check:
    """Look whether the group that proves who is ours holds our people alone."""
    name = f"tracker.team of {contract.id}"
    groups: dict[str, frozenset[str]] = {}
    try:
        for person in contract.people.values():
            if person.account is not None:
                groups[person.account] = list_groups(session, person.account)
    except TrackerError as error:
        sentence = f"Who is in {group} is not told ({error})."
        return Check(name, ok=True, sentence=sentence, remedy="Name all our people in `people`, with side.")
    of_side = {
        side: [
            groups[each.account]
            for each in contract.people.values()
            if each.side == side and each.account is not None
        ]
        for side in ("client", "contractor")
    }
    if any(group in each for each in of_side["client"]):
        sentence = f"Somebody of the client's side is in {group}, so it proves nobody to be ours."
        return Check(name, ok=False, sentence=sentence, remedy="Name a group that only our side is in.")
    if of_side["contractor"] and not any(group in each for each in of_side["contractor"]):
        there = sorted(frozenset().union(*of_side["contractor"]))
        sentence = f"None of our people is in a group {group}."
        known = f"They are in {join_words(there)}." if there else "Make the group, and put them into it."
        return Check(name, ok=False, sentence=sentence, remedy=did_you_mean(group, there, known))
    return Check(name, ok=True, sentence=f"Who is in {group} is one of ours.")
