"""Reading Jira's JSON.

Recorded answers, every known oddity, and nothing that can make it fail.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.core.model.issue import Account
from plugin.trackers.http.json_values import read_moment
from plugin.trackers.jira.fields import read_account, read_comment, read_snapshot

DATA = Path(__file__).resolve().parents[2] / "data" / "jira-rest"
WHOLE = {
    "labels": [],
    "components": [],
    "fixVersions": [],
    "issuetype": {"name": "Task"},
    "project": {"key": "ACME"},
    "created": "2026-01-31T10:00:00.000+0300",
    "reporter": None,
}


def recorded(name: str) -> dict[str, Any]:
    """Return a recorded REST answer."""
    issue: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return issue


def test_reads_a_recorded_issue() -> None:
    """A recorded REST answer of a Russian site is understood in full."""
    read = read_snapshot(recorded("issue.json"))
    assert (read.id, read.key, read.project, read.whole) == ("11442", "BBCOM-1398", "BBCOM", True)
    assert read.status == "К выполнению"
    assert Account(id="5b912f5c8a96e82b9549361c", name="Person 18") == read.reporter
    assert datetime(2018, 12, 5, 11, 32, 11, 571000, tzinfo=UTC) == read.created


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        pytest.param({"accountId": "5c", "name": "ann", "key": "k"}, "5c", id="old Cloud: accountId wins"),
        pytest.param({"name": "ann", "key": "JIRAUSER1"}, "ann", id="Data Center: the user name"),
        pytest.param({"key": "JIRAUSER1"}, "JIRAUSER1", id="a key alone"),
        pytest.param({"self": "x", "displayName": "Ann"}, "", id="a display name names nobody"),
        pytest.param({"accountId": {"a": 1}}, "", id="an id that is no id"),
    ],
)
def test_people_are_read_by_their_best_id(person: dict[str, Any], expected: str) -> None:
    """A person's id is what the flavour identifies people by."""
    found = read_account(person)
    assert found is not None
    assert expected == found.id


@pytest.mark.parametrize("nobody", [None, {}, [], "ann", 5])
def test_no_person_is_read_as_nobody(nobody: object) -> None:
    """What is no person is nobody."""
    assert read_account(nobody) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31T10:00:00.000+0530", datetime(2026, 1, 31, 4, 30, tzinfo=UTC)),
        ("2026-01-31T10:00:00Z", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        (1550286678321, datetime(2019, 2, 16, 3, 11, 18, 321000, tzinfo=UTC)),
        ("1550286678321", datetime(2019, 2, 16, 3, 11, 18, 321000, tzinfo=UTC)),
        ("2026-01-31T10:00:00", None),
        ("2019-1-30 15:51:34,870", None),
        ("0001-01-01T00:00:00+0530", None),
        (10**40, None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ("", None),
    ],
)
def test_moments_are_read_in_every_form(value: object, expected: datetime | None) -> None:
    """Moments are aware and in UTC; anything else is none."""
    assert expected == read_moment(value)


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        pytest.param({"timeoriginalestimate": 5400}, "estimate_hours", Decimal("1.5"), id="seconds"),
        pytest.param(
            {"timetracking": {"originalEstimateSeconds": 7200}}, "estimate_hours", Decimal(2), id="tt"
        ),
        pytest.param({"timeoriginalestimate": True}, "estimate_hours", None, id="a bool is no number"),
        pytest.param({"timeoriginalestimate": -1}, "estimate_hours", None, id="less than nothing"),
        pytest.param({"timespent": None}, "logged_hours", Decimal(0), id="no work logged"),
        pytest.param({"timespent": 3600}, "logged_hours", Decimal(1), id="an hour logged"),
        pytest.param({"duedate": "2026-04-10"}, "due", date(2026, 4, 10), id="a day"),
        pytest.param({"duedate": "2026-13-01"}, "due", None, id="no such month"),
        pytest.param({"labels": None}, "labels", frozenset(), id="labels are null"),
        pytest.param({"labels": ["a", None, 3]}, "labels", frozenset({"a", "3"}), id="odd labels"),
        pytest.param(
            {"components": [{"name": "Web"}, {}]}, "components", frozenset({"Web"}), id="components"
        ),
        pytest.param({"fixVersions": [{"name": "1.0"}]}, "versions", frozenset({"1.0"}), id="versions"),
        pytest.param(
            {"versions": [{"name": "0.9"}]}, "versions", frozenset(), id="affected versions do not count"
        ),
        pytest.param({"parent": {"id": "7", "key": "A-7"}}, "parent", "A-7", id="parent"),
        pytest.param({"parent": None}, "parent", None, id="no parent"),
        pytest.param({"description": None}, "description", "", id="no description"),
        pytest.param({"description": "a\x00b\ud800"}, "description", "ab?", id="what no database keeps"),
        pytest.param(
            {"customfield_1": "ACME-5"}, "fields", {"customfield_1": ("ACME-5",)}, id="an epic's key"
        ),
        pytest.param({"customfield_1": None}, "fields", {}, id="an empty field"),
        pytest.param({"customfield_1": 3.5}, "fields", {"customfield_1": ("3.5",)}, id="a number"),
        pytest.param({"customfield_1": {"value": "A"}}, "fields", {"customfield_1": ("A",)}, id="an option"),
        pytest.param(
            {"customfield_1": {"value": "A", "child": {"value": "B"}}},
            "fields",
            {"customfield_1": ("A", "B")},
            id="a cascading option",
        ),
        pytest.param(
            {"customfield_1": ["com.atlassian.greenhopper.service.sprint.Sprint@1[id=1,name=S 1,goal=]"]},
            "fields",
            {"customfield_1": ("S 1",)},
            id="an old sprint string",
        ),
        pytest.param(
            {"customfield_1": [{"id": 1, "name": "S 1"}]},
            "fields",
            {"customfield_1": ("S 1",)},
            id="a sprint",
        ),
    ],
)
def test_single_fields_are_read_in_every_form(fields: dict[str, Any], name: str, expected: object) -> None:
    """Each field is read from every form that was seen."""
    assert expected == getattr(read_snapshot({"id": "1", "key": "ACME-1", "fields": fields}), name)


