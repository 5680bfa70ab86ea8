"""A sign-off on a genuine Redmine, over signed webhooks and by polling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_player import link, reader
from redmine_scene import RedmineIssue, RedmineScene, opened_redmine
from redmine_server import require_redmine

from plugin.core.model.stage_state import StageState
from plugin.store import record, stages

pytestmark = pytest.mark.redmine

MODES = [pytest.param(False, id="webhooks"), pytest.param(True, id="polling")]


@pytest.fixture(params=MODES)
def signing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RedmineScene]:
    """Two stages, a kick-off that was agreed to, and one agreed piece of work."""
    require_redmine()
    database = f"sqlite:///{tmp_path}/ugovor.db"
    fields = {"labels": "Labels", "verdict": "Scope"}
    scene = RedmineScene(tmp_path, database, "signing.yaml", polling=request.param, fields=fields)
    try:
        opened_redmine(scene)
        kick_off = scene.create("manager", "Старт проекта")
        scene.settle()
        scene.comment("director", kick_off, "/согласен")
        scene.settle()
        scene.create("contact", "Слайдер", epic="ACME-3", hours=10)
        scene.settle()
        scene.clock.move(hours=1)
        yield scene
    finally:
        scene.close()


def on_record(scene: RedmineScene, stage: str = "design") -> StageState:
    """Return what is on record about a stage."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")[stage]


def say(scene: RedmineScene, who: str, words: str, number: int = 1) -> None:
    """Comment on an issue as a person."""
    scene.comment(who, scene.issue(number), words)
    scene.settle()
    scene.clock.move(minutes=1)


def begin(scene: RedmineScene, issue: RedmineIssue) -> str:
    """Begin work on an issue as the developer; return the status it ends in."""
    scene.clock.move(minutes=1)
    scene.move("developer", issue, "In Progress")
    scene.settle()
    return scene.status(issue)


def test_design_stage_is_signed_off(signing: RedmineScene) -> None:
    """A checklist, a wrong yes, a gate, a page, a changed part, a status."""
    stage = signing.issue(1)
    assert "[ ] 1. Главная согласована" in signing.said(stage)[0]
    say(signing, "manager", "/готово 1")
    assert "[x] 1. Главная согласована" in signing.said(stage)[0]

    say(signing, "contact", "/принято")
    assert "preliminary" == on_record(signing).state
    assert "Пётр Соколов" in signing.said(stage)[-1]

    build = signing.create("manager", "Вёрстка главной", labels=["html"], hours=8)
    signing.settle()
    assert "New" == begin(signing, build)
    assert "Пётр Соколов" in signing.said(build)[-1]

    page = link(signing, "director")
    reader(signing).answer(page, said="remarks", remarks="Поправить отступы в шапке")
    signing.settle()
    assert ("accepted_with_remarks", "page") == (on_record(signing).state, on_record(signing).words[-1].means)
    assert {"signed-off"} == signing.labels(stage)
    say(signing, "manager", "/готово 3")
    assert on_record(signing).points[0].closed_at is not None
    assert "In Progress" == begin(signing, build)

    signing.edit("manager", signing.issue(5), hours=25)
    signing.settle()
    assert "outdated" == on_record(signing).state
    assert {"sign-off-outdated"} == signing.labels(stage)
    assert "sign-off-outdated" in signing.labels(signing.issue(5))

    signing.clock.move(minutes=1)
    signing.move("contact", stage, "Accepted")
    signing.settle()
    assert ("outdated", "New") == (on_record(signing).state, signing.status(stage))
    signing.clock.move(minutes=1)
    signing.move("director", stage, "Accepted")
    signing.settle()
    assert ("accepted", "Accepted") == (on_record(signing).state, signing.status(stage))
    assert {"signed-off"} == signing.labels(stage)
    assert "sign-off-outdated" not in signing.labels(signing.issue(5))
    with signing.service.database.look() as connection:
        assert record.verify(connection) is None
    assert {204} >= set(signing.answers)


def test_edited_checklist_is_restored(signing: RedmineScene) -> None:
    """Redmine does not report edited notes; the next look restores the text."""
    stage = signing.issue(1)
    journal = next(
        each
        for each in signing.shown(stage)["journals"]
        if str(each["user"]["id"]) == signing.server.user("ugovor")
    )
    ticked = journal["notes"].replace("[ ] 1. ", "[x] 1. ")
    signing.people.ask("admin", "PUT", f"journals/{journal['id']}", {"journal": {"notes": ticked}})
    say(signing, "manager", "/готово 2")
    assert {1, 2} == {tick.number for tick in on_record(signing).ticks}
    assert "[x] 1. " in signing.said(stage)[0]
    assert "[x] 2. " in signing.said(stage)[0]
