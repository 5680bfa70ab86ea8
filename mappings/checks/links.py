"""Check the links of scope items and the words of exclusions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from mappings.checks.stages import check_repeated
from mappings.faults import Fault
from mappings.sections import Section

_KEYS = ("epic", "parent", "component", "version", "label")
LinkConditions = frozenset[tuple[str, str]]


def check_links(root: Section) -> Iterator[Fault]:
    """Yield faults of links, quantities and exclusions."""
    items = [item for stage in root.sections("stages") for item in stage.sections("items")]
    yield from _check_overlaps(root, items)
    for item in items:
        yield from _check_item(root, item)
    yield from _check_exclusions(root)


def link_conditions(entry: Section) -> LinkConditions:
    """Return what an issue must have for this link or `only`, as (key, value) pairs."""
    pairs = {(key, found.value) for key in _KEYS if (found := entry.text(key))}
    field = entry.section("field")
    pairs |= {(f"field {name}", found.value) for name in field.data if (found := field.text(name))}
    return frozenset(pairs)


def _check_overlaps(root: Section, items: list[Section]) -> Iterator[Fault]:
    """Report links that fit the same issue.

    Every part of every link is looked up: no issue may belong to two items by the same evidence.
    """
    links = [link_conditions(item.section("link")) for item in items]
    owners: dict[LinkConditions, int] = {}
    for number, link in enumerate(links):
        owners.setdefault(link, number)
    for number, link in enumerate(links):
        for part in _subsets(link):
            owner = owners.get(part, number)
            if owner != number:
                yield _overlap_fault(root, items[owner], items[number], same=part == link)


def _subsets(link: LinkConditions) -> Iterator[LinkConditions]:
    """Yield each non-empty choice of a link's conditions, the whole link last."""
    sizes = range(1, len(link) + 1)
    return map(frozenset, chain.from_iterable(combinations(link, size) for size in sizes))


def _overlap_fault(root: Section, wider: Section, narrower: Section, *, same: bool) -> Fault:
    outer, inner = _quote_item(wider), _quote_item(narrower)
    if same:
        sentence = f"the items {outer} and {inner} have the same link"
    else:
        sentence = f"every issue of the item {inner} is also linked to the item {outer}"
    first, second = sorted(
        (wider.section("link").path, narrower.section("link").path), key=lambda path: (path[1], path[3])
    )
    remedy = f"Link them by different things (the other link stands on line {root.line(first)})."
    return root.error(second, sentence, remedy, "overlapping_links")


def _quote_item(item: Section) -> str:
    found = item.text("id") or item.text("title")
    return f'"{found.value}"' if found else "without an id"


def _check_item(root: Section, item: Section) -> Iterator[Fault]:
    if item.has("link") and item.data["link"] == {}:
        remedy = "Name an epic, parent, component, version, label or field, or remove link."
        sentence = "the link is empty, so no issue belongs to the item by it"
        yield root.warning((*item.path, "link"), sentence, remedy, "empty_link")
    field = item.section("link")
    if field.has("field") and field.data["field"] == {}:
        remedy = "Write {field: {name: value}}."
        yield root.error((*field.path, "field"), "no field is named", remedy, "empty_link")
    used, hours = item.hours("used"), item.hours("hours")
    if used and hours and used.value > hours.value:
        sentence = f"{used.value} hours are used of {hours.value}"
        remedy = "Check both; as written, the item is overrun from the first day."
        yield root.warning(used.path, sentence, remedy, "overrun")


def _check_exclusions(root: Section) -> Iterator[Fault]:
    exclusions = root.sections("exclusions")
    clauses = (exclusion.text("clause") for exclusion in exclusions)
    yield from check_repeated(root, clauses, "the clause", "duplicate_clause")
    owners: dict[str, tuple[int, str]] = {}
    for number, exclusion in enumerate(exclusions):
        clause = exclusion.text("clause")
        for word in exclusion.texts("words"):
            owner, name = owners.setdefault(
                word.value.strip().casefold(), (number, clause.value if clause else "another")
            )
            if owner != number:
                sentence = f'"{word.value}" is also a word of clause {name}'
                remedy = "Keep it in one clause; the first one in the file decides."
                yield root.warning(word.path, sentence, remedy, "word_twice")
