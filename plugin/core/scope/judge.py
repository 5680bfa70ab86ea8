"""Judges an issue together with those that share quantities or goodwill with it.

`judge` is pure: it takes the issue as just seen and the related issues as on record, and returns them as they
are now. Quantities are settled first, goodwill second, offers last: nothing that comes later can change what
came before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from plugin.core.facts import Baseline, RelatedIssues
from plugin.core.model.goodwill_requests import Gift, Request
from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Placement
from plugin.core.model.quantity_claims import Allotment, ItemUsage
from plugin.core.model.verdict import Reason, Verdict, VerdictKind
from plugin.core.scope.allocation import after_sign_off, allocate_all
from plugin.core.scope.classify import BEYOND, decide_verdict
from plugin.core.scope.doubt import with_doubt
from plugin.core.scope.goodwill import give_bonuses
from plugin.core.scope.match import match_issue

NOTHING_HELD = ItemUsage()
_GIFT_WORDS = ("goodwill", "goodwill_used_up", "over_per_request", "no_estimate")


def settle_match(baseline: Baseline, state: IssueState) -> tuple[IssueState, Placement]:
    """Return the state with its place by the mapping now, and that placement."""
    placement = find_placement(baseline, state)
    linked = placement.item is not None
    settled_stage = placement.stage if linked or state.stage is None else state.stage
    placed = state.model_copy(
        update={
            "evidence": placement.evidence,
            "why_not": placement.why_not,
            "counts_only": placement.counts_only,
            "item": placement.item.id if placement.item else None,
            "stage": settled_stage,
        }
    )
    return placed, placement


def find_placement(baseline: Baseline, state: IssueState) -> Placement:
    """Return where an issue belongs; the same snapshot is looked up once."""
    issue = state.counted
    known = baseline.placements.get(id(issue))
    if known is not None and known[0] is issue and known[1] == state.ruling:
        return known[2]
    placement = match_issue(
        issue,
        baseline.mapping,
        ruling=state.ruling,
        signed_off=baseline.signed_off,
        live_from=baseline.live_from,
    )
    # The snapshot is kept beside it: while it lives nothing else has its identity.
    baseline.placements[id(issue)] = (issue, state.ruling, placement)
    return placement


def find_affected_items(before: IssueState | None, after: IssueState) -> frozenset[str]:
    """Return the items whose quantities the change of an issue can touch."""
    return frozenset(item for item in (before.item if before else None, after.item) if item)


def judge(
    baseline: Baseline, before: IssueState | None, after: IssueState, related: RelatedIssues
) -> tuple[IssueState, ...]:
    """Judge an issue and every related issue that its change can touch.

    Related issues of the same items are judged anew; for those that only share a month of goodwill only the
    goodwill is. Offers follow afterwards (`plugin.core.offer.offer_versions`), when it is known what work is
    open.

    Args:
        baseline: the contract at this moment.
        before: what was on record about the issue; None when it was never seen.
        after: the issue as seen now, its verdict still the old one.
        related: open issues of its items and months, open offers, and what settled issues hold.

    Returns:
        The issue and all open related issues as they are now, the issue itself first.
    """
    subject, placement = settle_match(baseline, after)
    subject = with_doubt(baseline, before, subject)
    items = find_affected_items(before, subject)
    others = [other for other in related.open if other.issue.id != subject.issue.id]
    # An undecided extra in work is here only for its offer, a standing bonus only for the hours it names as
    # left: what they hold is counted among the settled issues.
    settled = {other.issue.id for other in others if other.locked_in(baseline.mapping)}
    anew = {
        other.issue.id: settle_match(baseline, other)
        for other in others
        if other.item in items and other.issue.id not in settled
    }
    placements = {subject.issue.id: placement, **{key: spot for key, (_, spot) in anew.items()}}
    states = [subject, *(anew[other.issue.id][0] if other.issue.id in anew else other for other in others)]
    frozen = _frozen(baseline, before, subject)

    claiming = [state for state in states if state.issue.id in placements]
    allotted = allocate_all(baseline, before, claiming, placements, related, frozen)
    verdicts = {
        state.issue.id: _verdict(baseline, state, placements[state.issue.id], allotted.get(state.issue.id))
        if state.issue.id in placements and state.issue.id not in frozen
        else state.verdict
        if state.issue.id in frozen | settled
        else without_gift(state.verdict)
        for state in states
    }
    months = {state.month(baseline.mapping) for state in claiming}
    asking = [
        state for state in states if state.month(baseline.mapping) in months and state.issue.id not in settled
    ]
    gifts = _give_all(baseline, asking, verdicts, related, frozen)
    return tuple(
        _judged(
            baseline,
            state,
            verdicts,
            allotted,
            gifts,
            placed=state.issue.id in placements,
            frozen=state.issue.id in frozen,
        )
        if state.issue.id in placements or state in asking
        else _with_left(state, gifts)
        for state in states
    )


def without_gift(verdict: Verdict | None) -> Verdict | None:
    """Return the verdict as it was before goodwill was asked."""
    if verdict is None or not any(reason.word in _GIFT_WORDS for reason in verdict.reasons):
        return verdict
    reasons = tuple(reason for reason in verdict.reasons if reason.word not in _GIFT_WORDS)
    return verdict.model_copy(update={"kind": VerdictKind.BEYOND_SCOPE, "reasons": reasons})


def _frozen(baseline: Baseline, before: IssueState | None, subject: IssueState) -> frozenset[str]:
    """Return the subject's id when its verdict stands: decided, or unchanged."""
    if before is None or before.verdict is None:
        return frozenset()
    unchanged = not touches_quantities(before, subject)
    if subject.decided or (before.locked_in(baseline.mapping) and unchanged):
        return frozenset({subject.issue.id}) if subject.judged else frozenset()
    return frozenset()


