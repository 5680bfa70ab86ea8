"""Check that somebody is left to decide, and that their word can arrive."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.faults import Fault
from mappings.sections import Section

_LIMITS = ("fee", "working_days")


def check_authority(root: Section) -> Iterator[Fault]:
    """Yield limits that leave nobody to decide, and people nobody can recognise."""
    yield from _check_limits(root)
    yield from _check_reachable(root)


def _check_limits(root: Section) -> Iterator[Fault]:
    """Warn where every decider is limited.

    A row with a fault may be the decider without limits, so it ends the check.
    """
    deciders = [
        row
        for row in root.sections("authority")
        if "decide" in {power.value for power in row.texts("may")} and row.text("person")
    ]
    if not deciders or any(path[0] == "authority" for path in root.faulty if path):
        return
    always = [row for row in deciders if not row.has("from") and not row.has("until")]
    if all(any(not row.section("up_to").has(limit) for row in always) for limit in _LIMITS):
        return
    if all(any(not row.section("up_to").has(limit) for row in deciders) for limit in _LIMITS):
        sentence = "outside the dates of authority an offer above the limits has nobody to decide it"
    else:
        sentence = "an offer above the limits has nobody to decide it"
    remedy = "Let one person decide without up_to, from and until."
    yield root.warning(("authority",), sentence, remedy, "limited_deciders", at_key=True)


def _check_reachable(root: Section) -> Iterator[Fault]:
    people = root.named_sections("people")
    rows = (row.text("person") for row in root.sections("authority"))
    for name in dict.fromkeys(found.value for found in rows if found):
        person = people.get(name)
        if person is None or person.path in root.faulty or not person.has("name"):
            continue
        if not person.has("account") and not person.has("email"):
            sentence = f'"{name}" has neither account nor email, so no word of theirs is recognised'
            remedy = "Add account, the tracker's own id of the person, or email for signed links."
            yield root.warning(person.path, sentence, remedy, "unreachable_person", at_key=True)
