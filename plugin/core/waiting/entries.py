"""Entries of the record about waits."""

from __future__ import annotations

from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EntryKind, RecordEntry
from plugin.core.model.waits import Wait


def make_entry(state: IssueState, kind: EntryKind, wait: Wait, **more: object) -> RecordEntry:
    """Return an entry of the record about a wait."""
    payload = {
        "issue": state.issue.key,
        "number": wait.number,
        "kind": wait.kind.value,
        "what": wait.what,
        "owed_by": wait.owed_by,
        "asked_by": wait.asked_by,
        "due": wait.due.isoformat(),
        **more,
    }
    return RecordEntry(state.issue.id, kind, payload)
