"""Numbers in digits and in words."""

from __future__ import annotations

import re
from decimal import Decimal

_WORDS = {
    0: "ноль нуля zero",
    1: "один одна одно одного одной одну one",
    2: "два две двух двумя двум two",
    3: "три трёх трех тремя three",
    4: "четыре четырёх четырех four",
    5: "пять пяти пятью five",
    6: "шесть шести шестью six",
    7: "семь семи семью seven",
    8: "восемь восьми eight",
    9: "девять девяти nine",
    10: "десять десяти ten",
    11: "одиннадцать одиннадцати eleven",
    12: "двенадцать двенадцати twelve",
    13: "тринадцать тринадцати thirteen",
    14: "четырнадцать четырнадцати fourteen",
    15: "пятнадцать пятнадцати fifteen",
    16: "шестнадцать шестнадцати sixteen",
    17: "семнадцать семнадцати seventeen",
    18: "восемнадцать восемнадцати eighteen",
    19: "девятнадцать девятнадцати nineteen",
    20: "двадцать двадцати twenty",
    30: "тридцать тридцати thirty",
    40: "сорок сорока forty",
    50: "пятьдесят пятидесяти fifty",
    60: "шестьдесят шестидесяти sixty",
    70: "семьдесят семидесяти seventy",
    80: "восемьдесят восьмидесяти eighty",
    90: "девяносто девяноста ninety",
    100: "сто ста hundred",
    200: "двести двухсот",
    300: "триста трёхсот трехсот",
    400: "четыреста четырёхсот четырехсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
    1000: "тысяча тысячи тысяч тысячу thousand",
    1_000_000: "миллион миллиона миллионов million",
}
_VALUES = {word: number for number, words in _WORDS.items() for word in words.split()}
_NAMED = "|".join(sorted(_VALUES, key=len, reverse=True))

WORDED = rf"(?:{_NAMED})\b(?:(?:\s+and)?[\s-]+(?:{_NAMED})\b)*"
"""A number in words, such as `сто двадцать тысяч` or `one hundred and twenty`."""

NUMBER = rf"(?P<number>\d{{1,3}}|{WORDED})(?:\s?-\s?(?:х|ти|ми|го|ух|ёх|ех)\b)?(?:\s*\([^)]{{1,40}}\))?"
"""A number, the other way of writing it in brackets behind it."""


def read_small_number(text: str) -> int:
    """Return a number out of digits or words.

    >>> read_small_number("5"), read_small_number("двадцати пяти"), read_small_number("Ten")
    (5, 25, 10)
    """
    return int(text) if text.isdecimal() else int(read_worded(text))


def read_worded(text: str) -> Decimal:
    """Return a number out of words.

    >>> str(read_worded("один миллион двести шестнадцать тысяч")), str(read_worded("two hundred and five"))
    ('1216000', '205')
    """
    whole = part = 0
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        value = _VALUES.get(word)
        if value is None:
            continue  # and
        if value >= 1000:
            whole, part = whole + (part or 1) * value, 0
        elif word == "hundred":
            part = (part or 1) * value
        else:
            part += value
    return Decimal(whole + part)
