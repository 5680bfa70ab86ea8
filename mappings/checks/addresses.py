"""Check that no two people share an e-mail address.

An address that several people share opens pages for nobody in particular.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mappings.addresses import normalise_email, normalise_name
from mappings.faults import Fault
from mappings.sections import Section

_REMEDY = "Give each their own; else whoever signs in by it can look, and signs by a personal link."


def check_addresses(roots: Sequence[Section]) -> Iterator[Fault]:
    """Yield a warning where two people have the same address, in one file or two.

    The same person of several contracts has the same name in each.
    """
    owners: dict[str, tuple[Section, str, str]] = {}
    for root in roots:
        for key, person in root.named_sections("people").items():
            email, name = person.text("email"), person.text("name")
            if email is None:
                continue
            called = normalise_name(name.value if name else key)
            first, owner, known = owners.setdefault(normalise_email(email.value), (root, key, called))
            if (first is root and owner == key) or (first is not root and known == called):
                continue
            place = "" if first is root else f" of {first.source.file}"
            sentence = f'"{key}" has the same e-mail address as "{owner}"{place}'
            yield root.warning(email.path, sentence, _REMEDY, "shared_email")
