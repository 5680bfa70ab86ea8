"""The names that a contract mapping takes from its tracker.

And where it says them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mappings.model import ContractMapping, ScopeItem
from plugin.core.model.issue import TermKind
from plugin.core.model.kept_names import TERM_KINDS


class NameKind(StrEnum):
    """What a name stands for; the value is the word for one of them."""

    STATUS = "status"
    TYPE = "type"
    COMPONENT = "component"
    VERSION = "version"
    FIELD = "field"
    ROLE = "role"
    GROUP = "group"


PLURALS = {kind: f"{kind.value}s" for kind in NameKind} | {NameKind.STATUS: "statuses"}


@dataclass(frozen=True)
class Mention:
    """A name in a mapping.

    Attributes:
        place: the key that says it, such as `tracker.statuses.done`.
    """

    kind: NameKind
    name: str
    place: str


@dataclass(frozen=True)
class IssueMention:
    """An issue that a mapping names, and what the mapping calls it (empty: nothing)."""

    issue: str
    title: str
    place: str


def list_mentions(contract: ContractMapping) -> tuple[Mention, ...]:
    """Return every name once a place, in the order of the mapping."""
    return tuple(dict.fromkeys(_iter_mentions(contract)))


def list_named_terms(contract: ContractMapping) -> dict[TermKind, frozenset[str]]:
    """Return the statuses, types, components and versions that a mapping names."""
    mentions = list_mentions(contract)
    return {kind: frozenset(each.name for each in mentions if each.kind.value == kind) for kind in TERM_KINDS}


def list_issue_mentions(contract: ContractMapping) -> tuple[IssueMention, ...]:
    """Return the issues that a mapping names: stages, kick-off, epics and parents."""
    return tuple(dict.fromkeys(_iter_issues(contract)))


def _iter_mentions(contract: ContractMapping) -> Iterator[Mention]:
    tracker = contract.tracker
    yield from _iter_types(contract)
    for key, statuses in tracker.statuses.model_dump().items():
        yield from (Mention(NameKind.STATUS, name, f"tracker.statuses.{key}") for name in statuses)
    for use, name in tracker.fields.items():
        yield Mention(NameKind.FIELD, name, f"tracker.fields.{use}")
    for kind, given in (
        (NameKind.COMPONENT, tracker.only.component),
        (NameKind.VERSION, tracker.only.version),
    ):
        yield from (Mention(kind, name, f"tracker.only.{kind}") for name in [given] if name)
    for key, team in (("team_comments", tracker.team_comments), ("team", tracker.team)):
        for kind, given in (
            (NameKind.ROLE, team.role if team else None),
            (NameKind.GROUP, team.group if team else None),
        ):
            yield from (Mention(kind, name, f"tracker.{key}.{kind}") for name in [given] if name)
    for each in contract.price.by if contract.price else ():
        yield from (
            Mention(NameKind.COMPONENT, name, "price.by.component") for name in [each.component] if name
        )
    for item in _iter_items(contract):
        yield from _iter_links(item)


def _iter_types(contract: ContractMapping) -> Iterator[Mention]:
    tracker = contract.tracker
    given = [("tracker.stage_type", tracker.stage_type)]
    given += [("tracker.ignore.types", name) for name in tracker.ignore.types]
    given += [("tracker.defect_types", name) for name in tracker.defect_types]
    given += [("price.by.type", each.type) for each in (contract.price.by if contract.price else ())]
    yield from (Mention(NameKind.TYPE, name, place) for place, name in given if name)


def _iter_links(item: ScopeItem) -> Iterator[Mention]:
    link, place = item.link, f"link of {item.id}"
    if link is None:
        return
    if link.component:
        yield Mention(NameKind.COMPONENT, link.component, place)
    if link.version:
        yield Mention(NameKind.VERSION, link.version, place)
    for name in link.field or {}:
        yield Mention(NameKind.FIELD, name, place)


def _iter_issues(contract: ContractMapping) -> Iterator[IssueMention]:
    for stage in contract.stages:
        if stage.issue:
            yield IssueMention(stage.issue, stage.title, f"issue of stage {stage.id}")
    if contract.kick_off:
        yield IssueMention(contract.kick_off.issue, "", "kick_off.issue")
    if contract.tracker.register_issue:
        yield IssueMention(contract.tracker.register_issue, "", "tracker.register_issue")
    if contract.tracker.only.epic:
        yield IssueMention(contract.tracker.only.epic, "", "tracker.only.epic")
    for item in _iter_items(contract):
        for issue in (item.link.epic, item.link.parent) if item.link else ():
            if issue:
                yield IssueMention(issue, item.title, f"link of {item.id}")


def _iter_items(contract: ContractMapping) -> Iterator[ScopeItem]:
    for stage in contract.stages:
        yield from stage.items
