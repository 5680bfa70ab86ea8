"""Handles several subjects at once, each in a thread with a lease of its own.

A tracker takes most of the time, and its answers are waited for side by side. One thread, the first, beats
the heartbeat, looks at the mappings and waits for work; it wakes as many of the others as there are subjects
due. A thread that found something goes on until nothing is due any more.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from plugin.runtime.clock import Clock, ShiftedClock, machine_clock
from plugin.runtime.practice_clock import CHECK_INTERVAL_S
from plugin.store import claims
from plugin.store.engine import Database
from plugin.store.notifications import MAX_WAIT_S, POLL_INTERVAL_S, WorkNotifications
from plugin.worker.database_alerts import DatabaseAlerts
from plugin.worker.lease import keep_prolonging
from plugin.worker.loop import Worker

log = logging.getLogger("ugovor.worker")

FAULT_INTERVAL_S = 2.0
"""How long nothing is tried after a fault of the database, by none of the threads."""
_STOP_CHECK_INTERVAL_S = 0.5


class WorkerPool:
    """Runs workers side by side in one process; leases keep the order of a subject."""

    def __init__(self, database: Database, clock: Clock, workers: Sequence[Worker]) -> None:
        """Take the workers.

        Args:
            database: where the work waits.
            clock: what the present is.
            workers: at least one, all of the same name; the first also beats the heartbeat.
        """
        self._database = database
        self._clock = machine_clock(clock)
        self._is_practice = isinstance(clock, ShiftedClock)
        self._workers = workers
        self._notifications = WorkNotifications(database)
        self._alerts = DatabaseAlerts()
        self._turns = threading.Condition()
        self._free = self._woken = self._rests = 0
        self._has_news = False
        self._fault: SQLAlchemyError | None = None
        self._bug: BaseException | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is in hand then is finished first.

        Raises:
            Exception: a worker failed by a fault of our own; the process should be started anew.
        """
        over = threading.Event()
        members = [
            threading.Thread(target=self._work, args=(worker, over), name=f"worker-{number}")
            for number, worker in enumerate(self._workers, 1)
        ]
        holders = [worker.lease_holder for worker in self._workers]
        threading.Thread(target=keep_prolonging, args=(holders, over), name="leases", daemon=True).start()
        if not self._database.is_sqlite:
            threading.Thread(target=self._listen, args=(over,), name="notifications", daemon=True).start()
        is_new = True
        while not stop.is_set() and self._bug is None:
            try:
                if is_new:
                    log.info("%d subjects were taken over from the previous worker", holders[0].free_leases())
                    is_new = False
                    for member in members:
                        member.start()
                self._wake_and_wait()
            except SQLAlchemyError as error:
                self._alerts.report_fault(error)
                stop.wait(FAULT_INTERVAL_S)
                with self._turns:
                    self._rests += 1
                    self._turns.notify_all()
        over.set()
        with self._turns:
            self._turns.notify_all()
        for member in members:
            if member.ident is not None:
                member.join()
        if self._bug is not None:
            raise self._bug

    def _wake_and_wait(self) -> None:
        """Wake as many workers as there are subjects due, then wait until more may be."""
        with self._turns:
            fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        now = self._clock.now()
        may_work = self._workers[0].beat(now)
        with self._turns:
            free = self._free - self._woken if may_work else 0
        due, moment = 0, None
        if free:
            with self._database.look() as connection:
                due = claims.count_due(connection, now, free)
                moment = claims.load_next_moment(connection, now)
        self._alerts.report_recovery()
        rest = POLL_INTERVAL_S if self._database.is_sqlite or not may_work else MAX_WAIT_S
        if self._is_practice:
            # It may jump at any time, and timers must follow.
            rest = min(rest, CHECK_INTERVAL_S)
        if moment is not None and moment > now:
            rest = min(rest, (moment - now).total_seconds())
        with self._turns:
            self._woken += due
            if due:
                self._turns.notify_all()
            if not self._has_news:
                self._turns.wait(rest)
            self._has_news = False

    def _listen(self, over: threading.Event) -> None:
        """Wait for notifications of PostgreSQL, in a thread of its own."""
        while not over.is_set():
            self._notifications.wait(over, None)
            with self._turns:
                self._has_news = True
                self._turns.notify_all()
        self._notifications.close()

    def _work(self, worker: Worker, over: threading.Event) -> None:
        """Handle what is due whenever there is something, in a thread of its own."""
        rests: int | None = None
        try:
            while self._has_turn(over, rests):
                rests = self._work_until_idle(worker, over)
        except BaseException as error:  # noqa: BLE001 -- the first thread raises it, and the process ends
            self._bug = error
            over.set()

    def _work_until_idle(self, worker: Worker, over: threading.Event) -> int | None:
        """Handle one subject after the other until none is due.

        The number of the pause is returned where the database failed, else None.
        """
        try:
            worker.lease_holder.release_leftover()
            while not over.is_set() and self._fault is None and worker.run_once():
                pass
        except SQLAlchemyError as error:
            with self._turns:
                self._fault = error
                return self._rests
        return None

    def _has_turn(self, over: threading.Event, rests: int | None) -> bool:
        """Wait to be woken; False where there is nothing more to do.

        Args:
            over: set when the pool ends.
            rests: how many rests there had been when the database failed this worker: after the next one it
                continues by itself, to release what it holds. None: it did not fail.
        """
        with self._turns:
            self._free += 1
            # What it gave back may fall due sooner than the first thread knows.
            self._has_news = True
            self._turns.notify_all()
            while not over.is_set():
                if rests is not None and self._rests > rests:
                    break
                if self._woken:
                    self._woken -= 1
                    break
                self._turns.wait(_STOP_CHECK_INTERVAL_S)
            self._free -= 1
            self._woken = min(self._woken, self._free)
        return not over.is_set()
