"""What a process knows of a contract's linked issues, to compare unclear ones."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from mappings.model import ContractMapping
from plugin.core.model.issue_state import IssueState
from plugin.core.suggestions.index import LinkedIssue, SuggestionIndex
from plugin.core.suggestions.policy import list_clauses
from plugin.core.suggestions.suggest import IndexSuggester
from plugin.store import linked_issues
from plugin.store.connection import Connection

MOST_AT_ONCE = 100
"""Issues that are read before a decision, and the most of one item: none takes long by it."""

REREAD_AFTER = timedelta(minutes=15)
"""How long a process may not know of what others decided."""


class LearntSuggestions:
    """The index of a contract, read with the first decisions, then kept up.

    A process learns at once what it decides itself, and now and then reads what others decided.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._turn = threading.Lock()
        self._index: SuggestionIndex | None = None
        self._unread: list[str] = []
        self._read_at: datetime | None = None

    def load(self, connection: Connection, mapping: ContractMapping, now: datetime) -> IndexSuggester | None:
        """Return what suggests items, with some more issues where not all are read yet.

        None for a contract without items.

        Args:
            connection: a transaction.
            mapping: of the contract.
            now: the moment.
        """
        if self._index is not None and not self._unread and not self._is_old(now):
            return IndexSuggester(self._index)
        with self._turn:
            clauses = list_clauses(mapping)
            if not clauses:
                return None
            index = self._index or SuggestionIndex.build(clauses)
            if not self._unread and self._is_old(now):
                self._unread, self._read_at = [item for item, _, _ in reversed(clauses)], now
            read = 0
            while self._unread and read < MOST_AT_ONCE:
                item, limit = self._unread.pop(), min(MOST_AT_ONCE, index.room)
                found = linked_issues.load_newest(connection, mapping.id, item, limit)
                read += len(found)
                for gone in list(_find_gone(index, item, found, is_whole=len(found) < limit)):
                    index = index.without(gone)
                for issue in found:
                    index = index.with_linked(issue)
            self._index = index
            return IndexSuggester(index)

    def _is_old(self, now: datetime) -> bool:
        return self._read_at is None or now - self._read_at >= REREAD_AFTER

    def learn(self, states: Iterable[IssueState]) -> None:
        """Take over what was decided about issues: linked, to another item, or no more."""
        with self._turn:
            for state in states:
                if self._index is None:
                    return
                linked = LinkedIssue.of(state)
                self._index = (
                    self._index.with_linked(linked) if linked else self._index.without(state.issue.id)
                )


def _find_gone(
    index: SuggestionIndex, item: str, found: list[LinkedIssue], *, is_whole: bool
) -> Iterator[str]:
    """Give the issues of an item that another process took out of it.

    Args:
        index: as it is known here.
        item: its id.
        found: the newest of its issues on record.
        is_whole: whether it has no others; else older ones are none of these.
    """
    known = {each.id for each in found}
    oldest = min((each.created for each in found), default=None)
    for each in index.linked.values():
        is_looked_at = is_whole or (oldest is not None and each.created >= oldest)
        if each.item == item and each.id not in known and is_looked_at:
            yield each.id
