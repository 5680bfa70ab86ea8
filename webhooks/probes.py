"""`/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, Response, jsonify

from plugin.runtime.logs import name_error

logger = logging.getLogger("ugovor.webhooks")


class HealthCheck(Protocol):
    """One thing that was looked at. `plugin.trackers.base.Check` is one."""

    @property
    def name(self) -> str:
        """What was looked at, such as `database`."""

    @property
    def ok(self) -> bool:
        """Whether it is well."""

    @property
    def sentence(self) -> str:
        """What was found, for an operator."""

    @property
    def remedy(self) -> str:
        """What to do about it; empty where nothing needs to be done."""


class Health(Protocol):
    """Where the service's own state comes from."""

    def checks(self) -> Sequence[HealthCheck]:
        """Look at everything that must be well before work makes sense."""

    def metrics(self) -> tuple[bytes, str]:
        """Return the metrics for Prometheus and their content type."""


@dataclass(frozen=True)
class _Unanswered:
    sentence: str
    name: str = "health"
    ok: bool = False
    remedy: str = "The log has more about it."


def make_health_routes(health: Health) -> Blueprint:
    """Return the routes by which the service is watched."""
    blueprint = Blueprint("observing", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        """Say that the process answers; nothing is looked at."""
        return jsonify(ok=True)

    @blueprint.get("/readyz")
    def readyz() -> Response:
        """Say whether everything is well, 503 if not."""
        checks = _run_checks(health)
        ok = all(check.ok for check in checks)
        shown = [_describe_check(check) for check in checks]
        response = jsonify(ok=ok, checks=shown)
        response.status_code = 200 if ok else 503
        return response

    @blueprint.get("/metrics")
    def metrics() -> Response:
        """Give the metrics to Prometheus."""
        content, content_type = health.metrics()
        return Response(content, content_type=content_type)

    return blueprint


def _describe_check(check: HealthCheck) -> dict[str, object]:
    remedy = {"remedy": check.remedy} if check.remedy else {}
    return {"name": check.name, "ok": check.ok, "sentence": check.sentence, **remedy}


def _run_checks(health: Health) -> Sequence[HealthCheck]:
    try:
        return health.checks()
    except Exception as error:  # noqa: BLE001 (a check that cannot be evaluated says no and says why)
        logger.error("the health checks failed: %s", name_error(error))
        return (_Unanswered(f"The checks could not be carried out: {name_error(error)}."),)