def touches_quantities(before: IssueState, after: IssueState) -> bool:
    """Tell whether the inputs of a verdict or a share of an item changed."""
    return _inputs(before) != _inputs(after)


def _inputs(state: IssueState) -> tuple[object, ...]:
    return (
        state.hours,
        state.estimate,
        state.item,
        state.evidence,
        state.ruling,
        state.counted.labels,
        state.counted.summary,
        state.deleted,
        state.reopened_at,
    )


def _verdict(
    baseline: Baseline, state: IssueState, placement: Placement, allotment: Allotment | None
) -> Verdict | None:
    if not state.judged:
        return None
    return decide_verdict(
        placement,
        baseline.mapping,
        stage=state.stage,
        estimate=state.estimate,
        ruling=state.ruling,
        allotment=allotment,
        after_sign_off=after_sign_off(baseline, state),
    )


def _give_all(
    baseline: Baseline,
    states: Iterable[IssueState],
    verdicts: dict[str, Verdict | None],
    related: RelatedIssues,
    frozen: frozenset[str],
) -> dict[str, Gift]:
    """Give out the goodwill of every month that one of the states was created in."""
    by_month: dict[str, list[Request]] = defaultdict(list)
    for state in states:
        verdict = verdicts[state.issue.id]
        if verdict is None:
            continue
        held = state.bonus_hours if state.issue.id in frozen and verdict.kind is VerdictKind.BONUS else None
        if state.ruling and state.ruling.kind == "bonus":
            held = state.estimate or Decimal(0)
        candidate = verdict.kind is BEYOND and state.issue.id not in frozen
        if held is None and not candidate:
            continue
        by_month[state.month(baseline.mapping)].append(
            Request(
                issue=state.issue.id,
                created=state.created,
                hours=verdict.over_hours,
                held=held,
                eligible=not (state.ruling and state.ruling.beyond_for_good),
            )
        )
    if not by_month and all(each is None or each.kind is not VerdictKind.BONUS for each in verdicts.values()):
        return {}
    gifts: dict[str, Gift] = {}
    for month in {*by_month, *related.gifts}:
        gifts |= give_bonuses(baseline.mapping.goodwill, [*by_month[month], *related.gifts.get(month, ())])
    return gifts


def _judged(
    baseline: Baseline,
    state: IssueState,
    verdicts: dict[str, Verdict | None],
    allotted: dict[str, Allotment],
    gifts: dict[str, Gift],
    *,
    placed: bool,
    frozen: bool,
) -> IssueState:
    """Return the state with its verdict, holding and gift."""
    verdict = verdicts[state.issue.id]
    allotment = allotted.get(state.issue.id)
    # One that only shares the month's goodwill keeps what it has of its item.
    holding = allotment.holding if allotment else NOTHING_HELD if placed else state.holding
    gift = gifts.get(state.issue.id)
    if frozen:
        return _with_left(state.model_copy(update={"holding": holding}), gifts)
    bonus: Decimal | None = None
    if verdict and gift and verdict.kind is VerdictKind.BEYOND_SCOPE:
        verdict = _with_gift(baseline, state, verdict, gift)
    if verdict and verdict.kind is VerdictKind.BONUS:
        bonus = verdict.over_hours or Decimal(0)
    announced = state.announced and verdict is not None and verdict.kind is VerdictKind.BONUS
    return state.model_copy(
        update={"verdict": verdict, "holding": holding, "bonus_hours": bonus, "announced": announced}
    )


def _with_left(state: IssueState, gifts: Mapping[str, Gift]) -> IssueState:
    """Return a standing bonus with what is left after it now.

    An earlier issue may have become a bonus since.
    """
    verdict, gift = state.verdict, gifts.get(state.issue.id)
    if gift is None or verdict is None or verdict.kind is not VerdictKind.BONUS:
        return state
    reasons = tuple(
        reason.model_copy(update={"values": _with_left_hours(reason.values, gift)})
        if reason.word == "goodwill"
        else reason
        for reason in verdict.reasons
    )
    return state.model_copy(update={"verdict": verdict.model_copy(update={"reasons": reasons})})


def _with_left_hours(values: dict[str, str], gift: Gift) -> dict[str, str]:
    """Return a reason's values with what is left, where a month has a limit."""
    others = {key: value for key, value in values.items() if key != "left"}
    return others if gift.left is None else {**others, "left": str(gift.left)}


def _with_gift(baseline: Baseline, state: IssueState, verdict: Verdict, gift: Gift) -> Verdict:
    """Return the verdict after goodwill: a bonus, or beyond scope with the reason."""
    goodwill = baseline.mapping.goodwill
    if gift.given and goodwill:
        reason = Reason(
            word="goodwill",
            values=_with_left_hours(
                {"hours": str(verdict.over_hours), "per_request": str(goodwill.per_request)}, gift
            ),
        )
        return verdict.model_copy(update={"kind": VerdictKind.BONUS, "reasons": (*verdict.reasons, reason)})
    reasons = {
        "no_estimate": Reason(word="no_estimate"),
        "over_per_request": Reason(
            word="over_per_request",
            values={
                "hours": str(verdict.over_hours),
                "per_request": str(goodwill.per_request if goodwill else 0),
            },
        ),
        "goodwill_used_up": Reason(
            word="goodwill_used_up",
            values={
                "hours": str(verdict.over_hours),
                "left": str(gift.left),
                "month": state.month(baseline.mapping),
            },
        ),
    }
    extra = reasons.get(gift.why_not)
    return verdict.model_copy(update={"reasons": (*verdict.reasons, extra)}) if extra else verdict
