"""What is on record about a stage: its checklist, statements and signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from plugin.core.calendar.schedule import Shift
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.issue import Frozen
from plugin.core.model.questions import AskedQuestion

Means = Literal["command", "status", "page"]
"""How a statement was made: by a comment, a move of the stage's issue, or a signed page."""


class SignOffState(StrEnum):
    """The sign-off of a stage; mirrored by the diagram in `docs/sign-off.md`."""

    AWAITED = "awaited"
    """No signatory has said anything yet."""
    PRELIMINARY = "preliminary"
    """Somebody who is no signatory said yes, or not enough signatories have signed."""
    ACCEPTED = "accepted"
    """The right people accepted the stage."""
    ACCEPTED_WITH_REMARKS = "accepted_with_remarks"
    """They accepted it, and named open points."""
    REFUSED = "refused"
    """One of them refused it, with reasons."""
    ACCEPTED_BY_SILENCE = "accepted_by_silence"
    """Nobody answered the second notice of the review period; it counts as accepted."""
    OUTDATED = "outdated"
    """What was signed has changed since; the part that changed is to be signed again."""


class Tick(Frozen):
    """A criterion that somebody ticked. It informs; it is never a signature.

    `by` is a person's key, or empty where the tracker does not tell who ticked it.
    """

    number: int
    by: str = ""
    name: str = ""
    at: AwareDatetime


class SignedIssue(Frozen):
    """An issue as it was signed: its material fields, and their hash."""

    id: str
    key: str
    fields: dict[str, str]
    hash: str


class Statement(Frozen):
    """A statement about a stage: a signature, a preliminary yes, or a refusal.

    Attributes:
        by: the person's key; empty for somebody whom the mapping does not name.
        on_behalf_of: the signatory for whom a deputy signed.
        counts: whether it is a signature, by `sign_off` of the stage and `authority`.
        waived: the criteria and issues that were still open then, as texts.
        version: the version of what was put to sign.
        criteria: the criteria that the person saw, word for word.
        issues: the issues with their material fields; a statement about other content no longer counts.
    """

    by: str
    name: str
    on_behalf_of: str | None = None
    outcome: Literal["accepted", "refused"] = "accepted"
    counts: bool
    means: Means
    remarks: tuple[str, ...] = ()
    reason: str = ""
    waived: tuple[str, ...] = ()
    version: int
    criteria: tuple[str, ...] = ()
    issues: tuple[SignedIssue, ...] = ()
    at: AwareDatetime


class OpenPoint(Frozen):
    """A remark of an acceptance, until somebody closes it."""

    number: int
    text: str
    by: str
    at: AwareDatetime
    closed_by: str | None = None
    closed_at: AwareDatetime | None = None


class Certificate(Frozen):
    """What was signed, by whom, in which role, when, by what means.

    `hash` covers the contract, the stage, its version, the criteria word for word, and each issue's hash.
    `clause` is the contract's by which silence counts as acceptance; empty where people signed. `due` is the
    stage's contract date as it stood then; None where it had none, or an older version made the certificate.
    """

    version: int
    outcome: Literal["accepted", "accepted_with_remarks", "accepted_by_silence"]
    criteria: tuple[str, ...]
    issues: tuple[SignedIssue, ...]
    words: tuple[Statement, ...]
    remarks: tuple[str, ...]
    waived: tuple[str, ...]
    signed_at: AwareDatetime
    hash: str
    clause: str = ""
    due: date | None = None


class ChangedPart(Frozen):
    """A part that changed since it was signed.

    `what` are the material fields, or `criteria`, or `deleted`.
    """

    issue: str
    key: str
    what: tuple[str, ...]


class Forecast(Frozen):
    """The date that our side believes in, as it was named; it is never changed.

    Attributes:
        due: the date named.
        reason: why, in the words of the person who named it.
        shifted_days: working days by which extras had moved the stage by then; later ones move the forecast.
        by: the person's key.
        name: the person's name then.
    """

    due: date
    reason: str
    shifted_days: int
    by: str
    name: str
    at: AwareDatetime

    def moved_by(self, shifts: Iterable[Shift], stage: str, calendar: WorkingCalendar) -> date:
        """Return the date with the days of extras that were accepted since it was named.

        Args:
            shifts: the accepted shifts of the contract.
            stage: the stage's id.
            calendar: the contract's working days.
        """
        shifted = sum(each.working_days for each in shifts if each.stage == stage and not each.by_waiting)
        days = max(0, shifted - self.shifted_days)
        return calendar.add_working_days(self.due, days) if days else self.due


