"""What must be read before a comment may count."""

from __future__ import annotations

from collections.abc import Generator

from mappings.model import ContractMapping
from plugin.core.answers.reader import may_answer
from plugin.core.commands import Accept, read_commands
from plugin.core.model.effects import reference_in
from plugin.core.model.events import CommentRead, CommentWritten, Event, IssueDeleted
from plugin.core.model.internal_events import InternalEvent, OwnCommentEdited
from plugin.core.model.issue import Comment
from plugin.core.model.readings import IssueReading
from plugin.core.model.results import Result
from plugin.core.model.stage_issues import stage_of
from plugin.core.needs.questions import Answer, AskTeam, Known, Need, Resolved
from plugin.core.needs.readings import Needs, is_own, read_issue, see_as_read
from plugin.core.needs.signatures import read_signed_issues, with_mover


def read_comment(event: CommentWritten, known: Known, reading: IssueReading | None = None) -> Needs:
    """Read the comment and its issue as they are now, if the comment asks anything."""
    comment, mapping = event.comment, known.mapping_on_record()
    if is_own(known, comment.author):
        if comment.editor is None or is_own(known, comment.editor):
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
    return (yield from _read_as_it_is_now(event, known, reading))


def _read_as_it_is_now(event: CommentWritten, known: Known, reading: IssueReading | None) -> Needs:
    """Read a comment's text as it is now; it may have been edited since the event."""
    seen_already = reading is not None
    if reading is None:
        reading = yield from read_issue(event.issue_id)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=event.issue_id),))
    found = next((each for each in reading.comments if each.id == event.comment.id), None)
    if found is None:
        # A payload may carry a comment that the service cannot see: it gives no commands.
        return Resolved(result=Result.COMMENT_GONE)
    governing = known.governing(reading.issue) or _holding(known)
    if governing is None:
        return Resolved(result=Result.NOT_GOVERNED)
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
        seen = yield from see_as_read(reading.issue, known.state, known)
        resolved = yield from with_mover(seen, known)
    stage = stage_of(governing, reading.issue)
    if stage is not None and any(isinstance(command, Accept) for command in parsed.commands):
        signed = yield from read_signed_issues(governing, stage, known, besides=reading.issue.id)
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
        reading = yield from read_issue(event.issue_id)
    if reading is None:
        return Resolved(events=(IssueDeleted(issue_id=event.issue_id),))
    texts = {own.id: own.text for own in reading.own_comments.values()}
    text = texts.get(event.comment.id, event.comment.body)
    edited = OwnCommentEdited(event.issue_id, event.comment.id, text, event.comment.editor, event.at)
    return Resolved(events=(edited,))


def _is_edited(comment: Comment) -> bool:
    return comment.editor is not None and comment.editor.id != comment.author.id
