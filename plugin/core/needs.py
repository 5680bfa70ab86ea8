"""What must be read before an event may count, and what then happened.

`needs` does no I/O: it yields what it wants to know (an issue as the tracker shows it now, who moved it,
which issues a signature would cover), is sent the answers, and returns the events to decide. The reading
stays outside any transaction, in the hands of the caller.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mappings.model import ContractMapping, Stage
from plugin.core.answers.reader import may_answer
from plugin.core.commands import Accept, read_commands
from plugin.core.edit_needs import find_editor_of, is_of_its_moment, with_actor_proven
from plugin.core.event_needs import (
    Answer,
    AskTeam,
    Known,
    ListSigned,
    Need,
    ReadEdits,
    ReadIssue,
    ReadMoves,
    Resolved,
)
from plugin.core.model.actor import Actor
from plugin.core.model.effects import reference_in
from plugin.core.model.events import (
    BoxTicked,
    CommentDeleted,
    CommentRead,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueFound,
    IssueSeen,
    IssueTold,
    IssueTouched,
    PageAnswered,
)
from plugin.core.model.internal_events import InternalEvent, OwnCommentEdited
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.readings import FieldEdit, IssueReading, Move
from plugin.core.model.results import Result
from plugin.core.model.stage_issues import stage_of

TOLD_LATE = timedelta(minutes=15)
"""How much earlier than its call may be what a tracker calls about."""

MAX_CLOCK_LAG = timedelta(days=1)
"""By how much a tracker's clock may be behind; an older time of a call is not believed."""

PAYLOAD_FRESHNESS = timedelta(minutes=10)
"""A payload older than this is not believed any more: the issue is read."""


Needs = Generator[Need, Answer, Resolved]


def needs(event: Event, known: Known) -> Needs:
    """Ask for what must be read before an event counts; return what to decide.

    Args:
        event: what happened, by the delivery.
        known: what is known before anything is read.
    """
    match event:
        case IssueSeen() | IssueDeleted() | CommentDeleted() if _is_own(
            known, event.actor
        ) and not isinstance(event, IssueDeleted):
            return Resolved(result=Result.OWN)
        case IssueSeen():
            return (yield from _seen(event, known))
        case IssueTouched():
            return (yield from _touched(event.issue_id, known))
        case CommentWritten():
            return (yield from _written(event, known))
        case IssueFound():
            return (yield from _found(event, known))
        case IssueTold():
            return (yield from _told(event, known))
        case PageAnswered():
            return (yield from _answered(event, known))
        case IssueDeleted() | CommentDeleted() | BoxTicked():
            return Resolved(events=(event,))


def _is_own(known: Known, actor: Account | None) -> bool:
    return actor is not None and actor.id != "" and actor.id == known.own_account


def _seen(event: IssueSeen, known: Known) -> Needs:
    """Use a payload that is fresh, whole and the newest; else read the issue first."""
    state, issue = known.state, event.issue
    if state is None and known.governing(issue) is None and issue.whole:
        return Resolved(result=Result.NOT_GOVERNED)
    is_young = known.received_at is None or known.now - known.received_at < PAYLOAD_FRESHNESS
    is_read = known.is_repeat or not is_young or not issue.whole or known.is_deleted
    if is_read:
        reading = yield from _read(issue.id)
        if reading is None:
            return Resolved(events=(IssueDeleted(issue_id=issue.id),))
        event = event.model_copy(update={"issue": reading.issue})
    elif state is not None and _is_older(issue, state.issue):
        # Its changelog still shows what a person did; the issue as it is now is on record already.
        event = event.model_copy(update={"issue": state.issue})
    event = yield from find_editor_of(event, known, told=not is_read and is_of_its_moment(event))
    return (yield from _with_mover(event, known))


def _touched(issue: str, known: Known) -> Needs:
    reading = yield from _read(issue)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=issue),))
    seen = yield from _as_read(reading.issue, known.state, known)
    return (yield from _with_mover(seen, known))


