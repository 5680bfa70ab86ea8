"""What names a person in what is kept, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.core.model.redaction import Somebody, Traces

LONG = "5b10ac8d82e05b22cc7d4ef5"
ANNA = Somebody(
    accounts=frozenset({"5", LONG}),
    emails=frozenset({"anna@acme.example"}),
    names=frozenset({"Анна Семёнова"}),
)

CHANGED: list[tuple[str, Any, Any]] = [
    ("a name in a text", "Анна Семёнова, выберите", "X, выберите"),
    ("a name in other letters", "АННА  семенова", "X"),
    ("an address in a text", "пишите на Anna@Acme.example.", "пишите на X."),
    ("an address alone, in another form", "ANNA@ACME.EXAMPLE", "X"),
    ("a long account id in a text", f"[~accountid:{LONG}]", "[~accountid:X]"),
    ("an account of ours", {"id": "5", "name": "anna"}, {"id": "", "name": "X"}),
    (
        "a person of a mapping, by the account",
        {
            "people": {
                "boss": {"name": "А. Иванова", "side": "client", "account": "5", "email": "a@b.example"}
            }
        },
        {"people": {"boss": {"name": "X", "side": "client"}}},
    ),
    (
        "a word deep inside",
        {"words": [{"name": "Анна Семёнова", "by": "boss"}]},
        {"words": [{"name": "X", "by": "boss"}]},
    ),
]

KEPT: list[tuple[str, Any]] = [
    ("a part of a longer word", "Анна Семёновата"),
    ("another form of the name, which nobody can tell for sure", "сказали Анне Семёновой"),
    ("a part of a longer address", "joanna@acme.example"),
    ("a short id where it is no account", {"id": "5", "key": "ACME-5", "number": 5}),
    ("a short id in a text", "5 шаблонов"),
    ("somebody else of a mapping", {"name": "Пётр", "side": "client", "account": "7"}),
    ("numbers, nothing and truth", {"hours": 5, "item": None, "whole": True}),
]


@pytest.mark.parametrize(("sentence", "data", "expected"), CHANGED)
def test_name_of_the_person_is_replaced(sentence: str, data: Any, expected: Any) -> None:
    """Something else stands there afterwards, and the rest as it was."""
    assert expected == ANNA.without(data, "X"), sentence


@pytest.mark.parametrize(("sentence", "data"), KEPT)
def test_other_text_stays(sentence: str, data: Any) -> None:
    """It stays."""
    assert data == ANNA.without(data, "X"), sentence


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"displayName": "Анна Семёнова"}', True),
        (
            r'{"displayName": "\u0410\u043d\u043d\u0430 \u0421\u0435\u043c\u0451\u043d\u043e\u0432\u0430"}',
            True,
        ),
        (f'{{"accountId": "{LONG}"}}', True),
        (r'{"body": "Спасибо!\nАнна Семёнова"}', True),
        (r'{"body": "\u0421\u043f\u0430\u0441\u0438\u0431\u043e!\r\n\u0410нна Семёнова\tи все"}', True),
        (r'{"body": "пишите:\nanna@acme.example"}', True),
        ('{"id": 5}', False),
        ("", False),
    ],
)
def test_body_is_searched_with_escapes_read(body: str, expected: bool) -> None:
    """A body of a tracker is searched as text, its escapes read."""
    assert expected == ANNA.stands_in(body)


@pytest.mark.parametrize("name", [" ", "\u00a0", ".", "1", "я"])
def test_name_without_letters_leaves_texts_whole(name: str) -> None:
    """Texts stay whole; the account's own name is replaced."""
    who = Somebody(accounts=frozenset({"5"}), names=frozenset({name}))
    data = {"text": "Я сдал 1. этап.", "item": "1", "empty": "", "by": {"id": "5", "name": name}}
    assert {**data, "by": {"id": "", "name": "X"}} == who.without(data, "X")


def test_unknown_person_is_found_nowhere() -> None:
    """Where nothing is known of a person nothing is found."""
    assert "Анна" == Somebody().without("Анна", "X")
    assert not Somebody().stands_in("Анна")


def test_account_id_belongs_to_one_tracker() -> None:
    """Another tracker may give the same id to somebody else."""
    traces = Traces(frozenset({("one", "5")}), frozenset(), frozenset({"Анна Семёнова"}))
    account = {"id": "5", "name": "anna"}
    assert ({"id": "", "name": "X"}, account) == tuple(
        traces.at(name).without(account, "X") for name in ("one", "other")
    )
    assert "X" == traces.at("other").without("Анна Семёнова", "X")
