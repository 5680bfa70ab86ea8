"""Where a stage is, in one word, and how many signatures it needs."""

from __future__ import annotations

from mappings.model import Stage
from plugin.core.model.stage_state import SignOffState, StageState


def name_progress(state: StageState, *, is_due: bool, is_shut: bool) -> str:
    """Return where a stage is: a state of its sign-off, `working` or `shut`.

    Args:
        state: what is on record about it.
        is_due: whether it is with its signatories now.
        is_shut: whether a gate keeps it shut.
    """
    if state.state is not SignOffState.AWAITED or is_due:
        return state.state.value
    return "shut" if is_shut else "working"


def count_needed(stage: Stage, named: int) -> int:
    """Return how many signatures complete a stage, of the people who may sign."""
    quorum = stage.sign_off.quorum if stage.sign_off else "any"
    if quorum == "all":
        return named
    return 1 if quorum == "any" else min(int(quorum), named)
