"""The names of an ordinary contract in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class World:
    """The names of a contract in one language."""

    language: str
    director: str
    contact: str
    deputy: str
    manager: str
    owner: str
    request: str
    other: str
    third: str
    stage: str
    later: str
    item: str
    second_item: str
    exclusion: str
    clause: str
    word: str
    currency: str
    to_do: str
    doing: str
    choose: str
    done: str
    fee_example: str
    scope_example: str
    other_currency: str


RU = World(
    language="ru",
    director="Пётр Соколов",
    contact="Анна Белова",
    deputy="Игорь Ким",
    manager="Мария Орлова",
    owner="Олег Зимин",
    request="Калькулятор стоимости на главной",
    other="Блок «Отзывы»",
    third="Перевод раздела «О компании»",
    stage="Дизайн",
    later="Сборка и запуск",
    item="Дизайн главной страницы",
    second_item="Шаблоны внутренних страниц",
    exclusion="Тексты и перевод",
    clause="5.2",
    word="перевод",
    currency="RUB",
    to_do="К работе",
    doing="В работе",
    choose="выбор",
    done="готово",
    fee_example="/сумма 30000",
    scope_example="/объём в 2.1",
    other_currency="USD",
)
EN = World(
    language="en",
    director="Nora Walsh",
    contact="Liam Byrne",
    deputy="Tom Daly",
    manager="Sofia Marques",
    owner="Ruth Kane",
    request="Cost calculator on the home page",
    other="Reviews block",
    third="Irish version of the “About” page",
    stage="Design",
    later="Build and launch",
    item="Home page design",
    second_item="Inner page templates",
    exclusion="Copywriting and translation",
    clause="Schedule 2.5",
    word="translation",
    currency="EUR",
    to_do="To Do",
    doing="In Progress",
    choose="choose",
    done="done",
    fee_example="/fee 30000",
    scope_example="/scope in 2.1",
    other_currency="USD",
)
WORLDS = {"ru": RU, "en": EN}