class ShownContent(Frozen):
    """What a stage consisted of when its signatories were asked about it."""

    criteria: tuple[str, ...] = ()
    issues: tuple[SignedIssue, ...] = ()


class ReviewPeriod(Frozen):
    """The review period of a stage, from its hand-over on.

    Attributes:
        number: counts the hand-overs of the stage.
        last_day: the last day of the review.
        by: who handed it over; empty where everything was done.
        is_running: no signatory has answered yet.
        noticed_on: the day of the second notice.
        records_after: the acceptance is recorded on the first working day after this one.
        noticed: the signatories to whom the second notice went.
        shown: what the second notice was about; None in a period that an older version began.
        missed: the signatories whom the second notice did not reach in time: the period ended with that.
        answered_by: who wrote anything after the second notice, a signatory or a deputy: that is no silence.
        accepted_on: the day on which the acceptance by silence was recorded.
    """

    number: int
    handed_over_on: date
    last_day: date
    by: str = ""
    is_running: bool = True
    noticed_on: date | None = None
    records_after: date | None = None
    noticed: tuple[str, ...] = ()
    shown: ShownContent | None = None
    missed: tuple[str, ...] = ()
    answered_by: str = ""
    accepted_on: date | None = None


class StageState(Frozen):
    """A stage with everything on record about its sign-off and its dates.

    Attributes:
        version: of what is put to sign; a new one when a signed part changed or criteria are others.
        ticks: criteria that are ticked, by their number from 1.
        words: every statement about the version in force, in order.
        points: open points of every acceptance, numbered through.
        certificates: of every complete sign-off, the newest last.
        changed: parts that changed since the newest certificate.
        told_version: the version whose message names what changed; 0 where none stands.
        issue_id: the tracker's id of the stage's issue, once it was seen.
        forecasts: every date that our side named, the newest last.
        kept_due: what the tracker's due field was given, or left with on purpose, where it is not the
            contract date.
        review: the review period of the newest hand-over.
        questions: those that words of acceptance without the command were met with.
        handed_over_on: the day of a hand-over without a review period; None once it was refused.
    """

    contract: str
    stage: str
    issue_id: str | None = None
    version: int = 1
    state: SignOffState = SignOffState.AWAITED
    ticks: tuple[Tick, ...] = ()
    words: tuple[Statement, ...] = ()
    points: tuple[OpenPoint, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    changed: tuple[ChangedPart, ...] = ()
    told_version: int = 0
    forecasts: tuple[Forecast, ...] = ()
    kept_due: date | None = None
    review: ReviewPeriod | None = None
    questions: tuple[AskedQuestion, ...] = ()
    handed_over_on: date | None = None

    @property
    def is_handed_over(self) -> bool:
        """Whether it is with the signatories now."""
        return self.handed_over_on is not None or (self.review is not None and self.review.is_running)

    @property
    def certificate(self) -> Certificate | None:
        """The newest certificate."""
        return self.certificates[-1] if self.certificates else None

    @property
    def signed_at(self) -> datetime | None:
        """When the stage was first signed off; work on it since then is after acceptance."""
        return self.certificates[0].signed_at if self.certificates else None

    @property
    def dated_certificate(self) -> Certificate | None:
        """The certificate that keeps the stage's date: the first one that names it."""
        return next((each for each in self.certificates if each.due is not None), None)

    @property
    def signed_off(self) -> bool:
        """Whether the stage is signed off as it stands, so that the next may begin."""
        return self.state in (
            SignOffState.ACCEPTED,
            SignOffState.ACCEPTED_WITH_REMARKS,
            SignOffState.ACCEPTED_BY_SILENCE,
        )


def list_signed_dates(stages: Mapping[str, StageState]) -> dict[str, date]:
    """Return the dates of signed stages as they stood when they were signed, by stage."""
    found = ((key, state.dated_certificate) for key, state in stages.items())
    return {key: kept.due for key, kept in found if kept is not None and kept.due is not None}
