"""The living comment of an issue's waits: one line each, edited in place."""

from __future__ import annotations

from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import WAITS_SLOT, Slot, SlotKind
from plugin.core.model.waits import Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_comment
from plugin.core.step import Step
from plugin.core.waiting.wait_lines import make_line
from plugin.texts import waiting_messages as say

MAX_LINES = 6


def show_waits(step: Step) -> Outcome:
    """Show what is waited for on each issue whose waits changed.

    The first question is the living comment itself, which mentions who owes. A later one edits it, which
    nobody is told of: it gets a short comment of its own.
    """
    listed = [wait for wait in step.outcome.waits if _is_listed(wait)]
    changed = dict.fromkeys(wait.issue for wait in listed if step.before.waits.get(wait.key) != wait)
    effects: list[EffectRequest] = []
    for issue in changed:
        state = step.now.states.get(issue)
        if state is not None and not state.deleted:
            effects += _show(step, state)
    return Outcome(effects=tuple(effects)) if effects else NOTHING


def _show(step: Step, state: IssueState) -> list[EffectRequest]:
    baseline = step.now.baseline
    waits = [wait for wait in step.now.waits_of(state.issue.id) if _is_listed(wait)]
    known = [wait for wait in waits if wait.key in step.before.waits]
    fresh = [wait for wait in waits if wait not in known and wait.state is WaitState.OPEN]
    fresh = [wait for wait in fresh if wait.key not in step.before.waits]
    owing = [wait.owed_by for wait in waits if wait.state is WaitState.OPEN and _asks(wait)]
    shown = _pick_shown(waits)
    message = say.WaitsShown(
        lines=tuple(make_line(baseline, wait) for wait in shown),
        more=len([wait for wait in waits if wait.is_open and wait not in shown]),
        ours=all(wait.asked_side == "contractor" for wait in waits),
    )
    comment = make_comment(baseline, message, owing, living=True)
    effects = [EffectRequest(state.issue.id, WAITS_SLOT, comment)]
    if known:
        effects += [_tell(step, state, wait) for wait in fresh]
    return effects


def _pick_shown(waits: list[Wait]) -> list[Wait]:
    """Return what fits into a short comment: open waits first, then ended ones."""
    open_ones = [wait for wait in waits if wait.is_open][:MAX_LINES]
    ended = [wait for wait in waits if not wait.is_open]
    kept = ended[-max(0, MAX_LINES - len(open_ones)) :] if len(open_ones) < MAX_LINES else []
    return sorted([*open_ones, *kept], key=lambda wait: wait.number)


def _tell(step: Step, state: IssueState, wait: Wait) -> EffectRequest:
    baseline = step.now.baseline
    message = say.Asked(make_line(baseline, wait), ours=wait.asked_side == "contractor")
    asks = (wait.owed_by,) if _asks(wait) else ()
    slot = Slot(SlotKind.WAITING, f"asked:{wait.number}")
    return EffectRequest(state.issue.id, slot, make_comment(baseline, message, asks))


def _is_listed(wait: Wait) -> bool:
    """Tell whether the comment lists a wait; a write-up asks for its yes itself."""
    return wait.series == "asked" and wait.kind is not WaitKind.CONFIRMATION


def _asks(wait: Wait) -> bool:
    return wait.kind is not WaitKind.PROMISE
