"""What careless words are answered: one sentence that names what to write instead."""

from __future__ import annotations

import pytest
from decisions import PEOPLE
from talks import ISSUE, begun, texts_of

TWO_ANNAS = {
    **PEOPLE,
    "contact": {"name": "Anna Bell", "side": "client", "account": "a-contact"},
    "anna": {"name": "Anna Cole", "side": "client", "account": "a-anna"},
}

ANSWERS: tuple[tuple[str, str, str, str], ...] = (
    ("a day that is none", "manager", "/спросить Анну до 31.02: тексты", "какой это день: «31.02»"),
    ("a day in words", "manager", "/обещаю когда-нибудь: черновик", "какой это день: «когда-нибудь»"),
    (
        "an example with their own people",
        "manager",
        "/спросить Анну до 31.02: тексты",
        "/спросить Анна до 23 марта",
    ),
    ("an example of what is over", "manager", "/запись: письмо", "/запись 15 марта: обсудили"),
    ("an example for the client", "contact", "/спросить", "/спросить Мария до 23 марта"),
    ("an example of two days", "manager", "/отсутствую", "/отсутствую с 23 марта по 30 марта"),
    ("an example of a call", "manager", "/call", "/call Анна, 23 March 15:00"),
    ("an example of a deputy", "contact", "/deputy", "/deputy Пётр until 23 March"),
    ("a day gone by", "manager", "/спросить Анну до 10.03.2026: тексты", "К какому дню это нужно? Повторите"),
    (
        "a promise for a day gone by",
        "manager",
        "/обещаю до 10.03.2026: макет",
        "К какому дню обещаете? Повторите",
    ),
    (
        "a day of last week, without its year",
        "manager",
        "/спросить Анну до 10.03: тексты",
        "уже прошёл: вторник, 10 марта",
    ),
    ("a promise for last week", "manager", "/обещаю до 10 марта: макет", "уже прошёл: вторник, 10 марта"),
    ("a letter of next week", "manager", "/запись 20.03: письмо", "ещё не наступил: 20 марта"),
    ("absent last week", "contact", "/отсутствую с 5.03 по 10.03", "эти дни уже прошли"),
    ("a letter of last year", "manager", "/запись 20.10: письмо", "**20 октября 2025 года**, письмо"),
    (
        "two people at once",
        "manager",
        "/спросить Анну и Петра до пятницы: тексты",
        "с одним именем; остальных",
    ),
    ("two people, listed", "manager", "/ask Анна, Пётр by Friday: тексты", "с одним именем; остальных"),
    (
        "one of two unknown",
        "manager",
        "/спросить Анну и Бориса: тексты",
        "не нашли в договоре, кто это: «Анну и Бориса»",
    ),
    ("the client, by that word", "manager", "/созвон заказчик, завтра 15:00: меню", "Участвуют: Анна Белова"),
    ("somebody unknown", "manager", "/спросить Бориса до пятницы: тексты", "команду с одним из этих имён"),
    (
        "a call with somebody unknown",
        "manager",
        "/созвон Борис, завтра 15:00: меню",
        "команду с одним из этих имён",
    ),
    ("kept, and there is none", "manager", "/обещаю готово 8", "здесь сейчас ничего не ждём"),
    ("a stranger's absence", "stranger", "/отсутствую с 20.03 по 25.03", "отмечать отсутствие не нужно"),
    ("a word that is near no other", "manager", "/concern the dates", "Все команды покажет /помощь"),
)


