"""Recorded REST answers of YouTrack as the service's own values."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugin.trackers.youtrack.fields import compute_noon, read_comment, read_snapshot

RECORDED = Path(__file__).parents[2] / "data" / "youtrack" / "rest"


def recorded(name: str) -> Any:
    """Return a recorded answer."""
    return json.loads((RECORDED / f"{name}.json").read_bytes())


def test_a_recorded_issue_is_read() -> None:
    """Every custom field by its name.

    Dates as days, people by login, numbers as they are.
    """
    read = read_snapshot(recorded("issue"))
    assert ("1-937", "HD-25", "HD") == (read.id, read.key, read.project)
    assert ("In Progress", "Value One", date(2023, 7, 4)) == (read.status, read.type, read.due)
    assert {"Review"} == read.labels
    assert {
        "State": ("In Progress",),
        "Assignee": ("worker",),
        "Type": ("Value One",),
        "Due Date": ("2023-07-04",),
        "Started at": ("2021-06-11T07:32:09+00:00",),
        "Multipass": ("1623396729",),
        "Price": ("4003",),
        "Multiplier": ("3.1412",),
        "status:id": ("98-37 In Progress",),
        "type:id": ("96-38 Value One",),
    } == read.fields
    assert "support" == (read.reporter.id if read.reporter else "")


@pytest.mark.parametrize("name", ["issues", "issues_custom_model"])
def test_every_recorded_issue_is_read(name: str) -> None:
    """Each has a key, and a status where it has a field for it."""
    for entry in recorded(name):
        read = read_snapshot(entry)
        assert read.key
        assert bool(read.status) == any(field["name"] == "State" for field in entry["customFields"])


def test_recorded_comments_are_read() -> None:
    """Without a limit they are public; times are moments."""
    read = [read_comment(entry) for entry in recorded("issue_comments")]
    assert ["support", "max.demo", "sam"] == [one.author.id for one in read][:3]
    assert all(one.public and one.created is not None for one in read)


def test_the_parent_is_found_among_recorded_links() -> None:
    """The link that leads inward by Subtask names it; none of the others does."""
    links = recorded("issue_links")
    assert read_snapshot({"links": links}).parent is None
    inward = next(
        link for link in links if link["linkType"]["name"] == "Subtask" and link["direction"] == "INWARD"
    )
    inward["issues"] = [{"id": "2-4", "idReadable": "HD-4"}]
    assert "HD-4" == read_snapshot({"links": links}).parent


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ({"name": "State", "value": {"name": "Open"}}, "Open"),
        ({"name": "Stage", "$type": "StateIssueCustomField", "value": {"name": "Open"}}, "Open"),
        ({"name": "Stage", "$type": "StateMachineIssueCustomField", "value": {"name": "Open"}}, "Open"),
        ({"name": "Stage", "$type": "SingleEnumIssueCustomField", "value": {"name": "Open"}}, ""),
        ({"name": "State", "value": None}, ""),
    ],
)
def test_the_status_is_found_in_its_field(field: dict[str, Any], expected: str) -> None:
    """In the field called State, else in one of its type."""
    assert expected == read_snapshot({"customFields": [field]}).status


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [1], {"id": []}, True])
def test_nothing_makes_reading_fail(value: Any) -> None:
    """A part that is missing or of another type is empty."""
    keys = ("id", "idReadable", "customFields", "tags", "links", "reporter", "created", "project", "comments")
    assert read_snapshot(dict.fromkeys(keys, value)).labels == frozenset()
    assert (
        read_comment(dict.fromkeys(("id", "author", "text", "visibility", "created"), value)).editor is None
    )


def test_a_day_is_kept_as_its_noon() -> None:
    """As the recorded due date is."""
    assert 1688472000000 == compute_noon(date(2023, 7, 4))
