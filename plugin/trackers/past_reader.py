"""Reads the past of a project's issues from its tracker, for looking back.

Three calls an issue: the issue with its comments, its moves, its edits. A tracker that is busy is waited for;
one that does not answer is asked again a few times. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from mappings.model import ContractMapping
from plugin.core.backtest.past import PastIssue
from plugin.core.model.issue import IssueSnapshot
from plugin.trackers.base import IssueGone, Tracker, TrackerBusy, TrackerError, TrackerUnreachable

READERS = 4
"""Issues that are read at a time: a site that people work on has more to do."""
_TRIES = 4
_WAIT_S = 2.0
_BUSY_S = 30.0
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class PastReader:
    """Reads issues of one contract.

    Attributes:
        tracker: opened for reading.
        mapping: the contract.
        rest: waits a number of seconds.
    """

    tracker: Tracker
    mapping: ContractMapping
    rest: Callable[[float], None]

    def read(self, since: date | None, progress: Callable[[int, int], None]) -> list[PastIssue]:
        """Return every issue of the projects, those since a day with their past.

        Args:
            since: older issues count for quantities only, by their last state; None: all have a past.
            progress: hears how many of how many issues were read.

        Raises:
            TrackerError: the tracker does not answer, or refuses.
        """
        projects = self.mapping.tracker.projects
        listed = self._try(lambda: list(self.tracker.iter_issues(projects, None)))
        found: list[PastIssue] = []
        with ThreadPoolExecutor(max_workers=READERS) as pool:
            for count, past in enumerate(pool.map(lambda issue: self._read_one(issue, since), listed), 1):
                found += [past] if past is not None else []
                progress(count, len(listed))
        return found

    def find_team(self, pasts: list[PastIssue]) -> frozenset[str]:
        """Return the accounts that the tracker shows among ours, of those nobody named."""
        terms = self.mapping.tracker
        if terms.team is None and terms.team_comments is None:
            return frozenset()
        known = {person.account for person in self.mapping.people.values()}
        strangers = {account for past in pasts for account in _list_accounts(past)} - known - {"", None}
        project = terms.projects[0]
        return frozenset(account for account in strangers if self._is_in_team(account, project))

    def _is_in_team(self, account: str, project: str) -> bool:
        try:
            return self._try(lambda: self.tracker.is_in_team(account, project, self.mapping.tracker))
        except TrackerError:
            # What the tracker does not tell is no proof.
            return False

    def _read_one(self, issue: IssueSnapshot, since: date | None) -> PastIssue | None:
        created = issue.created.astimezone(self.mapping.contract.zone).date() if issue.created else None
        if created is None or (since is not None and created < since):
            return PastIssue(issue)
        try:
            reading = self._try(lambda: self.tracker.read(issue.id))
            moves = self._try(lambda: self.tracker.read_moves(issue.id))
            edits = self._try(lambda: self.tracker.read_edits(issue.id))
        except IssueGone:
            # Deleted, or hidden, while the others were read.
            return None
        return PastIssue(reading.issue, reading.comments, moves, edits)

    def _try(self, ask: Callable[[], Answer]) -> Answer:
        for left in reversed(range(_TRIES)):
            try:
                return ask()
            except TrackerBusy as busy:
                if not left:
                    raise
                self.rest(max(1.0, busy.retry_after_s or _BUSY_S))
            except TrackerUnreachable:
                if not left:
                    raise
                self.rest(_WAIT_S * (_TRIES - left))
        raise AssertionError("the last try returns or raises")


def _list_accounts(past: PastIssue) -> Iterator[str]:
    if past.issue.reporter is not None:
        yield past.issue.reporter.id
    yield from (comment.author.id for comment in past.comments)
    yield from (move.by.id for move in past.moves or ())
    yield from (edit.by.id for edit in past.edits or ())
