"""The choice: a number in a comment or on a signed page becomes a decision.

Where it does not, the answer says why.
"""

from __future__ import annotations

from plugin.core.choice.choice import PageChoice, choose
from plugin.core.model.events import PageAnswered
from plugin.core.model.internal_events import ChoiceGiven
from plugin.core.model.issue import Account
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step


def take_choice(step: Step) -> Outcome:
    """Take an option of the offer."""
    event, state = step.event, step.state
    if state is None or state.deleted:
        return NOTHING
    if isinstance(event, ChoiceGiven) and step.outcome is not NOTHING:
        # The number was about something else on this issue.
        return NOTHING
    if isinstance(event, ChoiceGiven):
        speaker = event.speaker
        return choose(step.about, state, event.numbers, speaker.account, speaker.at, speaker.comment)
    if isinstance(event, PageAnswered) and event.word == "choose" and event.number is not None:
        page, nobody = PageChoice(event.person, event.version), Account(id="")
        said_in = page_answer(event)
        return choose(step.about, state, [event.number], nobody, event.at, said_in, on_page=page)
    return NOTHING


def page_answer(event: PageAnswered) -> str:
    """Return what names the slot of the answer to a signed page."""
    return f"page-{event.link}"
