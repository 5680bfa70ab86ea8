"""An export of a large project, and the contract that it is held against."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

CONTRACT = """
contract: {id: BIG, title: Support of a large site, client: Acme LLC, language: ru, currency: RUB,
           timezone: Europe/Moscow, calendar: RU}
tracker:
  name: main
  projects: [ACME]
  defect_types: [Bug]
  fields: {epic: customfield_10014}
  team_comments: {role: Agency}
  statuses: {working: [In Progress], done: [Done]}
people:
  director: {name: Пётр Соколов, side: client, account: client-1, email: p.sokolov@acme.example}
  contact: {name: Анна Белова, side: client, account: client-2}
  manager: {name: Мария Орлова, side: contractor, account: team-1}
authority:
  - {person: director, may: [decide, sign_off]}
  - {person: contact, may: [decide], up_to: {fee: 30000, working_days: 2}}
  - {person: manager, may: [rule_scope, estimate, price, publish]}
price: {hour: 3500, vat: 22, round_to: 100}
capacity: 6h
options: [move_deadline, extra_fee, fee_and_date, swap, park, withdraw]
goodwill: {per_month: 6h, per_request: 1h}
repeat: {count: 3, within: 30}
stages:
  - id: support
    title: Support
    items:
      - {id: "2.1", title: Главная страница, hours: 90000, link: {epic: ACME-1}}
      - {id: "2.2", title: Каталог, link: {epic: ACME-2}}
      - {id: "2.3", title: Правки по рассылкам, hours_per_month: 40, link: {label: mailing}}
      - {id: "2.4", title: Личный кабинет, link: {component: Account}}
exclusions:
  - {clause: "5.1", text: Мобильное приложение не входит, words: [мобильное приложение, iOS, Android]}
  - {clause: "5.2", text: Наполнение не входит, words: [наполнение, тексты, перевод]}
  - {clause: "5.3", text: Калькуляторы не входят, words: [калькулятор, личный расчёт]}
"""

WORDS = [
    "главная",
    "страница",
    "каталог",
    "форма",
    "кнопка",
    "отступ",
    "шрифт",
    "стоимость",
    "кабинет",
    "слайдер",
    "баннер",
    "оплата",
    "доставка",
    "карта",
    "фильтр",
    "поиск",
    "меню",
    "подвал",
    "шапка",
    "отзыв",
    "новость",
    "акция",
    "рассылка",
    "интеграция",
    "почта",
    "сервер",
    "скорость",
    "картинка",
    "галерея",
    "видео",
    "блог",
    "корзина",
    "заказ",
    "клиент",
    "менеджер",
    "отчёт",
    "экспорт",
    "импорт",
    "таблица",
    "график",
    "поле",
    "ошибка",
    "адрес",
    "телефон",
    "скидка",
    "купон",
    "подписка",
    "договор",
    "счёт",
    "акт",
    "выгрузка",
    "загрузка",
    "профиль",
    "пароль",
    "вход",
    "выход",
    "заявка",
    "статус",
]
EXTRAS = ("калькулятор", "перевод", "мобильное приложение", "тексты", "наполнение")
_HEAD = (
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Reporter", "Reporter Id"),
    *("Created", "Updated", "Labels", "Labels", "Component/s", "Component/s", "Original Estimate"),
    *("Custom field (Epic Link)", "Description"),
)
_UNUSED_COLUMNS = 40
_YEARS = timedelta(days=5 * 365)
_PLACES = (
    # share, epic, label, component, whether words of an exclusion stand in it
    (20, "ACME-1", "", "", False),
    (35, "ACME-2", "", "", False),
    (10, "", "mailing", "", False),
    (10, "", "", "Account", False),
    (10, "", "", "", True),
    (15, "", "", "", False),
)


def write_export(path: Path, count: int, seed: int = 7) -> None:
    """Write an export of Jira with this many issues of five years."""
    dice = random.Random(seed)
    moment, step = datetime(2021, 1, 11, 9, 0), _YEARS / count  # noqa: DTZ001 -- an export names no zone
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_HEAD, *(f"Custom field (Field {number})" for number in range(_UNUSED_COLUMNS))])
        for number in range(count):
            moment += step
            writer.writerow([*_make_row(dice, number, moment), *[""] * _UNUSED_COLUMNS])


def _make_row(dice: random.Random, number: int, moment: datetime) -> list[str]:
    _, epic, label, component, is_extra = dice.choices(_PLACES, [place[0] for place in _PLACES])[0]
    words = dice.sample(WORDS, dice.randint(3, 6))
    summary = " ".join([*words, dice.choice(EXTRAS)] if is_extra else words)
    at = moment.strftime("%d/%b/%y %I:%M %p")
    reporter = dice.choice(
        (("Анна Белова", "client-2"), ("Мария Орлова", "team-1"), ("Кто-то ещё", "client-9"))
    )
    return [
        summary,
        f"ACME-{number + 10}",
        str(100_000 + number),
        "Bug" if dice.random() < 0.1 else "Task",
        dice.choices(("Done", "To Do", "In Progress"), (80, 15, 5))[0],
        "ACME",
        *reporter,
        at,
        at,
        label,
        "",
        component,
        "",
        dice.choice(("", "3600", "7200", "14400", "28800", "64800")),
        epic,
        f"{summary}. " * 4,
    ]
