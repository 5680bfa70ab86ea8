"""Handling one delivery: events in, everything that follows kept in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from plugin.commands import read_commands
from plugin.decider.decide import (
    decide_choice_on_page,
    decide_comment,
    decide_deleted,
    decide_seen,
    decide_timer,
    rejudge,
    seen,
)
from plugin.decider.facts import Ground
from plugin.decider.outcome import Outcome
from plugin.decider.stage_facts import Giver, stage_of
from plugin.decider.stages import agree, word_on_page
from plugin.decider.state import IssueState
from plugin.effects import ShowVerdict, reference_in
from plugin.events import (
    BoxTicked,
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueSeen,
    IssueTouched,
    WordGiven,
)
from plugin.issue import Account, Comment, IssueSnapshot
from plugin.rules.placement import Evidence
from plugin.store import effects, heard, issues, record, stages, timers, work
from plugin.store.deliveries import Waiting, finish
from plugin.store.engine import Database
from plugin.trackers.base import IssueGone, Reading, Tracker
from plugin.worker.agreements import REJUDGE, Agreement, Agreements
from plugin.worker.facts import facts_of, ground_of, stage_facts_of
from plugin.worker.stage_handling import about_stages, boxes_changed, boxes_ticked, mover_of

log = logging.getLogger("ugovor.worker")

PAGE = "page"
"""Under this name the links of signed pages are kept as heard."""

FRESH_FOR = timedelta(minutes=10)
"""A payload older than this is not believed any more: the issue is read."""


class Handler:
    """Handles deliveries and timers of the subjects that a worker holds."""

    def __init__(self, database: Database, agreements: Agreements, trackers: Mapping[str, Tracker]) -> None:
        self._database = database
        self._agreements = agreements
        self._trackers = trackers

    def handle(self, lease: work.Lease, delivery: Waiting, now: datetime) -> str:
        """Handle one delivery and return a machine word for what it came to.

        Raises:
            TrackerError: the issue had to be read and could not be; the delivery waits.
            LeaseLost: another worker holds the subject now; nothing was kept.
        """
        tracker = self._trackers.get(delivery.tracker)
        if tracker is None:
            raise LookupError(f"there is no tracker {delivery.tracker!r} in the settings")
        results = [self._event(lease, tracker, delivery, event, now) for event in delivery.events]
        result = ", ".join(dict.fromkeys(results)) or "nothing"
        with self._database.change() as connection:
            work.check(connection, lease)
            finish(connection, delivery.id, now, result)
        return result

    def fire(self, lease: work.Lease, name: str, now: datetime) -> str:
        """Do what a timer of an issue asks for."""
        with self._database.change() as connection:
            work.check(connection, lease)
            timers.put(connection, lease.tracker, lease.subject, name, None)
            state = issues.load(connection, lease.tracker, lease.subject)
            agreement = self._agreements.of(state.contract) if state else None
            if state is None or agreement is None:
                return "not_governed"
            ground = ground_of(connection, lease.tracker, agreement, now)
            facts = facts_of(connection, ground, state, state, deciding=False)
            outcome = rejudge(facts, state, state) if name == REJUDGE else decide_timer(facts, name)
            keep(connection, agreement, lease.tracker, outcome, now)
            if name == REJUDGE:
                about = about_stages(connection, agreement, lease.tracker, state.issue, now)
                keep(connection, agreement, lease.tracker, about, now)
            return outcome.result

    def _event(
        self, lease: work.Lease, tracker: Tracker, delivery: Waiting, event: Event, now: datetime
    ) -> str:
        """Handle one event, read the issue first where the payload is not enough."""
        match event:
            case IssueSeen() if self._is_ours(tracker, event.actor):
                return "own"
            case CommentWritten() if self._is_ours(tracker, event.comment.author):
                if event.comment.editor is None or self._is_ours(tracker, event.comment.editor):
                    return "own"
                return self._ours_edited(lease, tracker, event, now)
            case CommentWritten() if reference_in(event.comment.body):
                # Ours by its last line, whatever the account: no words of ours are ever a command.
                return "own"
            case IssueSeen():
                return self._seen(lease, tracker, delivery, event, now)
            case IssueTouched():
                return self._read_and_see(lease, tracker, event.issue_id, now)
            case CommentWritten():
                return self._comment(lease, tracker, event, now)
            case IssueDeleted():
                return self._deleted(lease, event, now)
            case CommentDeleted():
                return self._comment_deleted(lease, tracker, event, now)
            case BoxTicked():
                return self._boxes(lease, event, now)
            case WordGiven():
                return self._word_given(lease, event, now)

    def _is_ours(self, tracker: Tracker, actor: Account | None) -> bool:
        return actor is not None and actor.id != "" and actor.id == tracker.own_account()

    def _seen(
        self, lease: work.Lease, tracker: Tracker, delivery: Waiting, event: IssueSeen, now: datetime
    ) -> str:
        with self._database.look() as connection:
            state = issues.load(connection, tracker.name, event.issue.id)
            buried = heard.is_buried(connection, tracker.name, event.issue.id)
        if (
            state is None
            and self._agreements.governing(tracker.name, event.issue) is None
            and event.issue.whole
        ):
            return "not_governed"
        fresh = delivery.attempts == 0 and now - delivery.received_at < FRESH_FOR and event.issue.whole
        superseded = state is not None and _older(event.issue, state.issue)
        if not fresh or buried:
            return self._read_and_see(lease, tracker, event.issue.id, now, event)
        if superseded and state is not None:
            # Its changelog still tells what a person did; what the issue is now is on record already.
            event = event.model_copy(update={"issue": state.issue})
        return self._judge_seen(lease, tracker, event, now)

    def _read_and_see(
        self,
        lease: work.Lease,
        tracker: Tracker,
        issue: str,
        now: datetime,
        event: IssueSeen | None = None,
    ) -> str:
        try:
            reading = tracker.read(issue)
        except IssueGone:
            return self._deleted(lease, IssueDeleted(issue_id=issue), now)
        seen_now = event or IssueSeen(issue=reading.issue, at=reading.issue.updated)
        seen_now = seen_now.model_copy(update={"issue": reading.issue})
        return self._judge_seen(lease, tracker, seen_now, now)

    def _judge_seen(
        self,
        lease: work.Lease,
        adapter: Tracker,
        event: IssueSeen,
        now: datetime,
    ) -> str:
        """Judge an issue as seen, in the contract it belongs to now; an earlier contract releases it."""
        tracker = adapter.name
        agreement = self._agreements.governing(tracker, event.issue)
        mover = mover_of(adapter, agreement, event, now) if agreement else None
        with self._database.change() as connection:
            work.check(connection, lease)
            state = issues.load(connection, tracker, event.issue.id)
            if state is not None and (agreement is None or agreement.mapping.id != state.contract):
                self._release(connection, tracker, state, event.issue, now)
            if agreement is None:
                return "not_governed"
            outcome = self._decide_seen(connection, agreement, tracker, state, event, now)
            keep(connection, agreement, tracker, outcome, now)
            _set_right(connection, tracker, event.issue, outcome, now)
            about = about_stages(connection, agreement, tracker, event.issue, now, mover)
            keep(connection, agreement, tracker, about, now)
            return about.result if about.result != "nothing" else outcome.result

    def _decide_seen(
        self,
        connection: Connection,
        agreement: Agreement,
        tracker: str,
        state: IssueState | None,
        event: IssueSeen,
        now: datetime,
    ) -> Outcome:
        ground = ground_of(connection, tracker, agreement, now)
        before = state if state is not None and state.contract == agreement.mapping.id else None
        after = seen(ground, before, event.issue)
        return decide_seen(facts_of(connection, ground, before, after, deciding=False), event)

    def _release(
        self, connection: Connection, tracker: str, state: IssueState, issue: IssueSnapshot, now: datetime
    ) -> None:
        """Take an issue that moved away out of its contract's totals; nothing is written to it."""
        agreement = self._agreements.of(state.contract)
        if agreement is None or state.evidence is Evidence.UNGOVERNED:
            return
        ground = ground_of(connection, tracker, agreement, now)
        after = state.model_copy(update={"issue": issue})
        outcome = rejudge(facts_of(connection, ground, state, after, deciding=False), state, after)
        keep(connection, agreement, tracker, outcome, now)

    def _comment(self, lease: work.Lease, tracker: Tracker, event: CommentWritten, now: datetime) -> str:
        with self._database.look() as connection:
            state = issues.load(connection, tracker.name, event.issue_id)
        agreement = self._agreements.of(state.contract) if state else None
        if state is not None and agreement is None:
            return "not_governed"
        bare = agreement.mapping.answers.bare_digit if agreement else True
        reading = read_commands(event.comment.body, bare_digit=bare)
        if not reading.commands and not reading.hint:
            return "no_command"
        try:
            read = tracker.read(event.issue_id)
        except IssueGone:
            return self._deleted(lease, IssueDeleted(issue_id=event.issue_id), now)
        found = _as_read(read, event.comment)
        if found is None:
            return "comment_gone"
        event = event.model_copy(update={"comment": found, "edited": event.edited or _edited(found)})
        return self._obey(lease, tracker.name, read, event, now)

    def _obey(
        self, lease: work.Lease, tracker: str, read: Reading, event: CommentWritten, now: datetime
    ) -> str:
        """Carry out a comment's commands on the issue as just read, once for its words."""
        agreement = self._agreements.governing(tracker, read.issue)
        if agreement is None:
            return "not_governed"
        with self._database.change() as connection:
            work.check(connection, lease)
            state = issues.load(connection, tracker, event.issue_id)
            looked = IssueSeen(issue=read.issue, at=read.issue.updated)
            keep(
                connection,
                agreement,
                tracker,
                self._decide_seen(connection, agreement, tracker, state, looked, now),
                now,
            )
            if not heard.hear(connection, tracker, event.comment.id, event.comment.body, now):
                return "heard_before"
            state = issues.load(connection, tracker, event.issue_id)
            if state is None:
                return "not_governed"
            ground = ground_of(connection, tracker, agreement, now)
            facts = facts_of(connection, ground, state, state, deciding=True, comments=read.comments)
            stage = stage_of(ground.mapping, state.issue)
            about = stage_facts_of(connection, ground, stage) if stage else None
            outcome = decide_comment(facts, event, about)
            keep(connection, agreement, tracker, outcome, now)
            return outcome.result

    def _ours_edited(self, lease: work.Lease, tracker: Tracker, event: CommentWritten, now: datetime) -> str:
        """Take over boxes that somebody ticked in our comment, and put its words right again."""
        try:
            reading = tracker.read(event.issue_id)
        except IssueGone:
            return self._deleted(lease, IssueDeleted(issue_id=event.issue_id), now)
        texts = {own.id: own.text for own in reading.own_comments.values()}
        text = texts.get(event.comment.id, event.comment.body)
        with self._database.change() as connection:
            work.check(connection, lease)
            applied = effects.rewrite(connection, tracker.name, event.issue_id, event.comment.id, now)
        boxes = boxes_changed(applied, text)
        if not boxes:
            return "comment_restored" if applied is not None else "own"
        editor = event.comment.editor
        return self._boxes(
            lease, BoxTicked(issue_id=event.issue_id, boxes=boxes, by=editor, at=event.at), now
        )

    def _boxes(self, lease: work.Lease, event: BoxTicked, now: datetime) -> str:
        with self._database.change() as connection:
            work.check(connection, lease)
            state = issues.load(connection, lease.tracker, event.issue_id)
            agreement = self._agreements.of(state.contract) if state else None
            if agreement is None:
                return "not_governed"
            outcome = boxes_ticked(connection, agreement, lease.tracker, event, now)
            keep(connection, agreement, lease.tracker, outcome, now)
            return outcome.result

    def _word_given(self, lease: work.Lease, event: WordGiven, now: datetime) -> str:
        """Take a word from a signed page; its link counts once, whatever is sent again."""
        agreement = self._agreements.of(event.contract)
        if agreement is None:
            return "not_governed"
        with self._database.change() as connection:
            work.check(connection, lease)
            if not heard.hear(connection, PAGE, event.link, PAGE, now):
                return "heard_before"
            ground = ground_of(connection, lease.tracker, agreement, now)
            outcome = self._decide_word(connection, ground, lease.tracker, event)
            keep(connection, agreement, lease.tracker, outcome, now)
            return outcome.result

    def _decide_word(self, connection: Connection, ground: Ground, tracker: str, event: WordGiven) -> Outcome:
        person = ground.mapping.people.get(event.person)
        giver = Giver(event.person, person.name if person else "", "page", event.at, f"page-{event.link}")
        state = issues.load(connection, tracker, event.issue_id)
        stage = ground.mapping.stage(event.stage) if event.stage else None
        if event.word in ("accept", "refuse") and stage is not None:
            about = stage_facts_of(connection, ground, stage)
            return word_on_page(about, giver, event.word, event.remarks, event.reason, event.version)
        if state is None:
            return Outcome("not_governed")
        if event.word == "agree":
            return agree(ground, state, giver)
        facts = facts_of(connection, ground, state, state, deciding=True)
        return decide_choice_on_page(facts, event)

    def _deleted(self, lease: work.Lease, event: IssueDeleted, now: datetime) -> str:
        with self._database.change() as connection:
            work.check(connection, lease)
            heard.bury(connection, lease.tracker, event.issue_id, now)
            state = issues.load(connection, lease.tracker, event.issue_id)
            agreement = self._agreements.of(state.contract) if state else None
            if state is None or agreement is None:
                return "not_governed"
            ground = ground_of(connection, lease.tracker, agreement, now)
            gone = state.model_copy(update={"deleted": True})
            outcome = decide_deleted(facts_of(connection, ground, state, gone, deciding=False))
            keep(connection, agreement, lease.tracker, outcome, now)
            return outcome.result

    def _comment_deleted(
        self, lease: work.Lease, tracker: Tracker, event: CommentDeleted, now: datetime
    ) -> str:
        """Put a comment of ours back that somebody deleted; what was said stays said."""
        if self._is_ours(tracker, event.actor):
            return "own"
        with self._database.change() as connection:
            work.check(connection, lease)
            mine = effects.forget_comment(connection, tracker.name, event.issue_id, event.comment_id, now)
            return "comment_restored" if mine else "nothing"


