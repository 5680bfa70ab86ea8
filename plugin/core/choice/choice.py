"""A choice: a number becomes a decision, or a friendly answer why it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from plugin.core.choice.kept_choices import keep_choice
from plugin.core.facts import Baseline, IssueFacts
from plugin.core.model.authority import Permission
from plugin.core.model.effects import PostComment
from plugin.core.model.issue import Account
from plugin.core.model.issue_state import Change, ChangeState, Choice, Decision, IssueState, OfferVersion
from plugin.core.model.notices import NoticeGiven, NoticeKind
from plugin.core.model.options import OfferOption
from plugin.core.model.outcome import EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.offer.deciders import (
    agreeing_choices,
    count_needed,
    count_words,
    is_same_option,
    may_decide,
    who_decides,
)
from plugin.core.offer.offer_versions import find_later_forecast, is_draft, make_offer
from plugin.core.presenter.addressees import find_reporter_key, list_names, name_deciders
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import option_line
from plugin.texts import answer_messages as answers
from plugin.texts import messages as say

NO_CHANGE = Change(raised_on=date.min)
NoOptionWhy = Literal["unknown_number", "several", "awaits_estimate", "draft", "no_offer"]


@dataclass(frozen=True)
class PageChoice:
    """A choice on a signed page.

    The page's link was bound to the person and to a version of the offer.
    """

    person: str
    version: int


STATE_AFTER = {
    "move_deadline": ChangeState.DECIDED,
    "extra_fee": ChangeState.DECIDED,
    "fee_and_date": ChangeState.DECIDED,
    "swap": ChangeState.DECIDED,
    "park": ChangeState.PARKED,
    "withdraw": ChangeState.WITHDRAWN,
}


def choose(
    facts: IssueFacts,
    state: IssueState,
    numbers: Sequence[int],
    author: Account,
    at: datetime | None,
    said_in: str,
    *,
    on_page: PageChoice | None = None,
) -> Outcome:
    """Decide what a choice does.

    Args:
        facts: the issue with its published offer versions and the open work for a swap.
        state: the issue as just read and judged.
        numbers: what the comment chose; two different numbers are no choice.
        author: who wrote it.
        at: the tracker's own time of the comment.
        said_in: the id of the comment; names the slot of the answer and the decision.
        on_page: who chose on a signed page, and which version it showed; a page knows both by its link.

    Returns:
        A decision with everything that follows from it, or an answer that says why nothing is decided.
    """
    key, name = _find_chooser(facts.baseline, author, on_page)
    if len(set(numbers)) > 1:
        return _refuse_choice(facts, state, said_in, name, "several", numbers)
    version, why = _find_version(facts, state, at, on_page.version if on_page else None)
    if version is None:
        return _refuse_choice(facts, state, said_in, name, why)
    option = version.option(numbers[0])
    if option is None:
        return _refuse_choice(facts, state, said_in, name, "unknown_number")
    permission = may_decide(
        facts.baseline,
        state.change or NO_CHANGE,
        key,
        option.cost,
        facts.baseline.day_of(at),
        asked_by=find_reporter_key(facts.baseline, state),
    )
    if not permission.granted:
        return refuse_decider(facts, state, option, permission, name, said_in)
    return _confirmed(facts, state, option, permission, name, said_in, at)


def _find_chooser(baseline: Baseline, author: Account, on_page: PageChoice | None) -> tuple[str | None, str]:
    if on_page is not None and on_page.person in baseline.mapping.people:
        return on_page.person, baseline.mapping.people[on_page.person].name
    found = baseline.mapping.person_by_account(author.id)
    return (found[0], found[1].name) if found else (None, author.name)


def _confirmed(
    facts: IssueFacts,
    state: IssueState,
    option: OfferOption,
    permission: Permission,
    name: str,
    said_in: str,
    at: datetime | None,
) -> Outcome:
    """Decide by the option, unless its figures changed since the person read them."""
    change = state.change
    if change is None:
        return _refuse_choice(facts, state, said_in, name, "no_offer")
    written = min(at or facts.baseline.now, facts.baseline.now)
    # A date or a price that came into force after the words does not touch them.
    then = make_offer(facts.baseline.at(written), state, change, facts.related.open_work, written)
    offered = then.options if then else ()
    same = next((other for other in offered if other.option == option.option), None)
    if then is None or same is None or not is_same_option(same, option):
        now = make_offer(facts.baseline, state, change, facts.related.open_work)
        return _figures_changed(facts, state, change, now, option, (permission.person or "", name), said_in)
    if change.decision and is_same_option(change.decision.option, option):
        return Outcome(Result.ALREADY_DECIDED)
    choice = _choice(facts.baseline, option, permission, said_in, at)
    agreeing = agreeing_choices(change, option)
    others = tuple(each for each in agreeing if each.principal != choice.principal)
    there = {choice.principal, *(each.principal for each in others)}
    if count_words(facts.baseline.mapping, there) >= count_needed(facts.baseline.mapping):
        return _decide(facts, state, change, then, choice, others)
    # A kept choice that is said again is old news, as long as others are missing.
    if others != agreeing:
        return Outcome(Result.CHOICE_KEPT)
    return keep_choice(facts, state, change, choice, name)


def _choice(
    baseline: Baseline, option: OfferOption, permission: Permission, said_in: str, at: datetime | None
) -> Choice:
    by = permission.person or ""
    return Choice(
        option=option,
        by=by,
        by_name=baseline.mapping.people[by].name,
        on_behalf_of=permission.on_behalf_of,
        at=at or baseline.now,
        said_in=said_in,
    )


def _decide(
    facts: IssueFacts,
    state: IssueState,
    change: Change,
    offer: OfferVersion,
    choice: Choice,
    others: tuple[Choice, ...],
) -> Outcome:
    """Return the decision with its entry and its comment.

    Due dates follow from it in `plugin.core.due_dates`.
    """
    baseline = facts.baseline
    superseded = change.decision
    shown = change.offer.options if change.offer else ()
    is_shown = any(is_same_option(choice.option, each) for each in shown)
    decision = Decision(
        id=f"{state.issue.id}/{choice.said_in}/{len(change.decisions) + 1}",
        option=choice.option,
        hours=offer.hours,
        by=choice.by,
        by_name=choice.by_name,
        on_behalf_of=choice.on_behalf_of,
        at=baseline.now,
        said_at=choice.at,
        on=baseline.today,
        others=others,
    )
    decided = change.model_copy(
        update={
            "state": STATE_AFTER[choice.option.option],
            "decisions": (*change.decisions, decision),
            "versions": change.versions if is_shown else (*change.versions, offer),
            "choices": (),
        }
    )
    entry = RecordEntry(
        state.issue.id,
        EntryKind.DECISION,
        {
            "issue": state.issue.key,
            "decision": decision.model_dump(mode="json"),
            "comment": choice.said_in,
            "supersedes": superseded.id if superseded else None,
        },
    )
    return Outcome(
        Result.DECIDED,
        states=(state.model_copy(update={"change": decided}),),
        effects=(
            _announce(baseline, state, decision, superseded),
            *_announce_swaps(baseline, state, decision, superseded),
        ),
        entries=(entry,),
        notices=_notices_of(baseline, state, decision),
    )


def _notices_of(baseline: Baseline, state: IssueState, decision: Decision) -> tuple[NoticeGiven, ...]:
    """Return who must see a decision: who asked, and a deputy's principal."""
    found = dict.fromkeys((find_reporter_key(baseline, state), decision.on_behalf_of))
    people = [key for key in found if key and key not in decision.deciders and key in baseline.mapping.people]
    slot = Slot(SlotKind.DECISION, decision.id)
    return tuple(
        NoticeGiven(NoticeKind.DECISION, key, account, state.issue.id, slot, state.issue.id)
        for key in people
        if (account := baseline.mapping.people[key].account)
    )


