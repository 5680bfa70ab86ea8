"""Samples of what is said about absences and calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sample_worlds import World

from plugin.texts import call_messages as say
from plugin.texts.messages import Message

FIRST, LAST, BACK = date(2026, 4, 13), date(2026, 4, 17), date(2026, 4, 20)


def call_messages(world: World) -> Iterator[Message]:
    """Yield every message about absences and calls, case by case."""
    ru = world.language == "ru"
    texts, logo = (
        ("тексты для главной", "логотип в векторе") if ru else ("texts for the main page", "the logo")
    )
    owed = ((texts, date(2026, 4, 10)), (logo, date(2026, 4, 15)))
    more = tuple((f"{logo} {number}", date(2026, 4, 16)) for number in (2, 3, 4))
    word = "отсутствую" if ru else "away"
    yield say.AbsenceNoted(world.contact, FIRST, LAST, (), (), BACK)
    yield say.AbsenceNoted(world.director, FIRST, FIRST, (world.contact,), (), date(2026, 4, 14))
    yield say.AbsenceNoted(
        world.director, FIRST, date(2026, 5, 8), (world.contact, world.manager), owed, date(2026, 5, 11)
    )
    yield say.AbsenceNoted(world.contact, FIRST, LAST, (), (*owed, *more), BACK)
    yield say.AbsenceUnclear(world.contact, "reversed", LAST, FIRST, word)
    yield say.AbsenceUnclear(world.contact, "past", date(2026, 3, 2), date(2026, 3, 6), word)
    yield say.AbsenceUnclear("Иван Новый" if ru else "John New", "stranger", FIRST, LAST, word)
    yield from _calls(world, texts)


def _calls(world: World, texts: str) -> Iterator[Message]:
    ru = world.language == "ru"
    zone = "Europe/Moscow" if ru else "Europe/Dublin"
    people = (world.director, world.manager)
    yield say.CallArranged(world.manager, people, FIRST, "15:00", zone, texts)
    yield say.CallStands(world.contact, FIRST, "15:00", texts)
    problem = "нет слова «меню» в макете" if ru else "the draft has no menu"
    step = "покажем первый вариант к пятнице" if ru else "we show the first draft by Friday"
    ways = "вариант 1 или вариант 2" if ru else "option 1 or option 2"
    chosen = f"{world.director.split()[0]}, {'вариант 1' if ru else 'option 1'}"
    yield say.CallWrittenUp(
        world.manager, 3, texts, problem, ways, step, chosen, world.director, is_ok=True, chosen=1
    )
    yield say.CallWrittenUp(
        world.manager, 3, "", "", "", step, world.director.split()[0], world.director, is_ok=True
    )
    yield say.CallWrittenUp(world.manager, 1, texts, problem, "", step, "", world.contact)
    yield say.CallWrittenUp(world.contact, 1, texts, "", "", "", "", "")
    nobody = "Оля" if ru else "Olga"
    yield say.CallWrittenUp(world.manager, 1, "", "", "", step, nobody, "", unknown=people)
    for why in ("unknown_person", "several_people", "past", "private", "stranger"):
        yield say.CallUnclear(world.manager, why, nobody, people, "созвон" if ru else "call")
