"""`ugovor connect TRACKER`."""

from __future__ import annotations

import re

import pytest
from cli_scene import SECOND_TRACKER, SETTINGS, CliScene, StubTracker

from plugin.trackers.base import NotPermitted


def test_the_webhook_is_registered_with_the_first_secret(office: CliScene) -> None:
    """The address ends with the tracker's name; the adapter's own sentence is printed."""
    result = office.run("connect", "main")
    assert office.trackers["main"].registered == [
        ("https://ugovor.example.com/webhooks/main", "first secret")
    ]
    assert result.stdout == "Registered the webhook https://ugovor.example.com/webhooks/main.\n"


def test_the_projects_of_the_mappings_are_named(office: CliScene) -> None:
    """Some trackers send for each project by itself."""
    office.run("connect", "main")
    assert office.trackers["main"].projects == ("ACME",)


@pytest.mark.parametrize(
    ("public_url", "tracker", "exit_code"),
    [
        pytest.param("http://127.0.0.1:8080", "main", 1, id="this machine, tracker elsewhere: refused"),
        pytest.param("http://localhost:8080", "main", 1, id="this machine by name: refused"),
        pytest.param("http://[::1]:8080", "main", 1, id="this machine by IPv6: refused"),
        pytest.param("http://127.0.0.1:8080", "own", 0, id="both on this machine: done"),
        pytest.param("http://10.0.0.5:8080", "main", 0, id="an address in the house: done"),
    ],
)
def test_an_address_that_the_tracker_cannot_reach_is_refused(
    office: CliScene, public_url: str, tracker: str, exit_code: int
) -> None:
    """Nothing is registered that could never arrive."""
    office.furnish(SETTINGS.replace("https://ugovor.example.com", public_url) + SECOND_TRACKER)
    office.trackers["own"] = StubTracker("own")
    result = office.run("connect", tracker)
    assert result.exit_code == exit_code
    assert len(office.trackers[tracker].registered) == 1 - exit_code
    assert ("service.public_url is" in result.stderr) == bool(exit_code)


def test_an_unknown_tracker_gets_a_suggestion(office: CliScene) -> None:
    """The closest name of the settings."""
    result = office.run("connect", "mian")
    assert result.exit_code == 2
    assert result.stderr == "Error: There is no tracker 'mian'. Did you mean \"main\"?\n"


def test_a_refusal_of_the_tracker_is_a_sentence(office: CliScene) -> None:
    """An operator reads what to do, not a traceback."""
    office.trackers["main"].fails = NotPermitted("use an administrator's token")
    result = office.run("connect", "main")
    assert result.exit_code == 1
    assert result.stderr == "Error: The tracker did not do it: use an administrator's token\n"


def test_a_tracker_that_is_only_asked_has_nothing_to_register(office: CliScene) -> None:
    """Redmine 5 and 6 send no webhooks.

    Without a secret there is nothing to sign with.
    """
    settings = SETTINGS.replace('kind = "jira_cloud"', 'kind = "redmine"')
    office.furnish(re.sub(r"webhook_secrets = .*", "webhook_secrets = []", settings))
    result = office.run("connect", "main")
    assert result.exit_code == 1
    assert "webhook_secrets is empty" in result.stderr
    assert [] == office.trackers["main"].registered
