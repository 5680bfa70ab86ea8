"""Three weeks of a project and exactly how they end, on every tracker.

Issues are named as in Jira; another tracker's names are translated where it is looked at.
"""

from __future__ import annotations

from typing import Any

EPIC = {"epic": "ACME-3"}

LABELS = {
    "ACME-1": set(),
    "ACME-2": set(),
    "ACME-3": set(),
    "ACME-4": {"in-scope"},
    "ACME-5": {"beyond-scope"},
    "ACME-6": {"scope-bonus"},
    "ACME-7": {"scope-bonus"},
    "ACME-8": {"scope-bonus"},
    "ACME-9": {"beyond-scope"},
    "ACME-10": {"beyond-scope"},
    "ACME-11": {"our-defect"},
    "ACME-12": {"in-scope"},
    "ACME-13": {"in-scope"},
    "ACME-14": {"in-scope"},
    "ACME-15": {"beyond-scope"},
    "ACME-16": {"in-scope"},
    "ACME-17": {"beyond-scope"},
    "ACME-18": {"beyond-scope"},
    "OTHER-1": {"scope-unclear"},
    "ACME-20": {"beyond-scope"},
}
"""Every issue with the service's labels at the end; the moved one was left as it was."""

CLIENT_COMMENTS = {
    "ACME-1": ["checklist"],
    "ACME-2": ["checklist"],
    "ACME-5": ["decided", "not the decider", "decision"],
    "ACME-6": ["bonus"],
    "ACME-7": ["bonus"],
    "ACME-8": ["bonus"],
    "ACME-9": ["decided", "decision"],
    "ACME-10": ["decided", "started", "decision"],
    "ACME-15": ["decided", "label", "decision"],
    "ACME-16": ["no extra any more", "why"],
    "ACME-17": ["decided", "decision"],
    "ACME-18": ["offer", "no such option"],
    "ACME-20": ["decided", "decision"],
}
"""What stands on each issue for the client, in order; nothing stands on the others."""

TEAM_COMMENTS = {"ACME-7": 1, "ACME-8": 1, "ACME-12": 1, "ACME-15": 1, "ACME-16": 1, "OTHER-1": 1}
"""How much stands there for the team: goodwill running out, the third like request, words of an exclusion,
a label taken off by hand, a ruling that departs, one that is wanted."""

REGISTER = [
    # issue, verdict, clause, hours, fee, days, state, option, decided by, due before and after
    (
        "ACME-5",
        "beyond_scope",
        "5.3",
        18,
        None,
        3,
        "decided",
        "move_deadline",
        "Пётр Соколов",
        "2026-04-10",
        "2026-04-15",
    ),
    ("ACME-6", "bonus", "5.3", 0.5, None, None, "decided", None, None, None, None),
    ("ACME-7", "bonus", "5.3", 1, None, None, "decided", None, None, None, None),
    ("ACME-8", "bonus", "5.3", 1, None, None, "decided", None, None, None, None),
    ("ACME-9", "beyond_scope", "5.3", 1, 4300, None, "decided", "extra_fee", "Анна Белова", None, None),
    (
        "ACME-10",
        "beyond_scope",
        "5.3",
        90,
        None,
        15,
        "decided",
        "move_deadline",
        "Пётр Соколов",
        "2026-04-15",
        "2026-05-07",
    ),
    ("ACME-15", "beyond_scope", "2.2", 12, None, None, "parked", "park", "Анна Белова", None, None),
    ("ACME-17", "beyond_scope", "2.1", 6, None, None, "withdrawn", "withdraw", "Пётр Соколов", None, None),
    ("ACME-18", "beyond_scope", "5.1", 120, 512400, 20, "offered", None, None, "2026-05-12", "2026-06-09"),
    (
        "ACME-20",
        "beyond_scope",
        "5.1",
        12,
        None,
        2,
        "decided",
        "move_deadline",
        "Пётр Соколов",
        "2026-05-07",
        "2026-05-12",
    ),
]

MARKS = {
    "checklist": "Подпишет: Пётр Соколов",
    "offer": "Ответьте, пожалуйста",
    "decided": "✓ Вариант",
    "decision": "Решили по запросу",
    "bonus": "бонусом",
    "not the decider": "Записали его как мнение",
    "started": "In Progress",
    "label": "beyond-scope",
    "why": "в договоре",
    "no such option": "1, 2",
    "no extra any more": "больше не действуют",
}


def first_week(scene: Any) -> None:
    """The wrong person answers, then the right one; small things are gifts."""
    scene.create("contact", "Слайдер на главной", **EPIC, hours=10)
    delivery = scene.create("contact", "Калькулятор доставки")
    scene.settle()
    scene.clock.move(hours=2)
    scene.edit("manager", delivery, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("contact", delivery, "1")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", delivery, "/выбор 1")
    scene.settle()
    scene.clock.to("2026-03-04T09:00")
    for summary, hours in (("Калькулятор НДС", 0.5), ("Калькулятор курсов", 1), ("Калькулятор рассрочки", 1)):
        scene.create("contact", summary, hours=hours)
        scene.clock.move(minutes=10)
        scene.settle()
    weight = scene.create("contact", "Калькулятор веса", hours=1)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("contact", weight, "2")
    scene.settle()


def second_week(scene: Any) -> None:
    """A large extra begins too early and moves the stage; pieces run out."""
    scene.clock.to("2026-03-10T09:00")
    office = scene.create("contact", "Личный кабинет", hours=90)
    scene.settle()
    scene.move("developer", office, "In Progress")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", office, "/choose 1")
    scene.settle()
    scene.create("contact", "Кнопка не нажимается", type="Bug")
    scene.create("contact", "Калькулятор на главной", **EPIC, hours=5)
    scene.clock.move(minutes=1)
    for number, hours in ((1, 20), (2, 20), (3, 12)):
        scene.create("contact", f"Шаблон {number}", components=["inner-pages"], hours=hours)
        scene.clock.move(minutes=1)
    scene.settle()
    third = scene.issue(15)
    scene.edit("contact", third, labels=[])
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("contact", third, "/choose 3")
    scene.settle()


def third_week(scene: Any) -> None:
    """A ruling, a withdrawn overrun, an open offer, a moved issue, repeats."""
    scene.clock.to("2026-03-16T09:00")
    ruled = scene.create("contact", "Калькулятор в шапке", hours=4)
    scene.settle()
    scene.comment("manager", ruled, "/scope in 2.1")
    scene.settle()
    scene.comment("contact", ruled, "/why")
    scene.settle()
    over = scene.create("contact", "Главная: второй вариант", **EPIC, hours=27)
    app = scene.create("contact", "Мобильное приложение", hours=120)
    unclear = scene.create("contact", "Поменять подрядчика хостинга")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", over, "4")
    scene.comment("director", app, "/choose 7")
    scene.move_to("manager", unclear, "OTHER")
    deliveries = scene.take()
    scene.post([*reversed(deliveries), *deliveries])
    scene.work()
    scene.clock.move(hours=1)
    small_app = scene.create("contact", "Прототип для iOS", hours=12)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", small_app, "1")
    scene.settle()


def tell(scene: Any) -> None:
    """Play the three weeks."""
    first_week(scene)
    second_week(scene)
    third_week(scene)


def row(entry: dict[str, Any]) -> tuple[Any, ...]:
    """Return an entry of the register as `REGISTER` states it."""
    keys = ("issue", "verdict", "clause", "hours", "fee", "working_days", "state", "option", "decided_by")
    return tuple(entry[key] for key in (*keys, "due_before", "due_after"))