@pytest.mark.parametrize(("sentence", "who", "text", "said"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_careless_word_is_answered_with_the_remedy(sentence: str, who: str, text: str, said: str) -> None:
    """In the reader's words, with people and days of their own contract."""
    talk = begun()
    talk.say(who, text, "501")
    assert said in " ".join(texts_of(talk.last)), sentence
    assert [] == talk.states


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/спросить 3 Петра", "Напишите, например: /спросить 1 Петра"),
        ("/получили не всё: логотип", "Напишите, например: /получили 1 не всё: логотип"),
        ("/got part: logo", "/got 1 part: logo"),
        ("/напоминания нет", "Напишите, например: /напоминания 1 нет"),
        ("/remind off 7", "/remind 1 off"),
        ("/снять", "Напишите, например: /снять 1"),
        ("/remind off 1", "Включить снова: /remind on 1"),
        ("/напоминания нет 2", "Включить снова: /напоминания да 2"),
    ],
)
def test_question_back_shows_the_whole_command(text: str, said: str) -> None:
    """Who copies it has said what they meant to say."""
    talk = begun()
    talk.say("manager", "/спросить Анну до пятницы: тексты", "501")
    talk.say("manager", "/спросить Анну до пятницы: логотип", "502")
    talk.say("manager", text, "503")
    assert said in " ".join(texts_of(talk.last))


@pytest.mark.parametrize(
    "text", ["/ask Anna by Friday: texts", "/ask anna: texts", "/call Anna, tomorrow 15:00: a"]
)
def test_first_name_of_two_is_asked_about(text: str) -> None:
    """Also where it is the key of one of them; their full names are not."""
    talk = begun(people=TWO_ANNAS)
    talk.say("manager", text, "501")
    assert "полным именем" in " ".join(texts_of(talk.last))
    talk.say("manager", "/ask Anna Cole by Friday: texts", "502")
    assert ["anna"] == [wait.owed_by for wait in talk.waits]


@pytest.mark.parametrize(
    ("sentence", "who", "text", "state", "said"),
    [
        ("who it was given to may say so", "contact", "/обещаю готово", "got", "Сделано: «черновик»"),
        ("another number", "manager", "/обещаю готово 8", "open", "Напишите, например: /обещаю готово 1"),
        ("in English", "manager", "/promise done 8", "open", "/promise done 1"),
        (
            "a mere done may mean something else",
            "contact",
            "/готово",
            "open",
            "Не поняли номер",
        ),
        ("a promise is not reminded of", "manager", "/напоминания нет", "open", "для команды «/напоминания»"),
    ],
)
def test_promise_is_ended_by_a_clear_word(sentence: str, who: str, text: str, state: str, said: str) -> None:
    """By its giver or whom it was given to; nobody is told that nothing is open."""
    talk = begun()
    talk.say("manager", "/обещаю до пятницы: черновик", "501")
    talk.say(who, text, "502")
    assert [state] == talk.states, sentence
    assert said in " ".join(texts_of(talk.last))
    assert ISSUE == talk.waits[0].issue


@pytest.mark.parametrize(
    ("sentence", "day", "said"),
    [
        ("on a day of the absence", "19 марта", True),
        ("the day before it", "17 марта", False),
    ],
)
def test_absence_is_named_where_something_is_asked_for_a_day_of_it(
    sentence: str, day: str, said: bool
) -> None:
    """Who asks sees at once that nobody will be there."""
    away = [{"from": "2026-03-18", "until": "2026-03-20"}]
    talk = begun(people={**PEOPLE, "contact": {**PEOPLE["contact"], "away": away}})
    for number, what in enumerate(("тексты", "логотип")):
        talk.say("manager", f"/спросить Анну до {day}: {what}", f"50{number}")
        told = " ".join(texts_of(talk.last))
        assert ("Вас не будет 18–20 марта: если удобнее другой день" in told) == said, sentence


def test_decider_hears_that_a_date_holds_after_all() -> None:
    """Once a later one was told; before that an early forecast is nobody's news."""
    talk = begun()
    told = []
    for number, words in enumerate(
        ("8 апреля: успеваем", "14 апреля: заболел дизайнер", "9 апреля: нашли замену")
    ):
        talk.say("manager", f"/прогноз {words}", f"50{number}")
        told.append(texts_of(talk.last)[0])
    assert "Мария, спасибо! Прогноз записали" in told[0]
    assert "Пётр, этап «Дизайн» сдадим 14 апреля, во вторник; по договору" in told[1].replace("*", "")
    assert "а не 14 апреля, как писали раньше. Что изменилось: нашли замену" in told[2]
