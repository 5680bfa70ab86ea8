"""A contract's history in memory: decides events in order, without a database.

What the service keeps in tables is kept in dictionaries here, and what one decision is given is as narrow as
there. So the rules can be tried on a project's past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from plugin.core.backtest.project_memory import ProjectMemory
from plugin.core.contract_facts import ShownEffect
from plugin.core.decide import decide_all
from plugin.core.facts import Baseline
from plugin.core.model.actor import Actor
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.events import Event
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.slots import VERDICT_SLOT, Slot
from plugin.core.model.verdict import VerdictKind


@dataclass
class History:
    """What one contract has come to so far.

    Attributes:
        baseline: the contract with everything that was decided about dates and stages.
        effects: what each slot should show, by subject and slot.
    """

    baseline: Baseline
    effects: dict[tuple[str, Slot], EffectRequest] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.memory = ProjectMemory(self.baseline.mapping)

    @property
    def states(self) -> Mapping[str, IssueState]:
        """Every issue that was ever seen, by the tracker's id."""
        return self.memory.states

    def decide(
        self,
        events: Sequence[Event | InternalEvent],
        now: datetime,
        movers: Mapping[str, Actor] | None = None,
    ) -> Outcome:
        """Decide events at a moment, and keep what follows.

        Args:
            events: what happened, in order.
            now: the moment.
            movers: who moved a stage's issue to an accepted status, by the issue's id.
        """
        facts = self.memory.facts(self.baseline.at(now), events, movers or {})
        whole = NOTHING
        for _, outcome in decide_all(events, facts):
            whole = whole.and_then(outcome)
            facts = facts.after(outcome)
        self.baseline = facts.baseline
        self.memory.keep(whole)
        self.effects |= {(request.subject, request.slot): request for request in whole.effects}
        return whole

    def show(self, subject: str, slot: Slot, at: datetime) -> None:
        """Record that the tracker shows a slot: from now on people can read it."""
        effect = self.effects[(subject, slot)].effect
        self.memory.note_shown(subject, slot, ShownEffect(effect, at))
        state = self.states.get(subject)
        if not isinstance(effect, ShowVerdict) or state is None or slot != VERDICT_SLOT:
            return
        if effect.says == "offer" and effect.version:
            self.memory.note_published(subject, effect.version, at)
        if effect.says == "bonus" and state.kind is VerdictKind.BONUS and not state.announced:
            self.memory.put(state.model_copy(update={"announced": True}))
