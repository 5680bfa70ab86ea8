"""What no webhook told: an issue looked at as a whole, with who edited it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueFound, IssueTold
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.results import Result
from plugin.core.needs.comments import read_comment
from plugin.core.needs.questions import Known, Resolved
from plugin.core.needs.readings import Needs, read_issue, see_as_read
from plugin.core.needs.signatures import with_mover
from plugin.core.needs.untold_edits import TOLD_LATE, see_untold

MAX_CLOCK_LAG = timedelta(days=1)
"""By how much a tracker's clock may be behind; an older time of a call is not believed."""


def find_untold(event: IssueFound, known: Known, *, asks_history: bool = False) -> Needs:
    """Take up what no webhook told: the issue, edits, files, new and deleted comments.

    Args:
        event: since when.
        known: what is known before anything is read.
        asks_history: the tracker tells of no edit otherwise.
    """
    reading = yield from read_issue(event.issue_id)
    if reading is None:
        # Deleted meanwhile, or hidden for a moment: looking for it by id decides that, in its own time.
        return Resolved(result=Result.GONE_MEANWHILE)
    seen = yield from see_as_read(reading.issue, known.state, known)
    resolved = yield from with_mover(seen, known)
    acts = yield from see_untold(reading, event.since, known, asks_history=asks_history)
    events = [*resolved.events, *acts]
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
    found = IssueFound(issue_id=event.issue_id, since=since, at=event.at)
    return (yield from find_untold(found, known, asks_history=True))


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
