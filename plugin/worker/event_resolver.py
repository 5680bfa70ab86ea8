"""Finds what is to be decided about a delivery, by asking the tracker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.model.events import CommentWritten, Event, IssueFound, IssueSeen, IssueTold, IssueTouched
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.readings import IssueReading
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
from plugin.core.signoff.coverage import is_agreed
from plugin.store import issues, own_comments, stages, tombstones, waits
from plugin.store.deliveries import WaitingDelivery
from plugin.store.engine import Database
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.unit_of_work import UnitOfWork

LOOKS = (IssueFound, IssueTold)
"""Events for which an issue is looked at as a whole, with its comments."""


@dataclass(frozen=True)
class Resolution:
    """An event of a delivery, and what is to be decided about it."""

    event: Event
    resolved: Resolved


class MustRead(Exception):
    """The tracker must be asked, which is not done while a transaction is open."""


class EventResolver:
    """Answers what the events of a delivery ask for, outside any transaction."""

    def __init__(self, database: Database, active_contracts: ActiveContracts) -> None:
        """Take what is on record, and the contracts in force."""
        self._database = database
        self._active_contracts = active_contracts

    def resolve_all(
        self, tracker: Tracker, delivery: WaitingDelivery, now: datetime, uow: UnitOfWork | None
    ) -> tuple[Resolution, ...]:
        """Answer what the events ask for.

        With an open unit of work, only what is on record can be answered.

        Raises:
            MustRead: a unit of work is open, and the tracker would have to be asked.
        """
        resolutions: list[Resolution] = []
        seen: dict[str, IssueSnapshot] = {}
        for event in delivery.events:
            completed = self._complete(tracker, event) if isinstance(event, IssueSeen) else event
            known = self._known(tracker, delivery, completed, now, seen, uow)
            resolved = self._resolve_one(tracker, completed, known, may_ask=uow is None)
            for each in resolved.events:
                if isinstance(each, IssueSeen):
                    seen[each.issue.id] = each.issue
            resolutions.append(Resolution(completed, resolved))
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

    def _resolve_one(self, tracker: Tracker, event: Event, known: Known, *, may_ask: bool) -> Resolved:
        """Answer what an event asks for, until it is known what is to be decided."""
        asking = needs(event, known)
        shown = event.issue if isinstance(event, IssueSeen) else known.state.issue if known.state else None
        try:
            need = next(asking)
            while True:
                if not may_ask:
                    raise MustRead
                need = asking.send(self._answer(tracker, need, shown, is_found=isinstance(event, LOOKS)))
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
                if isinstance(event, LOOKS):
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
        is_looked_at = state is not None and isinstance(event, LOOKS)
        is_read = state is not None and isinstance(event, (*LOOKS, IssueTouched))
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
            is_waited_for=(is_read or (is_other and (is_unproven or not is_named)))
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


def subject_of(event: Event) -> str:
    """Return the id of the issue that an event is about."""
    return event.issue.id if isinstance(event, IssueSeen) else event.issue_id
