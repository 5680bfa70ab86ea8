"""Who has the ball after what people do, decided without tracker or database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from decisions import NOW, account, agreed, baseline, contract_facts, facts_of, judged, linked

from plugin.core.contract_facts import ContractFacts
from plugin.core.decide import decide
from plugin.core.model.events import CommentRead, Event, IssueSeen, PageAnswered
from plugin.core.model.issue import Comment, FieldChange
from plugin.core.model.outcome import Outcome
from plugin.core.model.waits import Wait

ISSUE, WAITING = "1009", "Waiting for client"
ASK = "/ask Анна by 18 March: тексты для главной"
ANSWER = "Тексты в папке, ссылка в описании"


@dataclass
class Talk:
    """An issue that people talk on; each act comes a minute later."""

    facts: ContractFacts
    at: datetime = NOW
    last: Outcome = Outcome()
    written: dict[str, datetime] = field(default_factory=dict)

    def hear(self, event: Event, *, minutes: int = 1) -> Outcome:
        """Decide what happens next."""
        self.at += timedelta(minutes=minutes)
        facts = self.facts.after(Outcome())
        self.last = decide(event, facts)
        self.facts = facts.after(self.last)
        return self.last

    def say(self, who: str, text: str, comment: str, *, edited: bool = False, public: bool = True) -> None:
        """Write a comment, or put another text in its place."""
        at = self.at + timedelta(minutes=1)
        self.written.setdefault(comment, at)
        written = Comment(
            id=comment,
            author=account(who),
            body=text,
            created=self.written[comment],
            updated=at if edited else None,
            public=public,
        )
        self.hear(CommentRead(issue_id=ISSUE, comment=written, edited=edited, at=at))

    def act(
        self, who: str | None, *changes: FieldChange, status: str | None = None, ours: bool = False
    ) -> None:
        """Change the issue itself; nobody tells who did where `who` is None."""
        state = self.facts.states[ISSUE].issue
        seen = state.model_copy(update={"status": status or state.status})
        at = self.at + timedelta(minutes=1)
        actor = account(who) if who else None
        self.hear(IssueSeen(issue=seen, changes=changes, actor=actor, at=at, is_by_team=ours))

    @property
    def waits(self) -> tuple[Wait, ...]:
        """The questions of the issue."""
        return tuple(wait for wait in self.facts.waits_of(ISSUE) if wait.series == "asked")

    @property
    def states(self) -> list[str]:
        """How far each question has come."""
        return [wait.state.value for wait in self.waits]


def begun(status: str = "To Do", **waiting: object) -> Talk:
    """Return an issue in the scope of the contract, with nothing asked."""
    mapping = agreed(
        waiting={"contact": "contact", "moves_deadline": True, **waiting},
        tracker={"statuses": {"waiting_for_client": [WAITING], "done": ["Done"], "accepted": ["Accepted"]}},
    )
    on = baseline(mapping)
    return Talk(contract_facts(facts_of(on, judged(on, linked(status=status))), ISSUE))


def asked(text: str = ASK, **given: str) -> Talk:
    """Return an issue on which the manager has asked Anna."""
    talk = begun(**given)
    talk.say("manager", text, "501")
    assert talk.states == ["open"]
    return talk


@pytest.mark.parametrize(
    ("sentence", "text", "state"),
    [
        ("a word is an answer", "Тексты в папке", "answered"),
        ("a question back, too", "А в каком формате?", "answered"),
        ("an address", "https://disk.example.org/texts", "answered"),
        ("a nod is none", "ок", "open"),
        ("nor are thanks", "Спасибо, Мария!", "open"),
        ("nor is a command", "/got", "open"),
        ("nor are thanks with a command", "Спасибо!\n/получили 1", "open"),
    ],
)
def test_answer_on_the_page_says_more_than_thanks(sentence: str, text: str, state: str) -> None:
    """A page takes what a comment takes, whatever stored it."""
    talk = asked()
    at = talk.at + timedelta(minutes=1)
    page = PageAnswered(
        issue_id=ISSUE,
        contract="ACME",
        person="contact",
        word="answer",
        number=1,
        text=text,
        version=1,
        link="nonce.1",
        at=at,
    )
    talk.hear(page)
    assert talk.states == [state], sentence


@pytest.mark.parametrize(
    ("sentence", "text", "states"),
    [
        ("a question back is an answer", "/ask Мария by 20 March: в каком формате?", ["answered", "open"]),
        ("one that names nobody known is refused", "/ask Кузьма by 20 March: в каком формате?", ["open"]),
        ("one for a day that is over is", "/ask Мария by 12 March 2026: в каком формате?", ["open"]),
    ],
)
def test_question_back_is_an_answer_once_it_is_taken(sentence: str, text: str, states: list[str]) -> None:
    """What the service refuses hands nothing over."""
    talk = asked()
    talk.say("contact", text, "502")
    assert talk.states == states, sentence


@pytest.mark.parametrize(
    ("sentence", "who", "ours", "state"),
    [
        ("our side says that it goes on", "developer", False, "got"),
        ("the client says that it answered", "contact", False, "answered"),
        ("a stranger counts as the client's side", "stranger", False, "answered"),
        ("unless the tracker proves the contrary", "stranger", True, "got"),
        ("whom nobody tells counts as the client's side", None, False, "answered"),
    ],
)
def test_status_left_is_the_word_of_who_left_it(
    sentence: str, who: str | None, ours: bool, state: str
) -> None:
    """Only our side ends what it asked for."""
    talk = begun(status=WAITING)
    talk.say("manager", ASK, "501")
    moved = FieldChange(field="status", before=WAITING, after="In Progress")
    talk.act(who, moved, status="In Progress", ours=ours)
    assert talk.states == [state], sentence


@pytest.mark.parametrize(
    ("sentence", "edits", "state"),
    [
        ("a full stop", [f"{ANSWER}."], "open"),
        ("capitals and a line break", ["ТЕКСТЫ в папке,\nссылка в описании"], "open"),
        ("fewer words", ["Тексты в папке"], "open"),
        ("fewer words, and all of them back", ["Тексты в папке", ANSWER], "open"),
        ("thanks in addition", [f"{ANSWER}. Спасибо!"], "open"),
        ("a command in addition", [f"{ANSWER}\n/why"], "open"),
        ("something new", [f"{ANSWER}\nЛоготип приложила"], "answered"),
        ("a new address", [f"{ANSWER}: https://disk.example.org/d/1"], "answered"),
    ],
)
def test_edit_of_an_old_answer_is_heard_for_new_words(sentence: str, edits: list[str], state: str) -> None:
    """The ball stays where it was for what was said before."""
    talk = asked()
    talk.say("contact", ANSWER, "502")
    talk.say("manager", "/got part: логотип", "503")
    assert talk.states == ["open"]
    for text in edits:
        talk.say("contact", text, "502", edited=True)
    assert talk.states == [state], sentence
