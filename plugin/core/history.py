"""A contract's history in memory: decides events in order, without a database.

What the service keeps in tables is kept in dictionaries here, and every issue of the contract is among the
facts of every decision. So the rules can be tried on a project's past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from plugin.core.contract_facts import ContractFacts, ShownEffect
from plugin.core.decide import decide_all
from plugin.core.facts import Baseline, EarlierIssue
from plugin.core.model.actor import Actor
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.events import Event, IssueSeen
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome, RecordEntry
from plugin.core.model.slots import VERDICT_SLOT, Slot
from plugin.core.model.verdict import VerdictKind
from plugin.core.reach import IssueChange, keys_of
from plugin.core.scope.policy import with_edit
from plugin.core.scope.precedents import precedent_keys

MAX_EARLIER_ISSUES = 50
"""Maximum similar issues that a decision is given for each precedent key."""


@dataclass
class History:
    """What one contract has come to so far.

    Attributes:
        baseline: the contract with everything that was decided about dates and stages.
        states: every issue that was ever seen, by the tracker's id.
        entries: everything that went on record, in order.
        effects: what each slot should show, by subject and slot.
    """

    baseline: Baseline
    states: dict[str, IssueState] = field(default_factory=dict)
    entries: list[RecordEntry] = field(default_factory=list)
    effects: dict[tuple[str, Slot], EffectRequest] = field(default_factory=dict)
    _published: dict[str, dict[int, datetime]] = field(default_factory=dict)
    _shown: dict[tuple[str, Slot], ShownEffect] = field(default_factory=dict)
    _processed: set[tuple[str, str]] = field(default_factory=set)
    _heard: dict[str, frozenset[str]] = field(default_factory=dict)
    _used_links: set[str] = field(default_factory=set)

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
        facts = self._facts(events, now, movers or {})
        whole = NOTHING
        for _, outcome in decide_all(events, facts):
            whole = whole.and_then(outcome)
            facts = facts.after(outcome)
        self.baseline = facts.baseline
        self.states |= {state.issue.id: state for state in whole.states}
        self.entries += whole.entries
        self.effects |= {(request.subject, request.slot): request for request in whole.effects}
        self._processed |= {(key, heard.text) for key, heard in whole.processed.items()}
        self._heard |= {key: heard.said for key, heard in whole.processed.items()}
        self._used_links |= set(whole.used_links)
        return whole

    def show(self, subject: str, slot: Slot, at: datetime) -> None:
        """Record that the tracker shows a slot: from now on people can read it."""
        effect = self.effects[(subject, slot)].effect
        self._shown[(subject, slot)] = ShownEffect(effect, at)
        state = self.states.get(subject)
        if not isinstance(effect, ShowVerdict) or state is None or slot != VERDICT_SLOT:
            return
        if effect.says == "offer" and effect.version:
            self._published.setdefault(subject, {}).setdefault(effect.version, at)
        if effect.says == "bonus" and state.kind is VerdictKind.BONUS:
            self.states[subject] = state.model_copy(update={"announced": True})

    def _facts(
        self, events: Sequence[Event | InternalEvent], now: datetime, movers: Mapping[str, Actor]
    ) -> ContractFacts:
        baseline = replace(self.baseline, now=now)
        subjects = {event.issue.id if isinstance(event, IssueSeen) else event.issue_id for event in events}
        return ContractFacts(
            baseline=baseline,
            states=dict(self.states),
            earlier_issues={key: self._earlier_issues(baseline, key, events) for key in subjects},
            published={key: tuple(sorted(known.items())) for key, known in self._published.items()},
            shown=dict(self._shown),
            movers=movers,
            stages=frozenset(stage.id for stage in baseline.mapping.stages),
            processed=frozenset(self._processed),
            heard=dict(self._heard),
            used_links=frozenset(self._used_links),
        )

    def _earlier_issues(
        self, baseline: Baseline, issue: str, events: Sequence[Event | InternalEvent]
    ) -> tuple[EarlierIssue, ...]:
        """Return the similar issues of an issue as it will be judged, newest first."""
        before = state = self.states.get(issue)
        changes: list[IssueChange] = []
        for event in events:
            if isinstance(event, IssueSeen) and event.issue.id == issue:
                state = with_edit(baseline, state, event)
                changes.append(IssueChange(before, state))
        if not changes and state is not None:
            changes.append(IssueChange(before, state))
        found: list[EarlierIssue] = []
        for key in keys_of(baseline, changes):
            alike = [
                _as_earlier(each, key)
                for each in self.states.values()
                if each.issue.id != issue and not each.deleted and key in precedent_keys(each)
            ]
            alike.sort(key=lambda each: each.created, reverse=True)
            found += alike[:MAX_EARLIER_ISSUES]
        return tuple(sorted(found, key=lambda each: each.created, reverse=True))


def _as_earlier(state: IssueState, key: str) -> EarlierIssue:
    decision = state.change.decision if state.change else None
    return EarlierIssue(
        issue=state.issue.id,
        key=state.issue.key,
        summary=state.issue.summary,
        verdict=state.kind.value if state.kind else "",
        option=decision.option.option if decision else None,
        created=state.created,
        precedent_key=key,
    )
