"""What `ugovor doctor` says of webhooks.

Do they arrive, and are they signed as they should be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from plugin.bootstrap import Service
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import format_count, format_moment
from plugin.store import webhook_traffic
from plugin.store.webhook_traffic import RefusedDeliveries

_LATE = timedelta(minutes=10)
"""Trackers' clocks, and the moment in which the service was started anew."""
_LONG = timedelta(days=1)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def check_webhooks(service: Service) -> Iterator[DoctorLine]:
    """Say of each tracker that should send webhooks whether it does."""
    now = service.clock.now()
    for name, tracker in sorted(service.settings.trackers.items()):
        if not tracker.webhook_secrets:
            continue
        with service.database.look() as connection:
            signed = webhook_traffic.load_last_signed(connection, name)
            refused = webhook_traffic.load_refused(connection, name)
            untold = webhook_traffic.count_untold(connection, name, signed + _LATE if signed else _EVER)
        yield _judge(name, now, signed, refused, untold)


def _judge(
    name: str, now: datetime, signed: datetime | None, refused: RefusedDeliveries | None, untold: int
) -> DoctorLine:
    line = f"{name}: deliveries"
    last = (
        f"The last signed one arrived at {format_moment(signed)}."
        if signed
        else "No signed one ever arrived."
    )
    if refused is not None and (signed is None or refused.last_at > signed):
        number = format_count(refused.count, "delivery was", "deliveries were")
        sentence = (
            f"Signatures keep failing: {number} refused "
            f"since {format_moment(refused.first_at)}, the last at {format_moment(refused.last_at)}. {last}"
        )
        remedy = (
            f"Give the webhook in the tracker one of the secrets under webhook_secrets of [trackers.{name}]; "
            "the tracker may hold an older one, or none."
        )
        return DoctorLine("no", line, sentence, remedy)
    if untold:
        sentence = f"{last} Since then {format_count(untold, 'issue', 'issues')} changed without one."
        remedy = (
            f"Look at the webhook's page in the tracker: is it on, does it lead to /webhooks/{name}, can the "
            "address be reached from there. Until then changes are found by asking, every few minutes."
        )
        is_long = signed is None or now - signed > _LONG
        return DoctorLine("no" if is_long else "warn", line, sentence, remedy)
    return DoctorLine(
        "ok", line, last if signed else "None has arrived yet, and nothing changed without one."
    )
