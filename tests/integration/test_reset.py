"""`/reset` takes the last decision or sign-off back, with its effects."""

from __future__ import annotations

import pytest
import yaml
from scene import Scene
from service_scene import CONTRACTS

from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


@pytest.fixture
def decided(scene: Scene) -> PracticeIssue:
    """An extra for which the director moved the deadline; the manager may reset."""
    mapping = yaml.safe_load((CONTRACTS / "acme.yaml").read_text(encoding="utf-8"))
    mapping["authority"][3]["may"].append("reset")
    scene.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    scene.settle()
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    say(scene, "director", issue, "1")
    return issue


def say(scene: Scene, who: str, issue: PracticeIssue, words: str) -> str:
    """Comment as a person; return the service's newest public comment."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=5)
    return plain(scene.said(issue)[-1])


def due(scene: Scene) -> str | None:
    """Return the due date of the first stage's issue."""
    return scene.due(scene.site.issue("ACME-1"))


def test_decision_is_taken_back_with_its_effects(scene: Scene, decided: PracticeIssue) -> None:
    """Due date and register go back, options are open again, the record keeps both."""
    assert due(scene) == "2026-04-15"
    told = say(scene, "manager", decided, "/вернуть")
    assert "отменено (Мария Орлова)" in told
    (row,) = scene.register()
    assert (row["state"], row["option"], row["decided_by"]) == ("offered", None, None)
    assert due(scene) == "2026-04-10"
    assert "1. Делаем, «Дизайн» сдаём" in plain(scene.said(decided)[0])
    told = say(scene, "director", decided, "/choose 2")
    assert [each["option"] for each in scene.register()] == ["extra_fee"], told
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        assert {"decision", "reset"} <= record.load_kinds(connection, "ACME-SITE")


def test_earlier_decision_is_in_force_again(scene: Scene, decided: PracticeIssue) -> None:
    """Only the last one is taken back: the shift before it holds."""
    say(scene, "director", decided, "/choose 2")
    assert due(scene) == "2026-04-10"
    told = say(scene, "manager", decided, "/reset")
    assert "Снова действует прежнее: делаем, этап «Дизайн» сдаём" in told
    assert [each["option"] for each in scene.register()] == ["move_deadline"]
    assert due(scene) == "2026-04-15"


@pytest.mark.parametrize(
    ("who", "named"),
    [("director", "Мария Орлова"), ("contact", "Мария Орлова"), ("stranger", "Мария Орлова")],
)
def test_only_who_has_reset_resets(scene: Scene, decided: PracticeIssue, who: str, named: str) -> None:
    """Anybody else reads who can, and nothing changes."""
    assert named in say(scene, who, decided, "/reset")
    assert [each["state"] for each in scene.register()] == ["decided"]


def test_sign_off_is_taken_back(scene: Scene, decided: PracticeIssue) -> None:
    """The label goes, and the same person may sign again."""
    del decided
    stage = scene.site.issue("ACME-1")
    say(scene, "director", stage, "/принято")
    assert "signed-off" in scene.labels(stage)
    told = say(scene, "manager", stage, "/вернуть")
    assert "Приёмку этапа «Дизайн» отменили" in told
    assert "signed-off" not in scene.labels(stage)
    say(scene, "director", stage, "/принято")
    assert "signed-off" in scene.labels(stage)


def test_nothing_to_take_back_is_said(scene: Scene, decided: PracticeIssue) -> None:
    """A person who writes to the service is never met with silence."""
    del decided
    issue = scene.create("contact", "Слайдер", epic="ACME-3", hours=3)
    scene.settle()
    assert "нечего отменять" in say(scene, "manager", issue, "/reset")


@pytest.mark.parametrize("words", ["/bonus", "/scope in 2.1", "/estimate 40h", "/fee 10"])
def test_command_that_a_decision_stands_above_is_answered(
    scene: Scene, decided: PracticeIssue, words: str
) -> None:
    """Nobody believes to have changed what is decided: the answer names `/reset`."""
    told = say(scene, "manager", decided, words)
    assert ("уже решили: перенос срока" in told, "/вернуть" in told) == (True, True)
    assert [(each["state"], each["option"]) for each in scene.register()] == [("decided", "move_deadline")]


@pytest.mark.parametrize("words", ["/bonus", "/scope in 2.1", "/estimate 40h", "/fee 10"])
def test_word_that_did_nothing_does_not_come_alive_later(
    scene: Scene, decided: PracticeIssue, words: str
) -> None:
    """What was answered is what happens: after `/reset` the same offer is open again."""
    offer = plain(scene.said(decided)[0]).split("\n")
    told = say(scene, "manager", decided, words)
    assert "команда не сработала" in told
    assert "сначала нужна строка /вернуть" in told
    say(scene, "manager", decided, "/reset")
    (row,) = scene.register()
    assert (row["state"], row["verdict"], row["hours"]) == ("offered", "beyond_scope", 18)
    again = plain(scene.said(decided)[0]).split("\n")
    assert [line for line in again if line[:2] in ("1.", "2.")] == [
        line for line in offer if line[:2] in ("1.", "2.")
    ]
    say(scene, "manager", decided, words)
    assert plain(scene.said(decided)[0]).split("\n") != again
