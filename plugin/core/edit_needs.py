"""Who made an edit that would change a verdict: the event's actor, else the tracker's history."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import timedelta

from mappings.model import ContractMapping
from plugin.core.event_needs import Answer, AskTeam, Known, Need, ReadEdits
from plugin.core.model.events import IssueSeen
from plugin.core.model.held_edits import UNKNOWN_EDITOR, EditedBy
from plugin.core.model.issue import Account
from plugin.core.model.readings import FieldEdit
from plugin.core.scope.client_edits import find_changed_inputs, side_of

_CLOCK_TOLERANCE = timedelta(seconds=2)
ESTIMATE = "estimate"
STATUS = "status"
_NO_EDIT = frozenset({STATUS, "resolution", "comment", ""})
"""Fields whose change says nothing about who changed another one."""


def find_editor_of(event: IssueSeen, known: Known, *, told: bool) -> Generator[Need, Answer, IssueSeen]:
    """Return the event with who made its edit, where that decides what counts.

    Args:
        event: the issue as seen.
        known: what is known before anything is read.
        told: whether the tracker told of this very edit, so that its actor is the editor.
    """
    mapping = known.mapping_on_record() or known.governing(event.issue)
    if mapping is None or event.edited_by is not None or not _matters(mapping, known, event):
        return event
    editors = [event.actor] if told and event.actor is not None and event.actor.id else None
    if editors is None and told and event.change == "created":
        editors = [event.issue.reporter] if event.issue.reporter else []
    if editors is None:
        editors = yield from _read_editors(mapping, event, known)
    by = yield from _find_side(mapping, event, known, editors)
    return event.model_copy(update={"edited_by": by})


def is_told(event: IssueSeen) -> bool:
    """Tell whether a webhook names who made the edit, and not only who wrote a comment.

    What was read for it later may show edits of others.
    """
    updated, at = event.issue.updated, event.at
    if updated is not None and at is not None and updated > at + _CLOCK_TOLERANCE:
        return False
    return event.change == "created" or any(change.field not in _NO_EDIT for change in event.changes)


def _matters(mapping: ContractMapping, known: Known, event: IssueSeen) -> bool:
    """Tell whether the edit changes what an issue is judged by, so that the editor's side counts."""
    state, estimate = known.state, event.issue.estimate_hours or None
    if state is None:
        return estimate is not None
    if (state.issue.estimate_hours or None) != estimate:
        return True
    if not (state.has_open_change or state.held):
        return False
    return bool(find_changed_inputs(mapping, state.issue, event.issue))


def _read_editors(
    mapping: ContractMapping, event: IssueSeen, known: Known
) -> Generator[Need, Answer, list[Account]]:
    """Return who changed the issue since it was last seen; nobody where the tracker cannot tell."""
    answer = yield ReadEdits(event.issue.id)
    history = [edit for edit in answer if isinstance(edit, FieldEdit)] if isinstance(answer, tuple) else None
    if known.state is None:
        named = {ESTIMATE, mapping.tracker.fields.get(ESTIMATE)}
        estimated = [edit.by for edit in history or () if edit.field in named]
        created_by = [event.issue.reporter] if event.issue.reporter else []
        return estimated[-1:] or (created_by if history is not None else [])
    since = known.state.issue.updated
    return [
        edit.by
        for edit in history or ()
        if edit.field not in _NO_EDIT and (since is None or edit.at is None or edit.at > since)
    ]


def _find_side(
    mapping: ContractMapping, event: IssueSeen, known: Known, editors: Iterable[Account]
) -> Generator[Need, Answer, EditedBy]:
    """Return whose edit it is: of several editors, one of the client's side decides."""
    found = UNKNOWN_EDITOR
    for account in dict.fromkeys(editors):
        if account.id and account.id == known.own_account:
            continue
        is_proven = False
        if account.id and mapping.person_by_account(account.id) is None:
            project = known.state.issue.project if known.state else event.issue.project
            is_proven = (yield AskTeam(account.id, project, mapping.tracker)) is True
        found = side_of(mapping, account, is_proven=is_proven)
        if found.side == "client":
            return found
    return found
