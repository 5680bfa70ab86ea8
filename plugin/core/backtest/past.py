"""An issue's past, told from its last state and its history."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from mappings.model import parse_hours
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.core.model.readings import FieldEdit, Move
from plugin.core.needs.editors import FIELD_NAMES

_SETS = {"labels": re.compile(r"[\s,]+"), "components": re.compile(r"\n"), "versions": re.compile(r"\n")}
_TEXTS = ("summary", "type")


@dataclass(frozen=True)
class PastIssue:
    """An issue as the tracker shows it now, with what it tells of its past.

    Attributes:
        issue: the snapshot as it is now.
        comments: everybody's comments, oldest first.
        moves: its changes of status; None: the tracker told of none, or was not asked.
        edits: its other changes, with what stood before where the tracker says that.
    """

    issue: IssueSnapshot
    comments: tuple[Comment, ...] = ()
    moves: tuple[Move, ...] | None = None
    edits: tuple[FieldEdit, ...] | None = None


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an issue.

    Attributes:
        at: when.
        issue: the issue afterwards.
        by: who did it.
        changes: what changed; nothing at its creation.
        comment: the comment that was written; None where the issue itself changed.
        is_first: whether it is the issue's creation.
    """

    at: datetime
    issue: IssueSnapshot
    by: Account | None = None
    changes: tuple[FieldChange, ...] = ()
    comment: Comment | None = None
    is_first: bool = False


@dataclass(frozen=True)
class _Act:
    at: datetime
    by: Account
    change: FieldChange


def list_moments(past: PastIssue) -> list[Moment]:
    """Return what happened to an issue, in order.

    Each look shows the issue as it was then, as far as the history says what stood before; fields of which it
    does not are as they are now.
    """
    created = past.issue.created
    if created is None:
        return []
    acts = sorted(_list_acts(past, created), key=lambda act: act.at)
    looks: list[IssueSnapshot] = [past.issue]
    for act in reversed(acts):
        looks.append(revert(looks[-1], act.change))
    looks.reverse()
    first = looks[0].model_copy(update={"updated": created})
    moments = [Moment(created, first, past.issue.reporter, is_first=True)]
    for act, look in zip(acts, looks[1:], strict=True):
        shown, last = look.model_copy(update={"updated": act.at}), moments[-1]
        if not last.is_first and (last.at, last.by) == (act.at, act.by):
            moments[-1] = replace(last, issue=shown, changes=(*last.changes, act.change))
        else:
            moments.append(Moment(act.at, shown, act.by, (act.change,)))
    return _with_comments(moments, past.comments, created)


def _list_acts(past: PastIssue, created: datetime) -> Iterator[_Act]:
    for move in past.moves or ():
        if move.at is not None and move.at >= created:
            change = FieldChange(field="status", before=move.from_status, after=move.to_status)
            yield _Act(move.at, move.by, change)
    for edit in past.edits or ():
        if edit.change is not None and edit.field != "status" and edit.at is not None and edit.at >= created:
            yield _Act(edit.at, edit.by, edit.change)


def _with_comments(moments: list[Moment], comments: Iterable[Comment], created: datetime) -> list[Moment]:
    """Return the moments with the comments between them."""
    looks = list(moments)
    for comment in comments:
        if comment.created is not None:
            at = max(comment.created, created)
            shown = next((look.issue for look in reversed(looks) if look.at <= at), looks[0].issue)
            moments.append(Moment(at, shown, comment.author, comment=comment))
    # A comment of the same moment comes after the edit that it was made with.
    return sorted(moments, key=lambda each: (each.at, each.comment is not None))


def revert(issue: IssueSnapshot, change: FieldChange) -> IssueSnapshot:
    """Return an issue as it was before a change; the same where it does not fit.

    >>> issue = IssueSnapshot(id="1", key="A-1", project="A", summary="Form", labels=frozenset({"a"}))
    >>> revert(issue, FieldChange(field="summary", before="From", after="Form")).summary
    'From'
    >>> revert(issue, FieldChange(field="labels", before="a b", after="a")).labels == {"a", "b"}
    True
    """
    what = _name_input(change)
    before, after = change.before, change.after
    if what == "status" and issue.status == after:
        return issue.model_copy(update={"status": before})
    if what in _TEXTS and getattr(issue, what) == after:
        return issue.model_copy(update={what: before})
    if what in _SETS:
        return issue.model_copy(update={what: _revert_set(getattr(issue, what), _SETS[what], before, after)})
    if what == "parent" and (issue.parent or "") == after:
        return issue.model_copy(update={"parent": before or None})
    if what == "estimate":
        return _revert_estimate(issue, before, after)
    return issue


def _name_input(change: FieldChange) -> str:
    names = {change.field.lower(), change.name.lower()}
    if "status" in names:
        return "status"
    return next((what for what, called in FIELD_NAMES.items() if names & called), "")


def _revert_set(now: frozenset[str], mark: re.Pattern[str], before: str, after: str) -> frozenset[str]:
    had, has = (frozenset(filter(None, mark.split(text))) for text in (before, after))
    return (now - (has - had)) | (had - has)


def _revert_estimate(issue: IssueSnapshot, before: str, after: str) -> IssueSnapshot:
    had, has = _read_hours(before), _read_hours(after)
    if (before and had is None) or has != (issue.estimate_hours or None):
        return issue
    return issue.model_copy(update={"estimate_hours": had})


def _read_hours(text: str) -> Decimal | None:
    try:
        return parse_hours(text) or None if text else None
    except ValueError:
        return None
