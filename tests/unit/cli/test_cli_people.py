"""`ugovor people TRACKER [NAME]`."""

from __future__ import annotations

import pytest
from cli_scene import CliScene

from plugin.trackers.base import FoundPerson, NotPermitted

ANNA = FoundPerson("Анна Белова", "5b10a2844c20165700ede21g")
OTHER = FoundPerson("Anna Blau", "5b10ac8d82e05b22cc7d4ef5", active=False)
PETER = FoundPerson("Пётр Соколов", "557058:1b2c")


@pytest.fixture(autouse=True)
def people(office: CliScene) -> None:
    """Three people at the tracker."""
    office.trackers["main"].people = (PETER, ANNA, OTHER)


def test_account_ids_are_printed_to_paste(office: CliScene) -> None:
    """Name, account, active or not, by name."""
    assert office.run("people", "main").stdout.splitlines() == [
        "Anna Blau     5b10ac8d82e05b22cc7d4ef5  switched off",
        "Анна Белова   5b10a2844c20165700ede21g  active",
        "Пётр Соколов  557058:1b2c               active",
    ]


def test_a_name_narrows_it(office: CliScene) -> None:
    """A part of a name will do."""
    assert office.json("people", "main", "анна", "--json") == [
        {"name": "Анна Белова", "account": "5b10a2844c20165700ede21g", "active": True}
    ]


def test_nobody_of_that_name_is_a_no(office: CliScene) -> None:
    """Exit code 1 and a sentence; JSON stays a list."""
    result = office.run("people", "main", "Nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'There is nobody called "Nobody"' in result.stderr
    assert office.run("people", "main", "Nobody", "--json").stdout == "[]\n"


def test_an_account_that_may_not_look_is_told_what_to_do(office: CliScene) -> None:
    """The right is named."""
    office.trackers["main"].fails = NotPermitted("GET user/search: Jira answered 403")
    result = office.run("people", "main")
    assert result.exit_code == 1
    assert "Browse users and groups" in result.stderr


def test_an_unknown_tracker_gets_a_suggestion(office: CliScene) -> None:
    """The closest name of the settings."""
    result = office.run("people", "mian")
    assert (result.exit_code, "main" in result.stderr) == (2, True)


def test_no_database_is_needed(office: CliScene) -> None:
    """Accounts are looked up before the first start."""
    (office.folder / "ugovor.db").unlink(missing_ok=True)
    assert office.run("people", "main").exit_code == 0
    assert not (office.folder / "ugovor.db").exists()
