"""Stored issue states as values, each text parsed once a process."""

from __future__ import annotations

from functools import lru_cache

from plugin.core.model.issue_state import IssueState

MAX_PARSED = 4_096
"""States that are kept; parsing a thousand takes a page longer than everything else together."""


@lru_cache(maxsize=MAX_PARSED)
def parse_state(text: str) -> IssueState:
    """Return what was stored about an issue; states are never changed."""
    return IssueState.load(text)
