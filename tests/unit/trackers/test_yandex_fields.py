"""Answers of Yandex Tracker as the service's own values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.model import Statuses, TrackerTerms
from plugin.core.model.issue import Account
from plugin.trackers.yandex.fields import list_wanted_names, read_comment, read_snapshot
from plugin.trackers.yandex.session import find_next_page
from plugin.trackers.yandex.values import choose_name, read_account

FIRST = '<api.tracker.yandex.net/v3/users?perPage=50>; rel="first"'
SAMPLES = Path(__file__).parents[2] / "data" / "yandex"


def sample(name: str) -> Any:
    """Return an answer by its name."""
    return json.loads((SAMPLES / f"{name}.json").read_bytes())


def test_an_issue_is_read() -> None:
    """Every part of it, with durations as hours."""
    read = read_snapshot(sample("issue"))
    assert ("5f981c00b982f0755dbdc13d", "ACME-7", "ACME") == (read.id, read.key, read.project)
    assert ("Задача", "В работе", "Калькулятор доставки") == (read.type, read.status, read.summary)
    assert ({"beyond-scope", "html"}, {"menu"}, {"1.0"}) == (read.labels, read.components, read.versions)
    assert (Decimal("40.3333333333"), Decimal(10)) == (read.estimate_hours, read.logged_hours)
    assert (date(2026, 4, 15), Account(id="1130000000000002", name="Анна Белова")) == (
        read.due,
        read.reporter,
    )
    assert datetime(2026, 4, 1, 9, 0, 0, 157_000, tzinfo=UTC) == read.created
    assert "ACME-3" == read.parent
    assert read.whole


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("epic", ("ACME-1", "5f981c00b982f0755dbdc0ff")),
        ("parent", ("ACME-3", "5f981c00b982f0755dbdc100")),
        ("estimation", ("6",)),
        ("spent", ("10",)),
        ("deadline", ("2026-04-15",)),
        ("pendingReplyFrom", ("Пётр Соколов", "1130000000000004")),
        ("priority", ("Средний", "normal", "3")),
        ("603fb94c38bbe658626da7c2--floor", ("второй",)),
        ("floor", ("второй",)),
        ("storyPoints", ("3.5",)),
        ("favorite", ("false",)),
        ("checklistDone", ("2",)),
    ],
)
def test_every_field_stands_under_its_key(field: str, expected: tuple[str, ...]) -> None:
    """A local field also under the part of its key that people know."""
    assert expected == read_snapshot(sample("issue")).fields[field]


def test_an_epic_stands_in_for_a_parent() -> None:
    """Tracker clears the parent where both lead to one issue."""
    issue = {name: value for name, value in sample("issue").items() if name != "parent"}
    assert "ACME-1" == read_snapshot(issue).parent


@pytest.mark.parametrize(
    ("why", "wanted", "expected"),
    [
        ("the mapping says the key", ("inProgress",), "inProgress"),
        ("the mapping says what people see", ("В работе",), "В работе"),
        ("the mapping says both", ("inProgress", "В работе"), "В работе"),
        ("the mapping says neither", ("open",), "В работе"),
        ("there is no mapping", (), "В работе"),
    ],
)
def test_a_status_is_called_as_the_mapping_calls_it(why: str, wanted: tuple[str, ...], expected: str) -> None:
    """By its key or by what people see."""
    assert expected == choose_name(sample("issue")["status"], wanted), why


def test_the_names_that_a_mapping_says() -> None:
    """Statuses, the type of stages, defects and what is left alone."""
    terms = TrackerTerms(
        name="main",
        projects=("ACME",),
        stage_type="stage",
        defect_types=("bug",),
        statuses=Statuses(working=("inProgress",), accepted=("closed",)),
    )
    assert {"stage", "bug", "inProgress", "closed"} == list_wanted_names(terms)
    assert frozenset() == list_wanted_names(None)


def test_comments_are_read() -> None:
    """Ids as texts, an editor who is not the author, and nobody under a mail."""
    plain, edited, mailed = map(read_comment, sample("comments"))
    assert ("626", "1130000000000002", None, None) == (plain.id, plain.author.id, plain.editor, plain.updated)
    assert ("684", "1130000000000003") == (edited.id, edited.editor.id if edited.editor else "")
    assert edited.updated is not None
    assert Account(id="", name="Пётр Соколов") == mailed.author
    assert all(each.public for each in (plain, edited, mailed))


@pytest.mark.parametrize(
    ("why", "person", "expected"),
    [
        ("of an issue", {"id": "113", "display": "Анна", "passportUid": 113}, Account(id="113", name="Анна")),
        ("of GET users", {"uid": 113, "login": "anna", "display": "Анна"}, Account(id="113", name="Анна")),
        ("a robot without an id", {"display": "Робот"}, Account(id="", name="Робот")),
        ("nobody", None, None),
        ("an empty object", {}, None),
    ],
)
def test_a_person_is_known_by_the_id(why: str, person: object, expected: Account | None) -> None:
    """The same id is a text here and a number there."""
    assert expected == read_account(person), why


@pytest.mark.parametrize(
    ("why", "link", "expected"),
    [
        (
            "without a scheme",
            '<api.tracker.yandex.net/v3/issues/A-1/changelog?id=5b9a&perPage=50>; rel="next"',
            {"id": "5b9a", "perPage": "50"},
        ),
        (
            "behind the first page",
            f'{FIRST}, <https://api.tracker.yandex.net/v3/users?perPage=50&page=2>; rel="next"',
            {"perPage": "50", "page": "2"},
        ),
        ("the first page alone", FIRST, None),
        ("nothing", "", None),
    ],
)
def test_the_next_page_is_a_query(why: str, link: str, expected: dict[str, str] | None) -> None:
    """The address itself is never followed."""
    assert expected == find_next_page({"Link": link}), why


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(sample("issue"))), JSON)
def test_no_value_makes_reading_fail(name: str, value: object) -> None:
    """A part of another type is empty, and takes nothing else away."""
    read = read_snapshot({**sample("issue"), name: value})
    assert read.whole


@given(st.sampled_from(sorted(sample("comments")[0])), JSON)
def test_no_value_makes_reading_a_comment_fail(name: str, value: object) -> None:
    """Whatever stands in it."""
    assert read_comment({**sample("comments")[0], name: value}).public
