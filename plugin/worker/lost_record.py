"""Notices an empty database where there was one.

The tracker then shows what is not on record.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from mappings.model import ContractMapping
from plugin.core.model.issue import IssueSnapshot

log = logging.getLogger("ugovor.record")

WARNING = (
    "contract=%s %d issues carry labels of this service (%s), but the record is empty: is this the right "
    "database? If not, stop the service, put the database or its newest backup in its place, and start again"
)
_MAX_NAMED = 5


def list_own_labels(mapping: ContractMapping) -> frozenset[str]:
    """Return the labels that only this service puts on.

    Teams may have one for warranty.
    """
    return frozenset(mapping.tracker.labels.model_dump(exclude={"warranty"}).values())


def find_traces(mapping: ContractMapping, issues: Iterable[IssueSnapshot]) -> Iterator[str]:
    """Give the keys of the issues that carry a label of the service."""
    own = list_own_labels(mapping)
    return (issue.key for issue in issues if issue.labels & own)


def name_traces(found: list[str]) -> str:
    """Return the first keys as a sentence lists them."""
    more = f" and {len(found) - _MAX_NAMED} more" if len(found) > _MAX_NAMED else ""
    return ", ".join(found[:_MAX_NAMED]) + more


def report_traces(mapping: ContractMapping, found: list[str]) -> None:
    """Say in the log, loudly, that the tracker knows more than the record."""
    if found:
        log.error(WARNING, mapping.id, len(found), name_traces(found))
