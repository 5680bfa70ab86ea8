"""Check that somebody is left to decide, and that their word can arrive."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.faults import Fault
from mappings.sections import Section

_LIMITS = ("fee", "working_days")
_KEYS_OF = {
    "fee": ("fee", "total_fee", "percent"),
    "working_days": ("working_days", "total_working_days"),
}


def check_authority(root: Section) -> Iterator[Fault]:
    """Yield limits that leave nobody to decide, and people nobody can recognise."""
    yield from _check_limits(root)
    yield from _check_percent(root)
    yield from _check_decision(root)
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
    if all(any(_is_free(row, limit) for row in always) for limit in _LIMITS):
        return
    if all(any(_is_free(row, limit) for row in deciders) for limit in _LIMITS):
        sentence = "outside the dates of authority an offer above the limits has nobody to decide it"
    else:
        sentence = "an offer above the limits has nobody to decide it"
    remedy = "Let one person decide without up_to, from and until."
    yield root.warning(("authority",), sentence, remedy, "limited_deciders", at_key=True)


def _is_free(row: Section, limit: str) -> bool:
    return not any(row.section("up_to").has(key) for key in _KEYS_OF[limit])


def _check_percent(root: Section) -> Iterator[Fault]:
    if root.section("contract").has("price"):
        return
    for row in root.sections("authority"):
        if row.section("up_to").has("percent"):
            path = (*row.path, "up_to", "percent")
            sentence = "a limit in percent needs the contract's price, and there is none"
            yield root.error(path, sentence, "Add price to contract, or name total_fee.", "percent_of_what")


def _check_decision(root: Section) -> Iterator[Fault]:
    """Report a change that needs people who cannot decide, or more than there are."""
    decision = root.section("decision")
    by_number = [key for key in ("client", "contractor") if decision.has(key)]
    if decision.has("needs") and by_number:
        sentence = f"needs names the people, and {' and '.join(by_number)} would count them"
        remedy = f"Keep needs, or {' and '.join(by_number)}."
        yield root.error((*decision.path, "needs"), sentence, remedy, "decision_twice")
        return
    deciders = {
        person.value
        for row in root.sections("authority")
        if "decide" in {power.value for power in row.texts("may")} and (person := row.text("person"))
    }
    people = root.named_sections("people")
    for name in decision.texts("needs"):
        if name.value in people and name.value not in deciders:
            sentence = f'a change needs "{name.value}", who may not decide'
            remedy = f'Add decide to what "{name.value}" may in authority, or take the name out.'
            yield root.error(name.path, sentence, remedy, "decision_without_power")
    if decision.has("client") or decision.has("contractor"):
        yield from _check_numbers(root, decision, people, deciders)


def _check_numbers(
    root: Section, decision: Section, people: dict[str, Section], deciders: set[str]
) -> Iterator[Fault]:
    wanted = {"client": decision.whole_number("client"), "contractor": decision.whole_number("contractor")}
    defaults = {"client": 1, "contractor": 0}
    counts = {side: found.value if found else defaults[side] for side, found in wanted.items()}
    if not any(counts.values()):
        sentence, remedy = "a change needs nobody, so nothing could be decided", "Write client: 1."
        yield root.error(decision.path, sentence, remedy, "decision_by_nobody")
    for side, found in wanted.items():
        sides = [person.text("side") for name, person in people.items() if name in deciders]
        there = sum(each is not None and each.value == side for each in sides)
        if found and found.value > there:
            sentence = f"a change needs {found.value} of the {side}'s side to decide, and there are {there}"
            remedy = "Write a smaller number, or give more people decide in authority."
            yield root.error(found.path, sentence, remedy, "decision_by_too_many")


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
