"""Waits as people live them: asked, answered, received, and what it does to dates."""

from __future__ import annotations

import pytest
import yaml
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.core.model.waits import Wait
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record, waits

DESIGN = "ACME-1"


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


def terms(**waiting: object) -> str:
    """Return the contract with terms of waiting; the design is due on 18 December."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact", "moves_deadline": True, **waiting}
    mapping["tracker"]["statuses"]["waiting_for_client"] = ["In Review"]
    for stage in mapping["stages"]:
        stage["due"] = {"design": "2026-12-18"}.get(stage["id"], stage["due"])
    return yaml.safe_dump(mapping, allow_unicode=True)


def begun(scene: Scene) -> Scene:
    """Open the project; it is Monday, 7 December 2026, in the morning."""
    opened(scene)
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    return scene


@pytest.fixture
def acme(scenes: Scenes) -> Scene:
    """The contract with waits that move the date."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    return begun(scene)


def say(scene: Scene, who: str, issue: PracticeIssue, words: str) -> None:
    """Comment as a person, and a minute later it was heard."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=1)


def on(scene: Scene, moment: str) -> None:
    """Go to a moment of December 2026 and do what is due."""
    scene.clock.to(f"2026-12-{moment}")
    scene.settle()


def texts(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return the service's public comments on an issue."""
    return [plain(text) for text in scene.said(issue)]


def waits_of(scene: Scene) -> tuple[Wait, ...]:
    """Return the waits on record of what was asked for."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return tuple(wait for wait in found if wait.series == "asked")


def kinds(scene: Scene) -> list[str]:
    """Return the kinds of the record's entries, oldest first."""
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        return [entry["kind"] for entry in record.export(connection)]


def test_question_is_asked_answered_received_and_counted(acme: Scene) -> None:
    """The date moves by exactly the working days that the client's side was late."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/спросить Анну до среды: тексты для главной")
    (asked,) = waits_of(acme)
    assert (asked.owed_by, str(asked.due), asked.state) == ("contact", "2026-12-09", "open")
    assert "Анна, ждём от вас: «тексты для главной», до среды, 9 декабря" in texts(acme, work)[-1]
    on(acme, "14T09:00")
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    assert [each.state for each in waits_of(acme)] == ["answered"]
    say(acme, "manager", work, "/получили")
    (got,) = waits_of(acme)
    assert (got.state, got.counted.days if got.counted else None) == ("got", 2)
    assert "Ждали 2 рабочих дня, 10–11 декабря; ответ пришёл 14 декабря" in texts(acme, work)[-1]
    told = texts(acme, acme.site.issue(DESIGN))[-1]
    assert "сдвигается на 2 рабочих дня: по договору теперь 22 декабря, во вторник, вместо 18-го" in told
    assert acme.due(acme.site.issue(DESIGN)) == "2026-12-22"
    assert [kind for kind in kinds(acme) if kind in ("asked", "answered", "got", "waiting_counted")] == [
        "asked",
        "answered",
        "got",
        "waiting_counted",
    ]
