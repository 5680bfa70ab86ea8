"""The people of the demo; their names are those of the example mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plugin.practice.tracker.people import ADMINISTRATOR, MEMBER, PracticeUser

TEAM_ROLE = "Agency"
"""The project role whose members may read what is meant for the team."""

Side = Literal["client", "contractor"]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whose part the reader can play.

    Attributes:
        id: the key in the mapping, and the account in the practice tracker.
        name: as people see it.
        side: whose person it is.
        titles: what the person is in the project, by language.
    """

    id: str
    name: str
    side: Side
    titles: Mapping[str, str]


CONTACT = DemoPerson("contact", "Анна Белова", "client", {"ru": "клиент", "en": "client"})
DIRECTOR = DemoPerson("director", "Пётр Соколов", "client", {"ru": "директор", "en": "director"})
MANAGER = DemoPerson("manager", "Мария Орлова", "contractor", {"ru": "менеджер", "en": "manager"})
DEMO_PEOPLE = (CONTACT, MANAGER, DIRECTOR)
"""In the order in which they act; the first stands in the form when it opens."""


def accounts(language: str, bot: PracticeUser) -> list[PracticeUser]:
    """Return everybody's account in the practice tracker, the service's own first."""
    return [bot, *(_account(player, language) for player in DEMO_PEOPLE)]


def service_account(token: str) -> PracticeUser:
    """Return the account with which the service works; it may register webhooks."""
    return PracticeUser(
        "ugovor",
        "Ugovor",
        token,
        "ugovor@acme.example",
        roles=frozenset({TEAM_ROLE}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    )


def _account(player: DemoPerson, language: str) -> PracticeUser:
    roles = frozenset({TEAM_ROLE}) if player.side == "contractor" else frozenset[str]()
    return PracticeUser(
        player.id, player.name, title=player.titles[language], roles=roles, permissions=MEMBER
    )
