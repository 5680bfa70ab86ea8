"""Comments and answers as effects: what is posted, and whose word it asks for."""

from __future__ import annotations

from collections.abc import Iterable

from plugin.core.facts import Baseline
from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.slots import Slot
from plugin.texts import messages as say


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
        text=baseline.says(message), audience=message.audience, living=living, asks=keep_known(baseline, asks)
    )


def keep_known(baseline: Baseline, asks: Iterable[str | None]) -> tuple[str, ...]:
    """Return each key of a person of the contract once."""
    return tuple(dict.fromkeys(key for key in asks if key in baseline.mapping.people and key is not None))
