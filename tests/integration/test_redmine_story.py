"""The three weeks on a genuine Redmine, over signed webhooks and by polling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from redmine_scene import RedmineScene, opened_redmine
from redmine_server import require_redmine
from three_weeks import CLIENT_COMMENTS, LABELS, MARKS, REGISTER, TEAM_COMMENTS, row, tell

from mappings.model import Labels
from plugin.store import record
from plugin.trackers.mapped_fields import get_verdict_labels

pytestmark = pytest.mark.redmine

NUMBERS = {"OTHER-1": "19"}
"""The issue that is moved keeps its number in Redmine."""


def number(key: str) -> str:
    """Return Redmine's name of an issue of the story."""
    return NUMBERS.get(key, key.rpartition("-")[2])


@pytest.fixture(scope="module")
def by_webhooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedmineScene]:
    """The whole story over signed webhooks, with labels in one field."""
    yield from _told(tmp_path_factory.mktemp("webhooks"), polling=False, fields={"labels": "Labels"})


@pytest.fixture(scope="module")
def by_polling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedmineScene]:
    """The whole story without any webhook, the verdict in a field of its own besides."""
    fields = {"labels": "Labels", "verdict": "Scope"}
    yield from _told(tmp_path_factory.mktemp("polling"), polling=True, fields=fields)


def _told(folder: Path, *, polling: bool, fields: dict[str, str]) -> Iterator[RedmineScene]:
    require_redmine()
    scene = RedmineScene(folder, f"sqlite:///{folder}/ugovor.db", polling=polling, fields=fields)
    try:
        opened_redmine(scene)
        tell(scene)
        yield scene
    finally:
        scene.close()


def test_story_by_webhooks_ends_as_on_other_trackers(by_webhooks: RedmineScene) -> None:
    """Labels, register, comments and dates are the same."""
    check_ends(by_webhooks, LABELS, CLIENT_COMMENTS)
    assert {204} == set(by_webhooks.answers)


def test_team_text_by_webhooks_is_private(by_webhooks: RedmineScene) -> None:
    """What concerns the team alone is in notes that the client cannot read."""
    assert team_comments(by_webhooks) == {number(key): count for key, count in TEAM_COMMENTS.items()}


def test_story_by_polling_ends_the_same(by_polling: RedmineScene) -> None:
    """Only who took a label away is not known."""
    kept = {**CLIENT_COMMENTS, "ACME-15": ["decided", "decision"]}
    # The verdict's own field still showed it: the copy among the labels was people's to take.
    check_ends(by_polling, {**LABELS, "ACME-15": set()}, kept)
    shown = {issue.id: by_polling.field(issue, "Scope") for issue in by_polling.issues()}
    names = {label: verdict for verdict, label in get_verdict_labels(Labels()).items()}
    wanted = {number(key): [names[label] for label in labels] for key, labels in LABELS.items()}
    assert wanted == shown
    assert [] == by_polling.answers


def test_team_text_by_polling_is_private(by_polling: RedmineScene) -> None:
    """As over webhooks, but for the label that nobody is known to have taken."""
    told = {number(key): count for key, count in TEAM_COMMENTS.items() if key != "ACME-15"}
    assert team_comments(by_polling) == told


def check_ends(
    scene: RedmineScene, labels: Mapping[str, set[str]], comments: Mapping[str, list[str]]
) -> None:
    """Hold what Redmine shows and what is on record against the tables."""
    wanted = {number(key): own for key, own in labels.items()}
    assert {issue.id: scene.labels(issue) for issue in scene.issues()} == wanted
    assert [row({**entry, "issue": f"ACME-{entry['issue']}"}) for entry in scene.register()] == REGISTER
    for issue in scene.issues():
        check_comments(scene, issue.id, comments)
    assert ("2026-05-12", "2026-06-01") == (scene.due(scene.issue(1)), scene.due(scene.issue(2)))
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None


def check_comments(scene: RedmineScene, issue: str, comments: Mapping[str, list[str]]) -> None:
    """Hold what stands on an issue for the client against the table, in order."""
    wanted = {number(key): marks for key, marks in comments.items()}.get(issue, [])
    said = scene.said(scene.issue(int(issue)))
    assert len(wanted) == len(said), (issue, said)
    for mark, text in zip(wanted, said, strict=True):
        assert MARKS[mark] in text, (issue, mark, text)


def team_comments(scene: RedmineScene) -> dict[str, int]:
    """Return how many private notes of the service stand on each issue that has any."""
    counts = {issue.id: len(scene.said(issue, team=True)) for issue in scene.issues()}
    return {issue: count for issue, count in counts.items() if count}
