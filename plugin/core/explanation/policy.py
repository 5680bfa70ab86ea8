"""Answers `/why` and `/help`, and gives one hint for a command not understood."""

from __future__ import annotations

from plugin.core import commands as given
from plugin.core.commands.vocabulary import KNOWN
from plugin.core.explanation.examples import fit_example
from plugin.core.explanation.explanation import explain
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_issues import is_kick_off
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.texts import answer_messages as answers

_NUMBERED = ("choose", "done", "undo")
"""Commands whose argument is a number."""


def answer_questions(step: Step) -> Outcome:
    """Answer a question, or give the hint that helps to write a command."""
    event, state, baseline = step.event, step.state, step.now.baseline
    if not isinstance(event, CommandGiven) or state is None:
        return NOTHING
    mapping, message, result = baseline.mapping, None, Result.HINT
    match event.command:
        case given.Why():
            message, result = explain(step.about, state), Result.WHY
        case given.Help():
            key = event.speaker.key
            side = mapping.people[key].side if key else "client"
            message, result = answers.HelpShown(side == "client", mapping.answers.bare_digit), Result.HELP
        case given.Hint() as hint:
            numbered = hint.reason == "argument" and KNOWN.get(hint.suggestion or "") in _NUMBERED
            about: answers.HintAbout = "number" if numbered else ""
            example = fit_example(hint.example, baseline, event.speaker.key)
            message = answers.CommandHint(hint.word, hint.suggestion, example, about, hint.days, hint.day)
        case given.Agree() as command if not is_kick_off(mapping, state.issue):
            message = answers.CommandHint(command.word or "agree", None, None)
    if message is None:
        return NOTHING
    return Outcome(
        result, effects=(make_answer(baseline, state, reply_slot(event.speaker.comment), message),)
    )
