"""Silence after the second notice: what is one, and what only looks like it."""

from __future__ import annotations

import pytest
import yaml
from scene import Scene
from scenes import Scenes
from test_review_period import begun, design, newest, on, plain, say, state, terms


@pytest.fixture
def noticed(scenes: Scenes) -> Scene:
    """A stage after its second notice of 15 December; silence counts on the 21st."""
    return scenes.after(to_the_notice, contract="review.yaml")


def to_the_notice(scene: Scene) -> Scene:
    """Hand the stage over, and wait until its period is over."""
    begun(scene)
    say(scene, "manager", "/передаём")
    for day in ("14", "15"):
        on(scene, day)
    return scene


def test_answer_of_a_deputy_is_no_silence(scenes: Scenes) -> None:
    """Whatever a signatory's deputy writes after the second notice is an answer."""
    mapping = yaml.safe_load(terms(clause="7", then="accepted", second_notice=3))
    mapping["authority"][2] = {
        "person": "deputy",
        "may": ["decide", "sign_off"],
        "for": "director",
        "from": "2026-12-01",
        "until": "2026-12-31",
    }
    scene = scenes(contract=yaml.safe_dump(mapping, allow_unicode=True))
    to_the_notice(scene)
    say(scene, "deputy", "Коллеги, форма не отправляется, так принять не можем")
    on(scene, "21")
    assert state(scene).state == "awaited"


def test_refusal_without_the_power_is_no_silence(noticed: Scene) -> None:
    """A refusal from the signatory's side is an answer, though no signature."""
    say(noticed, "contact", "/не принято форма не отправляется")
    on(noticed, "21")
    assert state(noticed).state == "awaited"


def test_word_of_our_own_side_does_not_break_silence(noticed: Scene) -> None:
    """Our comments, and those of people who sign nothing, change nothing."""
    say(noticed, "manager", "Напоминаем о приёмке")
    say(noticed, "contact", "Спасибо!")
    on(noticed, "21")
    assert state(noticed).state == "accepted_by_silence"


def test_notice_that_came_late_leads_to_nothing(scenes: Scenes) -> None:
    """A notice taken days later leaves too little time: hand over again."""
    scene = scenes.after(begun, contract="review.yaml")
    say(scene, "manager", "/передаём")
    on(scene, "14")
    scene.site.faults.next("POST", "/comment", "503", times=500)
    on(scene, "15")
    on(scene, "16")
    scene.site.faults.clear()
    on(scene, "20")
    assert "второе уведомление" in newest(scene)
    on(scene, "21")
    assert state(scene).state == "awaited"
    told = plain(scene.said(design(scene), team=True)[-1])
    assert ("не дошло: " in told, "/передаём" in told) == (True, True)
    say(scene, "manager", "/передаём")
    assert "до понедельника, 28 декабря" in newest(scene)


def test_what_changed_since_the_notice_is_not_accepted_by_silence(noticed: Scene) -> None:
    """What the signatory was not asked about begins a new period."""
    noticed.create("manager", "Ещё страница", epic="ACME-3", hours=5)
    noticed.settle()
    on(noticed, "21")
    assert state(noticed).state == "awaited"
    assert "до понедельника, 28 декабря" in newest(noticed)
    for day in ("28", "29"):
        on(noticed, day)
    noticed.clock.to("2027-01-05T06:00")
    noticed.settle()
    assert state(noticed).state == "accepted_by_silence"


def test_refusal_of_a_recorded_silence_is_answered(noticed: Scene) -> None:
    """Who refuses without the power reads who has it: nobody is met with silence."""
    on(noticed, "21")
    say(noticed, "contact", "/не принято форма не отправляется")
    assert "Пётр Соколов" in newest(noticed)
    assert newest(noticed).startswith("Анна")
    assert state(noticed).state == "accepted_by_silence"


def test_who_accepts_and_refuses_at_once_has_refused(noticed: Scene) -> None:
    """Of two words in one comment that contradict each other none signs."""
    say(noticed, "director", "/принято\n/не принято форма не отправляется")
    assert state(noticed).state == "refused"
