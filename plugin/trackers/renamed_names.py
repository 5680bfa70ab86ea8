"""Names of a mapping that the tracker has under another name now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mappings.model import ContractMapping, Price, ScopeItem, TrackerTerms
from plugin.core.model.issue import TermKind
from plugin.core.model.kept_names import TERM_KINDS, KeptNames, Term
from plugin.trackers.mentioned_names import Mention, list_mentions

Rename = Callable[[TermKind, str | None], str | None]


@dataclass(frozen=True)
class RenamedName:
    """A name that a mapping writes, and what the tracker calls the same thing now."""

    mention: Mention
    current: str


def find_renamed(
    contract: ContractMapping, kept: KeptNames, listed: Iterable[Term]
) -> tuple[RenamedName, ...]:
    """Return the names of a mapping whose numbers have other names now.

    Args:
        contract: the mapping.
        kept: what was seen under which number.
        listed: what the tracker has.
    """
    there = {(each.kind, each.id): each.name for each in listed}
    names = {(each.kind, name) for each in listed for name in (each.name, *each.others)}
    return tuple(_iter_renamed(contract, kept, there, names))


def _iter_renamed(
    contract: ContractMapping,
    kept: KeptNames,
    there: dict[tuple[TermKind, str], str],
    names: set[tuple[TermKind, str]],
) -> Iterator[RenamedName]:
    for mention in list_mentions(contract):
        for kind in TERM_KINDS:
            if mention.kind.value != kind or (kind, mention.name) in names:
                continue
            ids = [each.id for each in kept.by_id.values() if (each.kind, each.name) == (kind, mention.name)]
            found = next((there[kind, id_] for id_ in ids if (kind, id_) in there), None)
            if found is not None:
                yield RenamedName(mention, found)


def with_current_names(contract: ContractMapping, renamed: Iterable[RenamedName]) -> ContractMapping:
    """Return the mapping with what the tracker calls things now."""
    current = {(each.mention.kind.value, each.mention.name): each.current for each in renamed}

    def rename(kind: TermKind, name: str | None) -> str | None:
        return current.get((kind, name), name) if name else name

    stages = tuple(
        stage.model_copy(update={"items": tuple(_rename_item(item, rename) for item in stage.items)})
        for stage in contract.stages
    )
    price = _rename_price(contract.price, rename) if contract.price else None
    tracker = _rename_tracker(contract.tracker, rename)
    return contract.model_copy(update={"tracker": tracker, "stages": stages, "price": price})


def _rename_tracker(terms: TrackerTerms, rename: Rename) -> TrackerTerms:
    only, statuses = terms.only, terms.statuses.model_dump()
    return terms.model_copy(
        update={
            "only": only.model_copy(
                update={
                    "component": rename("component", only.component),
                    "version": rename("version", only.version),
                }
            ),
            "stage_type": rename("type", terms.stage_type),
            "defect_types": tuple(rename("type", name) for name in terms.defect_types),
            "ignore": terms.ignore.model_copy(
                update={"types": tuple(rename("type", name) for name in terms.ignore.types)}
            ),
            "statuses": terms.statuses.model_copy(
                update={
                    key: tuple(rename("status", name) for name in names) for key, names in statuses.items()
                }
            ),
        }
    )


def _rename_price(price: Price, rename: Rename) -> Price:
    by = tuple(
        each.model_copy(
            update={"type": rename("type", each.type), "component": rename("component", each.component)}
        )
        for each in price.by
    )
    return price.model_copy(update={"by": by})


def _rename_item(item: ScopeItem, rename: Rename) -> ScopeItem:
    if item.link is None:
        return item
    update = {
        "component": rename("component", item.link.component),
        "version": rename("version", item.link.version),
    }
    return item.model_copy(update={"link": item.link.model_copy(update=update)})
