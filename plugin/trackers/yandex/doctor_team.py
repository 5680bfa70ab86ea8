"""The lines of `ugovor doctor` about people's licences, and our team."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.model import ContractMapping
from mappings.suggestions import join_words
from plugin.trackers.base import Check, TrackerError
from plugin.trackers.yandex.people import read_user
from plugin.trackers.yandex.session import YandexSession


def check_licences(session: YandexSession, contract: ContractMapping) -> Iterator[Check]:
    """Say who of a contract's people can only read, and so cannot answer in an issue."""
    readers: list[str] = []
    for person in contract.people.values():
        if person.account is None:
            continue
        try:
            user = read_user(session, person.account)
        except TrackerError:
            # Whether the account is there, and can be looked at, has a line of its own.
            continue
        if user.get("hasLicense") is False:
            readers.append(person.name)
    if readers:
        sentence = f"{join_words(readers)} can only read: without a licence nobody writes comments."
        remedy = "Give them an email in the mapping: they answer on a signed page then."
        yield Check(f"licences of {contract.id}", ok=True, sentence=sentence, remedy=remedy)


def check_team(contract: ContractMapping) -> Iterator[Check]:
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
