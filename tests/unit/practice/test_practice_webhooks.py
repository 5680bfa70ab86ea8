"""Webhooks of the practice tracker: their shapes, signatures, repeats."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from jira_standin import move_to_project
from time_limits import scaled

from plugin.practice.tracker.state import Project
from plugin.practice.tracker.webhooks import WebhookOutbox, signature

if TYPE_CHECKING:
    from conftest import SiteClient

V2 = "/rest/api/2/issue/ACME-1"
URL = "https://ugovor.example.com/webhooks/main"


def told(site: SiteClient) -> list[dict[str, Any]]:
    """Return the bodies that wait, and take them away."""
    return [json.loads(delivery.body) for delivery in site.state.hooks.take()]


def test_a_comment_is_one_webhook_on_cloud(cloud: SiteClient) -> None:
    """It carries the comment, six fields of the issue, no user and no changelog."""
    cloud.state.hooks.register(URL, frozenset())
    cloud.call("POST", f"{V2}/comment", {"body": "/choose 1"}, "t-anna")
    (body,) = told(cloud)
    assert (body["webhookEvent"], body["comment"]["author"]["accountId"]) == ("comment_created", "anna")
    assert (len(body["issue"]["fields"]), "user" in body) == (6, False)


def test_a_comment_is_two_webhooks_on_data_center(data_center: SiteClient) -> None:
    """A bare one without the issue, and an update with issue and comment."""
    data_center.state.hooks.register(URL, frozenset())
    data_center.call("POST", f"{V2}/comment", {"body": "/choose 1"}, "t-anna")
    bare, full = told(data_center)
    assert ("issue" in bare, bare["comment"]["author"]["name"]) == (False, "anna")
    assert (full["webhookEvent"], full["issue_event_type_name"]) == ("jira:issue_updated", "issue_commented")
    assert full["comment"]["id"] == bare["comment"]["id"]


@pytest.mark.parametrize(("flavour", "field_id"), [("cloud", "labels"), ("data_center", None)])
def test_labels_in_a_changelog(request: pytest.FixtureRequest, flavour: str, field_id: str | None) -> None:
    """They stand joined by spaces with null ids; Data Center names no field id."""
    site: SiteClient = request.getfixturevalue(flavour)
    site.state.hooks.register(URL, frozenset())
    site.call("PUT", V2, {"update": {"labels": [{"add": "a"}, {"add": "b"}]}})
    (item,) = told(site)[0]["changelog"]["items"]
    assert (item["toString"], item["to"], item.get("fieldId")) == ("a b", None, field_id)


@pytest.mark.parametrize("flavour", ["cloud", "data_center"])
def test_an_edit_without_effect_is_silent(request: pytest.FixtureRequest, flavour: str) -> None:
    """Setting what is set sends nothing."""
    site: SiteClient = request.getfixturevalue(flavour)
    site.state.hooks.register(URL, frozenset())
    site.call("PUT", V2, {"fields": {"summary": "One", "labels": []}})
    assert told(site) == []


def test_a_moved_issue_keeps_its_id(cloud: SiteClient) -> None:
    """The key changes, and the changelog says from which."""
    cloud.state.hooks.register(URL, frozenset())
    cloud.state.projects.append(Project("NEW", "New", "10001"))
    issue = cloud.state.issue("ACME-1")
    move_to_project(cloud.state, issue, cloud.state.person("admin"), "NEW")
    (body,) = told(cloud)
    assert (body["issue"]["id"], body["issue"]["key"]) == (issue.id, "NEW-1")
    assert body["issue_event_type_name"] == "issue_moved"
    assert body["changelog"]["items"][0]["fromString"] == "ACME-1"


def test_only_wanted_events_are_sent(cloud: SiteClient) -> None:
    """A webhook gets the events that it was registered for."""
    cloud.state.hooks.register(URL, frozenset({"comment_created"}))
    cloud.call("PUT", V2, {"fields": {"summary": "Two"}})
    assert told(cloud) == []


def test_deliveries_are_signed_and_numbered(cloud: SiteClient) -> None:
    """Cloud signs the raw body and gives an identifier; the first try has no count."""
    cloud.state.hooks.register(URL, frozenset(), "secret")
    cloud.call("PUT", V2, {"fields": {"summary": "Два"}})
    (delivery,) = cloud.state.hooks.take()
    assert delivery.headers["X-Hub-Signature"] == signature("secret", delivery.body)
    assert delivery.headers["X-Atlassian-Webhook-Flow"] == "Primary"
    assert "X-Atlassian-Webhook-Identifier" in delivery.headers
    assert "X-Atlassian-Webhook-Retry" not in delivery.headers


def test_data_center_gives_no_identifier(data_center: SiteClient) -> None:
    """Its deliveries are signed and nothing more."""
    data_center.state.hooks.register(URL, frozenset(), "secret")
    data_center.call("PUT", V2, {"fields": {"summary": "Two"}})
    (delivery,) = data_center.state.hooks.take()
    assert "X-Hub-Signature" in delivery.headers
    assert not any(name.startswith("X-Atlassian") for name in delivery.headers)


class WebhookCollector:
    """Answers deliveries with given statuses and keeps their headers."""

    def __init__(self, *statuses: int | None) -> None:
        self.statuses = list(statuses)
        self.headers: list[Mapping[str, str]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int | None:
        """Take one delivery."""
        assert (url, bool(body)) == (URL, True)
        self.headers.append(headers)
        return self.statuses.pop(0) if self.statuses else 204


def delivered(receiver: WebhookCollector, *, cloud: bool = True, size: int = 1) -> WebhookOutbox:
    """Send one event and deliver it until nothing waits."""
    hooks = WebhookOutbox(deliver=receiver, back_off_s=lambda _attempt: 0.0, monotonic_s=lambda: 0.0)
    hooks.register(URL, frozenset(), "secret")
    hooks.send("jira:issue_updated", {"text": "x" * size}, cloud=cloud)
    for _ in range(10):
        hooks.deliver_due()
    return hooks


@pytest.mark.parametrize(
    ("statuses", "cloud", "tries"),
    [
        pytest.param((204,), True, 1, id="taken at once"),
        pytest.param((503, 204), True, 2, id="taken the second time"),
        pytest.param((None, 429, 408, 425, 409, 204), True, 6, id="everything that is worth repeating"),
        pytest.param((500,) * 9, True, 6, id="five repeats, then never"),
        pytest.param((404,), True, 1, id="another 4xx is lost"),
        pytest.param((401,), True, 1, id="a refused signature is lost"),
        pytest.param((503,), False, 1, id="Data Center never repeats"),
    ],
)
def test_only_cloud_repeats_a_webhook(statuses: tuple[int | None, ...], cloud: bool, tries: int) -> None:
    """Cloud repeats on some answers, with one identifier and a count."""
    receiver = WebhookCollector(*statuses)
    delivered(receiver, cloud=cloud)
    counts = [headers.get("X-Atlassian-Webhook-Retry") for headers in receiver.headers]
    assert counts == [None, "1", "2", "3", "4", "5"][:tries]
    assert len({headers.get("X-Atlassian-Webhook-Identifier") for headers in receiver.headers}) == 1


def test_a_body_over_25_mb_is_not_sent() -> None:
    """Jira drops it without a word."""
    receiver = WebhookCollector()
    delivered(receiver, size=25 * 1024 * 1024)
    assert receiver.headers == []


def test_a_repeat_waits_for_its_back_off() -> None:
    """A repeat is not sent before its time."""
    receiver = WebhookCollector(503)
    hooks = WebhookOutbox(deliver=receiver, back_off_s=lambda _attempt: 300.0, monotonic_s=lambda: 0.0)
    hooks.register(URL, frozenset())
    hooks.send("x", {}, cloud=True)
    hooks.deliver_due()
    hooks.deliver_due()
    assert len(receiver.headers) == 1


def test_a_thread_delivers_by_itself() -> None:
    """Once started, whatever is sent arrives, also what comes later."""
    arrived = threading.Semaphore(0)

    def deliver(url: str, headers: Mapping[str, str], body: bytes) -> int:
        arrived.release()
        return 204 if url and headers and body else 500

    hooks = WebhookOutbox(deliver=deliver)
    hooks.register(URL, frozenset())
    hooks.send("x", {}, cloud=True)
    hooks.start()
    assert arrived.acquire(timeout=scaled(5))
    hooks.send("y", {}, cloud=True)
    assert arrived.acquire(timeout=scaled(5))
