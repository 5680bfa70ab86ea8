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
        names: as people see it, by language.
        side: whose person it is.
        titles: what the person is in the project, by language.
    """

    id: str
    names: Mapping[str, str]
    side: Side
    titles: Mapping[str, str]


CONTACT = DemoPerson(
    "contact", {"ru": "Анна Белова", "en": "Anna Bell"}, "client", {"ru": "клиент", "en": "client"}
)
DIRECTOR = DemoPerson(
    "director", {"ru": "Пётр Соколов", "en": "Peter Stone"}, "client", {"ru": "директор", "en": "director"}
)
DEPUTY = DemoPerson(
    "deputy", {"ru": "Игорь Ким", "en": "Ian Reed"}, "client", {"ru": "заместитель", "en": "deputy"}
)
MANAGER = DemoPerson(
    "manager", {"ru": "Мария Орлова", "en": "Maria Orr"}, "contractor", {"ru": "менеджер", "en": "manager"}
)
DEMO_PEOPLE = (CONTACT, MANAGER, DIRECTOR, DEPUTY)
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
        player.id, player.names[language], title=player.titles[language], roles=roles, permissions=MEMBER
    )
