"""The writes to a tracker: each is made and then checked by reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.core.model.effects import (
    AddWatcher,
    AttachFile,
    MoveBack,
    PostComment,
    SetDueDate,
    ShowVerdict,
    reference,
)
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.readings import IssueReading
from plugin.store.effects import WaitingEffect
from plugin.store.uploads import StoredFile
from plugin.texts.markup import add_reference_line as signed
from plugin.texts.mentions import Mention
from plugin.texts.same_text import says_the_same
from plugin.trackers.base import FileToAttach, IssueGone, NotPermitted, Tracker, TrackerError, TrackerRefused
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts

MAX_REFUSALS = 3
"""Maximum attempts at a refused write: a 409 passes, a field that is not on the screen does not."""


class NotShown(TrackerError):
    """The tracker answered that it did it, and shows that it did not."""


@dataclass(frozen=True)
class WriteResult:
    """What was seen in the tracker after an effect was carried out.

    `label_waits`: the tracker refused the label, and why; all else of the effect stands.
    """

    comment_id: str | None = None
    message_id: str | None = None
    seen_at: datetime | None = None
    published_at: datetime | None = None
    reason: str = ""
    label_waits: str = ""


def reference_of(effect: WaitingEffect) -> str:
    """Return the reference that a comment of this effect's slot ends with."""
    return reference(effect.tracker, effect.subject, effect.slot)


def signed_text(
    tracker: Tracker, active: ActiveContract, shown: ShowVerdict | PostComment, mark: str, anchor: str = ""
) -> str:
    """Return a comment's text with its mentions and its reference.

    `anchor` is the entry of the record that it speaks of.
    """
    text = (shown.comment if isinstance(shown, ShowVerdict) else shown.text) or ""
    mentions = find_mentions(tracker, active, shown.asks)
    return signed(text, mark, active.mapping.contract.language, anchor, mentions)


def find_mentions(tracker: Tracker, active: ActiveContract, keys: Sequence[str]) -> list[Mention]:
    """Return the people with an account in this tracker, as it mentions them."""
    if "mention" not in active.mapping.tracker.notify:
        return []
    known = (active.mapping.people[key] for key in keys if key in active.mapping.people)
    found = ((each.name, tracker.find_mention(each.account)) for each in known if each.account)
    return [Mention(name, target) for name, target in found if target]


def add_watcher(
    tracker: Tracker, active: ActiveContract, effect: WaitingEffect, watch: AddWatcher
) -> WriteResult:
    """Make a person a watcher; where that is refused, nothing else waits for it."""
    if effect.last_applied == watch:
        return WriteResult(reason="added before")
    person = active.mapping.people.get(watch.person)
    if person is None or person.account is None:
        return WriteResult(reason="the contract names no account of this person any more")
    try:
        tracker.add_watcher(effect.subject, person.account)
    except (TrackerRefused, NotPermitted, IssueGone) as error:
        return WriteResult(reason=f"not a watcher: {error}")
    return WriteResult()


def verify(reading: IssueReading, show: ShowVerdict, mark: str) -> WriteResult:
    """Make sure that the tracker shows the verdict.

    Raises:
        NotShown: it does not, whatever it answered.
    """
    carried = reading.issue.labels & set(show.our_labels)
    if carried != ({show.label} if show.label else set()):
        raise NotShown("the label is not on the issue, though the tracker answered that it is")
    own = reading.own_comments.get(mark)
    if show.comment is not None and own is None:
        raise NotShown("the comment is not on the issue, though the tracker answered that it is")
    if own is None:
        return WriteResult(seen_at=reading.issue.updated)
    return WriteResult(own.id, seen_at=reading.issue.updated, published_at=own.updated or own.created)


