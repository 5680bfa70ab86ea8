"""Brings the contract's pieces of work together with those of the tracker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plugin.drafting.alike import is_alike, share_words
from plugin.drafting.contract_terms.terms import ContractItem
from plugin.drafting.names import make_unique
from plugin.drafting.scope import DraftItem, DraftStage


def add_sold_items(stages: tuple[DraftStage, ...], sold: Sequence[ContractItem]) -> tuple[DraftStage, ...]:
    """Return the stages with what the contract sold.

    An item of the tracker that is called alike gets the contract's words; whatever the tracker lacks is added
    without a link, for it was sold all the same.
    """
    found = list(stages)
    left = [item for item in sold if not _match(found, item)]
    for item in left:
        number, is_told = _find_stage(found, item)
        stage = found[number]
        drafted = DraftItem(item.title, {}, is_placed=is_told, sold=item)
        found[number] = replace(stage, items=(*stage.items, drafted))
    return tuple(found)


def number_items(stages: tuple[DraftStage, ...]) -> tuple[DraftStage, ...]:
    """Return the stages with ids: of an item's clause, else a number."""
    taken: set[str] = set()
    clauses: dict[int, str] = {}
    for stage in stages:
        for item in stage.items:
            if item.sold is not None and item.sold.clause and item.sold.clause not in taken:
                clauses[id(item)] = item.sold.clause
                taken.add(item.sold.clause)
    return tuple(
        replace(
            stage,
            items=tuple(_number(stage.items, f"{number}.", 1, clauses, taken)),
            unused=tuple(_number(stage.unused, f"{number}.", len(stage.items) + 1, clauses, taken)),
        )
        for number, stage in enumerate(stages, 1)
    )


def _number(
    items: Sequence[DraftItem], head: str, first: int, clauses: dict[int, str], taken: set[str]
) -> list[DraftItem]:
    numbered = []
    for position, item in enumerate(items, first):
        name = clauses.get(id(item)) or make_unique(f"{head}{position}", taken, "")
        taken.add(name)
        numbered.append(replace(item, id=name))
    return numbered


def _match(stages: list[DraftStage], sold: ContractItem) -> bool:
    """Give the contract's words to the item of the tracker that is called alike."""
    best: tuple[int, int, DraftItem] | None = None
    for number, stage in enumerate(stages):
        for item in (*stage.items, *stage.unused):
            shared = share_words(sold.title, item.title)
            if item.sold is None and is_alike(sold.title, item.title) and (best is None or shared > best[0]):
                best = (shared, number, item)
    if best is None:
        return False
    _, number, item = best
    stage, known = stages[number], replace(item, sold=sold)
    if item in stage.items:
        items = tuple(known if each is item else each for each in stage.items)
        stages[number] = replace(stage, items=items)
    else:
        unused = tuple(each for each in stage.unused if each is not item)
        stages[number] = replace(stage, items=(*stage.items, known), unused=unused)
    return True


def _find_stage(stages: list[DraftStage], sold: ContractItem) -> tuple[int, bool]:
    """Return the number of a piece's stage, and whether the contract tells it."""
    if len(stages) == 1:
        return 0, True
    shared = [share_words(stage.title, sold.title) for stage in stages]
    if max(shared):
        return shared.index(max(shared)), True
    if sold.due is not None:
        ends = [stage.contract.due if stage.contract else None for stage in stages]
        later = [number for number, end in enumerate(ends) if end is not None and end >= sold.due]
        if later:
            return later[0], True
    empty = [number for number, stage in enumerate(stages) if not any(item.link for item in stage.items)]
    return (empty[0] if empty else len(stages) - 1), False
