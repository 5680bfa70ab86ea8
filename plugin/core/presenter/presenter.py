"""What the tracker should show for a state: label, living comment, team messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from mappings.model import ContractMapping
from plugin.core.facts import Baseline, EarlierIssue, IssueFacts
from plugin.core.model.authority import Cost, who_may
from plugin.core.model.effects import PostComment, ShowVerdict
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import Change, Decision, IssueState, OfferVersion
from plugin.core.model.options import OfferOption
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.placement import Evidence
from plugin.core.model.slots import Slot, team_slot
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.core.offer.deciders import (
    count_agreeing,
    count_needed,
    find_deputies,
    find_principal,
    missing_deciders,
    who_decides,
)
from plugin.core.offer.offer_versions import has_figures, is_draft
from plugin.core.offer.price import compute_fee, traits_of
from plugin.core.scope.doubt import find_stage_hours, write_hours
from plugin.texts import formats, team_messages
from plugin.texts import messages as say

CommentKind = Literal["", "offer", "bonus"]
MIN_PURPOSE_CHARS = 40
"""A description of this length says what the request should achieve."""


def make_answer(
    baseline: Baseline, state: IssueState, slot: Slot, message: say.Message, asks: Iterable[str | None] = ()
) -> EffectRequest:
    """Return the effect that posts a message on the issue, once for its slot.

    Args:
        baseline: the contract at this moment.
        state: the issue.
        slot: where on it.
        message: what is said.
        asks: the keys of the people whose word it asks for; others are nobody's to mention.
    """
    return EffectRequest(state.issue.id, slot, make_comment(baseline, message, asks))


def make_comment(
    baseline: Baseline, message: say.Message, asks: Iterable[str | None] = (), *, living: bool = False
) -> PostComment:
    """Return a comment that says a message, and whose word it asks for."""
    return PostComment(
        text=baseline.says(message), audience=message.audience, living=living, asks=_known(baseline, asks)
    )


def _known(baseline: Baseline, asks: Iterable[str | None]) -> tuple[str, ...]:
    """Return each key of a person of the contract once."""
    return tuple(dict.fromkeys(key for key in asks if key in baseline.mapping.people and key is not None))


def find_label(mapping: ContractMapping, kind: VerdictKind) -> str:
    """Return the configured label of a verdict."""
    return str(getattr(mapping.tracker.labels, kind.value))


def list_our_labels(mapping: ContractMapping) -> tuple[str, ...]:
    """Return the labels that show verdicts; an issue carries at most one of them."""
    return tuple(find_label(mapping, kind) for kind in VerdictKind)


def list_stray_labels(baseline: Baseline, issue: IssueSnapshot) -> tuple[str, ...]:
    """Return the stages' labels, where they do not belong on an issue.

    No issue but a stage's is signed off; outdated is one of which a signed stage says that it changed.
    """
    labels = baseline.mapping.tracker.labels
    changed = {part.issue for stage in baseline.stages.values() for part in stage.changed}
    return (labels.signed_off,) if issue.id in changed else (labels.signed_off, labels.outdated)


def present_issue(baseline: Baseline, state: IssueState) -> ShowVerdict:
    """Return label and living comment that the issue should show."""
    says, text = _living_text(baseline, state)
    offer = state.change.offer if state.change else None
    strays = [label for label in list_stray_labels(baseline, state.issue) if label in state.issue.labels]
    return ShowVerdict(
        label=find_label(baseline.mapping, state.verdict.kind) if state.verdict else None,
        our_labels=(*list_our_labels(baseline.mapping), *strays),
        comment=text,
        says=says,
        version=offer.version if offer and says == "offer" else 0,
        asks=_known(baseline, find_asked(baseline, state)) if text is not None else (),
    )


def find_asked(baseline: Baseline, state: IssueState) -> tuple[str | None, ...]:
    """Return whose word the living comment asks for.

    That of an offer is the addressee's; a question what a request is for is its author's.
    """
    change = state.change
    if change is None or change.decision is not None:
        return ()
    reporter = find_reporter_key(baseline, state)
    if change.offer is not None and has_figures(baseline.mapping, state):
        return find_addressees(baseline, change, reporter)
    return (reporter,) if lacks_purpose(state) and not is_ours(baseline, state) else ()


def says_the_same(was: IssueState, state: IssueState) -> bool:
    """Tell whether nothing changed of which the issue's label and comments speak.

    What was published keeps its wording then, whatever version wrote it.
    """
    spoken = ("key", "summary", "reporter", "estimate_hours")
    same = all(getattr(was.issue, name) == getattr(state.issue, name) for name in spoken)
    same = same and lacks_purpose(was) == lacks_purpose(state)
    return same and was.model_copy(update={"issue": state.issue}) == state


def must_be_announced(state: IssueState) -> bool:
    """Tell whether a state must be told to the client even as the first message.

    Any other state only corrects what the client has read: where nothing was said there is nothing to
    correct.
    """
    return state.change is not None or state.kind is VerdictKind.BONUS


def team_effects(
    facts: IssueFacts, before: IssueState | None, state: IssueState
) -> tuple[EffectRequest, ...]:
    """Return what the team is told about a state: a draft, or a ruling to give."""
    baseline, requests = facts.baseline, []

    def tell(slot: Slot, message: say.Message, asks: tuple[str, ...] = ()) -> None:
        comment = make_comment(baseline, message, asks, living=True)
        requests.append(EffectRequest(state.issue.id, slot, comment))

    message, _ = _client_message(baseline, state)
    if message and is_draft(baseline, state):
        why: Literal["raised_by_team", "mode_draft"] = (
            "mode_draft" if baseline.mapping.contract.mode == "draft" else "raised_by_team"
        )
        publishers = who_may(baseline.mapping, "publish", baseline.today)
        draft = team_messages.DraftReady(baseline.says(message), list_names(baseline, publishers), why)
        tell(team_slot("draft"), draft, publishers)
    elif before is not None and _was_draft(baseline, before):
        tell(team_slot("draft"), team_messages.DraftOver(state.issue.summary, _end_of_draft(message, state)))
    if state.kind is VerdictKind.UNCLEAR:
        ruling = ask_for_ruling(facts, state)
        tell(team_slot("ruling"), ruling, who_may(baseline.mapping, "rule_scope", baseline.today))
    if state.estimate_doubted and state.estimate is None and state.judged:
        who = who_may(baseline.mapping, "estimate", baseline.today)
        hours = state.issue.estimate_hours or Decimal(0)
        stage_hours, figure = find_stage_hours(baseline, state), write_hours(hours)
        doubted = team_messages.EstimateDoubted(hours, stage_hours, list_names(baseline, who), figure)
        tell(team_slot("estimate"), doubted, who)
    found_words = state.verdict.because("exclusion_words_in_linked") if state.verdict else None
    if found_words and (
        before is None or before.verdict is None or not before.verdict.because(found_words.word)
    ):
        item = baseline.mapping.item(state.item or "")
        tell(
            team_slot("exclusion-words"),
            team_messages.ExclusionWordsFound(
                matched=found_words.values["matched"],
                clause=found_words.values["clause"],
                clause_text=found_words.values["text"],
                item=state.item or "",
                item_title=item.title if item else "",
            ),
        )
    over = _ruled_over(baseline, state)
    if over:
        tell(team_slot("over-quantity"), over)
    requests += _ask_for_forecast(baseline, state)
    return tuple(requests)


def _was_draft(baseline: Baseline, before: IssueState) -> bool:
    return before.judged and _client_message(baseline, before)[0] is not None and is_draft(baseline, before)


def _end_of_draft(message: say.Message | None, state: IssueState) -> team_messages.DraftEnd:
    """Return why a draft is not needed any more."""
    if message is None or state.change is None:
        return "not_offered"
    return "decided" if state.change.decision is not None else "published"


def _ask_for_forecast(baseline: Baseline, state: IssueState) -> list[EffectRequest]:
    """Return the question which date will hold, once for a stage and contract date."""
    offer = state.change.offer if state.change and not state.decided else None
    stage, due = baseline.mapping.stage(state.stage or ""), baseline.schedule.dates.get(state.stage or "")
    late = offer is not None and any(option.overdue for option in offer.options)
    if stage is None or due is None or not late or baseline.forecast_of(stage.id):
        return []
    message = team_messages.ForecastWanted(stage.title, due)
    slot = team_slot(f"forecast:{stage.id}:{due.isoformat()}")
    return [EffectRequest(state.issue.id, slot, make_comment(baseline, message), once=True)]


def ask_for_ruling(facts: IssueFacts, state: IssueState) -> team_messages.RulingWanted:
    """Return the question for a ruling, with the contract's items and precedents."""
    mapping = facts.baseline.mapping
    return team_messages.RulingWanted(
        summary=state.issue.summary,
        who_rules=list_names(facts.baseline, who_may(mapping, "rule_scope", facts.baseline.today)),
        items=tuple((item.id, item.title) for stage in mapping.stages for item in stage.items),
        precedents=list_precedents(
            tuple(issue for issue in facts.earlier_issues if issue.created <= state.created)[:3]
        ),
    )


