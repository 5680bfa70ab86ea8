"""Tells the timeline what was decided, and which files came."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.model import ContractMapping
from plugin.core.model.events import IssueSeen
from plugin.core.model.exchanges import Exchange, comment_exchange_id
from plugin.core.model.internal_events import AnswerGiven, ChoiceGiven, CommandGiven
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step
from plugin.core.timeline.entries import OURS, SaidIn, iter_acts, make_bonus, make_offer
from plugin.core.timeline.files import list_new_files, make_file_exchange


def tell_exchanges(step: Step) -> Outcome:
    """Tell the timeline of offers, decisions, signatures and the like.

    What a comment did is told in the place of that comment, so that nothing shows twice.
    """
    mapping, now = step.now.baseline.mapping, step.now.baseline.now
    is_silent = mapping.contract.mode == "observe"
    comment = None
    if isinstance(step.event, CommandGiven | ChoiceGiven | AnswerGiven):
        speaker = step.event.speaker
        comment = SaidIn(comment_exchange_id(speaker.comment_id), speaker.key)
    found = [
        act
        for act in iter_acts(mapping, step.outcome.entries, now, comment)
        if act.person or not (is_silent and act.details.get("entry") in OURS)
    ]
    if not is_silent:
        found += _offers(step)
    return Outcome(exchanges=tuple(found)) if found else NOTHING


def tell_files(step: Step) -> Outcome:
    """Tell the timeline of files that somebody attached to an issue."""
    if not isinstance(step.event, IssueSeen) or step.state is None:
        return NOTHING
    found = tuple(_files(step.now.baseline.mapping, step.event))
    return Outcome(exchanges=found) if found else NOTHING


def _offers(step: Step) -> Iterator[Exchange]:
    for request in step.outcome.effects:
        if request.keeps_wording:
            continue
        state = step.now.states.get(request.subject)
        offer = make_offer(
            request, state.change.offer if state and state.change else None, step.now.baseline.now
        )
        bonus = make_bonus(request, step.now.baseline.now)
        yield from (each for each in (offer, bonus) if each is not None)


def _files(mapping: ContractMapping, event: IssueSeen) -> Iterator[Exchange]:
    if event.actor is None or event.at is None:
        return
    for name in list_new_files(event.changes):
        file = make_file_exchange(mapping, event.issue.id, name, event.actor, event.at)
        if file is not None:
            yield file
