"""Which e-mail addresses are one and the same."""

from __future__ import annotations

import pytest

from mappings.addresses import normalise_email

SAME = [
    ("capital letters on both sides", "Director@Acme.Example", "director@acme.example"),
    ("letters other than Latin", "Директор@Пример.рф", "директор@пример.рф"),
    ("a domain in its own letters and as xn--", "a@пример.рф", "a@xn--e1afmkfd.xn--p1ai"),
    ("one part of a domain in each", "a@пример.xn--p1ai", "A@XN--E1AFMKFD.рф"),
    ("full-width letters, dot and sign", "ａ＠acme．example", "a@acme.example"),
    ("a composed letter and its parts", "andr\u00e9@acme.example", "andre\u0301@acme.example"),
    ("the full stop of Chinese and Japanese", "a@例。example", "a@例.example"),
    ("the dot of the root", "a@acme.example.", "a@acme.example"),
    ("spaces around", " a@acme.example ", "a@acme.example"),
    ("the sign for Kelvin is a K", "\u212a@acme.example", "k@acme.example"),
]

OTHER = [
    ("a tag", "anna+work@acme.example", "anna@acme.example"),
    ("a dot in the name", "an.na@acme.example", "anna@acme.example"),
    ("ß is a letter of its own", "a@straße.example", "a@strasse.example"),
    ("so it is as xn--", "a@xn--strae-oqa.example", "a@strasse.example"),
    ("ς is a letter of its own", "a@πόλις.example", "a@πόλισ.example"),
    ("a dotless i", "a\u0131@acme.example", "ai@acme.example"),
    ("a Cyrillic а", "\u0430@acme.example", "a@acme.example"),
    ("an xn-- that hides a dot", "a@xn--examplecom-fw05e", "a@example.com"),
    ("an xn-- that is none", "a@xn--\u0430", "a@\u0430"),
    ("a second @ before the domain", "a@acme.example@evil.example", "a@acme.example"),
]


@pytest.mark.parametrize(("sentence", "one", "other"), SAME)
def test_spellings_of_one_address_are_equal(sentence: str, one: str, other: str) -> None:
    """Each is recognised as the other, and its form is the form of itself."""
    assert normalise_email(one) == normalise_email(other) == normalise_email(normalise_email(one)), sentence


@pytest.mark.parametrize(("sentence", "one", "other"), OTHER)
def test_other_addresses_stay_different(sentence: str, one: str, other: str) -> None:
    """Neither is taken for the other."""
    assert normalise_email(one) != normalise_email(other), sentence
