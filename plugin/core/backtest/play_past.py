"""Plays a project's past: every creation, edit, move and comment, in order.

What must be known before an event counts is answered from the history, as the service would have found it
then. What would have been written is taken as shown at once. Nobody answers what was never asked: offers stay
open, and no reminder is counted.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mappings.model import ContractMapping
from plugin.core.backtest.history import History
from plugin.core.backtest.past import Moment, PastIssue, list_moments
from plugin.core.backtest.results import BacktestResult
from plugin.core.backtest.tally import Tally
from plugin.core.backtest.terms import begin, make_live, without_our_labels
from plugin.core.choice.offer_timers import OfferTimer
from plugin.core.model.actor import Actor
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.events import CommentWritten, Event, IssueSeen
from plugin.core.model.internal_events import InternalEvent, IssueLeft, RejudgeDue, WaitTimerDue
from plugin.core.model.markup import Markup
from plugin.core.model.outcome import REJUDGE, Outcome
from plugin.core.model.placement import Evidence
from plugin.core.model.readings import IssueReading
from plugin.core.model.slots import VERDICT_SLOT
from plugin.core.needs.needs import needs
from plugin.core.needs.questions import (
    Answer,
    AskTeam,
    Known,
    ListSigned,
    Need,
    ReadEdits,
    ReadIssue,
    ReadMoves,
    Resolved,
)
from plugin.core.scope.client_edits import is_held
from plugin.core.scope.match import belongs
from plugin.core.signoff.coverage import is_agreed
from plugin.core.waiting.hand_over import LET_STAND

EACH = 100
"""After how many moments the caller hears how far it is."""
_REJUDGES = (REJUDGE, OfferTimer.OVERDUE)


@dataclass(frozen=True)
class Surroundings:
    """What the tracker knows beside the issues.

    Attributes:
        own_account: the service's own; its comments are nobody's word.
        team: accounts that the tracker shows to be ours, though the mapping does not name them.
        markup: how comments are written.
    """

    own_account: str = ""
    team: frozenset[str] = frozenset()
    markup: Markup = Markup.UNKNOWN


@dataclass
class _Player:
    """Decides moments one after the other."""

    history: History
    tally: Tally
    around: Surroundings
    pasts: dict[str, PastIssue]
    _timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _queue: list[tuple[datetime, str, str]] = field(default_factory=list)

    @property
    def mapping(self) -> ContractMapping:
        return self.history.baseline.mapping

    def play(self, moment: Moment) -> None:
        """Decide what happened at a moment, after what fell due before it."""
        self.fire_until(moment.at)
        resolved = self._resolve(moment)
        events = [each for event in resolved.events if (each := self._route(event)) is not None]
        if events:
            self._decide(events, moment.at, dict(resolved.movers))

    def fire_until(self, now: datetime) -> None:
        """Do what timers ask for that fall due until then."""
        while self._queue and self._queue[0][0] <= now:
            due_at, subject, name = heapq.heappop(self._queue)
            if self._timers.get((subject, name)) != due_at:
                continue
            del self._timers[subject, name]
            due: InternalEvent = WaitTimerDue(subject) if name == LET_STAND else RejudgeDue(subject)
            self._decide([due], due_at, {})

    def _decide(
        self, events: Sequence[Event | InternalEvent], now: datetime, movers: dict[str, Actor]
    ) -> None:
        outcome = self.history.decide(events, now, movers)
        for request in outcome.effects:
            self.history.show(request.subject, request.slot, now)
        self._set_timers(outcome)
        self.tally.add(self.history.baseline, outcome, self.history.states)

    def _set_timers(self, outcome: Outcome) -> None:
        for timer in outcome.timers:
            key = (timer.subject, timer.name)
            if timer.due_at is None:
                self._timers.pop(key, None)
            elif timer.name in _REJUDGES or timer.name == LET_STAND:
                self._timers[key] = timer.due_at
                heapq.heappush(self._queue, (timer.due_at, *key))

    def _route(self, event: Event | InternalEvent) -> Event | InternalEvent | None:
        """Return what the contract is told of an event; None: nothing."""
        if not isinstance(event, IssueSeen):
            return event if event.issue_id in self.history.states else None
        state = self.history.states.get(event.issue.id)
        if belongs(event.issue, self.mapping):
            return event
        if state is None:
            return None
        if is_held(self.mapping, state, event):
            return event
        is_left = state.decided or state.evidence is not Evidence.UNGOVERNED
        return IssueLeft(event.issue, event.actor) if is_left else None

    def _resolve(self, moment: Moment) -> Resolved:
        """Answer what the event asks for, from the issue's history up to that moment."""
        shown = self.history.effects.get((moment.issue.id, VERDICT_SLOT))
        label = shown.effect.label if shown and isinstance(shown.effect, ShowVerdict) else None
        issue = without_our_labels(self.mapping, moment.issue, label or "")
        event: Event
        if moment.comment is not None:
            event = CommentWritten(issue_id=issue.id, comment=moment.comment, at=moment.at)
        else:
            change = "created" if moment.is_first else "updated"
            event = IssueSeen(
                issue=issue, change=change, changes=moment.changes, actor=moment.by, at=moment.at
            )
        asking = needs(event, self._know(moment))
        try:
            need = next(asking)
            while True:
                need = asking.send(self._answer(need, moment, IssueReading(issue=issue)))
        except StopIteration as ended:
            resolved: Resolved = ended.value
            return resolved

    def _know(self, moment: Moment) -> Known:
        people = {person.account for person in self.mapping.people.values() if person.account}
        return Known(
            now=moment.at,
            own_account=self.around.own_account,
            state=self.history.states.get(moment.issue.id),
            received_at=moment.at,
            mappings=(self.mapping,),
            accounts=frozenset(people),
            markup=self.around.markup,
            is_waited_for=self.history.memory.has_open_waits(moment.issue.id),
        )

    def _answer(self, need: Need, moment: Moment, reading: IssueReading) -> Answer:
        past = self.pasts[moment.issue.id]
        match need:
            case ReadIssue():
                written = [each for each in past.comments if each.created and each.created <= moment.at]
                return IssueReading(issue=reading.issue, comments=tuple(written))
            case ReadMoves():
                return tuple(each for each in past.moves or () if each.at is None or each.at <= moment.at)
            case ReadEdits():
                return tuple(each for each in past.edits or () if each.at is None or each.at <= moment.at)
            case AskTeam():
                return need.account in self.around.team
            case ListSigned():
                found = self.history.memory.list_of_stage(need.stage)
                return {state.issue.id: state for state in found if is_agreed(state)}