def _announce(
    baseline: Baseline, state: IssueState, decision: Decision, superseded: Decision | None
) -> EffectRequest:
    principal = baseline.mapping.people.get(decision.on_behalf_of or "")
    message = say.DecisionTaken(
        summary=state.issue.summary,
        option=option_line(baseline, state, decision.option),
        decider=name_deciders(baseline, decision),
        on_behalf_of=principal.name if principal else None,
        decided_on=decision.on,
        currency=baseline.mapping.contract.currency,
        supersedes=superseded.option.option if superseded else None,
        forecast=_find_forecast(baseline, state, decision.option),
    )
    return make_answer(baseline, state, Slot(SlotKind.DECISION, decision.id), message)


def _find_forecast(baseline: Baseline, state: IssueState, option: OfferOption) -> date | None:
    """Return the forecast with the option's days, where its contract date is earlier."""
    own = frozenset(each.id for each in state.change.decisions) if state.change else frozenset()
    forecast = find_later_forecast(baseline, state.stage or "", (option,), besides=own)
    if forecast is None or not option.moves:
        return forecast
    return baseline.calendar.add_working_days(forecast, option.working_days)


def _announce_swaps(
    baseline: Baseline, state: IssueState, decision: Decision, superseded: Decision | None
) -> tuple[EffectRequest, ...]:
    """Tell the issue that a swap leaves out, and the one that it no longer does."""
    requests: list[EffectRequest] = []

    def tell(subject: str | None, slot: Slot, message: say.Message) -> None:
        if subject:
            requests.append(EffectRequest(subject, slot, PostComment(text=baseline.says(message))))

    if superseded and superseded.option.option == "swap":
        back = say.SwappedBackIn(superseded.option.swap_summary, state.issue.key)
        tell(superseded.option.swap_issue, Slot(SlotKind.SWAPPED_IN, decision.id), back)
    if decision.option.option == "swap":
        by = name_deciders(baseline, decision)
        out = say.SwappedOut(decision.option.swap_summary, state.issue.key, state.issue.summary, by)
        tell(decision.option.swap_issue, Slot(SlotKind.SWAPPED_OUT, decision.id), out)
    return tuple(requests)


