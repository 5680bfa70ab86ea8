"""The linter of texts finds what must not be said and nothing else."""

from __future__ import annotations

import pytest
from tone import find_tone_faults, find_tone_faults_of_template


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Вы не предоставили доступы."),
        ("ru", "Это произошло по вашей вине."),
        ("ru", "Как мы уже писали, ждём."),
        ("ru", "Согласно договору вы обязаны ответить."),
        ("ru", "Нужно АСАП"),
        ("ru", "Заранее\nспасибо!"),
        ("ru", "Я вас услышал."),
        ("ru", "Сделаем в кратчайшие сроки."),
        ("ru", "Ваши хотелки учтены."),
        ("ru", "Это из разряда хотелок."),
        ("en", "As per my last email, …"),
        ("en", "You failed to answer."),
        ("en", "Kindly confirm."),
        ("en", "We need it ASAP."),
        ("en", "Unfortunately, we are unable to do it."),
    ],
)
def test_forbidden_phrases_are_found(language: str, text: str) -> None:
    """In any case, ending, punctuation and over a line break."""
    assert [fault.what for fault in find_tone_faults(text, language)] == ["never said"]


@pytest.mark.parametrize(
    ("language", "text", "what"),
    [
        ("ru", "два  пробела", "two spaces"),
        ("ru", 'блок "Отзывы"', "a straight quotation mark"),
        ("ru", "блок “Отзывы”", "a straight quotation mark"),
        ("ru", "этап - дизайн", "a hyphen for a dash"),
        ("ru", "Этап принят.Спасибо", "no space between sentences"),
        ("en", "in “To Do”.Still", "no space between sentences"),
        ("ru", "этап – дизайн", "an English dash"),
        ("ru", "75 600 ₽", "an ordinary space before a unit"),
        ("ru", "18 ч", "an ordinary space before a unit"),
        ("ru", "20%", "no space before a unit"),
        ("ru", "15 апреля", "an ordinary space in a date"),
        ("ru", "решения еще нет", "«е» for «ё»"),
        ("en", "18 h", "an ordinary space before a unit"),
        ("en", "15 April", "an ordinary space in a date"),
        ("en", "don't", "a straight apostrophe"),
        ("en", "the «Reviews» block", "quotation marks of Russian"),
        ("en", "the stage — design", "a Russian dash"),
    ],
)
def test_slips_of_typography_are_found(language: str, text: str, what: str) -> None:
    """Each slip is named once."""
    assert what in [fault.what for fault in find_tone_faults(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "- первое\n- второе"),
        ("ru", "Ждём ответа, чтобы успеть к\u00a010\u00a0апреля: 75\u00a0600\u00a0₽, 1\u00a0ч 30\u00a0мин."),
        ("ru", "Блок «Отзывы „Наши клиенты“» — 10-го."),
        ("ru", "/оценка 6ч"),
        ("ru", "услышали от вас, хотели"),
        ("en", "“It’s ‘kind’ of him” – 20% of 5\u00a0h by\u00a03\u00a0May"),
    ],
)
def test_good_texts_have_no_faults(language: str, text: str) -> None:
    """Rows where nothing is found."""
    assert find_tone_faults(text, language) == ()


def test_a_template_is_held_to_its_words_only() -> None:
    """Quotes of the template language are ignored; phrases are found in tags too."""
    assert find_tone_faults_of_template('{% if a == "b" %}Ждём {{ day|on_day }}.{% endif %}', "ru") == ()
    found = find_tone_faults_of_template('{{ {"a": "заранее спасибо"}.get(b) }} - всё', "ru")
    assert {fault.what for fault in found} == {"never said", "a hyphen for a dash"}
