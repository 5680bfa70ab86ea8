"""Edits of an issue by the side that gains: kept, told, and not counted."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from plugin.core.model.issue import Frozen, IssueSnapshot

InputValue = str | frozenset[str] | tuple[str, ...] | None
"""What an input of a verdict holds: one word, or several."""

EditSide = Literal["client", "contractor", "unknown"]

FIELD = "field:"
"""Begins the name of an input that is a field of the tracker."""


class EditedBy(Frozen):
    """Who changed an issue, as far as it matters whose edit counts.

    `unknown`: the tracker cannot tell, for want of a history or an actor.
    """

    side: EditSide = "unknown"
    name: str = ""


UNKNOWN_EDITOR = EditedBy()


class HeldEdit(Frozen):
    """One input of a verdict that somebody of the client's side changed.

    Attributes:
        what: the input: `type`, `project`, `labels`, `estimate` … or `field:` with the tracker's field.
        by: the person's name; empty where the tracker does not tell.
        at: when, by the tracker's time.
        before: what counts, as people read it.
        after: what the tracker shows, as people read it.
    """

    what: str
    by: str = ""
    at: AwareDatetime | None = None
    before: str = ""
    after: str = ""


def read_input(issue: IssueSnapshot, what: str) -> InputValue:
    """Return an input of an issue by its name."""
    if what.startswith(FIELD):
        return issue.fields.get(what.removeprefix(FIELD), ())
    found: InputValue = getattr(issue, what)
    return found


def with_input(issue: IssueSnapshot, what: str, value: InputValue) -> IssueSnapshot:
    """Return the issue with another value of an input."""
    if not what.startswith(FIELD):
        return issue.model_copy(update={what: value})
    fields = {key: each for key, each in issue.fields.items() if key != what.removeprefix(FIELD)}
    if value:
        fields[what.removeprefix(FIELD)] = (value,) if isinstance(value, str) else tuple(value)
    return issue.model_copy(update={"fields": fields})


def write_input(value: InputValue) -> str:
    """Return an input's value as people read it.

    >>> write_input(frozenset({"b", "a"})), write_input(None)
    ('a, b', '')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else ", ".join(sorted(value))