def verify_text(reading: IssueReading, effect: WaitingEffect, text: str, mark: str) -> None:
    """Make sure that a comment which was edited says what it was edited to.

    A tracker whose markup changes the very words would never pass: after some attempts its answer counts.

    Raises:
        NotShown: it still says something else, whatever the tracker answered.
    """
    own = reading.own_comments.get(mark)
    if own is not None and effect.attempts < MAX_REFUSALS and not says_the_same(own.text, text):
        raise NotShown("the comment says something else, though the tracker answered that it was edited")


def post_comment(
    tracker: Tracker, active: ActiveContract, effect: WaitingEffect, post: PostComment
) -> WriteResult:
    """Post a comment once; a living one is edited in place when its text is another."""
    team = active.mapping.tracker.team_comments if post.audience == "team" else None
    mark = reference_of(effect)
    comment_id, text, is_open = effect.comment_id, None, False
    if effect.attempts:
        reading = tracker.read(effect.subject)
        own = reading.own_comments.get(mark)
        comment_id, text = (own.id, own.text) if own else (None, None)
        # The answer that proves it private was lost: writing it again proves it or takes it back.
        is_open = team is not None and any(one.id == comment_id and one.public for one in reading.comments)
    whole = signed_text(tracker, active, post, mark, effect.anchor)
    if comment_id is None:
        return WriteResult(tracker.post_comment(effect.subject, whole, mark, team))
    is_other = text is None or not says_the_same(text, post.text)
    if is_open or ((post.living or effect.attempts) and is_other):
        tracker.edit_comment(effect.subject, comment_id, whole, mark, team)
        verify_text(tracker.read(effect.subject), effect, post.text, mark)
    return WriteResult(comment_id)


def attach_file(
    tracker: Tracker, effect: WaitingEffect, attach: AttachFile, file: StoredFile | None, note: str
) -> WriteResult:
    """Attach a file once: a repeat looks whether it stands there already.

    Args:
        tracker: where the issue is.
        effect: the effect.
        attach: what is asked for.
        file: as it is kept; None: it is not kept any more.
        note: who gave it, in the contract's language.
    """
    if effect.attempts and (attach.name, attach.size) in tracker.list_own_files(effect.subject):
        return WriteResult(reason="the file was attached by an attempt whose answer was lost")
    if file is None:
        return WriteResult(reason="the file is not kept any more")
    tracker.attach_file(effect.subject, FileToAttach(file.name, file.content, file.media_type, note))
    return WriteResult()


def set_due_date(tracker: Tracker, effect: WaitingEffect, due: SetDueDate) -> WriteResult:
    """Set or clear a due date, and check that the tracker shows it.

    Raises:
        NotShown: the tracker answered that it did, and shows another date.
    """
    if effect.attempts and _shows_due(tracker.read(due.issue), due):
        return WriteResult()
    tracker.set_due_date(due.issue, due.due, due.field)
    if not _shows_due(tracker.read(due.issue), due):
        shown = f"the due date {due.due}" if due.due else "an empty due date"
        raise NotShown(f"{due.issue} does not show {shown}, though the tracker answered so")
    return WriteResult()


def _shows_due(reading: IssueReading, due: SetDueDate) -> bool:
    return reading.issue.find_due(due.field) == due.due


def move_back(
    tracker: Tracker, effect: WaitingEffect, move: MoveBack, active_contracts: ActiveContracts
) -> WriteResult:
    """Move an issue back, unless it has left that status by itself.

    Statuses go by the mapping's names, whatever the tracker calls them now.
    """

    def names_of(issue: IssueSnapshot) -> set[str]:
        return {issue.status, active_contracts.recognise(effect.tracker, issue).status}

    if move.from_status not in names_of(tracker.read(effect.subject).issue):
        return WriteResult(reason="the issue has left that status already")
    ids = active_contracts.kept(effect.tracker).find_term_ids("status", move.to_status)
    tracker.move(effect.subject, move.to_status, ids)
    moved = tracker.read(effect.subject).issue
    if move.to_status not in names_of(moved):
        raise NotShown(f"the issue is not in {move.to_status}, though the tracker answered so")
    return WriteResult(seen_at=moved.updated)
