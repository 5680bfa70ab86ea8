"""Writes an issue's verdict: label, marker, and the living comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plugin.core.model.effects import ShowVerdict
from plugin.core.model.issue_state import IssueState
from plugin.core.model.readings import OwnComment
from plugin.core.model.slots import STAGE_SLOT, VERDICT_SLOT
from plugin.core.presenter.presenter import must_be_announced
from plugin.core.signoff.stage_events import find_changed_boxes
from plugin.store.effects import WaitingEffect
from plugin.texts.same_text import says_the_same
from plugin.trackers.base import (
    NotPermitted,
    Tracker,
    TrackerConflict,
    TrackerError,
    TrackerRefused,
    VerdictWrite,
)
from plugin.worker.active_contract import ActiveContract
from plugin.worker.tracker_writes import WriteResult, reference_of, signed_text, verify, verify_text


class TickedMeanwhile(TrackerError):
    """The checklist has ticks that are not on record; rewriting would lose them."""

    def __init__(self, boxes: dict[int, bool], text: str) -> None:
        super().__init__("boxes were ticked in our comment: they are taken over before it is rewritten")
        self.boxes = boxes
        self.text = text


def show_verdict(
    tracker: Tracker,
    active: ActiveContract,
    effect: WaitingEffect,
    show: ShowVerdict,
    state: IssueState | None,
) -> WriteResult:
    """Write what is missing: label, comment and marker in one call.

    A comment that exists is edited.

    Args:
        tracker: where the issue is.
        active: the contract's version in force.
        effect: the effect, with what was applied before it.
        show: what the issue is to show.
        state: the issue on record; None: it is not known.

    Raises:
        TickedMeanwhile: people ticked boxes of the comment that would be rewritten.
        TrackerError: it could not be written, or is not shown.
    """
    mark = reference_of(effect)
    result, own_comments = _read_current(tracker, effect, state)
    own = own_comments.get(mark)
    present = result & set(show.our_labels)
    boxes = (
        find_changed_boxes(effect.last_applied, own.text) if own and effect.slot == str(STAGE_SLOT) else {}
    )
    if own is not None and boxes:
        raise TickedMeanwhile(boxes, own.text)
    comment_id = own.id if own else effect.comment_id
    is_new = effect.slot == str(VERDICT_SLOT) and comment_id is None
    if is_new and state is not None and not must_be_announced(state):
        # It was an extra for a moment, and nobody has read that.
        show = show.model_copy(update={"comment": None})
    applied = effect.last_applied if isinstance(effect.last_applied, ShowVerdict) else None
    add = (show.label,) if show.label and show.label not in present else ()
    remove = tuple(sorted(present - {show.label}))
    is_fresh = comment_id is None and show.comment is not None
    fresh = signed_text(tracker, active, show, mark) if is_fresh else None
    waits = ""
    if add or remove or fresh is not None:
        marker = f"{mark}.{effect.revision}"
        terms = active.mapping.tracker
        write = VerdictWrite(add, remove, fresh, mark, marker, result, terms)
        waits = _write_what_can_be(tracker, effect.subject, write)
    edited = False
    if show.comment is not None and comment_id is not None:
        known = applied.comment if applied and not effect.attempts else None
        if known != show.comment and not (own and says_the_same(own.text, show.comment)):
            text = signed_text(tracker, active, show, mark)
            tracker.edit_comment(effect.subject, comment_id, text, mark, None)
            edited = True
    reading = tracker.read(effect.subject)
    if edited and show.comment is not None:
        verify_text(reading, effect, show.comment, mark)
    if waits:
        without = show.model_copy(update={"label": None, "our_labels": ()})
        return replace(verify(reading, without, mark), label_waits=waits)
    return verify(reading, show, mark)


def _write_what_can_be(tracker: Tracker, issue: str, write: VerdictWrite) -> str:
    """Write label and comment; where the label is refused, the comment alone.

    An issue type may have no labels on its screen, a status may forbid every edit. The comment is worth more
    than the label.

    Returns:
        Why the label waits; empty where it was written.

    Raises:
        TrackerError: the comment could not be written either, or there is none.
    """
    try:
        tracker.show_verdict(issue, write)
    except (TrackerRefused, NotPermitted) as refused:
        has_labels = bool(write.add_labels or write.remove_labels)
        if isinstance(refused, TrackerConflict) or not has_labels:
            raise
        if write.text is not None and write.reference not in tracker.read(issue).own_comments:
            # A tracker that writes both one after the other has posted it already.
            tracker.post_comment(issue, write.text, write.reference, None)
        return str(refused)
    return ""


def _read_current(
    tracker: Tracker, effect: WaitingEffect, state: IssueState | None
) -> tuple[frozenset[str], Mapping[str, OwnComment]]:
    """Return the issue's labels and our comments on it, read only on a repeat."""
    may_hold_ticks = effect.slot == str(STAGE_SLOT) and effect.comment_id is not None
    if effect.attempts or may_hold_ticks:
        reading = tracker.read(effect.subject)
        return reading.issue.labels, reading.own_comments
    labels = state.issue.labels if state else frozenset()
    if isinstance(effect.last_applied, ShowVerdict):
        labels -= set(effect.last_applied.our_labels)
        labels |= {effect.last_applied.label} if effect.last_applied.label else set()
    return labels, {}
