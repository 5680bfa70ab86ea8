"""An issue that people talk on, decided without tracker or database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from decisions import (
    AUTHORITY,
    NOW,
    PEOPLE,
    account,
    agreed,
    baseline,
    contract_facts,
    facts_of,
    judged,
    linked,
)

from plugin.core.contract_facts import ContractFacts
from plugin.core.decide import decide
from plugin.core.model.effects import PostComment
from plugin.core.model.events import CommentRead, Event, IssueSeen
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import Comment, FieldChange
from plugin.core.model.outcome import Outcome
from plugin.core.model.waits import Wait

ISSUE, WAITING = "1009", "Waiting for client"
ASK = "/ask Анна by 18 March: тексты для главной"


@dataclass
class Talk:
    """An issue that people talk on; each act comes a minute later."""

    facts: ContractFacts
    at: datetime = NOW
    last: Outcome = Outcome()
    written: dict[str, datetime] = field(default_factory=dict)

    def hear(self, event: Event | InternalEvent, *, minutes: int = 1) -> Outcome:
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

    def pass_days(self, days: int) -> None:
        """Go on at the same time of another day."""
        self.at += timedelta(days=days)
        self.facts = replace(self.facts, baseline=self.facts.baseline.at(self.at))

    @property
    def waits(self) -> tuple[Wait, ...]:
        """The questions of the issue."""
        return tuple(wait for wait in self.facts.waits_of(ISSUE) if wait.series == "asked")

    @property
    def states(self) -> list[str]:
        """How far each question has come."""
        return [wait.state.value for wait in self.waits]


def begun(status: str = "To Do", people: Mapping[str, dict[str, str]] = PEOPLE, **waiting: object) -> Talk:
    """Return an issue in the scope of the contract, with nothing asked."""
    mapping = agreed(
        people=dict(people),
        waiting={"contact": "contact", "moves_deadline": True, **waiting},
        authority=[*AUTHORITY, {"person": "manager", "may": ["reset"]}],
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


def texts_of(outcome: Outcome) -> list[str]:
    """Return the comments of an outcome, with ordinary spaces."""
    found = (each.effect for each in outcome.effects)
    return [each.text.replace("\xa0", " ") for each in found if isinstance(each, PostComment)]
