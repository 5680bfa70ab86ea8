"""Everything that a decision may ask for about one contract, at one moment.

It is loaded once, before the decision. What is decided is carried forward by `ContractFacts.after`, so that
nothing has to be read again between two policies or two events.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from mappings.model import ContractMapping, Stage
from plugin.core.facts import Baseline, EarlierIssue, IssueFacts, RelatedIssues, StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.calls import PlannedCall
from plugin.core.model.effects import Effect
from plugin.core.model.exchanges import Exchange, is_logged
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.notices import Notice
from plugin.core.model.options import OpenWork
from plugin.core.model.outcome import Outcome
from plugin.core.model.placement import SignedOff
from plugin.core.model.quantity_claims import Claim
from plugin.core.model.slots import Slot
from plugin.core.model.stage_issues import is_done
from plugin.core.model.stage_state import StageState
from plugin.core.model.suggestion import ItemSuggester
from plugin.core.model.verdict import VerdictKind
from plugin.core.model.waits import Wait


@dataclass(frozen=True)
class ShownEffect:
    """What a slot was last seen to show, and the issue's own time then."""

    effect: Effect
    seen_at: datetime | None


@dataclass(frozen=True)
class ContractFacts:
    """Everything that a decision may ask for about one contract.

    Attributes:
        baseline: the contract at this moment.
        states: the issues in question and those that share something with them, by the tracker's id.
        usage: what issues that are not among the states hold of items, summed up, by item id.
        gifts: what bonuses that are not among the states take from the goodwill, by month.
        open_work: agreed work that nobody has begun and that is not among the states.
        earlier_issues: issues similar to those in question, newest first.
        published: when which version of an issue's offer could first be read.
        shown: what slots of the issues in question were last seen to show.
        own_comments: what our comments on the issues in question show, by the comment's id.
        movers: who moved a stage's issue to an accepted status, by the tracker's history.
        stages: the stages of which every issue is among the states.
        processed: comments whose commands were carried out before: (id, text).
        heard: digests of what the newest wording of a comment said that was heard before, by its id.
        used_links: links of signed pages that were answered before.
        replaced_people: people whom the mapping meant differently when they answered on a page.
        delivered: when the tracker or the mail server took a review period's messages, by subject and slot;
            None where the moment is not known.
        waits: the waits of the issues in question, and those that counted for their stages' dates.
        logged: what people wrote down on an issue that happened elsewhere, where that is asked for.
        calls: the calls that were arranged on an issue, the earliest first, where that is asked for.
        notices: the messages of an issue that must be seen, where they are looked at again.
        suggestions: the items by their words; None where nothing is suggested.
    """

    baseline: Baseline
    states: Mapping[str, IssueState] = field(default_factory=dict)
    usage: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    gifts: Mapping[str, tuple[Request, ...]] = field(default_factory=dict)
    open_work: tuple[OpenWork, ...] = ()
    earlier_issues: Mapping[str, tuple[EarlierIssue, ...]] = field(default_factory=dict)
    published: Mapping[str, tuple[tuple[int, datetime], ...]] = field(default_factory=dict)
    shown: Mapping[tuple[str, Slot], ShownEffect] = field(default_factory=dict)
    own_comments: Mapping[str, Effect | None] = field(default_factory=dict)
    movers: Mapping[str, Actor] = field(default_factory=dict)
    stages: frozenset[str] = frozenset()
    processed: frozenset[tuple[str, str]] = frozenset()
    heard: Mapping[str, frozenset[str]] = field(default_factory=dict)
    used_links: frozenset[str] = frozenset()
    replaced_people: frozenset[str] = frozenset()
    delivered: Mapping[tuple[str, str], datetime | None] = field(default_factory=dict)
    waits: Mapping[tuple[str, str, int], Wait] = field(default_factory=dict)
    logged: Mapping[str, tuple[Exchange, ...]] = field(default_factory=dict)
    calls: Mapping[str, tuple[PlannedCall, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    suggestions: ItemSuggester | None = None

    def waits_of(self, issue: str) -> tuple[Wait, ...]:
        """Return an issue's waits, in the order of their numbers."""
        return tuple(wait for key, wait in sorted(self.waits.items()) if key[0] == issue)

    def about(self, issue: str) -> IssueFacts:
        """Return what policies may ask about one issue."""
        return IssueFacts(
            baseline=self.baseline,
            state=self.states.get(issue),
            related=self._related_to(issue),
            earlier_issues=self.earlier_issues.get(issue, ()),
            published=self.published.get(issue, ()),
        )

    def stage(self, stage: Stage) -> StageFacts:
        """Return the facts of a stage's sign-off.

        Raises:
            KeyError: the stage's issues were not loaded for this decision.
        """
        if stage.id not in self.stages:
            raise KeyError(f"the issues of stage {stage.id} were not loaded")
        contract = self.baseline.mapping.id
        belonging = [
            state
            for state in self.states.values()
            if state.stage == stage.id and state.kind is not None and not state.deleted
        ]
        return StageFacts(
            baseline=self.baseline,
            stage=stage,
            state=self.baseline.stages.get(stage.id) or StageState(contract=contract, stage=stage.id),
            issues=tuple(sorted(belonging, key=lambda state: (state.created, state.issue.id))),
            next_is_begun=self._is_begun_after(stage),
        )

    def _is_begun_after(self, stage: Stage) -> bool:
        """Tell whether work of a stage that follows is done, as far as it is loaded."""
        following = {each.id for each in self.baseline.mapping.stages if stage.id in each.after}
        return any(
            state.stage in following and state.judged and is_done(self.baseline.mapping, state)
            for state in self.states.values()
        )

    def stage_display(self, stage: Stage) -> StageFacts:
        """Return what a stage's checklist shows.

        Its issues matter only where parts of it changed.
        """
        state = self.baseline.stages.get(stage.id)
        if stage.id in self.stages or (state is not None and state.changed):
            return self.stage(stage)
        state = state or StageState(contract=self.baseline.mapping.id, stage=stage.id)
        return StageFacts(baseline=self.baseline, stage=stage, state=state)

    def after(self, outcome: Outcome) -> ContractFacts:
        """Return the facts with what an outcome decided.

        A deputy's powers begin with the next delivery.
        """
        if not outcome.changes_facts:
            return self
        baseline = self.baseline
        if outcome.stages:
            stages = {**baseline.stages, **{stage.stage: stage for stage in outcome.stages}}
            baseline = replace(baseline, stages=stages, signed_off=SignedOff(signed_moments(stages)))
        for state in outcome.states:
            before = self.states.get(state.issue.id)
            if _made_by(before, baseline.mapping) != _made_by(state, baseline.mapping):
                baseline = baseline.with_decision_of(state, before)
        for wait in outcome.waits:
            baseline = baseline.with_counted(wait)
        states = {**self.states, **{state.issue.id: state for state in outcome.states}}
        if not (outcome.waits or outcome.processed or outcome.used_links or outcome.exchanges):
            return self._with_states(baseline, states)
        return replace(
            self,
            baseline=baseline,
            waits={**self.waits, **{wait.key: wait for wait in outcome.waits}},
            states=states,
            processed=self.processed
            | {(comment, heard.text) for comment, heard in outcome.processed.items()},
            heard={**self.heard, **{key: each.said for key, each in outcome.processed.items()}},
            used_links=self.used_links | frozenset(outcome.used_links),
            logged=self._logged_after(outcome) if outcome.exchanges else self.logged,
        )

    def _with_states(self, baseline: Baseline, states: Mapping[str, IssueState]) -> ContractFacts:
        """Return the facts with other states, which is what nearly every policy changes."""
        fresh = object.__new__(ContractFacts)
        fresh.__dict__.update(self.__dict__)
        fresh.__dict__["baseline"] = baseline
        fresh.__dict__["states"] = states
        return fresh

    def _logged_after(self, outcome: Outcome) -> Mapping[str, tuple[Exchange, ...]]:
        """Return what is written down, with what an outcome wrote or confirmed."""
        logged = dict(self.logged)
        for each in filter(is_logged, outcome.exchanges):
            known = (one for one in logged.get(each.issue, ()) if one.id != each.id)
            logged[each.issue] = (*known, each)
        return logged

    def _related_to(self, issue: str) -> RelatedIssues:
        mapping = self.baseline.mapping
        others = [state for key, state in self.states.items() if key != issue]
        if not others:
            return RelatedIssues(open=(), held=self.usage, gifts=self.gifts, open_work=self.open_work)
        held: dict[str, list[Claim]] = {item: list(claims) for item, claims in self.usage.items()}
        gifts: dict[str, list[Request]] = {month: list(given) for month, given in self.gifts.items()}
        open_: list[IssueState] = []
        for state in others:
            locked = state.is_locked(mapping)
            if not locked or state.has_open_change or state.kind is VerdictKind.BONUS:
                open_.append(state)
            if not locked:
                continue
            if state.counts_toward_item and state.item is not None:
                held.setdefault(state.item, []).append(state.usage_claim(mapping))
            if state.kind is VerdictKind.BONUS and not state.deleted:
                hours = state.bonus_hours or Decimal(0)
                request = Request(state.issue.id, state.created, hours, held=hours)
                gifts.setdefault(state.month(mapping), []).append(request)
        return RelatedIssues(
            open=tuple(open_),
            held={item: tuple(claims) for item, claims in held.items()},
            gifts={month: tuple(requests) for month, requests in gifts.items()},
            open_work=self.open_work,
        )


def _made_by(state: IssueState | None, mapping: ContractMapping) -> tuple[object, ...]:
    """Return what a state's decision adds to the baseline."""
    if state is None:
        return (None, None, None)
    decision = state.change.decision if state.change else None
    return decision, state.accepted_shift, state.own_piece_hours(mapping)


def signed_moments(stages: Mapping[str, StageState]) -> tuple[tuple[str, datetime], ...]:
    """Return when each signed stage was signed off; later work is after acceptance."""
    return tuple((key, state.signed_at) for key, state in stages.items() if state.signed_at is not None)
