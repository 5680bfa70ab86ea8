"""Shows a stage after a change: checklist, message, mails and labels."""

from __future__ import annotations

from plugin.core.facts import StageFacts
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.outcome import EffectRequest, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_state import ChangedPart
from plugin.core.presenter.comments import make_comment
from plugin.core.signoff.checklist import present_stage
from plugin.core.signoff.coverage import is_ready
from plugin.core.signoff.sign_mails import sign_mails
from plugin.texts.messages import Message


def present_change(
    facts: StageFacts,
    result: Result,
    entries: tuple[RecordEntry, ...],
    slot: Slot | None = None,
    message: Message | None = None,
    asks: tuple[str, ...] = (),
) -> Outcome:
    """Return an outcome that saves the stage, shows its checklist and answers.

    `asks` are the people whose word the message asks for.
    """
    effects = [request for request in (present_stage(facts),) if request]
    if message is not None and slot is not None and facts.state.issue_id is not None:
        # What changed is told in one comment, which grows with what else changes.
        living = slot.kind is SlotKind.OUTDATED
        comment = make_comment(facts.baseline, message, asks, living=living)
        effects.append(EffectRequest(facts.state.issue_id, slot, comment))
    effects += sign_mails(facts, result, ready=is_ready(facts))
    return Outcome(result, stages=(facts.state,), effects=tuple(effects), entries=entries)


def mark_parts(
    facts: StageFacts, before: tuple[ChangedPart, ...], now: tuple[ChangedPart, ...]
) -> tuple[EffectRequest, ...]:
    """Label the issues that changed as outdated, and unlabel those restored."""
    label = facts.baseline.mapping.tracker.labels.outdated
    changed = {part.issue for part in now if part.issue and part.what != ("deleted",)}
    known = {part.issue for part in before if part.issue}
    return tuple(
        EffectRequest(
            issue,
            Slot(SlotKind.OUTDATED),
            ShowVerdict(label=label if issue in changed else None, our_labels=(label,)),
        )
        for issue in sorted(changed | known)
    )
