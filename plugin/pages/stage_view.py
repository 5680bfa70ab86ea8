"""A stage as its page shows it: criteria, issues, changes, signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from plugin.core.facts import StageFacts
from plugin.core.gate.gate import gate_of
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_issues import is_done
from plugin.core.model.stage_state import ChangedPart, OpenPoint, StageState, Statement
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.checklist import find_missing_signatories
from plugin.core.signoff.coverage import find_open_criteria, find_signatory, is_agreed, is_due, material_of
from plugin.core.signoff.fingerprint import content_hash
from plugin.core.signoff.quorum import Standing, find_signatories, judge_standing
from plugin.core.waiting.asks import find_due
from plugin.pages.stage_words import count_needed, name_progress
from plugin.pages.text_diff import DiffPiece, compare_texts


@dataclass(frozen=True)
class CriterionLine:
    """A criterion word for word.

    `at` is in the contract's time zone, None while nobody has ticked it.
    """

    number: int
    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class IssueLine:
    """An issue that is part of what is signed."""

    key: str
    summary: str
    done: bool


@dataclass(frozen=True)
class FieldDifference:
    """What changed in a field since it was signed."""

    field: str
    pieces: tuple[DiffPiece, ...]


@dataclass(frozen=True)
class ChangedPartLine:
    """A part that changed; without a key it is the stage itself."""

    key: str
    summary: str
    differences: tuple[FieldDifference, ...]


@dataclass(frozen=True)
class StatementLine:
    """A statement that counts; `on_behalf_of` is a name."""

    name: str
    on_behalf_of: str | None
    statement: Statement
    at: datetime


@dataclass(frozen=True)
class StageView:
    """What a page shows about one stage.

    Attributes:
        needed: how many signatures complete it.
        progress: where it is, in one word.
        signed: the signatures that count, of the version in force, else of the newest certificate.
        still_open: criteria and issues that a signature would waive, in words.
        standing: whether a statement of the reader is a signature; None for somebody who only looks.
        has_signed: whether the reader's signature is there already.
        comes_later: whether a stage before it has to be accepted first.
        answer_by: the last day of the review, or of its second notice, else the day asked for by the
            hand-over; None: none lies ahead.
        accepts_silence: whether the contract takes silence for a yes; `silence_clause` says where.
        seen: the hash of everything that a signature would cover; another one means that it changed.
    """

    contract: str
    title: str
    state: StageState
    due: date | None
    forecast: date | None
    criteria: tuple[CriterionLine, ...]
    issues: tuple[IssueLine, ...]
    changed: tuple[ChangedPartLine, ...]
    points: tuple[OpenPoint, ...]
    needed: int
    progress: str
    comes_later: bool
    signed: tuple[StatementLine, ...]
    refused: StatementLine | None
    awaited: tuple[str, ...]
    still_open: tuple[str, ...]
    standing: Standing | None
    signs_for: str | None
    signs_own: bool
    has_signed: bool
    seen: str
    answer_by: date | None
    accepts_silence: bool
    silence_clause: str

    @property
    def undone(self) -> int:
        """How many of its issues are not done."""
        return sum(1 for each in self.issues if not each.done)


def build_stage_view(facts: StageFacts, reader: str | None) -> StageView:
    """Return a stage as its page shows it to a reader.

    Args:
        facts: the stage as it stands.
        reader: the key of the person whose link it is; None for somebody who only looks.
    """
    baseline, state = facts.baseline, facts.state
    stands = judge_standing(baseline.mapping, facts.stage, reader, baseline.today) if reader else None
    others = tuple(key for key in stands.signs_for if key != reader) if stands else ()
    agreed = [each for each in facts.issues if is_agreed(each)]
    certificate = state.certificate
    counted = [each for each in state.words if each.counts]
    refused = [each for each in counted if each.outcome == "refused"]
    review = facts.stage.sign_off.review if facts.stage.sign_off else None
    gate = gate_of(baseline, facts.stage.id)
    return StageView(
        contract=baseline.mapping.contract.title,
        title=facts.stage.title,
        state=state,
        due=baseline.schedule.dates.get(state.stage),
        forecast=baseline.forecast_of(state.stage),
        criteria=_criterion_lines(facts),
        issues=tuple(
            IssueLine(each.issue.key, each.issue.summary, is_done(baseline.mapping, each)) for each in agreed
        ),
        changed=tuple(_changed_part_line(facts, part) for part in state.changed),
        points=state.points,
        needed=count_needed(facts.stage, len(find_signatories(baseline.mapping, facts.stage))),
        progress=name_progress(state, is_due=is_due(facts), is_shut=gate is not None),
        comes_later=gate is not None and gate.missing == "sign_off",
        signed=signature_lines(facts, tuple(counted) or (certificate.words if certificate else ())),
        refused=next(iter(_statement_lines(facts, refused[-1:])), None),
        awaited=list_names(baseline, find_missing_signatories(facts)),
        still_open=(*find_open_criteria(facts), *_open_issues(facts, agreed)),
        standing=stands,
        signs_for=", ".join(list_names(baseline, others)) or None,
        signs_own=bool(stands and reader in stands.signs_for),
        has_signed=_has_signed(state, reader, stands),
        seen=content_hash(
            state.version,
            facts.stage.criteria,
            [[each.issue.id, material_of(facts, each)] for each in agreed],
        ),
        answer_by=_last_day(facts),
        accepts_silence=review is not None and review.then == "accepted",
        silence_clause=(review.clause or "") if review else "",
    )


def _last_day(facts: StageFacts) -> date | None:
    review, handed_over = facts.state.review, facts.state.handed_over_on
    if review is not None and review.is_running:
        last_day = review.records_after or review.last_day
    elif handed_over is not None:
        last_day = find_due(facts.baseline.at(facts.baseline.morning_of(handed_over)))
    else:
        return None
    return last_day if last_day >= facts.baseline.today else None


def signature_lines(facts: StageFacts, statements: tuple[Statement, ...]) -> tuple[StatementLine, ...]:
    """Return the signatures among statements, with names and local times."""
    return _statement_lines(
        facts, [each for each in statements if each.counts and each.outcome == "accepted"]
    )


def _statement_lines(facts: StageFacts, statements: list[Statement]) -> tuple[StatementLine, ...]:
    people, zone = facts.baseline.mapping.people, facts.baseline.mapping.contract.zone
    return tuple(
        StatementLine(
            each.name,
            people[each.on_behalf_of].name if each.on_behalf_of in people else None,
            each,
            each.at.astimezone(zone),
        )
        for each in statements
    )


def _criterion_lines(facts: StageFacts) -> tuple[CriterionLine, ...]:
    zone = facts.baseline.mapping.contract.zone
    ticked = {tick.number: tick for tick in facts.state.ticks}
    return tuple(
        CriterionLine(
            number,
            text,
            ticked[number].name if number in ticked else "",
            ticked[number].at.astimezone(zone) if number in ticked else None,
        )
        for number, text in enumerate(facts.stage.criteria, 1)
    )


def _changed_part_line(facts: StageFacts, part: ChangedPart) -> ChangedPartLine:
    certificate = facts.state.certificate
    if not part.issue:
        was = certificate.criteria if certificate else ()
        whole = compare_texts("\n".join(was), "\n".join(facts.stage.criteria))
        return ChangedPartLine("", "", (FieldDifference("criteria", whole),))
    found = next((state for state in facts.issues if state.issue.id == part.issue), None)
    signed = (
        next((each for each in certificate.issues if each.id == part.issue), None) if certificate else None
    )
    before = signed.fields if signed else {}
    after = material_of(facts, found) if found else {}
    return ChangedPartLine(
        part.key,
        found.issue.summary if found else before.get("summary", ""),
        tuple(
            FieldDifference(
                field,
                ()
                if field == "deleted"
                else compare_texts(
                    _readable_value(field, before.get(field, "")),
                    _readable_value(field, after.get(field, "")),
                ),
            )
            for field in part.what
        ),
    )


def _readable_value(field: str, value: str) -> str:
    """Return a field's value for a reader: stored hours may read 1E+1."""
    return f"{Decimal(value):f}" if field == "estimate" and value else value


def _open_issues(facts: StageFacts, agreed: list[IssueState]) -> tuple[str, ...]:
    return tuple(
        f"{each.issue.key} {each.issue.summary}"
        for each in agreed
        if not is_done(facts.baseline.mapping, each)
    )


def _has_signed(state: StageState, reader: str | None, stands: Standing | None) -> bool:
    signs_for = (stands.signs_for if stands else ()) or (reader or "",)
    signed = [each for each in state.words if each.counts and each.outcome == "accepted"]
    given = {find_signatory(each): each.by for each in signed}
    # A signatory's own signature stands above a deputy's.
    return all(each in given and (each != reader or given[each] == reader) for each in signs_for)
