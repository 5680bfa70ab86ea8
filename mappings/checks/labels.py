"""Check the labels that the service puts on and those that people put on."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.checks.links import link_conditions
from mappings.faults import Fault
from mappings.model import Labels
from mappings.sections import Located, Section

_COUNTED = ("rounds", "pieces")


def check_labels(root: Section) -> Iterator[Fault]:
    """Yield labels that are ambiguous, impossible, or on every issue."""
    tracker = root.section("tracker")
    given = tracker.section("labels")
    written = {key: found for key in Labels.model_fields if (found := given.text(key))}
    names = Labels().model_dump() | {key: found.value for key, found in written.items()}
    yield from _check_one_meaning(root, names, written)
    marks = list(_labels_put_on_by_people(root, tracker))
    ignored = tracker.section("ignore").texts("labels")
    for label in (*ignored, *marks):
        if label.value in names.values():
            sentence = f'"{label.value}" is a label that the service puts on by itself'
            yield root.error(label.path, sentence, "Use another label here.", "own_label")
    yield from _check_white_space(root, list(written.values()), [*ignored, *marks])
    yield from _check_never_ignored(root, marks, {label.value for label in ignored})
    yield from _check_distinguishes(root, tracker.section("only"))


def _check_one_meaning(
    root: Section, names: dict[str, str], written: dict[str, Located[str]]
) -> Iterator[Fault]:
    for key, label in written.items():
        others = [other for other, name in names.items() if name == label.value and other != key]
        if others and not any(_is_written_later(other, key, written) for other in others):
            sentence = f'the label "{label.value}" stands for {others[0]} and for {key}'
            yield root.error(label.path, sentence, "Give each label its own name.", "label_twice")


def _is_written_later(other: str, key: str, written: dict[str, Located[str]]) -> bool:
    """Say whether the other label is written below: only the last is reported."""
    order = list(written)
    return other in order and order.index(other) > order.index(key)


def _labels_put_on_by_people(root: Section, tracker: Section) -> Iterator[Located[str]]:
    """Yield the labels by which an issue belongs to an item or is counted."""
    yield from filter(None, [tracker.section("only").text("label")])
    for item in _all_items(root):
        places = (item.section("link"), *(item.section(key) for key in _COUNTED))
        yield from filter(None, (place.text("label") for place in places))


def _all_items(root: Section) -> Iterator[Section]:
    for stage in root.sections("stages"):
        yield from stage.sections("items")


def _check_white_space(root: Section, own: list[Located[str]], others: list[Located[str]]) -> Iterator[Fault]:
    """Report labels with white space.

    Jira takes none: it refuses the whole edit with it, the verdict's comment too.
    """
    for label in own:
        if len(label.value.split()) != 1 or label.value != label.value.strip():
            remedy = (
                f"Jira refuses it and the whole verdict with it. Write it like {_with_dashes(label.value)}."
            )
            yield root.error(label.path, f'the label "{label.value}" has white space', remedy, "label_space")
    for label in others:
        if len(label.value.split()) != 1 or label.value != label.value.strip():
            remedy = f"In Jira no issue can carry it. Write it like {_with_dashes(label.value)}."
            sentence = f'the label "{label.value}" has white space'
            yield root.warning(label.path, sentence, remedy, "label_space")


def _with_dashes(label: str) -> str:
    return "-".join(label.split()) or Labels().in_scope


def _check_never_ignored(root: Section, marks: list[Located[str]], ignored: set[str]) -> Iterator[Fault]:
    for label in marks:
        if label.value in ignored:
            sentence = f'the label "{label.value}" also stands in tracker.ignore, so no issue with it is seen'
            yield root.error(label.path, sentence, "Remove it from one of the two.", "ignored_label")


def _check_distinguishes(root: Section, only: Section) -> Iterator[Fault]:
    """Warn where a label or link fits every issue of the contract."""
    common, label = link_conditions(only), only.text("label")
    for item in _all_items(root):
        link = link_conditions(item.section("link"))
        if link and link <= common:
            sentence = "every issue of the contract fits this link, which asks for no more than tracker.only"
            remedy = "Link the item by something that not all of them have."
            yield root.warning((*item.path, "link"), sentence, remedy, "like_only")
        for counted in (item.section(key).text("label") for key in _COUNTED):
            if counted and label and counted.value == label.value:
                sentence = f'every issue of the contract has the label "{label.value}", so each is counted'
                remedy = "Count by another label, or leave it out where all are meant."
                yield root.warning(counted.path, sentence, remedy, "like_only")
