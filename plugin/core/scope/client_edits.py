"""Which edits of an open change count: never those of the client's side.

The verdict of an open change stands whatever the client's side does to the issue: what it was judged by is
kept, input by input, until our side makes the same edit or the client takes theirs back. An estimate that the
client's side set never counts before our side confirms it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.facts import Baseline
from plugin.core.model.events import IssueSeen
from plugin.core.model.held_edits import (
    FIELD,
    UNKNOWN_EDITOR,
    EditedBy,
    HeldEdit,
    InputValue,
    read_input,
    with_input,
    write_input,
)
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.scope.match import belongs, match_issue

_INPUTS = ("type", "project", "summary", "parent", "labels", "components", "versions")
_EDITS_BY_US = "contractor"


def find_editor(mapping: ContractMapping, event: IssueSeen) -> EditedBy:
    """Return who made an edit: as looked up in the tracker, else by the event's actor.

    Somebody whom the mapping does not name counts as ours only where the tracker proved it.
    """
    if event.edited_by is not None:
        return event.edited_by
    return side_of(mapping, event.actor) if event.actor is not None else UNKNOWN_EDITOR


def side_of(mapping: ContractMapping, account: Account, *, is_proven: bool = False) -> EditedBy:
    """Return on which side an account stands.

    Args:
        mapping: the contract.
        account: somebody in the tracker.
        is_proven: whether the tracker shows the account in our team.
    """
    found = mapping.person_by_account(account.id) if account.id else None
    if found is not None:
        return EditedBy(side=found[1].side, name=found[1].name)
    if not account.id:
        return EditedBy(name=account.name)
    return EditedBy(side="contractor" if is_proven else "client", name=account.name)


def list_inputs(mapping: ContractMapping) -> tuple[str, ...]:
    """Return the inputs by which an issue is placed, fields of the tracker among them."""
    links = [item.link for stage in mapping.stages for item in stage.items if item.link]
    names = {name for link in links for name in link.field or {}} | {"parent"}
    epic = mapping.tracker.fields.get("epic")
    names |= {epic} if epic and epic != "parent" else set()
    return (*_INPUTS, *(f"{FIELD}{name}" for name in sorted(names)))


def find_changed_inputs(
    mapping: ContractMapping, before: IssueSnapshot, after: IssueSnapshot
) -> tuple[str, ...]:
    """Return the inputs that differ between two looks at an issue.

    Labels that show verdicts are the service's own, and place nothing.
    """
    ours = mapping.tracker.labels.all

    def read(issue: IssueSnapshot, what: str) -> InputValue:
        return issue.labels - ours if what == "labels" else read_input(issue, what)

    before = _follow_rename(before, after)
    return tuple(what for what in list_inputs(mapping) if read(before, what) != read(after, what))


def hold_edits(
    baseline: Baseline, before: IssueState, after: IssueState, by: EditedBy, at: datetime | None
) -> IssueState:
    """Return the state after an edit, with what of it does not count.

    Args:
        baseline: the contract at this moment.
        before: the state on record.
        after: the same with the issue as seen now.
        by: who made the edit.
        at: when.
    """
    changed = find_changed_inputs(baseline.mapping, before.issue, after.issue)
    before, after = (_follow_renamed_project(state, after.issue) for state in (before, after))
    if not changed or (not before.held and (by.side == _EDITS_BY_US or not before.has_open_change)):
        return after
    if by.side == _EDITS_BY_US:
        return _with_counted(after, _apply_ours(before, after.issue, changed), before.held)
    if not before.has_open_change:
        return after
    kept = tuple(edit for edit in before.held if edit.what not in changed)
    tried = _with_counted(after, before.counted, kept)
    if _place(baseline, before) == _place(baseline, tried):
        return tried
    counted = before.counted
    fresh = tuple(
        HeldEdit(
            what=what,
            by=by.name,
            at=at,
            before=write_input(read_input(counted, what)),
            after=write_input(read_input(after.issue, what)),
        )
        for what in changed
    )
    return _with_counted(after, counted, (*kept, *fresh))


def is_held(mapping: ContractMapping, state: IssueState, event: IssueSeen) -> bool:
    """Tell whether an issue stays with its contract though it was moved or relabelled.

    So it is where its change is open and the client's side, or nobody whom the tracker names, took it away.
    """
    if not state.has_open_change or not belongs(state.counted, mapping) or belongs(event.issue, mapping):
        return False
    if find_editor(mapping, event).side != _EDITS_BY_US:
        return True
    changed = find_changed_inputs(mapping, state.issue, event.issue)
    return belongs(_apply_ours(state, event.issue, changed), mapping)


def hold_estimate(
    before: IssueState | None, after: IssueState, by: EditedBy, at: datetime | None
) -> IssueState:
    """Return the state after an edit, with the tracker's estimate counted or not.

    An estimate counts unless somebody of the client's side set it, at creation, too: then that of before
    counts on, or none.
    """
    shown = after.issue.estimate_hours
    was = before.issue.estimate_hours if before is not None else None
    if (shown or None) == (was or None):
        return after
    is_open = before is not None and before.has_open_change
    if by.side == _EDITS_BY_US or (by.side == "unknown" and not is_open):
        if before is None or (before.estimate_hours is None and before.unconfirmed is None):
            return after
        return after.model_copy(update={"estimate_hours": None, "estimate_seen": None, "unconfirmed": None})
    counted = before.estimate if before is not None else None
    if counted == (shown or None):
        return after.model_copy(update={"unconfirmed": None})
    edit = HeldEdit(what="estimate", by=by.name, at=at)
    seen = shown if counted is not None else None
    return after.model_copy(update={"unconfirmed": edit, "estimate_hours": counted, "estimate_seen": seen})


def _follow_renamed_project(state: IssueState, now: IssueSnapshot) -> IssueState:
    """Return the state with its project and keys as they are called now."""
    counted = _follow_rename(state.counted_as, now) if state.counted_as is not None else None
    return state.model_copy(update={"issue": _follow_rename(state.issue, now), "counted_as": counted})


def _follow_rename(before: IssueSnapshot, now: IssueSnapshot) -> IssueSnapshot:
    """Return an earlier look at an issue with the keys of today.

    Another key of one project is no edit.
    """
    if not now.project_id or before.project_id != now.project_id or before.project == now.project:
        return before

    def rename(key: str) -> str:
        project, _, number = key.rpartition("-")
        return f"{now.project}-{number}" if project == before.project and number.isdecimal() else key

    fields = {name: tuple(map(rename, values)) for name, values in before.fields.items()}
    parent = rename(before.parent) if before.parent else before.parent
    return before.model_copy(update={"project": now.project, "parent": parent, "fields": fields})


def _apply_ours(before: IssueState, issue: IssueSnapshot, changed: Iterable[str]) -> IssueSnapshot:
    """Return what counts after an edit of our side.

    Of several values in one input only those that it changed do.
    """
    counted = before.counted
    for what in changed:
        value, was, had = (read_input(each, what) for each in (issue, before.issue, counted))
        if isinstance(value, frozenset) and isinstance(was, frozenset) and isinstance(had, frozenset):
            value = (had | (value - was)) - (was - value)
        counted = with_input(counted, what, value)
    return counted


def _with_counted(state: IssueState, counted: IssueSnapshot, held: tuple[HeldEdit, ...]) -> IssueState:
    """Return the state with those held inputs that the tracker shows otherwise."""
    kept = tuple(
        edit for edit in held if read_input(counted, edit.what) != read_input(state.issue, edit.what)
    )
    return state.model_copy(update={"held": kept, "counted_as": counted if kept else None})


def _place(baseline: Baseline, state: IssueState) -> tuple[object, ...]:
    """Return where the inputs place the issue, and which quantities it takes."""
    placement = match_issue(
        state.counted,
        baseline.mapping,
        ruling=state.ruling,
        signed_off=baseline.signed_off,
        live_from=baseline.live_from,
    )
    item = placement.item
    counted_by = {each.label for each in (item.rounds, item.pieces) if each and each.label} if item else set()
    return (
        placement.evidence,
        placement.why_not,
        item.id if item else None,
        placement.exclusion.clause if placement.exclusion and item is None else None,
        state.counted.labels & counted_by,
    )
