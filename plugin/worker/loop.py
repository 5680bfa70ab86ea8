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

from plugin.core.model.subjects import SubjectKind
from plugin.runtime.clock import Clock, machine_clock, shift_of
from plugin.runtime.failpoints import failpoint
from plugin.runtime.practice_clock import CHECK_INTERVAL_S
from plugin.store import claims, deliveries, effects, heartbeats
from plugin.store.connection import Connection
from plugin.store.engine import Database, is_transient
from plugin.store.notifications import WorkNotifications
from plugin.timestamps.stamp import StampsHeads
from plugin.trackers.base import Tracker
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.database_alerts import DatabaseAlerts
from plugin.worker.delivery_handler import DeliveryHandler
from plugin.worker.effect_runner import EffectRunner
from plugin.worker.history_import import HistoryImport
from plugin.worker.lease import LeaseHolder, compute_lease, keep_prolonging
from plugin.worker.log_fields import format_delivery
from plugin.worker.practice_time import TimerShift
from plugin.worker.reconcile import Reconciler
from plugin.worker.record_stamper import RecordStamper
from plugin.worker.reminders import ReminderRunner
from plugin.worker.send_mail import MailSender
from plugin.worker.subject_handler import BegunEffects, SubjectHandler
from plugin.worker.write_limit import WriteLimit

log = logging.getLogger("ugovor.worker")

HEARTBEAT_INTERVAL = timedelta(seconds=5)
RESTING_INTERVAL = timedelta(milliseconds=500)
"""How soon mappings are looked at again while a file rests."""


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
        authority: StampsHeads | None = None,
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
            authority: stamps the record's head once a day; None: nobody does.
        """
        self._database = database
        self._service_clock = clock
        # Work waits by the machine's clock; what is decided follows the service's.
        self._clock = machine_clock(clock)
        self._timer_shift = TimerShift(database, clock)
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._handler = DeliveryHandler(database, active_contracts, trackers, clock)
        self._lease_holder = LeaseHolder(database, self._clock, compute_lease(trackers.values()), name)
        self._notifications = WorkNotifications(database)
        self._effect_runner = EffectRunner(
            database,
            active_contracts,
            trackers,
            write_limit or WriteLimit(),
            sender,
            self._lease_holder,
            clock,
        )
        self._reconciler = Reconciler(database, active_contracts, trackers, reconcile_every, clock)
        self._stamper = RecordStamper(database, authority)
        self._history = HistoryImport(database, active_contracts, trackers)
        self._reminders = ReminderRunner(database, active_contracts, clock)
        self._subjects = SubjectHandler(
            database,
            clock,
            active_contracts,
            trackers,
            self._lease_holder,
            self._handler,
            self._effect_runner,
            self._reconciler,
            keep_bodies,
            self._stamper,
            self._history,
            self._reminders,
        )
        self._beats = beats
        self._name = f"worker:{socket.gethostname()}:{os.getpid()}"
        self._beat_at: datetime | None = None
        self._found_work = False
        self._begun: BegunEffects | None = None
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
        if not self._active_contracts.is_loaded:
            # What came before would be taken for ungoverned.
            return False
        if not self._may_be_due(now):
            return False
        try:
            lease, is_over = self._claim(now)
        except claims.LeaseLost:
            return True
        self._found_work = lease is not None
        if lease is None or is_over:
            return lease is not None
        try:
            not_before = self._subjects.handle(lease, now, self._begun)
            failpoint("releasing")
            self._lease_holder.release(not_before)
            failpoint("released")
        except claims.LeaseLost as lost:
            log.warning("subject=%s lost its lease: %s", lease.subject, lost)
            self._lease_holder.forget()
        return True

    def _may_be_due(self, now: datetime) -> bool:
        """Tell whether a claim may find something; when idle, by reading only."""
        if self._found_work:
            return True
        with self._database.look() as connection:
            moment = claims.load_next_moment(connection, now)
        return moment is not None and moment <= now

    def _claim(self, now: datetime) -> tuple[claims.Lease | None, bool]:
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
            # Nothing was saved, not even the claim: the next try uses separate transactions and counts.
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

    def _decide_at_once(self, connection: Connection, lease: claims.Lease) -> _Decided | None:
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
            claims.release(connection, lease, self._clock.now(), None, is_locked=True)
        failpoint("deciding")
        ended, shift = self._clock.now(), shift_of(self._service_clock)
        line = format_delivery(waiting[0], began, ended, shift, result=result)
        return _Decided(line, is_over)

    def _begin_effect(self, connection: Connection, lease: claims.Lease) -> None:
        """Save the intent of the first due effect in the claiming transaction."""
        now = self._clock.now()
        due = effects.load_due(connection, lease.tracker, lease.subject, now)
        is_begun = bool(due) and self._effect_runner.begin_effect(connection, lease, due[0], now)
        self._begun = (due, is_begun)

    def _seconds_to_next(self) -> float | None:
        """Return the seconds until the next subject falls due; None: none will."""
        now = self._clock.now()
        with self._database.look() as connection:
            moment = claims.load_next_moment(connection, now)
        rest = None if moment is None else (moment - now).total_seconds()
        if not self._active_contracts.is_loaded:
            return RESTING_INTERVAL.total_seconds()
        if self._timer_shift.is_practice:
            return CHECK_INTERVAL_S if rest is None else min(rest, CHECK_INTERVAL_S)
        return rest

    def beat(self, now: datetime) -> bool:
        """Say that this worker is alive, and take up changed mappings.

        Return whether mappings are loaded, so that work may begin.
        """
        has_jumped = self._timer_shift.follow()
        # A clock that was set back must not silence a worker until it has caught up.
        contracts = self._active_contracts
        interval = RESTING_INTERVAL if contracts.is_resting else HEARTBEAT_INTERVAL
        if self._beat_at is not None and timedelta(0) <= now - self._beat_at < interval:
            if has_jumped and contracts.is_loaded:
                self._reminders.wake(now)
            return contracts.is_loaded
        self._beat_at = now
        if self._active_contracts.refresh(now, shift_of(self._service_clock)):
            self._reconciler.start(now)
            self._stamper.start(self._trackers, now)
            self._history.start(now)
        if not contracts.is_loaded:
            return False
        self._reminders.wake(now)
        detail: dict[str, object] = {
            "folder": str(contracts.folder.resolve()),
            "contracts": [each.mapping.id for each in self._active_contracts.all],
            "faults": [str(fault) for fault in self._active_contracts.faults],
            "calls": {name: dict(tracker.calls) for name, tracker in self._trackers.items()},
        }
        with self._database.change() as connection:
            heartbeats.save_heartbeat(connection, self._name, now, detail)
        return True
