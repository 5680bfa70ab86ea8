"""Who takes part in the demo; the names are those of the example mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plugin.practice.tracker.people import ADMINISTRATOR, MEMBER, Person

TEAM_ROLE = "Agency"
"""The project role whose members may read what is meant for the team."""

Side = Literal["client", "contractor"]


@dataclass(frozen=True)
class Player:
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


CONTACT = Player("contact", "Анна Белова", "client", {"ru": "клиент", "en": "client"})
DIRECTOR = Player("director", "Пётр Соколов", "client", {"ru": "директор", "en": "director"})
MANAGER = Player("manager", "Мария Орлова", "contractor", {"ru": "менеджер", "en": "manager"})
PLAYERS = (CONTACT, MANAGER, DIRECTOR)
"""In the order in which they act; the first stands in the form when it opens."""


def accounts(language: str, bot: Person) -> list[Person]:
    """Return everybody's account in the practice tracker, the service's own first."""
    return [bot, *(_account(player, language) for player in PLAYERS)]


def service_account(token: str) -> Person:
    """Return the account with which the service works; it may register webhooks."""
    return Person(
        "ugovor",
        "Ugovor",
        token,
        "ugovor@acme.example",
        roles=frozenset({TEAM_ROLE}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    )


def _account(player: Player, language: str) -> Person:
    roles = frozenset({TEAM_ROLE}) if player.side == "contractor" else frozenset[str]()
    return Person(player.id, player.name, title=player.titles[language], roles=roles, permissions=MEMBER)
