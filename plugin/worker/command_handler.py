"""Handling what people say: commands in comments, words on signed pages, boxes ticked, comments deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from plugin.core.commands import Accept, read_commands
from plugin.core.decide import decide_choice_on_page, decide_comment
from plugin.core.facts import Baseline
from plugin.core.model.actor import Actor
from plugin.core.model.effects import reference_in
from plugin.core.model.events import (
    BoxTicked,
    CommentDeleted,
    CommentWritten,
    IssueDeleted,
    IssueSeen,
    PageAnswered,
)
from plugin.core.model.issue import Account, Comment
from plugin.core.model.outcome import Outcome
from plugin.core.model.readings import IssueReading
from plugin.core.model.signed_links import mark_of
from plugin.core.model.stage_issues import stage_of
from plugin.core.signoff.stage_events import agree, word_on_page
from plugin.store import contracts, effects, heard, issues, work
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.issue_handler import IssueHandler
from plugin.worker.load_facts import load_baseline, load_facts, load_stage_facts
from plugin.worker.save_outcome import save_outcome
from plugin.worker.stage_handler import boxes_changed, boxes_ticked, dates_moved, stage_touched
from plugin.worker.unit_of_work import Transactions


class WordHandler:
    """Handles comments and the words given on pages."""

    def __init__(
        self, transactions: Transactions, active_contracts: ActiveContracts, issue_handler: IssueHandler
    ) -> None:
        self._transactions = transactions
        self._active_contracts = active_contracts
        self._issues = issue_handler

    def written(
        self,
        lease: work.Lease,
        tracker: Tracker,
        event: CommentWritten,
        now: datetime,
        read: IssueReading | None = None,
    ) -> str:
        """Handle a comment that was written or edited: our own, or somebody's.

        Args:
            lease: what the worker holds.
            tracker: where it was written.
            event: the comment.
            now: the moment.
            read: the issue as it was just read; None where it is to be read when the comment asks for it.
        """
        comment = event.comment
        if _is_ours(tracker, comment.author):
            if comment.editor is None or _is_ours(tracker, comment.editor):
                return "own"
            return self.ours_edited(lease, tracker, event, now)
        if self._reads_like_ours(tracker, event):
            # Ours by its last line where the configured account is wrong: no words of ours command.
            return "own"
        return self.comment(lease, tracker, event, now, read)

    def _reads_like_ours(self, tracker: Tracker, event: CommentWritten) -> bool:
        """Tell whether a comment ends like ours and is nobody's whom a contract names."""
        known = self._active_contracts.knows(tracker.name, event.comment.author.id)
        return not known and reference_in(event.comment.body) is not None

    def comment(
        self,
        lease: work.Lease,
        tracker: Tracker,
        event: CommentWritten,
        now: datetime,
        read: IssueReading | None = None,
    ) -> str:
        """Carry out a comment's commands, after a look at the comment and the issue as they are now."""
        with self._transactions.look() as connection:
            state = issues.load(connection, tracker.name, event.issue_id)
        active = self._active_contracts.of(state.contract) if state else None
        if state is not None and active is None:
            return "not_governed"
        bare = active.mapping.answers.bare_digit if active else True
        reading = read_commands(event.comment.body, bare_digit=bare)
        if not reading.commands and not reading.hint:
            return "no_command"
        try:
            read = read or tracker.read(event.issue_id)
        except IssueGone:
            if not self._issues.is_deleted(tracker.name, event.issue_id):
                raise
            return self._issues.deleted(lease, IssueDeleted(issue_id=event.issue_id), now)
        found = _as_read(read, event.comment)
        if found is None:
            return "comment_gone"
        # What is obeyed are the words as they are now; they may have been edited since the event.
        reading = read_commands(found.body, bare_digit=bare)
        event = event.model_copy(update={"comment": found, "edited": event.edited or _edited(found)})
        if state is not None and state.issue.status != read.issue.status:
            with self._transactions.none_is_last():
                self._issues.see_as_read(lease, tracker, read.issue, now)
        stage = stage_of(active.mapping, read.issue) if active else None
        if active and stage and any(isinstance(command, Accept) for command in reading.commands):
            signed = self._issues.issues_to_sign(tracker.name, active.mapping.id, stage.id)
            self._issues.look_again(lease, tracker, signed, now)
        return self._obey(lease, tracker.name, read, event, now)

    def _obey(
        self, lease: work.Lease, tracker: str, read: IssueReading, event: CommentWritten, now: datetime
    ) -> str:
        """Carry out a comment's commands on the issue as just read, once for its words."""
        active = self._active_contracts.governing(tracker, read.issue)
        if active is None:
            return "not_governed"
        with self._transactions.change(lease) as connection:
            state = issues.load(connection, tracker, event.issue_id)
            looked = IssueSeen(issue=read.issue, at=read.issue.updated)
            save_outcome(
                connection,
                active,
                tracker,
                self._issues.decide_on_seen(connection, active, tracker, state, looked, now),
                now,
            )
            if not heard.mark_processed(connection, tracker, event.comment.id, _words_of(event.comment), now):
                return "heard_before"
            state = issues.load(connection, tracker, event.issue_id)
            if state is None:
                return "not_governed"
            baseline = load_baseline(connection, tracker, active, now)
            facts = load_facts(connection, baseline, state, state, deciding=True, comments=read.comments)
            stage = stage_of(baseline.mapping, state.issue)
            about = load_stage_facts(connection, baseline, stage) if stage else None
            outcome = decide_comment(facts, event, about)
            save_outcome(connection, active, tracker, outcome, now)
            dates = dates_moved(connection, active, tracker, outcome, now)
            save_outcome(connection, active, tracker, dates, now)
            if outcome.states and stage is None:
                # An estimate or a ruling by command may change what a stage's signature covers.
                touched = stage_touched(connection, active, tracker, state.stage, now)
                save_outcome(connection, active, tracker, touched, now)
            return outcome.result

    def word_given(self, lease: work.Lease, tracker: Tracker, event: PageAnswered, now: datetime) -> str:
        """Take a word from a signed page; its link counts once, whatever is sent again.

        What the word is about is read from the tracker first: the page shows what is on record.
        """
        active = self._active_contracts.of(event.contract)
        if active is None:
            return "not_governed"
        about = [] if event.issue_id.startswith("stage/") else [event.issue_id]
        if event.word == "accept" and event.stage:
            about += self._issues.issues_to_sign(tracker.name, event.contract, event.stage)
        self._issues.look_again(lease, tracker, about, now)
        with self._transactions.change(lease) as connection:
            if not heard.use_link(connection, event.link, now):
                return "heard_before"
            baseline = load_baseline(connection, lease.tracker, active, now)
            if not _is_still_the_same(connection, baseline, event):
                return "another_person"
            outcome = self._decide_word(connection, baseline, lease.tracker, event)
            save_outcome(connection, active, lease.tracker, outcome, now)
            dates = dates_moved(connection, active, lease.tracker, outcome, now)
            save_outcome(connection, active, lease.tracker, dates, now)
            return outcome.result

    def _decide_word(
        self, connection: Connection, baseline: Baseline, tracker: str, event: PageAnswered
    ) -> Outcome:
        person = baseline.mapping.people.get(event.person)
        giver = Actor(event.person, person.name if person else "", "page", event.at, f"page-{event.link}")
        state = issues.load(connection, tracker, event.issue_id)
        stage = baseline.mapping.stage(event.stage) if event.stage else None
        if event.word in ("accept", "refuse") and stage is not None:
            about = load_stage_facts(connection, baseline, stage)
            return word_on_page(about, giver, event)
        if state is None:
            return Outcome("not_governed")
        if event.word == "agree":
            return agree(baseline, state, giver)
        facts = load_facts(connection, baseline, state, state, deciding=True)
        return decide_choice_on_page(facts, event)

    def ours_edited(self, lease: work.Lease, tracker: Tracker, event: CommentWritten, now: datetime) -> str:
        """Take over boxes that somebody ticked in our comment, and put its words right again."""
        try:
            reading = tracker.read(event.issue_id)
        except IssueGone:
            if not self._issues.is_deleted(tracker.name, event.issue_id):
                raise
            return self._issues.deleted(lease, IssueDeleted(issue_id=event.issue_id), now)
        texts = {own.id: own.text for own in reading.own_comments.values()}
        text = texts.get(event.comment.id, event.comment.body)
        with self._transactions.change(lease, last=False) as connection:
            applied = effects.rewrite(connection, tracker.name, event.issue_id, event.comment.id, now)
        boxes = boxes_changed(applied, text)
        if not boxes:
            return "comment_restored" if applied is not None else "own"
        editor = event.comment.editor
        return self.boxes(lease, BoxTicked(issue_id=event.issue_id, boxes=boxes, by=editor, at=event.at), now)

    def boxes(self, lease: work.Lease, event: BoxTicked, now: datetime) -> str:
        """Take over boxes that were ticked in our checklist."""
        with self._transactions.change(lease) as connection:
            state = issues.load(connection, lease.tracker, event.issue_id)
            active = self._active_contracts.of(state.contract) if state else None
            if active is None:
                return "not_governed"
            outcome = boxes_ticked(connection, active, lease.tracker, event, now)
            save_outcome(connection, active, lease.tracker, outcome, now)
            return outcome.result

    def comment_deleted(
        self, lease: work.Lease, tracker: Tracker, event: CommentDeleted, now: datetime
    ) -> str:
        """Put a comment of ours back that somebody deleted; what was said stays said."""
        with self._transactions.change(lease) as connection:
            mine = effects.forget_comment(connection, tracker.name, event.issue_id, event.comment_id, now)
            return "comment_restored" if mine else "nothing"


