"""What `ugovor doctor` and `ugovor connect` find out about a Jira site."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from contracts import contracts_on

from plugin.practice.tracker.people import MEMBER
from plugin.trackers.base import NotPermitted

if TYPE_CHECKING:
    from conftest import Bench

URL = "https://ugovor.example.com/webhooks/main"


def failed(bench: Bench, **settings: str) -> list[str]:
    """Return the names of the lines that are not well."""
    return [line.name for line in bench.tracker(**settings).check(contracts_on("ACME")) if not line.ok]


def test_all_is_well_after_connecting(bench: Bench) -> None:
    """A site with account, permissions, fields and webhook passes every line."""
    bench.tracker().connect(URL, "secret")
    assert failed(bench) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({"url": "http://127.0.0.1:9"}, ["address"], id="nothing answers at the address"),
        pytest.param({"token": "other"}, ["token"], id="the token is not accepted"),
        pytest.param({"account": "anna"}, ["account", "webhooks"], id="the account is somebody else's"),
        pytest.param({"account": None}, ["account", "webhooks"], id="no account is set"),
    ],
)
def test_each_fault_of_the_settings_has_its_line(
    bench: Bench, settings: dict[str, str], expected: list[str]
) -> None:
    """Each fault shows in its own line."""
    assert expected == failed(bench, **settings)


def test_missing_permissions_are_named(bench: Bench) -> None:
    """An account that may not comment is told so in an administrator's words.

    Webhooks stay unchecked.
    """
    bench.state.people[0] = replace(bench.state.people[0], permissions=MEMBER - {"ADD_COMMENTS"})
    lines = {line.name: line for line in bench.tracker().check(contracts_on("ACME"))}
    assert lines["permissions in ACME"].sentence == "Missing: Add Comments."
    assert "could not be checked" in lines["webhooks"].sentence


def test_labels_off_the_screen_are_named(bench: Bench) -> None:
    """Without Labels on the edit screen no verdict could be written."""
    bench.state.screen.discard("labels")
    assert failed(bench) == ["fields in ACME", "webhooks"]


def test_an_unknown_project_has_one_line(bench: Bench) -> None:
    """A project that the account cannot see has one line."""
    lines = [line for line in bench.tracker().check(contracts_on("NONE")) if line.name == "project NONE"]
    assert [line.ok for line in lines] == [False]


def test_the_same_address_is_registered_once(bench: Bench) -> None:
    """Connecting twice leaves one signed webhook."""
    tracker = bench.tracker()
    assert "signed" in tracker.connect(URL, "secret")
    assert "already" in tracker.connect(URL, "secret")
    assert [(hook.url, hook.secret) for hook in bench.state.hooks.registered] == [(URL, "secret")]


def test_an_unsigned_webhook_is_named(cloud: Bench) -> None:
    """A webhook without a secret is found and named."""
    cloud.state.hooks.register(URL, frozenset())
    assert "not signed" in cloud.tracker().connect(URL, "secret")
    assert failed(cloud) == ["webhooks"]


def test_only_administrators_connect(bench: Bench) -> None:
    """Anybody else is told whose token is needed."""
    bench.state.people[0] = replace(bench.state.people[0], permissions=MEMBER)
    with pytest.raises(NotPermitted, match="administrator"):
        bench.tracker().connect(URL, "secret")
