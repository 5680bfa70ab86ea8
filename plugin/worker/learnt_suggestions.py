"""What a process knows of a contract's linked issues, to compare unclear ones."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from mappings.model import ContractMapping
from plugin.core.model.issue_state import IssueState
from plugin.core.suggestions.index import LinkedIssue, SuggestionIndex
from plugin.core.suggestions.policy import list_clauses
from plugin.core.suggestions.suggest import IndexSuggester
from plugin.store import linked_issues
from plugin.store.connection import Connection

MOST_AT_ONCE = 100
"""Issues that are read before a decision, and the most of one item: none takes long by it."""


class LearntSuggestions:
    """The index of a contract, read with the first decisions, then kept up.

    Processes that learn from other decisions know a little less of each other's until they are started anew.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._turn = threading.Lock()
        self._index: SuggestionIndex | None = None
        self._unread: list[str] = []

    def load(self, connection: Connection, mapping: ContractMapping) -> IndexSuggester | None:
        """Return what suggests items, with some more issues where not all are read yet.

        None for a contract without items.

        Args:
            connection: a transaction.
            mapping: of the contract.
        """
        if self._index is not None and not self._unread:
            return IndexSuggester(self._index)
        with self._turn:
            index = self._index
            if index is None:
                clauses = list_clauses(mapping)
                if not clauses:
                    return None
                index = SuggestionIndex.build(clauses)
                self._unread = [item for item, _, _ in reversed(clauses)]
            read = 0
            while self._unread and read < MOST_AT_ONCE:
                limit = min(MOST_AT_ONCE, index.room)
                found = linked_issues.load_newest(connection, mapping.id, self._unread.pop(), limit)
                read += len(found)
                for issue in found:
                    index = index.with_linked(issue)
            self._index = index
            return IndexSuggester(index)

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
