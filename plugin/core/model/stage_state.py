"""What is on record about a stage: its checklist, statements and signatures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

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
    """

    version: int
    outcome: Literal["accepted", "accepted_with_remarks"]
    criteria: tuple[str, ...]
    issues: tuple[SignedIssue, ...]
    words: tuple[Statement, ...]
    remarks: tuple[str, ...]
    waived: tuple[str, ...]
    signed_at: AwareDatetime
    hash: str


class ChangedPart(Frozen):
    """A part that changed since it was signed.

    `what` are the material fields, or `criteria`, or `deleted`.
    """

    issue: str
    key: str
    what: tuple[str, ...]


class StageState(Frozen):
    """A stage with everything on record about its sign-off.

    Attributes:
        version: of what is put to sign; a new one when a signed part changed or criteria are others.
        ticks: criteria that are ticked, by their number from 1.
        words: every statement about the version in force, in order.
        points: open points of every acceptance, numbered through.
        certificates: of every complete sign-off, the newest last.
        changed: parts that changed since the newest certificate.
        issue_id: the tracker's id of the stage's issue, once it was seen.
        questions: those that words of acceptance without the command were met with.
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
    questions: tuple[AskedQuestion, ...] = ()

    @property
    def certificate(self) -> Certificate | None:
        """The newest certificate."""
        return self.certificates[-1] if self.certificates else None

    @property
    def signed_at(self) -> datetime | None:
        """When the stage was first signed off; work on it since then is after acceptance."""
        return self.certificates[0].signed_at if self.certificates else None

    @property
    def signed_off(self) -> bool:
        """Whether the stage is signed off as it stands, so that the next may begin."""
        return self.state in (SignOffState.ACCEPTED, SignOffState.ACCEPTED_WITH_REMARKS)
