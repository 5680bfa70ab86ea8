"""The words by which people ask, answer and promise, and the days they name."""

from __future__ import annotations

from datetime import date, time

import pytest

from plugin.core.commands import (
    Ask,
    Away,
    Call,
    Cancel,
    Command,
    Done,
    Forecast,
    Got,
    Hint,
    Log,
    Ok,
    ParsedComment,
    Promise,
    PromiseKept,
    Remind,
    read_commands,
)
from plugin.core.commands.days import read_days

TODAY = date(2026, 4, 1)
"""A Wednesday."""
THURSDAY, FRIDAY, TENTH = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 10)
CALL = Call(("Пётр",), FRIDAY, time(15), "меню")

TWO_TALK = Call(("Anna", "Пётр"), FRIDAY, time(15), "menu")

ASK_EXAMPLE = "/ask Anna by 15 April: photos of the team"

READ: tuple[tuple[str, str, Command], ...] = (
    ("person and day", "/ask Анна by 10.04: texts", Ask("Анна", TENTH, "texts")),
    ("in Russian", "/спросить Анну до 10 апреля: тексты", Ask("Анну", TENTH, "тексты")),
    ("nobody named", "/ask by 10 April: texts", Ask(None, TENTH, "texts")),
    ("no day", "/ask anna: texts", Ask("anna", None, "texts")),
    ("neither", "/ask: texts", Ask(None, None, "texts")),
    ("neither, in Russian", "/спросить: тексты", Ask(None, None, "тексты")),
    ("not urgent", "/ask Анна by 10 April, not urgent: texts", Ask("Анна", TENTH, "texts", urgent=False)),
    ("not urgent, no day", "/спросить Анну, не срочно: тексты", Ask("Анну", None, "тексты", urgent=False)),
    (
        "not urgent, at the end",
        "/ask Анна by 10.04: texts, not urgent",
        Ask("Анна", TENTH, "texts", urgent=False),
    ),
    (
        "not urgent, in brackets",
        "/спросить Анну: тексты (не срочно).",
        Ask("Анну", None, "тексты", urgent=False),
    ),
    (
        "urgent or not is asked for",
        "/спросить Анну: срочно или не срочно",
        Ask("Анну", None, "срочно или не срочно"),
    ),
    ("with its weekday", "/спросить Анну до пятницы, 10 апреля: тексты", Ask("Анну", TENTH, "тексты")),
    ("with its weekday, in English", "/ask Anna by Friday, 10 April: texts", Ask("Anna", TENTH, "texts")),
    ("two figures of the year", "/спросить Анну до 10.04.26: тексты", Ask("Анну", TENTH, "тексты")),
    (
        "the last day with it",
        "/спросить Анну до 10 апреля включительно: тексты",
        Ask("Анну", TENTH, "тексты"),
    ),
    ("in the morning", "/ask Anna by tomorrow morning: texts", Ask("Anna", THURSDAY, "texts")),
    ("by the end of today", "/ask Anna by EOD: texts", Ask("Anna", TODAY, "texts")),
    ("a part, by another word", "/получили часть: логотип", Got(None, "логотип")),
    ("no reminders, in words", "/напоминания отключить", Remind(on=False)),
    ("reminders again, in words", "/напоминания включить 2", Remind(on=True, number=2)),
    ("a call without a comma", "/созвон Пётр в пятницу 15:00: меню", CALL),
    ("a call of two, without a comma", "/call Anna and Пётр 3 April at 3pm: menu", TWO_TALK),
    ("absent, with a hyphen", "/отсутствую 3-10 апреля", Away(FRIDAY, TENTH)),
    ("absent, with a hyphen and figures", "/away 03.04-10.04", Away(FRIDAY, TENTH)),
    ("by the 10th", "/спросить Анну до 10-го: тексты", Ask("Анну", TENTH, "тексты")),
    ("by the 10th, bare", "/спросить Анну к 10: тексты", Ask("Анну", TENTH, "тексты")),
    ("by the 10th, in English", "/ask Anna by the 10th: texts", Ask("Anna", TENTH, "texts")),
    ("a bare number is no day without its word", "/ask Anna 10: texts", Ask("Anna 10", None, "texts")),
    ("until the end of the week", "/спросить Анну до конца недели: тексты", Ask("Анну", FRIDAY, "тексты")),
    ("by the end of April", "/ask Anna by end of month: texts", Ask("Anna", date(2026, 4, 30), "texts")),
    ("today, in its words", "/ask Anna by the end of the day: texts", Ask("Anna", TODAY, "texts")),
    ("a promise by a number", "/обещаю до 10: макет", Promise(TENTH, "макет")),
    ("absent from the 2nd until the 10th", "/отсутствую со 2 по 10", Away(THURSDAY, TENTH)),
    ("until Friday", "/спросить Анну до пятницы: тексты", Ask("Анну", FRIDAY, "тексты")),
    ("by Friday", "/ask Anna by Friday: texts", Ask("Anna", FRIDAY, "texts")),
    ("by tomorrow", "/ask Anna by tomorrow: texts", Ask("Anna", date(2026, 4, 2), "texts")),
    ("in three days", "/спросить Анну через 3 дня: тексты", Ask("Анну", date(2026, 4, 4), "тексты")),
    ("in a week", "/ask Anna in a week: texts", Ask("Anna", date(2026, 4, 8), "texts")),
    ("tomorrow, without a preposition", "/спросить Анну завтра: тексты", Ask("Анну", THURSDAY, "тексты")),
    ("tomorrow, in English", "/ask Anna tomorrow: texts", Ask("Anna", THURSDAY, "texts")),
    ("on Friday", "/спросить Анну в пятницу: тексты", Ask("Анну", FRIDAY, "тексты")),
    ("a bare date", "/спросить Анну Белову 10 апреля: тексты", Ask("Анну Белову", TENTH, "тексты")),
    ("asked of her", "/спросить у Анны до пятницы: тексты", Ask("Анны", FRIDAY, "тексты")),
    ("a bare day alone", "/ask Friday, not urgent: texts", Ask(None, FRIDAY, "texts", urgent=False)),
    ("a colon in the text", "/ask anna: texts: all of them", Ask("anna", None, "texts: all of them")),
    (
        "an address in the text",
        "/ask anna: see https://example.org/menu",
        Ask("anna", None, "see https://example.org/menu"),
    ),
    (
        "a mention of Jira without a day",
        "/ask [~accountid:712020:ab-1]: photos",
        Ask("712020:ab-1", None, "photos"),
    ),
    ("to somebody else", "/ask 2 Пётр", Ask("Пётр", None, number=2)),
    ("to somebody else by a day", "/ask 2 Пётр до 10.04", Ask("Пётр", TENTH, number=2)),
    ("to somebody else tomorrow", "/спросить 2 Петра завтра", Ask("Петра", THURSDAY, number=2)),
    ("all is there", "/got", Got()),
    ("all of it is there", "/получили всё, спасибо", Got()),
    ("all of it is there, in English", "/got it all", Got()),
    ("all is there, thanks", "/получили, спасибо!", Got()),
    ("the second is there", "/got 2", Got(2)),
    ("a part", "/got part: the logo is missing", Got(None, "the logo is missing")),
    ("a part, in Russian", "/получили не всё: нет логотипа", Got(None, "нет логотипа")),
    ("a part of the second", "/got 2 part: the logo", Got(2, "the logo")),
    ("a part of the second, after", "/got part 2: the logo", Got(2, "the logo")),
    ("a mistake", "/cancel 2", Cancel(2)),
    ("a mistake, the only one", "/снять", Cancel()),
    ("reminders off", "/remind off", Remind(on=False)),
    ("reminders off, one wait", "/remind off 2", Remind(on=False, number=2)),
    ("reminders on, in Russian", "/напоминания да", Remind(on=True)),
    ("reminders off, in Russian", "/напоминания нет 3", Remind(on=False, number=3)),
    ("a promise", "/promise by Friday: the first draft", Promise(FRIDAY, "the first draft")),
    ("a promise, in Russian", "/обещаю до 10 апреля: черновик", Promise(TENTH, "черновик")),
    ("a promise for a weekday", "/обещаю в пятницу: черновик", Promise(FRIDAY, "черновик")),
    ("a forecast for a day", "/прогноз на 10 апреля: ещё круг", Forecast(TENTH, "ещё круг")),
    ("a call on a weekday", "/созвон Пётр, в пятницу в 15:00: меню", CALL),
    ("absent for one day", "/отсутствую завтра", Away(THURSDAY, THURSDAY)),
    ("absent for one day, dated", "/away 10 April", Away(TENTH, TENTH)),
    ("a promise kept", "/promise done 2", PromiseKept(2)),
    ("a promise kept, alone", "/done", PromiseKept()),
    ("a criterion is still a criterion", "/done 2", Done(2)),
    ("a call of last month", "/log 30.03: agreed on the menu", Log(date(2026, 3, 30), "agreed on the menu")),
    ("a call of yesterday", "/запись вчера: обсудили меню", Log(date(2026, 3, 31), "обсудили меню")),
    ("a call of last Monday", "/запись в понедельник: обсудили", Log(date(2026, 3, 30), "обсудили")),
    ("a letter of last summer", "/log 10 July: a letter", Log(date(2025, 7, 10), "a letter")),
    ("a letter of tomorrow, which is refused", "/log 2 April: a letter", Log(date(2026, 4, 2), "a letter")),
    ("a call of last Friday", "/log Friday: agreed", Log(date(2026, 3, 27), "agreed")),
    ("confirmed", "/ok", Ok()),
    ("confirmed, one", "/да 3", Ok(3)),
)