def _is_still_the_same(connection: Connection, baseline: Baseline, event: PageAnswered) -> bool:
    """Tell whether the contract names the same person as when the word was given.

    It may have waited while a mapping was changed: nobody's word becomes that of who came after them.
    """
    then = contracts.mapping_at(connection, event.contract, event.at)
    gave = then.people.get(event.person) if then else None
    person = baseline.mapping.people.get(event.person)
    return gave is not None and person is not None and mark_of(gave) == mark_of(person)


def _is_ours(tracker: Tracker, actor: Account) -> bool:
    return actor.id != "" and actor.id == tracker.own_account()


def _words_of(comment: Comment) -> str:
    """Return what is heard once: a comment's words at their time; the same words said anew are new."""
    at = comment.updated or comment.created
    return f"{at.isoformat() if at else ''} {comment.body}"


def _as_read(read: IssueReading, comment: Comment) -> Comment | None:
    """Return the comment as the tracker shows it now; None when it is not there (any more) for us to read.

    A payload may carry a comment that is shown to others alone (docs/trackers/youtrack.md#webhook-triggers):
    it is nobody's word to us.
    """
    return next((each for each in read.comments if each.id == comment.id), None)


def _edited(comment: Comment) -> bool:
    return comment.editor is not None and comment.editor.id != comment.author.id
