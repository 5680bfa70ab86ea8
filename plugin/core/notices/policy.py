"""Notes who answered what they were told, so that its notice is acknowledged."""

from __future__ import annotations

from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.step import Step

_ANSWERS = (
    EntryKind.DECISION,
    EntryKind.SIGNATURE,
    EntryKind.REFUSAL,
    EntryKind.PRELIMINARY,
    EntryKind.CHOICE_WITHOUT_AUTHORITY,
)


def answer_notices(step: Step) -> Outcome:
    """Note who answered what they were told: by deciding, signing or refusing."""
    answered = tuple(
        dict.fromkeys(
            (entry.subject, person)
            for entry in step.outcome.entries
            if entry.kind in _ANSWERS and (person := _answered_by(entry))
        )
    )
    return Outcome(answered_notices=answered) if answered else NOTHING


def _answered_by(entry: RecordEntry) -> str:
    said = entry.payload.get("decision") or entry.payload
    return str(said.get("by") or "")