def _found(event: IssueFound, known: Known) -> Needs:
    """Take up what no webhook told: the issue, new comments, deleted comments."""
    reading = yield from _read(event.issue_id)
    if reading is None:
        # Deleted meanwhile, or hidden for a moment: looking for it by id decides that, in its own time.
        return Resolved(result=Result.GONE_MEANWHILE)
    seen = yield from _as_read(reading.issue, known.state, known)
    resolved = yield from _with_mover(seen, known)
    events = list(resolved.events)
    for comment in reading.comments:
        at = comment.updated or comment.created
        if at is not None and at < event.since:
            continue
        edited = comment.updated is not None and comment.updated != comment.created
        written = CommentWritten(issue_id=reading.issue.id, comment=comment, edited=edited, at=at)
        commands = yield from _written(written, known, reading)
        events += commands.events
    there = {comment.id for comment in reading.comments}
    events += [
        CommentDeleted(issue_id=reading.issue.id, comment_id=gone)
        for gone in sorted(known.own_comments - there)
    ]
    return Resolved(tuple(events), movers=resolved.movers, reading=reading, since=event.since)


def _told(event: IssueTold, known: Known) -> Needs:
    """Take up what a tracker called about, and who did it by the issue's history."""
    received = known.received_at or known.now
    # A tracker whose clock is behind dates its comments earlier, too.
    said = max(event.at or received, received - MAX_CLOCK_LAG)
    since = min(received, said) - TOLD_LATE
    resolved = yield from _found(IssueFound(issue_id=event.issue_id, since=since, at=event.at), known)
    state, reading = known.state, resolved.reading
    if state is None or reading is None or state.issue.updated == reading.issue.updated:
        return resolved
    answer = yield ReadEdits(reading.issue.id)
    history = [edit for edit in answer if isinstance(edit, FieldEdit)] if isinstance(answer, tuple) else []
    seen = list[IssueSeen]()
    for each in _list_told_edits(history, state.issue.updated, reading.issue, known):
        seen.append((yield from with_actor_proven(each, known)))
    first = [each for each in resolved.events if isinstance(each, IssueSeen)]
    others = [each for each in resolved.events if not isinstance(each, IssueSeen)]
    return replace(resolved, events=(*first, *seen, *others))


def _list_told_edits(
    history: Iterable[FieldEdit], since: datetime | None, issue: IssueSnapshot, known: Known
) -> Iterable[IssueSeen]:
    """Give the edits of others since an issue was last seen, each with its editor."""
    made: dict[tuple[Account, datetime | None], list[FieldChange]] = {}
    for edit in history:
        if edit.change is None or _is_own(known, edit.by):
            continue
        if since is None or edit.at is None or edit.at > since:
            made.setdefault((edit.by, edit.at), []).append(edit.change)
    for (by, at), changes in made.items():
        yield IssueSeen(issue=issue, changes=tuple(changes), actor=by, at=at)


def _written(event: CommentWritten, known: Known, reading: IssueReading | None = None) -> Needs:
    """Read the comment and its issue as they are now, if the comment asks anything."""
    comment, mapping = event.comment, known.mapping_on_record()
    if _is_own(known, comment.author):
        if comment.editor is None or _is_own(known, comment.editor):
            return Resolved(result=Result.OWN)
        return (yield from _own_edited(event, reading))
    if comment.author.id not in known.accounts and reference_in(comment.body) is not None:
        # Its last line marks it as the service's own, though the account differs: it gives no commands.
        return Resolved(result=Result.OWN)
    if known.state is not None and mapping is None:
        return Resolved(result=Result.NOT_GOVERNED)
    # Who may read it is not always told: what may be an answer is then read in the tracker.
    is_unproven = not comment.public and known.is_waited_for and reading is None
    is_early = reading is None and _may_come_before_its_issue(event, known)
    if not is_unproven and not is_early and not _may_say_something(comment, known, mapping):
        if mapping is None:
            return Resolved(result=Result.NO_COMMAND)
        # It asks for nothing, or nothing any more; yet it may be what somebody waits for.
        heard = yield from _with_author_proven(event, known, mapping)
        return Resolved(events=(heard,), result=Result.NO_COMMAND)
    seen_already = reading is not None
    if reading is None:
        reading = yield from _read(event.issue_id)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=event.issue_id),))
    found = next((each for each in reading.comments if each.id == comment.id), None)
    if found is None:
        # A payload may carry a comment that the service cannot see: it gives no commands.
        return Resolved(result=Result.COMMENT_GONE)
    governing = known.governing(reading.issue) or _holding(known)
    if governing is None:
        return Resolved(result=Result.NOT_GOVERNED)
    # What is carried out is the text as it is now; it may have been edited since the event.
    own_words = tuple(own.text for own in reading.own_comments.values())
    parsed = read_commands(found.body, own_words=own_words)
    event = CommentRead(
        issue_id=event.issue_id,
        comment=found,
        edited=event.edited or _is_edited(found),
        at=event.at,
        own_words=own_words,
        markup=known.markup,
    )
    resolved, signed = Resolved(), tuple[Event | InternalEvent, ...]()
    if not seen_already:
        seen = yield from _as_read(reading.issue, known.state, known)
        resolved = yield from _with_mover(seen, known)
    stage = stage_of(governing, reading.issue)
    if stage is not None and any(isinstance(command, Accept) for command in parsed.commands):
        signed = yield from _signed(governing, stage, known, besides=reading.issue.id)
    return Resolved((*resolved.events, *signed, event), movers=resolved.movers)