def list_precedents(earlier_issues: tuple[EarlierIssue, ...]) -> tuple[say.Precedent, ...]:
    """Return earlier similar issues as a message names them."""
    return tuple(
        say.Precedent(issue.key, issue.summary, issue.verdict, issue.option)  # type: ignore[arg-type]
        for issue in earlier_issues
    )


def list_names(baseline: Baseline, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of people by their keys."""
    return tuple(baseline.mapping.people[key].name for key in people)


def find_addressee(baseline: Baseline, change: Change, reporter: str | None) -> str | None:
    """Return the key of the person to whom the choice is put.

    That is somebody who may decide every option: the person who asked where they may, so that nobody else has
    to be troubled; else the first whom the mapping names.
    """
    cost = find_largest_cost(change)
    chose = {choice.principal for choice in change.choices}
    deciders = [person for person in who_decides(baseline, change, cost, reporter) if person not in chose]
    if reporter in deciders:
        return reporter
    return deciders[0] if deciders else next(iter(who_may(baseline.mapping, "decide", baseline.today)), None)


def find_largest_cost(change: Change) -> Cost:
    """Return the largest fee and the largest shift among the options on offer."""
    options = change.offer.options if change.offer else ()
    return Cost(
        max((option.cost.fee for option in options), default=Decimal(0)),
        max((option.cost.working_days for option in options), default=0),
    )


def find_addressees(baseline: Baseline, change: Change, reporter: str | None) -> tuple[str, ...]:
    """Return the people whose word a change awaits.

    Where one word decides that is the addressee alone; where several are needed, each whose word is missing.
    """
    addressee = find_addressee(baseline, change, reporter)
    options = change.offer.options if change.offer else ()
    if addressee is None:
        return ()
    if count_needed(baseline.mapping) == 1 or not options:
        return (addressee, *list_deputies(baseline, change, addressee, reporter))
    missing = {person for option in options for person in missing_deciders(baseline, change, option)}
    chose = {choice.principal for choice in change.choices}
    return tuple(key for key in baseline.mapping.people if key in missing - chose)


def list_deputies(
    baseline: Baseline, change: Change, addressee: str, reporter: str | None
) -> tuple[str, ...]:
    """Return today's deputies of an addressee, who may answer as well."""
    found = find_deputies(baseline, change, addressee, find_largest_cost(change))
    return tuple(key for key in found if key not in (addressee, reporter))


def name_deciders(baseline: Baseline, decision: Decision) -> str:
    """Return the names of everybody whose word made a decision."""
    people = baseline.mapping.people
    earlier = [choice.by_name for choice in decision.others]
    own = people[decision.by].name if decision.by in people else decision.by_name or decision.by
    return formats.listed([*earlier, own], baseline.mapping.contract.language)


def find_addressee_name(baseline: Baseline, state: IssueState) -> str | None:
    """Return the name of the person to whom the choice is put, or None."""
    if state.change is None:
        return None
    key = find_addressee(baseline, state.change, find_reporter_key(baseline, state))
    return baseline.mapping.people[key].name if key else None


def is_ours(baseline: Baseline, state: IssueState) -> bool:
    """Tell whether somebody of our own side raised the request."""
    key = find_reporter_key(baseline, state)
    return key is not None and baseline.mapping.people[key].side == "contractor"


def find_reporter_key(baseline: Baseline, state: IssueState) -> str | None:
    """Return the mapping's key of the reporter, or None for a stranger."""
    found = baseline.mapping.person_by_account(state.issue.reporter.id) if state.issue.reporter else None
    return found[0] if found else None


def find_reporter_name(baseline: Baseline, state: IssueState) -> str:
    """Return the reporter's name; empty where the tracker gives none."""
    key = find_reporter_key(baseline, state)
    if key:
        return baseline.mapping.people[key].name
    return state.issue.reporter.name if state.issue.reporter else ""


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


def option_line(baseline: Baseline, state: IssueState, option: OfferOption) -> say.OptionLine:
    """Return an option as a message shows it."""
    stage = baseline.mapping.stage(state.stage or "")
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
        stage_title=stage.title if stage else "",
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


def _living_text(baseline: Baseline, state: IssueState) -> tuple[CommentKind, str | None]:
    message, says = _client_message(baseline, state)
    if message is None or is_draft(baseline, state):
        return "", None
    return says, baseline.says(message)


def _client_message(baseline: Baseline, state: IssueState) -> tuple[say.Message | None, CommentKind]:
    """Return what the client should read about the state, and what it says.

    Whether it is published yet does not matter.
    """
    verdict, change = state.verdict, state.change
    if change is not None and change.decision is not None:
        decision = change.decision
        options = change.offer.options if change.offer else ()
        return say.OfferDecided(
            summary=state.issue.summary,
            option=option_line(baseline, state, decision.option),
            decider=name_deciders(baseline, decision),
            decided_on=decision.on,
            options=tuple(option_line(baseline, state, option) for option in options),
            currency=baseline.mapping.contract.currency,
        ), "offer"
    if change is not None:
        return make_beyond_message(baseline, state, change), "offer" if change.offer else ""
    if verdict is not None and verdict.kind is VerdictKind.BONUS:
        return _bonus(baseline, state, verdict), "bonus"
    if state.spoke:
        # Taken out of the contract by hand (a label, a type), it has no verdict: nothing is to be chosen.
        kind = verdict.kind.value if verdict is not None else VerdictKind.UNCLEAR.value
        reason = message_reason(verdict.reasons[0]) if verdict is not None else None
        return say.NoLongerExtra(state.issue.summary, kind, reason), ""  # type: ignore[arg-type]
    return None, ""


def _bonus(baseline: Baseline, state: IssueState, verdict: Verdict) -> say.BonusAnnounced:
    hours = state.bonus_hours or Decimal(0)
    gift = verdict.because("goodwill")
    price = baseline.mapping.price
    month = state.created.astimezone(baseline.mapping.contract.zone).date()
    fee = compute_fee(hours, price, baseline.today, traits_of(state.counted)) if price and hours else None
    return say.BonusAnnounced(
        asked_by="" if is_ours(baseline, state) else find_reporter_name(baseline, state),
        summary=state.issue.summary,
        hours=hours,
        worth=fee.total if fee else None,
        vat_percent=fee.vat_percent if fee else Decimal(0),
        currency=baseline.mapping.contract.currency,
        left_hours=_left_hours(baseline, gift),
        month=date(month.year, month.month, 1),
    )


def _left_hours(baseline: Baseline, gift: Reason | None) -> Decimal | None:
    """Return what is left of the month's gifts; None where a month has no limit."""
    if gift is not None:
        return Decimal(gift.values["left"]) if "left" in gift.values else None
    goodwill = baseline.mapping.goodwill
    return None if goodwill is not None and goodwill.per_month is None else Decimal(0)


def _ruled_over(baseline: Baseline, state: IssueState) -> team_messages.RuledOverQuantity | None:
    verdict = state.verdict
    if verdict is None or state.evidence is not Evidence.RULING or verdict.kind is not VerdictKind.IN_SCOPE:
        return None
    item = baseline.mapping.item(verdict.item or "")
    over = [reason for reason in verdict.reasons if reason.word.endswith("_over")]
    if not over or item is None:
        return None
    return team_messages.RuledOverQuantity(item.id, item.title, Decimal(over[0].values.get("over", "0")))


def end_of_validity(baseline: Baseline, answer_by: date) -> date:
    """Return the first working day after an offer's validity.

    On that day the decider is asked again.
    """
    return baseline.calendar.on_or_after(answer_by + timedelta(days=1))
