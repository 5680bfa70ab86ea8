"""Handles what waits for one claimed subject: deliveries, timers, effects."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from plugin.core.model.events import IssueDeleted
from plugin.core.model.subjects import SubjectKind
from plugin.reports.stored_timeline import match_anew
from plugin.runtime.clock import Clock, machine_clock, shift_of
from plugin.runtime.failpoints import failpoint
from plugin.runtime.logs import format_fields
from plugin.store import claims, deliveries, effects, issues, timers, tombstones
from plugin.store.engine import Database, is_transient
from plugin.trackers.base import IssueGone, Tracker, TrackerBusy, TrackerError
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.backoff import MAX_ATTEMPTS, compute_delay
from plugin.worker.contract_timers import INITIAL_IMPORT, REGISTER, REGISTER_MOVED, contract_subject
from plugin.worker.delivery_handler import DeliveryHandler
from plugin.worker.effect_runner import EffectRunner
from plugin.worker.history_import import HISTORY, HistoryImport, begin_history
from plugin.worker.initial_import import import_issues
from plugin.worker.lease import LeaseHolder
from plugin.worker.load_baseline import NotInForce
from plugin.worker.log_fields import format_delivery
from plugin.worker.reconcile import RECONCILE, Reconciler
from plugin.worker.record_stamper import STAMP, RecordStamper
from plugin.worker.register_copy import close_old_copies, write_copy
from plugin.worker.reminders import ReminderRunner
from plugin.worker.retention import RETENTION, apply_retention
from plugin.worker.settle_sides import settle_sides
from plugin.worker.sign_in_mails import send_sign_in_mails
from plugin.worker.term_lookup import TermLookup

log = logging.getLogger("ugovor.worker")

MAX_FAULT_ATTEMPTS = 5
"""Maximum attempts when our own code fails; more would not help."""

OTHER_VERSION_DELAY = timedelta(seconds=1)
"""How long a subject rests whose contract this process may not decide in."""

BegunEffects = tuple[list[effects.WaitingEffect], bool]
"""The effects that are due, and whether the intent of the first is saved."""


class SubjectHandler:
    """Handles a subject step by step, each step in a transaction of its own."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        active_contracts: ActiveContracts,
        trackers: Mapping[str, Tracker],
        lease_holder: LeaseHolder,
        delivery_handler: DeliveryHandler,
        effect_runner: EffectRunner,
        reconciler: Reconciler,
        keep_bodies: timedelta,
        stamper: RecordStamper,
        history: HistoryImport,
        reminder_runner: ReminderRunner,
    ) -> None:
        """Take the worker's parts that it works with."""
        self._history = history
        self._stamper = stamper
        self._reminders = reminder_runner
        self._database = database
        self._service_clock = clock
        self._clock = machine_clock(clock)
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._lease_holder = lease_holder
        self._deliveries = delivery_handler
        self._effect_runner = effect_runner
        self._reconciler = reconciler
        self._keep_bodies = keep_bodies

    def handle(self, lease: claims.Lease, now: datetime, begun: BegunEffects | None) -> datetime | None:
        """Handle a subject's deliveries, timers and effects; return until when it rests.

        Args:
            lease: the claim.
            now: when it was made.
            begun: the due effects, where the first of them was begun with the claim.
        """
        match lease.kind:
            case SubjectKind.CONTRACT:
                return self._handle_contract(lease, now)
            case SubjectKind.TRACKER:
                self._run_tracker_timers(lease, now)
                return None
            case SubjectKind.REMINDERS:
                said = self._reminders.run(lease, now)
                log.info("subject=%s %s reminders are asked for", lease.subject, said)
                return None
            case SubjectKind.SIGN_IN:
                asked = send_sign_in_mails(self._database, lease, now, self._active_contracts.texts)
                log.info("subject=%s %s sign-in links are mailed", lease.subject, asked)
                return None
        if self._refile(lease, now):
            return None
        try:
            return self._handle_issue(lease, now, begun)
        except NotInForce as other:
            # Another process may have the file that is in force, and decide meanwhile.
            log.info("subject=%s waits: %s", lease.subject, other)
            return now + OTHER_VERSION_DELAY

    def _handle_issue(
        self, lease: claims.Lease, now: datetime, begun: BegunEffects | None
    ) -> datetime | None:
        """Handle what waits for an issue or a stage."""
        not_before = self._handle_deliveries(lease, now) if lease.has_deliveries else None
        if not_before is not None:
            return not_before
        for name in self._due_timers(lease, now):
            result = self._deliveries.fire(lease, name, now)
            log.info(
                "%s", format_fields(tracker=lease.tracker, subject=lease.subject, timer=name, result=result)
            )
        due, is_begun = begun or self._due_effects(lease)
        for effect in due:
            self._lease_holder.prolong()
            if not self._effect_runner.run(lease, effect, self._clock.now(), is_begun=is_begun):
                break
            is_begun = False
        return None

    def _due_effects(self, lease: claims.Lease) -> BegunEffects:
        with self._database.look() as connection:
            return effects.load_due(connection, lease.tracker, lease.subject, self._clock.now()), False

    def _due_timers(self, lease: claims.Lease, now: datetime) -> list[str]:
        if not lease.has_timers:
            return []
        with self._database.look() as connection:
            return timers.load_due(connection, lease.tracker, lease.subject, now)

    def _run_tracker_timers(self, lease: claims.Lease, now: datetime) -> None:
        """Run what is due for a tracker as a whole: reconciling, retention."""
        with self._database.look() as connection:
            names = timers.load_due(connection, lease.tracker, lease.subject, now)
        if RECONCILE in names:
            log.info("tracker=%s reconciled: %s", lease.tracker, self._reconciler.reconcile(lease, now))
            if (tracker := self._trackers.get(lease.tracker)) is not None:
                settle_sides(self._database, tracker, self._active_contracts.all)
            self._match_timelines(lease.tracker)
        if STAMP in names:
            log.info("tracker=%s record: %s", lease.tracker, self._stamper.stamp(lease, now))
        if RETENTION in names:
            keep = self._keep_bodies
            gone = apply_retention(self._database, lease, now, keep, shift_of(self._service_clock))
            log.info("tracker=%s %s old bodies were deleted", lease.tracker, gone)

    def _match_timelines(self, tracker: str) -> None:
        """Find who answered whom, so that the first reader of a page need not wait for it."""
        for active in self._active_contracts.all:
            if active.mapping.tracker.name == tracker:
                self._lease_holder.prolong()
                match_anew(self._database, active.mapping)

    def _handle_deliveries(self, lease: claims.Lease, now: datetime) -> datetime | None:
        with self._database.look() as connection:
            waiting = deliveries.load_waiting(connection, lease.tracker, lease.subject)
        self._record_deletions(lease, waiting, now)
        for delivery in waiting:
            self._lease_holder.prolong()
            began = self._clock.now()
            try:
                result = self._deliveries.handle(lease, delivery, began)
            except (claims.LeaseLost, NotInForce):
                raise
            except Exception as error:
                if is_transient(error):
                    # The database's own trouble says nothing about the delivery.
                    raise
                return self._put_off(lease, delivery, error, began)
            failpoint("finished")
            ended, shift = self._clock.now(), shift_of(self._service_clock)
            log.info("%s", format_delivery(delivery, began, ended, shift, result=result))
        return None

    def _refile(self, lease: claims.Lease, now: datetime) -> bool:
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
            # The tracker cannot be asked now: handling under the key meets the same fault and backs off.
            return False
        if subject == lease.subject:
            return False
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            for waiting in deliveries.load_waiting(connection, lease.tracker, lease.subject):
                deliveries.refile(connection, waiting, subject, now)
        return True

    def _record_deletions(
        self, lease: claims.Lease, waiting: list[deliveries.WaitingDelivery], now: datetime
    ) -> None:
        """Record a deletion before earlier deliveries are handled.

        None of them then waits for an issue that is gone.
        """
        gone = [event for delivery in waiting for event in delivery.events if isinstance(event, IssueDeleted)]
        if gone:
            with self._database.change() as connection:
                claims.check_lease(connection, lease)
                for event in gone:
                    tombstones.add_tombstone(connection, lease.tracker, event.issue_id, now)

    def _put_off(
        self, lease: claims.Lease, delivery: deliveries.WaitingDelivery, error: Exception, now: datetime
    ) -> datetime | None:
        """Count a delivery's failure; park it after too many, otherwise put its issue off."""
        attempts = delivery.attempts + 1
        ours = not isinstance(error, (TrackerError, SQLAlchemyError))
        sentence = f"{type(error).__name__}: {error}"
        ended, shift = self._clock.now(), shift_of(self._service_clock)
        failed = format_delivery(delivery, now, ended, shift, failed=sentence)
        log.warning("%s", failed, exc_info=error if ours else None)
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            deliveries.count_failure(connection, delivery.id, sentence)
            if attempts >= (MAX_FAULT_ATTEMPTS if ours else MAX_ATTEMPTS):
                deliveries.park(connection, delivery.id, sentence)
                return None
        wait = compute_delay(attempts)
        if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
            wait = timedelta(seconds=max(1.0, error.retry_after_s))
        return now + wait

    def _handle_contract(self, lease: claims.Lease, now: datetime) -> datetime | None:
        """Read a contract's existing issues in, once, then their past; copy its register."""
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
        with self._database.look() as connection:
            names = timers.load_due(connection, lease.tracker, lease.subject, now)
        if INITIAL_IMPORT not in names:
            if HISTORY in names:
                self._history.run(lease, active, tracker, now)
            if REGISTER_MOVED in names:
                close_old_copies(self._database, lease, active, tracker, now)
            if REGISTER in names:
                self._lease_holder.prolong()
                write_copy(self._database, lease, active, tracker, now, shift_of(self._service_clock))
            return None
        TermLookup(self._active_contracts).look(tracker, active.mapping.tracker.projects, now)
        try:
            import_issues(self._database, tracker, active.mapping, now, shift_of(self._service_clock))
        except TrackerError as error:
            log.warning("contract=%s was not imported yet: %s", lease.subject, error)
            return now + timedelta(seconds=30)
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            timers.set_timer(connection, lease.tracker, lease.subject, INITIAL_IMPORT, None)
            begin_history(connection, lease.tracker, active.mapping.id, now)
        return None
