"""The lines of an offer: each option with its sum and date, and why it is offered."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.core.facts import Baseline
from plugin.core.model.issue_state import Change, IssueState, OfferVersion
from plugin.core.model.options import OfferOption
from plugin.core.model.verdict import Reason, Verdict
from plugin.core.offer.deciders import (
    count_agreeing,
    count_needed,
    find_principal,
)
from plugin.core.offer.offer_versions import has_figures
from plugin.core.presenter.addressees import (
    find_addressee,
    find_addressee_name,
    find_largest_cost,
    find_reporter_key,
    find_reporter_name,
    is_ours,
    list_deputies,
    list_names,
)
from plugin.texts import messages as say

MIN_PURPOSE_CHARS = 40
"""A description of this length says what the request should achieve."""


def make_beyond_message(baseline: Baseline, state: IssueState, change: Change) -> say.Message:
    """Return an undecided change's message: the choice, or a wait for an estimate."""
    verdict = state.verdict
    if verdict is None:
        raise ValueError("a change has a verdict")
    reason = message_reason(find_deciding_reason(verdict))
    offer = change.offer
    if offer is None or not has_figures(baseline.mapping, state):
        return say.EstimateAwaited(
            asked_by=find_reporter_name(baseline, state),
            summary=state.issue.summary,
            reason=reason,
            ask_purpose=lacks_purpose(state) and not is_ours(baseline, state),
            ours=is_ours(baseline, state),
            may_be_bonus=baseline.mapping.goodwill is not None,
        )
    delay = _our_delay(baseline, state, offer)
    reporter = find_reporter_key(baseline, state)
    addressee = find_addressee(baseline, change, reporter)
    principal = find_principal(baseline, change, addressee, find_largest_cost(change)) if addressee else None
    deputies = list_deputies(baseline, change, addressee, reporter) if addressee else ()
    return say.Offer(
        decider=find_addressee_name(baseline, state) or "",
        ours=is_ours(baseline, state),
        principal="".join(list_names(baseline, (principal,) if principal else ())),
        deputies=list_names(baseline, deputies),
        asked_by=find_reporter_name(baseline, state),
        summary=state.issue.summary,
        reason=reason,
        hours=offer.hours,
        currency=baseline.mapping.contract.currency,
        options=tuple(option_line(baseline, state, option) for option in offer.options),
        answer_by=offer.answer_by,
        bare_digit=baseline.mapping.answers.bare_digit,
        chosen=tuple((choice.by_name, choice.option.number) for choice in change.choices),
        words=count_agreeing(baseline, change),
        needed=count_needed(baseline.mapping),
        overrun=reason.word in ("hours_over", "monthly_hours_over", "rounds_over", "pieces_over"),
        delayed_stage=delay[0],
        delay_days=delay[1],
        forecast=offer.forecast,
        adds_days=max((option.working_days for option in offer.options if option.overdue), default=0),
    )


def lacks_purpose(state: IssueState) -> bool:
    """Tell whether the description does not say what the request should achieve."""
    return len(state.issue.description.strip()) < MIN_PURPOSE_CHARS


def _our_delay(baseline: Baseline, state: IssueState, offer: OfferVersion) -> tuple[str, int]:
    """Return the late stage's title and by how many working days it was late.

    The day of the offer counts, so that the text stands still while its figures do.
    """
    stage = baseline.mapping.stage(state.stage or "")
    due = baseline.schedule.dates.get(state.stage or "")
    if stage is None or due is None or not any(option.overdue for option in offer.options):
        return "", 0
    return stage.title, baseline.calendar.working_days_between(due, offer.made_on)


def _stage_title(baseline: Baseline, state: IssueState) -> str:
    stage = baseline.mapping.stage(state.stage or "")
    return stage.title if stage else ""


def option_line(baseline: Baseline, state: IssueState, option: OfferOption) -> say.OptionLine:
    """Return an option as a message shows it."""
    later = tuple(
        say.MovedStage(moved.title if moved else step.stage, step.before, step.after)
        for step in option.later
        for moved in [baseline.mapping.stage(step.stage)]
    )
    return say.OptionLine(
        number=option.number,
        kind=option.option,
        due=option.before if option.option == "extra_fee" else None,
        overdue=option.overdue,
        own_date=option.own_date,
        parked_until=option.parked_until,
        before=option.before,
        after=option.after,
        working_days=option.working_days,
        later=later,
        fee=option.fee,
        vat=option.vat,
        vat_percent=option.vat_percent,
        vat_exempt=option.vat_exempt,
        basis=sum_basis(option, state.verdict.over_hours if state.verdict else None),
        swap_key=option.swap_key,
        swap_summary=option.swap_summary,
        stage_title=_stage_title(baseline, state),
    )


def sum_basis(option: OfferOption, over_hours: Decimal | None) -> say.SumBasis | None:
    """Return how the option's fee came about; None for a sum that a person named.

    Offers of earlier versions kept the rate alone.
    """
    basis = option.basis
    if basis is None:
        if option.hour is None or not over_hours:
            return None
        base = over_hours * option.hour
        exact = base * (100 + option.vat_percent) / 100
        return say.SumBasis(base, exact, hours=over_hours, asked_hours=over_hours, hour=option.hour)
    return say.SumBasis(
        base=basis.base,
        before_rounding=basis.before_rounding,
        hours=basis.hours,
        asked_hours=basis.asked_hours,
        hour=option.hour,
        flat_unit=basis.flat_unit,
        surcharges=tuple((each.title, each.percent, each.amount) for each in basis.surcharges),
        vat_included=basis.vat_included,
    )


def message_reason(reason: Reason) -> say.Because:
    """Return a reason as a message names it."""
    return say.Because(reason.word, dict(reason.values))


def find_deciding_reason(verdict: Verdict) -> Reason:
    """Return the reason that decided, for the one line that a comment gives it."""
    deciding = (
        "stage_signed_off",
        "hours_over",
        "monthly_hours_over",
        "rounds_over",
        "pieces_over",
        "excluded",
        "ruled",
        "unmatched",
    )
    found = [reason for word in deciding for reason in verdict.reasons if reason.word == word]
    return found[0] if found else verdict.reasons[0]


def end_of_validity(baseline: Baseline, answer_by: date) -> date:
    """Return the first working day after an offer's validity.

    On that day the decider is asked again.
    """
    return baseline.calendar.on_or_after(answer_by + timedelta(days=1))
