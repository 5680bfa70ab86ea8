"""What the timeline shows of a comment, and whom a comment addresses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sold_contract import contract
from time_limits import scaled

from plugin.core.timeline.addressees import find_addressees
from plugin.core.timeline.excerpt import cut, find_files, is_of_files_alone, is_thanks_alone, make_excerpt

PEOPLE = {
    "anna": {"name": "Анна Белова", "side": "client", "account": "712020:anna-b"},
    "ann": {"name": "Анна-Мария Кох", "side": "client", "account": "ann"},
    "petr": {"name": "Пётр Соколов", "side": "client", "account": "5", "call": "Пётр Иванович"},
}
MAPPING = contract(people=PEOPLE)


def call(account: str) -> str:
    """Return how the person with an account is called."""
    found = MAPPING.person_by_account(account)
    return found[1].called if found else ""


@pytest.mark.parametrize(
    ("sentence", "text", "shown"),
    [
        ("Formatting goes.", "*Жирно* и `код`, {color:red}красное{color}", "Жирно и код , красное"),
        ("Lines become one.", "Добрый день!\n\nКогда\tпокажете?", "Добрый день! Когда покажете?"),
        ("Items lose their marks.", "# раз\n# два\n- три", "раз два три"),
        ("A link keeps its words.", "Смотрите [макет|https://figma.example/x]", "Смотрите макет"),
        ("A link of Markdown, too.", "Смотрите [макет](https://figma.example/x)", "Смотрите макет"),
        ("A bare address stays where there is nothing else.", "https://a.example/b", "https://a.example/b"),
        ("A mention becomes a name.", "[~accountid:712020:anna-b] готово", "@Анна готово"),
        ("Redmine's mention, too.", "user#5 готово", "@Пётр Иванович готово"),
        ("A quotation is somebody else's.", "> Когда?\nЗавтра", "Завтра"),
        (
            "A mail below an answer is left out.",
            "Завтра\n\nOn 3 Apr 2026, Anna Belova wrote:\n> Когда?",
            "Завтра",
        ),
        (
            "A document of Jira's new editor is no text.",
            'Вот: {adf:display=block}{"a":1}{adf} и всё',
            "Вот: и всё",
        ),
        ("A comment of files shows their names.", "!a.png|thumbnail! [^бриф.docx]", "a.png, бриф.docx"),
        ("Files within a text are not repeated.", "Смотрите !a.png! слева", "Смотрите слева"),
        ("Nothing is nothing.", "", ""),
    ],
)
def test_excerpt_is_plain_and_short(sentence: str, text: str, shown: str) -> None:
    """One line of plain text, in the words of its writer."""
    assert shown == make_excerpt(text, call), sentence


@given(text=st.text(max_size=600))
def test_excerpt_never_has_more_than_140_characters(text: str) -> None:
    """Whatever is written, on one line."""
    shown = make_excerpt(text, call)
    assert len(shown) <= 140
    assert "\n" not in shown


@given(text=st.text(alphabet="слова и -,", max_size=400))
def test_cut_ends_on_a_whole_word(text: str) -> None:
    """A longer text ends with an ellipsis, within 140 characters."""
    shown = cut(text)
    assert len(shown) <= 140
    assert shown.endswith("…") or " ".join(text.split()) == shown


@pytest.mark.parametrize(
    ("sentence", "text", "thanks"),
    [
        ("Thanks.", "Спасибо!", True),
        ("Thanks to somebody.", "Спасибо, Анна Белова!", True),
        ("Thanks for something.", "Добрый день, Анна! Спасибо за файлы", True),
        ("A greeting.", "Hi!", True),
        ("An emoji.", "👍", True),
        ("A name of an emoji.", ":thumbsup:", True),
        ("A mention and thanks.", "[~accountid:712020:anna-b] спасибо", True),
        ("Consent says something.", "ок", False),
        ("More than thanks.", "Спасибо, посмотрю завтра", False),
        ("A file says something.", "Спасибо [^акт.pdf]", False),
        ("A number says something.", "2", False),
        ("A quotation alone is no thanks.", "> Спасибо", False),
    ],
)
def test_thanks_alone(sentence: str, text: str, thanks: bool) -> None:
    """Nothing but thanks, greetings, names and emoji."""
    assert thanks is is_thanks_alone(text, ["Анна Белова"]), sentence


@pytest.mark.parametrize(
    ("text", "files", "alone"),
    [
        ("[^brief.docx]", ("brief.docx",), True),
        ("!shot 1.png|width=300!", ("shot 1.png",), True),
        ("!shot.png|width=300!", ("shot.png",), True),
        ("![](https://x.example/a/shot.png){width=70%}", ("shot.png",), True),
        ('attachment:"act.pdf"', ("act.pdf",), True),
        ("вот [^a.pdf] и [^a.pdf]", ("a.pdf",), False),
        ("важно! очень!", (), False),
    ],
)
def test_files_of_a_comment(text: str, files: tuple[str, ...], alone: bool) -> None:
    """Attachments and pictures of every markup, each once."""
    assert (files, alone) == (find_files(text), is_of_files_alone(text))


@pytest.mark.parametrize(
    ("sentence", "text", "people"),
    [
        ("A mention of Jira Cloud.", "[~accountid:712020:anna-b], готово", ("anna",)),
        ("A mention of YouTrack.", "готово, @ann", ("ann",)),
        ("The beginning of another account is none.", "готово, @anna", ()),
        ("A name at the beginning.", "Анна, готово", ("anna",)),
        ("A name after a greeting.", "Добрый день, Анна! Готово", ("anna",)),
        ("A name of two words.", "Анна Белова: готово", ("anna",)),
        ("As the person is called.", "Пётр Иванович, готово", ("petr",)),
        ("On a later line.", "Готово.\nАнна, посмотрите", ("anna",)),
        ("Several.", "Анна, готово\nПётр Иванович, и для вас", ("anna", "petr")),
        ("A full name after an at sign.", "@Анна Белова готово", ("anna",)),
        ("A name within a sentence.", "Макет, который Анна просила", ()),
        ("A quotation.", "> Анна, готово?\nДа", ()),
        ("An address is no mention.", "пишите на info@ann", ()),
    ],
)
def test_people_who_are_addressed(sentence: str, text: str, people: tuple[str, ...]) -> None:
    """By a mention of the account, or by the name before a comma."""
    assert people == find_addressees(MAPPING, text), sentence


@pytest.mark.parametrize(
    "piece", ["{adf x}", "!a", "[~", "@", "> ", "Анна, ", "спасибо ", "[^", "user:", "![]("]
)
def test_hostile_comment_costs_no_time(piece: str) -> None:
    """Five megabytes of a broken markup are read within a moment."""
    text = piece * (5_000_000 // len(piece))
    began = time.monotonic()
    make_excerpt(text, call)
    find_addressees(MAPPING, text)
    is_of_files_alone(text)
    is_thanks_alone(text, ["Анна Белова"])
    assert time.monotonic() - began < scaled(2)