def play_past(
    mapping: ContractMapping,
    pasts: Iterable[PastIssue],
    since: date | None,
    around: Surroundings,
    *,
    name: str,
    source: str,
    progress: Callable[[int], None] = lambda _: None,
) -> BacktestResult:
    """Return what a contract would have done with issues whose history is known.

    Args:
        mapping: the contract.
        pasts: the issues with their past.
        since: from when on the contract counts as live; None: from the first issue on.
        around: what the tracker knows beside them.
        name: by which the mapping is told apart from another.
        source: where the past comes from.
        progress: hears how many moments were played.
    """
    played = make_live(mapping)
    zone = played.contract.zone
    known = {past.issue.id: past for past in pasts}
    moments = [moment for past in known.values() for moment in list_moments(past)]
    moments.sort(key=lambda moment: moment.at)
    if not moments:
        first = since or date.min
        return Tally(played).finish(name, source, first, first, is_export=False)
    start = since or moments[0].at.astimezone(zone).date()
    player = _Player(History(begin(played, start, moments[0].at)), Tally(played), around, known)
    for count, moment in enumerate(moments, 1):
        player.play(moment)
        if count % EACH == 0:
            progress(count)
    progress(len(moments))
    baseline = player.history.baseline
    for state in player.history.states.values():
        player.tally.judge(baseline, state)
    until = moments[-1].at.astimezone(zone).date()
    return player.tally.finish(name, source, start, max(until, start), is_export=False)
