"""Which wait a command means: the number it names, else the only open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugin.core.model.actor import Speaker
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.waits import Wait, WaitKind
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.texts import waiting_messages as say

LISTED = (WaitKind.INPUT, WaitKind.PROMISE, WaitKind.CONFIRMATION)
"""The kinds that an issue lists under numbers; an offer and a sign-off speak for themselves."""


@dataclass(frozen=True)
class Meant:
    """The wait that a command means; without one, the question that is asked instead."""

    wait: Wait | None
    question: Outcome


def find_meant(
    step: Step,
    state: IssueState,
    speaker: Speaker,
    word: str,
    number: int | None,
    fits: Callable[[Wait], bool] = lambda wait: wait.is_open,
    rest: str = "",
) -> Meant:
    """Return the wait that a command means.

    Args:
        step: the decision.
        state: the issue.
        speaker: who gave the command.
        word: the command, as the writer typed it.
        number: the number that it names; None: the only one that fits.
        fits: tells which waits the command may be about.
        rest: what else the command says, for an example to copy.
    """
    waits = step.now.waits_of(state.issue.id)
    listed = [wait for wait in waits if wait.series == "asked"]
    open_ones = [wait for wait in listed if fits(wait)]
    found = [wait for wait in open_ones if number in (None, wait.number)]
    if len(found) == 1:
        return Meant(found[0], Outcome())
    message = say.WhichWait(
        person=speaker.name,
        word=word,
        open_ones=tuple((wait.number, wait.what) for wait in open_ones),
        written=number,
        others_wait=any(wait.is_open for wait in waits),
        rest=rest,
    )
    answer = make_answer(step.now.baseline, state, reply_slot(speaker.comment), message)
    return Meant(None, Outcome(Result.HINT, effects=(answer,)))
