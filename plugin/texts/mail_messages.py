"""Mails to people who may have no account in the tracker.

The first line of each text is the mail's title. `link` stands on a line of its own; the address replaces it
when the mail is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Audience, Message, OptionKind, OptionLine
from plugin.texts.stage_messages import ChangedLine

LINK = "‹link›"
"""Stands for the address of the person's page until the mail is sent."""


def link_of(contract: str) -> str:
    """Return what stands for the address of the person's page in another contract."""
    return f"{LINK[:-1]}:{contract}{LINK[-1]}"


@dataclass(frozen=True)
class MailSign(Message):
    """A stage awaits this person's signature, and why the mail comes now.

    `because`: somebody else answered, a signed part changed, or everything in it is done. `by` is who
    answered; `changed` names the parts.
    """

    template: ClassVar[str] = "mail_sign"
    person: str
    contract_title: str
    stage_title: str
    because: Literal["word", "changed", "ready"]
    by: str
    changed: tuple[ChangedLine, ...]
    link: str
    valid_days: int


@dataclass(frozen=True)
class MailChoose(Message):
    """A request beyond the deal awaits this person's choice."""

    template: ClassVar[str] = "mail_choose"
    person: str
    contract_title: str
    asked_by: str
    summary: str
    options: tuple[OptionLine, ...]
    currency: str
    answer_by: date
    link: str
    valid_days: int
    ours: bool = False


@dataclass(frozen=True)
class MailDecided(Message):
    """A decision, confirmed to the people concerned; it asks for nothing."""

    template: ClassVar[str] = "mail_decided"
    person: str
    contract_title: str
    issue_key: str
    summary: str
    option: OptionLine
    decider: str
    on_behalf_of: str | None
    decided_on: date
    currency: str
    supersedes: OptionKind | None = None


@dataclass(frozen=True)
class MailEnter(Message):
    """Somebody asked on the sign-in page for a link to this address.

    `person` is empty where several people share it.
    """

    template: ClassVar[str] = "mail_enter"
    person: str
    link: str
    valid_minutes: int


@dataclass(frozen=True)
class MailAgree(Message):
    """The kick-off awaits this person's word."""

    template: ClassVar[str] = "mail_agree"
    person: str
    contract_title: str
    link: str
    valid_days: int


@dataclass(frozen=True)
class MailTeam(Message):
    """Begins a mail with what a comment for the team would have said."""

    audience: ClassVar[Audience] = "team"
    template: ClassVar[str] = "mail_team"
    contract_title: str
    issue: str
    summary: str
