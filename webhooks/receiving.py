"""`POST /webhooks/<tracker name>`: verified, kept, and only then answered."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from plugin.runtime.clock import Clock, machine_clock, shift_of
from plugin.runtime.failpoints import failpoint
from plugin.runtime.logs import format_fields, name_error
from plugin.settings.model import Settings
from plugin.store.inbox import Arrival, Inbox, StoreUnavailable
from webhooks.arrival import make_arrival
from webhooks.parsers import MODULES, WebhookModule
from webhooks.refusal_tally import CountRefused, RefusalTally
from webhooks.refusals import build_refusal
from webhooks.throttle import FailureWindow

log = logging.getLogger("ugovor.webhooks")

MAX_BYTES = 5 * 1024 * 1024
_RETRY_AFTER_S = 5


@dataclass(frozen=True)
class Receiver:
    """What receiving needs; one of it serves every tracker."""

    settings: Settings
    inbox: Inbox
    clock: Clock
    failures: FailureWindow
    refusals: RefusalTally

    def receive(self, tracker: str) -> Response:
        """Answer one delivery.

        The order matters: size, then signature, then parsing, then keeping.
        """
        known = self.settings.trackers.get(tracker)
        if known is None:
            return _refuse_unknown_tracker()
        module = MODULES[known.kind]
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return refuse_too_large(tracker)
        except ClientDisconnected:
            # It ended before its announced length, or its chunks are none: nothing of it can be verified.
            return self._refuse_unsigned(tracker, "the body ended early")
        if len(body) > MAX_BYTES:
            return refuse_too_large(tracker)
        secrets = [secret.get_secret_value() for secret in known.webhook_secrets]
        headers = {name.lower(): value for name, value in request.headers}
        if not module.verify(headers, body, secrets):
            return self._refuse_unsigned(tracker, "the signature is missing or does not fit the body")
        return self._store(tracker, module, headers, body)

    def _store(self, tracker: str, module: WebhookModule, headers: dict[str, str], body: bytes) -> Response:
        queued_at = machine_clock(self.clock).now()
        received_at = queued_at + shift_of(self.clock)
        arrival = replace(make_arrival(tracker, module, headers, body, received_at), queued_at=queued_at)
        failpoint("received")
        try:
            fresh = self.inbox.accept(arrival)
        except StoreUnavailable as error:
            return _refuse_unstored(arrival, error.why, error.retry_after_s)
        except Exception as error:  # noqa: BLE001 (a delivery that was not kept must be asked for again)
            return _refuse_unstored(arrival, name_error(error), _RETRY_AFTER_S)
        why = arrival.reason if fresh else "sent before"
        level = logging.WARNING if arrival.kind == "unknown" else logging.INFO
        _log_arrival(level, 204, arrival, why)
        return Response(status=204)

    def _refuse_unsigned(self, tracker: str, why: str) -> Response:
        address = request.remote_addr or ""
        wait_s = self.failures.note_failure(address)
        self.refusals.note(tracker)
        status = 401 if wait_s is None else 429
        _log(logging.WARNING, status, tracker=tracker, address=address, why=why)
        if wait_s is None:
            return build_refusal(
                401,
                "The delivery was refused.",
                f"It cannot be told who sent it: {why}.",
                "Give the webhook in the tracker one of the secrets under webhook_secrets of this tracker.",
            )
        return build_refusal(
            429,
            "The delivery was refused.",
            "Too many deliveries from this address were not signed with a secret of this tracker.",
            "Compare the webhook's secret in the tracker with webhook_secrets in the settings.",
            wait_s,
        )


def make_webhook_routes(
    settings: Settings, inbox: Inbox, clock: Clock, count_refused: CountRefused | None = None
) -> Blueprint:
    """Return the route that receives webhooks."""
    machine = machine_clock(clock)
    receiver = Receiver(settings, inbox, clock, FailureWindow(machine), RefusalTally(machine, count_refused))
    blueprint = Blueprint("receiving", __name__)
    # People paste addresses with a slash at the end; a redirect would lose the body.
    for rule in ("/webhooks/<tracker>", "/webhooks/<tracker>/"):
        blueprint.add_url_rule(rule, view_func=receiver.receive, methods=["POST"], strict_slashes=True)
    return blueprint


def refuse_too_large(tracker: str) -> Response:
    """Answer a body that is over the limit, whatever its Content-Length said."""
    _log(logging.WARNING, 413, tracker=tracker, address=request.remote_addr, why="over 5 MB")
    return build_refusal(
        413,
        "The delivery was refused.",
        "Its body is larger than 5 MB.",
        "The issue will be read when the service next reconciles; nothing needs to be sent again.",
    )


def _refuse_unknown_tracker() -> Response:
    # The name is a stranger's own text: it is not repeated, neither in the log nor in the answer.
    _log(logging.WARNING, 404, address=request.remote_addr, why="no tracker of that name")
    return build_refusal(
        404,
        "The delivery was refused.",
        "No tracker of that name is in the settings.",
        "Compare the end of the webhook's address with the [trackers.NAME] sections of the settings.",
    )


def _refuse_unstored(arrival: Arrival, why: str, retry_after_s: int) -> Response:
    _log_arrival(logging.ERROR, 503, arrival, why)
    return build_refusal(
        503,
        "The delivery could not be kept.",
        "The database did not take it.",
        "Send it again later; look at /readyz and the log if it goes on.",
        retry_after_s,
    )


def _log(level: int, answer: int, **fields: str | None) -> None:
    """Write the line of one delivery: what arrived and what was answered.

    Nothing a stranger sends can forge a second line or field. The line never holds a mac, a token, or
    anything out of a body that was not verified. The worker's line of the same delivery is found by
    `tracker=` and `delivery=`.
    """
    if log.isEnabledFor(level):
        log.log(level, "%s", format_fields(answer=answer, **fields))


def _log_arrival(level: int, answer: int, arrival: Arrival, why: str) -> None:
    _log(
        level,
        answer,
        tracker=arrival.tracker,
        delivery=arrival.delivery_id,
        kind=arrival.kind,
        event=arrival.event_name,
        subject=arrival.subject,
        why=why,
    )
