"""Answers as people write them: what decides, what is asked, what is talk."""

from __future__ import annotations

import re

import pytest
from answer_rows import (
    ACCEPTANCES,
    AGREED,
    BY_MARKUP,
    CHOSEN,
    CONVERSATION,
    DOCUMENTS,
    NAMED,
    NAMES,
    OFFER,
    QUOTED_BACK,
    SEVERAL,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.core.answers.reader import may_answer, read_acceptance, read_answer
from plugin.core.model.answer import Answer, Chosen
from plugin.core.model.markup import Markup
from plugin.trackers.jira.adf_comments import read_adf_comment

OFFERED = range(1, 6)
ROWS = (*CHOSEN, *NAMED, *AGREED, *SEVERAL, *CONVERSATION)


@pytest.mark.parametrize("markup", list(Markup))
@pytest.mark.parametrize(("why", "text", "answer"), ROWS, ids=[row[0] for row in ROWS])
def test_answer_is_read_alike_in_every_markup(
    why: str, text: str, answer: Answer | None, markup: Markup
) -> None:
    """What is left without courtesy, quotation and formatting says what the row says."""
    assert read_answer(text, OFFERED, markup=markup, names=NAMES) == answer, why


@pytest.mark.parametrize(("why", "text", "markup", "answer"), BY_MARKUP, ids=[row[0] for row in BY_MARKUP])
def test_number_in_a_list_is_the_one_that_its_reader_sees(
    why: str, text: str, markup: Markup, answer: Answer | None
) -> None:
    """In a numbered list the number is the one that the reader sees."""
    assert read_answer(text, OFFERED, markup=markup) == answer, why


@pytest.mark.parametrize(("why", "document", "answer"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_document_of_jira_cloud_is_read_as_its_reader_sees_it(
    why: str, document: object, answer: Answer | None
) -> None:
    """A document says what the same words say in any other markup."""
    text = read_adf_comment(document)
    assert read_answer(text, OFFERED, markup=Markup.TEXT, names=NAMES) == answer, (why, text)


@pytest.mark.parametrize(("why", "text", "answer"), QUOTED_BACK, ids=[row[0] for row in QUOTED_BACK])
def test_our_own_words_quoted_back_are_nobodys_word(why: str, text: str, answer: Answer | None) -> None:
    """Quoted back with or without marks, wrapped anew, our words say nothing."""
    assert read_answer(text, OFFERED, own_words=(OFFER,), names=NAMES) == answer, why


@pytest.mark.parametrize(("why", "text", "accepts"), ACCEPTANCES, ids=[row[0] for row in ACCEPTANCES])
def test_acceptance_in_words_is_heard(why: str, text: str, accepts: bool) -> None:
    """A short acceptance without the command is recognised, unlike a condition."""
    assert (read_acceptance(text, names=NAMES) is not None) is accepts, why


def test_table_has_a_hundred_and_fifty_answers() -> None:
    """The table covers both languages, five markups and mail programs."""
    assert len(ROWS) + len(BY_MARKUP) + len(DOCUMENTS) + len(QUOTED_BACK) + len(ACCEPTANCES) >= 150


def test_answer_is_looked_up_before_our_own_words_are_known() -> None:
    """A payload with our words below the answer is worth reading the issue."""
    assert may_answer(f"3\n\n{OFFER}")
    assert may_answer("принято")
    assert not may_answer("Спасибо, посмотрим на следующей неделе вместе с отделом маркетинга и напишем.")


_VISIBLE = {
    1: r"1|[①❶➀➊１]|:(?:keycap_)?one:|\bодин|\bодно|\bперв|\bone\b|\bfirst",
    2: r"2|[②❷➁➋２]|:(?:keycap_)?two:|\bдва|\bдвух|\bвтор|\btwo\b|\bsecond",
    3: r"3|[③❸➂➌３]|:(?:keycap_)?three:|\bтри|\bтрех|\bтрёх|\bтрет|\bthree\b|\bthird",
    4: r"4|[④❹➃➍４]|:(?:keycap_)?four:|\bчетыр|\bчетв[её]рт|\bfour\b|\bfourth",
    5: r"5|[⑤❺➄➎５]|:(?:keycap_)?five:|\bпят|\bfive\b|\bfifth",
}
_PIECES = (
    *"12345 .,!?)(-*_~>#+/№:\n",
    *(
        "вариант",
        "второй",
        "первый",
        "третий",
        "пятый",
        "берём",
        "давайте",
        "ок",
        "да",
        "не",
        "или",
        "option",
    ),
    *(
        "two",
        "second",
        "first",
        "the",
        "one",
        "go with",
        "please",
        "спасибо",
        "недели",
        "в",
        "апреля",
        "{quote}",
    ),
    *(
        "~~",
        "`",
        "**",
        "@ugovor",
        "[~a.b]",
        "1.",
        "2.",
        "# ",
        "> ",
        "- ",
        ":two:",
        "2️⃣",
        "&nbsp;",
        "-2-",
        "--",
    ),
    *("С уважением", "On 30 Nov Ugovor wrote:", "От: a@b.example", OFFER[:60], "<del>", "</del>", "!2.png!"),
)


@settings(max_examples=600, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join) | st.text(max_size=60),
    st.sampled_from([each for each in Markup if each is not Markup.WIKI]),
)
def test_no_text_decides_an_option_whose_number_is_not_visible(text: str, markup: Markup) -> None:
    """No text ever decides an option whose number is not visible in it."""
    answer = read_answer(text, OFFERED, markup=markup, own_words=(OFFER,), names=NAMES)
    if isinstance(answer, Chosen) and answer.number in _VISIBLE:
        # Markdown numbers the items after the first by itself.
        listed = markup is Markup.MARKDOWN and re.search(r"^\s*\d+[.)]\s", text, re.MULTILINE)
        assert listed or re.search(_VISIBLE[answer.number], text.casefold()), (text, answer)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
def test_marked_quotation_answers_nothing(text: str) -> None:
    """Putting `> ` before every line takes every answer away."""
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    assert read_answer(quoted, OFFERED) is None
    assert read_acceptance(quoted) is None
