"""Who made an edit that would change a verdict.

That is the event's actor, where it tells of the edit; else the tracker's history is asked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from datetime import timedelta

from mappings.model import ContractMapping
from plugin.core.model.events import IssueSeen
from plugin.core.model.held_edits import FIELD, UNKNOWN_EDITOR, EditedBy
from plugin.core.model.issue import Account
from plugin.core.model.readings import FieldEdit
from plugin.core.needs.questions import Answer, AskTeam, Known, Need, ReadEdits
from plugin.core.scope.client_edits import find_changed_inputs, side_of
from plugin.core.scope.match import is_named

_CLOCK_TOLERANCE = timedelta(seconds=2)
ESTIMATE = "estimate"
_NO_EDIT = frozenset({"status", "resolution", "comment", ""})
"""Fields whose change says nothing about who changed another one."""
FIELD_NAMES: Mapping[str, frozenset[str]] = {
    ESTIMATE: frozenset(
        {ESTIMATE, "timeoriginalestimate", "original estimate", "estimated_hours", "estimation"}
    ),
    "type": frozenset({"type", "issuetype", "tracker", "tracker_id"}),
    "project": frozenset({"project", "project_id", "key"}),
    "summary": frozenset({"summary", "subject"}),
    "parent": frozenset({"parent", "parent_id", "issueparentassociation", "subtask of", "epic link"}),
    "labels": frozenset({"labels", "tags", "tag"}),
    "components": frozenset({"components", "component", "category", "category_id", "subsystem"}),
    "versions": frozenset(
        {"fixversions", "fix version", "fix versions", "fixed_version", "fixed_version_id"}
    ),
}
"""What trackers call the inputs of a verdict, in lower case. An unknown name costs a look, nothing else."""


def find_editor_of(event: IssueSeen, known: Known, *, told: bool) -> Generator[Need, Answer, IssueSeen]:
    """Return the event with who made its edit, where that decides what counts.

    Args:
        event: the issue as seen.
        known: what is known before anything is read.
        told: whether the tracker told of this very moment, so that its changes are the actor's.
    """
    mapping = known.mapping_on_record() or known.governing(event.issue)
    if mapping is None or event.edited_by is not None:
        return event
    changed = _find_changed(mapping, known, event)
    is_imported = told and known.state is None and event.actor is None and event.change == "updated"
    if not changed or is_imported:
        # What stood there before the contract began is nobody's edit.
        return event
    if told and _is_told(mapping, event, changed):
        who = event.actor or (event.issue.reporter if event.change == "created" else None)
        editors = [who] if who is not None else []
    else:
        editors = yield from _read_editors(mapping, event, known, changed)
    by = yield from _find_side(mapping, event, known, editors)
    return event.model_copy(update={"edited_by": by})


def with_actor_proven(event: IssueSeen, known: Known) -> Generator[Need, Answer, IssueSeen]:
    """Ask whether a stranger who acts on what is waited for belongs to our side."""
    mapping = known.mapping_on_record()
    account = event.actor.id if event.actor is not None else ""
    is_stranger = mapping is not None and bool(account) and mapping.person_by_account(account) is None
    if mapping is None or not is_stranger or not known.is_waited_for or not event.changes:
        return event
    proven = (yield AskTeam(account, event.issue.project, mapping.tracker)) is True
    return event.model_copy(update={"is_by_team": proven})


def is_of_its_moment(event: IssueSeen) -> bool:
    """Tell whether a webhook shows the issue as it was then.

    What was read for it later may show edits of others.
    """
    updated, at = event.issue.updated, event.at
    return updated is None or at is None or updated <= at + _CLOCK_TOLERANCE


def _is_told(mapping: ContractMapping, event: IssueSeen, changed: Iterable[str]) -> bool:
    """Tell whether a webhook names every change.

    What it only shows may be another person's.
    """
    if event.change == "created":
        return True
    named = {name.lower() for change in event.changes for name in (change.field, change.name)}
    return all(named & _names_of(mapping, what) for what in changed)


def _names_of(mapping: ContractMapping, what: str) -> frozenset[str]:
    """Return what the tracker may call an input, in lower case."""
    own = mapping.tracker.fields
    if what.startswith(FIELD):
        name = what.removeprefix(FIELD).lower()
        is_link = name in (own.get("epic", "").lower(), "parent")
        return frozenset({name}) | (FIELD_NAMES["parent"] if is_link else frozenset())
    return FIELD_NAMES[what] | {own[what].lower()} if what in own else FIELD_NAMES[what]


def _find_changed(mapping: ContractMapping, known: Known, event: IssueSeen) -> tuple[str, ...]:
    """Return what of the edit may change a verdict, so that the editor's side counts."""
    state, estimate = known.state, event.issue.estimate_hours or None
    if state is None:
        is_estimated = estimate is not None and not is_named(event.issue, mapping)
        return (ESTIMATE,) if is_estimated else ()
    changed = (ESTIMATE,) if (state.issue.estimate_hours or None) != estimate else ()
    if not (state.has_open_change or state.held):
        return changed
    return (*changed, *find_changed_inputs(mapping, state.issue, event.issue))


def _read_editors(
    mapping: ContractMapping, event: IssueSeen, known: Known, changed: Iterable[str]
) -> Generator[Need, Answer, list[Account]]:
    """Return who made these changes since the issue was last seen.

    Nobody where the tracker cannot tell.
    """
    answer = yield ReadEdits(event.issue.id)
    if not isinstance(answer, tuple):
        return []
    history = [edit for edit in answer if isinstance(edit, FieldEdit) and edit.field not in _NO_EDIT]
    names = frozenset[str]().union(*(_names_of(mapping, what) for what in changed))
    named = [edit for edit in history if edit.field.lower() in names]
    if known.state is None:
        by_creation = [event.issue.reporter] if event.issue.reporter else []
        return [edit.by for edit in named][-1:] or by_creation
    since = known.state.issue.updated
    found = [
        [edit.by for edit in edits if since is None or edit.at is None or edit.at > since]
        for edits in (named, history)
    ]
    return found[0] or found[1]


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
