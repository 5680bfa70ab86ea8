"""What a comment says: its commands, or the answer that it gives without one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plugin.core.answers.reader import read_acceptance, read_answer
from plugin.core.commands import Choose, Command, ParsedComment, read_commands
from plugin.core.commands.own_lines import find_own_lines
from plugin.core.facts import Baseline
from plugin.core.model.answer import Answer, Chosen
from plugin.core.model.events import CommentRead, CommentWritten
from plugin.core.model.issue_state import IssueState
from plugin.core.model.markup import Markup
from plugin.core.model.stage_issues import stage_of
from plugin.core.offer.offer_versions import is_draft

_PROPOSED = frozenset({1, 2})
"""The numbers of what is asked about waiting: move the stage, or leave its date."""


@dataclass(frozen=True)
class Said:
    """What one wording of a comment says.

    `beside` is the number that it chooses in plain words beside a command: two numbers are asked about.
    """

    parsed: ParsedComment = ParsedComment()
    answer: Answer | None = None
    beside: Chosen | None = None

    def __bool__(self) -> bool:
        """Whether it says anything that the service hears."""
        return bool(self.parsed.commands or self.parsed.hint or self.answer)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that its commands choose, and the one beside them."""
        chosen = tuple(each.number for each in self.parsed.commands if isinstance(each, Choose))
        return (*chosen, self.beside.number) if chosen and self.beside else chosen

    @property
    def digests(self) -> frozenset[str]:
        """A digest of each thing that it says; several numbers are one choice."""
        return frozenset(_digest(part) for part in self._parts())

    def without(self, heard: frozenset[str]) -> Said:
        """Return what is new since an earlier wording.

        A command that stood there before is not heard again, whatever was decided since.
        """
        if not heard:
            return self
        chosen_before = _digest(_choice(self.numbers)) in heard
        fresh = tuple(
            command
            for command in self.parsed.commands
            if (not chosen_before if isinstance(command, Choose) else _digest(_plain(command)) not in heard)
        )
        hint, answer, beside = self.parsed.hint, self.answer, self.beside
        return Said(
            ParsedComment(fresh, None if hint and _digest(hint) in heard else hint),
            None if answer and _digest(answer) in heard else answer,
            None if beside and _digest(beside) in heard else beside,
        )

    def _parts(self) -> Iterator[object]:
        if self.numbers:
            yield _choice(self.numbers)
        yield from (_plain(each) for each in self.parsed.commands if not isinstance(each, Choose))
        yield from filter(None, (self.parsed.hint, self.answer))


def hear_comment(
    event: CommentWritten,
    baseline: Baseline,
    state: IssueState,
    *,
    is_asked: bool = False,
    heard: frozenset[str] = frozenset(),
) -> Said:
    """Return what a comment says on an issue.

    An answer without a command is heard from the people of the contract: about an offer that stands on the
    issue, and from the client's side on the issue of a stage.

    Args:
        event: the comment.
        baseline: the contract at this moment.
        state: the issue.
        is_asked: whether the decider is asked on it what waiting does to a stage's date.
        heard: digests of what an earlier wording said.
    """
    comment = event.comment
    read = event if isinstance(event, CommentRead) else None
    own_words = read.own_words if read else ()
    markup = read.markup if read else Markup.UNKNOWN
    # «Завтра» is the day after the writing, whenever it is heard.
    written_on = baseline.day_of(comment.updated or comment.created)
    parsed = read_commands(comment.body, today=written_on, own_words=own_words)
    first_on = baseline.day_of(comment.created or comment.updated)
    if heard and first_on != written_on:
        # A line that stood there before means the day that it meant then, whatever else was edited.
        parsed = _keep_heard(parsed, read_commands(comment.body, today=first_on, own_words=own_words), heard)
    person = baseline.mapping.person_by_account(comment.author.id)
    names = tuple(each.name for each in baseline.mapping.people.values())
    offered = list_offered_numbers(baseline, state) | (_PROPOSED if is_asked else frozenset())
    if parsed.commands and offered and person is not None:
        rest = _find_lines_beside(comment.body, parsed, own_words)
        beside = read_answer(rest, offered, markup=markup, own_words=own_words, names=names) if rest else None
        return Said(parsed, beside=beside if isinstance(beside, Chosen) else None)
    if parsed.commands or parsed.hint or person is None:
        return Said(parsed)
    if offered:
        answer = read_answer(comment.body, offered, markup=markup, own_words=own_words, names=names)
        return Said(parsed, answer)
    if stage_of(baseline.mapping, state.issue) is not None and person[1].side == "client":
        return Said(parsed, read_acceptance(comment.body, markup=markup, own_words=own_words, names=names))
    return Said(parsed)


def _keep_heard(now: ParsedComment, then: ParsedComment, heard: frozenset[str]) -> ParsedComment:
    """Return the commands, those that were heard before as they were meant then."""
    before = {each.line: each for each in then.commands if _digest(_plain(each)) in heard}
    found = {each.line: each for each in now.commands} | before
    hint = now.hint if now.hint is None or now.hint.line not in before else None
    return ParsedComment(tuple(found[line] for line in sorted(found)), hint)


def _find_lines_beside(text: str, parsed: ParsedComment, own_words: Sequence[str]) -> str:
    """Return what stands beside the choices of a comment; another command may go on."""
    chosen = {each.line for each in parsed.commands if isinstance(each, Choose)}
    others = [each.line for each in parsed.commands if not isinstance(each, Choose)]
    if not chosen:
        return ""
    lines = find_own_lines(text, own_words)[: min(others) - 1 if others else None]
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in chosen).strip()


def list_offered_numbers(baseline: Baseline, state: IssueState) -> frozenset[int]:
    """Return the numbers of every version of the offer that the client may have read."""
    change = state.change
    if change is None or is_draft(baseline, state):
        return frozenset()
    return frozenset(option.number for version in change.versions for option in version.options)


def _choice(numbers: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    return "choose", tuple(sorted(set(numbers)))


def _plain(command: Command) -> Command:
    return replace(command, line=1, word="")


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:20]
