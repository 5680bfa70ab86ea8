"""Words of an exclusion in a summary, in any inflection, Russian and English."""

from __future__ import annotations

import pytest

from plugin.core.scope.phrase_match import find_phrase, split_words


@pytest.mark.parametrize(
    ("sentence", "phrase", "text", "found"),
    [
        ("The word itself.", "перевод", "Нужен перевод", "перевод"),
        ("Another case.", "перевод", "Без перевода никак", "перевода"),
        ("The plural.", "перевод", "Переводы на немецкий", "Переводы"),
        ("A plural in the mapping, one in the summary.", "тексты", "Написать текст", "текст"),
        ("Capitals do not count.", "калькулятор", "КАЛЬКУЛЯТОРА", "КАЛЬКУЛЯТОРА"),
        ("Another word with the same beginning.", "перевод", "Переводчик опаздывает", None),
        ("A part of a word.", "вод", "Перевод", None),
        ("Another word of the same root.", "стоимость", "Сколько стоит", None),
        (
            "A phrase in another case.",
            "мобильное приложение",
            "Для мобильных приложений",
            "мобильных приложений",
        ),
        ("A phrase the other way round.", "мобильное приложение", "Приложение мобильное", None),
        ("A phrase with a word between.", "мобильное приложение", "Мобильное и приложение", None),
        ("A phrase across a comma.", "мобильное приложение", "Мобильное, приложение", "Мобильное приложение"),
        ("Half a phrase.", "мобильное приложение", "Мобильное", None),
        ("`ё` written as `е`.", "приём платежей", "Прием платежа", "Прием платежа"),
        ("`е` where the mapping has `ё` inside.", "чёрный", "Черного цвета", "Черного"),
        ("`ё` in the summary alone.", "елка", "Две ёлки", "ёлки"),
        ("A word in a hyphenated one.", "iOS", "Сделать iOS-версию", "iOS"),
        ("A hyphenated phrase.", "e-mail", "An e-mail form", "e mail"),
        ("A hyphenated phrase written together.", "e-mail", "An email form", None),
        ("An underscore parts words.", "CRM", "CRM_sync", "CRM"),
        ("An English plural.", "mobile app", "Two mobile apps", "mobile apps"),
        ("An English verb form.", "redirect", "Redirecting the old pages", "Redirecting"),
        ("A longer English word.", "app", "Application form", None),
        ("A number belongs to a word.", "iOS 17", "Works on iOS 17", "iOS 17"),
        ("Another number.", "iOS 17", "Works on iOS 18", None),
        ("The first of two.", "перевод", "Перевод и перевода", "Перевод"),
        ("At the end of the text.", "отзывы", "Блок отзывов", "отзывов"),
        ("An empty summary.", "перевод", "", None),
        ("A phrase without words.", "…", "Любой текст…", None),
        ("An empty phrase.", "", "Любой текст", None),
        ("Russian words are not English ones.", "сайт", "site", None),
    ],
)
def test_phrase_is_found_in_any_inflection(sentence: str, phrase: str, text: str, found: str | None) -> None:
    """A phrase is found by its words' dictionary forms, in their order."""
    assert find_phrase(phrase, text) == found, sentence


def test_text_is_split_into_words() -> None:
    """Punctuation, hyphens and underscores part words; digits stay in them."""
    assert split_words("iOS-версия 2.0: e_mail, «текст»!") == [
        "iOS",
        "версия",
        "2",
        "0",
        "e",
        "mail",
        "текст",
    ]
