"""Short names out of long ones: keys and ids of a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SPELT = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = dict(zip(_RUSSIAN, _SPELT.split(" "), strict=True)) | {"№": " "}
_MAX_CHARS = 32
_MAX_ID_CHARS = 64


def slugify(text: str, separator: str = "-") -> str:
    """Return a text in Latin letters and digits.

    >>> slugify("Дизайн главной страницы"), slugify("Анна Белова", "_"), slugify("№ 5")
    ('dizayn-glavnoy-stranitsy', 'anna_belova', '5')
    """
    spelt = "".join(_LATIN.get(letter, letter) for letter in text.casefold()).replace("_", "")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        longer = f"{slug}{separator}{word}" if slug else word
        if slug and len(longer) > _MAX_CHARS:
            break
        slug = longer[:_MAX_CHARS]
    return slug


def make_unique(wanted: str, taken: Collection[str], otherwise: str) -> str:
    """Return a name that is not taken yet, with a number behind it where it is.

    >>> make_unique("design", {"design"}, "stage"), make_unique("", (), "stage")
    ('design-2', 'stage')
    """
    base = wanted or otherwise
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def make_contract_id(project: str, year: int) -> str:
    """Return an id for a contract: the project and the year.

    >>> make_contract_id("acme", 2026)
    'ACME-2026'
    """
    base = re.sub(r"[^A-Za-z0-9._-]+", "-", slugify(project) if not project.isascii() else project)
    base = base.strip("-._").upper() or "CONTRACT"
    return f"{base[: _MAX_ID_CHARS - 5]}-{year}"
