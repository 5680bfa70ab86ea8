"""Compare e-mail addresses and people's names, however they are written.

Mail servers ignore case, forms pass full-width and composed letters on as they were typed, and a domain is
written in its own letters or as `xn--…`. Addresses are compared in one form. Mail goes to the address in the
mapping, never to what somebody typed.
"""

from __future__ import annotations

import unicodedata

_LETTERS_KEPT = {"ẞ": "ß", "ß": "ß", "ς": "ς"}
"""Case folding would make `ss` and `σ` of these, which name other domains today (IDNA 2008)."""

_PUNYCODE = "xn--"


def normalise_email(address: str) -> str:
    """Return the form in which an address is compared: one for every spelling.

    >>> normalise_email("Director@Пример.РФ") == normalise_email("director@xn--e1afmkfd.xn--p1ai")
    True
    >>> normalise_email("a@straße.example") == normalise_email("a@strasse.example")
    False
    """
    local, at, domain = _fold(address.strip()).rpartition("@")
    labels = domain.replace("。", ".").removesuffix(".").split(".")
    return f"{local}{at}{'.'.join(map(_decode_label, labels))}"


def normalise_name(name: str) -> str:
    """Return the form in which people's names are compared.

    >>> normalise_name("Пётр  Соколов") == normalise_name("петр соколов")
    True
    """
    return " ".join(_fold(name).replace("ё", "е").split())


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    folded = "".join(_LETTERS_KEPT.get(letter) or letter.casefold() for letter in composed)
    return unicodedata.normalize("NFKC", folded)


def _decode_label(label: str) -> str:
    """Return a domain's label in its own letters.

    A label that no registry would give out stays as it is.
    """
    if not label.startswith(_PUNYCODE):
        return label
    try:
        letters = label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return letters if _fold(letters) == letters else label
