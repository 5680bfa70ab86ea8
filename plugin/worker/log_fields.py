"""Formats log lines about deliveries and about writes to a tracker."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.runtime.clock import NO_SHIFT
from plugin.runtime.logs import format_fields
from plugin.store.deliveries import WaitingDelivery
from plugin.store.effects import WaitingEffect


def format_delivery(
    delivery: WaitingDelivery,
    began: datetime,
    ended: datetime,
    shift: timedelta = NO_SHIFT,
    **fields: object,
) -> str:
    """Return the line about a delivery: how long it waited and took, and its result.

    Args:
        delivery: as it was handled.
        began: when handling began; before that it waited.
        ended: when it ended.
        shift: by how much practice time is ahead, in which it was received.
        **fields: what came of it, such as `result` or `failed`.
    """
    return format_fields(
        tracker=delivery.tracker,
        delivery=delivery.delivery_id,
        id=delivery.id,
        subject=delivery.subject,
        events=",".join(dict.fromkeys(event.kind for event in delivery.events)),
        waited_ms=_milliseconds(began + shift - delivery.received_at),
        took_ms=_milliseconds(ended - began),
        attempt=delivery.attempts + 1,
        **fields,
    )


def format_effect(effect: WaitingEffect, **fields: object) -> str:
    """Return the line about a write: its subject, its slot and its result."""
    return format_fields(tracker=effect.tracker, subject=effect.subject, slot=effect.slot, **fields)


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)
