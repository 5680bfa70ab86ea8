"""What the service says about stages: checklist, sign-off, gates, kick-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from plugin.texts.messages import Message

SignOffWord = Literal[
    "awaited",
    "preliminary",
    "accepted",
    "accepted_with_remarks",
    "accepted_by_silence",
    "refused",
    "outdated",
]
WhyNoSignature = Literal["not_in_contract", "not_a_signatory", "no_such_power", "not_yet", "no_longer"]


@dataclass(frozen=True)
class ChecklistLine:
    """A criterion or an open point, word for word.

    `by` is empty where nobody tells who ticked it.
    """

    number: int
    text: str
    ticked: bool
    by: str = ""


@dataclass(frozen=True)
class SignedLine:
    """A signature that counts."""

    name: str
    on_behalf_of: str | None
    on: date


@dataclass(frozen=True)
class ChangedLine:
    """A signed part that has changed: its issue, and what about it.

    `what` holds `summary`, `description`, `estimate`, another field's id, `criteria`, `deleted` or `new`.
    """

    key: str
    summary: str
    what: tuple[str, ...]


@dataclass(frozen=True)
class StageChecklist(Message):
    """The living comment on a stage's issue: criteria, points, signatures.

    `state` is `working` until the stage is with its signatories; `forecast` is the date that our side
    believes in, where it named one that lies ahead.
    Numbers go on from the criteria through the open points: `/done N` closes either. `page` is the stage's
    own page, which opens after a sign-in.
    """

    template: ClassVar[str] = "stage_checklist"
    stage_title: str
    state: SignOffWord | Literal["working"]
    criteria: tuple[ChecklistLine, ...]
    points: tuple[ChecklistLine, ...]
    signed: tuple[SignedLine, ...]
    awaited: tuple[str, ...]
    changed: tuple[ChangedLine, ...] = ()
    refused_by: str = ""
    refused_because: str = ""
    due: date | None = None
    page: str = ""
    forecast: date | None = None


@dataclass(frozen=True)
class ForecastTold(Message):
    """A later date for a stage, told to the decider the day it is known.

    `is_late`: the contract date has passed already. `reason` is in our own side's words. `before`: the later
    day that was told, where the contract date holds after all.
    """

    template: ClassVar[str] = "forecast_told"
    decider: str
    stage_title: str
    due: date
    contract_date: date | None
    is_late: bool
    reason: str
    before: date | None = None


@dataclass(frozen=True)
class PreliminaryWord(Message):
    """A yes (or a no, `refused`) that does not count: thanks, and whose is awaited.

    The text can be forwarded as it stands.
    """

    template: ClassVar[str] = "preliminary_word"
    person: str
    stage_title: str
    awaited: tuple[str, ...]
    why_not: WhyNoSignature
    by_status: str = ""
    moved_back_to: str | None = None
    refused: bool = False


@dataclass(frozen=True)
class SignatureCounted(Message):
    """One of several signatories has signed; the others are awaited."""

    template: ClassVar[str] = "signature_counted"
    person: str
    stage_title: str
    awaited: tuple[str, ...]


@dataclass(frozen=True)
class StageAccepted(Message):
    """The stage is signed off: by whom, what was waived, what opens now."""

    template: ClassVar[str] = "stage_accepted"
    stage_title: str
    signed: tuple[SignedLine, ...]
    points: tuple[str, ...]
    waived: tuple[str, ...]
    next_stages: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True)
class StageRefused(Message):
    """A signatory refused the stage, with the reason in their words."""

    template: ClassVar[str] = "stage_refused"
    stage_title: str
    person: str
    on_behalf_of: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class SignAnew(Message):
    """An old comment was edited into a statement on a stage signed since.

    A new comment is asked for.
    """

    template: ClassVar[str] = "sign_anew"
    person: str
    stage_title: str
    refused: bool = False


@dataclass(frozen=True)
class SignOffWaits(Message):
    """A signatory signed, but criteria or issues must be closed first."""

    template: ClassVar[str] = "sign_off_waits"
    person: str
    stage_title: str
    open_criteria: tuple[str, ...]
    open_issues: tuple[str, ...]


@dataclass(frozen=True)
class SignOffOutdated(Message):
    """What was signed has changed: only this part is to be signed again."""

    template: ClassVar[str] = "sign_off_outdated"
    stage_title: str
    changed: tuple[ChangedLine, ...]
    signatories: tuple[str, ...]


@dataclass(frozen=True)
class SignOffHoldsAgain(Message):
    """What was said to have changed is as it was signed: nothing is to be done."""

    template: ClassVar[str] = "sign_off_holds_again"
    stage_title: str


@dataclass(frozen=True)
class GateClosed(Message):
    """Work began on a stage that is not open: what is missing, who can give it."""

    template: ClassVar[str] = "gate_closed"
    summary: str
    stage_title: str
    missing: Literal["sign_off", "kick_off"]
    missing_title: str
    who: tuple[str, ...]
    moved_back_to: str | None = None
    missing_issue: str = ""


@dataclass(frozen=True)
class KickOffWanted(Message):
    """What happens when something new comes up, and how to acknowledge it: `/agree`."""

    template: ClassVar[str] = "kick_off_wanted"
    contract_title: str
    who: tuple[str, ...]
    agreed: tuple[SignedLine, ...]


@dataclass(frozen=True)
class KickOffAgreed(Message):
    """The client acknowledged it; the first stage is open."""

    template: ClassVar[str] = "kick_off_agreed"
    person: str
    first_stage: str


@dataclass(frozen=True)
class DeputyNamed(Message):
    """A signatory named a deputy with `/deputy`, until a date."""

    template: ClassVar[str] = "deputy_named"
    person: str
    deputy: str
    until: date


@dataclass(frozen=True)
class DeputyEnded(Message):
    """A signatory ended a deputy's days with `/deputy` and a day that has passed."""

    template: ClassVar[str] = "deputy_ended"
    person: str
    deputy: str


@dataclass(frozen=True)
class DeputyNotNamed(Message):
    """A `/deputy` that names nobody, and why."""

    template: ClassVar[str] = "deputy_not_named"
    person: str
    why: Literal["nothing_to_hand_over", "unknown_person", "several_people", "own_deputy", "date_passed"]
    named: str
    known: tuple[str, ...]


@dataclass(frozen=True)
class SignOffReset(Message):
    """The sign-off of a stage is taken back; its signatories are awaited again."""

    template: ClassVar[str] = "sign_off_reset"
    stage_title: str
    person: str
    signatories: tuple[str, ...]
