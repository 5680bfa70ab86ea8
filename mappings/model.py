"""The contract mapping as frozen models: one file a contract.

The models check shapes and single values; what needs two places of the file at once (unknown people,
stages in a ring, overlapping links) is checked by `mappings.checks`.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import ROUND_DOWN, Decimal
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from mappings.addresses import normalise_email

_SMALLEST_HOURS = Decimal("1e-10")
_DURATION = re.compile(
    r"^(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|ч))?\s*(?:(?P<minutes>\d+)\s*(?:m|м|min|мин))?$"
)


def parse_hours(value: object) -> Decimal:
    """Read hours from a number (`1.5`) or a duration (`90m`, `1h30m`, `6h`).

    The units may be Russian.

    Args:
        value: what the mapping, a command or a test gives.

    Returns:
        Hours, never negative.

    Raises:
        ValueError: the value is neither; the sentence says what is expected.
    """
    if isinstance(value, bool):
        raise ValueError("expected hours: a number like 1.5, or a duration like 90m or 1h30m")
    if isinstance(value, (int, float, Decimal)):
        hours = Decimal(str(value))
    else:
        text = str(value).strip().lower()
        match = _DURATION.match(text) if text else None
        if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
            hours = Decimal(text.replace(",", "."))
        elif match and text:
            whole = Decimal((match["hours"] or "0").replace(",", "."))
            hours = whole + Decimal(match["minutes"] or "0") / 60
        else:
            raise ValueError("expected hours: a number like 1.5, or a duration like 90m or 1h30m")
    if not hours.is_finite() or hours < 0 or hours > 1_000_000:
        raise ValueError("hours must lie between 0 and 1,000,000")
    # Thirds of an hour have no end: cut off, so that no sum of them passes the hours that they make up.
    cut = hours.quantize(_SMALLEST_HOURS, rounding=ROUND_DOWN)
    return hours if cut == hours else cut


def _check_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA list, such as Europe/Moscow")
    return name


Hours = Annotated[
    Decimal,
    BeforeValidator(parse_hours, json_schema_input_type=float | str),
    PlainSerializer(lambda hours: float(hours), return_type=float, when_used="json"),
]
Money = Annotated[Decimal, Field(ge=0, max_digits=18)]
Timezone = Annotated[str, AfterValidator(_check_timezone)]
Text = Annotated[str, Field(min_length=1)]
Language = Literal["ru", "en"]
Option = Literal["move_deadline", "extra_fee", "fee_and_date", "swap", "park", "withdraw"]
Vat = Annotated[Decimal, Field(ge=0, le=100)] | Literal["none"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NotifyBy = Literal["mention", "watch", "mail"]
Power = Literal["decide", "sign_off", "rule_scope", "estimate", "price", "publish", "reset"]


class _MappingPart(BaseModel):
    """A part of a mapping: frozen, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Terms(_MappingPart):
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


class Only(_MappingPart):
    """`tracker.only:` which issues are this contract's where contracts share a project."""

    label: Text | None = None
    component: Text | None = None
    epic: Text | None = None
    version: Text | None = None


class Ignore(_MappingPart):
    """`tracker.ignore:` issues that no rule ever looks at."""

    types: tuple[Text, ...] = ()
    labels: tuple[Text, ...] = ()


class Statuses(_MappingPart):
    """`tracker.statuses:` which statuses, by their exact names, mean what."""

    working: tuple[Text, ...] = ()
    waiting_for_client: tuple[Text, ...] = ()
    done: tuple[Text, ...] = ()
    accepted: tuple[Text, ...] = ()


class Labels(_MappingPart):
    """`tracker.labels:` the names of the labels that show a verdict."""

    in_scope: Text = "in-scope"
    bonus: Text = "scope-bonus"
    beyond_scope: Text = "beyond-scope"
    unclear: Text = "scope-unclear"
    defect: Text = "our-defect"
    warranty: Text = "warranty"
    signed_off: Text = "signed-off"
    outdated: Text = "sign-off-outdated"


class TeamComments(_MappingPart):
    """`tracker.team_comments:` who may read comments meant for the team. Exactly one key is given."""

    role: Text | None = None
    group: Text | None = None
    internal: Literal[True] | None = None


