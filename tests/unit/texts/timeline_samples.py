"""Samples of what is said about what happened elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sample_worlds import World

from plugin.texts import timeline_messages as say
from plugin.texts.messages import Message

ON = date(2026, 4, 10)


def timeline_messages(world: World) -> Iterator[Message]:
    """Yield every message about what was written down, case by case."""
    ru = world.language == "ru"
    what = "договорились показать меню в среду" if ru else "we agreed to show the menu on Wednesday"
    sent = "отправили акт на почту" if ru else "we sent the statement by e-mail"
    yield say.Logged(world.manager, 1, "call", ON, what, world.contact)
    yield say.Logged(world.contact, 2, "mail", ON, sent, "", date(ON.year + 1, 1, 12))
    yield say.LogConfirmed(world.contact, 1, ON, what)
    yield say.LogConfirmed(world.director, 2, ON, what, is_changed=True)
    yield say.LogNotTaken(world.manager, "future", ON)
    yield say.LogNotTaken(world.manager, "private", ON)
    yield say.LogNotTaken("Иван Новый" if ru else "John New", "stranger", ON)
    yield say.WhichLog(world.contact, (), None)
    yield say.WhichLog(world.contact, (), 3)
    yield say.WhichLog(world.contact, ((1, what), (2, sent)), None)
    yield say.WhichLog(world.contact, ((1, what), (2, sent)), 3)
    yield say.WhichLog(world.manager, (), None, own=True)
