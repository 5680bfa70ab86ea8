"""The JQL that asks for issues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plugin.trackers.jira.search import build_jql

NOW = datetime(2026, 4, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("projects", "since", "expected"),
    [
        pytest.param(("A", "B"), None, 'project in ("A", "B") ORDER BY updated ASC', id="everything"),
        pytest.param(
            ("A",),
            NOW - timedelta(minutes=10),
            'project in ("A") AND updated >= "-15m" ORDER BY updated ASC',
            id="with five minutes for clocks that differ",
        ),
        pytest.param(
            ("A",),
            NOW + timedelta(hours=1),
            'project in ("A") AND updated >= "-1m" ORDER BY updated ASC',
            id="a moment to come",
        ),
        pytest.param(
            ('A"\\',), None, 'project in ("A\\"\\\\") ORDER BY updated ASC', id="quotes stay inside"
        ),
    ],
)
def test_jql_names_projects_and_minutes(
    projects: tuple[str, ...], since: datetime | None, expected: str
) -> None:
    """The query is bounded, and its time does not depend on a time zone."""
    assert expected == build_jql(projects, since, NOW)
