"""What is a command in a comment, what is none, and what earns a hint."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.core.commands import (
    Accept,
    Agree,
    Ask,
    Away,
    Bonus,
    Call,
    Called,
    Choose,
    Command,
    Deputy,
    Done,
    Estimate,
    Fee,
    Help,
    Hint,
    ParsedComment,
    Publish,
    Recheck,
    Refuse,
    Scope,
    Undo,
    Why,
    read_commands,
)

MEANT: tuple[tuple[str, str, Command], ...] = (
    ("the English word", "/choose 1", Choose(1)),
    ("the Russian word", "/выбор 1", Choose(1)),
    ("capital letters", "/CHOOSE 2", Choose(2)),
    ("a capital Russian letter", "/Выбор 2", Choose(2)),
    ("spaces in front", "   /choose 3", Choose(3)),
    ("many spaces between", "/choose     3", Choose(3)),
    ("a tab between", "/choose\t3", Choose(3)),
    ("a non-breaking space between", "/choose\u00a01", Choose(1)),
    ("a non-breaking space in front", "\u00a0/выбор 1", Choose(1)),
    ("a zero-width space in front, as chats leave it", "\u200b/choose 1", Choose(1)),
    ("a full-width digit", "/choose １", Choose(1)),
    ("a full-width slash", "／выбор 4", Choose(4)),
    ("a keycap", "/choose 1\ufe0f\u20e3", Choose(1)),
    ("a full stop behind", "/choose 1.", Choose(1)),
    ("an exclamation mark behind", "/выбор 1!", Choose(1)),
    ("a closing bracket behind", "/choose 1)", Choose(1)),
    ("thanks behind", "/выбор 2, спасибо!", Choose(2)),
    ("a please behind", "/choose 2 please", Choose(2)),
    ("a number sign", "/choose #2", Choose(2)),
    ("a Russian number sign", "/выбор № 2", Choose(2)),
    ("a colon between", "/choose: 2", Choose(2)),
    ("a hyphen between", "/choose-2", Choose(2)),
    ("an underscore between", "/choose_2", Choose(2)),
    ("a dash between", "/выбор — 2", Choose(2)),
    ("two digits", "/choose 12", Choose(12)),
    ("the past tense", "/chose 1", Choose(1)),
    ("the noun", "/choice 1", Choose(1)),
    ("the verb", "/выбрать 1", Choose(1)),
    ("the first person", "/выбираю 1", Choose(1)),
    ("a letter left out", "/choos 1", Choose(1)),
    ("a letter too many", "/chooose 1", Choose(1)),
    ("two letters swapped", "/chosoe 1", Choose(1)),
    ("a wrong Russian letter", "/выбер 1", Choose(1)),
    ("no space before the digit", "/choose1", Choose(1)),
    ("no space before the digit, in Russian", "/выбор1", Choose(1)),
    ("a space after the slash", "/ choose 1", Choose(1)),
    ("a backslash", "\\choose 1", Choose(1)),
    ("the key of the slash on the Russian layout", ".выбор 1", Choose(1)),
    ("Russian typed on the Latin layout", "/ds,jh 1", Choose(1)),
    ("English typed on the Russian layout", "/срщщыу 1", Choose(1)),
    ("English typed wholly on the Russian layout", ".срщщыу 1", Choose(1)),
    ("an e and its dots typed apart", "/объе\u0308м сверх", Scope(beyond=True)),
    ("colour that Jira wraps around pasted text", "{color:#172b4d}/choose 1{color}", Choose(1)),
    ("a Windows line end", "/choose 1\r\n", Choose(1)),
    ("an item is named", "/scope in 2.1", Scope(in_item="2.1")),
    ("an item is named in Russian", "/объём в 2.1", Scope(in_item="2.1")),
    ("an item without the dots of ё", "/объем в 2.1", Scope(in_item="2.1")),
    ("an item in guillemets with a stop", "/объём в «2.1».", Scope(in_item="2.1")),
    ("an item in capital letters", "/Scope IN Forms", Scope(in_item="Forms")),
    ("beyond", "/scope beyond", Scope(beyond=True)),
    ("beyond with a stop", "/scope beyond.", Scope(beyond=True)),
    ("beyond in Russian", "/объём сверх", Scope(beyond=True)),
    ("the rules", "/scope rules", Scope(by_rules=True)),
    ("by the rules", "/scope by the rules", Scope(by_rules=True)),
    ("the rules in Russian", "/объём по правилам", Scope(by_rules=True)),
    ("Russian on the Latin layout with brackets as letters", "/,jyec", Bonus()),
    ("a bonus", "/bonus", Bonus()),
    ("a bonus in Russian with joy", "/бонус!", Bonus()),
    ("accepted", "/accept", Accept()),
    ("accepted in Russian with thanks", "/принято, спасибо!", Accept()),
    ("a typo in accepted", "/acccept", Accept()),
    ("one remark on the line", "/accept with remarks: the logo is blurred", Accept(("the logo is blurred",))),
    ("one remark in Russian", "/принято с замечаниями: логотип размыт", Accept(("логотип размыт",))),
    ("one remark after a comma", "/принято, с замечанием логотип размыт", Accept(("логотип размыт",))),
    ("a list of remarks", "/accept with remarks\n- logo\n- form", Accept(("logo", "form"))),
    (
        "a numbered list after an empty line",
        "/принято с замечаниями:\n\n1. лого\n2) форма",
        Accept(("лого", "форма")),
    ),
    (
        "a remark on the line and a list",
        "/accept with remarks logo\n* form\nThanks",
        Accept(("logo", "form")),
    ),
    ("a list under a plain acceptance is not lost", "/accept\n- logo", Accept(("logo",))),
    ("a signature under an acceptance is no remark", "/accept\n--\nAnna", Accept()),
    ("refused with a reason", "/refuse the form sends nothing", Refuse("the form sends nothing")),
    ("refused in Russian, two words", "/не принято форма не работает", Refuse("форма не работает")),
    ("refused in Russian with a colon", "/Не принято: форма", Refuse("форма")),
    ("refused in one word", "/непринято форма", Refuse("форма")),
    (
        "asked with an ISO date",
        "/ask anna by 2026-04-15: photos",
        Ask("anna", date(2026, 4, 15), "photos"),
    ),
    (
        "asked in Russian with a Russian date",
        "/спросить Анну Петрову до 15.04.2026: фото команды: все",
        Ask("Анну Петрову", date(2026, 4, 15), "фото команды: все"),
    ),
    ("asked by a mention", "/ask @anna by 15 April 2026: photos", Ask("anna", date(2026, 4, 15), "photos")),
    (
        "asked by a mention of Jira",
        "/ask [~accountid:712020:ab-1] by 2026-04-15: photos",
        Ask("712020:ab-1", date(2026, 4, 15), "photos"),
    ),
    ("asked without a year", "/спросить anna до 15 апреля: фото", Ask("anna", date(2026, 4, 15), "фото")),
    ("asked for a day of next year", "/ask anna by 15.01: photos", Ask("anna", date(2027, 1, 15), "photos")),
    (
        "a call",
        "/call anna, 2026-05-11 15:00: the menu",
        Call(("anna",), date(2026, 5, 11), time(15), "the menu"),
    ),
    (
        "a call of several, in Russian",
        "/созвон Анна и Пётр, 11 мая 2026, в 9:30: меню: два вопроса",
        Call(("Анна", "Пётр"), date(2026, 5, 11), time(9, 30), "меню: два вопроса"),
    ),
    (
        "a call with commas between the names",
        "/call Anna, Peter, 11.05.2026, 3 pm: the menu",
        Call(("Anna", "Peter"), date(2026, 5, 11), time(15), "the menu"),
    ),
    (
        "a call written up",
        "/called\nContext: the menu\n*Problem:* long\n- Options: 1 or 2\nNext step: a draft\nWhose OK: Peter",
        Called("the menu", "long", "1 or 2", "a draft", "Peter"),
    ),
    (
        "a call written up in Russian, on two lines each",
        "/созвонились: меню\nСледующий шаг: макет\nк среде\nЧьё «да»: Пётр, вариант 1",
        Called("меню", "", "", "макет к среде", "Пётр, вариант 1"),
    ),
    (
        "an absence",
        "/away from 2026-05-01 until 2026-05-11",
        Away(date(2026, 5, 1), date(2026, 5, 11)),
    ),
    ("an absence in Russian", "/отсутствую с 1 по 11 мая 2026", Away(date(2026, 5, 1), date(2026, 5, 11))),
    (
        "an absence with a dash",
        "/отсутствую 1.05.2026 – 11.05.2026",
        Away(date(2026, 5, 1), date(2026, 5, 11)),
    ),
    ("a deputy", "/deputy anna until 2026-05-01", Deputy("anna", date(2026, 5, 1))),
    ("a deputy in Russian", "/заместитель Анна до 1 мая 2026 г.", Deputy("Анна", date(2026, 5, 1))),
    ("done", "/done 2", Done(2)),
    ("done in Russian", "/готово 2", Done(2)),
    ("ticked, one letter from undo", "/отметить 2", Done(2)),
    ("undone", "/undo 2", Undo(2)),
    ("undone in Russian", "/отменить 2", Undo(2)),
    ("hours", "/estimate 6h", Estimate(Decimal(6))),
    ("hours in Russian", "/оценка 6ч", Estimate(Decimal(6))),
    ("hours with a space", "/оценка 6 ч.", Estimate(Decimal(6))),
    ("hours without a unit", "/estimate 1.5", Estimate(Decimal("1.5"))),
    ("a decimal comma", "/оценка 1,5 часа", Estimate(Decimal("1.5"))),
    ("minutes", "/estimate 90m", Estimate(Decimal("1.5"))),
    ("hours and minutes in words", "/оценка 1 час 30 минут", Estimate(Decimal("1.5"))),
    ("a sum", "/fee 30000", Fee(Decimal(30000))),
    ("a sum in groups", "/сумма 30 000", Fee(Decimal(30000))),
    ("a sum with non-breaking groups", "/сумма 30\u00a0000\u00a0₽", Fee(Decimal(30000), "RUB")),
    ("a sum in roubles", "/сумма 30000 руб.", Fee(Decimal(30000), "RUB")),
    ("a sum with kopecks", "/сумма 30 000,50 р.", Fee(Decimal("30000.50"), "RUB")),
    ("a sum the English way", "/fee 30,000.50", Fee(Decimal("30000.50"))),
    ("a sum the German way", "/fee 1.234.567,89 €", Fee(Decimal("1234567.89"), "EUR")),
    ("three digits after a comma are thousands", "/fee 30,000", Fee(Decimal(30000))),
    ("two digits after a comma are kopecks", "/fee 30,50", Fee(Decimal("30.50"))),
    ("a currency in front", "/fee $1 500", Fee(Decimal(1500), "USD")),
    ("no fee at all", "/fee 0", Fee(Decimal(0))),
    ("publish", "/publish", Publish()),
    ("publish in Russian", "/опубликовать", Publish()),
    ("why", "/why", Why()),
    ("why with a question", "/why is this beyond?", Why()),
    ("why in Russian", "/почему?", Why()),
    ("agreed", "/agree", Agree()),
    ("agreed by a man", "/согласен", Agree()),
    ("agreed by a woman", "/Согласна.", Agree()),
    ("recheck", "/recheck", Recheck()),
    ("recheck in Russian", "/проверить", Recheck()),
    ("help", "/help", Help()),
    ("help in Russian", "/справка", Help()),
    ("help about a word", "/помощь выбор", Help()),
    ("after a mention", "[~anna] /choose 1", Choose(1)),
    ("after a mention of Jira Cloud", "[~accountid:712020:bot] /choose 2", Choose(2)),
    ("after an at-mention", "@anna /choose 1", Choose(1)),
    ("after an at-mention and a comma", "@Ugovor, /выбор 2", Choose(2)),
    ("after a mention of Redmine", "user#5 /choose 2", Choose(2)),
    ("the word of an option", "/вариант 2", Choose(2)),
    ("the English word of an option", "/option 2", Choose(2)),
    ("a non-breaking space as an entity", "/choose&nbsp;2", Choose(2)),
    ("in a panel of Jira", "{panel:bgColor=#deebff}\n/choose 2\n{panel}", Choose(2)),
    ("below what is struck out", "-/choose 1-\n/choose 2", Choose(2)),
    ("beside what is struck out", "/choose ~~1~~ 2", Choose(2)),
    ("above a quotation of Outlook", "/choose 2\n\nОт: Ugovor <jira@acme.example>\n/choose 1", Choose(2)),
    (
        "above a quotation that a header announces",
        "/choose 2\n\nOn 30 Nov 2026 Ugovor wrote:\n/choose 1",
        Choose(2),
    ),
    ("a command after a quotation of its own lines", "> /choose 2\n/choose 1", Choose(1)),
    ("a command right behind a wiki quotation", "{quote}/choose 2{quote} /choose 1", Choose(1)),
    ("a command after a fence", "```\n/choose 2\n```\n/choose 1", Choose(1)),
    ("a macro that nobody closes hides nothing", "use {code} here\n/choose 1", Choose(1)),
    ("an indented line without an empty one before", "as I said\n    /choose 1", Choose(1)),
)

NOT_MEANT: tuple[tuple[str, str], ...] = (
    ("an empty comment", ""),
    ("only spaces", " \n\u00a0\n"),
    ("prose", "Thank you, we will look at it."),
    ("inside a sentence", "please /choose 1"),
    ("after a greeting", "Добрый день! /выбор 1"),
    ("after a mention in a sentence", "ask [~anna] /choose 1"),
    ("after somebody's name", "anna: /choose 1"),
    ("in a list", "- /choose 1"),
    ("quoted in Markdown", "> /choose 1"),
    ("quoted with spaces in front", "  > /choose 1"),
    ("quoted twice", "> > /choose 1"),
    ("quoted as an entity", "&gt; /choose 1"),
    ("quoted by a wiki line", "bq. /choose 1"),
    ("quoted by a wiki block", "{quote}\n/choose 1\n{quote}"),
    ("quoted by a wiki block in capitals", "{QUOTE}\n/choose 1\n{Quote}"),
    ("quoted on one line", "{quote}/choose 1{quote}"),
    ("quoted in HTML", "<blockquote>\n/choose 1\n</blockquote>"),
    ("fenced", "```\n/choose 1\n```"),
    ("fenced with a language", "```text\n/choose 1\n```"),
    ("fenced with tildes", "~~~\n/choose 1\n~~~"),
    ("fenced and never closed", "```\n/choose 1"),
    ("fenced with more marks than the inner fence", "````\n```\n/choose 1\n```\n````"),
    ("wiki code", "{code}\n/choose 1\n{code}"),
    ("wiki code with a language", "{code:java}\n/choose 1\n{code}"),
    ("wiki preformatted", "{noformat}\n/choose 1\n{noformat}"),
    ("preformatted in HTML", "<pre>\n/choose 1\n</pre>"),
    ("inline code", "`/choose 1`"),
    ("wiki monospace", "{{/choose 1}}"),
    ("Markdown's indented code", "Try this:\n\n    /choose 1"),
    ("the second line of indented code", "Try:\n\n    first\n    /choose 1"),
    ("code indented by a tab", "Try this:\n\n\t/choose 1"),
    ("a path", "/var/log/syslog"),
    ("an address of an interface", "/api/v1/users"),
    ("a version of an interface", "/v1"),
    ("a file", "/robots.txt is missing"),
    ("a file with a Russian name", "/отчёт.pdf"),
    ("two slashes", "// choose 1"),
    ("a comment of code", "/* choose 1 */"),
    ("a Windows path", "\\server\\share"),
    ("an unknown word behind a backslash", "\\alpha"),
    ("an unknown word behind a space", "/ and so on"),
    ("a share", "/100 of it"),
    ("a point before an English word", ".help is a class"),
    ("a point before prose", ". Готово"),
    ("an ellipsis", "...готово 2"),
    ("a digit alone where the contract does not allow it", "1"),
    ("a word without a slash", "choose 1"),
    ("a Russian word without a slash", "выбор 1"),
    ("a line of slashes", "////"),
    ("a very long word", "/" + "a" * 60),
)

HINTS: tuple[tuple[str, str, Hint], ...] = (
    ("no number", "/choose", Hint("choose", "argument", "choose", "/choose 1")),
    ("no number, in Russian", "/выбор", Hint("выбор", "argument", "выбор", "/выбор 1")),
    ("a letter for a number", "/choose x", Hint("choose", "argument", "choose", "/choose 1")),
    ("two numbers", "/choose 1 2", Hint("choose", "argument", "choose", "/choose 1")),
    ("one or the other", "/choose 1 or 2", Hint("choose", "argument", "choose", "/choose 1")),
    (
        "a choice under a condition",
        "/choose 2 if it is free",
        Hint("choose", "argument", "choose", "/choose 1"),
    ),
    ("nought", "/choose 0", Hint("choose", "argument", "choose", "/choose 1")),
    ("a negative number", "/choose -1", Hint("choose", "argument", "choose", "/choose 1")),
    ("a fraction", "/choose 1.5", Hint("choose", "argument", "choose", "/choose 1")),
    ("a half-typed item", "/scope in", Hint("scope", "argument", "scope", "/scope in 2.1")),
    ("an item without in", "/объём 2.1", Hint("объём", "argument", "объём", "/объём в 2.1")),
    ("a bonus under a condition", "/bonus but only once", Hint("bonus", "argument", "bonus", "/bonus")),
    ("agreed, but", "/согласен, но не сейчас", Hint("согласен", "argument", "согласен", "/согласен")),
    (
        "refused without a reason",
        "/refuse",
        Hint("refuse", "argument", "refuse", "/refuse the form sends nothing"),
    ),
    (
        "refused in Russian without a reason",
        "/не принято.",
        Hint("не принято", "argument", "не принято", "/не принято форма не отправляется"),
    ),
    (
        "remarks announced and not given",
        "/accept with remarks",
        Hint("accept", "argument", "accept", "/accept with remarks: the logo is blurred"),
    ),
    (
        "accepted, but",
        "/accept but the logo is blurred",
        Hint("accept", "argument", "accept", "/accept with remarks: the logo is blurred"),
    ),
    ("an estimate in words", "/estimate soon", Hint("estimate", "argument", "estimate", "/estimate 6h")),
    ("a negative estimate", "/estimate -5h", Hint("estimate", "argument", "estimate", "/estimate 6h")),
    ("days are not hours", "/оценка 2д", Hint("оценка", "argument", "оценка", "/оценка 6ч")),
    ("a sum in words", "/fee a lot", Hint("fee", "argument", "fee", "/fee 30000")),
    ("a sum in thousands", "/сумма 30 тыс", Hint("сумма", "argument", "сумма", "/сумма 30000")),
    ("a sum that can be read twice", "/fee 1,234,56", Hint("fee", "argument", "fee", "/fee 30000")),
    ("a sum with a nought before thousands", "/fee 0,500", Hint("fee", "argument", "fee", "/fee 30000")),
    ("an unknown currency", "/fee 100 xyz", Hint("fee", "argument", "fee", "/fee 30000")),
    ("a negative sum", "/fee -100", Hint("fee", "argument", "fee", "/fee 30000")),
    (
        "a day that does not exist",
        "/deputy anna until 31.02.2026",
        Hint("deputy", "argument", "deputy", "/deputy Anna until 1 May", day="31.02.2026"),
    ),
    (
        "asked without a text",
        "/ask anna by 2026-04-15:",
        Hint("ask", "argument", "ask", "/ask Anna by 15 April: photos of the team"),
    ),
    ("done with what", "/готово с меню", Hint("готово", "argument", "готово", "/готово 2")),
    ("an unknown word", "/frobnicate", Hint("frobnicate", "unknown")),
    ("an unknown word that is near", "/shoose 1", Hint("shoose", "unknown", "choose", "/choose 1")),
    ("a negated word is never guessed", "/unpublish", Hint("unpublish", "unknown", "publish", "/publish")),
    (
        "a negated Russian word is never guessed",
        "/несогласен",
        Hint("несогласен", "unknown", "согласен", "/согласен"),
    ),
    (
        "another form of a binding word is asked about",
        "/принимать",
        Hint("принимать", "unknown", "принимаю", "/принято"),
    ),
    ("an English one too", "/acceptance", Hint("acceptance", "unknown", "accepted", "/accept")),
    ("not ready is not ready", "/неготово 1", Hint("неготово", "unknown", "готово", "/готово 2")),
    ("undone is neither done nor undo", "/undone 1", Hint("undone", "unknown", "undo", "/undo 2")),
)


@pytest.mark.parametrize(("why", "text", "command"), MEANT, ids=[row[0] for row in MEANT])
def test_command_is_read_exactly(why: str, text: str, command: Command) -> None:
    """A line that is meant as a command is read as exactly that one, without a hint."""
    assert read_commands(text, today=date(2026, 4, 1)) == ParsedComment((command,)), why


@pytest.mark.parametrize(("why", "text"), NOT_MEANT, ids=[row[0] for row in NOT_MEANT])
def test_quotation_code_and_prose_are_no_commands(why: str, text: str) -> None:
    """Quotations, code, sentences and paths are neither commands nor worth a hint."""
    assert read_commands(text) == ParsedComment(), why


@pytest.mark.parametrize(("why", "text", "hint"), HINTS, ids=[row[0] for row in HINTS])
def test_incomplete_command_yields_a_hint(why: str, text: str, hint: Hint) -> None:
    """A missing or unclear argument and an unknown word earn a hint and no command."""
    assert read_commands(text) == ParsedComment(hint=hint), why


def test_our_own_words_quoted_back_hold_no_command() -> None:
    """Our own words quoted back are nobody's word, also where they are wrapped anew."""
    ours = "Ответьте, пожалуйста, цифрой или строкой /выбор 1 до среды, 8 апреля."
    wrapped = "Спасибо\n\nОтветьте, пожалуйста, цифрой или строкой\n/выбор 1 до среды, 8 апреля."
    assert read_commands(wrapped, own_words=(ours,)) == ParsedComment()
    assert read_commands("/выбор 1", own_words=(ours,)).commands == (Choose(1),)


