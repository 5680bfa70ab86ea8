"""What must be read before an event may count, and what then happened.

`needs` does no I/O: it yields what it wants to know (an issue as the tracker shows it now, who moved it,
which issues a signature would cover), is sent the answers, and returns the events to decide. The reading
stays outside any transaction, in the hands of the caller.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from plugin.core.model.events import (
    BoxTicked,
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueFound,
    IssueSeen,
    IssueTold,
    IssueTouched,
    PageAnswered,
)
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.readings import IssueReading
from plugin.core.model.results import Result
from plugin.core.needs.comments import read_comment
from plugin.core.needs.editors import find_editor_of, is_of_its_moment
from plugin.core.needs.looks import find_untold, take_up_told
from plugin.core.needs.questions import Known, Resolved
from plugin.core.needs.readings import Needs, is_own, read_issue, see_as_read
from plugin.core.needs.signatures import read_signed_issues, with_mover
from plugin.core.needs.untold_edits import TOLD_LATE, see_untold

PAYLOAD_FRESHNESS = timedelta(minutes=10)
"""A payload older than this is not believed any more: the issue is read."""


def needs(event: Event, known: Known) -> Needs:
    """Ask for what must be read before an event counts; return what to decide.

    Args:
        event: what happened, by the delivery.
        known: what is known before anything is read.
    """
    match event:
        case IssueSeen() | CommentDeleted() if is_own(known, event.actor):
            return Resolved(result=Result.OWN)
        case IssueSeen():
            return (yield from _seen(event, known))
        case IssueTouched():
            return (yield from _touched(event.issue_id, known))
        case CommentWritten():
            return (yield from read_comment(event, known))
        case IssueFound():
            return (yield from find_untold(event, known))
        case IssueTold():
            return (yield from take_up_told(event, known))
        case PageAnswered():
            return (yield from _answered(event, known))
        case IssueDeleted() | CommentDeleted() | BoxTicked():
            return Resolved(events=(event,))


def _seen(event: IssueSeen, known: Known) -> Needs:
    """Use a payload that is fresh, whole and the newest; else read the issue first."""
    state, issue = known.state, event.issue
    if state is None and known.governing(issue) is None and issue.whole:
        return Resolved(result=Result.NOT_GOVERNED)
    is_young = known.received_at is None or known.now - known.received_at < PAYLOAD_FRESHNESS
    reading = None
    is_read = known.is_repeat or not is_young or not issue.whole or known.is_deleted
    if is_read:
        reading = yield from read_issue(issue.id)
        if reading is None:
            return Resolved(events=(IssueDeleted(issue_id=issue.id),))
        event = event.model_copy(update={"issue": reading.issue})
    elif state is not None and _is_older(issue, state.issue):
        # Its changelog still shows what a person did; the issue as it is now is on record already.
        event = event.model_copy(update={"issue": state.issue})
    event = yield from find_editor_of(event, known, told=not is_read and is_of_its_moment(event))
    resolved = yield from with_mover(event, known)
    return (yield from _with_untold(resolved, reading, known)) if reading is not None else resolved


def _touched(issue: str, known: Known) -> Needs:
    reading = yield from read_issue(issue)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=issue),))
    seen = yield from see_as_read(reading.issue, known.state, known)
    resolved = yield from with_mover(seen, known)
    return (yield from _with_untold(resolved, reading, known))


def _with_untold(resolved: Resolved, reading: IssueReading, known: Known) -> Needs:
    """Add what others did since the issue was last seen."""
    since = (known.received_at or known.now) - TOLD_LATE
    if known.state is not None and known.state.issue.updated is not None:
        since = min(since, known.state.issue.updated)
    acts = yield from see_untold(reading, since, known)
    return replace(resolved, events=(*resolved.events, *acts))


def _answered(event: PageAnswered, known: Known) -> Needs:
    """Read first what an answer on a page is about: it showed what was on record."""
    mapping = next((each for each in known.mappings if each.id == event.contract), None)
    if mapping is None:
        return Resolved(result=Result.NOT_GOVERNED)
    events: list[Event | InternalEvent] = []
    stage = mapping.stage(event.stage) if event.stage else None
    about_issue = known.state is not None or event.word not in ("accept", "refuse")
    if about_issue:
        reading = yield from read_issue(event.issue_id)
        if reading is None:
            events.append(IssueDeleted(issue_id=event.issue_id))
        else:
            seen = yield from see_as_read(reading.issue, known.state, known)
            events.append(seen)
    if event.word == "accept" and stage is not None:
        events += yield from read_signed_issues(mapping, stage, known, besides=event.issue_id)
    return Resolved((*events, event))


def _is_older(seen_now: IssueSnapshot, on_record: IssueSnapshot) -> bool:
    return (
        seen_now.updated is not None
        and on_record.updated is not None
        and seen_now.updated < on_record.updated
    )
