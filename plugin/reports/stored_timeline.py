"""Keeps who answered whom beside the exchanges, for the timeline's page."""

from __future__ import annotations

import hashlib

from mappings.model import ContractMapping
from plugin.reports.timeline import match_shown
from plugin.store import timeline_rows
from plugin.store.engine import Database

_MATCHING = 1
"""Which rules answers are found by; a change of them finds all anew."""
_ISSUES_AT_ONCE = 200
"""A transaction that writes keeps others waiting: after this many issues they come first."""


def name_terms(mapping: ContractMapping) -> str:
    """Return a name for the terms that answers and their times follow from."""
    terms = mapping.contract
    parts = (
        _MATCHING,
        terms.timezone,
        terms.calendar,
        terms.work_week,
        sorted(terms.days_off),
        sorted(terms.work_days),
        mapping.hours.starts,
        mapping.hours.until,
        sorted((key, person.side, person.account or "") for key, person in mapping.people.items()),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def match_anew(database: Database, mapping: ContractMapping) -> int:
    """Find who answered whom on every issue of which something changed.

    What changes meanwhile is left for the next time.

    Returns:
        How many issues there were.
    """
    terms, done = name_terms(mapping), set[tuple[str, str]]()
    while True:
        with database.look() as connection:
            found = timeline_rows.load_unmatched(connection, mapping.id, terms, _ISSUES_AT_ONCE)
        due = [each for each in found if each not in done]
        if not due:
            return len(done)
        with database.change() as connection:
            for tracker, issue in due:
                thread = timeline_rows.load_thread(connection, mapping.id, tracker, issue)
                rows = match_shown(mapping, thread)
                timeline_rows.save_matches(connection, tracker, terms, thread, rows)
        done.update(due)
