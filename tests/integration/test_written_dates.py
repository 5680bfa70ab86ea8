"""Dates as contracts write them: late stages, and work after acceptance."""

from __future__ import annotations

from typing import Any

from scenes import Scenes
from written_terms import answered, begin, offered, write_contract

from plugin.pages.contract_view import read_contract

CONTACT = {"person": "contact", "may": ["decide"], "up_to": {"fee": 30000, "working_days": 2}}
DIRECTOR = {"person": "director", "may": ["decide", "sign_off"]}
MANAGER = {"person": "manager", "may": ["rule_scope", "estimate", "price", "publish"]}
TERMS: dict[str, Any] = {"price": {"hour": 1000}, "authority": [DIRECTOR, CONTACT, MANAGER]}


def test_fee_for_a_late_stage_promises_no_date(scenes: Scenes) -> None:
    """Due on 20 November, only the fee offered: no date in the past is named."""
    stages = [{"id": "d", "title": "Дизайн", "due": "2026-11-20"}]
    terms = {**TERMS, "options": ["extra_fee", "withdraw"], "stages": stages}
    scene = begin(scenes(contract=write_contract(**terms)))
    issue, offer = offered(scene, hours=4)
    assert "1. Делаем вместе с этапом за" in offer.replace("**", "")
    assert "20 ноября" not in offer
    assert "опаздывает на 6 рабочих дней, это наша задержка" in offer
    answered(scene, issue, "contact", "1")
    (row,) = scene.register()
    assert (row["fee"], row["working_days"], row["due_after"]) == (4000, None, None)


def test_contact_decides_the_one_day_of_a_late_stage(scenes: Scenes) -> None:
    """Due on 16 November, six hours: one day, and the delay is ours."""
    stages = [
        {"id": "d", "title": "Дизайн", "due": "2026-11-16", "issue": "ACME-1"},
        {"id": "b", "title": "Сборка", "due": "2026-11-27", "after": ["d"]},
    ]
    scene = begin(scenes(contract=write_contract(**TERMS, capacity="6h", stages=stages)))
    stage = scene.create("manager", "Дизайн", type="Stage")
    scene.settle()
    issue, offer = offered(scene, hours=6)
    assert "запрос добавит 1 рабочий день" in offer
    answered(scene, issue, "contact", "1")
    (row,) = scene.register()
    assert (row["decided_by"], row["working_days"]) == ("Анна Белова", 1)
    assert (row["due_before"], row["due_after"], scene.due(stage)) == ("2026-11-16", None, None)
    with scene.service.database.look() as connection:
        view = read_contract(connection, "ACME-SITE", "ru")
    assert view is not None
    assert str(view.stages[0].now) == "2026-11-17"


def test_linked_work_after_acceptance_is_a_piece_of_its_own(scenes: Scenes) -> None:
    """Twelve hours at six a day, asked on 30 November: its own date is 2 December."""
    stages = [
        {
            "id": "d",
            "title": "Дизайн",
            "due": "2026-12-14",
            "issue": "ACME-1",
            "items": [{"id": "2.1", "title": "Макет", "hours": 40, "link": {"label": "design"}}],
            "sign_off": {"by": ["director"]},
        },
        {"id": "b", "title": "Сборка", "due": "2026-12-28", "after": ["d"]},
    ]
    scene = begin(scenes(contract=write_contract(**TERMS, capacity="6h", stages=stages)))
    stage = scene.create("manager", "Дизайн", type="Stage")
    scene.settle()
    answered(scene, stage, "director", "/принято")
    issue, offer = offered(scene, hours=12, labels=["design"])
    assert "2 декабря" in offer
    assert "до сдачи этапа" not in offer
    assert "14 декабря" not in offer
    answered(scene, issue, "director", "1")
    (row,) = scene.register()
    assert (row["due_before"], row["due_after"], scene.due(issue)) == (None, "2026-12-02", "2026-12-02")
    assert scene.due(stage) is None
