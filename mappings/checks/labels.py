"""Cross-checks of labels: those that the service puts on, and those by which it knows whose an issue is."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.checks.links import conditions
from mappings.faults import Fault
from mappings.model import Labels
from mappings.sections import Found, MappingNode

_COUNTED = ("rounds", "pieces")


def check_labels(root: MappingNode) -> Iterator[Fault]:
    """Yield labels with two meanings, labels that no issue can carry, and marks that set nothing apart."""
    tracker = root.entry("tracker")
    given = tracker.entry("labels")
    written = {key: found for key in Labels.model_fields if (found := given.text(key))}
    names = Labels().model_dump() | {key: found.value for key, found in written.items()}
    yield from _twice(root, names, written)
    marks = list(_marks(root, tracker))
    ignored = tracker.entry("ignore").texts("labels")
    for label in (*ignored, *marks):
        if label.value in names.values():
            sentence = f'"{label.value}" is a label that the service puts on by itself'
            yield root.error(label.path, sentence, "Use another label here.", "own_label")
    yield from _white_space(root, list(written.values()), [*ignored, *marks])
    yield from _never_seen(root, marks, {label.value for label in ignored})
    yield from _always_there(root, tracker.entry("only"))


def _twice(root: MappingNode, names: dict[str, str], written: dict[str, Found[str]]) -> Iterator[Fault]:
    for key, label in written.items():
        others = [other for other, name in names.items() if name == label.value and other != key]
        if others and not any(_stands_later(other, key, written) for other in others):
            sentence = f'the label "{label.value}" stands for {others[0]} and for {key}'
            yield root.error(label.path, sentence, "Give each label its own name.", "label_twice")


def _stands_later(other: str, key: str, written: dict[str, Found[str]]) -> bool:
    """Say whether the other label is written below this one: only the last of equals is reported."""
    order = list(written)
    return other in order and order.index(other) > order.index(key)


def _marks(root: MappingNode, tracker: MappingNode) -> Iterator[Found[str]]:
    """Yield the labels that people put on, by which an issue belongs somewhere or counts."""
    yield from filter(None, [tracker.entry("only").text("label")])
    for item in _items(root):
        places = (item.entry("link"), *(item.entry(key) for key in _COUNTED))
        yield from filter(None, (place.text("label") for place in places))


def _items(root: MappingNode) -> Iterator[MappingNode]:
    for stage in root.entries("stages"):
        yield from stage.entries("items")


def _white_space(root: MappingNode, own: list[Found[str]], others: list[Found[str]]) -> Iterator[Fault]:
    """Jira takes no label with white space: it refuses the whole edit with it, the verdict's comment too."""
    for label in own:
        if len(label.value.split()) != 1 or label.value != label.value.strip():
            remedy = f"Jira refuses it and the whole verdict with it. Write it like {_joined(label.value)}."
            yield root.error(label.path, f'the label "{label.value}" has white space', remedy, "label_space")
    for label in others:
        if len(label.value.split()) != 1 or label.value != label.value.strip():
            remedy = f"In Jira no issue can carry it. Write it like {_joined(label.value)}."
            sentence = f'the label "{label.value}" has white space'
            yield root.warning(label.path, sentence, remedy, "label_space")


def _joined(label: str) -> str:
    return "-".join(label.split()) or Labels().in_scope


def _never_seen(root: MappingNode, marks: list[Found[str]], ignored: set[str]) -> Iterator[Fault]:
    for label in marks:
        if label.value in ignored:
            sentence = f'the label "{label.value}" also stands in tracker.ignore, so no issue with it is seen'
            yield root.error(label.path, sentence, "Remove it from one of the two.", "ignored_label")


def _always_there(root: MappingNode, only: MappingNode) -> Iterator[Fault]:
    """What every issue of the contract has sets none of them apart."""
    common, label = conditions(only), only.text("label")
    for item in _items(root):
        link = conditions(item.entry("link"))
        if link and link <= common:
            sentence = "every issue of the contract fits this link, which asks for no more than tracker.only"
            remedy = "Link the item by something that not all of them have."
            yield root.warning((*item.path, "link"), sentence, remedy, "like_only")
        for counted in (item.entry(key).text("label") for key in _COUNTED):
            if counted and label and counted.value == label.value:
                sentence = f'every issue of the contract has the label "{label.value}", so each is counted'
                remedy = "Count by another label, or leave it out where all are meant."
                yield root.warning(counted.path, sentence, remedy, "like_only")