def keep(connection: Connection, agreement: Agreement, tracker: str, outcome: Outcome, now: datetime) -> None:
    """Keep an outcome: states, effects, timers, and the record last, since it is the narrowest lock."""
    contract = agreement.mapping.id
    for state in outcome.states:
        issues.save(connection, agreement.mapping, state)
    for stage in outcome.stages:
        stages.save(connection, stage)
    for deputy in outcome.deputies:
        stages.name_deputy(connection, contract, deputy)
    if agreement.mapping.contract.mode != "observe":
        for asked in outcome.effects:
            effects.ask(
                connection, tracker, contract, asked.subject, asked.slot, asked.effect, now, again=asked.again
            )
        for timer in outcome.timers:
            timers.put(connection, tracker, timer.subject, timer.name, timer.due_at)
    record.append(
        connection,
        now,
        [
            record.Fresh(contract, tracker, entry.subject, entry.kind, entry.payload)
            for entry in outcome.entries
        ],
    )


def _set_right(
    connection: Connection, tracker: str, issue: IssueSnapshot, outcome: Outcome, now: datetime
) -> None:
    """Show the verdict again where a later state of the issue lacks what was seen on it before."""
    asked = next((each for each in outcome.effects if isinstance(each.effect, ShowVerdict)), None)
    if asked is None or asked.subject != issue.id or not isinstance(asked.effect, ShowVerdict):
        return
    shown = effects.shown(connection, tracker, issue.id, asked.slot)
    if shown is None or shown[1] is None or issue.updated is None or issue.updated <= shown[1]:
        return
    effect = asked.effect
    carried = issue.labels & set(effect.our_labels)
    if carried != ({effect.label} if effect.label else set()):
        state = issues.load(connection, tracker, issue.id)
        contract = state.contract if state else ""
        effects.ask(connection, tracker, contract, issue.id, asked.slot, effect, now, again=True)


def _older(seen_now: IssueSnapshot, on_record: IssueSnapshot) -> bool:
    return (
        seen_now.updated is not None
        and on_record.updated is not None
        and seen_now.updated < on_record.updated
    )


def _as_read(read: Reading, comment: Comment) -> Comment | None:
    """Return the comment as the tracker shows it now; None when it is not there any more.

    A tracker that gives no comments with the issue cannot tell; then the signed payload counts.
    """
    found = next((each for each in read.comments if each.id == comment.id), None)
    return found if found is not None or read.comments else comment


def _edited(comment: Comment) -> bool:
    return comment.editor is not None and comment.editor.id != comment.author.id