def _may_come_before_its_issue(event: CommentWritten, known: Known) -> bool:
    """Tell whether a comment may have come before its issue is on record.

    Webhooks overtake one another. Once the issue is on record, nobody would tell of this comment again.
    """
    if known.state is not None or known.is_deleted:
        return False
    return not event.project or any(event.project in each.tracker.projects for each in known.mappings)


def _with_author_proven(
    event: CommentWritten, known: Known, mapping: ContractMapping
) -> Generator[Need, Answer, CommentWritten]:
    """Ask whether a stranger whose word may be an answer belongs to our side."""
    author = event.comment.author.id
    if not known.is_waited_for or not author or mapping.person_by_account(author) is not None:
        return event
    project = known.state.issue.project if known.state else ""
    proven = (yield AskTeam(author, project, mapping.tracker)) is True
    return CommentRead(**event.model_dump(), markup=known.markup, proven_ours=proven)


def _holding(known: Known) -> ContractMapping | None:
    """Return the contract of an open change that was moved away.

    Whether it left is decided by who moved it.
    """
    is_open = known.state is not None and known.state.has_open_change
    return known.mapping_on_record() if is_open else None


def _may_say_something(comment: Comment, known: Known, mapping: ContractMapping | None) -> bool:
    """Tell whether a comment may hold a command, or an answer without one.

    A payload may show it in another markup than the tracker's own answer does: what cannot be read there is
    read in the tracker.
    """
    parsed = read_commands(comment.body)
    if parsed.commands or parsed.hint or "{adf" in comment.body:
        return True
    state = known.state
    if state is None or mapping is None or mapping.person_by_account(comment.author.id) is None:
        return False
    is_offered = state.change is not None and bool(state.change.versions)
    stage = stage_of(mapping, state.issue)
    if (
        stage is not None
        and stage.sign_off
        and stage.sign_off.review
        and stage.sign_off.review.then == "accepted"
    ):
        # Whatever a signatory writes is an answer to a notice: what follows from silence does not follow.
        return True
    return (is_offered or stage is not None) and may_answer(comment.body)


def _own_edited(event: CommentWritten, reading: IssueReading | None) -> Needs:
    """Return somebody's edit of a comment of the service, with its text now."""
    if reading is None:
        reading = yield from _read(event.issue_id)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=event.issue_id),))
    texts = {own.id: own.text for own in reading.own_comments.values()}
    text = texts.get(event.comment.id, event.comment.body)
    edited = OwnCommentEdited(event.issue_id, event.comment.id, text, event.comment.editor, event.at)
    return Resolved(events=(edited,))


def _answered(event: PageAnswered, known: Known) -> Needs:
    """Read first what an answer on a page is about: it showed what was on record."""
    mapping = next((each for each in known.mappings if each.id == event.contract), None)
    if mapping is None:
        return Resolved(result=Result.NOT_GOVERNED)
    events: list[Event | InternalEvent] = []
    stage = mapping.stage(event.stage) if event.stage else None
    about_issue = known.state is not None or event.word not in ("accept", "refuse")
    if about_issue:
        reading = yield from _read(event.issue_id)
        if reading is None:
            events.append(IssueDeleted(issue_id=event.issue_id))
        else:
            seen = yield from _as_read(reading.issue, known.state, known)
            events.append(seen)
    if event.word == "accept" and stage is not None:
        events += yield from _signed(mapping, stage, known, besides=event.issue_id)
    return Resolved((*events, event))