class Team(_MappingPart):
    """`tracker.team:` who of the tracker's people is among ours. Exactly one key is given."""

    role: Text | None = None
    group: Text | None = None


class TrackerTerms(_MappingPart):
    """`tracker:` where the contract's issues live and how the tracker's words are to be read."""

    name: Text
    projects: Annotated[tuple[Text, ...], Field(min_length=1)]
    only: Only = Only()
    raised_by_team: Literal["draft", "publish"] = "draft"
    stage_type: Text | None = None
    register_issue: Text | None = None
    ignore: Ignore = Ignore()
    defect_types: tuple[Text, ...] = ()
    warranty_days: Annotated[int, Field(ge=0)] = 0
    fields: dict[str, Text] = {}
    team_comments: TeamComments | None = None
    team: Team | None = None
    notify: tuple[NotifyBy, ...] = ("mention", "watch", "mail")
    statuses: Statuses = Statuses()
    labels: Labels = Labels()


class Absence(_MappingPart):
    """An element of `people.x.away:` the first and the last day on which a person is away."""

    starts: Annotated[date, Field(alias="from")]
    until: date


class Person(_MappingPart):
    """One of `people:`; `account` is the tracker's own id of the person."""

    name: Text
    call: Text | None = None
    side: Literal["client", "contractor"]
    account: Text | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    timezone: Timezone | None = None
    language: Language | None = None
    away: tuple[Absence, ...] = ()

    @property
    def called(self) -> str:
        """How the person is addressed: `call`, else the first word of the name."""
        return self.call or next(iter(self.name.split()), self.name)


class Limit(_MappingPart):
    """`up_to:` what a decision, and all of a person's together, may cost; a missing key sets no limit."""

    fee: Money | None = None
    working_days: Annotated[int, Field(ge=0)] | None = None
    total_fee: Money | None = None
    total_working_days: Annotated[int, Field(ge=0)] | None = None
    percent: Annotated[Decimal, Field(gt=0, le=1000)] | None = None


class Authority(_MappingPart):
    """A row of `authority:` what a person may decide, up to what, on whose behalf, from when until when."""

    person: Text
    may: Annotated[tuple[Power, ...], Field(min_length=1)]
    up_to: Limit = Limit()
    on_behalf_of: Annotated[Text | None, Field(alias="for")] = None
    starts: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None


class VatChange(_MappingPart):
    """An element of `price.from:` the VAT from a day on."""

    starts: Annotated[date, Field(alias="date")]
    vat: Vat


class RateBy(_MappingPart):
    """An element of `price.by:` another rate for some issues. Exactly one of the first three is given."""

    component: Text | None = None
    label: Text | None = None
    type: Text | None = None
    hour: Money


class Surcharge(_MappingPart):
    """An element of `price.surcharges:` percent on the base for issues with a label."""

    label: Text
    percent: Annotated[Decimal, Field(gt=0, le=1000)]
    title: Text | None = None


