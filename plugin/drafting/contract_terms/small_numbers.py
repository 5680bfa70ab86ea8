"""Small numbers in words and digits."""

from __future__ import annotations

_WORDS = {
    1: "один одна одно одного одной одну one",
    2: "два две двух двумя двум two",
    3: "три трёх трех тремя three",
    4: "четыре четырёх четырех four",
    5: "пять пяти five",
    6: "шесть шести six",
    7: "семь семи seven",
    8: "восемь восьми eight",
    9: "девять девяти nine",
    10: "десять десяти ten",
    12: "двенадцать двенадцати twelve",
    14: "четырнадцать четырнадцати fourteen",
    15: "пятнадцать пятнадцати fifteen",
    20: "двадцать двадцати twenty",
    30: "тридцать тридцати thirty",
    45: "forty-five",
    60: "шестьдесят шестидесяти sixty",
    90: "девяносто ninety",
}
_VALUES = {word: number for number, words in _WORDS.items() for word in words.split()}

_NAMED = "|".join(sorted(_VALUES, key=len, reverse=True))
NUMBER = rf"(?P<number>\d{{1,3}}|(?:{_NAMED})\b)(?:\s?-\s?(?:х|ти|ми|го|ух|ёх|ех)\b)?(?:\s*\([^)]{{1,40}}\))?"
"""A number, the other way of writing it in brackets behind it."""


def read_small_number(text: str) -> int:
    """Return a number out of digits or a word.

    >>> read_small_number("5"), read_small_number("двух"), read_small_number("Ten")
    (5, 2, 10)
    """
    return int(text) if text.isdecimal() else _VALUES[text.casefold()]
