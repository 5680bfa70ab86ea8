"""What one side of a contract sent to the other, as the timeline shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

MAX_EXCERPT_CHARS = 140

ExchangeSide = Literal["client", "contractor", ""]
"""Empty where nobody knows it: the mapping does not name the writer."""


class ExchangeKind(StrEnum):
    """What was sent. Values are stored: never rename them."""

    COMMENT = "comment"
    """A public comment, or a message about a stage."""
    FILE = "file"
    """A file, or a comment of nothing but files."""
    QUESTION = "question"
    """What `/ask` asks for."""
    ANSWER = "answer"
    """A comment that answers a question; it follows from the others and is never stored."""
    OFFER = "offer"
    """The numbered ways out of an extra, as they could be read."""
    DECISION = "decision"
    """One of them was chosen."""
    SIGNATURE = "signature"
    """A stage was accepted or refused, or the kick-off agreed to."""
    CALL = "call"
    """Something outside the tracker that somebody wrote down."""
    MAIL = "mail"
    """A letter outside the tracker that somebody wrote down."""


@dataclass(frozen=True)
class Exchange:
    """One thing that one side sent to the other.

    Attributes:
        id: the same however often and by whatever way it is heard of.
        issue: the tracker's id of the issue.
        at: when it was sent, by the tracker's own time where there is one; an edit leaves it.
        changed_at: of which moment this wording is; the newest counts.
        account: the writer's account in the tracker.
        person: the writer's key in the mapping; empty for somebody whom it does not name.
        name: the writer's name.
        side: the writer's side.
        to: the keys of the people whom it addresses.
        what: at most 140 characters of it, plain.
        details: what the service itself knows of it, such as the option; said in the reader's language.
        is_thanks: nothing but thanks, or a note of the service: it answers nothing, and nobody answers it.
        reported: somebody wrote down what happened elsewhere, and the other side has not confirmed it.
        edited: its text was changed later.
        deleted: it was deleted in the tracker; the fact stays without the text.
        hidden: only the team may read it, or nothing proves that others may: it never shows.
    """

    id: str
    issue: str
    at: datetime
    changed_at: datetime
    kind: ExchangeKind
    account: str = ""
    person: str = ""
    name: str = ""
    side: ExchangeSide = ""
    to: tuple[str, ...] = ()
    what: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    is_thanks: bool = False
    reported: bool = False
    edited: bool = False
    deleted: bool = False
    hidden: bool = False


def is_logged(exchange: Exchange) -> bool:
    """Tell whether an exchange happened elsewhere and somebody wrote it down."""
    return exchange.kind in (ExchangeKind.CALL, ExchangeKind.MAIL)


def comment_exchange_id(comment: str) -> str:
    """Return the id of the exchange that a comment is."""
    return f"comment:{comment}"
