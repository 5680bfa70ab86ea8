"""What those who watch the service are told."""

from __future__ import annotations

from flask import Blueprint
from webhook_site import WebhookSite

from plugin.trackers.base import Check
from webhooks.app import create_app


def test_alive_whatever_is_wrong_elsewhere(site: WebhookSite) -> None:
    """`/healthz` looks at nothing but the process."""
    site.health.fails = RuntimeError()
    assert site.client.get("/healthz").status_code == 200


def test_ready_when_every_check_is_well(site: WebhookSite) -> None:
    """200 with the checks and their sentences."""
    answer = site.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "ok": True,
        "checks": [{"name": "database", "ok": True, "sentence": "It answers."}],
    }


def test_not_ready_when_one_check_is_not_well(site: WebhookSite) -> None:
    """503, and the checks that are well are still shown."""
    site.health.found = (Check("database", True, "It answers."), Check("worker", False, "No heartbeat."))
    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.get_json()["ok"], len(answer.get_json()["checks"])) == (503, False, 2)


def test_not_ready_when_the_checks_cannot_be_carried_out(site: WebhookSite) -> None:
    """A check that cannot be evaluated says no and why, without the error."""
    site.health.fails = RuntimeError("password=hunter2")
    answer = site.client.get("/readyz")
    assert (answer.status_code, answer.get_json()["ok"]) == (503, False)
    assert "RuntimeError" in answer.get_json()["checks"][0]["sentence"]
    assert b"hunter2" not in answer.data


def test_metrics_are_passed_on_as_they_are(site: WebhookSite) -> None:
    """The content type of Prometheus is kept."""
    answer = site.client.get("/metrics")
    assert (answer.data, answer.content_type) == (b"up 1\n", "text/plain; version=0.0.4; charset=utf-8")


def test_pages_are_served_beside_the_webhooks(site: WebhookSite) -> None:
    """A blueprint that is handed in is registered; its errors stay Flask's."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/operator", view_func=lambda: "the operator's page")
    app = create_app(
        settings=site.settings,
        inbox=site.inbox,
        clock=site.clock,
        health=site.health,
        blueprints=[pages],
    )
    client = app.test_client()
    assert client.get("/operator").text == "the operator's page"
    assert client.get("/nowhere").content_type.startswith("text/html")


def test_nothing_else_is_served(site: WebhookSite) -> None:
    """Only the documented routes exist."""
    assert {rule.rule for rule in site.app.url_map.iter_rules()} == {
        "/webhooks/<tracker>",
        "/webhooks/<tracker>/",
        "/healthz",
        "/readyz",
        "/metrics",
    }
