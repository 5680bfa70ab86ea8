"""Who has the ball of a wait, where the service asked, too."""

from __future__ import annotations

from datetime import date

from mappings.model import ContractMapping
from plugin.core.model.authority import who_may
from plugin.core.model.waits import Wait, WaitState


def find_manager(mapping: ContractMapping, today: date) -> str:
    """Return the key of who speaks for our side first; empty: nobody is named."""
    people = mapping.people
    keys = (*who_may(mapping, "publish", today), *people)
    return next((key for key in keys if people[key].side == "contractor"), "")


def find_holder(mapping: ContractMapping, wait: Wait, today: date) -> str:
    """Return the key of who has the ball; empty at the end.

    What is said to an offer or a sign-off, which the service asked for, is for our manager to look at.
    """
    if wait.state is WaitState.ANSWERED and not wait.asked_by and wait.owed_side == "client":
        return find_manager(mapping, today)
    return wait.holder
