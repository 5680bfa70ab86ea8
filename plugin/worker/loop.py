"""The worker: claims a subject, handles what waits for it, gives it back."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from plugin.core.model.events import IssueDeleted
from plugin.core.model.subjects import SubjectKind
from plugin.runtime.clock import Clock
from plugin.runtime.failpoints import failpoint
from plugin.runtime.logs import format_fields
from plugin.store import deliveries, effects, heartbeats, issues, timers, tombstones, work
from plugin.store.connection import Connection
from plugin.store.engine import Database, is_transient
from plugin.store.notifications import WorkNotifications
from plugin.trackers.base import IssueGone, Tracker, TrackerBusy, TrackerError
from plugin.worker.active_contracts import INITIAL_IMPORT, ActiveContracts, contract_subject
from plugin.worker.backoff import MAX_ATTEMPTS, compute_delay
from plugin.worker.database_alerts import DatabaseAlerts
from plugin.worker.delivery_handler import DeliveryHandler
from plugin.worker.effect_runner import EffectRunner
from plugin.worker.initial_import import import_issues
from plugin.worker.lease import LeaseHolder, compute_lease, keep_prolonging
from plugin.worker.log_fields import format_delivery
from plugin.worker.reconcile import RECONCILE, Reconciler
from plugin.worker.retention import RETENTION, apply_retention
from plugin.worker.send_mail import MailSender
from plugin.worker.sign_in_mails import send_sign_in_mails
from plugin.worker.write_limit import WriteLimit

log = logging.getLogger("ugovor.worker")

HEARTBEAT_INTERVAL = timedelta(seconds=5)
MAX_FAULT_ATTEMPTS = 5
"""Maximum attempts when our own code fails; more would not help."""


@dataclass(frozen=True)
class _Decided:
    """A delivery that was decided with its claim: log line, and whether all is done."""

    line: str
    is_over: bool


class Worker:
    """A worker; any number of them, on any hosts, share the work of one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        active_contracts: ActiveContracts,
        trackers: Mapping[str, Tracker],
        sender: MailSender,
        reconcile_every: Mapping[str, timedelta],
        keep_bodies: timedelta,
        name: str = "",
        write_limit: WriteLimit | None = None,
        *,
        beats: bool = True,
    ) -> None:
        """Take what it works with.

        Args:
            database: where the work waits.
            clock: what the present is.
            active_contracts: what is decided by; workers of one process share them.
            trackers: by name; shared, too.
            sender: sends mails.
            reconcile_every: how often each tracker is asked what changed.
            keep_bodies: for how long bodies are kept.
            name: of the worker, where it takes over what an earlier one of the same name held.
            write_limit: shared by the workers of one process; None: its own.
            beats: whether it says by itself that it lives, and looks at the mappings.
        """
        self._database = database
        self._clock = clock
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._handler = DeliveryHandler(database, active_contracts, trackers)
        self._lease_holder = LeaseHolder(database, clock, compute_lease(trackers.values()), name)
        self._notifications = WorkNotifications(database)
        self._effect_runner = EffectRunner(
            database, active_contracts, trackers, write_limit or WriteLimit(), sender, self._lease_holder
        )
        self._keep_bodies = keep_bodies
        self._reconciler = Reconciler(database, active_contracts, trackers, reconcile_every)
        self._beats = beats
        self._name = f"worker:{socket.gethostname()}:{os.getpid()}"
        self._beat_at: datetime | None = None
        self._found_work = False
        self._begun: tuple[list[effects.WaitingEffect], bool] | None = None
        self._decides_at_once = True

    @property
    def lease_holder(self) -> LeaseHolder:
        """What it holds."""
        return self._lease_holder

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is in hand then is finished first."""
        threading.Thread(
            target=keep_prolonging, args=((self._lease_holder,), stop), name="leases", daemon=True
        ).start()
        is_new, alerts = True, DatabaseAlerts()
        while not stop.is_set():
            try:
                if is_new:
                    log.info(
                        "%d subjects were taken over from the previous worker",
                        self._lease_holder.free_leases(),
                    )
                    is_new = False
                if not self.run_once():
                    self._notifications.wait(stop, self._seconds_to_next())
                alerts.report_recovery()
            except SQLAlchemyError as error:
                alerts.report_fault(error)
                stop.wait(2)
        self._notifications.close()

    def run_until_idle(self) -> int:
        """Handle everything that is due now; return how many subjects were handled."""
        handled = 0
        while self.run_once():
            handled += 1
        return handled

    def run_once(self) -> bool:
        """Handle one subject that is due; return False when there is none."""
        now = self._clock.now()
        if self._beats:
            self.beat(now)
        if not self._may_be_due(now):
            return False
        try:
            lease, is_over = self._claim(now)
        except work.LeaseLost:
            return True
        self._found_work = lease is not None
        if lease is None or is_over:
            return lease is not None
        try:
            not_before = self._handle(lease, now)
            failpoint("releasing")
            self._lease_holder.release(not_before)
            failpoint("released")
        except work.LeaseLost as lost:
            log.warning("subject=%s lost its lease: %s", lease.subject, lost)
            self._lease_holder.forget()
        return True

    def _may_be_due(self, now: datetime) -> bool:
        """Tell whether a claim may find something; when idle, by reading only."""
        if self._found_work:
            return True
        with self._database.look() as connection:
            moment = work.load_next_moment(connection, now)
        return moment is not None and moment <= now

    def _claim(self, now: datetime) -> tuple[work.Lease | None, bool]:
        """Claim the subject due longest; return also whether all its work is done.

        What can be decided without asking the tracker is decided in the very transaction that claims, and
        where nothing is left to do the subject is given back in it, too.
        """
        self._begun = None
        if not self._decides_at_once:
            self._decides_at_once = True
            lease = self._lease_holder.claim(now)
            failpoint("claimed")
            return lease, False
        lease, decided = None, None
        try:
            with self._lease_holder.claim_in_transaction(now) as (connection, lease):
                failpoint("claimed")
                if lease is not None:
                    decided = self._decide_at_once(connection, lease)
        except Exception as error:
            if lease is None or is_transient(error):
                raise
            # Nothing was kept, not even the claim: the next try has a transaction for each, and counts.
            log.debug("subject=%s is handled step by step: %s", lease.subject, type(error).__name__)
            self._decides_at_once = False
            return lease, True
        if lease is None or decided is None:
            return lease, False
        failpoint("decided")
        failpoint("finished")
        log.info("%s", decided.line)
        if decided.is_over:
            failpoint("released")
            self._lease_holder.forget()
        return replace(lease, has_deliveries=False), decided.is_over

    def _decide_at_once(self, connection: Connection, lease: work.Lease) -> _Decided | None:
        """Handle the only waiting delivery without reading, or begin the due effect."""
        if lease.has_timers or lease.kind not in (SubjectKind.ISSUE, SubjectKind.STAGE):
            return None
        if not lease.has_deliveries:
            self._begin_effect(connection, lease)
            return None
        waiting = deliveries.load_waiting(connection, lease.tracker, lease.subject)
        if len(waiting) != 1 or waiting[0].attempts:
            return None
        began = self._clock.now()
        handled = self._handler.handle_at_once(connection, lease, waiting[0], began)
        if handled is None:
            return None
        result, has_effects = handled
        is_over = not has_effects and not lease.has_effects
        if is_over:
            failpoint("releasing")
            work.release(connection, lease, self._clock.now(), None, is_locked=True)
        failpoint("deciding")
        return _Decided(format_delivery(waiting[0], began, self._clock.now(), result=result), is_over)

    def _begin_effect(self, connection: Connection, lease: work.Lease) -> None:
        """Save the intent of the first due effect in the claiming transaction."""
        now = self._clock.now()
        due = effects.load_due(connection, lease.tracker, lease.subject, now)
        is_begun = bool(due) and self._effect_runner.begin_effect(connection, lease, due[0], now)
        self._begun = (due, is_begun)

    def _seconds_to_next(self) -> float | None:
        """Return the seconds until the next subject falls due; None: none will."""
        now = self._clock.now()
        with self._database.look() as connection:
            moment = work.load_next_moment(connection, now)
        return None if moment is None else (moment - now).total_seconds()

    def _handle(self, lease: work.Lease, now: datetime) -> datetime | None:
        """Handle a subject's deliveries, timers and effects; return until when it rests."""
        match lease.kind:
            case SubjectKind.CONTRACT:
                return self._handle_contract(lease, now)
            case SubjectKind.TRACKER:
                self._run_tracker_timers(lease, now)
                return None
            case SubjectKind.SIGN_IN:
                asked = send_sign_in_mails(self._database, lease, now, self._active_contracts.texts)
                log.info("subject=%s %s sign-in links are mailed", lease.subject, asked)
                return None
        if self._refile(lease):
            return None
        not_before = self._handle_deliveries(lease, now) if lease.has_deliveries else None
        if not_before is not None:
            return not_before
        for name in self._due_timers(lease, now):
            result = self._handler.fire(lease, name, now)
            log.info(
                "%s", format_fields(tracker=lease.tracker, subject=lease.subject, timer=name, result=result)
            )
        due, is_begun = self._due_effects(lease)
        for effect in due:
            self._lease_holder.prolong()
            if not self._effect_runner.run(lease, effect, self._clock.now(), is_begun=is_begun):
                break
            is_begun = False
        return None

    def _due_effects(self, lease: work.Lease) -> tuple[list[effects.WaitingEffect], bool]:
        """Return the effects that are due, and whether the first of them is begun."""
        if self._begun is not None:
            return self._begun
        with self._database.look() as connection:
            return effects.load_due(connection, lease.tracker, lease.subject, self._clock.now()), False

    def _due_timers(self, lease: work.Lease, now: datetime) -> list[str]:
        if not lease.has_timers:
            return []
        with self._database.look() as connection:
            return timers.load_due(connection, lease.tracker, lease.subject, now)

    def _run_tracker_timers(self, lease: work.Lease, now: datetime) -> None:
        """Run what is due for a tracker as a whole: reconciling, retention."""
        with self._database.look() as connection:
            names = timers.load_due(connection, lease.tracker, lease.subject, now)
        if RECONCILE in names:
            log.info("tracker=%s reconciled: %s", lease.tracker, self._reconciler.reconcile(lease, now))
        if RETENTION in names:
            gone = apply_retention(self._database, lease, now, self._keep_bodies)
            log.info("tracker=%s %s old bodies were deleted", lease.tracker, gone)

    def _handle_deliveries(self, lease: work.Lease, now: datetime) -> datetime | None:
        with self._database.look() as connection:
            waiting = deliveries.load_waiting(connection, lease.tracker, lease.subject)
        self._record_deletions(lease, waiting, now)
        for delivery in waiting:
            self._lease_holder.prolong()
            began = self._clock.now()
            try:
                result = self._handler.handle(lease, delivery, began)
            except work.LeaseLost:
                raise
            except Exception as error:
                if is_transient(error):
                    # The database's own trouble says nothing about the delivery.
                    raise
                return self._put_off(lease, delivery, error, began)
            failpoint("finished")
            log.info("%s", format_delivery(delivery, began, self._clock.now(), result=result))
        return None

    def _refile(self, lease: work.Lease) -> bool:
        """Move what waits under an issue's key to its id; False: it is under its id.

        Some trackers' webhooks name an issue by its key alone, which changes when it moves.
        """
        tracker = self._trackers.get(lease.tracker)
        if tracker is None or lease.kind is not SubjectKind.ISSUE:
            return False
        try:
            subject = tracker.resolve_id(lease.subject)
        except IssueGone:
            with self._database.look() as connection:
                known = issues.load_by_key(connection, lease.tracker, lease.subject)
            subject = known.issue.id if known else lease.subject
        except TrackerError:
            # Not to be asked now: handling under the key meets the same fault, and its patience.
            return False
        if subject == lease.subject:
            return False
        with self._database.change() as connection:
            work.check_lease(connection, lease)
            for waiting in deliveries.load_waiting(connection, lease.tracker, lease.subject):
                deliveries.refile(connection, waiting, subject)
        return True

    def _record_deletions(
        self, lease: work.Lease, waiting: list[deliveries.WaitingDelivery], now: datetime
    ) -> None:
        """Record a deletion before earlier deliveries are handled.

        None of them then waits for an issue that is gone.
        """
        gone = [event for delivery in waiting for event in delivery.events if isinstance(event, IssueDeleted)]
        if gone:
            with self._database.change() as connection:
                work.check_lease(connection, lease)
                for event in gone:
                    tombstones.add_tombstone(connection, lease.tracker, event.issue_id, now)

    def _put_off(
        self, lease: work.Lease, delivery: deliveries.WaitingDelivery, error: Exception, now: datetime
    ) -> datetime | None:
        """Count a delivery's failure; park it after too many, otherwise put its issue off."""
        attempts = delivery.attempts + 1
        ours = not isinstance(error, (TrackerError, SQLAlchemyError))
        sentence = f"{type(error).__name__}: {error}"
        failed = format_delivery(delivery, now, self._clock.now(), failed=sentence)
        log.warning("%s", failed, exc_info=error if ours else None)
        with self._database.change() as connection:
            work.check_lease(connection, lease)
            deliveries.count_failure(connection, delivery.id, sentence)
            if attempts >= (MAX_FAULT_ATTEMPTS if ours else MAX_ATTEMPTS):
                deliveries.park(connection, delivery.id, sentence)
                return None
        wait = compute_delay(attempts)
        if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
            wait = timedelta(seconds=max(1.0, error.retry_after_s))
        return now + wait

    def _handle_contract(self, lease: work.Lease, now: datetime) -> datetime | None:
        """Read a contract's existing issues in, once, when it is first loaded."""
        active = next(
            (
                each
                for each in self._active_contracts.all
                if contract_subject(each.mapping.id) == lease.subject
            ),
            None,
        )
        tracker = self._trackers.get(lease.tracker)
        if active is None or tracker is None:
            log.warning(
                "contract=%s has a tracker that is not in the settings: nothing is imported yet",
                lease.subject,
            )
            return now + timedelta(seconds=60)
        try:
            import_issues(self._database, tracker, active.mapping, now)
        except TrackerError as error:
            log.warning("contract=%s was not imported yet: %s", lease.subject, error)
            return now + timedelta(seconds=30)
        with self._database.change() as connection:
            work.check_lease(connection, lease)
            timers.set_timer(connection, lease.tracker, lease.subject, INITIAL_IMPORT, None)
        return None

    def beat(self, now: datetime) -> None:
        """Say that this worker is alive, and take up changed mappings."""
        # A clock that was set back must not silence a worker until it has caught up.
        if self._beat_at is not None and timedelta(0) <= now - self._beat_at < HEARTBEAT_INTERVAL:
            return
        self._beat_at = now
        if self._active_contracts.refresh(now):
            self._reconciler.start(now)
        detail: dict[str, object] = {
            "contracts": [each.mapping.id for each in self._active_contracts.all],
            "faults": [str(fault) for fault in self._active_contracts.faults],
            "calls": {name: dict(tracker.calls) for name, tracker in self._trackers.items()},
        }
        with self._database.change() as connection:
            heartbeats.save_heartbeat(connection, self._name, now, detail)
