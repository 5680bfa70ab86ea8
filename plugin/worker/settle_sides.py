"""Finds out on whose side people are whom the mapping does not name.

Who is in the contract's team by the tracker is ours, everybody else is the client's. It is asked beside
the deliveries, and only where the mapping says what proves that somebody is in the team.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from plugin.core.model.exchanges import ExchangeSide
from plugin.store import exchanges
from plugin.store.engine import Database
from plugin.trackers.base import Tracker, TrackerError
from plugin.trackers.team import find_team
from plugin.worker.active_contract import ActiveContract

log = logging.getLogger("ugovor.timeline")


def settle_sides(database: Database, tracker: Tracker, contracts: Iterable[ActiveContract]) -> int:
    """Save the side of each stranger without one; return how many there were."""
    settled = 0
    for active in contracts:
        terms = active.mapping.tracker
        if terms.name != tracker.name or not any(find_team(terms)):
            continue
        with database.look() as connection:
            strangers = exchanges.load_strangers(connection, active.mapping.id)
        for stranger in strangers:
            try:
                is_ours = any(
                    tracker.is_in_team(stranger.account, project, terms) for project in terms.projects
                )
            except TrackerError as error:
                log.warning("contract=%s the team cannot be asked for now: %s", active.mapping.id, error)
                return settled
            side: ExchangeSide = "contractor" if is_ours else "client"
            with database.change() as connection:
                exchanges.save_side(connection, active.mapping.id, stranger, side)
            settled += 1
    return settled