def _find_version(
    facts: IssueFacts, state: IssueState, at: datetime | None, shown_on_page: int | None
) -> tuple[OfferVersion | None, NoOptionWhy]:
    """Return the offer version that was in force when the choice was written.

    A choice that seems older than every version can only mean the first one: nobody answers an offer
    that they have not seen, so the clocks differ.
    """
    change = state.change
    if change is None:
        return None, "no_offer"
    if is_draft(facts.baseline, state):
        return None, "draft"
    if shown_on_page is not None:
        found = next((version for version in change.versions if version.version == shown_on_page), None)
        return found, "no_offer"
    published = sorted(facts.published, key=lambda row: row[1])
    if not published or not change.versions:
        return None, "awaits_estimate" if change.offer is None else "no_offer"
    stood = [version for version, moment in published if at is None or moment <= at]
    meant = stood[-1] if stood else published[0][0]
    found = next((version for version in change.versions if version.version == meant), None)
    return found, "no_offer"


def _figures_changed(
    facts: IssueFacts,
    state: IssueState,
    change: Change,
    now: OfferVersion | None,
    option: OfferOption,
    chooser: tuple[str, str],
    said_in: str,
) -> Outcome:
    by, name = chooser
    if now is None:
        return _refuse_choice(facts, state, said_in, name, "awaits_estimate")
    versions = change.versions if now == change.offer else (*change.versions, now)
    offered = state.model_copy(update={"change": change.model_copy(update={"versions": versions})})
    same = next((other for other in now.options if other.option == option.option), None)
    message = answers.FiguresChanged(
        person=name,
        number=same.number if same else None,
        options=tuple(option_line(facts.baseline, state, each) for each in now.options),
        currency=facts.baseline.mapping.contract.currency,
        bare_digit=facts.baseline.mapping.answers.bare_digit,
    )
    return Outcome(
        Result.FIGURES_CHANGED,
        states=(offered,),
        effects=(make_answer(facts.baseline, state, reply_slot(said_in), message, (by,)),),
    )


def refuse_decider(
    facts: IssueFacts, state: IssueState, option: OfferOption, permission: Permission, name: str, said_in: str
) -> Outcome:
    """Thank somebody who may not decide an option, and name who may."""
    baseline = facts.baseline
    asked_by = find_reporter_key(baseline, state)
    deciders = who_decides(baseline, state.change or NO_CHANGE, option.cost, asked_by)
    message = answers.NotTheDecider(
        person=name,
        deciders=list_names(baseline, deciders),
        why_not=permission.why_not or "no_such_power",
        option=option_line(baseline, state, option),
        currency=baseline.mapping.contract.currency,
        limit=Decimal(permission.limit) if permission.limit is not None else None,
        bare_digit=baseline.mapping.answers.bare_digit,
    )
    entry = RecordEntry(
        state.issue.id,
        EntryKind.CHOICE_WITHOUT_AUTHORITY,
        {
            "issue": state.issue.key,
            "by": permission.person or name,
            "option": option.option,
            "why_not": message.why_not,
        },
    )
    return Outcome(
        Result.NO_AUTHORITY,
        effects=(make_answer(baseline, state, reply_slot(said_in), message, deciders),),
        entries=(entry,),
    )


def _refuse_choice(
    facts: IssueFacts,
    state: IssueState,
    said_in: str,
    name: str,
    why: NoOptionWhy,
    named: Sequence[int] = (),
) -> Outcome:
    offer = state.change.offer if state.change else None
    shown = offer.options if offer is not None and why in ("unknown_number", "several") else ()
    numbers = tuple(option.number for option in shown)
    # Where those that were named are on offer, only they are asked about.
    numbers = tuple(number for number in numbers if number in named) or numbers
    message = answers.NoSuchOption(person=name, numbers=numbers, why=why)
    return Outcome(Result(why), effects=(make_answer(facts.baseline, state, reply_slot(said_in), message),))
