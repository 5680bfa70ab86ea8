"""Runs effects: stores the intent, writes, then checks what the tracker shows.

On a repeat the tracker may show an attempt whose answer was lost: wait until it can no longer be applied
late, look for what is there, and write only what is missing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from plugin.core.model.effects import (
    AddWatcher,
    AttachFile,
    MoveBack,
    PostComment,
    SendMail,
    SetDueDate,
    ShowVerdict,
)
from plugin.core.model.events import BoxTicked
from plugin.core.model.slots import SlotKind
from plugin.runtime.clock import Clock, SystemClock, shift_of
from plugin.runtime.failpoints import failpoint
from plugin.store import claims, effects, issues, own_comments, tombstones, uploads
from plugin.store.accepted_deliveries import save_delivery
from plugin.store.connection import Connection
from plugin.store.effects import FailureKind, WaitingEffect
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.trackers.base import (
    IssueGone,
    NotPermitted,
    NotPrivate,
    Tracker,
    TrackerBusy,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
)
from plugin.worker import log_fields
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.backoff import MAX_ATTEMPTS, compute_delay
from plugin.worker.lease import WRITE_MARGIN, LeaseHolder
from plugin.worker.lost_files import tell_of_lost_file
from plugin.worker.save_write import save_write
from plugin.worker.send_mail import MailSender
from plugin.worker.team_mails import TOLD_BY_MAIL, tell_team_by_mail
from plugin.worker.tracker_writes import (
    MAX_REFUSALS,
    WriteResult,
    add_watcher,
    attach_file,
    move_back,
    post_comment,
    set_due_date,
)
from plugin.worker.write_limit import WINDOW, WriteLimit
from plugin.worker.write_verdict import TickedMeanwhile, show_verdict

log = logging.getLogger("ugovor.effects")

_FROM_THE_PAGE = {"ru": "со страницы", "en": "from the page"}
"""Beside a file, before the name of who gave it."""


class EffectRunner:
    """Carries out the effects of the subjects that a worker holds."""

    def __init__(
        self,
        database: Database,
        active_contracts: ActiveContracts,
        trackers: Mapping[str, Tracker],
        write_limit: WriteLimit,
        sender: MailSender,
        lease_holder: LeaseHolder,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._lease_holder = lease_holder
        self._database = database
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._write_limit = write_limit
        self._sender = sender

    def begin_effect(
        self, connection: Connection, lease: claims.Lease, effect: WaitingEffect, now: datetime
    ) -> bool:
        """Save an effect's intent in an open transaction; False: it may not begin now."""
        tracker = self._trackers.get(effect.tracker)
        active = self._active_contracts.of(effect.contract)
        if tracker is None or active is None or not _may_be_said(effect, active, tracker):
            return False
        end_of_attempt = _end_of_attempt(effect, tracker)
        if end_of_attempt is not None and now < end_of_attempt:
            return False
        if not self._is_allowed(effect, now):
            return False
        effects.save_intent(connection, lease, effect, now)
        return True

    def run(
        self, lease: claims.Lease, effect: WaitingEffect, now: datetime, *, is_begun: bool = False
    ) -> bool:
        """Carry out one effect; return False where it has to wait.

        Args:
            lease: what is held.
            effect: what is to be shown.
            now: the moment.
            is_begun: whether its intent is kept already.

        Raises:
            LeaseLost: another worker holds the subject now.
        """
        tracker = self._trackers.get(effect.tracker)
        active = self._active_contracts.of(effect.contract)
        if tracker is None or active is None:
            return self._park(lease, effect, "its tracker or its contract is not in the settings any more")
        if not is_begun:
            if not _may_be_said(effect, active, tracker):
                return self._tell_by_mail(lease, active, effect, now)
            end_of_attempt = _end_of_attempt(effect, tracker)
            if end_of_attempt is not None and now < end_of_attempt:
                return self._later(
                    lease, effect, end_of_attempt, "waiting for an unanswered attempt to be over"
                )
            if not self._is_allowed(effect, now):
                return self._over_limit(lease, effect, now)
            with self._lease_holder.change(single=True) as connection:
                effects.save_intent(connection, lease, effect, now)
        failpoint("intended")
        self._lease_holder.check_time_left(timedelta(seconds=tracker.write_timeout_s))
        try:
            result = self._write(tracker, active, effect, now)
        except TrackerError as error:
            return self._failed(lease, effect, error, now)
        failpoint("written")
        return self._done(lease, effect, result, now)

    def _is_allowed(self, effect: WaitingEffect, now: datetime) -> bool:
        is_answer = effect.slot_kind == SlotKind.REPLY
        return self._write_limit.allows(effect.tracker, effect.subject, now, answer=is_answer)

    def _over_limit(self, lease: claims.Lease, effect: WaitingEffect, now: datetime) -> bool:
        """Give an answer up that comes too often; put any other write off."""
        if effect.slot_kind == SlotKind.REPLY:
            return self._park(lease, effect, "too many answers on one issue in ten minutes: not given")
        return self._later(lease, effect, now + WINDOW, "too many writes to one issue in ten minutes")

    def _write(
        self, tracker: Tracker, active: ActiveContract, effect: WaitingEffect, now: datetime
    ) -> WriteResult:
        match effect.effect:
            case ShowVerdict() as show:
                with self._database.look() as connection:
                    state = issues.load(connection, effect.tracker, effect.subject)
                return show_verdict(tracker, active, effect, show, state)
            case PostComment() as post:
                return post_comment(tracker, active, effect, post)
            case AddWatcher() as watch:
                return add_watcher(tracker, active, effect, watch)
            case SetDueDate() as due:
                number = self._active_contracts.kept(effect.tracker).find_id("issue", due.issue)
                return set_due_date(tracker, effect, due.model_copy(update={"issue": number or due.issue}))
            case MoveBack() as move:
                return move_back(tracker, effect, move, self._active_contracts)
            case AttachFile() as attach:
                with self._database.look() as connection:
                    file = uploads.load_file(connection, attach.upload)
                where = _FROM_THE_PAGE[active.mapping.contract.language]
                return attach_file(tracker, effect, attach, file, f"{where}, {attach.person}")
            case SendMail() as mail:
                found = (self._active_contracts.of(each.contract) for each in mail.others)
                others = [each.mapping for each in found if each is not None]
                at = now + shift_of(self._clock)
                sent = self._sender.send(effect, mail, active.mapping, at, others)
                return WriteResult(message_id=sent.message_id, reason=sent.reason)

    def _done(self, lease: claims.Lease, effect: WaitingEffect, result: WriteResult, now: datetime) -> bool:
        """Save what the tracker shows, in the transaction of the next intent or release."""
        shift = shift_of(self._clock)
        self._lease_holder.save_with_next(
            lambda connection: save_write(
                connection, lease, self._active_contracts.of(effect.contract), effect, result, now + shift
            )
        )
        log.info("%s", log_fields.format_effect(effect, result="done", reason=result.reason))
        return True

    def _failed(self, lease: claims.Lease, effect: WaitingEffect, error: TrackerError, now: datetime) -> bool:
        """Decide what a failure means: later, never, or no longer needed."""
        if isinstance(error, TickedMeanwhile):
            return self._take_ticks_over(lease, effect, error, now)
        attempts = effect.attempts + 1
        sentence = f"{type(error).__name__}: {error}"
        log.warning("%s", log_fields.format_effect(effect, attempt=attempts, failed=sentence))
        if isinstance(error, IssueGone) and self._is_deleted(effect):
            return self._drop(lease, effect, "the issue was deleted")
        # What was refused only now, after other faults, is tried again: a 409 passes.
        was_refused = effect.failure is FailureKind.REFUSED
        refused = isinstance(error, TrackerRefused) and was_refused and attempts >= MAX_REFUSALS
        if refused or isinstance(error, NotPrivate) or attempts >= MAX_ATTEMPTS:
            return self._give_up(lease, effect, sentence, now)
        wait = compute_delay(attempts)
        if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
            wait = max(timedelta(seconds=error.retry_after_s), timedelta(seconds=1))
        elif isinstance(error, NotPermitted):
            wait = max(wait, timedelta(minutes=1))
        return self._later(lease, effect, now + wait, sentence, _kind_of(error))

    def _take_ticks_over(
        self, lease: claims.Lease, effect: WaitingEffect, ticked: TickedMeanwhile, now: datetime
    ) -> bool:
        """Queue the ticks as an event, and put the rewrite off.

        What follows from the ticks requests the comment anew.
        """
        at = now + shift_of(self._clock)
        event = BoxTicked(issue_id=effect.subject, boxes=ticked.boxes, at=at)
        arrival = Arrival(
            tracker=effect.tracker,
            delivery_id=f"ticks:{effect.id}:{effect.revision}:{now.isoformat()}",
            received_at=at,
            queued_at=now,
            headers={},
            body=b"",
            kind="handled",
            event_name="ticks",
            subject=effect.subject,
            happened_at=at,
            events=(event,),
        )
        applied = effect.last_applied
        with self._lease_holder.change() as connection:
            claims.check_lease(connection, lease)
            save_delivery(connection, arrival)
            if isinstance(applied, ShowVerdict):
                own_comments.save_shown(
                    connection, effect, applied.model_copy(update={"comment": ticked.text})
                )
            effects.postpone(connection, effect, now + effects.SETTLE_DELAY, str(ticked))
        return False

    def _is_deleted(self, effect: WaitingEffect) -> bool:
        """Tell whether the tracker said that the issue was deleted; a 404 alone may pass."""
        with self._database.look() as connection:
            return tombstones.has_tombstone(connection, effect.tracker, effect.subject)

    def _drop(self, lease: claims.Lease, effect: WaitingEffect, reason: str) -> bool:
        with self._lease_holder.change() as connection:
            claims.check_lease(connection, lease)
            effects.abandon(connection, effect, reason)
        return True

    def _tell_by_mail(
        self, lease: claims.Lease, active: ActiveContract, effect: WaitingEffect, now: datetime
    ) -> bool:
        """Give a comment for the team up, and mail it to those who rule."""
        with self._lease_holder.change() as connection:
            claims.check_lease(connection, lease)
            effects.abandon(connection, effect, TOLD_BY_MAIL)
            if isinstance(effect.effect, PostComment):
                tell_team_by_mail(connection, active, effect, effect.effect, now, shift_of(self._clock))
        return True

    def _later(
        self,
        lease: claims.Lease,
        effect: WaitingEffect,
        due_at: datetime,
        reason: str,
        failure: FailureKind | None = None,
    ) -> bool:
        with self._lease_holder.change() as connection:
            claims.check_lease(connection, lease)
            effects.postpone(connection, effect, due_at, reason, failure)
        return False

    def _give_up(self, lease: claims.Lease, effect: WaitingEffect, reason: str, now: datetime) -> bool:
        """Park an effect; the team hears of a file that is not attached."""
        active = self._active_contracts.of(effect.contract)
        if isinstance(effect.effect, AttachFile) and active is not None:
            with self._lease_holder.change() as connection:
                claims.check_lease(connection, lease)
                tell_of_lost_file(connection, active, effect, effect.effect, reason, now)
        return self._park(lease, effect, reason)

    def _park(self, lease: claims.Lease, effect: WaitingEffect, reason: str) -> bool:
        log.error("subject=%s slot=%s parked: %s", effect.subject, effect.slot, reason)
        with self._lease_holder.change() as connection:
            claims.check_lease(connection, lease)
            effects.park(connection, effect, reason)
        return True


