"""One step of a decision: the event, the facts, and what earlier policies decided."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from plugin.core import commands as given
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import IssueFacts
from plugin.core.model.events import Event, IssueDeleted, IssueSeen
from plugin.core.model.internal_events import CommandGiven, InternalEvent, IssueLeft, RejudgeDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, Outcome

_OF_FACTS = ("about", "judges", "followed")
"""What of a step is found once, and again only after the facts changed."""

_JUDGING = (IssueSeen, IssueDeleted, IssueLeft, RejudgeDue)


@dataclass(frozen=True)
class Step:
    """What a policy is given.

    Attributes:
        event: what happened.
        before: the facts when it happened.
        now: the facts with everything that earlier policies decided.
        outcome: what earlier policies decided.
    """

    event: Event | InternalEvent
    before: ContractFacts
    now: ContractFacts
    outcome: Outcome = NOTHING

    @property
    def subject(self) -> str:
        """The id of the issue that the event is about."""
        return self.event.issue.id if isinstance(self.event, IssueSeen) else self.event.issue_id

    @property
    def was(self) -> IssueState | None:
        """What was on record about the issue when the event happened."""
        return self.before.states.get(self.subject)

    @property
    def state(self) -> IssueState | None:
        """The state of the issue now."""
        return self.now.states.get(self.subject)

    @cached_property
    def about(self) -> IssueFacts:
        """The facts about the issue as they stand now."""
        return self.now.about(self.subject)

    @cached_property
    def judges(self) -> bool:
        """Whether the event calls for verdicts: what they depend on may have changed."""
        if self.state is None:
            return False
        if isinstance(self.event, IssueLeft) and self.state.decided:
            return False
        if isinstance(self.event, IssueDeleted) and self.was is not None and self.was.deleted:
            return False
        asked_for = isinstance(self.event, CommandGiven) and isinstance(
            self.event.command, given.Recheck | given.Forecast
        )
        return isinstance(self.event, _JUDGING) or asked_for or self.state != self.was

    @cached_property
    def followed(self) -> tuple[tuple[IssueState | None, IssueState], ...]:
        """The issue in question, then every other that changed.

        Each comes with its state before.
        """
        if not self.judges or self.state is None:
            return ()
        known = self.before.states
        others = (
            (known.get(key), state)
            for key, state in self.now.states.items()
            if key != self.subject and state is not known.get(key) and state != known.get(key)
        )
        return ((self.was, self.state), *others)

    def with_outcome(self, made: Outcome) -> Step:
        """Return the step after a policy."""
        if made is NOTHING or made == NOTHING:
            return self
        now = self.now.after(made)
        following = Step(self.event, self.before, now, self.outcome.and_then(made))
        if now is self.now:
            found = self.__dict__
            following.__dict__.update({name: found[name] for name in _OF_FACTS if name in found})
        return following
