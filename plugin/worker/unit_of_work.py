"""The one transaction of a delivery: decisions and completion are saved together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from mappings.model import ContractMapping
from plugin.core.contract_facts import ContractFacts
from plugin.core.model.actor import Actor
from plugin.core.model.events import Event, IssueTouched
from plugin.core.model.exchanges import Exchange
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.kept_names import KeptNames, Names
from plugin.core.model.outcome import Outcome
from plugin.core.model.results import Result
from plugin.core.scope.match import find_named_issues
from plugin.core.timeline.heard import HeardComments
from plugin.runtime.clock import NO_SHIFT
from plugin.runtime.failpoints import failpoint
from plugin.store import (
    claims,
    deliveries,
    effect_recovery,
    exchanges,
    kept_names,
    notices,
    reconcile_cursors,
    related_issues,
    timers,
    tombstones,
    waits,
)
from plugin.store.accepted_deliveries import save_delivery
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.store.related_issues import StoredIssue
from plugin.worker.active_contract import ActiveContract
from plugin.worker.load_baseline import load_baseline
from plugin.worker.load_facts import load_facts
from plugin.worker.save_outcome import save_outcome


class UnitOfWork:
    """A transaction under a worker's lease."""

    def __init__(
        self,
        connection: Connection,
        lease: claims.Lease,
        now: datetime,
        *,
        waits: bool = True,
        shift: timedelta = NO_SHIFT,
    ) -> None:
        """Take the transaction.

        Args:
            connection: a transaction that writes.
            lease: what is held.
            now: the moment.
            waits: whether it waits for a transaction that holds a contract's lock.
            shift: by how much practice time, in which `now` is, is ahead of the machine's clock.
        """
        self._shift = shift
        self._waits = waits
        self._connection = connection
        self._lease = lease
        self._now = now
        self.has_effects = False
        """Whether an effect of the subject that is held was asked for at once."""
        self._on_record: dict[str, IssueState] = {}
        self._known: dict[str, StoredIssue | None] = {}

    def facts(
        self,
        active: ActiveContract,
        events: Sequence[Event | InternalEvent],
        movers: Mapping[str, Actor] | None = None,
    ) -> ContractFacts:
        """Load the facts for deciding these events, under the contract's lock.

        Raises:
            NotInForce: the contract's row is not there yet.
        """
        baseline = load_baseline(self._connection, self._lease.tracker, active, self._now, waits=self._waits)
        facts = load_facts(self._connection, baseline, events, movers or {}, self._known)
        index = active.suggestions.load(self._connection, active.mapping, self._now)
        facts = replace(facts, suggestions=index)
        self._on_record |= facts.states
        return facts

    def state(self, issue: str) -> IssueState | None:
        """Return what was on record about an issue before this delivery saved anything."""
        if issue not in self._known:
            found = related_issues.load_issues(self._connection, self._lease.tracker, [issue])
            self._known[issue] = found[0] if found else None
        stored = self._known[issue]
        if stored is not None:
            self._on_record[issue] = stored.state
        return stored.state if stored else None

    def save(self, active: ActiveContract, outcome: Outcome) -> None:
        """Save what was decided: states, effects, timers, and the record last."""
        self.has_effects |= save_outcome(
            self._connection, active, self._lease, outcome, self._now, self._on_record, self._shift
        )
        self._on_record |= {state.issue.id: state for state in outcome.states}
        # Not after the commit: where it fails, the same is decided and learnt once more.
        active.suggestions.learn(outcome.states)

    def ask_to_read(self, issue: str, queued_at: datetime) -> None:
        """Queue a reading of an issue.

        What is on record of it cannot be judged by the mapping.
        """
        save_delivery(
            self._connection,
            Arrival(
                tracker=self._lease.tracker,
                delivery_id=f"reread:{issue}:{self._now.isoformat()}",
                received_at=self._now,
                queued_at=queued_at,
                headers={},
                body=b"",
                kind="handled",
                event_name="reread",
                subject=issue,
                events=(IssueTouched(issue_id=issue),),
            ),
        )

    def end_timer(self, name: str) -> None:
        """Take a timer away that fell due."""
        timers.set_timer(self._connection, self._lease.tracker, self._lease.subject, name, None)

    def see_notices(self, issue: str, account: str, written: datetime | None = None) -> None:
        """Note that somebody wrote on an issue, who has seen what was said there.

        Args:
            issue: the tracker's id of it.
            account: of the writer.
            written: when, where that may have been before the notices; None: just now.
        """
        tracker = self._lease.tracker
        notices.mark_seen_on_issue(self._connection, tracker, issue, account, self._now, written or self._now)

    @property
    def now(self) -> datetime:
        """The moment."""
        return self._now

    def save_heard(self, contract: str, heard: HeardComments, found: Sequence[Exchange]) -> None:
        """Save what a delivery told of the comments of an issue."""
        tracker = self._lease.tracker
        exchanges.save_comments(self._connection, tracker, contract, found, are_read=heard.are_read)
        for gone in heard.deleted:
            exchanges.mark_deleted(self._connection, tracker, contract, heard.issue, gone, self._now)
        if heard.there is not None:
            exchanges.mark_missing(self._connection, tracker, heard.issue, heard.there)

    def save_files(self, contract: str, found: Sequence[Exchange]) -> None:
        """Save the files that people attached; one that is known stays as it is."""
        exchanges.save_acts(self._connection, self._lease.tracker, contract, found)

    def keep_names(
        self, mapping: ContractMapping, kept: KeptNames, names: Names, seen: Iterable[IssueSnapshot]
    ) -> None:
        """Keep the numbers of what the mapping names.

        Args:
            mapping: of the contract.
            kept: what is kept.
            names: the statuses and the like that mappings of the tracker name.
            seen: issues of the contract.
        """
        named = find_named_issues(mapping)
        for issue in seen:
            news = (
                *kept.list_news(issue, mapping.tracker.projects, named),
                *kept.list_terms_seen(issue, names),
            )
            for each in news:
                kept_names.save(self._connection, self._lease.tracker, each)

    def has_tombstone(self, issue: str) -> bool:
        """Tell whether the tracker said that an issue was deleted."""
        return tombstones.has_tombstone(self._connection, self._lease.tracker, issue)

    def is_waited_for(self, issue: str) -> bool:
        """Tell whether anything is waited for on an issue."""
        return waits.has_open(self._connection, self._lease.tracker, issue)

    def add_tombstone(self, issue: str) -> None:
        """Remember that an issue was deleted, whether anything was known of it or not."""
        tombstones.add_tombstone(self._connection, self._lease.tracker, issue, self._now)

    def look_before_writing(self, issue: str, references: Sequence[str]) -> int:
        """Mark comments that the tracker shows for a look-up; return how many."""
        return effect_recovery.mark_for_lookup(self._connection, self._lease.tracker, issue, references)

    def count_recovered(self) -> None:
        """Count a change that no webhook had reported."""
        reconcile_cursors.count_recovered(self._connection, self._lease.tracker)

    def finish(self, delivery: int, results: Sequence[Result]) -> str:
        """Mark a delivery as done; return its result."""
        result = ", ".join(dict.fromkeys(results)) or Result.NOTHING
        deliveries.finish(self._connection, delivery, self._now, result)
        return result


@contextmanager
def begin(
    database: Database, lease: claims.Lease, now: datetime, shift: timedelta = NO_SHIFT
) -> Iterator[UnitOfWork]:
    """Open the transaction; it is committed when the block ends well.

    Raises:
        LeaseLost: another worker holds the subject; nothing was kept.
    """
    with database.change() as connection:
        claims.check_lease(connection, lease)
        yield UnitOfWork(connection, lease, now, shift=shift)
        failpoint("deciding")
    failpoint("decided")
