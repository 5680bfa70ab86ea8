"""What of a comment may answer something that was asked."""

from __future__ import annotations

import pytest

from plugin.core.answers.substance import says_something
from plugin.core.commands import read_commands

SAYS: tuple[tuple[str, str], ...] = (
    ("an answer", "Тексты в папке на диске, посмотрите."),
    ("a question back", "А в каком формате нужно?"),
    ("thanks and an answer", "Спасибо! Логотип приложила."),
    ("a promise to answer", "Ок, пришлю завтра"),
    ("a picture alone", "!logo.png|thumbnail!"),
    ("a picture in Markdown", "![logo](logo.png)"),
    ("an attachment named", "[^texts.docx]"),
    ("an address alone", "https://disk.example.org/d/abc"),
    ("a command and words", "/why\nИ ещё: тексты будут в среду"),
    ("a number", "15 июня"),
)

SAYS_NOTHING: tuple[tuple[str, str], ...] = (
    ("thanks", "Спасибо!"),
    ("thanks and a greeting", "Добрый день, Мария! Спасибо большое."),
    ("a nod", "Ок"),
    ("a nod in English", "Got it, thanks!"),
    ("seen", "Увидела"),
    ("a thumb", "👍"),
    ("our own command", "/why"),
    ("two commands", "/help\n/why"),
    ("one more question by command", "/ask Мария: в каком формате?"),
    ("a quotation and thanks", "> Пришлите, пожалуйста, тексты\n\nСпасибо!"),
    ("nothing", "   "),
)


@pytest.mark.parametrize(("why", "body"), SAYS, ids=[row[0] for row in SAYS])
def test_word_or_file_may_be_an_answer(why: str, body: str) -> None:
    """Anything more than thanks, a file, or a question back is a reply."""
    assert says_something(body, read_commands(body), names=("Мария Орлова",)), why


@pytest.mark.parametrize(("why", "body"), SAYS_NOTHING, ids=[row[0] for row in SAYS_NOTHING])
def test_thanks_and_commands_answer_nothing(why: str, body: str) -> None:
    """Thanks, a nod and our commands hand nothing over."""
    assert not says_something(body, read_commands(body), names=("Мария Орлова",)), why
