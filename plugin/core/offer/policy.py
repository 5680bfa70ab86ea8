"""Offers: made, kept, remade or dropped, once it is known what every issue is."""

from __future__ import annotations

from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.offer.offer_versions import may_have_offer, open_work_now, with_change
from plugin.core.step import Step


def remake_offers(step: Step) -> Outcome:
    """Give each judged issue the offer that its verdict and dates call for."""
    if not step.judges or step.state is None:
        return NOTHING
    judged = (step.state, *step.about.related.open)
    if not any(map(may_have_offer, judged)):
        return NOTHING
    baseline = step.now.baseline
    work = tuple(
        each
        for each in open_work_now(baseline.mapping, step.now.open_work, judged)
        # What was accepted is settled: nothing of it is left out any more.
        if each.stage is None or not baseline.has_signed_date(each.stage)
    )
    offered = (with_change(step.now.baseline, state, work) for state in judged)
    changed = tuple(state for state in offered if state != step.now.states.get(state.issue.id))
    return Outcome(states=changed) if changed else NOTHING