def _with_mover(event: IssueSeen, known: Known) -> Needs:
    """Return the event, with the person who moved a stage's issue to accepted.

    The person's move would sign the stage. The event only says that it is time to look: a history that does
    not know the move means that nobody signed. Where a tracker gives no history, the event counts.
    """
    event = yield from with_actor_proven(event, known)
    mapping = known.governing(event.issue)
    stage = stage_of(mapping, event.issue) if mapping else None
    moved = next((change for change in event.changes if change.field == "status"), None)
    if mapping is None or stage is None or moved is None:
        return Resolved(events=(event,))
    accepted = mapping.tracker.statuses.accepted
    if moved.after not in accepted or moved.before in accepted:
        return Resolved(events=(event,))
    by, before, at = event.actor, moved.before, event.at
    moves = yield ReadMoves(event.issue.id)
    if moves is not None:
        history = [move for move in moves if isinstance(move, Move)] if isinstance(moves, tuple) else []
        signing = _find_signing_move(history, accepted)
        if signing is None:
            # It moved on, or was never there: its status now is no one's yes.
            return Resolved(events=(event,))
        by, before, at = signing.by, signing.from_status, signing.at
    mover = _mover(mapping, by or Account(id=""), before, moved.after, at or known.now)
    signed = yield from _signed(mapping, stage, known, besides=event.issue.id)
    return Resolved((*signed, event), movers={event.issue.id: mover})


def _find_signing_move(moves: Sequence[Move], accepted: Sequence[str]) -> Move | None:
    """Return the move by which an issue became accepted, if it still is.

    A move between two statuses that both mean accepted signs nothing.
    """
    for move in reversed(moves):
        if move.to_status not in accepted:
            return None
        if move.from_status not in accepted:
            return move
    return None


def _mover(mapping: ContractMapping, by: Account, before: str, after: str, at: datetime) -> Actor:
    found = mapping.person_by_account(by.id)
    return Actor(
        key=found[0] if found else None,
        name=found[1].name if found else by.name,
        means="status",
        at=at,
        said_in=f"moved:{at.isoformat()}",
        moved_from=before,
        moved_to=after,
    )


def _signed(
    mapping: ContractMapping, stage: Stage, known: Known, besides: str
) -> Generator[Need, Answer, tuple[Event | InternalEvent, ...]]:
    """Read the issues that a signature of a stage would cover."""
    listed = yield ListSigned(mapping.id, stage.id)
    events: list[Event | InternalEvent] = []
    for issue, state in listed.items() if isinstance(listed, Mapping) else ():
        if issue == besides:
            continue
        reading = yield from _read(issue)
        if reading is None:
            events.append(IssueDeleted(issue_id=issue))
        else:
            events.append((yield from _as_read(reading.issue, state, known)))
    return tuple(events)


def _read(issue: str) -> Generator[Need, Answer, IssueReading | None]:
    answer = yield ReadIssue(issue)
    return answer if isinstance(answer, IssueReading) else None


def _as_read(
    issue: IssueSnapshot, state: IssueState | None, known: Known
) -> Generator[Need, Answer, IssueSeen]:
    """Return what was seen, with a change of status by the tracker's own history.

    YouTrack reports a comment made together with a change of status as a comment alone, and any webhook may
    be lost.
    """
    looked = IssueSeen(issue=issue, at=issue.updated)
    known = replace(known, state=state)
    looked = yield from find_editor_of(looked, known, told=False)
    if state is None or state.deleted or not issue.status or state.issue.status == issue.status:
        return looked
    answer = yield ReadMoves(issue.id)
    history = answer if isinstance(answer, tuple) else ()
    moves = [move for move in history if isinstance(move, Move) and move.to_status == issue.status]
    last = moves[-1] if moves else None
    if last is not None and last.by.id == known.own_account:
        return looked
    change = FieldChange(field="status", before=state.issue.status, after=issue.status)
    actor, at = (last.by, last.at or issue.updated) if last else (None, issue.updated)
    return looked.model_copy(update={"changes": (change,), "actor": actor, "at": at})


def _is_older(seen_now: IssueSnapshot, on_record: IssueSnapshot) -> bool:
    return (
        seen_now.updated is not None
        and on_record.updated is not None
        and seen_now.updated < on_record.updated
    )


def _is_edited(comment: Comment) -> bool:
    return comment.editor is not None and comment.editor.id != comment.author.id


def was_missed(before: IssueState | None, issue: IssueSnapshot, our_labels: Iterable[str]) -> bool:
    """Tell whether an issue shows what is not on record.

    The service's own writes do not count.
    """
    if before is None:
        return True
    ours = set(our_labels)
    if before.issue.labels - ours != issue.labels - ours:
        return True
    names = set(IssueSnapshot.model_fields) - _OURS_TOO
    return any(getattr(before.issue, name) != getattr(issue, name) for name in names)


_OURS_TOO = frozenset({"updated", "labels", "due", "fields", "logged_hours", "whole"})
"""What our own writes change, or what no webhook is sent for: a difference there was not missed."""