UNREAD: tuple[tuple[str, str, Hint], ...] = (
    (
        "a day in two readings",
        "/ask Anna by 04/05: texts",
        Hint(
            "ask",
            "argument",
            "ask",
            "/ask Anna by 15 April: photos of the team",
            (date(2026, 5, 4), date(2026, 4, 5)),
        ),
    ),
    (
        "today's own weekday",
        "/promise by Wednesday: draft",
        Hint(
            "promise",
            "argument",
            "promise",
            "/promise by 10 December: the first draft",
            (TODAY, date(2026, 4, 8)),
        ),
    ),
    (
        "nothing is asked",
        "/ask Anna by Friday",
        Hint("ask", "argument", "ask", "/ask Anna by 15 April: photos of the team"),
    ),
    (
        "a call without a topic",
        "/call Peter, Friday 15:00",
        Hint("call", "argument", "call", "/call Anna, 10 December 15:00: the menu"),
    ),
    (
        "a call whose topic follows without a colon",
        "/созвон Пётр, завтра 15:00 меню",
        Hint("созвон", "argument", "созвон", "/созвон Анна, 10 декабря 15:00: меню"),
    ),
    (
        "absent until Friday: from when on, and with it?",
        "/away until Friday",
        Hint("away", "argument", "away", "/away from 10 December until 20 December"),
    ),
    (
        "a weekday that is not that of its date",
        "/ask Anna by Monday, 10 April: texts",
        Hint("ask", "argument", "ask", ASK_EXAMPLE, day="Monday, 10 April"),
    ),
    (
        "a bare day in two readings",
        "/ask Anna Wednesday: texts",
        Hint("ask", "argument", "ask", ASK_EXAMPLE, (TODAY, date(2026, 4, 8))),
    ),
    (
        "a part without what is missing",
        "/got part",
        Hint("got", "argument", "got", "/got part: the logo"),
    ),
)

