"""Reading an issue: what the tracker shows, with who changed its status."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, FieldChange, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.readings import IssueReading, Move
from plugin.core.needs.editors import find_editor_of
from plugin.core.needs.questions import Answer, Known, Need, ReadIssue, ReadMoves, Resolved

Needs = Generator[Need, Answer, Resolved]


def is_own(known: Known, actor: Account | None) -> bool:
    """Tell whether an account is the service's own."""
    return actor is not None and actor.id != "" and actor.id == known.own_account


def read_issue(issue: str) -> Generator[Need, Answer, IssueReading | None]:
    """Ask for an issue as the tracker shows it now; None where it was deleted."""
    answer = yield ReadIssue(issue)
    return answer if isinstance(answer, IssueReading) else None


def see_as_read(
    issue: IssueSnapshot, state: IssueState | None, known: Known
) -> Generator[Need, Answer, IssueSeen]:
    """Return what was seen, with a change of status by the tracker's own history.

    YouTrack reports a comment made together with a change of status as a comment alone, and any webhook may
    be lost.
    """
    looked = IssueSeen(issue=issue, at=issue.updated)
    known = replace(known, state=state)
    looked = yield from find_editor_of(looked, known, told=False)
    if state is None or state.deleted or not issue.status or state.issue.status == issue.status:
        return looked
    answer = yield ReadMoves(issue.id)
    history = answer if isinstance(answer, tuple) else ()
    moves = [move for move in history if isinstance(move, Move) and move.to_status == issue.status]
    last = moves[-1] if moves else None
    if last is not None and last.by.id == known.own_account:
        return looked
    change = FieldChange(field="status", before=state.issue.status, after=issue.status)
    actor, at = (last.by, last.at or issue.updated) if last else (None, issue.updated)
    return looked.model_copy(update={"changes": (change,), "actor": actor, "at": at})
