"""Facts as narrow as the service's lead where all issues of the contract lead."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from backtest_past import BEGAN, load_contract, make_issues

from plugin.core.backtest.history import History
from plugin.core.backtest.project_memory import ProjectMemory
from plugin.core.backtest.terms import begin, without_moments
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline
from plugin.core.model.actor import Actor
from plugin.core.model.events import Event, IssueDeleted, IssueSeen
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.issue_state import IssueState

MANAGER = Account(id="u-manager", name="Maria Noor")


class WholeMemory(ProjectMemory):
    """Puts every issue of the contract among the facts of every decision."""

    def facts(
        self, baseline: Baseline, events: Sequence[Event | InternalEvent], movers: Mapping[str, Actor]
    ) -> ContractFacts:
        """Return the facts with all states, and no sums of what others hold."""
        narrow = super().facts(baseline, events, movers)
        stages = frozenset(stage.id for stage in baseline.mapping.stages)
        return replace(narrow, states=dict(self.states), usage={}, gifts={}, open_work=(), stages=stages)


def make_events(seed: int) -> list[tuple[datetime, Event]]:
    """Return creations, edits of our side and deletions, in order."""
    dice = random.Random(seed)
    known, events = [], list[tuple[datetime, Event]]()
    for number, issue in enumerate(make_issues(seed, 60)):
        moment = BEGAN + timedelta(hours=9 * number)
        known.append(issue)
        events.append((moment, IssueSeen(issue=issue, at=moment)))
        moment += timedelta(hours=1)
        place = dice.randrange(len(known))
        hours, status = dice.choice((Decimal(2), Decimal(6), Decimal(30))), dice.choice(("To Do", "Done"))
        what = dice.random()
        if what < 0.1:
            events.append((moment, IssueDeleted(issue_id=known[place].id, at=moment)))
        elif what < 0.8:
            named = "estimate" if what < 0.5 else "status"
            changed = {"estimate_hours": hours} if named == "estimate" else {"status": status}
            known[place] = known[place].model_copy(update={**changed, "updated": moment})
            change = FieldChange(field=named, after=str(hours))
            events.append(
                (moment, IssueSeen(issue=known[place], changes=(change,), actor=MANAGER, at=moment))
            )
    return events


def play(seed: int, memory: type[ProjectMemory]) -> Mapping[str, IssueState]:
    """Return how every issue ends."""
    mapping = without_moments(load_contract())
    history = History(begin(mapping, BEGAN.date(), BEGAN))
    history.memory = memory(mapping)
    for moment, event in make_events(seed):
        for request in history.decide([event], moment).effects:
            history.show(request.subject, request.slot, moment)
    return history.states


def figures(states: Mapping[str, IssueState]) -> dict[str, tuple[object, ...]]:
    """Return verdict, what is held and the swap that is offered, of every issue."""
    found: dict[str, tuple[object, ...]] = {}
    for key, state in states.items():
        offer = state.change.offer if state.change else None
        swaps = [each.swap_key for each in offer.options if each.swap_key] if offer else []
        verdict = state.verdict
        reasons = [(each.word, tidy(each.values)) for each in verdict.reasons] if verdict else []
        judged = (verdict.kind, verdict.clause, verdict.over_hours) if verdict else ()
        found[key] = (judged, reasons, state.holding, state.bonus_hours, state.deleted, swaps)
    return found


def tidy(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a reason names, with numbers as people read them."""
    return {key: re.sub(r"\.0+$", "", value) for key, value in values.items()}


@pytest.mark.parametrize("seed", range(1, 9))
def test_narrow_facts_lead_to_the_same_states(seed: int) -> None:
    """Whatever is not among the facts would have changed nothing."""
    narrow, whole = figures(play(seed, ProjectMemory)), figures(play(seed, WholeMemory))
    assert [key for key in whole if whole[key] != narrow[key]] == []
    assert any(each[5] for each in narrow.values())