def test_adf_descriptions_are_flattened() -> None:
    """REST v3 gives ADF where a webhook gives a string."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "hello"}]}
    document = {"type": "doc", "version": 1, "content": [paragraph]}
    assert read_snapshot({"fields": {"description": document}}).description == "hello"


def test_minutes_never_add_up_to_more() -> None:
    """Three times 40 minutes are not over two hours, and an hour stays exactly one."""
    forty = read_snapshot({"fields": {"timespent": 2400}}).logged_hours
    assert Decimal("1.99999") < 3 * forty <= 2
    assert str(read_snapshot({"fields": {"timespent": 36000}}).logged_hours) == "10"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"id": "7"}, "7"),
        ({"id": 7}, "7"),
        ({"self": "https://x/rest/api/2/issue/10021"}, "10021"),
        ({"self": "https://x/rest/api/2/10021"}, "10021"),
        ({"self": "https://x/rest/api/2/issue/ACME-1"}, ""),
        ({}, ""),
    ],
)
def test_an_id_is_found_in_the_address_where_it_is_missing(body: dict[str, Any], expected: str) -> None:
    """The id comes from the issue or from its address."""
    assert expected == read_snapshot(body).id


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(WHOLE, True, id="all keys, though values are empty"),
        pytest.param({**WHOLE, "extra": 1}, True, id="more than needed"),
        pytest.param({key: WHOLE[key] for key in WHOLE if key != "labels"}, False, id="no labels"),
        pytest.param({}, False, id="no fields"),
        pytest.param(None, False, id="fields are null"),
    ],
)
def test_a_body_with_every_needed_field_is_whole(fields: object, expected: bool) -> None:
    """A body is whole when it carries everything that a verdict needs."""
    assert expected is read_snapshot({"id": "1", "fields": fields}).whole


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"jsdPublic": True}, True),
        ({}, True),
        ({"jsdPublic": False}, False),
        ({"visibility": {"type": "role", "value": "Agency"}}, False),
    ],
)
def test_visibility_decides_whether_a_comment_is_public(body: dict[str, Any], expected: bool) -> None:
    """A comment is public unless the body says otherwise."""
    assert expected is read_comment(body).public


def test_an_edited_comment_names_its_editor() -> None:
    """The editor shows only where it is somebody else."""
    ann, ben = {"accountId": "ann"}, {"accountId": "ben"}
    assert read_comment({"author": ann, "updateAuthor": ben}).editor == Account(id="ben")
    assert read_comment({"author": ann, "updateAuthor": ann}).editor is None


def test_reads_a_recorded_issue_of_an_old_site() -> None:
    """An answer with rendered fields from before account ids is understood."""
    read = read_snapshot(recorded("issue-rendered.json"))
    assert (read.id, read.project, read.reporter is not None) == ("26313", "INDEV", True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([*WHOLE, "summary", "status", "parent", "timetracking", "duedate", "customfield_1"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "key", "self"]), JSON), st.dictionaries(NAMES, JSON))
def test_no_body_makes_reading_fail(issue: dict[str, Any], fields: dict[str, Any]) -> None:
    """Whatever stands in a body, reading gives a snapshot that can be kept as JSON."""
    read = read_snapshot({**issue, "fields": fields})
    assert read == type(read).model_validate_json(read.model_dump_json())
