"""One contract mapping file as a whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from mappings.addresses import normalise_email
from mappings.model.people import Authority, Person
from mappings.model.prices import Price
from mappings.model.stages import ScopeItem, Stage
from mappings.model.terms import (
    Answers,
    DecisionTerms,
    Exclusion,
    Goodwill,
    KickOff,
    OfferDays,
    Repeat,
    WaitingTerms,
    WorkingHours,
)
from mappings.model.tracker import TrackerTerms
from mappings.model.values import Hours, Language, MappingPart, Money, Option, Text, Timezone, Weekday


class Terms(MappingPart):
    """`contract:` who agreed on what, in which language, currency and calendar."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    title: Text
    client: str = ""
    language: Language = "ru"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "RUB"
    timezone: Timezone = "Europe/Moscow"
    calendar: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,4})?$")] | None = None
    work_week: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = None
    days_off: tuple[date, ...] = ()
    work_days: tuple[date, ...] = ()
    signed_on: date | None = None
    live_from: date | None = None
    mode: Literal["act", "observe", "draft"] = "act"
    price: Money | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the contract's days begin and end."""
        return ZoneInfo(self.timezone)


class ContractMapping(MappingPart):
    """One contract mapping file. Only `contract`, `tracker` and one stage are required."""

    contract: Terms
    tracker: TrackerTerms
    people: dict[str, Person] = {}
    authority: tuple[Authority, ...] = ()
    price: Price | None = None
    capacity: Annotated[Hours, Field(gt=0)] | None = None
    options: tuple[Option, ...] = ("move_deadline", "extra_fee", "swap", "park", "withdraw")
    offer_valid: Annotated[int, Field(ge=1)] | OfferDays = 5
    decision: DecisionTerms | None = None
    answers: Answers = Answers()
    kick_off: KickOff | None = None
    goodwill: Goodwill | None = None
    repeat: Repeat | None = None
    unmatched: Literal["unclear", "beyond_scope"] = "unclear"
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    exclusions: tuple[Exclusion, ...] = ()
    waiting: WaitingTerms | None = None
    hours: WorkingHours = WorkingHours()

    @property
    def id(self) -> str:
        """The contract's id."""
        return self.contract.id

    @property
    def calls(self) -> dict[str, str]:
        """How each person is addressed, by the name."""
        return {person.name: person.called for person in self.people.values()}

    def stage(self, stage_id: str) -> Stage | None:
        """Return the stage with this id, or None."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def item(self, item_id: str) -> ScopeItem | None:
        """Return the scope item with this id, or None."""
        return next((item for stage in self.stages for item in stage.items if item.id == item_id), None)

    def stage_of(self, item_id: str) -> Stage | None:
        """Return the stage that holds the scope item with this id, or None."""
        return next((stage for stage in self.stages if any(item.id == item_id for item in stage.items)), None)

    def people_at(self, address: str) -> list[tuple[str, Person]]:
        """Return the people with this e-mail address, by key, in their order."""
        wanted = normalise_email(address)
        people = self.people.items()
        return [(key, each) for key, each in people if each.email and normalise_email(each.email) == wanted]

    def person_by_account(self, account: str) -> tuple[str, Person] | None:
        """Return the key and the person with this tracker account, or None.

        One account may stand for one person only; `mappings.checks` checks that.
        """
        return next(((key, person) for key, person in self.people.items() if person.account == account), None)


def dump(mapping: ContractMapping) -> dict[str, Any]:
    """Return the mapping as plain JSON data, as a baseline version is stored.

    A key whose default changed is stored where it was written: else a file that says what is now the default
    would look changed by an upgrade.
    """
    plain: dict[str, Any] = mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if "bare_digit" in mapping.answers.model_fields_set:
        plain.setdefault("answers", {})["bare_digit"] = mapping.answers.bare_digit
    return plain
