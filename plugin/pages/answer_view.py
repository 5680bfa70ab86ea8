"""What waits for one person in one contract, as the page for answers shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from plugin.core.facts import Baseline
from plugin.core.model.signed_links import LINK_VALIDITY, SignedLink
from plugin.core.model.waits import Wait, WaitKind, WaitState
from plugin.core.signoff.fingerprint import content_hash
from plugin.core.waiting.clock import counts_for_dates
from plugin.pages.link_targets import choose_link, sign_link
from plugin.pages.read_model import read_stage
from plugin.store import issues, reminders
from plugin.store.connection import Connection
from plugin.store.reminders import StoredWait

MAX_RECEIVED = 5
"""Older answers are left out of the thanks."""


@dataclass(frozen=True)
class WaitToAnswer:
    """One wait of a person.

    Attributes:
        key: names it on the page: issue, series and number.
        wait: as it stands.
        issue: the issue's key now.
        asked_by: the name of the person who asked; empty: nobody is named.
        seen: the hash of what is asked; an answer to something else is asked again.
        page: the link to the page where it is answered; None: here.
        answered_on: the day of the answer that stands; None: there is none.
    """

    key: str
    wait: Wait
    issue: str
    asked_by: str
    seen: str
    page: SignedLink | None
    answered_on: date | None

    @property
    def takes_yes(self) -> bool:
        """Whether a yes is asked for, which a button gives."""
        return self.wait.kind is WaitKind.CONFIRMATION

    @property
    def takes_text(self) -> bool:
        """Whether it is answered in words, here."""
        return self.wait.series == "asked"


@dataclass(frozen=True)
class AnswerView:
    """What a person is asked for, oldest first, and what came lately.

    `moves_dates`: the days for which an answer is waited for may move a date of theirs.
    """

    contract: str
    moves_dates: bool
    waiting: tuple[WaitToAnswer, ...]
    answered: tuple[WaitToAnswer, ...]
    received: tuple[WaitToAnswer, ...]

    def find(self, key: str) -> WaitToAnswer | None:
        """Return the open wait of this name that takes a text, or None."""
        found = (each for each in (*self.waiting, *self.answered) if each.key == key)
        return next((each for each in found if each.takes_text), None)


def read_answer_view(connection: Connection, baseline: Baseline, person: str) -> AnswerView:
    """Return what a person of a contract is asked for.

    Args:
        connection: a transaction that reads.
        baseline: the contract as it stands.
        person: the person's key.
    """
    stored = [
        each for each in reminders.load_listed(connection, baseline.mapping.id) if each.wait.owed_by == person
    ]
    lately = baseline.now - LINK_VALIDITY
    waiting = _sorted(_show(connection, baseline, stored, WaitState.OPEN))
    return AnswerView(
        contract=baseline.mapping.contract.title,
        moves_dates=_moves_dates(baseline, waiting),
        waiting=waiting,
        answered=_sorted(_show(connection, baseline, stored, WaitState.ANSWERED)),
        received=tuple(_received(connection, baseline, stored, lately))[:MAX_RECEIVED],
    )


def _moves_dates(baseline: Baseline, waiting: Iterable[WaitToAnswer]) -> bool:
    terms = baseline.mapping.waiting
    if terms is None or terms.moves_deadline is False or baseline.mapping.contract.mode == "observe":
        return False
    return any(counts_for_dates(each.wait, baseline.mapping) for each in waiting)


def find_answer_page(
    connection: Connection, baseline: Baseline, wait: Wait, person: str
) -> SignedLink | None:
    """Return the link to the page where an offer or a sign-off is answered, or None."""
    if wait.kind is WaitKind.DECISION:
        state = issues.load(connection, baseline.tracker, wait.issue)
        return choose_link(baseline, state, person) if state else None
    if wait.kind is WaitKind.SIGNATURE:
        found = (key for key, state in baseline.stages.items() if state.issue_id == wait.issue)
        facts = read_stage(connection, baseline, next(found, ""))
        return sign_link(facts, person) if facts else None
    return None


def _sorted(found: Iterable[WaitToAnswer]) -> tuple[WaitToAnswer, ...]:
    return tuple(sorted(found, key=lambda each: (each.wait.asked_at, each.wait.key)))


def _received(
    connection: Connection, baseline: Baseline, stored: Iterable[StoredWait], since: datetime
) -> Iterator[WaitToAnswer]:
    """Yield what was received since a moment, the latest first."""
    found = _show(connection, baseline, stored, WaitState.GOT)
    fresh = [each for each in found if each.wait.closed_at is not None and each.wait.closed_at >= since]
    yield from sorted(fresh, key=lambda each: each.wait.closed_at or since, reverse=True)


def _show(
    connection: Connection, baseline: Baseline, stored: Iterable[StoredWait], state: WaitState
) -> Iterator[WaitToAnswer]:
    people, zone = baseline.mapping.people, baseline.mapping.contract.zone
    for each in stored:
        wait = each.wait
        if wait.state is not state:
            continue
        replied = wait.replied_at if state is not WaitState.OPEN else None
        yield WaitToAnswer(
            key="/".join((wait.issue, wait.series, str(wait.number))),
            wait=wait,
            issue=each.key or wait.issue,
            asked_by=people[wait.asked_by].name if wait.asked_by in people else "",
            seen=content_hash(wait.what, wait.missing, wait.due.isoformat()),
            page=find_answer_page(connection, baseline, wait, wait.owed_by) if wait.is_open else None,
            answered_on=replied.astimezone(zone).date() if replied else None,
        )
