"""Cross-checks of scope items and exclusions: whose is an issue, and by which words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from mappings.checks.stages import repeated
from mappings.faults import Fault
from mappings.sections import MappingNode

_KEYS = ("epic", "parent", "component", "version", "label")
Conditions = frozenset[tuple[str, str]]


def check_links(root: MappingNode) -> Iterator[Fault]:
    """Yield overlapping links, empty links, impossible quantities and repeated exclusions."""
    items = [item for stage in root.entries("stages") for item in stage.entries("items")]
    yield from _overlaps(root, items)
    for item in items:
        yield from _item(root, item)
    yield from _exclusions(root)


def conditions(entry: MappingNode) -> Conditions:
    """Return what must hold of an issue for this link (or `only:`), as pairs of a key and its value."""
    pairs = {(key, found.value) for key in _KEYS if (found := entry.text(key))}
    field = entry.entry("field")
    pairs |= {(f"field {name}", found.value) for name in field.data if (found := field.text(name))}
    return frozenset(pairs)


def _overlaps(root: MappingNode, items: list[MappingNode]) -> Iterator[Fault]:
    """Look up every part of every link: an issue must never belong to two items by the same evidence."""
    links = [conditions(item.entry("link")) for item in items]
    owners: dict[Conditions, int] = {}
    for number, link in enumerate(links):
        owners.setdefault(link, number)
    for number, link in enumerate(links):
        for part in _parts(link):
            owner = owners.get(part, number)
            if owner != number:
                yield _overlap(root, items[owner], items[number], same=part == link)


def _parts(link: Conditions) -> Iterator[Conditions]:
    """Yield each choice of a link's conditions but the empty one, the whole link last."""
    sizes = range(1, len(link) + 1)
    return map(frozenset, chain.from_iterable(combinations(link, size) for size in sizes))


def _overlap(root: MappingNode, wider: MappingNode, narrower: MappingNode, *, same: bool) -> Fault:
    if same:
        sentence = f"the items {_name(wider)} and {_name(narrower)} have the same link"
    else:
        sentence = f"every issue of the item {_name(narrower)} is also linked to the item {_name(wider)}"
    first, second = sorted(
        (wider.entry("link").path, narrower.entry("link").path), key=lambda path: (path[1], path[3])
    )
    remedy = f"Link them by different things (the other link stands on line {root.line(first)})."
    return root.error(second, sentence, remedy, "overlapping_links")


def _name(item: MappingNode) -> str:
    found = item.text("id") or item.text("title")
    return f'"{found.value}"' if found else "without an id"


def _item(root: MappingNode, item: MappingNode) -> Iterator[Fault]:
    if item.has("link") and item.data["link"] == {}:
        remedy = "Name an epic, parent, component, version, label or field, or remove link."
        sentence = "the link is empty, so no issue belongs to the item by it"
        yield root.warning((*item.path, "link"), sentence, remedy, "empty_link")
    field = item.entry("link")
    if field.has("field") and field.data["field"] == {}:
        remedy = "Write {field: {name: value}}."
        yield root.error((*field.path, "field"), "no field is named", remedy, "empty_link")
    used, hours = item.hours("used"), item.hours("hours")
    if used and hours and used.value > hours.value:
        sentence = f"{used.value} hours are used of {hours.value}"
        remedy = "Check both; as written, the item is overrun from the first day."
        yield root.warning(used.path, sentence, remedy, "overrun")


def _exclusions(root: MappingNode) -> Iterator[Fault]:
    exclusions = root.entries("exclusions")
    clauses = (exclusion.text("clause") for exclusion in exclusions)
    yield from repeated(root, clauses, "the clause", "duplicate_clause")
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