def _may_be_said(effect: WaitingEffect, active: ActiveContract, tracker: Tracker) -> bool:
    """Tell whether an effect may be written: team text needs a private audience."""
    for_team = isinstance(effect.effect, PostComment) and effect.effect.audience == "team"
    is_private = tracker.has_team_comments and active.mapping.tracker.team_comments is not None
    return not for_team or is_private


_FAILURES: tuple[tuple[type[TrackerError], FailureKind], ...] = (
    (TrackerRefused, FailureKind.REFUSED),
    (TrackerBusy, FailureKind.BUSY),
    (TrackerUnreachable, FailureKind.UNREACHABLE),
    (NotPermitted, FailureKind.NOT_PERMITTED),
    (NotPrivate, FailureKind.NOT_PRIVATE),
    (IssueGone, FailureKind.GONE),
)


def _kind_of(error: TrackerError) -> FailureKind:
    return next((kind for of, kind in _FAILURES if isinstance(error, of)), FailureKind.OTHER)


def _end_of_attempt(effect: WaitingEffect, tracker: Tracker) -> datetime | None:
    """Return when an unanswered attempt can no longer be applied; None: there is none."""
    if effect.attempt_started_at is None:
        return None
    return effect.attempt_started_at + timedelta(seconds=tracker.write_timeout_s) + WRITE_MARGIN
