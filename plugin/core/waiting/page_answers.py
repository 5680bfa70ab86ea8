"""Answers on a page: posted in the person's name, they hand the ball over."""

from __future__ import annotations

from plugin.core.answers.substance import says_something
from plugin.core.commands import Remind, read_commands
from plugin.core.model.actor import Speaker
from plugin.core.model.effects import AttachFile
from plugin.core.model.events import GivenFile, PageAnswered
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.issue import Account
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.waits import Side
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.timeline.excerpt import cut
from plugin.core.waiting.hand_over import hand_over
from plugin.core.waiting.replies import take_remind
from plugin.texts import waiting_messages as say


def take_page_answer(step: Step) -> Outcome:
    """Take what somebody said on a page about what is waited for.

    An answer is posted and counts as a reply, where it says more than thanks.
    The comment is ours, so nothing in it is a command. What was settled meanwhile is posted, too: nothing
    that somebody wrote is lost.
    """
    event, state = step.event, step.state
    if not isinstance(event, PageAnswered) or state is None or state.deleted:
        return NOTHING
    match event.word:
        case "answer":
            return _post_answer(step, event, state)
        case "remind_on" | "remind_off":
            return _switch_reminders(step, event, state)
        case _:
            return NOTHING


def _switch_reminders(step: Step, event: PageAnswered, state: IssueState) -> Outcome:
    """Do what `/remind off` and `/remind on` do."""
    person = step.now.baseline.mapping.people.get(event.person)
    if person is None:
        return NOTHING
    speaker = Speaker(Account(id=""), event.person, person.name, f"page-{event.link}", event.at)
    # The answer names the command that does the opposite, as the contract's people would type it.
    word = "напоминания" if step.now.baseline.mapping.contract.language == "ru" else "remind"
    command = Remind(on=event.word == "remind_on", number=event.number, word=word)
    return take_remind(step, state, command, speaker)


def _post_answer(step: Step, event: PageAnswered, state: IssueState) -> Outcome:
    """Return the comment with what was written, and who has the ball then."""
    baseline = step.now.baseline
    person = baseline.mapping.people.get(event.person)
    asked = [wait for wait in step.now.waits_of(state.issue.id) if wait.series == "asked"]
    wait = next((each for each in asked if each.number == event.number), None)
    if person is None or wait is None:
        return NOTHING
    names = tuple(each.name for each in baseline.mapping.people.values())
    says = bool(event.files) or says_something(event.text, read_commands(event.text), names=names)
    replied = hand_over(step, state, person.side, event.person, event.at) if says else NOTHING
    files = tuple((file.name, file.size) for file in event.files)
    lines = tuple(event.text.splitlines())
    message = say.AnsweredOnPage(person.name, wait.missing or wait.what, lines, files)
    told = make_answer(baseline, state, reply_slot(f"page-{event.link}"), message, (wait.asked_by,))
    exchange = _make_exchange(state, event, person.name, person.side, wait.asked_by)
    attached = tuple(_attach(state, file, person.name) for file in event.files)
    effects = (*attached, told)
    return Outcome(Result.ANSWERED, effects=effects, exchanges=(exchange,)).and_then(replied)


def _attach(state: IssueState, file: GivenFile, person: str) -> EffectRequest:
    attach = AttachFile(upload=file.id, name=file.name, size=file.size, person=person)
    return EffectRequest(state.issue.id, Slot(SlotKind.FILE, file.id), attach)


def _make_exchange(state: IssueState, event: PageAnswered, name: str, side: Side, asked_by: str) -> Exchange:
    """Return the answer as the timeline tells it; our comment is no exchange itself."""
    return Exchange(
        id=f"page:{event.link}",
        issue=state.issue.id,
        at=event.at,
        changed_at=event.at,
        kind=ExchangeKind.COMMENT if event.text or not event.files else ExchangeKind.FILE,
        person=event.person,
        name=name,
        side=side,
        to=(asked_by,) if asked_by else (),
        what=cut(event.text or ", ".join(file.name for file in event.files)),
        details={"files": [file.name for file in event.files]} if event.files else {},
    )