DAYS: tuple[tuple[str, tuple[date, ...]], ...] = (
    ("13/04", (date(2026, 4, 13),)),
    ("04/13", (date(2026, 4, 13),)),
    ("04/04", (date(2026, 4, 4),)),
    ("04/05/2027", (date(2027, 5, 4), date(2027, 4, 5))),
    ("April 10th", (TENTH,)),
    ("10th April", (TENTH,)),
    ("среды", (TODAY, date(2026, 4, 8))),
    ("понедельника", (date(2026, 4, 6),)),
    ("next Friday", (FRIDAY, TENTH)),
    ("послезавтра", (FRIDAY,)),
    ("через две недели", (date(2026, 4, 15),)),
    ("in 2 days", (FRIDAY,)),
    ("soon", ()),
    ("31.02", ()),
    ("1.01.2099", ()),
)


@pytest.mark.parametrize(("why", "text", "command"), READ, ids=[row[0] for row in READ])
def test_word_of_waiting_is_read_exactly(why: str, text: str, command: Command) -> None:
    """Each way to write a command about waits is read as exactly that one."""
    assert read_commands(text, today=TODAY) == ParsedComment((command,)), why


def test_same_thing_may_be_asked_for_twice() -> None:
    """A question that our comments repeat is not our word when it is asked again."""
    ours = ("✓ Texts for the main page: received on 14 April", "Thank you, we have everything")
    asked = "/ask Anna by 10.04: texts for the main page"
    assert read_commands(asked, today=TODAY, own_words=ours).commands == (
        Ask("Anna", TENTH, "texts for the main page"),
    )
    quoted = "/cancel 2 if it is no longer needed"
    assert read_commands(quoted, today=TODAY, own_words=(f"Or {quoted}.",)) == ParsedComment()


@pytest.mark.parametrize(("why", "text", "hint"), UNREAD, ids=[row[0] for row in UNREAD])
def test_word_that_is_not_clear_is_asked_about(why: str, text: str, hint: Hint) -> None:
    """A date that can be meant in two ways is asked; nothing is guessed."""
    assert read_commands(text, today=TODAY) == ParsedComment(hint=hint), why


@pytest.mark.parametrize(("written", "days"), DAYS, ids=[row[0] for row in DAYS])
def test_day_is_read_as_people_write_it(written: str, days: tuple[date, ...]) -> None:
    """A day is none, one, or two to choose from."""
    assert read_days(written, TODAY) == days
