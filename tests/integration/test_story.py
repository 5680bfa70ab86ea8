"""Three weeks of a project on Jira, ending in exactly what the tables state."""

from __future__ import annotations

import pytest
from scene import Scene
from scenes import Scenes
from three_weeks import CLIENT_COMMENTS, LABELS, MARKS, REGISTER, TEAM_COMMENTS, row, tell

from plugin.practice.tracker.state import Flavour
from plugin.store import record


@pytest.fixture(params=["cloud", "dc"])
def told(request: pytest.FixtureRequest, scenes: Scenes) -> Scene:
    """The whole story, on each flavour of Jira and on both databases."""
    flavour: Flavour = request.param
    scene = scenes.opened(flavour=flavour)
    tell(scene)
    return scene


def test_three_weeks_end_as_the_tables_say(told: Scene) -> None:
    """Labels, comments, dates, register and record are exactly these."""
    assert {issue.key: told.labels(issue) for issue in told.site.issues.values()} == LABELS
    assert [row(entry) for entry in told.register()] == REGISTER
    for issue in told.site.issues.values():
        said = told.said(issue)
        wanted = CLIENT_COMMENTS.get(issue.key, [])
        assert len(wanted) == len(said), (issue.key, said)
        for mark, text in zip(wanted, said, strict=True):
            assert MARKS[mark] in text, (issue.key, mark, text)
    assert (
        told.due(told.site.issue("ACME-1")),
        told.due(told.site.issue("ACME-2")),
    ) == ("2026-05-12", "2026-06-01")
    assert {204} == set(told.answers)
    with told.service.database.look() as connection:
        assert record.verify(connection) is None
    # Goodwill running out, the third like request, words of an exclusion, and a ruling that is wanted.
    team = {issue.key: len(told.said(issue, team=True)) for issue in told.site.issues.values()}
    assert TEAM_COMMENTS == {key: count for key, count in team.items() if count}
