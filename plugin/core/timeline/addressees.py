"""Whom a comment addresses: by a mention, or by a name at the beginning of a line."""

from __future__ import annotations

import re
from functools import lru_cache

from mappings.model import ContractMapping, Person
from plugin.core.commands.own_lines import find_own_lines

_MAX_READ_CHARS = 8_000
"""Whom a comment addresses stands at its beginning."""
_ADDRESS = r"(?:^|\n)[^\w\n]{0,3}(?:(?:привет|здравствуйте|добрый день|hi|hello|dear)[ ,]+)?(?:%s)\s*[,!:—–-]"


def find_addressees(mapping: ContractMapping, text: str) -> tuple[str, ...]:
    """Return the keys of the people whom a comment addresses.

    They come in the order of the mapping. A name within a quotation is not meant.
    """
    said = "\n".join(find_own_lines(text[:_MAX_READ_CHARS]))
    return tuple(key for key, person in mapping.people.items() if is_addressed(person, said))


def is_addressed(person: Person, text: str) -> bool:
    """Tell whether a text mentions a person, or calls them by the name before a comma."""
    return bool(_pattern(person.account or "", person.name, person.called).search(text))


@lru_cache(maxsize=1024)
def _pattern(account: str, name: str, called: str) -> re.Pattern[str]:
    names = sorted({name, called}, key=len, reverse=True)
    spelled = "|".join(re.escape(each) for each in names if each)
    ways = [_ADDRESS % spelled, rf"@\"?{re.escape(name)}(?!\w)"]
    if account:
        exact = re.escape(account)
        ways += [
            rf"\[~(?:accountid:)?{exact}\]",
            rf"(?<![\w@.])@{exact}(?![\w@]|[.-]\w)",
            rf"user[:#]{exact}\b",
        ]
    return re.compile("|".join(f"(?:{way})" for way in ways), re.IGNORECASE)
