"""Which exchange answers which: threads as people write them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sold_contract import contract

from plugin.core.calendar.working_hours import make_working_time
from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.model.issue import Account, Comment
from plugin.core.timeline.answers import match_answers
from plugin.core.timeline.comments import make_comment_exchange

PEOPLE = {
    "anna": {"name": "Анна Белова", "side": "client", "account": "712020:anna-b"},
    "petr": {"name": "Пётр Соколов", "side": "client", "account": "712020:petr-s"},
    "maria": {"name": "Мария Орлова", "side": "contractor", "account": "712020:maria-o"},
    "denis": {"name": "Денис Котов", "side": "contractor", "account": "712020:denis-k"},
}
MAPPING = contract(people=PEOPLE, contract={"timezone": "Europe/Moscow"})
WORKING = make_working_time(MAPPING)
BEGAN = datetime(2026, 4, 6, 7, tzinfo=UTC)
"""10:00 on a Monday in Moscow."""


@dataclass(frozen=True)
class Said:
    """A comment of a thread; `hour` counts from its beginning."""

    by: str
    text: str
    hour: int
    issue: str = "10009"
    public: bool = True


def exchange(number: int, said: Said) -> Exchange:
    """Return the exchange that a comment of a thread is."""
    person = PEOPLE.get(said.by)
    author = (
        Account(id=person["account"], name=person["name"]) if person else Account(id=said.by, name=said.by)
    )
    at = BEGAN + timedelta(hours=said.hour)
    comment = Comment(
        id=str(number), author=author, body=said.text, created=at, updated=at, public=said.public
    )
    return make_comment_exchange(MAPPING, said.issue, comment, at)


def thread(*said: Said) -> list[Exchange]:
    """Return the exchanges of a thread, numbered from 1."""
    return [exchange(number, each) for number, each in enumerate(said, 1)]


def answered(exchanges: list[Exchange]) -> dict[str, str]:
    """Return by which comment each is answered, by their numbers."""
    rows = match_answers(exchanges, WORKING)
    return {
        row.exchange.id.removeprefix("comment:"): row.answered_by.removeprefix("comment:")
        for row in rows
        if row.answered_by
    }


ROWS: list[tuple[str, tuple[Said, ...], dict[str, str]]] = [
    (
        "The next comment of the other side answers.",
        (Said("anna", "Когда покажете макет?", 0), Said("maria", "Завтра после обеда", 2)),
        {"1": "2"},
    ),
    (
        "A comment of the same side answers nothing.",
        (Said("anna", "Когда покажете макет?", 0), Said("petr", "Присоединяюсь к вопросу", 1)),
        {},
    ),
    (
        "One that mentions the author stands before an earlier one that does not.",
        (
            Said("anna", "Когда покажете макет?", 0),
            Said("denis", "Обновил сборку, ссылка та же", 1),
            Said("maria", "[~accountid:712020:anna-b] завтра после обеда", 3),
        ),
        {"1": "3"},
    ),
    (
        "A name before a comma is a mention.",
        (
            Said("anna", "Когда покажете макет?", 0),
            Said("denis", "Обновил сборку, ссылка та же", 1),
            Said("maria", "Анна, завтра после обеда", 3),
        ),
        {"1": "3"},
    ),
    (
        "A name within a sentence is none.",
        (
            Said("anna", "Когда покажете макет?", 0),
            Said("denis", "Обновил сборку", 1),
            Said("maria", "Макет, который Анна просила, готов", 3),
        ),
        {"1": "2"},
    ),
    (
        "The person asked answers, although somebody else wrote first.",
        (
            Said("maria", "@712020:petr-s согласуете шрифты?", 0),
            Said("anna", "Передала", 1),
            Said("petr", "Да, первый вариант", 5),
        ),
        {"1": "3"},
    ),
    (
        "Of several people asked the first who answers counts.",
        (
            Said("maria", "Анна, Пётр, нужны тексты", 0),
            Said("maria", "Пётр, и фотографии", 1),
            Said("anna", "Тексты в папке", 3),
            Said("petr", "Фотографии завтра", 4),
        ),
        {"1": "3", "2": "4"},
    ),
    (
        "Where the person asked stays silent, the next of the other side answers.",
        (Said("maria", "[~accountid:712020:petr-s] согласуете шрифты?", 0), Said("anna", "Берём первый", 1)),
        {"1": "2"},
    ),
    (
        "Thanks alone answer nothing.",
        (
            Said("anna", "Когда покажете макет?", 0),
            Said("maria", "Спасибо за вопрос!", 1),
            Said("maria", "Покажем завтра", 3),
        ),
        {"1": "3"},
    ),
    (
        "Nobody has to answer thanks.",
        (Said("anna", "Спасибо большое!", 0), Said("maria", "Начинаем второй экран", 30)),
        {},
    ),
    (
        "An emoji is no more than thanks.",
        (Said("anna", "Готово?", 0), Said("maria", "👍", 1), Said("maria", "Да, готово", 2)),
        {"1": "3"},
    ),
    (
        "A comment of nothing but files answers.",
        (Said("maria", "Ждём логотип", 0), Said("anna", "[^logo.svg]", 2)),
        {"1": "2"},
    ),
    (
        "Files are answered, too.",
        (Said("anna", "!brief.png|thumbnail!", 0), Said("maria", "Получили, смотрим", 2)),
        {"1": "2"},
    ),
    (
        "One comment answers several that waited.",
        (
            Said("anna", "Когда макет?", 0),
            Said("anna", "И сколько будет экранов?", 1),
            Said("maria", "Завтра, шесть", 2),
        ),
        {"1": "3", "2": "3"},
    ),
    (
        "A comment on another issue answers nothing here.",
        (Said("anna", "Когда макет?", 0), Said("maria", "Завтра", 1, issue="10010")),
        {},
    ),
    (
        "What only the team may read is no answer.",
        (
            Said("anna", "Когда макет?", 0),
            Said("maria", "Не успеваем", 1, public=False),
            Said("maria", "Завтра", 2),
        ),
        {"1": "3"},
    ),
    (
        "Somebody whom the contract does not name belongs to no side.",
        (Said("anna", "Когда макет?", 0), Said("stranger", "Завтра", 1), Said("maria", "В среду", 2)),
        {"1": "3"},
    ),
    (
        "What one writes oneself in an answer to nobody answers nothing.",
        (Said("maria", "Начинаем второй экран", 0),),
        {},
    ),
    (
        "A quotation does not mention whom it quotes.",
        (
            Said("anna", "Когда макет?", 0),
            Said("denis", "Сборка обновлена", 1),
            Said("maria", "> Анна, когда макет?\nзавтра", 2),
        ),
        {"1": "2"},
    ),
]


@pytest.mark.parametrize(("sentence", "said", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_answer_is_the_first_of_the_other_side(
    sentence: str, said: tuple[Said, ...], expected: dict[str, str]
) -> None:
    """An answer to X is the first comment of the other side after X.

    It mentions X's author or comes from the person asked; else it is the next public comment.
    """
    assert expected == answered(thread(*said)), sentence


def test_comment_that_answers_a_question_is_an_answer() -> None:
    """`/ask` is a question to the person whom it names; what answers it is an answer."""
    asked = Said("maria", "/ask Пётр до 10.04.2026: логотип в кривых", 0)
    rows = match_answers(thread(asked, Said("anna", "Ищу", 1), Said("petr", "Вот он", 9)), WORKING)
    kinds = [row.exchange.kind.value for row in rows]
    assert ["question", "comment", "answer"] == kinds
    assert (("petr",), "логотип в кривых") == (rows[0].exchange.to, rows[0].exchange.what)
    assert (rows[2].exchange.id, rows[0].exchange.id) == (rows[0].answered_by, rows[2].answers)


def test_time_until_the_answer_is_working_time() -> None:
    """Asked on Monday at 18:00, answered on Tuesday at 11:00: two hours of work."""
    rows = match_answers(thread(Said("anna", "Когда макет?", 8), Said("maria", "Завтра", 25)), WORKING)
    assert [timedelta(hours=2), None] == [row.waited for row in rows]


def test_answer_names_the_first_that_it_answers() -> None:
    """Of several that waited for one answer it names the one that waited longest."""
    rows = match_answers(
        thread(Said("anna", "Когда?", 0), Said("anna", "И где?", 1), Said("maria", "Завтра", 2)), WORKING
    )
    assert rows[0].exchange.id == rows[2].answers


def test_deleted_comment_stays_an_answer() -> None:
    """A deletion keeps the fact: the question was answered then."""
    first, second = thread(Said("anna", "Когда?", 0), Said("maria", "Завтра", 2))
    assert {"1": "2"} == answered([first, replace(second, deleted=True, what="")])


def test_edit_changes_no_place() -> None:
    """An edited comment shows at the time at which it was written."""
    said = thread(Said("anna", "Когда?", 0), Said("maria", "Завтра", 2), Said("anna", "А точно?", 3))
    late = [replace(said[0], edited=True, changed_at=BEGAN + timedelta(hours=9)), *said[1:]]
    assert answered(said) == answered(late)


SIDES = st.sampled_from(["anna", "petr", "maria", "denis", "stranger"])
TEXTS = st.sampled_from(
    ["Готово", "Спасибо!", "Анна, готово", "Мария, когда?", "[^a.pdf]", "Пётр, Анна, нужны тексты"]
)
THREADS = st.lists(st.builds(Said, SIDES, TEXTS, st.integers(0, 60)), max_size=12)


@given(said=THREADS, seed=st.integers())
def test_order_of_arrival_does_not_matter(said: list[Said], seed: int) -> None:
    """The same exchanges in any order have the same answers."""
    told = thread(*said)
    shuffled = random.Random(seed).sample(told, len(told))
    assert match_answers(told, WORKING) == match_answers(shuffled, WORKING)


@given(said=THREADS)
def test_answers_follow_the_sentence(said: list[Said]) -> None:
    """A plain reading of the rule, comment by comment, comes to the same."""
    told = sorted(thread(*said), key=lambda each: (each.at, each.id))
    expected = {}
    for place, each in enumerate(told):
        if each.is_thanks or not each.side:
            continue
        after = [one for one in told[place + 1 :] if one.side and one.side != each.side and not one.is_thanks]
        meant = [one for one in after if each.person in one.to or one.person in each.to]
        if found := next(iter(meant or after), None):
            expected[each.id.removeprefix("comment:")] = found.id.removeprefix("comment:")
    assert expected == answered(told)


def test_kinds_that_end_a_matter_wait_for_nothing() -> None:
    """A decision or a signature is answered by nobody."""
    first, second = thread(Said("petr", "2", 0), Said("maria", "Начинаем", 2))
    assert {} == answered([replace(first, kind=ExchangeKind.DECISION), second])