def test_a_command_line_that_we_wrote_may_be_copied() -> None:
    """Alone it is said; pasted together with what stands around it, it is a quotation."""
    ours = "Решить можно одной строкой:\n/объём в 2.1\n/объём сверх\n/бонус"
    assert read_commands("/объём в 2.1\n", own_words=(ours,)).commands == (Scope(in_item="2.1"),)
    assert read_commands(ours, own_words=(ours,)) == ParsedComment()
    assert read_commands("/объём в 2.1", own_words=("Ответьте строкой /объём в 2.1",)) == ParsedComment()


def test_commands_are_returned_in_order_with_lines() -> None:
    """Two choices are both returned: the caller refuses them as ambiguous."""
    read = read_commands("Добрый день!\n/выбор 1\n\n> /choose 3\n/choose 2\n/fee 100")
    assert [(command, command.line) for command in read.commands] == [
        (Choose(1), 2),
        (Choose(2), 5),
        (Fee(Decimal(100)), 6),
    ]


def test_lines_after_blocks_keep_their_numbers() -> None:
    """A block that is taken out leaves its line ends."""
    read = read_commands("{quote}\none\ntwo\n{quote}\n```\ncode\n```\n/choose 1")
    assert [command.line for command in read.commands] == [8]


def test_commands_come_with_at_most_one_hint() -> None:
    """The first hint is kept with its line; commands are read all the same."""
    read = read_commands("/frob\n/choose x\n/choose 1")
    assert (read.commands, read.hint, read.hint and read.hint.line) == (
        (Choose(1),),
        Hint("frob", "unknown"),
        1,
    )


def test_day_without_a_year_needs_today() -> None:
    """Nobody guesses a year: without the day of writing the hint shows a whole date."""
    read = read_commands("/deputy anna until 15.04")
    assert read.hint == Hint("deputy", "argument", "deputy", "/deputy Anna until 1 May", day="15.04")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("/\\.> \n\t{}`~<>:quotecodchs123выборпринято,№$-"), max_size=80))
def test_any_text_is_read_without_an_error_or_false_line(text: str) -> None:
    """Whatever people type, reading ends and gives only lines that exist."""
    read = read_commands(text, own_words=(text[:40],))
    last = len(text.splitlines()) + 1
    assert all(1 <= command.line <= last for command in read.commands)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("/choose 1выбор\n{}`"), max_size=60))
def test_quotation_hides_every_command(text: str) -> None:
    """Putting `> ` before every line takes every command away."""
    quoted = "\n".join(f"> {line}" for line in text.splitlines())
    assert read_commands(quoted) == ParsedComment()
