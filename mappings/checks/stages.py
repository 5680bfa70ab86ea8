"""Check stages: their ids and their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from mappings.faults import Fault
from mappings.sections import Located, Section
from mappings.suggestions import did_you_mean, join_words


def check_stages(root: Section) -> Iterator[Fault]:
    """Yield what is wrong with the stages and their order."""
    stages = root.sections("stages")
    yield from check_repeated(root, (stage.text("id") for stage in stages), "the stage id", "duplicate_stage")
    items = (item.text("id") for stage in stages for item in stage.sections("items"))
    yield from check_repeated(root, items, "the item id", "duplicate_item")
    yield from _check_predecessors(root, stages)
    yield from _check_rings(root, stages)
    yield from _check_reviews(root, stages)


def check_repeated(
    root: Section, found: Iterable[Located[str] | None], what: str, reason: str
) -> Iterator[Fault]:
    """Yield an error for each text that stands a second time.

    Args:
        root: the whole file.
        found: the texts, in the order of the file; None is passed over.
        what: how the text is called in the sentence.
        reason: the kind of fault, for programs.
    """
    first: dict[str, Located[str]] = {}
    for text in filter(None, found):
        earlier = first.setdefault(text.value, text)
        if earlier is not text:
            sentence = f'{what} "{text.value}" stands twice, first on line {root.line(earlier.path)}'
            yield root.error(text.path, sentence, "Change one of the two.", reason)


def _check_predecessors(root: Section, stages: list[Section]) -> Iterator[Fault]:
    known = [found.value for stage in stages if (found := stage.text("id"))]
    complete = len(known) == len(stages)
    for stage in stages:
        own = stage.text("id")
        for before in stage.texts("after"):
            if own and before.value == own.value:
                sentence = f'the stage "{own.value}" follows itself'
                yield root.error(before.path, sentence, "Remove it from after.", "stage_follows_itself")
            elif before.value not in known and complete:
                sentence = f'"{before.value}" is not the id of a stage'
                remedy = did_you_mean(before.value, known, f"The stages are: {join_words(known)}.")
                yield root.error(before.path, sentence, remedy, "unknown_stage")


def _check_reviews(root: Section, stages: list[Section]) -> Iterator[Fault]:
    """Yield each review period that accepts by silence without a clause."""
    for stage in stages:
        review = stage.section("sign_off").section("review")
        then = review.text("then")
        if then is not None and then.value == "accepted" and review.text("clause") is None:
            sentence = "then: accepted needs the clause of the contract by which silence counts as acceptance"
            remedy = 'Name it, such as clause: "7.3", or write then: remind.'
            yield root.error(then.path, sentence, remedy, "silence_without_clause")


def _check_rings(root: Section, stages: list[Section]) -> Iterator[Fault]:
    """Report each ring of stages once.

    After each ring its link is taken as cut, until none is left.
    """
    links: dict[tuple[str, str], Located[str]] = {}
    for stage in stages:
        if own := stage.text("id"):
            for before in stage.texts("after"):
                if before.value != own.value:
                    links.setdefault((own.value, before.value), before)
    while ring := _find_ring(links):
        steps = [(after, before) for before, after in pairwise(ring)]
        cut = min(steps, key=lambda step: root.line(links[step].path))
        sentence = f"the stages follow each other in a ring: {' -> '.join(ring)}"
        remedy = "Remove one of them from after."
        yield root.error(links[cut].path, sentence, remedy, "stage_ring")
        del links[cut]


def _find_ring(links: Iterable[tuple[str, str]]) -> list[str]:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for after, before in links:
        sorter.add(after, before)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
