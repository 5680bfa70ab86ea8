"""Waits on a genuine Redmine, over signed webhooks and by polling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from redmine_scene import RedmineIssue, RedmineScene, opened_redmine
from redmine_server import require_redmine

from plugin.core.model.waits import Wait
from plugin.store import waits

pytestmark = pytest.mark.redmine

MODES = [pytest.param(False, id="webhooks"), pytest.param(True, id="polling")]


@pytest.fixture(params=MODES)
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RedmineScene]:
    """An open project with one agreed piece of work."""
    require_redmine()
    database = f"sqlite:///{tmp_path}/ugovor.db"
    fields = {"labels": "Labels", "verdict": "Scope"}
    opened = RedmineScene(tmp_path, database, "signing.yaml", polling=request.param, fields=fields)
    try:
        opened_redmine(opened)
        yield opened
    finally:
        opened.close()


def asked(scene: RedmineScene) -> tuple[Wait, ...]:
    """Return what people asked for, as it is on record."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return tuple(wait for wait in found if wait.series == "asked")


def say(scene: RedmineScene, who: str, issue: RedmineIssue, words: str) -> None:
    """Comment as a person, and wait until it was heard."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=1)


def test_question_is_asked_answered_in_parts_and_received(scene: RedmineScene) -> None:
    """A word or a file hands the ball over, a part missing hands it back."""
    work = scene.create("manager", "Слайдер", epic="ACME-3", hours=10)
    scene.settle()
    say(scene, "manager", work, "/спросить Анну через 3 дня: тексты и логотип")
    (wait,) = asked(scene)
    assert (wait.owed_by, wait.state) == ("contact", "open")
    assert "Анна, ждём от вас: «тексты и логотип»" in scene.said(work)[-1].replace("\xa0", " ")
    say(scene, "contact", work, "Спасибо, увидела")
    assert [each.state for each in asked(scene)] == ["open"]
    say(scene, "contact", work, "Тексты готовы, лежат в папке")
    assert [each.state for each in asked(scene)] == ["answered"]
    say(scene, "manager", work, "/получили не всё: нет логотипа")
    assert [(each.state, each.missing) for each in asked(scene)] == [("open", "нет логотипа")]
    scene.attach("contact", work, "Логотип 2.svg")
    scene.settle()
    scene.clock.move(minutes=1)
    assert [each.state for each in asked(scene)] == ["answered"]
    say(scene, "manager", work, "/получили")
    assert [each.state for each in asked(scene)] == ["got"]
    living = next(text for text in scene.said(work) if "больше ничего не ждём" in text)
    assert "✓ Тексты и логотип: получили" in living.replace("\xa0", " ")


def test_field_that_was_asked_for_is_an_answer(scene: RedmineScene) -> None:
    """The journal tells it where no webhook does."""
    work = scene.create("manager", "Слайдер", epic="ACME-3", hours=10)
    scene.settle()
    say(scene, "manager", work, "/спросить Анну через 3 дня: заполните поле Deadline")
    assert [each.state for each in asked(scene)] == ["open"]
    scene.edit("contact", work, deadline="2026-05-20")
    scene.settle()
    assert [each.state for each in asked(scene)] == ["answered"]
