"""What holds for the whole contract: offers, answers, goodwill, waiting."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from mappings.model.values import Hours, MappingPart, Text


class DecisionTerms(MappingPart):
    """`decision:` how many deciders of each side a change needs, or which people."""

    client: Annotated[int, Field(ge=0)] = 1
    contractor: Annotated[int, Field(ge=0)] = 0
    needs: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None


class Answers(MappingPart):
    """`answers:` how the client may answer, and what happens to extras started too early."""

    bare_digit: bool = True
    move_back_undecided: bool = False


class KickOff(MappingPart):
    """`kick_off:` the issue on which the client acknowledges what happens when something new comes up."""

    issue: Text
    acknowledged_by: Annotated[tuple[Text, ...], Field(min_length=1)]


class Goodwill(MappingPart):
    """`goodwill:` how much is done as a gift: a request, and a month."""

    per_request: Hours = Decimal(1)
    per_month: Hours | None = None
    warn_at: Annotated[int, Field(ge=1, le=100)] = 75


class Repeat(MappingPart):
    """`repeat:` after how many like requests within how many days the manager gets a task."""

    count: Annotated[int, Field(ge=2)] = 3
    within: Annotated[int, Field(ge=1)] = 14


class OfferDays(MappingPart):
    """`offer_valid:` in calendar days."""

    days: Annotated[int, Field(ge=1)]


class WaitingTerms(MappingPart):
    """`waiting:` when the client is reminded, how it goes on, and whether waiting moves the date."""

    contact: Text | None = None
    answer_within: Annotated[int, Field(ge=1, le=365)] = 3
    remind_after: Annotated[tuple[Annotated[int, Field(ge=1, le=365)], ...], Field(min_length=1)] = (
        2,
        4,
        7,
        9,
        10,
    )
    ladder: Annotated[
        tuple[
            Literal["remind", "offer_call", "ask_for_another_contact", "tell_manager", "tell_decider"], ...
        ],
        Field(min_length=1),
    ] = ("remind", "offer_call", "ask_for_another_contact", "tell_manager", "tell_decider")
    heads_up: bool = True
    grace: Annotated[int, Field(ge=0, le=365)] = 0
    moves_deadline: bool | Literal["propose"] = False


class WorkingHours(MappingPart):
    """`hours:` between which times people are written to."""

    starts: Annotated[time, Field(alias="from")] = time(10)
    until: Annotated[time, Field(alias="to")] = time(19)


class Exclusion(MappingPart):
    """An exclusion: what the contract says is not part of it, and the words that name it."""

    clause: Text
    text: Text
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
