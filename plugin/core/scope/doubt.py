"""An estimate that is more likely a slip than work: it is asked about first.

It offers nothing, and takes nothing of an item's quantities, until a person with `estimate` confirms it.
"""

from __future__ import annotations

from decimal import Decimal

from plugin.core.facts import Baseline
from plugin.core.model.issue_state import IssueState

MAX_HOURS = Decimal(2000)
"""About a year of one person's work."""
MAX_TIMES_OF_STAGE = 20


def with_doubt(baseline: Baseline, before: IssueState | None, state: IssueState) -> IssueState:
    """Return the state with its estimate doubted, or believed.

    What was decided about an estimate stays until it changes: an offer that was published keeps its figures.
    """
    estimate = state.issue.estimate_hours
    if before is not None and before.verdict is not None and before.issue.estimate_hours == estimate:
        return state
    is_doubted = is_absurd(estimate, find_stage_hours(baseline, state))
    return (
        state
        if is_doubted == state.estimate_doubted
        else state.model_copy(update={"estimate_doubted": is_doubted})
    )


def is_absurd(estimate: Decimal | None, stage_hours: Decimal) -> bool:
    """Tell whether an estimate is over 2,000 h or over twenty times the stage.

    >>> [is_absurd(Decimal(hours), Decimal(60)) for hours in (1200, 1201, 2001)]
    [False, True, True]
    >>> is_absurd(Decimal(2000), Decimal(0))
    False
    """
    if estimate is None:
        return False
    return estimate > MAX_HOURS or 0 < stage_hours * MAX_TIMES_OF_STAGE < estimate


def find_stage_hours(baseline: Baseline, state: IssueState) -> Decimal:
    """Return the hours that the issue's stage includes; 0 where none are stated."""
    stage = baseline.mapping.stage(state.stage or "")
    items = stage.items if stage else ()
    return sum((item.hours for item in items if item.hours), Decimal(0))


def write_hours(hours: Decimal) -> str:
    """Return hours as a command takes them.

    >>> write_hours(Decimal("2000.5"))
    '2000h30m'
    """
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole}h{minutes}m" if minutes else f"{whole}h"
