"""The rows of waiting in the table of policies."""

from __future__ import annotations

from plugin.core import commands as given
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step
from plugin.core.waiting.absences import take_away
from plugin.core.waiting.asks import take_ask, take_promise
from plugin.core.waiting.calls import take_call, take_called
from plugin.core.waiting.replies import keep_promise, take_cancel, take_got, take_remind


def take_wait_commands(step: Step) -> Outcome:
    """Take a command about what somebody owes."""
    event, state = step.event, step.state
    if not isinstance(event, CommandGiven) or state is None or state.deleted:
        return NOTHING
    speaker = event.speaker
    match event.command:
        case given.Ask() as command:
            return take_ask(step, state, command, speaker)
        case given.Call() as command:
            return take_call(step, state, command, speaker)
        case given.Called() as command:
            return take_called(step, state, command, speaker)
        case given.Away() as command:
            return take_away(step, state, command, speaker)
        case given.Promise() as command:
            return take_promise(step, state, command, speaker)
        case given.Got() as command:
            return take_got(step, state, command, speaker)
        case given.Cancel() as command:
            return take_cancel(step, state, command, speaker)
        case given.Remind() as command:
            return take_remind(step, state, command, speaker)
        case given.PromiseKept() as command:
            return keep_promise(step, state, command, speaker)
        case _:
            return NOTHING
