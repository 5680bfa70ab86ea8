"""Edits and files that no webhook told, as the issue and its history show them."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import datetime, timedelta

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, FieldChange, IssueSnapshot
from plugin.core.model.readings import FieldEdit, IssueReading
from plugin.core.needs.editors import with_actor_proven
from plugin.core.needs.questions import Answer, Known, Need, ReadEdits
from plugin.core.needs.readings import is_own

TOLD_LATE = timedelta(minutes=15)
"""How much earlier than its call may be what a tracker calls about."""

Seen = Generator[Need, Answer, tuple[IssueSeen, ...]]


def see_untold(reading: IssueReading, since: datetime, known: Known, *, asks_history: bool = False) -> Seen:
    """Return what others did to an issue that was read, each act by its own actor.

    Where something is waited for, an act may be an answer, so that the history is asked. What may have been
    told before is looked up: it answers waits and stands in the timeline, and nothing else comes of it.

    Args:
        reading: the issue as read.
        since: files of before are known already; edits are since the issue was last seen.
        known: what is known before anything is read.
        asks_history: the tracker tells of no edit otherwise.
    """
    is_asked = asks_history or known.is_waited_for
    edits = (yield from _see_edits(reading, known, is_looked_up=not asks_history)) if is_asked else ()
    files = yield from _see_files(reading, since, known)
    return (*edits, *files)


def _see_edits(reading: IssueReading, known: Known, *, is_looked_up: bool) -> Seen:
    """Return the edits of others since an issue was last seen, by its history."""
    if known.state is None or known.state.issue.updated == reading.issue.updated:
        return ()
    answer = yield ReadEdits(reading.issue.id)
    history = [edit for edit in answer if isinstance(edit, FieldEdit)] if isinstance(answer, tuple) else []
    seen = list[IssueSeen]()
    for each in _list_edits(history, known.state.issue.updated, reading.issue, known):
        told = each.model_copy(update={"is_looked_up": is_looked_up})
        seen.append((yield from with_actor_proven(told, known)))
    return tuple(seen)


def _list_edits(
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


def _see_files(reading: IssueReading, since: datetime, known: Known) -> Seen:
    seen = list[IssueSeen]()
    for file in sorted(reading.files, key=lambda each: each.created):
        if file.created < since or is_own(known, file.author):
            continue
        change = FieldChange(field="attachment", after=file.name)
        edit = IssueSeen(
            issue=reading.issue, changes=(change,), actor=file.author, at=file.created, is_looked_up=True
        )
        seen.append((yield from with_actor_proven(edit, known)))
    return tuple(seen)
