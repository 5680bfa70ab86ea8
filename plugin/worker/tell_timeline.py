"""Saves the comments that a delivery tells of, in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Evidence
from plugin.core.timeline.comments import make_comment_exchange
from plugin.core.timeline.files import make_file_exchange
from plugin.core.timeline.heard import HeardComments
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.unit_of_work import UnitOfWork


def tell_timeline(
    uow: UnitOfWork,
    active_contracts: ActiveContracts,
    heard: Iterable[HeardComments],
    find_state: Callable[[str], IssueState | None],
) -> None:
    """Save what people wrote on the issues of a contract.

    Args:
        uow: the transaction of the delivery.
        active_contracts: the contracts in force.
        heard: what the delivery tells of comments.
        find_state: returns what is on record about an issue once the delivery is decided.
    """
    for each in heard:
        state = find_state(each.issue)
        active = active_contracts.of(state.contract) if state else None
        if state is None or active is None or state.evidence is Evidence.UNGOVERNED:
            continue
        made = (
            make_comment_exchange(active.mapping, each.issue, comment, uow.now) for comment in each.comments
        )
        files = (
            make_file_exchange(active.mapping, each.issue, file.name, file.author, file.created)
            for file in each.files
        )
        uow.save_files(active.mapping.id, [file for file in files if file is not None])
        uow.save_heard(active.mapping.id, each, list(made))
