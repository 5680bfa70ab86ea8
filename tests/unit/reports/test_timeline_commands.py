"""Commands in the timeline read as what they mean, not as what was typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mappings.loader import load_file
from mappings.model import ContractMapping
from plugin.reports.timeline_commands import say_commands

WRITTEN_ON = date(2026, 12, 7)


@pytest.fixture(scope="module")
def mapping() -> ContractMapping:
    """A contract in roubles."""
    loaded = load_file(Path(__file__).parents[3] / "mappings" / "examples" / "acme-site.yaml").mapping
    assert loaded is not None
    return loaded


@pytest.mark.parametrize(
    ("text", "russian", "english"),
    [
        ("1", "Ответ цифрой: 1", "Answered with a number: 1"),
        ("/выбор 2", "Вариант 2", "Option 2"),
        ("/объём в 2.1", "Отнести к п. 2.1 договора", "Count under item 2.1 of the contract"),
        ("/scope beyond", "Считать сверх договора", "Count as beyond the contract"),
        (
            "/scope rules",
            "Считать так, как выходит по правилам договора",
            "Count as the contract’s rules say",
        ),
        ("/bonus", "Сделать бонусом, без доплаты", "Do it as a bonus, no charge"),
        ("/принято", "Ответ «принято»", "Answer “accepted”"),
        (
            "/accept with remarks: logo",
            "Ответ «принято» с замечаниями: logo",
            "Answer “accepted” with remarks: logo",
        ),
        ("/не принято нет формы", "Ответ «не принято»: нет формы", "Answer “not accepted”: нет формы"),
        ("/получили", "Получили всё", "All received"),
        ("/got part: logo", "Получили не всё: logo", "A part received; still missing: logo"),
        ("/remind off", "Выключить напоминания", "Switch reminders off"),
        ("/remind on", "Включить напоминания", "Switch reminders on"),
        (
            "/promise by tomorrow: menu",
            "Обещание до вторника, 8 декабря: menu",
            "A promise by Tuesday, 8 December: menu",
        ),
        (
            "/call Anna, 10 December 15:00: menu",
            "Созвон: Anna, 10 декабря, 15:00: menu",
            "Call: Anna, 10 December, 15:00: menu",
        ),
        (
            "/away from 28 December until 11 January",
            "Отсутствие: 28 декабря – 11 января 2027 года",
            "Away: 28 December – 11 January 2027",
        ),
        (
            "/deputy Anna until 14 December",
            "Заместитель: Anna, до 14 декабря",
            "Deputy: Anna, until 14 December",
        ),
        (
            "/done 1 /done 2 /handover",
            "Пункт 1 готов; Пункт 2 готов; Передать этап на приёмку",
            "Point 1 is done; Point 2 is done; Hand the stage over for acceptance",
        ),
        ("/undo 2", "Снять отметку с пункта 2", "Untick point 2"),
        ("/estimate 6h", "Оценка: 6 ч", "Estimate: 6 h"),
        ("/сумма 2987500", "Доплата: 2 987 500 ₽", "Fee: RUB 2,987,500"),
        ("/fee 100 EUR", "Доплата: 100 €", "Fee: €100"),
        ("/forecast 25 December: photos", "Прогноз 25 декабря: photos", "Forecast 25 December: photos"),
        ("/why", "Вопрос: почему так решено", "Asked why it was decided like this"),
        ("/done", "Обещание выполнено", "The promise was kept"),
    ],
)
def test_commands_are_said_in_words(mapping: ContractMapping, text: str, russian: str, english: str) -> None:
    """Each command has its sentence in both languages."""
    said = [say_commands(text, mapping, WRITTEN_ON, language) for language in ("ru", "en")]
    assert [each.replace("\u00a0", " ") for each in said] == [russian, english]


@pytest.mark.parametrize(
    "text", ["Спасибо!", "", "2026", "/доплата 30000", "/got and thanks", "/home/user/file", "1 и 2"]
)
def test_other_texts_stay_as_they_were_written(mapping: ContractMapping, text: str) -> None:
    """What is no command, or is not understood, is shown word for word."""
    assert say_commands(text, mapping, WRITTEN_ON, "ru") == ""
