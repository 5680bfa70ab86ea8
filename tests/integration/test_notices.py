"""Notices have a state for each person: sent, opened, seen, answered."""

from __future__ import annotations

import pytest
import yaml
from page_player import link, reader, signed_in
from scene import Scene
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.core.model.notices import Notice
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import notices


def found(scene: Scene) -> dict[str, Notice]:
    """Return the contract's notices by person."""
    with scene.service.database.look() as connection:
        return {each.person: each for each in notices.load_of_contract(connection, "ACME-SITE")}


@pytest.fixture
def decided(scene: Scene) -> PracticeIssue:
    """An extra that the contact asked for and the director decided a moment ago."""
    issue = scene.create("contact", "Калькулятор стоимости", hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", issue, "1")
    scene.settle()
    return issue


def test_who_asked_is_told_of_the_decision(scene: Scene, decided: PracticeIssue) -> None:
    """It is sent once the tracker took the comment; a word on the issue is seen."""
    assert {person: each.state for person, each in found(scene).items()} == {"contact": "sent"}
    scene.clock.move(minutes=5)
    scene.comment("contact", decided, "Отлично, спасибо всем за оперативность и терпение")
    scene.settle()
    assert found(scene)["contact"].state == "seen"


def test_notice_that_nobody_acknowledges_is_shown_to_our_side(scene: Scene, decided: PracticeIssue) -> None:
    """After two working days the contract's page names it; nobody is written to."""
    before = len(scene.said(decided))
    scene.clock.to("2026-03-04T09:00")
    assert "Пока не прочитано" not in signed_in(scene, "manager").get("/contracts/ACME-SITE").text
    scene.clock.to("2026-03-05T09:00")
    scene.settle()
    assert "Пока не прочитано" in signed_in(scene, "manager").get("/contracts/ACME-SITE").text
    assert "Пока не прочитано" not in signed_in(scene, "contact").get("/contracts/ACME-SITE").text
    assert len(scene.said(decided)) == before


@pytest.fixture
def reminded(scene: Scene) -> Scene:
    """The contract with terms of waiting: people may be reminded."""
    mapping = yaml.safe_load((CONTRACTS / "acme.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    mapping["authority"][3]["may"].append("reset")
    scene.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    scene.settle()
    return scene


def repeated(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return what was said once more on an issue."""
    return [text for text in scene.said(issue) if "знать, что увидели" in text]


def test_notice_that_nobody_saw_is_repeated_once(reminded: Scene, decided: PracticeIssue) -> None:
    """After two working days it is said once more, then our side's list shows it."""
    for day, count in (("03", 0), ("04", 1), ("05", 1), ("06", 1), ("10", 1)):
        reminded.clock.to(f"2026-03-{day}T09:00")
        reminded.settle()
        assert len(repeated(reminded, decided)) == count, day
    assert "Анна, 2 марта решили по запросу «" in repeated(reminded, decided)[0].replace("\xa0", " ")
    assert "Пока не прочитано" in signed_in(reminded, "manager").get("/contracts/ACME-SITE").text


def test_decision_that_was_taken_back_is_not_said_again(reminded: Scene, decided: PracticeIssue) -> None:
    """It stands no more."""
    reminded.clock.move(minutes=5)
    reminded.comment("manager", decided, "/вернуть")
    reminded.settle()
    reminded.clock.to("2026-03-05T09:00")
    reminded.settle()
    assert repeated(reminded, decided) == []


def test_notice_that_was_seen_is_not_repeated(reminded: Scene, decided: PracticeIssue) -> None:
    """A word on the issue is enough."""
    reminded.clock.move(minutes=5)
    reminded.comment("contact", decided, "Отлично, спасибо")
    reminded.settle()
    reminded.clock.to("2026-03-05T09:00")
    reminded.settle()
    assert repeated(reminded, decided) == []


def test_button_acknowledges_the_notice(scene: Scene, decided: PracticeIssue) -> None:
    """The reader's own page lists what is new for them, until they press the button."""
    del decided
    who = signed_in(scene, "contact")
    assert "Для вас есть новое" in who.get("/contracts/ACME-SITE").text
    assert who.press("/contracts/ACME-SITE").status_code == 303
    assert "Для вас есть новое" not in who.get("/contracts/ACME-SITE").text
    assert found(scene)["contact"].state == "seen"


def test_later_date_is_a_notice_to_the_decider(scene: Scene) -> None:
    """A choice of the decider on that issue answers it."""
    stage = scene.site.issue("ACME-1")
    scene.comment("manager", stage, "/прогноз 20.04.2026: понадобился ещё один круг правок")
    scene.settle()
    assert {person: (each.kind, each.state) for person, each in found(scene).items()} == {
        "director": ("shift", "sent")
    }
    scene.clock.move(hours=1)
    scene.comment("director", stage, "/принято")
    scene.settle()
    assert found(scene)["director"].state == "answered"


def test_second_notice_by_mail_is_opened_by_its_link(scenes: Scenes) -> None:
    """Opening may be a mail filter's: it is kept as that, and acknowledges nothing."""
    scene = scenes.opened(contract="review.yaml")
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    scene.comment("manager", scene.site.issue("ACME-1"), "/передаём")
    scene.settle()
    scene.clock.to("2026-12-15T06:00")
    scene.settle()
    assert found(scene)["director"].state == "sent"
    reader(scene).get(link(scene, "director"))
    opened = found(scene)["director"]
    assert (opened.state, opened.is_acknowledged) == ("opened", False)
