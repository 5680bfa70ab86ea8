"""Handles one delivery: what it asks for is read, then all is decided at once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from plugin.core.choice.offer_timers import OfferTimer
from plugin.core.decide import decide, decide_all
from plugin.core.model.events import (
    CommentWritten,
    IssueDeleted,
    IssueFound,
    IssueSeen,
)
from plugin.core.model.internal_events import (
    IssueLeft,
    NoticesDue,
    OfferTimerDue,
    PeopleChanged,
    RejudgeDue,
    ReviewTimerDue,
    WaitTimerDue,
)
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, REJUDGE, Outcome
from plugin.core.model.results import Result
from plugin.core.needs.looks import was_missed
from plugin.core.needs.questions import (
    Resolved,
)
from plugin.core.notices.repeats import NOTICE_REPEAT
from plugin.core.presenter.our_labels import list_our_labels
from plugin.core.review.review_period import ReviewTimer
from plugin.core.scope.match import is_read_anew
from plugin.core.timeline.heard import HeardComments, list_heard
from plugin.core.waiting.hand_over import LET_STAND
from plugin.core.waiting.lost_people import PEOPLE_CHANGED
from plugin.runtime.clock import Clock, SystemClock, shift_of
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.deliveries import WaitingDelivery
from plugin.store.engine import Database
from plugin.trackers.base import Tracker
from plugin.worker import unit_of_work
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.event_resolver import LOOKS, EventResolver, MustRead, Resolution, subject_of
from plugin.worker.load_baseline import NotInForce
from plugin.worker.route_events import AnyEvent, route_events
from plugin.worker.tell_timeline import tell_timeline
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
"""The results of a comment in which reconciling found nothing new."""


class DeliveryHandler:
    """Handles deliveries and timers of the subjects that a worker holds."""

    def __init__(
        self,
        database: Database,
        active_contracts: ActiveContracts,
        trackers: Mapping[str, Tracker],
        clock: Clock | None = None,
    ) -> None:
        """Take what it works with; the clock is the service's own."""
        self._clock = clock or SystemClock()
        self._database = database
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._resolver = EventResolver(database, active_contracts)

    def handle(self, lease: claims.Lease, delivery: WaitingDelivery, now: datetime) -> str:
        """Handle one delivery and return its result.

        Raises:
            TrackerError: an issue had to be read and could not be; the delivery waits.
            LeaseLost: another worker holds the subject now; nothing was kept.
        """
        tracker = self._trackers.get(delivery.tracker)
        if tracker is None:
            raise LookupError(f"there is no tracker {delivery.tracker!r} in the settings")
        shift = shift_of(self._clock)
        resolutions = self._resolver.resolve_all(tracker, delivery, now + shift, None)
        with unit_of_work.begin(self._database, lease, now + shift, shift) as uow:
            results = self._decide(uow, tracker, resolutions)
            return uow.finish(delivery.id, results)

    def handle_at_once(
        self, connection: Connection, lease: claims.Lease, delivery: WaitingDelivery, now: datetime
    ) -> tuple[str, bool] | None:
        """Handle a delivery in the transaction that claimed its subject.

        That is possible where nothing has to be read first.

        Returns:
            The result, and whether an effect is due now; None where something must be read first, and
            nothing was changed.
        """
        tracker = self._trackers.get(delivery.tracker)
        if tracker is None or not tracker.answers_without_a_call():
            return None
        # The subject's row is locked here: the holder of the contract's lock may be waiting for it.
        shift = shift_of(self._clock)
        uow = UnitOfWork(connection, lease, now + shift, waits=False, shift=shift)
        try:
            resolutions = self._resolver.resolve_all(tracker, delivery, now + shift, uow)
            results = self._decide(uow, tracker, resolutions)
        except (MustRead, NotInForce):
            return None
        result = uow.finish(delivery.id, results)
        return result, uow.has_effects

    def fire(self, lease: claims.Lease, name: str, now: datetime) -> str:
        """Decide what a timer of an issue asks for."""
        shift = shift_of(self._clock)
        with unit_of_work.begin(self._database, lease, now + shift, shift) as uow:
            uow.end_timer(name)
            state = uow.state(lease.subject)
            active = self._active_contracts.of(state.contract) if state else None
            if active is None:
                return Result.NOT_GOVERNED
            if name == REJUDGE and state is not None and is_read_anew(state.issue, active.mapping):
                uow.ask_to_read(lease.subject, now)
                return Result.NOTHING
            due: AnyEvent = OfferTimerDue(lease.subject, name)
            if name in (REJUDGE, OfferTimer.OVERDUE):
                due = RejudgeDue(lease.subject)
            elif name in set(ReviewTimer):
                due = ReviewTimerDue(lease.subject, name)
            elif name == LET_STAND:
                due = WaitTimerDue(lease.subject)
            elif name.startswith(NOTICE_REPEAT):
                due = NoticesDue(lease.subject)
            elif name == PEOPLE_CHANGED:
                due = PeopleChanged(lease.subject)
            outcome = decide(due, uow.facts(active, (due,)))
            uow.save(active, outcome)
            return outcome.result

    # What is decided, in the one transaction

    def _decide(self, uow: UnitOfWork, tracker: Tracker, resolutions: Sequence[Resolution]) -> list[Result]:
        """Decide every event of a delivery: everything is loaded first, and saved last."""
        everything = [event for each in resolutions for event in each.resolved.events]
        movers = {key: mover for each in resolutions for key, mover in each.resolved.movers.items()}
        found = next((each for each in resolutions if isinstance(each.event, LOOKS)), None)
        before = uow.state(subject_of(found.event)) if found else None
        parts = route_events(uow, self._active_contracts, tracker.name, everything)
        facts = {name: uow.facts(active, events, movers) for name, (active, events) in sorted(parts.items())}
        results: dict[int, Result] = {}
        stays: set[str] = set()
        outcomes: list[tuple[ActiveContract, Outcome]] = []
        for name, (active, events) in parts.items():
            whole = NOTHING
            for event, outcome in decide_all(events, facts[name]):
                whole = whole.and_then(outcome)
                results[id(event)] = outcome.result
                if isinstance(event, IssueLeft) and outcome.result is Result.DECIDED_STAYS:
                    stays.add(event.issue.id)
            outcomes.append((active, whole))
        for active, events in parts.values():
            seen = (event.issue for event in events if isinstance(event, IssueSeen))
            names = self._active_contracts.names_of(tracker.name)
            uow.keep_names(active.mapping, self._active_contracts.kept(tracker.name), names, seen)
        for event in everything:
            if isinstance(event, IssueDeleted):
                uow.add_tombstone(event.issue_id)
        decided = {state.issue.id: state for _, outcome in outcomes for state in outcome.states}
        own = tracker.get_own_account()
        heard = [told for each in resolutions for told in list_heard(each.event, each.resolved, own)]
        _see_notices(uow, resolutions, heard, own)
        tell_timeline(
            uow, self._active_contracts, heard, lambda issue: decided.get(issue) or uow.state(issue)
        )
        for active, outcome in outcomes:
            uow.save(active, outcome)
        if found is not None and found.resolved.reading is not None:
            is_missed = isinstance(found.event, IssueFound)
            return [self._recovered(uow, before, found.resolved, results, is_missed=is_missed)]
        return [_result_of(each, results, stays) for each in resolutions]

    def _recovered(
        self,
        uow: UnitOfWork,
        before: IssueState | None,
        resolved: Resolved,
        results: Mapping[int, Result],
        *,
        is_missed: bool,
    ) -> Result:
        """Count what reconciling found, and mark our unknown comments for a look-up.

        What a tracker's call made the service look at was not missed.
        """
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
        ours = list_our_labels(active.mapping) if active else ()
        is_news = bool(results) and was_missed(before, reading.issue, ours)
        said = [results.get(id(event)) for event in resolved.events if not isinstance(event, IssueSeen)]
        if not is_missed:
            told = [results.get(id(event)) for event in resolved.events]
            news = [result for result in told if result is not None and result not in _KNOWN_BEFORE]
            return news[-1] if news else Result.KNOWN
        if is_news or any(result is not None and result not in _KNOWN_BEFORE for result in said):
            uow.count_recovered()
            return Result.RECOVERED
        return Result.KNOWN


def _see_notices(
    uow: UnitOfWork, resolutions: Iterable[Resolution], heard: Iterable[HeardComments], own: str
) -> None:
    """Note who wrote on an issue after the notices there, and so has seen them."""
    for each in resolutions:
        if isinstance(each.event, CommentWritten) and each.event.comment.author.id != own:
            uow.see_notices(each.event.issue_id, each.event.comment.author.id)
    for told in heard:
        for comment in told.comments if told.there is not None else ():
            written = comment.updated or comment.created
            if written is not None:
                uow.see_notices(told.issue, comment.author.id, written)


def _result_of(resolution: Resolution, results: Mapping[int, Result], stays: Collection[str]) -> Result:
    """Return an event's result: the last thing decided about it."""
    resolved = resolution.resolved
    if not resolved.events:
        return resolved.result
    if subject_of(resolution.event) in stays:
        return Result.DECIDED_STAYS
    result = results.get(id(resolved.events[-1]), Result.NOT_GOVERNED)
    return result if result is not Result.NOTHING else resolved.result
