"""Which contract decides each event of a delivery."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.core.model.events import Event, IssueSeen, PageAnswered
from plugin.core.model.internal_events import InternalEvent, IssueLeft
from plugin.core.model.placement import Evidence
from plugin.core.scope.client_edits import is_held
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.unit_of_work import UnitOfWork

AnyEvent = Event | InternalEvent


def route_events(
    uow: UnitOfWork, active_contracts: ActiveContracts, tracker: str, events: Iterable[AnyEvent]
) -> dict[str, tuple[ActiveContract, list[AnyEvent]]]:
    """Return the events by the contract that decides them.

    The contract that an issue left comes first.
    """
    parts: dict[str, tuple[ActiveContract, list[AnyEvent]]] = {}
    governing: dict[str, ActiveContract | None] = {}
    for event in events:
        if isinstance(event, IssueSeen):
            routed = _route_seen(uow, active_contracts, tracker, event, governing)
        elif isinstance(event, PageAnswered):
            routed = [(active_contracts.of(event.contract), event)]
        elif event.issue_id in governing:
            routed = [(governing[event.issue_id], event)]
        else:
            state = uow.state(event.issue_id)
            routed = [(active_contracts.of(state.contract) if state else None, event)]
        for active, each in routed:
            if active is not None:
                parts.setdefault(active.mapping.id, (active, []))[1].append(each)
    return parts


def _route_seen(
    uow: UnitOfWork,
    active_contracts: ActiveContracts,
    tracker: str,
    event: IssueSeen,
    governing: dict[str, ActiveContract | None],
) -> list[tuple[ActiveContract | None, AnyEvent]]:
    """Return which contracts are told of a seen issue: the one it left, then its own."""
    issue, state = event.issue, uow.state(event.issue.id)
    active = active_contracts.governing(tracker, issue)
    routed: list[tuple[ActiveContract | None, AnyEvent]] = []
    if state is not None and issue.id not in governing:
        old = active_contracts.of(state.contract)
        if old is not None and old is not active and is_held(old.mapping, state, event):
            governing[issue.id] = old
            return [(old, event)]
        left = active is None or active.mapping.id != state.contract
        if left and old is not None and (state.decided or state.evidence is not Evidence.UNGOVERNED):
            routed.append((old, IssueLeft(issue, event.actor)))
            # A decided change stays with the contract under which it was decided.
            active = None if state.decided else active
    elif issue.id in governing and state is not None and state.decided and governing[issue.id] is None:
        active = None
    governing[issue.id] = active
    return [*routed, (active, event)]