class Price(_MappingPart):
    """`price:` the rate, the VAT in percent, what is billed at the least, and the rounding of the sum shown.

    Without `hour` only flat prices and sums named by `/fee` have a price.
    """

    hour: Money | None = None
    vat: Vat = Decimal(0)
    vat_included: bool = False
    vat_changes: Annotated[tuple[VatChange, ...], Field(alias="from")] = ()
    minimum: Annotated[Hours, Field(gt=0)] | None = None
    step: Annotated[Hours, Field(gt=0)] | None = None
    by: tuple[RateBy, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    round_to: Annotated[Decimal, Field(gt=0)] = Decimal("0.01")


class DecisionTerms(_MappingPart):
    """`decision:` how many deciders of each side a change needs, or which people."""

    client: Annotated[int, Field(ge=0)] = 1
    contractor: Annotated[int, Field(ge=0)] = 0
    needs: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None


class Answers(_MappingPart):
    """`answers:` how the client may answer, and what happens to extras started too early."""

    bare_digit: bool = True
    move_back_undecided: bool = False


class KickOff(_MappingPart):
    """`kick_off:` the issue on which the client acknowledges what happens when something new comes up."""

    issue: Text
    acknowledged_by: Annotated[tuple[Text, ...], Field(min_length=1)]


class Goodwill(_MappingPart):
    """`goodwill:` how much is done as a gift: a request, and a month."""

    per_request: Hours = Decimal(1)
    per_month: Hours | None = None
    warn_at: Annotated[int, Field(ge=1, le=100)] = 75


class Repeat(_MappingPart):
    """`repeat:` after how many like requests within how many days the manager gets a task."""

    count: Annotated[int, Field(ge=2)] = 3
    within: Annotated[int, Field(ge=1)] = 14


class ItemLink(_MappingPart):
    """`link:` by what an issue belongs to a scope item; several keys must all hold."""

    epic: Text | None = None
    parent: Text | None = None
    component: Text | None = None
    version: Text | None = None
    label: Text | None = None
    field: Annotated[dict[str, Text], Field(max_length=1)] | None = None


class Counted(_MappingPart):
    """`rounds:` or `pieces:` how many issues of the item are included; with `label`, those that carry it.

    `price` is what each one over costs, whatever hours it takes.
    """

    max: Annotated[int, Field(ge=0)]
    label: Text | None = None
    price: Money | None = None


class MonthlyHours(_MappingPart):
    """`hours_per_month:` hours of each month, and how much of what is left may be used in the next."""

    hours: Hours
    roll_over: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)


class OfferDays(_MappingPart):
    """`offer_valid:` in calendar days."""

    days: Annotated[int, Field(ge=1)]


class ScopeItem(_MappingPart):
    """A scope item: what was sold, with its quantities and the link by which issues belong to it."""

    id: Text
    title: Text
    hours: Hours | None = None
    hours_per_month: Hours | MonthlyHours | None = None
    rounds: Counted | None = None
    pieces: Counted | None = None
    used: Hours = Decimal(0)
    link: ItemLink | None = None

    @property
    def monthly_hours(self) -> Decimal | None:
        """The hours included in each month, or None."""
        found = self.hours_per_month
        return found.hours if isinstance(found, MonthlyHours) else found

    @property
    def most_rolled_over(self) -> Decimal:
        """How many hours at the most one month leaves to the next."""
        found = self.hours_per_month
        return found.hours * found.roll_over / 100 if isinstance(found, MonthlyHours) else Decimal(0)


class Review(_MappingPart):
    """`review:` how long a handed-over stage is looked at, and what follows where nobody answers."""

    working_days: Annotated[int, Field(ge=1, le=365)]
    clause: Text | None = None
    then: Literal["remind", "accepted"] = "remind"
    second_notice: Annotated[int, Field(ge=1, le=365)] = 3


class SignOff(_MappingPart):
    """`sign_off:` who signs a stage, how many of them, and what the gate does."""

    by: Annotated[tuple[Text, ...], Field(min_length=1)]
    quorum: Literal["all", "any"] | Annotated[int, Field(ge=1)] = "all"
    require: tuple[Literal["criteria", "issues"], ...] = ()
    gate_next: bool = False
    gate_moves_back: bool = False
    move_back: bool = False
    material: Annotated[tuple[Text, ...], Field(min_length=1)] = ("summary", "description", "estimate")
    review: Review | None = None


class Stage(_MappingPart):
    """A stage: its due date, scope items and the criteria by which it is accepted."""

    id: Annotated[str, Field(min_length=1, pattern=r"^[^@]")]
    title: Text
    due: date | None = None
    after: tuple[Text, ...] = ()
    issue: Text | None = None
    items: tuple[ScopeItem, ...] = ()
    criteria: tuple[Text, ...] = ()
    sign_off: SignOff | None = None


class Exclusion(_MappingPart):
    """An exclusion: what the contract says is not part of it, and the words that name it."""

    clause: Text
    text: Text
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class WaitingTerms(_MappingPart):
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


class WorkingHours(_MappingPart):
    """`hours:` between which times people are written to."""

    starts: Annotated[time, Field(alias="from")] = time(10)
    until: Annotated[time, Field(alias="to")] = time(19)


class ContractMapping(_MappingPart):
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
