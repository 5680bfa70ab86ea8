"""What a comment says, as the events that are decided one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.core import commands as given
from plugin.core.answers.said import Said
from plugin.core.answers.substance import says_something
from plugin.core.contract_facts import ContractFacts
from plugin.core.model.actor import Speaker
from plugin.core.model.answer import Chosen
from plugin.core.model.events import (
    CommentRead,
    CommentWritten,
)
from plugin.core.model.internal_events import (
    AnswerGiven,
    ChoiceGiven,
    CommandGiven,
    CommentHeard,
)
from plugin.core.model.issue import Comment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.markup import Markup
from plugin.core.signoff.stage_events import STAGE_COMMANDS
from plugin.core.timeline.logged import find_confirmed_choice


def is_edited_by_another(event: CommentWritten) -> bool:
    """Tell whether the text that is there now is somebody else's than the author's."""
    comment = event.comment
    return event.edited and comment.editor is not None and comment.editor.id != comment.author.id


def make_heard(
    event: CommentWritten, said: Said, facts: ContractFacts, known: frozenset[str]
) -> CommentHeard:
    """Return the comment as somebody's word, with whether anything in it is new."""
    read = event if isinstance(event, CommentRead) else None
    says = says_something(
        event.comment.body,
        said.parsed,
        markup=read.markup if read else Markup.UNKNOWN,
        own_words=read.own_words if read else (),
        names=tuple(each.name for each in facts.baseline.mapping.people.values()),
        heard=known,
    )
    signs = any(isinstance(command, given.Accept | given.Refuse) for command in said.parsed.commands)
    decides = bool(said.numbers or said.answer) or signs
    speaker = describe_speaker(event, facts)
    asked = list_asked(said)
    return CommentHeard(event.issue_id, event.comment, speaker, says, decides, event.edited, asked)


def list_asked(said: Said) -> tuple[str, ...]:
    """Return what the questions and promises of a comment ask for."""
    found = (each for each in said.parsed.commands if isinstance(each, given.Ask | given.Promise))
    return tuple(each.text for each in found if isinstance(each, given.Promise) or each.number is None)


def iter_comment_events(
    state: IssueState, said: Said, speaker: Speaker, facts: ContractFacts
) -> Iterator[CommandGiven | ChoiceGiven | AnswerGiven]:
    """Yield what a comment says: about stages, then the choice, then the others."""
    issue, parsed = state.issue.id, said.parsed
    about_stages = [each for each in parsed.commands if isinstance(each, STAGE_COMMANDS)]
    if any(isinstance(each, given.Refuse) for each in about_stages):
        # Who accepts and refuses in one breath has not accepted.
        about_stages = [each for each in about_stages if not isinstance(each, given.Accept)]
    yield from (CommandGiven(issue, each, speaker) for each in about_stages)
    if said.numbers:
        yield ChoiceGiven(issue, said.numbers, speaker)
    if isinstance(said.answer, Chosen) and facts.baseline.mapping.answers.bare_digit and not state.decided:
        yield ChoiceGiven(issue, (said.answer.number,), speaker)
    elif said.answer is not None:
        yield AnswerGiven(issue, said.answer, speaker)
    for command in parsed.commands:
        if not isinstance(command, (*STAGE_COMMANDS, given.Choose)):
            yield CommandGiven(issue, command, speaker)
        if isinstance(command, given.Ok) and not said.numbers and said.answer is None:
            chosen = find_confirmed_choice(facts, state, command.number, speaker)
            if chosen is not None:
                yield ChoiceGiven(issue, (chosen,), speaker)
    if parsed.hint and not parsed.commands:
        yield CommandGiven(issue, parsed.hint, speaker)


def text_of(comment: Comment) -> str:
    """Return what is processed once: a comment's text with its time.

    The same text written anew is new.
    """
    at = comment.updated or comment.created
    return f"{at.isoformat() if at else ''} {comment.body}"


def describe_speaker(event: CommentWritten, facts: ContractFacts) -> Speaker:
    """Return who speaks in a comment, as the mapping knows them."""
    comment = event.comment
    found = facts.baseline.mapping.person_by_account(comment.author.id)
    name = found[1].name if found else comment.author.name
    at = comment.updated or comment.created or event.at
    said_in = _said_in(comment)
    proven = isinstance(event, CommentRead) and event.proven_ours
    key = found[0] if found else None
    return Speaker(
        account=comment.author,
        key=key,
        name=name,
        comment=said_in,
        at=at,
        written_at=comment.created,
        public=comment.public,
        proven_ours=proven,
        comment_id=comment.id,
    )


def _said_in(comment: Comment) -> str:
    """Return the key of the answer's slot; an edited comment gets a new answer."""
    if comment.updated is None or comment.created is None or comment.updated <= comment.created:
        return comment.id
    return f"{comment.id}.{comment.updated:%Y%m%d%H%M%S}"
