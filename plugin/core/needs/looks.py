"""What no webhook told: an issue looked at as a whole, and who edited it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueFound, IssueSeen, IssueTold
from plugin.core.model.issue import Account, FieldChange, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.readings import FieldEdit
from plugin.core.model.results import Result
from plugin.core.needs.attached import TOLD_LATE, see_attached
from plugin.core.needs.comments import read_comment
from plugin.core.needs.editors import with_actor_proven
from plugin.core.needs.questions import Known, ReadEdits, Resolved
from plugin.core.needs.readings import Needs, is_own, read_issue, see_as_read
from plugin.core.needs.signatures import with_mover

MAX_CLOCK_LAG = timedelta(days=1)
"""By how much a tracker's clock may be behind; an older time of a call is not believed."""


def find_untold(event: IssueFound, known: Known) -> Needs:
    """Take up what no webhook told: the issue, files, new comments, deleted comments."""
    reading = yield from read_issue(event.issue_id)
    if reading is None:
        # Deleted meanwhile, or hidden for a moment: looking for it by id decides that, in its own time.
        return Resolved(result=Result.GONE_MEANWHILE)
    seen = yield from see_as_read(reading.issue, known.state, known)
    resolved = yield from with_mover(seen, known)
    files = yield from see_attached(reading, event.since, known)
    events = [*resolved.events, *files]
    for comment in reading.comments:
        at = comment.updated or comment.created
        if at is not None and at < event.since:
            continue
        edited = comment.updated is not None and comment.updated != comment.created
        written = CommentWritten(issue_id=reading.issue.id, comment=comment, edited=edited, at=at)
        commands = yield from read_comment(written, known, reading)
        events += commands.events
    there = {comment.id for comment in reading.comments}
    events += [
        CommentDeleted(issue_id=reading.issue.id, comment_id=gone)
        for gone in sorted(known.own_comments - there)
    ]
    return Resolved(tuple(events), movers=resolved.movers, reading=reading, since=event.since)


def take_up_told(event: IssueTold, known: Known) -> Needs:
    """Take up what a tracker called about, and who did it by the issue's history."""
    received = known.received_at or known.now
    # A tracker whose clock is behind dates its comments earlier, too.
    said = max(event.at or received, received - MAX_CLOCK_LAG)
    since = min(received, said) - TOLD_LATE
    resolved = yield from find_untold(IssueFound(issue_id=event.issue_id, since=since, at=event.at), known)
    state, reading = known.state, resolved.reading
    if state is None or reading is None or state.issue.updated == reading.issue.updated:
        return resolved
    answer = yield ReadEdits(reading.issue.id)
    history = [edit for edit in answer if isinstance(edit, FieldEdit)] if isinstance(answer, tuple) else []
    seen = list[IssueSeen]()
    for each in _list_told_edits(history, state.issue.updated, reading.issue, known):
        seen.append((yield from with_actor_proven(each, known)))
    first = [each for each in resolved.events if isinstance(each, IssueSeen)]
    others = [each for each in resolved.events if not isinstance(each, IssueSeen)]
    return replace(resolved, events=(*first, *seen, *others))


def _list_told_edits(
    history: Iterable[FieldEdit], since: datetime | None, issue: IssueSnapshot, known: Known
) -> Iterable[IssueSeen]:
    """Give the edits of others since an issue was last seen, each with its editor."""
    made: dict[tuple[Account, datetime | None], list[FieldChange]] = {}
    for edit in history:
        if edit.change is None or is_own(known, edit.by):
            continue
        if since is None or edit.at is None or edit.at > since:
            made.setdefault((edit.by, edit.at), []).append(edit.change)
    for (by, at), changes in made.items():
        yield IssueSeen(issue=issue, changes=tuple(changes), actor=by, at=at)


def was_missed(before: IssueState | None, issue: IssueSnapshot, our_labels: Iterable[str]) -> bool:
    """Tell whether an issue shows what is not on record.

    The service's own writes do not count.
    """
    if before is None:
        return True
    ours = set(our_labels)
    if before.issue.labels - ours != issue.labels - ours:
        return True
    names = set(IssueSnapshot.model_fields) - _OURS_TOO
    return any(getattr(before.issue, name) != getattr(issue, name) for name in names)


_OURS_TOO = frozenset({"updated", "labels", "due", "fields", "logged_hours", "whole"})
"""What our own writes change, or what no webhook is sent for: a difference there was not missed."""
