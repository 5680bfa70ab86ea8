"""Makes the people who are asked for a word watchers of the issue."""

from __future__ import annotations

from plugin.core.model.effects import AddWatcher, PostComment, ShowVerdict
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.step import Step


def add_watchers(step: Step) -> Outcome:
    """Make each person whom a comment asks for a word a watcher, once an issue.

    They are written before the comment, which waits a moment: the tracker tells watchers of it.
    """
    mapping = step.now.baseline.mapping
    if "watch" not in mapping.tracker.notify:
        return NOTHING
    wanted = {
        (request.subject, key)
        for request in step.outcome.effects
        if isinstance(request.effect, PostComment | ShowVerdict) and not request.keeps_wording
        for key in request.effect.asks
        if mapping.people[key].account
    }
    effects = tuple(
        EffectRequest(subject, Slot(SlotKind.WATCH, key), AddWatcher(person=key))
        for subject, key in sorted(wanted)
    )
    return Outcome(effects=effects) if effects else NOTHING
