"""The change register: each change with its impact, decision and decider."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping, Option
from plugin.core.calendar.durations import exact_minutes
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState
from plugin.core.model.options import OfferOption
from plugin.core.model.verdict import VerdictKind
from plugin.core.model.waits import Wait
from plugin.core.offer.deciders import count_needed, count_words
from plugin.reports.register_labels import REGISTER_LABELS, note_choices, note_edits


@dataclass(frozen=True)
class RegisterRow:
    """One change of the register.

    Before a decision it shows what the options would cost, afterwards the chosen one only. A
    bonus has nothing to choose: it is `decided` from the beginning, without option and decider.

    Attributes:
        issue: the issue's key now; of the stage's issue where the client was waited for.
        kind: `extra`, `bonus`, or `waiting`.
        verdict: `beyond_scope` or `bonus`; None for waiting.
        clause: number of the exclusion or id of the scope item that decided; None where neither did.
        hours: beyond the deal; None without an estimate.
        fee: VAT included, in `currency`; None where no fee is offered or was chosen.
        working_days: by how much the stage moves; None where no move is offered or was chosen.
        decided_by: the person's name.
        decided_at: in the contract's time zone.
        due_before: the stage's date before the move; None where none is offered or was chosen.
        due_after: and after it.
        minutes: the same as `hours`, exact, where it has no end as a decimal of hours; else None.
        fee_note: what stands beside the fee, such as that no VAT applies; in the contract's language.
        summary: the issue's title, or what was waited for; JSON and CSV leave it out.
        raised_on: the contract's day from which on it counts as a change; JSON and CSV leave it out.
        note: which edits of the client's side do not count, and who has chosen where the word of others is
            awaited ("one of two"), in the contract's language.
        takes_both: before a decision fee and days go together; else either one or the other.
    """

    issue: str
    verdict: str | None
    clause: str | None
    hours: Decimal | None
    fee: Decimal | None
    currency: str
    working_days: int | None
    state: str
    option: Option | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    due_before: date | None = None
    due_after: date | None = None
    kind: str = "extra"
    minutes: Decimal | None = None
    fee_note: str | None = None
    note: str | None = None
    summary: str = ""
    raised_on: date | None = None
    takes_both: bool = False

    @property
    def is_either(self) -> bool:
        """Whether it still costs either the fee or the days, and not both."""
        is_open = self.state in ("raised", "offered")
        return is_open and self.fee is not None and bool(self.working_days) and not self.takes_both

    @property
    def day(self) -> date | None:
        """Its day in a period: of the decision, else from which on it is a change."""
        return self.decided_at.date() if self.decided_at else self.raised_on


@dataclass(frozen=True)
class RegisterSums:
    """What rows add up to."""

    changes: int
    hours: Decimal
    fee: Decimal
    working_days: int


@dataclass(frozen=True)
class RegisterTotals:
    """Totals of what was given, agreed, is open, and was put aside.

    Only what was agreed has sums and days.
    """

    bonus: RegisterSums
    agreed: RegisterSums
    undecided: RegisterSums
    put_aside: RegisterSums


def register_rows(
    mapping: ContractMapping, states: Iterable[IssueState], waits: Iterable[Wait] = ()
) -> tuple[RegisterRow, ...]:
    """Return the register of a contract.

    Args:
        mapping: the contract in force.
        states: its extras, in the order in which they are to be listed (`plugin.store.issues.changes`).
        waits: what was waited for and counted for a date; these rows come last.
    """
    extras = [row for state in states if (row := _row(mapping, state)) is not None]
    waited = [row for wait in waits if (row := _waiting(mapping, wait)) is not None]
    return (*extras, *waited)


def filter_rows(
    found: Iterable[RegisterRow], *, state: str | None, verdict: str | None
) -> tuple[RegisterRow, ...]:
    """Return the rows of one state and of one verdict; None takes all."""
    return tuple(row for row in found if state in (None, row.state) and verdict in (None, row.verdict))


def register_totals(found: Iterable[RegisterRow]) -> RegisterTotals:
    """Return what the rows add up to, by what became of them."""
    listed = tuple(found)
    extras = [row for row in listed if row.verdict == VerdictKind.BEYOND_SCOPE]
    agreed = [row for row in extras if row.state == ChangeState.DECIDED]
    undecided = [row for row in extras if row.state in (ChangeState.RAISED, ChangeState.OFFERED)]
    aside = [row for row in extras if row.state in (ChangeState.PARKED, ChangeState.WITHDRAWN)]
    return RegisterTotals(
        bonus=_sums([row for row in listed if row.verdict == VerdictKind.BONUS], costs=False),
        agreed=_sums(agreed, costs=True),
        undecided=_sums(undecided, costs=False),
        put_aside=_sums(aside, costs=False),
    )


def _sums(found: list[RegisterRow], *, costs: bool) -> RegisterSums:
    """Add up rows.

    Fee and days of undecided rows are alternatives: their sum would say nothing.
    """
    return RegisterSums(
        changes=len(found),
        hours=sum((row.hours or Decimal(0) for row in found), Decimal(0)),
        fee=sum((row.fee or Decimal(0) for row in found), Decimal(0)) if costs else Decimal(0),
        working_days=sum(row.working_days or 0 for row in found) if costs else 0,
    )


def _row(mapping: ContractMapping, state: IssueState) -> RegisterRow | None:
    change = state.change
    if change is not None and change.decision is not None:
        return _decided(mapping, state, change, change.decision)
    if state.kind is VerdictKind.BONUS:
        return RegisterRow(
            issue=state.issue.key,
            verdict=VerdictKind.BONUS.value,
            clause=_clause(state),
            hours=state.bonus_hours,
            minutes=_minutes(state.bonus_hours),
            fee=None,
            currency=mapping.contract.currency,
            working_days=None,
            state=ChangeState.DECIDED.value,
            kind="bonus",
            **_named(mapping, state),
        )
    return _undecided(mapping, state, change) if change is not None else None


def _waiting(mapping: ContractMapping, wait: Wait) -> RegisterRow | None:
    """Return the row of days that the client was waited for; it costs nothing."""
    counted, stage = wait.counted, mapping.stage(wait.stage or "")
    if counted is None or counted.state == "shared" or stage is None:
        return None
    person = mapping.people.get(counted.by)
    return RegisterRow(
        issue=stage.issue or stage.id,
        verdict=None,
        clause=None,
        hours=None,
        fee=Decimal(0),
        currency=mapping.contract.currency,
        working_days=counted.days,
        # What the decider left as it was is taken back, too.
        state="reset" if counted.state == "withdrawn" else counted.state,
        kind="waiting",
        decided_by=person.name if person else None,
        due_before=counted.before,
        due_after=counted.after,
        note=wait.what,
        summary=wait.what,
        raised_on=wait.asked_at.astimezone(mapping.contract.zone).date(),
    )


def _named(mapping: ContractMapping, state: IssueState) -> dict[str, Any]:
    """Return what an issue is called, and since when it counts as a change."""
    created = state.created.astimezone(mapping.contract.zone).date()
    return {
        "summary": state.issue.summary,
        "raised_on": state.change.raised_on if state.change else created,
    }


def _undecided(mapping: ContractMapping, state: IssueState, change: Change) -> RegisterRow:
    options = {option.option: option for option in change.offer.options} if change.offer else {}
    both = options.get("fee_and_date")
    move, fee = options.get("move_deadline", both), options.get("extra_fee", both)
    over = state.verdict.over_hours if state.verdict else None
    edits = (*state.held, *((state.unconfirmed,) if state.unconfirmed else ()))
    return RegisterRow(
        issue=state.issue.key,
        verdict=VerdictKind.BEYOND_SCOPE.value,
        clause=_clause(state),
        hours=over or None,
        minutes=_minutes(over or None),
        fee=fee.fee if fee else None,
        fee_note=_fee_note(mapping, fee),
        currency=mapping.contract.currency,
        working_days=move.working_days if move and not move.own_date else None,
        state=change.state.value,
        due_before=move.before if move else None,
        due_after=move.after if move else None,
        takes_both=move is not None and move is fee,
        note=_join_notes(
            note_edits((edit.what for edit in edits), mapping.contract.language),
            _note_choices(mapping, change),
        ),
        **_named(mapping, state),
    )


def _join_notes(*notes: str | None) -> str | None:
    return "; ".join(filter(None, notes)) or None


def _note_choices(mapping: ContractMapping, change: Change) -> str | None:
    """Return who has chosen which option, while the word of others is awaited."""
    if not change.choices:
        return None
    chosen = [(each.by_name or each.by, each.option.number) for each in change.choices]
    words = count_words(mapping, {each.principal for each in change.choices})
    return note_choices(chosen, words, count_needed(mapping), mapping.contract.language)


def _decided(mapping: ContractMapping, state: IssueState, change: Change, decision: Decision) -> RegisterRow:
    option: OfferOption = decision.option
    moves, costs = option.moves, option.costs
    names = [mapping.people[key].name for key in decision.deciders if key in mapping.people]
    return RegisterRow(
        issue=state.issue.key,
        verdict=VerdictKind.BEYOND_SCOPE.value,
        clause=_clause(state),
        hours=decision.hours,
        minutes=_minutes(decision.hours),
        fee=option.fee if costs else None,
        fee_note=_fee_note(mapping, option if costs else None),
        currency=mapping.contract.currency,
        working_days=option.working_days if moves else None,
        state=change.state.value,
        option=option.option,
        decided_by=", ".join(names) or decision.by_name or decision.by,
        decided_at=decision.at.astimezone(mapping.contract.zone),
        due_before=option.before if moves else None,
        due_after=option.after if moves or option.own_date else None,
        **_named(mapping, state),
    )


def _minutes(hours: Decimal | None) -> Decimal | None:
    return exact_minutes(hours) if hours is not None and hours != round(hours, 2) else None


def _fee_note(mapping: ContractMapping, option: OfferOption | None) -> str | None:
    if option is None or not option.vat_exempt:
        return None
    return REGISTER_LABELS[mapping.contract.language].vat_exempt


def _clause(state: IssueState) -> str | None:
    return state.verdict.clause or None if state.verdict else None
