"""Handles one delivery: reads what it must, then decides in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.choice.offer_timers import OfferTimer
from plugin.core.decide import decide, decide_all
from plugin.core.model.events import (
    CommentWritten,
    Event,
    IssueDeleted,
    IssueFound,
    IssueSeen,
    IssueTold,
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
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, REJUDGE, Outcome
from plugin.core.model.readings import IssueReading
from plugin.core.model.results import Result
from plugin.core.needs.looks import was_missed
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
from plugin.core.notices.repeats import NOTICE_REPEAT
from plugin.core.presenter.our_labels import list_our_labels
from plugin.core.review.review_period import ReviewTimer
from plugin.core.scope.match import is_read_anew
from plugin.core.signoff.coverage import is_agreed
from plugin.core.timeline.heard import HeardComments, list_heard
from plugin.core.waiting.hand_over import LET_STAND
from plugin.core.waiting.lost_people import PEOPLE_CHANGED
from plugin.runtime.clock import Clock, SystemClock, shift_of
from plugin.store import claims, issues, own_comments, stages, tombstones, waits
from plugin.store.connection import Connection
from plugin.store.deliveries import WaitingDelivery
from plugin.store.engine import Database
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker import unit_of_work
from plugin.worker.active_contracts import ActiveContract, ActiveContracts
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


_LOOKS = (IssueFound, IssueTold)
"""Events for which an issue is looked at as a whole, with its comments."""


@dataclass(frozen=True)
class _Resolution:
    """An event of a delivery, and what is to be decided about it."""

    event: Event
    resolved: Resolved


class _MustRead(Exception):
    """The tracker must be asked, which is not done while a transaction is open."""


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
        resolutions = self._resolve_all(tracker, delivery, now + shift, None)
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
            resolutions = self._resolve_all(tracker, delivery, now + shift, uow)
            results = self._decide(uow, tracker, resolutions)
        except (_MustRead, NotInForce):
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

    # What has to be read, outside any transaction

    def _resolve_all(
        self, tracker: Tracker, delivery: WaitingDelivery, now: datetime, uow: UnitOfWork | None
    ) -> tuple[_Resolution, ...]:
        """Answer what the events ask for.

        With an open unit of work, only what is on record can be answered.

        Raises:
            _MustRead: a unit of work is open, and the tracker would have to be asked.
        """
        resolutions: list[_Resolution] = []
        seen: dict[str, IssueSnapshot] = {}
        for event in delivery.events:
            completed = self._complete(tracker, event) if isinstance(event, IssueSeen) else event
            known = self._known(tracker, delivery, completed, now, seen, uow)
            resolved = self._resolve(tracker, completed, known, may_ask=uow is None)
            for each in resolved.events:
                if isinstance(each, IssueSeen):
                    seen[each.issue.id] = each.issue
            resolutions.append(_Resolution(completed, resolved))
        return tuple(resolutions)

    def _complete(self, tracker: Tracker, event: IssueSeen) -> IssueSeen:
        """Return what was said about an issue, recognised, with the fields it lacks."""
        kept = self._active_contracts.kept(tracker.name)
        completed = tracker.complete(event.model_copy(update={"issue": kept.recognise(event.issue)}))
        recognised = completed.model_copy(update={"issue": kept.recognise(completed.issue)})
        named = self._active_contracts.names_in(tracker.name, recognised.issue.project)
        return kept.recognise_event(recognised, named)

    def _read(self, tracker: Tracker, issue: str) -> IssueReading:
        reading = tracker.read(issue)
        return replace(reading, issue=self._active_contracts.recognise(tracker.name, reading.issue))

    def _resolve(self, tracker: Tracker, event: Event, known: Known, *, may_ask: bool) -> Resolved:
        """Answer what an event asks for, until it is known what is to be decided."""
        asking = needs(event, known)
        shown = event.issue if isinstance(event, IssueSeen) else known.state.issue if known.state else None
        try:
            need = next(asking)
            while True:
                if not may_ask:
                    raise _MustRead
                need = asking.send(self._answer(tracker, need, shown, is_found=isinstance(event, _LOOKS)))
        except StopIteration as ended:
            resolved: Resolved = ended.value
            return resolved

    def _read_moves(self, tracker: Tracker, issue: str, shown: IssueSnapshot | None) -> Answer:
        """Return an issue's moves with the statuses as its contract calls them."""
        moves = tracker.read_moves(issue)
        if moves is None:
            return None
        kept = self._active_contracts.kept(tracker.name)
        named = self._active_contracts.names_in(tracker.name, shown.project if shown else "")
        return tuple(kept.recognise_move(each, named) for each in moves)

    def _known(
        self,
        tracker: Tracker,
        delivery: WaitingDelivery,
        event: Event,
        now: datetime,
        seen: Mapping[str, IssueSnapshot],
        uow: UnitOfWork | None,
    ) -> Known:
        subject = subject_of(event)
        own: frozenset[str] = frozenset()
        if uow is not None:
            state, is_deleted = uow.state(subject), uow.has_tombstone(subject)
        else:
            with self._database.look() as connection:
                state = issues.load(connection, tracker.name, subject)
                is_deleted = tombstones.has_tombstone(connection, tracker.name, subject)
                if isinstance(event, _LOOKS):
                    own = own_comments.load_comments_to_show(connection, tracker.name, subject)
        if state is not None and subject in seen:
            # An earlier event of this delivery showed it already.
            state = state.model_copy(update={"issue": seen[subject]})
        author = _find_author(event)
        is_other = state is not None and bool(author) and author != tracker.get_own_account()
        is_named = self._active_contracts.knows(tracker.name, author)
        is_unproven = isinstance(event, CommentWritten) and not event.comment.public
        mappings = self._active_contracts.mappings_of(tracker.name)
        # Where the issue is looked at as a whole, anybody may have written.
        is_looked_at = state is not None and isinstance(event, _LOOKS)
        accounts = list_accounts(mappings) if is_looked_at else {author} if is_named else ()
        return Known(
            now=now,
            own_account=tracker.get_own_account(),
            state=state,
            is_deleted=is_deleted,
            is_repeat=delivery.attempts > 0,
            received_at=delivery.received_at,
            mappings=mappings,
            accounts=frozenset(accounts),
            own_comments=own,
            markup=tracker.markup,
            is_waited_for=(is_looked_at or (is_other and (is_unproven or not is_named)))
            and self._is_waited_for(tracker.name, subject, uow),
        )

    def _is_waited_for(self, tracker: str, issue: str, uow: UnitOfWork | None) -> bool:
        """Tell whether anything is waited for on an issue."""
        if uow is not None:
            return uow.is_waited_for(issue)
        with self._database.look() as connection:
            return waits.has_open(connection, tracker, issue)

    def _answer(self, tracker: Tracker, need: Need, shown: IssueSnapshot | None, *, is_found: bool) -> Answer:
        match need:
            case ReadIssue():
                try:
                    return self._read(tracker, need.issue)
                except IssueGone:
                    if is_found or self._is_deleted(tracker.name, need.issue):
                        return None
                    # A permission scheme being edited looks the same for a moment: the delivery waits.
                    raise
            case ReadMoves():
                return self._read_moves(tracker, need.issue, shown)
            case ReadEdits():
                return tracker.read_edits(need.issue)
            case AskTeam():
                return tracker.is_in_team(need.account, need.project, need.terms)
            case ListSigned():
                with self._database.look() as connection:
                    belonging = stages.load_issues(connection, need.contract, need.stage)
                return {
                    state.issue.id: state
                    for state in belonging
                    if state.tracker == tracker.name and is_agreed(state)
                }

    def _is_deleted(self, tracker: str, issue: str) -> bool:
        with self._database.look() as connection:
            return tombstones.has_tombstone(connection, tracker, issue)

    # What is decided, in the one transaction

    def _decide(self, uow: UnitOfWork, tracker: Tracker, resolutions: Sequence[_Resolution]) -> list[Result]:
        """Decide every event of a delivery: everything is loaded first, and saved last."""
        everything = [event for each in resolutions for event in each.resolved.events]
        movers = {key: mover for each in resolutions for key, mover in each.resolved.movers.items()}
        found = next((each for each in resolutions if isinstance(each.event, _LOOKS)), None)
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


def list_accounts(mappings: Iterable[ContractMapping]) -> frozenset[str]:
    """Return the accounts of the people whom contracts name."""
    return frozenset(
        person.account for mapping in mappings for person in mapping.people.values() if person.account
    )


def _find_author(event: Event) -> str:
    """Return the account of who wrote a comment or acted on an issue, or ''."""
    if isinstance(event, CommentWritten):
        return event.comment.author.id
    return event.actor.id if isinstance(event, IssueSeen) and event.actor is not None else ""


def _see_notices(
    uow: UnitOfWork, resolutions: Iterable[_Resolution], heard: Iterable[HeardComments], own: str
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


def subject_of(event: Event) -> str:
    """Return the id of the issue that an event is about."""
    return event.issue.id if isinstance(event, IssueSeen) else event.issue_id


def _result_of(resolution: _Resolution, results: Mapping[int, Result], stays: Collection[str]) -> Result:
    """Return an event's result: the last thing decided about it."""
    resolved = resolution.resolved
    if not resolved.events:
        return resolved.result
    if subject_of(resolution.event) in stays:
        return Result.DECIDED_STAYS
    result = results.get(id(resolved.events[-1]), Result.NOT_GOVERNED)
    return result if result is not Result.NOTHING else resolved.result
