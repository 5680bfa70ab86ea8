"""What is open on an issue whose work is done: said once, and nobody is reminded."""

from __future__ import annotations

from plugin.core.model.events import IssueSeen
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_issues import is_done
from plugin.core.model.waits import Wait, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.waiting.wait_lines import find_name
from plugin.texts import waiting_messages as say


def rest_done_issues(step: Step) -> Outcome:
    """Rest reminders where an issue becomes done; they go on where it is opened again."""
    event, state, was = step.event, step.state, step.was
    if not isinstance(event, IssueSeen) or state is None or was is None or state.deleted:
        return NOTHING
    mapping = step.now.baseline.mapping
    done, was_done = is_done(mapping, state), is_done(mapping, was)
    if done == was_done:
        return NOTHING
    waits = [
        wait
        for wait in step.now.waits_of(state.issue.id)
        if _is_listed(wait) or (wait.is_open and wait.rests)
    ]
    changed = tuple(wait.model_copy(update={"rests": done}) for wait in waits if wait.rests != done)
    if not changed:
        return NOTHING
    told = [wait for wait in changed if wait.state is WaitState.OPEN and not wait.quiet]
    if not done or not told:
        return Outcome(waits=changed)
    baseline, first = step.now.baseline, told[0]
    ru = mapping.contract.language == "ru"
    message = say.DoneWithOpenWaits(
        person=find_name(baseline, first.asked_by),
        open_ones=tuple((wait.number, wait.what) for wait in told),
        got="получили" if ru else "got",
        cancel="снять" if ru else "cancel",
    )
    slot = Slot(SlotKind.WAITING, "done:" + ",".join(str(wait.number) for wait in told))
    return Outcome(waits=changed, effects=(make_answer(baseline, state, slot, message),))


def _is_listed(wait: Wait) -> bool:
    """Tell whether it is open and was asked for by a person."""
    return wait.is_open and wait.series == "asked"
