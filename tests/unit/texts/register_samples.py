"""Samples of the register as an issue of the tracker keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sample_worlds import World

from plugin.texts import register_messages as say
from plugin.texts.messages import Message

ON = date(2026, 4, 3)
NOTHING = say.RegisterSum(0, Decimal(0))


def register_messages(world: World) -> Iterator[Message]:
    """Yield the living comment of the register, case by case."""
    ru = world.language == "ru"
    calculator = "Калькулятор стоимости" if ru else "Price calculator"
    form = (
        "Форма заявки с загрузкой файлов и проверкой"
        if ru
        else "Request form with upload and checks of files"
    )
    texts = "тексты для главной" if ru else "texts for the main page"
    decided = say.RegisterLine(
        "ACME-12", calculator, "extra", "decided", "fee_and_date", Decimal(75600), 3, world.director, ON
    )
    offered = say.RegisterLine("ACME-14", form, "extra", "offered", on=ON)
    bonus = say.RegisterLine("ACME-15", form, "bonus", "decided", on=ON)
    waited = say.RegisterLine("ACME-1", texts, "waiting", "moved", working_days=2, on=ON)
    lines = (decided, offered, bonus, waited)
    yield say.RegisterShown(
        world.currency,
        say.RegisterSum(1, Decimal(18), Decimal(75600), 3),
        say.RegisterSum(1, Decimal("0.5")),
        say.RegisterSum(1, Decimal(12)),
        lines,
        more=7,
        page="https://ugovor.example.com/contracts/ACME/register",
    )
    yield say.RegisterShown(
        world.currency, NOTHING, NOTHING, say.RegisterSum(2, Decimal(12)), (offered, offered)
    )
    yield say.RegisterShown(world.currency, NOTHING, NOTHING, NOTHING, ())
    yield say.RegisterMoved("ACME-9")
    yield say.RegisterMoved("")
