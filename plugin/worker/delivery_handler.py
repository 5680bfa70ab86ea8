"""Handling one delivery: what has to be read is read first, then one transaction decides, saves and finishes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugin.core.decide import decide, decide_all
from plugin.core.facts import ContractFacts
from plugin.core.model.events import CommentWritten, Event, IssueDeleted, IssueFound, IssueSeen, PageAnswered
from plugin.core.model.internal_events import InternalEvent, IssueLeft, OfferTimerDue, RejudgeDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.placement import Evidence
from plugin.core.model.results import Result
from plugin.core.needs import Answer, Known, ListSigned, Need, ReadIssue, ReadMoves, Resolved, missed, needs
from plugin.core.presenter.presenter import our_labels
from plugin.core.signoff.coverage import is_agreed
from plugin.store import effects, heard, issues, stages, timers, work
from plugin.store.deliveries import WaitingDelivery
from plugin.store.engine import Database
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker import unit_of_work
from plugin.worker.active_contracts import ActiveContract, ActiveContracts
from plugin.worker.unit_of_work import UnitOfWork

log = logging.getLogger("ugovor.worker")

_KNOWN_BEFORE = frozenset(
    {
        Result.HEARD_BEFORE,
        Result.NO_COMMAND,
        Result.OWN,
        Result.NOT_GOVERNED,
        Result.COMMENT_GONE,
        Result.NOTHING,
    }
)
"""What a comment comes to where reconciling took up nothing new."""

AnyEvent = Event | InternalEvent


@dataclass(frozen=True)
class _Part:
    """Events that one contract decides, in order."""

    active: ActiveContract
    events: tuple[AnyEvent, ...]


class DeliveryHandler:
    """Handles deliveries and timers of the subjects that a worker holds."""

    def __init__(
        self, database: Database, active_contracts: ActiveContracts, trackers: Mapping[str, Tracker]
    ) -> None:
        self._database = database
        self._active_contracts = active_contracts
        self._trackers = trackers

    def handle(self, lease: work.Lease, delivery: WaitingDelivery, now: datetime) -> str:
        """Handle one delivery and return what it came to.

        Raises:
            TrackerError: an issue had to be read and could not be; the delivery waits.
            LeaseLost: another worker holds the subject now; nothing was kept.
        """
        tracker = self._trackers.get(delivery.tracker)
        if tracker is None:
            raise LookupError(f"there is no tracker {delivery.tracker!r} in the settings")
        resolved = [(event, self._resolve(tracker, delivery, event, now)) for event in delivery.events]
        with unit_of_work.begin(self._database, lease, now) as uow:
            results = [self._decide(uow, tracker, event, each) for event, each in resolved]
            return uow.finish(delivery.id, results)

    def fire(self, lease: work.Lease, name: str, now: datetime) -> str:
        """Decide what a timer of an issue asks for."""
        with unit_of_work.begin(self._database, lease, now) as uow:
            uow.end_timer(name)
            state = uow.state(lease.subject)
            active = self._active_contracts.of(state.contract) if state else None
            if active is None:
                return Result.NOT_GOVERNED
            due: AnyEvent = OfferTimerDue(lease.subject, name)
            if name == timers.REJUDGE:
                due = RejudgeDue(lease.subject)
            outcome = decide(due, uow.facts(active, (due,)))
            uow.save(active, outcome)
            return outcome.result

    # What has to be read, outside any transaction

    def _resolve(self, tracker: Tracker, delivery: WaitingDelivery, event: Event, now: datetime) -> Resolved:
        """Answer what an event asks for, until it is known what is to be decided."""
        if isinstance(event, IssueSeen):
            event = tracker.completed(event)
        known = self._known(tracker, delivery, event, now)
        asking = needs(event, known)
        answer: Answer = None
        try:
            need = next(asking)
            while True:
                answer = self._answer(tracker, known, need, is_found=isinstance(event, IssueFound))
                need = asking.send(answer)
        except StopIteration as ended:
            resolved: Resolved = ended.value
            return resolved

    def _known(self, tracker: Tracker, delivery: WaitingDelivery, event: Event, now: datetime) -> Known:
        subject = event.issue.id if isinstance(event, IssueSeen) else event.issue_id
        with self._database.look() as connection:
            state = issues.load(connection, tracker.name, subject)
            is_deleted = heard.has_tombstone(connection, tracker.name, subject)
            is_found = isinstance(event, IssueFound)
            own = effects.comments_held(connection, tracker.name, subject) if is_found else frozenset()
        author = event.comment.author.id if isinstance(event, CommentWritten) else ""
        return Known(
            now=now,
            own_account=tracker.own_account(),
            state=state,
            is_deleted=is_deleted,
            is_repeat=delivery.attempts > 0,
            received_at=delivery.received_at,
            mappings=tuple(active.mapping for active in self._active_contracts.of_tracker(tracker.name)),
            accounts=frozenset({author})
            if self._active_contracts.knows(tracker.name, author)
            else frozenset(),
            own_comments=own,
        )

    def _answer(self, tracker: Tracker, known: Known, need: Need, *, is_found: bool) -> Answer:
        match need:
            case ReadIssue():
                try:
                    return tracker.read(need.issue)
                except IssueGone:
                    if is_found or self._is_deleted(tracker.name, need.issue):
                        return None
                    # A permission scheme being edited looks the same for a moment: the delivery waits.
                    raise
            case ReadMoves():
                return tracker.moves(need.issue)
            case ListSigned():
                with self._database.look() as connection:
                    belonging = stages.issues_of(connection, need.contract, need.stage)
                return {
                    state.issue.id: state
                    for state in belonging
                    if state.tracker == tracker.name and is_agreed(state)
                }

    def _is_deleted(self, tracker: str, issue: str) -> bool:
        with self._database.look() as connection:
            return heard.has_tombstone(connection, tracker, issue)

    # What is decided, in the one transaction

    def _decide(self, uow: UnitOfWork, tracker: Tracker, event: Event, resolved: Resolved) -> Result:
        for each in resolved.events:
            if isinstance(each, IssueDeleted):
                uow.add_tombstone(each.issue_id)
        if not resolved.events:
            return resolved.result
        before = uow.state(event.issue_id) if isinstance(event, IssueFound) else None
        decided: list[tuple[AnyEvent, Result]] = []
        for part in self._parts(uow, tracker.name, resolved.events):
            outcome, made = _decide_part(uow.facts(part.active, part.events, resolved.movers), part.events)
            uow.save(part.active, outcome)
            decided += made
        if isinstance(event, IssueFound):
            return self._recovered(uow, tracker, before, resolved, decided)
        if decided and (decided[-1][0] is resolved.events[-1] or decided[-1][1] is Result.DECIDED_STAYS):
            return decided[-1][1]
        return Result.NOT_GOVERNED

    def _parts(self, uow: UnitOfWork, tracker: str, events: Iterable[AnyEvent]) -> Iterator[_Part]:
        """Give the events by the contract that decides them; one that an issue left hears of that first."""
        current: ActiveContract | None = None
        gathered: list[AnyEvent] = []
        for active, event in self._routed(uow, tracker, events):
            if current is not None and active is not current:
                yield _Part(current, tuple(gathered))
                gathered = []
            current = active
            gathered.append(event)
        if current is not None:
            yield _Part(current, tuple(gathered))

    def _routed(
        self, uow: UnitOfWork, tracker: str, events: Iterable[AnyEvent]
    ) -> Iterator[tuple[ActiveContract, AnyEvent]]:
        governing: dict[str, ActiveContract | None] = {}
        for event in events:
            if isinstance(event, IssueSeen):
                state = uow.state(event.issue.id)
                active = self._active_contracts.governing(tracker, event.issue)
                known = event.issue.id in governing
                left = (
                    state is not None
                    and not known
                    and (active is None or active.mapping.id != state.contract)
                )
                old = self._active_contracts.of(state.contract) if state is not None and left else None
                if (
                    state is not None
                    and old is not None
                    and (state.decided or state.evidence is not Evidence.UNGOVERNED)
                ):
                    yield old, IssueLeft(event.issue, event.actor)
                    if state.decided:
                        active = None
                governing[event.issue.id] = active
            elif isinstance(event, PageAnswered):
                active = self._active_contracts.of(event.contract)
            elif event.issue_id in governing:
                active = governing[event.issue_id]
            else:
                state = uow.state(event.issue_id)
                active = self._active_contracts.of(state.contract) if state else None
            if active is not None:
                yield active, event

    def _recovered(
        self,
        uow: UnitOfWork,
        tracker: Tracker,
        before: IssueState | None,
        resolved: Resolved,
        decided: list[tuple[AnyEvent, Result]],
    ) -> Result:
        """Count what reconciling took up, and have our own comments looked for before they are repeated."""
        reading = resolved.reading
        if reading is None:
            return resolved.result
        if reading.own_comments:
            unknown = uow.look_before_writing(reading.issue.id, tuple(reading.own_comments))
            if unknown:
                log.warning(
                    "subject=%s has %d comments of ours that are not on record and are not written twice: "
                    "the database seems to be an older backup",
                    reading.issue.id,
                    unknown,
                )
        active = self._active_contracts.of(before.contract) if before else None
        ours = our_labels(active.mapping) if active else ()
        is_news = bool(decided) and missed(before, reading.issue, ours)
        said = (result for event, result in decided if not isinstance(event, IssueSeen | IssueLeft))
        if is_news or any(result not in _KNOWN_BEFORE for result in said):
            uow.count_recovered()
            return Result.RECOVERED
        return Result.KNOWN


def _decide_part(
    facts: ContractFacts, events: tuple[AnyEvent, ...]
) -> tuple[Outcome, list[tuple[AnyEvent, Result]]]:
    """Decide a contract's events in order; return all that follows, and what each came to."""
    whole, results = NOTHING, list[tuple[AnyEvent, Result]]()
    for event, outcome in decide_all(events, facts):
        whole = whole.and_then(outcome)
        results.append((event, outcome.result))
    return whole, results
